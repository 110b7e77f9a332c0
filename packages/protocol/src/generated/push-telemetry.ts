// Generated from schema/72-push-telemetry.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** PushTelemetryRequest: API key 72, versions 0, flexible 0+. */
export interface PushTelemetryRequest {
  clientInstanceId: Uuid;
  subscriptionId: number;
  terminating: boolean;
  compressionType: number;
  metrics: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const PushTelemetryRequest: MessageCodec<PushTelemetryRequest> = defineMessage<PushTelemetryRequest>({
  name: "PushTelemetryRequest",
  kind: "request",
  apiKey: 72,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodePushTelemetryRequest,
  encode: encodePushTelemetryRequest,
});

/** PushTelemetryResponse: API key 72, versions 0, flexible 0+. */
export interface PushTelemetryResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const PushTelemetryResponse: MessageCodec<PushTelemetryResponse> = defineMessage<PushTelemetryResponse>({
  name: "PushTelemetryResponse",
  kind: "response",
  apiKey: 72,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodePushTelemetryResponse,
  encode: encodePushTelemetryResponse,
});

function decodePushTelemetryRequest(reader: WireReader, _version: number): PushTelemetryRequest {
  const clientInstanceId = reader.uuid("PushTelemetryRequest.clientInstanceId");
  const subscriptionId = reader.int32("PushTelemetryRequest.subscriptionId");
  const terminating = reader.boolean("PushTelemetryRequest.terminating");
  const compressionType = reader.int8("PushTelemetryRequest.compressionType");
  const metrics = reader.compactBytes("PushTelemetryRequest.metrics");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PushTelemetryRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("PushTelemetryRequest");
    const end = reader.taggedFieldEnd("PushTelemetryRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PushTelemetryRequest = { clientInstanceId, subscriptionId, terminating, compressionType, metrics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePushTelemetryRequest(writer: WireWriter, message: Input<PushTelemetryRequest>, _version: number): void {
  const { clientInstanceId = ZERO_UUID, subscriptionId = 0, terminating = false, compressionType = 0, metrics = EMPTY_BYTES, unknownTaggedFields } = message;
  writer.uuid(clientInstanceId, "PushTelemetryRequest.clientInstanceId");
  writer.int32(subscriptionId, "PushTelemetryRequest.subscriptionId");
  writer.boolean(terminating, "PushTelemetryRequest.terminating");
  writer.int8(compressionType, "PushTelemetryRequest.compressionType");
  writer.compactBytes(metrics, "PushTelemetryRequest.metrics");
  writer.taggedFields(unknownTaggedFields, "PushTelemetryRequest");
}

function decodePushTelemetryResponse(reader: WireReader, _version: number): PushTelemetryResponse {
  const throttleTimeMs = reader.int32("PushTelemetryResponse.throttleTimeMs");
  const errorCode = reader.int16("PushTelemetryResponse.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PushTelemetryResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("PushTelemetryResponse");
    const end = reader.taggedFieldEnd("PushTelemetryResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PushTelemetryResponse = { throttleTimeMs, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePushTelemetryResponse(writer: WireWriter, message: Input<PushTelemetryResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "PushTelemetryResponse.throttleTimeMs");
  writer.int16(errorCode, "PushTelemetryResponse.errorCode");
  writer.taggedFields(unknownTaggedFields, "PushTelemetryResponse");
}
