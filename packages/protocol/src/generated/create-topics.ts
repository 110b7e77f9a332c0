// Generated from schema/19-create-topics.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** CreateTopicsRequest: API key 19, versions 2–7, flexible 5+. */
export interface CreateTopicsRequest {
  topics: CreatableTopic[];
  /** Default 60000. */
  timeoutMs: number;
  /** Default false. */
  validateOnly: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreateTopicsRequest: MessageCodec<CreateTopicsRequest> = defineMessage<CreateTopicsRequest>({
  name: "CreateTopicsRequest",
  kind: "request",
  apiKey: 19,
  lowestVersion: 2,
  highestVersion: 7,
  flexibleFrom: 5,
  decode: decodeCreateTopicsRequest,
  encode: encodeCreateTopicsRequest,
});

/** CreateTopicsResponse: API key 19, versions 2–7, flexible 5+. */
export interface CreateTopicsResponse {
  throttleTimeMs: number;
  topics: CreatableTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreateTopicsResponse: MessageCodec<CreateTopicsResponse> = defineMessage<CreateTopicsResponse>({
  name: "CreateTopicsResponse",
  kind: "response",
  apiKey: 19,
  lowestVersion: 2,
  highestVersion: 7,
  flexibleFrom: 5,
  decode: decodeCreateTopicsResponse,
  encode: encodeCreateTopicsResponse,
});

/** In `CreatableTopic.assignments`. */
export interface CreatableReplicaAssignment {
  partitionIndex: number;
  /** A broker id. */
  brokerIds: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `CreatableTopic.configs`. */
export interface CreatableTopicConfig {
  name: string;
  value: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `CreateTopicsRequest.topics`. */
export interface CreatableTopic {
  /** A topic name. */
  name: string;
  numPartitions: number;
  replicationFactor: number;
  assignments: CreatableReplicaAssignment[];
  configs: CreatableTopicConfig[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `CreatableTopicResult.configs`. */
export interface CreatableTopicConfigs {
  name: string;
  value: string | null;
  readOnly: boolean;
  /** Default -1. */
  configSource: number;
  isSensitive: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `CreateTopicsResponse.topics`. */
export interface CreatableTopicResult {
  /** A topic name. */
  name: string;
  /** Versions 7+. Dropped where the version lacks it. */
  topicId: Uuid;
  errorCode: number;
  errorMessage: string | null;
  /** Versions 5+. Tag 0. Dropped where the version lacks it. */
  topicConfigErrorCode: number;
  /** Versions 5+. Default -1. Dropped where the version lacks it. */
  numPartitions: number;
  /** Versions 5+. Default -1. Dropped where the version lacks it. */
  replicationFactor: number;
  /** Versions 5+. Dropped where the version lacks it. */
  configs: CreatableTopicConfigs[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeCreatableReplicaAssignment(reader: WireReader, version: number): CreatableReplicaAssignment {
  const partitionIndex = reader.int32("CreatableReplicaAssignment.partitionIndex");
  const brokerIds: number[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(4, "CreatableReplicaAssignment.brokerIds") : reader.arrayLength(4, "CreatableReplicaAssignment.brokerIds"); left > 0; left--) brokerIds.push(reader.int32("CreatableReplicaAssignment.brokerIds"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("CreatableReplicaAssignment"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatableReplicaAssignment");
      const end = reader.taggedFieldEnd("CreatableReplicaAssignment");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatableReplicaAssignment = { partitionIndex, brokerIds };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatableReplicaAssignment(writer: WireWriter, message: Input<CreatableReplicaAssignment>, version: number): void {
  const { partitionIndex = 0, brokerIds = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "CreatableReplicaAssignment.partitionIndex");
  if (version >= 5) {
    writer.compactArrayLength(brokerIds, "CreatableReplicaAssignment.brokerIds");
    for (const element of brokerIds) writer.int32(element, "CreatableReplicaAssignment.brokerIds");
  } else {
    writer.arrayLength(brokerIds, "CreatableReplicaAssignment.brokerIds");
    for (const element of brokerIds) writer.int32(element, "CreatableReplicaAssignment.brokerIds");
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "CreatableReplicaAssignment");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatableReplicaAssignment", version);
  }
}

function decodeCreatableTopicConfig(reader: WireReader, version: number): CreatableTopicConfig {
  const name = version >= 5 ? reader.compactString("CreatableTopicConfig.name") : reader.string("CreatableTopicConfig.name");
  const value = version >= 5 ? reader.compactNullableString("CreatableTopicConfig.value") : reader.nullableString("CreatableTopicConfig.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("CreatableTopicConfig"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatableTopicConfig");
      const end = reader.taggedFieldEnd("CreatableTopicConfig");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatableTopicConfig = { name, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatableTopicConfig(writer: WireWriter, message: Input<CreatableTopicConfig>, version: number): void {
  const { name = "", value = "", unknownTaggedFields } = message;
  if (version >= 5) {
    writer.compactString(name, "CreatableTopicConfig.name");
  } else {
    writer.string(name, "CreatableTopicConfig.name");
  }
  if (version >= 5) {
    writer.compactNullableString(value, "CreatableTopicConfig.value");
  } else {
    writer.nullableString(value, "CreatableTopicConfig.value");
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "CreatableTopicConfig");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatableTopicConfig", version);
  }
}

function decodeCreatableTopic(reader: WireReader, version: number): CreatableTopic {
  const name = version >= 5 ? reader.compactString("CreatableTopic.name") : reader.string("CreatableTopic.name");
  const numPartitions = reader.int32("CreatableTopic.numPartitions");
  const replicationFactor = reader.int16("CreatableTopic.replicationFactor");
  const assignments: CreatableReplicaAssignment[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(6, "CreatableTopic.assignments") : reader.arrayLength(8, "CreatableTopic.assignments"); left > 0; left--) assignments.push(decodeCreatableReplicaAssignment(reader, version));
  const configs: CreatableTopicConfig[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(3, "CreatableTopic.configs") : reader.arrayLength(4, "CreatableTopic.configs"); left > 0; left--) configs.push(decodeCreatableTopicConfig(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("CreatableTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatableTopic");
      const end = reader.taggedFieldEnd("CreatableTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatableTopic = { name, numPartitions, replicationFactor, assignments, configs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatableTopic(writer: WireWriter, message: Input<CreatableTopic>, version: number): void {
  const { name = "", numPartitions = 0, replicationFactor = 0, assignments = [], configs = [], unknownTaggedFields } = message;
  if (version >= 5) {
    writer.compactString(name, "CreatableTopic.name");
  } else {
    writer.string(name, "CreatableTopic.name");
  }
  writer.int32(numPartitions, "CreatableTopic.numPartitions");
  writer.int16(replicationFactor, "CreatableTopic.replicationFactor");
  if (version >= 5) {
    writer.compactArrayLength(assignments, "CreatableTopic.assignments");
    for (const element of assignments) encodeCreatableReplicaAssignment(writer, element, version);
  } else {
    writer.arrayLength(assignments, "CreatableTopic.assignments");
    for (const element of assignments) encodeCreatableReplicaAssignment(writer, element, version);
  }
  if (version >= 5) {
    writer.compactArrayLength(configs, "CreatableTopic.configs");
    for (const element of configs) encodeCreatableTopicConfig(writer, element, version);
  } else {
    writer.arrayLength(configs, "CreatableTopic.configs");
    for (const element of configs) encodeCreatableTopicConfig(writer, element, version);
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "CreatableTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatableTopic", version);
  }
}

function decodeCreateTopicsRequest(reader: WireReader, version: number): CreateTopicsRequest {
  const topics: CreatableTopic[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(10, "CreateTopicsRequest.topics") : reader.arrayLength(16, "CreateTopicsRequest.topics"); left > 0; left--) topics.push(decodeCreatableTopic(reader, version));
  const timeoutMs = reader.int32("CreateTopicsRequest.timeoutMs");
  const validateOnly = reader.boolean("CreateTopicsRequest.validateOnly");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("CreateTopicsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreateTopicsRequest");
      const end = reader.taggedFieldEnd("CreateTopicsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreateTopicsRequest = { topics, timeoutMs, validateOnly };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreateTopicsRequest(writer: WireWriter, message: Input<CreateTopicsRequest>, version: number): void {
  const { topics = [], timeoutMs = 60000, validateOnly = false, unknownTaggedFields } = message;
  if (version >= 5) {
    writer.compactArrayLength(topics, "CreateTopicsRequest.topics");
    for (const element of topics) encodeCreatableTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "CreateTopicsRequest.topics");
    for (const element of topics) encodeCreatableTopic(writer, element, version);
  }
  writer.int32(timeoutMs, "CreateTopicsRequest.timeoutMs");
  writer.boolean(validateOnly, "CreateTopicsRequest.validateOnly");
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "CreateTopicsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreateTopicsRequest", version);
  }
}

function decodeCreatableTopicConfigs(reader: WireReader, _version: number): CreatableTopicConfigs {
  const name = reader.compactString("CreatableTopicConfigs.name");
  const value = reader.compactNullableString("CreatableTopicConfigs.value");
  const readOnly = reader.boolean("CreatableTopicConfigs.readOnly");
  const configSource = reader.int8("CreatableTopicConfigs.configSource");
  const isSensitive = reader.boolean("CreatableTopicConfigs.isSensitive");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("CreatableTopicConfigs"); left > 0; left--) {
    const tag = reader.unsignedVarint("CreatableTopicConfigs");
    const end = reader.taggedFieldEnd("CreatableTopicConfigs");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: CreatableTopicConfigs = { name, value, readOnly, configSource, isSensitive };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatableTopicConfigs(writer: WireWriter, message: Input<CreatableTopicConfigs>, _version: number): void {
  const { name = "", value = "", readOnly = false, configSource = -1, isSensitive = false, unknownTaggedFields } = message;
  writer.compactString(name, "CreatableTopicConfigs.name");
  writer.compactNullableString(value, "CreatableTopicConfigs.value");
  writer.boolean(readOnly, "CreatableTopicConfigs.readOnly");
  writer.int8(configSource, "CreatableTopicConfigs.configSource");
  writer.boolean(isSensitive, "CreatableTopicConfigs.isSensitive");
  writer.taggedFields(unknownTaggedFields, "CreatableTopicConfigs");
}

function decodeCreatableTopicResult(reader: WireReader, version: number): CreatableTopicResult {
  const name = version >= 5 ? reader.compactString("CreatableTopicResult.name") : reader.string("CreatableTopicResult.name");
  const topicId = version >= 7 ? reader.uuid("CreatableTopicResult.topicId") : ZERO_UUID;
  const errorCode = reader.int16("CreatableTopicResult.errorCode");
  const errorMessage = version >= 5 ? reader.compactNullableString("CreatableTopicResult.errorMessage") : reader.nullableString("CreatableTopicResult.errorMessage");
  const numPartitions = version >= 5 ? reader.int32("CreatableTopicResult.numPartitions") : -1;
  const replicationFactor = version >= 5 ? reader.int16("CreatableTopicResult.replicationFactor") : -1;
  let configs: CreatableTopicConfigs[] | null = null;
  const configsLength = version >= 5 ? reader.compactNullableArrayLength(6, "CreatableTopicResult.configs") : 0;
  if (configsLength >= 0) {
    configs = [];
    for (let left = configsLength; left > 0; left--) configs.push(decodeCreatableTopicConfigs(reader, version));
  }
  let topicConfigErrorCode: number = 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("CreatableTopicResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatableTopicResult");
      const end = reader.taggedFieldEnd("CreatableTopicResult");
      switch (tag) {
        case 0: {
          topicConfigErrorCode = reader.int16("CreatableTopicResult.topicConfigErrorCode");
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "CreatableTopicResult");
    }
  }
  const message: CreatableTopicResult = { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatableTopicResult(writer: WireWriter, message: Input<CreatableTopicResult>, version: number): void {
  const { name = "", topicId = ZERO_UUID, errorCode = 0, errorMessage = "", topicConfigErrorCode = 0, numPartitions = -1, replicationFactor = -1, configs = [], unknownTaggedFields } = message;
  if (version >= 5) {
    writer.compactString(name, "CreatableTopicResult.name");
  } else {
    writer.string(name, "CreatableTopicResult.name");
  }
  if (version >= 7) {
    writer.uuid(topicId, "CreatableTopicResult.topicId");
  }
  writer.int16(errorCode, "CreatableTopicResult.errorCode");
  if (version >= 5) {
    writer.compactNullableString(errorMessage, "CreatableTopicResult.errorMessage");
  } else {
    writer.nullableString(errorMessage, "CreatableTopicResult.errorMessage");
  }
  if (version >= 5) {
    writer.int32(numPartitions, "CreatableTopicResult.numPartitions");
  }
  if (version >= 5) {
    writer.int16(replicationFactor, "CreatableTopicResult.replicationFactor");
  }
  if (version >= 5) {
    writer.compactNullableArrayLength(configs, "CreatableTopicResult.configs");
    if (configs !== null) for (const element of configs) encodeCreatableTopicConfigs(writer, element, version);
  }
  if (version >= 5) {
    const hasTopicConfigErrorCode = topicConfigErrorCode !== 0;
    const pending = writer.beginTaggedFields((hasTopicConfigErrorCode ? 1 : 0), unknownTaggedFields, "CreatableTopicResult");
    if (hasTopicConfigErrorCode) {
      const mark = writer.beginTag(0, pending, "CreatableTopicResult.topicConfigErrorCode");
      writer.int16(topicConfigErrorCode, "CreatableTopicResult.topicConfigErrorCode");
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "CreatableTopicResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatableTopicResult", version);
  }
}

function decodeCreateTopicsResponse(reader: WireReader, version: number): CreateTopicsResponse {
  const throttleTimeMs = reader.int32("CreateTopicsResponse.throttleTimeMs");
  const topics: CreatableTopicResult[] = [];
  for (let left = version >= 7 ? reader.compactArrayLength(28, "CreateTopicsResponse.topics") : version >= 5 ? reader.compactArrayLength(12, "CreateTopicsResponse.topics") : reader.arrayLength(6, "CreateTopicsResponse.topics"); left > 0; left--) topics.push(decodeCreatableTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("CreateTopicsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreateTopicsResponse");
      const end = reader.taggedFieldEnd("CreateTopicsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreateTopicsResponse = { throttleTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreateTopicsResponse(writer: WireWriter, message: Input<CreateTopicsResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "CreateTopicsResponse.throttleTimeMs");
  if (version >= 5) {
    writer.compactArrayLength(topics, "CreateTopicsResponse.topics");
    for (const element of topics) encodeCreatableTopicResult(writer, element, version);
  } else {
    writer.arrayLength(topics, "CreateTopicsResponse.topics");
    for (const element of topics) encodeCreatableTopicResult(writer, element, version);
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "CreateTopicsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreateTopicsResponse", version);
  }
}
