/**
 * The leader's work: from what all members said to what each gets, and the watch over the topics it was based on.
 */
import type { ClusterClient } from "../cluster-client.ts";
import { KafkaError } from "../errors.ts";
import type { AssignorCluster, MemberSubscription, PartitionAssignor } from "./assignors/assignor.ts";
import { decodeSubscription, encodeAssignment } from "./consumer-protocol.ts";
import type { JoinedMember } from "./membership-types.ts";

/** What topics looked like when an assignment was made: partition counts, and racks where they matter. */
export type TopicSnapshot = ReadonlyMap<string, string>;

/** Computes assignments for a group that this consumer leads. */
export class GroupAssignment {
  readonly #client: ClusterClient;
  /** All topics of the group, also those this member does not read. */
  #topics: ReadonlySet<string> = new Set();
  #snapshot: TopicSnapshot | undefined;

  constructor(client: ClusterClient) {
    this.#client = client;
  }

  /** The topics to watch as a leader; empty for a follower. */
  get topics(): ReadonlySet<string> {
    return this.#topics;
  }

  /** Stops watching: another member leads. */
  stop(): void {
    this.#topics = new Set();
    this.#snapshot = undefined;
  }

  /** The bytes for each member. With `skip` only the watch begins: the members keep what they have. */
  async compute(
    assignor: PartitionAssignor,
    members: readonly JoinedMember[],
    skip: boolean,
  ): Promise<Map<string, Uint8Array>> {
    const subscriptions = new Map<string, MemberSubscription>(
      members.map((one) => [one.memberId, decodeSubscription(one.metadata, one.groupInstanceId)]),
    );
    this.#topics = new Set([...subscriptions.values()].flatMap((one) => one.topics));
    const cluster = await this.#fetchCluster([...this.#topics]);
    this.#snapshot = snapshotOf(cluster, this.#topics);
    const assignments = new Map<string, Uint8Array>();
    if (skip) return assignments;
    for (const [memberId, assignment] of assignor.assign(cluster, subscriptions)) {
      if (!subscriptions.has(memberId)) {
        throw new KafkaError(
          "ILLEGAL_STATE",
          `The assignor ${assignor.name} gave partitions to ${memberId}, who is no member`,
        );
      }
      assignments.set(memberId, encodeAssignment(assignment));
    }
    return assignments;
  }

  /** Whether the topics look different from when they were assigned. */
  hasChanged(): boolean {
    if (this.#snapshot === undefined) return false;
    const now = snapshotOf(cachedCluster(this.#client), this.#topics);
    for (const topic of this.#topics) if (now.get(topic) !== this.#snapshot.get(topic)) return true;
    return false;
  }

  /** The newest state of the topics, into the cache as well. */
  async #fetchCluster(topics: readonly string[]): Promise<AssignorCluster> {
    const response = await this.#client.fetchMetadata(topics.map((name) => ({ name })));
    this.#client.metadata.update(response, () => true);
    this.#client.updater.notify();
    return cachedCluster(this.#client);
  }
}

/** The metadata cache as assignors want it. */
export function cachedCluster(client: ClusterClient): AssignorCluster {
  return {
    partitionCount: (topic) => client.metadata.topic(topic)?.partitions.length,
    replicaRacks(topic, partition) {
      const replicas = client.metadata.partition(topic, partition)?.replicas ?? [];
      return replicas.flatMap((id) => client.metadata.nodes.get(id)?.rack ?? []);
    },
  };
}

function snapshotOf(cluster: AssignorCluster, topics: ReadonlySet<string>): TopicSnapshot {
  const snapshot = new Map<string, string>();
  for (const topic of topics) {
    const count = cluster.partitionCount(topic);
    if (count === undefined) continue;
    const racks = Array.from({ length: count }, (_unused, partition) =>
      [...cluster.replicaRacks(topic, partition)].sort(),
    );
    snapshot.set(topic, JSON.stringify(racks));
  }
  return snapshot;
}
