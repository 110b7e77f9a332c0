/**
 * Exponential back-off with jitter (KIP-580): the wait doubles with each failure up to a maximum, and varies by 20 % so that clients that
 * failed together do not come back together.
 */
import type { Random } from "@ottla/base";

const MULTIPLIER = 2;
const JITTER = 0.2;

/** The bounds of a back-off. */
export interface BackoffBounds {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** The wait after `failures` failures in a row (0 is the first), in milliseconds. Never above `maxMs`. */
export function backoffMs(bounds: BackoffBounds, failures: number, random: Random): number {
  const initial = Math.min(bounds.initialMs, bounds.maxMs);
  if (initial === 0) return 0;
  const exponentMax = Math.log2(Math.max(bounds.maxMs, initial) / initial);
  const term = initial * MULTIPLIER ** Math.min(failures, exponentMax);
  const jittered = term * (1 - JITTER + 2 * JITTER * random.float());
  return bounds.maxMs > initial ? Math.min(jittered, bounds.maxMs) : jittered;
}
