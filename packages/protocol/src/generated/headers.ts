// Generated from schema/headers.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** RequestHeader: header, versions 1–2, flexible 2+. */
export interface RequestHeader {
  requestApiKey: number;
  requestApiVersion: number;
  correlationId: number;
  clientId: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RequestHeader: MessageCodec<RequestHeader> = defineMessage<RequestHeader>({
  name: "RequestHeader",
  kind: "header",
  apiKey: -1,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeRequestHeader,
  encode: encodeRequestHeader,
});

/** ResponseHeader: header, versions 0–1, flexible 1+. */
export interface ResponseHeader {
  correlationId: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ResponseHeader: MessageCodec<ResponseHeader> = defineMessage<ResponseHeader>({
  name: "ResponseHeader",
  kind: "header",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeResponseHeader,
  encode: encodeResponseHeader,
});

function decodeRequestHeader(reader: WireReader, version: number): RequestHeader {
  const requestApiKey = reader.int16("RequestHeader.requestApiKey");
  const requestApiVersion = reader.int16("RequestHeader.requestApiVersion");
  const correlationId = reader.int32("RequestHeader.correlationId");
  const clientId = reader.nullableString("RequestHeader.clientId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("RequestHeader"); left > 0; left--) {
      const tag = reader.unsignedVarint("RequestHeader");
      const end = reader.taggedFieldEnd("RequestHeader");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: RequestHeader = { requestApiKey, requestApiVersion, correlationId, clientId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRequestHeader(writer: WireWriter, message: Input<RequestHeader>, version: number): void {
  const { requestApiKey = 0, requestApiVersion = 0, correlationId = 0, clientId = "", unknownTaggedFields } = message;
  writer.int16(requestApiKey, "RequestHeader.requestApiKey");
  writer.int16(requestApiVersion, "RequestHeader.requestApiVersion");
  writer.int32(correlationId, "RequestHeader.correlationId");
  writer.nullableString(clientId, "RequestHeader.clientId");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "RequestHeader");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "RequestHeader", version);
  }
}

function decodeResponseHeader(reader: WireReader, version: number): ResponseHeader {
  const correlationId = reader.int32("ResponseHeader.correlationId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("ResponseHeader"); left > 0; left--) {
      const tag = reader.unsignedVarint("ResponseHeader");
      const end = reader.taggedFieldEnd("ResponseHeader");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ResponseHeader = { correlationId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeResponseHeader(writer: WireWriter, message: Input<ResponseHeader>, version: number): void {
  const { correlationId = 0, unknownTaggedFields } = message;
  writer.int32(correlationId, "ResponseHeader.correlationId");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "ResponseHeader");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ResponseHeader", version);
  }
}
