// Generated from schema/03-metadata.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** MetadataRequest: API key 3, versions 0–13, flexible 9+. */
export interface MetadataRequest {
  /** Nullable from version 1. */
  topics: MetadataRequestTopic[] | null;
  /** Versions 4+. Default true. */
  allowAutoTopicCreation: boolean;
  /** Versions 8–10. */
  includeClusterAuthorizedOperations: boolean;
  /** Versions 8+. */
  includeTopicAuthorizedOperations: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const MetadataRequest: MessageCodec<MetadataRequest> = defineMessage<MetadataRequest>({
  name: "MetadataRequest",
  kind: "request",
  apiKey: 3,
  lowestVersion: 0,
  highestVersion: 13,
  flexibleFrom: 9,
  decode: decodeMetadataRequest,
  encode: encodeMetadataRequest,
});

/** MetadataResponse: API key 3, versions 0–13, flexible 9+. */
export interface MetadataResponse {
  /** Versions 3+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  brokers: MetadataResponseBroker[];
  /** Versions 2+. Default null. Dropped where the version lacks it. */
  clusterId: string | null;
  /** A broker id. Versions 1+. Default -1. Dropped where the version lacks it. */
  controllerId: number;
  topics: MetadataResponseTopic[];
  /** Versions 8–10. Default -2147483648. */
  clusterAuthorizedOperations: number;
  /** Versions 13+. Dropped where the version lacks it. */
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const MetadataResponse: MessageCodec<MetadataResponse> = defineMessage<MetadataResponse>({
  name: "MetadataResponse",
  kind: "response",
  apiKey: 3,
  lowestVersion: 0,
  highestVersion: 13,
  flexibleFrom: 9,
  decode: decodeMetadataResponse,
  encode: encodeMetadataResponse,
});

/** In `MetadataRequest.topics`. */
export interface MetadataRequestTopic {
  /** Versions 10+. Dropped where the version lacks it. */
  topicId: Uuid;
  /** A topic name. Nullable from version 10. */
  name: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `MetadataResponse.brokers`. */
export interface MetadataResponseBroker {
  /** A broker id. */
  nodeId: number;
  host: string;
  port: number;
  /** Versions 1+. Default null. Dropped where the version lacks it. */
  rack: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `MetadataResponseTopic.partitions`. */
export interface MetadataResponsePartition {
  errorCode: number;
  partitionIndex: number;
  /** A broker id. */
  leaderId: number;
  /** Versions 7+. Default -1. Dropped where the version lacks it. */
  leaderEpoch: number;
  /** A broker id. */
  replicaNodes: number[];
  /** A broker id. */
  isrNodes: number[];
  /** A broker id. Versions 5+. Dropped where the version lacks it. */
  offlineReplicas: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `MetadataResponse.topics`. */
export interface MetadataResponseTopic {
  errorCode: number;
  /** A topic name. Nullable from version 12. */
  name: string | null;
  /** Versions 10+. Dropped where the version lacks it. */
  topicId: Uuid;
  /** Versions 1+. Default false. Dropped where the version lacks it. */
  isInternal: boolean;
  partitions: MetadataResponsePartition[];
  /** Versions 8+. Default -2147483648. */
  topicAuthorizedOperations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeMetadataRequestTopic(reader: WireReader, version: number): MetadataRequestTopic {
  const topicId = version >= 10 ? reader.uuid("MetadataRequestTopic.topicId") : ZERO_UUID;
  const name = version >= 10 ? reader.compactNullableString("MetadataRequestTopic.name") : version >= 9 ? reader.compactString("MetadataRequestTopic.name") : reader.string("MetadataRequestTopic.name");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("MetadataRequestTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("MetadataRequestTopic");
      const end = reader.taggedFieldEnd("MetadataRequestTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MetadataRequestTopic = { topicId, name };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMetadataRequestTopic(writer: WireWriter, message: Input<MetadataRequestTopic>, version: number): void {
  const { topicId = ZERO_UUID, name = "", unknownTaggedFields } = message;
  if (version >= 10) {
    writer.uuid(topicId, "MetadataRequestTopic.topicId");
  }
  if (version >= 10) {
    writer.compactNullableString(name, "MetadataRequestTopic.name");
  } else if (version >= 9) {
    writer.compactString(name, "MetadataRequestTopic.name");
  } else {
    writer.string(name, "MetadataRequestTopic.name");
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "MetadataRequestTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MetadataRequestTopic", version);
  }
}

function decodeMetadataRequest(reader: WireReader, version: number): MetadataRequest {
  let topics: MetadataRequestTopic[] | null = null;
  const topicsLength = version >= 10 ? reader.compactNullableArrayLength(18, "MetadataRequest.topics") : version >= 9 ? reader.compactNullableArrayLength(2, "MetadataRequest.topics") : version >= 1 ? reader.nullableArrayLength(2, "MetadataRequest.topics") : reader.arrayLength(2, "MetadataRequest.topics");
  if (topicsLength >= 0) {
    topics = [];
    for (let left = topicsLength; left > 0; left--) topics.push(decodeMetadataRequestTopic(reader, version));
  }
  const allowAutoTopicCreation = version >= 4 ? reader.boolean("MetadataRequest.allowAutoTopicCreation") : true;
  const includeClusterAuthorizedOperations = version >= 11 ? false : version >= 8 ? reader.boolean("MetadataRequest.includeClusterAuthorizedOperations") : false;
  const includeTopicAuthorizedOperations = version >= 8 ? reader.boolean("MetadataRequest.includeTopicAuthorizedOperations") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("MetadataRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("MetadataRequest");
      const end = reader.taggedFieldEnd("MetadataRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MetadataRequest = { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMetadataRequest(writer: WireWriter, message: Input<MetadataRequest>, version: number): void {
  const { topics = [], allowAutoTopicCreation = true, includeClusterAuthorizedOperations = false, includeTopicAuthorizedOperations = false, unknownTaggedFields } = message;
  if (version >= 9) {
    writer.compactNullableArrayLength(topics, "MetadataRequest.topics");
    if (topics !== null) for (const element of topics) encodeMetadataRequestTopic(writer, element, version);
  } else if (version >= 1) {
    writer.nullableArrayLength(topics, "MetadataRequest.topics");
    if (topics !== null) for (const element of topics) encodeMetadataRequestTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "MetadataRequest.topics");
    if (topics !== null) for (const element of topics) encodeMetadataRequestTopic(writer, element, version);
  }
  if (version >= 4) {
    writer.boolean(allowAutoTopicCreation, "MetadataRequest.allowAutoTopicCreation");
  } else {
    if (allowAutoTopicCreation !== true) writer.unsupported("MetadataRequest.allowAutoTopicCreation", version);
  }
  if (version >= 11) {
    if (includeClusterAuthorizedOperations !== false) writer.unsupported("MetadataRequest.includeClusterAuthorizedOperations", version);
  } else if (version >= 8) {
    writer.boolean(includeClusterAuthorizedOperations, "MetadataRequest.includeClusterAuthorizedOperations");
  } else {
    if (includeClusterAuthorizedOperations !== false) writer.unsupported("MetadataRequest.includeClusterAuthorizedOperations", version);
  }
  if (version >= 8) {
    writer.boolean(includeTopicAuthorizedOperations, "MetadataRequest.includeTopicAuthorizedOperations");
  } else {
    if (includeTopicAuthorizedOperations !== false) writer.unsupported("MetadataRequest.includeTopicAuthorizedOperations", version);
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "MetadataRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MetadataRequest", version);
  }
}

function decodeMetadataResponseBroker(reader: WireReader, version: number): MetadataResponseBroker {
  const nodeId = reader.int32("MetadataResponseBroker.nodeId");
  const host = version >= 9 ? reader.compactString("MetadataResponseBroker.host") : reader.string("MetadataResponseBroker.host");
  const port = reader.int32("MetadataResponseBroker.port");
  const rack = version >= 9 ? reader.compactNullableString("MetadataResponseBroker.rack") : version >= 1 ? reader.nullableString("MetadataResponseBroker.rack") : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("MetadataResponseBroker"); left > 0; left--) {
      const tag = reader.unsignedVarint("MetadataResponseBroker");
      const end = reader.taggedFieldEnd("MetadataResponseBroker");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MetadataResponseBroker = { nodeId, host, port, rack };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMetadataResponseBroker(writer: WireWriter, message: Input<MetadataResponseBroker>, version: number): void {
  const { nodeId = 0, host = "", port = 0, rack = null, unknownTaggedFields } = message;
  writer.int32(nodeId, "MetadataResponseBroker.nodeId");
  if (version >= 9) {
    writer.compactString(host, "MetadataResponseBroker.host");
  } else {
    writer.string(host, "MetadataResponseBroker.host");
  }
  writer.int32(port, "MetadataResponseBroker.port");
  if (version >= 9) {
    writer.compactNullableString(rack, "MetadataResponseBroker.rack");
  } else if (version >= 1) {
    writer.nullableString(rack, "MetadataResponseBroker.rack");
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "MetadataResponseBroker");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MetadataResponseBroker", version);
  }
}

function decodeMetadataResponsePartition(reader: WireReader, version: number): MetadataResponsePartition {
  const errorCode = reader.int16("MetadataResponsePartition.errorCode");
  const partitionIndex = reader.int32("MetadataResponsePartition.partitionIndex");
  const leaderId = reader.int32("MetadataResponsePartition.leaderId");
  const leaderEpoch = version >= 7 ? reader.int32("MetadataResponsePartition.leaderEpoch") : -1;
  const replicaNodes: number[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(4, "MetadataResponsePartition.replicaNodes") : reader.arrayLength(4, "MetadataResponsePartition.replicaNodes"); left > 0; left--) replicaNodes.push(reader.int32("MetadataResponsePartition.replicaNodes"));
  const isrNodes: number[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(4, "MetadataResponsePartition.isrNodes") : reader.arrayLength(4, "MetadataResponsePartition.isrNodes"); left > 0; left--) isrNodes.push(reader.int32("MetadataResponsePartition.isrNodes"));
  const offlineReplicas: number[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(4, "MetadataResponsePartition.offlineReplicas") : version >= 5 ? reader.arrayLength(4, "MetadataResponsePartition.offlineReplicas") : 0; left > 0; left--) offlineReplicas.push(reader.int32("MetadataResponsePartition.offlineReplicas"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("MetadataResponsePartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("MetadataResponsePartition");
      const end = reader.taggedFieldEnd("MetadataResponsePartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MetadataResponsePartition = { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMetadataResponsePartition(writer: WireWriter, message: Input<MetadataResponsePartition>, version: number): void {
  const { errorCode = 0, partitionIndex = 0, leaderId = 0, leaderEpoch = -1, replicaNodes = [], isrNodes = [], offlineReplicas = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "MetadataResponsePartition.errorCode");
  writer.int32(partitionIndex, "MetadataResponsePartition.partitionIndex");
  writer.int32(leaderId, "MetadataResponsePartition.leaderId");
  if (version >= 7) {
    writer.int32(leaderEpoch, "MetadataResponsePartition.leaderEpoch");
  }
  if (version >= 9) {
    writer.compactArrayLength(replicaNodes, "MetadataResponsePartition.replicaNodes");
    for (const element of replicaNodes) writer.int32(element, "MetadataResponsePartition.replicaNodes");
  } else {
    writer.arrayLength(replicaNodes, "MetadataResponsePartition.replicaNodes");
    for (const element of replicaNodes) writer.int32(element, "MetadataResponsePartition.replicaNodes");
  }
  if (version >= 9) {
    writer.compactArrayLength(isrNodes, "MetadataResponsePartition.isrNodes");
    for (const element of isrNodes) writer.int32(element, "MetadataResponsePartition.isrNodes");
  } else {
    writer.arrayLength(isrNodes, "MetadataResponsePartition.isrNodes");
    for (const element of isrNodes) writer.int32(element, "MetadataResponsePartition.isrNodes");
  }
  if (version >= 9) {
    writer.compactArrayLength(offlineReplicas, "MetadataResponsePartition.offlineReplicas");
    for (const element of offlineReplicas) writer.int32(element, "MetadataResponsePartition.offlineReplicas");
  } else if (version >= 5) {
    writer.arrayLength(offlineReplicas, "MetadataResponsePartition.offlineReplicas");
    for (const element of offlineReplicas) writer.int32(element, "MetadataResponsePartition.offlineReplicas");
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "MetadataResponsePartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MetadataResponsePartition", version);
  }
}

function decodeMetadataResponseTopic(reader: WireReader, version: number): MetadataResponseTopic {
  const errorCode = reader.int16("MetadataResponseTopic.errorCode");
  const name = version >= 12 ? reader.compactNullableString("MetadataResponseTopic.name") : version >= 9 ? reader.compactString("MetadataResponseTopic.name") : reader.string("MetadataResponseTopic.name");
  const topicId = version >= 10 ? reader.uuid("MetadataResponseTopic.topicId") : ZERO_UUID;
  const isInternal = version >= 1 ? reader.boolean("MetadataResponseTopic.isInternal") : false;
  const partitions: MetadataResponsePartition[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(18, "MetadataResponseTopic.partitions") : version >= 7 ? reader.arrayLength(26, "MetadataResponseTopic.partitions") : version >= 5 ? reader.arrayLength(22, "MetadataResponseTopic.partitions") : reader.arrayLength(18, "MetadataResponseTopic.partitions"); left > 0; left--) partitions.push(decodeMetadataResponsePartition(reader, version));
  const topicAuthorizedOperations = version >= 8 ? reader.int32("MetadataResponseTopic.topicAuthorizedOperations") : -2147483648;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("MetadataResponseTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("MetadataResponseTopic");
      const end = reader.taggedFieldEnd("MetadataResponseTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MetadataResponseTopic = { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMetadataResponseTopic(writer: WireWriter, message: Input<MetadataResponseTopic>, version: number): void {
  const { errorCode = 0, name = "", topicId = ZERO_UUID, isInternal = false, partitions = [], topicAuthorizedOperations = -2147483648, unknownTaggedFields } = message;
  writer.int16(errorCode, "MetadataResponseTopic.errorCode");
  if (version >= 12) {
    writer.compactNullableString(name, "MetadataResponseTopic.name");
  } else if (version >= 9) {
    writer.compactString(name, "MetadataResponseTopic.name");
  } else {
    writer.string(name, "MetadataResponseTopic.name");
  }
  if (version >= 10) {
    writer.uuid(topicId, "MetadataResponseTopic.topicId");
  }
  if (version >= 1) {
    writer.boolean(isInternal, "MetadataResponseTopic.isInternal");
  }
  if (version >= 9) {
    writer.compactArrayLength(partitions, "MetadataResponseTopic.partitions");
    for (const element of partitions) encodeMetadataResponsePartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "MetadataResponseTopic.partitions");
    for (const element of partitions) encodeMetadataResponsePartition(writer, element, version);
  }
  if (version >= 8) {
    writer.int32(topicAuthorizedOperations, "MetadataResponseTopic.topicAuthorizedOperations");
  } else {
    if (topicAuthorizedOperations !== -2147483648) writer.unsupported("MetadataResponseTopic.topicAuthorizedOperations", version);
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "MetadataResponseTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MetadataResponseTopic", version);
  }
}

function decodeMetadataResponse(reader: WireReader, version: number): MetadataResponse {
  const throttleTimeMs = version >= 3 ? reader.int32("MetadataResponse.throttleTimeMs") : 0;
  const brokers: MetadataResponseBroker[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(11, "MetadataResponse.brokers") : version >= 1 ? reader.arrayLength(12, "MetadataResponse.brokers") : reader.arrayLength(10, "MetadataResponse.brokers"); left > 0; left--) brokers.push(decodeMetadataResponseBroker(reader, version));
  const clusterId = version >= 9 ? reader.compactNullableString("MetadataResponse.clusterId") : version >= 2 ? reader.nullableString("MetadataResponse.clusterId") : null;
  const controllerId = version >= 1 ? reader.int32("MetadataResponse.controllerId") : -1;
  const topics: MetadataResponseTopic[] = [];
  for (let left = version >= 10 ? reader.compactArrayLength(26, "MetadataResponse.topics") : version >= 9 ? reader.compactArrayLength(10, "MetadataResponse.topics") : version >= 8 ? reader.arrayLength(13, "MetadataResponse.topics") : version >= 1 ? reader.arrayLength(9, "MetadataResponse.topics") : reader.arrayLength(8, "MetadataResponse.topics"); left > 0; left--) topics.push(decodeMetadataResponseTopic(reader, version));
  const clusterAuthorizedOperations = version >= 11 ? -2147483648 : version >= 8 ? reader.int32("MetadataResponse.clusterAuthorizedOperations") : -2147483648;
  const errorCode = version >= 13 ? reader.int16("MetadataResponse.errorCode") : 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("MetadataResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("MetadataResponse");
      const end = reader.taggedFieldEnd("MetadataResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MetadataResponse = { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMetadataResponse(writer: WireWriter, message: Input<MetadataResponse>, version: number): void {
  const { throttleTimeMs = 0, brokers = [], clusterId = null, controllerId = -1, topics = [], clusterAuthorizedOperations = -2147483648, errorCode = 0, unknownTaggedFields } = message;
  if (version >= 3) {
    writer.int32(throttleTimeMs, "MetadataResponse.throttleTimeMs");
  }
  if (version >= 9) {
    writer.compactArrayLength(brokers, "MetadataResponse.brokers");
    for (const element of brokers) encodeMetadataResponseBroker(writer, element, version);
  } else {
    writer.arrayLength(brokers, "MetadataResponse.brokers");
    for (const element of brokers) encodeMetadataResponseBroker(writer, element, version);
  }
  if (version >= 9) {
    writer.compactNullableString(clusterId, "MetadataResponse.clusterId");
  } else if (version >= 2) {
    writer.nullableString(clusterId, "MetadataResponse.clusterId");
  }
  if (version >= 1) {
    writer.int32(controllerId, "MetadataResponse.controllerId");
  }
  if (version >= 9) {
    writer.compactArrayLength(topics, "MetadataResponse.topics");
    for (const element of topics) encodeMetadataResponseTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "MetadataResponse.topics");
    for (const element of topics) encodeMetadataResponseTopic(writer, element, version);
  }
  if (version >= 11) {
    if (clusterAuthorizedOperations !== -2147483648) writer.unsupported("MetadataResponse.clusterAuthorizedOperations", version);
  } else if (version >= 8) {
    writer.int32(clusterAuthorizedOperations, "MetadataResponse.clusterAuthorizedOperations");
  } else {
    if (clusterAuthorizedOperations !== -2147483648) writer.unsupported("MetadataResponse.clusterAuthorizedOperations", version);
  }
  if (version >= 13) {
    writer.int16(errorCode, "MetadataResponse.errorCode");
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "MetadataResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MetadataResponse", version);
  }
}
