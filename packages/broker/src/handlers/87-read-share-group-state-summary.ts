/**
 * ReadShareGroupStateSummary (key 87), versions 0–1.
 *
 * Behavior: where share partitions stand, for those who do not lead them. Asked of the leader of the partition of
 * `__share_group_state` that the share partition hashes to.
 *
 * Version notes
 * - v0: (KIP-932)
 * - v1: count of complete deliveries (KIP-1226)
 */

import { AclOperation, ApiKey, type Input } from "@ottla/protocol";
import {
  ReadShareGroupStateSummaryRequest,
  ReadShareGroupStateSummaryResponse,
} from "@ottla/protocol/messages/read-share-group-state-summary";
import type { RequestContext, RequestHandler } from "./handler.ts";
import { shareStateError } from "./share-state-error.ts";

async function handle(
  request: ReadShareGroupStateSummaryRequest,
  { services }: RequestContext,
): Promise<Input<ReadShareGroupStateSummaryResponse>> {
  const { coordinator } = await services.shareGroups.load();
  return coordinator.readStateSummary(request);
}

/** See the head of this file. */
export const handler: RequestHandler<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> = {
  apiKey: ApiKey.ReadShareGroupStateSummary,
  request: ReadShareGroupStateSummaryRequest,
  response: ReadShareGroupStateSummaryResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse: ({ topics }, errorCode) => ({ results: shareStateError(topics, errorCode) }),
};
