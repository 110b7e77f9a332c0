// What kafka-reassign-partitions asks of the cluster as it is.
import type { Admin, TopicPartition } from "@ottla/client";
import { InputError } from "../../failure.ts";
import type { Assignment } from "./assignment-json.ts";
import { nameOf } from "../../partition-names.ts";
import { replicaKey } from "./names.ts";

/** Where the partitions of topics are. @throws InputError for a topic that does not exist */
export async function assignmentsOfTopics(admin: Admin, topics: readonly string[]): Promise<Assignment[]> {
  const assignments: Assignment[] = [];
  for (const [name, outcome] of await admin.describeTopics([...new Set(topics)])) {
    if (!outcome.ok) {
      const isUnknown = outcome.error.code === "UNKNOWN_TOPIC_OR_PARTITION";
      throw isUnknown ? new InputError(exceptionText(`Topic ${String(name)} not found.`)) : outcome.error;
    }
    const { name: topic, partitions } = outcome.value;
    for (const { partition, replicas } of partitions) {
      assignments.push({ topic, partition, replicas: replicas.map(({ id }) => id) });
    }
  }
  return assignments;
}

/** Where partitions are. @throws InputError for one that does not exist */
export async function assignmentsOf(admin: Admin, partitions: readonly TopicPartition[]): Promise<Assignment[]> {
  const wanted = new Set(partitions.map(nameOf));
  const all = await assignmentsOfTopics(
    admin,
    partitions.map(({ topic }) => topic),
  );
  const found = all.filter((one) => wanted.has(nameOf(one)));
  const names = new Set(found.map(nameOf));
  const missing = [...wanted].filter((name) => !names.has(name));
  if (missing.length > 0) throw new InputError(exceptionText(`Unable to find partition: ${missing.join(", ")}`));
  return found;
}

/** As the Java tool prints what it wraps. */
function exceptionText(message: string): string {
  return `org.apache.kafka.common.errors.UnknownTopicOrPartitionException: ${message}`;
}

/** The log directory of each replica that has one, by `replicaKey`. */
export async function logDirsOf(
  admin: Admin,
  assignments: readonly Assignment[],
): Promise<ReadonlyMap<string, string>> {
  const replicas = assignments.flatMap(({ topic, partition, replicas: ids }) =>
    ids.map((brokerId) => ({ topic, partition, brokerId })),
  );
  const logDirs = new Map<string, string>();
  if (replicas.length === 0) return logDirs;
  for (const [replica, outcome] of await admin.describeReplicaLogDirs(replicas)) {
    if (!outcome.ok) throw outcome.error;
    const { currentReplicaLogDir } = outcome.value;
    if (currentReplicaLogDir !== undefined) logDirs.set(replicaKey(replica), currentReplicaLogDir);
  }
  return logDirs;
}

/** Ids of the brokers there are. */
export async function brokerIds(admin: Admin): Promise<number[]> {
  const { nodes } = await admin.describeCluster();
  return nodes.map(({ id }) => id);
}
