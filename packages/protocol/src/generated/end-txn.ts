// Generated from schema/26-end-txn.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** EndTxnRequest: API key 26, versions 0–5, flexible 3+. */
export interface EndTxnRequest {
  /** A transactional id. */
  transactionalId: string;
  /** A producer id. */
  producerId: bigint;
  producerEpoch: number;
  committed: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const EndTxnRequest: MessageCodec<EndTxnRequest> = defineMessage<EndTxnRequest>({
  name: "EndTxnRequest",
  kind: "request",
  apiKey: 26,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeEndTxnRequest,
  encode: encodeEndTxnRequest,
});

/** EndTxnResponse: API key 26, versions 0–5, flexible 3+. */
export interface EndTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** A producer id. Versions 5+. Default -1n. Dropped where the version lacks it. */
  producerId: bigint;
  /** Versions 5+. Default -1. Dropped where the version lacks it. */
  producerEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const EndTxnResponse: MessageCodec<EndTxnResponse> = defineMessage<EndTxnResponse>({
  name: "EndTxnResponse",
  kind: "response",
  apiKey: 26,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeEndTxnResponse,
  encode: encodeEndTxnResponse,
});

function decodeEndTxnRequest(reader: WireReader, version: number): EndTxnRequest {
  const transactionalId = version >= 3 ? reader.compactString("EndTxnRequest.transactionalId") : reader.string("EndTxnRequest.transactionalId");
  const producerId = reader.int64BigInt("EndTxnRequest.producerId");
  const producerEpoch = reader.int16("EndTxnRequest.producerEpoch");
  const committed = reader.boolean("EndTxnRequest.committed");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("EndTxnRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndTxnRequest");
      const end = reader.taggedFieldEnd("EndTxnRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EndTxnRequest = { transactionalId, producerId, producerEpoch, committed };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndTxnRequest(writer: WireWriter, message: Input<EndTxnRequest>, version: number): void {
  const { transactionalId = "", producerId = 0n, producerEpoch = 0, committed = false, unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(transactionalId, "EndTxnRequest.transactionalId");
  } else {
    writer.string(transactionalId, "EndTxnRequest.transactionalId");
  }
  writer.int64BigInt(producerId, "EndTxnRequest.producerId");
  writer.int16(producerEpoch, "EndTxnRequest.producerEpoch");
  writer.boolean(committed, "EndTxnRequest.committed");
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "EndTxnRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EndTxnRequest", version);
  }
}

function decodeEndTxnResponse(reader: WireReader, version: number): EndTxnResponse {
  const throttleTimeMs = reader.int32("EndTxnResponse.throttleTimeMs");
  const errorCode = reader.int16("EndTxnResponse.errorCode");
  const producerId = version >= 5 ? reader.int64BigInt("EndTxnResponse.producerId") : -1n;
  const producerEpoch = version >= 5 ? reader.int16("EndTxnResponse.producerEpoch") : -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("EndTxnResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndTxnResponse");
      const end = reader.taggedFieldEnd("EndTxnResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EndTxnResponse = { throttleTimeMs, errorCode, producerId, producerEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndTxnResponse(writer: WireWriter, message: Input<EndTxnResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, producerId = -1n, producerEpoch = -1, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "EndTxnResponse.throttleTimeMs");
  writer.int16(errorCode, "EndTxnResponse.errorCode");
  if (version >= 5) {
    writer.int64BigInt(producerId, "EndTxnResponse.producerId");
  }
  if (version >= 5) {
    writer.int16(producerEpoch, "EndTxnResponse.producerEpoch");
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "EndTxnResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EndTxnResponse", version);
  }
}
