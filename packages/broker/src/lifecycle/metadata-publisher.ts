/**
 * Carries committed metadata into the broker: replicas are created, changed and removed, coordinators elected and relieved, configs
 * taken over. A controller request is answered only after this, so whoever created a topic can use it at once.
 */

import { ConfigResourceType } from "@ottla/metadata";
import type { MetadataDelta, MetadataImage, PartitionRegistration, TopicImage } from "@ottla/metadata";
import type { Uuid } from "@ottla/base";
import { DirectoryId } from "@ottla/metadata";
import { GROUP_METADATA_TOPIC_NAME } from "../group-coordinator/offsets-topic.ts";
import { topicsChangeOf } from "../group-coordinator/topics-view.ts";
import type { ReplicaChange, ReplicaManager, ReplicaRemoval } from "../replica-manager/replica-manager.ts";
import type { GroupCoordinatorLifecycle } from "../services/group-coordinator-service.ts";
import type { MetadataPublisher } from "../services/metadata-source.ts";
import type { TransactionCoordinatorLifecycle } from "../services/transaction-coordinator-service.ts";
import { SHARE_GROUP_STATE_TOPIC_NAME } from "../share-coordinator/share-state-topic.ts";
import type { ShareGroups } from "./share-groups.ts";
import { TRANSACTION_STATE_TOPIC_NAME } from "../transaction-coordinator/transactions-topic.ts";

type CoordinatorLifecycle = Pick<GroupCoordinatorLifecycle, "onElection" | "onResignation">;

export interface BrokerMetadataPublisherOptions {
  readonly nodeId: number;
  readonly replicaManager: ReplicaManager;
  readonly groupCoordinator: GroupCoordinatorLifecycle;
  readonly transactionCoordinator: TransactionCoordinatorLifecycle;
  /** Replicas came or went. */
  readonly onTopicsChanged?: () => void;
  readonly shareGroups: ShareGroups;
  /** Broker configs in the metadata changed, of this node or of all. */
  readonly onBrokerConfigChanged: (image: MetadataImage) => void;
}

export class BrokerMetadataPublisher implements MetadataPublisher {
  readonly #options: BrokerMetadataPublisherOptions;
  #settled: Promise<void> = Promise.resolve();

  constructor(options: BrokerMetadataPublisherOptions) {
    this.#options = options;
  }

  #hasStarted = false;

  /** Resolves when the metadata seen so far has taken effect. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  onMetadataUpdate(delta: MetadataDelta, image: MetadataImage): Promise<void> {
    this.#settled = this.#apply(delta, image);
    return this.#settled;
  }

  async #apply(delta: MetadataDelta, image: MetadataImage): Promise<void> {
    this.#applyConfigs(delta, image);
    const { topicsDelta } = delta;
    if (topicsDelta === undefined) {
      this.#hasStarted = true;
      this.#options.shareGroups.onMetadataChanged();
      return;
    }
    const removals: ReplicaRemoval[] = [];
    const deleted: { readonly name: string; readonly topicId: Uuid }[] = [];
    for (const topic of topicsDelta.deletedTopics.values()) {
      deleted.push({ name: topic.name, topicId: topic.id });
      for (const [index, registration] of topic.partitions.entries()) {
        this.#addRemoval(removals, topic, index, registration);
      }
    }
    const changes: ReplicaChange[] = [];
    for (const topic of topicsDelta.changedTopics.values()) {
      for (const [index, registration] of topic.changedPartitions) {
        const before = topic.before?.partitions[index];
        if (before !== undefined && this.#isHere(before) && !this.#isHere(registration)) {
          this.#addRemoval(removals, topic, index, before);
        }
        // Of what the first update tells of nobody knows whether its log was made before, and is in a directory that does not work now.
        const isNew = this.#hasStarted && (before === undefined || !this.#isHere(before));
        this.#addChange(changes, topic, { index, registration, isNew });
      }
    }
    this.#hasStarted = true;
    await this.#options.replicaManager.applyChanges(changes, removals);
    this.#options.onTopicsChanged?.();
    this.#applyLeadership(delta);
    const change = topicsChangeOf(delta);
    if (change !== undefined) this.#options.groupCoordinator.onTopicsChanged(change);
    this.#options.shareGroups.onMetadataChanged();
    if (deleted.length > 0) {
      this.#options.groupCoordinator.onTopicsDeleted(deleted);
      this.#options.shareGroups.onTopicsDeleted(new Set(deleted.map(({ topicId }) => topicId)));
    }
  }

  #applyConfigs(delta: MetadataDelta, image: MetadataImage): void {
    let isBrokerChanged = false;
    for (const { type, name } of delta.configsDelta?.changedResources() ?? []) {
      if (type === ConfigResourceType.TOPIC) {
        this.#options.replicaManager.onTopicConfigChanged(name);
      } else if (type === ConfigResourceType.BROKER && (name === "" || name === String(this.#options.nodeId))) {
        isBrokerChanged = true;
      }
    }
    if (isBrokerChanged) {
      this.#options.onBrokerConfigChanged(image);
    }
  }

  #applyLeadership(delta: MetadataDelta): void {
    for (const topic of delta.topicsDelta?.deletedTopics.values() ?? []) {
      const coordinator = this.#coordinatorOf(topic.name);
      if (coordinator === undefined) continue;
      for (const index of topic.partitions.keys()) {
        coordinator.onResignation(index, undefined);
      }
    }
    for (const topic of delta.topicsDelta?.changedTopics.values() ?? []) {
      const coordinator = this.#coordinatorOf(topic.name);
      if (coordinator === undefined) continue;
      for (const [index, registration] of topic.changedPartitions) {
        const before = topic.before?.partitions[index];
        if (before?.leader !== registration.leader || before.leaderEpoch !== registration.leaderEpoch) {
          this.#updateLeadership(coordinator, index, registration);
        }
        // The replica went to another broker, and with it what the coordinator knew.
        const hasLeft = before !== undefined && this.#isHere(before) && !this.#isHere(registration);
        if (hasLeft) coordinator.onResignation(index, undefined);
      }
    }
  }

  /** The coordinator that works on the partitions of this topic. */
  #coordinatorOf(topic: string): CoordinatorLifecycle | undefined {
    if (topic === GROUP_METADATA_TOPIC_NAME) return this.#options.groupCoordinator;
    if (topic === TRANSACTION_STATE_TOPIC_NAME) return this.#options.transactionCoordinator;
    return topic === SHARE_GROUP_STATE_TOPIC_NAME ? this.#options.shareGroups : undefined;
  }

  #updateLeadership(coordinator: CoordinatorLifecycle, index: number, registration: PartitionRegistration): void {
    if (registration.leader === this.#options.nodeId) {
      coordinator.onElection(index, registration.leaderEpoch);
    } else if (this.#isHere(registration)) {
      coordinator.onResignation(index, registration.leaderEpoch);
    }
  }

  #isHere(registration: PartitionRegistration): boolean {
    return registration.replicas.includes(this.#options.nodeId);
  }

  #addChange(
    changes: ReplicaChange[],
    topic: Pick<TopicImage, "id" | "name">,
    partition: { readonly index: number; readonly registration: PartitionRegistration; readonly isNew: boolean },
  ): void {
    const { index, registration, isNew } = partition;
    const place = registration.replicas.indexOf(this.#options.nodeId);
    if (place < 0) {
      return;
    }
    const directoryId = registration.directories[place];
    const isAssigned =
      directoryId !== undefined &&
      directoryId !== DirectoryId.MIGRATING &&
      directoryId !== DirectoryId.UNASSIGNED &&
      directoryId !== DirectoryId.LOST;
    changes.push({
      topic: topic.name,
      topicId: topic.id,
      partition: index,
      registration,
      isNew,
      directoryId: isAssigned ? directoryId : undefined,
    });
  }

  #addRemoval(
    removals: ReplicaRemoval[],
    topic: Pick<TopicImage, "id" | "name">,
    partition: number,
    registration: PartitionRegistration,
  ): void {
    if (this.#isHere(registration)) {
      removals.push({ topic: topic.name, partition, deletesLog: true });
    }
  }
}
