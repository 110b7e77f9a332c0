/**
 * What a partition's replica knows about leadership: who leads in which epoch, who is in sync, how far the followers are, and
 * therefore how far the high watermark may go. Pure: it holds no log; offsets come in and decisions go out.
 *
 *            becomeLeader                    becomeFollower
 *   (none) ───────────────▶ leader ◀──────────────────────▶ follower
 *
 * Invariants: the leader epoch and, within it, the partition epoch never decrease; the high watermark that a leader computes
 * never exceeds the log end offset of any replica that is in sync or about to be, and does not move while fewer replicas
 * are in sync than `min.insync.replicas` demands.
 */

import { assert } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";

/** A partition as the committed metadata has it. */
export interface PartitionRegistration {
  /** −1 when nobody leads. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  /** 1 while the leader was elected uncleanly and has not said that it is done with it. Default 0. */
  readonly leaderRecoveryState?: number;
}

/** How far a follower is, as its last fetch said. */
export interface FollowerState {
  readonly logEndOffset: number;
  readonly logStartOffset: number;
  /** When it last held everything the leader had. */
  readonly lastCaughtUpMs: number;
  readonly lastFetchMs: number;
  /** The leader's log end at its last fetch. */
  readonly leaderEndAtFetch: number;
  /** The broker epoch it fetched with, −1 where it did not say. */
  readonly brokerEpoch: number;
}

/** A fetch of a follower: it has everything below `fetchOffset`. */
export interface FollowerFetch {
  readonly fetchOffset: number;
  readonly logStartOffset: number;
  readonly leaderEndOffset: number;
  readonly nowMs: number;
  /** Default −1: it did not say. */
  readonly brokerEpoch?: number;
}

/** An in-sync set the controller was asked for and has not confirmed. */
export interface PendingIsr {
  readonly isr: readonly number[];
  /** The set to count with meanwhile: whoever may be in sync in the controller's eyes. */
  readonly maximalIsr: readonly number[];
  readonly partitionEpoch: number;
}

const NO_EPOCH = -1;

export class PartitionState {
  readonly #localId: number;
  #registration: PartitionRegistration | undefined;
  /** The leader's log end offset when its epoch began; −1 on a follower. */
  #leaderEpochStartOffset = -1;
  readonly #followers = new Map<number, FollowerState>();
  #pendingIsr: PendingIsr | undefined;
  /** When this leadership began: nobody lags before it. */
  #leaderSinceMs = 0;
  /** The epoch since which this node has led without a break; −1 on a follower. */
  #leaderSinceEpoch = NO_EPOCH;

  constructor(localId: number) {
    this.#localId = localId;
  }

  get isLeader(): boolean {
    return this.#registration?.leader === this.#localId;
  }

  /** −1 when nobody leads or nothing is known. */
  get leaderId(): number {
    return this.#registration?.leader ?? -1;
  }

  get leaderEpoch(): number {
    return this.#registration?.leaderEpoch ?? NO_EPOCH;
  }

  get partitionEpoch(): number {
    return this.#registration?.partitionEpoch ?? NO_EPOCH;
  }

  get isr(): readonly number[] {
    return this.#registration?.isr ?? [];
  }

  /** Everybody who may be in sync in the controller's eyes: those who are, and those it was asked for. */
  get maximalIsr(): readonly number[] {
    return this.#pendingIsr?.maximalIsr ?? this.isr;
  }

  get pendingIsr(): PendingIsr | undefined {
    return this.#pendingIsr;
  }

  get leaderRecoveryState(): number {
    return this.#registration?.leaderRecoveryState ?? 0;
  }

  get replicas(): readonly number[] {
    return this.#registration?.replicas ?? [];
  }

  /** The epoch since which this node has led without a break: its log has lost nothing since. −1 on a follower. */
  get leaderSinceEpoch(): number {
    return this.#leaderSinceEpoch;
  }

  get leaderEpochStartOffset(): number {
    return this.#leaderEpochStartOffset;
  }

  /**
   * Takes over a registration. Returns whether a new leadership of this node begins, which must then be recorded in the
   * log's epoch cache at `logEndOffset`.
   */
  update(registration: PartitionRegistration, logEndOffset: number, nowMs = 0): { readonly isNewLeaderEpoch: boolean } {
    const previous = this.#registration;
    if (previous !== undefined) {
      assert(registration.leaderEpoch >= previous.leaderEpoch, "the leader epoch of a partition never decreases");
      if (registration.leaderEpoch === previous.leaderEpoch) {
        assert(registration.partitionEpoch >= previous.partitionEpoch, "the partition epoch never decreases");
      }
    }
    this.#registration = registration;
    if (this.#pendingIsr !== undefined && registration.partitionEpoch > this.#pendingIsr.partitionEpoch) {
      this.#pendingIsr = undefined;
    }
    if (registration.leader !== this.#localId) {
      this.#pendingIsr = undefined;
      this.#leaderEpochStartOffset = -1;
      this.#leaderSinceEpoch = NO_EPOCH;
      this.#followers.clear();
      return { isNewLeaderEpoch: false };
    }
    const wasLeader = previous?.leader === this.#localId;
    if (!wasLeader) this.#leaderSinceEpoch = registration.leaderEpoch;
    const isNewLeaderEpoch = !wasLeader || previous.leaderEpoch !== registration.leaderEpoch;
    if (isNewLeaderEpoch) {
      this.#leaderEpochStartOffset = logEndOffset;
      this.#leaderSinceMs = nowMs;
      this.#followers.clear();
    }
    for (const id of this.#followers.keys()) {
      if (!registration.replicas.includes(id)) {
        this.#followers.delete(id);
      }
    }
    return { isNewLeaderEpoch };
  }

  /** NONE, or why a request with this leader epoch is refused. −1 is not checked. */
  checkLeaderEpoch(requestEpoch: number): number {
    if (requestEpoch < 0 || requestEpoch === this.leaderEpoch) {
      return ErrorCode.NONE;
    }
    return requestEpoch < this.leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }

  /** NONE, or why this replica does not serve: epochs first, then leadership, as Kafka checks them. */
  checkServes(requestEpoch: number, requiresLeader: boolean): number {
    const epochError = this.checkLeaderEpoch(requestEpoch);
    if (epochError !== ErrorCode.NONE) {
      return epochError;
    }
    return requiresLeader && !this.isLeader ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.NONE;
  }

  /** `min.insync.replicas`, never more than there are replicas. */
  effectiveMinIsr(minInsyncReplicas: number): number {
    return Math.min(minInsyncReplicas, Math.max(1, this.replicas.length));
  }

  isUnderMinIsr(minInsyncReplicas: number): boolean {
    return this.isr.length < this.effectiveMinIsr(minInsyncReplicas);
  }

  /** NONE, or NOT_ENOUGH_REPLICAS for an append that wants every in-sync replica. */
  checkMayAppend(requiredAcks: number, minInsyncReplicas: number): number {
    if (!this.isLeader) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    return requiredAcks === -1 && this.isUnderMinIsr(minInsyncReplicas)
      ? ErrorCode.NOT_ENOUGH_REPLICAS
      : ErrorCode.NONE;
  }

  /** NONE, or why this leader does not take the fetch of a replica: it is none of the partition's, as far as is known. */
  checkFollower(followerId: number, requestEpoch: number): number {
    if (followerId !== this.#localId && this.replicas.includes(followerId)) {
      return ErrorCode.NONE;
    }
    // With an epoch that fits, this node's knowledge of the replicas may be behind: the follower tries again.
    return requestEpoch >= 0 ? ErrorCode.UNKNOWN_LEADER_EPOCH : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  /**
   * A follower fetched. It was caught up at its last fetch if by now it has what the leader had then, and is caught up now if it has everything.
   */
  onFollowerFetch(followerId: number, asked: FollowerFetch): void {
    if (!this.isLeader || followerId === this.#localId || !this.replicas.includes(followerId)) return;
    const before = this.#followers.get(followerId);
    const { fetchOffset, leaderEndOffset, nowMs } = asked;
    let lastCaughtUpMs = before?.lastCaughtUpMs ?? (this.isr.includes(followerId) ? this.#leaderSinceMs : 0);
    if (fetchOffset >= leaderEndOffset) lastCaughtUpMs = nowMs;
    else if (before !== undefined && fetchOffset >= before.leaderEndAtFetch) {
      lastCaughtUpMs = Math.max(lastCaughtUpMs, before.lastFetchMs);
    }
    this.#followers.set(followerId, {
      logEndOffset: fetchOffset,
      logStartOffset: asked.logStartOffset,
      lastCaughtUpMs,
      lastFetchMs: nowMs,
      leaderEndAtFetch: leaderEndOffset,
      brokerEpoch: asked.brokerEpoch ?? -1,
    });
  }

  /** Whether a follower may be asked into the in-sync set now, as far as the logs say. */
  mayJoinIsr(followerId: number, highWatermark: number): boolean {
    if (!this.isLeader || this.#pendingIsr !== undefined || this.maximalIsr.includes(followerId)) return false;
    // The leader of an unclean election stays alone until the controller knows that it has recovered.
    const end = this.#followers.get(followerId)?.logEndOffset;
    return end !== undefined && end >= highWatermark && end >= this.#leaderEpochStartOffset;
  }

  /** Followers in the in-sync set that have not caught up for too long. */
  laggards(options: { readonly logEndOffset: number; readonly nowMs: number; readonly lagMs: number }): number[] {
    if (!this.isLeader || this.#pendingIsr !== undefined) return [];
    return this.isr.filter((id) => id !== this.#localId && !this.#isCaughtUp(id, options));
  }

  /** The controller is asked for another in-sync set. An expansion counts from now on, a shrinking only when it is confirmed. */
  onIsrRequested(isr: readonly number[]): void {
    assert(this.isLeader && this.#pendingIsr === undefined, "a leader asks for one change at a time");
    const maximalIsr = [...new Set([...this.isr, ...isr])];
    this.#pendingIsr = { isr, maximalIsr, partitionEpoch: this.partitionEpoch };
  }

  /** The controller will not hear of it: what was confirmed before is in effect. */
  onIsrRefused(): void {
    this.#pendingIsr = undefined;
  }

  #isCaughtUp(
    followerId: number,
    { logEndOffset, nowMs, lagMs }: { readonly logEndOffset: number; readonly nowMs: number; readonly lagMs: number },
  ): boolean {
    const follower = this.#followers.get(followerId);
    if (follower === undefined) return nowMs - this.#leaderSinceMs <= lagMs;
    return follower.logEndOffset === logEndOffset || nowMs - follower.lastCaughtUpMs <= lagMs;
  }

  follower(followerId: number): FollowerState | undefined {
    return this.#followers.get(followerId);
  }

  /** How far the high watermark may go, given the leader's log end offset; undefined if it may not move. */
  highWatermarkCandidate(logEndOffset: number, minInsyncReplicas: number): number | undefined {
    if (!this.isLeader || this.isUnderMinIsr(minInsyncReplicas)) {
      return undefined;
    }
    let candidate = logEndOffset;
    for (const id of this.maximalIsr) {
      if (id !== this.#localId) {
        candidate = Math.min(candidate, this.#followers.get(id)?.logEndOffset ?? 0);
      }
    }
    return candidate;
  }

  /** The smallest log start offset of all replicas that are in sync: what DeleteRecords waits for. */
  lowWatermark(logStartOffset: number): number {
    let lowest = logStartOffset;
    for (const id of this.isr) {
      if (id !== this.#localId) {
        lowest = Math.min(lowest, this.#followers.get(id)?.logStartOffset ?? 0);
      }
    }
    return lowest;
  }

  /** The error of a request with acks=all whose records reached the high watermark. */
  checkEnoughReplicas(minInsyncReplicas: number): number {
    return this.isUnderMinIsr(minInsyncReplicas) ? ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND : ErrorCode.NONE;
  }
}
