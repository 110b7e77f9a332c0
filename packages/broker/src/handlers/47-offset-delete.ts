/**
 * OffsetDelete (key 47), version 0.
 *
 * Behavior: drops committed offsets of a group. Topics its members subscribe to are answered GROUP_SUBSCRIBED_TO_TOPIC;
 * topics and partitions that do not exist UNKNOWN_TOPIC_OR_PARTITION. The answer leaves when the deletion is committed.
 *
 * Version notes
 * - v0: KIP-496
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  OffsetDeleteRequest,
  OffsetDeleteResponse,
  type OffsetDeleteRequestPartition,
  type OffsetDeleteRequestTopic,
  type OffsetDeleteResponsePartition,
} from "@ottla/protocol/messages/offset-delete";
import { authorizedTopics, isGroupAuthorized, type NameTest } from "../authorizer/authorized-names.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

type Refused = Map<string, Input<OffsetDeleteResponsePartition>[]>;

async function handle(request: OffsetDeleteRequest, context: RequestContext): Promise<Input<OffsetDeleteResponse>> {
  if (!isGroupAuthorized(context, AclOperation.DELETE, request.groupId)) {
    return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
  }
  const refused: Refused = new Map();
  const mayRead = authorizedTopics(context, AclOperation.READ);
  const topics = request.topics
    .map((topic) => deletablePartitions(topic, mayRead, context, refused))
    .filter((topic) => topic !== undefined);
  const deleted = await context.services.groupCoordinator.deleteOffsets({ ...request, topics });
  if (refused.size === 0 || (deleted.errorCode ?? ErrorCode.NONE) !== ErrorCode.NONE) return deleted;
  for (const { name = "", partitions = [] } of deleted.topics ?? []) {
    refused.set(name, [...(refused.get(name) ?? []), ...partitions]);
  }
  return { topics: [...refused].map(([name, partitions]) => ({ name, partitions })) };
}

/** What exists of the topic, if it may be read; the rest is answered. Undefined when nothing does. */
function deletablePartitions(
  topic: OffsetDeleteRequestTopic,
  mayRead: NameTest,
  { services }: RequestContext,
  refused: Refused,
): OffsetDeleteRequestTopic | undefined {
  const isForbidden = !mayRead(topic.name);
  const image = isForbidden ? undefined : services.metadata.image.topics.getByName(topic.name);
  const errorCode = isForbidden ? ErrorCode.TOPIC_AUTHORIZATION_FAILED : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const partitions: OffsetDeleteRequestPartition[] = [];
  for (const partition of topic.partitions) {
    const { partitionIndex } = partition;
    if (image?.partitions[partitionIndex] !== undefined) {
      partitions.push(partition);
      continue;
    }
    refused.set(topic.name, [...(refused.get(topic.name) ?? []), { partitionIndex, errorCode }]);
  }
  return partitions.length === 0 ? undefined : { ...topic, partitions };
}

export const handler: RequestHandler<OffsetDeleteRequest, OffsetDeleteResponse> = {
  apiKey: ApiKey.OffsetDelete,
  request: OffsetDeleteRequest,
  response: OffsetDeleteResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
