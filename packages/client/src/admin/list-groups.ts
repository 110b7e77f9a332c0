/**
 * Admin: listGroups and listConsumerGroups. Each broker lists the groups it coordinates, so all are asked.
 */
import { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import type { ListedGroup } from "@ottla/protocol/messages/list-groups";
import { CONSUMER_PROTOCOL_TYPE } from "../consumer/consumer-protocol.ts";
import { protocolError, toKafkaError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { clusterNodes } from "./describe-cluster.ts";
import { isCoordinatorRetry } from "./group-coordinators.ts";
import type { GroupListing, GroupListings, ListGroupsOptions } from "./types.ts";

const API = { request: ListGroupsRequest, response: ListGroupsResponse };

export async function listGroups(context: AdminContext, options: ListGroupsOptions): Promise<GroupListings> {
  const protocolTypes = options.protocolTypes ?? [];
  return await list(
    context,
    options,
    (group) => protocolTypes.length === 0 || protocolTypes.includes(group.protocolType),
  );
}

export async function listConsumerGroups(context: AdminContext, options: ListGroupsOptions): Promise<GroupListings> {
  const isConsumers = (group: ListedGroup): boolean =>
    group.protocolType === CONSUMER_PROTOCOL_TYPE || group.protocolType === "";
  return await list(context, options, isConsumers);
}

async function list(
  context: AdminContext,
  options: ListGroupsOptions,
  isWanted: (group: ListedGroup) => boolean,
): Promise<GroupListings> {
  const scope = context.scope("listGroups", options);
  const nodes = await clusterNodes(context, scope);
  const groups = new Map<string, GroupListing>();
  const errors: Error[] = [];
  const { states = [], types = [] } = options;
  const versions = { min: types.length > 0 ? 5 : states.length > 0 ? 4 : 0 };
  const asks = [...nodes.keys()].map(async (nodeId) => {
    try {
      const response = await context.attempt(scope, async () => {
        const { response: answer } = await context.client.send(nodeId, {
          api: API,
          body: (version) => ({
            ...(version >= 4 ? { statesFilter: states } : {}),
            ...(version >= 5 ? { typesFilter: types } : {}),
          }),
          versions,
          timeoutMs: context.requestTimeoutMs(scope),
        });
        if (isCoordinatorRetry(answer.errorCode)) throw protocolError(answer.errorCode);
        return answer;
      });
      if (response.errorCode !== 0) errors.push(protocolError(response.errorCode));
      else for (const group of response.groups) if (isWanted(group)) groups.set(group.groupId, listing(group));
    } catch (error) {
      errors.push(toKafkaError(error));
    }
  });
  await Promise.all(asks);
  return { groups: [...groups.values()], errors };
}

function listing(group: ListedGroup): GroupListing {
  return {
    groupId: group.groupId,
    type: group.groupType === "" ? undefined : capitalized(group.groupType),
    protocolType: group.protocolType,
    state: group.groupState === "" ? undefined : group.groupState,
    isSimpleConsumerGroup: group.protocolType === "",
  };
}

/** Kafka prints group types with a capital: Classic, Consumer, Share, Streams. */
function capitalized(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1).toLowerCase();
}
