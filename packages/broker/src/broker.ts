/**
 * The broker: the one place where its parts are put together.
 *
 *   start: lock the directories → metadata log → logs → replicas and coordinators → listen → register → serve
 *   stop:  accept nothing new → answer what began → coordinators → flush and close the logs, mark the stop as clean
 *
 * A start that fails takes back what it has done. A stop that has begun is waited for by everybody who asks for it.
 */

import { systemClock, systemRandom } from "@ottla/base";
import type { Clock, Random } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import { type FrameHandler, nodeNetwork, SocketServer } from "@ottla/network";
import { FetchSessionCache } from "./fetch-session/fetch-session-cache.ts";
import { GROUP_METADATA_TOPIC_NAME } from "./group-coordinator/offsets-topic.ts";
import { HANDLERS, servedApis } from "./handlers/registry.ts";
import { AdvertisedEndpoints } from "./lifecycle/advertised-endpoints.ts";
import { AutoTopicCreator } from "./lifecycle/auto-topic-creation.ts";
import { configOf } from "./lifecycle/broker-options.ts";
import { ClientTelemetryHost } from "./lifecycle/client-telemetry-host.ts";
import type { BrokerOptions } from "./lifecycle/broker-options.ts";
import { GroupCoordinatorHost } from "./lifecycle/group-coordinator-host.ts";
import {
  bootstrapAddressOf,
  checkListeners,
  controllerEndpointsOf,
  endpointsToRegister,
  openListeners,
} from "./lifecycle/listeners.ts";
import { type BrokerMaintenance, maintenanceOf } from "./lifecycle/maintenance.ts";
import type { OpenListener } from "./lifecycle/listeners.ts";
import { FileWatch } from "./lifecycle/file-watch.ts";
import { BrokerMetadataPublisher } from "./lifecycle/metadata-publisher.ts";
import { ProducerIdAllocator } from "./lifecycle/producer-ids.ts";
import type { Replication } from "./lifecycle/replication.ts";
import { RunningConfig } from "./lifecycle/running-config.ts";
import { serverLimits } from "./lifecycle/server-limits.ts";
import { assembleTransactions } from "./lifecycle/transactions.ts";
import type { Transactions } from "./lifecycle/transactions.ts";
import { ShareGroups } from "./lifecycle/share-groups.ts";
import { followWithoutStrays } from "./lifecycle/stray-logs.ts";
import { openNodeStorage } from "./lifecycle/node-storage.ts";
import type { NodeStorage } from "./lifecycle/node-storage.ts";
import { silentLogger } from "./logging/logger.ts";
import type { Logger } from "./logging/logger.ts";
import type { CountedGroup } from "./metrics/group-state-metrics.ts";
import type { Metric } from "./metrics/exposition.ts";
import type { Metering } from "./metrics/metering.ts";
import { NO_ISR_CHANGES } from "./replica-manager/isr-manager.ts";
import type { IsrChanges } from "./replica-manager/isr-manager.ts";
import { ReplicaManager } from "./replica-manager/replica-manager.ts";
import { RequestRouter, type RequestRouterOptions } from "./request-router/request-router.ts";
import { isActiveBroker, type RegisteredEndpoint, SUPPORTED_FEATURES } from "@ottla/metadata";
import type { BrokerServices } from "./services/broker-services.ts";
import type { ShareStatePersister } from "./share-coordinator/share-state-persister.ts";
import type { TransactionVerification } from "./transaction-coordinator/transaction-verification.ts";

/** How long a stop waits for requests that began. */
const STOP_GRACE_MS = 5_000;
/** How long a stop waits until others lead what this broker leads. */
const CONTROLLED_SHUTDOWN_MS = 10_000;

interface BrokerParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly runningConfig: RunningConfig;
  readonly storage: NodeStorage;
  readonly replicaManager: ReplicaManager;
  readonly groupCoordinator: GroupCoordinatorHost;
  readonly transactions: Transactions;
  readonly shareGroups: ShareGroups;
  readonly replication: Replication | undefined;
  readonly server: SocketServer;
  readonly fileWatch: FileWatch;
  readonly metering: Metering | undefined;
  readonly clientTelemetry: ClientTelemetryHost;
}

/** A running broker. */
export class Broker {
  readonly #parts: BrokerParts;
  readonly #listeners: readonly OpenListener[];
  readonly #brokerEpoch: number;
  #stopping: Promise<void> | undefined;

  private constructor(parts: BrokerParts, listeners: readonly OpenListener[], brokerEpoch: number) {
    this.#parts = parts;
    this.#listeners = listeners;
    this.#brokerEpoch = brokerEpoch;
  }

  /** Starts a broker; resolves when it serves. Rejects with an operating error that says in one sentence why it cannot. */
  static async start(options: BrokerOptions = {}): Promise<Broker> {
    const config = configOf(options);
    checkListeners(config);
    const clock = options.clock ?? systemClock;
    const random = options.random ?? systemRandom;
    const logger = options.logger ?? silentLogger;
    for (const warning of config.warnings) logger.warn({}, warning);
    const runningConfig = new RunningConfig(config);
    const storage = await openNodeStorage({ options, runningConfig, clock, random, logger });
    try {
      const metering = await loadMetering(options);
      const parts = assemble({ options, runningConfig, storage, clock, random, logger, metering });
      options.inspect?.({ controller: storage.controller, replicaManager: parts.replicaManager });
      try {
        return await Broker.#serve(parts);
      } catch (error) {
        await metering?.stop();
        parts.fileWatch.stop();
        await stopReplication(parts);
        await parts.server.stop(0);
        parts.replicaManager.close();
        await parts.shareGroups.stop();
        await parts.transactions.host.stop();
        await parts.groupCoordinator.stop();
        throw error;
      }
    } catch (error) {
      await storage.close(undefined).catch(() => {});
      throw error;
    }
  }

  static async #serve(parts: BrokerParts): Promise<Broker> {
    const { storage, server, runningConfig, logger } = parts;
    const publisher = new BrokerMetadataPublisher({
      nodeId: runningConfig.current.nodeId,
      replicaManager: parts.replicaManager,
      groupCoordinator: parts.groupCoordinator,
      transactionCoordinator: parts.transactions.host,
      onTopicsChanged: () => parts.fileWatch.check(),
      shareGroups: parts.shareGroups,
      onBrokerConfigChanged: (image) => {
        runningConfig.onImage(image);
        server.updateConnectionLimits(serverLimits(runningConfig.current));
        storage.logManager.producerIdExpirationMs = runningConfig.current.number("producer.id.expiration.ms");
        storage.logManager.cleaner.reconfigure();
        parts.replicaManager.onAllTopicConfigsChanged();
        parts.replication?.fetchers.onConfigChanged();
      },
    });
    const follow = async (): Promise<void> => {
      await followWithoutStrays({ ...storage, nodeId: runningConfig.current.nodeId, publisher });
      await publisher.settled;
    };
    if (storage.peers?.lifecycle === undefined) await follow();
    await startMetering(parts);
    const listeners = await openListeners(server, runningConfig.current);
    const brokerEpoch = await enterCluster(parts, endpointsToRegister(runningConfig.current, listeners), follow);
    await publisher.settled;
    // Not before: a broker that is not in the metadata would say that there are no brokers.
    server.startProcessing();
    storage.logManager.startTasks();
    parts.fileWatch.start();
    const broker = new Broker(parts, listeners, brokerEpoch);
    logger.info({ bootstrap: broker.bootstrapAddress, cluster: storage.clusterId, brokerEpoch }, "the broker serves");
    return broker;
  }

  /** `host:port` of the first listener, for a client on this machine. */
  get bootstrapAddress(): string {
    const [first] = this.#listeners;
    return first === undefined ? "" : bootstrapAddressOf(first);
  }

  /** Every listener's name and the address really bound. */
  get listeners(): readonly { readonly name: string; readonly host: string; readonly port: number }[] {
    return this.#listeners.map(({ endpoint, address }) => ({ name: endpoint.listenerName, ...address }));
  }

  get clusterId(): string {
    return this.#parts.storage.clusterId;
  }

  get nodeId(): number {
    return this.config.nodeId;
  }

  /** The node that is the active controller as far as this one knows, −1 if it knows none. */
  get activeControllerId(): number {
    return this.#parts.storage.controller.activeControllerId;
  }

  /** Brokers that are alive, this one included, as far as this one knows. */
  get liveBrokerCount(): number {
    const { cluster } = this.#parts.storage.controller.image;
    return [...cluster.brokers.keys()].filter((id) => isActiveBroker(cluster, id)).length;
  }

  /** The configuration in effect now. */
  get config(): KafkaConfig {
    return this.#parts.runningConfig.current;
  }

  /** `log.dirs`, where it keeps its data; empty for a broker in memory. */
  get dataDirectories(): readonly string[] {
    return this.#parts.storage.isInMemory ? [] : this.config.logDirs;
  }

  /** What the broker does from time to time, and what an operator may force, at once: for tests. */
  get maintenance(): BrokerMaintenance {
    return maintenanceOf(this.#parts);
  }

  /** Stops in order; resolves when everything is on disk and the port is free. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { server, replicaManager, groupCoordinator, transactions, shareGroups, storage, logger } = this.#parts;
    logger.info({}, "the broker stops");
    await this.#parts.metering?.stop();
    // Others take over while this broker still serves, so that they miss nothing.
    await storage.peers?.lifecycle?.controlledShutdown(CONTROLLED_SHUTDOWN_MS);
    const served = server.stop(STOP_GRACE_MS);
    replicaManager.purgatory.close();
    await server.quiesce(100);
    await shareGroups.stop();
    await transactions.host.stop();
    await groupCoordinator.stop();
    await served;
    if (storage.peers?.lifecycle === undefined) await leaveOwnCluster(storage, logger);
    await stopReplication(this.#parts);
    replicaManager.close();
    this.#parts.fileWatch.stop();
    await storage.close(this.#brokerEpoch);
    logger.info({}, "the broker has stopped");
  }
}

/** Registers the broker and lets it serve; returns the epoch it got. */
async function enterCluster(
  { storage: { controller, peers } }: BrokerParts,
  brokerEndpoints: readonly RegisteredEndpoint[],
  follow: () => Promise<void>,
): Promise<number> {
  const lifecycle = peers?.lifecycle;
  if (lifecycle === undefined) {
    const controllerEndpoints = controllerEndpointsOf(peers?.membership);
    const brokerEpoch = await controller.register({ brokerEndpoints, controllerEndpoints });
    await controller.unfence();
    return brokerEpoch;
  }
  await lifecycle.register(brokerEndpoints);
  // Only metadata that has this registration in it: in what a node finds of its last life it may lead, alone, what others lead by now, and would
  // take for committed what is in nobody else's log.
  await follow();
  await lifecycle.unfence();
  return lifecycle.brokerEpoch;
}

async function stopReplication({ replication }: BrokerParts): Promise<void> {
  replication?.isrManager.close();
  replication?.brokers.close();
  await replication?.fetchers.close();
}

async function leaveOwnCluster({ controller }: NodeStorage, logger: Logger): Promise<void> {
  await controller.controlledShutdown().catch((error: unknown) => {
    logger.warn({ error }, "the stop of this broker could not be recorded in the metadata");
  });
}

interface AssembleOptions {
  readonly options: BrokerOptions;
  readonly runningConfig: RunningConfig;
  readonly storage: NodeStorage;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly metering: Metering | undefined;
}

async function loadMetering({ metrics }: BrokerOptions): Promise<Metering | undefined> {
  if (metrics === undefined) return undefined;
  const { Metering } = await import("./metrics/metering.ts");
  return new Metering(metrics);
}

async function startMetering({
  metering,
  storage,
  replicaManager,
  server,
  runningConfig,
  groupCoordinator,
  replication,
  clientTelemetry,
  logger,
}: BrokerParts): Promise<void> {
  const { controller, logManager, fileBudget } = storage;
  const nodeId = runningConfig.current.nodeId;
  const connections = (): number => server.connectionCount;
  // A coordinator that nobody has wanted yet has no groups, and is not loaded to say so.
  const groups = (): Iterable<CountedGroup> =>
    groupCoordinator.loaded?.listGroups({ statesFilter: [], typesFilter: [] }).groups ?? [];
  const parts = { replicaManager, logManager, fileBudget, connections, groups };
  const looks = {
    image: (): typeof controller.image => controller.image,
    activeControllerId: (): number => controller.activeControllerId,
    uncleanElections: (): number => controller.uncleanElections,
    isrChanges: (): Readonly<IsrChanges> => replication?.isrManager.changes ?? NO_ISR_CHANGES,
    clients: (): Iterable<Metric> => clientTelemetry.metrics(),
  };
  await metering?.start({ nodeId, ...looks, ...parts }, logger);
}

function assemble(given: AssembleOptions): BrokerParts {
  const { options, runningConfig, storage, clock, random, logger, metering } = given;
  const { controller } = storage;
  const replication = storage.peers?.assembleReplication(given);
  const replicaManager = replicaManagerOf(given, replication);
  const producerIds = new ProducerIdAllocator(controller);
  const groupCoordinator = groupCoordinatorHost(given, replicaManager, {
    transactionVerification: () => transactions.verification,
    sharePersister: async () => (await shareGroups.load()).persister,
  });
  const transactions = assembleTransactions({
    ...given,
    replicaManager,
    producerIds,
    brokers: replication?.brokers,
    groupCoordinator: async () => {
      await groupCoordinator.load();
      return groupCoordinator.current;
    },
  });
  const autoTopicCreation = new AutoTopicCreator({ config: () => runningConfig.current, controller, logger });
  const shareGroups = new ShareGroups({ ...given, replicaManager, autoTopicCreation: () => autoTopicCreation });
  const clientTelemetry = new ClientTelemetryHost(given);
  const router = new RequestRouter({
    registrations: HANDLERS,
    services: servicesOf(given, {
      replicaManager,
      groupCoordinator,
      transactions,
      shareGroups,
      producerIds,
      autoTopicCreation,
      clientTelemetry,
    }),
    logger,
    prepare: ({ needsGroupCoordinator }) => (needsGroupCoordinator === true ? groupCoordinator.load() : undefined),
    ...forwardingOf(given),
    quotas: controller.quotas,
    ...(options.refuse === undefined ? {} : { refuse: options.refuse }),
    ...(metering === undefined ? {} : { onResponse: metering.onResponse }),
    onFatal: options.onFatal ?? throwFromEventLoop,
  });
  const server = serverOf(given, metering?.before(router) ?? router);
  watchDirectories(given, replicaManager);
  const fileWatch = watchFiles(given, server);
  return {
    clock,
    random,
    logger,
    runningConfig,
    storage,
    replicaManager,
    groupCoordinator,
    transactions,
    shareGroups,
    replication,
    server,
    fileWatch,
    metering,
    clientTelemetry,
  };
}

function serverOf(
  { options, runningConfig, storage, clock, logger }: AssembleOptions,
  handler: FrameHandler,
): SocketServer {
  const { connections } = storage.controller.quotas;
  return new SocketServer({
    network: options.network ?? nodeNetwork,
    clock,
    handler,
    limits: serverLimits(runningConfig.current),
    waitsForProcessing: true,
    onConnecting: (host) => connections.onConnection(host, clock.monotonicMs()),
    onWarning: (message, fields) => {
      logger.warn(fields, message);
    },
  });
}

function replicaManagerOf(
  { runningConfig, storage, clock, logger }: AssembleOptions,
  replication: Replication | undefined,
): ReplicaManager {
  const { controller, logManager } = storage;
  const replicaManager = new ReplicaManager({
    localId: runningConfig.current.nodeId,
    clock,
    logger,
    logManager,
    configOf: (topic) => storage.logConfigOf(topic),
    isKnownPartition: (topic, partition) => controller.image.topics.getPartition(topic, partition) !== undefined,
    ...(replication && {
      isrKeeper: replication.isrManager,
      leaderThrottle: replication.leaderThrottle,
      onReplicaChanged: (replica, isHere) => replication.fetchers.onReplicaChanged(replica, isHere),
    }),
  });
  replication?.isrManager.start(() => replicaManager.replicas());
  return replicaManager;
}

/** Where this node is not the only controller, what changes the cluster goes to the active one. */
function forwardingOf({
  storage: { peers, controller },
}: AssembleOptions): Pick<RequestRouterOptions<BrokerServices>, "forwarder"> {
  const forwarding = peers?.forwarding;
  if (forwarding === undefined) return {};
  return {
    forwarder: () => (controller.isActive ? undefined : (frame, context) => forwarding.forward(frame, context)),
  };
}

function watchFiles({ runningConfig, storage, clock, logger }: AssembleOptions, server: SocketServer): FileWatch {
  const { controller, logManager, fileBudget: budget } = storage;
  return new FileWatch({
    clock,
    logger,
    budget,
    logFiles: () => logManager.environment.files.size,
    connections: () => server.connectionCount,
    partitions: () => controller.image.topics.replicaCount(runningConfig.current.nodeId),
  });
}

/** A failed directory takes its partitions offline; when the last one fails, the broker has nothing left to serve. */
function watchDirectories(given: AssembleOptions, replicaManager: ReplicaManager): void {
  const { options, runningConfig, storage, logger } = given;
  const failed = new Set<string>();
  storage.onDirectoryFailure((directory, error) => {
    failed.add(directory);
    logger.error({ directory, error }, "a log directory has failed: its partitions are offline");
    replicaManager.onDirectoryFailure(directory);
    if (runningConfig.current.logDirs.every((path) => failed.has(path))) {
      const fatal = new Error("All log directories have failed", { cause: error });
      (options.onFatal ?? throwFromEventLoop)(fatal);
    }
  });
}

function groupCoordinatorHost(
  given: AssembleOptions,
  replicaManager: ReplicaManager,
  later: {
    readonly transactionVerification: () => TransactionVerification;
    readonly sharePersister: () => Promise<ShareStatePersister>;
  },
): GroupCoordinatorHost {
  const { runningConfig, storage, clock, random, logger, metering } = given;
  const meters = metering?.coordinators;
  return new GroupCoordinatorHost(async () => {
    const { GroupCoordinator } = await import("./group-coordinator/group-coordinator.ts");
    return new GroupCoordinator({
      config: runningConfig.current,
      currentConfig: () => runningConfig.current,
      image: () => storage.controller.image,
      clock,
      random,
      logger,
      replicaManager,
      transactionVerification: later.transactionVerification(),
      sharePersister: later.sharePersister,
      offsetsPartitionCount: () =>
        storage.controller.image.topics.getByName(GROUP_METADATA_TOPIC_NAME)?.partitions.length,
      maxBatchBytes: () => storage.logConfigOf(GROUP_METADATA_TOPIC_NAME).maxMessageBytes,
      ...(meters === undefined ? {} : { metrics: meters.groups, runtimeMetrics: meters.groupRuntime }),
    });
  });
}

type ServiceParts = Pick<
  BrokerParts,
  "replicaManager" | "groupCoordinator" | "transactions" | "shareGroups" | "clientTelemetry"
> & {
  readonly producerIds: ProducerIdAllocator;
  readonly autoTopicCreation: AutoTopicCreator;
};

/** What handlers reach as `context.services`. */
function servicesOf(
  { runningConfig, storage, clock, random, logger, metering }: AssembleOptions,
  { replicaManager, groupCoordinator, transactions, shareGroups, producerIds, ...parts }: ServiceParts,
): BrokerServices {
  const { controller } = storage;
  const config = runningConfig.current;
  const endpoints = new AdvertisedEndpoints({
    nodeId: config.nodeId,
    config: () => runningConfig.current,
    image: () => controller.image,
  });
  return {
    nodeId: config.nodeId,
    role: "broker",
    clusterId: storage.clusterId,
    get config() {
      return runningConfig.current;
    },
    clock,
    random,
    logger,
    metadata: controller,
    authorizer: controller.authorizer,
    controller,
    replicaManager,
    fetchSessions: new FetchSessionCache({
      slots: config.number("max.incremental.fetch.session.cache.slots"),
      clock,
      random,
    }),
    get groupCoordinator() {
      return groupCoordinator.current;
    },
    autoTopicCreation: parts.autoTopicCreation,
    shareGroups,
    producerIds,
    clientTelemetry: () => parts.clientTelemetry.load(),
    transactionCoordinator: () => transactions.host.load(),
    transactionVerification: transactions.verification,
    markerWriter: transactions.markerWriter,
    servedApis: servedApis(HANDLERS, metering !== undefined),
    supportedFeatures: SUPPORTED_FEATURES,
    advertisedEndpoint: (nodeId, context) => endpoints.find(nodeId, context),
  };
}

/** A broken invariant ends the process, with its name on standard error. */
function throwFromEventLoop(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}
