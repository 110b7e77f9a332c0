import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VirtualClock, utf8Bytes } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import {
  CompressionType,
  ControlRecordType,
  RecordBatchBuilder,
  endTransactionMarkerBatch,
  readBatchHeader,
} from "@ottla/records";
import { CoordinatorError } from "./coordinator-error.ts";
import { CoordinatorRuntime } from "./runtime.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import { CounterShard, counterSerde, type CounterRecord, type CounterTimer } from "./testing/counter-shard.ts";
import { MemoryPartitionLog } from "./testing/memory-partition-log.ts";

const PARTITION = 3;

type Options = RuntimeOptions<CounterShard, CounterRecord, CounterTimer>;

class Fixture {
  readonly log = new MemoryPartitionLog();
  readonly clock = new VirtualClock();
  readonly shards: CounterShard[] = [];
  readonly failures: unknown[] = [];
  readonly timerFailures: string[] = [];
  readonly states: string[] = [];
  readonly runtime: CoordinatorRuntime<CounterShard, CounterRecord, CounterTimer>;

  constructor(options: Partial<Options> = {}) {
    this.runtime = new CoordinatorRuntime<CounterShard, CounterRecord, CounterTimer>({
      createShard: (context) => {
        const shard = new CounterShard(context);
        this.shards.push(shard);
        return shard;
      },
      serde: counterSerde,
      reader: this.log,
      writer: this.log,
      clock: this.clock,
      writeTimeoutMs: 5_000,
      appendLingerMs: -1,
      loadBufferBytes: 1 << 20,
      compressionType: CompressionType.NONE,
      metrics: { onStateChange: (_partition, _from, to) => this.states.push(to) },
      onFailure: ({ phase, cause }) => this.failures.push([phase, cause]),
      onTimerFailure: ({ key }) => this.timerFailures.push(key),
      ...options,
    });
  }

  get shard(): CounterShard {
    return this.shards.at(-1)!;
  }

  static async active(options: Partial<Options> = {}): Promise<Fixture> {
    const fixture = new Fixture(options);
    fixture.runtime.onElection(PARTITION, 1);
    await settle();
    assert.equal(fixture.runtime.stateOf(PARTITION), "active");
    return fixture;
  }

  increment(...names: string[]): Promise<number> {
    return this.runtime.write(PARTITION, (shard) => shard.increment(...names));
  }

  committed(name: string): number | undefined {
    return this.runtime.read(PARTITION, (shard, epoch) => shard.counters.get(name, epoch));
  }
}

/** Lets promises and immediates run out; nothing here waits for real time. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function stateOf(promise: Promise<unknown>): Promise<string> {
  await settle();
  const pending = Symbol("pending");
  const outcome = await Promise.race([promise.catch((error: unknown) => error), Promise.resolve(pending)]);
  if (outcome === pending) return "pending";
  return outcome instanceof CoordinatorError ? `failed ${outcome.errorCode}` : `answered ${String(outcome)}`;
}

function counterBatch(records: Record<string, number | null>, producerId?: bigint): Uint8Array {
  const producer =
    producerId === undefined ? undefined : { producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true };
  const builder = new RecordBatchBuilder({ producer });
  for (const [name, value] of Object.entries(records)) {
    builder.append(0, utf8Bytes(name), value === null ? null : utf8Bytes(String(value)));
  }
  return builder.build();
}

function failsWith(errorCode: number): (error: unknown) => boolean {
  return (error) => error instanceof CoordinatorError && error.errorCode === errorCode;
}

describe("the life of a hosted partition", () => {
  it("a partition that is not led here is NOT_COORDINATOR", async () => {
    const { runtime } = new Fixture();
    await assert.rejects(
      runtime.write(PARTITION, (shard) => shard.increment("a")),
      failsWith(ErrorCode.NOT_COORDINATOR),
    );
    assert.throws(() => runtime.read(PARTITION, () => 1), failsWith(ErrorCode.NOT_COORDINATOR));
  });

  it("a partition that is being read is COORDINATOR_LOAD_IN_PROGRESS, then serves", async () => {
    const fixture = new Fixture();
    fixture.log.store(counterBatch({ a: 7 }));
    fixture.runtime.onElection(PARTITION, 1);
    await assert.rejects(fixture.increment("a"), failsWith(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    await settle();
    assert.equal(await fixture.increment("a"), 8);
    assert.equal(fixture.shard.isLoaded, true);
  });

  it("replays what the log holds: tombstones, unknown types, transactions and their markers", async () => {
    const fixture = new Fixture();
    fixture.log.store(counterBatch({ a: 1, b: 2, "?new": 9 }));
    fixture.log.store(counterBatch({ c: 3 }, 42n));
    const marker = { type: ControlRecordType.COMMIT, coordinatorEpoch: 0 };
    const producer = { producerId: 42n, producerEpoch: 0 };
    fixture.log.store(endTransactionMarkerBatch(marker, producer, { timestamp: 0 }));
    fixture.log.store(counterBatch({ b: null }));
    fixture.runtime.onElection(PARTITION, 1);
    await settle();
    assert.deepEqual(fixture.shard.replayed, ["0:a=1", "1:b=2", "3:c=3@42", "commit@42", "5:b=null"]);
    assert.equal(await fixture.increment("a"), 2);
    assert.equal(fixture.log.batches.at(-1)!.baseOffset, 6);
  });

  it("reads a long log in pieces of the buffer, and compressed batches", async () => {
    const fixture = new Fixture({ loadBufferBytes: 100 });
    for (let i = 1; i <= 50; i++) {
      const builder = new RecordBatchBuilder({ compression: CompressionType.GZIP });
      builder.append(0, utf8Bytes("a"), utf8Bytes(String(i)));
      fixture.log.store(builder.build());
    }
    fixture.runtime.onElection(PARTITION, 1);
    await settle();
    // Decompression runs on other threads: the machine decides how many turns of the loop it takes.
    const deadlineMs = performance.now() + 20_000;
    while (fixture.runtime.stateOf(PARTITION) === "loading" && performance.now() < deadlineMs) await settle();
    assert.equal(fixture.committed("a"), 50);
    assert.equal(fixture.shard.replayed.length, 50);
  });

  it("after a load, reads see no more than the high watermark", async () => {
    const fixture = new Fixture();
    fixture.log.commitsAtOnce = false;
    fixture.log.store(counterBatch({ a: 1 }));
    fixture.log.commit();
    fixture.log.store(counterBatch({ a: 2 }));
    fixture.log.store(counterBatch({ a: 3 }));
    fixture.runtime.onElection(PARTITION, 1);
    await settle();
    assert.equal(fixture.committed("a"), 1);
    fixture.log.commit(2);
    assert.equal(fixture.committed("a"), 2);
    const answer = fixture.increment("a");
    assert.equal(await stateOf(answer), "pending");
    fixture.log.commit();
    assert.equal(await answer, 4);
  });

  it("a load that fails waits for a newer election", async () => {
    const fixture = new Fixture();
    fixture.log.readError = ErrorCode.NOT_LEADER_OR_FOLLOWER;
    fixture.runtime.onElection(PARTITION, 1);
    await settle();
    assert.equal(fixture.runtime.stateOf(PARTITION), "failed");
    assert.equal(fixture.failures.length, 1);
    await assert.rejects(fixture.increment("a"), failsWith(ErrorCode.NOT_COORDINATOR));
    fixture.log.readError = ErrorCode.NONE;
    fixture.runtime.onElection(PARTITION, 1);
    await settle();
    assert.equal(fixture.runtime.stateOf(PARTITION), "failed");
    fixture.runtime.onElection(PARTITION, 2);
    await settle();
    assert.equal(await fixture.increment("a"), 1);
    assert.deepEqual(fixture.states, ["loading", "failed", "loading", "active"]);
  });

  it("a log whose state cannot be brought to life fails the partition alone", async () => {
    const fixture = new Fixture({
      createShard: (context) =>
        Object.assign(new CounterShard(context), {
          onLoaded() {
            throw new Error("nonsense in the log");
          },
        }),
    });
    fixture.runtime.onElection(PARTITION, 1);
    await settle();
    assert.equal(fixture.runtime.stateOf(PARTITION), "failed");
    assert.equal(fixture.failures.length, 1);
  });

  it("a newer election of an active partition changes nothing", async () => {
    const fixture = await Fixture.active();
    await fixture.increment("a");
    fixture.runtime.onElection(PARTITION, 2);
    assert.equal(await fixture.increment("a"), 2);
    assert.equal(fixture.shards.length, 1);
  });

  it("a resignation of an older epoch is ignored, a newer one answers whatever waits", async () => {
    const fixture = await Fixture.active();
    fixture.log.commitsAtOnce = false;
    const waiting = fixture.increment("a");
    fixture.runtime.onResignation(PARTITION, 1);
    assert.equal(await stateOf(waiting), "pending");
    fixture.runtime.onResignation(PARTITION, 2);
    await assert.rejects(waiting, failsWith(ErrorCode.NOT_COORDINATOR));
    assert.equal(fixture.shard.isUnloaded, true);
    assert.equal(fixture.runtime.stateOf(PARTITION), undefined);
  });

  it("a partition that is dropped while it is read never serves", async () => {
    const fixture = new Fixture();
    fixture.runtime.onElection(PARTITION, 1);
    fixture.runtime.onResignation(PARTITION, undefined);
    await settle();
    assert.deepEqual(fixture.states, ["loading", "closed"]);
    assert.equal(fixture.shard.isLoaded, false);
  });

  it("closing leaves no timer behind", async () => {
    const fixture = await Fixture.active();
    fixture.log.commitsAtOnce = false;
    const waiting = fixture.increment("a");
    const alsoWaiting = fixture.runtime.write(PARTITION, (shard, time) => shard.incrementLater("t", time, 50));
    fixture.runtime.close();
    await assert.rejects(waiting, failsWith(ErrorCode.NOT_COORDINATOR));
    await assert.rejects(alsoWaiting, failsWith(ErrorCode.NOT_COORDINATOR));
    assert.equal(fixture.clock.pendingTimers, 0);
    fixture.runtime.onElection(PARTITION, 9);
    assert.deepEqual(fixture.runtime.partitions, []);
  });
});

describe("a write", () => {
  it("is answered when it is committed, not when it is written", async () => {
    const fixture = await Fixture.active();
    fixture.log.commitsAtOnce = false;
    const answer = fixture.increment("a");
    assert.equal(await stateOf(answer), "pending");
    assert.equal(fixture.log.endOffset, 1);
    assert.equal(fixture.committed("a"), undefined);
    fixture.log.commit();
    assert.equal(await answer, 1);
    assert.equal(fixture.committed("a"), 1);
  });

  it("builds on what was written before it, committed or not", async () => {
    const fixture = await Fixture.active();
    fixture.log.holdsAppends = true;
    const answers = [fixture.increment("a"), fixture.increment("a")];
    await settle();
    answers.push(fixture.increment("a"));
    assert.equal(fixture.log.appendCount, 1);
    fixture.log.holdsAppends = false;
    fixture.log.release();
    assert.deepEqual(await Promise.all(answers), [1, 2, 3]);
    assert.deepEqual(
      fixture.log.batches.map(({ baseOffset, lastOffset }) => [baseOffset, lastOffset]),
      [
        [0, 1],
        [2, 2],
      ],
    );
  });

  it("without records waits for what was written before it", async () => {
    const fixture = await Fixture.active();
    const look = (): Promise<number> =>
      fixture.runtime.write(PARTITION, (shard) => ({ records: [], response: shard.counters.get("a") ?? 0 }));
    assert.equal(await look(), 0);
    fixture.log.holdsAppends = true;
    fixture.log.commitsAtOnce = false;
    const written = fixture.increment("a");
    const looked = look();
    assert.equal(await stateOf(looked), "pending");
    fixture.log.release();
    assert.equal(await stateOf(looked), "pending");
    const lookedAgain = look();
    fixture.log.commit();
    assert.deepEqual(await Promise.all([written, looked, lookedAgain]), [1, 1, 1]);
  });

  it("whose append fails is taken back, and so is all that was built on it", async () => {
    const fixture = await Fixture.active();
    assert.equal(await fixture.increment("a"), 1);
    fixture.log.holdsAppends = true;
    fixture.log.nextErrors.push(ErrorCode.NOT_ENOUGH_REPLICAS);
    const failing = fixture.increment("a");
    await settle();
    const builtOnIt = fixture.increment("b");
    fixture.log.holdsAppends = false;
    fixture.log.release();
    await assert.rejects(failing, failsWith(ErrorCode.NOT_ENOUGH_REPLICAS));
    await assert.rejects(builtOnIt, failsWith(ErrorCode.NOT_ENOUGH_REPLICAS));
    assert.deepEqual(fixture.shard.completions, [
      ErrorCode.NONE,
      ErrorCode.NOT_ENOUGH_REPLICAS,
      ErrorCode.NOT_ENOUGH_REPLICAS,
    ]);
    assert.equal(fixture.shard.counters.get("b"), undefined);
    assert.equal(await fixture.increment("a"), 2);
    assert.deepEqual(
      fixture.log.batches.map(({ baseOffset }) => baseOffset),
      [0, 1],
    );
  });

  it("built on one that can never be written may be tried again", async () => {
    const fixture = await Fixture.active({ appendLingerMs: 0 });
    fixture.log.holdsAppends = true;
    fixture.log.nextErrors.push(ErrorCode.MESSAGE_TOO_LARGE);
    const refused = assert.rejects(fixture.increment("a"), failsWith(ErrorCode.MESSAGE_TOO_LARGE));
    const builtOnIt = assert.rejects(fixture.increment("b"), failsWith(ErrorCode.COORDINATOR_NOT_AVAILABLE));
    await settle();
    fixture.log.holdsAppends = false;
    fixture.log.release();
    await Promise.all([refused, builtOnIt]);
    assert.equal(await fixture.increment("b"), 1);
  });

  it("that is out of time is told so, and may still be committed (config offsets.commit.timeout.ms)", async () => {
    const fixture = await Fixture.active({ writeTimeoutMs: 300 });
    fixture.log.commitsAtOnce = false;
    const late = fixture.increment("a");
    await settle();
    fixture.clock.advance(299);
    assert.equal(await stateOf(late), "pending");
    fixture.clock.advance(1);
    await assert.rejects(late, failsWith(ErrorCode.REQUEST_TIMED_OUT));
    fixture.log.commit();
    assert.equal(fixture.committed("a"), 1);
    assert.deepEqual(fixture.shard.completions, [ErrorCode.REQUEST_TIMED_OUT]);
    assert.equal(fixture.clock.pendingTimers, 0);
  });

  it("of an atomic result is never split over batches, others are", async () => {
    const fixture = await Fixture.active({ appendLingerMs: 10 });
    fixture.log.maxBytes = 200;
    const names = ["a", "b", "c", "d", "e", "f"];
    const split = fixture.runtime.write(PARTITION, (shard) => ({ ...shard.increment(...names), isAtomic: false }));
    await settle();
    fixture.clock.advance(10);
    assert.equal(await split, 1);
    assert.ok(fixture.log.batches.length > 1);
    const before = fixture.log.batches.length;
    const whole = [fixture.increment("a", "b"), fixture.increment("a", "b"), fixture.increment("a", "b")];
    await settle();
    fixture.clock.advance(10);
    assert.deepEqual(await Promise.all(whole), [2, 3, 4]);
    const counts = fixture.log.batches.slice(before).map(({ bytes }) => readBatchHeader(bytes, 0).recordCount);
    assert.ok(
      counts.every((count) => count % 2 === 0),
      counts.join(),
    );
  });

  it("too large for any batch fails with the error of the log and leaves no trace", async () => {
    const fixture = await Fixture.active();
    fixture.log.maxBytes = 100;
    await assert.rejects(fixture.increment("x".repeat(200)), failsWith(ErrorCode.MESSAGE_TOO_LARGE));
    assert.equal(await fixture.increment("a"), 1);
    assert.equal(fixture.shard.counters.size, 1);
  });

  it("after which the log is elsewhere than expected makes the partition start over", async () => {
    const fixture = await Fixture.active();
    await fixture.increment("a");
    fixture.log.store(counterBatch({ stranger: 5 }));
    const lost = fixture.increment("a");
    await assert.rejects(lost, failsWith(ErrorCode.NOT_COORDINATOR));
    await settle();
    assert.equal(fixture.runtime.stateOf(PARTITION), "active");
    assert.equal(fixture.shards.length, 2);
    assert.equal(fixture.committed("stranger"), 5);
    assert.equal(fixture.committed("a"), 2);
  });

  it("whose record cannot be replayed fails its batch and nothing else", async () => {
    const fixture = await Fixture.active({ appendLingerMs: 10 });
    const victim = fixture.increment("a");
    const broken = { replay: fixture.shard.replay.bind(fixture.shard) };
    fixture.shard.replay = () => {
      throw new Error("cannot");
    };
    assert.throws(() => void fixture.increment("b"), /cannot/);
    fixture.shard.replay = broken.replay;
    await assert.rejects(victim, failsWith(ErrorCode.UNKNOWN_SERVER_ERROR));
    const next = fixture.increment("a");
    await settle();
    fixture.clock.advance(10);
    assert.equal(await next, 1);
  });
});

describe("batching (config group.coordinator.append.linger.ms)", () => {
  it("-1: what is asked in one turn goes in one batch", async () => {
    const fixture = await Fixture.active({ appendLingerMs: -1 });
    await Promise.all(["a", "b", "c"].map((name) => fixture.increment(name)));
    assert.equal(fixture.log.batches.length, 1);
  });

  it("0: a write is appended at once, those that come meanwhile together", async () => {
    const fixture = await Fixture.active({ appendLingerMs: 0 });
    await Promise.all(["a", "b", "c"].map((name) => fixture.increment(name)));
    assert.deepEqual(
      fixture.log.batches.map(({ lastOffset }) => lastOffset),
      [0, 2],
    );
  });

  it("10: a batch waits ten milliseconds for more", async () => {
    const fixture = await Fixture.active({ appendLingerMs: 10 });
    const first = fixture.increment("a");
    await settle();
    fixture.clock.advance(9);
    const second = fixture.increment("b");
    assert.equal(await stateOf(first), "pending");
    assert.equal(fixture.log.appendCount, 0);
    fixture.clock.advance(1);
    assert.deepEqual(await Promise.all([first, second]), [1, 1]);
    assert.equal(fixture.log.batches.length, 1);
  });

  it("batches are compressed with the codec asked for", async () => {
    const fixture = await Fixture.active({ compressionType: CompressionType.ZSTD });
    await fixture.increment("a");
    assert.equal(readBatchHeader(fixture.log.batches[0]!.bytes, 0).compression, CompressionType.ZSTD);
  });
});

describe("timers of a partition", () => {
  it("expire in the shard's turn and write their records", async () => {
    const fixture = await Fixture.active();
    await fixture.runtime.write(PARTITION, (shard, time) => shard.incrementLater("t", time, 50));
    fixture.clock.advance(49);
    assert.equal(fixture.shard.counters.get("t"), undefined);
    fixture.clock.advance(1);
    await settle();
    assert.equal(fixture.committed("t"), 1);
    assert.equal(fixture.clock.pendingTimers, 0);
  });

  it("that are moved forward again and again use one timer of the clock", async () => {
    const fixture = await Fixture.active();
    for (let i = 0; i < 20; i++) {
      await fixture.runtime.write(PARTITION, (shard, time) => shard.incrementLater("t", time, 50));
      fixture.clock.advance(10);
      assert.equal(fixture.clock.pendingTimers, 1);
    }
    assert.equal(fixture.shard.counters.get("t"), undefined);
    fixture.clock.advance(50);
    await settle();
    assert.equal(fixture.committed("t"), 1);
  });

  it("whose records cannot be written are reported", async () => {
    const fixture = await Fixture.active();
    await fixture.runtime.write(PARTITION, (shard, time) => shard.incrementLater("t", time, 50));
    fixture.log.nextErrors.push(ErrorCode.KAFKA_STORAGE_ERROR);
    fixture.clock.advance(50);
    await settle();
    assert.deepEqual(fixture.timerFailures, ["t"]);
    assert.equal(fixture.shard.counters.get("t"), undefined);
  });
});
