/**
 * Admin: listTopics and describeTopics.
 *
 * Descriptions by name come from DescribeTopicPartitions, page by page (KIP-966); a broker without it, and ids, are served by Metadata.
 */
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from "@ottla/protocol/messages/describe-topic-partitions";
import type { DescribeTopicPartitionsResponseTopic } from "@ottla/protocol/messages/describe-topic-partitions";
import { ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { UnsupportedVersionError, protocolError } from "../errors.ts";
import type { KafkaNode } from "../node.ts";
import type { AdminContext, CallScope } from "./admin-context.ts";
import { authorizedOperations } from "./authorized-operations.ts";
import { topicCollection } from "./delete-topics.ts";
import { clusterNodes } from "./describe-cluster.ts";
import { Results } from "./results.ts";
import type {
  DescribeTopicsOptions,
  ListTopicsOptions,
  TopicCollection,
  TopicDescription,
  TopicListing,
} from "./types.ts";

const PARTITIONS_API = { request: DescribeTopicPartitionsRequest, response: DescribeTopicPartitionsResponse };
const METADATA_API = { request: MetadataRequest, response: MetadataResponse };
const PARTITIONS_PER_PAGE = 2_000;

/** What both responses say about a topic. */
interface HeardTopic {
  readonly name: string | null;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly topicAuthorizedOperations: number;
  readonly partitions: readonly {
    readonly partitionIndex: number;
    readonly leaderId: number;
    readonly leaderEpoch: number;
    readonly replicaNodes: readonly number[];
    readonly isrNodes: readonly number[];
    readonly offlineReplicas: readonly number[];
    readonly eligibleLeaderReplicas?: readonly number[] | null;
    readonly lastKnownElr?: readonly number[] | null;
  }[];
}

export async function listTopics(context: AdminContext, options: ListTopicsOptions): Promise<readonly TopicListing[]> {
  const scope = context.scope("listTopics", options);
  const response = await context.askAny(scope, {
    api: METADATA_API,
    body: (version) => ({ topics: null, ...(version >= 4 ? { allowAutoTopicCreation: false } : {}) }),
  });
  return response.topics
    .filter((topic) => options.listInternal === true || !topic.isInternal)
    .map((topic) => ({ name: topic.name ?? "", topicId: topic.topicId, isInternal: topic.isInternal }));
}

export async function describeTopics(
  context: AdminContext,
  topics: TopicCollection,
  options: DescribeTopicsOptions,
): Promise<Results<string, TopicDescription>> {
  const scope = context.scope("describeTopics", options);
  const { names = [], ids } = topicCollection(topics);
  const results = new Results<string, TopicDescription>((key) => key, ids ?? names);
  if (ids !== undefined) {
    if (ids.length > 0) await describeThroughMetadata(context, scope, { ids }, options, results);
    return results;
  }
  const valid = names.filter((name) => {
    if (name !== "") return true;
    results.fail(
      name,
      protocolError(ErrorCode.INVALID_TOPIC_EXCEPTION, "The given topic name '' cannot be represented in a request."),
    );
    return false;
  });
  if (valid.length === 0) return results;
  try {
    await describeThroughPages(context, scope, valid, options, results);
  } catch (error) {
    if (!(error instanceof UnsupportedVersionError)) throw error;
    await describeThroughMetadata(context, scope, { names: valid }, options, results);
  }
  return results;
}

async function describeThroughPages(
  context: AdminContext,
  scope: CallScope,
  names: readonly string[],
  options: DescribeTopicsOptions,
  results: Results<string, TopicDescription>,
): Promise<void> {
  const nodes = await clusterNodes(context, scope);
  const gathered = new Map<string, DescribeTopicPartitionsResponseTopic>();
  let remaining = [...new Set(names)].sort();
  let cursor: { topicName: string; partitionIndex: number } | null = null;
  // Each page brings at least one partition, so a cluster's partitions bound the pages; the deadline bounds them anyway.
  for (;;) {
    const body: Input<DescribeTopicPartitionsRequest> = {
      topics: remaining.map((name) => ({ name })),
      responsePartitionLimit: options.partitionSizeLimitPerResponse ?? PARTITIONS_PER_PAGE,
      cursor,
    };
    const response = await context.askAny(scope, { api: PARTITIONS_API, body });
    for (const topic of response.topics) gatherPage(topic, gathered, results);
    const next = response.nextCursor;
    if (next === null) break;
    cursor = { topicName: next.topicName, partitionIndex: next.partitionIndex };
    remaining = remaining.filter((name) => name >= next.topicName);
  }
  for (const name of names) {
    const topic = gathered.get(name);
    if (topic !== undefined) results.succeed(name, description(topic, nodes, options));
    else if (!results.has(name)) results.fail(name, protocolError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
  }
}

function gatherPage(
  topic: DescribeTopicPartitionsResponseTopic,
  gathered: Map<string, DescribeTopicPartitionsResponseTopic>,
  results: Results<string, TopicDescription>,
): void {
  const name = topic.name ?? "";
  const before = gathered.get(name);
  if (topic.errorCode !== 0) results.fail(name, protocolError(topic.errorCode));
  else if (before === undefined) gathered.set(name, topic);
  else before.partitions.push(...topic.partitions);
}

async function describeThroughMetadata(
  context: AdminContext,
  scope: CallScope,
  wanted: { readonly names?: readonly string[]; readonly ids?: readonly string[] },
  options: DescribeTopicsOptions,
  results: Results<string, TopicDescription>,
): Promise<void> {
  const { names = [], ids } = wanted;
  const response = await context.askAny(scope, {
    api: METADATA_API,
    body: (version) => ({
      topics: ids === undefined ? names.map((name) => ({ name })) : ids.map((topicId) => ({ name: null, topicId })),
      ...(version >= 4 ? { allowAutoTopicCreation: false } : {}),
      ...(version >= 8 ? { includeTopicAuthorizedOperations: options.includeAuthorizedOperations ?? false } : {}),
    }),
    versions: ids === undefined ? {} : { min: 12 },
  });
  const nodes = new Map(
    response.brokers.map((one) => [one.nodeId, { id: one.nodeId, host: one.host, port: one.port, rack: one.rack }]),
  );
  const answers = new Map(response.topics.map((one) => [ids === undefined ? one.name : one.topicId, one]));
  for (const key of ids ?? names) {
    const topic = answers.get(key);
    if (topic === undefined)
      results.fail(
        key,
        protocolError(ids === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.UNKNOWN_TOPIC_ID),
      );
    else if (topic.errorCode !== 0) results.fail(key, protocolError(topic.errorCode));
    else results.succeed(key, description(topic, nodes, options));
  }
}

function description(
  topic: HeardTopic,
  nodes: ReadonlyMap<number, KafkaNode>,
  options: DescribeTopicsOptions,
): TopicDescription {
  const node = (id: number): KafkaNode => nodes.get(id) ?? { id, host: "", port: -1, rack: null };
  const partitions = [...topic.partitions]
    .sort((left, right) => left.partitionIndex - right.partitionIndex)
    .map((one) => ({
      partition: one.partitionIndex,
      leader: one.leaderId < 0 ? null : node(one.leaderId),
      leaderEpoch: one.leaderEpoch,
      replicas: one.replicaNodes.map(node),
      isr: one.isrNodes.map(node),
      offlineReplicas: one.offlineReplicas.map(node),
      elr: one.eligibleLeaderReplicas?.map(node) ?? null,
      lastKnownElr: one.lastKnownElr?.map(node) ?? null,
    }));
  return {
    name: topic.name ?? "",
    topicId: topic.topicId,
    isInternal: topic.isInternal,
    partitions,
    authorizedOperations:
      options.includeAuthorizedOperations === true ? authorizedOperations(topic.topicAuthorizedOperations) : undefined,
  };
}
