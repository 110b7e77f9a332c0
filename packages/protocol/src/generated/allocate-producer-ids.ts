// Generated from schema/67-allocate-producer-ids.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AllocateProducerIdsRequest: API key 67, versions 0, flexible 0+. */
export interface AllocateProducerIdsRequest {
  /** A broker id. */
  brokerId: number;
  /** Default -1. */
  brokerEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AllocateProducerIdsRequest: MessageCodec<AllocateProducerIdsRequest> = defineMessage<AllocateProducerIdsRequest>({
  name: "AllocateProducerIdsRequest",
  kind: "request",
  apiKey: 67,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAllocateProducerIdsRequest,
  encode: encodeAllocateProducerIdsRequest,
});

/** AllocateProducerIdsResponse: API key 67, versions 0, flexible 0+. */
export interface AllocateProducerIdsResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** A producer id. */
  producerIdStart: bigint;
  producerIdLen: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AllocateProducerIdsResponse: MessageCodec<AllocateProducerIdsResponse> = defineMessage<AllocateProducerIdsResponse>({
  name: "AllocateProducerIdsResponse",
  kind: "response",
  apiKey: 67,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAllocateProducerIdsResponse,
  encode: encodeAllocateProducerIdsResponse,
});

function decodeAllocateProducerIdsRequest(reader: WireReader, _version: number): AllocateProducerIdsRequest {
  const brokerId = reader.int32("AllocateProducerIdsRequest.brokerId");
  const brokerEpoch = reader.int64("AllocateProducerIdsRequest.brokerEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AllocateProducerIdsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("AllocateProducerIdsRequest");
    const end = reader.taggedFieldEnd("AllocateProducerIdsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AllocateProducerIdsRequest = { brokerId, brokerEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAllocateProducerIdsRequest(writer: WireWriter, message: Input<AllocateProducerIdsRequest>, _version: number): void {
  const { brokerId = 0, brokerEpoch = -1, unknownTaggedFields } = message;
  writer.int32(brokerId, "AllocateProducerIdsRequest.brokerId");
  writer.int64(brokerEpoch, "AllocateProducerIdsRequest.brokerEpoch");
  writer.taggedFields(unknownTaggedFields, "AllocateProducerIdsRequest");
}

function decodeAllocateProducerIdsResponse(reader: WireReader, _version: number): AllocateProducerIdsResponse {
  const throttleTimeMs = reader.int32("AllocateProducerIdsResponse.throttleTimeMs");
  const errorCode = reader.int16("AllocateProducerIdsResponse.errorCode");
  const producerIdStart = reader.int64BigInt("AllocateProducerIdsResponse.producerIdStart");
  const producerIdLen = reader.int32("AllocateProducerIdsResponse.producerIdLen");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AllocateProducerIdsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("AllocateProducerIdsResponse");
    const end = reader.taggedFieldEnd("AllocateProducerIdsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AllocateProducerIdsResponse = { throttleTimeMs, errorCode, producerIdStart, producerIdLen };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAllocateProducerIdsResponse(writer: WireWriter, message: Input<AllocateProducerIdsResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, producerIdStart = 0n, producerIdLen = 0, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AllocateProducerIdsResponse.throttleTimeMs");
  writer.int16(errorCode, "AllocateProducerIdsResponse.errorCode");
  writer.int64BigInt(producerIdStart, "AllocateProducerIdsResponse.producerIdStart");
  writer.int32(producerIdLen, "AllocateProducerIdsResponse.producerIdLen");
  writer.taggedFields(unknownTaggedFields, "AllocateProducerIdsResponse");
}
