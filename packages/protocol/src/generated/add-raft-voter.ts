// Generated from schema/80-add-raft-voter.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AddRaftVoterRequest: API key 80, versions 0–1, flexible 0+. */
export interface AddRaftVoterRequest {
  clusterId: string | null;
  timeoutMs: number;
  voterId: number;
  voterDirectoryId: Uuid;
  listeners: Listener[];
  /** Versions 1+. Default true. */
  ackWhenCommitted: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AddRaftVoterRequest: MessageCodec<AddRaftVoterRequest> = defineMessage<AddRaftVoterRequest>({
  name: "AddRaftVoterRequest",
  kind: "request",
  apiKey: 80,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeAddRaftVoterRequest,
  encode: encodeAddRaftVoterRequest,
});

/** AddRaftVoterResponse: API key 80, versions 0–1, flexible 0+. */
export interface AddRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AddRaftVoterResponse: MessageCodec<AddRaftVoterResponse> = defineMessage<AddRaftVoterResponse>({
  name: "AddRaftVoterResponse",
  kind: "response",
  apiKey: 80,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeAddRaftVoterResponse,
  encode: encodeAddRaftVoterResponse,
});

/** In `AddRaftVoterRequest.listeners`. */
export interface Listener {
  name: string;
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

function decodeAddRaftVoterRequest(reader: WireReader, version: number): AddRaftVoterRequest {
  const clusterId = reader.compactNullableString("AddRaftVoterRequest.clusterId");
  const timeoutMs = reader.int32("AddRaftVoterRequest.timeoutMs");
  const voterId = reader.int32("AddRaftVoterRequest.voterId");
  const voterDirectoryId = reader.uuid("AddRaftVoterRequest.voterDirectoryId");
  const listeners: Listener[] = [];
  for (let left = reader.compactArrayLength(5, "AddRaftVoterRequest.listeners"); left > 0; left--) listeners.push(decodeListener(reader, version));
  const ackWhenCommitted = version >= 1 ? reader.boolean("AddRaftVoterRequest.ackWhenCommitted") : true;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AddRaftVoterRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("AddRaftVoterRequest");
    const end = reader.taggedFieldEnd("AddRaftVoterRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AddRaftVoterRequest = { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddRaftVoterRequest(writer: WireWriter, message: Input<AddRaftVoterRequest>, version: number): void {
  const { clusterId = "", timeoutMs = 0, voterId = 0, voterDirectoryId = ZERO_UUID, listeners = [], ackWhenCommitted = true, unknownTaggedFields } = message;
  writer.compactNullableString(clusterId, "AddRaftVoterRequest.clusterId");
  writer.int32(timeoutMs, "AddRaftVoterRequest.timeoutMs");
  writer.int32(voterId, "AddRaftVoterRequest.voterId");
  writer.uuid(voterDirectoryId, "AddRaftVoterRequest.voterDirectoryId");
  writer.compactArrayLength(listeners, "AddRaftVoterRequest.listeners");
  for (const element of listeners) encodeListener(writer, element, version);
  if (version >= 1) {
    writer.boolean(ackWhenCommitted, "AddRaftVoterRequest.ackWhenCommitted");
  } else {
    if (ackWhenCommitted !== true) writer.unsupported("AddRaftVoterRequest.ackWhenCommitted", version);
  }
  writer.taggedFields(unknownTaggedFields, "AddRaftVoterRequest");
}

function decodeAddRaftVoterResponse(reader: WireReader, _version: number): AddRaftVoterResponse {
  const throttleTimeMs = reader.int32("AddRaftVoterResponse.throttleTimeMs");
  const errorCode = reader.int16("AddRaftVoterResponse.errorCode");
  const errorMessage = reader.compactNullableString("AddRaftVoterResponse.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AddRaftVoterResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("AddRaftVoterResponse");
    const end = reader.taggedFieldEnd("AddRaftVoterResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AddRaftVoterResponse = { throttleTimeMs, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddRaftVoterResponse(writer: WireWriter, message: Input<AddRaftVoterResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AddRaftVoterResponse.throttleTimeMs");
  writer.int16(errorCode, "AddRaftVoterResponse.errorCode");
  writer.compactNullableString(errorMessage, "AddRaftVoterResponse.errorMessage");
  writer.taggedFields(unknownTaggedFields, "AddRaftVoterResponse");
}
