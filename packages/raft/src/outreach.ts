/**
 * What a node does by itself: its timeouts, and what it asks others in its role. Everything is sent again until it is
 * answered or the role is over; one request at a time to each node.
 */

import { randomBelow } from "@ottla/base";
import type { LeaderState } from "./leader-state.ts";
import { Peers } from "./peers.ts";
import type { Quorum } from "./quorum.ts";
import type { RaftRequest } from "./raft-message.ts";
import type { Candidate, Follower, Prospective, Resigned } from "./role.ts";
import { onElectionLost } from "./vote-responses.ts";

const FETCH_MAX_WAIT_MS = 500;
const SNAPSHOT_BYTES_MAX = 1 << 20;

/** See the file's head. */
export class Outreach {
  readonly peers: Peers;
  readonly #quorum: Quorum;

  constructor(quorum: Quorum) {
    this.#quorum = quorum;
    this.peers = new Peers(quorum.timeouts.retryBackoffMs);
  }

  /** When something is due, Infinity if nothing is. */
  get deadlineMs(): number {
    const { role } = this.#quorum;
    switch (role.name) {
      case "leader":
        return Math.min(role.state.quorumDeadlineMs, this.#beginDueMs(role.state));
      case "follower":
        return Math.min(role.fetchDeadlineMs, this.#fetchDueMs(role));
      case "unattached":
        return Math.min(role.electionDeadlineMs, this.#discoveryDueMs());
      case "prospective":
      case "candidate":
        return Math.min(role.electionDeadlineMs, ...this.#unasked(role).map((id) => this.peers.readyAtMs(id)));
      case "resigned":
        return Math.min(role.electionDeadlineMs, ...this.#untold(role).map((id) => this.peers.readyAtMs(id)));
    }
  }

  /** Leaves a role whose time is over. */
  onTimeouts(nowMs: number): void {
    const quorum = this.#quorum;
    const { role } = quorum;
    switch (role.name) {
      case "leader":
        if (nowMs >= role.state.quorumDeadlineMs) quorum.resign(nowMs);
        return;
      case "follower":
        if (nowMs < role.fetchDeadlineMs) return;
        if (quorum.isVoter) quorum.becomeProspective(nowMs);
        else this.#lookElsewhere(role, nowMs);
        return;
      case "unattached":
        if (nowMs >= role.electionDeadlineMs) quorum.becomeProspective(nowMs);
        return;
      case "prospective":
        if (nowMs >= role.electionDeadlineMs) onElectionLost(quorum, nowMs);
        return;
      case "candidate":
        if (nowMs >= role.electionDeadlineMs) quorum.becomeProspective(nowMs);
        return;
      case "resigned":
        if (nowMs >= role.electionDeadlineMs) quorum.becomeUnattached(quorum.epoch + 1, nowMs);
    }
  }

  /** Asks what there is to ask. */
  send(nowMs: number): void {
    const quorum = this.#quorum;
    const { role, epoch } = quorum;
    const { nodeId } = quorum.options;
    switch (role.name) {
      case "leader":
        for (const voterId of role.state.beginsDue(nowMs)) {
          if (!this.peers.isReady(voterId, nowMs)) continue;
          role.state.onBeginSent(voterId, nowMs);
          this.#send(voterId, { api: "begin-quorum-epoch", epoch, leaderId: nodeId, voterId });
        }
        return;
      case "follower":
        this.#fetchFrom(role.leaderId, nowMs);
        // Nobody tells an observer of a new leader.
        if (!quorum.isVoter && this.peers.isPaused(role.leaderId, nowMs)) this.#discover(nowMs);
        return;
      case "unattached":
        this.#discover(nowMs);
        return;
      case "prospective":
      case "candidate":
        this.#askForVotes(role, nowMs);
        return;
      case "resigned":
        for (const voterId of this.#untold(role)) {
          if (!this.peers.isReady(voterId, nowMs)) continue;
          const { preferredSuccessors } = role;
          this.#send(voterId, { api: "end-quorum-epoch", epoch, leaderId: nodeId, preferredSuccessors });
        }
    }
  }

  #askForVotes(role: Prospective | Candidate, nowMs: number): void {
    const { log, epoch, options } = this.#quorum;
    const isPreVote = role.name === "prospective";
    for (const voterId of this.#unasked(role)) {
      if (!this.peers.isReady(voterId, nowMs)) continue;
      role.asked.add(voterId);
      const { endOffset: lastOffset, lastEpoch } = log;
      const request = { epoch, candidateId: options.nodeId, voterId, lastEpoch, lastOffset, isPreVote };
      this.#send(voterId, { api: "vote", ...request });
    }
  }

  #unasked(role: Prospective | Candidate): number[] {
    const { nodeId, voterIds } = this.#quorum.options;
    return voterIds.filter((id) => id !== nodeId && !role.asked.has(id));
  }

  #untold(role: Resigned): number[] {
    return [...role.unacknowledged];
  }

  /** Without a leader any voter may know one; an answer from it tells. */
  #discover(nowMs: number): void {
    if (this.peers.isAsking("fetch")) return;
    const ready = this.#others().filter((id) => this.peers.isReady(id, nowMs));
    const peerId = ready[ready.length < 2 ? 0 : randomBelow(this.#quorum.options.random, ready.length)];
    if (peerId !== undefined) this.#fetchFrom(peerId, nowMs);
  }

  #discoveryDueMs(): number {
    if (this.peers.isAsking("fetch") || !this.#quorum.log.isSettled) return Infinity;
    return Math.min(Infinity, ...this.#others().map((id) => this.peers.readyAtMs(id)));
  }

  #others(): number[] {
    const { nodeId, voterIds } = this.#quorum.options;
    return voterIds.filter((id) => id !== nodeId);
  }

  /** An observer never stands for election: it asks the others who leads. */
  #lookElsewhere(role: Follower, nowMs: number): void {
    role.fetchDeadlineMs = nowMs + this.#quorum.timeouts.fetchTimeoutMs;
    role.snapshot = undefined;
    if (this.peers.isReady(role.leaderId, nowMs)) return;
    for (const peerId of this.#others()) {
      if (peerId === role.leaderId || !this.peers.isReady(peerId, nowMs)) continue;
      this.#fetchFrom(peerId, nowMs);
    }
  }

  #fetchFrom(peerId: number, nowMs: number): void {
    const { role, log, epoch, options, highWatermark } = this.#quorum;
    if (!log.isSettled || !this.peers.isReady(peerId, nowMs)) return;
    const replicaId = options.nodeId;
    const snapshot = role.name === "follower" ? role.snapshot : undefined;
    if (snapshot === undefined) {
      this.#send(peerId, {
        api: "fetch",
        epoch,
        replicaId,
        fetchOffset: log.endOffset,
        lastFetchedEpoch: log.lastEpoch,
        maxWaitMs: options.fetchMaxWaitMs ?? FETCH_MAX_WAIT_MS,
        highWatermark,
      });
      return;
    }
    const { id: snapshotId, position } = snapshot;
    const maxBytes = options.snapshotBytesMax ?? SNAPSHOT_BYTES_MAX;
    this.#send(peerId, { api: "fetch-snapshot", epoch, replicaId, snapshotId, position, maxBytes });
  }

  #fetchDueMs(role: Follower): number {
    return this.#quorum.log.isSettled ? this.peers.readyAtMs(role.leaderId) : Infinity;
  }

  /** A node that is paused or owes an answer is not told before that is over. */
  #beginDueMs(state: LeaderState): number {
    const dues = this.#others().map((id) => Math.max(state.beginDueMs(id), this.peers.readyAtMs(id)));
    return Math.min(Infinity, ...dues);
  }

  #send(peerId: number, request: RaftRequest): void {
    const correlationId = this.peers.add(peerId, request);
    this.#quorum.act({ type: "send", peerId, correlationId, request });
  }
}
