// Lag in time, and when it will be gone: what the history of a partition's end and the window of a group's commits say about speed.
import type { CommitWindow } from "./commit-window.ts";

/** Where a partition ended at some times, oldest first. */
export interface EndHistory {
  readonly length: number;
  offset(index: number): number;
  timeMs(index: number): number;
}

/** How long ago the log reached an offset. */
export interface TimeLag {
  readonly ms: number;
  /** It is at least that long: the history does not reach back so far, and shows no speed to reckon with. */
  readonly isAtLeast: boolean;
}

/**
 * How old the oldest record is that a group has not read: the time since the log's end was at the committed offset, read off between two samples,
 * or reckoned backwards with the history's speed for an offset from before it. Undefined before the first sample.
 */
export function timeLag(ends: EndHistory, committed: number, nowMs: number): TimeLag | undefined {
  const last = ends.length - 1;
  if (last < 0) return undefined;
  if (committed >= ends.offset(last)) return { ms: 0, isAtLeast: false };
  const at = reachedAt(ends, committed);
  if (at !== undefined) return { ms: Math.max(0, nowMs - at), isAtLeast: false };
  const firstMs = ends.timeMs(0);
  const grown = ends.offset(last) - ends.offset(0);
  const spanMs = ends.timeMs(last) - firstMs;
  if (grown <= 0 || spanMs <= 0) return { ms: Math.max(0, nowMs - firstMs), isAtLeast: true };
  const beforeMs = ((ends.offset(0) - committed) * spanMs) / grown;
  return { ms: Math.max(0, nowMs - firstMs + beforeMs), isAtLeast: false };
}

/** When the end was at an offset; undefined for one from before the first sample. */
function reachedAt(ends: EndHistory, offset: number): number | undefined {
  if (offset < ends.offset(0)) return undefined;
  let low = 0;
  let high = ends.length - 1;
  // The newest sample at or below the offset.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ends.offset(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  if (low === ends.length - 1) return ends.timeMs(low);
  const [fromOffset, toOffset] = [ends.offset(low), ends.offset(low + 1)];
  const [fromMs, toMs] = [ends.timeMs(low), ends.timeMs(low + 1)];
  return fromMs + ((offset - fromOffset) * (toMs - fromMs)) / (toOffset - fromOffset);
}

/** Records a second. */
export interface Speeds {
  readonly produced: number;
  readonly consumed: number;
  /** Seconds until the lag is gone if nothing changes; 0 without lag, Infinity where it does not shrink. */
  readonly caughtUpInS: number;
}

/** How fast a partition grows and a group reads it, over the group's window; undefined where the window spans no time. */
export function speeds(ends: EndHistory, commits: CommitWindow, currentLag: number): Speeds | undefined {
  const newest = commits.length - 1;
  if (newest < 1 || ends.length < 2) return undefined;
  const spanS = (commits.timestampMs(newest) - commits.timestampMs(0)) / 1000;
  const last = ends.length - 1;
  let first = last - 1;
  while (first > 0 && ends.timeMs(first) > commits.timestampMs(0)) first--;
  const endSpanS = (ends.timeMs(last) - ends.timeMs(first)) / 1000;
  if (spanS <= 0 || endSpanS <= 0) return undefined;
  const consumed = Math.max(0, (commits.offset(newest) - commits.offset(0)) / spanS);
  const produced = Math.max(0, (ends.offset(last) - ends.offset(first)) / endSpanS);
  const gain = consumed - produced;
  const caughtUpInS = currentLag === 0 ? 0 : gain <= 0 ? Infinity : currentLag / gain;
  return { produced, consumed, caughtUpInS };
}
