/**
 * WriteShareGroupState (key 85), versions 0–1.
 *
 * Behavior: the leader of a partition says what happened to records of its share partitions. Asked of the leader of the partition of
 * `__share_group_state` that the share partition hashes to.
 *
 * Version notes
 * - v0: (KIP-932)
 * - v1: count of complete deliveries (KIP-1226)
 */

import { AclOperation, ApiKey, type Input } from "@ottla/protocol";
import {
  WriteShareGroupStateRequest,
  WriteShareGroupStateResponse,
} from "@ottla/protocol/messages/write-share-group-state";
import type { RequestContext, RequestHandler } from "./handler.ts";
import { shareStateError } from "./share-state-error.ts";

async function handle(
  request: WriteShareGroupStateRequest,
  { services }: RequestContext,
): Promise<Input<WriteShareGroupStateResponse>> {
  const { coordinator } = await services.shareGroups.load();
  return coordinator.writeState(request);
}

/** See the head of this file. */
export const handler: RequestHandler<WriteShareGroupStateRequest, WriteShareGroupStateResponse> = {
  apiKey: ApiKey.WriteShareGroupState,
  request: WriteShareGroupStateRequest,
  response: WriteShareGroupStateResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse: ({ topics }, errorCode) => ({ results: shareStateError(topics, errorCode) }),
};
