/**
 * The metadata quorum as one of its voters sees it: a pure machine, `step(event, nowMs) → actions`.
 *
 *   (start) ──► leader ──resign──► resigned
 *
 * It is a quorum of one: its own vote is the majority, so an election is over as soon as the vote is durable, and a
 * record is committed as soon as it is durable here. What holds for every quorum holds here too: each start opens a new
 * epoch, the epoch is durable before any record of it, and the high watermark is unknown until a record of the
 * leader's own epoch is committed. It never moves back.
 */

import { assert } from "@ottla/base";
import { INITIAL_ELECTION_STATE, NO_NODE, type ElectionState } from "./election-state.ts";
import type { RaftAction, RaftEvent } from "./raft-event.ts";

/** Fixed facts of one node. */
export interface RaftNodeOptions {
  readonly nodeId: number;
  /** The voters; only a quorum of this node alone is served. */
  readonly voterIds: readonly number[];
}

/** The high watermark before anything of the current epoch is committed. */
export const UNKNOWN_HIGH_WATERMARK = -1;

/** What DescribeQuorum says of one voter or observer. */
export interface ReplicaState {
  readonly replicaId: number;
  readonly logEndOffset: number;
  /** When it last fetched, in milliseconds; for the leader, now. */
  readonly lastFetchTimestampMs: number;
  /** When it last had everything, in milliseconds; for the leader, now. */
  readonly lastCaughtUpTimestampMs: number;
}

/** What DescribeQuorum says. */
export interface QuorumDescription {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly ReplicaState[];
  readonly observers: readonly ReplicaState[];
}

/** See the file's head. */
export class RaftNode {
  readonly #options: RaftNodeOptions;
  #role: "initial" | "leader" | "resigned" = "initial";
  #election: ElectionState = INITIAL_ELECTION_STATE;
  /** epochStartOffset ≤ highWatermark (where known) ≤ flushedOffset ≤ logEndOffset while leading. */
  #epochStartOffset = 0;
  #logEndOffset = 0;
  #flushedOffset = 0;
  #highWatermark: number = UNKNOWN_HIGH_WATERMARK;

  constructor(options: RaftNodeOptions) {
    assert(options.voterIds.length === 1 && options.voterIds[0] === options.nodeId, "the quorum is this node alone");
    this.#options = options;
  }

  get isLeader(): boolean {
    return this.#role === "leader";
  }

  get epoch(): number {
    return this.#election.epoch;
  }

  /** The leader this node knows, or `NO_NODE`. */
  get leaderId(): number {
    return this.#role === "leader" ? this.#options.nodeId : NO_NODE;
  }

  /** Everything below is committed; `UNKNOWN_HIGH_WATERMARK` before the first commit of this epoch. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** One after the last record that has a place in the log. */
  get logEndOffset(): number {
    return this.#logEndOffset;
  }

  /** Takes one event; the actions are for the shell, in order. */
  step(event: RaftEvent, nowMs: number): readonly RaftAction[] {
    assert(nowMs >= 0, "time is not negative");
    const actions = this.#handle(event);
    this.#assertInvariants();
    return actions;
  }

  /** The state that DescribeQuorum reports. Only the leader knows it. */
  describe(nowMs: number): QuorumDescription {
    assert(this.isLeader, "only a leader describes the quorum");
    return {
      leaderId: this.#options.nodeId,
      leaderEpoch: this.#election.epoch,
      highWatermark: this.#highWatermark,
      voters: [
        {
          replicaId: this.#options.nodeId,
          logEndOffset: this.#logEndOffset,
          lastFetchTimestampMs: nowMs,
          lastCaughtUpTimestampMs: nowMs,
        },
      ],
      observers: [],
    };
  }

  #handle(event: RaftEvent): readonly RaftAction[] {
    switch (event.type) {
      case "start":
        return this.#onStart(event);
      case "propose":
        return this.#onPropose(event.recordCount);
      case "flushed":
        return this.#onFlushed(event.endOffset);
      case "resign":
        return this.#onResign();
    }
  }

  /**
   * The new epoch is above both the stored one and that of the log: a node whose quorum-state was lost must not reuse an
   * epoch that has records. The vote for itself and the leadership that follows are one durable write.
   */
  #onStart(event: Extract<RaftEvent, { type: "start" }>): readonly RaftAction[] {
    assert(this.#role === "initial", "a node starts once");
    const { nodeId, voterIds } = this.#options;
    const epoch = Math.max(event.stored?.epoch ?? 0, event.lastEpoch) + 1;
    this.#role = "leader";
    this.#election = { epoch, leaderId: nodeId, votedId: NO_NODE };
    this.#epochStartOffset = event.logEndOffset;
    this.#flushedOffset = event.logEndOffset;
    this.#logEndOffset = event.logEndOffset + 1;
    return [
      { type: "persist", state: this.#election, voterIds },
      { type: "append-leader-change", epoch, baseOffset: event.logEndOffset, leaderId: nodeId, voterIds },
      { type: "become-leader", epoch, epochStartOffset: event.logEndOffset },
    ];
  }

  #onPropose(recordCount: number): readonly RaftAction[] {
    assert(this.#role === "leader", "only a leader appends");
    assert(recordCount > 0, "a batch has records");
    const baseOffset = this.#logEndOffset;
    this.#logEndOffset += recordCount;
    return [{ type: "append", epoch: this.#election.epoch, baseOffset, recordCount }];
  }

  #onFlushed(endOffset: number): readonly RaftAction[] {
    assert(endOffset <= this.#logEndOffset, "what is durable was appended");
    if (this.#role !== "leader" || endOffset <= this.#flushedOffset) return [];
    this.#flushedOffset = endOffset;
    this.#highWatermark = endOffset;
    return [{ type: "commit", highWatermark: endOffset }];
  }

  #onResign(): readonly RaftAction[] {
    if (this.#role !== "leader") return [];
    this.#role = "resigned";
    return [{ type: "resigned", epoch: this.#election.epoch }];
  }

  #assertInvariants(): void {
    assert(this.#flushedOffset <= this.#logEndOffset, "durable records have a place in the log");
    assert(this.#highWatermark <= this.#flushedOffset, "committed records are durable");
    assert(
      this.#highWatermark === UNKNOWN_HIGH_WATERMARK || this.#highWatermark > this.#epochStartOffset,
      "a high watermark lies in the leader's own epoch",
    );
  }
}
