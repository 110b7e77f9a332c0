/**
 * What producer, consumer and admin stand on: the connections, the metadata, and sending a request to a broker that is named, or to any.
 */
import { ErrorCode } from "@ottla/protocol";
import type { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import type { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import type { ClientPorts } from "./client-ports.ts";
import { parseAddress } from "./config/common-config.ts";
import type { CommonConfig } from "./config/common-config.ts";
import { KafkaError, protocolError, toKafkaError } from "./errors.ts";
import { MetadataCache } from "./metadata/metadata-cache.ts";
import type { LeaderHint, MetadataUpdate } from "./metadata/metadata-cache.ts";
import { ClientMetrics } from "./metrics/client-metrics.ts";
import type { ClientKind } from "./metrics/client-metrics.ts";
import { MetadataUpdater } from "./metadata/metadata-updater.ts";
import type { TopicsOfInterest } from "./metadata/metadata-updater.ts";
import { LazyApi } from "./network/api-versions.ts";
import { BrokerPool } from "./network/broker-pool.ts";
import type { ChannelName } from "./network/broker-pool.ts";
import type { Call, Reply } from "./network/broker-connection.ts";
import type { KafkaNode } from "./node.ts";
import { securityOf } from "./security/security.ts";

/** Kinds of coordinators, by protocol code. */
export const CoordinatorType = { GROUP: 0, TRANSACTION: 1, SHARE: 2 } as const;
export type CoordinatorType = (typeof CoordinatorType)[keyof typeof CoordinatorType];

/** What DescribeCluster is asked about, by protocol code (KIP-919). */
export const EndpointType = { BROKER: 1, CONTROLLER: 2 } as const;

const FIND_COORDINATOR_API = new LazyApi<FindCoordinatorRequest, FindCoordinatorResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/find-coordinator");
  return { request: codecs.FindCoordinatorRequest, response: codecs.FindCoordinatorResponse };
});
const DESCRIBE_CLUSTER_API = new LazyApi<DescribeClusterRequest, DescribeClusterResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/describe-cluster");
  return { request: codecs.DescribeClusterRequest, response: codecs.DescribeClusterResponse };
});

const NOT_CONNECTED_LOAD = 1_000_000;

export interface ClusterClientOptions {
  readonly kind: ClientKind;
  readonly config: CommonConfig;
  readonly ports: ClientPorts;
  readonly interest: TopicsOfInterest;
  readonly allowAutoTopicCreation: boolean;
  /** Addresses of controllers to begin with instead of brokers: then the nodes are the controllers, and there are no topics. */
  readonly bootstrapControllers?: readonly string[];
  /** Called when a connection to a broker ended or could not be made. */
  readonly onDisconnect?: (nodeId: number, error: KafkaError) => void;
  /** Called when all bytes that waited for a broker have been taken by the network. */
  readonly onDrain?: (nodeId: number) => void;
}

/** One client's view of, and way to, a cluster. */
export class ClusterClient {
  readonly config: CommonConfig;
  readonly ports: ClientPorts;
  readonly metadata: MetadataCache;
  readonly pool: BrokerPool;
  readonly updater: MetadataUpdater;
  readonly metrics: ClientMetrics;
  /** Whether the nodes are controllers. */
  readonly usesControllers: boolean;
  readonly #bootstrap: readonly { host: string; port: number }[];
  readonly #allowAutoTopicCreation: boolean;
  /** Addresses learned elsewhere than from metadata, such as a coordinator's. */
  readonly #extraNodes: Map<number, KafkaNode> = new Map();

  constructor(options: ClusterClientOptions) {
    this.config = options.config;
    this.ports = options.ports;
    this.#allowAutoTopicCreation = options.allowAutoTopicCreation;
    const controllers = options.bootstrapControllers ?? [];
    this.usesControllers = controllers.length > 0;
    const bootstrap = this.usesControllers ? controllers : options.config["bootstrap.servers"];
    this.#bootstrap = bootstrap.map((server) => parseAddress(server));
    this.metadata = new MetadataCache(this.#bootstrap);
    this.metrics = new ClientMetrics(options.kind, options.config, options.ports.clock);
    this.pool = new BrokerPool({
      config: options.config,
      ports: options.ports,
      security: securityOf(options.config, options.ports),
      metrics: this.metrics.network,
      addressOf: (nodeId) => this.nodeOf(nodeId),
      onDisconnect: (nodeId, error) => {
        if (!this.metadata.isBootstrap) this.updater.requestUpdate();
        options.onDisconnect?.(nodeId, error);
      },
      onDrain: (nodeId) => options.onDrain?.(nodeId),
    });
    this.updater = new MetadataUpdater({
      config: options.config,
      ports: options.ports,
      cache: this.metadata,
      interest: options.interest,
      ask: (topics) => this.#ask(topics),
      rebootstrap: () => this.#rebootstrap(),
    });
  }

  /** Sends a request to one broker. */
  send<Request, Response>(
    nodeId: number,
    call: Call<Request, Response>,
    channel?: ChannelName,
  ): Promise<Reply<Response>> {
    return this.pool.send(nodeId, call, channel);
  }

  /** Sends a request to whichever broker has the least to do; one that cannot be reached is passed over. */
  async sendToAny<Request, Response>(call: Call<Request, Response>): Promise<Reply<Response>> {
    let failure: KafkaError | undefined;
    // Each round makes one more broker unavailable for a while, so the rounds end.
    for (let round = this.metadata.nodes.size; round > 0; round--) {
      const nodeId = this.leastLoadedNode();
      if (nodeId === undefined) break;
      try {
        await this.pool.connect(nodeId);
      } catch (thrown) {
        failure = toKafkaError(thrown);
        if (!failure.retriable) throw failure;
        continue;
      }
      return await this.pool.send(nodeId, call);
    }
    const tried = this.#bootstrap.map(({ host, port }) => `${host}:${port}`).join(", ");
    const sentence = this.usesControllers
      ? `No controller can be reached (bootstrap.controllers: ${tried})`
      : `No broker can be reached (bootstrap.servers: ${tried})`;
    throw new KafkaError("NO_BROKER_AVAILABLE", sentence, { retriable: true, cause: failure });
  }

  /** Metadata of some topics, or (null) of all, straight from a broker. The cache is not touched. */
  async fetchMetadata(
    topics: readonly { readonly name?: string | null; readonly topicId?: string }[] | null,
    options: { readonly allowAutoTopicCreation?: boolean; readonly timeoutMs?: number } = {},
  ): Promise<MetadataResponse> {
    const allowAutoTopicCreation = options.allowAutoTopicCreation ?? this.#allowAutoTopicCreation;
    const { response } = await this.sendToAny({
      api: { request: MetadataRequest, response: MetadataResponse },
      // Version 0 has no null: there an empty list means all topics. Before version 4 creation is not asked about.
      body: (version) => ({
        topics: topics === null && version === 0 ? [] : topics,
        ...(version >= 4 ? { allowAutoTopicCreation } : {}),
      }),
      versions: topics?.some((one) => one.topicId !== undefined) === true ? { min: 12 } : { min: 1 },
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
    return response;
  }

  /** The nodes of the cluster, straight from one of them. The cache is not touched. */
  async fetchNodes(options: { readonly timeoutMs?: number } = {}): Promise<MetadataUpdate> {
    return this.usesControllers ? await this.#fetchControllers(options) : await this.fetchMetadata([], options);
  }

  /** The broker that coordinates a group or transactional id. Rejects with the broker's error. */
  async findCoordinator(key: string, keyType: CoordinatorType): Promise<KafkaNode> {
    const { response, version } = await this.sendToAny({
      api: FIND_COORDINATOR_API,
      body: (chosen) => (chosen >= 4 ? { keyType, coordinatorKeys: [key] } : chosen >= 1 ? { key, keyType } : { key }),
    });
    const found = version >= 4 ? response.coordinators[0] : response;
    if (found === undefined) throw protocolError(ErrorCode.UNKNOWN_SERVER_ERROR, "The broker named no coordinator");
    if (found.errorCode !== 0) throw protocolError(found.errorCode, found.errorMessage);
    const node = { id: found.nodeId, host: found.host, port: found.port, rack: null };
    this.#extraNodes.set(node.id, node);
    return this.metadata.nodes.get(node.id) ?? node;
  }

  /** The address of a broker, from metadata or from where else it was named. */
  nodeOf(nodeId: number): KafkaNode | undefined {
    return this.metadata.nodes.get(nodeId) ?? this.#extraNodes.get(nodeId);
  }

  /** The broker to ask when any will do; undefined when all of them just failed. */
  leastLoadedNode(): number | undefined {
    const ids = [...this.metadata.nodes.keys()];
    const offset = ids.length === 0 ? 0 : Math.floor(this.ports.random.float() * ids.length);
    let best: number | undefined;
    let bestLoad = Infinity;
    for (let index = 0; index < ids.length; index++) {
      const id = ids[(offset + index) % ids.length] as number;
      if (this.pool.isUnavailable(id)) continue;
      // A connection that is there is best; among the others, those that failed least.
      const isConnected = this.pool.versionsOf(id) !== undefined;
      const load = isConnected ? this.pool.pendingCount(id) : NOT_CONNECTED_LOAD + this.pool.failures(id);
      if (load < bestLoad) {
        best = id;
        bestLoad = load;
      }
    }
    return best;
  }

  /** Takes in leaders that came with an error (KIP-951); returns those that were news. */
  applyLeaderHints(hints: readonly LeaderHint[], nodes: readonly KafkaNode[]): LeaderHint[] {
    const applied = this.metadata.applyHints(hints, nodes);
    if (applied.length > 0) this.updater.notify();
    return applied;
  }

  close(): void {
    this.updater.close();
    this.pool.close();
  }

  async #ask(topics: readonly string[] | null): Promise<MetadataUpdate & { readonly errorCode: number }> {
    if (this.usesControllers) return await this.#fetchControllers({});
    return await this.fetchMetadata(topics === null ? null : topics.map((name) => ({ name })));
  }

  /** The controllers, and which of them is active. Rejects with `MISMATCHED_ENDPOINT_TYPE` where a broker answers. */
  async #fetchControllers(options: {
    readonly timeoutMs?: number;
  }): Promise<MetadataUpdate & { readonly errorCode: number }> {
    const { response } = await this.sendToAny({
      api: DESCRIBE_CLUSTER_API,
      body: { includeClusterAuthorizedOperations: false, endpointType: EndpointType.CONTROLLER },
      versions: { min: 1 },
      ...options,
    });
    const { errorCode, endpointType, clusterId, controllerId, brokers } = response;
    if (errorCode !== 0) throw protocolError(errorCode, response.errorMessage);
    if (endpointType !== EndpointType.CONTROLLER) {
      const sentence = `Expected response from CONTROLLER endpoint, but got response from endpoint type ${endpointType}`;
      throw protocolError(ErrorCode.MISMATCHED_ENDPOINT_TYPE, sentence);
    }
    const nodes = brokers.map(({ brokerId, host, port, rack }) => ({ nodeId: brokerId, host, port, rack }));
    return { errorCode, clusterId, controllerId, brokers: nodes, topics: [] };
  }

  #rebootstrap(): void {
    const known = [...this.metadata.nodes.keys()];
    this.metadata.rebootstrap(this.#bootstrap);
    for (const nodeId of known) this.pool.disconnect(nodeId);
  }
}
