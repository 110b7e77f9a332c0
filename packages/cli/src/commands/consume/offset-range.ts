// Where to begin to read and where to end, in the words of rpk's and kcat's --offset: `start`, `end`, `17`, `-10` (the last ten), `+5` (five after
// the first), `@1795375740000`, `@2026-11-22T19:29:00Z`, `@-5m`, and ranges of two of them with a colon between: `10:20`, `@-1h:-30m`, `:end`.
import { UsageError } from "../../failure.ts";

export type Place =
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "offset"; readonly offset: number }
  /** Below zero: before the end; else: behind the start. */
  | { readonly kind: "relative"; readonly count: number }
  /** The first record that is not older. */
  | { readonly kind: "time"; readonly timestampMs: number };

export interface OffsetRange {
  readonly from: Place;
  /** Not included; undefined: read on for ever. */
  readonly to: Place | undefined;
}

const DURATION = "(?:\\d+(?:ms|s|m|h|d))+";
const DATE = "\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2})?)?";
const TIME = `(?:\\d{10}|\\d{13}|${DATE}|-${DURATION})`;
const TIMES = new RegExp(`^@(${TIME})(?::(${TIME}|end)?)?$`);
const PLACE = "(?:start|end|[+-]?\\d+)";
const PLACES = new RegExp(`^(${PLACE})?(?:(:)(${PLACE})?)?$`);
const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** `1h30m` in milliseconds. */
export function parseDuration(text: string): number {
  let sum = 0;
  for (const [, count, unit = ""] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) sum += Number(count) * (UNITS.get(unit) ?? 0);
  return sum;
}

function timeOf(text: string, nowMs: number): Place {
  if (text === "end") return { kind: "end" };
  if (text.startsWith("-")) return { kind: "time", timestampMs: nowMs - parseDuration(text) };
  if (/^\d{10}$/.test(text)) return { kind: "time", timestampMs: Number(text) * 1_000 };
  const timestampMs = /^\d{13}$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(timestampMs)) throw new UsageError(`${text} is no date`);
  return { kind: "time", timestampMs };
}

function placeOf(text: string): Place {
  if (text === "start" || text === "end") return { kind: text };
  if (/^[+-]/.test(text)) return { kind: "relative", count: Number(text) };
  return { kind: "offset", offset: Number(text) };
}

/** @param nowMs what times ago count from @throws UsageError */
export function parseOffsetRange(text: string, nowMs: number): OffsetRange {
  const times = TIMES.exec(text);
  if (times !== null) {
    const [, from = "", to] = times;
    return { from: timeOf(from, nowMs), to: to === undefined ? undefined : timeOf(to, nowMs) };
  }
  const places = PLACES.exec(text);
  if (text === "" || text === ":" || places === null) {
    throw new UsageError(
      `--offset ${text} is not understood: start, end, 17, -10, +5, @1795375740000, @2026-11-22T19:29:00Z, @-5m, or two of them with a colon between`,
    );
  }
  const [, from, , to] = places;
  return {
    from: from === undefined ? { kind: "start" } : placeOf(from),
    to: to === undefined ? undefined : placeOf(to),
  };
}

/** What a partition holds: its first offset, and the one behind its last. */
export interface Bounds {
  readonly start: number;
  readonly end: number;
}

/** The offset that a place other than a time means in a partition. */
export function offsetOf(place: Exclude<Place, { readonly kind: "time" }>, { start, end }: Bounds): number {
  switch (place.kind) {
    case "start":
      return start;
    case "end":
      return end;
    case "offset":
      return place.offset;
    default:
      return place.count < 0 || Object.is(place.count, -0)
        ? Math.max(start, end + place.count)
        : Math.min(end, start + place.count);
  }
}
