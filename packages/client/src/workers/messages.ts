/**
 * What is said between a consumer and its workers.
 */
import type { RecordFailure } from "@ottla/records";
import type { RecordHeader, TimestampTypeName } from "../consumer/consumer-record.ts";
import type { TopicPartition } from "../topic-partition.ts";

/** A record as a worker gets it: bytes of its own, decoded by the worker if need be. */
export interface WorkerRecord extends TopicPartition {
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: TimestampTypeName;
  readonly leaderEpoch: number | undefined;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

/** The default export of a handler's module. A record counts as done when it returns or what it returns resolves. */
export type RecordHandler = (record: WorkerRecord) => void | Promise<void>;

/** To a thread of a pool. */
export interface HandleMessage {
  readonly type: "handle";
  readonly record: WorkerRecord;
}

/** From a thread of a pool. */
export type HandledMessage = { readonly type: "ready" } | { readonly type: "done" } | FailedMessage;

export interface FailedMessage {
  readonly type: "failed";
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** What a thread is told when it begins. */
export interface HandlerWorkerData {
  readonly module: string;
}

export function isHandlerData(data: unknown): data is HandlerWorkerData {
  return typeof data === "object" && data !== null && "module" in data && typeof data.module === "string";
}

/** What a thread with a consumer of its own is told when it begins. */
export interface ConsumerWorkerData {
  readonly module: string;
  readonly options: ReadonlyMap<string, unknown>;
  readonly topics: readonly string[];
  /** How often it commits, in milliseconds. */
  readonly commitIntervalMs: number;
}

export function isConsumerData(data: unknown): data is ConsumerWorkerData {
  return isHandlerData(data) && "options" in data && data.options instanceof Map && "topics" in data;
}

/** To a thread with a consumer of its own: come to an end. */
export interface StopMessage {
  readonly type: "stop";
}

/** From a thread with a consumer of its own. */
export type ConsumerWorkerMessage =
  | { readonly type: "assigned"; readonly partitions: readonly TopicPartition[] }
  | { readonly type: "begun" }
  | { readonly type: "handled" }
  | { readonly type: "stopped" }
  | FailedMessage;

/** To the thread that decompresses. */
export interface DecompressMessage {
  readonly id: number;
  readonly compression: number;
  /** What to decompress lies in its first `size` bytes. */
  readonly slot: SharedArrayBuffer;
  readonly size: number;
  readonly maxBytes: number | undefined;
}

/** From the thread that decompresses. */
export type DecompressedMessage =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly failure: Pick<RecordFailure, "kind" | "message" | "position"> };
