/**
 * Fetch and FetchSnapshot at the leader. A fetch says how far a replica is and asks for what follows; where nothing does, it
 * waits for an append, for the high watermark or for its time. Only what is durable here is handed out, so the leader's own
 * copy counts like any other.
 */

import { ErrorCode } from "@ottla/protocol";
import { UNKNOWN_HIGH_WATERMARK } from "./leader-state.ts";
import type { Quorum } from "./quorum.ts";
import type { FetchRequest, FetchResponse, FetchSnapshotRequest, FetchSnapshotResponse } from "./raft-message.ts";

interface Parked {
  readonly requestId: number;
  readonly request: FetchRequest;
  readonly deadlineMs: number;
}

/** What an answer consists of before the head is added. */
type FetchOutcome = Partial<Pick<FetchResponse, "errorCode" | "divergingEpoch" | "snapshotId">>;

/** The fetches of other nodes. */
export class FetchRequests {
  readonly #quorum: Quorum;
  #parked: Parked[] = [];

  constructor(quorum: Quorum) {
    this.#quorum = quorum;
  }

  /** When the first parked fetch must be answered. */
  get deadlineMs(): number {
    return Math.min(Infinity, ...this.#parked.map(({ deadlineMs }) => deadlineMs));
  }

  handle(requestId: number, request: FetchRequest, nowMs: number): void {
    const { fetchOffset, lastFetchedEpoch, maxWaitMs, epoch } = request;
    const isOwnId = request.replicaId === this.#quorum.options.nodeId;
    if (maxWaitMs < 0 || fetchOffset < 0 || lastFetchedEpoch < 0 || lastFetchedEpoch > epoch || isOwnId) {
      this.#respond(requestId, { errorCode: ErrorCode.INVALID_REQUEST });
      return;
    }
    if (this.#answer(requestId, request, nowMs, maxWaitMs === 0)) return;
    this.#parked.push({ requestId, request, deadlineMs: nowMs + maxWaitMs });
  }

  /** Something changed: answers whatever need not wait any longer. */
  reconsider(nowMs: number): void {
    if (this.#parked.length === 0) return;
    const parked = this.#parked;
    this.#parked = [];
    for (const entry of parked) {
      const isDue = entry.deadlineMs <= nowMs;
      if (!this.#answer(entry.requestId, entry.request, nowMs, isDue, true)) this.#parked.push(entry);
    }
  }

  handleSnapshot(requestId: number, request: FetchSnapshotRequest, nowMs: number): void {
    const quorum = this.#quorum;
    const { snapshotId, position, maxBytes } = request;
    const errorCode = leaderOnlyError(quorum, request.epoch);
    const head = { errorCode, epoch: quorum.epoch, leaderId: quorum.leaderId };
    const response: FetchSnapshotResponse = {
      api: "fetch-snapshot",
      ...head,
      snapshotId,
      size: 0,
      position,
      bytes: new Uint8Array(0),
    };
    if (errorCode !== ErrorCode.NONE || quorum.role.name !== "leader") {
      quorum.act({ type: "respond", requestId, response });
      return;
    }
    quorum.role.state.onHeard(request.replicaId, nowMs);
    quorum.act({ type: "respond-with-snapshot", requestId, response, maxBytes });
  }

  /** Answers a fetch if there is a reason to; returns whether it did. */
  #answer(requestId: number, request: FetchRequest, nowMs: number, mustAnswer: boolean, isAgain = false): boolean {
    const quorum = this.#quorum;
    const { role, log } = quorum;
    const errorCode = leaderOnlyError(quorum, request.epoch);
    if (errorCode !== ErrorCode.NONE || role.name !== "leader") {
      this.#respond(requestId, { errorCode });
      return true;
    }
    const { fetchOffset, lastFetchedEpoch, replicaId } = request;
    const position = log.positionOf(fetchOffset, lastFetchedEpoch);
    if (!isAgain) role.state.onHeard(replicaId, nowMs);
    if (position.kind === "diverging") {
      this.#respond(requestId, { divergingEpoch: position.end });
      return true;
    }
    if (position.kind === "snapshot") {
      this.#respond(requestId, { snapshotId: position.id });
      return true;
    }
    if (!isAgain && replicaId >= 0) {
      role.state.onFetch(replicaId, { fetchOffset, logEndOffset: log.endOffset, nowMs });
      quorum.advanceHighWatermark();
    }
    if (fetchOffset < log.flushedOffset) {
      const response = this.#response({});
      const toOffset = log.flushedOffset;
      quorum.act({ type: "respond-with-records", requestId, response, fromOffset: fetchOffset, toOffset });
      return true;
    }
    const isBehind = request.highWatermark !== undefined && request.highWatermark < role.state.highWatermark;
    if (!mustAnswer && !isBehind) return false;
    this.#respond(requestId, {});
    return true;
  }

  #respond(requestId: number, outcome: FetchOutcome): void {
    this.#quorum.act({ type: "respond", requestId, response: this.#response(outcome) });
  }

  #response(outcome: FetchOutcome): FetchResponse {
    const { epoch, leaderId, role } = this.#quorum;
    return {
      api: "fetch",
      errorCode: ErrorCode.NONE,
      epoch,
      leaderId,
      highWatermark: role.name === "leader" ? role.state.highWatermark : UNKNOWN_HIGH_WATERMARK,
      divergingEpoch: undefined,
      snapshotId: undefined,
      batches: [],
      records: [],
      ...outcome,
    };
  }
}

function leaderOnlyError(quorum: Quorum, epoch: number): number {
  if (epoch < quorum.epoch) return ErrorCode.FENCED_LEADER_EPOCH;
  if (epoch > quorum.epoch) return ErrorCode.UNKNOWN_LEADER_EPOCH;
  return quorum.role.name === "leader" ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
}
