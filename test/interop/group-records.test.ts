// Apache Kafka's own log dump understands what our group coordinator writes to __consumer_offsets: generations with members,
// commits, and the empty generation at the end.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Consumer, Producer } from "@ottla/client";
import { Broker } from "@ottla/testkit";
import { apacheSkip } from "../apache/jars.ts";
import { TOOLS, runTool } from "../apache/tool.ts";

interface DumpedRecord {
  readonly key: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
  readonly payload: { readonly version: string; readonly data: Readonly<Record<string, unknown>> };
}

function recordsOf(dump: string): DumpedRecord[] {
  return dump.split("\n").flatMap((line) => {
    const match = / key: (\{.*\}) payload: (\{.*\})$/.exec(line);
    if (match === null) return [];
    const [key, payload] = [match[1]!, match[2]!].map((json): unknown => JSON.parse(json));
    return [{ key, payload } as DumpedRecord];
  });
}

void test("Apache's log dump reads our groups and offsets", { skip: apacheSkip() }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "ottla-groups-"));
  try {
    const broker = await Broker.start({ dataDir });
    const bootstrap = { "bootstrap.servers": broker.bootstrapServers };
    const producer = new Producer(bootstrap);
    for (let i = 0; i < 5; i++) await producer.send({ topic: "t", value: Buffer.from(`record ${i}`) });
    await producer.close();
    const consumer = new Consumer({ ...bootstrap, "group.id": "g", "auto.offset.reset": "earliest" });
    consumer.subscribe(["t"]);
    for (let count = 0; count < 5; count += (await consumer.poll({ timeoutMs: 1000 })).count);
    await consumer.commitSync();
    await consumer.close();
    await broker.stop();

    const log = join(dataDir, "__consumer_offsets-0", "00000000000000000000.log");
    const { stdout, stderr, status } = await runTool(TOOLS["kafka-dump-log"], ["--offsets-decoder", "--files", log]);
    assert.equal(status, 0, stderr);
    const records = recordsOf(stdout);
    const generations = records.filter(({ key }) => key.type === "2").map(({ payload }) => payload.data);
    assert.deepEqual(
      generations.map(({ generation, protocolType }) => [generation, protocolType]),
      [
        [0, ""],
        [1, "consumer"],
        [2, "consumer"],
      ],
    );
    const [member] = generations[1]!["members"] as { readonly subscription: unknown; readonly assignment: unknown }[];
    assert.deepEqual((member!.subscription as { topics: unknown }).topics, ["t"]);
    assert.match(JSON.stringify(member!.assignment), /"topic":"t","partitions":\[0\]/);
    const commit = records.findLast(({ key }) => key.type === "1");
    assert.deepEqual(commit?.key.data, { group: "g", topic: "t", partition: 0 });
    assert.deepEqual([commit?.payload.version, commit?.payload.data["offset"]], ["4", 5]);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
