/** Answers ListOffsets for one partition: the special timestamps, and the first record at or after a time. */

import { ErrorCode } from "@ottla/protocol";
import { ListOffsetsTimestamp } from "@ottla/storage";
import type { TimestampAndOffset } from "@ottla/storage";
import type { Replica } from "./replica.ts";

/** Who asks: decides how far the answer may go. */
export type ListOffsetsIsolation = "read_uncommitted" | "read_committed" | "replica";

export interface ListOffsetQuery {
  readonly timestamp: number;
  readonly isolation: ListOffsetsIsolation;
  /** −1: not checked. */
  readonly currentLeaderEpoch: number;
  readonly requiresLeader: boolean;
}

/** The answer that says there is none. */
export const NO_OFFSET: TimestampAndOffset = {
  errorCode: ErrorCode.NONE,
  timestamp: -1,
  offset: -1,
  leaderEpoch: -1,
};

/** Looks up the offset; the error of a lagging high watermark is OFFSET_NOT_AVAILABLE here, older versions rename it. */
export async function listOffset(replica: Replica, query: ListOffsetQuery): Promise<TimestampAndOffset> {
  await replica.opening?.catch(() => {});
  const error = replica.checkServes(query.currentLeaderEpoch, query.requiresLeader);
  const log = replica.log;
  if (error !== ErrorCode.NONE || log === undefined) {
    return { ...NO_OFFSET, errorCode: error === ErrorCode.NONE ? ErrorCode.NOT_LEADER_OR_FOLLOWER : error };
  }
  const lastFetchableOffset = lastFetchable(replica, query.isolation);
  // After an election the high watermark may lag behind what an earlier leader had shown.
  const isLagging = query.isolation !== "replica" && replica.state.leaderEpochStartOffset > log.highWatermark;
  if (query.timestamp === ListOffsetsTimestamp.LATEST) {
    return isLagging
      ? { ...NO_OFFSET, errorCode: ErrorCode.OFFSET_NOT_AVAILABLE }
      : { errorCode: ErrorCode.NONE, timestamp: -1, offset: lastFetchableOffset, leaderEpoch: replica.leaderEpoch };
  }
  const found = await log.offsetForTimestamp(query.timestamp);
  if (
    found.errorCode !== ErrorCode.NONE ||
    query.timestamp === ListOffsetsTimestamp.EARLIEST ||
    query.timestamp === ListOffsetsTimestamp.EARLIEST_LOCAL
  ) {
    return found;
  }
  if (found.offset >= 0 && found.offset < lastFetchableOffset) {
    return found;
  }
  if (isLagging) {
    return { ...NO_OFFSET, errorCode: ErrorCode.OFFSET_NOT_AVAILABLE };
  }
  return found.offset < 0 ? found : NO_OFFSET;
}

function lastFetchable(replica: Replica, isolation: ListOffsetsIsolation): number {
  switch (isolation) {
    case "read_committed":
      return replica.lastStableOffset;
    case "read_uncommitted":
      return replica.highWatermark;
    case "replica":
      return replica.logEndOffset;
  }
}
