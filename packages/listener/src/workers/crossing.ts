/**
 * What crosses between a thread and the main one as data that can be cloned: errors by name, code and causes, records with their bytes and with what their
 * deserializers made of them. Read at the other side, each is what a container of the main thread would have seen.
 */
import { KafkaError, RecordView } from "@ottla/client";
import type { ConsumerRecord, RecordHeader, TimestampTypeName, TopicPartition } from "@ottla/client";
import {
  DeserializationException,
  ListenerExecutionFailedException,
  MessageConversionException,
  MethodArgumentNotValidException,
  MethodArgumentResolutionException,
  asError,
} from "../errors/exceptions.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** An error and its causes. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a `KafkaError`. */
  readonly kafka?: {
    readonly code: string;
    readonly retriable: boolean;
    readonly fatal: boolean;
    readonly errorCode: number | undefined;
  };
  readonly issues?: readonly string[];
  readonly cause?: ErrorData;
}

/** A cause may lead back to where it came from. */
const CAUSES_MAX = 16;

export function errorData(thrown: unknown, depth = 0): ErrorData {
  const error = asError(thrown);
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...(error instanceof KafkaError
      ? {
          kafka: {
            code: error.code,
            retriable: error.retriable,
            fatal: error.fatal,
            errorCode: error.errorCode,
          },
        }
      : {}),
    ...(error instanceof MethodArgumentNotValidException ? { issues: [...error.issues] } : {}),
    ...(cause === undefined || depth >= CAUSES_MAX ? {} : { cause: errorData(cause, depth + 1) }),
  };
}

export function isErrorData(value: unknown): value is ErrorData {
  return typeof value === "object" && value !== null && "name" in value && "message" in value;
}

/** The error again: of its own class where that decides what becomes of a record, else one with its name. */
export function errorOf(data: ErrorData): Error {
  const error = madeOf(data);
  error.name = data.name;
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}

function madeOf({ name, message, kafka, issues, cause: causeData }: ErrorData): Error {
  const cause = causeData === undefined ? undefined : errorOf(causeData);
  if (kafka !== undefined) {
    const { code, ...rest } = kafka;
    return new KafkaError(code, message, {
      retriable: rest.retriable,
      fatal: rest.fatal,
      ...(rest.errorCode === undefined ? {} : { errorCode: rest.errorCode }),
      ...(cause === undefined ? {} : { cause }),
    });
  }
  switch (name) {
    case "ListenerExecutionFailedException":
      return new ListenerExecutionFailedException(message, { cause });
    case "MessageConversionException":
      return new MessageConversionException(message, cause);
    case "MethodArgumentResolutionException":
      return new MethodArgumentResolutionException(message, cause);
    case "MethodArgumentNotValidException":
      return new MethodArgumentNotValidException(message, issues ?? []);
    default:
      return new Error(message, cause === undefined ? undefined : { cause });
  }
}

/** What a record's failure is, as error handlers are told: a listener's, or bytes that nobody can read. */
export interface FailureData {
  readonly error: ErrorData;
  /** Which part of the record cannot be read. */
  readonly unreadable?: "key" | "value";
}

export function failureData(error: Error): FailureData {
  if (!(error instanceof DeserializationException)) return { error: errorData(error) };
  return { error: errorData(error), unreadable: error.isKey ? "key" : "value" };
}

/** As of a pool's thread: what the handler threw is the cause of a `KafkaError` `HANDLER_FAILED`, which is the cause of what handlers and recoverers see. */
export function failureOf(
  { error, unreadable }: FailureData,
  { record, groupId }: { readonly record: AnyRecord; readonly groupId: string | undefined },
): Error {
  const cause = error.cause === undefined ? undefined : errorOf(error.cause);
  if (unreadable !== undefined) {
    const isKey = unreadable === "key";
    return new DeserializationException(error.message, {
      data: isKey ? record.rawKey : record.rawValue,
      isKey,
      cause,
    });
  }
  const thrown = cause ?? errorOf(error);
  const failed = new KafkaError("HANDLER_FAILED", `The handler failed: ${thrown.message}`, { cause: thrown });
  return new ListenerExecutionFailedException(error.message, { cause: failed, groupId });
}

/** Key or value, if it is not the bytes themselves: what they were read as, or why they cannot be. */
type PartData = { readonly read: unknown } | { readonly error: ErrorData } | undefined;

export interface RecordData extends TopicPartition {
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: TimestampTypeName;
  readonly leaderEpoch: number | undefined;
  readonly rawKey: Uint8Array | null;
  readonly rawValue: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  readonly keyPart: PartData;
  readonly valuePart: PartData;
}

/** With bytes of its own: those of a batch would all be copied. */
export function recordData(record: AnyRecord): RecordData {
  const { topic, partition, offset, timestamp, timestampType, leaderEpoch } = record;
  return {
    ...{ topic, partition, offset, timestamp, timestampType, leaderEpoch },
    rawKey: copy(record.rawKey),
    rawValue: copy(record.rawValue),
    headers: record.headers.map(({ key, value }) => ({ key, value: copy(value) })),
    keyPart: part(() => record.key),
    valuePart: part(() => record.value),
  };
}

function copy(bytes: Uint8Array | null): Uint8Array | null {
  return bytes === null ? null : new Uint8Array(bytes);
}

function part(read: () => unknown): PartData {
  try {
    const value = read();
    return value instanceof Uint8Array || value === null ? undefined : { read: value };
  } catch (error) {
    return { error: errorData(error) };
  }
}

export function recordOf(data: RecordData): AnyRecord {
  return new RecordView(new CrossedRecord(data));
}

class CrossedRecord implements AnyRecord {
  readonly #data: RecordData;

  constructor(data: RecordData) {
    this.#data = data;
  }

  get topic(): string {
    return this.#data.topic;
  }
  get partition(): number {
    return this.#data.partition;
  }
  get offset(): number {
    return this.#data.offset;
  }
  get timestamp(): number {
    return this.#data.timestamp;
  }
  get timestampType(): TimestampTypeName {
    return this.#data.timestampType;
  }
  get leaderEpoch(): number | undefined {
    return this.#data.leaderEpoch;
  }
  get rawKey(): Uint8Array | null {
    return this.#data.rawKey;
  }
  get rawValue(): Uint8Array | null {
    return this.#data.rawValue;
  }
  get headers(): readonly RecordHeader[] {
    return this.#data.headers;
  }
  get key(): unknown {
    return readPart(this.#data.keyPart, this.rawKey);
  }
  get value(): unknown {
    return readPart(this.#data.valuePart, this.rawValue);
  }
  get serializedKeySize(): number {
    return this.rawKey?.length ?? -1;
  }
  get serializedValueSize(): number {
    return this.rawValue?.length ?? -1;
  }
}

function readPart(data: PartData, raw: Uint8Array | null): unknown {
  if (data === undefined) return raw;
  if ("error" in data) throw errorOf(data.error);
  return data.read;
}
