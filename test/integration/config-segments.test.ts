// What the configurations of segments, retention and flushing do, seen through a whole broker: each as a topic's own and as
// the broker's default.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { MemoryBroker } from "../support/memory-broker.ts";
import type { Configs } from "../support/memory-broker.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const MIB = 1_048_576;

interface Variant {
  readonly broker?: Configs;
  readonly topic?: Configs;
}

/** A broker with the topic `t` in it. */
async function start(context: TestContext, { broker = {}, topic = {} }: Variant): Promise<MemoryBroker> {
  const fixture = await MemoryBroker.start(context, broker);
  await fixture.createTopic("t", topic);
  return fixture;
}

const large = new Uint8Array(MIB / 2);

describe("segments", () => {
  it("config segment.bytes and config log.segment.bytes: a full segment rolls", async (context) => {
    const variants: readonly (readonly [Variant, number])[] = [
      [{}, 1],
      [{ topic: { "segment.bytes": String(MIB) } }, 3],
      [{ broker: { "log.segment.bytes": String(MIB) } }, 3],
    ];
    for (const [variant, segmentCount] of variants) {
      const broker = await start(context, variant);
      for (let index = 0; index < 3; index += 1) await broker.append("t", { value: large });
      assert.equal(await broker.segmentCount("t"), segmentCount, JSON.stringify(variant));
    }
  });

  it("config internal.segment.bytes: a segment rolls at a size below the least of segment.bytes", async (context) => {
    const broker = await start(context, { topic: { "internal.segment.bytes": "400" } });
    for (let index = 0; index < 6; index += 1) await broker.append("t");
    assert.equal(await broker.segmentCount("t"), 3);
  });

  it("config segment.ms, config log.roll.ms and config log.roll.hours: an old segment rolls", async (context) => {
    const variants: readonly (readonly [Variant, number])[] = [
      [{ topic: { "segment.ms": "5000" } }, 5000],
      [{ broker: { "log.roll.ms": "5000", "log.roll.hours": "1" } }, 5000],
      [{ broker: { "log.roll.hours": "1" } }, HOUR_MS],
    ];
    for (const [variant, segmentMs] of variants) {
      const broker = await start(context, variant);
      await broker.append("t");
      await broker.advance(segmentMs);
      await broker.append("t");
      assert.equal(await broker.segmentCount("t"), 1, JSON.stringify(variant));
      await broker.advance(1);
      await broker.append("t");
      assert.equal(await broker.segmentCount("t"), 2, JSON.stringify(variant));
    }
  });

  it("config segment.jitter.ms, config log.roll.jitter.ms and config log.roll.jitter.hours: segments roll at ages that differ", async (context) => {
    const segmentMs = String(MINUTE_MS);
    const variants: readonly Variant[] = [
      { topic: { "segment.ms": segmentMs, "segment.jitter.ms": "50000" } },
      { broker: { "log.roll.ms": segmentMs, "log.roll.jitter.ms": "50000", "log.roll.jitter.hours": "0" } },
      { broker: { "log.roll.ms": segmentMs, "log.roll.jitter.hours": "1" } },
    ];
    const rolledEarly = async (variant: Variant): Promise<number> => {
      const broker = await MemoryBroker.start(context, variant.broker ?? {});
      await broker.createTopic("t", variant.topic ?? {}, 16);
      for (let partition = 0; partition < 16; partition += 1) await broker.append("t", {}, partition);
      await broker.advance(45_000);
      let count = 0;
      for (let partition = 0; partition < 16; partition += 1) {
        await broker.append("t", {}, partition);
        count += (await broker.files(`/ottla/t-${partition}`, ".log")).length - 1;
      }
      return count;
    };
    assert.equal(await rolledEarly({ topic: { "segment.ms": segmentMs } }), 0);
    for (const variant of variants) {
      const count = await rolledEarly(variant);
      assert.ok(count > 0 && count < 16, `${JSON.stringify(variant)}: ${count} of 16`);
    }
  });

  it("config index.interval.bytes and config log.index.interval.bytes: so many bytes lie between two index entries", async (context) => {
    const entriesOf = async (variant: Variant): Promise<number> => {
      const broker = await start(context, variant);
      for (let index = 0; index < 20; index += 1) await broker.append("t", { value: new Uint8Array(400) });
      await broker.stop();
      return (await broker.sizeOf("/ottla/t-0/00000000000000000000.index")) / 8;
    };
    assert.equal(await entriesOf({}), 2);
    assert.equal(await entriesOf({ topic: { "index.interval.bytes": "0" } }), 19);
    assert.equal(await entriesOf({ broker: { "log.index.interval.bytes": "1000" } }), 6);
  });

  it("config segment.index.bytes and config log.index.size.max.bytes: a full index rolls the segment", async (context) => {
    const everyBatch = { "index.interval.bytes": "0" };
    const variants: readonly Variant[] = [
      { topic: { ...everyBatch, "segment.index.bytes": "24" } },
      { topic: everyBatch, broker: { "log.index.size.max.bytes": "24" } },
    ];
    const segmentsOf = async (variant: Variant): Promise<number> => {
      const broker = await start(context, variant);
      for (let index = 0; index < 10; index += 1) await broker.append("t");
      return broker.segmentCount("t");
    };
    assert.equal(await segmentsOf({ topic: everyBatch }), 1);
    for (const variant of variants) assert.ok((await segmentsOf(variant)) > 2, JSON.stringify(variant));
  });

  it("config preallocate and config log.preallocate: a new segment's file has its full size at once", async (context) => {
    const size = { "segment.bytes": String(MIB) };
    const sizeAfterCreation = async (variant: Variant): Promise<number> => {
      const broker = await start(context, variant);
      await broker.append("t");
      return broker.sizeOf("/ottla/t-0/00000000000000000000.log");
    };
    assert.ok((await sizeAfterCreation({ topic: size })) < 1000);
    assert.equal(await sizeAfterCreation({ topic: { ...size, preallocate: "true" } }), MIB);
    assert.equal(await sizeAfterCreation({ topic: size, broker: { "log.preallocate": "true" } }), MIB);
  });
});

/** Looks at retention every second, from the first second on; segments hold two small batches. */
const RETENTION: Configs = {
  "log.initial.task.delay.ms": "0",
  "log.retention.check.interval.ms": "1000",
  "log.segment.delete.delay.ms": "0",
};
const SMALL: Configs = { "internal.segment.bytes": "400" };

describe("retention", () => {
  it("config retention.ms, config log.retention.ms, config log.retention.minutes and config log.retention.hours: old segments go", async (context) => {
    const variants: readonly (readonly [Variant, number])[] = [
      [{ topic: { "retention.ms": "5000" }, broker: { "log.retention.ms": "-1" } }, 5000],
      [{ broker: { "log.retention.ms": "5000", "log.retention.minutes": "2", "log.retention.hours": "1" } }, 5000],
      [{ broker: { "log.retention.minutes": "2", "log.retention.hours": "1" } }, 2 * MINUTE_MS],
      [{ broker: { "log.retention.hours": "1" } }, HOUR_MS],
      [{ broker: { "log.retention.ms": "-1" } }, Infinity],
    ];
    for (const [{ broker: ofBroker = {}, topic = {} }, retentionMs] of variants) {
      const broker = await start(context, { broker: { ...RETENTION, ...ofBroker }, topic: { ...SMALL, ...topic } });
      for (let index = 0; index < 4; index += 1) await broker.append("t");
      await broker.advance((retentionMs === Infinity ? MINUTE_MS : retentionMs) - 1500);
      assert.equal(await broker.offsetAt("t", -2), 0, JSON.stringify(ofBroker));
      await broker.advance(4000);
      assert.equal(await broker.offsetAt("t", -2), retentionMs === Infinity ? 0 : 4, JSON.stringify(ofBroker));
    }
  });

  it("config retention.bytes and config log.retention.bytes: what is too much goes, oldest first", async (context) => {
    const variants: readonly (readonly [Variant, number])[] = [
      [{}, 0],
      [{ topic: { "retention.bytes": "800" } }, 2],
      [{ broker: { "log.retention.bytes": "800" } }, 2],
    ];
    for (const [{ broker: ofBroker = {}, topic = {} }, startOffset] of variants) {
      const broker = await start(context, { broker: { ...RETENTION, ...ofBroker }, topic: { ...SMALL, ...topic } });
      for (let index = 0; index < 8; index += 1) await broker.append("t");
      await broker.advance(2000);
      assert.equal(await broker.offsetAt("t", -2), startOffset, JSON.stringify({ ofBroker, topic }));
    }
  });

  it("config cleanup.policy and config log.cleanup.policy: only delete deletes, compact wants keys", async (context) => {
    const variants: readonly (readonly [Variant, { deletes: boolean; wantsKeys: boolean }])[] = [
      [{}, { deletes: true, wantsKeys: false }],
      [{ topic: { "cleanup.policy": "compact" } }, { deletes: false, wantsKeys: true }],
      [{ topic: { "cleanup.policy": "compact,delete" } }, { deletes: true, wantsKeys: true }],
      [{ topic: { "cleanup.policy": "" } }, { deletes: false, wantsKeys: false }],
      [{ broker: { "log.cleanup.policy": "compact" } }, { deletes: false, wantsKeys: true }],
    ];
    for (const [{ broker: ofBroker = {}, topic = {} }, { deletes, wantsKeys }] of variants) {
      const shown = JSON.stringify({ ofBroker, topic });
      const broker = await start(context, {
        // What is compacted as well the cleaner deletes from, whenever it looks.
        broker: { ...RETENTION, "log.cleaner.backoff.ms": "1000", ...ofBroker },
        topic: { ...SMALL, "retention.ms": "1000", ...topic },
      });
      for (let index = 0; index < 4; index += 1) await broker.append("t");
      const { errorCode } = await broker.produce("t", { key: null });
      assert.equal(errorCode, wantsKeys ? 87 : 0, shown);
      await broker.advance(4000);
      assert.equal((await broker.offsetAt("t", -2)) > 0, deletes, shown);
    }
  });

  it("config file.delete.delay.ms and config log.segment.delete.delay.ms: files of dropped segments stay for so long", async (context) => {
    const variants: readonly (readonly [Variant, number])[] = [
      [{ broker: { "log.segment.delete.delay.ms": "3000" } }, 3000],
      [{ topic: { "file.delete.delay.ms": "7000" }, broker: { "log.segment.delete.delay.ms": "3000" } }, 7000],
    ];
    for (const [{ broker: ofBroker = {}, topic = {} }, delayMs] of variants) {
      const broker = await start(context, {
        broker: { ...RETENTION, ...ofBroker },
        topic: { ...SMALL, "retention.ms": "1000", ...topic },
      });
      for (let index = 0; index < 4; index += 1) await broker.append("t");
      const deletedFiles = (): Promise<string[]> => broker.files("/ottla/t-0", ".log.deleted");
      for (let turn = 0; turn < 10 && (await deletedFiles()).length === 0; turn += 1) await broker.advance(500);
      assert.ok((await deletedFiles()).length > 0);
      await broker.advance(delayMs - 600);
      assert.ok((await deletedFiles()).length > 0, String(delayMs));
      await broker.advance(600);
      assert.deepEqual(await deletedFiles(), [], String(delayMs));
    }
  });
});

describe("flushing", () => {
  const LOG = "/t-0/00000000000000000000.log";

  it("config flush.messages and config log.flush.interval.messages: after so many records the log is forced to disk", async (context) => {
    const variants: readonly Variant[] = [
      { topic: { "flush.messages": "3" } },
      { broker: { "log.flush.interval.messages": "3" } },
    ];
    for (const variant of variants) {
      const broker = await start(context, variant);
      broker.recordsOperations = true;
      const synced: boolean[] = [];
      for (let index = 0; index < 6; index += 1) {
        await broker.append("t");
        synced.push(broker.takeOperations("sync", LOG) > 0);
      }
      assert.deepEqual(synced, [false, false, true, false, false, true], JSON.stringify(variant));
    }
  });

  it("config flush.ms, config log.flush.interval.ms and config log.flush.scheduler.interval.ms: unflushed records are forced to disk in time", async (context) => {
    const variants: readonly (readonly [Variant, number])[] = [
      [{ topic: { "flush.ms": "20000" } }, 20_000],
      [{ broker: { "log.flush.interval.ms": "20000" } }, 20_000],
      [{ broker: { "log.flush.interval.ms": "20000", "log.flush.scheduler.interval.ms": "500" } }, 20_000],
      [{ broker: { "log.flush.scheduler.interval.ms": "5000" } }, 5000],
    ];
    for (const [variant, flushMs] of variants) {
      const broker = await start(context, variant);
      await broker.append("t");
      broker.recordsOperations = true;
      await broker.advance(flushMs - 1500);
      assert.equal(broker.takeOperations("sync", LOG), 0, JSON.stringify(variant));
      await broker.advance(3000);
      assert.equal(broker.takeOperations("sync", LOG), 1, JSON.stringify(variant));
    }
    const often = { "log.flush.interval.ms": "100", "log.flush.scheduler.interval.ms": "300" };
    const broker = await start(context, { broker: often });
    broker.recordsOperations = true;
    await broker.append("t");
    await broker.advance(600);
    assert.equal(broker.takeOperations("sync", LOG), 1);
  });
});
