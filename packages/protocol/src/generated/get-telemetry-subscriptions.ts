// Generated from schema/71-get-telemetry-subscriptions.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** GetTelemetrySubscriptionsRequest: API key 71, versions 0, flexible 0+. */
export interface GetTelemetrySubscriptionsRequest {
  clientInstanceId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const GetTelemetrySubscriptionsRequest: MessageCodec<GetTelemetrySubscriptionsRequest> = defineMessage<GetTelemetrySubscriptionsRequest>({
  name: "GetTelemetrySubscriptionsRequest",
  kind: "request",
  apiKey: 71,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeGetTelemetrySubscriptionsRequest,
  encode: encodeGetTelemetrySubscriptionsRequest,
});

/** GetTelemetrySubscriptionsResponse: API key 71, versions 0, flexible 0+. */
export interface GetTelemetrySubscriptionsResponse {
  throttleTimeMs: number;
  errorCode: number;
  clientInstanceId: Uuid;
  subscriptionId: number;
  acceptedCompressionTypes: number[];
  pushIntervalMs: number;
  telemetryMaxBytes: number;
  deltaTemporality: boolean;
  requestedMetrics: string[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const GetTelemetrySubscriptionsResponse: MessageCodec<GetTelemetrySubscriptionsResponse> = defineMessage<GetTelemetrySubscriptionsResponse>({
  name: "GetTelemetrySubscriptionsResponse",
  kind: "response",
  apiKey: 71,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeGetTelemetrySubscriptionsResponse,
  encode: encodeGetTelemetrySubscriptionsResponse,
});

function decodeGetTelemetrySubscriptionsRequest(reader: WireReader, _version: number): GetTelemetrySubscriptionsRequest {
  const clientInstanceId = reader.uuid("GetTelemetrySubscriptionsRequest.clientInstanceId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("GetTelemetrySubscriptionsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("GetTelemetrySubscriptionsRequest");
    const end = reader.taggedFieldEnd("GetTelemetrySubscriptionsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: GetTelemetrySubscriptionsRequest = { clientInstanceId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeGetTelemetrySubscriptionsRequest(writer: WireWriter, message: Input<GetTelemetrySubscriptionsRequest>, _version: number): void {
  const { clientInstanceId = ZERO_UUID, unknownTaggedFields } = message;
  writer.uuid(clientInstanceId, "GetTelemetrySubscriptionsRequest.clientInstanceId");
  writer.taggedFields(unknownTaggedFields, "GetTelemetrySubscriptionsRequest");
}

function decodeGetTelemetrySubscriptionsResponse(reader: WireReader, _version: number): GetTelemetrySubscriptionsResponse {
  const throttleTimeMs = reader.int32("GetTelemetrySubscriptionsResponse.throttleTimeMs");
  const errorCode = reader.int16("GetTelemetrySubscriptionsResponse.errorCode");
  const clientInstanceId = reader.uuid("GetTelemetrySubscriptionsResponse.clientInstanceId");
  const subscriptionId = reader.int32("GetTelemetrySubscriptionsResponse.subscriptionId");
  const acceptedCompressionTypes: number[] = [];
  for (let left = reader.compactArrayLength(1, "GetTelemetrySubscriptionsResponse.acceptedCompressionTypes"); left > 0; left--) acceptedCompressionTypes.push(reader.int8("GetTelemetrySubscriptionsResponse.acceptedCompressionTypes"));
  const pushIntervalMs = reader.int32("GetTelemetrySubscriptionsResponse.pushIntervalMs");
  const telemetryMaxBytes = reader.int32("GetTelemetrySubscriptionsResponse.telemetryMaxBytes");
  const deltaTemporality = reader.boolean("GetTelemetrySubscriptionsResponse.deltaTemporality");
  const requestedMetrics: string[] = [];
  for (let left = reader.compactArrayLength(1, "GetTelemetrySubscriptionsResponse.requestedMetrics"); left > 0; left--) requestedMetrics.push(reader.compactString("GetTelemetrySubscriptionsResponse.requestedMetrics"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("GetTelemetrySubscriptionsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("GetTelemetrySubscriptionsResponse");
    const end = reader.taggedFieldEnd("GetTelemetrySubscriptionsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: GetTelemetrySubscriptionsResponse = { throttleTimeMs, errorCode, clientInstanceId, subscriptionId, acceptedCompressionTypes, pushIntervalMs, telemetryMaxBytes, deltaTemporality, requestedMetrics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeGetTelemetrySubscriptionsResponse(writer: WireWriter, message: Input<GetTelemetrySubscriptionsResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, clientInstanceId = ZERO_UUID, subscriptionId = 0, acceptedCompressionTypes = [], pushIntervalMs = 0, telemetryMaxBytes = 0, deltaTemporality = false, requestedMetrics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "GetTelemetrySubscriptionsResponse.throttleTimeMs");
  writer.int16(errorCode, "GetTelemetrySubscriptionsResponse.errorCode");
  writer.uuid(clientInstanceId, "GetTelemetrySubscriptionsResponse.clientInstanceId");
  writer.int32(subscriptionId, "GetTelemetrySubscriptionsResponse.subscriptionId");
  writer.compactArrayLength(acceptedCompressionTypes, "GetTelemetrySubscriptionsResponse.acceptedCompressionTypes");
  for (const element of acceptedCompressionTypes) writer.int8(element, "GetTelemetrySubscriptionsResponse.acceptedCompressionTypes");
  writer.int32(pushIntervalMs, "GetTelemetrySubscriptionsResponse.pushIntervalMs");
  writer.int32(telemetryMaxBytes, "GetTelemetrySubscriptionsResponse.telemetryMaxBytes");
  writer.boolean(deltaTemporality, "GetTelemetrySubscriptionsResponse.deltaTemporality");
  writer.compactArrayLength(requestedMetrics, "GetTelemetrySubscriptionsResponse.requestedMetrics");
  for (const element of requestedMetrics) writer.compactString(element, "GetTelemetrySubscriptionsResponse.requestedMetrics");
  writer.taggedFields(unknownTaggedFields, "GetTelemetrySubscriptionsResponse");
}
