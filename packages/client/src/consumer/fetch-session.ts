/**
 * The client's half of an incremental fetch session with one broker (KIP-227): the broker remembers which partitions are fetched and where, and
 * each request only tells what changed.
 *
 * States: none (the next request is a full one that opens a session) → established (requests carry changes, the epoch counts them) → none again when
 * anything goes wrong. Pure.
 */
import { ErrorCode } from "@ottla/protocol";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";

const ZERO_ID = "AAAAAAAAAAAAAAAAAAAAAA";
const NO_SESSION = 0;
const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;

/** What to fetch of one partition. */
export interface FetchTarget {
  readonly topicId: string;
  readonly fetchOffset: number;
  readonly logStartOffset: number;
  readonly maxBytes: number;
  readonly leaderEpoch: number;
  readonly lastFetchedEpoch: number;
}

/** What a request must say. */
export interface SessionRequest {
  readonly sessionId: number;
  readonly epoch: number;
  readonly toSend: TopicPartitionMap<FetchTarget>;
  readonly toForget: readonly (TopicPartition & { readonly topicId: string })[];
  /** Whether every topic has an id, so that versions from 13 on can be used. */
  readonly hasIds: boolean;
}

/** One broker's session. */
export class FetchSession {
  #sessionId = NO_SESSION;
  #epoch = INITIAL_EPOCH;
  #partitions: TopicPartitionMap<FetchTarget> = new TopicPartitionMap();

  get sessionId(): number {
    return this.#sessionId;
  }

  /** The partitions the broker will answer for after the last request. */
  get partitions(): TopicPartitionMap<FetchTarget> {
    return this.#partitions;
  }

  /** Prepares a request that fetches exactly these partitions. */
  build(wanted: TopicPartitionMap<FetchTarget>): SessionRequest {
    const hasIds = allHaveIds(wanted);
    const before = this.#partitions;
    // A session speaks of topics either by name or by id, never both.
    const mustRestart = this.#epoch !== INITIAL_EPOCH && before.size > 0 && hasIds !== allHaveIds(before);
    if (mustRestart) this.#epoch = INITIAL_EPOCH;
    const { sessionId } = this;
    const epoch = this.#epoch;
    this.#partitions = new TopicPartitionMap([...wanted]);
    if (epoch === INITIAL_EPOCH) return { sessionId, epoch, toSend: wanted, toForget: [], hasIds };
    const toSend = new TopicPartitionMap<FetchTarget>();
    const toForget: (TopicPartition & { topicId: string })[] = [];
    for (const [partition, target] of wanted) {
      const known = before.get(partition);
      if (known === undefined || !isSameTarget(known, target)) toSend.set(partition, target);
      // A topic that was deleted and made again is another one to the broker.
      if (known !== undefined && known.topicId !== target.topicId && known.topicId !== ZERO_ID) {
        toForget.push({ ...partition, topicId: known.topicId });
      }
    }
    for (const [partition, { topicId }] of before) {
      if (!wanted.has(partition)) toForget.push({ ...partition, topicId });
    }
    return { sessionId, epoch, toSend, toForget, hasIds };
  }

  /** Takes in a response; false when it must not be used because the session is broken. */
  onResponse(errorCode: number, sessionId: number): boolean {
    if (errorCode !== ErrorCode.NONE) {
      // An unknown session is gone; of a session with another epoch the broker still knows, so it is closed with the next full request.
      if (errorCode === ErrorCode.FETCH_SESSION_ID_NOT_FOUND) this.#sessionId = NO_SESSION;
      this.#epoch = INITIAL_EPOCH;
      return false;
    }
    const wasFull = this.#epoch === INITIAL_EPOCH;
    if (!wasFull && sessionId !== this.#sessionId && sessionId !== NO_SESSION) {
      this.#epoch = INITIAL_EPOCH;
      return false;
    }
    this.#sessionId = sessionId;
    this.#epoch = sessionId === NO_SESSION ? INITIAL_EPOCH : nextEpoch(this.#epoch);
    return true;
  }

  /** The request failed; whether the broker saw it is unknown. */
  onError(): void {
    this.#epoch = INITIAL_EPOCH;
  }

  /** The request that ends the session; undefined when there is none. */
  buildClose(): { readonly sessionId: number; readonly epoch: number } | undefined {
    if (this.#sessionId === NO_SESSION) return undefined;
    const { sessionId } = this;
    this.#sessionId = NO_SESSION;
    this.#epoch = INITIAL_EPOCH;
    return { sessionId, epoch: FINAL_EPOCH };
  }
}

/** Epochs count from 1 and go from 2^31 − 1 to 1 again. */
function nextEpoch(epoch: number): number {
  return epoch === 0x7fff_ffff ? 1 : epoch + 1;
}

function allHaveIds(targets: TopicPartitionMap<FetchTarget>): boolean {
  for (const { topicId } of targets.values()) if (topicId === ZERO_ID) return false;
  return true;
}

function isSameTarget(left: FetchTarget, right: FetchTarget): boolean {
  return (
    left.topicId === right.topicId &&
    left.fetchOffset === right.fetchOffset &&
    left.logStartOffset === right.logStartOffset &&
    left.maxBytes === right.maxBytes &&
    left.leaderEpoch === right.leaderEpoch &&
    left.lastFetchedEpoch === right.lastFetchedEpoch
  );
}
