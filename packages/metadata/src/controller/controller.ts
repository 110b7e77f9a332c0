/**
 * The controller: a pure machine over the metadata image. `handle…` functions look at the state and return records and
 * a response; `replay` is the only thing that changes the state. The state runs ahead of what is committed: a request
 * sees the records of those before it, and the shell releases no response and publishes no image before its records
 * are committed.
 */

import { ErrorCode } from "@ottla/protocol";
import type { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import type { AlterPartitionRequest, AlterPartitionResponse } from "@ottla/protocol/messages/alter-partition";
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import type {
  AssignReplicasToDirsRequest,
  AssignReplicasToDirsResponse,
} from "@ottla/protocol/messages/assign-replicas-to-dirs";
import type { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import type { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import type { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import type { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import type { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import type { Acl } from "../acl/acl.ts";
import type { AclFilter } from "../acl/acl-filter.ts";
import type { BrokerRegistration } from "../image/cluster-image.ts";
import type { ConfigResource } from "../image/configs-image.ts";
import type { MetadataImage } from "../image/metadata-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import {
  handleIncrementalAlterConfigs,
  handleLegacyAlterConfigs,
  type ResourceChanges,
  type ResourceOutcome,
} from "./alter-configs.ts";
import { handleAlterPartition } from "./alter-partition.ts";
import { type AclDeletion, handleCreateAcls, handleDeleteAcls } from "./acls.ts";
import { type ApiError, apiError, type RequestRefused } from "./api-error.ts";
import { activationRecords } from "./bootstrap.ts";
import {
  type BrokerHeartbeatReply,
  type BrokerHeartbeatRequest,
  handleBrokerHeartbeat,
  handleExpiredSession,
} from "./broker-heartbeat.ts";
import { BrokerHeartbeats } from "./broker-heartbeats.ts";
import {
  type BrokerRegistrationOutcome,
  type BrokerRegistrationRequest,
  handleBeginControlledShutdown,
  handleFenceBroker,
  handleRegisterBroker,
  handleUnfenceBroker,
  handleUnregisterBroker,
} from "./broker-registration.ts";
import { handleAlterClientQuotas } from "./client-quotas.ts";
import type { ControllerContext, ControllerResult } from "./controller-result.ts";
import { type ControllerRegistrationRequest, handleRegisterController } from "./controller-registration.ts";
import type { ControllerOptions, ControllerState, PartitionChangeQuota } from "./controller-state.ts";
import { handleCreatePartitions } from "./create-partitions.ts";
import { handleCreateTopics } from "./create-topics.ts";
import { handleDeleteTopics } from "./delete-topics.ts";
import { handleBalanceLeaders, handleElectLeaders, handleElectUncleanLeaders } from "./elect-leaders.ts";
import { handleUpdateFeatures } from "./features.ts";
import { directoriesLost, handleAssignReplicasToDirs } from "./log-directories.ts";
import { MetadataReplayer, type MetadataUpdate, type ReplayBatch } from "./metadata-replayer.ts";
import { handleAlterPartitionReassignments, handleListPartitionReassignments } from "./partition-reassignments.ts";
import { handleAllocateProducerIds, type ProducerIdBlock } from "./producer-ids.ts";
import { handleAlterUserScramCredentials } from "./scram-credentials.ts";

/** See the file's head. */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #replayer: MetadataReplayer;
  readonly #heartbeats: BrokerHeartbeats;

  /** `replayer` has replayed the whole log. Brokers have until a session timeout from `nowMs`, on the monotonic clock, to send a heartbeat. */
  constructor(options: ControllerOptions, replayer: MetadataReplayer, nowMs: number) {
    this.#options = options;
    this.#replayer = replayer;
    this.#heartbeats = new BrokerHeartbeats(replayer.image.cluster, nowMs);
  }

  /** The state, uncommitted records included. */
  get image(): MetadataImage {
    return this.#replayer.image;
  }

  /** What is written first after an election. */
  activationRecords(bootstrapRecords: readonly MetadataRecord[]): readonly MetadataRecord[] {
    const isTransactionOpen = this.#replayer.isTransactionOpen;
    return activationRecords(this.image, { isTransactionOpen, bootstrapRecords });
  }

  handleCreateTopics(
    request: CreateTopicsRequest,
    quota?: PartitionChangeQuota,
  ): ControllerResult<CreateTopicsResponse> {
    return handleCreateTopics(this.#stateWith(quota), request);
  }

  handleDeleteTopics(
    request: DeleteTopicsRequest,
    apiVersion: number,
    quota?: PartitionChangeQuota,
  ): ControllerResult<DeleteTopicsResponse> {
    return handleDeleteTopics(this.#stateWith(quota), request, apiVersion);
  }

  handleCreatePartitions(
    request: CreatePartitionsRequest,
    quota?: PartitionChangeQuota,
  ): ControllerResult<CreatePartitionsResponse> {
    return handleCreatePartitions(this.#stateWith(quota), request);
  }

  handleIncrementalAlterConfigs(
    requests: readonly ResourceChanges[],
    options: { readonly validateOnly: boolean },
  ): ControllerResult<readonly ResourceOutcome[]> {
    return handleIncrementalAlterConfigs(this.#state, requests, options);
  }

  handleLegacyAlterConfigs(
    requests: readonly { readonly resource: ConfigResource; readonly configs: ReadonlyMap<string, string | null> }[],
    options: { readonly validateOnly: boolean },
  ): ControllerResult<readonly ResourceOutcome[]> {
    return handleLegacyAlterConfigs(this.#state, requests, options);
  }

  handleUpdateFeatures(request: UpdateFeaturesRequest, apiVersion: number): ControllerResult<UpdateFeaturesResponse> {
    return handleUpdateFeatures(this.#state, request, apiVersion);
  }

  handleAlterClientQuotas(request: AlterClientQuotasRequest): ControllerResult<AlterClientQuotasResponse | ApiError> {
    return handleAlterClientQuotas(this.#state, request);
  }

  handleAlterUserScramCredentials(
    request: AlterUserScramCredentialsRequest,
  ): ControllerResult<AlterUserScramCredentialsResponse> {
    return handleAlterUserScramCredentials(this.#state, request);
  }

  handleCreateAcls(acls: readonly Acl[]): ControllerResult<readonly ApiError[] | ApiError> {
    return handleCreateAcls(this.#state, acls);
  }

  handleDeleteAcls(filters: readonly AclFilter[]): ControllerResult<readonly AclDeletion[] | ApiError> {
    return handleDeleteAcls(this.#state, filters);
  }

  handleAllocateProducerIds(broker: {
    readonly brokerId: number;
    readonly brokerEpoch: number;
  }): ControllerResult<ProducerIdBlock | undefined> {
    return handleAllocateProducerIds(this.#state, broker);
  }

  handleRegisterController(request: ControllerRegistrationRequest): ControllerResult<undefined> {
    return handleRegisterController(request);
  }

  handleRegisterBroker(
    request: BrokerRegistrationRequest,
    context: ControllerContext,
  ): ControllerResult<BrokerRegistrationOutcome> {
    return handleRegisterBroker(this.#state, request, context);
  }

  /** A broker of another node registers: not while one of its id that is another is alive. */
  handleRemoteRegistration(
    request: BrokerRegistrationRequest,
    context: ControllerContext,
  ): ControllerResult<BrokerRegistrationOutcome> {
    const { brokerId, incarnationId } = request;
    const existing = this.image.cluster.brokers.get(brokerId);
    const isOther = existing !== undefined && existing.incarnationId !== incarnationId;
    if (isOther && this.#heartbeats.hasSession(brokerId, context.monotonicMs, this.#sessionTimeoutMs)) {
      const message = `Another broker is registered with that broker id. If the broker was recently restarted this should self-resolve once the heartbeat manager expires the broker's session.`;
      return { records: [], response: apiError(ErrorCode.DUPLICATE_BROKER_REGISTRATION, message), isAtomic: true };
    }
    const result = this.handleRegisterBroker(request, context);
    if ("brokerEpoch" in result.response) {
      const registrationOffset = context.nextOffset + result.records.length - 1;
      this.#heartbeats.onRegistration(brokerId, registrationOffset, context.monotonicMs);
    }
    return result;
  }

  handleBrokerHeartbeat(
    request: BrokerHeartbeatRequest,
    context: ControllerContext,
  ): ControllerResult<BrokerHeartbeatReply | ApiError> {
    const state = this.#state;
    const result = handleBrokerHeartbeat(state, this.#heartbeats, request, context);
    const broker = state.image.cluster.brokers.get(request.brokerId);
    const lost = "code" in result.response ? [] : directoriesLost(state, broker, request.offlineLogDirs ?? []);
    return lost.length === 0 ? result : { ...result, records: [...result.records, ...lost] };
  }

  handleAssignReplicasToDirs(request: AssignReplicasToDirsRequest): ControllerResult<AssignReplicasToDirsResponse> {
    return handleAssignReplicasToDirs(this.#state, request);
  }

  handleUnregisterBroker(brokerId: number): ControllerResult<ApiError> {
    return handleUnregisterBroker(this.#state, brokerId);
  }

  /** Fences one broker that was silent for too long; returns its id. `aliveId` needs no heartbeats. */
  handleExpiredSession(
    aliveId: number,
    { monotonicMs: nowMs }: ControllerContext,
  ): ControllerResult<number | undefined> {
    this.#heartbeats.onHeartbeat(aliveId, this.image.provenance.lastContainedOffset, nowMs);
    const options = { nowMs, sessionTimeoutMs: this.#sessionTimeoutMs };
    return handleExpiredSession(this.#state, this.#heartbeats, options);
  }

  handleAlterPartition(request: AlterPartitionRequest): ControllerResult<AlterPartitionResponse> {
    return handleAlterPartition(this.#state, request);
  }

  handleElectLeaders(request: ElectLeadersRequest): ControllerResult<ElectLeadersResponse | RequestRefused> {
    return handleElectLeaders(this.#state, request);
  }

  handleBalanceLeaders(): ControllerResult<boolean> {
    return handleBalanceLeaders(this.#state);
  }

  handleElectUncleanLeaders(): ControllerResult<boolean> {
    return handleElectUncleanLeaders(this.#state);
  }

  handleAlterPartitionReassignments(
    request: AlterPartitionReassignmentsRequest,
  ): ControllerResult<AlterPartitionReassignmentsResponse> {
    return handleAlterPartitionReassignments(this.#state, request);
  }

  handleListPartitionReassignments(
    request: ListPartitionReassignmentsRequest,
  ): ControllerResult<ListPartitionReassignmentsResponse> {
    return handleListPartitionReassignments(this.#state, request);
  }

  handleUnfenceBroker(broker: BrokerRegistration): ControllerResult<undefined> {
    return handleUnfenceBroker(this.#state, broker);
  }

  handleBeginControlledShutdown(broker: BrokerRegistration): ControllerResult<undefined> {
    return handleBeginControlledShutdown(this.#state, broker);
  }

  handleFenceBroker(broker: BrokerRegistration): ControllerResult<undefined> {
    return handleFenceBroker(this.#state, broker);
  }

  /** Takes records that have a place in the log into the state. */
  replay(batch: ReplayBatch): MetadataUpdate {
    this.#replayer.replay(batch);
    return this.#replayer.publish();
  }

  get #sessionTimeoutMs(): number {
    return this.#options.config.number("broker.session.timeout.ms");
  }

  #stateWith(partitionChangeQuota: PartitionChangeQuota | undefined): ControllerState {
    return { ...this.#state, partitionChangeQuota };
  }

  get #state(): ControllerState {
    return { image: this.#replayer.image, options: this.#options };
  }
}
