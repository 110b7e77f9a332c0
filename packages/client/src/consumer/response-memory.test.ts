import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CompressionType } from "@ottla/records";
import { closed, world } from "../testing/consumer-world.ts";
import { ResponseMemory } from "./response-memory.ts";

const PARTITIONS = [
  { topic: "t", partition: 0 },
  { topic: "t", partition: 1 },
];

describe("the memory of a response", () => {
  it("is given back with the last of its sections, and not before", () => {
    const frame = new Uint8Array(100).fill(7);
    const memory = new ResponseMemory();
    memory.hold(frame.subarray(0, 40));
    memory.hold(frame.subarray(40));
    memory.release();
    assert.equal(frame[99], 7);
    memory.release();
    assert.equal(frame.length, 0);
    assert.equal(frame.buffer.byteLength, 0);
  });

  for (const [name, compressions, freed] of [
    ["when all of it is compressed", [CompressionType.GZIP, CompressionType.LZ4], true],
    ["but not when records lie in it", [CompressionType.GZIP, CompressionType.NONE], false],
  ] as const) {
    it(`is given back by a consumer ${name}; what it gave stays as it was`, async (t) => {
      const transfer = t.mock.method(ArrayBuffer.prototype, "transfer");
      await using w = await world(2);
      const expected: string[] = [];
      for (const { topic, partition } of PARTITIONS) {
        w.log.partition(topic, partition).compression = compressions[partition] as CompressionType;
        for (let i = 0; i < 20; i++) {
          const value = `${partition}/${i}/${"x".repeat(50)}`;
          w.log.append(topic, partition, value);
          expected.push(value);
        }
      }
      const consumer = w.consumer({ autoOffsetReset: "earliest", valueDeserializer: undefined, maxPollRecords: 7 });
      consumer.assign(PARTITIONS);
      const values: (Uint8Array | null)[] = [];
      for (let polls = 0; polls < 20 && values.length < expected.length; polls++) {
        const polled = consumer.poll({ timeoutMs: 100 });
        await w.cluster.advance(101);
        values.push(...[...(await polled)].map((one) => one.rawValue));
      }
      await w.cluster.advance(1_000);
      assert.deepEqual(values.map((one) => Buffer.from(one ?? []).toString()).sort(), expected.sort());
      assert.equal(transfer.mock.callCount() > 0, freed);
      await closed(w, consumer);
    });
  }
});
