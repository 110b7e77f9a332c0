/**
 * Sticky assignment when members want different topics: everybody keeps what they still may have, the rest goes to the least loaded, and then
 * partitions move one by one as long as a member has at least two more than another that wants them.
 */
import { TopicPartitionMap } from "../../topic-partition.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import type { MemberSubscription } from "./assignor.ts";
import { compareText } from "./member-order.ts";

export interface GeneralInput {
  readonly counts: ReadonlyMap<string, number>;
  readonly members: ReadonlyMap<string, MemberSubscription>;
  readonly owned: ReadonlyMap<string, readonly TopicPartition[]>;
  readonly formerOwners: TopicPartitionMap<string>;
}

/** Divides the partitions between members with different subscriptions. */
export function balanceUnequally(input: GeneralInput): Map<string, TopicPartition[]> {
  return new GeneralBalance(input).run();
}

class GeneralBalance {
  readonly #input: GeneralInput;
  /** The members that want each topic, by id. */
  readonly #candidates: Map<string, string[]> = new Map();
  readonly #loads: Map<string, number> = new Map();
  readonly #owners: TopicPartitionMap<string> = new TopicPartitionMap();
  /** The owners before partitions were moved to even out the load. */
  #origins: TopicPartitionMap<string> = new TopicPartitionMap();
  /** All partitions; those with the fewest candidates first, because they have the least choice. */
  readonly #order: TopicPartition[] = [];

  constructor(input: GeneralInput) {
    this.#input = input;
    const ids = [...input.members.keys()].sort(compareText);
    for (const topic of input.counts.keys()) {
      this.#candidates.set(
        topic,
        ids.filter((id) => input.members.get(id)?.topics.includes(topic) === true),
      );
    }
    for (const id of ids) this.#loads.set(id, 0);
    const topics = [...input.counts.keys()].sort(
      (left, right) => this.#candidatesOf(left).length - this.#candidatesOf(right).length || compareText(left, right),
    );
    for (const topic of topics) {
      for (let partition = 0; partition < (input.counts.get(topic) ?? 0); partition++) {
        this.#order.push({ topic, partition });
      }
    }
  }

  run(): Map<string, TopicPartition[]> {
    const isFresh = [...this.#input.owned.values()].every((partitions) => partitions.length === 0);
    this.#keepOwned();
    for (const partition of this.#order) {
      if (this.#owners.has(partition)) continue;
      const id = this.#leastLoaded(partition.topic);
      if (id !== undefined) this.#give(partition, id);
    }
    this.#origins = new TopicPartitionMap([...this.#owners]);
    const scoreBefore = this.#score();
    const hasMoved = this.#evenOut();
    const owners = hasMoved && !isFresh && this.#score() >= scoreBefore ? this.#origins : this.#owners;
    const result = new Map<string, TopicPartition[]>([...this.#loads.keys()].map((id) => [id, []]));
    for (const [partition, id] of owners) result.get(id)?.push(partition);
    return result;
  }

  #keepOwned(): void {
    for (const [id, partitions] of this.#input.owned) {
      for (const partition of partitions) {
        if (this.#candidatesOf(partition.topic).includes(id)) this.#give(partition, id);
      }
    }
  }

  /** Moves partitions until a whole pass moves none. Each move narrows a gap of at least two, so the passes end. */
  #evenOut(): boolean {
    let hasMovedAny = false;
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      for (const partition of this.#order) {
        const owner = this.#owners.get(partition);
        if (owner === undefined || this.#candidatesOf(partition.topic).length < 2) continue;
        const target = this.#betterOwner(partition, owner);
        if (target === undefined) continue;
        this.#loads.set(owner, this.#load(owner) - 1);
        this.#give(this.#movedBefore(partition, owner, target) ?? partition, target);
        isMoving = true;
        hasMovedAny = true;
      }
    }
    return hasMovedAny;
  }

  /** A partition of the same topic that came the other way: sending it back is better than moving another one. */
  #movedBefore(partition: TopicPartition, owner: string, target: string): TopicPartition | undefined {
    for (const [id, current] of this.#owners.ofTopic(partition.topic)) {
      const other = { topic: partition.topic, partition: id };
      if (current === owner && this.#origins.get(other) === target) return other;
    }
    return undefined;
  }

  /** Whoever had it before, if that evens out, else the least loaded. */
  #betterOwner(partition: TopicPartition, owner: string): string | undefined {
    const former = this.#input.formerOwners.get(partition);
    if (former !== undefined && this.#candidatesOf(partition.topic).includes(former)) {
      if (this.#load(owner) > this.#load(former) + 1) return former;
    }
    const least = this.#leastLoaded(partition.topic);
    return least !== undefined && this.#load(owner) > this.#load(least) + 1 ? least : undefined;
  }

  #leastLoaded(topic: string): string | undefined {
    let best: string | undefined;
    for (const id of this.#candidatesOf(topic)) {
      if (best === undefined || this.#load(id) < this.#load(best)) best = id;
    }
    return best;
  }

  #give(partition: TopicPartition, id: string): void {
    this.#owners.set(partition, id);
    this.#loads.set(id, this.#load(id) + 1);
  }

  #load(id: string): number {
    return this.#loads.get(id) ?? 0;
  }

  #candidatesOf(topic: string): readonly string[] {
    return this.#candidates.get(topic) ?? [];
  }

  /** The sum of all differences in load between two members; 0 is perfect. */
  #score(): number {
    const loads = [...this.#loads.values()];
    let score = 0;
    for (let left = 0; left < loads.length; left++) {
      for (let right = left + 1; right < loads.length; right++) {
        score += Math.abs((loads[left] as number) - (loads[right] as number));
      }
    }
    return score;
  }
}
