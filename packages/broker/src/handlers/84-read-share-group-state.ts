/**
 * ReadShareGroupState (key 84), version 0.
 *
 * Behavior: the leader of a partition takes over its share partitions; the leader before it is fenced from then on. Asked of the leader of the partition of
 * `__share_group_state` that the share partition hashes to.
 *
 * Version notes
 * - v0: (KIP-932)
 */

import { AclOperation, ApiKey, type Input } from "@ottla/protocol";
import {
  ReadShareGroupStateRequest,
  ReadShareGroupStateResponse,
} from "@ottla/protocol/messages/read-share-group-state";
import type { RequestContext, RequestHandler } from "./handler.ts";
import { shareStateError } from "./share-state-error.ts";

async function handle(
  request: ReadShareGroupStateRequest,
  { services }: RequestContext,
): Promise<Input<ReadShareGroupStateResponse>> {
  const { coordinator } = await services.shareGroups.load();
  const { results = [] } = await coordinator.readState(request);
  return {
    results: results.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map(({ stateBatches = [], ...partition }) => ({
        ...partition,
        stateBatches: stateBatches.map((batch) => ({ ...batch })),
      })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<ReadShareGroupStateRequest, ReadShareGroupStateResponse> = {
  apiKey: ApiKey.ReadShareGroupState,
  request: ReadShareGroupStateRequest,
  response: ReadShareGroupStateResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse: ({ topics }, errorCode) => ({ results: shareStateError(topics, errorCode) }),
};
