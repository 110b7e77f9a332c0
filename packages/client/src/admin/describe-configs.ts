/**
 * Admin: describeConfigs and listConfigResources.
 */
import { ErrorCode } from "@ottla/protocol";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import type { DescribeConfigsResourceResult } from "@ottla/protocol/messages/describe-configs";
import {
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
} from "@ottla/protocol/messages/list-config-resources";
import { protocolError } from "../errors.ts";
import type { AdminContext, CallScope } from "./admin-context.ts";
import { resourceKey, resourceNode } from "./config-resources.ts";
import { Results } from "./results.ts";
import { ConfigResourceType, ConfigSource } from "./types.ts";
import type { AdminCallOptions, ConfigEntry, ConfigResource, ConfigType, DescribeConfigsOptions } from "./types.ts";

const API = { request: DescribeConfigsRequest, response: DescribeConfigsResponse };
const LIST_API = { request: ListConfigResourcesRequest, response: ListConfigResourcesResponse };

export async function describeConfigs(
  context: AdminContext,
  resources: readonly ConfigResource[],
  options: DescribeConfigsOptions,
): Promise<Results<ConfigResource, readonly ConfigEntry[]>> {
  const scope = context.scope("describeConfigs", options, "anyone");
  const results = new Results<ConfigResource, readonly ConfigEntry[]>(resourceKey, resources);
  return await context.forEachItem(scope, {
    keys: resources,
    results,
    lookup: (keys) => byNode(context, scope, keys),
    async ask(nodeId, keys) {
      const call = {
        api: API,
        body: (version: number) => ({
          resources: keys.map(({ type, name }) => ({
            resourceType: type,
            resourceName: name,
            configurationKeys: null,
          })),
          includeSynonyms: options.includeSynonyms ?? false,
          ...(version >= 3 ? { includeDocumentation: options.includeDocumentation ?? false } : {}),
        }),
      };
      const timeoutMs = context.requestTimeoutMs(scope);
      const response =
        nodeId === ANY
          ? await context.sendToAny(scope, call)
          : (await context.client.send(nodeId, { ...call, timeoutMs })).response;
      const answers = new Map(
        response.results.map((one) => [
          resourceKey({ type: one.resourceType as ConfigResourceType, name: one.resourceName }),
          one,
        ]),
      );
      for (const key of keys) {
        const answer = answers.get(resourceKey(key));
        if (answer === undefined) {
          results.fail(
            key,
            protocolError(
              ErrorCode.UNKNOWN_SERVER_ERROR,
              `The broker response did not contain a result for config resource ${resourceKey(key)}`,
            ),
          );
        } else if (answer.errorCode !== 0) results.fail(key, protocolError(answer.errorCode, answer.errorMessage));
        else results.succeed(key, answer.configs.map(configEntry));
      }
    },
  });
}

const ANY = -1_000_000;

/** Configs of a broker must be asked of that broker, all others of any. */
async function byNode(
  context: AdminContext,
  scope: CallScope,
  keys: readonly ConfigResource[],
): Promise<Map<number, ConfigResource[]>> {
  const groups = new Map<number, ConfigResource[]>();
  for (const key of keys) {
    const nodeId = resourceNode(key) ?? ANY;
    const group = groups.get(nodeId);
    if (group === undefined) groups.set(nodeId, [key]);
    else group.push(key);
  }
  if (groups.size > 1 || !groups.has(ANY)) await context.ensureNodes(scope);
  return groups;
}

function configEntry(config: DescribeConfigsResourceResult): ConfigEntry {
  return {
    name: config.name,
    value: config.value,
    source: config.configSource as ConfigSource,
    isDefault: config.configSource === ConfigSource.DEFAULT_CONFIG,
    isSensitive: config.isSensitive,
    isReadOnly: config.readOnly,
    synonyms: config.synonyms.map(({ name, value, source }) => ({ name, value, source: source as ConfigSource })),
    type: config.configType as ConfigType,
    documentation: config.documentation,
  };
}

export async function listConfigResources(
  context: AdminContext,
  types: readonly ConfigResourceType[],
  options: AdminCallOptions,
): Promise<readonly ConfigResource[]> {
  const scope = context.scope("listConfigResources", options);
  // Version 0 could list client metrics only and takes no types.
  const onlyClientMetrics = types.length === 1 && types[0] === ConfigResourceType.CLIENT_METRICS;
  const response = await context.askAny(scope, {
    api: LIST_API,
    body: (version) => (version >= 1 ? { resourceTypes: [...types] } : {}),
    versions: onlyClientMetrics ? {} : { min: 1 },
  });
  if (response.errorCode !== 0) throw protocolError(response.errorCode);
  return response.configResources.map(({ resourceType, resourceName }) => ({
    type: resourceType as ConfigResourceType,
    name: resourceName,
  }));
}
