// Generated from schema/34-alter-replica-log-dirs.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AlterReplicaLogDirsRequest: API key 34, versions 1–2, flexible 2+. */
export interface AlterReplicaLogDirsRequest {
  dirs: AlterReplicaLogDir[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterReplicaLogDirsRequest: MessageCodec<AlterReplicaLogDirsRequest> = defineMessage<AlterReplicaLogDirsRequest>({
  name: "AlterReplicaLogDirsRequest",
  kind: "request",
  apiKey: 34,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterReplicaLogDirsRequest,
  encode: encodeAlterReplicaLogDirsRequest,
});

/** AlterReplicaLogDirsResponse: API key 34, versions 1–2, flexible 2+. */
export interface AlterReplicaLogDirsResponse {
  throttleTimeMs: number;
  results: AlterReplicaLogDirTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterReplicaLogDirsResponse: MessageCodec<AlterReplicaLogDirsResponse> = defineMessage<AlterReplicaLogDirsResponse>({
  name: "AlterReplicaLogDirsResponse",
  kind: "response",
  apiKey: 34,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterReplicaLogDirsResponse,
  encode: encodeAlterReplicaLogDirsResponse,
});

/** In `AlterReplicaLogDir.topics`. */
export interface AlterReplicaLogDirTopic {
  /** A topic name. */
  name: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterReplicaLogDirsRequest.dirs`. */
export interface AlterReplicaLogDir {
  path: string;
  topics: AlterReplicaLogDirTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterReplicaLogDirTopicResult.partitions`. */
export interface AlterReplicaLogDirPartitionResult {
  partitionIndex: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterReplicaLogDirsResponse.results`. */
export interface AlterReplicaLogDirTopicResult {
  /** A topic name. */
  topicName: string;
  partitions: AlterReplicaLogDirPartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAlterReplicaLogDirTopic(reader: WireReader, version: number): AlterReplicaLogDirTopic {
  const name = version >= 2 ? reader.compactString("AlterReplicaLogDirTopic.name") : reader.string("AlterReplicaLogDirTopic.name");
  const partitions: number[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(4, "AlterReplicaLogDirTopic.partitions") : reader.arrayLength(4, "AlterReplicaLogDirTopic.partitions"); left > 0; left--) partitions.push(reader.int32("AlterReplicaLogDirTopic.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterReplicaLogDirTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterReplicaLogDirTopic");
      const end = reader.taggedFieldEnd("AlterReplicaLogDirTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterReplicaLogDirTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterReplicaLogDirTopic(writer: WireWriter, message: Input<AlterReplicaLogDirTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(name, "AlterReplicaLogDirTopic.name");
  } else {
    writer.string(name, "AlterReplicaLogDirTopic.name");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitions, "AlterReplicaLogDirTopic.partitions");
    for (const element of partitions) writer.int32(element, "AlterReplicaLogDirTopic.partitions");
  } else {
    writer.arrayLength(partitions, "AlterReplicaLogDirTopic.partitions");
    for (const element of partitions) writer.int32(element, "AlterReplicaLogDirTopic.partitions");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterReplicaLogDirTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterReplicaLogDirTopic", version);
  }
}

function decodeAlterReplicaLogDir(reader: WireReader, version: number): AlterReplicaLogDir {
  const path = version >= 2 ? reader.compactString("AlterReplicaLogDir.path") : reader.string("AlterReplicaLogDir.path");
  const topics: AlterReplicaLogDirTopic[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "AlterReplicaLogDir.topics") : reader.arrayLength(6, "AlterReplicaLogDir.topics"); left > 0; left--) topics.push(decodeAlterReplicaLogDirTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterReplicaLogDir"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterReplicaLogDir");
      const end = reader.taggedFieldEnd("AlterReplicaLogDir");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterReplicaLogDir = { path, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterReplicaLogDir(writer: WireWriter, message: Input<AlterReplicaLogDir>, version: number): void {
  const { path = "", topics = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(path, "AlterReplicaLogDir.path");
  } else {
    writer.string(path, "AlterReplicaLogDir.path");
  }
  if (version >= 2) {
    writer.compactArrayLength(topics, "AlterReplicaLogDir.topics");
    for (const element of topics) encodeAlterReplicaLogDirTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "AlterReplicaLogDir.topics");
    for (const element of topics) encodeAlterReplicaLogDirTopic(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterReplicaLogDir");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterReplicaLogDir", version);
  }
}

function decodeAlterReplicaLogDirsRequest(reader: WireReader, version: number): AlterReplicaLogDirsRequest {
  const dirs: AlterReplicaLogDir[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "AlterReplicaLogDirsRequest.dirs") : reader.arrayLength(6, "AlterReplicaLogDirsRequest.dirs"); left > 0; left--) dirs.push(decodeAlterReplicaLogDir(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterReplicaLogDirsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterReplicaLogDirsRequest");
      const end = reader.taggedFieldEnd("AlterReplicaLogDirsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterReplicaLogDirsRequest = { dirs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterReplicaLogDirsRequest(writer: WireWriter, message: Input<AlterReplicaLogDirsRequest>, version: number): void {
  const { dirs = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(dirs, "AlterReplicaLogDirsRequest.dirs");
    for (const element of dirs) encodeAlterReplicaLogDir(writer, element, version);
  } else {
    writer.arrayLength(dirs, "AlterReplicaLogDirsRequest.dirs");
    for (const element of dirs) encodeAlterReplicaLogDir(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterReplicaLogDirsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterReplicaLogDirsRequest", version);
  }
}

function decodeAlterReplicaLogDirPartitionResult(reader: WireReader, version: number): AlterReplicaLogDirPartitionResult {
  const partitionIndex = reader.int32("AlterReplicaLogDirPartitionResult.partitionIndex");
  const errorCode = reader.int16("AlterReplicaLogDirPartitionResult.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterReplicaLogDirPartitionResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterReplicaLogDirPartitionResult");
      const end = reader.taggedFieldEnd("AlterReplicaLogDirPartitionResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterReplicaLogDirPartitionResult = { partitionIndex, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterReplicaLogDirPartitionResult(writer: WireWriter, message: Input<AlterReplicaLogDirPartitionResult>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AlterReplicaLogDirPartitionResult.partitionIndex");
  writer.int16(errorCode, "AlterReplicaLogDirPartitionResult.errorCode");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterReplicaLogDirPartitionResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterReplicaLogDirPartitionResult", version);
  }
}

function decodeAlterReplicaLogDirTopicResult(reader: WireReader, version: number): AlterReplicaLogDirTopicResult {
  const topicName = version >= 2 ? reader.compactString("AlterReplicaLogDirTopicResult.topicName") : reader.string("AlterReplicaLogDirTopicResult.topicName");
  const partitions: AlterReplicaLogDirPartitionResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(7, "AlterReplicaLogDirTopicResult.partitions") : reader.arrayLength(6, "AlterReplicaLogDirTopicResult.partitions"); left > 0; left--) partitions.push(decodeAlterReplicaLogDirPartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterReplicaLogDirTopicResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterReplicaLogDirTopicResult");
      const end = reader.taggedFieldEnd("AlterReplicaLogDirTopicResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterReplicaLogDirTopicResult = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterReplicaLogDirTopicResult(writer: WireWriter, message: Input<AlterReplicaLogDirTopicResult>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(topicName, "AlterReplicaLogDirTopicResult.topicName");
  } else {
    writer.string(topicName, "AlterReplicaLogDirTopicResult.topicName");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitions, "AlterReplicaLogDirTopicResult.partitions");
    for (const element of partitions) encodeAlterReplicaLogDirPartitionResult(writer, element, version);
  } else {
    writer.arrayLength(partitions, "AlterReplicaLogDirTopicResult.partitions");
    for (const element of partitions) encodeAlterReplicaLogDirPartitionResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterReplicaLogDirTopicResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterReplicaLogDirTopicResult", version);
  }
}

function decodeAlterReplicaLogDirsResponse(reader: WireReader, version: number): AlterReplicaLogDirsResponse {
  const throttleTimeMs = reader.int32("AlterReplicaLogDirsResponse.throttleTimeMs");
  const results: AlterReplicaLogDirTopicResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "AlterReplicaLogDirsResponse.results") : reader.arrayLength(6, "AlterReplicaLogDirsResponse.results"); left > 0; left--) results.push(decodeAlterReplicaLogDirTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterReplicaLogDirsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterReplicaLogDirsResponse");
      const end = reader.taggedFieldEnd("AlterReplicaLogDirsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterReplicaLogDirsResponse = { throttleTimeMs, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterReplicaLogDirsResponse(writer: WireWriter, message: Input<AlterReplicaLogDirsResponse>, version: number): void {
  const { throttleTimeMs = 0, results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AlterReplicaLogDirsResponse.throttleTimeMs");
  if (version >= 2) {
    writer.compactArrayLength(results, "AlterReplicaLogDirsResponse.results");
    for (const element of results) encodeAlterReplicaLogDirTopicResult(writer, element, version);
  } else {
    writer.arrayLength(results, "AlterReplicaLogDirsResponse.results");
    for (const element of results) encodeAlterReplicaLogDirTopicResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterReplicaLogDirsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterReplicaLogDirsResponse", version);
  }
}
