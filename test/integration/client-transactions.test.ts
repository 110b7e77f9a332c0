import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer, KafkaError, Producer } from "@ottla/client";
import { clientTargetWith, codeOf, pollRecords, until } from "./client-target.ts";

type Text = string | null;

const { target, skip } = await clientTargetWith("EndTxn");

function producer(options: object = {}): Producer {
  return new Producer({ bootstrapServers: target.bootstrapServers, transactionalId: target.name("tx"), ...options });
}

function consumer(options: object = {}): Consumer<Text, Text> {
  return new Consumer<Text, Text>({
    bootstrapServers: target.bootstrapServers,
    autoOffsetReset: "earliest",
    keyDeserializer: "StringDeserializer",
    valueDeserializer: "StringDeserializer",
    isolationLevel: "read_committed",
    enableAutoCommit: false,
    ...options,
  });
}

/** Everything that a topic holds, up to a marker that is written behind it. */
async function contents(topic: string, isolationLevel = "read_committed"): Promise<string[]> {
  await using marker = new Producer({ bootstrapServers: target.bootstrapServers });
  await marker.send({ topic, partition: 0, value: "end" });
  await using reader = consumer({ isolationLevel });
  reader.assign([{ topic, partition: 0 }]);
  const values: string[] = [];
  await until(async () => {
    for (const record of await reader.poll({ timeoutMs: 200 })) values.push(record.value ?? "");
    return values.at(-1) === "end";
  }, `the end of ${topic}`);
  return values.slice(0, -1);
}

describe("transactions", { skip }, () => {
  it("are seen whole or not at all", async () => {
    const topic = await target.topic();
    await using one = producer();
    await one.initTransactions();
    one.beginTransaction();
    await one.send({ topic, value: "a" });
    void one.send({ topic, value: "b" });
    await one.commitTransaction();
    one.beginTransaction();
    await one.send({ topic, value: "c" });
    await one.abortTransaction();
    one.beginTransaction();
    await one.send({ topic, value: "d" });
    await one.commitTransaction();
    assert.deepEqual(await contents(topic), ["a", "b", "d"]);
    assert.deepEqual(await contents(topic, "read_uncommitted"), ["a", "b", "c", "d", "end"]);
  });

  it("as functions commit what returns and abort what throws", async () => {
    const topic = await target.topic({ numPartitions: 1 });
    await using one = producer();
    const result = await one.transactional(async (tx) => {
      await tx.sendBatch(["1", "2"].map((value) => ({ topic, value })));
      return 42;
    });
    assert.equal(result, 42);
    const failure = new Error("no");
    const refused = one.transactional(async (tx) => {
      await tx.send({ topic, value: "3" });
      throw failure;
    });
    await assert.rejects(refused, failure);
    await one.transactional((tx) => void tx.send({ topic, value: "4" }));
    assert.deepEqual(await contents(topic), ["1", "2", "4"]);
  });

  it("that are empty, committed or aborted, leave nothing behind", async () => {
    const topic = await target.topic();
    await using one = producer();
    await one.initTransactions();
    for (const end of ["commitTransaction", "abortTransaction"] as const) {
      one.beginTransaction();
      await one[end]();
    }
    await one.transactional((tx) => void tx.send({ topic, value: "x" }));
    assert.deepEqual(await contents(topic), ["x"]);
  });

  it("many in a row keep the producer going, each with an epoch of its own", async () => {
    const topic = await target.topic({ numPartitions: 3 });
    await using one = producer({ lingerMs: 0 });
    for (let i = 0; i < 60; i++) {
      const work = one.transactional((tx) => {
        for (let partition = 0; partition < 3; partition++) void tx.send({ topic, partition, value: String(i) });
        if (i % 3 === 1) throw new RangeError("aborted");
      });
      if (i % 3 === 1) await assert.rejects(work, RangeError);
      else await work;
    }
    const wanted = Array.from({ length: 60 }, (_unused, i) => String(i)).filter((one_) => Number(one_) % 3 !== 1);
    assert.deepEqual(await contents(topic), wanted);
  });

  it("commit consumed offsets with the records made of them, or neither", async () => {
    const [source, sink] = [await target.topic(), await target.topic()];
    const groupId = target.name("group");
    await using feed = new Producer({ bootstrapServers: target.bootstrapServers });
    await feed.sendBatch(["a", "b", "c"].map((value) => ({ topic: source, value })));
    await using one = producer();
    await one.initTransactions();
    const reader = consumer({ groupId });
    try {
      reader.subscribe(source);
      const records = await pollRecords(reader, 3);
      const partition = { topic: source, partition: 0 };
      const committed = async (): Promise<number | undefined> =>
        (await reader.committed([partition])).get(partition)?.offset;

      one.beginTransaction();
      await one.send({ topic: sink, value: "lost" });
      await one.sendOffsetsToTransaction([{ ...partition, offset: 1 }], reader.groupMetadata());
      await one.abortTransaction();
      assert.equal(await committed(), undefined);

      await one.transactional(async (tx) => {
        for (const record of records) void tx.send({ topic: sink, value: `${record.value}!` });
        await tx.sendOffsets([{ ...partition, offset: 3, metadata: "why" }], reader.groupMetadata());
      });
      assert.equal(await committed(), 3);
      assert.deepEqual(await contents(sink), ["a!", "b!", "c!"]);
    } finally {
      await reader.close();
    }
  });

  it("of a consumer that is not in the group any more are refused, and can be aborted", async () => {
    const source = await target.topic();
    const groupId = target.name("group");
    await using one = producer();
    await one.initTransactions();
    const reader = consumer({ groupId });
    reader.subscribe(source);
    await until(async () => {
      await reader.poll({ timeoutMs: 100 });
      return reader.assignment().length === 1;
    }, "an assignment");
    const metadata = reader.groupMetadata();
    await reader.close();
    one.beginTransaction();
    const refused = one.sendOffsetsToTransaction([{ topic: source, partition: 0, offset: 1 }], metadata);
    assert.equal(await codeOf(refused), "COMMIT_FAILED");
    assert.equal(await codeOf(one.commitTransaction()), "COMMIT_FAILED");
    await one.abortTransaction();
    await one.transactional((tx) => void tx.send({ topic: source, value: "after" }));
    assert.deepEqual(await contents(source), ["after"]);
  });

  it("of an older producer are fenced by a newer one with the same id", async () => {
    const topic = await target.topic();
    const transactionalId = target.name("tx");
    await using old = producer({ transactionalId });
    await using young = producer({ transactionalId });
    await old.initTransactions();
    old.beginTransaction();
    await old.send({ topic, value: "old" });
    await young.initTransactions();
    await young.transactional((tx) => void tx.send({ topic, value: "young" }));
    const outcome: unknown = await old.commitTransaction().catch((error: unknown) => error);
    assert.ok(outcome instanceof KafkaError && outcome.fatal, String(outcome));
    assert.equal(outcome.code, "PRODUCER_FENCED");
    assert.equal(await codeOf(old.send({ topic, value: "older" })), "PRODUCER_FENCED");
    assert.equal(await codeOf(old.abortTransaction()), "PRODUCER_FENCED");
    assert.deepEqual(await contents(topic), ["young"]);
  });

  it("are aborted by the coordinator when their time is over", async () => {
    const topic = await target.topic();
    await using one = producer({ transactionTimeoutMs: 1_000 });
    await one.initTransactions();
    one.beginTransaction();
    await one.send({ topic, value: "slow" });
    // The last stable offset moves on when the coordinator has written its markers.
    assert.deepEqual(await contents(topic), []);
    assert.match(await codeOf(one.commitTransaction()), /^(PRODUCER_FENCED|INVALID_TXN_STATE|TRANSACTION_ABORTABLE)$/);
  });

  it("refuse what does not belong: verbs in the wrong order, a record too large, a close in between", async () => {
    const topic = await target.topic();
    await using one = producer({ maxRequestSize: 10_000 });
    assert.equal(await codeOf(one.send({ topic, value: "early" })), "ILLEGAL_STATE");
    await one.initTransactions();
    assert.equal(await codeOf(one.send({ topic, value: "early" })), "ILLEGAL_STATE");
    assert.equal(await codeOf(one.commitTransaction()), "ILLEGAL_STATE");
    assert.equal(await codeOf(one.initTransactions()), "ILLEGAL_STATE");
    one.beginTransaction();
    await one.send({ topic, value: "first" });
    assert.equal(await codeOf(one.send({ topic, value: "x".repeat(20_000) })), "RECORD_TOO_LARGE");
    const failed: unknown = await one.commitTransaction().catch((error: unknown) => error);
    assert.ok(failed instanceof KafkaError && failed.code === "RECORD_TOO_LARGE" && !failed.fatal, String(failed));
    await one.abortTransaction();
    one.beginTransaction();
    await one.send({ topic, value: "open" });
    await one.close();
    assert.deepEqual(await contents(topic), []);
    const plain = new Producer({ bootstrapServers: target.bootstrapServers });
    assert.equal(await codeOf(plain.initTransactions()), "ILLEGAL_STATE");
    await plain.close();
  });
});

describe("an admin", { skip }, () => {
  it("sees transactions that are open and over, and the producers of a partition", async () => {
    const topic = await target.topic();
    const { admin } = target;
    const id = target.name("seen");
    await using one = producer({ transactionalId: id, transactionTimeoutMs: 50_000 });
    await one.initTransactions();
    one.beginTransaction();
    await one.send({ topic, value: "x" });
    const open = (await admin.describeTransactions([id])).value(id);
    assert.equal(open.state, "Ongoing");
    assert.deepEqual(open.topicPartitions, [{ topic, partition: 0 }]);
    assert.equal(open.transactionTimeoutMs, 50_000);
    assert.ok(open.transactionStartTimeMs !== undefined);
    const key = { topic, partition: 0 };
    const [state] = (await admin.describeProducers([key])).value(key);
    assert.deepEqual([state?.producerId, state?.currentTransactionStartOffset], [open.producerId, 0]);
    const listed = async (options: object): Promise<string[]> =>
      (await admin.listTransactions(options)).values().flatMap((all) => all.map((found) => found.transactionalId));
    assert.deepEqual(await listed({ filteredTransactionalIdPattern: `${id}.*` }), [id]);
    assert.deepEqual(await listed({ filteredProducerIds: [open.producerId] }), [id]);
    assert.ok((await listed({ filteredStates: ["Ongoing"] })).includes(id));
    assert.ok(!(await listed({ filteredStates: ["CompleteCommit"] })).includes(id));
    assert.ok(!(await listed({ filteredDuration: 1_000_000 })).includes(id));
    await one.commitTransaction();
    await until(async () => (await admin.describeTransactions([id])).value(id).state === "CompleteCommit", "the end");
    const none = (await admin.describeTransactions(["nobody"])).errors()[0]?.[1];
    assert.equal(none?.code, "TRANSACTIONAL_ID_NOT_FOUND");
  });

  it("fences producers, which aborts what they have open, and refuses to abort with an old epoch", async () => {
    const topic = await target.topic();
    const { admin } = target;
    const id = target.name("fenced");
    await using one = producer({ transactionalId: id });
    await one.initTransactions();
    one.beginTransaction();
    await one.send({ topic, value: "lost" });
    const { producerId, producerEpoch } = (await admin.describeTransactions([id])).value(id);
    const spec = { topic, partition: 0, producerId, producerEpoch: producerEpoch - 1, coordinatorEpoch: 0 };
    if (producerEpoch > 0) assert.equal(await codeOf(admin.abortTransaction(spec)), "INVALID_PRODUCER_EPOCH");
    const fenced = (await admin.fenceProducers([id])).value(id);
    assert.equal(fenced.producerId, producerId);
    assert.ok(fenced.producerEpoch > producerEpoch);
    assert.equal(await codeOf(one.commitTransaction()), "PRODUCER_FENCED");
    await admin.forceTerminateTransaction(id);
    assert.deepEqual(await contents(topic), []);
  });
});
