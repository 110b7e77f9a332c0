/**
 * Metadata records to bytes and back: Kafka's frame of one version byte, record type and record version, each an
 * unsigned varint, before the message. A type this version does not know stops the reader: Apache Kafka stops too,
 * because a skipped record would make two nodes disagree.
 */

import { type MessageCodec, WireReader, WireWriter } from "@ottla/protocol";
import {
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
import type { MetadataRecord, MetadataRecordName } from "./metadata-record.ts";

const FRAME_VERSION = 1;

/** A record of the metadata log that cannot be read. */
export class MetadataParseError extends Error {
  override readonly name: string = "MetadataParseError";
  readonly code: string = "METADATA_PARSE_ERROR";
  readonly retriable: boolean = false;
}

type AnyCodec = MessageCodec<MetadataRecord["value"]>;

/** The codecs by name; each takes the value of its own record only, which the union of records guarantees. */
const CODECS: ReadonlyMap<MetadataRecordName, AnyCodec> = new Map<string, unknown>(
  [
    RegisterBrokerRecord,
    UnregisterBrokerRecord,
    TopicRecord,
    PartitionRecord,
    ConfigRecord,
    PartitionChangeRecord,
    FenceBrokerRecord,
    UnfenceBrokerRecord,
    RemoveTopicRecord,
    DelegationTokenRecord,
    UserScramCredentialRecord,
    FeatureLevelRecord,
    ClientQuotaRecord,
    ProducerIdsRecord,
    BrokerRegistrationChangeRecord,
    AccessControlEntryRecord,
    RemoveAccessControlEntryRecord,
    NoOpRecord,
    ZkMigrationStateRecord,
    RemoveUserScramCredentialRecord,
    BeginTransactionRecord,
    EndTransactionRecord,
    AbortTransactionRecord,
    RemoveDelegationTokenRecord,
    RegisterControllerRecord,
    ClearElrRecord,
  ].map((codec) => [codec.name, codec]),
) as unknown as ReadonlyMap<MetadataRecordName, AnyCodec>;

const NAMES_BY_TYPE: ReadonlyMap<number, MetadataRecordName> = new Map(
  [...CODECS].map(([name, codec]) => [codec.apiKey, name]),
);

/** The value of the log record: frame version, type, version, message. */
export function encodeMetadataRecord(record: MetadataRecord): Uint8Array {
  const codec = CODECS.get(record.name)!;
  const writer = new WireWriter(128);
  writer.unsignedVarint(FRAME_VERSION, "frameVersion");
  writer.unsignedVarint(codec.apiKey, "type");
  writer.unsignedVarint(record.version, "version");
  codec.encode(writer, record.value, record.version);
  return writer.finishBytes();
}

/** Reads the value of a log record. Throws `MetadataParseError` or `ProtocolDecodeError`. */
export function decodeMetadataRecord(bytes: Uint8Array): MetadataRecord {
  const reader = new WireReader(bytes);
  const frameVersion = reader.unsignedVarint("frameVersion");
  if (frameVersion !== FRAME_VERSION) {
    throw new MetadataParseError(`Could not deserialize metadata record due to unknown frame version ${frameVersion}`);
  }
  const type = reader.unsignedVarint("type");
  const name = NAMES_BY_TYPE.get(type);
  if (name === undefined) throw new MetadataParseError(`Unknown metadata record type ${type}`);
  const codec = CODECS.get(name)!;
  const version = reader.unsignedVarint("version");
  if (version > codec.highestVersion) {
    throw new MetadataParseError(
      `Record ${name} has version ${version}; this node reads ${codec.lowestVersion} to ${codec.highestVersion}`,
    );
  }
  const value = codec.decode(reader, version);
  if (reader.remaining > 0) {
    throw new MetadataParseError(`Found ${reader.remaining} byte(s) of garbage after ${name}`);
  }
  return { name, version, value } as MetadataRecord;
}
