// Generated from schema/47-offset-delete.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { WireWriter } from "../wire/writer.ts";

/** OffsetDeleteRequest: API key 47, versions 0. */
export interface OffsetDeleteRequest {
  /** A group id. */
  groupId: string;
  topics: OffsetDeleteRequestTopic[];
}

export const OffsetDeleteRequest: MessageCodec<OffsetDeleteRequest> = defineMessage<OffsetDeleteRequest>({
  name: "OffsetDeleteRequest",
  kind: "request",
  apiKey: 47,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeOffsetDeleteRequest,
  encode: encodeOffsetDeleteRequest,
});

/** OffsetDeleteResponse: API key 47, versions 0. */
export interface OffsetDeleteResponse {
  errorCode: number;
  throttleTimeMs: number;
  topics: OffsetDeleteResponseTopic[];
}

export const OffsetDeleteResponse: MessageCodec<OffsetDeleteResponse> = defineMessage<OffsetDeleteResponse>({
  name: "OffsetDeleteResponse",
  kind: "response",
  apiKey: 47,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeOffsetDeleteResponse,
  encode: encodeOffsetDeleteResponse,
});

/** In `OffsetDeleteRequestTopic.partitions`. */
export interface OffsetDeleteRequestPartition {
  partitionIndex: number;
}

/** In `OffsetDeleteRequest.topics`. */
export interface OffsetDeleteRequestTopic {
  /** A topic name. */
  name: string;
  partitions: OffsetDeleteRequestPartition[];
}

/** In `OffsetDeleteResponseTopic.partitions`. */
export interface OffsetDeleteResponsePartition {
  partitionIndex: number;
  errorCode: number;
}

/** In `OffsetDeleteResponse.topics`. */
export interface OffsetDeleteResponseTopic {
  /** A topic name. */
  name: string;
  partitions: OffsetDeleteResponsePartition[];
}

function decodeOffsetDeleteRequestPartition(reader: WireReader, _version: number): OffsetDeleteRequestPartition {
  const partitionIndex = reader.int32("OffsetDeleteRequestPartition.partitionIndex");
  return { partitionIndex };
}

function encodeOffsetDeleteRequestPartition(writer: WireWriter, message: Input<OffsetDeleteRequestPartition>, _version: number): void {
  const { partitionIndex = 0 } = message;
  writer.int32(partitionIndex, "OffsetDeleteRequestPartition.partitionIndex");
}

function decodeOffsetDeleteRequestTopic(reader: WireReader, version: number): OffsetDeleteRequestTopic {
  const name = reader.string("OffsetDeleteRequestTopic.name");
  const partitions: OffsetDeleteRequestPartition[] = [];
  for (let left = reader.arrayLength(4, "OffsetDeleteRequestTopic.partitions"); left > 0; left--) partitions.push(decodeOffsetDeleteRequestPartition(reader, version));
  return { name, partitions };
}

function encodeOffsetDeleteRequestTopic(writer: WireWriter, message: Input<OffsetDeleteRequestTopic>, version: number): void {
  const { name = "", partitions = [] } = message;
  writer.string(name, "OffsetDeleteRequestTopic.name");
  writer.arrayLength(partitions, "OffsetDeleteRequestTopic.partitions");
  for (const element of partitions) encodeOffsetDeleteRequestPartition(writer, element, version);
}

function decodeOffsetDeleteRequest(reader: WireReader, version: number): OffsetDeleteRequest {
  const groupId = reader.string("OffsetDeleteRequest.groupId");
  const topics: OffsetDeleteRequestTopic[] = [];
  for (let left = reader.arrayLength(6, "OffsetDeleteRequest.topics"); left > 0; left--) topics.push(decodeOffsetDeleteRequestTopic(reader, version));
  return { groupId, topics };
}

function encodeOffsetDeleteRequest(writer: WireWriter, message: Input<OffsetDeleteRequest>, version: number): void {
  const { groupId = "", topics = [] } = message;
  writer.string(groupId, "OffsetDeleteRequest.groupId");
  writer.arrayLength(topics, "OffsetDeleteRequest.topics");
  for (const element of topics) encodeOffsetDeleteRequestTopic(writer, element, version);
}

function decodeOffsetDeleteResponsePartition(reader: WireReader, _version: number): OffsetDeleteResponsePartition {
  const partitionIndex = reader.int32("OffsetDeleteResponsePartition.partitionIndex");
  const errorCode = reader.int16("OffsetDeleteResponsePartition.errorCode");
  return { partitionIndex, errorCode };
}

function encodeOffsetDeleteResponsePartition(writer: WireWriter, message: Input<OffsetDeleteResponsePartition>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0 } = message;
  writer.int32(partitionIndex, "OffsetDeleteResponsePartition.partitionIndex");
  writer.int16(errorCode, "OffsetDeleteResponsePartition.errorCode");
}

function decodeOffsetDeleteResponseTopic(reader: WireReader, version: number): OffsetDeleteResponseTopic {
  const name = reader.string("OffsetDeleteResponseTopic.name");
  const partitions: OffsetDeleteResponsePartition[] = [];
  for (let left = reader.arrayLength(6, "OffsetDeleteResponseTopic.partitions"); left > 0; left--) partitions.push(decodeOffsetDeleteResponsePartition(reader, version));
  return { name, partitions };
}

function encodeOffsetDeleteResponseTopic(writer: WireWriter, message: Input<OffsetDeleteResponseTopic>, version: number): void {
  const { name = "", partitions = [] } = message;
  writer.string(name, "OffsetDeleteResponseTopic.name");
  writer.arrayLength(partitions, "OffsetDeleteResponseTopic.partitions");
  for (const element of partitions) encodeOffsetDeleteResponsePartition(writer, element, version);
}

function decodeOffsetDeleteResponse(reader: WireReader, version: number): OffsetDeleteResponse {
  const errorCode = reader.int16("OffsetDeleteResponse.errorCode");
  const throttleTimeMs = reader.int32("OffsetDeleteResponse.throttleTimeMs");
  const topics: OffsetDeleteResponseTopic[] = [];
  for (let left = reader.arrayLength(6, "OffsetDeleteResponse.topics"); left > 0; left--) topics.push(decodeOffsetDeleteResponseTopic(reader, version));
  return { errorCode, throttleTimeMs, topics };
}

function encodeOffsetDeleteResponse(writer: WireWriter, message: Input<OffsetDeleteResponse>, version: number): void {
  const { errorCode = 0, throttleTimeMs = 0, topics = [] } = message;
  writer.int16(errorCode, "OffsetDeleteResponse.errorCode");
  writer.int32(throttleTimeMs, "OffsetDeleteResponse.throttleTimeMs");
  writer.arrayLength(topics, "OffsetDeleteResponse.topics");
  for (const element of topics) encodeOffsetDeleteResponseTopic(writer, element, version);
}
