// Generated from schema/62-broker-registration.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** BrokerRegistrationRequest: API key 62, versions 0–4, flexible 0+. */
export interface BrokerRegistrationRequest {
  /** A broker id. */
  brokerId: number;
  clusterId: string;
  incarnationId: Uuid;
  listeners: Listener[];
  features: Feature[];
  rack: string | null;
  /** Versions 1+. Default false. */
  isMigratingZkBroker: boolean;
  /** Versions 2+. Dropped where the version lacks it. */
  logDirs: Uuid[];
  /** Versions 3+. Default -1. Dropped where the version lacks it. */
  previousBrokerEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BrokerRegistrationRequest: MessageCodec<BrokerRegistrationRequest> = defineMessage<BrokerRegistrationRequest>({
  name: "BrokerRegistrationRequest",
  kind: "request",
  apiKey: 62,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 0,
  decode: decodeBrokerRegistrationRequest,
  encode: encodeBrokerRegistrationRequest,
});

/** BrokerRegistrationResponse: API key 62, versions 0–4, flexible 0+. */
export interface BrokerRegistrationResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default -1. */
  brokerEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BrokerRegistrationResponse: MessageCodec<BrokerRegistrationResponse> = defineMessage<BrokerRegistrationResponse>({
  name: "BrokerRegistrationResponse",
  kind: "response",
  apiKey: 62,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 0,
  decode: decodeBrokerRegistrationResponse,
  encode: encodeBrokerRegistrationResponse,
});

/** In `BrokerRegistrationRequest.listeners`. */
export interface Listener {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `BrokerRegistrationRequest.features`. */
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

function decodeBrokerRegistrationRequest(reader: WireReader, version: number): BrokerRegistrationRequest {
  const brokerId = reader.int32("BrokerRegistrationRequest.brokerId");
  const clusterId = reader.compactString("BrokerRegistrationRequest.clusterId");
  const incarnationId = reader.uuid("BrokerRegistrationRequest.incarnationId");
  const listeners: Listener[] = [];
  for (let left = reader.compactArrayLength(7, "BrokerRegistrationRequest.listeners"); left > 0; left--) listeners.push(decodeListener(reader, version));
  const features: Feature[] = [];
  for (let left = reader.compactArrayLength(6, "BrokerRegistrationRequest.features"); left > 0; left--) features.push(decodeFeature(reader, version));
  const rack = reader.compactNullableString("BrokerRegistrationRequest.rack");
  const isMigratingZkBroker = version >= 1 ? reader.boolean("BrokerRegistrationRequest.isMigratingZkBroker") : false;
  const logDirs: Uuid[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(16, "BrokerRegistrationRequest.logDirs") : 0; left > 0; left--) logDirs.push(reader.uuid("BrokerRegistrationRequest.logDirs"));
  const previousBrokerEpoch = version >= 3 ? reader.int64("BrokerRegistrationRequest.previousBrokerEpoch") : -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerRegistrationRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerRegistrationRequest");
    const end = reader.taggedFieldEnd("BrokerRegistrationRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: BrokerRegistrationRequest = { brokerId, clusterId, incarnationId, listeners, features, rack, isMigratingZkBroker, logDirs, previousBrokerEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerRegistrationRequest(writer: WireWriter, message: Input<BrokerRegistrationRequest>, version: number): void {
  const { brokerId = 0, clusterId = "", incarnationId = ZERO_UUID, listeners = [], features = [], rack = "", isMigratingZkBroker = false, logDirs = [], previousBrokerEpoch = -1, unknownTaggedFields } = message;
  writer.int32(brokerId, "BrokerRegistrationRequest.brokerId");
  writer.compactString(clusterId, "BrokerRegistrationRequest.clusterId");
  writer.uuid(incarnationId, "BrokerRegistrationRequest.incarnationId");
  writer.compactArrayLength(listeners, "BrokerRegistrationRequest.listeners");
  for (const element of listeners) encodeListener(writer, element, version);
  writer.compactArrayLength(features, "BrokerRegistrationRequest.features");
  for (const element of features) encodeFeature(writer, element, version);
  writer.compactNullableString(rack, "BrokerRegistrationRequest.rack");
  if (version >= 1) {
    writer.boolean(isMigratingZkBroker, "BrokerRegistrationRequest.isMigratingZkBroker");
  } else {
    if (isMigratingZkBroker !== false) writer.unsupported("BrokerRegistrationRequest.isMigratingZkBroker", version);
  }
  if (version >= 2) {
    writer.compactArrayLength(logDirs, "BrokerRegistrationRequest.logDirs");
    for (const element of logDirs) writer.uuid(element, "BrokerRegistrationRequest.logDirs");
  }
  if (version >= 3) {
    writer.int64(previousBrokerEpoch, "BrokerRegistrationRequest.previousBrokerEpoch");
  }
  writer.taggedFields(unknownTaggedFields, "BrokerRegistrationRequest");
}

function decodeBrokerRegistrationResponse(reader: WireReader, _version: number): BrokerRegistrationResponse {
  const throttleTimeMs = reader.int32("BrokerRegistrationResponse.throttleTimeMs");
  const errorCode = reader.int16("BrokerRegistrationResponse.errorCode");
  const brokerEpoch = reader.int64("BrokerRegistrationResponse.brokerEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerRegistrationResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerRegistrationResponse");
    const end = reader.taggedFieldEnd("BrokerRegistrationResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: BrokerRegistrationResponse = { throttleTimeMs, errorCode, brokerEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerRegistrationResponse(writer: WireWriter, message: Input<BrokerRegistrationResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, brokerEpoch = -1, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "BrokerRegistrationResponse.throttleTimeMs");
  writer.int16(errorCode, "BrokerRegistrationResponse.errorCode");
  writer.int64(brokerEpoch, "BrokerRegistrationResponse.brokerEpoch");
  writer.taggedFields(unknownTaggedFields, "BrokerRegistrationResponse");
}
