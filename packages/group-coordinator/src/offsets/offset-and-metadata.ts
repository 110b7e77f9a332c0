/** One committed offset, as the state machine keeps it. */

import type { Uuid } from "@ottla/base";
import type { OffsetCommitValue } from "@ottla/protocol/messages/group-coordinator-records";

export interface OffsetAndMetadata {
  /** Where the commit stands in the log of the coordinator: the later one counts. */
  readonly recordOffset: number;
  readonly committedOffset: number;
  /** −1 when the client did not say. */
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestampMs: number;
  /** Set by OffsetCommit 2 to 4, which may name a retention of their own; −1 otherwise. */
  readonly expireTimestampMs: number;
  /** ZERO_UUID in records of before KIP-848's topic ids. */
  readonly topicId: Uuid;
}

export function offsetAndMetadataOf(recordOffset: number, value: OffsetCommitValue): OffsetAndMetadata {
  return {
    recordOffset,
    committedOffset: value.offset,
    leaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    commitTimestampMs: value.commitTimestamp,
    expireTimestampMs: value.expireTimestamp,
    topicId: value.topicId,
  };
}
