// What must hold for idempotent producers and a plain group of consumers, as pure functions from the history to sentences, one a violation.
// `plain-checker.test.ts` damages a right history in each way and hears each alarm.
import type { Placed } from "./history.ts";
import type { PlainHistory } from "./plain-history.ts";

type Check = (history: PlainHistory) => string[];

const place = ({ partition, offset }: { partition: number; offset: number }): string => `${partition}-${offset}`;

/** An acknowledged record is not where it was said to be. */
const lost: Check = ({ log, acknowledged }) => {
  const there = new Map(log.map((record) => [place(record), record.value]));
  return acknowledged
    .filter((record) => there.get(place(record)) !== record.value)
    .map(
      (record) => `lost: ${record.value} at ${place(record)} was acknowledged, ${there.get(place(record))} is there`,
    );
};

/** A retry was written a second time. */
const duplicates: Check = ({ log }) => {
  const first = new Map<string, Placed>();
  return log.flatMap((record) => {
    const before = first.get(record.value);
    if (before !== undefined) return [`duplicate: ${record.value} at ${place(before)} and at ${place(record)}`];
    first.set(record.value, record);
    return [];
  });
};

/** A retry overtook what was sent behind it. */
const reordered: Check = ({ log }) => {
  const last = new Map<string, { value: string; sequence: number }>();
  return log.flatMap(({ partition, offset, value }) => {
    const [producer = "", , sequence = ""] = value.split(":");
    const before = last.get(`${producer} ${partition}`);
    last.set(`${producer} ${partition}`, { value, sequence: Number(sequence) });
    const isBehind = before !== undefined && Number(sequence) < before.sequence;
    return isBehind ? [`reordered: ${value} at ${partition}-${offset} stands behind ${before.value}`] : [];
  });
};

/** A record was passed over within a stint, or came twice, or before another. */
const torn: Check = ({ log, stints }) => {
  const offsets = offsetsOf(log);
  return stints.flatMap(({ consumer, partition, offsets: read }) => {
    const all = offsets.get(partition) ?? [];
    const start = all.indexOf(read[0] ?? -1);
    const wrong = read.findIndex((offset, index) => all[start + index] !== offset);
    if (wrong < 0) return [];
    return [`torn: ${consumer} was given ${partition}-${read[wrong]} where ${all[start + wrong]} was next`];
  });
};

/** A consumer began behind a record that nobody had processed: a commit was ahead of the work. */
const committedAhead: Check = ({ log, processed, stints }) => {
  const offsets = offsetsOf(log);
  const doneUpTo = new Map(
    [...offsets].map(([partition, all]) => [partition, placesOf(all, processed.get(partition))]),
  );
  return stints.flatMap(({ consumer, partition, processedBefore, offsets: [first = 0] }) => {
    const all = offsets.get(partition) ?? [];
    const places = doneUpTo.get(partition) ?? [];
    const behind = all.indexOf(first) - 1;
    if (behind < 0 || (places[behind] ?? Infinity) < processedBefore) return [];
    const missed = all[places.findIndex((place) => place >= processedBefore)];
    return [`ahead: ${consumer} began at ${partition}-${first}, and ${missed} had not been processed`];
  });
};

/** For each record the place in `processed` by which it and all before it had been processed; beyond the end when they never were. */
function placesOf(offsets: readonly number[], processed: readonly number[] = []): number[] {
  const first = new Map<number, number>();
  for (const [place, offset] of processed.entries()) if (!first.has(offset)) first.set(offset, place);
  let last = -1;
  return offsets.map((offset) => (last = Math.max(last, first.get(offset) ?? Infinity)));
}

/** The group says that it is through, and a record was processed by nobody. */
const unprocessed: Check = ({ log, processed, committedOffsets }) => {
  const done = new Map([...processed].map(([partition, offsets]) => [partition, new Set(offsets)]));
  return log
    .filter(({ partition, offset }) => offset < (committedOffsets.get(partition) ?? 0))
    .filter(({ partition, offset }) => done.get(partition)?.has(offset) !== true)
    .map((record) => `unprocessed: ${record.value} at ${place(record)} was processed by nobody`);
};

/** The committed offset is beyond the end. */
const committedBeyondEnd: Check = ({ log, committedOffsets }) => {
  const offsets = offsetsOf(log);
  return [...committedOffsets]
    .filter(([partition, offset]) => offset > (offsets.get(partition)?.at(-1) ?? -1) + 1)
    .map(([partition, offset]) => `beyond: ${offset} is committed for ${partition}, which ends before it`);
};

function offsetsOf(log: readonly Placed[]): Map<number, number[]> {
  const offsets = new Map<number, number[]>();
  for (const { partition, offset } of log) {
    const known = offsets.get(partition);
    if (known === undefined) offsets.set(partition, [offset]);
    else known.push(offset);
  }
  return offsets;
}

export const PLAIN_CHECKS: Readonly<Record<string, Check>> = {
  lost,
  duplicates,
  reordered,
  torn,
  committedAhead,
  unprocessed,
  committedBeyondEnd,
};

/** Every violation as a sentence; empty when the history is right. */
export function plainViolationsOf(history: PlainHistory): string[] {
  return Object.values(PLAIN_CHECKS).flatMap((check) => check(history));
}
