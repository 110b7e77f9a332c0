/**
 * A record of `__cluster_metadata`, tagged with its Kafka name and the schema version it is (or was) written with.
 */

import type {
  AbortTransactionRecord,
  AccessControlEntryRecord,
  BeginTransactionRecord,
  BrokerRegistrationChangeRecord,
  ClearElrRecord,
  ClientQuotaRecord,
  ConfigRecord,
  DelegationTokenRecord,
  EndTransactionRecord,
  FeatureLevelRecord,
  FenceBrokerRecord,
  NoOpRecord,
  PartitionChangeRecord,
  PartitionRecord,
  ProducerIdsRecord,
  RegisterBrokerRecord,
  RegisterControllerRecord,
  RemoveAccessControlEntryRecord,
  RemoveDelegationTokenRecord,
  RemoveTopicRecord,
  RemoveUserScramCredentialRecord,
  TopicRecord,
  UnfenceBrokerRecord,
  UnregisterBrokerRecord,
  UserScramCredentialRecord,
  ZkMigrationStateRecord,
} from "@ottla/protocol/messages/metadata-records";

/** The value of each record by its name. */
export interface MetadataRecordValues {
  readonly RegisterBrokerRecord: RegisterBrokerRecord;
  readonly UnregisterBrokerRecord: UnregisterBrokerRecord;
  readonly TopicRecord: TopicRecord;
  readonly PartitionRecord: PartitionRecord;
  readonly ConfigRecord: ConfigRecord;
  readonly PartitionChangeRecord: PartitionChangeRecord;
  readonly FenceBrokerRecord: FenceBrokerRecord;
  readonly UnfenceBrokerRecord: UnfenceBrokerRecord;
  readonly RemoveTopicRecord: RemoveTopicRecord;
  readonly DelegationTokenRecord: DelegationTokenRecord;
  readonly UserScramCredentialRecord: UserScramCredentialRecord;
  readonly FeatureLevelRecord: FeatureLevelRecord;
  readonly ClientQuotaRecord: ClientQuotaRecord;
  readonly ProducerIdsRecord: ProducerIdsRecord;
  readonly BrokerRegistrationChangeRecord: BrokerRegistrationChangeRecord;
  readonly AccessControlEntryRecord: AccessControlEntryRecord;
  readonly RemoveAccessControlEntryRecord: RemoveAccessControlEntryRecord;
  readonly NoOpRecord: NoOpRecord;
  readonly ZkMigrationStateRecord: ZkMigrationStateRecord;
  readonly RemoveUserScramCredentialRecord: RemoveUserScramCredentialRecord;
  readonly BeginTransactionRecord: BeginTransactionRecord;
  readonly EndTransactionRecord: EndTransactionRecord;
  readonly AbortTransactionRecord: AbortTransactionRecord;
  readonly RemoveDelegationTokenRecord: RemoveDelegationTokenRecord;
  readonly RegisterControllerRecord: RegisterControllerRecord;
  readonly ClearElrRecord: ClearElrRecord;
}

/** The name of a record. */
export type MetadataRecordName = keyof MetadataRecordValues;

/** One record, of any kind. */
export type MetadataRecord = {
  readonly [Name in MetadataRecordName]: {
    readonly name: Name;
    readonly version: number;
    readonly value: MetadataRecordValues[Name];
  };
}[MetadataRecordName];
