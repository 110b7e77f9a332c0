// What happened in a run, in numbers: a run in which nothing happened proves nothing.
import type { Copier, Fate } from "./copier.ts";
import type { History, Outcome } from "./history.ts";
import type { PlainTopic } from "./plain-topic.ts";

type CopierCounts = Readonly<Record<Fate | Outcome | "values", number>>;

export type Counts = CopierCounts &
  Readonly<Record<"kills" | "pauses", number>> & { readonly plain: ReturnType<PlainTopic["counts"]> | undefined };

export function countsOf(copiers: readonly Copier[], histories: readonly History[]): CopierCounts {
  const transactions = histories.flatMap((history) => history.transactions);
  const fate = (name: Fate): number => copiers.reduce((sum, copier) => sum + copier.fates[name], 0);
  const outcome = (name: Outcome): number => transactions.filter((one) => one.outcome === name).length;
  return {
    ...{ commit: fate("commit"), abort: fate("abort"), kill: fate("kill") },
    ...{ pause: fate("pause"), zombie: fate("zombie") },
    ...{ committed: outcome("committed"), aborted: outcome("aborted") },
    ...{ unknown: outcome("unknown"), refused: outcome("refused") },
    values: histories[0]?.source.length ?? 0,
  };
}

/** Why incarnations of copiers ended. */
export function errorsOf(copiers: readonly Copier[]): ReadonlyMap<string, number> {
  const errors = new Map<string, number>();
  for (const copier of copiers) {
    for (const [name, count] of copier.errors) errors.set(name, (errors.get(name) ?? 0) + count);
  }
  return errors;
}
