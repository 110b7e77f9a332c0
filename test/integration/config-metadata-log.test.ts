// What the configurations of the metadata log's segments do, seen in its directory.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MemoryBroker, RESOURCE } from "../support/memory-broker.ts";
import type { Configs } from "../support/memory-broker.ts";

const DIRECTORY = "/ottla/__cluster_metadata-0";

const segmentCount = async (broker: MemoryBroker): Promise<number> => (await broker.files(DIRECTORY, ".log")).length;

/** Appends a record of so many bytes to the metadata log: a config that nobody knows, with a long value. */
async function write(broker: MemoryBroker, bytes: number, index: number): Promise<void> {
  await broker.alterConfigs(RESOURCE.BROKER, "", { "plugin.text": `${index}`.padEnd(bytes, "x") });
}

describe("segments of the metadata log", () => {
  it("config metadata.log.segment.bytes and config internal.metadata.log.segment.bytes: a full one rolls", async (context) => {
    const segmentsAfter = async (config: Configs, count: number, bytes: number): Promise<number> => {
      const broker = await MemoryBroker.start(context, config);
      for (let index = 0; index < count; index += 1) await write(broker, bytes, index);
      return segmentCount(broker);
    };
    assert.equal(await segmentsAfter({}, 270, 32_000), 1);
    assert.equal(await segmentsAfter({ "metadata.log.segment.bytes": "8388608" }, 270, 32_000), 2);
    assert.ok((await segmentsAfter({ "internal.metadata.log.segment.bytes": "2000" }, 10, 500)) > 3);
  });

  it("config metadata.log.segment.ms: an old one rolls", async (context) => {
    for (const [config, count] of [
      [{}, 1],
      [{ "metadata.log.segment.ms": "60000" }, 2],
    ] as const) {
      const broker = await MemoryBroker.start(context, config);
      await write(broker, 10, 1);
      await broker.advance(61_000);
      await write(broker, 10, 2);
      assert.equal(await segmentCount(broker), count);
    }
  });

  it("config internal.metadata.delete.delay.millis: how long the files of one that is dropped stay", async (context) => {
    for (const delayMs of [500, 60_000]) {
      const broker = await MemoryBroker.start(context, {
        "internal.metadata.log.segment.bytes": "2000",
        "metadata.log.max.record.bytes.between.snapshots": "3000",
        "metadata.max.retention.ms": "2500",
        "internal.metadata.delete.delay.millis": String(delayMs),
      });
      for (let index = 0; index < 10; index += 1) {
        await write(broker, 1500, index);
        await broker.advance(1000);
      }
      const dropped = (): Promise<string[]> => broker.files(DIRECTORY, ".log.deleted");
      assert.equal((await dropped()).length === 0, delayMs === 500, String(delayMs));
      await broker.advance(delayMs);
      assert.deepEqual(await dropped(), [], String(delayMs));
      assert.ok((await segmentCount(broker)) < 9);
    }
  });
});
