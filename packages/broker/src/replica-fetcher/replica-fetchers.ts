/**
 * The fetchers: for each leader that partitions are followed at up to `num.replica.fetchers`, among which a leader's partitions are shared out as
 * Kafka does. A replica goes to another when its leader or the number changes.
 */

import { type Clock, javaAbs, javaStringHashCode } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import type { MetadataImage } from "@ottla/metadata";
import type { Network } from "@ottla/network";
import { addressOf } from "../inter-broker/broker-connections.ts";
import { NodeConnection } from "../inter-broker/node-connection.ts";
import type { Logger } from "../logging/logger.ts";
import type { Replica } from "../replica-manager/replica.ts";
import type { ReplicationThrottle } from "../replica-manager/replication-throttle.ts";
import { ReplicaFetcher } from "./replica-fetcher.ts";

export interface ReplicaFetchersOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: () => KafkaConfig;
  readonly image: () => MetadataImage;
  readonly brokerEpoch: () => number;
  readonly throttle: ReplicationThrottle;
}

/** Which fetcher a replica is with. */
interface Place {
  readonly leaderId: number;
  /** Less than `num.replica.fetchers`. */
  readonly fetcherId: number;
}

/** See the file's head. */
export class ReplicaFetchers {
  readonly #options: ReplicaFetchersOptions;
  readonly #fetchers = new Map<string, ReplicaFetcher>();
  readonly #placeOf = new Map<Replica, Place>();
  #isClosed = false;

  constructor(options: ReplicaFetchersOptions) {
    this.#options = options;
  }

  /** A replica has another leader or epoch, or is gone. */
  onReplicaChanged(replica: Replica, isHere: boolean): void {
    const { leaderId } = replica.state;
    const isFollowing = isHere && !replica.isLeader && leaderId >= 0 && replica.log !== undefined;
    const place = isFollowing ? { leaderId, fetcherId: this.#fetcherIdOf(replica) } : undefined;
    const before = this.#placeOf.get(replica);
    if (before !== undefined && (place === undefined || nameOf(before) !== nameOf(place))) this.#leave(replica, before);
    if (place === undefined || this.#isClosed) return;
    this.#placeOf.set(replica, place);
    this.#fetcherAt(place).add(replica);
  }

  /** `num.replica.fetchers` may be another. */
  onConfigChanged(): void {
    for (const replica of [...this.#placeOf.keys()]) this.onReplicaChanged(replica, true);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#fetchers.values()].map((fetcher) => fetcher.close()));
  }

  /** Kafka's `AbstractFetcherManager.getFetcherId`. */
  #fetcherIdOf({ topic, partition }: Replica): number {
    const hash = (Math.imul(31, javaStringHashCode(topic)) + partition) | 0;
    return javaAbs(hash) % this.#options.config().number("num.replica.fetchers");
  }

  #leave(replica: Replica, place: Place): void {
    this.#placeOf.delete(replica);
    const name = nameOf(place);
    const fetcher = this.#fetchers.get(name);
    fetcher?.remove(replica);
    if (fetcher?.isIdle !== true) return;
    this.#fetchers.delete(name);
    void fetcher.close();
  }

  #fetcherAt(place: Place): ReplicaFetcher {
    const { leaderId, fetcherId } = place;
    const known = this.#fetchers.get(nameOf(place));
    if (known !== undefined) return known;
    const { network, clock, logger, config, brokerEpoch, throttle } = this.#options;
    const { nodeId } = config();
    const connection = new NodeConnection({
      network,
      clock,
      address: () => addressOf(this.#options, leaderId),
      clientId: `broker-${nodeId}-fetcher-${fetcherId}`,
      discoversVersions: false,
    });
    const number = (name: string): number => config().number(name);
    const limits = {
      waitMs: number("replica.fetch.wait.max.ms"),
      minBytes: number("replica.fetch.min.bytes"),
      partitionBytes: number("replica.fetch.max.bytes"),
      responseBytes: number("replica.fetch.response.max.bytes"),
      backoffMs: number("replica.fetch.backoff.ms"),
      timeoutMs: number("replica.socket.timeout.ms"),
    };
    const fetcher = new ReplicaFetcher({ clock, logger, nodeId, leaderId, brokerEpoch, connection, limits, throttle });
    this.#fetchers.set(nameOf(place), fetcher);
    return fetcher;
  }
}

function nameOf({ leaderId, fetcherId }: Place): string {
  return `${leaderId}-${fetcherId}`;
}
