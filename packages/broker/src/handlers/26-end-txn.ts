/**
 * EndTxn (key 26), versions 0–5.
 *
 * Behavior: commits or aborts the producer's transaction. The answer leaves when the decision is in the coordinator's log;
 * the markers that make it visible in the partitions follow, and until they are written the next request about this
 * transactional id is answered CONCURRENT_TRANSACTIONS.
 *
 * Version notes
 * - v0: (KIP-98)
 * - v1: client throttles itself (KIP-219)
 * - v2: PRODUCER_FENCED; older versions see INVALID_PRODUCER_EPOCH (KIP-588)
 * - v3: flexible (KIP-482)
 * - v4: TRANSACTION_ABORTABLE (KIP-890)
 * - v5: the epoch rises with each end, the answer has it (KIP-890 part 2)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { transactionVersionOfEndTxn } from "@ottla/transaction-coordinator";
import { isTransactionalIdAuthorized } from "../authorizer/authorized-names.ts";
import { fencedErrorOf } from "../transaction-coordinator/fenced-error.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const FENCED_SINCE_VERSION = 2;

async function handle(
  { transactionalId, producerId, producerEpoch, committed }: EndTxnRequest,
  context: RequestContext,
): Promise<Input<EndTxnResponse>> {
  const { services, apiVersion } = context;
  if (!isTransactionalIdAuthorized(context, AclOperation.WRITE, transactionalId)) {
    return { errorCode: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED };
  }
  const coordinator = await services.transactionCoordinator();
  const { errorCode, ...identity } = await coordinator.endTransaction(
    { transactionalId, producerId, producerEpoch, result: committed ? "commit" : "abort" },
    transactionVersionOfEndTxn(apiVersion),
  );
  return { ...identity, errorCode: fencedErrorOf(errorCode, apiVersion >= FENCED_SINCE_VERSION) };
}

/** See the head of this file. */
export const handler: RequestHandler<EndTxnRequest, EndTxnResponse> = {
  apiKey: ApiKey.EndTxn,
  request: EndTxnRequest,
  response: EndTxnResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
