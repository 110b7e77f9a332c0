/**
 * Epoch, vote and role of one node, and every way from one role to another:
 *
 *                     fetch or election timeout
 *   unattached ──────────────────────────────────▶ prospective ──majority would──▶ candidate ──majority──▶ leader
 *       ▲  │                                        ▲    │  ▲                        │  │                    │
 *       │  └──leader known──▶ follower ──timeout────┘    │  └──────timed out─────────┘  │      no majority asks, or asked to
 *       │                        ▲                       │ lost                         │                    │
 *       └─────higher epoch───────┴───────────────────────┴──────────────────────────────┘                    ▼
 *       └──────────────────────────────────election timeout, epoch + 1────────────────────────────────── resigned
 *
 * Within one epoch the vote never changes once given and the leader never changes once known. Both are durable before
 * anybody is told.
 */

import { assert, randomBelow } from "@ottla/base";
import { type ElectionState, INITIAL_ELECTION_STATE, NO_NODE } from "./election-state.ts";
import { LeaderState, majorityOf, UNKNOWN_HIGH_WATERMARK } from "./leader-state.ts";
import type { LogPositions } from "./log-positions.ts";
import type { RaftAction } from "./raft-event.ts";
import { DEFAULT_RAFT_TIMEOUTS, type RaftNodeOptions, type RaftTimeouts } from "./raft-options.ts";
import type { Role } from "./role.ts";

/** See the file's head. */
export class Quorum {
  readonly options: RaftNodeOptions;
  readonly timeouts: RaftTimeouts;
  readonly log: LogPositions;
  #role: Role;
  #election: ElectionState = INITIAL_ELECTION_STATE;
  #highWatermark = UNKNOWN_HIGH_WATERMARK;
  #actions: RaftAction[] = [];

  constructor(options: RaftNodeOptions, log: LogPositions, nowMs: number) {
    this.options = options;
    this.timeouts = options.timeouts ?? DEFAULT_RAFT_TIMEOUTS;
    this.log = log;
    this.#role = { name: "unattached", electionDeadlineMs: this.electionDeadline(nowMs) };
  }

  get role(): Role {
    return this.#role;
  }

  get epoch(): number {
    return this.#election.epoch;
  }

  /** The leader of the epoch, or `NO_NODE`. */
  get leaderId(): number {
    return this.#election.leaderId;
  }

  get votedId(): number {
    return this.#election.votedId;
  }

  get isVoter(): boolean {
    return this.options.voterIds.includes(this.options.nodeId);
  }

  /** Everything below is committed as far as this node knows. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  act(action: RaftAction): void {
    this.#actions.push(action);
  }

  takeActions(): readonly RaftAction[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }

  /** Never the same for two voters that begin to wait together. */
  electionDeadline(nowMs: number): number {
    const { electionTimeoutMs } = this.timeouts;
    return nowMs + electionTimeoutMs + randomBelow(this.options.random, Math.max(1, electionTimeoutMs));
  }

  /**
   * Goes on from what is on disk. An epoch that has records is never used again, even where quorum-state was lost. A node
   * that led does not know what became of its epoch: it resigns.
   */
  start(stored: ElectionState | undefined, nowMs: number): void {
    const found = stored ?? INITIAL_ELECTION_STATE;
    const { lastEpoch } = this.log;
    this.#election = found.epoch < lastEpoch ? { epoch: lastEpoch, leaderId: NO_NODE, votedId: NO_NODE } : found;
    const { nodeId } = this.options;
    if (!this.isVoter) {
      this.#role = { name: "unattached", electionDeadlineMs: Infinity };
    } else if (this.isOnlyVoter) {
      this.#electAlone(nowMs);
    } else if (this.leaderId === nodeId) {
      this.#role = this.#resignedRole([], nowMs);
    } else if (this.leaderId !== NO_NODE) {
      this.#role = this.#followerRole(this.leaderId, nowMs);
    } else {
      this.#role = { name: "unattached", electionDeadlineMs: this.electionDeadline(nowMs) };
    }
  }

  get isOnlyVoter(): boolean {
    return this.options.voterIds.length === 1 && this.isVoter;
  }

  /** A higher epoch, or an election that was lost: no leader is known. */
  becomeUnattached(epoch: number, nowMs: number): void {
    assert(epoch >= this.epoch, "an epoch never goes back");
    const wasLeader = this.#role.name === "leader";
    const isNew = epoch > this.epoch;
    if (isNew) this.#persist({ epoch, leaderId: NO_NODE, votedId: NO_NODE });
    const electionDeadlineMs = this.isVoter ? this.electionDeadline(nowMs) : Infinity;
    this.#role = { name: "unattached", electionDeadlineMs };
    if (wasLeader) this.act({ type: "resigned", epoch });
    if (isNew) this.act({ type: "leader-changed", epoch, leaderId: NO_NODE });
  }

  /** Gives the vote of this epoch away. */
  vote(candidateId: number, nowMs: number): void {
    assert(this.leaderId === NO_NODE, "a vote is given while no leader is known");
    assert(this.votedId === NO_NODE || this.votedId === candidateId, "a vote is given once");
    if (this.votedId !== candidateId) this.#persist({ ...this.#election, votedId: candidateId });
    this.#role = { name: "unattached", electionDeadlineMs: this.electionDeadline(nowMs) };
  }

  becomeFollower(epoch: number, leaderId: number, nowMs: number): void {
    assert(epoch >= this.epoch, "an epoch never goes back");
    assert(leaderId !== this.options.nodeId, "a node does not follow itself");
    const wasLeader = this.#role.name === "leader";
    const isKnown = epoch === this.epoch && this.leaderId === leaderId;
    assert(isKnown || epoch > this.epoch || this.leaderId === NO_NODE, "an epoch has one leader");
    if (!isKnown) {
      const votedId = epoch === this.epoch ? this.votedId : NO_NODE;
      this.#persist({ epoch, leaderId, votedId });
    }
    this.#role = this.#followerRole(leaderId, nowMs);
    if (wasLeader) this.act({ type: "resigned", epoch });
    if (!isKnown) this.act({ type: "leader-changed", epoch, leaderId });
  }

  becomeProspective(nowMs: number): void {
    const granting = new Set([this.options.nodeId]);
    const electionDeadlineMs = this.electionDeadline(nowMs);
    this.#role = { name: "prospective", electionDeadlineMs, granting, rejecting: new Set(), asked: new Set() };
  }

  becomeCandidate(nowMs: number): void {
    const { nodeId } = this.options;
    const epoch = this.epoch + 1;
    this.#persist({ epoch, leaderId: NO_NODE, votedId: nodeId });
    const electionDeadlineMs = this.electionDeadline(nowMs);
    const granting = new Set([nodeId]);
    this.#role = { name: "candidate", electionDeadlineMs, granting, rejecting: new Set(), asked: new Set() };
    this.act({ type: "leader-changed", epoch, leaderId: NO_NODE });
  }

  /** A majority has voted for this node. */
  becomeLeader(grantingVoterIds: readonly number[], nowMs: number): void {
    const { nodeId, voterIds } = this.options;
    assert(grantingVoterIds.length >= majorityOf(voterIds.length), "a majority elects");
    this.#persist({ epoch: this.epoch, leaderId: nodeId, votedId: NO_NODE });
    this.#lead(grantingVoterIds, nowMs);
  }

  /** Leads no more and tells the others who should. */
  resign(nowMs: number): void {
    const role = this.#role;
    assert(role.name === "leader", "who resigns has led");
    this.#role = this.#resignedRole(role.state.preferredSuccessors(), nowMs);
    this.act({ type: "resigned", epoch: this.epoch });
  }

  /** The log is durable further than before, or another replica has it: what is committed now? */
  advanceHighWatermark(): void {
    const role = this.#role;
    if (role.name === "leader") {
      role.state.onFlushed(this.log.flushedOffset);
      if (role.state.advanceHighWatermark()) this.#commit(role.state.highWatermark);
    } else if (role.name === "follower") {
      this.#commit(Math.min(role.leaderHighWatermark, this.log.flushedOffset));
    }
  }

  #commit(highWatermark: number): void {
    if (highWatermark <= this.#highWatermark) return;
    this.#highWatermark = highWatermark;
    this.act({ type: "commit", highWatermark });
  }

  /** The own vote is the majority: vote and leadership are one durable write. */
  #electAlone(nowMs: number): void {
    const { nodeId } = this.options;
    this.#persist({ epoch: this.epoch + 1, leaderId: nodeId, votedId: NO_NODE });
    this.#lead([nodeId], nowMs);
  }

  #lead(grantingVoterIds: readonly number[], nowMs: number): void {
    const { nodeId, voterIds } = this.options;
    const { epoch } = this;
    const epochStartOffset = this.log.append(epoch, 1);
    const { fetchTimeoutMs } = this.timeouts;
    const state = new LeaderState({ nodeId, voterIds, epochStartOffset, fetchTimeoutMs, nowMs });
    this.#role = { name: "leader", state };
    const { generation } = this.log;
    const leaderChange = {
      epoch,
      baseOffset: epochStartOffset,
      leaderId: nodeId,
      voterIds,
      grantingVoterIds,
      generation,
    };
    this.act({ type: "append-leader-change", ...leaderChange });
    this.act({ type: "become-leader", epoch, epochStartOffset });
  }

  #followerRole(leaderId: number, nowMs: number): Role {
    return {
      name: "follower",
      leaderId,
      fetchDeadlineMs: nowMs + this.timeouts.fetchTimeoutMs,
      hasFetched: false,
      leaderHighWatermark: UNKNOWN_HIGH_WATERMARK,
      snapshot: undefined,
    };
  }

  #resignedRole(preferredSuccessors: readonly number[], nowMs: number): Role {
    const others = this.options.voterIds.filter((id) => id !== this.options.nodeId);
    const electionDeadlineMs = this.electionDeadline(nowMs);
    return { name: "resigned", electionDeadlineMs, preferredSuccessors, unacknowledged: new Set(others) };
  }

  /** Twice in one step is one write, at the place of the first: what follows it waits for more than it needs. */
  #persist(state: ElectionState): void {
    this.#election = state;
    const action = { type: "persist", state, voterIds: this.options.voterIds } as const;
    const earlier = this.#actions.findIndex(({ type }) => type === "persist");
    if (earlier < 0) this.#actions.push(action);
    else this.#actions[earlier] = action;
  }
}
