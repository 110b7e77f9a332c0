/**
 * ListTransactions (key 66), versions 0–2.
 *
 * Behavior: lists the transactional ids coordinated here, as they were last committed, that pass the filters and may be described. While one of the
 * coordinator's partitions is being read the whole answer is COORDINATOR_LOAD_IN_PROGRESS.
 *
 * Version notes
 * - v0: (KIP-664)
 * - v1: duration (KIP-994)
 * - v2: a pattern of transactional ids (KIP-1152)
 */

import { AclOperation, ApiKey, type Input } from "@ottla/protocol";
import { ListTransactionsRequest, ListTransactionsResponse } from "@ottla/protocol/messages/list-transactions";
import { authorizedTransactionalIds } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: ListTransactionsRequest,
  context: RequestContext,
): Promise<Input<ListTransactionsResponse>> {
  const response = (await context.services.transactionCoordinator()).listTransactions(request);
  const mayDescribe = authorizedTransactionalIds(context, AclOperation.DESCRIBE);
  const transactionStates = response.transactionStates?.filter(({ transactionalId = "" }) =>
    mayDescribe(transactionalId),
  );
  return { ...response, transactionStates };
}

/** See the head of this file. */
export const handler: RequestHandler<ListTransactionsRequest, ListTransactionsResponse> = {
  apiKey: ApiKey.ListTransactions,
  request: ListTransactionsRequest,
  response: ListTransactionsResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
