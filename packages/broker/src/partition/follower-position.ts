/**
 * Where a follower goes on when its leader's log is another than its own: pure decisions on epochs and offsets. Kafka's
 * `AbstractFetcherThread.getOffsetTruncationState` and `fetchOffsetAndTruncate`.
 */

/** The end of an epoch in a log; −1 where it is not known. */
export interface EpochEnd {
  readonly epoch: number;
  readonly endOffset: number;
}

/**
 * Where to cut the own log when the leader says that its own parts from it in `leader`. `own` is the end of the largest epoch here that is
 * not above the leader's; if that is a smaller one, more may have to go, which the next fetch tells.
 */
export function truncationOffset(leader: EpochEnd, own: EpochEnd, logEndOffset: number): number {
  if (leader.epoch < 0 || own.endOffset < 0) return Math.min(leader.endOffset, logEndOffset);
  const offset = own.epoch === leader.epoch ? Math.min(own.endOffset, leader.endOffset) : own.endOffset;
  return Math.min(offset, logEndOffset);
}

/** What to do with a log whose end the leader does not have: cut it, start over, or fetch again. */
export type OutOfRange =
  | { readonly kind: "truncate"; readonly offset: number }
  | { readonly kind: "start over"; readonly offset: number }
  | { readonly kind: "fetch again" };

/** See `OutOfRange`. */
export function resolveOutOfRange(
  leader: { readonly logStartOffset: number; readonly logEndOffset: number },
  logEndOffset: number,
): OutOfRange {
  // Only a leader that was elected uncleanly has less.
  if (leader.logEndOffset < logEndOffset) return { kind: "truncate", offset: leader.logEndOffset };
  if (leader.logStartOffset > logEndOffset) return { kind: "start over", offset: leader.logStartOffset };
  return { kind: "fetch again" };
}
