// Generated from schema/10-find-coordinator.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** FindCoordinatorRequest: API key 10, versions 0–6, flexible 3+. */
export interface FindCoordinatorRequest {
  /** Versions 0–3. */
  key: string;
  /** Versions 1+. Default 0. */
  keyType: number;
  /** Versions 4+. */
  coordinatorKeys: string[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FindCoordinatorRequest: MessageCodec<FindCoordinatorRequest> = defineMessage<FindCoordinatorRequest>({
  name: "FindCoordinatorRequest",
  kind: "request",
  apiKey: 10,
  lowestVersion: 0,
  highestVersion: 6,
  flexibleFrom: 3,
  decode: decodeFindCoordinatorRequest,
  encode: encodeFindCoordinatorRequest,
});

/** FindCoordinatorResponse: API key 10, versions 0–6, flexible 3+. */
export interface FindCoordinatorResponse {
  /** Versions 1+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  /** Versions 0–3. */
  errorCode: number;
  /** Versions 1–3. Dropped where the version lacks it. */
  errorMessage: string | null;
  /** A broker id. Versions 0–3. */
  nodeId: number;
  /** Versions 0–3. */
  host: string;
  /** Versions 0–3. */
  port: number;
  /** Versions 4+. */
  coordinators: Coordinator[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FindCoordinatorResponse: MessageCodec<FindCoordinatorResponse> = defineMessage<FindCoordinatorResponse>({
  name: "FindCoordinatorResponse",
  kind: "response",
  apiKey: 10,
  lowestVersion: 0,
  highestVersion: 6,
  flexibleFrom: 3,
  decode: decodeFindCoordinatorResponse,
  encode: encodeFindCoordinatorResponse,
});

/** In `FindCoordinatorResponse.coordinators`. */
export interface Coordinator {
  key: string;
  /** A broker id. */
  nodeId: number;
  host: string;
  port: number;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeFindCoordinatorRequest(reader: WireReader, version: number): FindCoordinatorRequest {
  const key = version >= 4 ? "" : version >= 3 ? reader.compactString("FindCoordinatorRequest.key") : reader.string("FindCoordinatorRequest.key");
  const keyType = version >= 1 ? reader.int8("FindCoordinatorRequest.keyType") : 0;
  const coordinatorKeys: string[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(1, "FindCoordinatorRequest.coordinatorKeys") : 0; left > 0; left--) coordinatorKeys.push(reader.compactString("FindCoordinatorRequest.coordinatorKeys"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("FindCoordinatorRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("FindCoordinatorRequest");
      const end = reader.taggedFieldEnd("FindCoordinatorRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: FindCoordinatorRequest = { key, keyType, coordinatorKeys };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFindCoordinatorRequest(writer: WireWriter, message: Input<FindCoordinatorRequest>, version: number): void {
  const { key = "", keyType = 0, coordinatorKeys = [], unknownTaggedFields } = message;
  if (version >= 4) {
    if (key !== "") writer.unsupported("FindCoordinatorRequest.key", version);
  } else if (version >= 3) {
    writer.compactString(key, "FindCoordinatorRequest.key");
  } else {
    writer.string(key, "FindCoordinatorRequest.key");
  }
  if (version >= 1) {
    writer.int8(keyType, "FindCoordinatorRequest.keyType");
  } else {
    if (keyType !== 0) writer.unsupported("FindCoordinatorRequest.keyType", version);
  }
  if (version >= 4) {
    writer.compactArrayLength(coordinatorKeys, "FindCoordinatorRequest.coordinatorKeys");
    for (const element of coordinatorKeys) writer.compactString(element, "FindCoordinatorRequest.coordinatorKeys");
  } else {
    if (coordinatorKeys.length > 0) writer.unsupported("FindCoordinatorRequest.coordinatorKeys", version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "FindCoordinatorRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "FindCoordinatorRequest", version);
  }
}

function decodeCoordinator(reader: WireReader, _version: number): Coordinator {
  const key = reader.compactString("Coordinator.key");
  const nodeId = reader.int32("Coordinator.nodeId");
  const host = reader.compactString("Coordinator.host");
  const port = reader.int32("Coordinator.port");
  const errorCode = reader.int16("Coordinator.errorCode");
  const errorMessage = reader.compactNullableString("Coordinator.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Coordinator"); left > 0; left--) {
    const tag = reader.unsignedVarint("Coordinator");
    const end = reader.taggedFieldEnd("Coordinator");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Coordinator = { key, nodeId, host, port, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCoordinator(writer: WireWriter, message: Input<Coordinator>, _version: number): void {
  const { key = "", nodeId = 0, host = "", port = 0, errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.compactString(key, "Coordinator.key");
  writer.int32(nodeId, "Coordinator.nodeId");
  writer.compactString(host, "Coordinator.host");
  writer.int32(port, "Coordinator.port");
  writer.int16(errorCode, "Coordinator.errorCode");
  writer.compactNullableString(errorMessage, "Coordinator.errorMessage");
  writer.taggedFields(unknownTaggedFields, "Coordinator");
}

function decodeFindCoordinatorResponse(reader: WireReader, version: number): FindCoordinatorResponse {
  const throttleTimeMs = version >= 1 ? reader.int32("FindCoordinatorResponse.throttleTimeMs") : 0;
  const errorCode = version >= 4 ? 0 : reader.int16("FindCoordinatorResponse.errorCode");
  const errorMessage = version >= 4 ? "" : version >= 3 ? reader.compactNullableString("FindCoordinatorResponse.errorMessage") : version >= 1 ? reader.nullableString("FindCoordinatorResponse.errorMessage") : "";
  const nodeId = version >= 4 ? 0 : reader.int32("FindCoordinatorResponse.nodeId");
  const host = version >= 4 ? "" : version >= 3 ? reader.compactString("FindCoordinatorResponse.host") : reader.string("FindCoordinatorResponse.host");
  const port = version >= 4 ? 0 : reader.int32("FindCoordinatorResponse.port");
  const coordinators: Coordinator[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(14, "FindCoordinatorResponse.coordinators") : 0; left > 0; left--) coordinators.push(decodeCoordinator(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("FindCoordinatorResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("FindCoordinatorResponse");
      const end = reader.taggedFieldEnd("FindCoordinatorResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: FindCoordinatorResponse = { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFindCoordinatorResponse(writer: WireWriter, message: Input<FindCoordinatorResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", nodeId = 0, host = "", port = 0, coordinators = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.int32(throttleTimeMs, "FindCoordinatorResponse.throttleTimeMs");
  }
  if (version >= 4) {
    if (errorCode !== 0) writer.unsupported("FindCoordinatorResponse.errorCode", version);
  } else {
    writer.int16(errorCode, "FindCoordinatorResponse.errorCode");
  }
  if (version >= 4) {
  } else if (version >= 3) {
    writer.compactNullableString(errorMessage, "FindCoordinatorResponse.errorMessage");
  } else if (version >= 1) {
    writer.nullableString(errorMessage, "FindCoordinatorResponse.errorMessage");
  }
  if (version >= 4) {
    if (nodeId !== 0) writer.unsupported("FindCoordinatorResponse.nodeId", version);
  } else {
    writer.int32(nodeId, "FindCoordinatorResponse.nodeId");
  }
  if (version >= 4) {
    if (host !== "") writer.unsupported("FindCoordinatorResponse.host", version);
  } else if (version >= 3) {
    writer.compactString(host, "FindCoordinatorResponse.host");
  } else {
    writer.string(host, "FindCoordinatorResponse.host");
  }
  if (version >= 4) {
    if (port !== 0) writer.unsupported("FindCoordinatorResponse.port", version);
  } else {
    writer.int32(port, "FindCoordinatorResponse.port");
  }
  if (version >= 4) {
    writer.compactArrayLength(coordinators, "FindCoordinatorResponse.coordinators");
    for (const element of coordinators) encodeCoordinator(writer, element, version);
  } else {
    if (coordinators.length > 0) writer.unsupported("FindCoordinatorResponse.coordinators", version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "FindCoordinatorResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "FindCoordinatorResponse", version);
  }
}
