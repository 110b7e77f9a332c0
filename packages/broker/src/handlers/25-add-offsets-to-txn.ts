/**
 * AddOffsetsToTxn (key 25), versions 0–4.
 *
 * Behavior: puts the offsets of a group into a transaction: the partition of `__consumer_offsets` that the group's coordinator
 * leads becomes part of it, as if it were added by AddPartitionsToTxn.
 *
 * Version notes
 * - v0: (KIP-98)
 * - v1: client throttles itself (KIP-219)
 * - v2: PRODUCER_FENCED; older versions see INVALID_PRODUCER_EPOCH (KIP-588)
 * - v3: flexible (KIP-482)
 * - v4: TRANSACTION_ABORTABLE (KIP-890)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from "@ottla/protocol/messages/add-offsets-to-txn";
import { TransactionVersion } from "@ottla/transaction-coordinator";
import { isGroupAuthorized, isTransactionalIdAuthorized } from "../authorizer/authorized-names.ts";
import { GROUP_METADATA_TOPIC_NAME } from "../group-coordinator/offsets-topic.ts";
import { fencedErrorOf } from "../transaction-coordinator/fenced-error.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const FENCED_SINCE_VERSION = 2;

async function handle(
  { transactionalId, producerId, producerEpoch, groupId }: AddOffsetsToTxnRequest,
  context: RequestContext,
): Promise<Input<AddOffsetsToTxnResponse>> {
  const { services, apiVersion } = context;
  if (!isTransactionalIdAuthorized(context, AclOperation.WRITE, transactionalId)) {
    return { errorCode: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED };
  }
  if (!isGroupAuthorized(context, AclOperation.READ, groupId)) {
    return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
  }
  const partition = services.groupCoordinator.partitionFor(groupId);
  const coordinator = await services.transactionCoordinator();
  const partitions = [{ topic: GROUP_METADATA_TOPIC_NAME, partition }];
  // Clients of KIP-890 leave this to TxnOffsetCommit: whoever sends it speaks the older protocol.
  const errorCode = await coordinator.addPartitions(
    { transactionalId, producerId, producerEpoch, partitions },
    TransactionVersion.TV_0,
  );
  return { errorCode: fencedErrorOf(errorCode, apiVersion >= FENCED_SINCE_VERSION) };
}

/** See the head of this file. */
export const handler: RequestHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = {
  apiKey: ApiKey.AddOffsetsToTxn,
  request: AddOffsetsToTxnRequest,
  response: AddOffsetsToTxnResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
