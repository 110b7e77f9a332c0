/** The brokers and controllers that have registered. */

import type { Uuid } from "@ottla/base";

/** Where a node listens. */
export interface RegisteredEndpoint {
  readonly listenerName: string;
  readonly host: string;
  readonly port: number;
  /** Kafka's id: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL. */
  readonly securityProtocol: number;
}

/** Levels of a feature that a node can serve. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** One broker. */
export interface BrokerRegistration {
  readonly id: number;
  /** Offset of the registration record in the metadata log. */
  readonly epoch: number;
  readonly incarnationId: Uuid;
  readonly endpoints: readonly RegisteredEndpoint[];
  readonly supportedFeatures: ReadonlyMap<string, VersionRange>;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
  /** Ids of its log directories; empty where it did not say. */
  readonly directories: readonly Uuid[];
  /** Directories that get no new replicas; null where it did not say. */
  readonly cordonedDirectories: readonly Uuid[] | null;
}

/** One controller. */
export interface ControllerRegistration {
  readonly id: number;
  readonly incarnationId: Uuid;
  readonly zkMigrationReady: boolean;
  readonly endpoints: readonly RegisteredEndpoint[];
  readonly supportedFeatures: ReadonlyMap<string, VersionRange>;
}

/** Immutable. */
export interface ClusterImage {
  readonly brokers: ReadonlyMap<number, BrokerRegistration>;
  readonly controllers: ReadonlyMap<number, ControllerRegistration>;
}

export const EMPTY_CLUSTER: ClusterImage = { brokers: new Map(), controllers: new Map() };

/** Whether a broker is registered and may lead partitions. */
export function isActiveBroker(cluster: ClusterImage, id: number): boolean {
  const broker = cluster.brokers.get(id);
  return broker !== undefined && !broker.fenced && !broker.inControlledShutdown;
}
