// Generated from schema/43-elect-leaders.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ElectLeadersRequest: API key 43, versions 0–2, flexible 2+. */
export interface ElectLeadersRequest {
  /** Versions 1+. */
  electionType: number;
  topicPartitions: TopicPartitions[] | null;
  /** Default 60000. */
  timeoutMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ElectLeadersRequest: MessageCodec<ElectLeadersRequest> = defineMessage<ElectLeadersRequest>({
  name: "ElectLeadersRequest",
  kind: "request",
  apiKey: 43,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeElectLeadersRequest,
  encode: encodeElectLeadersRequest,
});

/** ElectLeadersResponse: API key 43, versions 0–2, flexible 2+. */
export interface ElectLeadersResponse {
  throttleTimeMs: number;
  /** Versions 1+. */
  errorCode: number;
  replicaElectionResults: ReplicaElectionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ElectLeadersResponse: MessageCodec<ElectLeadersResponse> = defineMessage<ElectLeadersResponse>({
  name: "ElectLeadersResponse",
  kind: "response",
  apiKey: 43,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeElectLeadersResponse,
  encode: encodeElectLeadersResponse,
});

/** In `ElectLeadersRequest.topicPartitions`. */
export interface TopicPartitions {
  /** A topic name. */
  topic: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReplicaElectionResult.partitionResult`. */
export interface PartitionResult {
  partitionId: number;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ElectLeadersResponse.replicaElectionResults`. */
export interface ReplicaElectionResult {
  /** A topic name. */
  topic: string;
  partitionResult: PartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeTopicPartitions(reader: WireReader, version: number): TopicPartitions {
  const topic = version >= 2 ? reader.compactString("TopicPartitions.topic") : reader.string("TopicPartitions.topic");
  const partitions: number[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(4, "TopicPartitions.partitions") : reader.arrayLength(4, "TopicPartitions.partitions"); left > 0; left--) partitions.push(reader.int32("TopicPartitions.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("TopicPartitions"); left > 0; left--) {
      const tag = reader.unsignedVarint("TopicPartitions");
      const end = reader.taggedFieldEnd("TopicPartitions");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TopicPartitions = { topic, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicPartitions(writer: WireWriter, message: Input<TopicPartitions>, version: number): void {
  const { topic = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(topic, "TopicPartitions.topic");
  } else {
    writer.string(topic, "TopicPartitions.topic");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitions, "TopicPartitions.partitions");
    for (const element of partitions) writer.int32(element, "TopicPartitions.partitions");
  } else {
    writer.arrayLength(partitions, "TopicPartitions.partitions");
    for (const element of partitions) writer.int32(element, "TopicPartitions.partitions");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "TopicPartitions");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TopicPartitions", version);
  }
}

function decodeElectLeadersRequest(reader: WireReader, version: number): ElectLeadersRequest {
  const electionType = version >= 1 ? reader.int8("ElectLeadersRequest.electionType") : 0;
  let topicPartitions: TopicPartitions[] | null = null;
  const topicPartitionsLength = version >= 2 ? reader.compactNullableArrayLength(3, "ElectLeadersRequest.topicPartitions") : reader.nullableArrayLength(6, "ElectLeadersRequest.topicPartitions");
  if (topicPartitionsLength >= 0) {
    topicPartitions = [];
    for (let left = topicPartitionsLength; left > 0; left--) topicPartitions.push(decodeTopicPartitions(reader, version));
  }
  const timeoutMs = reader.int32("ElectLeadersRequest.timeoutMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("ElectLeadersRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("ElectLeadersRequest");
      const end = reader.taggedFieldEnd("ElectLeadersRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ElectLeadersRequest = { electionType, topicPartitions, timeoutMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeElectLeadersRequest(writer: WireWriter, message: Input<ElectLeadersRequest>, version: number): void {
  const { electionType = 0, topicPartitions = [], timeoutMs = 60000, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.int8(electionType, "ElectLeadersRequest.electionType");
  } else {
    if (electionType !== 0) writer.unsupported("ElectLeadersRequest.electionType", version);
  }
  if (version >= 2) {
    writer.compactNullableArrayLength(topicPartitions, "ElectLeadersRequest.topicPartitions");
    if (topicPartitions !== null) for (const element of topicPartitions) encodeTopicPartitions(writer, element, version);
  } else {
    writer.nullableArrayLength(topicPartitions, "ElectLeadersRequest.topicPartitions");
    if (topicPartitions !== null) for (const element of topicPartitions) encodeTopicPartitions(writer, element, version);
  }
  writer.int32(timeoutMs, "ElectLeadersRequest.timeoutMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "ElectLeadersRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ElectLeadersRequest", version);
  }
}

function decodePartitionResult(reader: WireReader, version: number): PartitionResult {
  const partitionId = reader.int32("PartitionResult.partitionId");
  const errorCode = reader.int16("PartitionResult.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("PartitionResult.errorMessage") : reader.nullableString("PartitionResult.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("PartitionResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("PartitionResult");
      const end = reader.taggedFieldEnd("PartitionResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: PartitionResult = { partitionId, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionResult(writer: WireWriter, message: Input<PartitionResult>, version: number): void {
  const { partitionId = 0, errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.int32(partitionId, "PartitionResult.partitionId");
  writer.int16(errorCode, "PartitionResult.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "PartitionResult.errorMessage");
  } else {
    writer.nullableString(errorMessage, "PartitionResult.errorMessage");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "PartitionResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "PartitionResult", version);
  }
}

function decodeReplicaElectionResult(reader: WireReader, version: number): ReplicaElectionResult {
  const topic = version >= 2 ? reader.compactString("ReplicaElectionResult.topic") : reader.string("ReplicaElectionResult.topic");
  const partitionResult: PartitionResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(8, "ReplicaElectionResult.partitionResult") : reader.arrayLength(8, "ReplicaElectionResult.partitionResult"); left > 0; left--) partitionResult.push(decodePartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("ReplicaElectionResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("ReplicaElectionResult");
      const end = reader.taggedFieldEnd("ReplicaElectionResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ReplicaElectionResult = { topic, partitionResult };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReplicaElectionResult(writer: WireWriter, message: Input<ReplicaElectionResult>, version: number): void {
  const { topic = "", partitionResult = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(topic, "ReplicaElectionResult.topic");
  } else {
    writer.string(topic, "ReplicaElectionResult.topic");
  }
  if (version >= 2) {
    writer.compactArrayLength(partitionResult, "ReplicaElectionResult.partitionResult");
    for (const element of partitionResult) encodePartitionResult(writer, element, version);
  } else {
    writer.arrayLength(partitionResult, "ReplicaElectionResult.partitionResult");
    for (const element of partitionResult) encodePartitionResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "ReplicaElectionResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ReplicaElectionResult", version);
  }
}

function decodeElectLeadersResponse(reader: WireReader, version: number): ElectLeadersResponse {
  const throttleTimeMs = reader.int32("ElectLeadersResponse.throttleTimeMs");
  const errorCode = version >= 1 ? reader.int16("ElectLeadersResponse.errorCode") : 0;
  const replicaElectionResults: ReplicaElectionResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "ElectLeadersResponse.replicaElectionResults") : reader.arrayLength(6, "ElectLeadersResponse.replicaElectionResults"); left > 0; left--) replicaElectionResults.push(decodeReplicaElectionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("ElectLeadersResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ElectLeadersResponse");
      const end = reader.taggedFieldEnd("ElectLeadersResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ElectLeadersResponse = { throttleTimeMs, errorCode, replicaElectionResults };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeElectLeadersResponse(writer: WireWriter, message: Input<ElectLeadersResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, replicaElectionResults = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ElectLeadersResponse.throttleTimeMs");
  if (version >= 1) {
    writer.int16(errorCode, "ElectLeadersResponse.errorCode");
  } else {
    if (errorCode !== 0) writer.unsupported("ElectLeadersResponse.errorCode", version);
  }
  if (version >= 2) {
    writer.compactArrayLength(replicaElectionResults, "ElectLeadersResponse.replicaElectionResults");
    for (const element of replicaElectionResults) encodeReplicaElectionResult(writer, element, version);
  } else {
    writer.arrayLength(replicaElectionResults, "ElectLeadersResponse.replicaElectionResults");
    for (const element of replicaElectionResults) encodeReplicaElectionResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "ElectLeadersResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ElectLeadersResponse", version);
  }
}
