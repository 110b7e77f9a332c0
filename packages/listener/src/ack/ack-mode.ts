/**
 * The seven ack modes, by Spring's names, and what each means for the bookkeeping: who settles an offset, and how acknowledgements add up.
 */

/** When offsets are committed. */
export const AckMode = {
  /** After each record. */
  RECORD: "RECORD",
  /** When all records of a poll are done; the default. */
  BATCH: "BATCH",
  /** When `ackTime` has passed since the last commit; looked at after every record. */
  TIME: "TIME",
  /** When `ackCount` records are done since the last commit; looked at after every record. */
  COUNT: "COUNT",
  /** TIME or COUNT, whichever comes first; either starts both anew. */
  COUNT_TIME: "COUNT_TIME",
  /** When the listener acknowledges; committed before the next poll. */
  MANUAL: "MANUAL",
  /** When the listener acknowledges; committed at once. */
  MANUAL_IMMEDIATE: "MANUAL_IMMEDIATE",
} as const;
export type AckMode = (typeof AckMode)[keyof typeof AckMode];

/** The listener acknowledges by itself. */
export function isManual(mode: AckMode): boolean {
  return mode === "MANUAL" || mode === "MANUAL_IMMEDIATE";
}

/**
 * What makes an offset one that may be committed past.
 *
 * - `auto`: its record is finished (handled, skipped or recovered).
 * - `cumulative`: it, or a later one of the partition, was acknowledged, and nothing before it is unfinished.
 * - `individual`: it was acknowledged itself; acknowledgements may come in any order.
 */
export type AckDiscipline = "auto" | "cumulative" | "individual";

/** Acknowledgements out of order are asked for, or are what parallel handlers bring with them. */
export function disciplineOf(mode: AckMode, options: { readonly isOutOfOrder: boolean }): AckDiscipline {
  if (!isManual(mode)) return "auto";
  return options.isOutOfOrder ? "individual" : "cumulative";
}
