// read_committed where other clients are known to fail: aborts that pile up in one fetch, aborted transactions larger than a fetch, transactions that overlap, reads
// that begin in the middle of one, commits ahead of the work. The same file runs against our broker and against Apache Kafka.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer, Producer } from "@ottla/client";
import { clientTargetWith, until } from "./client-target.ts";

type Text = string | null;
type End = "commit" | "abort";

const { target, skip } = await clientTargetWith("EndTxn");

async function producer(options: object = {}): Promise<Producer> {
  const made = new Producer({
    ...{ bootstrapServers: target.bootstrapServers, transactionalId: target.name("tx"), lingerMs: 0 },
    ...options,
  });
  await made.initTransactions();
  return made;
}

function consumer(options: object = {}): Consumer<Text, Text> {
  return new Consumer<Text, Text>({
    bootstrapServers: target.bootstrapServers,
    autoOffsetReset: "earliest",
    valueDeserializer: "StringDeserializer",
    isolationLevel: "read_committed",
    enableAutoCommit: false,
    ...options,
  });
}

/** One transaction of these values, each in a batch of its own. */
async function transaction(one: Producer, topic: string, end: End, values: readonly string[]): Promise<void> {
  one.beginTransaction();
  for (const value of values) await one.send({ topic, partition: 0, value });
  await (end === "commit" ? one.commitTransaction() : one.abortTransaction());
}

/** Waits until a topic is stable up to its end, so that one fetch can hold all of it. */
async function stable(topic: string): Promise<number> {
  const partition = { topic, partition: 0 };
  await using committed = consumer();
  await using all = consumer({ isolationLevel: "read_uncommitted" });
  const endOf = async (one: Consumer<Text, Text>): Promise<number> =>
    [...(await one.endOffsets([partition])).values()][0] ?? -1;
  let end = -1;
  await until(async () => {
    end = await endOf(all);
    return (await endOf(committed)) === end;
  }, `${topic} to be stable`);
  return end;
}

interface Reading {
  readonly values: readonly string[];
  readonly offsets: readonly number[];
  /** Polls that gave records. */
  readonly polls: number;
}

/** Reads from an offset until the position is the end. */
async function read(topic: string, options: object = {}, from = 0): Promise<Reading> {
  const end = await stable(topic);
  const partition = { topic, partition: 0 };
  await using reader = consumer({ maxPollRecords: 10_000, fetchMaxWaitMs: 20, ...options });
  reader.assign([partition]);
  reader.seek(partition, from);
  const reading = { values: [] as string[], offsets: [] as number[], polls: 0 };
  await until(async () => {
    const records = [...(await reader.poll({ timeoutMs: 200 }))];
    if (records.length > 0) reading.polls += 1;
    for (const { value, offset } of records) {
      reading.values.push(value ?? "");
      reading.offsets.push(offset);
    }
    return (await reader.position(partition)) === end;
  }, `the position to be the end of ${topic}`);
  return reading;
}

describe("read_committed", { skip }, () => {
  it("passes over two aborts of one producer in one fetch, and over what lies between them", async () => {
    const topic = await target.topic();
    await using one = await producer();
    await transaction(one, topic, "abort", ["a1", "a2"]);
    await transaction(one, topic, "abort", ["a3"]);
    await transaction(one, topic, "commit", ["c1"]);
    await transaction(one, topic, "abort", ["a4"]);
    await transaction(one, topic, "abort", ["a5", "a6"]);
    await transaction(one, topic, "commit", ["c2"]);
    await transaction(one, topic, "abort", ["a7"]);
    const reading = await read(topic);
    assert.deepEqual(reading.values, ["c1", "c2"]);
    assert.equal(reading.polls, 1, "one fetch held everything");
  });

  it("keeps transactions apart that overlap, of two producers and of none", async () => {
    const topic = await target.topic();
    await using aborting = await producer();
    await using committing = await producer();
    await using plain = new Producer({ bootstrapServers: target.bootstrapServers });
    aborting.beginTransaction();
    committing.beginTransaction();
    for (const round of [1, 2]) {
      await aborting.send({ topic, partition: 0, value: `a${round}` });
      await committing.send({ topic, partition: 0, value: `c${round}` });
      await plain.send({ topic, partition: 0, value: `p${round}` });
    }
    await aborting.abortTransaction();
    await committing.send({ topic, partition: 0, value: "c3" });
    await committing.commitTransaction();
    assert.deepEqual((await read(topic)).values, ["c1", "p1", "c2", "p2", "c3"]);
  });

  it("goes on behind an aborted transaction that is larger than a fetch", async () => {
    const topic = await target.topic();
    await using one = await producer();
    await transaction(one, topic, "commit", ["before"]);
    const large = Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(500, "x"));
    await transaction(one, topic, "abort", large);
    await transaction(one, topic, "commit", ["after"]);
    const small = { maxPartitionFetchBytes: 1500, fetchMaxBytes: 1500 };
    assert.deepEqual((await read(topic, small)).values, ["before", "after"]);
    const everything = await read(topic, { ...small, isolationLevel: "read_uncommitted" });
    assert.equal(everything.values.length, 42);
    assert(everything.polls > 10, "a fetch holds a few of them");
  });

  it("sees nothing of an aborted transaction from wherever a read begins, and all that is committed behind it", async () => {
    const topic = await target.topic();
    await using one = await producer();
    await transaction(one, topic, "abort", ["a0", "a1", "a2"]);
    await transaction(one, topic, "abort", ["a4"]);
    await transaction(one, topic, "commit", ["c6", "c7"]);
    await transaction(one, topic, "abort", ["a9"]);
    await transaction(one, topic, "commit", ["c11"]);
    const all = [6, 7, 11];
    for (let from = 0; from <= 12; from++) {
      const { offsets } = await read(topic, {}, from);
      assert.deepEqual(
        offsets,
        all.filter((offset) => offset >= from),
        `from ${from}`,
      );
    }
  });

  for (const compressionType of ["gzip", "snappy", "lz4", "zstd"]) {
    it(`passes over aborted batches of many records, compressed with ${compressionType}`, async () => {
      const topic = await target.topic();
      await using one = await producer({ compressionType, lingerMs: 20 });
      for (const end of ["abort", "commit", "abort"] as const) {
        one.beginTransaction();
        const records = Array.from({ length: 200 }, (_, i) => ({ topic, partition: 0, value: `${end} ${i}` }));
        await one.sendBatch(records);
        await (end === "commit" ? one.commitTransaction() : one.abortTransaction());
      }
      const { values } = await read(topic);
      assert.deepEqual(
        values,
        Array.from({ length: 200 }, (_, i) => `commit ${i}`),
      );
    });
  }

  it("stops before a transaction that is open, and position and lag say so", async () => {
    const topic = await target.topic();
    const partition = { topic, partition: 0 };
    await using open = await producer();
    await using other = await producer();
    await transaction(other, topic, "commit", ["before"]);
    open.beginTransaction();
    await open.send({ ...partition, value: "open" });
    await transaction(other, topic, "commit", ["behind"]);
    await using reader = consumer();
    reader.assign([partition]);
    const values: string[] = [];
    const take = async (): Promise<void> => {
      for (const { value } of await reader.poll({ timeoutMs: 100 })) values.push(value ?? "");
    };
    await until(async () => {
      await take();
      return (await reader.position(partition)) === 2;
    }, "the position before the open transaction");
    await take();
    assert.deepEqual(values, ["before"]);
    assert.equal(reader.currentLag(partition), 0, "the lag behind what can be read");
    await open.abortTransaction();
    await until(async () => {
      await take();
      return values.length === 2;
    }, "what lay behind it");
    assert.deepEqual(values, ["before", "behind"]);
  });

  it("commits nothing ahead of the work: a transaction carries the offsets that it is told, no others", async () => {
    const [source, sink] = [await target.topic(), await target.topic()];
    await using feeder = new Producer({ bootstrapServers: target.bootstrapServers });
    for (let i = 0; i < 10; i++) await feeder.send({ topic: source, partition: 0, value: `${i}` });
    const groupId = target.name("group");
    const copied: string[] = [];
    // Each member dies in its work on the fourth record: three are done, the poll gave ten.
    while (copied.length < 10) {
      await using one = await producer();
      const member = consumer({ groupId, enableAutoCommit: false });
      member.subscribe([source]);
      const batch: { offset: number; value: string }[] = [];
      await until(async () => {
        for (const { offset, value } of await member.poll({ timeoutMs: 200 }))
          batch.push({ offset, value: value ?? "" });
        return batch.length >= 10 - copied.length;
      }, `what is left behind ${copied.length}`);
      const done = batch.slice(0, 3);
      await one.transactional(async (tx) => {
        for (const { value } of done) void tx.send({ topic: sink, partition: 0, value });
        const offset = (done.at(-1)?.offset ?? -1) + 1;
        await tx.sendOffsets([{ topic: source, partition: 0, offset }], member.groupMetadata());
      });
      copied.push(...done.map(({ value }) => value));
      await member.close();
    }
    assert.deepEqual(copied, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert.deepEqual((await read(sink)).values, copied);
  });
});
