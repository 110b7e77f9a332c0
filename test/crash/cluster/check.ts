// What must be so after everything: nothing acknowledged is lost, twice there or in another order, and a transaction is there whole or not at all.
import { checkHistory } from "../history.ts";
import type { Read } from "../history.ts";
import type { LoadHistory, Transaction } from "./load.ts";

/** Every violation as a sentence. `transactional` is what a reader with read_committed found. */
export function checkLoad(
  history: LoadHistory,
  read: { readonly plain: readonly Read[]; readonly transactional: readonly Read[] },
): string[] {
  return [
    ...checkHistory(history.acknowledged, read.plain),
    ...checkHistory([], read.transactional),
    ...checkTransactions(history.transactions, read.transactional),
  ];
}

function checkTransactions(transactions: readonly Transaction[], read: readonly Read[]): string[] {
  const seen = new Set(read.map(({ value }) => value));
  const violations: string[] = [];
  for (const { outcome, values } of transactions) {
    const found = values.filter((value) => seen.delete(value));
    const isWhole = found.length === values.length;
    const isAbsent = found.length === 0;
    const isRight = { committed: isWhole, aborted: isAbsent, unknown: isWhole || isAbsent }[outcome];
    if (!isRight) violations.push(`of ${values.join(" ")}, ${outcome}, there is: ${found.join(" ") || "nothing"}`);
  }
  for (const value of seen) violations.push(`${value} is of no transaction`);
  return violations;
}
