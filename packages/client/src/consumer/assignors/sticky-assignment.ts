/**
 * The assignment that both sticky assignors share: as balanced as subscriptions allow, and moving as little as possible.
 *
 * Two algorithms. When all members want the same topics, quotas are known beforehand and one pass does it. Otherwise partitions are
 * given to the least loaded member that wants them and then moved while that evens out the load.
 */
import { TopicPartitionMap } from "../../topic-partition.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import type { AssignorCluster, MemberSubscription } from "./assignor.ts";
import { compareText, subscribedTopicCounts } from "./member-order.ts";
import { balanceUnequally } from "./sticky-general.ts";

/** What a member says it owns, and since when. */
export interface PreviousOwnership {
  readonly partitions: readonly TopicPartition[];
  /** -1 when unknown. */
  readonly generation: number;
}

/** A result: who gets what, and which partitions change hands (undefined where the algorithm does not know). */
export interface StickyResult {
  readonly assignment: Map<string, TopicPartition[]>;
  readonly transferring: TopicPartitionMap<string> | undefined;
}

/** Divides the partitions. `ownershipOf` reads what a member owned, each assignor in its own way. */
export function stickyAssignment(
  cluster: AssignorCluster,
  members: ReadonlyMap<string, MemberSubscription>,
  ownershipOf: (subscription: MemberSubscription) => PreviousOwnership,
): StickyResult {
  const counts = subscribedTopicCounts(cluster, members);
  const claims = settleClaims(counts, members, ownershipOf);
  if (haveEqualTopics(members)) return balanceEqually(counts, claims);
  const assignment = balanceUnequally({ counts, members, owned: claims.owned, formerOwners: claims.formerOwners });
  return { assignment, transferring: undefined };
}

/** Who owned what, after conflicting claims are settled. */
export interface Claims {
  readonly owned: Map<string, TopicPartition[]>;
  /** Claimed by several members of the same generation, so that none of them may be believed. */
  readonly contested: TopicPartitionMap<true>;
  /** The owner in an older generation, of partitions that somebody else owned later. */
  readonly formerOwners: TopicPartitionMap<string>;
}

function settleClaims(
  counts: ReadonlyMap<string, number>,
  members: ReadonlyMap<string, MemberSubscription>,
  ownershipOf: (subscription: MemberSubscription) => PreviousOwnership,
): Claims {
  const contested = new TopicPartitionMap<true>();
  const formerOwners = new TopicPartitionMap<string>();
  const owners = new TopicPartitionMap<{ readonly id: string; readonly generation: number }>();
  for (const id of [...members.keys()].sort(compareText)) {
    const subscription = members.get(id);
    if (subscription === undefined) continue;
    const { partitions, generation } = ownershipOf(subscription);
    for (const partition of partitions) {
      if (partition.partition >= (counts.get(partition.topic) ?? 0)) continue;
      const other = owners.get(partition);
      if (other !== undefined && other.generation === generation) contested.set(partition, true);
      if (other === undefined || generation > other.generation) {
        if (other !== undefined) formerOwners.set(partition, other.id);
        contested.delete(partition);
        owners.set(partition, { id, generation });
      } else if (generation < other.generation && !formerOwners.has(partition)) formerOwners.set(partition, id);
    }
  }
  const owned = new Map<string, TopicPartition[]>([...members.keys()].sort(compareText).map((id) => [id, []]));
  for (const [partition, { id }] of owners) if (!contested.has(partition)) owned.get(id)?.push(partition);
  return { owned, contested, formerOwners };
}

function haveEqualTopics(members: ReadonlyMap<string, MemberSubscription>): boolean {
  let first: ReadonlySet<string> | undefined;
  for (const { topics } of members.values()) {
    const set = new Set(topics);
    first ??= set;
    if (set.size !== first.size) return false;
    for (const topic of set) if (!first.has(topic)) return false;
  }
  return true;
}

/** Everybody wants the same: `total / members` each, the remainder one more. */
function balanceEqually(counts: ReadonlyMap<string, number>, claims: Claims): StickyResult {
  const ids = [...claims.owned.keys()];
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const minQuota = Math.floor(total / ids.length);
  const expectedOverMin = total % ids.length;
  const maxQuota = minQuota + (expectedOverMin > 0 ? 1 : 0);
  const assignment = new Map<string, TopicPartition[]>();
  const formerOwners = new TopicPartitionMap<string>();
  const kept = new TopicPartitionMap<true>();
  let overMin = 0;
  for (const id of ids) {
    const owned = [...(claims.owned.get(id) ?? [])].sort(
      (left, right) => left.partition - right.partition || compareText(left.topic, right.topic),
    );
    let keep = Math.min(owned.length, minQuota);
    if (owned.length >= maxQuota && maxQuota > minQuota && overMin < expectedOverMin) {
      keep = maxQuota;
      overMin++;
    }
    assignment.set(id, owned.slice(0, keep));
    for (const partition of owned.slice(0, keep)) kept.set(partition, true);
    for (const partition of owned.slice(keep)) formerOwners.set(partition, id);
  }
  const queue = new QuotaQueue(assignment, { minQuota, maxQuota, slotsOverMin: expectedOverMin - overMin });
  const transferring = new TopicPartitionMap<string>();
  for (const [topic, count] of counts) {
    for (let partition = 0; partition < count; partition++) {
      const key = { topic, partition };
      if (kept.has(key)) continue;
      const id = queue.take();
      assignment.get(id)?.push(key);
      const formerOwner = formerOwners.get(key);
      if ((formerOwner !== undefined && formerOwner !== id) || claims.contested.has(key)) transferring.set(key, id);
    }
  }
  return { assignment, transferring };
}

/** Who gets the next partition: in turn those below the minimum, then in turn those at the minimum. */
class QuotaQueue {
  readonly #below: string[];
  readonly #atMin: string[];
  readonly #counts: Map<string, number>;
  readonly #minQuota: number;
  #slotsOverMin: number;
  #turn = 0;

  constructor(
    assignment: ReadonlyMap<string, readonly TopicPartition[]>,
    quotas: { readonly minQuota: number; readonly maxQuota: number; readonly slotsOverMin: number },
  ) {
    this.#minQuota = quotas.minQuota;
    this.#slotsOverMin = quotas.slotsOverMin;
    this.#counts = new Map([...assignment].map(([id, partitions]) => [id, partitions.length]));
    const ids = [...assignment.keys()];
    this.#below = ids.filter((id) => (this.#counts.get(id) ?? 0) < quotas.minQuota);
    this.#atMin = ids.filter((id) => (this.#counts.get(id) ?? 0) === quotas.minQuota);
  }

  take(): string {
    if (this.#below.length === 0) {
      const id = this.#atMin.shift();
      if (id === undefined || this.#slotsOverMin === 0) throw new Error("no member may get another partition");
      this.#slotsOverMin--;
      return id;
    }
    const index = this.#turn % this.#below.length;
    const id = this.#below[index] as string;
    const count = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, count);
    if (count === this.#minQuota) {
      this.#below.splice(index, 1);
      this.#atMin.push(id);
      this.#turn = index;
    } else this.#turn = index + 1;
    return id;
  }
}
