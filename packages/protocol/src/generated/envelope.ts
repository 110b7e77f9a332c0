// Generated from schema/58-envelope.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** EnvelopeRequest: API key 58, versions 0, flexible 0+. */
export interface EnvelopeRequest {
  requestData: Uint8Array;
  requestPrincipal: Uint8Array | null;
  clientHostAddress: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const EnvelopeRequest: MessageCodec<EnvelopeRequest> = defineMessage<EnvelopeRequest>({
  name: "EnvelopeRequest",
  kind: "request",
  apiKey: 58,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeEnvelopeRequest,
  encode: encodeEnvelopeRequest,
});

/** EnvelopeResponse: API key 58, versions 0, flexible 0+. */
export interface EnvelopeResponse {
  /** Default null. */
  responseData: Uint8Array | null;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const EnvelopeResponse: MessageCodec<EnvelopeResponse> = defineMessage<EnvelopeResponse>({
  name: "EnvelopeResponse",
  kind: "response",
  apiKey: 58,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeEnvelopeResponse,
  encode: encodeEnvelopeResponse,
});

function decodeEnvelopeRequest(reader: WireReader, _version: number): EnvelopeRequest {
  const requestData = reader.compactBytes("EnvelopeRequest.requestData");
  const requestPrincipal = reader.compactNullableBytes("EnvelopeRequest.requestPrincipal");
  const clientHostAddress = reader.compactBytes("EnvelopeRequest.clientHostAddress");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("EnvelopeRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("EnvelopeRequest");
    const end = reader.taggedFieldEnd("EnvelopeRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: EnvelopeRequest = { requestData, requestPrincipal, clientHostAddress };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEnvelopeRequest(writer: WireWriter, message: Input<EnvelopeRequest>, _version: number): void {
  const { requestData = EMPTY_BYTES, requestPrincipal = EMPTY_BYTES, clientHostAddress = EMPTY_BYTES, unknownTaggedFields } = message;
  writer.compactBytes(requestData, "EnvelopeRequest.requestData");
  writer.compactNullableBytes(requestPrincipal, "EnvelopeRequest.requestPrincipal");
  writer.compactBytes(clientHostAddress, "EnvelopeRequest.clientHostAddress");
  writer.taggedFields(unknownTaggedFields, "EnvelopeRequest");
}

function decodeEnvelopeResponse(reader: WireReader, _version: number): EnvelopeResponse {
  const responseData = reader.compactNullableBytes("EnvelopeResponse.responseData");
  const errorCode = reader.int16("EnvelopeResponse.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("EnvelopeResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("EnvelopeResponse");
    const end = reader.taggedFieldEnd("EnvelopeResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: EnvelopeResponse = { responseData, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEnvelopeResponse(writer: WireWriter, message: Input<EnvelopeResponse>, _version: number): void {
  const { responseData = null, errorCode = 0, unknownTaggedFields } = message;
  writer.compactNullableBytes(responseData, "EnvelopeResponse.responseData");
  writer.int16(errorCode, "EnvelopeResponse.errorCode");
  writer.taggedFields(unknownTaggedFields, "EnvelopeResponse");
}
