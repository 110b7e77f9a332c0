/**
 * The metadata of the cluster on this node: the quorum over `__cluster_metadata`, the committed image, and, while this node leads the quorum, the
 * active controller that answers admin requests.
 *
 * A quorum of one leads as soon as it is started. When its log cannot be written the leadership ends: whatever was not committed is forgotten and
 * its requests are answered NOT_CONTROLLER. The next request tries again: it reads what did get into the log, opens a new epoch and goes
 * on, so a disk that has room again is enough.
 */

import { assert, type Clock, type Random, randomUuid, type Timer, type Uuid } from "@ottla/base";
import { type KafkaConfig } from "@ottla/config";
import {
  type AlterConfigPolicy,
  type ApiError,
  bootstrapFeatureRecords,
  bootstrapFeatures,
  type BrokerRegistration,
  type Controller,
  type ControllerContext,
  type ControllerResult,
  type ConfigResource,
  type CreateTopicPolicy,
  type MetadataImage,
  type MetadataRecord,
  MetadataReplayer,
  noOpRecord,
  type PartitionChangeQuota,
  type RegisteredEndpoint,
  type RequestRefused,
  type ResourceChanges,
  type ResourceOutcome,
  type StandardAuthorizer,
  SUPPORTED_FEATURES,
  unservedFeature,
} from "@ottla/metadata";
import { decodeMessage, encodeMessage, type Input } from "@ottla/protocol";
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import type { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import { CreateTopicsRequest, type CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import type { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import type { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import type { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import { DEFAULT_RAFT_TIMEOUTS, type QuorumDescription } from "@ottla/raft";
import type { Disk } from "@ottla/storage";
import type { RequestContext } from "../handlers/handler.ts";
import type { Logger } from "../logging/logger.ts";
import { type Leadership, MetadataQuorum, type RaftTransport } from "../quorum/metadata-quorum.ts";
import type { ControllerService, ProducerIdBlock } from "../services/controller-service.ts";
import type { AdminServices } from "../services/controller-services.ts";
import type { MetadataPublisher, MetadataSource } from "../services/metadata-source.ts";
import { authorizerOf } from "../authorizer/standard-authorizer-config.ts";
import type { ClientQuotas } from "../client-quotas/client-quotas.ts";
import { ActiveController } from "./active-controller.ts";
import { clientQuotasOf } from "./client-quotas-config.ts";
import { ControllerUnavailableError } from "./controller-error.ts";
import { LeaderUpkeep, type LeaderUpkeepOptions } from "./leader-upkeep.ts";
import type { MetadataLog } from "./metadata-log.ts";
import { loadMetadata, loadSnapshot } from "./metadata-loader.ts";
import { MetadataPublication } from "./metadata-publication.ts";
import { MetadataSnapshotter } from "./metadata-snapshotter.ts";
import { QuorumStateStore } from "./quorum-state-store.ts";
import { deriveScramKeys, SecurityAdmin } from "./security-admin.ts";
import { CommittedReplay } from "./committed-replay.ts";
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
  /** What a log that is empty begins with. Default: the features of Kafka 4.3 that we serve. */
  readonly bootstrapRecords?: readonly MetadataRecord[];
  /** See `ControllerOptions`. */
  readonly replicasMax?: ReadonlyMap<number, number>;
  readonly createTopicPolicy?: CreateTopicPolicy;
  readonly alterConfigPolicy?: AlterConfigPolicy;
  /** The other voters and the way to them; a quorum of its own without. */
  readonly quorum?: { readonly voterIds: readonly number[]; readonly transport: RaftTransport };
  /** Asks the active controller on another node. */
  readonly remote?: Pick<ControllerService, "createTopics" | "allocateProducerIds">;
}

const CREATE_TOPICS_VERSION = 7;
const NO_NODE = -1;
/** How often an active controller looks for brokers that have fallen silent: at most; eight times in a session, as Kafka's, where that is more often. */
const SESSION_CHECK_MS = 500;
const SESSION_CHECKS = 8;

/** The metadata log holds something this node cannot serve; it must not start. */
export class UnservedClusterError extends Error {
  override readonly name: string = "UnservedClusterError";
  readonly code: string = "UNSUPPORTED_FEATURE";
  readonly retriable: boolean = false;
}

/** See the file's head. */
export class ClusterController implements ControllerService, MetadataSource {
  readonly security: SecurityAdmin = new SecurityAdmin((handle) => this.submit(handle));
  /** What clients of this node may use, as the published image says. */
  readonly quotas: ClientQuotas;
  /** Who may do what, as the published image says; undefined: everybody everything. */
  readonly authorizer: StandardAuthorizer | undefined;
  readonly #options: ClusterControllerOptions;
  readonly #publication = new MetadataPublication();
  readonly #snapshots: SnapshotStore;
  readonly #snapshotter: MetadataSnapshotter;
  readonly #replay: CommittedReplay;
  #quorum!: MetadataQuorum;
  #active: ActiveController | undefined;
  /** This node leads, and has not yet replayed everything before its epoch. */
  #leadership: Leadership | undefined;
  #recovering: Promise<ActiveController> | undefined;
  #idleTimer: Timer | undefined;
  #sessionTimer: Timer | undefined;
  readonly #leaderUpkeep: LeaderUpkeep;
  #isStopped = false;
  readonly #caughtUp = Promise.withResolvers<void>();

  private constructor(options: ClusterControllerOptions, replayer: MetadataReplayer, bytesSinceSnapshot: number) {
    this.#options = options;
    this.quotas = clientQuotasOf(options.config());
    this.authorizer = authorizerOf(options.config());
    this.subscribe({
      onMetadataUpdate: (delta) => {
        this.quotas.onChanges(delta.keyedChanges);
        this.authorizer?.onChanges(delta.keyedChanges);
      },
    });
    const { log, logger, clock } = options;
    this.#snapshots = new SnapshotStore(options.disk, options.logDirectory);
    this.#replay = this.#newReplay(replayer);
    this.#caughtUp.promise.catch(() => {});
    const submit: LeaderUpkeepOptions["submit"] = (handle) => this.submit(handle);
    this.#leaderUpkeep = new LeaderUpkeep({ clock, config: options.config, submit });
    const snapshotter = {
      clock,
      config: options.config(),
      logger,
      log,
      store: this.#snapshots,
      image: () => this.image,
    };
    this.#snapshotter = new MetadataSnapshotter(
      {
        ...snapshotter,
        onChanged: (startOffset, stored) => this.#quorum.onSnapshotsChanged(startOffset, stored),
      },
      bytesSinceSnapshot,
    );
  }

  /**
   * Loads the metadata and starts the quorum. A quorum of one leads when this resolves: the records that open the epoch are queued; whoever asks
   * for more waits for them, too. Of a log that others may have, only what a snapshot holds is known to be committed.
   */
  static async start(options: ClusterControllerOptions): Promise<ClusterController> {
    const replayer = new MetadataReplayer();
    const snapshots = new SnapshotStore(options.disk, options.logDirectory);
    await snapshots.removeUnfinished();
    const load = isAlone(options) ? loadMetadata : loadSnapshot;
    const { bytesSinceSnapshot } = await load(options.log, snapshots, replayer);
    const loaded = replayer.publish();
    const isEmpty = loaded.image.features.metadataVersion === 0;
    const reason = unservedFeature(isEmpty ? bootstrapFeatures(options.bootstrapRecords) : loaded.image.features);
    if (reason !== undefined) throw new UnservedClusterError(`This cluster cannot be served: ${reason}`);
    const controller = new ClusterController(options, replayer, bytesSinceSnapshot);
    void controller.#publication.publish(loaded);
    await controller.#startQuorum();
    controller.#startIdleTimer();
    return controller;
  }

  /** The published image: everything in it is committed. */
  get image(): MetadataImage {
    return this.#publication.image;
  }

  get activeControllerId(): number {
    return this.isActive ? this.#options.config().nodeId : this.#quorum.leaderId;
  }

  /** Whether this node is the active controller. */
  get isActive(): boolean {
    return this.#active?.isActive === true;
  }

  /** The epoch of the metadata log that this node knows. */
  get epoch(): number {
    return this.#quorum.epoch;
  }

  get quorum(): MetadataQuorum {
    return this.#quorum;
  }

  /** Unclean elections of leaders since this node started. */
  get uncleanElections(): number {
    return this.#publication.uncleanElections;
  }

  subscribe(publisher: MetadataPublisher): void {
    this.#publication.subscribe(publisher);
  }

  createTopics(
    request: Input<CreateTopicsRequest>,
    context: RequestContext<AdminServices> | undefined,
    quota?: PartitionChangeQuota,
  ): Promise<Input<CreateTopicsResponse>> {
    const { remote } = this.#options;
    if (remote !== undefined && !this.isActive && context === undefined) return remote.createTopics(request, context);
    const bytes = encodeMessage(CreateTopicsRequest, request, CREATE_TOPICS_VERSION);
    const whole = decodeMessage(CreateTopicsRequest, bytes, CREATE_TOPICS_VERSION);
    return this.submit((controller) => controller.handleCreateTopics(whole, quota));
  }

  deleteTopics(
    request: DeleteTopicsRequest,
    apiVersion: number,
    quota?: PartitionChangeQuota,
  ): Promise<DeleteTopicsResponse> {
    return this.submit((controller) => controller.handleDeleteTopics(request, apiVersion, quota));
  }

  createPartitions(request: CreatePartitionsRequest, quota?: PartitionChangeQuota): Promise<CreatePartitionsResponse> {
    return this.submit((controller) => controller.handleCreatePartitions(request, quota));
  }

  incrementalAlterConfigs(
    requests: readonly ResourceChanges[],
    options: { readonly validateOnly: boolean },
  ): Promise<readonly ResourceOutcome[]> {
    return this.submit((controller) => controller.handleIncrementalAlterConfigs(requests, options));
  }

  legacyAlterConfigs(
    requests: readonly { readonly resource: ConfigResource; readonly configs: ReadonlyMap<string, string | null> }[],
    options: { readonly validateOnly: boolean },
  ): Promise<readonly ResourceOutcome[]> {
    return this.submit((controller) => controller.handleLegacyAlterConfigs(requests, options));
  }

  unregisterBroker(brokerId: number): Promise<ApiError> {
    return this.submit((controller) => controller.handleUnregisterBroker(brokerId));
  }

  electLeaders(request: ElectLeadersRequest): Promise<ElectLeadersResponse | RequestRefused> {
    return this.submit((controller) => controller.handleElectLeaders(request));
  }

  alterPartitionReassignments(
    request: AlterPartitionReassignmentsRequest,
  ): Promise<AlterPartitionReassignmentsResponse> {
    return this.submit((controller) => controller.handleAlterPartitionReassignments(request));
  }

  listPartitionReassignments(request: ListPartitionReassignmentsRequest): Promise<ListPartitionReassignmentsResponse> {
    return this.submit((controller) => controller.handleListPartitionReassignments(request));
  }

  updateFeatures(request: UpdateFeaturesRequest, apiVersion: number): Promise<UpdateFeaturesResponse> {
    return this.submit((controller) => controller.handleUpdateFeatures(request, apiVersion));
  }

  allocateProducerIds(): Promise<ProducerIdBlock> {
    const { remote } = this.#options;
    if (remote !== undefined && !this.isActive) return remote.allocateProducerIds();
    const brokerId = this.#options.config().nodeId;
    const brokerEpoch = this.image.cluster.brokers.get(brokerId)?.epoch ?? NO_NODE;
    return this.allocateProducerIdsFor({ brokerId, brokerEpoch });
  }

  /** A block for a broker that asks. */
  async allocateProducerIdsFor(broker: {
    readonly brokerId: number;
    readonly brokerEpoch: number;
  }): Promise<ProducerIdBlock> {
    const block = await this.submit((controller) => controller.handleAllocateProducerIds(broker));
    if (block === undefined) throw new ControllerUnavailableError("Exhausted all producer IDs.");
    return block;
  }

  describeQuorum(): QuorumDescription | undefined {
    return this.isActive ? this.#active?.describeQuorum() : undefined;
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
    const asController = this.registerController(options.controllerEndpoints);
    const asBroker = this.submit((controller, context) =>
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

  /** Registers this node, which is the only voter, as controller. */
  registerController(endpoints: readonly RegisteredEndpoint[]): Promise<undefined> {
    const { random, config } = this.#options;
    const controllerId = config().nodeId;
    const incarnationId = randomUuid(random);
    return this.submit((controller) => controller.handleRegisterController({ controllerId, incarnationId, endpoints }));
  }

  /** Lets this node's broker lead. Resolves when its partitions have been told. */
  unfence(): Promise<void> {
    return this.submit((controller) => controller.handleUnfenceBroker(this.#ownBroker(controller)));
  }

  /** Takes this node's leaderships away and fences it: the last records before an orderly stop. */
  async controlledShutdown(): Promise<void> {
    const moved = this.submit((controller) => controller.handleBeginControlledShutdown(this.#ownBroker(controller)));
    const fenced = this.submit((controller) => controller.handleFenceBroker(this.#ownBroker(controller)));
    await Promise.all([moved, fenced]);
  }

  /**
   * Resolves when this node has seen everything that was committed when it first heard of its quorum. Rejects with an `UnservedClusterError` where
   * the cluster is newer than this node.
   */
  get caughtUp(): Promise<void> {
    return this.#caughtUp.promise;
  }

  /** Writes a snapshot of the metadata now. */
  async snapshot(): Promise<void> {
    await this.#snapshotter.snapshot();
  }

  /** Commits what is under way and closes the log. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#idleTimer?.cancel();
    this.#sessionTimer?.cancel();
    this.#leaderUpkeep.stop();
    if (isAlone(this.#options)) await this.#active?.settled.catch(() => {});
    this.#caughtUp.reject(new ControllerUnavailableError("The controller is stopped"));
    await this.#quorum.stop();
    this.#active?.resign(new ControllerUnavailableError("The controller is stopped"));
    await this.#snapshotter.stop();
    await this.#options.log.close();
  }

  /** Has the active controller of this node handle something; see `ActiveController.submit`. */
  async submit<Response>(
    handle: (controller: Controller, context: ControllerContext) => ControllerResult<Response>,
  ): Promise<Response> {
    if (this.#isStopped) throw new ControllerUnavailableError("The controller is stopped");
    if (this.#active?.isActive === true) return this.#active.submit(handle);
    if (!isAlone(this.#options)) throw new ControllerUnavailableError("This node is not the active controller");
    return (await this.#recover()).submit(handle);
  }

  #ownBroker(controller: Controller): BrokerRegistration {
    const broker = controller.image.cluster.brokers.get(this.#options.config().nodeId);
    assert(broker !== undefined, "this node's broker is registered");
    return broker;
  }

  #newReplay(replayer: MetadataReplayer): CommittedReplay {
    const { log, logger } = this.#options;
    return new CommittedReplay(
      {
        log,
        snapshots: this.#snapshots,
        publish: (update) => this.#publication.publish(update),
        onReplayed: (sizeInBytes) => this.#snapshotter.onAppended(sizeInBytes),
        onFailure: (error) => {
          logger.error({ error }, "The committed metadata cannot be read: this node does not know what is going on");
        },
      },
      replayer,
    );
  }

  async #startQuorum(): Promise<void> {
    const { clock, random, logger, log, disk, logDirectory, config, quorum } = this.#options;
    const number = (name: string): number => config().number(name);
    const { nodeId } = config();
    this.#quorum = await MetadataQuorum.start({
      clock,
      random,
      logger,
      log,
      quorumState: new QuorumStateStore(disk, logDirectory),
      snapshots: this.#snapshots,
      nodeId,
      voterIds: quorum?.voterIds ?? [nodeId],
      timeouts: {
        ...DEFAULT_RAFT_TIMEOUTS,
        electionTimeoutMs: number("controller.quorum.election.timeout.ms"),
        fetchTimeoutMs: number("controller.quorum.fetch.timeout.ms"),
        electionBackoffMaxMs: number("controller.quorum.election.backoff.max.ms"),
        retryBackoffMs: number("controller.quorum.retry.backoff.ms"),
      },
      fetchBytesMax: number("controller.quorum.fetch.max.bytes"),
      snapshotBytesMax: number("controller.quorum.fetch.snapshot.max.bytes"),
      transport: quorum?.transport,
      listener: {
        onLeader: (started, leadership) => {
          this.#quorum = started;
          this.#leadership = leadership;
          this.#maybeActivate();
        },
        onResigned: () => this.#onResigned(),
        onCommitted: (highWatermark) => this.#onCommitted(highWatermark),
        onFailure: (error) => {
          logger.error(
            { error },
            "The metadata log cannot be written; changes of the cluster are refused until it can",
          );
        },
      },
    });
  }

  #onCommitted(highWatermark: number): void {
    if (this.#active === undefined) {
      this.#replay.advanceTo(highWatermark, () => {
        this.#maybeActivate();
        this.#maybeCaughtUp();
      });
      return;
    }
    this.#active.onCommitted(highWatermark);
    this.#maybeCaughtUp();
  }

  /** Everything up to the high watermark is published. */
  #maybeCaughtUp(): void {
    this.authorizer?.completeInitialLoad();
    const { features } = this.image;
    if (features.metadataVersion === 0) return;
    const reason = unservedFeature(features);
    if (reason === undefined) this.#caughtUp.resolve();
    else this.#caughtUp.reject(new UnservedClusterError(`This cluster cannot be served: ${reason}`));
  }

  #onResigned(): void {
    const active = this.#active;
    this.#active = undefined;
    this.#leadership = undefined;
    this.#sessionTimer?.cancel();
    this.#leaderUpkeep.stop();
    if (active === undefined) return;
    active.resign(new ControllerUnavailableError("This node is not the active controller any more"));
    this.#replay.continueFrom(this.image);
  }

  /** Takes over when everything before the own epoch is replayed: all of it is committed then. Not if the epoch is over by now. */
  #maybeActivate(): void {
    const leadership = this.#leadership;
    if (leadership === undefined || this.#replay.replayer.nextOffset < leadership.epochStartOffset) return;
    if (!this.#quorum.leads(leadership.epoch)) return;
    this.#leadership = undefined;
    const { clock, config, clusterId, random, replicasMax, createTopicPolicy, alterConfigPolicy } = this.#options;
    this.#active = new ActiveController({
      clock,
      quorum: this.#quorum,
      controller: {
        nodeId: config().nodeId,
        clusterId,
        get config() {
          return config();
        },
        random,
        deriveScramKeys,
        ...(replicasMax === undefined ? {} : { replicasMax }),
        ...(createTopicPolicy === undefined ? {} : { createTopicPolicy }),
        ...(alterConfigPolicy === undefined ? {} : { alterConfigPolicy }),
      },
      replayer: this.#replay.replayer,
      leadership,
      bootstrapRecords: this.#options.bootstrapRecords ?? bootstrapFeatureRecords(),
      publish: (update) => this.#publication.publish(update),
      onAppended: (sizeInBytes) => this.#snapshotter.onAppended(sizeInBytes),
    });
    this.#active.onCommitted(this.#quorum.highWatermark);
    this.#startSessionTimer();
    // A node of its own has nobody to share leaderships with.
    if (this.#options.quorum !== undefined && !this.#isStopped) this.#leaderUpkeep.start();
  }

  /** A new leadership after a failed write, begun by whoever asks first. */
  #recover(): Promise<ActiveController> {
    this.#recovering ??= this.#reload().finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  async #reload(): Promise<ActiveController> {
    const { log, logger } = this.#options;
    try {
      const { replayer } = this.#replay;
      await loadMetadata(log, this.#snapshots, replayer);
      await this.#publication.publish(replayer.publish());
      await this.#quorum.restart();
      const active = this.#active;
      if (active === undefined) throw new Error("The metadata log could not be written again");
      await active.settled;
      logger.info({ epoch: active.epoch }, "The metadata log can be written again");
      return active;
    } catch (cause) {
      throw new ControllerUnavailableError("The metadata log cannot be written", { cause });
    }
  }

  /** Brokers of other nodes have to send heartbeats; this node's own is there while this is. */
  #startSessionTimer(): void {
    const { clock, quorum, config } = this.#options;
    if (quorum === undefined || this.#isStopped) return;
    const aliveId = isAlone(this.#options) ? config().nodeId : NO_NODE;
    const sessionMs = config().number("broker.session.timeout.ms");
    this.#sessionTimer = clock.setTimer(Math.max(1, Math.min(SESSION_CHECK_MS, sessionMs / SESSION_CHECKS)), () => {
      this.#fenceSilentBrokers(aliveId)
        .catch(() => {})
        .finally(() => {
          if (this.isActive) this.#startSessionTimer();
        });
    });
  }

  async #fenceSilentBrokers(aliveId: number): Promise<void> {
    for (;;) {
      const fenced = await this.submit((controller, context) => controller.handleExpiredSession(aliveId, context));
      if (fenced === undefined) return;
      this.#options.logger.warn({ broker: fenced }, "A broker has sent no heartbeat for too long: it is fenced");
    }
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
    const offset = this.#quorum.nextOffset;
    this.#idleTimer = this.#options.clock.setTimer(intervalMs, () => {
      if (this.isActive && this.#quorum.nextOffset === offset) {
        const noOp = { records: [noOpRecord()], response: undefined, isAtomic: true };
        this.submit(() => noOp).catch(() => {});
      }
      this.#startIdleTimer();
    });
  }
}

/** Nobody else votes. */
function isAlone({ quorum, config }: ClusterControllerOptions): boolean {
  return quorum === undefined || (quorum.voterIds.length === 1 && quorum.voterIds[0] === config().nodeId);
}
