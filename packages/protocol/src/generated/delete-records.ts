// Generated from schema/21-delete-records.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DeleteRecordsRequest: API key 21, versions 0–2, flexible 2+. */
export interface DeleteRecordsRequest {
  topics: DeleteRecordsTopic[];
  timeoutMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteRecordsRequest: MessageCodec<DeleteRecordsRequest> = defineMessage<DeleteRecordsRequest>({
  name: "DeleteRecordsRequest",
  kind: "request",
  apiKey: 21,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteRecordsRequest,
  encode: encodeDeleteRecordsRequest,
});

/** DeleteRecordsResponse: API key 21, versions 0–2, flexible 2+. */
export interface DeleteRecordsResponse {
  throttleTimeMs: number;
  topics: DeleteRecordsTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteRecordsResponse: MessageCodec<DeleteRecordsResponse> = defineMessage<DeleteRecordsResponse>({
  name: "DeleteRecordsResponse",
  kind: "response",
  apiKey: 21,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteRecordsResponse,
  encode: encodeDeleteRecordsResponse,
});

/** In `DeleteRecordsTopic.partitions`. */
export interface DeleteRecordsPartition {
  partitionIndex: number;
  offset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteRecordsRequest.topics`. */
export interface DeleteRecordsTopic {
  /** A topic name. */
  name: string;
  partitions: DeleteRecordsPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteRecordsTopicResult.partitions`. */
export interface DeleteRecordsPartitionResult {
  partitionIndex: number;
  lowWatermark: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteRecordsResponse.topics`. */
export interface DeleteRecordsTopicResult {
  /** A topic name. */
  name: string;
  partitions: DeleteRecordsPartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDeleteRecordsPartition(reader: WireReader, version: number): DeleteRecordsPartition {
  const partitionIndex = reader.int32("DeleteRecordsPartition.partitionIndex");
  const offset = reader.int64("DeleteRecordsPartition.offset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteRecordsPartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteRecordsPartition");
      const end = reader.taggedFieldEnd("DeleteRecordsPartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteRecordsPartition = { partitionIndex, offset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteRecordsPartition(writer: WireWriter, message: Input<DeleteRecordsPartition>, version: number): void {
  const { partitionIndex = 0, offset = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "DeleteRecordsPartition.partitionIndex");
  writer.int64(offset, "DeleteRecordsPartition.offset");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteRecordsPartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteRecordsPartition", version);
  }
}

function decodeDeleteRecordsTopic(reader: WireReader, version: number): DeleteRecordsTopic {
  const name = version >= 2 ? reader.compactString("DeleteRecordsTopic.name") : reader.string("DeleteRecordsTopic.name");
  const partitions: DeleteRecordsPartition[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(13, "DeleteRecordsTopic.partitions") : reader.arrayLength(12, "DeleteRecordsTopic.partitions"); left > 0; left--) partitions.push(decodeDeleteRecordsPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteRecordsTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteRecordsTopic");
      const end = reader.taggedFieldEnd("DeleteRecordsTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteRecordsTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteRecordsTopic(writer: WireWriter, message: Input<DeleteRecordsTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(name, "DeleteRecordsTopic.name");
  } else {
    writer.string(name, "DeleteRecordsTopic.name");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitions, "DeleteRecordsTopic.partitions");
    for (const element of partitions) encodeDeleteRecordsPartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "DeleteRecordsTopic.partitions");
    for (const element of partitions) encodeDeleteRecordsPartition(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteRecordsTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteRecordsTopic", version);
  }
}

function decodeDeleteRecordsRequest(reader: WireReader, version: number): DeleteRecordsRequest {
  const topics: DeleteRecordsTopic[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "DeleteRecordsRequest.topics") : reader.arrayLength(6, "DeleteRecordsRequest.topics"); left > 0; left--) topics.push(decodeDeleteRecordsTopic(reader, version));
  const timeoutMs = reader.int32("DeleteRecordsRequest.timeoutMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteRecordsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteRecordsRequest");
      const end = reader.taggedFieldEnd("DeleteRecordsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteRecordsRequest = { topics, timeoutMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteRecordsRequest(writer: WireWriter, message: Input<DeleteRecordsRequest>, version: number): void {
  const { topics = [], timeoutMs = 0, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(topics, "DeleteRecordsRequest.topics");
    for (const element of topics) encodeDeleteRecordsTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "DeleteRecordsRequest.topics");
    for (const element of topics) encodeDeleteRecordsTopic(writer, element, version);
  }
  writer.int32(timeoutMs, "DeleteRecordsRequest.timeoutMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteRecordsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteRecordsRequest", version);
  }
}

function decodeDeleteRecordsPartitionResult(reader: WireReader, version: number): DeleteRecordsPartitionResult {
  const partitionIndex = reader.int32("DeleteRecordsPartitionResult.partitionIndex");
  const lowWatermark = reader.int64("DeleteRecordsPartitionResult.lowWatermark");
  const errorCode = reader.int16("DeleteRecordsPartitionResult.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteRecordsPartitionResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteRecordsPartitionResult");
      const end = reader.taggedFieldEnd("DeleteRecordsPartitionResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteRecordsPartitionResult = { partitionIndex, lowWatermark, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteRecordsPartitionResult(writer: WireWriter, message: Input<DeleteRecordsPartitionResult>, version: number): void {
  const { partitionIndex = 0, lowWatermark = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "DeleteRecordsPartitionResult.partitionIndex");
  writer.int64(lowWatermark, "DeleteRecordsPartitionResult.lowWatermark");
  writer.int16(errorCode, "DeleteRecordsPartitionResult.errorCode");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteRecordsPartitionResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteRecordsPartitionResult", version);
  }
}

function decodeDeleteRecordsTopicResult(reader: WireReader, version: number): DeleteRecordsTopicResult {
  const name = version >= 2 ? reader.compactString("DeleteRecordsTopicResult.name") : reader.string("DeleteRecordsTopicResult.name");
  const partitions: DeleteRecordsPartitionResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(15, "DeleteRecordsTopicResult.partitions") : reader.arrayLength(14, "DeleteRecordsTopicResult.partitions"); left > 0; left--) partitions.push(decodeDeleteRecordsPartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteRecordsTopicResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteRecordsTopicResult");
      const end = reader.taggedFieldEnd("DeleteRecordsTopicResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteRecordsTopicResult = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteRecordsTopicResult(writer: WireWriter, message: Input<DeleteRecordsTopicResult>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(name, "DeleteRecordsTopicResult.name");
  } else {
    writer.string(name, "DeleteRecordsTopicResult.name");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitions, "DeleteRecordsTopicResult.partitions");
    for (const element of partitions) encodeDeleteRecordsPartitionResult(writer, element, version);
  } else {
    writer.arrayLength(partitions, "DeleteRecordsTopicResult.partitions");
    for (const element of partitions) encodeDeleteRecordsPartitionResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteRecordsTopicResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteRecordsTopicResult", version);
  }
}

function decodeDeleteRecordsResponse(reader: WireReader, version: number): DeleteRecordsResponse {
  const throttleTimeMs = reader.int32("DeleteRecordsResponse.throttleTimeMs");
  const topics: DeleteRecordsTopicResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "DeleteRecordsResponse.topics") : reader.arrayLength(6, "DeleteRecordsResponse.topics"); left > 0; left--) topics.push(decodeDeleteRecordsTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteRecordsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteRecordsResponse");
      const end = reader.taggedFieldEnd("DeleteRecordsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteRecordsResponse = { throttleTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteRecordsResponse(writer: WireWriter, message: Input<DeleteRecordsResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DeleteRecordsResponse.throttleTimeMs");
  if (version >= 2) {
    writer.compactArrayLength(topics, "DeleteRecordsResponse.topics");
    for (const element of topics) encodeDeleteRecordsTopicResult(writer, element, version);
  } else {
    writer.arrayLength(topics, "DeleteRecordsResponse.topics");
    for (const element of topics) encodeDeleteRecordsTopicResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteRecordsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteRecordsResponse", version);
  }
}
