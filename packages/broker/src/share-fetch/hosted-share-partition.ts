/**
 * A share partition on the leader of its partition: the pure state joined to the share coordinator, to time, and to those who wait.
 *
 *   empty ──initialize──► initializing ──► active ──► fenced     (a failed initialization is fenced at once)
 *
 * One reader at a time: whoever holds the fetch lock reads and acquires. Fenced is the end: another takes its place when the
 * partition is fetched again.
 */

import type { Clock, Timer, TimerQueue } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { ReadShareState, SharePartitionKey } from "@ottla/share-coordinator";
import type { Logger } from "../logging/logger.ts";
import { WatchKey } from "../purgatory/purgatory.ts";
import { listOffset } from "../replica-manager/list-offsets.ts";
import type { Replica } from "../replica-manager/replica.ts";
import type { ShareStatePersister } from "../share-coordinator/share-state-persister.ts";
import type { AcknowledgementBatch } from "../share-partition/acknowledge.ts";
import { SharePartition, type StateWrite } from "../share-partition/share-partition.ts";
import { ListOffsetsTimestamp } from "@ottla/storage";
import type { ShareGroupConfig } from "./share-group-config.ts";

/** What something on a share partition came to. */
export interface ShareOutcome {
  readonly errorCode: number;
  readonly message: string | null;
}

export const SUCCESS: ShareOutcome = { errorCode: ErrorCode.NONE, message: null };

export interface HostedSharePartitionOptions {
  readonly key: SharePartitionKey;
  readonly replica: Replica;
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly logger: Logger;
  readonly persister: ShareStatePersister;
  /** The group's configuration, now. */
  readonly config: () => ShareGroupConfig;
  /** The coordinator says that this leader is not the one: the share partition has to go. */
  readonly onFenced: (partition: HostedSharePartition) => void;
}

export class HostedSharePartition {
  readonly key: SharePartitionKey;
  readonly replica: Replica;
  /** The leader epoch of the partition that this share partition was made for. */
  readonly leaderEpoch: number;
  /** Woken when records may have become available, or the lock was given back. */
  readonly changes: WatchKey = new WatchKey();
  readonly state: SharePartition;
  readonly #options: HostedSharePartitionOptions;
  #phase: "initializing" | "active" | "fenced" = "initializing";
  #isLocked = false;
  #isLockWanted = false;
  #timer: Timer | undefined;
  #timerDeadlineMs = Infinity;
  /** Resolves when the share partition is active, or with what keeps it from being so. */
  readonly initialized: Promise<ShareOutcome>;

  constructor(options: HostedSharePartitionOptions) {
    this.#options = options;
    this.key = options.key;
    this.replica = options.replica;
    this.leaderEpoch = options.replica.leaderEpoch;
    this.state = new SharePartition(options.config);
    this.initialized = this.#initialize();
  }

  get isActive(): boolean {
    return this.#phase === "active";
  }

  /** It serves no longer; whoever waits for it is told. */
  fence(): void {
    if (this.#phase === "fenced") return;
    this.#phase = "fenced";
    this.#timer?.cancel();
    this.changes.wake();
  }

  // Fetching

  /** Takes the fetch lock; false when another has it or nothing can be fetched. */
  tryLock(): boolean {
    if (this.#isLocked) this.#isLockWanted = true;
    if (this.#phase !== "active" || this.#isLocked || !this.state.canAcquireRecords()) return false;
    this.#isLocked = true;
    return true;
  }

  /** Gives the lock back; `hasChanged`: others may find something else now. */
  unlock(hasChanged: boolean): void {
    this.#isLocked = false;
    const mustWake = hasChanged || this.#isLockWanted;
    this.#isLockWanted = false;
    this.#armTimer();
    if (mustWake) queueMicrotask(() => this.changes.wake());
  }

  // Acknowledging

  async acknowledge(memberId: string, batches: readonly AcknowledgementBatch[]): Promise<ShareOutcome> {
    const result = this.state.acknowledge(memberId, batches, this.#nowMs);
    this.#armTimer();
    if ("failure" in result) return result.failure;
    return result.write === undefined ? SUCCESS : this.#write(result.write);
  }

  /** The member has gone. */
  async releaseAcquired(memberId: string): Promise<ShareOutcome> {
    const write = this.state.releaseAcquired(memberId);
    return write === undefined ? SUCCESS : this.#write(write);
  }

  async #write(write: StateWrite): Promise<ShareOutcome> {
    const { stateEpoch, startOffset, deliveryCompleteCount, stateBatches } = write;
    const { leaderEpoch } = this;
    const written = await this.#options.persister.write(this.key, {
      stateEpoch,
      leaderEpoch,
      startOffset,
      deliveryCompleteCount,
      stateBatches,
    });
    const isPersisted = written.errorCode === ErrorCode.NONE;
    const mustWake = this.state.completeWrite(write, isPersisted, this.#nowMs);
    this.#armTimer();
    if (mustWake || write.change !== undefined) this.changes.wake();
    return isPersisted ? SUCCESS : this.#refused(written);
  }

  // Time

  #armTimer(): void {
    const deadlineMs = this.#phase === "active" ? this.state.nextDeadlineMs : undefined;
    if (deadlineMs === undefined || deadlineMs >= this.#timerDeadlineMs) return;
    this.#timer?.cancel();
    this.#timerDeadlineMs = deadlineMs;
    this.#timer = this.#options.timers.schedule(deadlineMs - this.#nowMs, () => this.#onTimer());
  }

  #onTimer(): void {
    // What the timer was armed for is due, whatever rounding made of it.
    const nowMs = Math.max(this.#nowMs, this.#timerDeadlineMs);
    this.#timerDeadlineMs = Infinity;
    if (this.#phase !== "active") return;
    const write = this.state.releaseExpired(nowMs);
    if (write !== undefined) {
      void this.#write(write);
      this.changes.wake();
    }
    this.#armTimer();
  }

  get #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  // Initialization

  async #initialize(): Promise<ShareOutcome> {
    const read = await this.#options.persister.read(this.key, this.leaderEpoch);
    if (this.#phase === "fenced") return notLeader();
    if (read.errorCode !== ErrorCode.NONE) return this.#failed(this.#refused(read));
    const startOffset = await this.#startOffset(read);
    if (typeof startOffset !== "number") return this.#failed(startOffset);
    if (this.#phase !== "initializing") return notLeader();
    if (!this.state.initialize({ ...read, startOffset })) {
      const { groupId, topicId, partition } = this.key;
      this.#options.logger.error({ groupId, topicId, partition }, "the state of a share partition makes no sense");
      const name = `${groupId}-${topicId}:${this.replica.topic}-${partition}`;
      const message = `Failed to initialize the share partition ${name}`;
      return this.#failed({ errorCode: ErrorCode.UNKNOWN_SERVER_ERROR, message });
    }
    this.#phase = "active";
    this.changes.wake();
    return SUCCESS;
  }

  #failed(outcome: ShareOutcome): ShareOutcome {
    this.#options.onFenced(this);
    return outcome;
  }

  /** Where the group left off, or where it is to begin. */
  async #startOffset({ startOffset }: ReadShareState): Promise<number | ShareOutcome> {
    if (startOffset !== -1) return startOffset;
    const { autoOffsetReset } = this.#options.config();
    const found = await listOffset(this.replica, {
      timestamp: this.#timestampOf(autoOffsetReset),
      isolation: "read_uncommitted",
      currentLeaderEpoch: this.leaderEpoch,
      requiresLeader: true,
    });
    if (found.errorCode !== ErrorCode.NONE) return { errorCode: found.errorCode, message: null };
    if (found.offset >= 0) return found.offset;
    const topic = `${this.key.topicId}:${this.replica.topic}-${this.key.partition}`;
    const message = `Offset for timestamp not found for topic partition: ${topic}`;
    return { errorCode: ErrorCode.OFFSET_NOT_AVAILABLE, message };
  }

  #timestampOf(reset: ShareGroupConfig["autoOffsetReset"]): number {
    if (reset === "latest") return ListOffsetsTimestamp.LATEST;
    return reset === "earliest"
      ? ListOffsetsTimestamp.EARLIEST
      : Math.max(0, Math.floor(this.#options.clock.nowMs()) - reset.durationMs);
  }

  /** What a client is told of an error of the coordinator; one that means another leader ends this share partition. */
  #refused({
    errorCode,
    errorMessage,
  }: {
    readonly errorCode: number;
    readonly errorMessage: string | null;
  }): ShareOutcome {
    const told = toldOf(errorCode);
    if (FENCING.has(told)) this.#options.onFenced(this);
    return { errorCode: told, message: errorMessage };
  }
}

/** Errors after which the share partition is not this one's any more. */
const FENCING: ReadonlySet<number> = new Set([
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.GROUP_ID_NOT_FOUND,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
]);

function toldOf(errorCode: number): number {
  switch (errorCode) {
    case ErrorCode.NOT_COORDINATOR:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    case ErrorCode.FENCED_LEADER_EPOCH:
    case ErrorCode.FENCED_STATE_EPOCH:
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    case ErrorCode.GROUP_ID_NOT_FOUND:
    case ErrorCode.UNKNOWN_TOPIC_OR_PARTITION:
      return errorCode;
    default:
      return ErrorCode.UNKNOWN_SERVER_ERROR;
  }
}

function notLeader(): ShareOutcome {
  return { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, message: null };
}
