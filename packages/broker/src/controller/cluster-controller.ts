/**
 * The controller of this node: the quorum of one over `__cluster_metadata`, from loading the log to answering admin
 * requests, and the life of this node's own broker registration.
 *
 * When the log cannot be written the leadership ends: whatever was not committed is forgotten and its requests are
 * answered NOT_CONTROLLER. The next request tries again: it reads what did get into the log, opens a new epoch and goes
 * on, so a disk that has room again is enough.
 */

import { assert, type Clock, type Random, randomUuid, type Timer, type Uuid } from "@ottla/base";
import { type KafkaConfig } from "@ottla/config";
import {
  type AlterConfigPolicy,
  bootstrapFeatureRecords,
  type BrokerRegistration,
  type Controller,
  type ControllerContext,
  type ControllerResult,
  type ConfigResource,
  type CreateTopicPolicy,
  type MetadataImage,
  MetadataReplayer,
  noOpRecord,
  type RegisteredEndpoint,
  type ResourceChanges,
  type ResourceOutcome,
  SUPPORTED_FEATURES,
  unservedFeature,
} from "@ottla/metadata";
import { decodeMessage, encodeMessage, type Input } from "@ottla/protocol";
import type { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import { CreateTopicsRequest, type CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import type { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import type { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import type { QuorumDescription } from "@ottla/raft";
import type { Disk } from "@ottla/storage";
import type { RequestContext } from "../handlers/handler.ts";
import type { Logger } from "../logging/logger.ts";
import type { ControllerService, ProducerIdBlock } from "../services/controller-service.ts";
import type { MetadataPublisher, MetadataSource } from "../services/metadata-source.ts";
import { ActiveController } from "./active-controller.ts";
import { ControllerUnavailableError } from "./controller-error.ts";
import type { MetadataLog } from "./metadata-log.ts";
import { loadMetadata } from "./metadata-loader.ts";
import { MetadataPublication } from "./metadata-publication.ts";
import { MetadataSnapshotter } from "./metadata-snapshotter.ts";
import { QuorumStateStore } from "./quorum-state-store.ts";
import { SnapshotStore } from "./snapshot-store.ts";

/** What the controller of a node is made of. */
export interface ClusterControllerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly disk: Disk;
  /** The configuration in effect; dynamic configs change it. */
  readonly config: () => KafkaConfig;
  readonly clusterId: string;
  /** Open, and closed by `stop`. */
  readonly log: MetadataLog;
  /** The directory of the log: quorum-state and snapshots lie beside its segments. */
  readonly logDirectory: string;
  /** Ids of this node's log directories. */
  readonly directoryIds: readonly Uuid[];
  /** See `ControllerOptions`. */
  readonly replicasMax?: ReadonlyMap<number, number>;
  readonly createTopicPolicy?: CreateTopicPolicy;
  readonly alterConfigPolicy?: AlterConfigPolicy;
}

const CREATE_TOPICS_VERSION = 7;
const NO_NODE = -1;

/** The metadata log holds something this node cannot serve; it must not start. */
export class UnservedClusterError extends Error {
  override readonly name: string = "UnservedClusterError";
  readonly code: string = "UNSUPPORTED_FEATURE";
  readonly retriable: boolean = false;
}

/** See the file's head. */
export class ClusterController implements ControllerService, MetadataSource {
  readonly #options: ClusterControllerOptions;
  readonly #publication = new MetadataPublication();
  readonly #snapshots: SnapshotStore;
  #snapshotter: MetadataSnapshotter | undefined;
  #active: ActiveController | undefined;
  #electing: Promise<ActiveController> | undefined;
  #idleTimer: Timer | undefined;
  #isStopped = false;

  private constructor(options: ClusterControllerOptions) {
    this.#options = options;
    this.#snapshots = new SnapshotStore(options.disk, options.logDirectory);
  }

  /**
   * Loads the metadata and elects this node. The records that open the epoch are queued; whoever asks for more waits
   * for them, too.
   */
  static async start(options: ClusterControllerOptions): Promise<ClusterController> {
    const controller = new ClusterController(options);
    const replayer = new MetadataReplayer();
    const { lastEpoch, bytesSinceSnapshot } = await loadMetadata(options.log, controller.#snapshots, replayer);
    const loaded = replayer.publish();
    if (loaded.image.features.metadataVersion !== 0) {
      const reason = unservedFeature(loaded.image.features);
      if (reason !== undefined) throw new UnservedClusterError(`This cluster cannot be served: ${reason}`);
    }
    void controller.#publication.publish(loaded);
    controller.#snapshotter = new MetadataSnapshotter(
      {
        clock: options.clock,
        config: options.config(),
        logger: options.logger,
        log: options.log,
        store: controller.#snapshots,
        image: () => controller.image,
      },
      bytesSinceSnapshot,
    );
    await controller.#elect(replayer, lastEpoch);
    controller.#startIdleTimer();
    return controller;
  }

  /** The published image: everything in it is committed. */
  get image(): MetadataImage {
    return this.#publication.image;
  }

  get activeControllerId(): number {
    return this.#active?.isActive === true ? this.#options.config().nodeId : NO_NODE;
  }

  /** The epoch of the metadata log this node leads. */
  get epoch(): number {
    return this.#active?.epoch ?? 0;
  }

  subscribe(publisher: MetadataPublisher): void {
    this.#publication.subscribe(publisher);
  }

  createTopics(
    request: Input<CreateTopicsRequest>,
    _context: RequestContext | undefined,
  ): Promise<Input<CreateTopicsResponse>> {
    const bytes = encodeMessage(CreateTopicsRequest, request, CREATE_TOPICS_VERSION);
    const whole = decodeMessage(CreateTopicsRequest, bytes, CREATE_TOPICS_VERSION);
    return this.#submit((controller) => controller.handleCreateTopics(whole));
  }

  deleteTopics(request: DeleteTopicsRequest, apiVersion: number): Promise<DeleteTopicsResponse> {
    return this.#submit((controller) => controller.handleDeleteTopics(request, apiVersion));
  }

  createPartitions(request: CreatePartitionsRequest): Promise<CreatePartitionsResponse> {
    return this.#submit((controller) => controller.handleCreatePartitions(request));
  }

  incrementalAlterConfigs(
    requests: readonly ResourceChanges[],
    options: { readonly validateOnly: boolean },
  ): Promise<readonly ResourceOutcome[]> {
    return this.#submit((controller) => controller.handleIncrementalAlterConfigs(requests, options));
  }

  legacyAlterConfigs(
    requests: readonly { readonly resource: ConfigResource; readonly configs: ReadonlyMap<string, string | null> }[],
    options: { readonly validateOnly: boolean },
  ): Promise<readonly ResourceOutcome[]> {
    return this.#submit((controller) => controller.handleLegacyAlterConfigs(requests, options));
  }

  updateFeatures(request: UpdateFeaturesRequest, apiVersion: number): Promise<UpdateFeaturesResponse> {
    return this.#submit((controller) => controller.handleUpdateFeatures(request, apiVersion));
  }

  async allocateProducerIds(): Promise<ProducerIdBlock> {
    const brokerId = this.#options.config().nodeId;
    const brokerEpoch = this.image.cluster.brokers.get(brokerId)?.epoch ?? NO_NODE;
    const block = await this.#submit((controller) => controller.handleAllocateProducerIds({ brokerId, brokerEpoch }));
    if (block === undefined) throw new ControllerUnavailableError("Exhausted all producer IDs.");
    return block;
  }

  describeQuorum(): QuorumDescription | undefined {
    return this.#active?.isActive === true ? this.#active.describeQuorum() : undefined;
  }

  /**
   * Registers this node as controller and as broker, fenced, with the addresses it listens on. Returns the broker
   * epoch. Rejects with a `UnservedClusterError` where the cluster does not take this node.
   */
  async register(options: {
    readonly brokerEndpoints: readonly RegisteredEndpoint[];
    readonly controllerEndpoints: readonly RegisteredEndpoint[];
  }): Promise<number> {
    const { random, clusterId, directoryIds, config } = this.#options;
    const { nodeId, rack } = config();
    const asController = this.#submit((controller) =>
      controller.handleRegisterController({
        controllerId: nodeId,
        incarnationId: randomUuid(random),
        endpoints: options.controllerEndpoints,
      }),
    );
    const asBroker = this.#submit((controller, context) =>
      controller.handleRegisterBroker(
        {
          brokerId: nodeId,
          clusterId,
          incarnationId: randomUuid(random),
          endpoints: options.brokerEndpoints,
          features: SUPPORTED_FEATURES,
          rack,
          logDirectories: directoryIds,
        },
        context,
      ),
    );
    const [, outcome] = await Promise.all([asController, asBroker]);
    if (!("brokerEpoch" in outcome)) {
      throw new UnservedClusterError(`This node cannot join the cluster: ${outcome.message ?? outcome.code}`);
    }
    return outcome.brokerEpoch;
  }

  /** Lets this node's broker lead. Resolves when its partitions have been told. */
  unfence(): Promise<void> {
    return this.#submit((controller) => controller.handleUnfenceBroker(this.#ownBroker(controller)));
  }

  /** Takes this node's leaderships away and fences it: the last records before an orderly stop. */
  async controlledShutdown(): Promise<void> {
    const moved = this.#submit((controller) => controller.handleBeginControlledShutdown(this.#ownBroker(controller)));
    const fenced = this.#submit((controller) => controller.handleFenceBroker(this.#ownBroker(controller)));
    await Promise.all([moved, fenced]);
  }

  /** Writes a snapshot of the metadata now. */
  async snapshot(): Promise<void> {
    await this.#snapshotter?.snapshot();
  }

  /** Commits what is under way and closes the log. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#idleTimer?.cancel();
    await this.#active?.settled.catch(() => {});
    this.#active?.resign();
    await this.#snapshotter?.stop();
    await this.#options.log.close();
  }

  async #submit<Response>(
    handle: (controller: Controller, context: ControllerContext) => ControllerResult<Response>,
  ): Promise<Response> {
    if (this.#isStopped) throw new ControllerUnavailableError("The controller is stopped");
    const active = this.#active?.isActive === true ? this.#active : await this.#recover();
    return active.submit(handle);
  }

  #ownBroker(controller: Controller): BrokerRegistration {
    const broker = controller.image.cluster.brokers.get(this.#options.config().nodeId);
    assert(broker !== undefined, "this node's broker is registered");
    return broker;
  }

  /** A new leadership after a failed write, begun by whoever asks first. */
  #recover(): Promise<ActiveController> {
    this.#electing ??= this.#reload().finally(() => {
      this.#electing = undefined;
    });
    return this.#electing;
  }

  async #reload(): Promise<ActiveController> {
    const { log, logger } = this.#options;
    try {
      const replayer = new MetadataReplayer(this.image);
      const loaded = await loadMetadata(log, this.#snapshots, replayer);
      await this.#publication.publish(replayer.publish());
      const active = await this.#elect(replayer, loaded.lastEpoch);
      await active.settled;
      logger.info({ epoch: active.epoch }, "The metadata log can be written again");
      return active;
    } catch (cause) {
      throw new ControllerUnavailableError("The metadata log cannot be written", { cause });
    }
  }

  async #elect(replayer: MetadataReplayer, lastEpoch: number): Promise<ActiveController> {
    const { clock, log, disk, logDirectory, logger, config, clusterId, random } = this.#options;
    const { replicasMax, createTopicPolicy, alterConfigPolicy } = this.#options;
    const active = await ActiveController.elect({
      clock,
      log,
      quorumState: new QuorumStateStore(disk, logDirectory),
      controller: {
        nodeId: config().nodeId,
        clusterId,
        get config() {
          return config();
        },
        random,
        ...(replicasMax === undefined ? {} : { replicasMax }),
        ...(createTopicPolicy === undefined ? {} : { createTopicPolicy }),
        ...(alterConfigPolicy === undefined ? {} : { alterConfigPolicy }),
      },
      replayer,
      lastEpoch,
      bootstrapRecords: bootstrapFeatureRecords(),
      publish: (update) => this.#publication.publish(update),
      onFailure: (error) => {
        logger.error({ error }, "The metadata log cannot be written; changes of the cluster are refused until it can");
      },
      onAppended: (sizeInBytes) => this.#snapshotter?.onAppended(sizeInBytes),
    });
    this.#active = active;
    return active;
  }

  /**
   * Writes an empty record from time to time where `metadata.max.idle.interval.ms` is set. Deviation: Apache Kafka does
   * so every 500 ms by default, for followers that measure their lag; a quorum of one has none, and an idle node rests.
   */
  #startIdleTimer(): void {
    const config = this.#options.config();
    const name = "metadata.max.idle.interval.ms";
    const intervalMs = config.staticProps.has(name) ? config.number(name) : 0;
    if (intervalMs === 0 || this.#isStopped) return;
    const offset = this.#active?.nextOffset;
    this.#idleTimer = this.#options.clock.setTimer(intervalMs, () => {
      if (this.#active?.nextOffset === offset) {
        const noOp = { records: [noOpRecord()], response: undefined, isAtomic: true };
        this.#submit(() => noOp).catch(() => {});
      }
      this.#startIdleTimer();
    });
  }
}
