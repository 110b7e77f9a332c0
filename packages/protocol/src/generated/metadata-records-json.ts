// Generated from schema/metadata-records.ts by `npm run generate`: do not edit.
import type { JsonField } from "../json-field.ts";

const brokerEndpointFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 4 },
  { name: "host", from: 0, to: 4 },
  { name: "port", from: 0, to: 4 },
  { name: "securityProtocol", from: 0, to: 4 },
];
const brokerFeatureFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 4 },
  { name: "minSupportedVersion", from: 0, to: 4 },
  { name: "maxSupportedVersion", from: 0, to: 4 },
];
const registerBrokerRecordFields: readonly JsonField[] = [
  { name: "brokerId", from: 0, to: 4 },
  { name: "isMigratingZkBroker", from: 2, to: 4 },
  { name: "incarnationId", from: 0, to: 4 },
  { name: "brokerEpoch", from: 0, to: 4 },
  { name: "endPoints", from: 0, to: 4, fields: brokerEndpointFields },
  { name: "features", from: 0, to: 4, fields: brokerFeatureFields },
  { name: "rack", from: 0, to: 4 },
  { name: "fenced", from: 0, to: 4 },
  { name: "inControlledShutdown", from: 1, to: 4 },
  { name: "logDirs", from: 3, to: 4, unless: [] },
  { name: "cordonedLogDirs", from: 4, to: 4, unless: null },
];
const unregisterBrokerRecordFields: readonly JsonField[] = [
  { name: "brokerId", from: 0, to: 0 },
  { name: "brokerEpoch", from: 0, to: 0 },
];
const topicRecordFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "topicId", from: 0, to: 0 },
];
const partitionRecordFields: readonly JsonField[] = [
  { name: "partitionId", from: 0, to: 2 },
  { name: "topicId", from: 0, to: 2 },
  { name: "replicas", from: 0, to: 2 },
  { name: "isr", from: 0, to: 2 },
  { name: "removingReplicas", from: 0, to: 2 },
  { name: "addingReplicas", from: 0, to: 2 },
  { name: "leader", from: 0, to: 2 },
  { name: "leaderRecoveryState", from: 0, to: 2, unless: 0 },
  { name: "leaderEpoch", from: 0, to: 2 },
  { name: "partitionEpoch", from: 0, to: 2 },
  { name: "directories", from: 1, to: 2 },
  { name: "eligibleLeaderReplicas", from: 2, to: 2, unless: null },
  { name: "lastKnownElr", from: 2, to: 2, unless: null },
];
const configRecordFields: readonly JsonField[] = [
  { name: "resourceType", from: 0, to: 0 },
  { name: "resourceName", from: 0, to: 0 },
  { name: "name", from: 0, to: 0 },
  { name: "value", from: 0, to: 0 },
];
const partitionChangeRecordFields: readonly JsonField[] = [
  { name: "partitionId", from: 0, to: 2 },
  { name: "topicId", from: 0, to: 2 },
  { name: "isr", from: 0, to: 2, unless: null },
  { name: "leader", from: 0, to: 2, unless: -2 },
  { name: "replicas", from: 0, to: 2, unless: null },
  { name: "removingReplicas", from: 0, to: 2, unless: null },
  { name: "addingReplicas", from: 0, to: 2, unless: null },
  { name: "leaderRecoveryState", from: 0, to: 2, unless: -1 },
  { name: "directories", from: 1, to: 2, unless: null },
  { name: "eligibleLeaderReplicas", from: 2, to: 2, unless: null },
  { name: "lastKnownElr", from: 2, to: 2, unless: null },
];
const fenceBrokerRecordFields: readonly JsonField[] = [
  { name: "id", from: 0, to: 0 },
  { name: "epoch", from: 0, to: 0 },
];
const unfenceBrokerRecordFields: readonly JsonField[] = [
  { name: "id", from: 0, to: 0 },
  { name: "epoch", from: 0, to: 0 },
];
const removeTopicRecordFields: readonly JsonField[] = [
  { name: "topicId", from: 0, to: 0 },
];
const delegationTokenRecordFields: readonly JsonField[] = [
  { name: "owner", from: 0, to: 0 },
  { name: "requester", from: 0, to: 0 },
  { name: "renewers", from: 0, to: 0 },
  { name: "issueTimestamp", from: 0, to: 0 },
  { name: "maxTimestamp", from: 0, to: 0 },
  { name: "expirationTimestamp", from: 0, to: 0 },
  { name: "tokenId", from: 0, to: 0 },
];
const userScramCredentialRecordFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "mechanism", from: 0, to: 0 },
  { name: "salt", from: 0, to: 0 },
  { name: "storedKey", from: 0, to: 0 },
  { name: "serverKey", from: 0, to: 0 },
  { name: "iterations", from: 0, to: 0 },
];
const featureLevelRecordFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "featureLevel", from: 0, to: 0 },
];
const entityDataFields: readonly JsonField[] = [
  { name: "entityType", from: 0, to: 0 },
  { name: "entityName", from: 0, to: 0 },
];
const clientQuotaRecordFields: readonly JsonField[] = [
  { name: "entity", from: 0, to: 0, fields: entityDataFields },
  { name: "key", from: 0, to: 0 },
  { name: "value", from: 0, to: 0, isDouble: true },
  { name: "remove", from: 0, to: 0 },
];
const producerIdsRecordFields: readonly JsonField[] = [
  { name: "brokerId", from: 0, to: 0 },
  { name: "brokerEpoch", from: 0, to: 0 },
  { name: "nextProducerId", from: 0, to: 0 },
];
const brokerRegistrationChangeRecordFields: readonly JsonField[] = [
  { name: "brokerId", from: 0, to: 3 },
  { name: "brokerEpoch", from: 0, to: 3 },
  { name: "fenced", from: 0, to: 3, unless: 0 },
  { name: "inControlledShutdown", from: 1, to: 3, unless: 0 },
  { name: "logDirs", from: 2, to: 3, unless: [] },
  { name: "cordonedLogDirs", from: 3, to: 3, unless: null },
];
const accessControlEntryRecordFields: readonly JsonField[] = [
  { name: "id", from: 0, to: 0 },
  { name: "resourceType", from: 0, to: 0 },
  { name: "resourceName", from: 0, to: 0 },
  { name: "patternType", from: 0, to: 0 },
  { name: "principal", from: 0, to: 0 },
  { name: "host", from: 0, to: 0 },
  { name: "operation", from: 0, to: 0 },
  { name: "permissionType", from: 0, to: 0 },
];
const removeAccessControlEntryRecordFields: readonly JsonField[] = [
  { name: "id", from: 0, to: 0 },
];
const noOpRecordFields: readonly JsonField[] = [];
const zkMigrationStateRecordFields: readonly JsonField[] = [
  { name: "zkMigrationState", from: 0, to: 0 },
];
const removeUserScramCredentialRecordFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "mechanism", from: 0, to: 0 },
];
const beginTransactionRecordFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0, unless: null },
];
const endTransactionRecordFields: readonly JsonField[] = [];
const abortTransactionRecordFields: readonly JsonField[] = [
  { name: "reason", from: 0, to: 0, unless: null },
];
const removeDelegationTokenRecordFields: readonly JsonField[] = [
  { name: "tokenId", from: 0, to: 0 },
];
const controllerEndpointFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "host", from: 0, to: 0 },
  { name: "port", from: 0, to: 0 },
  { name: "securityProtocol", from: 0, to: 0 },
];
const controllerFeatureFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "minSupportedVersion", from: 0, to: 0 },
  { name: "maxSupportedVersion", from: 0, to: 0 },
];
const registerControllerRecordFields: readonly JsonField[] = [
  { name: "controllerId", from: 0, to: 0 },
  { name: "incarnationId", from: 0, to: 0 },
  { name: "zkMigrationReady", from: 0, to: 0 },
  { name: "endPoints", from: 0, to: 0, fields: controllerEndpointFields },
  { name: "features", from: 0, to: 0, fields: controllerFeatureFields },
];
const clearElrRecordFields: readonly JsonField[] = [
  { name: "topicName", from: 0, to: 0 },
];

/** The fields of each message by its name. */
export const JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> = new Map([
  ["RegisterBrokerRecord", registerBrokerRecordFields],
  ["UnregisterBrokerRecord", unregisterBrokerRecordFields],
  ["TopicRecord", topicRecordFields],
  ["PartitionRecord", partitionRecordFields],
  ["ConfigRecord", configRecordFields],
  ["PartitionChangeRecord", partitionChangeRecordFields],
  ["FenceBrokerRecord", fenceBrokerRecordFields],
  ["UnfenceBrokerRecord", unfenceBrokerRecordFields],
  ["RemoveTopicRecord", removeTopicRecordFields],
  ["DelegationTokenRecord", delegationTokenRecordFields],
  ["UserScramCredentialRecord", userScramCredentialRecordFields],
  ["FeatureLevelRecord", featureLevelRecordFields],
  ["ClientQuotaRecord", clientQuotaRecordFields],
  ["ProducerIdsRecord", producerIdsRecordFields],
  ["BrokerRegistrationChangeRecord", brokerRegistrationChangeRecordFields],
  ["AccessControlEntryRecord", accessControlEntryRecordFields],
  ["RemoveAccessControlEntryRecord", removeAccessControlEntryRecordFields],
  ["NoOpRecord", noOpRecordFields],
  ["ZkMigrationStateRecord", zkMigrationStateRecordFields],
  ["RemoveUserScramCredentialRecord", removeUserScramCredentialRecordFields],
  ["BeginTransactionRecord", beginTransactionRecordFields],
  ["EndTransactionRecord", endTransactionRecordFields],
  ["AbortTransactionRecord", abortTransactionRecordFields],
  ["RemoveDelegationTokenRecord", removeDelegationTokenRecordFields],
  ["RegisterControllerRecord", registerControllerRecordFields],
  ["ClearElrRecord", clearElrRecordFields],
]);
