// Generated from schema/control-records.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ControlRecordTypeSchema: data, versions 0. */
export interface ControlRecordTypeSchema {
  type: number;
}

export const ControlRecordTypeSchema: MessageCodec<ControlRecordTypeSchema> = defineMessage<ControlRecordTypeSchema>({
  name: "ControlRecordTypeSchema",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeControlRecordTypeSchema,
  encode: encodeControlRecordTypeSchema,
});

/** EndTxnMarker: data, versions 0. */
export interface EndTxnMarker {
  coordinatorEpoch: number;
}

export const EndTxnMarker: MessageCodec<EndTxnMarker> = defineMessage<EndTxnMarker>({
  name: "EndTxnMarker",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeEndTxnMarker,
  encode: encodeEndTxnMarker,
});

/** KRaftVersionRecord: data, versions 0, flexible 0+. */
export interface KRaftVersionRecord {
  version: number;
  kRaftVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const KRaftVersionRecord: MessageCodec<KRaftVersionRecord> = defineMessage<KRaftVersionRecord>({
  name: "KRaftVersionRecord",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeKRaftVersionRecord,
  encode: encodeKRaftVersionRecord,
});

/** LeaderChangeMessage: data, versions 0–1, flexible 0+. */
export interface LeaderChangeMessage {
  version: number;
  /** A broker id. */
  leaderId: number;
  voters: LeaderChangeMessageVoter[];
  grantingVoters: LeaderChangeMessageVoter[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const LeaderChangeMessage: MessageCodec<LeaderChangeMessage> = defineMessage<LeaderChangeMessage>({
  name: "LeaderChangeMessage",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeLeaderChangeMessage,
  encode: encodeLeaderChangeMessage,
});

/** SnapshotFooterRecord: data, versions 0, flexible 0+. */
export interface SnapshotFooterRecord {
  version: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const SnapshotFooterRecord: MessageCodec<SnapshotFooterRecord> = defineMessage<SnapshotFooterRecord>({
  name: "SnapshotFooterRecord",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeSnapshotFooterRecord,
  encode: encodeSnapshotFooterRecord,
});

/** SnapshotHeaderRecord: data, versions 0, flexible 0+. */
export interface SnapshotHeaderRecord {
  version: number;
  lastContainedLogTimestamp: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const SnapshotHeaderRecord: MessageCodec<SnapshotHeaderRecord> = defineMessage<SnapshotHeaderRecord>({
  name: "SnapshotHeaderRecord",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeSnapshotHeaderRecord,
  encode: encodeSnapshotHeaderRecord,
});

/** VotersRecord: data, versions 0, flexible 0+. */
export interface VotersRecord {
  version: number;
  voters: VotersRecordVoter[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const VotersRecord: MessageCodec<VotersRecord> = defineMessage<VotersRecord>({
  name: "VotersRecord",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeVotersRecord,
  encode: encodeVotersRecord,
});

/** In `LeaderChangeMessage.voters`, `LeaderChangeMessage.grantingVoters`. */
export interface LeaderChangeMessageVoter {
  voterId: number;
  /** Versions 1+. */
  voterDirectoryId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `VotersRecordVoter.endpoints`. */
export interface Endpoint {
  name: string;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `VotersRecordVoter.kRaftVersionFeature`. */
export interface KRaftVersionFeature {
  minSupportedVersion: number;
  maxSupportedVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `VotersRecord.voters`. */
export interface VotersRecordVoter {
  /** A broker id. */
  voterId: number;
  voterDirectoryId: Uuid;
  endpoints: Endpoint[];
  kRaftVersionFeature: KRaftVersionFeature;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeControlRecordTypeSchema(reader: WireReader, _version: number): ControlRecordTypeSchema {
  const type = reader.int16("ControlRecordTypeSchema.type");
  return { type };
}

function encodeControlRecordTypeSchema(writer: WireWriter, message: Input<ControlRecordTypeSchema>, _version: number): void {
  const { type = 0 } = message;
  writer.int16(type, "ControlRecordTypeSchema.type");
}

function decodeEndTxnMarker(reader: WireReader, _version: number): EndTxnMarker {
  const coordinatorEpoch = reader.int32("EndTxnMarker.coordinatorEpoch");
  return { coordinatorEpoch };
}

function encodeEndTxnMarker(writer: WireWriter, message: Input<EndTxnMarker>, _version: number): void {
  const { coordinatorEpoch = 0 } = message;
  writer.int32(coordinatorEpoch, "EndTxnMarker.coordinatorEpoch");
}

function decodeKRaftVersionRecord(reader: WireReader, _version: number): KRaftVersionRecord {
  const versionValue = reader.int16("KRaftVersionRecord.version");
  const kRaftVersion = reader.int16("KRaftVersionRecord.kRaftVersion");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("KRaftVersionRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("KRaftVersionRecord");
    const end = reader.taggedFieldEnd("KRaftVersionRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: KRaftVersionRecord = { version: versionValue, kRaftVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeKRaftVersionRecord(writer: WireWriter, message: Input<KRaftVersionRecord>, _version: number): void {
  const { version: versionValue = 0, kRaftVersion = 0, unknownTaggedFields } = message;
  writer.int16(versionValue, "KRaftVersionRecord.version");
  writer.int16(kRaftVersion, "KRaftVersionRecord.kRaftVersion");
  writer.taggedFields(unknownTaggedFields, "KRaftVersionRecord");
}

function decodeLeaderChangeMessageVoter(reader: WireReader, version: number): LeaderChangeMessageVoter {
  const voterId = reader.int32("LeaderChangeMessageVoter.voterId");
  const voterDirectoryId = version >= 1 ? reader.uuid("LeaderChangeMessageVoter.voterDirectoryId") : ZERO_UUID;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("LeaderChangeMessageVoter"); left > 0; left--) {
    const tag = reader.unsignedVarint("LeaderChangeMessageVoter");
    const end = reader.taggedFieldEnd("LeaderChangeMessageVoter");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: LeaderChangeMessageVoter = { voterId, voterDirectoryId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeLeaderChangeMessageVoter(writer: WireWriter, message: Input<LeaderChangeMessageVoter>, version: number): void {
  const { voterId = 0, voterDirectoryId = ZERO_UUID, unknownTaggedFields } = message;
  writer.int32(voterId, "LeaderChangeMessageVoter.voterId");
  if (version >= 1) {
    writer.uuid(voterDirectoryId, "LeaderChangeMessageVoter.voterDirectoryId");
  } else {
    if (voterDirectoryId !== ZERO_UUID) writer.unsupported("LeaderChangeMessageVoter.voterDirectoryId", version);
  }
  writer.taggedFields(unknownTaggedFields, "LeaderChangeMessageVoter");
}

function decodeLeaderChangeMessage(reader: WireReader, version: number): LeaderChangeMessage {
  const versionValue = reader.int16("LeaderChangeMessage.version");
  const leaderId = reader.int32("LeaderChangeMessage.leaderId");
  const voters: LeaderChangeMessageVoter[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(21, "LeaderChangeMessage.voters") : reader.compactArrayLength(5, "LeaderChangeMessage.voters"); left > 0; left--) voters.push(decodeLeaderChangeMessageVoter(reader, version));
  const grantingVoters: LeaderChangeMessageVoter[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(21, "LeaderChangeMessage.grantingVoters") : reader.compactArrayLength(5, "LeaderChangeMessage.grantingVoters"); left > 0; left--) grantingVoters.push(decodeLeaderChangeMessageVoter(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("LeaderChangeMessage"); left > 0; left--) {
    const tag = reader.unsignedVarint("LeaderChangeMessage");
    const end = reader.taggedFieldEnd("LeaderChangeMessage");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: LeaderChangeMessage = { version: versionValue, leaderId, voters, grantingVoters };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeLeaderChangeMessage(writer: WireWriter, message: Input<LeaderChangeMessage>, version: number): void {
  const { version: versionValue = 0, leaderId = 0, voters = [], grantingVoters = [], unknownTaggedFields } = message;
  writer.int16(versionValue, "LeaderChangeMessage.version");
  writer.int32(leaderId, "LeaderChangeMessage.leaderId");
  writer.compactArrayLength(voters, "LeaderChangeMessage.voters");
  for (const element of voters) encodeLeaderChangeMessageVoter(writer, element, version);
  writer.compactArrayLength(grantingVoters, "LeaderChangeMessage.grantingVoters");
  for (const element of grantingVoters) encodeLeaderChangeMessageVoter(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "LeaderChangeMessage");
}

function decodeSnapshotFooterRecord(reader: WireReader, _version: number): SnapshotFooterRecord {
  const versionValue = reader.int16("SnapshotFooterRecord.version");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("SnapshotFooterRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("SnapshotFooterRecord");
    const end = reader.taggedFieldEnd("SnapshotFooterRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: SnapshotFooterRecord = { version: versionValue };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSnapshotFooterRecord(writer: WireWriter, message: Input<SnapshotFooterRecord>, _version: number): void {
  const { version: versionValue = 0, unknownTaggedFields } = message;
  writer.int16(versionValue, "SnapshotFooterRecord.version");
  writer.taggedFields(unknownTaggedFields, "SnapshotFooterRecord");
}

function decodeSnapshotHeaderRecord(reader: WireReader, _version: number): SnapshotHeaderRecord {
  const versionValue = reader.int16("SnapshotHeaderRecord.version");
  const lastContainedLogTimestamp = reader.int64("SnapshotHeaderRecord.lastContainedLogTimestamp");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("SnapshotHeaderRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("SnapshotHeaderRecord");
    const end = reader.taggedFieldEnd("SnapshotHeaderRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: SnapshotHeaderRecord = { version: versionValue, lastContainedLogTimestamp };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSnapshotHeaderRecord(writer: WireWriter, message: Input<SnapshotHeaderRecord>, _version: number): void {
  const { version: versionValue = 0, lastContainedLogTimestamp = 0, unknownTaggedFields } = message;
  writer.int16(versionValue, "SnapshotHeaderRecord.version");
  writer.int64(lastContainedLogTimestamp, "SnapshotHeaderRecord.lastContainedLogTimestamp");
  writer.taggedFields(unknownTaggedFields, "SnapshotHeaderRecord");
}

function decodeEndpoint(reader: WireReader, _version: number): Endpoint {
  const name = reader.compactString("Endpoint.name");
  const host = reader.compactString("Endpoint.host");
  const port = reader.uint16("Endpoint.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Endpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("Endpoint");
    const end = reader.taggedFieldEnd("Endpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Endpoint = { name, host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndpoint(writer: WireWriter, message: Input<Endpoint>, _version: number): void {
  const { name = "", host = "", port = 0, unknownTaggedFields } = message;
  writer.compactString(name, "Endpoint.name");
  writer.compactString(host, "Endpoint.host");
  writer.uint16(port, "Endpoint.port");
  writer.taggedFields(unknownTaggedFields, "Endpoint");
}

function decodeKRaftVersionFeature(reader: WireReader, _version: number): KRaftVersionFeature {
  const minSupportedVersion = reader.int16("KRaftVersionFeature.minSupportedVersion");
  const maxSupportedVersion = reader.int16("KRaftVersionFeature.maxSupportedVersion");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("KRaftVersionFeature"); left > 0; left--) {
    const tag = reader.unsignedVarint("KRaftVersionFeature");
    const end = reader.taggedFieldEnd("KRaftVersionFeature");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: KRaftVersionFeature = { minSupportedVersion, maxSupportedVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeKRaftVersionFeature(writer: WireWriter, message: Input<KRaftVersionFeature>, _version: number): void {
  const { minSupportedVersion = 0, maxSupportedVersion = 0, unknownTaggedFields } = message;
  writer.int16(minSupportedVersion, "KRaftVersionFeature.minSupportedVersion");
  writer.int16(maxSupportedVersion, "KRaftVersionFeature.maxSupportedVersion");
  writer.taggedFields(unknownTaggedFields, "KRaftVersionFeature");
}

function decodeVotersRecordVoter(reader: WireReader, version: number): VotersRecordVoter {
  const voterId = reader.int32("VotersRecordVoter.voterId");
  const voterDirectoryId = reader.uuid("VotersRecordVoter.voterDirectoryId");
  const endpoints: Endpoint[] = [];
  for (let left = reader.compactArrayLength(5, "VotersRecordVoter.endpoints"); left > 0; left--) endpoints.push(decodeEndpoint(reader, version));
  const kRaftVersionFeature = decodeKRaftVersionFeature(reader, version);
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VotersRecordVoter"); left > 0; left--) {
    const tag = reader.unsignedVarint("VotersRecordVoter");
    const end = reader.taggedFieldEnd("VotersRecordVoter");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: VotersRecordVoter = { voterId, voterDirectoryId, endpoints, kRaftVersionFeature };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVotersRecordVoter(writer: WireWriter, message: Input<VotersRecordVoter>, version: number): void {
  const { voterId = 0, voterDirectoryId = ZERO_UUID, endpoints = [], kRaftVersionFeature, unknownTaggedFields } = message;
  writer.int32(voterId, "VotersRecordVoter.voterId");
  writer.uuid(voterDirectoryId, "VotersRecordVoter.voterDirectoryId");
  writer.compactArrayLength(endpoints, "VotersRecordVoter.endpoints");
  for (const element of endpoints) encodeEndpoint(writer, element, version);
  encodeKRaftVersionFeature(writer, kRaftVersionFeature === undefined ? {} : kRaftVersionFeature, version);
  writer.taggedFields(unknownTaggedFields, "VotersRecordVoter");
}

function decodeVotersRecord(reader: WireReader, version: number): VotersRecord {
  const versionValue = reader.int16("VotersRecord.version");
  const voters: VotersRecordVoter[] = [];
  for (let left = reader.compactArrayLength(27, "VotersRecord.voters"); left > 0; left--) voters.push(decodeVotersRecordVoter(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VotersRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("VotersRecord");
    const end = reader.taggedFieldEnd("VotersRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: VotersRecord = { version: versionValue, voters };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVotersRecord(writer: WireWriter, message: Input<VotersRecord>, version: number): void {
  const { version: versionValue = 0, voters = [], unknownTaggedFields } = message;
  writer.int16(versionValue, "VotersRecord.version");
  writer.compactArrayLength(voters, "VotersRecord.voters");
  for (const element of voters) encodeVotersRecordVoter(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "VotersRecord");
}
