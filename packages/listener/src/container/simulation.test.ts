// Whole containers on a virtual clock, with a consumer whose group the test moves: seeded histories of records, rebalances, failures, seeks, pauses and stops. What
// may be committed is told by the handlers alone. A failing history prints its seed; OTTLA_LISTENER_SEED and OTTLA_LISTENER_RUNS say which are run.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, VirtualClock, randomBelow } from "@ottla/base";
import { KafkaError } from "@ottla/client";
import type { PartitionOffset } from "@ottla/client";
import { AckMode, isManual } from "../ack/ack-mode.ts";
import type { Ordering } from "../dispatch/lane-scheduler.ts";
import { backOffOf } from "../errors/back-off.ts";
import { DefaultErrorHandler } from "../errors/default-error-handler.ts";
import { causesOf } from "../errors/exceptions.ts";
import { silentLogger } from "../logging/logger.ts";
import { SimulatedConsumer, SimulatedLogs } from "../testing/simulated-consumer.ts";
import { containerProperties } from "./container-properties.ts";
import { KafkaMessageListenerContainer } from "./kafka-message-listener-container.ts";
import type { AnyListener } from "./listener.ts";

const PARTITIONS = 3;
const STEPS = 80;
/** What the container's shutdownTimeout is by default: a revocation waits no longer. */
const DRAIN_MS = 10_000;
const FIRST_SEED = Number(process.env["OTTLA_LISTENER_SEED"] ?? 1);
const HISTORIES = Number(process.env["OTTLA_LISTENER_RUNS"] ?? (process.env["OTTLA_THOROUGH"] === "1" ? 600 : 120));

/** A call of the listener that has not ended. */
interface Call {
  readonly places: readonly string[];
  /** Partitions that were given up, or lost, while it was going on: nobody waits for it any more. */
  readonly released: Set<number>;
  end(error?: Error): void;
}

class World {
  readonly random: Prng;
  readonly clock = new VirtualClock();
  readonly logs = new SimulatedLogs(PARTITIONS);
  readonly consumer: SimulatedConsumer;
  readonly container: KafkaMessageListenerContainer;
  readonly calls: Call[] = [];
  /** Records whose handler has succeeded, or that were recovered, or acknowledged, at least once. */
  readonly done = new Set<string>();
  readonly delivered = new Set<string>();
  readonly ackMode: AckMode;
  readonly ordering: Ordering;
  readonly isBatch: boolean;
  /** What a check has found while the container was running it. */
  #violation: unknown;

  constructor(seed: number) {
    this.random = new Prng(seed);
    this.consumer = new SimulatedConsumer(this.clock, this.logs);
    this.isBatch = this.#pick([true, false]);
    const modes = Object.values(AckMode).filter((mode) => !(this.isBatch && mode === AckMode.RECORD));
    this.ackMode = this.#pick(modes);
    this.ordering = this.isBatch ? "partition" : this.#pick<Ordering>(["partition", "key", "unordered"]);
    this.consumer.onCommit = (offsets) => this.#checkCommit(offsets);
    this.consumer.onLost = (partitions) => this.#release(partitions);
    this.consumer.onRevoked = (partitions, tookMs) => this.#checkRevoked(partitions, tookMs);
    this.container = new KafkaMessageListenerContainer({
      listenerId: "simulated",
      groupId: "g",
      subscription: { topics: ["t"] },
      listener: this.#listener(),
      properties: containerProperties(
        {
          ackMode: this.ackMode,
          ackCount: 3,
          ackTime: 500,
          ordering: this.ordering,
          asyncAcks: isManual(this.ackMode) && this.#pick([true, false]),
          maxBuffered: 8,
          pollTimeout: 300,
          assignmentCommitOption: "NEVER",
        },
        this.isBatch,
      ),
      consumerFactory: { configurationProperties: {}, createConsumer: () => this.consumer },
      consumerProperties: {},
      errorHandler: new DefaultErrorHandler({
        backOff: backOffOf((failures) => (failures > 3 ? undefined : failures * 70)),
        recoverer: (record) => void this.done.add(`${record.partition}@${record.offset}`),
        logger: silentLogger,
      }),
      logger: { ...silentLogger, error: (_message, error) => this.#note(error) },
      clock: this.clock,
    });
  }

  async step(): Promise<void> {
    switch (this.#below(12)) {
      case 0:
      case 1:
        this.logs.append(this.#below(PARTITIONS), this.#pick(["a", "b", null]), this.#pick([0, 0, 0, 2]));
        this.consumer.news();
        break;
      case 2:
        this.consumer.change({ kind: "assign", partitions: this.#some() });
        break;
      case 3:
        this.consumer.change({ kind: this.#pick(["revoke", "revoke", "lose"] as const), partitions: this.#some() });
        break;
      case 4:
        if (this.#below(3) === 0) this.consumer.commitFailures.push(this.#commitFailure());
        else this.#pauseOrResume();
        break;
      case 5:
      case 6:
      case 7:
      case 8:
        this.#endOne(this.#below(4) === 0 ? new Error("no") : undefined);
        break;
      default:
        await this.clock.advanceAsync(this.#below(150));
    }
    await settle();
    if (this.#violation !== undefined) throw this.#violation;
  }

  /** Everything is assigned and every handler succeeds: everything must be done and committed in the end. */
  async finish(): Promise<void> {
    this.container.resume();
    for (let partition = 0; partition < PARTITIONS; partition++)
      this.container.resumePartition({ topic: "t", partition });
    this.consumer.commitFailures.length = 0;
    this.consumer.change({ kind: "assign", partitions: [0, 1, 2] });
    for (let round = 0; !this.#isAllCommitted(); round++) {
      if (this.#violation !== undefined) throw this.#violation;
      assert.ok(
        round < 400,
        `nothing may wait for ever: ${this.logs.committed.join()} of ${this.#ends().join()}, ${JSON.stringify(this.container.health())}`,
      );
      while (this.calls.length > 0) this.#endOne(undefined);
      await this.clock.advanceAsync(100);
      await settle();
    }
    const stopping = this.container.stop();
    for (let round = 0; round < 50; round++) {
      while (this.calls.length > 0) this.#endOne(undefined);
      await this.clock.advanceAsync(100);
    }
    assert.equal((await stopping).reason, "NORMAL");
    assert.equal(this.clock.pendingTimers, 0, "a stopped container leaves no timer");
    for (const place of this.delivered) assert.ok(this.done.has(place), `${place} was delivered and never done`);
  }

  #note(error: unknown): void {
    for (const cause of causesOf(error)) if (cause instanceof assert.AssertionError) this.#violation ??= cause;
  }

  #listener(): AnyListener {
    const call = (places: readonly string[], acknowledge: (() => Promise<void>) | undefined): Promise<void> =>
      new Promise((resolve, reject) => {
        for (const place of places) {
          this.delivered.add(place);
          if (this.#isAssigned(Number(place.split("@")[0]))) continue;
          // Thrown here it would be the listener's failure.
          this.#violation ??= new Error(`${place} is delivered, and its partition is gone`);
        }
        this.calls.push({
          places,
          released: new Set(),
          end: (error) => {
            if (error !== undefined) {
              reject(error);
              return;
            }
            for (const place of places) this.done.add(place);
            void acknowledge?.();
            resolve();
          },
        });
      });
    if (this.isBatch) {
      return {
        isBatch: true,
        onMessages: (records, { acknowledgment }) =>
          call(
            records.map((record) => `${record.partition}@${record.offset}`),
            acknowledgment === undefined ? undefined : () => acknowledgment.acknowledge(),
          ),
      };
    }
    return {
      isBatch: false,
      onMessage: (record, { acknowledgment }) =>
        call(
          [`${record.partition}@${record.offset}`],
          acknowledgment === undefined ? undefined : () => acknowledgment.acknowledge(),
        ),
    };
  }

  /** Nothing that is committed may be undone; and commits of one partition grow, unless the application goes back. */
  #checkCommit(offsets: readonly PartitionOffset[]): void {
    for (const { partition, offset } of offsets) {
      const before = this.logs.committed[partition] ?? 0;
      assert.ok(offset > before, `${partition} went back from ${before} to ${offset}`);
      for (const record of this.logs.from(partition, 0)) {
        if (record.offset >= offset) break;
        const place = `${partition}@${record.offset}`;
        assert.ok(this.done.has(place), `${offset} is committed in ${partition}, and ${place} is not done`);
      }
    }
  }

  /** A revocation waits for the handlers of its partitions, for as long as it may. */
  #checkRevoked(partitions: readonly number[], tookMs: number): void {
    for (const { places, released } of tookMs >= DRAIN_MS ? [] : this.calls) {
      for (const place of places) {
        const partition = Number(place.split("@")[0]);
        const isWaitedFor = partitions.includes(partition) && !released.has(partition);
        assert.ok(!isWaitedFor, `${partition} is given up while ${place} is with its handler`);
      }
    }
    this.#release(partitions);
  }

  #release(partitions: readonly number[]): void {
    for (const { released } of this.calls) for (const partition of partitions) released.add(partition);
  }

  #isAssigned(partition: number): boolean {
    return this.consumer.assignment().some((one) => one.partition === partition);
  }

  #endOne(error: Error | undefined): void {
    const [call] = this.calls.splice(this.#below(Math.max(1, this.calls.length)), 1);
    call?.end(error);
  }

  #pauseOrResume(): void {
    const partition = { topic: "t", partition: this.#below(PARTITIONS) };
    this.#pick([
      () => this.container.pause(),
      () => this.container.resume(),
      () => this.container.pausePartition(partition),
      () => this.container.resumePartition(partition),
    ])();
  }

  #commitFailure(): KafkaError {
    return this.#pick([
      new KafkaError("REBALANCE_IN_PROGRESS", "rebalance"),
      new KafkaError("COORDINATOR_NOT_AVAILABLE", "later", { retriable: true }),
      new KafkaError("COMMIT_FAILED", "failed"),
    ]);
  }

  #isAllCommitted(): boolean {
    return this.logs.committed.every((offset, partition) => offset === this.logs.end(partition));
  }

  #ends(): number[] {
    return this.logs.committed.map((_offset, partition) => this.logs.end(partition));
  }

  #some(): number[] {
    return [0, 1, 2].filter(() => this.#below(2) === 0);
  }

  #below(bound: number): number {
    return randomBelow(this.random, bound);
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function play(seed: number): Promise<void> {
  const world = new World(seed);
  await world.container.start();
  world.consumer.change({ kind: "assign", partitions: [0, 1] });
  for (let step = 0; step < STEPS; step++) await world.step();
  await world.finish();
}

describe("containers in simulated groups", () => {
  it("commit nothing that is not done, lose nothing, and leave nothing waiting", async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
      try {
        await play(seed);
      } catch (error) {
        throw new Error(`OTTLA_LISTENER_SEED=${seed}: ${String(error)}`, { cause: error });
      }
    }
  });
});
