// What the configurations of compaction do, seen through a whole broker: the topic's own, the broker's defaults of them, and
// those of the cleaner itself, also changed while the broker runs.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { BatchIterator, RecordBatchBuilder, RecordFailure, decodeBatch } from "@ottla/records";
import { MemoryBroker, RESOURCE } from "../support/memory-broker.ts";
import type { Configs } from "../support/memory-broker.ts";

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const CHECKPOINT = "/ottla/cleaner-offset-checkpoint";

interface Variant {
  readonly broker?: Configs;
  readonly topic?: Configs;
}

/** Looks every second; two small batches a segment; anything dirty is cleaned. */
const EAGER: Configs = { "log.cleaner.backoff.ms": "1000", "log.segment.delete.delay.ms": "0" };
const COMPACTED: Configs = {
  "cleanup.policy": "compact",
  "internal.segment.bytes": "400",
  "min.cleanable.dirty.ratio": "0.001",
};

async function start(
  context: TestContext,
  { broker = {}, topic = {} }: Variant = {},
  partitions = 1,
): Promise<MemoryBroker> {
  const fixture = await MemoryBroker.start(context, { ...EAGER, ...broker });
  const { "min.cleanable.dirty.ratio": ratio, ...others } = COMPACTED;
  const ofTopic =
    "log.cleaner.min.cleanable.ratio" in broker ? others : { ...others, "min.cleanable.dirty.ratio": ratio! };
  await fixture.createTopic("t", { ...ofTopic, ...topic }, partitions);
  return fixture;
}

/** A value, or a delete marker where it is null. */
function batchOf(broker: MemoryBroker, key: string, value: string | null): Uint8Array {
  const builder = new RecordBatchBuilder();
  builder.append(broker.clock.nowMs(), Buffer.from(key), value === null ? null : Buffer.from(value.padEnd(100, "x")));
  return builder.build();
}

/** Offsets of the records that are left. */
async function offsetsOf(broker: MemoryBroker): Promise<number[]> {
  const offsets: number[] = [];
  const end = await broker.offsetAt("t", -1);
  // A fetch stays within one segment.
  for (let next = 0; next < end;) {
    const bytes = await broker.fetch("t", next);
    for (const iterator = new BatchIterator(bytes); iterator.next();) {
      const batch = decodeBatch(bytes, iterator.position);
      assert(!(batch instanceof RecordFailure));
      offsets.push(...batch.records.map(({ offset }) => offset));
      next = batch.header.lastOffset + 1;
    }
  }
  return offsets;
}

/** Where the next cleaning begins; undefined before the first. */
async function checkpointOf(broker: MemoryBroker, partition = 0): Promise<number | undefined> {
  const entries = await broker.disk.readFile(CHECKPOINT).catch(() => undefined);
  const line = new RegExp(`^t ${partition} (\\d+)$`, "m").exec(Buffer.from(entries ?? []).toString());
  return line === null ? undefined : Number(line[1]);
}

async function isCleanedAfter(broker: MemoryBroker, ms: number): Promise<boolean> {
  await broker.advance(ms);
  return (await checkpointOf(broker)) !== undefined;
}

/** Six batches of one key: three segments, the last of them active. */
async function sixVersions(broker: MemoryBroker): Promise<void> {
  for (let version = 0; version < 6; version += 1) await broker.append("t", batchOf(broker, "k", `v${version}`));
}

describe("what is compacted, and when", () => {
  it("config min.cleanable.dirty.ratio and config log.cleaner.min.cleanable.ratio: more than this share must be dirty", async (context) => {
    const ratioVariants: readonly ((ratio: string) => Variant)[] = [
      (ratio) => ({ topic: { "min.cleanable.dirty.ratio": ratio } }),
      (ratio) => ({ broker: { "log.cleaner.min.cleanable.ratio": ratio } }),
    ];
    for (const variantOf of ratioVariants) {
      // Never cleaned before, all of it is dirty: more than 0.99, and not more than 1.
      for (const [ratio, isCleaned] of [
        ["0.99", true],
        ["1", false],
      ] as const) {
        const broker = await start(context, variantOf(ratio));
        await sixVersions(broker);
        assert.equal(await isCleanedAfter(broker, 3 * SECOND_MS), isCleaned, JSON.stringify(variantOf(ratio)));
        assert.deepEqual(await offsetsOf(broker), isCleaned ? [3, 4, 5] : [0, 1, 2, 3, 4, 5]);
      }
    }
  });

  it("config min.compaction.lag.ms and config log.cleaner.min.compaction.lag.ms: what is younger stays as it is", async (context) => {
    const lag = String(HOUR_MS);
    const variants: readonly Variant[] = [
      { topic: { "min.compaction.lag.ms": lag } },
      { broker: { "log.cleaner.min.compaction.lag.ms": lag } },
    ];
    for (const variant of variants) {
      const broker = await start(context, variant);
      await sixVersions(broker);
      await broker.advance(HOUR_MS - 2 * SECOND_MS);
      assert.equal((await offsetsOf(broker)).length, 6, JSON.stringify(variant));
      await broker.advance(4 * SECOND_MS);
      assert.deepEqual(await offsetsOf(broker), [3, 4, 5], JSON.stringify(variant));
    }
  });

  it("config max.compaction.lag.ms and config log.cleaner.max.compaction.lag.ms: what is older is compacted however little it is", async (context) => {
    const lag = String(HOUR_MS);
    const variants: readonly Variant[] = [
      { topic: { "max.compaction.lag.ms": lag } },
      { broker: { "log.cleaner.max.compaction.lag.ms": lag } },
    ];
    for (const { broker: ofBroker = {}, topic = {} } of variants) {
      const broker = await start(context, { broker: ofBroker, topic: { "min.cleanable.dirty.ratio": "1", ...topic } });
      await sixVersions(broker);
      assert.equal(await isCleanedAfter(broker, HOUR_MS - 2 * SECOND_MS), false);
      assert.equal(await isCleanedAfter(broker, 4 * SECOND_MS), true, JSON.stringify({ ofBroker, topic }));
      assert.deepEqual(await offsetsOf(broker), [3, 4, 5]);
    }
  });

  it("config delete.retention.ms and config log.cleaner.delete.retention.ms: delete markers stay for so long after a cleaning", async (context) => {
    const variants: readonly (readonly [Variant, number])[] = [
      [{}, 24 * HOUR_MS],
      [{ topic: { "delete.retention.ms": String(HOUR_MS) } }, HOUR_MS],
      [{ broker: { "log.cleaner.delete.retention.ms": String(HOUR_MS) } }, HOUR_MS],
    ];
    for (const [variant, retentionMs] of variants) {
      const broker = await start(context, variant);
      await broker.append("t", batchOf(broker, "k", "v"));
      await broker.append("t", batchOf(broker, "k", null));
      for (let i = 0; i < 3; i += 1) await broker.append("t", batchOf(broker, `other${i}`, "v"));
      await broker.advance(3 * SECOND_MS);
      assert.equal((await offsetsOf(broker))[0], 1, "the marker is there, what it deletes is not");
      // Each cleaning needs something dirty.
      const cleanAgain = async (): Promise<void> => {
        for (let i = 0; i < 4; i += 1) await broker.append("t", batchOf(broker, "other", "v"));
        await broker.advance(3 * SECOND_MS);
      };
      await broker.advance(retentionMs - HOUR_MS / 2);
      await cleanAgain();
      assert.equal((await offsetsOf(broker)).includes(1), true, JSON.stringify(variant));
      await broker.advance(HOUR_MS);
      await cleanAgain();
      assert.equal((await offsetsOf(broker)).includes(1), false, JSON.stringify(variant));
    }
  });
});

describe("the cleaner", () => {
  it("config log.cleaner.enable: without it nothing is compacted", async (context) => {
    const broker = await start(context, { broker: { "log.cleaner.enable": "false" } });
    await sixVersions(broker);
    assert.equal(await isCleanedAfter(broker, HOUR_MS), false);
    assert.equal((await offsetsOf(broker)).length, 6);
  });

  it("config log.cleaner.backoff.ms: a cleaner that found nothing looks again after so long", async (context) => {
    const broker = await start(context, { broker: { "log.cleaner.backoff.ms": "60000" } });
    await broker.advance(SECOND_MS);
    await sixVersions(broker);
    assert.equal(await isCleanedAfter(broker, 58 * SECOND_MS), false);
    assert.equal(await isCleanedAfter(broker, 2 * SECOND_MS), true);
  });

  it("config log.cleaner.io.max.bytes.per.second: reading and writing take their time", async (context) => {
    const broker = await start(context, { broker: { "log.cleaner.io.max.bytes.per.second": "100" } });
    await sixVersions(broker);
    const { size } = { size: await broker.sizeOf("/ottla/t-0/00000000000000000000.log") };
    // Two segments are read twice and one batch is written.
    const leastMs = ((2 * 2 * size) / 100) * 1000;
    assert.equal(await isCleanedAfter(broker, leastMs), false);
    assert.equal(await isCleanedAfter(broker, leastMs), true);
  });

  it("config log.cleaner.io.buffer.size: so much is read at once", async (context) => {
    const readsWith = async (bytes: string): Promise<number> => {
      const broker = await start(context, {
        broker: { "log.cleaner.io.buffer.size": bytes },
        topic: { "internal.segment.bytes": "20000" },
      });
      for (let i = 0; i < 120; i += 1) await broker.append("t", batchOf(broker, "k", String(i)));
      broker.recordsOperations = true;
      await broker.advance(3 * SECOND_MS);
      assert.ok((await offsetsOf(broker)).length < 120);
      return broker.takeOperations("read", ".log");
    };
    const [few, many] = [await readsWith("524288"), await readsWith("2000")];
    assert.ok(many > 4 * few, `${many} reads of 1000 bytes, ${few} of 262144`);
  });

  it("config log.cleaner.dedupe.buffer.size and config log.cleaner.io.buffer.load.factor: so many keys a cleaning can hold", async (context) => {
    const KEYS = 10_000;
    const roundsWith = async (ofBroker: Configs): Promise<number[]> => {
      const broker = await start(context, {
        broker: ofBroker,
        topic: { "internal.segment.bytes": "10000000", "segment.ms": "1000" },
      });
      const builder = new RecordBatchBuilder();
      for (let i = 0; i < KEYS; i += 1) builder.append(broker.clock.nowMs(), Buffer.from(`key-${i}`), Buffer.from("v"));
      await broker.append("t", builder.build());
      await broker.advance(2 * SECOND_MS);
      const seen: number[] = [];
      broker.delay = (operation) =>
        operation.kind === "rename" && operation.path.startsWith(CHECKPOINT)
          ? broker.disk.readFile(operation.path).then((bytes) => {
              seen.push(Number(/^t 0 (\d+)$/m.exec(Buffer.from(bytes).toString())?.[1]));
            })
          : undefined;
      await broker.append("t", batchOf(broker, "k", "v"));
      await broker.advance(3 * SECOND_MS);
      broker.delay = undefined;
      return seen;
    };
    const perMiB = Math.floor((1_048_577 / 24) * 0.1);
    assert.deepEqual(await roundsWith({}), [KEYS]);
    assert.deepEqual(
      (
        await roundsWith({ "log.cleaner.io.buffer.load.factor": "0.1", "log.cleaner.dedupe.buffer.size": "1048577" })
      )[0],
      perMiB,
    );
    assert.deepEqual(
      (
        await roundsWith({ "log.cleaner.io.buffer.load.factor": "0.1", "log.cleaner.dedupe.buffer.size": "2097154" })
      )[0],
      Math.floor((2_097_154 / 24) * 0.1),
    );
    assert.deepEqual(
      (
        await roundsWith({ "log.cleaner.io.buffer.load.factor": "0.2", "log.cleaner.dedupe.buffer.size": "1048577" })
      )[0],
      Math.floor((1_048_577 / 24) * 0.2),
    );
  });

  it("config log.cleaner.threads: so many logs are cleaned at the same time", async (context) => {
    for (const [threads, areTogether] of [
      ["1", false],
      ["2", true],
    ] as const) {
      const broker = await start(context, { broker: { "log.cleaner.threads": threads } }, 2);
      for (const partition of [0, 1]) {
        for (let version = 0; version < 6; version += 1)
          await broker.append("t", batchOf(broker, "k", `v${version}`), partition);
      }
      const cleaned: string[] = [];
      broker.delay = (operation) => {
        const found = /\/t-(\d)\/.*\.cleaned$/.exec(operation.path);
        if (!found) return undefined;
        cleaned.push(found[1]!);
        return new Promise((resolve) => broker.clock.setTimer(1, resolve));
      };
      await broker.advance(3 * SECOND_MS);
      broker.delay = undefined;
      assert.deepEqual(new Set(cleaned), new Set(["0", "1"]));
      const changes = cleaned.filter((partition, i) => i > 0 && partition !== cleaned[i - 1]).length;
      assert.equal(changes > 1, areTogether, cleaned.join(""));
    }
  });

  it("obeys changes while it runs", async (context) => {
    const broker = await start(context, { broker: { "log.cleaner.backoff.ms": "3600000" } });
    await broker.advance(SECOND_MS);
    await sixVersions(broker);
    assert.equal(await isCleanedAfter(broker, 60 * SECOND_MS), false);
    await broker.alterConfigs(RESOURCE.TOPIC, "t", { "min.cleanable.dirty.ratio": "1" });
    await broker.alterConfigs(RESOURCE.BROKER, "", { "log.cleaner.backoff.ms": "1000" });
    assert.equal(await isCleanedAfter(broker, 3 * SECOND_MS), false);
    await broker.alterConfigs(RESOURCE.TOPIC, "t", { "min.cleanable.dirty.ratio": "0" });
    assert.equal(await isCleanedAfter(broker, 3 * SECOND_MS), true);
    const tooMany = await broker.tryAlterConfigs(RESOURCE.BROKER, "", { "log.cleaner.threads": "3" });
    assert.deepEqual(
      [tooMany.errorCode, tooMany.errorMessage],
      [42, "Log cleaner threads cannot be increased to more than double the current value 1"],
    );
    await broker.alterConfigs(RESOURCE.BROKER, "", { "log.cleaner.threads": "2" });
  });
});
