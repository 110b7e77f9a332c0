/** What every `handle…` function works on: the state as it is, and the fixed facts of this controller. */

import type { Random, Uuid } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import type { ClusterImage } from "../image/cluster-image.ts";
import type { MetadataImage } from "../image/metadata-image.ts";
import { DirectoryId } from "../image/partition-registration.ts";
import type { DeriveScramKeys } from "./scram-credentials.ts";

/** Fixed facts of one controller. */
export interface ControllerOptions {
  readonly nodeId: number;
  readonly clusterId: string;
  /** Static configs; dynamic ones are in the image. */
  readonly config: KafkaConfig;
  readonly random: Random;
  /** The keyed hashes of SCRAM. */
  readonly deriveScramKeys: DeriveScramKeys;
  /** How many replicas brokers can hold, by id; of others no bound is known. */
  readonly replicasMax?: ReadonlyMap<number, number>;
  /** Approves or refuses new topics; an operator's plug-in point. */
  readonly createTopicPolicy?: CreateTopicPolicy;
  /** Approves or refuses changes of configs. */
  readonly alterConfigPolicy?: AlterConfigPolicy;
}

/** A topic as its creator asks for it. */
export interface TopicCreation {
  readonly name: string;
  /** null where replicas are assigned by hand. */
  readonly partitionCount: number | null;
  readonly replicationFactor: number | null;
  /** Brokers by partition; null where the controller assigns them. */
  readonly assignments: ReadonlyMap<number, readonly number[]> | null;
  readonly configs: ReadonlyMap<string, string>;
}

/** Returns why a topic must not be created (POLICY_VIOLATION), or undefined. */
export type CreateTopicPolicy = (topic: TopicCreation) => string | undefined;

/** Returns why configs must not be changed so (POLICY_VIOLATION), or undefined. A value of null removes the key. */
export type AlterConfigPolicy = (
  resource: { readonly type: number; readonly name: string },
  configs: ReadonlyMap<string, string | null>,
) => string | undefined;

/** See the file's head. */
export interface ControllerState {
  readonly image: MetadataImage;
  readonly options: ControllerOptions;
  /** How many partitions whoever asks may make and remove; undefined: as many as he likes. */
  readonly partitionChangeQuota?: PartitionChangeQuota | undefined;
}

/** A quota on changes of partitions (KIP-599). */
export interface PartitionChangeQuota {
  /** Takes so many changes from what is left; false where they have to wait. */
  mayChange(partitionCount: number): boolean;
}

/** Where a new replica on a broker lies: the only directory it has, or not yet known. */
export function defaultDirectory(cluster: ClusterImage, brokerId: number): Uuid {
  const broker = cluster.brokers.get(brokerId);
  if (broker === undefined) return DirectoryId.UNASSIGNED;
  if (broker.directories.length === 0) return DirectoryId.MIGRATING;
  return broker.directories.length === 1 ? broker.directories[0]! : DirectoryId.UNASSIGNED;
}

/** Whether a replica in this directory of the broker can be served. */
export function hasOnlineDirectory(cluster: ClusterImage, brokerId: number, directory: Uuid): boolean {
  if (directory === DirectoryId.LOST) return false;
  if (directory === DirectoryId.MIGRATING || directory === DirectoryId.UNASSIGNED) return true;
  return cluster.brokers.get(brokerId)?.directories.includes(directory) === true;
}
