/**
 * The share partitions of this broker and the sessions of the members that fetch from them. A share partition comes into being
 * when it is first fetched from, and goes when its group has no member here, when the partition moves or is deleted, or when the
 * coordinator says that another leads it.
 */

import { TimerQueue, type Clock } from "@ottla/base";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import { shareCoordinatorKey, type SharePartitionKey } from "@ottla/share-coordinator";
import type { Logger } from "../logging/logger.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { ShareStatePersister } from "../share-coordinator/share-state-persister.ts";
import type { AcknowledgementBatch } from "../share-partition/acknowledge.ts";
import { DelayedShareFetch, rotated } from "./delayed-share-fetch.ts";
import type { ShareFetchedPartition, ShareFetchLimits, ShareFetchTarget } from "./delayed-share-fetch.ts";
import { HostedSharePartition, SUCCESS, type ShareOutcome } from "./hosted-share-partition.ts";
import type { ShareGroupConfig } from "./share-group-config.ts";
import { ShareSessionCache } from "./share-session-cache.ts";
import type { ShareSessionKey, TopicIdPartition } from "./share-session.ts";

export interface SharePartitionManagerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly replicaManager: ReplicaManager;
  readonly persister: ShareStatePersister;
  /** `group.share.max.share.sessions` */
  readonly maxSessions: number;
  /** The configuration of a group, now. */
  readonly configOf: (groupId: string) => ShareGroupConfig;
}

/** A fetch of one member. */
export interface ShareFetchRequestOptions {
  readonly session: ShareSessionKey;
  readonly sessionEpoch: number;
  readonly limits: ShareFetchLimits;
  readonly partitions: readonly TopicIdPartition[];
  /** Registers for the end of the client's connection; returns the way to forget it. */
  readonly onAbandoned: (callback: () => void) => () => void;
}

/** What a member says about one partition. */
export interface PartitionAcknowledgements {
  readonly target: TopicIdPartition;
  readonly batches: readonly AcknowledgementBatch[];
}

export interface PartitionOutcome extends ShareOutcome {
  readonly target: TopicIdPartition;
}

export class SharePartitionManager {
  readonly sessions: ShareSessionCache;
  readonly #options: SharePartitionManagerOptions;
  readonly #timers: TimerQueue;
  /** By `shareCoordinatorKey`. */
  readonly #partitions = new Map<string, HostedSharePartition>();

  constructor(options: SharePartitionManagerOptions) {
    this.#options = options;
    this.#timers = new TimerQueue(options.clock);
    this.sessions = new ShareSessionCache(options.maxSessions, {
      onMemberLeave: (key) => void this.releaseSession(key),
      onGroupEmpty: (groupId) => this.#removeWhere(({ key }) => key.groupId === groupId),
    });
  }

  configOf(groupId: string): ShareGroupConfig {
    return this.#options.configOf(groupId);
  }

  /** The share partitions that are in use here. */
  partitions(): Iterable<HostedSharePartition> {
    return this.#partitions.values();
  }

  /** Calls back after `delayMs`, unless the broker stops before. */
  delay(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timers.schedule(delayMs, resolve);
    });
  }

  /** Ends every wait; what is held stays held in the log until somebody reads it back. */
  close(): void {
    this.#timers.close();
    this.#removeWhere(() => true);
  }

  /** The leadership of a partition has changed, or its replica is gone. */
  onPartitionsChanged(): void {
    const { replicaManager } = this.#options;
    this.#removeWhere(({ replica }) => {
      return !replica.isLeader || replicaManager.partition(replica.topic, replica.partition) !== replica;
    });
  }

  /** Share groups are no longer served. */
  onDisabled(): void {
    this.sessions.removeAll();
    this.#removeWhere(() => true);
  }

  // Fetching

  /** One entry for each partition that has something to tell; undefined when nobody is left to answer. */
  async fetch(request: ShareFetchRequestOptions): Promise<readonly ShareFetchedPartition[] | undefined> {
    const { session, limits } = request;
    if (request.partitions.length === 0 || limits.maxRecords === 0 || limits.maxBytes === 0) return [];
    const erroneous: ShareFetchedPartition[] = [];
    const targets: ShareFetchTarget[] = [];
    const initializing: Promise<void>[] = [];
    for (const target of rotated(request.partitions, request.sessionEpoch)) {
      const partition = this.#getOrCreate(session.groupId, target);
      if (typeof partition === "number") {
        erroneous.push(failedPartition(target, { errorCode: partition, message: errorMessage(partition) }));
        continue;
      }
      targets.push({ target, partition });
      if (partition.isActive) continue;
      initializing.push(
        partition.initialized.then((outcome) => {
          if (outcome.errorCode !== ErrorCode.NONE) erroneous.push(failedPartition(target, outcome));
        }),
      );
    }
    if (targets.length === 0) return erroneous;
    const fetched = await this.#waitFor(request, targets, Promise.all(initializing));
    return fetched === undefined ? undefined : [...fetched, ...erroneous];
  }

  #waitFor(
    { session, limits, onAbandoned }: ShareFetchRequestOptions,
    targets: readonly ShareFetchTarget[],
    initialized: Promise<unknown>,
  ): Promise<readonly ShareFetchedPartition[] | undefined> {
    return new Promise((resolve) => {
      const delayed = new DelayedShareFetch({
        memberId: session.memberId,
        limits,
        targets,
        isReadCommitted: this.configOf(session.groupId).isReadCommitted,
        nowMs: () => this.#options.clock.monotonicMs(),
        resolve,
      });
      if (delayed.tryNow()) return;
      const forget = onAbandoned(() => delayed.complete("cancelled"));
      delayed.afterCompletion(forget);
      this.#options.replicaManager.purgatory.watch(delayed, delayed.keys, limits.maxWaitMs);
      // Nothing but errors is no reason to wait.
      void initialized.then(() => {
        if (targets.every(({ partition }) => !partition.isActive)) delayed.complete("expired");
      });
    });
  }

  #getOrCreate(groupId: string, { topicId, topic, partition }: TopicIdPartition): HostedSharePartition | number {
    const key: SharePartitionKey = { groupId, topicId, partition };
    const name = shareCoordinatorKey(key);
    const known = this.#partitions.get(name);
    if (known !== undefined) return known;
    const { replicaManager, clock, logger, persister } = this.#options;
    const replica = replicaManager.findReplica(topic ?? "", partition);
    if (typeof replica === "number") return replica;
    if (!replica.isLeader || replica.topicId !== topicId) return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    const hosted = new HostedSharePartition({
      key,
      replica,
      clock,
      timers: this.#timers,
      logger,
      persister,
      config: () => this.configOf(groupId),
      onFenced: (fenced) => this.#removeWhere((other) => other === fenced),
    });
    this.#partitions.set(name, hosted);
    return hosted;
  }

  #removeWhere(isRemoved: (partition: HostedSharePartition) => boolean): void {
    for (const [name, partition] of this.#partitions) {
      if (!isRemoved(partition)) continue;
      this.#partitions.delete(name);
      partition.fence();
    }
  }

  // Acknowledging

  acknowledge(
    { groupId, memberId }: ShareSessionKey,
    acknowledgements: readonly PartitionAcknowledgements[],
  ): Promise<PartitionOutcome[]> {
    return Promise.all(
      acknowledgements.map(async ({ target, batches }) => {
        const partition = this.#find(groupId, target);
        const outcome = partition === undefined ? UNKNOWN : await partition.acknowledge(memberId, batches);
        return { target, ...outcome };
      }),
    );
  }

  /** The session has ended: what its member holds is available again. False when there was no session. */
  async releaseSession(key: ShareSessionKey): Promise<boolean> {
    const session = this.sessions.remove(key);
    if (session === undefined) return false;
    await Promise.all(
      [...session.partitions.values()].map(
        (target) => this.#find(key.groupId, target)?.releaseAcquired(key.memberId) ?? Promise.resolve(SUCCESS),
      ),
    );
    return true;
  }

  #find(groupId: string, { topicId, partition }: TopicIdPartition): HostedSharePartition | undefined {
    return this.#partitions.get(shareCoordinatorKey({ groupId, topicId, partition }));
  }
}

const UNKNOWN: ShareOutcome = {
  errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  message: errorMessage(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION),
};

function failedPartition(target: TopicIdPartition, { errorCode, message }: ShareOutcome): ShareFetchedPartition {
  return { target, errorCode, errorMessage: message, records: [], acquired: [] };
}
