/**
 * OffsetCommit (key 8), versions 2–10.
 *
 * Behavior: commits offsets for a group. Topics and partitions are checked against the metadata first; those that do not
 * exist or may not be read are answered one by one and the rest goes to the group's coordinator, which answers for all of it: a member
 * commits in its generation, anybody for a group without members. The answer leaves when the commit is committed itself.
 *
 * Version notes
 * - v2: retention time of the request's own; v5 dropped it again (KIP-211)
 * - v3: throttle time (KIP-124)
 * - v6: leader epoch of each offset (KIP-320)
 * - v7: group instance id (KIP-345)
 * - v8: flexible (KIP-482)
 * - v9: GROUP_ID_NOT_FOUND, member epochs of consumer groups (KIP-848)
 * - v10: topic ids instead of names (KIP-848)
 */

import { ZERO_UUID } from "@ottla/base";
import { offsetCommitError } from "@ottla/group-coordinator";
import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  OffsetCommitRequest,
  OffsetCommitResponse,
  type OffsetCommitRequestPartition,
  type OffsetCommitRequestTopic,
} from "@ottla/protocol/messages/offset-commit";
import { authorizedTopics, isGroupAuthorized, type NameTest } from "../authorizer/authorized-names.ts";
import { groupRequestContext } from "../group-coordinator/group-request-context.ts";
import { OffsetCommitResponseBuilder } from "../group-coordinator/offset-commit-response-builder.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const TOPIC_IDS_SINCE_VERSION = 10;

async function handle(request: OffsetCommitRequest, context: RequestContext): Promise<Input<OffsetCommitResponse>> {
  if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
    return offsetCommitError(request, ErrorCode.GROUP_AUTHORIZATION_FAILED);
  }
  const usesTopicIds = context.apiVersion >= TOPIC_IDS_SINCE_VERSION;
  const response = new OffsetCommitResponseBuilder(usesTopicIds);
  const mayRead = authorizedTopics(context, AclOperation.READ);
  const topics = request.topics
    .map((topic) => committablePartitions(topic, { usesTopicIds, mayRead }, context, response))
    .filter((topic) => topic !== undefined);
  if (topics.length > 0) {
    const committed = { ...request, topics };
    response.merge(await context.services.groupCoordinator.commitOffsets(committed, groupRequestContext(context)));
  }
  return response.build();
}

/** What can be committed of the topic, with its name and id; the rest is answered. Undefined when nothing can. */
function committablePartitions(
  topic: OffsetCommitRequestTopic,
  { usesTopicIds, mayRead }: { readonly usesTopicIds: boolean; readonly mayRead: NameTest },
  { services }: RequestContext,
  response: OffsetCommitResponseBuilder,
): OffsetCommitRequestTopic | undefined {
  const { topics } = services.metadata.image;
  const image = usesTopicIds ? topics.getById(topic.topicId) : topics.getByName(topic.name);
  const asked = usesTopicIds ? image?.name : topic.name;
  const isForbidden = asked !== undefined && !mayRead(asked);
  if (image === undefined || isForbidden) {
    const name = asked ?? "";
    const topicId = usesTopicIds ? topic.topicId : ZERO_UUID;
    const unknown = usesTopicIds ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    const errorCode = isForbidden ? ErrorCode.TOPIC_AUTHORIZATION_FAILED : unknown;
    for (const { partitionIndex } of topic.partitions) response.add({ name, topicId }, partitionIndex, errorCode);
    return undefined;
  }
  const named = { name: image.name, topicId: image.id };
  const partitions: OffsetCommitRequestPartition[] = [];
  for (const partition of topic.partitions) {
    if (image.partitions[partition.partitionIndex] !== undefined) partitions.push(partition);
    else response.add(named, partition.partitionIndex, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }
  return partitions.length === 0 ? undefined : { ...topic, ...named, partitions };
}

export const handler: RequestHandler<OffsetCommitRequest, OffsetCommitResponse> = {
  apiKey: ApiKey.OffsetCommit,
  request: OffsetCommitRequest,
  response: OffsetCommitResponse,
  handle,
  errorResponse: offsetCommitError,
};
