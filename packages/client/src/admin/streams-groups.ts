/**
 * Admin: describeStreamsGroups (KIP-1071). What else there is for groups of Kafka Streams goes the way of consumer groups.
 */
import {
  StreamsGroupDescribeRequest,
  StreamsGroupDescribeResponse,
} from "@ottla/protocol/messages/streams-group-describe";
import type { Assignment, DescribedGroup, Member } from "@ottla/protocol/messages/streams-group-describe";
import { protocolError } from "../errors.ts";
import type { KafkaNode } from "../node.ts";
import type { AdminContext } from "./admin-context.ts";
import { authorizedOperations } from "./authorized-operations.ts";
import { groupCoordinators, isCoordinatorRetry } from "./group-coordinators.ts";
import { Results } from "./results.ts";
import type {
  DescribeGroupsOptions,
  StreamsGroupDescription,
  StreamsGroupMember,
  StreamsTaskAssignment,
} from "./types.ts";

const API = { request: StreamsGroupDescribeRequest, response: StreamsGroupDescribeResponse };

export async function describeStreamsGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions,
): Promise<Results<string, StreamsGroupDescription>> {
  const scope = context.scope("describeStreamsGroups", options);
  const results = new Results<string, StreamsGroupDescription>((groupId) => groupId, groupIds);
  return await context.forEachItem(scope, {
    keys: groupIds,
    results,
    lookup: (keys) => groupCoordinators(context, keys, results),
    async ask(nodeId, keys) {
      const { response } = await context.client.send(nodeId, {
        api: API,
        body: { groupIds: keys, includeAuthorizedOperations: options.includeAuthorizedOperations ?? false },
        timeoutMs: context.requestTimeoutMs(scope),
      });
      const node = context.client.nodeOf(nodeId) ?? { id: nodeId, host: "", port: -1, rack: null };
      for (const group of response.groups) {
        const { errorCode, errorMessage, groupId } = group;
        if (errorCode === 0) results.succeed(groupId, description(group, node));
        else if (!isCoordinatorRetry(errorCode)) results.fail(groupId, protocolError(errorCode, errorMessage));
      }
    },
  });
}

function description(group: DescribedGroup, coordinator: KafkaNode): StreamsGroupDescription {
  return {
    groupId: group.groupId,
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
    topologyEpoch: group.topology?.epoch ?? -1,
    subtopologies: (group.topology?.subtopologies ?? []).map((one) => ({
      subtopologyId: one.subtopologyId,
      sourceTopics: one.sourceTopics,
      repartitionSinkTopics: one.repartitionSinkTopics,
      stateChangelogTopics: one.stateChangelogTopics.map((topic) => topic.name),
      repartitionSourceTopics: one.repartitionSourceTopics.map((topic) => topic.name),
    })),
    members: group.members.map(memberOf),
    groupState: group.groupState,
    coordinator,
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

function memberOf(member: Member): StreamsGroupMember {
  return {
    memberId: member.memberId,
    memberEpoch: member.memberEpoch,
    instanceId: member.instanceId ?? undefined,
    rackId: member.rackId ?? undefined,
    clientId: member.clientId,
    clientHost: member.clientHost,
    topologyEpoch: member.topologyEpoch,
    processId: member.processId,
    userEndpoint: member.userEndpoint ?? undefined,
    clientTags: new Map(member.clientTags.map(({ key, value }) => [key, value])),
    assignment: assignmentOf(member.assignment),
    targetAssignment: assignmentOf(member.targetAssignment),
    isClassic: member.isClassic,
  };
}

function assignmentOf({ activeTasks, standbyTasks, warmupTasks }: Assignment): StreamsTaskAssignment {
  return { activeTasks, standbyTasks, warmupTasks };
}
