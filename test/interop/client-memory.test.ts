// The memory of the installed client: a backlog drained through a slow handler, and a steady load, each in a process of its own. `npm run campaign` drains 10 GB,
// and keeps the load up for an hour.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Producer } from "@ottla/client";
import { ROOT, startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { repetitions } from "../support/thorough.ts";
import { installClient } from "./client-package/install.ts";

const RECORD_BYTES = 1_000;
/** Flags of Node for the process that drains, such as what docs/client/consuming.md says of long backlogs. */
const DRAIN_FLAGS = (process.env["OTTLA_DRAIN_FLAGS"] ?? "").split(" ").filter((flag) => flag !== "");
const MEGABYTES = Number(process.env["OTTLA_DRAIN_MEGABYTES"] ?? "200");
/** Records in a second that the slow handler takes: 40 MB. */
const DRAIN_PER_SECOND = 40_000;
const RESIDENT_MIB_MAX = 150;
const STEADY_SECONDS = repetitions("OTTLA_STEADY_SECONDS", { quick: 30, thorough: 180 });
const STEADY_PER_SECOND = 5_000;
/** What the heap may differ by between two looks, in MiB: caches of the engine, not what a leak of some bytes a record makes of 50,000 records. */
const FLAT_MIB = 3;

describe("the memory of the client", { timeout: 3 * 3_600_000 }, () => {
  let folder = "";
  let broker: OttlaProcess;
  before(async () => {
    folder = installClient();
    for (const file of ["drain.mjs", "steady.mjs"]) {
      cpSync(join(ROOT, "test/interop/client-package", file), join(folder, file));
    }
    broker = await startOttla();
  });
  after(async () => {
    await broker.stop();
    broker.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function printed(flags: readonly string[], args: readonly (string | number)[]): Promise<string[]> {
    const child = spawn(process.execPath, [...flags, ...args.map(String)], {
      cwd: folder,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
    const status = await new Promise((resolve) => child.on("close", resolve));
    assert.equal(status, 0, output);
    return output.trim().split(" ");
  }

  it(`stays below ${RESIDENT_MIB_MAX} MiB while ${MEGABYTES} MB go through a slow handler`, async (context) => {
    const count = (MEGABYTES * 1_000_000) / RECORD_BYTES;
    await using producer = new Producer({ bootstrapServers: broker.bootstrap, batchSize: 1_000_000 });
    const records = Array.from({ length: 1_000 }, () => ({ topic: "backlog", value: Buffer.alloc(RECORD_BYTES, "x") }));
    for (let sent = 0; sent < count; sent += records.length) await producer.sendBatch(records);
    const args = ["drain.mjs", broker.bootstrap, "backlog", count, DRAIN_PER_SECOND];
    const [read, largest] = await printed(DRAIN_FLAGS, args);
    context.diagnostic(`${largest} MiB at most while ${MEGABYTES} MB were drained ${DRAIN_FLAGS.join(" ")}`);
    assert.equal(Number(read), count);
    assert.ok(Number(largest) < RESIDENT_MIB_MAX, `${largest} MiB`);
  });

  it(`does not grow in ${STEADY_SECONDS} s of a steady load`, async (context) => {
    const args = ["steady.mjs", broker.bootstrap, "steady", STEADY_SECONDS, STEADY_PER_SECOND];
    const [sent, read, ...used] = await printed(["--expose-gc"], args);
    context.diagnostic(`${sent} records, in use after a third, two thirds and all of the time: ${used.join(", ")} MiB`);
    assert.equal(read, sent);
    const [, middle = Number.NaN, last = Number.NaN] = used.map(Number);
    assert.ok(last - middle < FLAT_MIB, `${used.join(", ")} MiB`);
  });
});
