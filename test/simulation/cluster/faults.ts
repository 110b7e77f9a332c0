/** What can happen to a simulated cluster, each for a while. */

/** Those that wait for their moment. */
export const RACE_KINDS = [
  "crash of a voter",
  "crash of a new leader",
  "crash of a leader that changes the in-sync set",
  "lost log of a replica that joins",
] as const;

export type RaceKind = (typeof RACE_KINDS)[number];

/** Those that come at any time. */
export const CHANCE_KINDS = [
  "crash",
  "power failure",
  "crash in a write",
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

export type ChanceKind = (typeof CHANCE_KINDS)[number];
export type FaultKind = ChanceKind | RaceKind;
export const FAULT_KINDS: readonly FaultKind[] = [...CHANCE_KINDS, ...RACE_KINDS];

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
  "metadata snapshot",
  "request for a snapshot",
  "deletion of records",
  "offset by time",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Sums over runs. */
export type Counts = Map<FaultKind | EventKind | string, number>;
