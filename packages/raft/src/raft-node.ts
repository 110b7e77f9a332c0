/**
 * The metadata quorum as one of its nodes sees it: a pure machine, `step(event, nowMs) → actions`. `nextDeadlineMs` says when
 * the next `tick` is due. Roles and the ways between them are in `quorum.ts`.
 *
 * A quorum of one elects itself at its start and commits what is durable here; a node that is no voter follows.
 */

import { assert } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { NO_NODE } from "./election-state.ts";
import { FetchRequests } from "./fetch-requests.ts";
import { onFetchResponse, onFetchSnapshotResponse } from "./fetch-responses.ts";
import { adoptLeader, handleBeginQuorumEpoch, handleEndQuorumEpoch } from "./leader-announcements.ts";
import { type ReplicaState, UNKNOWN_HIGH_WATERMARK } from "./leader-state.ts";
import { LogPositions } from "./log-positions.ts";
import { Outreach } from "./outreach.ts";
import { Quorum } from "./quorum.ts";
import type { RaftAction, RaftEvent } from "./raft-event.ts";
import type { RaftRequest, RaftResponse } from "./raft-message.ts";
import type { RaftNodeOptions } from "./raft-options.ts";
import { handleVote } from "./vote-requests.ts";
import { onVoteResponse } from "./vote-responses.ts";

/** What DescribeQuorum says. */
export interface QuorumDescription {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly ReplicaState[];
  readonly observers: readonly ReplicaState[];
}

const EMPTY_LOG = { startOffset: 0, endOffset: 0, epochs: [] };

/** See the file's head. */
export class RaftNode {
  readonly #options: RaftNodeOptions;
  #quorum: Quorum;
  #fetches: FetchRequests;
  #outreach: Outreach;
  #hasStarted = false;

  constructor(options: RaftNodeOptions) {
    this.#options = options;
    this.#quorum = new Quorum(options, new LogPositions(EMPTY_LOG), 0);
    this.#fetches = new FetchRequests(this.#quorum);
    this.#outreach = new Outreach(this.#quorum);
  }

  get isLeader(): boolean {
    return this.#quorum.role.name === "leader";
  }

  /** The name of the role, for logs and metrics. */
  get roleName(): string {
    return this.#quorum.role.name;
  }

  get epoch(): number {
    return this.#quorum.epoch;
  }

  /** The leader this node knows, or `NO_NODE`. */
  get leaderId(): number {
    const { role, leaderId } = this.#quorum;
    return role.name === "resigned" ? NO_NODE : leaderId;
  }

  /** Everything below is committed; `UNKNOWN_HIGH_WATERMARK` before this node knows of anything. */
  get highWatermark(): number {
    return this.#quorum.highWatermark;
  }

  /** One after the last record that has a place in the log. */
  get logEndOffset(): number {
    return this.#quorum.log.endOffset;
  }

  /** See `RaftEvent`'s `flushed`. */
  get logGeneration(): number {
    return this.#quorum.log.generation;
  }

  /** When the next `tick` is due, Infinity if nothing is waited for. */
  get nextDeadlineMs(): number {
    return this.#hasStarted ? Math.min(this.#fetches.deadlineMs, this.#outreach.deadlineMs) : Infinity;
  }

  /** Takes one event; the actions are for the shell, in order. */
  step(event: RaftEvent, nowMs: number): readonly RaftAction[] {
    assert(nowMs >= 0, "time is not negative");
    this.#handle(event, nowMs);
    this.#settle(nowMs);
    const actions = this.#quorum.takeActions();
    this.#assertInvariants();
    return actions;
  }

  /** The state that DescribeQuorum reports. Only the leader knows it. */
  describe(nowMs: number): QuorumDescription {
    const { role, epoch, log } = this.#quorum;
    assert(role.name === "leader", "only a leader describes the quorum");
    return {
      leaderId: this.#options.nodeId,
      leaderEpoch: epoch,
      highWatermark: role.state.highWatermark,
      voters: role.state.describeVoters(nowMs, log.endOffset),
      observers: role.state.describeObservers(nowMs),
    };
  }

  #handle(event: RaftEvent, nowMs: number): void {
    const quorum = this.#quorum;
    switch (event.type) {
      case "start":
        this.#onStart(event, nowMs);
        return;
      case "tick":
        return;
      case "request":
        this.#onRequest(event.requestId, event.request, nowMs);
        return;
      case "response":
        this.#onResponse(event, nowMs);
        return;
      case "request-failed":
        this.#onRequestFailed(event, nowMs);
        return;
      case "propose":
        this.#onPropose(event.recordCount);
        return;
      case "flushed":
        quorum.log.onFlushed(event.endOffset, event.generation);
        quorum.advanceHighWatermark();
        return;
      case "snapshots-changed":
        quorum.log.onSnapshotsChanged(event);
        return;
      case "resign":
        if (quorum.role.name === "leader") quorum.resign(nowMs);
    }
  }

  /** Whatever is due by now: timeouts first, then fetches that can be answered, then what this node asks others. */
  #settle(nowMs: number): void {
    if (!this.#hasStarted) return;
    this.#outreach.onTimeouts(nowMs);
    this.#fetches.reconsider(nowMs);
    this.#outreach.send(nowMs);
  }

  #onStart({ stored, log }: Extract<RaftEvent, { type: "start" }>, nowMs: number): void {
    assert(!this.#hasStarted, "a node starts once");
    this.#hasStarted = true;
    this.#quorum = new Quorum(this.#options, new LogPositions(log), nowMs);
    this.#fetches = new FetchRequests(this.#quorum);
    this.#outreach = new Outreach(this.#quorum);
    this.#quorum.start(stored, nowMs);
  }

  #onPropose(recordCount: number): void {
    const { role, epoch, log } = this.#quorum;
    assert(role.name === "leader", "only a leader appends");
    assert(recordCount > 0, "a batch has records");
    const baseOffset = log.append(epoch, recordCount);
    this.#quorum.act({ type: "append", epoch, baseOffset, recordCount, generation: log.generation });
  }

  #onRequest(requestId: number, request: RaftRequest, nowMs: number): void {
    assert(this.#hasStarted, "a node answers after its start");
    switch (request.api) {
      case "fetch":
        this.#fetches.handle(requestId, request, nowMs);
        return;
      case "fetch-snapshot":
        this.#fetches.handleSnapshot(requestId, request, nowMs);
        return;
      case "vote":
        this.#respond(requestId, handleVote(this.#quorum, request, nowMs));
        return;
      case "begin-quorum-epoch":
        this.#respond(requestId, handleBeginQuorumEpoch(this.#quorum, request, nowMs));
        return;
      case "end-quorum-epoch":
        this.#respond(requestId, handleEndQuorumEpoch(this.#quorum, request, nowMs));
    }
  }

  #respond(requestId: number, response: RaftResponse): void {
    this.#quorum.act({ type: "respond", requestId, response });
  }

  #onResponse(event: Extract<RaftEvent, { type: "response" }>, nowMs: number): void {
    const { peerId, response } = event;
    const request = this.#outreach.peers.take(peerId, event.correlationId);
    if (request === undefined) return;
    const isUsed = this.#takeResponse(peerId, request, response, nowMs);
    if (!isUsed) this.#outreach.peers.pause(peerId, nowMs);
  }

  /** Returns whether the answer was one to go on with at once, rather than after a pause. */
  #takeResponse(peerId: number, request: RaftRequest, response: RaftResponse, nowMs: number): boolean {
    const quorum = this.#quorum;
    const isStale = response.epoch < quorum.epoch || response.errorCode === ErrorCode.UNKNOWN_LEADER_EPOCH;
    if (isStale) return response.errorCode === ErrorCode.NONE;
    const isOutdated =
      response.epoch > quorum.epoch ||
      response.errorCode === ErrorCode.FENCED_LEADER_EPOCH ||
      response.errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER;
    if (isOutdated) {
      const isNews = response.epoch > quorum.epoch || quorum.leaderId === NO_NODE;
      adoptLeader(quorum, response, nowMs);
      return isNews && quorum.leaderId !== NO_NODE;
    }
    // Also a leader that was known before a restart is followed only when it is heard of.
    const isLooking = quorum.role.name === "unattached" || quorum.leaderId === NO_NODE;
    if (isLooking && response.leaderId !== NO_NODE) adoptLeader(quorum, response, nowMs);
    if (request.api === "vote" && response.api === "vote") {
      return onVoteResponse(quorum, { voterId: peerId, request, response }, nowMs);
    }
    if (request.api === "fetch" && response.api === "fetch") {
      return onFetchResponse(quorum, { request, response }, nowMs);
    }
    if (request.api === "fetch-snapshot" && response.api === "fetch-snapshot") {
      return onFetchSnapshotResponse(quorum, { request, response }, nowMs);
    }
    const { role } = quorum;
    if (response.api === "end-quorum-epoch" && role.name === "resigned" && response.errorCode === ErrorCode.NONE) {
      role.unacknowledged.delete(peerId);
    }
    return response.errorCode === ErrorCode.NONE;
  }

  #onRequestFailed(event: Extract<RaftEvent, { type: "request-failed" }>, nowMs: number): void {
    const request = this.#outreach.peers.take(event.peerId, event.correlationId);
    if (request === undefined) return;
    this.#outreach.peers.pause(event.peerId, nowMs);
    const { role } = this.#quorum;
    if (request.api === "vote" && (role.name === "candidate" || role.name === "prospective")) {
      role.asked.delete(event.peerId);
    }
    const isOldVoter = event.isUnsupported === true && request.api === "vote" && request.isPreVote;
    // A voter that does not know pre-votes cannot be asked for one: the real election follows at once.
    if (isOldVoter && role.name === "prospective") this.#quorum.becomeCandidate(nowMs);
  }

  #assertInvariants(): void {
    const { role, log, highWatermark, leaderId } = this.#quorum;
    assert(
      highWatermark <= log.flushedOffset || highWatermark === UNKNOWN_HIGH_WATERMARK,
      "what is committed is durable",
    );
    if (role.name === "leader") {
      assert(leaderId === this.#options.nodeId, "a leader is the leader of its epoch");
      assert(role.state.highWatermark <= highWatermark, "the high watermark never moves back");
    }
    if (role.name === "follower") assert(role.leaderId === leaderId, "a follower follows the leader of its epoch");
  }
}
