// The APIs that scenarios use. Adding a row here adds the API to the matrix.
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import { DescribeGroupsRequest, DescribeGroupsResponse } from "@ottla/protocol/messages/describe-groups";
import { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import { DeleteRecordsRequest, DeleteRecordsResponse } from "@ottla/protocol/messages/delete-records";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from "@ottla/protocol/messages/add-offsets-to-txn";
import { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { WriteTxnMarkersRequest, WriteTxnMarkersResponse } from "@ottla/protocol/messages/write-txn-markers";
import { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";
import {
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
} from "@ottla/protocol/messages/describe-transactions";
import { ListTransactionsRequest, ListTransactionsResponse } from "@ottla/protocol/messages/list-transactions";
import {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from "@ottla/protocol/messages/offset-for-leader-epoch";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { AlterConfigsRequest, AlterConfigsResponse } from "@ottla/protocol/messages/alter-configs";
import { DescribeLogDirsRequest, DescribeLogDirsResponse } from "@ottla/protocol/messages/describe-log-dirs";
import { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import {
  CreateDelegationTokenRequest,
  CreateDelegationTokenResponse,
} from "@ottla/protocol/messages/create-delegation-token";
import {
  RenewDelegationTokenRequest,
  RenewDelegationTokenResponse,
} from "@ottla/protocol/messages/renew-delegation-token";
import {
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenResponse,
} from "@ottla/protocol/messages/expire-delegation-token";
import {
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenResponse,
} from "@ottla/protocol/messages/describe-delegation-token";
import { DeleteGroupsRequest, DeleteGroupsResponse } from "@ottla/protocol/messages/delete-groups";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { OffsetDeleteRequest, OffsetDeleteResponse } from "@ottla/protocol/messages/offset-delete";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { DescribeProducersRequest, DescribeProducersResponse } from "@ottla/protocol/messages/describe-producers";
import {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from "@ottla/protocol/messages/get-telemetry-subscriptions";
import { PushTelemetryRequest, PushTelemetryResponse } from "@ottla/protocol/messages/push-telemetry";
import {
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
} from "@ottla/protocol/messages/list-config-resources";
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from "@ottla/protocol/messages/describe-topic-partitions";
import {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import { DescribeQuorumRequest, DescribeQuorumResponse } from "@ottla/protocol/messages/describe-quorum";
import { UnregisterBrokerRequest, UnregisterBrokerResponse } from "@ottla/protocol/messages/unregister-broker";
import { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from "@ottla/protocol/messages/consumer-group-describe";
import { defineApi } from "./api.ts";
import type { AnyApi, Api } from "./api.ts";
import { SECURITY_APIS } from "./security-apis.ts";
import { SHARE_APIS } from "./share-apis.ts";

export const Produce: Api<ProduceRequest, ProduceResponse> = defineApi(ProduceRequest, ProduceResponse);
export const Fetch: Api<FetchRequest, FetchResponse> = defineApi(FetchRequest, FetchResponse);
export const ListOffsets: Api<ListOffsetsRequest, ListOffsetsResponse> = defineApi(
  ListOffsetsRequest,
  ListOffsetsResponse,
);
export const Metadata: Api<MetadataRequest, MetadataResponse> = defineApi(MetadataRequest, MetadataResponse);
export const OffsetCommit: Api<OffsetCommitRequest, OffsetCommitResponse> = defineApi(
  OffsetCommitRequest,
  OffsetCommitResponse,
);
export const OffsetFetch: Api<OffsetFetchRequest, OffsetFetchResponse> = defineApi(
  OffsetFetchRequest,
  OffsetFetchResponse,
);
export const FindCoordinator: Api<FindCoordinatorRequest, FindCoordinatorResponse> = defineApi(
  FindCoordinatorRequest,
  FindCoordinatorResponse,
);
export const JoinGroup: Api<JoinGroupRequest, JoinGroupResponse> = defineApi(JoinGroupRequest, JoinGroupResponse);
export const Heartbeat: Api<HeartbeatRequest, HeartbeatResponse> = defineApi(HeartbeatRequest, HeartbeatResponse);
export const LeaveGroup: Api<LeaveGroupRequest, LeaveGroupResponse> = defineApi(LeaveGroupRequest, LeaveGroupResponse);
export const SyncGroup: Api<SyncGroupRequest, SyncGroupResponse> = defineApi(SyncGroupRequest, SyncGroupResponse);
export const DescribeGroups: Api<DescribeGroupsRequest, DescribeGroupsResponse> = defineApi(
  DescribeGroupsRequest,
  DescribeGroupsResponse,
);
export const ListGroups: Api<ListGroupsRequest, ListGroupsResponse> = defineApi(ListGroupsRequest, ListGroupsResponse);
export const ApiVersions: Api<ApiVersionsRequest, ApiVersionsResponse> = defineApi(
  ApiVersionsRequest,
  ApiVersionsResponse,
);
export const CreateTopics: Api<CreateTopicsRequest, CreateTopicsResponse> = defineApi(
  CreateTopicsRequest,
  CreateTopicsResponse,
);
export const DeleteTopics: Api<DeleteTopicsRequest, DeleteTopicsResponse> = defineApi(
  DeleteTopicsRequest,
  DeleteTopicsResponse,
);
export const DeleteRecords: Api<DeleteRecordsRequest, DeleteRecordsResponse> = defineApi(
  DeleteRecordsRequest,
  DeleteRecordsResponse,
);
export const InitProducerId: Api<InitProducerIdRequest, InitProducerIdResponse> = defineApi(
  InitProducerIdRequest,
  InitProducerIdResponse,
);
export const OffsetForLeaderEpoch: Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = defineApi(
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
);
export const DescribeConfigs: Api<DescribeConfigsRequest, DescribeConfigsResponse> = defineApi(
  DescribeConfigsRequest,
  DescribeConfigsResponse,
);
export const AlterConfigs: Api<AlterConfigsRequest, AlterConfigsResponse> = defineApi(
  AlterConfigsRequest,
  AlterConfigsResponse,
);
export const DescribeLogDirs: Api<DescribeLogDirsRequest, DescribeLogDirsResponse> = defineApi(
  DescribeLogDirsRequest,
  DescribeLogDirsResponse,
);
export const CreatePartitions: Api<CreatePartitionsRequest, CreatePartitionsResponse> = defineApi(
  CreatePartitionsRequest,
  CreatePartitionsResponse,
);
export const CreateDelegationToken: Api<CreateDelegationTokenRequest, CreateDelegationTokenResponse> = defineApi(
  CreateDelegationTokenRequest,
  CreateDelegationTokenResponse,
);
export const RenewDelegationToken: Api<RenewDelegationTokenRequest, RenewDelegationTokenResponse> = defineApi(
  RenewDelegationTokenRequest,
  RenewDelegationTokenResponse,
);
export const ExpireDelegationToken: Api<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> = defineApi(
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenResponse,
);
export const DescribeDelegationToken: Api<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> = defineApi(
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenResponse,
);
export const DeleteGroups: Api<DeleteGroupsRequest, DeleteGroupsResponse> = defineApi(
  DeleteGroupsRequest,
  DeleteGroupsResponse,
);
export const IncrementalAlterConfigs: Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> = defineApi(
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
);
export const OffsetDelete: Api<OffsetDeleteRequest, OffsetDeleteResponse> = defineApi(
  OffsetDeleteRequest,
  OffsetDeleteResponse,
);
export const DescribeCluster: Api<DescribeClusterRequest, DescribeClusterResponse> = defineApi(
  DescribeClusterRequest,
  DescribeClusterResponse,
);
export const DescribeProducers: Api<DescribeProducersRequest, DescribeProducersResponse> = defineApi(
  DescribeProducersRequest,
  DescribeProducersResponse,
);
export const GetTelemetrySubscriptions: Api<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> =
  defineApi(GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse);
export const PushTelemetry: Api<PushTelemetryRequest, PushTelemetryResponse> = defineApi(
  PushTelemetryRequest,
  PushTelemetryResponse,
);
export const ListConfigResources: Api<ListConfigResourcesRequest, ListConfigResourcesResponse> = defineApi(
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
);
export const DescribeTopicPartitions: Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> = defineApi(
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
);
export const DescribeQuorum: Api<DescribeQuorumRequest, DescribeQuorumResponse> = defineApi(
  DescribeQuorumRequest,
  DescribeQuorumResponse,
);
export const ElectLeaders: Api<ElectLeadersRequest, ElectLeadersResponse> = defineApi(
  ElectLeadersRequest,
  ElectLeadersResponse,
);
export const AlterPartitionReassignments: Api<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse> =
  defineApi(AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse);
export const ListPartitionReassignments: Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> =
  defineApi(ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse);
export const UnregisterBroker: Api<UnregisterBrokerRequest, UnregisterBrokerResponse> = defineApi(
  UnregisterBrokerRequest,
  UnregisterBrokerResponse,
);
export const UpdateFeatures: Api<UpdateFeaturesRequest, UpdateFeaturesResponse> = defineApi(
  UpdateFeaturesRequest,
  UpdateFeaturesResponse,
);
export const ConsumerGroupHeartbeat: Api<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> = defineApi(
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
);
export const ConsumerGroupDescribe: Api<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> = defineApi(
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
);

export const AddPartitionsToTxn: Api<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = defineApi(
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnResponse,
);
export const AddOffsetsToTxn: Api<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = defineApi(
  AddOffsetsToTxnRequest,
  AddOffsetsToTxnResponse,
);
export const EndTxn: Api<EndTxnRequest, EndTxnResponse> = defineApi(EndTxnRequest, EndTxnResponse);
export const WriteTxnMarkers: Api<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = defineApi(
  WriteTxnMarkersRequest,
  WriteTxnMarkersResponse,
);
export const TxnOffsetCommit: Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = defineApi(
  TxnOffsetCommitRequest,
  TxnOffsetCommitResponse,
);
export const DescribeTransactions: Api<DescribeTransactionsRequest, DescribeTransactionsResponse> = defineApi(
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
);
export const ListTransactions: Api<ListTransactionsRequest, ListTransactionsResponse> = defineApi(
  ListTransactionsRequest,
  ListTransactionsResponse,
);

/** All of them, by key. */
export const APIS: readonly AnyApi[] = [
  Produce,
  Fetch,
  ListOffsets,
  Metadata,
  OffsetCommit,
  OffsetFetch,
  FindCoordinator,
  JoinGroup,
  Heartbeat,
  LeaveGroup,
  SyncGroup,
  DescribeGroups,
  ListGroups,
  ApiVersions,
  CreateTopics,
  DeleteTopics,
  DeleteRecords,
  InitProducerId,
  OffsetForLeaderEpoch,
  DescribeConfigs,
  AlterConfigs,
  DescribeLogDirs,
  CreatePartitions,
  CreateDelegationToken,
  RenewDelegationToken,
  ExpireDelegationToken,
  DescribeDelegationToken,
  DeleteGroups,
  IncrementalAlterConfigs,
  OffsetDelete,
  DescribeCluster,
  DescribeProducers,
  GetTelemetrySubscriptions,
  PushTelemetry,
  ListConfigResources,
  DescribeTopicPartitions,
  ElectLeaders,
  AlterPartitionReassignments,
  ListPartitionReassignments,
  DescribeQuorum,
  UnregisterBroker,
  UpdateFeatures,
  ConsumerGroupHeartbeat,
  ConsumerGroupDescribe,
  AddPartitionsToTxn,
  AddOffsetsToTxn,
  EndTxn,
  WriteTxnMarkers,
  TxnOffsetCommit,
  DescribeTransactions,
  ListTransactions,
  ...SHARE_APIS,
  ...SECURITY_APIS,
];
