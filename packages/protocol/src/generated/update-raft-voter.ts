// Generated from schema/82-update-raft-voter.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** UpdateRaftVoterRequest: API key 82, versions 0, flexible 0+. */
export interface UpdateRaftVoterRequest {
  clusterId: string | null;
  currentLeaderEpoch: number;
  voterId: number;
  voterDirectoryId: Uuid;
  listeners: Listener[];
  kRaftVersionFeature: KRaftVersionFeature;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UpdateRaftVoterRequest: MessageCodec<UpdateRaftVoterRequest> = defineMessage<UpdateRaftVoterRequest>({
  name: "UpdateRaftVoterRequest",
  kind: "request",
  apiKey: 82,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeUpdateRaftVoterRequest,
  encode: encodeUpdateRaftVoterRequest,
});

/** UpdateRaftVoterResponse: API key 82, versions 0, flexible 0+. */
export interface UpdateRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Tag 0. */
  currentLeader: CurrentLeader;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UpdateRaftVoterResponse: MessageCodec<UpdateRaftVoterResponse> = defineMessage<UpdateRaftVoterResponse>({
  name: "UpdateRaftVoterResponse",
  kind: "response",
  apiKey: 82,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeUpdateRaftVoterResponse,
  encode: encodeUpdateRaftVoterResponse,
});

/** In `UpdateRaftVoterRequest.listeners`. */
export interface Listener {
  name: string;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `UpdateRaftVoterRequest.kRaftVersionFeature`. */
export interface KRaftVersionFeature {
  minSupportedVersion: number;
  maxSupportedVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `UpdateRaftVoterResponse.currentLeader`. */
export interface CurrentLeader {
  /** A broker id. Default -1. */
  leaderId: number;
  /** Default -1. */
  leaderEpoch: number;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeListener(reader: WireReader, _version: number): Listener {
  const name = reader.compactString("Listener.name");
  const host = reader.compactString("Listener.host");
  const port = reader.uint16("Listener.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Listener"); left > 0; left--) {
    const tag = reader.unsignedVarint("Listener");
    const end = reader.taggedFieldEnd("Listener");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Listener = { name, host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListener(writer: WireWriter, message: Input<Listener>, _version: number): void {
  const { name = "", host = "", port = 0, unknownTaggedFields } = message;
  writer.compactString(name, "Listener.name");
  writer.compactString(host, "Listener.host");
  writer.uint16(port, "Listener.port");
  writer.taggedFields(unknownTaggedFields, "Listener");
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

function decodeUpdateRaftVoterRequest(reader: WireReader, version: number): UpdateRaftVoterRequest {
  const clusterId = reader.compactNullableString("UpdateRaftVoterRequest.clusterId");
  const currentLeaderEpoch = reader.int32("UpdateRaftVoterRequest.currentLeaderEpoch");
  const voterId = reader.int32("UpdateRaftVoterRequest.voterId");
  const voterDirectoryId = reader.uuid("UpdateRaftVoterRequest.voterDirectoryId");
  const listeners: Listener[] = [];
  for (let left = reader.compactArrayLength(5, "UpdateRaftVoterRequest.listeners"); left > 0; left--) listeners.push(decodeListener(reader, version));
  const kRaftVersionFeature = decodeKRaftVersionFeature(reader, version);
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UpdateRaftVoterRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("UpdateRaftVoterRequest");
    const end = reader.taggedFieldEnd("UpdateRaftVoterRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UpdateRaftVoterRequest = { clusterId, currentLeaderEpoch, voterId, voterDirectoryId, listeners, kRaftVersionFeature };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUpdateRaftVoterRequest(writer: WireWriter, message: Input<UpdateRaftVoterRequest>, version: number): void {
  const { clusterId = "", currentLeaderEpoch = 0, voterId = 0, voterDirectoryId = ZERO_UUID, listeners = [], kRaftVersionFeature, unknownTaggedFields } = message;
  writer.compactNullableString(clusterId, "UpdateRaftVoterRequest.clusterId");
  writer.int32(currentLeaderEpoch, "UpdateRaftVoterRequest.currentLeaderEpoch");
  writer.int32(voterId, "UpdateRaftVoterRequest.voterId");
  writer.uuid(voterDirectoryId, "UpdateRaftVoterRequest.voterDirectoryId");
  writer.compactArrayLength(listeners, "UpdateRaftVoterRequest.listeners");
  for (const element of listeners) encodeListener(writer, element, version);
  encodeKRaftVersionFeature(writer, kRaftVersionFeature === undefined ? {} : kRaftVersionFeature, version);
  writer.taggedFields(unknownTaggedFields, "UpdateRaftVoterRequest");
}

function decodeCurrentLeader(reader: WireReader, _version: number): CurrentLeader {
  const leaderId = reader.int32("CurrentLeader.leaderId");
  const leaderEpoch = reader.int32("CurrentLeader.leaderEpoch");
  const host = reader.compactString("CurrentLeader.host");
  const port = reader.int32("CurrentLeader.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("CurrentLeader"); left > 0; left--) {
    const tag = reader.unsignedVarint("CurrentLeader");
    const end = reader.taggedFieldEnd("CurrentLeader");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: CurrentLeader = { leaderId, leaderEpoch, host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCurrentLeader(writer: WireWriter, message: Input<CurrentLeader>, _version: number): void {
  const { leaderId = -1, leaderEpoch = -1, host = "", port = 0, unknownTaggedFields } = message;
  writer.int32(leaderId, "CurrentLeader.leaderId");
  writer.int32(leaderEpoch, "CurrentLeader.leaderEpoch");
  writer.compactString(host, "CurrentLeader.host");
  writer.int32(port, "CurrentLeader.port");
  writer.taggedFields(unknownTaggedFields, "CurrentLeader");
}

function defaultCurrentLeader(): CurrentLeader {
  return { leaderId: -1, leaderEpoch: -1, host: "", port: 0 };
}

function isDefaultCurrentLeader(message: Input<CurrentLeader>): boolean {
  const { leaderId = -1, leaderEpoch = -1, host = "", port = 0, unknownTaggedFields } = message;
  return !(leaderId !== -1) && !(leaderEpoch !== -1) && !(host !== "") && !(port !== 0) && (unknownTaggedFields === undefined || unknownTaggedFields.length === 0);
}

function decodeUpdateRaftVoterResponse(reader: WireReader, version: number): UpdateRaftVoterResponse {
  const throttleTimeMs = reader.int32("UpdateRaftVoterResponse.throttleTimeMs");
  const errorCode = reader.int16("UpdateRaftVoterResponse.errorCode");
  let currentLeader: CurrentLeader = defaultCurrentLeader();
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UpdateRaftVoterResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("UpdateRaftVoterResponse");
    const end = reader.taggedFieldEnd("UpdateRaftVoterResponse");
    switch (tag) {
      case 0: {
        currentLeader = decodeCurrentLeader(reader, version);
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "UpdateRaftVoterResponse");
  }
  const message: UpdateRaftVoterResponse = { throttleTimeMs, errorCode, currentLeader };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUpdateRaftVoterResponse(writer: WireWriter, message: Input<UpdateRaftVoterResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, currentLeader, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "UpdateRaftVoterResponse.throttleTimeMs");
  writer.int16(errorCode, "UpdateRaftVoterResponse.errorCode");
  const hasCurrentLeader = currentLeader !== undefined && !isDefaultCurrentLeader(currentLeader);
  const pending = writer.beginTaggedFields((hasCurrentLeader ? 1 : 0), unknownTaggedFields, "UpdateRaftVoterResponse");
  if (hasCurrentLeader) {
    const mark = writer.beginTag(0, pending, "UpdateRaftVoterResponse.currentLeader");
    encodeCurrentLeader(writer, currentLeader, version);
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "UpdateRaftVoterResponse");
}
