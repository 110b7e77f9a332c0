/**
 * Admin: describeConsumerGroups and describeClassicGroups.
 *
 * A consumer group is asked for with ConsumerGroupDescribe first; when that knows no such group (or is not served), it is a classic one.
 */
import { ErrorCode } from "@ottla/protocol";
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from "@ottla/protocol/messages/consumer-group-describe";
import type { Assignment, DescribedGroup as ModernGroup } from "@ottla/protocol/messages/consumer-group-describe";
import { DescribeGroupsRequest, DescribeGroupsResponse } from "@ottla/protocol/messages/describe-groups";
import type { DescribedGroup as ClassicGroup } from "@ottla/protocol/messages/describe-groups";
import { CONSUMER_PROTOCOL_TYPE, decodeAssignment } from "../consumer/consumer-protocol.ts";
import { KafkaError, UnsupportedVersionError, protocolError } from "../errors.ts";
import type { KafkaNode } from "../node.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { authorizedOperations } from "./authorized-operations.ts";
import { groupCoordinators, isCoordinatorRetry } from "./group-coordinators.ts";
import { Results } from "./results.ts";
import type { DescribeGroupsOptions, GroupDescription } from "./types.ts";

const MODERN_API = { request: ConsumerGroupDescribeRequest, response: ConsumerGroupDescribeResponse };
const CLASSIC_API = { request: DescribeGroupsRequest, response: DescribeGroupsResponse };

export async function describeConsumerGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions,
): Promise<Results<string, GroupDescription>> {
  return await new GroupDescriber(context, options, "describeConsumerGroups", groupIds).describe(groupIds);
}

export async function describeClassicGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions,
): Promise<Results<string, GroupDescription>> {
  return await new GroupDescriber(context, options, "describeClassicGroups", groupIds).describe(groupIds);
}

/** One call; remembers which groups turned out to be classic. */
class GroupDescriber {
  readonly #context: AdminContext;
  readonly #options: DescribeGroupsOptions;
  readonly #name: "describeConsumerGroups" | "describeClassicGroups";
  readonly #results: Results<string, GroupDescription>;
  /** Classic groups, with what the newer API said about not finding them. */
  readonly #classic: Map<string, string | null> = new Map();

  constructor(
    context: AdminContext,
    options: DescribeGroupsOptions,
    name: "describeConsumerGroups" | "describeClassicGroups",
    groupIds: readonly string[],
  ) {
    this.#results = new Results((groupId) => groupId, groupIds);
    this.#context = context;
    this.#options = options;
    this.#name = name;
  }

  async describe(groupIds: readonly string[]): Promise<Results<string, GroupDescription>> {
    const scope = this.#context.scope(this.#name, this.#options);
    if (this.#name === "describeClassicGroups") for (const groupId of groupIds) this.#classic.set(groupId, null);
    return await this.#context.forEachItem(scope, {
      keys: groupIds,
      results: this.#results,
      lookup: (keys) => groupCoordinators(this.#context, keys, this.#results),
      ask: async (nodeId, keys) => {
        const timeoutMs = this.#context.requestTimeoutMs(scope);
        const modern = keys.filter((key) => !this.#classic.has(key));
        if (modern.length > 0) await this.#askModern(nodeId, modern, timeoutMs);
        const classic = keys.filter((key) => this.#classic.has(key));
        if (classic.length > 0) await this.#askClassic(nodeId, classic, timeoutMs);
      },
    });
  }

  async #askModern(nodeId: number, groupIds: readonly string[], timeoutMs: number): Promise<void> {
    const includeAuthorizedOperations = this.#options.includeAuthorizedOperations ?? false;
    try {
      const { response } = await this.#context.client.send(nodeId, {
        api: MODERN_API,
        body: { groupIds, includeAuthorizedOperations },
        timeoutMs,
      });
      for (const group of response.groups) {
        const { errorCode, errorMessage, groupId } = group;
        if (errorCode === ErrorCode.GROUP_ID_NOT_FOUND) this.#classic.set(groupId, errorMessage);
        else if (errorCode === ErrorCode.UNSUPPORTED_VERSION) this.#classic.set(groupId, null);
        else if (errorCode === 0) this.#results.succeed(groupId, modernDescription(group, this.#node(nodeId)));
        else if (!isCoordinatorRetry(errorCode)) this.#results.fail(groupId, protocolError(errorCode, errorMessage));
      }
    } catch (error) {
      if (!(error instanceof UnsupportedVersionError)) throw error;
      for (const groupId of groupIds) this.#classic.set(groupId, null);
    }
  }

  async #askClassic(nodeId: number, groups: readonly string[], timeoutMs: number): Promise<void> {
    const includeAuthorizedOperations = this.#options.includeAuthorizedOperations ?? false;
    const { response } = await this.#context.client.send(nodeId, {
      api: CLASSIC_API,
      body: (version) => ({ groups, ...(version >= 3 ? { includeAuthorizedOperations } : {}) }),
      timeoutMs,
    });
    for (const group of response.groups) {
      const { errorCode, groupId } = group;
      if (errorCode === ErrorCode.GROUP_ID_NOT_FOUND) {
        const message = this.#classic.get(groupId) ?? group.errorMessage ?? `Group ${groupId} not found.`;
        this.#results.fail(groupId, protocolError(errorCode, message));
      } else if (errorCode === 0) this.#classicOutcome(group, nodeId);
      else if (!isCoordinatorRetry(errorCode))
        this.#results.fail(groupId, protocolError(errorCode, group.errorMessage));
    }
  }

  #classicOutcome(group: ClassicGroup, nodeId: number): void {
    const { groupId, protocolType } = group;
    const isConsumers = protocolType === CONSUMER_PROTOCOL_TYPE || protocolType === "";
    if (!isConsumers && this.#name === "describeConsumerGroups") {
      const sentence = `GroupId ${groupId} is not a consumer group (${protocolType}).`;
      this.#results.fail(groupId, new KafkaError("INVALID_ARGUMENT", sentence));
    } else this.#results.succeed(groupId, classicDescription(group, this.#node(nodeId), isConsumers));
  }

  #node(nodeId: number): KafkaNode {
    return this.#context.client.nodeOf(nodeId) ?? { id: nodeId, host: "", port: -1, rack: null };
  }
}

function modernDescription(group: ModernGroup, coordinator: KafkaNode): GroupDescription {
  return {
    groupId: group.groupId,
    isSimpleConsumerGroup: false,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId ?? undefined,
      clientId: member.clientId,
      host: member.clientHost,
      assignment: flattened(member.assignment),
      targetAssignment: flattened(member.targetAssignment),
      memberEpoch: member.memberEpoch,
      upgraded: member.memberType === -1 ? undefined : member.memberType === 1,
    })),
    partitionAssignor: group.assignorName,
    type: "Consumer",
    protocolType: CONSUMER_PROTOCOL_TYPE,
    state: group.groupState,
    coordinator,
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

function classicDescription(group: ClassicGroup, coordinator: KafkaNode, isConsumers: boolean): GroupDescription {
  return {
    groupId: group.groupId,
    isSimpleConsumerGroup: group.protocolType === "",
    members: group.members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId ?? undefined,
      clientId: member.clientId,
      host: member.clientHost,
      assignment: isConsumers ? decodeAssignment(member.memberAssignment).partitions : [],
      targetAssignment: undefined,
      memberEpoch: undefined,
      upgraded: undefined,
    })),
    partitionAssignor: group.protocolData,
    type: "Classic",
    protocolType: group.protocolType,
    state: group.groupState,
    coordinator,
    groupEpoch: undefined,
    targetAssignmentEpoch: undefined,
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

function flattened(assignment: Assignment): TopicPartition[] {
  return assignment.topicPartitions.flatMap(({ topicName, partitions }) =>
    partitions.map((partition) => ({ topic: topicName, partition })),
  );
}
