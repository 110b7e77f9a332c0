/**
 * What the leader of an epoch knows of the others: how far each voter and observer is, whether a majority still asks it,
 * and therefore what is committed.
 *
 * The high watermark is unknown until a record of the leader's own epoch is on a majority (Raft §5.4.2): before that, what
 * a majority holds can still be replaced. It never moves back.
 */

/** The high watermark before anything of the leader's epoch is committed. */
export const UNKNOWN_HIGH_WATERMARK = -1;

/** What DescribeQuorum says of one voter or observer. */
export interface ReplicaState {
  readonly replicaId: number;
  /** −1 where it has not fetched yet. */
  readonly logEndOffset: number;
  /** When it last fetched, in milliseconds, −1 for never; for the leader, now. */
  readonly lastFetchTimestampMs: number;
  /** When it last had everything, in milliseconds, −1 for never; for the leader, now. */
  readonly lastCaughtUpTimestampMs: number;
}

interface Progress {
  endOffset: number;
  lastFetchMs: number;
  lastCaughtUpMs: number;
  /** The leader's log end at the last fetch: a replica that reaches it was caught up then. */
  leaderEndAtFetch: number;
}

export interface LeaderStateOptions {
  readonly nodeId: number;
  readonly voterIds: readonly number[];
  readonly epochStartOffset: number;
  readonly fetchTimeoutMs: number;
  readonly nowMs: number;
}

/** Observers that have not fetched for so long are forgotten. */
const OBSERVER_TIMEOUT_MS = 300_000;
const CHECK_QUORUM_FACTOR = 1.5;

/** See the file's head. */
export class LeaderState {
  readonly epochStartOffset: number;
  readonly #options: LeaderStateOptions;
  readonly #voters = new Map<number, Progress>();
  readonly #observers = new Map<number, Progress>();
  /** Other voters that asked since the last time a majority had. */
  readonly #heard = new Set<number>();
  /** When each other voter is told next that this node leads. */
  readonly #beginDue = new Map<number, number>();
  #quorumDeadlineMs: number;
  #highWatermark = UNKNOWN_HIGH_WATERMARK;

  constructor(options: LeaderStateOptions) {
    this.#options = options;
    this.epochStartOffset = options.epochStartOffset;
    this.#quorumDeadlineMs = options.nowMs + options.fetchTimeoutMs * CHECK_QUORUM_FACTOR;
    for (const id of options.voterIds) {
      this.#voters.set(id, { endOffset: -1, lastFetchMs: -1, lastCaughtUpMs: -1, leaderEndAtFetch: -1 });
      if (id !== options.nodeId) this.#beginDue.set(id, options.nowMs);
    }
  }

  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** When a majority must have asked again; a leader without it gives up, since another may lead by then. */
  get quorumDeadlineMs(): number {
    return this.#voters.size === 1 ? Infinity : this.#quorumDeadlineMs;
  }

  /** When a voter is told next that this node leads, unless it asks before. */
  beginDueMs(voterId: number): number {
    return this.#beginDue.get(voterId) ?? Infinity;
  }

  /** Voters that have not asked for a while and are told that this node leads. */
  beginsDue(nowMs: number): number[] {
    return [...this.#beginDue].filter(([, dueMs]) => dueMs <= nowMs).map(([id]) => id);
  }

  onBeginSent(voterId: number, nowMs: number): void {
    this.#beginDue.set(voterId, nowMs + this.#options.fetchTimeoutMs / 2);
  }

  /** A replica asked: it has everything below `fetchOffset`. */
  onFetch(replicaId: number, asked: { fetchOffset: number; logEndOffset: number; nowMs: number }): void {
    const { fetchOffset, logEndOffset, nowMs } = asked;
    const progress = this.#progressOf(replicaId);
    if (fetchOffset >= logEndOffset) progress.lastCaughtUpMs = nowMs;
    else if (progress.leaderEndAtFetch >= 0 && fetchOffset >= progress.leaderEndAtFetch) {
      progress.lastCaughtUpMs = progress.lastFetchMs;
    }
    progress.endOffset = fetchOffset;
    progress.lastFetchMs = nowMs;
    progress.leaderEndAtFetch = logEndOffset;
  }

  /** A replica asked for something, which shows that it lives and follows. */
  onHeard(replicaId: number, nowMs: number): void {
    if (!this.#beginDue.has(replicaId)) return;
    this.onBeginSent(replicaId, nowMs);
    this.#heard.add(replicaId);
    if (this.#heard.size + 1 < majorityOf(this.#voters.size)) return;
    this.#heard.clear();
    this.#quorumDeadlineMs = nowMs + this.#options.fetchTimeoutMs * CHECK_QUORUM_FACTOR;
  }

  /** Everything below is durable on the leader. */
  onFlushed(flushedOffset: number): void {
    const own = this.#voters.get(this.#options.nodeId);
    if (own !== undefined) own.endOffset = flushedOffset;
  }

  /** Moves the high watermark to what a majority has. Returns whether it moved. */
  advanceHighWatermark(): boolean {
    const offsets = [...this.#voters.values()].map(({ endOffset }) => endOffset).toSorted((one, other) => other - one);
    const replicated = offsets[majorityOf(offsets.length) - 1]!;
    if (replicated <= this.epochStartOffset || replicated <= this.#highWatermark) return false;
    this.#highWatermark = replicated;
    return true;
  }

  /** Other voters, those with the longest log first: who should lead next. */
  preferredSuccessors(): number[] {
    return [...this.#voters]
      .filter(([id]) => id !== this.#options.nodeId)
      .toSorted(([, one], [, other]) => other.endOffset - one.endOffset)
      .map(([id]) => id);
  }

  describeVoters(nowMs: number, logEndOffset: number): ReplicaState[] {
    return [...this.#voters].map(([replicaId, progress]) =>
      replicaId === this.#options.nodeId
        ? { replicaId, logEndOffset, lastFetchTimestampMs: nowMs, lastCaughtUpTimestampMs: nowMs }
        : describe(replicaId, progress),
    );
  }

  describeObservers(nowMs: number): ReplicaState[] {
    for (const [id, { lastFetchMs }] of this.#observers) {
      if (nowMs - lastFetchMs >= OBSERVER_TIMEOUT_MS) this.#observers.delete(id);
    }
    return [...this.#observers].map(([replicaId, progress]) => describe(replicaId, progress));
  }

  #progressOf(replicaId: number): Progress {
    const voter = this.#voters.get(replicaId);
    if (voter !== undefined) return voter;
    let observer = this.#observers.get(replicaId);
    if (observer === undefined) {
      observer = { endOffset: -1, lastFetchMs: -1, lastCaughtUpMs: -1, leaderEndAtFetch: -1 };
      this.#observers.set(replicaId, observer);
    }
    return observer;
  }
}

function describe(replicaId: number, progress: Progress): ReplicaState {
  return {
    replicaId,
    logEndOffset: progress.endOffset,
    lastFetchTimestampMs: progress.lastFetchMs,
    lastCaughtUpTimestampMs: progress.lastCaughtUpMs,
  };
}

/** More than half. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1;
}
