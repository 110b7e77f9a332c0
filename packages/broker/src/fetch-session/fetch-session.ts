/**
 * A fetch session (KIP-227): the partitions one consumer or follower fetches, remembered between its requests, so that a
 * request names only what changed and a response only what is new.
 *
 * The order of the partitions is the rotation: a partition that returned data goes to the end, so that no partition starves
 * behind others when a response is full. A session speaks names or topic ids for its whole life (KIP-516).
 */

import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";

/** A fetch epoch before the first response, and the one that asks for no session. */
export const INITIAL_EPOCH = 0;
export const FINAL_EPOCH = -1;
export const INVALID_SESSION_ID = 0;

const EPOCH_MAX = 0x7fff_ffff;

/** The epoch after `previous`; it wraps to 1. */
export function nextFetchEpoch(previous: number): number {
  if (previous < 0) {
    return FINAL_EPOCH;
  }
  return previous === EPOCH_MAX ? 1 : previous + 1;
}

/** What a request asks of one partition. */
export interface FetchPartitionRequest {
  /** Undefined while the topic id is not known here. */
  readonly topic: string | undefined;
  /** `ZERO_UUID` in requests that speak names. */
  readonly topicId: Uuid;
  readonly partition: number;
  readonly fetchOffset: number;
  readonly maxBytes: number;
  /** The follower's log start offset; −1 from a consumer. */
  readonly logStartOffset: number;
  /** −1: not checked. */
  readonly currentLeaderEpoch: number;
  /** −1: not checked. */
  readonly lastFetchedEpoch: number;
}

/** The parts of a partition's response that decide whether an incremental response lists it. */
export interface FetchPartitionAnswer {
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  readonly recordsSizeInBytes: number;
  readonly hasPreferredReadReplica: boolean;
  readonly hasDivergingEpoch: boolean;
}

/** One partition of a session. */
export class CachedPartition implements FetchPartitionRequest {
  topic: string | undefined;
  readonly topicId: Uuid;
  readonly partition: number;
  fetchOffset = -1;
  maxBytes = -1;
  logStartOffset = -1;
  currentLeaderEpoch = -1;
  lastFetchedEpoch = -1;
  /** The high watermark of the last response that listed it; −1 after an error, so that the recovery is listed. */
  #sentHighWatermark = -1;
  #sentLogStartOffset = -1;

  constructor(request: FetchPartitionRequest) {
    this.topic = request.topic;
    this.topicId = request.topicId;
    this.partition = request.partition;
    this.updateRequest(request);
  }

  updateRequest(request: FetchPartitionRequest): void {
    this.fetchOffset = request.fetchOffset;
    this.maxBytes = request.maxBytes;
    this.logStartOffset = request.logStartOffset;
    this.currentLeaderEpoch = request.currentLeaderEpoch;
    this.lastFetchedEpoch = request.lastFetchedEpoch;
  }

  /** Remembers what the session's first response said. */
  onFirstAnswer(answer: FetchPartitionAnswer): void {
    this.#sentHighWatermark = answer.highWatermark;
    this.#sentLogStartOffset = answer.logStartOffset;
  }

  /** Whether an incremental response must list the partition; remembers what it then says. */
  onAnswer(answer: FetchPartitionAnswer): boolean {
    let mustRespond = answer.recordsSizeInBytes > 0 || answer.hasPreferredReadReplica || answer.hasDivergingEpoch;
    if (this.#sentHighWatermark !== answer.highWatermark) {
      mustRespond = true;
      this.#sentHighWatermark = answer.highWatermark;
    }
    if (this.#sentLogStartOffset !== answer.logStartOffset) {
      mustRespond = true;
      this.#sentLogStartOffset = answer.logStartOffset;
    }
    if (answer.errorCode !== 0) {
      mustRespond = true;
      this.#sentHighWatermark = -1;
    }
    return mustRespond;
  }
}

export interface FetchSessionOptions {
  readonly id: number;
  /** Sessions of followers are privileged: those of consumers never evict them. */
  readonly isPrivileged: boolean;
  readonly usesTopicIds: boolean;
  readonly createdMs: number;
}

export class FetchSession {
  readonly id: number;
  readonly isPrivileged: boolean;
  readonly usesTopicIds: boolean;
  readonly createdMs: number;
  lastUsedMs: number;
  /** The epoch the next request must carry. */
  epoch: number = nextFetchEpoch(INITIAL_EPOCH);
  /** Topic (by id or by name) → partition → its place. */
  readonly #topics = new Map<string, Map<number, CachedPartition>>();
  /** In rotation order. */
  readonly #partitions = new Set<CachedPartition>();

  constructor(options: FetchSessionOptions) {
    this.id = options.id;
    this.isPrivileged = options.isPrivileged;
    this.usesTopicIds = options.usesTopicIds;
    this.createdMs = options.createdMs;
    this.lastUsedMs = options.createdMs;
  }

  get size(): number {
    return this.#partitions.size;
  }

  /** The partitions in rotation order. */
  get partitions(): Iterable<CachedPartition> {
    return this.#partitions;
  }

  find(target: Pick<FetchPartitionRequest, "topic" | "topicId" | "partition">): CachedPartition | undefined {
    return this.#topics.get(topicKey(target))?.get(target.partition);
  }

  /** Adds a partition, or takes over what the request asks of it now. */
  update(request: FetchPartitionRequest): CachedPartition {
    const known = this.find(request);
    if (known !== undefined) {
      known.updateRequest(request);
      return known;
    }
    const added = new CachedPartition(request);
    const key = topicKey(request);
    let partitions = this.#topics.get(key);
    if (partitions === undefined) {
      partitions = new Map();
      this.#topics.set(key, partitions);
    }
    partitions.set(request.partition, added);
    this.#partitions.add(added);
    return added;
  }

  remove(target: Pick<FetchPartitionRequest, "topic" | "topicId" | "partition">): void {
    const key = topicKey(target);
    const partitions = this.#topics.get(key);
    const found = partitions?.get(target.partition);
    if (partitions === undefined || found === undefined) {
      return;
    }
    partitions.delete(target.partition);
    if (partitions.size === 0) {
      this.#topics.delete(key);
    }
    this.#partitions.delete(found);
  }

  /** The partition returned data: others come first next time. */
  moveToEnd(partition: CachedPartition): void {
    if (this.#partitions.delete(partition)) {
      this.#partitions.add(partition);
    }
  }
}

function topicKey(target: Pick<FetchPartitionRequest, "topic" | "topicId">): string {
  // A topic id has 22 characters of an alphabet that topic names share; the prefix keeps the two apart.
  return target.topicId === ZERO_UUID ? `n${target.topic ?? ""}` : `i${target.topicId}`;
}
