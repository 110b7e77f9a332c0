// Every topic config, changed with IncrementalAlterConfigs while the broker runs: what it does is seen before and after, without a restart. And
// values that a config does not take are refused with Kafka's code and sentence, and change nothing.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TOPIC_CONFIGS } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import {
  BatchIterator,
  compressionAt,
  decodeBatch,
  RecordBatchBuilder,
  RecordFailure,
  timestampTypeAt,
} from "@ottla/records";
import { MemoryBroker, RESOURCE, type Configs } from "../support/memory-broker.ts";

/** Retention, flushes and the cleaner look every second. */
const BROKER: Configs = {
  "log.cleaner.backoff.ms": "1000",
  "log.initial.task.delay.ms": "0",
  "log.retention.check.interval.ms": "1000",
  "log.segment.delete.delay.ms": "0",
};
const SMALL: Configs = { "internal.segment.bytes": "400", "retention.ms": "-1" };
const COMPACTED: Configs = { ...SMALL, "cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0" };
const HUNDRED_DAYS_MS = "8640000000";

interface Row {
  /** The topic as it is made. */
  readonly topic?: Configs;
  readonly value: string;
  /** Does something to `t` that the config decides on, and says what came of it. */
  readonly observe: (broker: MemoryBroker) => Promise<unknown>;
  readonly before: unknown;
  readonly after: unknown;
}

async function appendMany(broker: MemoryBroker, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await broker.append("t", { key: `k${i % 2}` });
}

async function codeOf(broker: MemoryBroker, records: Parameters<MemoryBroker["produce"]>[1]): Promise<number> {
  return (await broker.produce("t", records)).errorCode;
}

/** The batch that an append of this has left. */
async function stored(broker: MemoryBroker, records: Parameters<MemoryBroker["append"]>[1] = {}): Promise<Uint8Array> {
  return await broker.fetch("t", await broker.append("t", records));
}

/** How many segments come with what is done. */
async function newSegments(broker: MemoryBroker, work: () => Promise<void>): Promise<number> {
  const before = await broker.segmentCount("t");
  await work();
  return (await broker.segmentCount("t")) - before;
}

/** Whether the log begins later after a while. */
async function loses(broker: MemoryBroker): Promise<boolean> {
  const before = await broker.offsetAt("t", -2);
  await appendMany(broker, 6);
  await broker.advance(3000);
  return (await broker.offsetAt("t", -2)) > before;
}

async function syncs(broker: MemoryBroker, waitMs: number): Promise<boolean> {
  // What came before is over and done.
  await broker.advance(3000);
  broker.recordsOperations = true;
  broker.takeOperations("sync", ".log");
  await broker.append("t");
  await broker.advance(waitMs);
  return broker.takeOperations("sync", "/t-0/00000000000000000000.log") > 0;
}

/** Whether the cleaner goes on. */
async function cleans(broker: MemoryBroker): Promise<boolean> {
  const checkpoint = async (): Promise<number> => {
    const path = "/ottla/cleaner-offset-checkpoint";
    if ((await broker.sizeOf(path)) < 0) return 0;
    const text = Buffer.from(await broker.disk.readFile(path)).toString();
    return Number(/^t 0 (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  const before = await checkpoint();
  await appendMany(broker, 8);
  await broker.advance(6000);
  await appendMany(broker, 4);
  await broker.advance(6000);
  return (await checkpoint()) > before;
}

/** Whether a delete marker outlives two cleanings. */
async function keepsMarker(broker: MemoryBroker): Promise<boolean> {
  const key = `gone-${await broker.offsetAt("t", -1)}`;
  const marker = new RecordBatchBuilder();
  marker.append(broker.clock.nowMs(), Buffer.from(key), null);
  await broker.append("t", marker.build());
  for (let round = 0; round < 2; round++) {
    await appendMany(broker, 6);
    await broker.advance(3000);
  }
  const keys: string[] = [];
  for (let offset = 0, end = await broker.offsetAt("t", -1); offset < end; offset++) {
    const bytes = await broker.fetch("t", offset);
    for (const iterator = new BatchIterator(bytes); iterator.next();) {
      const batch = decodeBatch(bytes, iterator.position);
      assert.ok(!(batch instanceof RecordFailure));
      for (const record of batch.records) if (record.key) keys.push(Buffer.from(record.key).toString());
      offset = batch.header.lastOffset;
    }
  }
  return keys.includes(key);
}

/** The sizes of a batch of prose, in the codec of the topic. */
async function packedBytes(broker: MemoryBroker): Promise<number> {
  const words: string[] = [];
  for (let state = 1, i = 0; i < 6000; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    words.push(`w${(state >> 8) % 700}`);
  }
  return (await stored(broker, { value: Buffer.from(words.join(" ")) })).length;
}

const packed = (codec: string, from: string, value: string): Row => {
  const sizes: number[] = [];
  return {
    topic: { "compression.type": codec, [`compression.${codec}.level`]: from },
    value,
    observe: async (broker) => {
      sizes.push(await packedBytes(broker));
      return sizes.length === 1 || sizes[1]! < sizes[0]!;
    },
    before: true,
    after: true,
  };
};

const at = (broker: MemoryBroker, ms: number): { timestamp: number } => ({ timestamp: broker.clock.nowMs() + ms });

const ROWS: Readonly<Record<string, Row>> = {
  "cleanup.policy": {
    value: "compact",
    observe: (broker) => codeOf(broker, { key: null }),
    before: 0,
    after: ErrorCode.INVALID_RECORD,
  },
  "compression.type": {
    value: "gzip",
    observe: async (broker) => compressionAt(await stored(broker), 0),
    before: 0,
    after: 1,
  },
  "compression.gzip.level": packed("gzip", "1", "9"),
  "compression.lz4.level": packed("lz4", "1", "17"),
  "compression.zstd.level": packed("zstd", "-100", "19"),
  "delete.retention.ms": {
    topic: { ...COMPACTED, "delete.retention.ms": HUNDRED_DAYS_MS },
    value: "0",
    observe: keepsMarker,
    before: true,
    after: false,
  },
  "file.delete.delay.ms": {
    topic: { ...SMALL, "retention.ms": "1000", "file.delete.delay.ms": HUNDRED_DAYS_MS },
    value: "0",
    observe: async (broker) => {
      const before = (await broker.files("/ottla/t-0", ".log.deleted")).length;
      await appendMany(broker, 6);
      await broker.advance(5000);
      return (await broker.files("/ottla/t-0", ".log.deleted")).length > before;
    },
    before: true,
    after: false,
  },
  "flush.messages": { value: "1", observe: (broker) => syncs(broker, 0), before: false, after: true },
  "flush.ms": { value: "1000", observe: (broker) => syncs(broker, 3000), before: false, after: true },
  "index.interval.bytes": {
    topic: SMALL,
    value: "0",
    observe: async (broker) => {
      await appendMany(broker, 8);
      const last = (await broker.files("/ottla/t-0", ".index")).at(-2)!;
      return (await broker.sizeOf(`/ottla/t-0/${last}`)) / 8;
    },
    before: 0,
    after: 1,
  },
  "internal.segment.bytes": {
    topic: { "retention.ms": "-1" },
    value: "400",
    observe: (broker) => newSegments(broker, () => appendMany(broker, 6)),
    before: 0,
    after: 3,
  },
  "max.compaction.lag.ms": {
    topic: { ...COMPACTED, "min.cleanable.dirty.ratio": "1" },
    value: "2000",
    observe: cleans,
    before: false,
    after: true,
  },
  "max.message.bytes": {
    value: "500",
    observe: (broker) => codeOf(broker, { value: new Uint8Array(1000) }),
    before: 0,
    after: ErrorCode.MESSAGE_TOO_LARGE,
  },
  "message.timestamp.after.max.ms": {
    value: "1000",
    observe: (broker) => codeOf(broker, at(broker, 5000)),
    before: 0,
    after: ErrorCode.INVALID_TIMESTAMP,
  },
  "message.timestamp.before.max.ms": {
    value: "1000",
    observe: (broker) => codeOf(broker, at(broker, -5000)),
    before: 0,
    after: ErrorCode.INVALID_TIMESTAMP,
  },
  "message.timestamp.type": {
    value: "LogAppendTime",
    observe: async (broker) => timestampTypeAt(await stored(broker), 0),
    before: 0,
    after: 1,
  },
  "min.cleanable.dirty.ratio": {
    topic: { ...COMPACTED, "min.cleanable.dirty.ratio": "1" },
    value: "0.1",
    observe: cleans,
    before: false,
    after: true,
  },
  "min.compaction.lag.ms": {
    topic: { ...COMPACTED, "min.compaction.lag.ms": HUNDRED_DAYS_MS },
    value: "0",
    observe: cleans,
    before: false,
    after: true,
  },
  preallocate: {
    topic: SMALL,
    value: "true",
    observe: async (broker) => {
      await appendMany(broker, 5);
      return (await broker.sizeOf(`/ottla/t-0/${(await broker.files("/ottla/t-0", ".log")).at(-1)!}`)) === 400;
    },
    before: false,
    after: true,
  },
  "retention.bytes": { topic: SMALL, value: "400", observe: loses, before: false, after: true },
  "retention.ms": { topic: SMALL, value: "1000", observe: loses, before: false, after: true },
  "segment.bytes": {
    value: "1048576",
    observe: (broker) =>
      newSegments(broker, async () => {
        for (let i = 0; i < 3; i++) await broker.append("t", { value: new Uint8Array(600_000) });
      }),
    before: 0,
    after: 3,
  },
  "segment.index.bytes": {
    topic: { ...SMALL, "internal.segment.bytes": "4000", "index.interval.bytes": "0" },
    value: "24",
    observe: async (broker) => (await newSegments(broker, () => appendMany(broker, 50))) > 5,
    before: false,
    after: true,
  },
  "segment.jitter.ms": {
    topic: { "segment.ms": "60000", "retention.ms": "-1" },
    value: "50000",
    observe: async (broker) => {
      let early = 0;
      for (let i = 0; i < 12; i++) {
        await broker.append("t");
        await broker.advance(45_000);
        early += await newSegments(broker, async () => void (await broker.append("t")));
        await broker.advance(61_000);
      }
      return early > 0;
    },
    before: false,
    after: true,
  },
  "segment.ms": {
    value: "5000",
    observe: async (broker) => {
      await broker.append("t");
      await broker.advance(5001);
      return await newSegments(broker, async () => void (await broker.append("t")));
    },
    before: 0,
    after: 1,
  },
};

/** Served, and no test of one broker can see it; where it is seen. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "follower.replication.throttled.replicas": "test/integration/cluster-reassignment.test.ts",
  "leader.replication.throttled.replicas": "test/integration/cluster-reassignment.test.ts",
  "min.insync.replicas": "packages/broker/src/replica-manager/replica-manager.test.ts",
  "unclean.leader.election.enable": "packages/metadata/src/controller/brokers.test.ts",
};

describe("a topic config that is changed takes effect without a restart", () => {
  for (const [name, { topic = {}, value, observe, before, after }] of Object.entries(ROWS)) {
    it(name, async (context) => {
      const broker = await MemoryBroker.start(context, BROKER);
      await broker.createTopic("t", topic);
      assert.deepEqual(await observe(broker), before, "before");
      await broker.alterConfigs(RESOURCE.TOPIC, "t", { [name]: value });
      assert.deepEqual(await observe(broker), after, "after");
      assert.equal((await broker.describeConfigs(RESOURCE.TOPIC, "t")).get(name), value);
    });
  }

  it("every one that is served", () => {
    const served = [...TOPIC_CONFIGS.values()].filter((config) => config.served === true).map(({ name }) => name);
    assert.deepEqual(
      served.filter((name) => !(name in ROWS) && !(name in ELSEWHERE)),
      [],
    );
    assert.deepEqual(
      Object.keys(ROWS).filter((name) => !served.includes(name)),
      [],
    );
  });
});
