/**
 * One local replica: the partition's state (pure) joined to its log. Knows when the high watermark may move and tells those who wait
 * for it. It is registered before its log is open, so that a request that comes early waits instead of failing.
 *
 * Wake-ups are collected: a group write that completes many appends wakes each watcher once, in a microtask after it, never
 * from inside the log.
 */

import { assert } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { FetchIsolation, LogOffsetMetadata, UnifiedLog } from "@ottla/storage";
import { newTraffic, type Traffic } from "../metrics/traffic.ts";
import { PartitionState } from "../partition/partition-state.ts";
import type { FollowerFetch, PartitionRegistration } from "../partition/partition-state.ts";
import { WatchKey } from "../purgatory/purgatory.ts";
import type { LocalPartition } from "../services/replica-manager-service.ts";

/** Topic configs that the replica itself obeys; the rest is the log's. */
export interface ReplicaConfig {
  readonly minInsyncReplicas: number;
  readonly compact: boolean;
  readonly delete: boolean;
  /** `partition:broker` pairs, or `*`; default: none. */
  readonly leaderReplicationThrottledReplicas?: readonly string[];
  readonly followerReplicationThrottledReplicas?: readonly string[];
}

export interface ReplicaOptions {
  readonly localId: number;
  readonly topic: string;
  readonly topicId: Uuid;
  readonly partition: number;
  readonly config: ReplicaConfig;
  /** Default: time stands still, which is enough where nobody follows. */
  readonly nowMs?: () => number;
  /** Asks the controller for changes of the in-sync set; undefined where no other broker can be in it. */
  readonly isrKeeper?: IsrKeeper | undefined;
  /** What the metadata says has taken effect. */
  readonly onRegistered?: ((replica: Replica) => void) | undefined;
}

/** Who is told of what may change the in-sync set of a partition led here. */
export interface IsrKeeper {
  /** A follower fetched: perhaps it is in sync now. */
  maybeExpand(replica: Replica, followerId: number): void;
  /** The metadata has something new about the partition. */
  onRegistration(replica: Replica): void;
}

export class Replica implements LocalPartition {
  readonly topic: string;
  readonly topicId: Uuid;
  readonly partition: number;
  readonly state: PartitionState;
  /** Woken when the high watermark, the log end, the log start or the leadership changed. */
  readonly changes: WatchKey = new WatchKey();
  /** What went in and out since this replica was made. */
  readonly traffic: Traffic = newTraffic();
  config: ReplicaConfig;
  #log: UnifiedLog | undefined;
  #opening: Promise<void> | undefined;
  #registration: PartitionRegistration | undefined;
  /** KAFKA_STORAGE_ERROR once its directory failed. */
  #offlineError: number = ErrorCode.NONE;
  readonly #highWatermarkListeners = new Set<(highWatermark: number) => void>();
  #isWakeScheduled = false;
  #isHighWatermarkMoved = false;
  #copying: Promise<void> | undefined;
  #isDeferred = false;
  readonly #nowMs: () => number;
  readonly #isrKeeper: IsrKeeper | undefined;
  readonly #onRegistered: ((replica: Replica) => void) | undefined;

  constructor(options: ReplicaOptions) {
    this.topic = options.topic;
    this.topicId = options.topicId;
    this.partition = options.partition;
    this.config = options.config;
    this.state = new PartitionState(options.localId);
    this.#nowMs = options.nowMs ?? (() => 0);
    this.#isrKeeper = options.isrKeeper;
    this.#onRegistered = options.onRegistered;
  }

  get isLeader(): boolean {
    return this.state.isLeader;
  }

  get leaderEpoch(): number {
    return this.state.leaderEpoch;
  }

  get logStartOffset(): number {
    return this.#log?.logStartOffset ?? -1;
  }

  get highWatermark(): number {
    return this.#log?.highWatermark ?? -1;
  }

  get logEndOffset(): number {
    return this.#log?.logEndOffset ?? -1;
  }

  get lastStableOffset(): number {
    return this.#log?.lastStableOffset ?? -1;
  }

  /** The newest metadata of this partition. */
  get registration(): PartitionRegistration | undefined {
    return this.#registration;
  }

  /** Pending while the log is being opened; requests wait for it. */
  get opening(): Promise<void> | undefined {
    return this.#opening;
  }

  /** The log; undefined before it is open and after the replica has gone. */
  get log(): UnifiedLog | undefined {
    return this.#log;
  }

  /** NONE, or the error of a replica whose directory failed. */
  get offlineError(): number {
    return this.#offlineError;
  }

  /** Opens the log through `open`; the registration that is known by then takes effect. */
  async open(open: () => Promise<{ readonly log: UnifiedLog; readonly highWatermark: number }>): Promise<void> {
    const opening = this.#open(open);
    this.#opening = opening;
    await opening;
  }

  async #open(open: () => Promise<{ readonly log: UnifiedLog; readonly highWatermark: number }>): Promise<void> {
    try {
      const { log, highWatermark } = await open();
      this.#log = log;
      log.updateHighWatermark(Math.max(highWatermark, log.logStartOffset));
      log.addListener({
        onAppended: () => {
          this.#advanceHighWatermark();
          this.#scheduleWake();
        },
        onHighWatermarkUpdated: () => {
          this.#isHighWatermarkMoved = true;
          this.#scheduleWake();
        },
      });
      if (this.#registration !== undefined) {
        this.#applyRegistration(this.#registration);
      }
    } catch (error) {
      this.#offlineError = ErrorCode.KAFKA_STORAGE_ERROR;
      throw error;
    } finally {
      this.#opening = undefined;
    }
  }

  /** The committed metadata changed. */
  updateRegistration(registration: PartitionRegistration): void {
    const { state } = this;
    // The answer of the controller came sooner than the metadata that says the same.
    const isOlder =
      registration.leaderEpoch === state.leaderEpoch && registration.partitionEpoch < state.partitionEpoch;
    if (isOlder) return;
    this.#registration = registration;
    if (this.#log === undefined) return;
    // Where the epoch of a new leader begins is known only when what was copied before it is in the log.
    if (this.#copying === undefined) this.#applyRegistration(registration);
    else this.#isDeferred = true;
  }

  /** Lets a follower change its log: whatever the metadata says meanwhile takes effect when `work` is over. */
  async copy(work: () => Promise<void>): Promise<void> {
    assert(this.#copying === undefined, "a replica is copied from one leader at a time");
    const copying = work();
    this.#copying = copying;
    try {
      await copying;
    } finally {
      this.#copying = undefined;
      const isDue = this.#isDeferred && this.#log !== undefined;
      this.#isDeferred = false;
      if (isDue && this.#registration !== undefined) this.#applyRegistration(this.#registration);
    }
  }

  /** Whether a follower is changing its log. */
  get isCopying(): boolean {
    return this.#copying !== undefined;
  }

  #applyRegistration(registration: PartitionRegistration): void {
    const log = this.#log;
    assert(log !== undefined, "a registration takes effect on an open log");
    const { isNewLeaderEpoch } = this.state.update(registration, log.logEndOffset, this.#nowMs());
    if (isNewLeaderEpoch) {
      log.assignEpochStartOffset(registration.leaderEpoch, log.logEndOffset);
    }
    this.#advanceHighWatermark();
    this.#isrKeeper?.onRegistration(this);
    this.#onRegistered?.(this);
    this.#scheduleWake();
  }

  /** The replica is no longer here; whoever waits for it is told. */
  close(): void {
    this.#log = undefined;
    this.#registration = undefined;
    this.#highWatermarkListeners.clear();
    this.changes.wake();
  }

  /** Its log directory failed. */
  markOffline(): void {
    this.#offlineError = ErrorCode.KAFKA_STORAGE_ERROR;
    this.changes.wake();
  }

  /** NONE, or why this replica cannot serve a request with that leader epoch. */
  checkServes(requestEpoch: number, requiresLeader: boolean): number {
    if (this.#offlineError !== ErrorCode.NONE) {
      return this.#offlineError;
    }
    const error = this.state.checkServes(requestEpoch, requiresLeader);
    return error === ErrorCode.NONE && this.#log === undefined ? ErrorCode.NOT_LEADER_OR_FOLLOWER : error;
  }

  /** A follower fetched. */
  onFollowerFetch(followerId: number, fetch: FollowerFetch): void {
    this.state.onFollowerFetch(followerId, fetch);
    this.#advanceHighWatermark();
    this.#isrKeeper?.maybeExpand(this, followerId);
    this.#scheduleWake();
  }

  /** What the leader knows of a follower, or of the in-sync set, changed otherwise than by a fetch. */
  onIsrChanged(): void {
    this.#advanceHighWatermark();
    this.#scheduleWake();
  }

  /** Something that readers see changed in a way the log does not report, such as the log start offset. */
  onLogStartMoved(): void {
    this.#scheduleWake();
  }

  /** See `ReplicaManager.onHighWatermark`. */
  addHighWatermarkListener(listener: (highWatermark: number) => void): () => void {
    this.#highWatermarkListeners.add(listener);
    return () => {
      this.#highWatermarkListeners.delete(listener);
    };
  }

  /** The end of what a reader with this isolation sees, with its place in the log. */
  endOffsetMetadata(isolation: FetchIsolation): LogOffsetMetadata | undefined {
    const snapshot = this.#log?.offsetSnapshot();
    if (snapshot === undefined) {
      return undefined;
    }
    switch (isolation) {
      case "log-end":
        return snapshot.logEndOffset;
      case "high-watermark":
        return snapshot.highWatermark;
      case "txn-committed":
        return snapshot.lastStableOffset;
    }
  }

  #advanceHighWatermark(): void {
    const log = this.#log;
    if (log === undefined) {
      return;
    }
    const candidate = this.state.highWatermarkCandidate(log.logEndOffset, this.config.minInsyncReplicas);
    if (candidate !== undefined && candidate > log.highWatermark) {
      log.updateHighWatermark(candidate);
    }
  }

  #scheduleWake(): void {
    if (this.#isWakeScheduled || (!this.changes.isWatched && this.#highWatermarkListeners.size === 0)) {
      return;
    }
    this.#isWakeScheduled = true;
    queueMicrotask(() => {
      this.#isWakeScheduled = false;
      this.#wake();
    });
  }

  #wake(): void {
    const log = this.#log;
    if (this.#isHighWatermarkMoved && log !== undefined) {
      this.#isHighWatermarkMoved = false;
      for (const listener of this.#highWatermarkListeners) {
        listener(log.highWatermark);
      }
    }
    this.changes.wake();
  }
}
