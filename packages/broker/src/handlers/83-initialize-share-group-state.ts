/**
 * InitializeShareGroupState (key 83), version 0.
 *
 * Behavior: begins the state of share partitions anew, at a start offset or (−1) at one that the leader finds out. Asked of the leader of the partition of
 * `__share_group_state` that the share partition hashes to.
 *
 * Version notes
 * - v0: (KIP-932)
 */

import { AclOperation, ApiKey, type Input } from "@ottla/protocol";
import {
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateResponse,
} from "@ottla/protocol/messages/initialize-share-group-state";
import type { RequestContext, RequestHandler } from "./handler.ts";
import { shareStateError } from "./share-state-error.ts";

async function handle(
  request: InitializeShareGroupStateRequest,
  { services }: RequestContext,
): Promise<Input<InitializeShareGroupStateResponse>> {
  const { coordinator } = await services.shareGroups.load();
  return coordinator.initializeState(request);
}

/** See the head of this file. */
export const handler: RequestHandler<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> = {
  apiKey: ApiKey.InitializeShareGroupState,
  request: InitializeShareGroupStateRequest,
  response: InitializeShareGroupStateResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse: ({ topics }, errorCode) => ({ results: shareStateError(topics, errorCode) }),
};
