/**
 * One share fetch that reads from share partitions as soon as they have something for it, at the latest when its time is up.
 *
 * An attempt takes the locks of the share partitions that it can get, reads from each where its group goes on, and, if that is
 * enough, acquires what was read. If it is not, it gives the locks back and waits for a change of a partition or a share partition.
 */

import { ErrorCode, errorMessage } from "@ottla/protocol";
import type { FetchDataInfo, FetchIsolation } from "@ottla/storage";
import { DelayedOperation, type CompletionReason, type WatchKey } from "../purgatory/purgatory.ts";
import type { AcquiredRange } from "../share-partition/fetched-batch.ts";
import { batchesToSend, readBatches } from "./fetched-batches.ts";
import type { HostedSharePartition } from "./hosted-share-partition.ts";
import { topicIdPartitionKey, type TopicIdPartition } from "./share-session.ts";

/** How much a share fetch wants. */
export interface ShareFetchLimits {
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly maxRecords: number;
  readonly batchSize: number;
  readonly isRecordLimit: boolean;
}

/** What is answered for one partition. */
export interface ShareFetchedPartition {
  readonly target: TopicIdPartition;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly records: readonly Uint8Array[];
  readonly acquired: readonly AcquiredRange[];
  /** Gives the memory of `records` back; call it when they have left. */
  readonly release?: () => void;
}

/** A share partition that is fetched from. */
export interface ShareFetchTarget {
  readonly target: TopicIdPartition;
  readonly partition: HostedSharePartition;
}

export interface DelayedShareFetchOptions {
  readonly memberId: string;
  readonly limits: ShareFetchLimits;
  /** In the order of their turns. */
  readonly targets: readonly ShareFetchTarget[];
  readonly isReadCommitted: boolean;
  readonly nowMs: () => number;
  /** Called once; undefined: nobody is left to answer. */
  readonly resolve: (fetched: readonly ShareFetchedPartition[] | undefined) => void;
}

/** A share partition whose lock this fetch holds, and what was read for it. */
interface LockedTarget extends ShareFetchTarget {
  readonly fetchOffset: number;
  read: ReadOutcome;
}

type ReadOutcome = FetchDataInfo | { readonly errorCode: number };

const NOT_READ: ReadOutcome = { errorCode: ErrorCode.NONE };

export class DelayedShareFetch extends DelayedOperation {
  readonly #options: DelayedShareFetchOptions;
  readonly #isolation: FetchIsolation;
  #isReading = false;
  /** Something changed during a read, which may not have seen it. */
  #wasWokenMeanwhile = false;
  #isTimeUp = false;
  #isAbandoned = false;
  #afterCompletion: (() => void) | undefined;

  constructor(options: DelayedShareFetchOptions) {
    super();
    this.#options = options;
    this.#isolation = options.isReadCommitted ? "txn-committed" : "high-watermark";
  }

  get keys(): readonly WatchKey[] {
    return this.#options.targets.flatMap(({ partition }) => [partition.changes, partition.replica.changes]);
  }

  afterCompletion(callback: () => void): void {
    this.#afterCompletion = callback;
  }

  /** Tries now; true when the fetch is answered. */
  tryNow(): boolean {
    this.#attempt();
    return this.isCompleted;
  }

  override get kind(): "ShareFetch" {
    return "ShareFetch";
  }

  override onWake(_key: WatchKey): boolean {
    this.#attempt();
    return false;
  }

  protected override onComplete(reason: CompletionReason): void {
    if (reason === "satisfied") return;
    this.#isTimeUp = true;
    this.#isAbandoned = reason === "cancelled";
    if (this.#isAbandoned) this.#answer(undefined);
    else this.#attempt();
  }

  #answer(fetched: readonly ShareFetchedPartition[] | undefined): void {
    this.#afterCompletion?.();
    this.#afterCompletion = undefined;
    this.#options.resolve(fetched);
    this.complete("satisfied");
  }

  #attempt(): void {
    if (this.#isReading) {
      this.#wasWokenMeanwhile = true;
      return;
    }
    if (this.#isAbandoned || (this.isCompleted && !this.#isTimeUp)) return;
    const locked = this.#lock();
    if (locked.length === 0) {
      if (this.#isTimeUp) this.#answer([]);
      return;
    }
    if (!this.#isTimeUp && !locked.some((target) => this.#mayHaveData(target)) && this.#options.limits.minBytes > 0) {
      unlockAll(locked, false);
      return;
    }
    const reading = this.#read(locked);
    if (reading === undefined) this.#onRead(locked);
    else void reading.then(() => this.#onRead(locked));
  }

  #lock(): LockedTarget[] {
    const locked: LockedTarget[] = [];
    for (const { target, partition } of this.#options.targets) {
      if (!partition.tryLock()) continue;
      locked.push({ target, partition, fetchOffset: partition.state.nextFetchOffset(), read: NOT_READ });
    }
    return locked;
  }

  /** False only when a read would certainly find nothing. */
  #mayHaveData({ partition, fetchOffset }: LockedTarget): boolean {
    const { log, isLeader } = partition.replica;
    if (log === undefined || !isLeader) return true;
    return fetchOffset < log.logStartOffset || fetchOffset !== log.isolationOffset(this.#isolation);
  }

  /** Reads for each; undefined when everything was there at once. */
  #read(locked: readonly LockedTarget[]): Promise<void> | undefined {
    const sizes = sharesOf(this.#options.limits.maxBytes, locked.length);
    const pending: Promise<void>[] = [];
    for (const [i, target] of locked.entries()) {
      const { replica } = target.partition;
      const errorCode = replica.checkServes(-1, true);
      const { log } = replica;
      if (errorCode !== ErrorCode.NONE || log === undefined) {
        target.read = { errorCode: errorCode === ErrorCode.NONE ? ErrorCode.NOT_LEADER_OR_FOLLOWER : errorCode };
        continue;
      }
      const read = log.read({
        startOffset: target.fetchOffset,
        maxBytes: sizes[i]!,
        isolation: this.#isolation,
        minOneMessage: true,
      });
      if (read instanceof Promise) {
        pending.push(
          read.then((data) => {
            target.read = data;
          }),
        );
      } else {
        target.read = read;
      }
    }
    if (pending.length === 0) return undefined;
    this.#isReading = true;
    return Promise.all(pending).then(() => {
      this.#isReading = false;
    });
  }

  #onRead(locked: readonly LockedTarget[]): void {
    let bytes = 0;
    let hasError = false;
    for (const { read } of locked) {
      hasError ||= read.errorCode !== ErrorCode.NONE;
      if ("sizeInBytes" in read) bytes += read.sizeInBytes;
    }
    const isEnough = this.#isTimeUp || hasError || bytes >= this.#options.limits.minBytes;
    if (!isEnough || this.#isAbandoned || (this.isCompleted && !this.#isTimeUp)) {
      for (const { read } of locked) if ("release" in read) read.release();
      unlockAll(locked, false);
      const mustLookAgain = this.#wasWokenMeanwhile;
      this.#wasWokenMeanwhile = false;
      if (mustLookAgain) this.#attempt();
      return;
    }
    const fetched: ShareFetchedPartition[] = [];
    let left = this.#options.limits.maxRecords;
    for (const target of locked) {
      const partition = this.#acquire(target, left);
      for (const { firstOffset, lastOffset } of partition.acquired) left -= lastOffset - firstOffset + 1;
      fetched.push(partition);
    }
    unlockAll(locked, true);
    this.#answer(fetched);
  }

  #acquire({ target, partition, fetchOffset, read }: LockedTarget, maxRecords: number): ShareFetchedPartition {
    const empty = { target, errorCode: ErrorCode.NONE, errorMessage: null, records: [], acquired: [] } as const;
    if (read.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      const { log } = partition.replica;
      if (log !== undefined) partition.state.onLogStartOffset(log.logStartOffset);
      return empty;
    }
    if (read.errorCode !== ErrorCode.NONE) {
      return { ...empty, errorCode: read.errorCode, errorMessage: errorMessage(read.errorCode) };
    }
    if (!("release" in read)) return empty;
    const batches = readBatches(read.records);
    const { memberId, limits, nowMs } = this.#options;
    const { isRecordLimit, batchSize } = limits;
    const { abortedTransactions } = read;
    const request = { memberId, isRecordLimit, batchSize, maxRecords, fetchOffset, batches, abortedTransactions };
    const { ranges } = partition.state.acquire(request, nowMs());
    if (ranges.length === 0) {
      read.release();
      return empty;
    }
    return { ...empty, records: batchesToSend(batches, ranges), acquired: ranges, release: () => read.release() };
  }
}

function unlockAll(locked: readonly LockedTarget[], hasChanged: boolean): void {
  for (const { partition } of locked) partition.unlock(hasChanged);
}

/** `maxBytes` in equal parts; what cannot be divided goes to the first. */
function sharesOf(maxBytes: number, count: number): number[] {
  const share = Math.floor(maxBytes / count);
  return Array.from({ length: count }, (_, i) => (i === 0 ? maxBytes - share * (count - 1) : share));
}

/** The partitions with the one whose turn it is first: by the epoch of the session. */
export function rotated<T extends TopicIdPartition>(partitions: readonly T[], sessionEpoch: number): readonly T[] {
  if (partitions.length < 2 || sessionEpoch < 1) return partitions;
  const at = sessionEpoch % partitions.length;
  return [...partitions.slice(at), ...partitions.slice(0, at)];
}

/** One entry for each partition, in their order; the last counts. */
export function byPartition<T extends { readonly target: TopicIdPartition }>(fetched: Iterable<T>): Map<string, T> {
  const map = new Map<string, T>();
  for (const partition of fetched) map.set(topicIdPartitionKey(partition.target), partition);
  return map;
}
