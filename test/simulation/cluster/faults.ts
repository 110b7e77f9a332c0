/** What can happen to a simulated cluster, each for a while. */

export const FAULT_KINDS = [
  "crash",
  "power failure",
  "crash in a write",
  "crash of a voter",
  "crash of a leader that changes the in-sync set",
  "lost log of a replica that joins",
  "orderly stop",
  "pause",
  "isolation",
  "split",
  "one-way cut",
  "slow network",
  "slow disk",
  "wall clock jump",
  "clock drift",
  "everybody crashes",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What has to come up as well, as a consequence. */
export const EVENT_KINDS = [
  "restart",
  "torn write",
  "lost write",
  "held message",
  "reordered message",
  "acknowledged record",
  "read record",
  "quorum epoch",
  "leader epoch",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Sums over runs. */
export type Counts = Map<FaultKind | EventKind | string, number>;
