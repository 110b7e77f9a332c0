/**
 * OffsetFetch (key 9), versions 1–10.
 *
 * Behavior: what groups have committed, for the partitions asked for or for all. A partition without a committed offset
 * is answered −1 and no error, whether it exists or not; topics that may not be described are left out of all, and refused where they are named. With `requireStable` the answer waits until the newest commit is
 * committed, and partitions with an open transaction are answered UNSTABLE_OFFSET_COMMIT.
 *
 * Version notes
 * - v2: an error for the whole group; null topics mean all
 * - v3: throttle time (KIP-124)
 * - v5: leader epoch of each offset (KIP-320)
 * - v6: flexible (KIP-482)
 * - v7: requireStable (KIP-447)
 * - v8: several groups in one request (KIP-709)
 * - v9: member id and epoch (KIP-848)
 * - v10: topic ids instead of names (KIP-848)
 */

import { ZERO_UUID } from "@ottla/base";
import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  OffsetFetchRequest,
  OffsetFetchResponse,
  type OffsetFetchRequestGroup,
  type OffsetFetchRequestTopics,
  type OffsetFetchResponseGroup,
  type OffsetFetchResponseTopics,
} from "@ottla/protocol/messages/offset-fetch";
import { authorizedTopics, isGroupAuthorized } from "../authorizer/authorized-names.ts";
import { offsetFetchError } from "../group-coordinator/offset-fetch-error.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const GROUPS_SINCE_VERSION = 8;
const TOPIC_IDS_SINCE_VERSION = 10;

async function handle(request: OffsetFetchRequest, context: RequestContext): Promise<Input<OffsetFetchResponse>> {
  const { requireStable } = request;
  const groups = groupsOf(request, context.apiVersion).map(async (group) => {
    if (!isGroupAuthorized(context, AclOperation.DESCRIBE, group.groupId)) {
      return offsetFetchError(group, ErrorCode.GROUP_AUTHORIZATION_FAILED, context.apiVersion);
    }
    return group.topics === null ? fetchAll(group, requireStable, context) : fetchSome(group, requireStable, context);
  });
  return responseOf(await Promise.all(groups), context.apiVersion);
}

/** The groups of the request, whatever its version. */
function groupsOf(request: OffsetFetchRequest, apiVersion: number): OffsetFetchRequestGroup[] {
  if (apiVersion >= GROUPS_SINCE_VERSION) return request.groups;
  const topics = request.topics?.map((topic) => ({ ...topic, topicId: ZERO_UUID })) ?? null;
  return [{ groupId: request.groupId, memberId: null, memberEpoch: -1, topics }];
}

async function fetchAll(
  group: OffsetFetchRequestGroup,
  requireStable: boolean,
  context: RequestContext,
): Promise<Input<OffsetFetchResponseGroup>> {
  const { services, apiVersion } = context;
  const fetched = await services.groupCoordinator.fetchOffsets(group, { requireStable, apiVersion });
  if (fetched.topics === undefined) return fetched;
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
  const shown = fetched.topics.filter(({ name }) => mayDescribe(name ?? ""));
  if (apiVersion < TOPIC_IDS_SINCE_VERSION) return { ...fetched, topics: shown };
  // A topic that is gone has no id to be told by.
  const topics = shown.flatMap((topic) => {
    const image = services.metadata.image.topics.getByName(topic.name ?? "");
    return image === undefined ? [] : [{ ...topic, topicId: image.id }];
  });
  return { ...fetched, topics };
}

async function fetchSome(
  group: OffsetFetchRequestGroup,
  requireStable: boolean,
  context: RequestContext,
): Promise<Input<OffsetFetchResponseGroup>> {
  const { services, apiVersion } = context;
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
  const passed: OffsetFetchRequestTopics[] = [];
  const refused: Input<OffsetFetchResponseTopics>[] = [];
  for (const topic of group.topics ?? []) {
    const hasName = apiVersion < TOPIC_IDS_SINCE_VERSION;
    const name = hasName ? topic.name : services.metadata.image.topics.getById(topic.topicId)?.name;
    if (name === undefined) refused.push(refusedTopic(topic, ErrorCode.UNKNOWN_TOPIC_ID));
    else if (mayDescribe(name)) passed.push({ ...topic, name });
    else refused.push(refusedTopic({ ...topic, name }, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
  }
  const asked = { ...group, topics: passed };
  const fetched = await services.groupCoordinator.fetchOffsets(asked, { requireStable, apiVersion });
  if (refused.length === 0 || (fetched.errorCode ?? ErrorCode.NONE) !== ErrorCode.NONE) return fetched;
  return { ...fetched, topics: [...(fetched.topics ?? []), ...refused] };
}

function refusedTopic(
  { name, topicId, partitionIndexes }: OffsetFetchRequestTopics,
  errorCode: number,
): Input<OffsetFetchResponseTopics> {
  const partitions = partitionIndexes.map((partitionIndex) => ({ partitionIndex, committedOffset: -1, errorCode }));
  return { name, topicId, partitions };
}

function responseOf(
  groups: readonly Input<OffsetFetchResponseGroup>[],
  apiVersion: number,
): Input<OffsetFetchResponse> {
  if (apiVersion >= GROUPS_SINCE_VERSION) return { groups };
  const { errorCode, topics = [] } = groups[0] ?? {};
  return { errorCode, topics: topics.map(({ name, partitions }) => ({ name, partitions })) };
}

function errorResponse(
  request: OffsetFetchRequest,
  errorCode: number,
  { apiVersion }: RequestContext,
): Input<OffsetFetchResponse> {
  const groups = groupsOf(request, apiVersion).map((group) => offsetFetchError(group, errorCode, apiVersion));
  return responseOf(groups, apiVersion);
}

export const handler: RequestHandler<OffsetFetchRequest, OffsetFetchResponse> = {
  apiKey: ApiKey.OffsetFetch,
  request: OffsetFetchRequest,
  response: OffsetFetchResponse,
  handle,
  errorResponse,
};
