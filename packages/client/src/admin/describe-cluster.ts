/**
 * Admin: describeCluster, describeFeatures, brokerApiVersions.
 */
import { ErrorCode } from "@ottla/protocol";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { EndpointType } from "../cluster-client.ts";
import { KafkaError, UnsupportedVersionError, protocolError, toKafkaError } from "../errors.ts";
import type { KafkaNode } from "../node.ts";
import type { AdminContext, CallScope } from "./admin-context.ts";
import { authorizedOperations } from "./authorized-operations.ts";
import { Results } from "./results.ts";
import type {
  AdminCallOptions,
  BrokerApiVersions,
  ClusterDescription,
  DescribeClusterOptions,
  FeatureMetadata,
} from "./types.ts";
import type { NodeApiVersions } from "../network/api-versions.ts";

const CLUSTER_API = { request: DescribeClusterRequest, response: DescribeClusterResponse };
const METADATA_API = { request: MetadataRequest, response: MetadataResponse };

export async function describeCluster(
  context: AdminContext,
  options: DescribeClusterOptions,
): Promise<ClusterDescription> {
  const scope = context.scope("describeCluster", options, "anyone");
  const { usesControllers } = context.client;
  if (usesControllers && options.includeFencedBrokers === true)
    throw new KafkaError("INVALID_ARGUMENT", "Cannot request fenced brokers from controller endpoint");
  try {
    return await throughDescribeCluster(context, scope, options);
  } catch (error) {
    if (usesControllers || !(error instanceof UnsupportedVersionError) || options.includeFencedBrokers === true)
      throw error;
    return await throughMetadata(context, scope, options);
  }
}

/** The brokers of the cluster by id. */
export async function clusterNodes(context: AdminContext, scope: CallScope): Promise<ReadonlyMap<number, KafkaNode>> {
  await context.attempt(scope, () => context.refreshNodes(scope));
  return context.client.metadata.nodes;
}

async function throughDescribeCluster(
  context: AdminContext,
  scope: CallScope,
  options: DescribeClusterOptions,
): Promise<ClusterDescription> {
  const endpointType = context.client.usesControllers ? EndpointType.CONTROLLER : EndpointType.BROKER;
  const response = await context.attempt(scope, async () => {
    const answer = await context.sendToAny(scope, {
      api: CLUSTER_API,
      body: (version) => ({
        includeClusterAuthorizedOperations: options.includeAuthorizedOperations ?? false,
        ...(version >= 1 ? { endpointType } : {}),
        ...(version >= 2 ? { includeFencedBrokers: options.includeFencedBrokers ?? false } : {}),
      }),
      versions: { min: options.includeFencedBrokers === true ? 2 : endpointType === EndpointType.BROKER ? 0 : 1 },
    });
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, answer.errorMessage);
    return answer;
  });
  const nodes = response.brokers.map((one) => ({
    id: one.brokerId,
    host: one.host,
    port: one.port,
    rack: one.rack,
    isFenced: one.isFenced,
  }));
  return {
    clusterId: response.clusterId,
    controller: nodes.find((node) => node.id === response.controllerId) ?? null,
    nodes,
    authorizedOperations: authorizedOperations(response.clusterAuthorizedOperations),
  };
}

async function throughMetadata(
  context: AdminContext,
  scope: CallScope,
  options: DescribeClusterOptions,
): Promise<ClusterDescription> {
  const wantsOperations = options.includeAuthorizedOperations ?? false;
  const response = await context.askAny(scope, {
    api: METADATA_API,
    body: (version) => ({
      topics: [],
      ...(version >= 8 && version <= 10 ? { includeClusterAuthorizedOperations: wantsOperations } : {}),
    }),
    versions: { min: 1, max: 10 },
  });
  const nodes = response.brokers.map((one) => ({ id: one.nodeId, host: one.host, port: one.port, rack: one.rack }));
  return {
    clusterId: response.clusterId,
    controller: nodes.find((node) => node.id === response.controllerId) ?? null,
    nodes,
    authorizedOperations: wantsOperations ? authorizedOperations(response.clusterAuthorizedOperations) : undefined,
  };
}

export async function describeFeatures(
  context: AdminContext,
  options: AdminCallOptions & { readonly nodeId?: number },
): Promise<FeatureMetadata> {
  const scope = context.scope("describeFeatures", options, "anyone");
  const versions = await context.attempt(scope, async () => {
    await context.ensureNodes(scope);
    const nodeId = options.nodeId ?? context.client.leastLoadedNode();
    if (nodeId === undefined) throw protocolError(ErrorCode.BROKER_NOT_AVAILABLE, "No broker can be reached");
    return (await freshConnection(context, nodeId)).versions;
  });
  return {
    finalizedFeatures: versions.finalizedFeatures,
    finalizedFeaturesEpoch: versions.finalizedFeaturesEpoch === -1 ? undefined : versions.finalizedFeaturesEpoch,
    supportedFeatures: versions.supportedFeatures,
  };
}

export async function brokerApiVersions(
  context: AdminContext,
  brokerIds: readonly number[] | undefined,
  options: AdminCallOptions,
): Promise<Results<number, BrokerApiVersions>> {
  const scope = context.scope("apiVersions", options, "anyone");
  const nodes = await clusterNodes(context, scope);
  const results = new Results<number, BrokerApiVersions>(String);
  const asks = (brokerIds ?? [...nodes.keys()]).map(async (nodeId): Promise<[number, NodeApiVersions | Error]> => {
    try {
      return [nodeId, await context.attempt(scope, async () => (await freshConnection(context, nodeId)).versions)];
    } catch (error) {
      return [nodeId, toKafkaError(error)];
    }
  });
  for (const [nodeId, answer] of await Promise.all(asks)) {
    if (answer instanceof Error) results.fail(nodeId, toKafkaError(answer));
    else results.succeed(nodeId, apiVersions(answer));
  }
  return results;
}

/** Every connection begins with ApiVersions, so a new one has the newest answer. */
async function freshConnection(context: AdminContext, nodeId: number): Promise<{ readonly versions: NodeApiVersions }> {
  const { pool } = context.client;
  if (pool.pendingCount(nodeId) === 0) pool.disconnect(nodeId, "data");
  return await pool.connect(nodeId);
}

function apiVersions(versions: NodeApiVersions): BrokerApiVersions {
  const { supportedFeatures, finalizedFeatures, finalizedFeaturesEpoch, zkMigrationReady } = versions;
  const apis = [...versions.apis].map(([apiKey, { min, max }]) => ({ apiKey, minVersion: min, maxVersion: max }));
  return { apis, supportedFeatures, finalizedFeatures, finalizedFeaturesEpoch, zkMigrationReady };
}
