// Generated from schema/25-add-offsets-to-txn.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AddOffsetsToTxnRequest: API key 25, versions 0–4, flexible 3+. */
export interface AddOffsetsToTxnRequest {
  /** A transactional id. */
  transactionalId: string;
  /** A producer id. */
  producerId: bigint;
  producerEpoch: number;
  /** A group id. */
  groupId: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AddOffsetsToTxnRequest: MessageCodec<AddOffsetsToTxnRequest> = defineMessage<AddOffsetsToTxnRequest>({
  name: "AddOffsetsToTxnRequest",
  kind: "request",
  apiKey: 25,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 3,
  decode: decodeAddOffsetsToTxnRequest,
  encode: encodeAddOffsetsToTxnRequest,
});

/** AddOffsetsToTxnResponse: API key 25, versions 0–4, flexible 3+. */
export interface AddOffsetsToTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AddOffsetsToTxnResponse: MessageCodec<AddOffsetsToTxnResponse> = defineMessage<AddOffsetsToTxnResponse>({
  name: "AddOffsetsToTxnResponse",
  kind: "response",
  apiKey: 25,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 3,
  decode: decodeAddOffsetsToTxnResponse,
  encode: encodeAddOffsetsToTxnResponse,
});

function decodeAddOffsetsToTxnRequest(reader: WireReader, version: number): AddOffsetsToTxnRequest {
  const transactionalId = version >= 3 ? reader.compactString("AddOffsetsToTxnRequest.transactionalId") : reader.string("AddOffsetsToTxnRequest.transactionalId");
  const producerId = reader.int64BigInt("AddOffsetsToTxnRequest.producerId");
  const producerEpoch = reader.int16("AddOffsetsToTxnRequest.producerEpoch");
  const groupId = version >= 3 ? reader.compactString("AddOffsetsToTxnRequest.groupId") : reader.string("AddOffsetsToTxnRequest.groupId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("AddOffsetsToTxnRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("AddOffsetsToTxnRequest");
      const end = reader.taggedFieldEnd("AddOffsetsToTxnRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AddOffsetsToTxnRequest = { transactionalId, producerId, producerEpoch, groupId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddOffsetsToTxnRequest(writer: WireWriter, message: Input<AddOffsetsToTxnRequest>, version: number): void {
  const { transactionalId = "", producerId = 0n, producerEpoch = 0, groupId = "", unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(transactionalId, "AddOffsetsToTxnRequest.transactionalId");
  } else {
    writer.string(transactionalId, "AddOffsetsToTxnRequest.transactionalId");
  }
  writer.int64BigInt(producerId, "AddOffsetsToTxnRequest.producerId");
  writer.int16(producerEpoch, "AddOffsetsToTxnRequest.producerEpoch");
  if (version >= 3) {
    writer.compactString(groupId, "AddOffsetsToTxnRequest.groupId");
  } else {
    writer.string(groupId, "AddOffsetsToTxnRequest.groupId");
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "AddOffsetsToTxnRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AddOffsetsToTxnRequest", version);
  }
}

function decodeAddOffsetsToTxnResponse(reader: WireReader, version: number): AddOffsetsToTxnResponse {
  const throttleTimeMs = reader.int32("AddOffsetsToTxnResponse.throttleTimeMs");
  const errorCode = reader.int16("AddOffsetsToTxnResponse.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("AddOffsetsToTxnResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("AddOffsetsToTxnResponse");
      const end = reader.taggedFieldEnd("AddOffsetsToTxnResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AddOffsetsToTxnResponse = { throttleTimeMs, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddOffsetsToTxnResponse(writer: WireWriter, message: Input<AddOffsetsToTxnResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AddOffsetsToTxnResponse.throttleTimeMs");
  writer.int16(errorCode, "AddOffsetsToTxnResponse.errorCode");
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "AddOffsetsToTxnResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AddOffsetsToTxnResponse", version);
  }
}
