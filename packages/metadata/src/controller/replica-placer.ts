/**
 * Picks the brokers of new partitions: Kafka's striped placer. Leaders go round the racks and, in a rack, round its
 * brokers; the other replicas follow in the next racks; brokers that are fenced never lead and come last.
 */

import { type Random, randomBelow } from "@ottla/base";
import type { BrokerRegistration, ClusterImage } from "../image/cluster-image.ts";

/** Why no placement is possible: the message of INVALID_REPLICATION_FACTOR. */
export class PlacementRefused {
  readonly message: string;
  /** The brokers that were picked cannot lead; Kafka words that in full itself. */
  readonly isAllFenced: boolean;

  constructor(message: string, isAllFenced = false) {
    this.message = message;
    this.isAllFenced = isAllFenced;
  }
}

/** The replicas of each of `partitionCount` partitions, the first the preferred leader. */
export function placeReplicas(
  cluster: ClusterImage,
  spec: { readonly partitionCount: number; readonly replicationFactor: number },
  random: Random,
): number[][] | PlacementRefused {
  const racks = new RackList(cluster, random);
  const { partitionCount, replicationFactor } = spec;
  if (replicationFactor <= 0) {
    return new PlacementRefused(
      `Invalid replication factor ${replicationFactor}: the replication factor must be positive.`,
    );
  }
  if (racks.unfencedCount === 0) {
    return new PlacementRefused("All brokers are currently fenced, or have all their log directories cordoned.");
  }
  if (replicationFactor > racks.brokerCount) {
    return new PlacementRefused(
      `The target replication factor of ${replicationFactor} cannot be reached because only ${racks.brokerCount} ` +
        "broker(s) are registered or some brokers have all their log directories cordoned.",
    );
  }
  return Array.from({ length: partitionCount }, () => racks.place(replicationFactor));
}

/** Whether new replicas may go to a broker at all. */
function isUsable(broker: BrokerRegistration): boolean {
  if (broker.inControlledShutdown) return false;
  const cordoned = broker.cordonedDirectories ?? [];
  return broker.directories.length === 0 || broker.directories.some((directory) => !cordoned.includes(directory));
}

/** Brokers of one rack in one state; `next` hands out each once in an epoch, beginning one later in each. */
class BrokerList {
  readonly #brokers: number[];
  #index = 0;
  #offset: number;
  #epoch = 0;

  constructor(brokers: readonly number[], random: Random) {
    this.#brokers = brokers.toSorted((one, other) => one - other);
    this.#offset = brokers.length === 0 ? 0 : randomBelow(random, brokers.length);
  }

  shuffle(random: Random): void {
    shuffle(this.#brokers, random);
  }

  next(epoch: number): number | undefined {
    const count = this.#brokers.length;
    if (count === 0) return undefined;
    if (this.#epoch !== epoch) {
      this.#epoch = epoch;
      this.#index = 0;
      this.#offset = (this.#offset + 1) % count;
    }
    if (this.#index >= count) return undefined;
    const broker = this.#brokers[(this.#index + this.#offset) % count];
    this.#index++;
    return broker;
  }
}

interface Rack {
  readonly fenced: BrokerList;
  readonly unfenced: BrokerList;
}

class RackList {
  readonly brokerCount: number;
  readonly unfencedCount: number;
  readonly #random: Random;
  readonly #racks: Rack[];
  #epoch = 0;
  #offset: number;

  constructor(cluster: ClusterImage, random: Random) {
    const usable = [...cluster.brokers.values()].filter(isUsable);
    const byRack = Map.groupBy(usable, (broker) => broker.rack);
    const names = [...byRack.keys()].toSorted((one, other) => (one ?? "").localeCompare(other ?? "", "en"));
    this.#random = random;
    this.#racks = names.map((name) => {
      const brokers = byRack.get(name) ?? [];
      const ids = (fenced: boolean): number[] =>
        brokers.filter((broker) => broker.fenced === fenced).map((broker) => broker.id);
      return { fenced: new BrokerList(ids(true), random), unfenced: new BrokerList(ids(false), random) };
    });
    this.brokerCount = usable.length;
    this.unfencedCount = usable.filter((broker) => !broker.fenced).length;
    this.#offset = names.length === 0 ? 0 : randomBelow(random, names.length);
  }

  /** Needs an unfenced broker and no more replicas than brokers: both loops then end. */
  place(replicationFactor: number): number[] {
    const racks = this.#racks;
    if (this.#epoch === this.unfencedCount && this.unfencedCount > 1) {
      shuffle(racks, this.#random);
      for (const rack of racks) {
        rack.fenced.shuffle(this.#random);
        rack.unfenced.shuffle(this.#random);
      }
      this.#epoch = 0;
    }
    if (this.#offset === racks.length) this.#offset = 0;
    const replicas: number[] = [];
    let leaderRack = this.#offset;
    for (let tries = 0; replicas.length === 0 && tries < racks.length; tries++) {
      const leader = racks[leaderRack]!.unfenced.next(this.#epoch);
      if (leader === undefined) leaderRack = (leaderRack + 1) % racks.length;
      else replicas.push(leader);
    }
    this.#placeFollowers(replicas, replicationFactor, leaderRack);
    this.#epoch++;
    this.#offset++;
    return replicas;
  }

  #placeFollowers(replicas: number[], replicationFactor: number, leaderRack: number): void {
    let skipped = leaderRack;
    let rackIndex = this.#offset;
    const maxSteps = (replicationFactor + 1) * (this.#racks.length + 1);
    for (let step = 0; replicas.length < replicationFactor && step < maxSteps; step++) {
      const rack = this.#racks[rackIndex]!;
      if (rackIndex === skipped) {
        skipped = -1;
      } else {
        const replica = rack.unfenced.next(this.#epoch) ?? rack.fenced.next(this.#epoch);
        if (replica !== undefined) replicas.push(replica);
      }
      rackIndex = (rackIndex + 1) % this.#racks.length;
    }
  }
}

function shuffle(items: unknown[], random: Random): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = randomBelow(random, index + 1);
    [items[index], items[other]] = [items[other], items[index]];
  }
}
