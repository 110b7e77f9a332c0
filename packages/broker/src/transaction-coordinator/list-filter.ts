/** The filters of ListTransactions. Patterns are RE2's, so that none takes more than linear time. */

import { ErrorCode } from "@ottla/protocol";
import type { ListTransactionsRequest } from "@ottla/protocol/messages/list-transactions";
import { statesOf, type ListTransactionsFilter } from "@ottla/transaction-coordinator";
import { RE2JS } from "re2js";

/** INVALID_REGULAR_EXPRESSION, or the filter with the state names that are no state's. */
export function listTransactionsFilter(
  request: ListTransactionsRequest,
): { readonly filter: ListTransactionsFilter; readonly unknownStateFilters: string[] } | number {
  const { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern } = request;
  const matches = matcherOf(transactionalIdPattern);
  if (typeof matches === "number") return matches;
  const { states, unknown } = statesOf(stateFilters);
  return {
    filter: {
      states,
      producerIds: producerIdFilters.length === 0 ? undefined : new Set(producerIdFilters),
      longerThanMs: durationFilter < 0 ? undefined : durationFilter,
      matches,
    },
    unknownStateFilters: unknown,
  };
}

function matcherOf(pattern: string | null): ListTransactionsFilter["matches"] | number {
  if (pattern === null || pattern === "") return undefined;
  try {
    const compiled = RE2JS.compile(pattern);
    return (transactionalId) => compiled.matches(transactionalId);
  } catch {
    return ErrorCode.INVALID_REGULAR_EXPRESSION;
  }
}
