/** ListTransactions: the transactional ids of one shard, as they were last committed, that pass the filters. */

import type { Input } from "@ottla/protocol";
import type { TransactionState as ListedTransaction } from "@ottla/protocol/messages/list-transactions";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import type { TransactionMetadata } from "../transaction-metadata.ts";
import { transactionStateName, transactionStateOf, type TransactionState } from "../transaction-state.ts";

/** What may be listed; a filter that is undefined lets everything pass. */
export interface ListTransactionsFilter {
  readonly states: ReadonlySet<TransactionState> | undefined;
  readonly producerIds: ReadonlySet<bigint> | undefined;
  /** Only transactions that began longer ago than this, in milliseconds. */
  readonly longerThanMs: number | undefined;
  readonly matches: ((transactionalId: string) => boolean) | undefined;
}

/** The states that are named, and the names that are no state's. */
export function statesOf(names: readonly string[]): {
  readonly states: ReadonlySet<TransactionState> | undefined;
  readonly unknown: string[];
} {
  const states = new Set<TransactionState>();
  const unknown = new Set<string>();
  for (const name of names) {
    const state = transactionStateOf(name);
    if (state === undefined) unknown.add(name);
    else states.add(state);
  }
  return { states: names.length === 0 ? undefined : states, unknown: [...unknown] };
}

export function listTransactions(
  context: TransactionCoordinatorContext,
  filter: ListTransactionsFilter,
  { epoch, nowMs }: { readonly epoch: number; readonly nowMs: number },
): Input<ListedTransaction>[] {
  const listed: Input<ListedTransaction>[] = [];
  for (const [transactionalId, metadata] of context.transactions.toMap(epoch)) {
    if (!passes(metadata, filter, nowMs)) continue;
    const { producerId, state } = metadata;
    listed.push({ transactionalId, producerId, transactionState: transactionStateName(state) });
  }
  return listed;
}

function passes(metadata: TransactionMetadata, filter: ListTransactionsFilter, nowMs: number): boolean {
  const { states, producerIds, longerThanMs, matches } = filter;
  return (
    (states === undefined || states.has(metadata.state)) &&
    (producerIds === undefined || producerIds.has(metadata.producerId)) &&
    (longerThanMs === undefined || nowMs - metadata.startTimestampMs > longerThanMs) &&
    (matches === undefined || matches(metadata.transactionalId))
  );
}
