/**
 * What a follower does with the answers of its leader: take over records, cut off what the leader does not have, or begin
 * with a snapshot. It asks again only when that is durable, since the next fetch tells the leader that it is.
 */

import { ErrorCode } from "@ottla/protocol";
import type { Quorum } from "./quorum.ts";
import type { FetchRequest, FetchResponse, FetchSnapshotRequest, FetchSnapshotResponse } from "./raft-message.ts";
import type { Follower } from "./role.ts";

/** Takes the answer to a fetch; returns whether it was one to go on with at once. */
export function onFetchResponse(
  quorum: Quorum,
  exchange: { readonly request: FetchRequest; readonly response: FetchResponse },
  nowMs: number,
): boolean {
  const { role, log } = quorum;
  const { request, response } = exchange;
  if (role.name !== "follower" || response.errorCode !== ErrorCode.NONE) return false;
  // The log changed since: what follows the old end of it says nothing.
  if (request.fetchOffset !== log.endOffset || request.lastFetchedEpoch !== log.lastEpoch || !log.isSettled)
    return true;
  role.fetchDeadlineMs = nowMs + quorum.timeouts.fetchTimeoutMs;
  role.hasFetched = true;
  if (response.divergingEpoch !== undefined) {
    truncate(quorum, log.truncationOffset(response.divergingEpoch));
  } else if (response.snapshotId !== undefined) {
    role.snapshot = { id: response.snapshotId, position: 0 };
  } else {
    return append(quorum, role, response);
  }
  return true;
}

function truncate(quorum: Quorum, offset: number): void {
  if (offset < quorum.highWatermark) {
    const reason = `the leader asks to truncate to ${offset}, below the high watermark ${quorum.highWatermark}`;
    quorum.act({ type: "fatal", reason });
    return;
  }
  quorum.log.truncate(offset);
  quorum.act({ type: "truncate", offset, generation: quorum.log.generation });
}

function append(quorum: Quorum, role: Follower, response: FetchResponse): boolean {
  const { log } = quorum;
  if (response.batches.length > 0) {
    if (!log.appendFetched(response.batches, quorum.epoch)) return false;
    const { endOffset, generation } = log;
    quorum.act({ type: "append-fetched", records: response.records, endOffset, generation });
  }
  role.leaderHighWatermark = Math.max(role.leaderHighWatermark, response.highWatermark);
  quorum.advanceHighWatermark();
  return true;
}

/** Takes a piece of a snapshot; returns whether to go on at once. */
export function onFetchSnapshotResponse(
  quorum: Quorum,
  exchange: { readonly request: FetchSnapshotRequest; readonly response: FetchSnapshotResponse },
  nowMs: number,
): boolean {
  const { role } = quorum;
  const { request, response } = exchange;
  if (role.name !== "follower" || role.snapshot === undefined) return false;
  const { id, position } = role.snapshot;
  const isGone =
    response.errorCode === ErrorCode.SNAPSHOT_NOT_FOUND || response.errorCode === ErrorCode.POSITION_OUT_OF_RANGE;
  if (isGone) {
    role.snapshot = undefined;
    role.fetchDeadlineMs = nowMs + quorum.timeouts.fetchTimeoutMs;
    return true;
  }
  const isAskedFor =
    response.errorCode === ErrorCode.NONE &&
    request.position === position &&
    response.position === position &&
    response.snapshotId?.offset === id.offset &&
    response.snapshotId.epoch === id.epoch;
  if (!isAskedFor) return false;
  role.fetchDeadlineMs = nowMs + quorum.timeouts.fetchTimeoutMs;
  role.hasFetched = true;
  const { bytes } = response;
  role.snapshot.position += bytes.length;
  const isLast = role.snapshot.position >= response.size;
  if (isLast) {
    role.snapshot = undefined;
    quorum.log.startAt(id);
    // The leader makes snapshots of what is committed.
    role.leaderHighWatermark = Math.max(role.leaderHighWatermark, id.offset);
  }
  const { generation } = quorum.log;
  quorum.act({ type: "store-snapshot-piece", snapshotId: id, position, bytes, isLast, generation });
  return isLast || bytes.length > 0;
}
