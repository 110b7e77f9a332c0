// One broker at a time, virtual time, no delay on the network: whatever takes time here is a wait of the consumer's or the broker's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { FetchRequest } from "@ottla/protocol/messages/fetch";
import { ErrorCode } from "@ottla/protocol";
import { closed, world } from "../testing/consumer-world.ts";
import type { World } from "../testing/consumer-world.ts";
import type { Consumer } from "./consumer.ts";

interface Options {
  readonly maxPartitionFetchBytes?: number;
  readonly fetchMinBytes?: number;
  readonly fetchMaxBytes?: number;
}

type Reader = Consumer<string | null, string | null>;

const at = (partition: number): { topic: string; partition: number } => ({ topic: "t", partition });
/** A partition is full with three of these. */
const VALUE = "v".repeat(400);
const SMALL_BUFFERS = { autoOffsetReset: "earliest", maxPartitionFetchBytes: 1_000, maxPollRecords: 1 } as const;
/** With buffers that a partition of sixty values fills and goes on filling for many polls. */
const LARGE_BUFFERS = { maxPartitionFetchBytes: 20_000 } as const;
const values = (count: number): string[] => Array.from({ length: count }, () => VALUE);

/** Partition 0 holds more than its buffer does, the others are as given; one record was polled. */
async function reading(w: World, partitions: readonly (readonly string[])[], options: Options = {}): Promise<Reader> {
  w.log.batchesMax = options.maxPartitionFetchBytes === undefined ? 3 : 60;
  partitions.forEach((some, partition) => w.log.append("t", partition, ...some));
  const consumer = w.consumer({ ...SMALL_BUFFERS, ...options });
  consumer.assign(partitions.map((_some, partition) => at(partition)));
  await w.poll(consumer, 10);
  return consumer;
}

const waits = (w: World): number[] => w.cluster.seen(FetchRequest).map((one) => one.body.maxWaitMs);

/** Polls until so many records have come; how much virtual time that took. */
async function drain(w: World, consumer: Reader, count: number): Promise<number> {
  const startMs = w.cluster.clock.monotonicMs();
  for (let taken = 0; taken < count;) {
    const polled = consumer.poll({ timeoutMs: 10_000 });
    let isOver = false;
    void polled.finally(() => {
      isOver = true;
    });
    while (!isOver) await w.cluster.advance(1);
    const { count: some } = await polled;
    assert.ok(some > 0, "a poll gave nothing although there are records");
    taken += some;
  }
  return w.cluster.clock.monotonicMs() - startMs;
}

describe("fetches beside a partition whose buffer is full", () => {
  it("do not keep the others waiting for one that is at its end", async () => {
    await using w = await world(3);
    const consumer = await reading(w, [values(5), values(70), values(75)]);
    const takenMs = await drain(w, consumer, 5 + 70 + 75 - 1);
    assert.ok(takenMs < 300, `it took ${takenMs} ms of waiting`);
    const fetches = waits(w).length;
    assert.ok(fetches <= 70, `${fetches} fetches for 150 records`);
    await closed(w, consumer);
  });

  it("do not wait at the broker, and do not ask again and again for what is at its end", async () => {
    await using w = await world(2);
    const consumer = await reading(w, [values(9), []]);
    const before = waits(w).length;
    await w.cluster.advance(10_000);
    const since = waits(w).slice(before);
    assert.deepEqual([...new Set(since)], [0]);
    assert.ok(since.length >= 19 && since.length <= 21, `${since.length} fetches in 10 s`);
    await closed(w, consumer);
  });

  it("bring what comes for the others meanwhile, within fetch.max.wait.ms", async () => {
    await using w = await world(2);
    const consumer = await reading(w, [values(9), []]);
    w.log.append("t", 1, "new");
    await w.cluster.advance(500);
    assert.deepEqual(await w.poll(consumer), ["new"]);
    await closed(w, consumer);
  });

  it("ask for all of them as soon as it has room", async () => {
    await using w = await world(2);
    const consumer = await reading(w, [values(9), []]);
    await w.cluster.advance(5_050);
    const before = waits(w).length;
    const polls: unknown[] = [];
    for (let i = 0; i < 2; i++) polls.push(...(await w.poll(consumer)));
    assert.equal(polls.length, 2);
    const since = w.cluster.seen(FetchRequest).slice(before);
    const [first] = since;
    assert.deepEqual(
      first?.body.topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition)),
      [0],
      "the other one is in the session already",
    );
    assert.equal(first.body.maxWaitMs, 500, "nothing is left out any more");
    await closed(w, consumer);
  });

  it("ask for a partition that was put elsewhere at once", async () => {
    await using w = await world(2);
    const consumer = await reading(w, [values(60), ["x"]], LARGE_BUFFERS);
    assert.deepEqual(await w.poll(consumer, 10), ["x"]);
    await w.cluster.advance(1_100);
    consumer.seek(at(1), 0);
    assert.deepEqual((await w.poll(consumer, 10)).length, 1);
    assert.deepEqual(await w.poll(consumer, 10), ["x"]);
    await closed(w, consumer);
  });

  it("wait for fetch.min.bytes as they would at the broker", async () => {
    await using w = await world(2);
    const consumer = await reading(w, [values(60), []], { ...LARGE_BUFFERS, fetchMinBytes: 10_000 });
    const before = waits(w).length;
    for (let i = 0; i < 200; i++) {
      w.log.append("t", 1, "little");
      await w.cluster.advance(10);
    }
    const since = waits(w).length - before;
    assert.ok(since >= 3 && since <= 5, `${since} fetches in 2 s`);
    await closed(w, consumer);
  });

  it("take what is there bit by bit where any byte is worth a fetch", async () => {
    await using w = await world(2);
    w.log.batchesMax = 1;
    const consumer = await reading(w, [values(9), []]);
    w.log.batchesMax = 1;
    w.log.append("t", 1, "a", "b", "c", "d");
    await w.cluster.advance(500);
    const polled = [];
    for (let i = 0; i < 5; i++) polled.push(...(await w.poll(consumer)));
    assert.deepEqual(
      polled.filter((one) => one !== VALUE),
      ["a", "b", "c"],
      "in turn with the full one, and without a wait between them",
    );
    await closed(w, consumer);
  });

  it("ask at once for what had no room in an answer", async () => {
    await using w = await world(2);
    const bounds = { maxPartitionFetchBytes: 1_000, fetchMaxBytes: 3_000 };
    const consumer = await reading(w, [values(9), ["b"]], bounds);
    const polled = [];
    for (let i = 0; i < 3; i++) polled.push(...(await w.poll(consumer)));
    assert.ok(polled.includes("b"), "the first answer was full without it");
    await closed(w, consumer);
  });

  it("try again after the usual pause what ended with an error", async () => {
    await using w = await world(2);
    const consumer = await reading(w, [values(9), []]);
    const log = w.log.partition("t", 1);
    log.fetchError = ErrorCode.UNKNOWN_SERVER_ERROR;
    await w.cluster.advance(600);
    const before = waits(w).length;
    await w.cluster.advance(1_000);
    const tries = waits(w).length - before;
    assert.ok(tries >= 9 && tries <= 11, `${tries} tries in 1 s`);
    log.fetchError = 0;
    w.log.append("t", 1, "mended");
    await w.cluster.advance(100);
    assert.deepEqual(await w.poll(consumer), ["mended"]);
    await closed(w, consumer);
  });

  it("wait at the broker when the full one is paused, or is read from another broker", async () => {
    await using w = await world(2, 2);
    const topic = w.cluster.topics.get("t");
    assert.ok(topic !== undefined);
    const paused = await reading(w, [values(9), []]);
    paused.pause([at(0)]);
    await w.cluster.advance(600);
    await w.poll(paused, 10);
    assert.equal(waits(w).at(-1), 500);
    await closed(w, paused);
    topic.leaders = [1, 0];
    const apart = await reading(w, [[], []]);
    await w.cluster.advance(2_000);
    const ofIdle = w.cluster.seen(FetchRequest).filter((one) => one.broker === 0);
    assert.equal(ofIdle.at(-1)?.body.maxWaitMs, 500);
    await closed(w, apart);
  });
});

describe("fetches while nothing is left out", () => {
  it("wait at the broker for records", async () => {
    await using w = await world(2);
    const consumer = await reading(w, [["a"], []]);
    const before = waits(w).length;
    await w.cluster.advance(10_000);
    const since = waits(w).slice(before);
    assert.deepEqual([...new Set(since)], [500]);
    assert.ok(since.length >= 19 && since.length <= 21, `${since.length} fetches in 10 s`);
    await closed(w, consumer);
  });
});

describe("whatever the sizes and the paces", () => {
  const seeds =
    process.env["SEED"] === undefined
      ? Array.from({ length: 25 }, (_one, seed) => seed)
      : [Number(process.env["SEED"])];
  for (const seed of seeds) {
    it(`a poll gives at once what can be read, with few fetches in vain (seed ${seed})`, async () => {
      const random = new Prng(seed);
      const below = (bound: number): number => randomBelow(random, bound);
      const partitions = 1 + below(4);
      await using w = await world(partitions);
      w.log.batchesMax = 1 + below(6);
      const write = (partition: number, count: number): void =>
        w.log.append("t", partition, ...Array.from({ length: count }, () => "v".repeat(1 + below(900))));
      for (let partition = 0; partition < partitions; partition++) write(partition, below(40));
      const bounds = { maxPartitionFetchBytes: 200 + below(3_000), maxPollRecords: 1 + below(8) };
      const consumer = w.consumer({ autoOffsetReset: "earliest", fetchMaxBytes: 2_000 + below(9_000), ...bounds });
      consumer.assign(Array.from({ length: partitions }, (_one, partition) => at(partition)));
      await w.poll(consumer, 1);
      const [startMs, emptyBefore] = [w.cluster.clock.monotonicMs(), w.log.emptyAnswers];
      const rounds = 120;
      for (let round = 0; round < rounds; round++) {
        if (below(3) === 0) write(below(partitions), below(6));
        if (below(4) === 0) await w.cluster.advance(below(700));
        let readable = 0;
        for (let partition = 0; partition < partitions; partition++) {
          readable += w.log.partition("t", partition).values.length - (await consumer.position(at(partition)));
        }
        const polled = consumer.poll({ timeoutMs: 1 });
        await w.cluster.advance(1);
        const { count } = await polled;
        assert.ok(count > 0 || readable === 0, `round ${round}: ${readable} records could be read, none came`);
      }
      const elapsedMs = w.cluster.clock.monotonicMs() - startMs;
      const inVain = w.log.emptyAnswers - emptyBefore;
      // One beside each poll at most, and two a second.
      const most = rounds + elapsedMs / 500 + 2;
      assert.ok(inVain <= most, `${inVain} fetches in vain in ${rounds} polls and ${elapsedMs} ms`);
      await closed(w, consumer);
    });
  }
});
