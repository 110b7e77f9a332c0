/**
 * Admin: incrementalAlterConfigs, and the old alterConfigs that replaces everything.
 */
import { ErrorCode } from "@ottla/protocol";
import { AlterConfigsRequest, AlterConfigsResponse } from "@ottla/protocol/messages/alter-configs";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { protocolError } from "../errors.ts";
import type { AdminContext, CallScope } from "./admin-context.ts";
import { resourceKey, resourceNode } from "./config-resources.ts";
import { throwIfNotController } from "./create-topics.ts";
import { Results } from "./results.ts";
import { ConfigResourceType } from "./types.ts";
import type { AlterConfigOp, AlterConfigsOptions, ConfigResource } from "./types.ts";

const INCREMENTAL_API = { request: IncrementalAlterConfigsRequest, response: IncrementalAlterConfigsResponse };
const REPLACE_API = { request: AlterConfigsRequest, response: AlterConfigsResponse };

interface Answers {
  readonly responses: readonly {
    readonly errorCode: number;
    readonly errorMessage: string | null;
    readonly resourceType: number;
    readonly resourceName: string;
  }[];
}

export async function incrementalAlterConfigs(
  context: AdminContext,
  changes: readonly (ConfigResource & { readonly ops: readonly AlterConfigOp[] })[],
  options: AlterConfigsOptions,
): Promise<Results<ConfigResource, void>> {
  const scope = context.scope("incrementalAlterConfigs", options, "anyone");
  return await change(context, scope, changes, (nodeId, group) => {
    const call = {
      api: INCREMENTAL_API,
      body: {
        resources: group.map(({ type, name, ops }) => ({
          resourceType: type,
          resourceName: name,
          configs: ops.map((one) => ({ name: one.name, configOperation: one.op, value: one.value })),
        })),
        validateOnly: options.validateOnly ?? false,
      },
    };
    return nodeId === undefined
      ? context.askController(scope, call, ({ responses }) => throwIfNotController(responses))
      : context.askNode(scope, nodeId, call);
  });
}

export async function alterConfigs(
  context: AdminContext,
  configs: readonly (ConfigResource & { readonly entries: ReadonlyMap<string, string | null> })[],
  options: AlterConfigsOptions,
): Promise<Results<ConfigResource, void>> {
  const scope = context.scope("alterConfigs", options);
  return await change(context, scope, configs, (nodeId, group) => {
    const call = {
      api: REPLACE_API,
      body: {
        resources: group.map(({ type, name, entries }) => ({
          resourceType: type,
          resourceName: name,
          configs: [...entries].map(([key, value]) => ({ name: key, value })),
        })),
        validateOnly: options.validateOnly ?? false,
      },
    };
    return nodeId === undefined
      ? context.askController(scope, call, ({ responses }) => throwIfNotController(responses))
      : context.askNode(scope, nodeId, call);
  });
}

/**
 * Which broker has to make a change; undefined for the controller. Where the nodes are controllers, the active one takes what is for one
 * node, too; only loggers are the node's own.
 */
function nodeToChange(context: AdminContext, resource: ConfigResource): number | undefined {
  const isForOwner = !context.client.usesControllers || resource.type === ConfigResourceType.BROKER_LOGGER;
  return isForOwner ? resourceNode(resource) : undefined;
}

/** Changes to one broker go to that broker, the rest together to the controller. */
async function change<C extends ConfigResource>(
  context: AdminContext,
  scope: CallScope,
  changes: readonly C[],
  send: (nodeId: number | undefined, group: readonly C[]) => Promise<Answers>,
): Promise<Results<ConfigResource, void>> {
  const results = new Results<ConfigResource, void>(resourceKey, changes);
  const groups = new Map<number | undefined, C[]>();
  for (const one of changes) {
    const nodeId = nodeToChange(context, one);
    const group = groups.get(nodeId);
    if (group === undefined) groups.set(nodeId, [one]);
    else group.push(one);
  }
  if ([...groups.keys()].some((nodeId) => nodeId !== undefined)) {
    await context.attempt(scope, () => context.ensureNodes(scope));
  }
  await Promise.all(
    [...groups].map(async ([nodeId, group]) => {
      const response = await send(nodeId, group);
      const answers = new Map(
        response.responses.map((one) => [
          resourceKey({ type: one.resourceType as ConfigResourceType, name: one.resourceName }),
          one,
        ]),
      );
      for (const { type, name } of group) {
        const key = { type, name };
        const answer = answers.get(resourceKey(key));
        if (answer === undefined)
          results.fail(
            key,
            protocolError(ErrorCode.UNKNOWN_SERVER_ERROR, `The server response did not contain ${resourceKey(key)}`),
          );
        else if (answer.errorCode !== 0) results.fail(key, protocolError(answer.errorCode, answer.errorMessage));
        else results.succeed(key, undefined);
      }
    }),
  );
  return results;
}
