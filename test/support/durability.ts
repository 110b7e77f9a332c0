// What a record survives (docs/durability.md), as a table that tests in memory, on our processes and on Apache's are all held to: acks ×
// min.insync.replicas × unclean.leader.election.enable × the moment in which the leader is killed.
import { ErrorCode } from "@ottla/protocol";

/**
 * `replicated`: every replica has the record. `in flight`: the followers are in sync, and know nothing of it. `behind`: only the leader is in
 * sync.
 */
export const MOMENTS = ["replicated", "in flight", "behind"] as const;
export type Moment = (typeof MOMENTS)[number];

/** What a writer is told: an error code, or nothing. */
export type Answer = "none" | number;

export interface Cell {
  readonly acks: 0 | 1 | -1;
  readonly minIsr: 1 | 2 | 3;
}

/** Every acks with every min.insync.replicas. */
export const CELLS: readonly Cell[] = ([0, 1, -1] as const).flatMap((acks) =>
  ([1, 2, 3] as const).map((minIsr) => ({ acks, minIsr })),
);

/** What who writes before the kill is told. */
export function answerBefore(moment: Moment, { acks, minIsr }: Cell): Answer {
  if (acks === 0) return "none";
  if (acks === 1 || moment === "replicated") return ErrorCode.NONE;
  // It waits for every replica that is in sync, whatever min.insync.replicas says.
  if (moment === "in flight") return "none";
  return minIsr === 1 ? ErrorCode.NONE : ErrorCode.NOT_ENOUGH_REPLICAS;
}

/** Whether a follower leads while the old leader is away. */
export function hasLeader(moment: Moment, isUnclean: boolean): boolean {
  return moment !== "behind" || isUnclean;
}

/** What who writes with acks=all is told while two replicas are in sync: only where three are demanded it is refused. */
export function answerOfTwo({ minIsr }: Cell): number {
  return minIsr === 3 ? ErrorCode.NOT_ENOUGH_REPLICAS : ErrorCode.NONE;
}

/**
 * Records when the old leader is back and follows: the one from before the kill, if it has survived, and of the two that were written with acks=all and
 * acks=1 while it was away those that were taken.
 */
export function recordsAtLast(moment: Moment, isUnclean: boolean, cell: Cell): number {
  const { acks, minIsr } = cell;
  const wasWritten = acks !== -1 || moment !== "behind" || minIsr === 1;
  const survived = moment === "replicated" || !hasLeader(moment, isUnclean);
  const allTaken = answerOfTwo(cell) === ErrorCode.NONE;
  const later = hasLeader(moment, isUnclean) ? (allTaken ? 2 : 1) : 0;
  return (wasWritten && survived ? 1 : 0) + later;
}
