// How long a fault kept streams of a load from going on: the longest time without an acknowledgement that begins with this fault and before the next, of
// the stream that was worst off.
import type { Fault } from "./faults.ts";
import { KINDS } from "./faults.ts";
import type { Progress } from "./load.ts";
import type { Outcome } from "./run.ts";

/** A stream that had gone on this short before a fault was not standing still already: what comes then is this fault's, and not of the one before. */
const ALIVE_MS = 500;

/** Milliseconds for each fault, in their order. */
function unavailabilityOf(faults: readonly Fault[], progress: readonly Progress[]): readonly number[] {
  const streams = Map.groupBy(progress, ({ stream }) => stream);
  const times = [...streams.values()].map((one) => one.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
  return faults.map(({ atMs }, index) => {
    const untilMs = faults[index + 1]?.atMs ?? Infinity;
    return Math.max(0, ...times.map((one) => longestGap(one, atMs, untilMs)));
  });
}

function longestGap(times: readonly number[], fromMs: number, untilMs: number): number {
  let longest = 0;
  for (const [index, time] of times.entries()) {
    const next = times[index + 1];
    if (next === undefined || time > untilMs - ALIVE_MS) break;
    if (next > fromMs && time > fromMs - ALIVE_MS) longest = Math.max(longest, next - time);
  }
  return longest;
}

/** What is compared: records of idempotent producers, and transactions. */
const STREAMS = ["plain", "transactional"] as const;

export interface Unavailability {
  /** `kill, java, plain` and the like. */
  readonly name: string;
  /** Milliseconds, sorted. */
  readonly ms: readonly number[];
}

/** By the kind of the fault, the client, and what was sent. */
export function unavailabilities({ faults, histories }: Outcome): readonly Unavailability[] {
  return KINDS.flatMap((kind) =>
    [...histories].flatMap(([{ name: client }, { progress }]) =>
      STREAMS.map((stream) => {
        const own = progress.filter((one) => one.stream.startsWith(stream));
        const all = unavailabilityOf(faults, own);
        const ms = all.filter((_, index) => faults[index]?.kind === kind).toSorted((a, b) => a - b);
        return { name: `${kind}, ${client}, ${stream}`, ms };
      }),
    ),
  );
}
