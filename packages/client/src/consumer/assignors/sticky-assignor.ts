/**
 * Kafka's `sticky`: balanced, with as few moves as possible, all partitions given up before each rebalance. Members carry what they had
 * in their user data, in Java's format.
 */
import { WireReader, WireWriter } from "@ottla/protocol";
import type { TopicPartition } from "../../topic-partition.ts";
import type {
  AssignorCluster,
  MemberAssignment,
  MemberSubscription,
  PartitionAssignor,
  RebalanceProtocol,
} from "./assignor.ts";
import { stickyAssignment } from "./sticky-assignment.ts";
import type { PreviousOwnership } from "./sticky-assignment.ts";

const NOTHING: PreviousOwnership = { partitions: [], generation: -1 };

/** Kafka's `sticky`. */
export class StickyAssignor implements PartitionAssignor {
  readonly name = "sticky";
  readonly version = 0;
  readonly supportedProtocols: readonly RebalanceProtocol[] = ["EAGER"];
  #previous: PreviousOwnership | undefined;

  subscriptionUserData(): Uint8Array | null {
    return this.#previous === undefined ? null : encodeStickyUserData(this.#previous);
  }

  onAssignment(assignment: MemberAssignment, generationId: number): void {
    this.#previous = { partitions: assignment.partitions, generation: generationId };
  }

  assign(cluster: AssignorCluster, members: ReadonlyMap<string, MemberSubscription>): Map<string, MemberAssignment> {
    const { assignment } = stickyAssignment(cluster, members, ({ userData }) =>
      userData === null || userData.length === 0 ? NOTHING : decodeStickyUserData(userData),
    );
    return new Map([...assignment].map(([id, partitions]) => [id, { partitions, userData: null }]));
  }
}

/** Previous partitions by topic, then the generation: Java's sticky user data, version 1. */
export function encodeStickyUserData(previous: PreviousOwnership): Uint8Array {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of previous.partitions) {
    const partitions = topics.get(topic);
    if (partitions === undefined) topics.set(topic, [partition]);
    else partitions.push(partition);
  }
  const writer = new WireWriter(256);
  writer.int32(topics.size, "previous_assignment");
  for (const [topic, partitions] of topics) {
    writer.string(topic, "topic");
    writer.int32(partitions.length, "partitions");
    for (const partition of partitions) writer.int32(partition, "partition");
  }
  writer.int32(previous.generation, "generation");
  return writer.finishBytes();
}

/** Reads version 1 and 0 (without generation); what cannot be read counts as nothing. */
export function decodeStickyUserData(bytes: Uint8Array): PreviousOwnership {
  try {
    const reader = new WireReader(bytes);
    const partitions: TopicPartition[] = [];
    for (let topics = reader.arrayLength(6, "previous_assignment"); topics > 0; topics--) {
      const topic = reader.string("topic");
      for (let count = reader.arrayLength(4, "partitions"); count > 0; count--) {
        partitions.push({ topic, partition: reader.int32("partition") });
      }
    }
    const generation = reader.remaining >= 4 ? reader.int32("generation") : -1;
    return { partitions, generation };
  } catch {
    return NOTHING;
  }
}
