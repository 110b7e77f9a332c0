/**
 * What a running broker offers its request handlers. `Broker.start` composes it; handlers reach it as
 * `context.services`.
 */

import type { Clock, Random, Uuid } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import type { StandardAuthorizer, VersionRange } from "@ottla/metadata";
import type { Logger } from "../logging/logger.ts";
import type { RequestContext } from "../handlers/handler.ts";
import type { ClientTelemetry } from "../client-telemetry/client-telemetry.ts";
import type { ShareGroups } from "../lifecycle/share-groups.ts";
import type { ControllerService } from "./controller-service.ts";
import type { GroupCoordinatorService } from "./group-coordinator-service.ts";
import type { MetadataSource } from "./metadata-source.ts";
import type { FetchSessionCache } from "../fetch-session/fetch-session-cache.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { MarkerWriter } from "../transaction-coordinator/marker-writer.ts";
import type { TransactionVerification } from "../transaction-coordinator/transaction-verification.ts";
import type { TransactionCoordinatorService } from "./transaction-coordinator-service.ts";

export interface BrokerServices {
  readonly nodeId: number;
  /** Whom the listener speaks for. A broker knows its own configs only; a controller is asked about every broker. */
  readonly role: "broker" | "controller";
  readonly clusterId: string;
  readonly config: KafkaConfig;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** The cluster as of the last committed metadata record. */
  readonly metadata: MetadataSource;
  /** Who may do what; undefined: everybody everything (`authorizer.class.name`). Asked through `authorizer/access.ts`. */
  readonly authorizer: StandardAuthorizer | undefined;
  /** The active controller; on a quorum of one it lives in this process. */
  readonly controller: ControllerService;
  /** The local replicas: produce, fetch, offsets. */
  readonly replicaManager: ReplicaManager;
  readonly fetchSessions: FetchSessionCache;
  /** The coordinator of transactions, loaded when it is first asked for. */
  transactionCoordinator(): Promise<TransactionCoordinatorService>;
  /** Checks writes of transactions before they are appended. */
  readonly transactionVerification: TransactionVerification;
  /** Writes markers of ended transactions into partitions led here. */
  readonly markerWriter: MarkerWriter;
  /** What share groups need beside their members: sessions, share partitions, their state. */
  readonly shareGroups: ShareGroups;
  /** Metrics that clients push, loaded when it is first asked for. */
  clientTelemetry(): Promise<ClientTelemetry>;
  /** Groups and their offsets. */
  readonly groupCoordinator: GroupCoordinatorService;
  /** Creates a topic that a client asked metadata or a coordinator for, if the broker's config allows it. */
  readonly autoTopicCreation: AutoTopicCreation;
  /** Hands out producer ids, unique in the cluster (blocks of 1000 from the controller). */
  readonly producerIds: ProducerIds;
  /** Every API key this broker serves, for ApiVersions. */
  readonly servedApis: readonly ServedApi[];
  /** Feature levels this node can serve, by name; the finalized ones are the image's. */
  readonly supportedFeatures: ReadonlyMap<string, VersionRange>;
  /** The address to advertise for a node to this client: `advertised.listeners`, else the address the client dialled. */
  advertisedEndpoint(nodeId: number, context: RequestContext): AdvertisedEndpoint | undefined;
}

export interface AdvertisedEndpoint {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface ServedApi {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export interface ProducerIds {
  /** A fresh producer id. Rejects with an operating error when the controller cannot be asked. */
  next(): Promise<bigint>;
  /** A fresh producer id; undefined while the next block of them is on its way, which asking for one brings about. */
  take(): bigint | undefined;
  /** Resolves when `take` has one to give. Rejects with an operating error when the controller cannot be asked. */
  prepare(): Promise<void>;
}

/** What became of one topic that was asked to be created. */
export interface AutoCreatedTopic {
  readonly name: string;
  readonly topicId: Uuid;
  /**
   * NONE when the topic is there and led, otherwise what Kafka's Metadata says: LEADER_NOT_AVAILABLE, UNKNOWN_TOPIC_OR_PARTITION,
   * INVALID_TOPIC_EXCEPTION, INVALID_REPLICATION_FACTOR.
   */
  readonly errorCode: number;
}

export interface AutoTopicCreation {
  /**
   * Creates the topics with `num.partitions` and `default.replication.factor` (internal topics with their own). Checks neither
   * `auto.create.topics.enable` nor permissions: that is the caller's.
   */
  createTopics(names: readonly string[], context: RequestContext | undefined): Promise<readonly AutoCreatedTopic[]>;
}
