// Generated from schema/22-init-producer-id.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** InitProducerIdRequest: API key 22, versions 0–6, flexible 2+. */
export interface InitProducerIdRequest {
  /** A transactional id. */
  transactionalId: string | null;
  transactionTimeoutMs: number;
  /** A producer id. Versions 3+. Default -1n. */
  producerId: bigint;
  /** Versions 3+. Default -1. */
  producerEpoch: number;
  /** Versions 6+. Default false. */
  enable2Pc: boolean;
  /** Versions 6+. Default false. */
  keepPreparedTxn: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const InitProducerIdRequest: MessageCodec<InitProducerIdRequest> = defineMessage<InitProducerIdRequest>({
  name: "InitProducerIdRequest",
  kind: "request",
  apiKey: 22,
  lowestVersion: 0,
  highestVersion: 6,
  flexibleFrom: 2,
  decode: decodeInitProducerIdRequest,
  encode: encodeInitProducerIdRequest,
});

/** InitProducerIdResponse: API key 22, versions 0–6, flexible 2+. */
export interface InitProducerIdResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** A producer id. Default -1n. */
  producerId: bigint;
  producerEpoch: number;
  /** A producer id. Versions 6+. Default -1n. */
  ongoingTxnProducerId: bigint;
  /** Versions 6+. Default -1. */
  ongoingTxnProducerEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const InitProducerIdResponse: MessageCodec<InitProducerIdResponse> = defineMessage<InitProducerIdResponse>({
  name: "InitProducerIdResponse",
  kind: "response",
  apiKey: 22,
  lowestVersion: 0,
  highestVersion: 6,
  flexibleFrom: 2,
  decode: decodeInitProducerIdResponse,
  encode: encodeInitProducerIdResponse,
});

function decodeInitProducerIdRequest(reader: WireReader, version: number): InitProducerIdRequest {
  const transactionalId = version >= 2 ? reader.compactNullableString("InitProducerIdRequest.transactionalId") : reader.nullableString("InitProducerIdRequest.transactionalId");
  const transactionTimeoutMs = reader.int32("InitProducerIdRequest.transactionTimeoutMs");
  const producerId = version >= 3 ? reader.int64BigInt("InitProducerIdRequest.producerId") : -1n;
  const producerEpoch = version >= 3 ? reader.int16("InitProducerIdRequest.producerEpoch") : -1;
  const enable2Pc = version >= 6 ? reader.boolean("InitProducerIdRequest.enable2Pc") : false;
  const keepPreparedTxn = version >= 6 ? reader.boolean("InitProducerIdRequest.keepPreparedTxn") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("InitProducerIdRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("InitProducerIdRequest");
      const end = reader.taggedFieldEnd("InitProducerIdRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: InitProducerIdRequest = { transactionalId, transactionTimeoutMs, producerId, producerEpoch, enable2Pc, keepPreparedTxn };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeInitProducerIdRequest(writer: WireWriter, message: Input<InitProducerIdRequest>, version: number): void {
  const { transactionalId = "", transactionTimeoutMs = 0, producerId = -1n, producerEpoch = -1, enable2Pc = false, keepPreparedTxn = false, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactNullableString(transactionalId, "InitProducerIdRequest.transactionalId");
  } else {
    writer.nullableString(transactionalId, "InitProducerIdRequest.transactionalId");
  }
  writer.int32(transactionTimeoutMs, "InitProducerIdRequest.transactionTimeoutMs");
  if (version >= 3) {
    writer.int64BigInt(producerId, "InitProducerIdRequest.producerId");
  } else {
    if (producerId !== -1n) writer.unsupported("InitProducerIdRequest.producerId", version);
  }
  if (version >= 3) {
    writer.int16(producerEpoch, "InitProducerIdRequest.producerEpoch");
  } else {
    if (producerEpoch !== -1) writer.unsupported("InitProducerIdRequest.producerEpoch", version);
  }
  if (version >= 6) {
    writer.boolean(enable2Pc, "InitProducerIdRequest.enable2Pc");
  } else {
    if (enable2Pc !== false) writer.unsupported("InitProducerIdRequest.enable2Pc", version);
  }
  if (version >= 6) {
    writer.boolean(keepPreparedTxn, "InitProducerIdRequest.keepPreparedTxn");
  } else {
    if (keepPreparedTxn !== false) writer.unsupported("InitProducerIdRequest.keepPreparedTxn", version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "InitProducerIdRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "InitProducerIdRequest", version);
  }
}

function decodeInitProducerIdResponse(reader: WireReader, version: number): InitProducerIdResponse {
  const throttleTimeMs = reader.int32("InitProducerIdResponse.throttleTimeMs");
  const errorCode = reader.int16("InitProducerIdResponse.errorCode");
  const producerId = reader.int64BigInt("InitProducerIdResponse.producerId");
  const producerEpoch = reader.int16("InitProducerIdResponse.producerEpoch");
  const ongoingTxnProducerId = version >= 6 ? reader.int64BigInt("InitProducerIdResponse.ongoingTxnProducerId") : -1n;
  const ongoingTxnProducerEpoch = version >= 6 ? reader.int16("InitProducerIdResponse.ongoingTxnProducerEpoch") : -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("InitProducerIdResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("InitProducerIdResponse");
      const end = reader.taggedFieldEnd("InitProducerIdResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: InitProducerIdResponse = { throttleTimeMs, errorCode, producerId, producerEpoch, ongoingTxnProducerId, ongoingTxnProducerEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeInitProducerIdResponse(writer: WireWriter, message: Input<InitProducerIdResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, producerId = -1n, producerEpoch = 0, ongoingTxnProducerId = -1n, ongoingTxnProducerEpoch = -1, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "InitProducerIdResponse.throttleTimeMs");
  writer.int16(errorCode, "InitProducerIdResponse.errorCode");
  writer.int64BigInt(producerId, "InitProducerIdResponse.producerId");
  writer.int16(producerEpoch, "InitProducerIdResponse.producerEpoch");
  if (version >= 6) {
    writer.int64BigInt(ongoingTxnProducerId, "InitProducerIdResponse.ongoingTxnProducerId");
  } else {
    if (ongoingTxnProducerId !== -1n) writer.unsupported("InitProducerIdResponse.ongoingTxnProducerId", version);
  }
  if (version >= 6) {
    writer.int16(ongoingTxnProducerEpoch, "InitProducerIdResponse.ongoingTxnProducerEpoch");
  } else {
    if (ongoingTxnProducerEpoch !== -1) writer.unsupported("InitProducerIdResponse.ongoingTxnProducerEpoch", version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "InitProducerIdResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "InitProducerIdResponse", version);
  }
}
