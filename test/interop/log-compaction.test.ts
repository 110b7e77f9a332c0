// Compaction, ours beside Apache Kafka's: the same appends to both, both cleaned, and what is left compared batch by batch. And the
// example of docs/log-compaction.md, which both must give.
//
// OTTLA_COMPACTION_RECORDS asks for more records; the campaign takes a million.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { RecordBatchBuilder } from "@ottla/records";
import type { DecodedBatch } from "@ottla/records";
import { apacheSkip } from "../apache/jars.ts";
import { until } from "../support/until.ts";
import { Side } from "./log-compaction/side.ts";
import { Sender, stepsOf } from "./log-compaction/workload.ts";

const RECORDS = Number(process.env["OTTLA_COMPACTION_RECORDS"] ?? 40_000);
const T0 = Date.UTC(2025, 0, 1);

async function both(context: TestContext): Promise<readonly [Side, Side]> {
  const sides = await Promise.all([Side.ours(), Side.apache()]);
  context.after(async () => {
    for (const side of sides) await side.stop();
  });
  return sides;
}

function one(text: string): Uint8Array {
  const [key = "", value = ""] = text.split("=");
  const builder = new RecordBatchBuilder();
  builder.append(T0, Buffer.from(key), Buffer.from(value));
  return builder.build();
}

function recordsOf(batches: readonly DecodedBatch[]): string[] {
  const text = (bytes: Uint8Array | null): string => (bytes === null ? "null" : Buffer.from(bytes).toString());
  return batches
    .filter(({ header }) => !header.isControl)
    .flatMap(({ records }) => records.map(({ offset, key, value }) => `${offset}:${text(key)}=${text(value)}`));
}

/** A batch without what may differ: producer ids, compressed sizes and checksums, the time of markers and horizons. */
function shapeOf({ header, records }: DecodedBatch): unknown {
  const { baseOffset, lastOffset, attributes, producerEpoch, baseSequence, recordCount, isControl, maxTimestamp } =
    header;
  return {
    ...{ baseOffset, lastOffset, attributes, producerEpoch, baseSequence, recordCount },
    hasProducer: header.producerId >= 0n,
    maxTimestamp: isControl ? "a time" : maxTimestamp,
    timestamps: isControl ? "a time" : records.map(({ timestamp }) => timestamp),
  };
}

async function compare(ours: Side, apache: Side, topic: string): Promise<{ readonly records: number }> {
  const [left, right] = [await ours.batches(topic), await apache.batches(topic)];
  const records = recordsOf(left);
  assert.deepEqual(records, recordsOf(right));
  assert.deepEqual(left.map(shapeOf), right.map(shapeOf));
  assert.deepEqual(ours.segments(topic), apache.segments(topic));
  assert.equal(await ours.endOffset(topic), await apache.endOffset(topic));
  return { records: records.length };
}

describe("log compaction beside Apache Kafka", { skip: apacheSkip(), timeout: 1_800_000 }, () => {
  it("gives the example of the documentation on both", async (context) => {
    for (const side of await both(context)) {
      // Cleaned means that the cleaner has looked at all logs since.
      const canary = async (): Promise<void> => {
        await side.produce("canary", one("c=V1"));
        await side.produce("canary", one("c=V1"));
        await side.untilCleaned("canary");
      };
      const size = one("K1=V1").length;
      const policy = { "cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0" };
      await side.createTopic("canary", { ...policy, "internal.segment.bytes": String(size) });
      await side.createTopic("t", { ...policy, "internal.segment.bytes": String(3 * size) });
      for (const text of ["K1=V1", "K2=V1", "K3=V1", "K3=V2"]) await side.produce("t", one(text));
      await side.untilCleaned("t");
      assert.equal(side.cleanerCheckpoint("t"), 3, side.name);
      await side.alterTopic("t", "min.cleanable.dirty.ratio", "0.5");
      await canary();
      for (const text of ["K1=V2", "K2=V2", "K1=V3"]) await side.produce("t", one(text));
      assert.deepEqual(side.segments("t"), [0, 3, 6], side.name);
      await canary();
      await canary();
      assert.equal(side.cleanerCheckpoint("t"), 3, `${side.name} cleans at a ratio of 0.5`);
      await side.alterTopic("t", "min.cleanable.dirty.ratio", "0.49");
      await until(`${side.name} cleans at a ratio of 0.49`, () => side.cleanerCheckpoint("t") === 6);
      assert.deepEqual(recordsOf(await side.batches("t")), ["3:K3=V2", "4:K1=V2", "5:K2=V2", "6:K1=V3"], side.name);
    }
  });

  it(`leaves the same of ${RECORDS} records with updates, delete markers and transactions`, async (context) => {
    const sides = await both(context);
    const [ours, apache] = sides;
    const segmentBytes = Math.max(100_000, Math.floor(RECORDS * 6));
    const senders: Sender[] = [];
    for (const side of sides) {
      await side.createTopic("t", {
        "cleanup.policy": "compact",
        "min.cleanable.dirty.ratio": "1",
        "delete.retention.ms": "0",
        "internal.segment.bytes": String(segmentBytes),
      });
      senders.push(await Sender.open(side, "t"));
    }
    const keyCount = Math.ceil(RECORDS / 8);
    let left = RECORDS;
    // The second round cleans what is clean already, with delete markers whose time has come; the third finds the empty batches of the second.
    for (const [round, recordCount] of [RECORDS, RECORDS / 4, RECORDS / 10].entries()) {
      const startMs = T0 + round * 1_000_000;
      const steps = stepsOf({ seed: 1 + round, recordCount, keyCount, startMs, hasBriefProducer: round === 0 });
      assert.equal(steps[0]?.kind === "batch" && steps[0].producer === "brief", round === 0);
      await Promise.all(senders.map((sender) => sender.send(steps)));
      for (const side of sides) await side.alterTopic("t", "min.cleanable.dirty.ratio", "0");
      await Promise.all(sides.map((side) => side.untilCleaned("t")));
      for (const side of sides) await side.alterTopic("t", "min.cleanable.dirty.ratio", "1");
      const { records } = await compare(ours, apache, "t");
      assert.ok(records < left + recordCount, `round ${round}: ${records} records are left`);
      left = records;
    }
    context.diagnostic(`${left} records are left`);
  });
});
