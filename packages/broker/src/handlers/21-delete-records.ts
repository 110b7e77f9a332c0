/**
 * DeleteRecords (key 21), versions 0–2.
 *
 * Behavior: moves the log start offset of each partition to the given offset (−1: the high watermark). What lies below can no
 * longer be read; its files go at the next retention pass. Refused on internal topics and on topics that are only compacted. The
 * answer carries the low watermark: the smallest log start of the in-sync replicas, which the request waits for.
 *
 * Version notes
 * - v0: (KIP-107)
 * - v1: client throttles itself (KIP-219)
 * - v2: flexible (KIP-482)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { DeleteRecordsRequest, DeleteRecordsResponse } from "@ottla/protocol/messages/delete-records";
import { authorizedTopics } from "../authorizer/authorized-names.ts";
import { DeleteRecordsEntry, deleteRecordsOnLeader, waitForLowWatermarks } from "../replica-manager/delete-records.ts";
import { isInternalTopic } from "../topics/topic-name.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: DeleteRecordsRequest,
  context: RequestContext,
): Promise<HandlerResponse<DeleteRecordsResponse>> {
  const { replicaManager } = context.services;
  const topics = entriesByTopic(request);
  const entries = topics.flatMap((topic) => topic.entries);
  const mayDelete = authorizedTopics(context, AclOperation.DELETE);
  for (const entry of entries) {
    if (!mayDelete(entry.topic)) {
      entry.fail(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
      continue;
    }
    const replica = replicaManager.findReplica(entry.topic, entry.partition);
    if (replica === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
      entry.fail(replica);
    } else if (isInternalTopic(entry.topic)) {
      entry.fail(ErrorCode.INVALID_TOPIC_EXCEPTION);
    } else if (typeof replica === "number") {
      entry.fail(replica);
    } else {
      await deleteRecordsOnLeader(entry, replica);
    }
  }
  await waitForLowWatermarks(entries, replicaManager.purgatory, request.timeoutMs);
  return {
    topics: topics.map((topic) => ({
      name: topic.name,
      partitions: topic.entries.map((entry) => ({
        partitionIndex: entry.partition,
        lowWatermark: entry.lowWatermark,
        errorCode: entry.errorCode,
      })),
    })),
  };
}

/** Partitions each once, with the offset named last; topics without partitions are left out. */
function entriesByTopic(
  request: DeleteRecordsRequest,
): { readonly name: string; readonly entries: DeleteRecordsEntry[] }[] {
  const topics = new Map<string, Map<number, DeleteRecordsEntry>>();
  for (const { name, partitions } of request.topics) {
    if (partitions.length === 0) continue;
    let known = topics.get(name);
    if (known === undefined) topics.set(name, (known = new Map()));
    for (const { partitionIndex, offset } of partitions) {
      known.set(partitionIndex, new DeleteRecordsEntry(name, partitionIndex, offset));
    }
  }
  return [...topics].map(([name, entries]) => ({ name, entries: [...entries.values()] }));
}

function errorResponse(request: DeleteRecordsRequest, errorCode: number): HandlerResponse<DeleteRecordsResponse> {
  return {
    topics: request.topics.map((topic) => ({
      name: topic.name,
      partitions: topic.partitions.map(({ partitionIndex }) => ({ partitionIndex, lowWatermark: -1, errorCode })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<DeleteRecordsRequest, DeleteRecordsResponse> = {
  apiKey: ApiKey.DeleteRecords,
  request: DeleteRecordsRequest,
  response: DeleteRecordsResponse,
  handle,
  errorResponse,
};
