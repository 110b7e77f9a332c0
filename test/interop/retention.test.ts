// Which segments a log has, and which of them go: the same records with the same configurations into our broker and into Apache Kafka 4.3 leave the
// same files of the same sizes and the same offsets.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, AlterConfigOpType, ConfigResourceType, OffsetSpec, Producer } from "@ottla/client";
import { startApache } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { startOttla } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

const OVERRIDES = {
  "log.retention.check.interval.ms": "300",
  "log.initial.task.delay.ms": "300",
  "log.segment.delete.delay.ms": "500",
};

const NOW = Date.now();
const HOUR = 3_600_000;

interface Batch {
  readonly bytes: number;
  /** Beside `NOW`. */
  readonly ageMs: number;
}

interface Scenario {
  readonly configs: Readonly<Record<string, string>>;
  readonly batches: readonly Batch[];
  /** DeleteRecords up to here, when all are in. */
  readonly deleteTo?: number;
  /** What must have become of it, so that both being wrong in the same way is seen: offset of the first record, count of segments. */
  readonly expected: readonly [number, number];
}

const batches = (count: number, bytes: number, ageMs: number | ((i: number) => number) = 0): Batch[] =>
  Array.from({ length: count }, (_, i) => ({ bytes, ageMs: typeof ageMs === "number" ? ageMs : ageMs(i) }));

const KEEP = { "retention.ms": "-1", "retention.bytes": "-1" };
/** Ten batches of 100,000 bytes a segment. */
const MIB = { "segment.bytes": "1048576" };

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "retention-bytes": {
    configs: { ...MIB, ...KEEP, "retention.bytes": "1500000" },
    batches: batches(35, 100_000),
    expected: [20, 2],
  },
  "retention-bytes-zero": {
    configs: { ...MIB, ...KEEP, "retention.bytes": "0" },
    batches: batches(15, 100_000),
    expected: [15, 1],
  },
  "retention-bytes-of-the-whole": {
    configs: { ...MIB, ...KEEP, "retention.bytes": "2500000" },
    batches: batches(25, 100_000),
    expected: [0, 3],
  },
  "retention-ms": {
    configs: { ...MIB, ...KEEP, "retention.ms": String(HOUR) },
    batches: batches(35, 100_000, (i) => (i < 25 ? 2 * HOUR : 0)),
    expected: [20, 2],
  },
  "retention-ms-by-the-largest": {
    configs: { ...MIB, ...KEEP, "retention.ms": String(HOUR) },
    batches: batches(35, 100_000, (i) => (i === 5 ? 0 : 2 * HOUR)),
    expected: [0, 4],
  },
  "retention-ms-of-all": {
    configs: { ...MIB, ...KEEP, "retention.ms": String(HOUR) },
    batches: batches(15, 100_000, 2 * HOUR),
    expected: [15, 1],
  },
  "retention-ms-and-the-future": {
    configs: { ...MIB, ...KEEP, "retention.ms": "1000" },
    batches: batches(25, 100_000, (i) => (i < 3 ? -HOUR / 2 : 2 * HOUR)),
    expected: [0, 3],
  },
  "retention-unlimited": { configs: { ...MIB, ...KEEP }, batches: batches(25, 100_000, 48 * HOUR), expected: [0, 3] },
  "no-policy": {
    configs: { ...MIB, "cleanup.policy": "", "retention.ms": "1", "retention.bytes": "1" },
    batches: batches(25, 100_000, 2 * HOUR),
    expected: [0, 3],
  },
  "segment-ms": {
    configs: { ...KEEP, "segment.ms": "60000" },
    batches: [200, 170, 140, 139, 50, 10, 0, 0].map((seconds) => ({ bytes: 10, ageMs: seconds * 1000 })),
    expected: [0, 3],
  },
  "segment-ms-back-in-time": {
    configs: { ...KEEP, "segment.ms": "60000" },
    batches: [10, 200, 150, 9, 0].map((seconds) => ({ bytes: 10, ageMs: seconds * 1000 })),
    expected: [0, 1],
  },
  "segment-index-bytes": {
    configs: { ...KEEP, "segment.index.bytes": "48", "index.interval.bytes": "0" },
    batches: batches(40, 50, (i) => 1000 - i),
    expected: [0, 10],
  },
  "index-interval-bytes": {
    configs: { ...KEEP, "segment.index.bytes": "80", "index.interval.bytes": "500" },
    batches: batches(120, 100, (i) => 1000 - i),
    expected: [0, 8],
  },
  "delete-records": {
    configs: { ...MIB, ...KEEP },
    batches: batches(35, 100_000),
    deleteTo: 23,
    expected: [23, 2],
  },
  "delete-records-without-policy": {
    configs: { ...MIB, "cleanup.policy": "" },
    batches: batches(35, 100_000),
    deleteTo: -1,
    expected: [35, 1],
  },
};

/** What a log's directory and ListOffsets say. */
interface LogState {
  readonly start: number;
  readonly end: number;
  readonly segments: readonly string[];
  readonly isTidy: boolean;
}

class Side {
  readonly admin: Admin;
  readonly #bootstrap: string;
  readonly #directory: string;
  #passes = 0;

  constructor(bootstrap: string, directory: string) {
    this.#bootstrap = bootstrap;
    this.#directory = directory;
    this.admin = new Admin({ "bootstrap.servers": bootstrap });
  }

  /** Retention begins when all is in, so that nothing goes in between. */
  async fill(): Promise<void> {
    const topics = Object.entries(SCENARIOS).map(([name, { configs }]) => {
      return { name, numPartitions: 1, configs: { ...configs, ...KEEP } };
    });
    const sentinel = { name: "sentinel", numPartitions: 1, configs: { "retention.ms": "1000" } };
    (await this.admin.createTopics([...topics, sentinel])).throwIfAnyFailed();
    await using producer = new Producer({
      "bootstrap.servers": this.#bootstrap,
      acks: "all",
      "enable.idempotence": false,
    });
    for (const [topic, { batches: all, deleteTo }] of Object.entries(SCENARIOS)) {
      for (const { bytes, ageMs } of all) {
        // One at a time: each is a batch of its own.
        await producer.send({ topic, partition: 0, value: Buffer.alloc(bytes, "x"), timestamp: NOW - ageMs });
      }
      if (deleteTo !== undefined) {
        (await this.admin.deleteRecords([{ topic, partition: 0, beforeOffset: deleteTo }])).throwIfAnyFailed();
      }
    }
    const changes = Object.entries(SCENARIOS).map(([name, { configs }]) => {
      const retention = Object.entries(configs).filter(([key]) => key.startsWith("retention."));
      const ops = retention.map(([key, value]) => ({ name: key, op: AlterConfigOpType.SET, value }));
      return { type: ConfigResourceType.TOPIC, name, ops };
    });
    (await this.admin.incrementalAlterConfigs(changes)).throwIfAnyFailed();
  }

  /** Resolves when every log was looked at since the call: a record that must go is gone, twice. */
  async passed(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      const count = ++this.#passes;
      await using producer = new Producer({ "bootstrap.servers": this.#bootstrap });
      await producer.send({ topic: "sentinel", partition: 0, value: "x", timestamp: NOW - HOUR });
      await until("old records go", async () => (await this.#offset("sentinel", OffsetSpec.EARLIEST)) === count);
    }
  }

  async #offset(topic: string, spec: number): Promise<number> {
    const target = { topic, partition: 0 };
    return (await this.admin.listOffsets([{ ...target, spec }])).value(target).offset;
  }

  async state(topic: string): Promise<LogState> {
    const directory = join(this.#directory, `${topic}-0`);
    const names = readdirSync(directory).sort();
    return {
      start: await this.#offset(topic, OffsetSpec.EARLIEST),
      end: await this.#offset(topic, OffsetSpec.LATEST),
      segments: names
        .filter((name) => name.endsWith(".log"))
        .map((name) => `${name} ${statSync(join(directory, name)).size}`),
      isTidy: !names.some((name) => name.endsWith(".deleted")),
    };
  }
}

describe("segments roll and go as in Apache Kafka", { skip: apacheSkip(), timeout: 240_000 }, () => {
  const stops: (() => Promise<unknown>)[] = [];
  let ours: Side;
  let apache: Side;

  before(async () => {
    const server = await startOttla({ overrides: OVERRIDES });
    stops.push(async () => {
      await server.stop();
      server.remove();
    });
    const other = await startApache({ overrides: OVERRIDES });
    stops.push(() => other.stop());
    ours = new Side(server.bootstrap, server.dataDir);
    apache = new Side(other.bootstrap, other.logDir);
    stops.unshift(() => Promise.all([ours.admin.close(), apache.admin.close()]));
    await Promise.all([ours.fill(), apache.fill()]);
    await Promise.all([ours.passed(), apache.passed()]);
  });
  after(async () => {
    for (const stop of stops) await stop();
  });

  for (const [topic, { expected }] of Object.entries(SCENARIOS)) {
    it(topic, async () => {
      for (const side of [ours, apache]) {
        await until("deleted files are gone", async () => (await side.state(topic)).isTidy);
      }
      const state = await ours.state(topic);
      assert.deepEqual(state, await apache.state(topic));
      assert.deepEqual([state.start, state.segments.length], expected);
    });
  }
});
