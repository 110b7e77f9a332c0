/**
 * DescribeTransactions (key 65), version 0.
 *
 * Behavior: shows transactional ids as they were last committed: state, producer, timeout, when the transaction began, and its
 * partitions (while it ends, those that lack their marker). An id coordinated elsewhere is answered NOT_COORDINATOR.
 *
 * Version notes
 * - v0: (KIP-664)
 */

import { ApiKey, type Input } from "@ottla/protocol";
import {
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
} from "@ottla/protocol/messages/describe-transactions";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  { transactionalIds }: DescribeTransactionsRequest,
  { services }: RequestContext,
): Promise<Input<DescribeTransactionsResponse>> {
  const coordinator = await services.transactionCoordinator();
  return { transactionStates: coordinator.describeTransactions(transactionalIds) };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  apiKey: ApiKey.DescribeTransactions,
  request: DescribeTransactionsRequest,
  response: DescribeTransactionsResponse,
  handle,
  errorResponse: ({ transactionalIds }, errorCode) => ({
    transactionStates: transactionalIds.map((transactionalId) => ({ transactionalId, errorCode })),
  }),
};
