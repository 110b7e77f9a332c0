// Burrow's rules: what state a group is in on a partition. No threshold is involved: whether a lag is a trouble shows in how commits and lag move
// over the window. `partitionStatus` asks the rules in Burrow's order, and each rule is a function of its own below.
//
//   1. No commits, a window filled less than `minimumComplete`, or one that is not full and began less than `youngGraceMs` ago: OK, since too little
//      is known.
//   2. Lag at most `allowedLag` now: OK.
//   3. Nothing committed for longer than the window spans: STOP, unless the group had caught up with the end within the broker's history.
//   4. An offset went back and has not been reached again: REWIND.
//   5. Lag at most `allowedLag` at any commit of the window: OK.
//   6. Every commit at the same offset: STALL.
//   7. Lag that does not fall from any commit to the next: WARN. It takes two commits whose lag is known: of a window that was filled from the past,
//      as after a restart, nothing is known of how its lag moved.
//   8. Everything else: OK.
//
// Two consequences that look like mistakes and are Burrow's: a window of one commit spans nothing, so that a second of silence makes it STOP
// unless rule 3's exception holds; and one fall of the lag anywhere in the window makes a group that falls behind OK.
import type { CommitWindow } from "./commit-window.ts";
import { Status } from "./status.ts";

/** What is configured about the rules (`[evaluator.NAME]`). */
export interface RuleOptions {
  /** Records a group may always be behind. Default 0. */
  readonly allowedLag: number;
  /** The share of the window that must be filled before a partition is judged, 0 to 1. Default 0. */
  readonly minimumComplete: number;
  /** How long a window that is not full yet is not judged, in ms since its first commit. Burrow judges at once: 0, the default. */
  readonly youngGraceMs: number;
}

/** What is known of a partition besides a group's commits. */
export interface PartitionHistory {
  /** The partition's end as the broker told it, oldest first. */
  readonly endOffsets: readonly number[];
  /** max(0, newest end − newest committed offset). */
  readonly currentLag: number;
}

/**
 * The state of a group on a partition.
 * @param complete how full the window is, 0 to 1, in single precision
 * @param nowMs the time in ms; Burrow's clock has whole seconds
 */
export function partitionStatus(
  commits: CommitWindow,
  complete: number,
  history: PartitionHistory,
  options: RuleOptions,
  nowMs: number,
): Status {
  const { currentLag } = history;
  const { allowedLag } = options;
  if (commits.length === 0 || complete < Math.fround(options.minimumComplete)) return Status.OK;
  if (complete < 1 && nowMs - commits.timestampMs(0) < options.youngGraceMs) return Status.OK;
  if (currentLag <= allowedLag) return Status.OK;
  if (hasStopped(commits, nowMs) && !wasCaughtUp(commits, history.endOffsets)) return Status.STOP;
  if (hasRewound(commits)) return Status.REWIND;
  if (wasEverWithin(commits, allowedLag)) return Status.OK;
  if (hasStalled(commits)) return Status.STALL;
  if (neverGainedOnLag(commits)) return Status.WARN;
  return Status.OK;
}

/** Silence has lasted for longer than the whole window spans. */
export function hasStopped(commits: CommitWindow, nowMs: number): boolean {
  const firstMs = commits.timestampMs(0);
  const lastMs = commits.timestampMs(commits.length - 1);
  const wholeSecondMs = Math.floor(nowMs / 1000) * 1000;
  return wholeSecondMs - lastMs > lastMs - firstMs;
}

/** Some end within the broker's history is at most the last committed offset: what is unread came after that. */
export function wasCaughtUp(commits: CommitWindow, endOffsets: readonly number[]): boolean {
  const committed = commits.offset(commits.length - 1);
  return endOffsets.some((end) => end <= committed);
}

/** An offset went back; only the first time counts, and it is forgiven once a later commit reaches the offset held before. */
export function hasRewound(commits: CommitWindow): boolean {
  for (let index = 1; index < commits.length; index++) {
    const before = commits.offset(index - 1);
    if (commits.offset(index) >= before) continue;
    for (let later = index + 1; later < commits.length; later++) {
      if (commits.offset(later) >= before) return false;
    }
    return true;
  }
  return false;
}

/** At some commit the lag was known, and at most `allowedLag`. */
export function wasEverWithin(commits: CommitWindow, allowedLag: number): boolean {
  for (let index = 0; index < commits.length; index++) {
    const lag = commits.lag(index);
    if (lag !== null && lag <= allowedLag) return true;
  }
  return false;
}

/** Every commit is at the same offset. */
export function hasStalled(commits: CommitWindow): boolean {
  for (let index = 1; index < commits.length; index++) {
    if (commits.offset(index) !== commits.offset(index - 1)) return false;
  }
  return true;
}

/** No known lag is lower than the known lag before it, and there are two to compare. */
export function neverGainedOnLag(commits: CommitWindow): boolean {
  let before: number | null = null;
  let hasCompared = false;
  for (let index = 0; index < commits.length; index++) {
    const lag = commits.lag(index);
    if (lag === null) continue;
    if (before !== null && lag < before) return false;
    hasCompared ||= before !== null;
    before = lag;
  }
  return hasCompared;
}
