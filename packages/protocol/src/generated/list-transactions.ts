// Generated from schema/66-list-transactions.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ListTransactionsRequest: API key 66, versions 0–2, flexible 0+. */
export interface ListTransactionsRequest {
  stateFilters: string[];
  /** A producer id. */
  producerIdFilters: bigint[];
  /** Versions 1+. Default -1. */
  durationFilter: number;
  /** Versions 2+. Default null. */
  transactionalIdPattern: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListTransactionsRequest: MessageCodec<ListTransactionsRequest> = defineMessage<ListTransactionsRequest>({
  name: "ListTransactionsRequest",
  kind: "request",
  apiKey: 66,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeListTransactionsRequest,
  encode: encodeListTransactionsRequest,
});

/** ListTransactionsResponse: API key 66, versions 0–2, flexible 0+. */
export interface ListTransactionsResponse {
  throttleTimeMs: number;
  errorCode: number;
  unknownStateFilters: string[];
  transactionStates: TransactionState[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListTransactionsResponse: MessageCodec<ListTransactionsResponse> = defineMessage<ListTransactionsResponse>({
  name: "ListTransactionsResponse",
  kind: "response",
  apiKey: 66,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeListTransactionsResponse,
  encode: encodeListTransactionsResponse,
});

/** In `ListTransactionsResponse.transactionStates`. */
export interface TransactionState {
  /** A transactional id. */
  transactionalId: string;
  /** A producer id. */
  producerId: bigint;
  transactionState: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeListTransactionsRequest(reader: WireReader, version: number): ListTransactionsRequest {
  const stateFilters: string[] = [];
  for (let left = reader.compactArrayLength(1, "ListTransactionsRequest.stateFilters"); left > 0; left--) stateFilters.push(reader.compactString("ListTransactionsRequest.stateFilters"));
  const producerIdFilters: bigint[] = [];
  for (let left = reader.compactArrayLength(8, "ListTransactionsRequest.producerIdFilters"); left > 0; left--) producerIdFilters.push(reader.int64BigInt("ListTransactionsRequest.producerIdFilters"));
  const durationFilter = version >= 1 ? reader.int64("ListTransactionsRequest.durationFilter") : -1;
  const transactionalIdPattern = version >= 2 ? reader.compactNullableString("ListTransactionsRequest.transactionalIdPattern") : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ListTransactionsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ListTransactionsRequest");
    const end = reader.taggedFieldEnd("ListTransactionsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ListTransactionsRequest = { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListTransactionsRequest(writer: WireWriter, message: Input<ListTransactionsRequest>, version: number): void {
  const { stateFilters = [], producerIdFilters = [], durationFilter = -1, transactionalIdPattern = null, unknownTaggedFields } = message;
  writer.compactArrayLength(stateFilters, "ListTransactionsRequest.stateFilters");
  for (const element of stateFilters) writer.compactString(element, "ListTransactionsRequest.stateFilters");
  writer.compactArrayLength(producerIdFilters, "ListTransactionsRequest.producerIdFilters");
  for (const element of producerIdFilters) writer.int64BigInt(element, "ListTransactionsRequest.producerIdFilters");
  if (version >= 1) {
    writer.int64(durationFilter, "ListTransactionsRequest.durationFilter");
  } else {
    if (durationFilter !== -1) writer.unsupported("ListTransactionsRequest.durationFilter", version);
  }
  if (version >= 2) {
    writer.compactNullableString(transactionalIdPattern, "ListTransactionsRequest.transactionalIdPattern");
  } else {
    if (transactionalIdPattern !== null) writer.unsupported("ListTransactionsRequest.transactionalIdPattern", version);
  }
  writer.taggedFields(unknownTaggedFields, "ListTransactionsRequest");
}

function decodeTransactionState(reader: WireReader, _version: number): TransactionState {
  const transactionalId = reader.compactString("TransactionState.transactionalId");
  const producerId = reader.int64BigInt("TransactionState.producerId");
  const transactionState = reader.compactString("TransactionState.transactionState");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TransactionState"); left > 0; left--) {
    const tag = reader.unsignedVarint("TransactionState");
    const end = reader.taggedFieldEnd("TransactionState");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TransactionState = { transactionalId, producerId, transactionState };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTransactionState(writer: WireWriter, message: Input<TransactionState>, _version: number): void {
  const { transactionalId = "", producerId = 0n, transactionState = "", unknownTaggedFields } = message;
  writer.compactString(transactionalId, "TransactionState.transactionalId");
  writer.int64BigInt(producerId, "TransactionState.producerId");
  writer.compactString(transactionState, "TransactionState.transactionState");
  writer.taggedFields(unknownTaggedFields, "TransactionState");
}

function decodeListTransactionsResponse(reader: WireReader, version: number): ListTransactionsResponse {
  const throttleTimeMs = reader.int32("ListTransactionsResponse.throttleTimeMs");
  const errorCode = reader.int16("ListTransactionsResponse.errorCode");
  const unknownStateFilters: string[] = [];
  for (let left = reader.compactArrayLength(1, "ListTransactionsResponse.unknownStateFilters"); left > 0; left--) unknownStateFilters.push(reader.compactString("ListTransactionsResponse.unknownStateFilters"));
  const transactionStates: TransactionState[] = [];
  for (let left = reader.compactArrayLength(11, "ListTransactionsResponse.transactionStates"); left > 0; left--) transactionStates.push(decodeTransactionState(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ListTransactionsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ListTransactionsResponse");
    const end = reader.taggedFieldEnd("ListTransactionsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ListTransactionsResponse = { throttleTimeMs, errorCode, unknownStateFilters, transactionStates };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListTransactionsResponse(writer: WireWriter, message: Input<ListTransactionsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, unknownStateFilters = [], transactionStates = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ListTransactionsResponse.throttleTimeMs");
  writer.int16(errorCode, "ListTransactionsResponse.errorCode");
  writer.compactArrayLength(unknownStateFilters, "ListTransactionsResponse.unknownStateFilters");
  for (const element of unknownStateFilters) writer.compactString(element, "ListTransactionsResponse.unknownStateFilters");
  writer.compactArrayLength(transactionStates, "ListTransactionsResponse.transactionStates");
  for (const element of transactionStates) encodeTransactionState(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ListTransactionsResponse");
}
