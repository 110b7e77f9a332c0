/**
 * Hosts the shards of one kind of coordinator: one for each partition of its internal topic that this node leads.
 *
 * Elections load a partition and resignations drop it. Everything in between goes through `write` and `read`: a write runs
 * at once, so writes take effect in the order they are asked for, and is answered when its records are committed; a read
 * sees the committed state. A partition that is not here is answered NOT_COORDINATOR, one that is still being read
 * COORDINATOR_LOAD_IN_PROGRESS.
 */

import { TimerQueue } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { CoordinatorError } from "./coordinator-error.ts";
import { HostedShard, type ReadOperation, type WriteOperation } from "./hosted-shard.ts";
import type { ShardState } from "./metrics.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import type { CoordinatorShard } from "./shard.ts";
import type { TransactionalProducer, TransactionMarker } from "./transactional-producer.ts";

export class CoordinatorRuntime<S extends CoordinatorShard<R, E>, R, E> {
  readonly #options: RuntimeOptions<S, R, E>;
  readonly #timerQueue: TimerQueue;
  readonly #shards = new Map<number, HostedShard<S, R, E>>();
  #isClosed = false;

  constructor(options: RuntimeOptions<S, R, E>) {
    this.#options = options;
    this.#timerQueue = new TimerQueue(options.clock);
  }

  /** The partitions that are hosted here, in whatever state. */
  get partitions(): number[] {
    return [...this.#shards.keys()];
  }

  /** Undefined when the partition is not hosted here. */
  stateOf(partition: number): ShardState | undefined {
    return this.#shards.get(partition)?.state;
  }

  /** This node has become leader of the partition. An election that is not newer than the last one does nothing. */
  onElection(partition: number, leaderEpoch: number): void {
    if (this.#isClosed) return;
    const shard = this.#shards.get(partition);
    if (shard !== undefined) shard.onElection(leaderEpoch);
    else this.#shards.set(partition, new HostedShard(partition, leaderEpoch, this.#options, this.#timerQueue));
  }

  /**
   * This node leads the partition no longer. A resignation from an epoch that is not newer than the last election does
   * nothing; `leaderEpoch` is undefined when the replica is gone altogether.
   */
  onResignation(partition: number, leaderEpoch: number | undefined): void {
    const shard = this.#shards.get(partition);
    if (shard === undefined || (leaderEpoch !== undefined && leaderEpoch <= shard.leaderEpoch)) return;
    this.#shards.delete(partition);
    shard.close();
  }

  /** Performs the operation now. Rejects with a `CoordinatorError`. */
  write<T>(partition: number, operation: WriteOperation<S, T, R>): Promise<T> {
    const shard = this.#shards.get(partition);
    return shard === undefined ? Promise.reject(notCoordinator(partition)) : shard.write(operation);
  }

  /** As `write`, with records that are part of the producer's transaction: they count when its marker comes. */
  writeTransactional<T>(
    partition: number,
    producer: TransactionalProducer,
    operation: WriteOperation<S, T, R>,
  ): Promise<T> {
    const shard = this.#shards.get(partition);
    return shard === undefined ? Promise.reject(notCoordinator(partition)) : shard.write(operation, producer);
  }

  /** Ends a producer's transaction on the partition; resolves when the marker is committed. Rejects with a `CoordinatorError`. */
  completeTransaction(partition: number, marker: TransactionMarker): Promise<void> {
    const shard = this.#shards.get(partition);
    return shard === undefined ? Promise.reject(notCoordinator(partition)) : shard.completeTransaction(marker);
  }

  /**
   * Reads the committed state now.
   * @throws CoordinatorError
   */
  read<T>(partition: number, operation: ReadOperation<S, T>): T {
    const shard = this.#shards.get(partition);
    if (shard === undefined) throw notCoordinator(partition);
    return shard.read(operation);
  }

  /** Performs the operation on every partition hosted here. */
  writeAll<T>(operation: WriteOperation<S, T, R>): Promise<T>[] {
    return [...this.#shards.values()].map((shard) => shard.write(operation));
  }

  /**
   * Tells every shard that serves something that changes nothing of what the log holds. A shard that is still loading learns
   * what it has to know when it is loaded.
   */
  tellAll(message: (shard: S) => void): void {
    for (const shard of this.#shards.values()) shard.tell(message);
  }

  /** Ends every shard: what waits is answered NOT_COORDINATOR, no timer fires any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const shard of this.#shards.values()) shard.close();
    this.#shards.clear();
    this.#timerQueue.close();
  }
}

function notCoordinator(partition: number): CoordinatorError {
  return new CoordinatorError(ErrorCode.NOT_COORDINATOR, `partition ${partition} is not led here`);
}
