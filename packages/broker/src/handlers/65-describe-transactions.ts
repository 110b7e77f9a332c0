/**
 * DescribeTransactions (key 65), version 0.
 *
 * Behavior: shows transactional ids as they were last committed: state, producer, timeout, when the transaction began, and its
 * partitions (while it ends, those that lack their marker), but for those of topics that may not be described. An id coordinated elsewhere is answered NOT_COORDINATOR.
 *
 * Version notes
 * - v0: (KIP-664)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
  type TransactionState,
} from "@ottla/protocol/messages/describe-transactions";
import { authorizedTopics, authorizedTransactionalIds } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  { transactionalIds }: DescribeTransactionsRequest,
  context: RequestContext,
): Promise<Input<DescribeTransactionsResponse>> {
  const coordinator = await context.services.transactionCoordinator();
  const mayDescribeId = authorizedTransactionalIds(context, AclOperation.DESCRIBE);
  const mayDescribeTopic = authorizedTopics(context, AclOperation.DESCRIBE);
  const transactionStates = transactionalIds.flatMap((transactionalId): Input<TransactionState>[] =>
    mayDescribeId(transactionalId)
      ? coordinator.describeTransactions([transactionalId])
      : [{ transactionalId, errorCode: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED }],
  );
  return {
    transactionStates: transactionStates.map((state) => ({
      ...state,
      topics: state.topics?.filter(({ topic = "" }) => mayDescribeTopic(topic)),
    })),
  };
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
