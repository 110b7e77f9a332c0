// Generated from schema/63-broker-heartbeat.ts by `npm run generate`: do not edit.
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** BrokerHeartbeatRequest: API key 63, versions 0–2, flexible 0+. */
export interface BrokerHeartbeatRequest {
  /** A broker id. */
  brokerId: number;
  /** Default -1. */
  brokerEpoch: number;
  currentMetadataOffset: number;
  wantFence: boolean;
  wantShutDown: boolean;
  /** Versions 1+. Tag 0. */
  offlineLogDirs: Uuid[];
  /** Versions 2+. Tag 1. Default null. */
  cordonedLogDirs: Uuid[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BrokerHeartbeatRequest: MessageCodec<BrokerHeartbeatRequest> = defineMessage<BrokerHeartbeatRequest>({
  name: "BrokerHeartbeatRequest",
  kind: "request",
  apiKey: 63,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeBrokerHeartbeatRequest,
  encode: encodeBrokerHeartbeatRequest,
});

/** BrokerHeartbeatResponse: API key 63, versions 0–2, flexible 0+. */
export interface BrokerHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default false. */
  isCaughtUp: boolean;
  /** Default true. */
  isFenced: boolean;
  shouldShutDown: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BrokerHeartbeatResponse: MessageCodec<BrokerHeartbeatResponse> = defineMessage<BrokerHeartbeatResponse>({
  name: "BrokerHeartbeatResponse",
  kind: "response",
  apiKey: 63,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeBrokerHeartbeatResponse,
  encode: encodeBrokerHeartbeatResponse,
});

function decodeBrokerHeartbeatRequest(reader: WireReader, version: number): BrokerHeartbeatRequest {
  const brokerId = reader.int32("BrokerHeartbeatRequest.brokerId");
  const brokerEpoch = reader.int64("BrokerHeartbeatRequest.brokerEpoch");
  const currentMetadataOffset = reader.int64("BrokerHeartbeatRequest.currentMetadataOffset");
  const wantFence = reader.boolean("BrokerHeartbeatRequest.wantFence");
  const wantShutDown = reader.boolean("BrokerHeartbeatRequest.wantShutDown");
  let offlineLogDirs: Uuid[] = [];
  let cordonedLogDirs: Uuid[] | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerHeartbeatRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerHeartbeatRequest");
    const end = reader.taggedFieldEnd("BrokerHeartbeatRequest");
    switch (tag) {
      case 0: {
        if (version < 1) reader.fail("tag 0 is not valid before version 1", "BrokerHeartbeatRequest.offlineLogDirs");
        offlineLogDirs = [];
        for (let left = reader.compactArrayLength(16, "BrokerHeartbeatRequest.offlineLogDirs"); left > 0; left--) offlineLogDirs.push(reader.uuid("BrokerHeartbeatRequest.offlineLogDirs"));
        break;
      }
      case 1: {
        if (version < 2) reader.fail("tag 1 is not valid before version 2", "BrokerHeartbeatRequest.cordonedLogDirs");
        cordonedLogDirs = null;
        const cordonedLogDirsLength = reader.compactNullableArrayLength(16, "BrokerHeartbeatRequest.cordonedLogDirs");
        if (cordonedLogDirsLength >= 0) {
          cordonedLogDirs = [];
          for (let left = cordonedLogDirsLength; left > 0; left--) cordonedLogDirs.push(reader.uuid("BrokerHeartbeatRequest.cordonedLogDirs"));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "BrokerHeartbeatRequest");
  }
  const message: BrokerHeartbeatRequest = { brokerId, brokerEpoch, currentMetadataOffset, wantFence, wantShutDown, offlineLogDirs, cordonedLogDirs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerHeartbeatRequest(writer: WireWriter, message: Input<BrokerHeartbeatRequest>, version: number): void {
  const { brokerId = 0, brokerEpoch = -1, currentMetadataOffset = 0, wantFence = false, wantShutDown = false, offlineLogDirs = [], cordonedLogDirs = null, unknownTaggedFields } = message;
  writer.int32(brokerId, "BrokerHeartbeatRequest.brokerId");
  writer.int64(brokerEpoch, "BrokerHeartbeatRequest.brokerEpoch");
  writer.int64(currentMetadataOffset, "BrokerHeartbeatRequest.currentMetadataOffset");
  writer.boolean(wantFence, "BrokerHeartbeatRequest.wantFence");
  writer.boolean(wantShutDown, "BrokerHeartbeatRequest.wantShutDown");
  const hasOfflineLogDirs = version >= 1 && (offlineLogDirs.length > 0);
  if (version < 1 && (offlineLogDirs.length > 0)) writer.unsupported("BrokerHeartbeatRequest.offlineLogDirs", version);
  const hasCordonedLogDirs = version >= 2 && (cordonedLogDirs !== null);
  if (version < 2 && (cordonedLogDirs !== null)) writer.unsupported("BrokerHeartbeatRequest.cordonedLogDirs", version);
  const pending = writer.beginTaggedFields((hasOfflineLogDirs ? 1 : 0) + (hasCordonedLogDirs ? 1 : 0), unknownTaggedFields, "BrokerHeartbeatRequest");
  if (hasOfflineLogDirs) {
    const mark = writer.beginTag(0, pending, "BrokerHeartbeatRequest.offlineLogDirs");
    writer.compactArrayLength(offlineLogDirs, "BrokerHeartbeatRequest.offlineLogDirs");
    for (const element of offlineLogDirs) writer.uuid(element, "BrokerHeartbeatRequest.offlineLogDirs");
    writer.endTag(mark);
  }
  if (hasCordonedLogDirs) {
    const mark = writer.beginTag(1, pending, "BrokerHeartbeatRequest.cordonedLogDirs");
    writer.compactNullableArrayLength(cordonedLogDirs, "BrokerHeartbeatRequest.cordonedLogDirs");
    if (cordonedLogDirs !== null) for (const element of cordonedLogDirs) writer.uuid(element, "BrokerHeartbeatRequest.cordonedLogDirs");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "BrokerHeartbeatRequest");
}

function decodeBrokerHeartbeatResponse(reader: WireReader, _version: number): BrokerHeartbeatResponse {
  const throttleTimeMs = reader.int32("BrokerHeartbeatResponse.throttleTimeMs");
  const errorCode = reader.int16("BrokerHeartbeatResponse.errorCode");
  const isCaughtUp = reader.boolean("BrokerHeartbeatResponse.isCaughtUp");
  const isFenced = reader.boolean("BrokerHeartbeatResponse.isFenced");
  const shouldShutDown = reader.boolean("BrokerHeartbeatResponse.shouldShutDown");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerHeartbeatResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerHeartbeatResponse");
    const end = reader.taggedFieldEnd("BrokerHeartbeatResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: BrokerHeartbeatResponse = { throttleTimeMs, errorCode, isCaughtUp, isFenced, shouldShutDown };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerHeartbeatResponse(writer: WireWriter, message: Input<BrokerHeartbeatResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, isCaughtUp = false, isFenced = true, shouldShutDown = false, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "BrokerHeartbeatResponse.throttleTimeMs");
  writer.int16(errorCode, "BrokerHeartbeatResponse.errorCode");
  writer.boolean(isCaughtUp, "BrokerHeartbeatResponse.isCaughtUp");
  writer.boolean(isFenced, "BrokerHeartbeatResponse.isFenced");
  writer.boolean(shouldShutDown, "BrokerHeartbeatResponse.shouldShutDown");
  writer.taggedFields(unknownTaggedFields, "BrokerHeartbeatResponse");
}
