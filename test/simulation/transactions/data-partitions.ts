// The partitions that transactions write to: what producers append and coordinators mark, under the rules of a Kafka log that
// concern transactions, and with faults between the coordinator and them.
import assert from "node:assert/strict";
import type { Clock, Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { MarkerTransport } from "../../../packages/broker/src/transaction-coordinator/marker-sender.ts";
import type { WritableMarker } from "../../../packages/broker/src/transaction-coordinator/marker-writer.ts";

export const DATA_PARTITIONS = 3;
const MAX_EPOCH = 32_767;

export interface DataEntry {
  readonly kind: "data";
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** Which of all transactions that producers began. */
  readonly transaction: number;
}

export interface MarkerEntry {
  readonly kind: "marker";
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly result: "commit" | "abort";
}

export type Entry = DataEntry | MarkerEntry;

interface ProducerState {
  epoch: number;
  coordinatorEpoch: number;
  isOpen: boolean;
}

export interface DataFaults {
  /** Probability that a partition does not take a marker. */
  readonly refusal: number;
  /** How long markers are on their way at most, in milliseconds. */
  readonly slowMs: number;
}

export class DataPartitions implements MarkerTransport {
  readonly #clock: Clock;
  readonly #random: Prng;
  readonly #onMarker: (marker: WritableMarker, partition: number) => void;
  readonly logs: readonly Entry[][] = Array.from({ length: DATA_PARTITIONS }, () => []);
  readonly #producers: readonly Map<bigint, ProducerState>[] = Array.from({ length: DATA_PARTITIONS }, () => new Map());
  faults: DataFaults = { refusal: 0, slowMs: 0 };

  constructor(clock: Clock, random: Prng, onMarker: (marker: WritableMarker, partition: number) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#onMarker = onMarker;
  }

  /** A write whose transaction the coordinator has just verified. */
  append(partition: number, entry: DataEntry): number {
    const state = this.#state(partition, entry.producerId);
    if (entry.producerEpoch < state.epoch) return ErrorCode.INVALID_PRODUCER_EPOCH;
    state.epoch = entry.producerEpoch;
    state.isOpen = true;
    this.logs[partition]!.push(entry);
    return ErrorCode.NONE;
  }

  async write(marker: WritableMarker): Promise<readonly number[]> {
    for (const { partition } of marker.partitions) this.#onMarker(marker, partition);
    await this.#sleep();
    const outcomes = marker.partitions.map(({ partition }) =>
      this.#random.float() < this.faults.refusal ? ErrorCode.NOT_LEADER_OR_FOLLOWER : this.#mark(partition, marker),
    );
    await this.#sleep();
    return outcomes;
  }

  isMarked(partition: number, end: MarkerEntry): boolean {
    return this.logs[partition]!.some(
      (entry) =>
        entry.kind === "marker" &&
        entry.producerId === end.producerId &&
        entry.producerEpoch === end.producerEpoch &&
        entry.result === end.result,
    );
  }

  /** Producers with an open transaction in the partition. */
  open(partition: number): bigint[] {
    return [...this.#producers[partition]!].filter(([, { isOpen }]) => isOpen).map(([producerId]) => producerId);
  }

  #mark(partition: number, marker: WritableMarker): number {
    const { producerId, producerEpoch, coordinatorEpoch, result, transactionVersion } = marker;
    const state = this.#state(partition, producerId);
    const isRetry = producerEpoch === state.epoch && (!state.isOpen || producerEpoch === MAX_EPOCH);
    const isEpochRight =
      transactionVersion >= 2 ? producerEpoch > state.epoch || isRetry : producerEpoch >= state.epoch;
    if (!isEpochRight) return ErrorCode.INVALID_PRODUCER_EPOCH;
    if (coordinatorEpoch < state.coordinatorEpoch) return ErrorCode.TRANSACTION_COORDINATOR_FENCED;
    Object.assign(state, { epoch: producerEpoch, coordinatorEpoch, isOpen: false });
    this.logs[partition]!.push({ kind: "marker", producerId, producerEpoch, result });
    return ErrorCode.NONE;
  }

  #state(partition: number, producerId: bigint): ProducerState {
    const producers = this.#producers[partition];
    assert(producers !== undefined);
    let state = producers.get(producerId);
    if (state === undefined) producers.set(producerId, (state = { epoch: -1, coordinatorEpoch: -1, isOpen: false }));
    return state;
  }

  #sleep(): Promise<void> | undefined {
    if (this.faults.slowMs === 0) return undefined;
    return new Promise((resolve) => this.#clock.setTimer(this.#random.float() * this.faults.slowMs, resolve));
  }
}
