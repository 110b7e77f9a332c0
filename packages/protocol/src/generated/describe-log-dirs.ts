// Generated from schema/35-describe-log-dirs.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeLogDirsRequest: API key 35, versions 1–5, flexible 2+. */
export interface DescribeLogDirsRequest {
  topics: DescribableLogDirTopic[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeLogDirsRequest: MessageCodec<DescribeLogDirsRequest> = defineMessage<DescribeLogDirsRequest>({
  name: "DescribeLogDirsRequest",
  kind: "request",
  apiKey: 35,
  lowestVersion: 1,
  highestVersion: 5,
  flexibleFrom: 2,
  decode: decodeDescribeLogDirsRequest,
  encode: encodeDescribeLogDirsRequest,
});

/** DescribeLogDirsResponse: API key 35, versions 1–5, flexible 2+. */
export interface DescribeLogDirsResponse {
  throttleTimeMs: number;
  /** Versions 3+. Dropped where the version lacks it. */
  errorCode: number;
  results: DescribeLogDirsResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeLogDirsResponse: MessageCodec<DescribeLogDirsResponse> = defineMessage<DescribeLogDirsResponse>({
  name: "DescribeLogDirsResponse",
  kind: "response",
  apiKey: 35,
  lowestVersion: 1,
  highestVersion: 5,
  flexibleFrom: 2,
  decode: decodeDescribeLogDirsResponse,
  encode: encodeDescribeLogDirsResponse,
});

/** In `DescribeLogDirsRequest.topics`. */
export interface DescribableLogDirTopic {
  /** A topic name. */
  topic: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeLogDirsTopic.partitions`. */
export interface DescribeLogDirsPartition {
  partitionIndex: number;
  partitionSize: number;
  offsetLag: number;
  isFutureKey: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeLogDirsResult.topics`. */
export interface DescribeLogDirsTopic {
  /** A topic name. */
  name: string;
  partitions: DescribeLogDirsPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeLogDirsResponse.results`. */
export interface DescribeLogDirsResult {
  errorCode: number;
  logDir: string;
  topics: DescribeLogDirsTopic[];
  /** Versions 4+. Default -1. Dropped where the version lacks it. */
  totalBytes: number;
  /** Versions 4+. Default -1. Dropped where the version lacks it. */
  usableBytes: number;
  /** Versions 5+. Default false. Dropped where the version lacks it. */
  isCordoned: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribableLogDirTopic(reader: WireReader, version: number): DescribableLogDirTopic {
  const topic = version >= 2 ? reader.compactString("DescribableLogDirTopic.topic") : reader.string("DescribableLogDirTopic.topic");
  const partitions: number[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(4, "DescribableLogDirTopic.partitions") : reader.arrayLength(4, "DescribableLogDirTopic.partitions"); left > 0; left--) partitions.push(reader.int32("DescribableLogDirTopic.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribableLogDirTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribableLogDirTopic");
      const end = reader.taggedFieldEnd("DescribableLogDirTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribableLogDirTopic = { topic, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribableLogDirTopic(writer: WireWriter, message: Input<DescribableLogDirTopic>, version: number): void {
  const { topic = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(topic, "DescribableLogDirTopic.topic");
  } else {
    writer.string(topic, "DescribableLogDirTopic.topic");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitions, "DescribableLogDirTopic.partitions");
    for (const element of partitions) writer.int32(element, "DescribableLogDirTopic.partitions");
  } else {
    writer.arrayLength(partitions, "DescribableLogDirTopic.partitions");
    for (const element of partitions) writer.int32(element, "DescribableLogDirTopic.partitions");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribableLogDirTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribableLogDirTopic", version);
  }
}

function decodeDescribeLogDirsRequest(reader: WireReader, version: number): DescribeLogDirsRequest {
  let topics: DescribableLogDirTopic[] | null = null;
  const topicsLength = version >= 2 ? reader.compactNullableArrayLength(3, "DescribeLogDirsRequest.topics") : reader.nullableArrayLength(6, "DescribeLogDirsRequest.topics");
  if (topicsLength >= 0) {
    topics = [];
    for (let left = topicsLength; left > 0; left--) topics.push(decodeDescribableLogDirTopic(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeLogDirsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeLogDirsRequest");
      const end = reader.taggedFieldEnd("DescribeLogDirsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeLogDirsRequest = { topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeLogDirsRequest(writer: WireWriter, message: Input<DescribeLogDirsRequest>, version: number): void {
  const { topics = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactNullableArrayLength(topics, "DescribeLogDirsRequest.topics");
    if (topics !== null) for (const element of topics) encodeDescribableLogDirTopic(writer, element, version);
  } else {
    writer.nullableArrayLength(topics, "DescribeLogDirsRequest.topics");
    if (topics !== null) for (const element of topics) encodeDescribableLogDirTopic(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeLogDirsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeLogDirsRequest", version);
  }
}

function decodeDescribeLogDirsPartition(reader: WireReader, version: number): DescribeLogDirsPartition {
  const partitionIndex = reader.int32("DescribeLogDirsPartition.partitionIndex");
  const partitionSize = reader.int64("DescribeLogDirsPartition.partitionSize");
  const offsetLag = reader.int64("DescribeLogDirsPartition.offsetLag");
  const isFutureKey = reader.boolean("DescribeLogDirsPartition.isFutureKey");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeLogDirsPartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeLogDirsPartition");
      const end = reader.taggedFieldEnd("DescribeLogDirsPartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeLogDirsPartition = { partitionIndex, partitionSize, offsetLag, isFutureKey };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeLogDirsPartition(writer: WireWriter, message: Input<DescribeLogDirsPartition>, version: number): void {
  const { partitionIndex = 0, partitionSize = 0, offsetLag = 0, isFutureKey = false, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "DescribeLogDirsPartition.partitionIndex");
  writer.int64(partitionSize, "DescribeLogDirsPartition.partitionSize");
  writer.int64(offsetLag, "DescribeLogDirsPartition.offsetLag");
  writer.boolean(isFutureKey, "DescribeLogDirsPartition.isFutureKey");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeLogDirsPartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeLogDirsPartition", version);
  }
}

function decodeDescribeLogDirsTopic(reader: WireReader, version: number): DescribeLogDirsTopic {
  const name = version >= 2 ? reader.compactString("DescribeLogDirsTopic.name") : reader.string("DescribeLogDirsTopic.name");
  const partitions: DescribeLogDirsPartition[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(22, "DescribeLogDirsTopic.partitions") : reader.arrayLength(21, "DescribeLogDirsTopic.partitions"); left > 0; left--) partitions.push(decodeDescribeLogDirsPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeLogDirsTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeLogDirsTopic");
      const end = reader.taggedFieldEnd("DescribeLogDirsTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeLogDirsTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeLogDirsTopic(writer: WireWriter, message: Input<DescribeLogDirsTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(name, "DescribeLogDirsTopic.name");
  } else {
    writer.string(name, "DescribeLogDirsTopic.name");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitions, "DescribeLogDirsTopic.partitions");
    for (const element of partitions) encodeDescribeLogDirsPartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "DescribeLogDirsTopic.partitions");
    for (const element of partitions) encodeDescribeLogDirsPartition(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeLogDirsTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeLogDirsTopic", version);
  }
}

function decodeDescribeLogDirsResult(reader: WireReader, version: number): DescribeLogDirsResult {
  const errorCode = reader.int16("DescribeLogDirsResult.errorCode");
  const logDir = version >= 2 ? reader.compactString("DescribeLogDirsResult.logDir") : reader.string("DescribeLogDirsResult.logDir");
  const topics: DescribeLogDirsTopic[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "DescribeLogDirsResult.topics") : reader.arrayLength(6, "DescribeLogDirsResult.topics"); left > 0; left--) topics.push(decodeDescribeLogDirsTopic(reader, version));
  const totalBytes = version >= 4 ? reader.int64("DescribeLogDirsResult.totalBytes") : -1;
  const usableBytes = version >= 4 ? reader.int64("DescribeLogDirsResult.usableBytes") : -1;
  const isCordoned = version >= 5 ? reader.boolean("DescribeLogDirsResult.isCordoned") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeLogDirsResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeLogDirsResult");
      const end = reader.taggedFieldEnd("DescribeLogDirsResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeLogDirsResult = { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeLogDirsResult(writer: WireWriter, message: Input<DescribeLogDirsResult>, version: number): void {
  const { errorCode = 0, logDir = "", topics = [], totalBytes = -1, usableBytes = -1, isCordoned = false, unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribeLogDirsResult.errorCode");
  if (version >= 2) {
    writer.compactString(logDir, "DescribeLogDirsResult.logDir");
  } else {
    writer.string(logDir, "DescribeLogDirsResult.logDir");
  }
  if (version >= 2) {
    writer.compactArrayLength(topics, "DescribeLogDirsResult.topics");
    for (const element of topics) encodeDescribeLogDirsTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "DescribeLogDirsResult.topics");
    for (const element of topics) encodeDescribeLogDirsTopic(writer, element, version);
  }
  if (version >= 4) {
    writer.int64(totalBytes, "DescribeLogDirsResult.totalBytes");
  }
  if (version >= 4) {
    writer.int64(usableBytes, "DescribeLogDirsResult.usableBytes");
  }
  if (version >= 5) {
    writer.boolean(isCordoned, "DescribeLogDirsResult.isCordoned");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeLogDirsResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeLogDirsResult", version);
  }
}

function decodeDescribeLogDirsResponse(reader: WireReader, version: number): DescribeLogDirsResponse {
  const throttleTimeMs = reader.int32("DescribeLogDirsResponse.throttleTimeMs");
  const errorCode = version >= 3 ? reader.int16("DescribeLogDirsResponse.errorCode") : 0;
  const results: DescribeLogDirsResult[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(22, "DescribeLogDirsResponse.results") : version >= 4 ? reader.compactArrayLength(21, "DescribeLogDirsResponse.results") : version >= 2 ? reader.compactArrayLength(5, "DescribeLogDirsResponse.results") : reader.arrayLength(8, "DescribeLogDirsResponse.results"); left > 0; left--) results.push(decodeDescribeLogDirsResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeLogDirsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeLogDirsResponse");
      const end = reader.taggedFieldEnd("DescribeLogDirsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeLogDirsResponse = { throttleTimeMs, errorCode, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeLogDirsResponse(writer: WireWriter, message: Input<DescribeLogDirsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeLogDirsResponse.throttleTimeMs");
  if (version >= 3) {
    writer.int16(errorCode, "DescribeLogDirsResponse.errorCode");
  }
  if (version >= 2) {
    writer.compactArrayLength(results, "DescribeLogDirsResponse.results");
    for (const element of results) encodeDescribeLogDirsResult(writer, element, version);
  } else {
    writer.arrayLength(results, "DescribeLogDirsResponse.results");
    for (const element of results) encodeDescribeLogDirsResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeLogDirsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeLogDirsResponse", version);
  }
}
