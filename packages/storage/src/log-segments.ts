/** The segments of a log in the order of their base offsets. The last one is active. Never empty once the log is open. */
import { assert } from "@ottla/base";
import type { LogSegment } from "./log-segment.ts";

export class LogSegments {
  #segments: LogSegment[] = [];

  get count(): number {
    return this.#segments.length;
  }

  /** A stable copy, oldest first. */
  all(): LogSegment[] {
    return this.#segments.slice();
  }

  get active(): LogSegment {
    const last = this.#segments.at(-1);
    assert(last, "a log has a segment");
    return last;
  }

  get first(): LogSegment {
    const first = this.#segments[0];
    assert(first, "a log has a segment");
    return first;
  }

  /** Bytes written. */
  get sizeInBytes(): number {
    let total = 0;
    for (const segment of this.#segments) total += segment.sizeInBytes;
    return total;
  }

  add(segment: LogSegment): void {
    const at = this.#floorIndex(segment.baseOffset);
    assert(this.#segments[at]?.baseOffset !== segment.baseOffset, "base offsets of segments differ");
    this.#segments.splice(at + 1, 0, segment);
  }

  remove(segment: LogSegment): void {
    this.#segments = this.#segments.filter((other) => other !== segment);
  }

  /** One segment in place of neighbours, in one step: nobody finds both, or none. */
  replace(old: readonly LogSegment[], segment: LogSegment): void {
    const gone = new Set(old);
    this.#segments = this.#segments.filter((other) => !gone.has(other));
    this.add(segment);
  }

  /** The segment that holds the offset, if any can. */
  floor(offset: number): LogSegment | undefined {
    return this.#segments[this.#floorIndex(offset)];
  }

  higher(segment: LogSegment): LogSegment | undefined {
    return this.#segments[this.#floorIndex(segment.baseOffset) + 1];
  }

  lower(segment: LogSegment): LogSegment | undefined {
    return this.#segments[this.#floorIndex(segment.baseOffset) - 1];
  }

  get(baseOffset: number): LogSegment | undefined {
    const found = this.floor(baseOffset);
    return found?.baseOffset === baseOffset ? found : undefined;
  }

  /** Segments that may hold offsets in [from, to). */
  overlapping(from: number, to: number): LogSegment[] {
    const first = Math.max(0, this.#floorIndex(from));
    return this.#segments.slice(first).filter((segment) => segment.baseOffset < to);
  }

  #floorIndex(offset: number): number {
    const segments = this.#segments;
    let low = -1;
    let high = segments.length - 1;
    if (high >= 0 && segments[high]!.baseOffset <= offset) return high;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (segments[middle]!.baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
