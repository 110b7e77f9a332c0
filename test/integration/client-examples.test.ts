// The examples of the documentation do what they say, one after the other, on a real broker.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { clientTarget } from "./client-target.ts";

const target = clientTarget();
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs an example to its end, or stops it when it has printed enough; what it printed. */
async function run(name: string, topic: string, isEnough?: (output: string) => boolean): Promise<string> {
  const child = spawn(process.execPath, ["--conditions=@ottla/source", join(ROOT, "examples", `${name}.ts`)], {
    env: { ...process.env, KAFKA_BOOTSTRAP: target.bootstrapServers, TOPIC: topic },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (isEnough?.(output) === true) child.kill("SIGTERM");
    });
  }
  const status = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(status, 0, output);
  return output;
}

describe("the examples", { timeout: 120_000 }, () => {
  it("produce, consume, transform in transactions, work with threads, tell the lag", async () => {
    const topic = await target.topic({ numPartitions: 1 });
    const first = await run("produce-and-consume", topic);
    assert.match(first, /order 9 is record 9 of partition 0/);
    assert.match(first, /customer-0: \{"number":9\}/);
    const billed = await run("transactions", topic);
    const bills = [...billed.matchAll(/(\d+) bills/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    assert.equal(bills, 10, billed);
    const records = (output: string): number => new Set(output.match(/record \d+ of partition 0/g)).size;
    const worked = await run("workers", topic, (output) => records(output) === 10);
    assert.equal(records(worked), 10, worked);
    const lag = await run("lag", topic);
    assert.ok(lag.includes(`${topic}-0: 0 records behind`), lag);
    assert.match(lag, /records-lag of partition 0: 9\n/);
    assert.match(lag, /^healthy READING: /m);
  });
});
