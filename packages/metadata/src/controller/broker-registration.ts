/**
 * A broker's life as the controller sees it:
 *
 *   (none) ──register──► fenced ──unfence──► active ──begin shutdown──► in controlled shutdown ──fence──► fenced
 *
 * A new incarnation first loses the leaderships of the one before; unfencing elects it again where it is in sync. Each
 * of the two raises the leader epoch, so that clients notice what an unclean stop may have cut off.
 */

import type { Uuid } from "@ottla/base";
import { effectiveTopicConfig, TOPIC_CONFIGS } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import type { RegisterBrokerRecord } from "@ottla/protocol/messages/metadata-records";
import { type BrokerRegistration, isActiveBroker, type RegisteredEndpoint } from "../image/cluster-image.ts";
import type { VersionRange } from "../image/cluster-image.ts";
import { finalizedLevel } from "../image/features-image.ts";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { brokerRegistrationChangeRecord } from "../records/new-records.ts";
import { type ApiError, apiError } from "./api-error.ts";
import type { ControllerContext, ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { changeRecordOf, type Election } from "./partition-change.ts";

/** What a broker says of itself when it starts. */
export interface BrokerRegistrationRequest {
  readonly brokerId: number;
  readonly clusterId: string;
  readonly incarnationId: Uuid;
  readonly endpoints: readonly RegisteredEndpoint[];
  readonly features: ReadonlyMap<string, VersionRange>;
  readonly rack: string | null;
  readonly logDirectories: readonly Uuid[];
}

/** The epoch a broker got, or why it got none. */
export type BrokerRegistrationOutcome = { readonly brokerEpoch: number } | ApiError;

/** Registers a broker, fenced. The epoch is the offset at which the operation's records begin. */
export function handleRegisterBroker(
  state: ControllerState,
  request: BrokerRegistrationRequest,
  context: ControllerContext,
): ControllerResult<BrokerRegistrationOutcome> {
  const error = registrationError(state, request);
  if (error !== undefined) return { records: [], response: error, isAtomic: true };
  const existing = state.image.cluster.brokers.get(request.brokerId);
  const isSame = existing?.incarnationId === request.incarnationId;
  const records = isSame ? [] : [...leadershipChanges(state, { brokerToRemove: request.brokerId })];
  const brokerEpoch = isSame ? existing.epoch : context.nextOffset;
  const value: RegisterBrokerRecord = {
    brokerId: request.brokerId,
    isMigratingZkBroker: false,
    incarnationId: request.incarnationId,
    brokerEpoch,
    endPoints: request.endpoints.map(({ listenerName, ...endpoint }) => ({ name: listenerName, ...endpoint })),
    features: [...request.features].map(([name, { min, max }]) => ({
      name,
      minSupportedVersion: min,
      maxSupportedVersion: max,
    })),
    rack: request.rack,
    fenced: isSame ? existing.fenced : true,
    inControlledShutdown: isSame ? existing.inControlledShutdown : false,
    logDirs: [...request.logDirectories],
    cordonedLogDirs: null,
  };
  records.push({ name: "RegisterBrokerRecord", version: 4, value });
  // The registration comes last, so a part of the records is harmless: the broker registers again and the rest follows.
  return { records, response: { brokerEpoch }, isAtomic: false };
}

const FIRST_UNRESERVED_UUID = "AAAAAAAAAAAAAAAAAAAAZA";

/** The first hundred ids have meanings of their own. They share their first 20 characters, and the last two sort. */
function isReservedDirectory(directory: Uuid): boolean {
  return (
    directory.startsWith("AAAAAAAAAAAAAAAAAAAA") && reservedIndex(directory) < reservedIndex(FIRST_UNRESERVED_UUID)
  );
}

function reservedIndex(uuid: Uuid): number {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return digits.indexOf(uuid.charAt(20)) * 64 + digits.indexOf(uuid.charAt(21));
}

function registrationError(state: ControllerState, request: BrokerRegistrationRequest): ApiError | undefined {
  const { clusterId } = state.options;
  if (request.clusterId !== clusterId) {
    const message = `Expected cluster ID ${clusterId}, but got cluster ID ${request.clusterId}`;
    return apiError(ErrorCode.INCONSISTENT_CLUSTER_ID, message);
  }
  const directoryError = directoriesError(state, request);
  if (directoryError !== undefined) return apiError(ErrorCode.INVALID_REGISTRATION, directoryError);
  const { features } = state.image;
  if (!request.features.has("metadata.version")) {
    return apiError(ErrorCode.INVALID_REGISTRATION, "Request features do not contain 'metadata.version'");
  }
  const names = new Set([...request.features.keys(), "metadata.version", ...features.finalizedVersions.keys()]);
  for (const name of names) {
    const range = request.features.get(name) ?? { min: 0, max: 0 };
    const level = finalizedLevel(features, name);
    if (level >= range.min && level <= range.max) continue;
    return apiError(
      ErrorCode.UNSUPPORTED_VERSION,
      `Unable to register because the broker does not support finalized version ${level} of ${name}. The broker ` +
        `wants a version between ${range.min} and ${range.max}, inclusive.`,
    );
  }
  return undefined;
}

function directoriesError(state: ControllerState, request: BrokerRegistrationRequest): string | undefined {
  const { brokerId, logDirectories } = request;
  if (logDirectories.length === 0) return "No directories specified in request";
  if (logDirectories.some(isReservedDirectory)) return "Reserved directory ID in request";
  if (new Set(logDirectories).size !== logDirectories.length) return "Duplicate directory ID in request";
  for (const broker of state.image.cluster.brokers.values()) {
    const shared = broker.directories.find((directory) => logDirectories.includes(directory));
    if (shared !== undefined && broker.id !== brokerId) {
      return `Broker ${broker.id} is already registered with directory ${shared}`;
    }
  }
  return undefined;
}

/** Lets a registered broker lead: it is elected wherever it is in sync and nobody leads. */
export function handleUnfenceBroker(state: ControllerState, broker: BrokerRegistration): ControllerResult<undefined> {
  const records = [
    brokerRegistrationChangeRecord(broker, { fenced: false }),
    ...leadershipChanges(state, { brokerToAdd: broker.id }),
  ];
  return { records, response: undefined, isAtomic: false };
}

/** A broker wants to stop: its leaderships go to others, or to nobody. */
export function handleBeginControlledShutdown(
  state: ControllerState,
  broker: BrokerRegistration,
): ControllerResult<undefined> {
  const records = [
    ...(broker.inControlledShutdown ? [] : [brokerRegistrationChangeRecord(broker, { inControlledShutdown: true })]),
    ...leadershipChanges(state, { brokerToRemove: broker.id }),
  ];
  return { records, response: undefined, isAtomic: false };
}

/** A broker is gone or has leave to go. */
export function handleFenceBroker(state: ControllerState, broker: BrokerRegistration): ControllerResult<undefined> {
  const records = [
    ...leadershipChanges(state, { brokerToRemove: broker.id }),
    brokerRegistrationChangeRecord(broker, { fenced: true }),
  ];
  return { records, response: undefined, isAtomic: false };
}

/** Forgets a broker that is gone for good, or that is to register anew; Kafka asks no more than that it is registered. */
export function handleUnregisterBroker(state: ControllerState, brokerId: number): ControllerResult<ApiError> {
  const broker = state.image.cluster.brokers.get(brokerId);
  if (broker === undefined) {
    const message = `Broker ID ${brokerId} is not currently registered`;
    return { records: [], response: apiError(ErrorCode.BROKER_ID_NOT_REGISTERED, message), isAtomic: true };
  }
  const records: MetadataRecord[] = [...leadershipChanges(state, { brokerToRemove: brokerId })];
  records.push({ name: "UnregisterBrokerRecord", version: 0, value: { brokerId, brokerEpoch: broker.epoch } });
  return { records, response: apiError(ErrorCode.NONE), isAtomic: false };
}

/** The changes of partitions when a broker leaves the in-sync sets or becomes able to lead. */
export function* leadershipChanges(
  state: ControllerState,
  change: {
    readonly brokerToRemove?: number;
    readonly brokerToAdd?: number;
    /** Of which partitions. Default: all. */
    readonly isMeant?: (topicId: Uuid, partitionId: number, partition: PartitionRegistration) => boolean;
  },
): Generator<MetadataRecord> {
  const { cluster, topics } = state.image;
  const { brokerToRemove, brokerToAdd, isMeant } = change;
  for (const topic of topics.values()) {
    let election: Election | undefined;
    for (const [partitionId, partition] of topic.partitions.entries()) {
      const isAffected = brokerToRemove === undefined ? partition.leader < 0 : partition.isr.includes(brokerToRemove);
      if (!isAffected || isMeant?.(topic.id, partitionId, partition) === false) continue;
      election ??= isUncleanEnabled(state, topic.name) ? "unclean" : "online";
      const record = changeRecordOf(partition, {
        topicId: topic.id,
        partitionId,
        cluster,
        election,
        targetIsr: partition.isr.filter((replica) => replica !== brokerToRemove),
        isActive: (broker) => broker !== brokerToRemove && (broker === brokerToAdd || isActiveBroker(cluster, broker)),
      });
      if (record !== undefined) yield record;
    }
  }
}

/** `unclean.leader.election.enable` of a topic, as it is in effect. */
export function isUncleanEnabled(state: ControllerState, topicName: string): boolean {
  const { configs } = state.image;
  const { config, nodeId } = state.options;
  const effective = effectiveTopicConfig(TOPIC_CONFIGS.get("unclean.leader.election.enable")!, {
    topic: configs.topicConfigs(topicName),
    broker: configs.brokerConfigs(String(nodeId)),
    defaultBroker: configs.brokerConfigs(""),
    static: config.staticProps,
  });
  return effective.value?.trim().toLowerCase() === "true";
}
