/**
 * What a handler gets beside its records: headers, acknowledgement, consumer, the signal that its time is up. One object a delivery; everything in it
 * is made when first looked at.
 */
import type { ConsumerRecord, RecordHeader } from "@ottla/client";
import type { ListenerConsumer } from "./listener-consumer.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** Says that records are done. Given with ackMode MANUAL and MANUAL_IMMEDIATE. */
export interface Acknowledgment {
  /**
   * The record, or the batch, is done. With MANUAL_IMMEDIATE the promise resolves when that is committed (or has failed to be, which the log tells);
   * with MANUAL at once: it is committed before the next poll. A batch listener may give the place of a record: everything up to it is done.
   */
  acknowledge(index?: number): Promise<void>;
  /** The record is given again after `sleep` milliseconds, with all behind it in its partition (or of its key). */
  nack(sleep: number): void;
  /** Of a batch: those before `index` are done, that one and all behind it are given again after `sleep` milliseconds. */
  nack(index: number, sleep: number): void;
  /** Acknowledgements may come in any order. */
  isOutOfOrderCommit(): boolean;
}

/** What is common to record and batch listeners. */
export interface DeliveryContext {
  readonly listenerId: string;
  readonly groupId: string | undefined;
  /** The `info` of the listener's options. */
  readonly listenerInfo: string | undefined;
  /** 1 for the first delivery. */
  readonly deliveryAttempt: number;
  /** Undefined unless the ack mode is a manual one. */
  readonly acknowledgment: Acknowledgment | undefined;
  readonly consumer: ListenerConsumer;
  /** Aborts when the result does not count any more: the partition is gone, the container's time to stop is up, or `handlerTimeout` has passed. */
  readonly signal: AbortSignal;
}

/** What a record listener gets. */
export interface ListenerContext<K = unknown, V = unknown> extends DeliveryContext {
  readonly record: ConsumerRecord<K, V>;
  /** The last header of that name, as text; null for a header without a value. */
  header(name: string): string | null | undefined;
  /** The last header of that name, as bytes. */
  rawHeader(name: string): Uint8Array | null | undefined;
}

/** What a batch listener gets. */
export interface BatchListenerContext<K = unknown, V = unknown> extends DeliveryContext {
  readonly records: readonly ConsumerRecord<K, V>[];
}

/** What a container knows of itself for its deliveries. */
export interface DeliveryHost {
  readonly listenerId: string;
  readonly groupId: string | undefined;
  readonly listenerInfo: string | undefined;
  readonly consumer: ListenerConsumer;
}

/** The common part of both contexts. */
export class Delivery implements DeliveryContext {
  readonly #host: DeliveryHost;
  readonly deliveryAttempt: number;
  readonly acknowledgment: Acknowledgment | undefined;
  #controller: AbortController | undefined;
  #reason: unknown;

  constructor(host: DeliveryHost, deliveryAttempt: number, acknowledgment: Acknowledgment | undefined) {
    this.#host = host;
    this.deliveryAttempt = deliveryAttempt;
    this.acknowledgment = acknowledgment;
  }

  get listenerId(): string {
    return this.#host.listenerId;
  }

  get groupId(): string | undefined {
    return this.#host.groupId;
  }

  get listenerInfo(): string | undefined {
    return this.#host.listenerInfo;
  }

  get consumer(): ListenerConsumer {
    return this.#host.consumer;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Tells the handler, if it listens, that its result will not count. */
  abort(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

export class RecordDelivery extends Delivery implements ListenerContext {
  readonly record: AnyRecord;

  constructor(host: DeliveryHost, record: AnyRecord, attempt: number, acknowledgment: Acknowledgment | undefined) {
    super(host, attempt, acknowledgment);
    this.record = record;
  }

  header(name: string): string | null | undefined {
    const raw = this.rawHeader(name);
    return raw === undefined || raw === null ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString();
  }

  rawHeader(name: string): Uint8Array | null | undefined {
    return lastHeader(this.record.headers, name);
  }
}

export class BatchDelivery extends Delivery implements BatchListenerContext {
  readonly records: readonly AnyRecord[];

  constructor(
    host: DeliveryHost,
    records: readonly AnyRecord[],
    attempt: number,
    acknowledgment: Acknowledgment | undefined,
  ) {
    super(host, attempt, acknowledgment);
    this.records = records;
  }
}

/** The value of the last header of that name; undefined when there is none. */
export function lastHeader(headers: readonly RecordHeader[], name: string): Uint8Array | null | undefined {
  for (let index = headers.length - 1; index >= 0; index--) {
    const header = headers[index];
    if (header?.key === name) return header.value;
  }
  return undefined;
}
