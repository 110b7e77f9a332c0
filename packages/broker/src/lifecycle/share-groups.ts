/**
 * Puts the parts together that share groups need: the share coordinator, the way to it, and the share partitions led here. They
 * are imported when the first share group asks or the first partition of `__share_group_state` is led here; what the lifecycle
 * tells before that is kept and told in order.
 */

import type { Clock, Uuid } from "@ottla/base";
import type { Logger } from "../logging/logger.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { AutoTopicCreation } from "../services/broker-services.ts";
import type { ShareCoordinatorLifecycle, ShareCoordinatorService } from "../services/share-coordinator-service.ts";
import type { ShareStatePersister } from "../share-coordinator/share-state-persister.ts";
import { SHARE_GROUP_STATE_TOPIC_NAME } from "../share-coordinator/share-state-topic.ts";
import type { SharePartitionManager } from "../share-fetch/share-partition-manager.ts";
import type { Metering } from "../metrics/metering.ts";
import type { NodeStorage } from "./node-storage.ts";
import type { RunningConfig } from "./running-config.ts";

export interface ShareGroupsOptions {
  readonly runningConfig: RunningConfig;
  readonly storage: NodeStorage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly replicaManager: ReplicaManager;
  readonly metering: Metering | undefined;
  readonly autoTopicCreation: () => AutoTopicCreation;
}

/** What is there once share groups are in use. */
export interface LoadedShareGroups {
  readonly coordinator: ShareCoordinatorService;
  readonly persister: ShareStatePersister;
  readonly partitions: SharePartitionManager;
}

export class ShareGroups implements ShareCoordinatorLifecycle {
  readonly #options: ShareGroupsOptions;
  #loading: Promise<LoadedShareGroups> | undefined;
  #loaded: LoadedShareGroups | undefined;
  #early: ((coordinator: ShareCoordinatorService) => void)[] = [];

  constructor(options: ShareGroupsOptions) {
    this.#options = options;
  }

  /** Whether the cluster has finalized share groups (`share.version` 1). */
  get isEnabled(): boolean {
    const { finalizedVersions } = this.#options.storage.controller.image.features;
    return (finalizedVersions.get("share.version") ?? 0) >= 1;
  }

  /** Resolves when the parts are there and know everything they were told. */
  load(): Promise<LoadedShareGroups> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  onElection(partitionIndex: number, leaderEpoch: number): void {
    this.#tell((coordinator) => coordinator.onElection(partitionIndex, leaderEpoch));
    void this.load();
  }

  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void {
    this.#tell((coordinator) => coordinator.onResignation(partitionIndex, leaderEpoch));
  }

  onTopicsDeleted(topicIds: ReadonlySet<Uuid>): void {
    // What was never loaded leads no partition of the state topic.
    if (this.#loading !== undefined) this.#tell((coordinator) => coordinator.onTopicsDeleted(topicIds));
  }

  /** Replicas or their leaders have changed, or features have. */
  onMetadataChanged(): void {
    const partitions = this.#loaded?.partitions;
    if (partitions === undefined) return;
    if (this.isEnabled) partitions.onPartitionsChanged();
    else partitions.onDisabled();
  }

  async stop(): Promise<void> {
    const loaded = await this.#loading;
    loaded?.partitions.close();
    loaded?.persister.close();
    await loaded?.coordinator.stop();
  }

  #tell(message: (coordinator: ShareCoordinatorService) => void): void {
    if (this.#loaded === undefined) this.#early.push(message);
    else message(this.#loaded.coordinator);
  }

  async #load(): Promise<LoadedShareGroups> {
    const [{ ShareCoordinator }, { ShareStatePersister: Persister }, { SharePartitionManager: Manager }, groupConfig] =
      await Promise.all([
        import("../share-coordinator/share-coordinator.ts"),
        import("../share-coordinator/share-state-persister.ts"),
        import("../share-fetch/share-partition-manager.ts"),
        import("../share-fetch/share-group-config.ts"),
      ]);
    const { runningConfig, storage, clock, logger, replicaManager, metering } = this.#options;
    const { controller } = storage;
    const topic = SHARE_GROUP_STATE_TOPIC_NAME;
    const coordinator = new ShareCoordinator({
      config: runningConfig.current,
      clock,
      logger,
      replicaManager,
      statePartitionCount: () => controller.image.topics.getByName(topic)?.partitions.length,
      partitionCountOf: (topicId) => controller.image.topics.getById(topicId)?.partitions.length,
      maxBatchBytes: () => storage.logConfigOf(topic).maxMessageBytes,
      ...(metering === undefined ? {} : { runtimeMetrics: metering.coordinators.shareRuntime }),
    });
    const persister = new Persister({
      clock,
      coordinator: async () => (await this.load()).coordinator,
      ensureTopic: async () => {
        if (controller.image.topics.getByName(topic) !== undefined) return;
        await this.#options.autoTopicCreation().createTopics([topic], undefined);
      },
    });
    const partitions = new Manager({
      clock,
      logger,
      replicaManager,
      persister,
      maxSessions: runningConfig.current.number("group.share.max.share.sessions"),
      configOf: (groupId) => groupConfig.shareGroupConfig(groupId, runningConfig.current, controller.image),
    });
    this.#loaded = { coordinator, persister, partitions };
    for (const message of this.#early.splice(0)) message(coordinator);
    return this.#loaded;
  }
}
