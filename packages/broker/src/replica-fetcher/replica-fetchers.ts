/** One fetcher for each leader that partitions are followed at; a replica goes to another when its leader changes. */

import type { Clock } from "@ottla/base";
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

/** See the file's head. */
export class ReplicaFetchers {
  readonly #options: ReplicaFetchersOptions;
  readonly #byLeader = new Map<number, ReplicaFetcher>();
  readonly #leaderOf = new Map<Replica, number>();
  #isClosed = false;

  constructor(options: ReplicaFetchersOptions) {
    this.#options = options;
  }

  /** A replica has another leader or epoch, or is gone. */
  onReplicaChanged(replica: Replica, isHere: boolean): void {
    const { leaderId } = replica.state;
    const isFollowing = isHere && !replica.isLeader && leaderId >= 0 && replica.log !== undefined;
    const before = this.#leaderOf.get(replica);
    if (before !== undefined && (!isFollowing || before !== leaderId)) this.#leave(replica, before);
    if (!isFollowing || this.#isClosed) return;
    this.#leaderOf.set(replica, leaderId);
    this.#fetcherFor(leaderId).add(replica);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#byLeader.values()].map((fetcher) => fetcher.close()));
  }

  #leave(replica: Replica, leaderId: number): void {
    this.#leaderOf.delete(replica);
    const fetcher = this.#byLeader.get(leaderId);
    fetcher?.remove(replica);
    if (fetcher?.isIdle !== true) return;
    this.#byLeader.delete(leaderId);
    void fetcher.close();
  }

  #fetcherFor(leaderId: number): ReplicaFetcher {
    const known = this.#byLeader.get(leaderId);
    if (known !== undefined) return known;
    const { network, clock, logger, config, brokerEpoch, throttle } = this.#options;
    const { nodeId } = config();
    const connection = new NodeConnection({
      network,
      clock,
      address: () => addressOf(this.#options, leaderId),
      clientId: `broker-${nodeId}-fetcher-0`,
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
    this.#byLeader.set(leaderId, fetcher);
    return fetcher;
  }
}
