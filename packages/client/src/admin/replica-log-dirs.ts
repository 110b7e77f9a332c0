/**
 * Admin: alterReplicaLogDirs, describeReplicaLogDirs.
 */
import {
  AlterReplicaLogDirsRequest,
  AlterReplicaLogDirsResponse,
} from "@ottla/protocol/messages/alter-replica-log-dirs";
import { DescribeLogDirsRequest, DescribeLogDirsResponse } from "@ottla/protocol/messages/describe-log-dirs";
import { byTopic } from "../by-topic.ts";
import { KafkaError, protocolError, toKafkaError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { Results } from "./results.ts";
import type { AdminCallOptions, ReplicaLogDirInfo, TopicPartitionReplica } from "./types.ts";

const ALTER_API = { request: AlterReplicaLogDirsRequest, response: AlterReplicaLogDirsResponse };
const DESCRIBE_API = { request: DescribeLogDirsRequest, response: DescribeLogDirsResponse };

function replicaName({ topic, partition, brokerId }: TopicPartitionReplica): string {
  return `${topic}-${partition}-${brokerId}`;
}

function byBroker<R extends TopicPartitionReplica>(replicas: readonly R[]): Map<number, R[]> {
  const groups = new Map<number, R[]>();
  for (const replica of replicas) {
    const group = groups.get(replica.brokerId);
    if (group === undefined) groups.set(replica.brokerId, [replica]);
    else group.push(replica);
  }
  return groups;
}

/** Asks each broker about its replicas; one that cannot be asked fails all of its own. */
async function eachBroker<R extends TopicPartitionReplica, V>(
  replicas: readonly R[],
  results: Results<TopicPartitionReplica, V>,
  ask: (brokerId: number, own: readonly R[]) => Promise<void>,
): Promise<Results<TopicPartitionReplica, V>> {
  const asks = [...byBroker(replicas)].map(async ([brokerId, own]) => {
    try {
      await ask(brokerId, own);
      const missing = new KafkaError("UNKNOWN_SERVER_ERROR", `Broker ${brokerId} gave no answer for the replica`);
      for (const replica of own) if (!results.has(replica)) results.fail(replica, missing);
    } catch (thrown) {
      for (const replica of own) if (!results.has(replica)) results.fail(replica, toKafkaError(thrown));
    }
  });
  await Promise.all(asks);
  return results;
}

export async function alterReplicaLogDirs(
  context: AdminContext,
  assignments: readonly (TopicPartitionReplica & { readonly logDir: string })[],
  options: AdminCallOptions,
): Promise<Results<TopicPartitionReplica, void>> {
  const scope = context.scope("alterReplicaLogDirs", options);
  const results = new Results<TopicPartitionReplica, void>(replicaName, assignments);
  return await eachBroker(assignments, results, async (brokerId, own) => {
    const paths = new Map<string, typeof own>();
    for (const one of own) paths.set(one.logDir, [...(paths.get(one.logDir) ?? []), one]);
    const dirs = [...paths].map(([path, replicas]) => ({
      path,
      topics: [...byTopic(replicas)].map(([name, group]) => ({ name, partitions: group.map((one) => one.partition) })),
    }));
    const response = await context.askNode(scope, brokerId, { api: ALTER_API, body: { dirs } });
    for (const { topicName, partitions } of response.results) {
      for (const { partitionIndex, errorCode } of partitions) {
        const replica = { topic: topicName, partition: partitionIndex, brokerId };
        if (errorCode === 0) results.succeed(replica, undefined);
        else results.fail(replica, protocolError(errorCode));
      }
    }
  });
}

const NOWHERE: ReplicaLogDirInfo = {
  currentReplicaLogDir: undefined,
  currentReplicaOffsetLag: -1,
  futureReplicaLogDir: undefined,
  futureReplicaOffsetLag: -1,
};

export async function describeReplicaLogDirs(
  context: AdminContext,
  replicas: readonly TopicPartitionReplica[],
  options: AdminCallOptions,
): Promise<Results<TopicPartitionReplica, ReplicaLogDirInfo>> {
  const scope = context.scope("describeReplicaLogDirs", options);
  const results = new Results<TopicPartitionReplica, ReplicaLogDirInfo>(replicaName, replicas);
  return await eachBroker(replicas, results, async (brokerId, own) => {
    const topics = [...byTopic(own)].map(([topic, group]) => ({
      topic,
      partitions: group.map((one) => one.partition),
    }));
    const response = await context.askNode(scope, brokerId, { api: DESCRIBE_API, body: { topics } });
    if (response.errorCode !== 0) throw protocolError(response.errorCode);
    const found = new Map<string, ReplicaLogDirInfo>();
    for (const dir of response.results) {
      // A directory that is offline holds nothing that can be told.
      if (dir.errorCode !== 0) continue;
      for (const { name, partitions } of dir.topics) {
        for (const { partitionIndex, offsetLag, isFutureKey } of partitions) {
          const key = replicaName({ topic: name, partition: partitionIndex, brokerId });
          const place = isFutureKey
            ? { futureReplicaLogDir: dir.logDir, futureReplicaOffsetLag: offsetLag }
            : { currentReplicaLogDir: dir.logDir, currentReplicaOffsetLag: offsetLag };
          found.set(key, { ...(found.get(key) ?? NOWHERE), ...place });
        }
      }
    }
    for (const replica of own) results.succeed(replica, found.get(replicaName(replica)) ?? NOWHERE);
  });
}
