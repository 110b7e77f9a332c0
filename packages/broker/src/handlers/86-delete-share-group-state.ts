/**
 * DeleteShareGroupState (key 86), version 0.
 *
 * Behavior: the state of share partitions is gone. Asked of the leader of the partition of
 * `__share_group_state` that the share partition hashes to.
 *
 * Version notes
 * - v0: (KIP-932)
 */

import { AclOperation, ApiKey, type Input } from "@ottla/protocol";
import {
  DeleteShareGroupStateRequest,
  DeleteShareGroupStateResponse,
} from "@ottla/protocol/messages/delete-share-group-state";
import type { RequestContext, RequestHandler } from "./handler.ts";
import { shareStateError } from "./share-state-error.ts";

async function handle(
  request: DeleteShareGroupStateRequest,
  { services }: RequestContext,
): Promise<Input<DeleteShareGroupStateResponse>> {
  const { coordinator } = await services.shareGroups.load();
  return coordinator.deleteState(request);
}

/** See the head of this file. */
export const handler: RequestHandler<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> = {
  apiKey: ApiKey.DeleteShareGroupState,
  request: DeleteShareGroupStateRequest,
  response: DeleteShareGroupStateResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse: ({ topics }, errorCode) => ({ results: shareStateError(topics, errorCode) }),
};
