/**
 * One consumer and many threads: records go to a pool of workers, with the order kept that is asked for, and what is committed follows the oldest record
 * that is not done. Neither a crash nor a rebalance loses or reorders what was promised: records that were begun and not committed come again.
 *
 * A worker that throws, hangs or exceeds its limits ends alone; what becomes of its record, `onError` says.
 */
import type { ResourceLimits } from "node:worker_threads";
import { murmur2 } from "@ottla/base";
import { clientPorts } from "../client-ports.ts";
import type { ClientPorts } from "../client-ports.ts";
import type { ConsumerOptions } from "../config/consumer-config.ts";
import { sleep } from "../deadline.ts";
import { KafkaError, toKafkaError } from "../errors.ts";
import { Consumer } from "../consumer/consumer.ts";
import type { ConsumerRecord } from "../consumer/consumer-record.ts";
import type { PartitionOffset } from "../consumer/consumer-types.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { Lanes } from "./lanes.ts";
import type { WorkOrder } from "./lanes.ts";
import type { WorkerRecord } from "./messages.ts";
import { OffsetTracker } from "./offset-tracker.ts";
import { WorkerPool } from "./worker-pool.ts";
import { workerRecord } from "./worker-record.ts";

/** What is to become of a record whose handler failed: again (at the head of its order), left out, or an end of all. */
export type FailureDecision = "retry" | "skip" | "stop";

export interface ParallelConsumerOptions {
  /** Of the consumer. `enable.auto.commit` must not be true: commits follow the workers. */
  readonly consumer: ConsumerOptions<Uint8Array | null, Uint8Array | null>;
  readonly topics: string | readonly string[] | RegExp;
  /** The module whose default export handles a record, see {@link RecordHandler}. */
  readonly handler: URL;
  /** How many threads; default 4. */
  readonly workers?: number;
  /** partition (default), key, or none. */
  readonly order?: WorkOrder;
  /** How many records may wait or be in work; default 1,000. The consumer is paused beyond. */
  readonly maxUnfinished?: number;
  /** How long a handler may take, in milliseconds; default no limit. */
  readonly handlerTimeoutMs?: number;
  /** How often to commit, in milliseconds; default 1,000. */
  readonly commitIntervalMs?: number;
  /** How long a rebalance or the end waits for handlers, in milliseconds; default 30,000. */
  readonly drainTimeoutMs?: number;
  /** Limits of each thread. */
  readonly resourceLimits?: ResourceLimits;
  /** Default: stop. `attempt` begins with 1. */
  readonly onError?: (
    record: WorkerRecord,
    error: KafkaError,
    attempt: number,
  ) => FailureDecision | Promise<FailureDecision>;
}

interface Item {
  readonly record: WorkerRecord;
  readonly tracker: OffsetTracker;
  attempt: number;
}

const POLL_MS = 100;

/** Reads with one consumer, works with many threads. */
export class ParallelConsumer implements AsyncDisposable {
  readonly #options: ParallelConsumerOptions;
  readonly #ports: ClientPorts;
  readonly #consumer: Consumer;
  readonly #pool: WorkerPool;
  readonly #lanes: Lanes<Item> = new Lanes();
  #trackers: TopicPartitionMap<OffsetTracker> = new TopicPartitionMap();
  #committed: TopicPartitionMap<number> = new TopicPartitionMap();
  /** Records out with workers, of partitions that are ours or were. */
  readonly #out: Set<Item> = new Set();
  #failure: KafkaError | undefined;
  #isPaused = false;
  #isStopping = false;
  #committedMs: number;
  #running: Promise<void> | undefined;

  constructor(options: ParallelConsumerOptions, ports?: Partial<ClientPorts>) {
    this.#options = options;
    this.#ports = clientPorts(ports);
    this.#committedMs = this.#ports.clock.monotonicMs();
    this.#consumer = new Consumer(manual(options.consumer), ports);
    this.#pool = new WorkerPool({
      module: options.handler,
      size: options.workers ?? 4,
      resourceLimits: options.resourceLimits,
      timeoutMs: options.handlerTimeoutMs ?? Infinity,
      clock: this.#ports.clock,
      onIdle: () => this.#dispatch(),
    });
  }

  /** The consumer behind it, to be asked (metrics, positions); not to be polled. */
  get consumer(): Consumer {
    return this.#consumer;
  }

  /**
   * Reads and works until {@link close} is called or the signal aborts; then resolves, with all that was done committed. Rejects with the error of a
   * handler that `onError` did not forgive, or of the consumer; what is unfinished is not committed.
   */
  run(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.#running ??= this.#run(options.signal);
    return this.#running;
  }

  /** Lets handlers in work end, commits, leaves the group, ends the threads. */
  async close(): Promise<void> {
    this.#isStopping = true;
    this.#consumer.wakeup();
    if (this.#running === undefined) await this.#end();
    else await this.#running.catch(() => undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(signal: AbortSignal | undefined): Promise<void> {
    const stop = (): void => void this.close();
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted === true) this.#isStopping = true;
    const listener = {
      onPartitionsAssigned: (partitions: readonly TopicPartition[]) => this.#onAssigned(partitions),
      onPartitionsRevoked: (partitions: readonly TopicPartition[]) => this.#onRevoked(partitions),
      onPartitionsLost: (partitions: readonly TopicPartition[]) => this.#forget(partitions),
    };
    try {
      this.#consumer.subscribe(this.#options.topics, listener);
      while (!this.#isStopping) await this.#turn();
      if (this.#failure === undefined) this.#lanes.drop(() => true);
    } finally {
      signal?.removeEventListener("abort", stop);
      await this.#end();
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #turn(): Promise<void> {
    const failure = this.#failure ?? this.#pool.failure;
    if (failure !== undefined) {
      this.#failure = failure;
      this.#isStopping = true;
      return;
    }
    this.#keepWithinBounds();
    try {
      for (const record of await this.#consumer.poll({ timeoutMs: POLL_MS })) this.#accept(record);
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (error.code !== "WAKEUP") throw error;
    }
    this.#dispatch();
    const nowMs = this.#ports.clock.monotonicMs();
    if (nowMs - this.#committedMs >= (this.#options.commitIntervalMs ?? 1_000)) {
      this.#committedMs = nowMs;
      // A commit that fails is made up for by the next one.
      await this.#commit([...this.#trackers.keys()]).catch(() => undefined);
    }
  }

  /** A paused consumer goes on polling, which is what keeps it in its group. */
  #keepWithinBounds(): void {
    const most = this.#options.maxUnfinished ?? 1_000;
    const unfinished = this.#lanes.waitingCount + this.#out.size;
    const assignment = this.#consumer.assignment();
    if (unfinished >= most) {
      this.#isPaused = true;
      this.#consumer.pause(assignment);
    } else if (this.#isPaused && unfinished <= most / 2) {
      this.#isPaused = false;
      this.#consumer.resume(assignment);
    }
  }

  #accept(record: ConsumerRecord): void {
    let tracker = this.#trackers.get(record);
    if (tracker === undefined) {
      tracker = new OffsetTracker();
      this.#trackers.set({ topic: record.topic, partition: record.partition }, tracker);
    }
    tracker.begin(record.offset);
    this.#lanes.add(this.#laneOf(record), { record: workerRecord(record), tracker, attempt: 1 });
  }

  #laneOf({ topic, partition, offset, rawKey }: ConsumerRecord): string {
    const place = `${topic}/${partition}`;
    const order = this.#options.order ?? "partition";
    if (order === "partition") return place;
    // Two keys of one hash share a lane, which costs nothing but a wait.
    if (order === "key" && rawKey !== null) return `${place}/${murmur2(rawKey)}`;
    return `${place}@${offset}`;
  }

  #dispatch(): void {
    while (this.#pool.hasIdle && this.#failure === undefined) {
      const next = this.#lanes.take();
      if (next === undefined) return;
      void this.#work(next.lane, next.item);
    }
  }

  async #work(lane: string, item: Item): Promise<void> {
    this.#out.add(item);
    const { record, tracker } = item;
    try {
      await this.#pool.handle(record);
      tracker.finish(record.offset);
      this.#lanes.release(lane);
    } catch (thrown) {
      await this.#onHandlerFailed(lane, item, toKafkaError(thrown));
    } finally {
      this.#out.delete(item);
    }
    this.#dispatch();
  }

  async #onHandlerFailed(lane: string, item: Item, error: KafkaError): Promise<void> {
    // An end that did not wait for the handler is no failure of it, and the record comes again.
    if (error.code === "CLOSED") return;
    const isOurs = this.#trackers.get(item.record) === item.tracker;
    let decision: FailureDecision = "stop";
    try {
      decision = (await this.#options.onError?.(item.record, error, item.attempt)) ?? "stop";
    } catch (thrown) {
      this.#failure ??= toKafkaError(thrown, "HANDLER_FAILED");
    }
    if (decision === "skip") {
      item.tracker.finish(item.record.offset);
      this.#lanes.release(lane);
    } else if (decision === "retry" && isOurs) {
      item.attempt++;
      this.#lanes.putBack(lane, item);
    } else {
      this.#lanes.release(lane);
      if (isOurs) this.#failure ??= error;
    }
  }

  #onAssigned(partitions: readonly TopicPartition[]): void {
    if (this.#isPaused) this.#consumer.pause(partitions);
  }

  /** What waits is dropped, what is in work is waited for, what is done is committed. */
  async #onRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    const trackers = new Set(partitions.map((partition) => this.#trackers.get(partition)));
    this.#lanes.drop((item) => trackers.has(item.tracker));
    await this.#drain(() => this.#outOf(trackers));
    await this.#commit(partitions).catch(() => undefined);
    this.#forget(partitions);
  }

  #forget(partitions: readonly TopicPartition[]): void {
    const trackers = new Set(partitions.map((partition) => this.#trackers.get(partition)));
    this.#lanes.drop((item) => trackers.has(item.tracker));
    for (const partition of partitions) {
      this.#trackers.delete(partition);
      this.#committed.delete(partition);
    }
  }

  #outOf(trackers: ReadonlySet<OffsetTracker | undefined>): boolean {
    for (const item of this.#out) if (trackers.has(item.tracker)) return true;
    return false;
  }

  /** Waits until no handler is in work that matters, but not for ever. */
  async #drain(isBusy: () => boolean): Promise<void> {
    const { clock } = this.#ports;
    const endMs = clock.monotonicMs() + (this.#options.drainTimeoutMs ?? 30_000);
    while (isBusy() && clock.monotonicMs() < endMs) await sleep(clock, 5);
  }

  async #commit(partitions: readonly TopicPartition[]): Promise<void> {
    const offsets: PartitionOffset[] = [];
    for (const partition of partitions) {
      const offset = this.#trackers.get(partition)?.committable;
      if (offset === undefined || offset === this.#committed.get(partition)) continue;
      offsets.push({ topic: partition.topic, partition: partition.partition, offset });
    }
    if (offsets.length === 0) return;
    await this.#consumer.commitSync(offsets);
    for (const offset of offsets)
      this.#committed.set({ topic: offset.topic, partition: offset.partition }, offset.offset);
  }

  async #end(): Promise<void> {
    this.#lanes.drop(() => true);
    await this.#drain(() => this.#out.size > 0);
    await this.#commit([...this.#trackers.keys()]).catch(() => undefined);
    await this.#pool.close();
    await this.#consumer.close();
  }
}

/** The consumer's options with commits in our hands. */
function manual(
  options: ConsumerOptions<Uint8Array | null, Uint8Array | null>,
): ConsumerOptions<Uint8Array | null, Uint8Array | null> {
  const entries: [string, unknown][] = options instanceof Map ? [...options] : Object.entries(options);
  const given = entries.find(([name]) => name === "enable.auto.commit" || name === "enableAutoCommit");
  if (given !== undefined && String(given[1]) !== "false") {
    throw new KafkaError("INVALID_CONFIG", "enable.auto.commit must be false: commits follow the workers");
  }
  return new Map<string, unknown>([...entries.filter((one) => one !== given), ["enable.auto.commit", false]]);
}
