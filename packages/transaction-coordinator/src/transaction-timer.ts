/** The deadlines of a shard, as data: rounds over all its transactional ids. */

export type TransactionTimer =
  /** It is time to abort transactions that are open for longer than they may be. */
  | { readonly kind: "abort-timed-out" }
  /** It is time to look for decisions that were committed after nobody waited for them any more. */
  | { readonly kind: "late-commits" }
  /** It is time to forget ids that nobody uses. */
  | { readonly kind: "remove-expired" };

export function timerKey({ kind }: TransactionTimer): string {
  return kind;
}
