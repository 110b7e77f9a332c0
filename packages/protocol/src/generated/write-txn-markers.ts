// Generated from schema/27-write-txn-markers.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** WriteTxnMarkersRequest: API key 27, versions 1–2, flexible 1+. */
export interface WriteTxnMarkersRequest {
  markers: WritableTxnMarker[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const WriteTxnMarkersRequest: MessageCodec<WriteTxnMarkersRequest> = defineMessage<WriteTxnMarkersRequest>({
  name: "WriteTxnMarkersRequest",
  kind: "request",
  apiKey: 27,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 1,
  decode: decodeWriteTxnMarkersRequest,
  encode: encodeWriteTxnMarkersRequest,
});

/** WriteTxnMarkersResponse: API key 27, versions 1–2, flexible 1+. */
export interface WriteTxnMarkersResponse {
  markers: WritableTxnMarkerResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const WriteTxnMarkersResponse: MessageCodec<WriteTxnMarkersResponse> = defineMessage<WriteTxnMarkersResponse>({
  name: "WriteTxnMarkersResponse",
  kind: "response",
  apiKey: 27,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 1,
  decode: decodeWriteTxnMarkersResponse,
  encode: encodeWriteTxnMarkersResponse,
});

/** In `WritableTxnMarker.topics`. */
export interface WritableTxnMarkerTopic {
  /** A topic name. */
  name: string;
  partitionIndexes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WriteTxnMarkersRequest.markers`. */
export interface WritableTxnMarker {
  /** A producer id. */
  producerId: bigint;
  producerEpoch: number;
  transactionResult: boolean;
  topics: WritableTxnMarkerTopic[];
  coordinatorEpoch: number;
  /** Versions 2+. Default 0. Dropped where the version lacks it. */
  transactionVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WritableTxnMarkerTopicResult.partitions`. */
export interface WritableTxnMarkerPartitionResult {
  partitionIndex: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WritableTxnMarkerResult.topics`. */
export interface WritableTxnMarkerTopicResult {
  /** A topic name. */
  name: string;
  partitions: WritableTxnMarkerPartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WriteTxnMarkersResponse.markers`. */
export interface WritableTxnMarkerResult {
  /** A producer id. */
  producerId: bigint;
  topics: WritableTxnMarkerTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeWritableTxnMarkerTopic(reader: WireReader, _version: number): WritableTxnMarkerTopic {
  const name = reader.compactString("WritableTxnMarkerTopic.name");
  const partitionIndexes: number[] = [];
  for (let left = reader.compactArrayLength(4, "WritableTxnMarkerTopic.partitionIndexes"); left > 0; left--) partitionIndexes.push(reader.int32("WritableTxnMarkerTopic.partitionIndexes"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WritableTxnMarkerTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("WritableTxnMarkerTopic");
    const end = reader.taggedFieldEnd("WritableTxnMarkerTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WritableTxnMarkerTopic = { name, partitionIndexes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWritableTxnMarkerTopic(writer: WireWriter, message: Input<WritableTxnMarkerTopic>, _version: number): void {
  const { name = "", partitionIndexes = [], unknownTaggedFields } = message;
  writer.compactString(name, "WritableTxnMarkerTopic.name");
  writer.compactArrayLength(partitionIndexes, "WritableTxnMarkerTopic.partitionIndexes");
  for (const element of partitionIndexes) writer.int32(element, "WritableTxnMarkerTopic.partitionIndexes");
  writer.taggedFields(unknownTaggedFields, "WritableTxnMarkerTopic");
}

function decodeWritableTxnMarker(reader: WireReader, version: number): WritableTxnMarker {
  const producerId = reader.int64BigInt("WritableTxnMarker.producerId");
  const producerEpoch = reader.int16("WritableTxnMarker.producerEpoch");
  const transactionResult = reader.boolean("WritableTxnMarker.transactionResult");
  const topics: WritableTxnMarkerTopic[] = [];
  for (let left = reader.compactArrayLength(3, "WritableTxnMarker.topics"); left > 0; left--) topics.push(decodeWritableTxnMarkerTopic(reader, version));
  const coordinatorEpoch = reader.int32("WritableTxnMarker.coordinatorEpoch");
  const transactionVersion = version >= 2 ? reader.int8("WritableTxnMarker.transactionVersion") : 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WritableTxnMarker"); left > 0; left--) {
    const tag = reader.unsignedVarint("WritableTxnMarker");
    const end = reader.taggedFieldEnd("WritableTxnMarker");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WritableTxnMarker = { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWritableTxnMarker(writer: WireWriter, message: Input<WritableTxnMarker>, version: number): void {
  const { producerId = 0n, producerEpoch = 0, transactionResult = false, topics = [], coordinatorEpoch = 0, transactionVersion = 0, unknownTaggedFields } = message;
  writer.int64BigInt(producerId, "WritableTxnMarker.producerId");
  writer.int16(producerEpoch, "WritableTxnMarker.producerEpoch");
  writer.boolean(transactionResult, "WritableTxnMarker.transactionResult");
  writer.compactArrayLength(topics, "WritableTxnMarker.topics");
  for (const element of topics) encodeWritableTxnMarkerTopic(writer, element, version);
  writer.int32(coordinatorEpoch, "WritableTxnMarker.coordinatorEpoch");
  if (version >= 2) {
    writer.int8(transactionVersion, "WritableTxnMarker.transactionVersion");
  }
  writer.taggedFields(unknownTaggedFields, "WritableTxnMarker");
}

function decodeWriteTxnMarkersRequest(reader: WireReader, version: number): WriteTxnMarkersRequest {
  const markers: WritableTxnMarker[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(18, "WriteTxnMarkersRequest.markers") : reader.compactArrayLength(17, "WriteTxnMarkersRequest.markers"); left > 0; left--) markers.push(decodeWritableTxnMarker(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WriteTxnMarkersRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("WriteTxnMarkersRequest");
    const end = reader.taggedFieldEnd("WriteTxnMarkersRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WriteTxnMarkersRequest = { markers };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWriteTxnMarkersRequest(writer: WireWriter, message: Input<WriteTxnMarkersRequest>, version: number): void {
  const { markers = [], unknownTaggedFields } = message;
  writer.compactArrayLength(markers, "WriteTxnMarkersRequest.markers");
  for (const element of markers) encodeWritableTxnMarker(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WriteTxnMarkersRequest");
}

function decodeWritableTxnMarkerPartitionResult(reader: WireReader, _version: number): WritableTxnMarkerPartitionResult {
  const partitionIndex = reader.int32("WritableTxnMarkerPartitionResult.partitionIndex");
  const errorCode = reader.int16("WritableTxnMarkerPartitionResult.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WritableTxnMarkerPartitionResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("WritableTxnMarkerPartitionResult");
    const end = reader.taggedFieldEnd("WritableTxnMarkerPartitionResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WritableTxnMarkerPartitionResult = { partitionIndex, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWritableTxnMarkerPartitionResult(writer: WireWriter, message: Input<WritableTxnMarkerPartitionResult>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "WritableTxnMarkerPartitionResult.partitionIndex");
  writer.int16(errorCode, "WritableTxnMarkerPartitionResult.errorCode");
  writer.taggedFields(unknownTaggedFields, "WritableTxnMarkerPartitionResult");
}

function decodeWritableTxnMarkerTopicResult(reader: WireReader, version: number): WritableTxnMarkerTopicResult {
  const name = reader.compactString("WritableTxnMarkerTopicResult.name");
  const partitions: WritableTxnMarkerPartitionResult[] = [];
  for (let left = reader.compactArrayLength(7, "WritableTxnMarkerTopicResult.partitions"); left > 0; left--) partitions.push(decodeWritableTxnMarkerPartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WritableTxnMarkerTopicResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("WritableTxnMarkerTopicResult");
    const end = reader.taggedFieldEnd("WritableTxnMarkerTopicResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WritableTxnMarkerTopicResult = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWritableTxnMarkerTopicResult(writer: WireWriter, message: Input<WritableTxnMarkerTopicResult>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(name, "WritableTxnMarkerTopicResult.name");
  writer.compactArrayLength(partitions, "WritableTxnMarkerTopicResult.partitions");
  for (const element of partitions) encodeWritableTxnMarkerPartitionResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WritableTxnMarkerTopicResult");
}

function decodeWritableTxnMarkerResult(reader: WireReader, version: number): WritableTxnMarkerResult {
  const producerId = reader.int64BigInt("WritableTxnMarkerResult.producerId");
  const topics: WritableTxnMarkerTopicResult[] = [];
  for (let left = reader.compactArrayLength(3, "WritableTxnMarkerResult.topics"); left > 0; left--) topics.push(decodeWritableTxnMarkerTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WritableTxnMarkerResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("WritableTxnMarkerResult");
    const end = reader.taggedFieldEnd("WritableTxnMarkerResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WritableTxnMarkerResult = { producerId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWritableTxnMarkerResult(writer: WireWriter, message: Input<WritableTxnMarkerResult>, version: number): void {
  const { producerId = 0n, topics = [], unknownTaggedFields } = message;
  writer.int64BigInt(producerId, "WritableTxnMarkerResult.producerId");
  writer.compactArrayLength(topics, "WritableTxnMarkerResult.topics");
  for (const element of topics) encodeWritableTxnMarkerTopicResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WritableTxnMarkerResult");
}

function decodeWriteTxnMarkersResponse(reader: WireReader, version: number): WriteTxnMarkersResponse {
  const markers: WritableTxnMarkerResult[] = [];
  for (let left = reader.compactArrayLength(10, "WriteTxnMarkersResponse.markers"); left > 0; left--) markers.push(decodeWritableTxnMarkerResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WriteTxnMarkersResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("WriteTxnMarkersResponse");
    const end = reader.taggedFieldEnd("WriteTxnMarkersResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WriteTxnMarkersResponse = { markers };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWriteTxnMarkersResponse(writer: WireWriter, message: Input<WriteTxnMarkersResponse>, version: number): void {
  const { markers = [], unknownTaggedFields } = message;
  writer.compactArrayLength(markers, "WriteTxnMarkersResponse.markers");
  for (const element of markers) encodeWritableTxnMarkerResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WriteTxnMarkersResponse");
}
