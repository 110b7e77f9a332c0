// Generated from schema/70-controller-registration.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ControllerRegistrationRequest: API key 70, versions 0, flexible 0+. */
export interface ControllerRegistrationRequest {
  controllerId: number;
  incarnationId: Uuid;
  zkMigrationReady: boolean;
  listeners: Listener[];
  features: Feature[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ControllerRegistrationRequest: MessageCodec<ControllerRegistrationRequest> = defineMessage<ControllerRegistrationRequest>({
  name: "ControllerRegistrationRequest",
  kind: "request",
  apiKey: 70,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeControllerRegistrationRequest,
  encode: encodeControllerRegistrationRequest,
});

/** ControllerRegistrationResponse: API key 70, versions 0, flexible 0+. */
export interface ControllerRegistrationResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ControllerRegistrationResponse: MessageCodec<ControllerRegistrationResponse> = defineMessage<ControllerRegistrationResponse>({
  name: "ControllerRegistrationResponse",
  kind: "response",
  apiKey: 70,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeControllerRegistrationResponse,
  encode: encodeControllerRegistrationResponse,
});

/** In `ControllerRegistrationRequest.listeners`. */
export interface Listener {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ControllerRegistrationRequest.features`. */
export interface Feature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeListener(reader: WireReader, _version: number): Listener {
  const name = reader.compactString("Listener.name");
  const host = reader.compactString("Listener.host");
  const port = reader.uint16("Listener.port");
  const securityProtocol = reader.int16("Listener.securityProtocol");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Listener"); left > 0; left--) {
    const tag = reader.unsignedVarint("Listener");
    const end = reader.taggedFieldEnd("Listener");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Listener = { name, host, port, securityProtocol };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListener(writer: WireWriter, message: Input<Listener>, _version: number): void {
  const { name = "", host = "", port = 0, securityProtocol = 0, unknownTaggedFields } = message;
  writer.compactString(name, "Listener.name");
  writer.compactString(host, "Listener.host");
  writer.uint16(port, "Listener.port");
  writer.int16(securityProtocol, "Listener.securityProtocol");
  writer.taggedFields(unknownTaggedFields, "Listener");
}

function decodeFeature(reader: WireReader, _version: number): Feature {
  const name = reader.compactString("Feature.name");
  const minSupportedVersion = reader.int16("Feature.minSupportedVersion");
  const maxSupportedVersion = reader.int16("Feature.maxSupportedVersion");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Feature"); left > 0; left--) {
    const tag = reader.unsignedVarint("Feature");
    const end = reader.taggedFieldEnd("Feature");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Feature = { name, minSupportedVersion, maxSupportedVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFeature(writer: WireWriter, message: Input<Feature>, _version: number): void {
  const { name = "", minSupportedVersion = 0, maxSupportedVersion = 0, unknownTaggedFields } = message;
  writer.compactString(name, "Feature.name");
  writer.int16(minSupportedVersion, "Feature.minSupportedVersion");
  writer.int16(maxSupportedVersion, "Feature.maxSupportedVersion");
  writer.taggedFields(unknownTaggedFields, "Feature");
}

function decodeControllerRegistrationRequest(reader: WireReader, version: number): ControllerRegistrationRequest {
  const controllerId = reader.int32("ControllerRegistrationRequest.controllerId");
  const incarnationId = reader.uuid("ControllerRegistrationRequest.incarnationId");
  const zkMigrationReady = reader.boolean("ControllerRegistrationRequest.zkMigrationReady");
  const listeners: Listener[] = [];
  for (let left = reader.compactArrayLength(7, "ControllerRegistrationRequest.listeners"); left > 0; left--) listeners.push(decodeListener(reader, version));
  const features: Feature[] = [];
  for (let left = reader.compactArrayLength(6, "ControllerRegistrationRequest.features"); left > 0; left--) features.push(decodeFeature(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ControllerRegistrationRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ControllerRegistrationRequest");
    const end = reader.taggedFieldEnd("ControllerRegistrationRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ControllerRegistrationRequest = { controllerId, incarnationId, zkMigrationReady, listeners, features };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeControllerRegistrationRequest(writer: WireWriter, message: Input<ControllerRegistrationRequest>, version: number): void {
  const { controllerId = 0, incarnationId = ZERO_UUID, zkMigrationReady = false, listeners = [], features = [], unknownTaggedFields } = message;
  writer.int32(controllerId, "ControllerRegistrationRequest.controllerId");
  writer.uuid(incarnationId, "ControllerRegistrationRequest.incarnationId");
  writer.boolean(zkMigrationReady, "ControllerRegistrationRequest.zkMigrationReady");
  writer.compactArrayLength(listeners, "ControllerRegistrationRequest.listeners");
  for (const element of listeners) encodeListener(writer, element, version);
  writer.compactArrayLength(features, "ControllerRegistrationRequest.features");
  for (const element of features) encodeFeature(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ControllerRegistrationRequest");
}

function decodeControllerRegistrationResponse(reader: WireReader, _version: number): ControllerRegistrationResponse {
  const throttleTimeMs = reader.int32("ControllerRegistrationResponse.throttleTimeMs");
  const errorCode = reader.int16("ControllerRegistrationResponse.errorCode");
  const errorMessage = reader.compactNullableString("ControllerRegistrationResponse.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ControllerRegistrationResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ControllerRegistrationResponse");
    const end = reader.taggedFieldEnd("ControllerRegistrationResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ControllerRegistrationResponse = { throttleTimeMs, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeControllerRegistrationResponse(writer: WireWriter, message: Input<ControllerRegistrationResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ControllerRegistrationResponse.throttleTimeMs");
  writer.int16(errorCode, "ControllerRegistrationResponse.errorCode");
  writer.compactNullableString(errorMessage, "ControllerRegistrationResponse.errorMessage");
  writer.taggedFields(unknownTaggedFields, "ControllerRegistrationResponse");
}
