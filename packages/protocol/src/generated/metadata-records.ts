// Generated from schema/metadata-records.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** RegisterBrokerRecord: metadata, type 0, versions 0–4, flexible 0+. */
export interface RegisterBrokerRecord {
  /** A broker id. */
  brokerId: number;
  /** Versions 2+. Default false. */
  isMigratingZkBroker: boolean;
  incarnationId: Uuid;
  brokerEpoch: number;
  endPoints: BrokerEndpoint[];
  features: BrokerFeature[];
  rack: string | null;
  /** Default true. */
  fenced: boolean;
  /** Versions 1+. Default false. */
  inControlledShutdown: boolean;
  /** Versions 3+. Tag 0. */
  logDirs: Uuid[];
  /** Versions 4+. Tag 1. Default null. */
  cordonedLogDirs: Uuid[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RegisterBrokerRecord: MessageCodec<RegisterBrokerRecord> = defineMessage<RegisterBrokerRecord>({
  name: "RegisterBrokerRecord",
  kind: "metadata",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 0,
  decode: decodeRegisterBrokerRecord,
  encode: encodeRegisterBrokerRecord,
});

/** UnregisterBrokerRecord: metadata, type 1, versions 0, flexible 0+. */
export interface UnregisterBrokerRecord {
  /** A broker id. */
  brokerId: number;
  brokerEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UnregisterBrokerRecord: MessageCodec<UnregisterBrokerRecord> = defineMessage<UnregisterBrokerRecord>({
  name: "UnregisterBrokerRecord",
  kind: "metadata",
  apiKey: 1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeUnregisterBrokerRecord,
  encode: encodeUnregisterBrokerRecord,
});

/** TopicRecord: metadata, type 2, versions 0, flexible 0+. */
export interface TopicRecord {
  /** A topic name. */
  name: string;
  topicId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const TopicRecord: MessageCodec<TopicRecord> = defineMessage<TopicRecord>({
  name: "TopicRecord",
  kind: "metadata",
  apiKey: 2,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeTopicRecord,
  encode: encodeTopicRecord,
});

/** PartitionRecord: metadata, type 3, versions 0–2, flexible 0+. */
export interface PartitionRecord {
  /** Default -1. */
  partitionId: number;
  topicId: Uuid;
  /** A broker id. */
  replicas: number[];
  isr: number[];
  /** A broker id. */
  removingReplicas: number[];
  /** A broker id. */
  addingReplicas: number[];
  /** A broker id. Default -1. */
  leader: number;
  /** Tag 0. Default 0. */
  leaderRecoveryState: number;
  /** Default -1. */
  leaderEpoch: number;
  /** Default -1. */
  partitionEpoch: number;
  /** Versions 1+. */
  directories: Uuid[];
  /** A broker id. Versions 2+. Tag 1. Default null. */
  eligibleLeaderReplicas: number[] | null;
  /** A broker id. Versions 2+. Tag 2. Default null. */
  lastKnownElr: number[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const PartitionRecord: MessageCodec<PartitionRecord> = defineMessage<PartitionRecord>({
  name: "PartitionRecord",
  kind: "metadata",
  apiKey: 3,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodePartitionRecord,
  encode: encodePartitionRecord,
});

/** ConfigRecord: metadata, type 4, versions 0, flexible 0+. */
export interface ConfigRecord {
  resourceType: number;
  resourceName: string;
  name: string;
  value: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConfigRecord: MessageCodec<ConfigRecord> = defineMessage<ConfigRecord>({
  name: "ConfigRecord",
  kind: "metadata",
  apiKey: 4,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConfigRecord,
  encode: encodeConfigRecord,
});

/** PartitionChangeRecord: metadata, type 5, versions 0–2, flexible 0+. */
export interface PartitionChangeRecord {
  /** Default -1. */
  partitionId: number;
  topicId: Uuid;
  /** A broker id. Tag 0. Default null. */
  isr: number[] | null;
  /** A broker id. Tag 1. Default -2. */
  leader: number;
  /** A broker id. Tag 2. Default null. */
  replicas: number[] | null;
  /** A broker id. Tag 3. Default null. */
  removingReplicas: number[] | null;
  /** A broker id. Tag 4. Default null. */
  addingReplicas: number[] | null;
  /** Tag 5. Default -1. */
  leaderRecoveryState: number;
  /** Versions 1+. Tag 8. Default null. */
  directories: Uuid[] | null;
  /** A broker id. Versions 2+. Tag 6. Default null. */
  eligibleLeaderReplicas: number[] | null;
  /** A broker id. Versions 2+. Tag 7. Default null. */
  lastKnownElr: number[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const PartitionChangeRecord: MessageCodec<PartitionChangeRecord> = defineMessage<PartitionChangeRecord>({
  name: "PartitionChangeRecord",
  kind: "metadata",
  apiKey: 5,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodePartitionChangeRecord,
  encode: encodePartitionChangeRecord,
});

/** FenceBrokerRecord: metadata, type 7, versions 0, flexible 0+. */
export interface FenceBrokerRecord {
  /** A broker id. */
  id: number;
  epoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FenceBrokerRecord: MessageCodec<FenceBrokerRecord> = defineMessage<FenceBrokerRecord>({
  name: "FenceBrokerRecord",
  kind: "metadata",
  apiKey: 7,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeFenceBrokerRecord,
  encode: encodeFenceBrokerRecord,
});

/** UnfenceBrokerRecord: metadata, type 8, versions 0, flexible 0+. */
export interface UnfenceBrokerRecord {
  /** A broker id. */
  id: number;
  epoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UnfenceBrokerRecord: MessageCodec<UnfenceBrokerRecord> = defineMessage<UnfenceBrokerRecord>({
  name: "UnfenceBrokerRecord",
  kind: "metadata",
  apiKey: 8,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeUnfenceBrokerRecord,
  encode: encodeUnfenceBrokerRecord,
});

/** RemoveTopicRecord: metadata, type 9, versions 0, flexible 0+. */
export interface RemoveTopicRecord {
  topicId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoveTopicRecord: MessageCodec<RemoveTopicRecord> = defineMessage<RemoveTopicRecord>({
  name: "RemoveTopicRecord",
  kind: "metadata",
  apiKey: 9,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveTopicRecord,
  encode: encodeRemoveTopicRecord,
});

/** DelegationTokenRecord: metadata, type 10, versions 0, flexible 0+. */
export interface DelegationTokenRecord {
  owner: string;
  requester: string;
  renewers: string[];
  issueTimestamp: number;
  maxTimestamp: number;
  expirationTimestamp: number;
  tokenId: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DelegationTokenRecord: MessageCodec<DelegationTokenRecord> = defineMessage<DelegationTokenRecord>({
  name: "DelegationTokenRecord",
  kind: "metadata",
  apiKey: 10,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDelegationTokenRecord,
  encode: encodeDelegationTokenRecord,
});

/** UserScramCredentialRecord: metadata, type 11, versions 0, flexible 0+. */
export interface UserScramCredentialRecord {
  name: string;
  mechanism: number;
  salt: Uint8Array;
  storedKey: Uint8Array;
  serverKey: Uint8Array;
  iterations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UserScramCredentialRecord: MessageCodec<UserScramCredentialRecord> = defineMessage<UserScramCredentialRecord>({
  name: "UserScramCredentialRecord",
  kind: "metadata",
  apiKey: 11,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeUserScramCredentialRecord,
  encode: encodeUserScramCredentialRecord,
});

/** FeatureLevelRecord: metadata, type 12, versions 0, flexible 0+. */
export interface FeatureLevelRecord {
  name: string;
  featureLevel: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FeatureLevelRecord: MessageCodec<FeatureLevelRecord> = defineMessage<FeatureLevelRecord>({
  name: "FeatureLevelRecord",
  kind: "metadata",
  apiKey: 12,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeFeatureLevelRecord,
  encode: encodeFeatureLevelRecord,
});

/** ClientQuotaRecord: metadata, type 14, versions 0, flexible 0+. */
export interface ClientQuotaRecord {
  entity: EntityData[];
  key: string;
  value: number;
  remove: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ClientQuotaRecord: MessageCodec<ClientQuotaRecord> = defineMessage<ClientQuotaRecord>({
  name: "ClientQuotaRecord",
  kind: "metadata",
  apiKey: 14,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeClientQuotaRecord,
  encode: encodeClientQuotaRecord,
});

/** ProducerIdsRecord: metadata, type 15, versions 0, flexible 0+. */
export interface ProducerIdsRecord {
  /** A broker id. */
  brokerId: number;
  /** Default -1. */
  brokerEpoch: number;
  nextProducerId: bigint;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ProducerIdsRecord: MessageCodec<ProducerIdsRecord> = defineMessage<ProducerIdsRecord>({
  name: "ProducerIdsRecord",
  kind: "metadata",
  apiKey: 15,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeProducerIdsRecord,
  encode: encodeProducerIdsRecord,
});

/** BrokerRegistrationChangeRecord: metadata, type 17, versions 0–3, flexible 0+. */
export interface BrokerRegistrationChangeRecord {
  /** A broker id. */
  brokerId: number;
  brokerEpoch: number;
  /** Tag 0. */
  fenced: number;
  /** Versions 1+. Tag 1. */
  inControlledShutdown: number;
  /** Versions 2+. Tag 2. */
  logDirs: Uuid[];
  /** Versions 3+. Tag 3. Default null. */
  cordonedLogDirs: Uuid[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BrokerRegistrationChangeRecord: MessageCodec<BrokerRegistrationChangeRecord> = defineMessage<BrokerRegistrationChangeRecord>({
  name: "BrokerRegistrationChangeRecord",
  kind: "metadata",
  apiKey: 17,
  lowestVersion: 0,
  highestVersion: 3,
  flexibleFrom: 0,
  decode: decodeBrokerRegistrationChangeRecord,
  encode: encodeBrokerRegistrationChangeRecord,
});

/** AccessControlEntryRecord: metadata, type 18, versions 0, flexible 0+. */
export interface AccessControlEntryRecord {
  id: Uuid;
  resourceType: number;
  resourceName: string;
  patternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AccessControlEntryRecord: MessageCodec<AccessControlEntryRecord> = defineMessage<AccessControlEntryRecord>({
  name: "AccessControlEntryRecord",
  kind: "metadata",
  apiKey: 18,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAccessControlEntryRecord,
  encode: encodeAccessControlEntryRecord,
});

/** RemoveAccessControlEntryRecord: metadata, type 19, versions 0, flexible 0+. */
export interface RemoveAccessControlEntryRecord {
  id: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoveAccessControlEntryRecord: MessageCodec<RemoveAccessControlEntryRecord> = defineMessage<RemoveAccessControlEntryRecord>({
  name: "RemoveAccessControlEntryRecord",
  kind: "metadata",
  apiKey: 19,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveAccessControlEntryRecord,
  encode: encodeRemoveAccessControlEntryRecord,
});

/** NoOpRecord: metadata, type 20, versions 0, flexible 0+. */
export interface NoOpRecord {
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const NoOpRecord: MessageCodec<NoOpRecord> = defineMessage<NoOpRecord>({
  name: "NoOpRecord",
  kind: "metadata",
  apiKey: 20,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeNoOpRecord,
  encode: encodeNoOpRecord,
});

/** ZkMigrationStateRecord: metadata, type 21, versions 0, flexible 0+. */
export interface ZkMigrationStateRecord {
  zkMigrationState: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ZkMigrationStateRecord: MessageCodec<ZkMigrationStateRecord> = defineMessage<ZkMigrationStateRecord>({
  name: "ZkMigrationStateRecord",
  kind: "metadata",
  apiKey: 21,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeZkMigrationStateRecord,
  encode: encodeZkMigrationStateRecord,
});

/** RemoveUserScramCredentialRecord: metadata, type 22, versions 0, flexible 0+. */
export interface RemoveUserScramCredentialRecord {
  name: string;
  mechanism: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoveUserScramCredentialRecord: MessageCodec<RemoveUserScramCredentialRecord> = defineMessage<RemoveUserScramCredentialRecord>({
  name: "RemoveUserScramCredentialRecord",
  kind: "metadata",
  apiKey: 22,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveUserScramCredentialRecord,
  encode: encodeRemoveUserScramCredentialRecord,
});

/** BeginTransactionRecord: metadata, type 23, versions 0, flexible 0+. */
export interface BeginTransactionRecord {
  /** Tag 0. Default null. */
  name: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BeginTransactionRecord: MessageCodec<BeginTransactionRecord> = defineMessage<BeginTransactionRecord>({
  name: "BeginTransactionRecord",
  kind: "metadata",
  apiKey: 23,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeBeginTransactionRecord,
  encode: encodeBeginTransactionRecord,
});

/** EndTransactionRecord: metadata, type 24, versions 0, flexible 0+. */
export interface EndTransactionRecord {
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const EndTransactionRecord: MessageCodec<EndTransactionRecord> = defineMessage<EndTransactionRecord>({
  name: "EndTransactionRecord",
  kind: "metadata",
  apiKey: 24,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeEndTransactionRecord,
  encode: encodeEndTransactionRecord,
});

/** AbortTransactionRecord: metadata, type 25, versions 0, flexible 0+. */
export interface AbortTransactionRecord {
  /** Tag 0. Default null. */
  reason: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AbortTransactionRecord: MessageCodec<AbortTransactionRecord> = defineMessage<AbortTransactionRecord>({
  name: "AbortTransactionRecord",
  kind: "metadata",
  apiKey: 25,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAbortTransactionRecord,
  encode: encodeAbortTransactionRecord,
});

/** RemoveDelegationTokenRecord: metadata, type 26, versions 0, flexible 0+. */
export interface RemoveDelegationTokenRecord {
  tokenId: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoveDelegationTokenRecord: MessageCodec<RemoveDelegationTokenRecord> = defineMessage<RemoveDelegationTokenRecord>({
  name: "RemoveDelegationTokenRecord",
  kind: "metadata",
  apiKey: 26,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveDelegationTokenRecord,
  encode: encodeRemoveDelegationTokenRecord,
});

/** RegisterControllerRecord: metadata, type 27, versions 0, flexible 0+. */
export interface RegisterControllerRecord {
  controllerId: number;
  incarnationId: Uuid;
  zkMigrationReady: boolean;
  endPoints: ControllerEndpoint[];
  features: ControllerFeature[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RegisterControllerRecord: MessageCodec<RegisterControllerRecord> = defineMessage<RegisterControllerRecord>({
  name: "RegisterControllerRecord",
  kind: "metadata",
  apiKey: 27,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRegisterControllerRecord,
  encode: encodeRegisterControllerRecord,
});

/** ClearElrRecord: metadata, type 28, versions 0, flexible 0+. */
export interface ClearElrRecord {
  /** A topic name. */
  topicName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ClearElrRecord: MessageCodec<ClearElrRecord> = defineMessage<ClearElrRecord>({
  name: "ClearElrRecord",
  kind: "metadata",
  apiKey: 28,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeClearElrRecord,
  encode: encodeClearElrRecord,
});

/** In `RegisterBrokerRecord.endPoints`. */
export interface BrokerEndpoint {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `RegisterBrokerRecord.features`. */
export interface BrokerFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ClientQuotaRecord.entity`. */
export interface EntityData {
  entityType: string;
  entityName: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `RegisterControllerRecord.endPoints`. */
export interface ControllerEndpoint {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `RegisterControllerRecord.features`. */
export interface ControllerFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeBrokerEndpoint(reader: WireReader, _version: number): BrokerEndpoint {
  const name = reader.compactString("BrokerEndpoint.name");
  const host = reader.compactString("BrokerEndpoint.host");
  const port = reader.uint16("BrokerEndpoint.port");
  const securityProtocol = reader.int16("BrokerEndpoint.securityProtocol");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerEndpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerEndpoint");
    const end = reader.taggedFieldEnd("BrokerEndpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: BrokerEndpoint = { name, host, port, securityProtocol };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerEndpoint(writer: WireWriter, message: Input<BrokerEndpoint>, _version: number): void {
  const { name = "", host = "", port = 0, securityProtocol = 0, unknownTaggedFields } = message;
  writer.compactString(name, "BrokerEndpoint.name");
  writer.compactString(host, "BrokerEndpoint.host");
  writer.uint16(port, "BrokerEndpoint.port");
  writer.int16(securityProtocol, "BrokerEndpoint.securityProtocol");
  writer.taggedFields(unknownTaggedFields, "BrokerEndpoint");
}

function decodeBrokerFeature(reader: WireReader, _version: number): BrokerFeature {
  const name = reader.compactString("BrokerFeature.name");
  const minSupportedVersion = reader.int16("BrokerFeature.minSupportedVersion");
  const maxSupportedVersion = reader.int16("BrokerFeature.maxSupportedVersion");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerFeature"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerFeature");
    const end = reader.taggedFieldEnd("BrokerFeature");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: BrokerFeature = { name, minSupportedVersion, maxSupportedVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerFeature(writer: WireWriter, message: Input<BrokerFeature>, _version: number): void {
  const { name = "", minSupportedVersion = 0, maxSupportedVersion = 0, unknownTaggedFields } = message;
  writer.compactString(name, "BrokerFeature.name");
  writer.int16(minSupportedVersion, "BrokerFeature.minSupportedVersion");
  writer.int16(maxSupportedVersion, "BrokerFeature.maxSupportedVersion");
  writer.taggedFields(unknownTaggedFields, "BrokerFeature");
}

function decodeRegisterBrokerRecord(reader: WireReader, version: number): RegisterBrokerRecord {
  const brokerId = reader.int32("RegisterBrokerRecord.brokerId");
  const isMigratingZkBroker = version >= 2 ? reader.boolean("RegisterBrokerRecord.isMigratingZkBroker") : false;
  const incarnationId = reader.uuid("RegisterBrokerRecord.incarnationId");
  const brokerEpoch = reader.int64("RegisterBrokerRecord.brokerEpoch");
  const endPoints: BrokerEndpoint[] = [];
  for (let left = reader.compactArrayLength(7, "RegisterBrokerRecord.endPoints"); left > 0; left--) endPoints.push(decodeBrokerEndpoint(reader, version));
  const features: BrokerFeature[] = [];
  for (let left = reader.compactArrayLength(6, "RegisterBrokerRecord.features"); left > 0; left--) features.push(decodeBrokerFeature(reader, version));
  const rack = reader.compactNullableString("RegisterBrokerRecord.rack");
  const fenced = reader.boolean("RegisterBrokerRecord.fenced");
  const inControlledShutdown = version >= 1 ? reader.boolean("RegisterBrokerRecord.inControlledShutdown") : false;
  let logDirs: Uuid[] = [];
  let cordonedLogDirs: Uuid[] | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RegisterBrokerRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RegisterBrokerRecord");
    const end = reader.taggedFieldEnd("RegisterBrokerRecord");
    switch (tag) {
      case 0: {
        if (version < 3) reader.fail("tag 0 is not valid before version 3", "RegisterBrokerRecord.logDirs");
        logDirs = [];
        for (let left = reader.compactArrayLength(16, "RegisterBrokerRecord.logDirs"); left > 0; left--) logDirs.push(reader.uuid("RegisterBrokerRecord.logDirs"));
        break;
      }
      case 1: {
        if (version < 4) reader.fail("tag 1 is not valid before version 4", "RegisterBrokerRecord.cordonedLogDirs");
        cordonedLogDirs = null;
        const cordonedLogDirsLength = reader.compactNullableArrayLength(16, "RegisterBrokerRecord.cordonedLogDirs");
        if (cordonedLogDirsLength >= 0) {
          cordonedLogDirs = [];
          for (let left = cordonedLogDirsLength; left > 0; left--) cordonedLogDirs.push(reader.uuid("RegisterBrokerRecord.cordonedLogDirs"));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "RegisterBrokerRecord");
  }
  const message: RegisterBrokerRecord = { brokerId, isMigratingZkBroker, incarnationId, brokerEpoch, endPoints, features, rack, fenced, inControlledShutdown, logDirs, cordonedLogDirs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRegisterBrokerRecord(writer: WireWriter, message: Input<RegisterBrokerRecord>, version: number): void {
  const { brokerId = 0, isMigratingZkBroker = false, incarnationId = ZERO_UUID, brokerEpoch = 0, endPoints = [], features = [], rack = "", fenced = true, inControlledShutdown = false, logDirs = [], cordonedLogDirs = null, unknownTaggedFields } = message;
  writer.int32(brokerId, "RegisterBrokerRecord.brokerId");
  if (version >= 2) {
    writer.boolean(isMigratingZkBroker, "RegisterBrokerRecord.isMigratingZkBroker");
  } else {
    if (isMigratingZkBroker !== false) writer.unsupported("RegisterBrokerRecord.isMigratingZkBroker", version);
  }
  writer.uuid(incarnationId, "RegisterBrokerRecord.incarnationId");
  writer.int64(brokerEpoch, "RegisterBrokerRecord.brokerEpoch");
  writer.compactArrayLength(endPoints, "RegisterBrokerRecord.endPoints");
  for (const element of endPoints) encodeBrokerEndpoint(writer, element, version);
  writer.compactArrayLength(features, "RegisterBrokerRecord.features");
  for (const element of features) encodeBrokerFeature(writer, element, version);
  writer.compactNullableString(rack, "RegisterBrokerRecord.rack");
  writer.boolean(fenced, "RegisterBrokerRecord.fenced");
  if (version >= 1) {
    writer.boolean(inControlledShutdown, "RegisterBrokerRecord.inControlledShutdown");
  } else {
    if (inControlledShutdown !== false) writer.unsupported("RegisterBrokerRecord.inControlledShutdown", version);
  }
  const hasLogDirs = version >= 3 && (logDirs.length > 0);
  if (version < 3 && (logDirs.length > 0)) writer.unsupported("RegisterBrokerRecord.logDirs", version);
  const hasCordonedLogDirs = version >= 4 && (cordonedLogDirs !== null);
  if (version < 4 && (cordonedLogDirs !== null)) writer.unsupported("RegisterBrokerRecord.cordonedLogDirs", version);
  const pending = writer.beginTaggedFields((hasLogDirs ? 1 : 0) + (hasCordonedLogDirs ? 1 : 0), unknownTaggedFields, "RegisterBrokerRecord");
  if (hasLogDirs) {
    const mark = writer.beginTag(0, pending, "RegisterBrokerRecord.logDirs");
    writer.compactArrayLength(logDirs, "RegisterBrokerRecord.logDirs");
    for (const element of logDirs) writer.uuid(element, "RegisterBrokerRecord.logDirs");
    writer.endTag(mark);
  }
  if (hasCordonedLogDirs) {
    const mark = writer.beginTag(1, pending, "RegisterBrokerRecord.cordonedLogDirs");
    writer.compactNullableArrayLength(cordonedLogDirs, "RegisterBrokerRecord.cordonedLogDirs");
    if (cordonedLogDirs !== null) for (const element of cordonedLogDirs) writer.uuid(element, "RegisterBrokerRecord.cordonedLogDirs");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "RegisterBrokerRecord");
}

function decodeUnregisterBrokerRecord(reader: WireReader, _version: number): UnregisterBrokerRecord {
  const brokerId = reader.int32("UnregisterBrokerRecord.brokerId");
  const brokerEpoch = reader.int64("UnregisterBrokerRecord.brokerEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UnregisterBrokerRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("UnregisterBrokerRecord");
    const end = reader.taggedFieldEnd("UnregisterBrokerRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UnregisterBrokerRecord = { brokerId, brokerEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUnregisterBrokerRecord(writer: WireWriter, message: Input<UnregisterBrokerRecord>, _version: number): void {
  const { brokerId = 0, brokerEpoch = 0, unknownTaggedFields } = message;
  writer.int32(brokerId, "UnregisterBrokerRecord.brokerId");
  writer.int64(brokerEpoch, "UnregisterBrokerRecord.brokerEpoch");
  writer.taggedFields(unknownTaggedFields, "UnregisterBrokerRecord");
}

function decodeTopicRecord(reader: WireReader, _version: number): TopicRecord {
  const name = reader.compactString("TopicRecord.name");
  const topicId = reader.uuid("TopicRecord.topicId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicRecord");
    const end = reader.taggedFieldEnd("TopicRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicRecord = { name, topicId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicRecord(writer: WireWriter, message: Input<TopicRecord>, _version: number): void {
  const { name = "", topicId = ZERO_UUID, unknownTaggedFields } = message;
  writer.compactString(name, "TopicRecord.name");
  writer.uuid(topicId, "TopicRecord.topicId");
  writer.taggedFields(unknownTaggedFields, "TopicRecord");
}

function decodePartitionRecord(reader: WireReader, version: number): PartitionRecord {
  const partitionId = reader.int32("PartitionRecord.partitionId");
  const topicId = reader.uuid("PartitionRecord.topicId");
  const replicas: number[] = [];
  for (let left = reader.compactArrayLength(4, "PartitionRecord.replicas"); left > 0; left--) replicas.push(reader.int32("PartitionRecord.replicas"));
  const isr: number[] = [];
  for (let left = reader.compactArrayLength(4, "PartitionRecord.isr"); left > 0; left--) isr.push(reader.int32("PartitionRecord.isr"));
  const removingReplicas: number[] = [];
  for (let left = reader.compactArrayLength(4, "PartitionRecord.removingReplicas"); left > 0; left--) removingReplicas.push(reader.int32("PartitionRecord.removingReplicas"));
  const addingReplicas: number[] = [];
  for (let left = reader.compactArrayLength(4, "PartitionRecord.addingReplicas"); left > 0; left--) addingReplicas.push(reader.int32("PartitionRecord.addingReplicas"));
  const leader = reader.int32("PartitionRecord.leader");
  const leaderEpoch = reader.int32("PartitionRecord.leaderEpoch");
  const partitionEpoch = reader.int32("PartitionRecord.partitionEpoch");
  const directories: Uuid[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(16, "PartitionRecord.directories") : 0; left > 0; left--) directories.push(reader.uuid("PartitionRecord.directories"));
  let leaderRecoveryState: number = 0;
  let eligibleLeaderReplicas: number[] | null = null;
  let lastKnownElr: number[] | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionRecord");
    const end = reader.taggedFieldEnd("PartitionRecord");
    switch (tag) {
      case 0: {
        leaderRecoveryState = reader.int8("PartitionRecord.leaderRecoveryState");
        break;
      }
      case 1: {
        if (version < 2) reader.fail("tag 1 is not valid before version 2", "PartitionRecord.eligibleLeaderReplicas");
        eligibleLeaderReplicas = null;
        const eligibleLeaderReplicasLength = reader.compactNullableArrayLength(4, "PartitionRecord.eligibleLeaderReplicas");
        if (eligibleLeaderReplicasLength >= 0) {
          eligibleLeaderReplicas = [];
          for (let left = eligibleLeaderReplicasLength; left > 0; left--) eligibleLeaderReplicas.push(reader.int32("PartitionRecord.eligibleLeaderReplicas"));
        }
        break;
      }
      case 2: {
        if (version < 2) reader.fail("tag 2 is not valid before version 2", "PartitionRecord.lastKnownElr");
        lastKnownElr = null;
        const lastKnownElrLength = reader.compactNullableArrayLength(4, "PartitionRecord.lastKnownElr");
        if (lastKnownElrLength >= 0) {
          lastKnownElr = [];
          for (let left = lastKnownElrLength; left > 0; left--) lastKnownElr.push(reader.int32("PartitionRecord.lastKnownElr"));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "PartitionRecord");
  }
  const message: PartitionRecord = { partitionId, topicId, replicas, isr, removingReplicas, addingReplicas, leader, leaderRecoveryState, leaderEpoch, partitionEpoch, directories, eligibleLeaderReplicas, lastKnownElr };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionRecord(writer: WireWriter, message: Input<PartitionRecord>, version: number): void {
  const { partitionId = -1, topicId = ZERO_UUID, replicas = [], isr = [], removingReplicas = [], addingReplicas = [], leader = -1, leaderRecoveryState = 0, leaderEpoch = -1, partitionEpoch = -1, directories = [], eligibleLeaderReplicas = null, lastKnownElr = null, unknownTaggedFields } = message;
  writer.int32(partitionId, "PartitionRecord.partitionId");
  writer.uuid(topicId, "PartitionRecord.topicId");
  writer.compactArrayLength(replicas, "PartitionRecord.replicas");
  for (const element of replicas) writer.int32(element, "PartitionRecord.replicas");
  writer.compactArrayLength(isr, "PartitionRecord.isr");
  for (const element of isr) writer.int32(element, "PartitionRecord.isr");
  writer.compactArrayLength(removingReplicas, "PartitionRecord.removingReplicas");
  for (const element of removingReplicas) writer.int32(element, "PartitionRecord.removingReplicas");
  writer.compactArrayLength(addingReplicas, "PartitionRecord.addingReplicas");
  for (const element of addingReplicas) writer.int32(element, "PartitionRecord.addingReplicas");
  writer.int32(leader, "PartitionRecord.leader");
  writer.int32(leaderEpoch, "PartitionRecord.leaderEpoch");
  writer.int32(partitionEpoch, "PartitionRecord.partitionEpoch");
  if (version >= 1) {
    writer.compactArrayLength(directories, "PartitionRecord.directories");
    for (const element of directories) writer.uuid(element, "PartitionRecord.directories");
  } else {
    if (directories.length > 0) writer.unsupported("PartitionRecord.directories", version);
  }
  const hasLeaderRecoveryState = leaderRecoveryState !== 0;
  const hasEligibleLeaderReplicas = version >= 2 && (eligibleLeaderReplicas !== null);
  if (version < 2 && (eligibleLeaderReplicas !== null)) writer.unsupported("PartitionRecord.eligibleLeaderReplicas", version);
  const hasLastKnownElr = version >= 2 && (lastKnownElr !== null);
  if (version < 2 && (lastKnownElr !== null)) writer.unsupported("PartitionRecord.lastKnownElr", version);
  const pending = writer.beginTaggedFields((hasLeaderRecoveryState ? 1 : 0) + (hasEligibleLeaderReplicas ? 1 : 0) + (hasLastKnownElr ? 1 : 0), unknownTaggedFields, "PartitionRecord");
  if (hasLeaderRecoveryState) {
    const mark = writer.beginTag(0, pending, "PartitionRecord.leaderRecoveryState");
    writer.int8(leaderRecoveryState, "PartitionRecord.leaderRecoveryState");
    writer.endTag(mark);
  }
  if (hasEligibleLeaderReplicas) {
    const mark = writer.beginTag(1, pending, "PartitionRecord.eligibleLeaderReplicas");
    writer.compactNullableArrayLength(eligibleLeaderReplicas, "PartitionRecord.eligibleLeaderReplicas");
    if (eligibleLeaderReplicas !== null) for (const element of eligibleLeaderReplicas) writer.int32(element, "PartitionRecord.eligibleLeaderReplicas");
    writer.endTag(mark);
  }
  if (hasLastKnownElr) {
    const mark = writer.beginTag(2, pending, "PartitionRecord.lastKnownElr");
    writer.compactNullableArrayLength(lastKnownElr, "PartitionRecord.lastKnownElr");
    if (lastKnownElr !== null) for (const element of lastKnownElr) writer.int32(element, "PartitionRecord.lastKnownElr");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "PartitionRecord");
}

function decodeConfigRecord(reader: WireReader, _version: number): ConfigRecord {
  const resourceType = reader.int8("ConfigRecord.resourceType");
  const resourceName = reader.compactString("ConfigRecord.resourceName");
  const name = reader.compactString("ConfigRecord.name");
  const value = reader.compactNullableString("ConfigRecord.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConfigRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConfigRecord");
    const end = reader.taggedFieldEnd("ConfigRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConfigRecord = { resourceType, resourceName, name, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConfigRecord(writer: WireWriter, message: Input<ConfigRecord>, _version: number): void {
  const { resourceType = 0, resourceName = "", name = "", value = "", unknownTaggedFields } = message;
  writer.int8(resourceType, "ConfigRecord.resourceType");
  writer.compactString(resourceName, "ConfigRecord.resourceName");
  writer.compactString(name, "ConfigRecord.name");
  writer.compactNullableString(value, "ConfigRecord.value");
  writer.taggedFields(unknownTaggedFields, "ConfigRecord");
}

function decodePartitionChangeRecord(reader: WireReader, version: number): PartitionChangeRecord {
  const partitionId = reader.int32("PartitionChangeRecord.partitionId");
  const topicId = reader.uuid("PartitionChangeRecord.topicId");
  let isr: number[] | null = null;
  let leader: number = -2;
  let replicas: number[] | null = null;
  let removingReplicas: number[] | null = null;
  let addingReplicas: number[] | null = null;
  let leaderRecoveryState: number = -1;
  let directories: Uuid[] | null = null;
  let eligibleLeaderReplicas: number[] | null = null;
  let lastKnownElr: number[] | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionChangeRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionChangeRecord");
    const end = reader.taggedFieldEnd("PartitionChangeRecord");
    switch (tag) {
      case 0: {
        isr = null;
        const isrLength = reader.compactNullableArrayLength(4, "PartitionChangeRecord.isr");
        if (isrLength >= 0) {
          isr = [];
          for (let left = isrLength; left > 0; left--) isr.push(reader.int32("PartitionChangeRecord.isr"));
        }
        break;
      }
      case 1: {
        leader = reader.int32("PartitionChangeRecord.leader");
        break;
      }
      case 2: {
        replicas = null;
        const replicasLength = reader.compactNullableArrayLength(4, "PartitionChangeRecord.replicas");
        if (replicasLength >= 0) {
          replicas = [];
          for (let left = replicasLength; left > 0; left--) replicas.push(reader.int32("PartitionChangeRecord.replicas"));
        }
        break;
      }
      case 3: {
        removingReplicas = null;
        const removingReplicasLength = reader.compactNullableArrayLength(4, "PartitionChangeRecord.removingReplicas");
        if (removingReplicasLength >= 0) {
          removingReplicas = [];
          for (let left = removingReplicasLength; left > 0; left--) removingReplicas.push(reader.int32("PartitionChangeRecord.removingReplicas"));
        }
        break;
      }
      case 4: {
        addingReplicas = null;
        const addingReplicasLength = reader.compactNullableArrayLength(4, "PartitionChangeRecord.addingReplicas");
        if (addingReplicasLength >= 0) {
          addingReplicas = [];
          for (let left = addingReplicasLength; left > 0; left--) addingReplicas.push(reader.int32("PartitionChangeRecord.addingReplicas"));
        }
        break;
      }
      case 5: {
        leaderRecoveryState = reader.int8("PartitionChangeRecord.leaderRecoveryState");
        break;
      }
      case 8: {
        if (version < 1) reader.fail("tag 8 is not valid before version 1", "PartitionChangeRecord.directories");
        directories = null;
        const directoriesLength = reader.compactNullableArrayLength(16, "PartitionChangeRecord.directories");
        if (directoriesLength >= 0) {
          directories = [];
          for (let left = directoriesLength; left > 0; left--) directories.push(reader.uuid("PartitionChangeRecord.directories"));
        }
        break;
      }
      case 6: {
        if (version < 2) reader.fail("tag 6 is not valid before version 2", "PartitionChangeRecord.eligibleLeaderReplicas");
        eligibleLeaderReplicas = null;
        const eligibleLeaderReplicasLength = reader.compactNullableArrayLength(4, "PartitionChangeRecord.eligibleLeaderReplicas");
        if (eligibleLeaderReplicasLength >= 0) {
          eligibleLeaderReplicas = [];
          for (let left = eligibleLeaderReplicasLength; left > 0; left--) eligibleLeaderReplicas.push(reader.int32("PartitionChangeRecord.eligibleLeaderReplicas"));
        }
        break;
      }
      case 7: {
        if (version < 2) reader.fail("tag 7 is not valid before version 2", "PartitionChangeRecord.lastKnownElr");
        lastKnownElr = null;
        const lastKnownElrLength = reader.compactNullableArrayLength(4, "PartitionChangeRecord.lastKnownElr");
        if (lastKnownElrLength >= 0) {
          lastKnownElr = [];
          for (let left = lastKnownElrLength; left > 0; left--) lastKnownElr.push(reader.int32("PartitionChangeRecord.lastKnownElr"));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "PartitionChangeRecord");
  }
  const message: PartitionChangeRecord = { partitionId, topicId, isr, leader, replicas, removingReplicas, addingReplicas, leaderRecoveryState, directories, eligibleLeaderReplicas, lastKnownElr };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionChangeRecord(writer: WireWriter, message: Input<PartitionChangeRecord>, version: number): void {
  const { partitionId = -1, topicId = ZERO_UUID, isr = null, leader = -2, replicas = null, removingReplicas = null, addingReplicas = null, leaderRecoveryState = -1, directories = null, eligibleLeaderReplicas = null, lastKnownElr = null, unknownTaggedFields } = message;
  writer.int32(partitionId, "PartitionChangeRecord.partitionId");
  writer.uuid(topicId, "PartitionChangeRecord.topicId");
  const hasIsr = isr !== null;
  const hasLeader = leader !== -2;
  const hasReplicas = replicas !== null;
  const hasRemovingReplicas = removingReplicas !== null;
  const hasAddingReplicas = addingReplicas !== null;
  const hasLeaderRecoveryState = leaderRecoveryState !== -1;
  const hasEligibleLeaderReplicas = version >= 2 && (eligibleLeaderReplicas !== null);
  if (version < 2 && (eligibleLeaderReplicas !== null)) writer.unsupported("PartitionChangeRecord.eligibleLeaderReplicas", version);
  const hasLastKnownElr = version >= 2 && (lastKnownElr !== null);
  if (version < 2 && (lastKnownElr !== null)) writer.unsupported("PartitionChangeRecord.lastKnownElr", version);
  const hasDirectories = version >= 1 && (directories !== null);
  if (version < 1 && (directories !== null)) writer.unsupported("PartitionChangeRecord.directories", version);
  const pending = writer.beginTaggedFields((hasIsr ? 1 : 0) + (hasLeader ? 1 : 0) + (hasReplicas ? 1 : 0) + (hasRemovingReplicas ? 1 : 0) + (hasAddingReplicas ? 1 : 0) + (hasLeaderRecoveryState ? 1 : 0) + (hasEligibleLeaderReplicas ? 1 : 0) + (hasLastKnownElr ? 1 : 0) + (hasDirectories ? 1 : 0), unknownTaggedFields, "PartitionChangeRecord");
  if (hasIsr) {
    const mark = writer.beginTag(0, pending, "PartitionChangeRecord.isr");
    writer.compactNullableArrayLength(isr, "PartitionChangeRecord.isr");
    if (isr !== null) for (const element of isr) writer.int32(element, "PartitionChangeRecord.isr");
    writer.endTag(mark);
  }
  if (hasLeader) {
    const mark = writer.beginTag(1, pending, "PartitionChangeRecord.leader");
    writer.int32(leader, "PartitionChangeRecord.leader");
    writer.endTag(mark);
  }
  if (hasReplicas) {
    const mark = writer.beginTag(2, pending, "PartitionChangeRecord.replicas");
    writer.compactNullableArrayLength(replicas, "PartitionChangeRecord.replicas");
    if (replicas !== null) for (const element of replicas) writer.int32(element, "PartitionChangeRecord.replicas");
    writer.endTag(mark);
  }
  if (hasRemovingReplicas) {
    const mark = writer.beginTag(3, pending, "PartitionChangeRecord.removingReplicas");
    writer.compactNullableArrayLength(removingReplicas, "PartitionChangeRecord.removingReplicas");
    if (removingReplicas !== null) for (const element of removingReplicas) writer.int32(element, "PartitionChangeRecord.removingReplicas");
    writer.endTag(mark);
  }
  if (hasAddingReplicas) {
    const mark = writer.beginTag(4, pending, "PartitionChangeRecord.addingReplicas");
    writer.compactNullableArrayLength(addingReplicas, "PartitionChangeRecord.addingReplicas");
    if (addingReplicas !== null) for (const element of addingReplicas) writer.int32(element, "PartitionChangeRecord.addingReplicas");
    writer.endTag(mark);
  }
  if (hasLeaderRecoveryState) {
    const mark = writer.beginTag(5, pending, "PartitionChangeRecord.leaderRecoveryState");
    writer.int8(leaderRecoveryState, "PartitionChangeRecord.leaderRecoveryState");
    writer.endTag(mark);
  }
  if (hasEligibleLeaderReplicas) {
    const mark = writer.beginTag(6, pending, "PartitionChangeRecord.eligibleLeaderReplicas");
    writer.compactNullableArrayLength(eligibleLeaderReplicas, "PartitionChangeRecord.eligibleLeaderReplicas");
    if (eligibleLeaderReplicas !== null) for (const element of eligibleLeaderReplicas) writer.int32(element, "PartitionChangeRecord.eligibleLeaderReplicas");
    writer.endTag(mark);
  }
  if (hasLastKnownElr) {
    const mark = writer.beginTag(7, pending, "PartitionChangeRecord.lastKnownElr");
    writer.compactNullableArrayLength(lastKnownElr, "PartitionChangeRecord.lastKnownElr");
    if (lastKnownElr !== null) for (const element of lastKnownElr) writer.int32(element, "PartitionChangeRecord.lastKnownElr");
    writer.endTag(mark);
  }
  if (hasDirectories) {
    const mark = writer.beginTag(8, pending, "PartitionChangeRecord.directories");
    writer.compactNullableArrayLength(directories, "PartitionChangeRecord.directories");
    if (directories !== null) for (const element of directories) writer.uuid(element, "PartitionChangeRecord.directories");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "PartitionChangeRecord");
}

function decodeFenceBrokerRecord(reader: WireReader, _version: number): FenceBrokerRecord {
  const id = reader.int32("FenceBrokerRecord.id");
  const epoch = reader.int64("FenceBrokerRecord.epoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FenceBrokerRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("FenceBrokerRecord");
    const end = reader.taggedFieldEnd("FenceBrokerRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FenceBrokerRecord = { id, epoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFenceBrokerRecord(writer: WireWriter, message: Input<FenceBrokerRecord>, _version: number): void {
  const { id = 0, epoch = 0, unknownTaggedFields } = message;
  writer.int32(id, "FenceBrokerRecord.id");
  writer.int64(epoch, "FenceBrokerRecord.epoch");
  writer.taggedFields(unknownTaggedFields, "FenceBrokerRecord");
}

function decodeUnfenceBrokerRecord(reader: WireReader, _version: number): UnfenceBrokerRecord {
  const id = reader.int32("UnfenceBrokerRecord.id");
  const epoch = reader.int64("UnfenceBrokerRecord.epoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UnfenceBrokerRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("UnfenceBrokerRecord");
    const end = reader.taggedFieldEnd("UnfenceBrokerRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UnfenceBrokerRecord = { id, epoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUnfenceBrokerRecord(writer: WireWriter, message: Input<UnfenceBrokerRecord>, _version: number): void {
  const { id = 0, epoch = 0, unknownTaggedFields } = message;
  writer.int32(id, "UnfenceBrokerRecord.id");
  writer.int64(epoch, "UnfenceBrokerRecord.epoch");
  writer.taggedFields(unknownTaggedFields, "UnfenceBrokerRecord");
}

function decodeRemoveTopicRecord(reader: WireReader, _version: number): RemoveTopicRecord {
  const topicId = reader.uuid("RemoveTopicRecord.topicId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoveTopicRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoveTopicRecord");
    const end = reader.taggedFieldEnd("RemoveTopicRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoveTopicRecord = { topicId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoveTopicRecord(writer: WireWriter, message: Input<RemoveTopicRecord>, _version: number): void {
  const { topicId = ZERO_UUID, unknownTaggedFields } = message;
  writer.uuid(topicId, "RemoveTopicRecord.topicId");
  writer.taggedFields(unknownTaggedFields, "RemoveTopicRecord");
}

function decodeDelegationTokenRecord(reader: WireReader, _version: number): DelegationTokenRecord {
  const owner = reader.compactString("DelegationTokenRecord.owner");
  const requester = reader.compactString("DelegationTokenRecord.requester");
  const renewers: string[] = [];
  for (let left = reader.compactArrayLength(1, "DelegationTokenRecord.renewers"); left > 0; left--) renewers.push(reader.compactString("DelegationTokenRecord.renewers"));
  const issueTimestamp = reader.int64("DelegationTokenRecord.issueTimestamp");
  const maxTimestamp = reader.int64("DelegationTokenRecord.maxTimestamp");
  const expirationTimestamp = reader.int64("DelegationTokenRecord.expirationTimestamp");
  const tokenId = reader.compactString("DelegationTokenRecord.tokenId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DelegationTokenRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("DelegationTokenRecord");
    const end = reader.taggedFieldEnd("DelegationTokenRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DelegationTokenRecord = { owner, requester, renewers, issueTimestamp, maxTimestamp, expirationTimestamp, tokenId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDelegationTokenRecord(writer: WireWriter, message: Input<DelegationTokenRecord>, _version: number): void {
  const { owner = "", requester = "", renewers = [], issueTimestamp = 0, maxTimestamp = 0, expirationTimestamp = 0, tokenId = "", unknownTaggedFields } = message;
  writer.compactString(owner, "DelegationTokenRecord.owner");
  writer.compactString(requester, "DelegationTokenRecord.requester");
  writer.compactArrayLength(renewers, "DelegationTokenRecord.renewers");
  for (const element of renewers) writer.compactString(element, "DelegationTokenRecord.renewers");
  writer.int64(issueTimestamp, "DelegationTokenRecord.issueTimestamp");
  writer.int64(maxTimestamp, "DelegationTokenRecord.maxTimestamp");
  writer.int64(expirationTimestamp, "DelegationTokenRecord.expirationTimestamp");
  writer.compactString(tokenId, "DelegationTokenRecord.tokenId");
  writer.taggedFields(unknownTaggedFields, "DelegationTokenRecord");
}

function decodeUserScramCredentialRecord(reader: WireReader, _version: number): UserScramCredentialRecord {
  const name = reader.compactString("UserScramCredentialRecord.name");
  const mechanism = reader.int8("UserScramCredentialRecord.mechanism");
  const salt = reader.compactBytes("UserScramCredentialRecord.salt");
  const storedKey = reader.compactBytes("UserScramCredentialRecord.storedKey");
  const serverKey = reader.compactBytes("UserScramCredentialRecord.serverKey");
  const iterations = reader.int32("UserScramCredentialRecord.iterations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UserScramCredentialRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("UserScramCredentialRecord");
    const end = reader.taggedFieldEnd("UserScramCredentialRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UserScramCredentialRecord = { name, mechanism, salt, storedKey, serverKey, iterations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUserScramCredentialRecord(writer: WireWriter, message: Input<UserScramCredentialRecord>, _version: number): void {
  const { name = "", mechanism = 0, salt = EMPTY_BYTES, storedKey = EMPTY_BYTES, serverKey = EMPTY_BYTES, iterations = 0, unknownTaggedFields } = message;
  writer.compactString(name, "UserScramCredentialRecord.name");
  writer.int8(mechanism, "UserScramCredentialRecord.mechanism");
  writer.compactBytes(salt, "UserScramCredentialRecord.salt");
  writer.compactBytes(storedKey, "UserScramCredentialRecord.storedKey");
  writer.compactBytes(serverKey, "UserScramCredentialRecord.serverKey");
  writer.int32(iterations, "UserScramCredentialRecord.iterations");
  writer.taggedFields(unknownTaggedFields, "UserScramCredentialRecord");
}

function decodeFeatureLevelRecord(reader: WireReader, _version: number): FeatureLevelRecord {
  const name = reader.compactString("FeatureLevelRecord.name");
  const featureLevel = reader.int16("FeatureLevelRecord.featureLevel");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FeatureLevelRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("FeatureLevelRecord");
    const end = reader.taggedFieldEnd("FeatureLevelRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FeatureLevelRecord = { name, featureLevel };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFeatureLevelRecord(writer: WireWriter, message: Input<FeatureLevelRecord>, _version: number): void {
  const { name = "", featureLevel = 0, unknownTaggedFields } = message;
  writer.compactString(name, "FeatureLevelRecord.name");
  writer.int16(featureLevel, "FeatureLevelRecord.featureLevel");
  writer.taggedFields(unknownTaggedFields, "FeatureLevelRecord");
}

function decodeEntityData(reader: WireReader, _version: number): EntityData {
  const entityType = reader.compactString("EntityData.entityType");
  const entityName = reader.compactNullableString("EntityData.entityName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("EntityData"); left > 0; left--) {
    const tag = reader.unsignedVarint("EntityData");
    const end = reader.taggedFieldEnd("EntityData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: EntityData = { entityType, entityName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEntityData(writer: WireWriter, message: Input<EntityData>, _version: number): void {
  const { entityType = "", entityName = "", unknownTaggedFields } = message;
  writer.compactString(entityType, "EntityData.entityType");
  writer.compactNullableString(entityName, "EntityData.entityName");
  writer.taggedFields(unknownTaggedFields, "EntityData");
}

function decodeClientQuotaRecord(reader: WireReader, version: number): ClientQuotaRecord {
  const entity: EntityData[] = [];
  for (let left = reader.compactArrayLength(3, "ClientQuotaRecord.entity"); left > 0; left--) entity.push(decodeEntityData(reader, version));
  const key = reader.compactString("ClientQuotaRecord.key");
  const value = reader.float64("ClientQuotaRecord.value");
  const remove = reader.boolean("ClientQuotaRecord.remove");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ClientQuotaRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("ClientQuotaRecord");
    const end = reader.taggedFieldEnd("ClientQuotaRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ClientQuotaRecord = { entity, key, value, remove };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeClientQuotaRecord(writer: WireWriter, message: Input<ClientQuotaRecord>, version: number): void {
  const { entity = [], key = "", value = 0, remove = false, unknownTaggedFields } = message;
  writer.compactArrayLength(entity, "ClientQuotaRecord.entity");
  for (const element of entity) encodeEntityData(writer, element, version);
  writer.compactString(key, "ClientQuotaRecord.key");
  writer.float64(value, "ClientQuotaRecord.value");
  writer.boolean(remove, "ClientQuotaRecord.remove");
  writer.taggedFields(unknownTaggedFields, "ClientQuotaRecord");
}

function decodeProducerIdsRecord(reader: WireReader, _version: number): ProducerIdsRecord {
  const brokerId = reader.int32("ProducerIdsRecord.brokerId");
  const brokerEpoch = reader.int64("ProducerIdsRecord.brokerEpoch");
  const nextProducerId = reader.int64BigInt("ProducerIdsRecord.nextProducerId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ProducerIdsRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("ProducerIdsRecord");
    const end = reader.taggedFieldEnd("ProducerIdsRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ProducerIdsRecord = { brokerId, brokerEpoch, nextProducerId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeProducerIdsRecord(writer: WireWriter, message: Input<ProducerIdsRecord>, _version: number): void {
  const { brokerId = 0, brokerEpoch = -1, nextProducerId = 0n, unknownTaggedFields } = message;
  writer.int32(brokerId, "ProducerIdsRecord.brokerId");
  writer.int64(brokerEpoch, "ProducerIdsRecord.brokerEpoch");
  writer.int64BigInt(nextProducerId, "ProducerIdsRecord.nextProducerId");
  writer.taggedFields(unknownTaggedFields, "ProducerIdsRecord");
}

function decodeBrokerRegistrationChangeRecord(reader: WireReader, version: number): BrokerRegistrationChangeRecord {
  const brokerId = reader.int32("BrokerRegistrationChangeRecord.brokerId");
  const brokerEpoch = reader.int64("BrokerRegistrationChangeRecord.brokerEpoch");
  let fenced: number = 0;
  let inControlledShutdown: number = 0;
  let logDirs: Uuid[] = [];
  let cordonedLogDirs: Uuid[] | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerRegistrationChangeRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerRegistrationChangeRecord");
    const end = reader.taggedFieldEnd("BrokerRegistrationChangeRecord");
    switch (tag) {
      case 0: {
        fenced = reader.int8("BrokerRegistrationChangeRecord.fenced");
        break;
      }
      case 1: {
        if (version < 1) reader.fail("tag 1 is not valid before version 1", "BrokerRegistrationChangeRecord.inControlledShutdown");
        inControlledShutdown = reader.int8("BrokerRegistrationChangeRecord.inControlledShutdown");
        break;
      }
      case 2: {
        if (version < 2) reader.fail("tag 2 is not valid before version 2", "BrokerRegistrationChangeRecord.logDirs");
        logDirs = [];
        for (let left = reader.compactArrayLength(16, "BrokerRegistrationChangeRecord.logDirs"); left > 0; left--) logDirs.push(reader.uuid("BrokerRegistrationChangeRecord.logDirs"));
        break;
      }
      case 3: {
        if (version < 3) reader.fail("tag 3 is not valid before version 3", "BrokerRegistrationChangeRecord.cordonedLogDirs");
        cordonedLogDirs = null;
        const cordonedLogDirsLength = reader.compactNullableArrayLength(16, "BrokerRegistrationChangeRecord.cordonedLogDirs");
        if (cordonedLogDirsLength >= 0) {
          cordonedLogDirs = [];
          for (let left = cordonedLogDirsLength; left > 0; left--) cordonedLogDirs.push(reader.uuid("BrokerRegistrationChangeRecord.cordonedLogDirs"));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "BrokerRegistrationChangeRecord");
  }
  const message: BrokerRegistrationChangeRecord = { brokerId, brokerEpoch, fenced, inControlledShutdown, logDirs, cordonedLogDirs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerRegistrationChangeRecord(writer: WireWriter, message: Input<BrokerRegistrationChangeRecord>, version: number): void {
  const { brokerId = 0, brokerEpoch = 0, fenced = 0, inControlledShutdown = 0, logDirs = [], cordonedLogDirs = null, unknownTaggedFields } = message;
  writer.int32(brokerId, "BrokerRegistrationChangeRecord.brokerId");
  writer.int64(brokerEpoch, "BrokerRegistrationChangeRecord.brokerEpoch");
  const hasFenced = fenced !== 0;
  const hasInControlledShutdown = version >= 1 && (inControlledShutdown !== 0);
  if (version < 1 && (inControlledShutdown !== 0)) writer.unsupported("BrokerRegistrationChangeRecord.inControlledShutdown", version);
  const hasLogDirs = version >= 2 && (logDirs.length > 0);
  if (version < 2 && (logDirs.length > 0)) writer.unsupported("BrokerRegistrationChangeRecord.logDirs", version);
  const hasCordonedLogDirs = version >= 3 && (cordonedLogDirs !== null);
  if (version < 3 && (cordonedLogDirs !== null)) writer.unsupported("BrokerRegistrationChangeRecord.cordonedLogDirs", version);
  const pending = writer.beginTaggedFields((hasFenced ? 1 : 0) + (hasInControlledShutdown ? 1 : 0) + (hasLogDirs ? 1 : 0) + (hasCordonedLogDirs ? 1 : 0), unknownTaggedFields, "BrokerRegistrationChangeRecord");
  if (hasFenced) {
    const mark = writer.beginTag(0, pending, "BrokerRegistrationChangeRecord.fenced");
    writer.int8(fenced, "BrokerRegistrationChangeRecord.fenced");
    writer.endTag(mark);
  }
  if (hasInControlledShutdown) {
    const mark = writer.beginTag(1, pending, "BrokerRegistrationChangeRecord.inControlledShutdown");
    writer.int8(inControlledShutdown, "BrokerRegistrationChangeRecord.inControlledShutdown");
    writer.endTag(mark);
  }
  if (hasLogDirs) {
    const mark = writer.beginTag(2, pending, "BrokerRegistrationChangeRecord.logDirs");
    writer.compactArrayLength(logDirs, "BrokerRegistrationChangeRecord.logDirs");
    for (const element of logDirs) writer.uuid(element, "BrokerRegistrationChangeRecord.logDirs");
    writer.endTag(mark);
  }
  if (hasCordonedLogDirs) {
    const mark = writer.beginTag(3, pending, "BrokerRegistrationChangeRecord.cordonedLogDirs");
    writer.compactNullableArrayLength(cordonedLogDirs, "BrokerRegistrationChangeRecord.cordonedLogDirs");
    if (cordonedLogDirs !== null) for (const element of cordonedLogDirs) writer.uuid(element, "BrokerRegistrationChangeRecord.cordonedLogDirs");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "BrokerRegistrationChangeRecord");
}

function decodeAccessControlEntryRecord(reader: WireReader, _version: number): AccessControlEntryRecord {
  const id = reader.uuid("AccessControlEntryRecord.id");
  const resourceType = reader.int8("AccessControlEntryRecord.resourceType");
  const resourceName = reader.compactString("AccessControlEntryRecord.resourceName");
  const patternType = reader.int8("AccessControlEntryRecord.patternType");
  const principal = reader.compactString("AccessControlEntryRecord.principal");
  const host = reader.compactString("AccessControlEntryRecord.host");
  const operation = reader.int8("AccessControlEntryRecord.operation");
  const permissionType = reader.int8("AccessControlEntryRecord.permissionType");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AccessControlEntryRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("AccessControlEntryRecord");
    const end = reader.taggedFieldEnd("AccessControlEntryRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AccessControlEntryRecord = { id, resourceType, resourceName, patternType, principal, host, operation, permissionType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAccessControlEntryRecord(writer: WireWriter, message: Input<AccessControlEntryRecord>, _version: number): void {
  const { id = ZERO_UUID, resourceType = 0, resourceName = "", patternType = 0, principal = "", host = "", operation = 0, permissionType = 0, unknownTaggedFields } = message;
  writer.uuid(id, "AccessControlEntryRecord.id");
  writer.int8(resourceType, "AccessControlEntryRecord.resourceType");
  writer.compactString(resourceName, "AccessControlEntryRecord.resourceName");
  writer.int8(patternType, "AccessControlEntryRecord.patternType");
  writer.compactString(principal, "AccessControlEntryRecord.principal");
  writer.compactString(host, "AccessControlEntryRecord.host");
  writer.int8(operation, "AccessControlEntryRecord.operation");
  writer.int8(permissionType, "AccessControlEntryRecord.permissionType");
  writer.taggedFields(unknownTaggedFields, "AccessControlEntryRecord");
}

function decodeRemoveAccessControlEntryRecord(reader: WireReader, _version: number): RemoveAccessControlEntryRecord {
  const id = reader.uuid("RemoveAccessControlEntryRecord.id");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoveAccessControlEntryRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoveAccessControlEntryRecord");
    const end = reader.taggedFieldEnd("RemoveAccessControlEntryRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoveAccessControlEntryRecord = { id };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoveAccessControlEntryRecord(writer: WireWriter, message: Input<RemoveAccessControlEntryRecord>, _version: number): void {
  const { id = ZERO_UUID, unknownTaggedFields } = message;
  writer.uuid(id, "RemoveAccessControlEntryRecord.id");
  writer.taggedFields(unknownTaggedFields, "RemoveAccessControlEntryRecord");
}

function decodeNoOpRecord(reader: WireReader, _version: number): NoOpRecord {
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("NoOpRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("NoOpRecord");
    const end = reader.taggedFieldEnd("NoOpRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: NoOpRecord = {};
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeNoOpRecord(writer: WireWriter, message: Input<NoOpRecord>, _version: number): void {
  const { unknownTaggedFields } = message;
  writer.taggedFields(unknownTaggedFields, "NoOpRecord");
}

function decodeZkMigrationStateRecord(reader: WireReader, _version: number): ZkMigrationStateRecord {
  const zkMigrationState = reader.int8("ZkMigrationStateRecord.zkMigrationState");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ZkMigrationStateRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("ZkMigrationStateRecord");
    const end = reader.taggedFieldEnd("ZkMigrationStateRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ZkMigrationStateRecord = { zkMigrationState };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeZkMigrationStateRecord(writer: WireWriter, message: Input<ZkMigrationStateRecord>, _version: number): void {
  const { zkMigrationState = 0, unknownTaggedFields } = message;
  writer.int8(zkMigrationState, "ZkMigrationStateRecord.zkMigrationState");
  writer.taggedFields(unknownTaggedFields, "ZkMigrationStateRecord");
}

function decodeRemoveUserScramCredentialRecord(reader: WireReader, _version: number): RemoveUserScramCredentialRecord {
  const name = reader.compactString("RemoveUserScramCredentialRecord.name");
  const mechanism = reader.int8("RemoveUserScramCredentialRecord.mechanism");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoveUserScramCredentialRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoveUserScramCredentialRecord");
    const end = reader.taggedFieldEnd("RemoveUserScramCredentialRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoveUserScramCredentialRecord = { name, mechanism };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoveUserScramCredentialRecord(writer: WireWriter, message: Input<RemoveUserScramCredentialRecord>, _version: number): void {
  const { name = "", mechanism = 0, unknownTaggedFields } = message;
  writer.compactString(name, "RemoveUserScramCredentialRecord.name");
  writer.int8(mechanism, "RemoveUserScramCredentialRecord.mechanism");
  writer.taggedFields(unknownTaggedFields, "RemoveUserScramCredentialRecord");
}

function decodeBeginTransactionRecord(reader: WireReader, _version: number): BeginTransactionRecord {
  let name: string | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BeginTransactionRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("BeginTransactionRecord");
    const end = reader.taggedFieldEnd("BeginTransactionRecord");
    switch (tag) {
      case 0: {
        name = reader.compactNullableString("BeginTransactionRecord.name");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "BeginTransactionRecord");
  }
  const message: BeginTransactionRecord = { name };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBeginTransactionRecord(writer: WireWriter, message: Input<BeginTransactionRecord>, _version: number): void {
  const { name = null, unknownTaggedFields } = message;
  const hasName = name !== null;
  const pending = writer.beginTaggedFields((hasName ? 1 : 0), unknownTaggedFields, "BeginTransactionRecord");
  if (hasName) {
    const mark = writer.beginTag(0, pending, "BeginTransactionRecord.name");
    writer.compactNullableString(name, "BeginTransactionRecord.name");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "BeginTransactionRecord");
}

function decodeEndTransactionRecord(reader: WireReader, _version: number): EndTransactionRecord {
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("EndTransactionRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("EndTransactionRecord");
    const end = reader.taggedFieldEnd("EndTransactionRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: EndTransactionRecord = {};
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndTransactionRecord(writer: WireWriter, message: Input<EndTransactionRecord>, _version: number): void {
  const { unknownTaggedFields } = message;
  writer.taggedFields(unknownTaggedFields, "EndTransactionRecord");
}

function decodeAbortTransactionRecord(reader: WireReader, _version: number): AbortTransactionRecord {
  let reason: string | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AbortTransactionRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("AbortTransactionRecord");
    const end = reader.taggedFieldEnd("AbortTransactionRecord");
    switch (tag) {
      case 0: {
        reason = reader.compactNullableString("AbortTransactionRecord.reason");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "AbortTransactionRecord");
  }
  const message: AbortTransactionRecord = { reason };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAbortTransactionRecord(writer: WireWriter, message: Input<AbortTransactionRecord>, _version: number): void {
  const { reason = null, unknownTaggedFields } = message;
  const hasReason = reason !== null;
  const pending = writer.beginTaggedFields((hasReason ? 1 : 0), unknownTaggedFields, "AbortTransactionRecord");
  if (hasReason) {
    const mark = writer.beginTag(0, pending, "AbortTransactionRecord.reason");
    writer.compactNullableString(reason, "AbortTransactionRecord.reason");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "AbortTransactionRecord");
}

function decodeRemoveDelegationTokenRecord(reader: WireReader, _version: number): RemoveDelegationTokenRecord {
  const tokenId = reader.compactString("RemoveDelegationTokenRecord.tokenId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoveDelegationTokenRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoveDelegationTokenRecord");
    const end = reader.taggedFieldEnd("RemoveDelegationTokenRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoveDelegationTokenRecord = { tokenId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoveDelegationTokenRecord(writer: WireWriter, message: Input<RemoveDelegationTokenRecord>, _version: number): void {
  const { tokenId = "", unknownTaggedFields } = message;
  writer.compactString(tokenId, "RemoveDelegationTokenRecord.tokenId");
  writer.taggedFields(unknownTaggedFields, "RemoveDelegationTokenRecord");
}

function decodeControllerEndpoint(reader: WireReader, _version: number): ControllerEndpoint {
  const name = reader.compactString("ControllerEndpoint.name");
  const host = reader.compactString("ControllerEndpoint.host");
  const port = reader.uint16("ControllerEndpoint.port");
  const securityProtocol = reader.int16("ControllerEndpoint.securityProtocol");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ControllerEndpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("ControllerEndpoint");
    const end = reader.taggedFieldEnd("ControllerEndpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ControllerEndpoint = { name, host, port, securityProtocol };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeControllerEndpoint(writer: WireWriter, message: Input<ControllerEndpoint>, _version: number): void {
  const { name = "", host = "", port = 0, securityProtocol = 0, unknownTaggedFields } = message;
  writer.compactString(name, "ControllerEndpoint.name");
  writer.compactString(host, "ControllerEndpoint.host");
  writer.uint16(port, "ControllerEndpoint.port");
  writer.int16(securityProtocol, "ControllerEndpoint.securityProtocol");
  writer.taggedFields(unknownTaggedFields, "ControllerEndpoint");
}

function decodeControllerFeature(reader: WireReader, _version: number): ControllerFeature {
  const name = reader.compactString("ControllerFeature.name");
  const minSupportedVersion = reader.int16("ControllerFeature.minSupportedVersion");
  const maxSupportedVersion = reader.int16("ControllerFeature.maxSupportedVersion");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ControllerFeature"); left > 0; left--) {
    const tag = reader.unsignedVarint("ControllerFeature");
    const end = reader.taggedFieldEnd("ControllerFeature");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ControllerFeature = { name, minSupportedVersion, maxSupportedVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeControllerFeature(writer: WireWriter, message: Input<ControllerFeature>, _version: number): void {
  const { name = "", minSupportedVersion = 0, maxSupportedVersion = 0, unknownTaggedFields } = message;
  writer.compactString(name, "ControllerFeature.name");
  writer.int16(minSupportedVersion, "ControllerFeature.minSupportedVersion");
  writer.int16(maxSupportedVersion, "ControllerFeature.maxSupportedVersion");
  writer.taggedFields(unknownTaggedFields, "ControllerFeature");
}

function decodeRegisterControllerRecord(reader: WireReader, version: number): RegisterControllerRecord {
  const controllerId = reader.int32("RegisterControllerRecord.controllerId");
  const incarnationId = reader.uuid("RegisterControllerRecord.incarnationId");
  const zkMigrationReady = reader.boolean("RegisterControllerRecord.zkMigrationReady");
  const endPoints: ControllerEndpoint[] = [];
  for (let left = reader.compactArrayLength(7, "RegisterControllerRecord.endPoints"); left > 0; left--) endPoints.push(decodeControllerEndpoint(reader, version));
  const features: ControllerFeature[] = [];
  for (let left = reader.compactArrayLength(6, "RegisterControllerRecord.features"); left > 0; left--) features.push(decodeControllerFeature(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RegisterControllerRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RegisterControllerRecord");
    const end = reader.taggedFieldEnd("RegisterControllerRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RegisterControllerRecord = { controllerId, incarnationId, zkMigrationReady, endPoints, features };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRegisterControllerRecord(writer: WireWriter, message: Input<RegisterControllerRecord>, version: number): void {
  const { controllerId = 0, incarnationId = ZERO_UUID, zkMigrationReady = false, endPoints = [], features = [], unknownTaggedFields } = message;
  writer.int32(controllerId, "RegisterControllerRecord.controllerId");
  writer.uuid(incarnationId, "RegisterControllerRecord.incarnationId");
  writer.boolean(zkMigrationReady, "RegisterControllerRecord.zkMigrationReady");
  writer.compactArrayLength(endPoints, "RegisterControllerRecord.endPoints");
  for (const element of endPoints) encodeControllerEndpoint(writer, element, version);
  writer.compactArrayLength(features, "RegisterControllerRecord.features");
  for (const element of features) encodeControllerFeature(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "RegisterControllerRecord");
}

function decodeClearElrRecord(reader: WireReader, _version: number): ClearElrRecord {
  const topicName = reader.compactString("ClearElrRecord.topicName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ClearElrRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("ClearElrRecord");
    const end = reader.taggedFieldEnd("ClearElrRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ClearElrRecord = { topicName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeClearElrRecord(writer: WireWriter, message: Input<ClearElrRecord>, _version: number): void {
  const { topicName = "", unknownTaggedFields } = message;
  writer.compactString(topicName, "ClearElrRecord.topicName");
  writer.taggedFields(unknownTaggedFields, "ClearElrRecord");
}
