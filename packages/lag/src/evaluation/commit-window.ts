// What the rules look at: the last commits of a group on one partition, and what the broker said about the partition's end meanwhile.

/** One commit as it is kept. */
export interface Commit {
  readonly offset: number;
  /** When the group committed, in ms, by the broker's clock. */
  readonly timestampMs: number;
  /** When the monitor saw the commit, in ms, cut to whole seconds. */
  readonly observedAtMs: number;
  /** Records behind the partition's end at that time; null where the end at that time is not known. */
  readonly lag: number | null;
}

/** The last commits of a group on a partition, oldest first, in the order of the log they were read from. */
export interface CommitWindow {
  /** 0 ≤ length ≤ intervals. */
  readonly length: number;
  offset(index: number): number;
  timestampMs(index: number): number;
  observedAtMs(index: number): number;
  lag(index: number): number | null;
}

/** The commit at a place of the window; null where the window does not reach. */
export function commitAt(window: CommitWindow, index: number): Commit | null {
  if (index < 0 || index >= window.length) return null;
  return {
    offset: window.offset(index),
    timestampMs: window.timestampMs(index),
    observedAtMs: window.observedAtMs(index),
    lag: window.lag(index),
  };
}
