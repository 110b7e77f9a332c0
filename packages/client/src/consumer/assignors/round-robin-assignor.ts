/**
 * Deals all partitions of all topics around the members, one after the other; a member is passed over for topics it does not want.
 */
import type { TopicPartition } from "../../topic-partition.ts";
import type {
  AssignorCluster,
  MemberAssignment,
  MemberSubscription,
  PartitionAssignor,
  RebalanceProtocol,
} from "./assignor.ts";
import { sortedMemberIds, subscribedTopicCounts } from "./member-order.ts";

/** Kafka's `roundrobin`. */
export class RoundRobinAssignor implements PartitionAssignor {
  readonly name = "roundrobin";
  readonly version = 0;
  readonly supportedProtocols: readonly RebalanceProtocol[] = ["EAGER"];

  subscriptionUserData(): null {
    return null;
  }

  assign(cluster: AssignorCluster, members: ReadonlyMap<string, MemberSubscription>): Map<string, MemberAssignment> {
    const order = sortedMemberIds(members);
    const wanted = new Map(order.map((id) => [id, new Set(members.get(id)?.topics)]));
    const partitions = new Map<string, TopicPartition[]>(order.map((id) => [id, []]));
    let next = 0;
    for (const [topic, count] of subscribedTopicCounts(cluster, members)) {
      for (let partition = 0; partition < count; partition++) {
        // Every topic here is wanted by somebody, so a round finds one.
        while (wanted.get(order[next % order.length] as string)?.has(topic) !== true) next++;
        partitions.get(order[next % order.length] as string)?.push({ topic, partition });
        next++;
      }
    }
    return new Map([...partitions].map(([id, list]) => [id, { partitions: list, userData: null }]));
  }
}
