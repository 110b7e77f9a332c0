// Generated from schema/53-begin-quorum-epoch.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** BeginQuorumEpochRequest: API key 53, versions 0–1, flexible 1+. */
export interface BeginQuorumEpochRequest {
  /** Default null. */
  clusterId: string | null;
  /** A broker id. Versions 1+. Default -1. Dropped where the version lacks it. */
  voterId: number;
  topics: BeginQuorumEpochRequestTopicData[];
  /** Versions 1+. Dropped where the version lacks it. */
  leaderEndpoints: LeaderEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BeginQuorumEpochRequest: MessageCodec<BeginQuorumEpochRequest> = defineMessage<BeginQuorumEpochRequest>({
  name: "BeginQuorumEpochRequest",
  kind: "request",
  apiKey: 53,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeBeginQuorumEpochRequest,
  encode: encodeBeginQuorumEpochRequest,
});

/** BeginQuorumEpochResponse: API key 53, versions 0–1, flexible 1+. */
export interface BeginQuorumEpochResponse {
  errorCode: number;
  topics: BeginQuorumEpochResponseTopicData[];
  /** Versions 1+. Tag 0. */
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const BeginQuorumEpochResponse: MessageCodec<BeginQuorumEpochResponse> = defineMessage<BeginQuorumEpochResponse>({
  name: "BeginQuorumEpochResponse",
  kind: "response",
  apiKey: 53,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeBeginQuorumEpochResponse,
  encode: encodeBeginQuorumEpochResponse,
});

/** In `BeginQuorumEpochRequestTopicData.partitions`. */
export interface BeginQuorumEpochRequestPartitionData {
  partitionIndex: number;
  /** Versions 1+. Dropped where the version lacks it. */
  voterDirectoryId: Uuid;
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `BeginQuorumEpochRequest.topics`. */
export interface BeginQuorumEpochRequestTopicData {
  /** A topic name. */
  topicName: string;
  partitions: BeginQuorumEpochRequestPartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `BeginQuorumEpochRequest.leaderEndpoints`. */
export interface LeaderEndpoint {
  name: string;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `BeginQuorumEpochResponseTopicData.partitions`. */
export interface BeginQuorumEpochResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `BeginQuorumEpochResponse.topics`. */
export interface BeginQuorumEpochResponseTopicData {
  /** A topic name. */
  topicName: string;
  partitions: BeginQuorumEpochResponsePartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `BeginQuorumEpochResponse.nodeEndpoints`. */
export interface NodeEndpoint {
  /** A broker id. */
  nodeId: number;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeBeginQuorumEpochRequestPartitionData(reader: WireReader, version: number): BeginQuorumEpochRequestPartitionData {
  const partitionIndex = reader.int32("BeginQuorumEpochRequestPartitionData.partitionIndex");
  const voterDirectoryId = version >= 1 ? reader.uuid("BeginQuorumEpochRequestPartitionData.voterDirectoryId") : ZERO_UUID;
  const leaderId = reader.int32("BeginQuorumEpochRequestPartitionData.leaderId");
  const leaderEpoch = reader.int32("BeginQuorumEpochRequestPartitionData.leaderEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("BeginQuorumEpochRequestPartitionData"); left > 0; left--) {
      const tag = reader.unsignedVarint("BeginQuorumEpochRequestPartitionData");
      const end = reader.taggedFieldEnd("BeginQuorumEpochRequestPartitionData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: BeginQuorumEpochRequestPartitionData = { partitionIndex, voterDirectoryId, leaderId, leaderEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBeginQuorumEpochRequestPartitionData(writer: WireWriter, message: Input<BeginQuorumEpochRequestPartitionData>, version: number): void {
  const { partitionIndex = 0, voterDirectoryId = ZERO_UUID, leaderId = 0, leaderEpoch = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "BeginQuorumEpochRequestPartitionData.partitionIndex");
  if (version >= 1) {
    writer.uuid(voterDirectoryId, "BeginQuorumEpochRequestPartitionData.voterDirectoryId");
  }
  writer.int32(leaderId, "BeginQuorumEpochRequestPartitionData.leaderId");
  writer.int32(leaderEpoch, "BeginQuorumEpochRequestPartitionData.leaderEpoch");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "BeginQuorumEpochRequestPartitionData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "BeginQuorumEpochRequestPartitionData", version);
  }
}

function decodeBeginQuorumEpochRequestTopicData(reader: WireReader, version: number): BeginQuorumEpochRequestTopicData {
  const topicName = version >= 1 ? reader.compactString("BeginQuorumEpochRequestTopicData.topicName") : reader.string("BeginQuorumEpochRequestTopicData.topicName");
  const partitions: BeginQuorumEpochRequestPartitionData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(29, "BeginQuorumEpochRequestTopicData.partitions") : reader.arrayLength(12, "BeginQuorumEpochRequestTopicData.partitions"); left > 0; left--) partitions.push(decodeBeginQuorumEpochRequestPartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("BeginQuorumEpochRequestTopicData"); left > 0; left--) {
      const tag = reader.unsignedVarint("BeginQuorumEpochRequestTopicData");
      const end = reader.taggedFieldEnd("BeginQuorumEpochRequestTopicData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: BeginQuorumEpochRequestTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBeginQuorumEpochRequestTopicData(writer: WireWriter, message: Input<BeginQuorumEpochRequestTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(topicName, "BeginQuorumEpochRequestTopicData.topicName");
  } else {
    writer.string(topicName, "BeginQuorumEpochRequestTopicData.topicName");
  }
  if (version >= 1) {
    writer.compactArrayLength(partitions, "BeginQuorumEpochRequestTopicData.partitions");
    for (const element of partitions) encodeBeginQuorumEpochRequestPartitionData(writer, element, version);
  } else {
    writer.arrayLength(partitions, "BeginQuorumEpochRequestTopicData.partitions");
    for (const element of partitions) encodeBeginQuorumEpochRequestPartitionData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "BeginQuorumEpochRequestTopicData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "BeginQuorumEpochRequestTopicData", version);
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

function decodeBeginQuorumEpochRequest(reader: WireReader, version: number): BeginQuorumEpochRequest {
  const clusterId = version >= 1 ? reader.compactNullableString("BeginQuorumEpochRequest.clusterId") : reader.nullableString("BeginQuorumEpochRequest.clusterId");
  const voterId = version >= 1 ? reader.int32("BeginQuorumEpochRequest.voterId") : -1;
  const topics: BeginQuorumEpochRequestTopicData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "BeginQuorumEpochRequest.topics") : reader.arrayLength(6, "BeginQuorumEpochRequest.topics"); left > 0; left--) topics.push(decodeBeginQuorumEpochRequestTopicData(reader, version));
  const leaderEndpoints: LeaderEndpoint[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(5, "BeginQuorumEpochRequest.leaderEndpoints") : 0; left > 0; left--) leaderEndpoints.push(decodeLeaderEndpoint(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("BeginQuorumEpochRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("BeginQuorumEpochRequest");
      const end = reader.taggedFieldEnd("BeginQuorumEpochRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: BeginQuorumEpochRequest = { clusterId, voterId, topics, leaderEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBeginQuorumEpochRequest(writer: WireWriter, message: Input<BeginQuorumEpochRequest>, version: number): void {
  const { clusterId = null, voterId = -1, topics = [], leaderEndpoints = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactNullableString(clusterId, "BeginQuorumEpochRequest.clusterId");
  } else {
    writer.nullableString(clusterId, "BeginQuorumEpochRequest.clusterId");
  }
  if (version >= 1) {
    writer.int32(voterId, "BeginQuorumEpochRequest.voterId");
  }
  if (version >= 1) {
    writer.compactArrayLength(topics, "BeginQuorumEpochRequest.topics");
    for (const element of topics) encodeBeginQuorumEpochRequestTopicData(writer, element, version);
  } else {
    writer.arrayLength(topics, "BeginQuorumEpochRequest.topics");
    for (const element of topics) encodeBeginQuorumEpochRequestTopicData(writer, element, version);
  }
  if (version >= 1) {
    writer.compactArrayLength(leaderEndpoints, "BeginQuorumEpochRequest.leaderEndpoints");
    for (const element of leaderEndpoints) encodeLeaderEndpoint(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "BeginQuorumEpochRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "BeginQuorumEpochRequest", version);
  }
}

function decodeBeginQuorumEpochResponsePartitionData(reader: WireReader, version: number): BeginQuorumEpochResponsePartitionData {
  const partitionIndex = reader.int32("BeginQuorumEpochResponsePartitionData.partitionIndex");
  const errorCode = reader.int16("BeginQuorumEpochResponsePartitionData.errorCode");
  const leaderId = reader.int32("BeginQuorumEpochResponsePartitionData.leaderId");
  const leaderEpoch = reader.int32("BeginQuorumEpochResponsePartitionData.leaderEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("BeginQuorumEpochResponsePartitionData"); left > 0; left--) {
      const tag = reader.unsignedVarint("BeginQuorumEpochResponsePartitionData");
      const end = reader.taggedFieldEnd("BeginQuorumEpochResponsePartitionData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: BeginQuorumEpochResponsePartitionData = { partitionIndex, errorCode, leaderId, leaderEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBeginQuorumEpochResponsePartitionData(writer: WireWriter, message: Input<BeginQuorumEpochResponsePartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, leaderId = 0, leaderEpoch = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "BeginQuorumEpochResponsePartitionData.partitionIndex");
  writer.int16(errorCode, "BeginQuorumEpochResponsePartitionData.errorCode");
  writer.int32(leaderId, "BeginQuorumEpochResponsePartitionData.leaderId");
  writer.int32(leaderEpoch, "BeginQuorumEpochResponsePartitionData.leaderEpoch");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "BeginQuorumEpochResponsePartitionData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "BeginQuorumEpochResponsePartitionData", version);
  }
}

function decodeBeginQuorumEpochResponseTopicData(reader: WireReader, version: number): BeginQuorumEpochResponseTopicData {
  const topicName = version >= 1 ? reader.compactString("BeginQuorumEpochResponseTopicData.topicName") : reader.string("BeginQuorumEpochResponseTopicData.topicName");
  const partitions: BeginQuorumEpochResponsePartitionData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(15, "BeginQuorumEpochResponseTopicData.partitions") : reader.arrayLength(14, "BeginQuorumEpochResponseTopicData.partitions"); left > 0; left--) partitions.push(decodeBeginQuorumEpochResponsePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("BeginQuorumEpochResponseTopicData"); left > 0; left--) {
      const tag = reader.unsignedVarint("BeginQuorumEpochResponseTopicData");
      const end = reader.taggedFieldEnd("BeginQuorumEpochResponseTopicData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: BeginQuorumEpochResponseTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBeginQuorumEpochResponseTopicData(writer: WireWriter, message: Input<BeginQuorumEpochResponseTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(topicName, "BeginQuorumEpochResponseTopicData.topicName");
  } else {
    writer.string(topicName, "BeginQuorumEpochResponseTopicData.topicName");
  }
  if (version >= 1) {
    writer.compactArrayLength(partitions, "BeginQuorumEpochResponseTopicData.partitions");
    for (const element of partitions) encodeBeginQuorumEpochResponsePartitionData(writer, element, version);
  } else {
    writer.arrayLength(partitions, "BeginQuorumEpochResponseTopicData.partitions");
    for (const element of partitions) encodeBeginQuorumEpochResponsePartitionData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "BeginQuorumEpochResponseTopicData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "BeginQuorumEpochResponseTopicData", version);
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

function decodeBeginQuorumEpochResponse(reader: WireReader, version: number): BeginQuorumEpochResponse {
  const errorCode = reader.int16("BeginQuorumEpochResponse.errorCode");
  const topics: BeginQuorumEpochResponseTopicData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "BeginQuorumEpochResponse.topics") : reader.arrayLength(6, "BeginQuorumEpochResponse.topics"); left > 0; left--) topics.push(decodeBeginQuorumEpochResponseTopicData(reader, version));
  let nodeEndpoints: NodeEndpoint[] = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("BeginQuorumEpochResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("BeginQuorumEpochResponse");
      const end = reader.taggedFieldEnd("BeginQuorumEpochResponse");
      switch (tag) {
        case 0: {
          nodeEndpoints = [];
          for (let left = reader.compactArrayLength(8, "BeginQuorumEpochResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "BeginQuorumEpochResponse");
    }
  }
  const message: BeginQuorumEpochResponse = { errorCode, topics, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBeginQuorumEpochResponse(writer: WireWriter, message: Input<BeginQuorumEpochResponse>, version: number): void {
  const { errorCode = 0, topics = [], nodeEndpoints = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "BeginQuorumEpochResponse.errorCode");
  if (version >= 1) {
    writer.compactArrayLength(topics, "BeginQuorumEpochResponse.topics");
    for (const element of topics) encodeBeginQuorumEpochResponseTopicData(writer, element, version);
  } else {
    writer.arrayLength(topics, "BeginQuorumEpochResponse.topics");
    for (const element of topics) encodeBeginQuorumEpochResponseTopicData(writer, element, version);
  }
  if (version >= 1) {
    const hasNodeEndpoints = nodeEndpoints.length > 0;
    const pending = writer.beginTaggedFields((hasNodeEndpoints ? 1 : 0), unknownTaggedFields, "BeginQuorumEpochResponse");
    if (hasNodeEndpoints) {
      const mark = writer.beginTag(0, pending, "BeginQuorumEpochResponse.nodeEndpoints");
      writer.compactArrayLength(nodeEndpoints, "BeginQuorumEpochResponse.nodeEndpoints");
      for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "BeginQuorumEpochResponse");
  } else {
    if (nodeEndpoints.length > 0) writer.unsupported("BeginQuorumEpochResponse.nodeEndpoints", version);
    writer.noTaggedFields(unknownTaggedFields, "BeginQuorumEpochResponse", version);
  }
}
