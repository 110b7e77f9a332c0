// Generated from schema/ by `npm run generate`: do not edit.
import type { AnyMessageCodec, ApiCodecs } from "../message-registry.ts";

/** Loads request and response of an API, by API key. */
export const API_LOADERS: readonly (() => Promise<ApiCodecs>)[] = [
  async () => {
    const { ProduceRequest, ProduceResponse } = await import("./produce.ts");
    return { request: ProduceRequest, response: ProduceResponse };
  },
  async () => {
    const { FetchRequest, FetchResponse } = await import("./fetch.ts");
    return { request: FetchRequest, response: FetchResponse };
  },
  async () => {
    const { ListOffsetsRequest, ListOffsetsResponse } = await import("./list-offsets.ts");
    return { request: ListOffsetsRequest, response: ListOffsetsResponse };
  },
  async () => {
    const { MetadataRequest, MetadataResponse } = await import("./metadata.ts");
    return { request: MetadataRequest, response: MetadataResponse };
  },
  async () => {
    const { LeaderAndIsrRequest, LeaderAndIsrResponse } = await import("./leader-and-isr.ts");
    return { request: LeaderAndIsrRequest, response: LeaderAndIsrResponse };
  },
  async () => {
    const { StopReplicaRequest, StopReplicaResponse } = await import("./stop-replica.ts");
    return { request: StopReplicaRequest, response: StopReplicaResponse };
  },
  async () => {
    const { UpdateMetadataRequest, UpdateMetadataResponse } = await import("./update-metadata.ts");
    return { request: UpdateMetadataRequest, response: UpdateMetadataResponse };
  },
  async () => {
    const { ControlledShutdownRequest, ControlledShutdownResponse } = await import("./controlled-shutdown.ts");
    return { request: ControlledShutdownRequest, response: ControlledShutdownResponse };
  },
  async () => {
    const { OffsetCommitRequest, OffsetCommitResponse } = await import("./offset-commit.ts");
    return { request: OffsetCommitRequest, response: OffsetCommitResponse };
  },
  async () => {
    const { OffsetFetchRequest, OffsetFetchResponse } = await import("./offset-fetch.ts");
    return { request: OffsetFetchRequest, response: OffsetFetchResponse };
  },
  async () => {
    const { FindCoordinatorRequest, FindCoordinatorResponse } = await import("./find-coordinator.ts");
    return { request: FindCoordinatorRequest, response: FindCoordinatorResponse };
  },
  async () => {
    const { JoinGroupRequest, JoinGroupResponse } = await import("./join-group.ts");
    return { request: JoinGroupRequest, response: JoinGroupResponse };
  },
  async () => {
    const { HeartbeatRequest, HeartbeatResponse } = await import("./heartbeat.ts");
    return { request: HeartbeatRequest, response: HeartbeatResponse };
  },
  async () => {
    const { LeaveGroupRequest, LeaveGroupResponse } = await import("./leave-group.ts");
    return { request: LeaveGroupRequest, response: LeaveGroupResponse };
  },
  async () => {
    const { SyncGroupRequest, SyncGroupResponse } = await import("./sync-group.ts");
    return { request: SyncGroupRequest, response: SyncGroupResponse };
  },
  async () => {
    const { DescribeGroupsRequest, DescribeGroupsResponse } = await import("./describe-groups.ts");
    return { request: DescribeGroupsRequest, response: DescribeGroupsResponse };
  },
  async () => {
    const { ListGroupsRequest, ListGroupsResponse } = await import("./list-groups.ts");
    return { request: ListGroupsRequest, response: ListGroupsResponse };
  },
  async () => {
    const { SaslHandshakeRequest, SaslHandshakeResponse } = await import("./sasl-handshake.ts");
    return { request: SaslHandshakeRequest, response: SaslHandshakeResponse };
  },
  async () => {
    const { ApiVersionsRequest, ApiVersionsResponse } = await import("./api-versions.ts");
    return { request: ApiVersionsRequest, response: ApiVersionsResponse };
  },
  async () => {
    const { CreateTopicsRequest, CreateTopicsResponse } = await import("./create-topics.ts");
    return { request: CreateTopicsRequest, response: CreateTopicsResponse };
  },
  async () => {
    const { DeleteTopicsRequest, DeleteTopicsResponse } = await import("./delete-topics.ts");
    return { request: DeleteTopicsRequest, response: DeleteTopicsResponse };
  },
  async () => {
    const { DeleteRecordsRequest, DeleteRecordsResponse } = await import("./delete-records.ts");
    return { request: DeleteRecordsRequest, response: DeleteRecordsResponse };
  },
  async () => {
    const { InitProducerIdRequest, InitProducerIdResponse } = await import("./init-producer-id.ts");
    return { request: InitProducerIdRequest, response: InitProducerIdResponse };
  },
  async () => {
    const { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } = await import("./offset-for-leader-epoch.ts");
    return { request: OffsetForLeaderEpochRequest, response: OffsetForLeaderEpochResponse };
  },
  async () => {
    const { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } = await import("./add-partitions-to-txn.ts");
    return { request: AddPartitionsToTxnRequest, response: AddPartitionsToTxnResponse };
  },
  async () => {
    const { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } = await import("./add-offsets-to-txn.ts");
    return { request: AddOffsetsToTxnRequest, response: AddOffsetsToTxnResponse };
  },
  async () => {
    const { EndTxnRequest, EndTxnResponse } = await import("./end-txn.ts");
    return { request: EndTxnRequest, response: EndTxnResponse };
  },
  async () => {
    const { WriteTxnMarkersRequest, WriteTxnMarkersResponse } = await import("./write-txn-markers.ts");
    return { request: WriteTxnMarkersRequest, response: WriteTxnMarkersResponse };
  },
  async () => {
    const { TxnOffsetCommitRequest, TxnOffsetCommitResponse } = await import("./txn-offset-commit.ts");
    return { request: TxnOffsetCommitRequest, response: TxnOffsetCommitResponse };
  },
  async () => {
    const { DescribeAclsRequest, DescribeAclsResponse } = await import("./describe-acls.ts");
    return { request: DescribeAclsRequest, response: DescribeAclsResponse };
  },
  async () => {
    const { CreateAclsRequest, CreateAclsResponse } = await import("./create-acls.ts");
    return { request: CreateAclsRequest, response: CreateAclsResponse };
  },
  async () => {
    const { DeleteAclsRequest, DeleteAclsResponse } = await import("./delete-acls.ts");
    return { request: DeleteAclsRequest, response: DeleteAclsResponse };
  },
  async () => {
    const { DescribeConfigsRequest, DescribeConfigsResponse } = await import("./describe-configs.ts");
    return { request: DescribeConfigsRequest, response: DescribeConfigsResponse };
  },
  async () => {
    const { AlterConfigsRequest, AlterConfigsResponse } = await import("./alter-configs.ts");
    return { request: AlterConfigsRequest, response: AlterConfigsResponse };
  },
  async () => {
    const { AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse } = await import("./alter-replica-log-dirs.ts");
    return { request: AlterReplicaLogDirsRequest, response: AlterReplicaLogDirsResponse };
  },
  async () => {
    const { DescribeLogDirsRequest, DescribeLogDirsResponse } = await import("./describe-log-dirs.ts");
    return { request: DescribeLogDirsRequest, response: DescribeLogDirsResponse };
  },
  async () => {
    const { SaslAuthenticateRequest, SaslAuthenticateResponse } = await import("./sasl-authenticate.ts");
    return { request: SaslAuthenticateRequest, response: SaslAuthenticateResponse };
  },
  async () => {
    const { CreatePartitionsRequest, CreatePartitionsResponse } = await import("./create-partitions.ts");
    return { request: CreatePartitionsRequest, response: CreatePartitionsResponse };
  },
  async () => {
    const { CreateDelegationTokenRequest, CreateDelegationTokenResponse } = await import("./create-delegation-token.ts");
    return { request: CreateDelegationTokenRequest, response: CreateDelegationTokenResponse };
  },
  async () => {
    const { RenewDelegationTokenRequest, RenewDelegationTokenResponse } = await import("./renew-delegation-token.ts");
    return { request: RenewDelegationTokenRequest, response: RenewDelegationTokenResponse };
  },
  async () => {
    const { ExpireDelegationTokenRequest, ExpireDelegationTokenResponse } = await import("./expire-delegation-token.ts");
    return { request: ExpireDelegationTokenRequest, response: ExpireDelegationTokenResponse };
  },
  async () => {
    const { DescribeDelegationTokenRequest, DescribeDelegationTokenResponse } = await import("./describe-delegation-token.ts");
    return { request: DescribeDelegationTokenRequest, response: DescribeDelegationTokenResponse };
  },
  async () => {
    const { DeleteGroupsRequest, DeleteGroupsResponse } = await import("./delete-groups.ts");
    return { request: DeleteGroupsRequest, response: DeleteGroupsResponse };
  },
  async () => {
    const { ElectLeadersRequest, ElectLeadersResponse } = await import("./elect-leaders.ts");
    return { request: ElectLeadersRequest, response: ElectLeadersResponse };
  },
  async () => {
    const { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } = await import("./incremental-alter-configs.ts");
    return { request: IncrementalAlterConfigsRequest, response: IncrementalAlterConfigsResponse };
  },
  async () => {
    const { AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse } = await import("./alter-partition-reassignments.ts");
    return { request: AlterPartitionReassignmentsRequest, response: AlterPartitionReassignmentsResponse };
  },
  async () => {
    const { ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse } = await import("./list-partition-reassignments.ts");
    return { request: ListPartitionReassignmentsRequest, response: ListPartitionReassignmentsResponse };
  },
  async () => {
    const { OffsetDeleteRequest, OffsetDeleteResponse } = await import("./offset-delete.ts");
    return { request: OffsetDeleteRequest, response: OffsetDeleteResponse };
  },
  async () => {
    const { DescribeClientQuotasRequest, DescribeClientQuotasResponse } = await import("./describe-client-quotas.ts");
    return { request: DescribeClientQuotasRequest, response: DescribeClientQuotasResponse };
  },
  async () => {
    const { AlterClientQuotasRequest, AlterClientQuotasResponse } = await import("./alter-client-quotas.ts");
    return { request: AlterClientQuotasRequest, response: AlterClientQuotasResponse };
  },
  async () => {
    const { DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse } = await import("./describe-user-scram-credentials.ts");
    return { request: DescribeUserScramCredentialsRequest, response: DescribeUserScramCredentialsResponse };
  },
  async () => {
    const { AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse } = await import("./alter-user-scram-credentials.ts");
    return { request: AlterUserScramCredentialsRequest, response: AlterUserScramCredentialsResponse };
  },
  async () => {
    const { VoteRequest, VoteResponse } = await import("./vote.ts");
    return { request: VoteRequest, response: VoteResponse };
  },
  async () => {
    const { BeginQuorumEpochRequest, BeginQuorumEpochResponse } = await import("./begin-quorum-epoch.ts");
    return { request: BeginQuorumEpochRequest, response: BeginQuorumEpochResponse };
  },
  async () => {
    const { EndQuorumEpochRequest, EndQuorumEpochResponse } = await import("./end-quorum-epoch.ts");
    return { request: EndQuorumEpochRequest, response: EndQuorumEpochResponse };
  },
  async () => {
    const { DescribeQuorumRequest, DescribeQuorumResponse } = await import("./describe-quorum.ts");
    return { request: DescribeQuorumRequest, response: DescribeQuorumResponse };
  },
  async () => {
    const { AlterPartitionRequest, AlterPartitionResponse } = await import("./alter-partition.ts");
    return { request: AlterPartitionRequest, response: AlterPartitionResponse };
  },
  async () => {
    const { UpdateFeaturesRequest, UpdateFeaturesResponse } = await import("./update-features.ts");
    return { request: UpdateFeaturesRequest, response: UpdateFeaturesResponse };
  },
  async () => {
    const { EnvelopeRequest, EnvelopeResponse } = await import("./envelope.ts");
    return { request: EnvelopeRequest, response: EnvelopeResponse };
  },
  async () => {
    const { FetchSnapshotRequest, FetchSnapshotResponse } = await import("./fetch-snapshot.ts");
    return { request: FetchSnapshotRequest, response: FetchSnapshotResponse };
  },
  async () => {
    const { DescribeClusterRequest, DescribeClusterResponse } = await import("./describe-cluster.ts");
    return { request: DescribeClusterRequest, response: DescribeClusterResponse };
  },
  async () => {
    const { DescribeProducersRequest, DescribeProducersResponse } = await import("./describe-producers.ts");
    return { request: DescribeProducersRequest, response: DescribeProducersResponse };
  },
  async () => {
    const { BrokerRegistrationRequest, BrokerRegistrationResponse } = await import("./broker-registration.ts");
    return { request: BrokerRegistrationRequest, response: BrokerRegistrationResponse };
  },
  async () => {
    const { BrokerHeartbeatRequest, BrokerHeartbeatResponse } = await import("./broker-heartbeat.ts");
    return { request: BrokerHeartbeatRequest, response: BrokerHeartbeatResponse };
  },
  async () => {
    const { UnregisterBrokerRequest, UnregisterBrokerResponse } = await import("./unregister-broker.ts");
    return { request: UnregisterBrokerRequest, response: UnregisterBrokerResponse };
  },
  async () => {
    const { DescribeTransactionsRequest, DescribeTransactionsResponse } = await import("./describe-transactions.ts");
    return { request: DescribeTransactionsRequest, response: DescribeTransactionsResponse };
  },
  async () => {
    const { ListTransactionsRequest, ListTransactionsResponse } = await import("./list-transactions.ts");
    return { request: ListTransactionsRequest, response: ListTransactionsResponse };
  },
  async () => {
    const { AllocateProducerIdsRequest, AllocateProducerIdsResponse } = await import("./allocate-producer-ids.ts");
    return { request: AllocateProducerIdsRequest, response: AllocateProducerIdsResponse };
  },
  async () => {
    const { ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse } = await import("./consumer-group-heartbeat.ts");
    return { request: ConsumerGroupHeartbeatRequest, response: ConsumerGroupHeartbeatResponse };
  },
  async () => {
    const { ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse } = await import("./consumer-group-describe.ts");
    return { request: ConsumerGroupDescribeRequest, response: ConsumerGroupDescribeResponse };
  },
  async () => {
    const { ControllerRegistrationRequest, ControllerRegistrationResponse } = await import("./controller-registration.ts");
    return { request: ControllerRegistrationRequest, response: ControllerRegistrationResponse };
  },
  async () => {
    const { GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse } = await import("./get-telemetry-subscriptions.ts");
    return { request: GetTelemetrySubscriptionsRequest, response: GetTelemetrySubscriptionsResponse };
  },
  async () => {
    const { PushTelemetryRequest, PushTelemetryResponse } = await import("./push-telemetry.ts");
    return { request: PushTelemetryRequest, response: PushTelemetryResponse };
  },
  async () => {
    const { AssignReplicasToDirsRequest, AssignReplicasToDirsResponse } = await import("./assign-replicas-to-dirs.ts");
    return { request: AssignReplicasToDirsRequest, response: AssignReplicasToDirsResponse };
  },
  async () => {
    const { ListConfigResourcesRequest, ListConfigResourcesResponse } = await import("./list-config-resources.ts");
    return { request: ListConfigResourcesRequest, response: ListConfigResourcesResponse };
  },
  async () => {
    const { DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse } = await import("./describe-topic-partitions.ts");
    return { request: DescribeTopicPartitionsRequest, response: DescribeTopicPartitionsResponse };
  },
  async () => {
    const { ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse } = await import("./share-group-heartbeat.ts");
    return { request: ShareGroupHeartbeatRequest, response: ShareGroupHeartbeatResponse };
  },
  async () => {
    const { ShareGroupDescribeRequest, ShareGroupDescribeResponse } = await import("./share-group-describe.ts");
    return { request: ShareGroupDescribeRequest, response: ShareGroupDescribeResponse };
  },
  async () => {
    const { ShareFetchRequest, ShareFetchResponse } = await import("./share-fetch.ts");
    return { request: ShareFetchRequest, response: ShareFetchResponse };
  },
  async () => {
    const { ShareAcknowledgeRequest, ShareAcknowledgeResponse } = await import("./share-acknowledge.ts");
    return { request: ShareAcknowledgeRequest, response: ShareAcknowledgeResponse };
  },
  async () => {
    const { AddRaftVoterRequest, AddRaftVoterResponse } = await import("./add-raft-voter.ts");
    return { request: AddRaftVoterRequest, response: AddRaftVoterResponse };
  },
  async () => {
    const { RemoveRaftVoterRequest, RemoveRaftVoterResponse } = await import("./remove-raft-voter.ts");
    return { request: RemoveRaftVoterRequest, response: RemoveRaftVoterResponse };
  },
  async () => {
    const { UpdateRaftVoterRequest, UpdateRaftVoterResponse } = await import("./update-raft-voter.ts");
    return { request: UpdateRaftVoterRequest, response: UpdateRaftVoterResponse };
  },
  async () => {
    const { InitializeShareGroupStateRequest, InitializeShareGroupStateResponse } = await import("./initialize-share-group-state.ts");
    return { request: InitializeShareGroupStateRequest, response: InitializeShareGroupStateResponse };
  },
  async () => {
    const { ReadShareGroupStateRequest, ReadShareGroupStateResponse } = await import("./read-share-group-state.ts");
    return { request: ReadShareGroupStateRequest, response: ReadShareGroupStateResponse };
  },
  async () => {
    const { WriteShareGroupStateRequest, WriteShareGroupStateResponse } = await import("./write-share-group-state.ts");
    return { request: WriteShareGroupStateRequest, response: WriteShareGroupStateResponse };
  },
  async () => {
    const { DeleteShareGroupStateRequest, DeleteShareGroupStateResponse } = await import("./delete-share-group-state.ts");
    return { request: DeleteShareGroupStateRequest, response: DeleteShareGroupStateResponse };
  },
  async () => {
    const { ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse } = await import("./read-share-group-state-summary.ts");
    return { request: ReadShareGroupStateSummaryRequest, response: ReadShareGroupStateSummaryResponse };
  },
  async () => {
    const { StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse } = await import("./streams-group-heartbeat.ts");
    return { request: StreamsGroupHeartbeatRequest, response: StreamsGroupHeartbeatResponse };
  },
  async () => {
    const { StreamsGroupDescribeRequest, StreamsGroupDescribeResponse } = await import("./streams-group-describe.ts");
    return { request: StreamsGroupDescribeRequest, response: StreamsGroupDescribeResponse };
  },
  async () => {
    const { DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse } = await import("./describe-share-group-offsets.ts");
    return { request: DescribeShareGroupOffsetsRequest, response: DescribeShareGroupOffsetsResponse };
  },
  async () => {
    const { AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse } = await import("./alter-share-group-offsets.ts");
    return { request: AlterShareGroupOffsetsRequest, response: AlterShareGroupOffsetsResponse };
  },
  async () => {
    const { DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse } = await import("./delete-share-group-offsets.ts");
    return { request: DeleteShareGroupOffsetsRequest, response: DeleteShareGroupOffsetsResponse };
  },
];

/** Loads the messages of a record family. */
export const FAMILY_LOADERS: ReadonlyMap<string, () => Promise<readonly AnyMessageCodec[]>> = new Map<string, () => Promise<readonly AnyMessageCodec[]>>([
  ["consumer-protocol", async () => {
    const { ConsumerProtocolAssignment, ConsumerProtocolSubscription } = await import("./consumer-protocol.ts");
    return [ConsumerProtocolAssignment, ConsumerProtocolSubscription];
  }],
  ["control-records", async () => {
    const { ControlRecordTypeSchema, EndTxnMarker, KRaftVersionRecord, LeaderChangeMessage, SnapshotFooterRecord, SnapshotHeaderRecord, VotersRecord } = await import("./control-records.ts");
    return [ControlRecordTypeSchema, EndTxnMarker, KRaftVersionRecord, LeaderChangeMessage, SnapshotFooterRecord, SnapshotHeaderRecord, VotersRecord];
  }],
  ["group-coordinator-records", async () => {
    const { LegacyOffsetCommitKey, LegacyOffsetCommitValue, OffsetCommitKey, OffsetCommitValue, GroupMetadataKey, GroupMetadataValue, ConsumerGroupMetadataKey, ConsumerGroupMetadataValue, ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataValue, ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue, ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue, ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue, ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue, ShareGroupMemberMetadataKey, ShareGroupMemberMetadataValue, ShareGroupMetadataKey, ShareGroupMetadataValue, ShareGroupTargetAssignmentMetadataKey, ShareGroupTargetAssignmentMetadataValue, ShareGroupTargetAssignmentMemberKey, ShareGroupTargetAssignmentMemberValue, ShareGroupCurrentMemberAssignmentKey, ShareGroupCurrentMemberAssignmentValue, ShareGroupStatePartitionMetadataKey, ShareGroupStatePartitionMetadataValue, ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue, StreamsGroupMetadataKey, StreamsGroupMetadataValue, StreamsGroupMemberMetadataKey, StreamsGroupMemberMetadataValue, StreamsGroupTargetAssignmentMetadataKey, StreamsGroupTargetAssignmentMetadataValue, StreamsGroupTargetAssignmentMemberKey, StreamsGroupTargetAssignmentMemberValue, StreamsGroupCurrentMemberAssignmentKey, StreamsGroupCurrentMemberAssignmentValue, StreamsGroupTopologyKey, StreamsGroupTopologyValue } = await import("./group-coordinator-records.ts");
    return [LegacyOffsetCommitKey, LegacyOffsetCommitValue, OffsetCommitKey, OffsetCommitValue, GroupMetadataKey, GroupMetadataValue, ConsumerGroupMetadataKey, ConsumerGroupMetadataValue, ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataValue, ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue, ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue, ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue, ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue, ShareGroupMemberMetadataKey, ShareGroupMemberMetadataValue, ShareGroupMetadataKey, ShareGroupMetadataValue, ShareGroupTargetAssignmentMetadataKey, ShareGroupTargetAssignmentMetadataValue, ShareGroupTargetAssignmentMemberKey, ShareGroupTargetAssignmentMemberValue, ShareGroupCurrentMemberAssignmentKey, ShareGroupCurrentMemberAssignmentValue, ShareGroupStatePartitionMetadataKey, ShareGroupStatePartitionMetadataValue, ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue, StreamsGroupMetadataKey, StreamsGroupMetadataValue, StreamsGroupMemberMetadataKey, StreamsGroupMemberMetadataValue, StreamsGroupTargetAssignmentMetadataKey, StreamsGroupTargetAssignmentMetadataValue, StreamsGroupTargetAssignmentMemberKey, StreamsGroupTargetAssignmentMemberValue, StreamsGroupCurrentMemberAssignmentKey, StreamsGroupCurrentMemberAssignmentValue, StreamsGroupTopologyKey, StreamsGroupTopologyValue];
  }],
  ["headers", async () => {
    const { RequestHeader, ResponseHeader } = await import("./headers.ts");
    return [RequestHeader, ResponseHeader];
  }],
  ["metadata-records", async () => {
    const { RegisterBrokerRecord, UnregisterBrokerRecord, TopicRecord, PartitionRecord, ConfigRecord, PartitionChangeRecord, FenceBrokerRecord, UnfenceBrokerRecord, RemoveTopicRecord, DelegationTokenRecord, UserScramCredentialRecord, FeatureLevelRecord, ClientQuotaRecord, ProducerIdsRecord, BrokerRegistrationChangeRecord, AccessControlEntryRecord, RemoveAccessControlEntryRecord, NoOpRecord, ZkMigrationStateRecord, RemoveUserScramCredentialRecord, BeginTransactionRecord, EndTransactionRecord, AbortTransactionRecord, RemoveDelegationTokenRecord, RegisterControllerRecord, ClearElrRecord } = await import("./metadata-records.ts");
    return [RegisterBrokerRecord, UnregisterBrokerRecord, TopicRecord, PartitionRecord, ConfigRecord, PartitionChangeRecord, FenceBrokerRecord, UnfenceBrokerRecord, RemoveTopicRecord, DelegationTokenRecord, UserScramCredentialRecord, FeatureLevelRecord, ClientQuotaRecord, ProducerIdsRecord, BrokerRegistrationChangeRecord, AccessControlEntryRecord, RemoveAccessControlEntryRecord, NoOpRecord, ZkMigrationStateRecord, RemoveUserScramCredentialRecord, BeginTransactionRecord, EndTransactionRecord, AbortTransactionRecord, RemoveDelegationTokenRecord, RegisterControllerRecord, ClearElrRecord];
  }],
  ["principal", async () => {
    const { DefaultPrincipalData } = await import("./principal.ts");
    return [DefaultPrincipalData];
  }],
  ["producer-snapshot", async () => {
    const { ProducerSnapshot } = await import("./producer-snapshot.ts");
    return [ProducerSnapshot];
  }],
  ["quorum-state", async () => {
    const { QuorumStateData } = await import("./quorum-state.ts");
    return [QuorumStateData];
  }],
  ["remote-log-metadata-records", async () => {
    const { RemoteLogSegmentMetadataRecord, RemoteLogSegmentMetadataUpdateRecord, RemotePartitionDeleteMetadataRecord, RemoteLogSegmentMetadataSnapshotRecord } = await import("./remote-log-metadata-records.ts");
    return [RemoteLogSegmentMetadataRecord, RemoteLogSegmentMetadataUpdateRecord, RemotePartitionDeleteMetadataRecord, RemoteLogSegmentMetadataSnapshotRecord];
  }],
  ["share-coordinator-records", async () => {
    const { ShareSnapshotKey, ShareSnapshotValue, ShareUpdateKey, ShareUpdateValue } = await import("./share-coordinator-records.ts");
    return [ShareSnapshotKey, ShareSnapshotValue, ShareUpdateKey, ShareUpdateValue];
  }],
  ["transaction-log-records", async () => {
    const { TransactionLogKey, TransactionLogValue } = await import("./transaction-log-records.ts");
    return [TransactionLogKey, TransactionLogValue];
  }],
]);
