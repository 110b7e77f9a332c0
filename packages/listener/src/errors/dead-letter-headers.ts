/**
 * The headers of a dead letter: where the record came from and why it is here. Names, order and encodings are Spring's; a stack trace is JavaScript's.
 */
import type { Header } from "@ottla/client";
import { int32Bytes, int64Bytes, textBytes } from "../headers/header-bytes.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";
import type { AnyRecord } from "./common-error-handler.ts";
import { DeserializationException, ListenerExecutionFailedException, classNameOf } from "./exceptions.ts";

/** What may be left out. */
export type HeaderToAdd =
  | "OFFSET"
  | "TS"
  | "TS_TYPE"
  | "TOPIC"
  | "PARTITION"
  | "GROUP"
  | "EXCEPTION"
  | "EX_CAUSE"
  | "EX_MSG"
  | "EX_STACKTRACE";

/** The names under which all of it is written. */
export interface DeadLetterHeaderNames {
  readonly original: {
    readonly topic: string;
    readonly partition: string;
    readonly offset: string;
    readonly timestamp: string;
    readonly timestampType: string;
    readonly consumerGroup: string;
  };
  readonly exception: {
    readonly fqcn: string;
    readonly causeFqcn: string;
    readonly message: string;
    readonly stacktrace: string;
  };
  readonly keyException: { readonly fqcn: string; readonly message: string; readonly stacktrace: string };
}

export const DLT_HEADER_NAMES: DeadLetterHeaderNames = {
  original: {
    topic: KafkaHeaders.DLT_ORIGINAL_TOPIC,
    partition: KafkaHeaders.DLT_ORIGINAL_PARTITION,
    offset: KafkaHeaders.DLT_ORIGINAL_OFFSET,
    timestamp: KafkaHeaders.DLT_ORIGINAL_TIMESTAMP,
    timestampType: KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE,
    consumerGroup: KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP,
  },
  exception: {
    fqcn: KafkaHeaders.DLT_EXCEPTION_FQCN,
    causeFqcn: KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN,
    message: KafkaHeaders.DLT_EXCEPTION_MESSAGE,
    stacktrace: KafkaHeaders.DLT_EXCEPTION_STACKTRACE,
  },
  keyException: {
    fqcn: KafkaHeaders.DLT_KEY_EXCEPTION_FQCN,
    message: KafkaHeaders.DLT_KEY_EXCEPTION_MESSAGE,
    stacktrace: KafkaHeaders.DLT_KEY_EXCEPTION_STACKTRACE,
  },
};

/** The same for retry topics, without `dlt-` (but for the group's name). */
export const RETRY_TOPIC_HEADER_NAMES: DeadLetterHeaderNames = {
  original: {
    topic: KafkaHeaders.ORIGINAL_TOPIC,
    partition: KafkaHeaders.ORIGINAL_PARTITION,
    offset: KafkaHeaders.ORIGINAL_OFFSET,
    timestamp: KafkaHeaders.ORIGINAL_TIMESTAMP,
    timestampType: KafkaHeaders.ORIGINAL_TIMESTAMP_TYPE,
    consumerGroup: KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP,
  },
  exception: {
    fqcn: KafkaHeaders.EXCEPTION_FQCN,
    causeFqcn: KafkaHeaders.EXCEPTION_CAUSE_FQCN,
    message: KafkaHeaders.EXCEPTION_MESSAGE,
    stacktrace: KafkaHeaders.EXCEPTION_STACKTRACE,
  },
  keyException: {
    fqcn: KafkaHeaders.KEY_EXCEPTION_FQCN,
    message: KafkaHeaders.KEY_EXCEPTION_MESSAGE,
    stacktrace: KafkaHeaders.KEY_EXCEPTION_STACKTRACE,
  },
};

export interface DeadLetterHeaderOptions {
  readonly names: DeadLetterHeaderNames;
  /** Add where the record came from even if it came from somewhere else before. */
  readonly appendOriginalHeaders: boolean;
  /** Take away what an earlier failure has written. */
  readonly stripPreviousExceptionHeaders: boolean;
  readonly excluded: ReadonlySet<HeaderToAdd>;
}

/** The record's headers with those of the dead letter behind them. */
export function deadLetterHeaders(record: AnyRecord, error: Error, options: DeadLetterHeaderOptions): Header[] {
  const headers: Header[] = [...record.headers];
  addException(headers, error, options);
  addOriginal(headers, record, error, options);
  return headers;
}

function addException(headers: Header[], error: Error, options: DeadLetterHeaderOptions): void {
  const { names, excluded, stripPreviousExceptionHeaders } = options;
  const isKey = error instanceof DeserializationException && error.isKey;
  const { fqcn, message, stacktrace } = isKey ? names.keyException : names.exception;
  const add = (kind: HeaderToAdd, key: string, text: string): void => {
    if (excluded.has(kind)) return;
    if (stripPreviousExceptionHeaders) remove(headers, key);
    headers.push({ key, value: textBytes(text) });
  };
  add("EXCEPTION", fqcn, classNameOf(error));
  const cause = causeOf(error);
  if (cause !== undefined) add("EX_CAUSE", names.exception.causeFqcn, classNameOf(cause));
  add("EX_MSG", message, messageOf(error));
  add("EX_STACKTRACE", stacktrace, stackOf(error));
}

/** Spring's exceptions carry the message of their cause behind their own. */
function messageOf(error: Error): string {
  const cause = causeOf(error);
  if (error instanceof ListenerExecutionFailedException && cause instanceof Error) {
    return `${error.message}; ${cause.message}`;
  }
  return error.message;
}

/** What the listener threw: a listener error handler that throws on what it was asked about wraps it twice. */
function causeOf(error: Error): unknown {
  let { cause } = error;
  while (cause instanceof ListenerExecutionFailedException && cause.cause !== undefined) cause = cause.cause;
  return cause;
}

function stackOf(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\nCaused by: ${error.cause.stack ?? String(error.cause)}` : own;
}

function addOriginal(headers: Header[], record: AnyRecord, error: Error, options: DeadLetterHeaderOptions): void {
  const { names, excluded, appendOriginalHeaders } = options;
  const add = (kind: HeaderToAdd, key: string, value: Uint8Array): void => {
    if (excluded.has(kind)) return;
    if (appendOriginalHeaders || !headers.some((header) => header.key === key)) headers.push({ key, value });
  };
  const { original } = names;
  add("TOPIC", original.topic, textBytes(record.topic));
  add("PARTITION", original.partition, int32Bytes(record.partition));
  add("OFFSET", original.offset, int64Bytes(record.offset));
  add("TS", original.timestamp, int64Bytes(record.timestamp));
  add("TS_TYPE", original.timestampType, textBytes(record.timestampType));
  const groupId = error instanceof ListenerExecutionFailedException ? error.groupId : undefined;
  if (groupId !== undefined) add("GROUP", original.consumerGroup, textBytes(groupId));
}

function remove(headers: Header[], key: string): void {
  for (let index = headers.length - 1; index >= 0; index--) if (headers[index]?.key === key) headers.splice(index, 1);
}
