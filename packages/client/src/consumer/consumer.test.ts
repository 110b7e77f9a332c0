import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { FetchRequest } from "@ottla/protocol/messages/fetch";
import { OffsetCommitRequest } from "@ottla/protocol/messages/offset-commit";
import { OffsetForLeaderEpochRequest } from "@ottla/protocol/messages/offset-for-leader-epoch";
import { closed, codeOf, world } from "../testing/consumer-world.ts";
import { KafkaError } from "../errors.ts";
import { CLOSE } from "../testing/scripted-broker.ts";

const T0 = { topic: "t", partition: 0 };
const T1 = { topic: "t", partition: 1 };

describe("a consumer with partitions of its own", () => {
  it("starts where the policy says, and reads on", async () => {
    await using w = await world();
    w.log.append("t", 0, "a", "b");
    const consumer = w.consumer({ autoOffsetReset: "earliest" });
    consumer.assign([T0]);
    assert.deepEqual(await w.poll(consumer, 100), ["a", "b"]);
    w.log.append("t", 0, "c");
    assert.deepEqual(await w.poll(consumer, 600), ["c"]);
    assert.equal(await consumer.position(T0), 3);
    assert.equal(consumer.currentLag(T0), 0);
    await closed(w, consumer);
  });

  it("by default starts at the end, and with none refuses to guess", async () => {
    await using w = await world();
    w.log.append("t", 0, "a");
    const latest = w.consumer();
    latest.assign([T0]);
    assert.deepEqual(await w.poll(latest, 100), []);
    w.log.append("t", 0, "b");
    assert.deepEqual(await w.poll(latest, 600), ["b"]);
    await closed(w, latest);
    const none = w.consumer({ autoOffsetReset: "none" });
    none.assign([T0]);
    const polled = codeOf(none.poll({ timeoutMs: 100 }));
    await w.cluster.advance(100);
    assert.equal(await polled, "NO_OFFSET_FOR_PARTITION");
    await closed(w, none);
  });

  it("by_duration goes to the first record that is young enough, or to the end", async () => {
    await using w = await world(2);
    const ageMs = 1_000;
    const consumer = w.consumer({ autoOffsetReset: `by_duration:PT${ageMs / 1_000}S` });
    // The scripted log finds offset = timestamp, so a log of small times holds nothing that young.
    w.log.append("t", 1, "a", "b", "c");
    consumer.assign([T1]);
    assert.deepEqual(await w.poll(consumer, 300), []);
    assert.equal(await consumer.position(T1), 3);
    await closed(w, consumer);
  });

  it("gives at most max.poll.records, from all partitions in turn", async () => {
    await using w = await world(2);
    for (let i = 0; i < 6; i++) {
      w.log.append("t", 0, `x${i}`);
      w.log.append("t", 1, `y${i}`);
    }
    const consumer = w.consumer({ autoOffsetReset: "earliest", maxPollRecords: 4 });
    consumer.assign([T0, T1]);
    const polls = [await w.poll(consumer, 100), await w.poll(consumer, 100), await w.poll(consumer, 100)];
    assert.deepEqual(
      polls.map((one) => one.length),
      [4, 4, 4],
    );
    assert.deepEqual(
      polls.flat().filter((one) => one?.startsWith("x")),
      ["x0", "x1", "x2", "x3", "x4", "x5"],
    );
    assert.ok(
      polls[1]?.some((one) => one?.startsWith("y")),
      "the second partition gets its turn",
    );
    await closed(w, consumer);
  });

  it("seeks, pauses and resumes, and drops what was fetched from elsewhere", async () => {
    await using w = await world(2);
    w.log.append("t", 0, "a", "b", "c");
    w.log.append("t", 1, "z");
    const consumer = w.consumer({ autoOffsetReset: "earliest", maxPollRecords: 1 });
    consumer.assign([T0, T1]);
    consumer.pause([T1]);
    assert.deepEqual(await w.poll(consumer, 100), ["a"]);
    consumer.seek(T0, 2);
    assert.deepEqual(await w.poll(consumer, 600), ["c"]);
    assert.deepEqual(await w.poll(consumer, 600), []);
    assert.deepEqual(consumer.paused(), [T1]);
    consumer.resume([T1]);
    assert.deepEqual(await w.poll(consumer, 600), ["z"]);
    consumer.seekToBeginning([T0]);
    assert.deepEqual(await w.poll(consumer, 600), ["a"]);
    consumer.seekToEnd([T0]);
    assert.deepEqual(await w.poll(consumer, 600), []);
    assert.throws(() => consumer.seek({ topic: "t", partition: 7 }, 0), /No current assignment for partition t-7/);
    await closed(w, consumer);
  });

  it("goes on where the policy says when its position is gone, or tells the application", async () => {
    await using w = await world();
    w.log.append("t", 0, "a", "b");
    const consumer = w.consumer({ autoOffsetReset: "earliest" });
    consumer.assign([T0]);
    consumer.seek(T0, 50);
    assert.deepEqual(await w.poll(consumer, 600), ["a", "b"]);
    await closed(w, consumer);
    const strict = w.consumer({ autoOffsetReset: "none" });
    strict.assign([T0]);
    strict.seek(T0, 50);
    const polled = codeOf(strict.poll({ timeoutMs: 600 }));
    await w.cluster.advance(600);
    assert.equal(await polled, "OFFSET_OUT_OF_RANGE_NO_RESET");
    await closed(w, strict);
  });

  it("fetches ahead within its budget, and one request at a time", async () => {
    await using w = await world();
    w.log.batchesMax = 3;
    const value = "v".repeat(400);
    w.log.append("t", 0, ...Array.from({ length: 30 }, () => value));
    const consumer = w.consumer({ autoOffsetReset: "earliest", maxPollRecords: 1, maxPartitionFetchBytes: 3_000 });
    consumer.assign([T0]);
    await w.poll(consumer, 100);
    await w.cluster.advance(5_000);
    const offsets = w.cluster
      .seen(FetchRequest)
      .flatMap((one) => one.body.topics.flatMap((t) => t.partitions.map((p) => p.fetchOffset)));
    assert.deepEqual(offsets, [0, 3, 6], "about 3,000 bytes wait, then fetching stops until they are taken");
    for (let i = 0; i < 29; i++) assert.equal((await w.poll(consumer, 600)).length, 1);
    await closed(w, consumer);
  });

  it("keeps on after broken connections and sessions the broker forgot", async () => {
    await using w = await world();
    w.log.append("t", 0, "a");
    const consumer = w.consumer({ autoOffsetReset: "earliest" });
    consumer.assign([T0]);
    assert.deepEqual(await w.poll(consumer, 100), ["a"]);
    w.cluster.disconnect(0);
    w.log.append("t", 0, "b");
    assert.deepEqual(await w.poll(consumer, 3_000), ["b"]);
    let failures = 2;
    w.log.intercept = () => {
      failures--;
      if (failures === 1) return CLOSE;
      return failures === 0 ? { errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND } : undefined;
    };
    w.log.append("t", 0, "c");
    assert.deepEqual(await w.poll(consumer, 5_000), ["c"]);
    assert.ok(failures < 0, "it asked again after each failure");
    await closed(w, consumer);
  });

  it("notices that a new leader has a shorter log, and goes back to where both agree", async () => {
    await using w = await world(1, 2);
    const topic = w.cluster.topics.get("t");
    assert.ok(topic !== undefined);
    w.log.append("t", 0, "a", "b", "c");
    const consumer = w.consumer({ autoOffsetReset: "earliest", metadataMaxAgeMs: 1_000 });
    consumer.assign([T0]);
    assert.deepEqual(await w.poll(consumer, 100), ["a", "b", "c"]);
    // Records 1 and 2 of epoch 0 never reached the new leader, which has written its own.
    const log = w.log.partition("t", 0);
    log.values.splice(1, 2, "B", "C", "D");
    log.epochEnds.set(0, 1);
    topic.leaders = [1];
    topic.leaderEpoch = 1;
    log.epoch = 1;
    assert.deepEqual(await w.poll(consumer, 3_000), ["B", "C", "D"]);
    assert.equal(w.cluster.seen(OffsetForLeaderEpochRequest).length, 1);
    await closed(w, consumer);
  });

  it("is woken up, refuses a second poll at the same time, and a use that makes no sense", async () => {
    await using w = await world();
    const consumer = w.consumer();
    assert.equal(await codeOf(consumer.poll()), "ILLEGAL_STATE");
    assert.throws(() => consumer.subscribe("t"), /must provide a valid group\.id/);
    assert.equal(await codeOf(consumer.commitSync()), "INVALID_CONFIG");
    consumer.assign([T0]);
    const polled = codeOf(consumer.poll({ timeoutMs: 10_000 }));
    await w.cluster.advance(100);
    assert.equal(await codeOf(consumer.poll()), "CONCURRENT_USE");
    consumer.wakeup();
    await w.cluster.advance(0);
    assert.equal(await polled, "WAKEUP");
    await closed(w, consumer);
    assert.equal(await codeOf(consumer.poll()), "CLOSED");
  });

  it("says that a topic has no valid name", async () => {
    await using w = await world();
    w.cluster.addTopic("no good", [], ErrorCode.INVALID_TOPIC_EXCEPTION);
    const consumer = w.consumer();
    consumer.assign([{ topic: "no good", partition: 0 }]);
    const polled = codeOf(consumer.poll({ timeoutMs: 1_000 }));
    await w.cluster.advance(1_000);
    assert.equal(await polled, "INVALID_TOPIC_EXCEPTION");
    await closed(w, consumer);
  });

  it("tells which record a deserializer cannot read, and gives its bytes all the same", async () => {
    await using w = await world();
    w.log.append("t", 0, "a", "b");
    const consumer = w.consumer({ autoOffsetReset: "earliest", valueDeserializer: "LongDeserializer" });
    consumer.assign([T0]);
    const polled = consumer.poll({ timeoutMs: 100 });
    await w.cluster.advance(100);
    const [record] = [...(await polled)];
    assert.throws(
      () => record?.value,
      (error: KafkaError) => error.code === "DESERIALIZATION" && /t-0 at offset 0/.test(error.message),
    );
    assert.equal(Buffer.from(record?.rawValue ?? []).toString(), "a");
    await closed(w, consumer);
  });
});

describe("a consumer that commits", () => {
  it("commits by itself only what earlier polls gave", async () => {
    await using w = await world();
    w.log.append("t", 0, "a", "b", "c");
    const consumer = w.consumer({
      groupId: "g",
      autoOffsetReset: "earliest",
      maxPollRecords: 2,
      autoCommitIntervalMs: 1_000,
    });
    consumer.assign([T0]);
    assert.deepEqual(await w.poll(consumer, 100), ["a", "b"]);
    await w.cluster.advance(5_000);
    assert.equal(w.log.committed.get("t-0"), undefined, "nothing while the application is at work");
    assert.deepEqual(await w.poll(consumer, 100), ["c"]);
    await w.cluster.advance(10);
    assert.equal(w.log.committed.get("t-0"), 2, "the third is only just given out");
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 3);
  });

  it("starts from what is committed, and commits what it is told", async () => {
    await using w = await world();
    w.log.append("t", 0, "a", "b", "c");
    w.log.committed.set("t-0", 1);
    const consumer = w.consumer({ groupId: "g", enableAutoCommit: false });
    consumer.assign([T0]);
    assert.deepEqual(await w.poll(consumer, 100), ["b", "c"]);
    const commit = consumer.commitSync([{ ...T0, offset: 2, metadata: "m" }]);
    await w.cluster.advance(10);
    await commit;
    assert.equal(w.log.committed.get("t-0"), 2);
    const committed = consumer.committed([T0, T1]);
    await w.cluster.advance(10);
    assert.deepEqual(
      [...(await committed)].map(([, one]) => one?.offset),
      [2, undefined],
    );
    assert.equal(await codeOf(consumer.commitAsync([{ ...T0, offset: -3 }])), "INVALID_ARGUMENT");
    await closed(w, consumer);
    assert.equal(w.cluster.seen(OffsetCommitRequest).length, 1, "closing commits nothing when it is not to");
  });

  it("leaving a loop early puts the position back to the first record that was not given out", async () => {
    await using w = await world(2);
    w.log.append("t", 0, "a", "b", "c");
    w.log.append("t", 1, "x");
    const consumer = w.consumer({ groupId: "g", autoOffsetReset: "earliest" });
    consumer.assign([T0, T1]);
    const loop = (async () => {
      for await (const record of consumer) if (record.value === "b") break;
    })();
    await w.cluster.advance(500);
    await loop;
    assert.equal(await consumer.position(T0), 2);
    // What follows a loop that was left says that its record is done: a commit, or reading on. Without it, see unfinished-records.test.ts.
    const commit = consumer.commitSync();
    await w.cluster.advance(10);
    await commit;
    assert.equal(w.log.committed.get("t-0"), 2);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 2);
  });
});
