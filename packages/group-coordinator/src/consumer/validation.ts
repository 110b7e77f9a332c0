/** ConsumerGroupHeartbeat: what is wrong with a request whatever the state of the group. */

import { ErrorCode } from "@ottla/protocol";
import type { ConsumerGroupHeartbeatRequest } from "@ottla/protocol/messages/consumer-group-heartbeat";
import type { GroupCoordinatorConfig } from "../group-coordinator-config.ts";
import { Refusal } from "../refusal.ts";
import { MemberEpoch } from "./member-epoch.ts";

/** From this version on members make their ids themselves (KIP-1082). */
const CLIENT_MEMBER_ID_VERSION = 1;

export function validateConsumerGroupHeartbeat(
  request: ConsumerGroupHeartbeatRequest,
  apiVersion: number,
  config: Pick<GroupCoordinatorConfig, "consumerGroupAssignors">,
): Refusal | undefined {
  return validateIds(request, apiVersion) ?? validateEpoch(request) ?? validateAssignor(request, config);
}

function validateIds(
  { memberId, memberEpoch, groupId, instanceId, rackId }: ConsumerGroupHeartbeatRequest,
  apiVersion: number,
): Refusal | undefined {
  const needsMemberId =
    apiVersion >= CLIENT_MEMBER_ID_VERSION || memberEpoch > 0 || memberEpoch === MemberEpoch.LEAVE_GROUP;
  if (needsMemberId && isBlank(memberId)) return invalid("MemberId can't be empty.");
  if (isBlank(groupId)) return invalid("GroupId can't be empty.");
  if (instanceId !== null && isBlank(instanceId)) return invalid("InstanceId can't be empty.");
  if (rackId !== null && isBlank(rackId)) return invalid("RackId can't be empty.");
  return undefined;
}

function validateEpoch(request: ConsumerGroupHeartbeatRequest): Refusal | undefined {
  const { memberEpoch } = request;
  if (memberEpoch === MemberEpoch.JOIN_GROUP) return validateJoin(request);
  if (memberEpoch === MemberEpoch.LEAVE_GROUP_STATIC) {
    return request.instanceId === null ? invalid("InstanceId can't be null.") : undefined;
  }
  return memberEpoch < MemberEpoch.LEAVE_GROUP_STATIC ? invalid("MemberEpoch is invalid.") : undefined;
}

function validateJoin({
  rebalanceTimeoutMs,
  topicPartitions,
  subscribedTopicNames,
  subscribedTopicRegex,
}: ConsumerGroupHeartbeatRequest): Refusal | undefined {
  if (rebalanceTimeoutMs === -1) return invalid("RebalanceTimeoutMs must be provided in first request.");
  if (topicPartitions === null || topicPartitions.length > 0) {
    return invalid("TopicPartitions must be empty when (re-)joining.");
  }
  if (subscribedTopicNames === null && subscribedTopicRegex === null) {
    return invalid("Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.");
  }
  return undefined;
}

function validateAssignor(
  { serverAssignor }: ConsumerGroupHeartbeatRequest,
  { consumerGroupAssignors }: Pick<GroupCoordinatorConfig, "consumerGroupAssignors">,
): Refusal | undefined {
  const names = consumerGroupAssignors.map(({ name }) => name);
  if (serverAssignor === null || names.includes(serverAssignor)) return undefined;
  return new Refusal(
    ErrorCode.UNSUPPORTED_ASSIGNOR,
    `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${names.join(", ")}.`,
  );
}

/** Empty, or nothing but spaces and control characters. */
export function isBlank(text: string): boolean {
  // What Java's trim takes away: everything up to the space.
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  return /^[\u0000-\u0020]*$/.test(text);
}

function invalid(message: string): Refusal {
  return new Refusal(ErrorCode.INVALID_REQUEST, message);
}
