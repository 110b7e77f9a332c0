/**
 * Copies partitions from one leader: one fetch after the other, each for every partition that is followed there. What comes is appended as it is;
 * where the leader's log is another, the own one is cut back to what both have. The high watermark and the start of the log follow
 * the leader's.
 *
 * A partition that could not be fetched waits for a while; one whose epoch is out of date waits for the metadata.
 */

import type { Clock } from "@ottla/base";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { FetchRequest, FetchResponse, type PartitionData } from "@ottla/protocol/messages/fetch";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { baseOffsetAt } from "@ottla/records";
import { ListOffsetsTimestamp, type UnifiedLog } from "@ottla/storage";
import type { NodeConnection } from "../inter-broker/node-connection.ts";
import type { Logger } from "../logging/logger.ts";
import { resolveOutOfRange, truncationOffset } from "../partition/follower-position.ts";
import type { Replica } from "../replica-manager/replica.ts";
import type { ReplicationThrottle } from "../replica-manager/replication-throttle.ts";

export interface ReplicaFetcherOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nodeId: number;
  readonly leaderId: number;
  readonly brokerEpoch: () => number;
  readonly connection: NodeConnection;
  readonly limits: FetchLimits;
  readonly throttle: ReplicationThrottle;
}

/** `replica.fetch.…`, in milliseconds and bytes. */
export interface FetchLimits {
  readonly waitMs: number;
  readonly minBytes: number;
  readonly partitionBytes: number;
  readonly responseBytes: number;
  readonly backoffMs: number;
  readonly timeoutMs: number;
}

interface Followed {
  readonly replica: Replica;
  readonly leaderEpoch: number;
  /** Not fetched before; Infinity until the metadata says something new. */
  dueMs: number;
  /** The high watermark that the leader told last in this epoch; −1 before. */
  leaderHighWatermark: number;
}

interface Asked {
  readonly followed: Followed;
  readonly log: UnifiedLog;
  readonly fetchOffset: number;
}

const FETCH = { request: FetchRequest, response: FetchResponse };
const LIST_OFFSETS = { request: ListOffsetsRequest, response: ListOffsetsResponse };
/** What metadata.version 30 says brokers use among themselves, without asking. */
const FETCH_VERSION = 18;
const LIST_OFFSETS_VERSION = 11;
const NO_SESSION = { sessionId: 0, sessionEpoch: -1 };

/** See the file's head. */
export class ReplicaFetcher {
  readonly #options: ReplicaFetcherOptions;
  /** By topic id, then partition. */
  readonly #followed = new Map<string, Map<number, Followed>>();
  #wake: (() => void) | undefined;
  #isClosed = false;
  #running: Promise<void> | undefined;

  constructor(options: ReplicaFetcherOptions) {
    this.#options = options;
  }

  /** Follows a partition in its present epoch. */
  add(replica: Replica): void {
    const { leaderEpoch } = replica;
    let topic = this.#followed.get(replica.topicId);
    if (topic === undefined) this.#followed.set(replica.topicId, (topic = new Map()));
    if (topic.get(replica.partition)?.leaderEpoch === leaderEpoch) return;
    topic.set(replica.partition, { replica, leaderEpoch, dueMs: 0, leaderHighWatermark: -1 });
    this.#wake?.();
    this.#running ??= this.#run();
  }

  remove(replica: Replica): void {
    const topic = this.#followed.get(replica.topicId);
    topic?.delete(replica.partition);
    if (topic?.size === 0) this.#followed.delete(replica.topicId);
  }

  get isIdle(): boolean {
    return this.#followed.size === 0;
  }

  /** Ends; resolves when nothing is appended any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#options.connection.close();
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed && this.#followed.size > 0) {
      const asked = this.#due();
      if (asked.length === 0) await this.#rest(this.#nextDueMs());
      else await this.#round(asked);
    }
    this.#running = undefined;
  }

  async #round(asked: readonly Asked[]): Promise<void> {
    const { connection, limits, logger, leaderId } = this.#options;
    let response: FetchResponse;
    try {
      const { timeoutMs } = limits;
      response = await connection.request(FETCH, this.#requestOf(asked), { timeoutMs, version: FETCH_VERSION });
    } catch (error) {
      if (!this.#isClosed) logger.debug({ error, leader: leaderId }, "A leader could not be fetched from");
      this.#delay(asked);
      await this.#rest(limits.backoffMs);
      return;
    }
    if (response.errorCode !== ErrorCode.NONE) {
      this.#delay(asked);
      return;
    }
    const answered = new Map<string, Map<number, PartitionData>>();
    for (const { topicId, partitions } of response.responses) {
      answered.set(topicId, new Map(partitions.map((partition) => [partition.partitionIndex, partition])));
    }
    await Promise.all(
      asked.map(async (one) => {
        const { topicId, partition } = one.followed.replica;
        const data = answered.get(topicId)?.get(partition);
        if (data === undefined || !isCurrent(one)) return;
        try {
          await one.followed.replica.copy(() => this.#take(one, data));
        } catch (error) {
          logger.warn({ error, ...nameOf(one) }, "A partition could not be copied");
          this.#delay([one]);
        }
      }),
    );
  }

  #due(): Asked[] {
    const nowMs = this.#options.clock.monotonicMs();
    const asked: Asked[] = [];
    for (const topic of this.#followed.values()) {
      for (const followed of topic.values()) {
        const { log } = followed.replica;
        if (followed.dueMs > nowMs || log === undefined) continue;
        if (this.#isHeldBack(followed)) {
          followed.dueMs = nowMs + this.#options.limits.backoffMs;
          continue;
        }
        asked.push({ followed, log, fetchOffset: log.logEndOffset });
      }
    }
    return asked;
  }

  /** Whether it is not in sync, and too much was copied of late. */
  #isHeldBack({ replica, leaderHighWatermark }: Followed): boolean {
    const { throttle } = this.#options;
    const isInSync = leaderHighWatermark >= 0 && replica.logEndOffset >= leaderHighWatermark;
    return !isInSync && throttle.appliesTo(replica) && throttle.isExceeded;
  }

  #nextDueMs(): number {
    let nextMs = Infinity;
    for (const topic of this.#followed.values()) {
      for (const { dueMs } of topic.values()) nextMs = Math.min(nextMs, dueMs);
    }
    return Math.max(0, nextMs - this.#options.clock.monotonicMs());
  }

  #requestOf(asked: readonly Asked[]): Input<FetchRequest> {
    const { nodeId, brokerEpoch, limits } = this.#options;
    const byTopic = Map.groupBy(asked, ({ followed }) => followed.replica.topicId);
    const topics = [...byTopic].map(([topicId, ones]) => ({
      topicId,
      partitions: ones.map(({ followed, log, fetchOffset }) => ({
        partition: followed.replica.partition,
        currentLeaderEpoch: followed.leaderEpoch,
        fetchOffset,
        lastFetchedEpoch: log.latestEpoch ?? -1,
        logStartOffset: log.logStartOffset,
        partitionMaxBytes: limits.partitionBytes,
      })),
    }));
    const replicaState = { replicaId: nodeId, replicaEpoch: brokerEpoch() };
    const { waitMs: maxWaitMs, minBytes, responseBytes: maxBytes } = limits;
    return { replicaState, maxWaitMs, minBytes, maxBytes, ...NO_SESSION, topics, forgottenTopicsData: [] };
  }

  async #take(one: Asked, data: PartitionData): Promise<void> {
    const { log, followed } = one;
    switch (data.errorCode) {
      case ErrorCode.NONE:
        this.#count(followed, data);
        if (data.divergingEpoch.epoch >= 0 || data.divergingEpoch.endOffset >= 0) await this.#truncate(one, data);
        else await append(one, data);
        return;
      case ErrorCode.OFFSET_OUT_OF_RANGE:
        await this.#startWithin(one);
        return;
      case ErrorCode.FENCED_LEADER_EPOCH:
        // The metadata brings the new epoch, and with it a new beginning.
        followed.dueMs = Infinity;
        return;
      default:
        this.#options.logger.debug(
          { ...nameOf(one), error: errorMessage(data.errorCode), offset: log.logEndOffset },
          "A partition is not fetched for a while",
        );
        this.#delay([one]);
    }
  }

  #count(followed: Followed, { records, highWatermark }: PartitionData): void {
    const { throttle } = this.#options;
    const sizeInBytes = records?.length ?? 0;
    if (sizeInBytes > 0 && throttle.appliesTo(followed.replica)) throttle.record(sizeInBytes);
    followed.leaderHighWatermark = highWatermark;
  }

  async #truncate(one: Asked, { divergingEpoch }: PartitionData): Promise<void> {
    const { log } = one;
    const own = log.endOffsetForEpoch(divergingEpoch.epoch);
    const ownEnd = { epoch: own.leaderEpoch, endOffset: own.endOffset };
    const offset = truncationOffset(divergingEpoch, ownEnd, log.logEndOffset);
    this.#options.logger.info({ ...nameOf(one), offset }, "Cutting a replica where the leader's log parts from it");
    await log.truncateTo(offset);
  }

  /** The leader does not have the end of this log. */
  async #startWithin(one: Asked): Promise<void> {
    const { log } = one;
    const logEndOffset = await this.#leaderOffset(one, ListOffsetsTimestamp.LATEST);
    const logStartOffset = await this.#leaderOffset(one, ListOffsetsTimestamp.EARLIEST);
    const found =
      logEndOffset === undefined || logStartOffset === undefined
        ? undefined
        : resolveOutOfRange({ logEndOffset, logStartOffset }, log.logEndOffset);
    if (found?.kind === "truncate") await log.truncateTo(found.offset);
    else if (found?.kind === "start over") await log.truncateFullyAndStartAt(found.offset);
    else this.#delay([one]);
  }

  async #leaderOffset({ followed }: Asked, timestamp: number): Promise<number | undefined> {
    const { connection, nodeId, limits } = this.#options;
    const { topic: name, partition: partitionIndex } = followed.replica;
    const partition = { partitionIndex, currentLeaderEpoch: followed.leaderEpoch, timestamp };
    const body = { replicaId: nodeId, isolationLevel: 0, topics: [{ name, partitions: [partition] }] };
    const { topics } = await connection.request(LIST_OFFSETS, body, {
      timeoutMs: limits.timeoutMs,
      version: LIST_OFFSETS_VERSION,
    });
    const answer = topics[0]?.partitions[0];
    return answer?.errorCode === ErrorCode.NONE ? answer.offset : undefined;
  }

  #delay(asked: readonly Asked[]): void {
    const dueMs = this.#options.clock.monotonicMs() + this.#options.limits.backoffMs;
    for (const { followed } of asked) followed.dueMs = Math.max(followed.dueMs, dueMs);
  }

  /** Waits so long, or until something new is to be followed. */
  async #rest(ms: number): Promise<void> {
    if (this.#isClosed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = ms === Infinity ? undefined : this.#options.clock.setTimer(ms, resolve);
    await promise;
    timer?.cancel();
    this.#wake = undefined;
  }
}

/** Whether the partition is still followed in the epoch it was asked for, from where it was asked for. */
function isCurrent({ followed, log, fetchOffset }: Asked): boolean {
  const { replica, leaderEpoch } = followed;
  return (
    replica.log === log &&
    !replica.isLeader &&
    !replica.isCopying &&
    replica.leaderEpoch === leaderEpoch &&
    log.logEndOffset === fetchOffset
  );
}

async function append(one: Asked, data: PartitionData): Promise<void> {
  const { log, followed } = one;
  if (data.records !== null && data.records.length > 0) {
    await maybeBeginWithBatch(log, baseOffsetAt(data.records, 0));
    const { errorCode, errorMessage: message } = await log.appendAsFollower(data.records, followed.leaderEpoch);
    if (errorCode !== ErrorCode.NONE) throw new Error(message ?? errorMessage(errorCode) ?? `error ${errorCode}`);
  }
  if (followed.replica.isLeader) return;
  if (data.highWatermark >= 0) log.updateHighWatermark(Math.min(log.logEndOffset, data.highWatermark));
  if (data.logStartOffset > log.logStartOffset) {
    log.maybeIncrementLogStartOffset(data.logStartOffset, "leader offset increment");
  }
}

/**
 * Where records were deleted up to the middle of a batch, the leader's log begins there, and a replica that begins there, too, gets the batch whole: its files
 * have to begin where the batch does. Kafka's `Partition.appendRecordsToFollowerOrFutureReplica`.
 */
async function maybeBeginWithBatch(log: UnifiedLog, baseOffset: number): Promise<void> {
  const { logStartOffset, logEndOffset } = log;
  const isEmpty = logEndOffset === logStartOffset;
  if (isEmpty && baseOffset < logEndOffset) await log.truncateFullyAndStartAt(baseOffset, logStartOffset);
}

function nameOf({ followed: { replica } }: Asked): { readonly topic: string; readonly partition: number } {
  return { topic: replica.topic, partition: replica.partition };
}
