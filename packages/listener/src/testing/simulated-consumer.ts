/**
 * A consumer whose group is in the hands of a test: it polls logs in memory, on a virtual clock, and rebalances when it is told to. It checks what only a broker
 * can: that nobody commits for a partition that is not theirs.
 */
import type { VirtualClock } from "@ottla/base";
import { ConsumerRecords, KafkaError, TopicPartitionMap, topicPartitionName } from "@ottla/client";
import type {
  ConsumerGroupMetadata,
  ConsumerRecord,
  PartitionOffset,
  RebalanceListener,
  TopicPartition,
} from "@ottla/client";
import type { ContainerConsumer } from "../container/consumer-factory.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** The logs, and what is committed. */
export class SimulatedLogs {
  readonly #logs: AnyRecord[][];
  readonly committed: number[];

  constructor(partitions: number) {
    this.#logs = Array.from({ length: partitions }, () => []);
    this.committed = this.#logs.map(() => 0);
  }

  /** Appends a record; `gap` offsets before it are no records. */
  append(partition: number, key: string | null, gap: number): void {
    const log = this.#logs[partition] ?? [];
    const offset = this.end(partition) + gap;
    const bytes = key === null ? null : Buffer.from(key);
    log.push({
      topic: "t",
      partition,
      offset,
      timestamp: 0,
      timestampType: "CreateTime",
      leaderEpoch: 0,
      key,
      value: `${partition}@${offset}`,
      rawKey: bytes,
      rawValue: bytes,
      headers: [],
      serializedKeySize: bytes?.length ?? -1,
      serializedValueSize: 1,
    });
  }

  end(partition: number): number {
    return (this.#logs[partition]?.at(-1)?.offset ?? -1) + 1;
  }

  from(partition: number, offset: number): readonly AnyRecord[] {
    return (this.#logs[partition] ?? []).filter((record) => record.offset >= offset);
  }
}

export type Change = { readonly kind: "revoke" | "lose" | "assign"; readonly partitions: readonly number[] };

export class SimulatedConsumer implements ContainerConsumer {
  readonly #clock: VirtualClock;
  readonly #logs: SimulatedLogs;
  readonly #positions = new Map<number, number>();
  readonly #paused = new Set<number>();
  #listener: RebalanceListener = {};
  #changes: Change[] = [];
  #wake: (() => void) | undefined;
  #isWokenUp = false;
  #isPolling = false;
  /** Told of every commit the broker has taken. */
  onCommit: (offsets: readonly PartitionOffset[]) => void = () => undefined;
  /** Told when partitions were given up in order, and how long that took in ms. */
  onRevoked: (partitions: readonly number[], tookMs: number) => void = () => undefined;
  /** Told when partitions were lost. */
  onLost: (partitions: readonly number[]) => void = () => undefined;
  /** Fails the next commits. */
  readonly commitFailures: KafkaError[] = [];
  maxPollRecords = 5;

  constructor(clock: VirtualClock, logs: SimulatedLogs) {
    this.#clock = clock;
    this.#logs = logs;
  }

  /** The next poll begins with this. */
  change(change: Change): void {
    this.#changes.push(change);
    this.news();
  }

  /** Whether everything it was told has been done. */
  get isSettled(): boolean {
    return this.#changes.length === 0;
  }

  news(): void {
    this.#wake?.();
  }

  subscribe(_topics: unknown, listener: RebalanceListener = {}): void {
    this.#listener = listener;
  }

  subscription(): ReadonlySet<string> {
    return new Set(["t"]);
  }

  assign(): void {}

  assignment(): readonly TopicPartition[] {
    return [...this.#positions.keys()].map((partition) => ({ topic: "t", partition }));
  }

  async poll(options: { readonly timeoutMs?: number } | number = {}): Promise<ConsumerRecords<unknown, unknown>> {
    if (this.#isPolling) throw new Error("two polls at once");
    this.#isPolling = true;
    try {
      const timeoutMs = typeof options === "number" ? options : (options.timeoutMs ?? 0);
      const endMs = this.#clock.monotonicMs() + timeoutMs;
      for (;;) {
        if (this.#isWokenUp) {
          this.#isWokenUp = false;
          throw new KafkaError("WAKEUP", "woken up", { retriable: true });
        }
        for (let change = this.#changes.shift(); change !== undefined; change = this.#changes.shift())
          await this.#apply(change);
        const records = this.#collect();
        if (records.count > 0 || this.#clock.monotonicMs() >= endMs) return records;
        await this.#news(endMs - this.#clock.monotonicMs());
      }
    } finally {
      this.#isPolling = false;
    }
  }

  wakeup(): void {
    this.#isWokenUp = true;
    this.#wake?.();
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const one of partitions) this.#paused.add(this.#ours(one));
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const one of partitions) this.#paused.delete(this.#ours(one));
    this.news();
  }

  paused(): readonly TopicPartition[] {
    return [...this.#paused].map((partition) => ({ topic: "t", partition }));
  }

  seek(partition: TopicPartition, offset: number | { readonly offset: number }): void {
    if (this.#isPolling && this.#changes.length === 0 && this.#wake !== undefined)
      throw new Error("a seek while polling");
    this.#positions.set(this.#ours(partition), typeof offset === "number" ? offset : offset.offset);
  }

  seekToBeginning(partitions: readonly TopicPartition[] = this.assignment()): void {
    for (const one of partitions) this.seek(one, 0);
  }

  seekToEnd(partitions: readonly TopicPartition[] = this.assignment()): void {
    for (const one of partitions) this.seek(one, this.#logs.end(one.partition));
  }

  position(partition: TopicPartition): Promise<number> {
    return Promise.resolve(this.#positions.get(this.#ours(partition)) ?? 0);
  }

  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<{ readonly offset: number } | null>> {
    return Promise.resolve(
      new TopicPartitionMap(partitions.map((one) => [one, { offset: this.#logs.committed[one.partition] ?? 0 }])),
    );
  }

  async commitSync(offsets: readonly PartitionOffset[] = []): Promise<void> {
    await Promise.resolve();
    const failure = this.commitFailures.shift();
    if (failure !== undefined) throw failure;
    for (const { topic, partition } of offsets) {
      if (this.#positions.has(partition)) continue;
      throw new Error(`a commit for ${topicPartitionName({ topic, partition })}, which belongs to somebody else`);
    }
    this.onCommit(offsets);
    for (const { partition, offset } of offsets) this.#logs.committed[partition] = offset;
  }

  commitAsync(offsets?: readonly PartitionOffset[]): Promise<void> {
    return this.commitSync(offsets);
  }

  currentLag(): undefined {
    return undefined;
  }

  offsetsForTimes(): Promise<TopicPartitionMap<null>> {
    return Promise.resolve(new TopicPartitionMap());
  }

  beginningOffsets(): Promise<TopicPartitionMap<number>> {
    return Promise.resolve(new TopicPartitionMap());
  }

  endOffsets(): Promise<TopicPartitionMap<number>> {
    return Promise.resolve(new TopicPartitionMap());
  }

  partitionsFor(): Promise<readonly number[]> {
    return Promise.resolve([0]);
  }

  groupMetadata(): ConsumerGroupMetadata {
    return { groupId: "g", generationId: 1, memberId: "m", groupInstanceId: undefined };
  }

  enforceRebalance(): void {}

  async close(): Promise<void> {
    await this.#apply({ kind: "revoke", partitions: [...this.#positions.keys()] });
  }

  async #apply({ kind, partitions }: Change): Promise<void> {
    if (kind === "assign") {
      const added = partitions.filter((one) => !this.#positions.has(one));
      for (const one of added) this.#positions.set(one, this.#logs.committed[one] ?? 0);
      await this.#listener.onPartitionsAssigned?.(added.map((partition) => ({ topic: "t", partition })));
      return;
    }
    const gone = partitions.filter((one) => this.#positions.has(one));
    const named = gone.map((partition) => ({ topic: "t", partition }));
    // What is lost is somebody else's before anyone hears of it.
    if (kind === "lose") this.#forget(gone);
    if (gone.length > 0 && kind === "lose") {
      this.onLost(gone);
      await this.#listener.onPartitionsLost?.(named);
    } else if (gone.length > 0) {
      const startMs = this.#clock.monotonicMs();
      await this.#listener.onPartitionsRevoked?.(named);
      this.onRevoked(gone, this.#clock.monotonicMs() - startMs);
    }
    this.#forget(gone);
  }

  #forget(partitions: readonly number[]): void {
    for (const one of partitions) {
      this.#positions.delete(one);
      this.#paused.delete(one);
    }
  }

  #collect(): ConsumerRecords<unknown, unknown> {
    const result = new ConsumerRecords<unknown, unknown>();
    for (const [partition, position] of this.#positions) {
      if (this.#paused.has(partition) || result.count >= this.maxPollRecords) continue;
      const records = this.#logs.from(partition, position).slice(0, this.maxPollRecords - result.count);
      const last = records.at(-1);
      if (last === undefined) continue;
      result.add({ topic: "t", partition }, [...records]);
      this.#positions.set(partition, last.offset + 1);
    }
    return result;
  }

  #news(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        timer.cancel();
        if (this.#wake === wake) this.#wake = undefined;
        resolve();
      };
      const timer = this.#clock.setTimer(timeoutMs, wake);
      this.#wake = wake;
    });
  }

  #ours({ topic, partition }: TopicPartition): number {
    if (!this.#positions.has(partition)) throw new Error(`no current assignment for ${topic}-${partition}`);
    return partition;
  }
}
