/**
 * The active controller as the rest of the broker sees it: admin requests in, committed changes out. The answers are
 * released when the records are committed and every subscriber of the metadata is done with them. Every method rejects
 * with a `ControllerUnavailableError` (NOT_CONTROLLER) when nothing can be committed.
 */

import type {
  Acl,
  AclDeletion,
  AclFilter,
  ApiError,
  ConfigResource,
  PartitionChangeQuota,
  RequestRefused,
  ResourceChanges,
  ResourceOutcome,
} from "@ottla/metadata";
import type { Input } from "@ottla/protocol";
import type { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import type { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import type { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import type { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import type { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import type { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import type { QuorumDescription } from "@ottla/raft";
import type { RequestContext } from "../handlers/handler.ts";
import type { AdminServices } from "./controller-services.ts";

/** A block of producer ids: `firstProducerId ..< firstProducerId + length`. */
export interface ProducerIdBlock {
  readonly firstProducerId: bigint;
  readonly length: number;
}

/** Who may use the cluster, and how much of it. */
export interface SecurityService {
  /** Sets and removes quotas; an error where it cannot be done at all. */
  alterClientQuotas(request: AlterClientQuotasRequest): Promise<AlterClientQuotasResponse | ApiError>;
  /** Makes access control entries; an outcome for each, or an error for all. */
  createAcls(acls: readonly Acl[]): Promise<readonly ApiError[] | ApiError>;
  /** Removes those that filters match; an outcome for each filter, or an error for all. */
  deleteAcls(filters: readonly AclFilter[]): Promise<readonly AclDeletion[] | ApiError>;
  /** Sets and deletes SCRAM credentials. */
  alterUserScramCredentials(request: AlterUserScramCredentialsRequest): Promise<AlterUserScramCredentialsResponse>;
}

export interface ControllerService {
  readonly security: SecurityService;
  /** The id of the active controller's node, −1 if there is none. */
  readonly activeControllerId: number;
  /** `context` is undefined for what the broker itself asks for (auto-creation). */
  createTopics(
    request: Input<CreateTopicsRequest>,
    context: RequestContext<AdminServices> | undefined,
    quota?: PartitionChangeQuota,
  ): Promise<Input<CreateTopicsResponse>>;
  /** Takes the next block of producer ids out of the cluster's sequence. */
  allocateProducerIds(): Promise<ProducerIdBlock>;
  deleteTopics(
    request: DeleteTopicsRequest,
    apiVersion: number,
    quota?: PartitionChangeQuota,
  ): Promise<DeleteTopicsResponse>;
  createPartitions(request: CreatePartitionsRequest, quota?: PartitionChangeQuota): Promise<CreatePartitionsResponse>;
  /** Changes keys of resources; the broker has checked values of broker configs before. */
  incrementalAlterConfigs(
    requests: readonly ResourceChanges[],
    options: { readonly validateOnly: boolean },
  ): Promise<readonly ResourceOutcome[]>;
  /** Replaces the configs of resources. */
  legacyAlterConfigs(
    requests: readonly { readonly resource: ConfigResource; readonly configs: ReadonlyMap<string, string | null> }[],
    options: { readonly validateOnly: boolean },
  ): Promise<readonly ResourceOutcome[]>;
  /** Forgets a broker; refused where none is registered under that id. */
  unregisterBroker(brokerId: number): Promise<ApiError>;
  electLeaders(request: ElectLeadersRequest): Promise<ElectLeadersResponse | RequestRefused>;
  /** Begins, changes or takes back reassignments. */
  alterPartitionReassignments(
    request: AlterPartitionReassignmentsRequest,
  ): Promise<AlterPartitionReassignmentsResponse>;
  /** Reassignments that are under way. */
  listPartitionReassignments(request: ListPartitionReassignmentsRequest): Promise<ListPartitionReassignmentsResponse>;
  updateFeatures(request: UpdateFeaturesRequest, apiVersion: number): Promise<UpdateFeaturesResponse>;
  /** The quorum as its leader sees it; undefined where this node is not the leader. */
  describeQuorum(): QuorumDescription | undefined;
}
