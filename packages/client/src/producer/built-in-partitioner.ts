/**
 * Kafka's default partitioner for one topic: murmur2 of the key, else sticky (KIP-480, KIP-794). Sticky means: records without a key go to one
 * partition until it has got a batch's worth of bytes, then to another one, chosen at random and, if adaptive, the more likely the shorter its
 * queue is.
 */
import { murmur2, randomBelow, toPositive } from "@ottla/base";
import type { Random } from "@ottla/base";

/** The partition of a key, as every Java client computes it. */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return toPositive(murmur2(key)) % partitionCount;
}

/** What the partitioner may know of a topic when it chooses. */
export interface PartitionLoads {
  readonly partitionCount: number;
  /** Partitions that have a leader now. */
  readonly available: readonly number[];
  /** How many batches wait for a partition. */
  queueLength(partition: number): number;
  /** Whether the partition's broker takes nothing for too long. */
  isStalled(partition: number): boolean;
}

/** The sticky part, for one topic. */
export class BuiltInPartitioner {
  readonly #random: Random;
  readonly #stickyBytes: number;
  readonly #isAdaptive: boolean;
  #current = -1;
  #producedBytes = 0;

  constructor(options: { readonly random: Random; readonly batchSize: number; readonly isAdaptive: boolean }) {
    this.#random = options.random;
    this.#stickyBytes = Math.max(1, options.batchSize);
    this.#isAdaptive = options.isAdaptive;
  }

  /** The partition records without a key go to now. */
  current(partitionCount: number, loads: () => PartitionLoads): number {
    if (this.#current === -1 || this.#current >= partitionCount) this.#switch(loads());
    return this.#current;
  }

  /**
   * Notes bytes that went to the current partition, and moves on after a batch's worth of them.
   * @param canSwitch whether the last batch is full; moving on before would leave small batches, so that is put off, up to twice the size
   */
  onProduced(bytes: number, canSwitch: boolean, loads: () => PartitionLoads): void {
    this.#producedBytes += bytes;
    const isEnough = this.#producedBytes >= this.#stickyBytes && canSwitch;
    if (isEnough || this.#producedBytes >= this.#stickyBytes * 2) this.#switch(loads());
  }

  #switch(loads: PartitionLoads): void {
    this.#producedBytes = 0;
    this.#current = this.#choose(loads);
  }

  #choose(loads: PartitionLoads): number {
    const { available, partitionCount } = loads;
    if (available.length === 0) return randomBelow(this.#random, partitionCount);
    const candidates = available.filter((partition) => !loads.isStalled(partition));
    const choice = candidates.length === 0 ? available : candidates;
    if (!this.#isAdaptive) return choice[randomBelow(this.#random, choice.length)] as number;
    const lengths = choice.map((partition) => loads.queueLength(partition));
    const longest = Math.max(...lengths);
    if (lengths.every((length) => length === longest))
      return choice[randomBelow(this.#random, choice.length)] as number;
    return this.#weighted(
      choice,
      lengths.map((length) => longest + 1 - length),
    );
  }

  #weighted(choice: readonly number[], weights: readonly number[]): number {
    let draw = randomBelow(
      this.#random,
      weights.reduce((sum, weight) => sum + weight, 0),
    );
    for (let index = 0; index < choice.length; index++) {
      draw -= weights[index] as number;
      if (draw < 0) return choice[index] as number;
    }
    return choice[choice.length - 1] as number;
  }
}

/** Kafka's RoundRobinPartitioner: one partition after the other for each topic, among those with a leader. */
export class RoundRobin {
  readonly #counters: Map<string, number> = new Map();

  next(topic: string, partitionCount: number, available: readonly number[]): number {
    const counter = this.#counters.get(topic) ?? 0;
    this.#counters.set(topic, (counter + 1) % 0x8000_0000);
    return available.length > 0 ? (available[counter % available.length] as number) : counter % partitionCount;
  }
}
