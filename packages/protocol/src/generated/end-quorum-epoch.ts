// Generated from schema/54-end-quorum-epoch.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** EndQuorumEpochRequest: API key 54, versions 0–1, flexible 1+. */
export interface EndQuorumEpochRequest {
  /** Default null. */
  clusterId: string | null;
  topics: EndQuorumEpochRequestTopicData[];
  /** Versions 1+. Dropped where the version lacks it. */
  leaderEndpoints: LeaderEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const EndQuorumEpochRequest: MessageCodec<EndQuorumEpochRequest> = defineMessage<EndQuorumEpochRequest>({
  name: "EndQuorumEpochRequest",
  kind: "request",
  apiKey: 54,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeEndQuorumEpochRequest,
  encode: encodeEndQuorumEpochRequest,
});

/** EndQuorumEpochResponse: API key 54, versions 0–1, flexible 1+. */
export interface EndQuorumEpochResponse {
  errorCode: number;
  topics: EndQuorumEpochResponseTopicData[];
  /** Versions 1+. Tag 0. */
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const EndQuorumEpochResponse: MessageCodec<EndQuorumEpochResponse> = defineMessage<EndQuorumEpochResponse>({
  name: "EndQuorumEpochResponse",
  kind: "response",
  apiKey: 54,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeEndQuorumEpochResponse,
  encode: encodeEndQuorumEpochResponse,
});

/** In `EndQuorumEpochRequestPartitionData.preferredCandidates`. */
export interface ReplicaInfo {
  /** A broker id. */
  candidateId: number;
  candidateDirectoryId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EndQuorumEpochRequestTopicData.partitions`. */
export interface EndQuorumEpochRequestPartitionData {
  partitionIndex: number;
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  /** Versions 0. Dropped where the version lacks it. */
  preferredSuccessors: number[];
  /** Versions 1+. Dropped where the version lacks it. */
  preferredCandidates: ReplicaInfo[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EndQuorumEpochRequest.topics`. */
export interface EndQuorumEpochRequestTopicData {
  /** A topic name. */
  topicName: string;
  partitions: EndQuorumEpochRequestPartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EndQuorumEpochRequest.leaderEndpoints`. */
export interface LeaderEndpoint {
  name: string;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EndQuorumEpochResponseTopicData.partitions`. */
export interface EndQuorumEpochResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EndQuorumEpochResponse.topics`. */
export interface EndQuorumEpochResponseTopicData {
  /** A topic name. */
  topicName: string;
  partitions: EndQuorumEpochResponsePartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EndQuorumEpochResponse.nodeEndpoints`. */
export interface NodeEndpoint {
  /** A broker id. */
  nodeId: number;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeReplicaInfo(reader: WireReader, _version: number): ReplicaInfo {
  const candidateId = reader.int32("ReplicaInfo.candidateId");
  const candidateDirectoryId = reader.uuid("ReplicaInfo.candidateDirectoryId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReplicaInfo"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReplicaInfo");
    const end = reader.taggedFieldEnd("ReplicaInfo");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReplicaInfo = { candidateId, candidateDirectoryId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReplicaInfo(writer: WireWriter, message: Input<ReplicaInfo>, _version: number): void {
  const { candidateId = 0, candidateDirectoryId = ZERO_UUID, unknownTaggedFields } = message;
  writer.int32(candidateId, "ReplicaInfo.candidateId");
  writer.uuid(candidateDirectoryId, "ReplicaInfo.candidateDirectoryId");
  writer.taggedFields(unknownTaggedFields, "ReplicaInfo");
}

function decodeEndQuorumEpochRequestPartitionData(reader: WireReader, version: number): EndQuorumEpochRequestPartitionData {
  const partitionIndex = reader.int32("EndQuorumEpochRequestPartitionData.partitionIndex");
  const leaderId = reader.int32("EndQuorumEpochRequestPartitionData.leaderId");
  const leaderEpoch = reader.int32("EndQuorumEpochRequestPartitionData.leaderEpoch");
  const preferredSuccessors: number[] = [];
  for (let left = version >= 1 ? 0 : reader.arrayLength(4, "EndQuorumEpochRequestPartitionData.preferredSuccessors"); left > 0; left--) preferredSuccessors.push(reader.int32("EndQuorumEpochRequestPartitionData.preferredSuccessors"));
  const preferredCandidates: ReplicaInfo[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(21, "EndQuorumEpochRequestPartitionData.preferredCandidates") : 0; left > 0; left--) preferredCandidates.push(decodeReplicaInfo(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EndQuorumEpochRequestPartitionData"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndQuorumEpochRequestPartitionData");
      const end = reader.taggedFieldEnd("EndQuorumEpochRequestPartitionData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EndQuorumEpochRequestPartitionData = { partitionIndex, leaderId, leaderEpoch, preferredSuccessors, preferredCandidates };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndQuorumEpochRequestPartitionData(writer: WireWriter, message: Input<EndQuorumEpochRequestPartitionData>, version: number): void {
  const { partitionIndex = 0, leaderId = 0, leaderEpoch = 0, preferredSuccessors = [], preferredCandidates = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "EndQuorumEpochRequestPartitionData.partitionIndex");
  writer.int32(leaderId, "EndQuorumEpochRequestPartitionData.leaderId");
  writer.int32(leaderEpoch, "EndQuorumEpochRequestPartitionData.leaderEpoch");
  if (version >= 1) {
  } else {
    writer.arrayLength(preferredSuccessors, "EndQuorumEpochRequestPartitionData.preferredSuccessors");
    for (const element of preferredSuccessors) writer.int32(element, "EndQuorumEpochRequestPartitionData.preferredSuccessors");
  }
  if (version >= 1) {
    writer.compactArrayLength(preferredCandidates, "EndQuorumEpochRequestPartitionData.preferredCandidates");
    for (const element of preferredCandidates) encodeReplicaInfo(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "EndQuorumEpochRequestPartitionData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EndQuorumEpochRequestPartitionData", version);
  }
}

function decodeEndQuorumEpochRequestTopicData(reader: WireReader, version: number): EndQuorumEpochRequestTopicData {
  const topicName = version >= 1 ? reader.compactString("EndQuorumEpochRequestTopicData.topicName") : reader.string("EndQuorumEpochRequestTopicData.topicName");
  const partitions: EndQuorumEpochRequestPartitionData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(14, "EndQuorumEpochRequestTopicData.partitions") : reader.arrayLength(16, "EndQuorumEpochRequestTopicData.partitions"); left > 0; left--) partitions.push(decodeEndQuorumEpochRequestPartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EndQuorumEpochRequestTopicData"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndQuorumEpochRequestTopicData");
      const end = reader.taggedFieldEnd("EndQuorumEpochRequestTopicData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EndQuorumEpochRequestTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndQuorumEpochRequestTopicData(writer: WireWriter, message: Input<EndQuorumEpochRequestTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(topicName, "EndQuorumEpochRequestTopicData.topicName");
  } else {
    writer.string(topicName, "EndQuorumEpochRequestTopicData.topicName");
  }
  if (version >= 1) {
    writer.compactArrayLength(partitions, "EndQuorumEpochRequestTopicData.partitions");
    for (const element of partitions) encodeEndQuorumEpochRequestPartitionData(writer, element, version);
  } else {
    writer.arrayLength(partitions, "EndQuorumEpochRequestTopicData.partitions");
    for (const element of partitions) encodeEndQuorumEpochRequestPartitionData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "EndQuorumEpochRequestTopicData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EndQuorumEpochRequestTopicData", version);
  }
}

function decodeLeaderEndpoint(reader: WireReader, _version: number): LeaderEndpoint {
  const name = reader.compactString("LeaderEndpoint.name");
  const host = reader.compactString("LeaderEndpoint.host");
  const port = reader.uint16("LeaderEndpoint.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("LeaderEndpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("LeaderEndpoint");
    const end = reader.taggedFieldEnd("LeaderEndpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: LeaderEndpoint = { name, host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeLeaderEndpoint(writer: WireWriter, message: Input<LeaderEndpoint>, _version: number): void {
  const { name = "", host = "", port = 0, unknownTaggedFields } = message;
  writer.compactString(name, "LeaderEndpoint.name");
  writer.compactString(host, "LeaderEndpoint.host");
  writer.uint16(port, "LeaderEndpoint.port");
  writer.taggedFields(unknownTaggedFields, "LeaderEndpoint");
}

function decodeEndQuorumEpochRequest(reader: WireReader, version: number): EndQuorumEpochRequest {
  const clusterId = version >= 1 ? reader.compactNullableString("EndQuorumEpochRequest.clusterId") : reader.nullableString("EndQuorumEpochRequest.clusterId");
  const topics: EndQuorumEpochRequestTopicData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "EndQuorumEpochRequest.topics") : reader.arrayLength(6, "EndQuorumEpochRequest.topics"); left > 0; left--) topics.push(decodeEndQuorumEpochRequestTopicData(reader, version));
  const leaderEndpoints: LeaderEndpoint[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(5, "EndQuorumEpochRequest.leaderEndpoints") : 0; left > 0; left--) leaderEndpoints.push(decodeLeaderEndpoint(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EndQuorumEpochRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndQuorumEpochRequest");
      const end = reader.taggedFieldEnd("EndQuorumEpochRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EndQuorumEpochRequest = { clusterId, topics, leaderEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndQuorumEpochRequest(writer: WireWriter, message: Input<EndQuorumEpochRequest>, version: number): void {
  const { clusterId = null, topics = [], leaderEndpoints = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactNullableString(clusterId, "EndQuorumEpochRequest.clusterId");
  } else {
    writer.nullableString(clusterId, "EndQuorumEpochRequest.clusterId");
  }
  if (version >= 1) {
    writer.compactArrayLength(topics, "EndQuorumEpochRequest.topics");
    for (const element of topics) encodeEndQuorumEpochRequestTopicData(writer, element, version);
  } else {
    writer.arrayLength(topics, "EndQuorumEpochRequest.topics");
    for (const element of topics) encodeEndQuorumEpochRequestTopicData(writer, element, version);
  }
  if (version >= 1) {
    writer.compactArrayLength(leaderEndpoints, "EndQuorumEpochRequest.leaderEndpoints");
    for (const element of leaderEndpoints) encodeLeaderEndpoint(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "EndQuorumEpochRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EndQuorumEpochRequest", version);
  }
}

function decodeEndQuorumEpochResponsePartitionData(reader: WireReader, version: number): EndQuorumEpochResponsePartitionData {
  const partitionIndex = reader.int32("EndQuorumEpochResponsePartitionData.partitionIndex");
  const errorCode = reader.int16("EndQuorumEpochResponsePartitionData.errorCode");
  const leaderId = reader.int32("EndQuorumEpochResponsePartitionData.leaderId");
  const leaderEpoch = reader.int32("EndQuorumEpochResponsePartitionData.leaderEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EndQuorumEpochResponsePartitionData"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndQuorumEpochResponsePartitionData");
      const end = reader.taggedFieldEnd("EndQuorumEpochResponsePartitionData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EndQuorumEpochResponsePartitionData = { partitionIndex, errorCode, leaderId, leaderEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndQuorumEpochResponsePartitionData(writer: WireWriter, message: Input<EndQuorumEpochResponsePartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, leaderId = 0, leaderEpoch = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "EndQuorumEpochResponsePartitionData.partitionIndex");
  writer.int16(errorCode, "EndQuorumEpochResponsePartitionData.errorCode");
  writer.int32(leaderId, "EndQuorumEpochResponsePartitionData.leaderId");
  writer.int32(leaderEpoch, "EndQuorumEpochResponsePartitionData.leaderEpoch");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "EndQuorumEpochResponsePartitionData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EndQuorumEpochResponsePartitionData", version);
  }
}

function decodeEndQuorumEpochResponseTopicData(reader: WireReader, version: number): EndQuorumEpochResponseTopicData {
  const topicName = version >= 1 ? reader.compactString("EndQuorumEpochResponseTopicData.topicName") : reader.string("EndQuorumEpochResponseTopicData.topicName");
  const partitions: EndQuorumEpochResponsePartitionData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(15, "EndQuorumEpochResponseTopicData.partitions") : reader.arrayLength(14, "EndQuorumEpochResponseTopicData.partitions"); left > 0; left--) partitions.push(decodeEndQuorumEpochResponsePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EndQuorumEpochResponseTopicData"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndQuorumEpochResponseTopicData");
      const end = reader.taggedFieldEnd("EndQuorumEpochResponseTopicData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EndQuorumEpochResponseTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndQuorumEpochResponseTopicData(writer: WireWriter, message: Input<EndQuorumEpochResponseTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(topicName, "EndQuorumEpochResponseTopicData.topicName");
  } else {
    writer.string(topicName, "EndQuorumEpochResponseTopicData.topicName");
  }
  if (version >= 1) {
    writer.compactArrayLength(partitions, "EndQuorumEpochResponseTopicData.partitions");
    for (const element of partitions) encodeEndQuorumEpochResponsePartitionData(writer, element, version);
  } else {
    writer.arrayLength(partitions, "EndQuorumEpochResponseTopicData.partitions");
    for (const element of partitions) encodeEndQuorumEpochResponsePartitionData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "EndQuorumEpochResponseTopicData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EndQuorumEpochResponseTopicData", version);
  }
}

function decodeNodeEndpoint(reader: WireReader, _version: number): NodeEndpoint {
  const nodeId = reader.int32("NodeEndpoint.nodeId");
  const host = reader.compactString("NodeEndpoint.host");
  const port = reader.uint16("NodeEndpoint.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("NodeEndpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("NodeEndpoint");
    const end = reader.taggedFieldEnd("NodeEndpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: NodeEndpoint = { nodeId, host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeNodeEndpoint(writer: WireWriter, message: Input<NodeEndpoint>, _version: number): void {
  const { nodeId = 0, host = "", port = 0, unknownTaggedFields } = message;
  writer.int32(nodeId, "NodeEndpoint.nodeId");
  writer.compactString(host, "NodeEndpoint.host");
  writer.uint16(port, "NodeEndpoint.port");
  writer.taggedFields(unknownTaggedFields, "NodeEndpoint");
}

function decodeEndQuorumEpochResponse(reader: WireReader, version: number): EndQuorumEpochResponse {
  const errorCode = reader.int16("EndQuorumEpochResponse.errorCode");
  const topics: EndQuorumEpochResponseTopicData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "EndQuorumEpochResponse.topics") : reader.arrayLength(6, "EndQuorumEpochResponse.topics"); left > 0; left--) topics.push(decodeEndQuorumEpochResponseTopicData(reader, version));
  let nodeEndpoints: NodeEndpoint[] = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EndQuorumEpochResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("EndQuorumEpochResponse");
      const end = reader.taggedFieldEnd("EndQuorumEpochResponse");
      switch (tag) {
        case 0: {
          nodeEndpoints = [];
          for (let left = reader.compactArrayLength(8, "EndQuorumEpochResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "EndQuorumEpochResponse");
    }
  }
  const message: EndQuorumEpochResponse = { errorCode, topics, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndQuorumEpochResponse(writer: WireWriter, message: Input<EndQuorumEpochResponse>, version: number): void {
  const { errorCode = 0, topics = [], nodeEndpoints = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "EndQuorumEpochResponse.errorCode");
  if (version >= 1) {
    writer.compactArrayLength(topics, "EndQuorumEpochResponse.topics");
    for (const element of topics) encodeEndQuorumEpochResponseTopicData(writer, element, version);
  } else {
    writer.arrayLength(topics, "EndQuorumEpochResponse.topics");
    for (const element of topics) encodeEndQuorumEpochResponseTopicData(writer, element, version);
  }
  if (version >= 1) {
    const hasNodeEndpoints = nodeEndpoints.length > 0;
    const pending = writer.beginTaggedFields((hasNodeEndpoints ? 1 : 0), unknownTaggedFields, "EndQuorumEpochResponse");
    if (hasNodeEndpoints) {
      const mark = writer.beginTag(0, pending, "EndQuorumEpochResponse.nodeEndpoints");
      writer.compactArrayLength(nodeEndpoints, "EndQuorumEpochResponse.nodeEndpoints");
      for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "EndQuorumEpochResponse");
  } else {
    if (nodeEndpoints.length > 0) writer.unsupported("EndQuorumEpochResponse.nodeEndpoints", version);
    writer.noTaggedFields(unknownTaggedFields, "EndQuorumEpochResponse", version);
  }
}
