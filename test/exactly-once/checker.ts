// What must hold for a history of transactional copiers. Every check is a pure function from the history to sentences, one a violation;
// `checker.test.ts` damages a right history in each way and hears each alarm.
import type { History, Placed, Reader, Transaction } from "./history.ts";

type Check = (history: History) => string[];

const place = ({ partition, offset }: { partition: number; offset: number }): string => `${partition}-${offset}`;

/** A value is in the sink twice: a transaction was applied twice, or consumed offsets fell behind the records. */
const duplicates: Check = ({ sink }) => {
  const first = new Map<string, Placed>();
  const violations: string[] = [];
  for (const record of sink) {
    const before = first.get(record.value);
    if (before === undefined) first.set(record.value, record);
    else violations.push(`duplicate: ${record.value} stands at ${place(before)} and at ${place(record)} of the sink`);
  }
  return violations;
};

/** Something is in the sink that was never in the source. */
const phantoms: Check = ({ source, sink }) => {
  const known = new Set(source.map(({ partition, value }) => `${partition} ${value}`));
  return sink
    .filter(({ partition, value }) => !known.has(`${partition} ${value}`))
    .map((record) => `phantom: ${record.value} at ${place(record)} of the sink is not in that partition of the source`);
};

/** The group says that a record was consumed, and the sink does not have it; or the sink has what the group has not consumed. */
const consumedAndProducedAgree: Check = ({ source, sink, committedOffsets }) => {
  const written = new Set(sink.map(({ value }) => value));
  return source.flatMap((record) => {
    const isConsumed = record.offset < (committedOffsets.get(record.partition) ?? 0);
    if (isConsumed && !written.has(record.value)) {
      return [`lost: ${record.value} at ${place(record)} of the source was consumed and is not in the sink`];
    }
    if (!isConsumed && written.has(record.value)) {
      return [`early: ${record.value} at ${place(record)} of the source is in the sink and was not consumed`];
    }
    return [];
  });
};

/** The order of a partition changed on the way. */
const reordered: Check = ({ source, sink }) => {
  const sourceOffset = new Map(source.map(({ value, offset }) => [value, offset]));
  const last = new Map<number, Placed>();
  const violations: string[] = [];
  for (const record of sink) {
    const before = last.get(record.partition);
    const [here, there] = [sourceOffset.get(record.value), before && sourceOffset.get(before.value)];
    if (before && here !== undefined && there !== undefined && here < there) {
      violations.push(`reordered: ${record.value} at ${place(record)} of the sink stands behind ${before.value}`);
    }
    last.set(record.partition, record);
  }
  return violations;
};

/** Records of a transaction that is known not to have been committed, seen by read_committed: at the end or by a reader on the way. */
const abortedReads: Check = (history) => {
  const neverCommitted = new Map<string, Transaction>();
  for (const transaction of history.transactions) {
    if (transaction.outcome !== "aborted" && transaction.outcome !== "refused") continue;
    for (const { partition, offset } of transaction.sent) {
      if (offset !== undefined) neverCommitted.set(`${partition}-${offset}`, transaction);
    }
  }
  return committedReads(history).flatMap(({ name, records }) =>
    records.flatMap((record) => {
      const transaction = neverCommitted.get(place(record));
      return transaction === undefined
        ? []
        : [`aborted: ${name} read ${record.value} at ${place(record)} of ${transaction.outcome} ${transaction.id}`];
    }),
  );
};

/** A transaction is there in part; or a committed one is not there at all. */
const torn: Check = ({ transactions, sink }) => {
  const there = new Map(sink.map((record) => [place(record), record.value]));
  return transactions.flatMap(({ id, outcome, sent }) => {
    const placed = sent.filter(({ offset }) => offset !== undefined);
    const visible = placed.filter(({ partition, offset, value }) => there.get(`${partition}-${offset}`) === value);
    if (outcome === "committed" && visible.length < sent.length) {
      return [`torn: ${visible.length} of ${sent.length} records of the committed ${id} are in the sink`];
    }
    if (outcome === "unknown" && visible.length > 0 && visible.length < placed.length) {
      return [`torn: ${visible.length} of ${placed.length} records of ${id}, whose end is unknown, are in the sink`];
    }
    return [];
  });
};

/** The consumed offset of a committed transaction was taken back. */
const offsetsTakenBack: Check = ({ transactions, committedOffsets }) =>
  transactions
    .filter(({ outcome }) => outcome === "committed")
    .flatMap(({ id, consumedUpTo }) =>
      [...consumedUpTo]
        .filter(([partition, offset]) => (committedOffsets.get(partition) ?? 0) < offset)
        .map(
          ([partition, offset]) =>
            `group commit lost: ${id} committed ${offset} for partition ${partition}, the group is at ${committedOffsets.get(partition) ?? 0}`,
        ),
    );

/** Two readers saw different values at one place: with any isolation, and however the broker was restarted in between. */
const disagreements: Check = (history) => {
  const values = new Map<string, { name: string; value: string }>();
  const violations: string[] = [];
  for (const { name, records } of [...history.readers, finalReader(history)]) {
    for (const record of records) {
      const before = values.get(place(record));
      if (before === undefined) values.set(place(record), { name, value: record.value });
      else if (before.value !== record.value) {
        violations.push(
          `disagreement: ${name} read ${record.value} at ${place(record)}, ${before.name} ${before.value}`,
        );
      }
    }
  }
  return violations;
};

/** A reader went backwards or stood still in a partition. */
const nonMonotonic: Check = ({ readers }) =>
  readers.flatMap(({ name, records }) => {
    const last = new Map<number, number>();
    return records.flatMap((record) => {
      const before = last.get(record.partition) ?? -1;
      last.set(record.partition, record.offset);
      return record.offset > before ? [] : [`backwards: ${name} read ${place(record)} after offset ${before}`];
    });
  });

/** A read_committed reader passed over a record that is there, or read one (uncommitted, then aborted) that is not. */
const skipped: Check = (history) => {
  const final = new Map<number, Placed[]>();
  for (const record of history.sink) final.set(record.partition, [...(final.get(record.partition) ?? []), record]);
  return history.readers
    .filter(({ isolation }) => isolation === "read_committed")
    .flatMap(({ name, records }) =>
      [...final].flatMap(([partition, all]) => {
        const read = records.filter((record) => record.partition === partition);
        const [first, last] = [read[0]?.offset ?? 0, read.at(-1)?.offset ?? -1];
        const expected = all.filter(({ offset }) => offset >= first && offset <= last);
        const readPlaces = new Set(read.map(place));
        const expectedPlaces = new Set(expected.map(place));
        return [
          ...expected
            .filter((record) => !readPlaces.has(place(record)))
            .map((record) => `skipped: ${name} passed over ${record.value} at ${place(record)}`),
          ...read
            .filter((record) => !expectedPlaces.has(place(record)))
            .map((record) => `uncommitted: ${name} read ${record.value} at ${place(record)}, which is not in the sink`),
        ];
      }),
    );
};

function finalReader({ sink }: History): Reader {
  return { name: "the last reader", isolation: "read_committed", records: sink };
}

function committedReads(history: History): Reader[] {
  return [...history.readers.filter(({ isolation }) => isolation === "read_committed"), finalReader(history)];
}

export const CHECKS: Readonly<Record<string, Check>> = {
  duplicates,
  phantoms,
  consumedAndProducedAgree,
  reordered,
  abortedReads,
  torn,
  offsetsTakenBack,
  disagreements,
  nonMonotonic,
  skipped,
};

/** Every violation as a sentence; empty when the history is right. */
export function violationsOf(history: History): string[] {
  return Object.values(CHECKS).flatMap((check) => check(history));
}
