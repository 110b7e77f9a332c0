// Generated from schema/60-describe-cluster.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeClusterRequest: API key 60, versions 0–2, flexible 0+. */
export interface DescribeClusterRequest {
  includeClusterAuthorizedOperations: boolean;
  /** Versions 1+. Default 1. */
  endpointType: number;
  /** Versions 2+. */
  includeFencedBrokers: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeClusterRequest: MessageCodec<DescribeClusterRequest> = defineMessage<DescribeClusterRequest>({
  name: "DescribeClusterRequest",
  kind: "request",
  apiKey: 60,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeClusterRequest,
  encode: encodeDescribeClusterRequest,
});

/** DescribeClusterResponse: API key 60, versions 0–2, flexible 0+. */
export interface DescribeClusterResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Versions 1+. Default 1. */
  endpointType: number;
  clusterId: string;
  /** A broker id. Default -1. */
  controllerId: number;
  brokers: DescribeClusterBroker[];
  /** Default -2147483648. */
  clusterAuthorizedOperations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeClusterResponse: MessageCodec<DescribeClusterResponse> = defineMessage<DescribeClusterResponse>({
  name: "DescribeClusterResponse",
  kind: "response",
  apiKey: 60,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeClusterResponse,
  encode: encodeDescribeClusterResponse,
});

/** In `DescribeClusterResponse.brokers`. */
export interface DescribeClusterBroker {
  /** A broker id. */
  brokerId: number;
  host: string;
  port: number;
  /** Default null. */
  rack: string | null;
  /** Versions 2+. */
  isFenced: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeClusterRequest(reader: WireReader, version: number): DescribeClusterRequest {
  const includeClusterAuthorizedOperations = reader.boolean("DescribeClusterRequest.includeClusterAuthorizedOperations");
  const endpointType = version >= 1 ? reader.int8("DescribeClusterRequest.endpointType") : 1;
  const includeFencedBrokers = version >= 2 ? reader.boolean("DescribeClusterRequest.includeFencedBrokers") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeClusterRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeClusterRequest");
    const end = reader.taggedFieldEnd("DescribeClusterRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeClusterRequest = { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeClusterRequest(writer: WireWriter, message: Input<DescribeClusterRequest>, version: number): void {
  const { includeClusterAuthorizedOperations = false, endpointType = 1, includeFencedBrokers = false, unknownTaggedFields } = message;
  writer.boolean(includeClusterAuthorizedOperations, "DescribeClusterRequest.includeClusterAuthorizedOperations");
  if (version >= 1) {
    writer.int8(endpointType, "DescribeClusterRequest.endpointType");
  } else {
    if (endpointType !== 1) writer.unsupported("DescribeClusterRequest.endpointType", version);
  }
  if (version >= 2) {
    writer.boolean(includeFencedBrokers, "DescribeClusterRequest.includeFencedBrokers");
  } else {
    if (includeFencedBrokers !== false) writer.unsupported("DescribeClusterRequest.includeFencedBrokers", version);
  }
  writer.taggedFields(unknownTaggedFields, "DescribeClusterRequest");
}

function decodeDescribeClusterBroker(reader: WireReader, version: number): DescribeClusterBroker {
  const brokerId = reader.int32("DescribeClusterBroker.brokerId");
  const host = reader.compactString("DescribeClusterBroker.host");
  const port = reader.int32("DescribeClusterBroker.port");
  const rack = reader.compactNullableString("DescribeClusterBroker.rack");
  const isFenced = version >= 2 ? reader.boolean("DescribeClusterBroker.isFenced") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeClusterBroker"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeClusterBroker");
    const end = reader.taggedFieldEnd("DescribeClusterBroker");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeClusterBroker = { brokerId, host, port, rack, isFenced };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeClusterBroker(writer: WireWriter, message: Input<DescribeClusterBroker>, version: number): void {
  const { brokerId = 0, host = "", port = 0, rack = null, isFenced = false, unknownTaggedFields } = message;
  writer.int32(brokerId, "DescribeClusterBroker.brokerId");
  writer.compactString(host, "DescribeClusterBroker.host");
  writer.int32(port, "DescribeClusterBroker.port");
  writer.compactNullableString(rack, "DescribeClusterBroker.rack");
  if (version >= 2) {
    writer.boolean(isFenced, "DescribeClusterBroker.isFenced");
  } else {
    if (isFenced !== false) writer.unsupported("DescribeClusterBroker.isFenced", version);
  }
  writer.taggedFields(unknownTaggedFields, "DescribeClusterBroker");
}

function decodeDescribeClusterResponse(reader: WireReader, version: number): DescribeClusterResponse {
  const throttleTimeMs = reader.int32("DescribeClusterResponse.throttleTimeMs");
  const errorCode = reader.int16("DescribeClusterResponse.errorCode");
  const errorMessage = reader.compactNullableString("DescribeClusterResponse.errorMessage");
  const endpointType = version >= 1 ? reader.int8("DescribeClusterResponse.endpointType") : 1;
  const clusterId = reader.compactString("DescribeClusterResponse.clusterId");
  const controllerId = reader.int32("DescribeClusterResponse.controllerId");
  const brokers: DescribeClusterBroker[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(12, "DescribeClusterResponse.brokers") : reader.compactArrayLength(11, "DescribeClusterResponse.brokers"); left > 0; left--) brokers.push(decodeDescribeClusterBroker(reader, version));
  const clusterAuthorizedOperations = reader.int32("DescribeClusterResponse.clusterAuthorizedOperations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeClusterResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeClusterResponse");
    const end = reader.taggedFieldEnd("DescribeClusterResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeClusterResponse = { throttleTimeMs, errorCode, errorMessage, endpointType, clusterId, controllerId, brokers, clusterAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeClusterResponse(writer: WireWriter, message: Input<DescribeClusterResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, endpointType = 1, clusterId = "", controllerId = -1, brokers = [], clusterAuthorizedOperations = -2147483648, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeClusterResponse.throttleTimeMs");
  writer.int16(errorCode, "DescribeClusterResponse.errorCode");
  writer.compactNullableString(errorMessage, "DescribeClusterResponse.errorMessage");
  if (version >= 1) {
    writer.int8(endpointType, "DescribeClusterResponse.endpointType");
  } else {
    if (endpointType !== 1) writer.unsupported("DescribeClusterResponse.endpointType", version);
  }
  writer.compactString(clusterId, "DescribeClusterResponse.clusterId");
  writer.int32(controllerId, "DescribeClusterResponse.controllerId");
  writer.compactArrayLength(brokers, "DescribeClusterResponse.brokers");
  for (const element of brokers) encodeDescribeClusterBroker(writer, element, version);
  writer.int32(clusterAuthorizedOperations, "DescribeClusterResponse.clusterAuthorizedOperations");
  writer.taggedFields(unknownTaggedFields, "DescribeClusterResponse");
}
