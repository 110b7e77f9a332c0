/**
 * Where a record that failed goes next, and the headers that say so. Pure: what time it is comes in.
 *
 * Headers come from outside: an attempt count that is none, or beyond what is configured, is brought within its bounds.
 */
import type { Header } from "@ottla/client";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { ExceptionClassifier, isOfKind } from "../errors/exception-classifier.ts";
import { causesOf } from "../errors/exceptions.ts";
import { bigIntegerBytes, bigIntegerOf, int32Bytes, int32Of } from "../headers/header-bytes.ts";
import { RetryTopicHeaders } from "../headers/kafka-headers.ts";
import { lastHeader } from "../container/delivery.ts";
import type { DestinationTopic } from "./destination-topics.ts";
import type { RetryTopicOptions } from "./retry-topic-options.ts";

/** A topic to send to, or `undefined`: the record is passed, with a word in the log. */
export type NextDestination = { readonly suffix: string; readonly delayMs: number } | undefined;

export class RetryRouting {
  readonly #options: RetryTopicOptions;
  readonly #topics: readonly DestinationTopic[];
  readonly #attempts: number;
  readonly #classifier: ExceptionClassifier;

  constructor(options: RetryTopicOptions, topics: readonly DestinationTopic[]) {
    this.#options = options;
    this.#topics = topics;
    this.#attempts = options.attempts ?? 3;
    this.#classifier = new ExceptionClassifier(options.include === undefined);
    this.#classifier.addRetryableExceptions(...(options.include ?? []));
    this.#classifier.addNotRetryableExceptions(...(options.exclude ?? []));
  }

  /** @param index the topic the record was read from */
  next(index: number, record: AnyRecord, error: Error, nowMs: number): NextDestination {
    const here = this.#topics[index];
    if (here === undefined) return undefined;
    if (here.type === "DLT") return this.#options.dltStrategy === "FAIL_ON_ERROR" ? undefined : here;
    const isWorthIt = this.attemptOf(record) < this.#attempts && this.#classifier.isRetryable(error);
    if (!isWorthIt || this.#isPastTimeout(record, nowMs)) return this.#deadLetter(error);
    return here.type === "REUSABLE_RETRY_TOPIC" ? here : this.#topics[index + 1];
  }

  /** The headers of the record that is sent there, in place of earlier ones of these names. */
  headers(record: AnyRecord, next: { readonly delayMs: number }, nowMs: number): Header[] {
    return [
      {
        key: RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP,
        value: bigIntegerBytes(originalTimestampOf(record)),
      },
      { key: RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS, value: int32Bytes(this.attemptOf(record) + 1) },
      { key: RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP, value: bigIntegerBytes(nowMs + next.delayMs) },
    ];
  }

  /** Which delivery of the record this is; 1 for the first. */
  attemptOf(record: AnyRecord): number {
    const written = int32Of(lastHeader(record.headers, RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS));
    return written === undefined ? 1 : Math.min(Math.max(1, written), this.#attempts);
  }

  #deadLetter(error: Error): NextDestination {
    const dlt = this.#topics.find((topic) => topic.type === "DLT");
    if (dlt === undefined) return undefined;
    for (const [suffix, kinds] of Object.entries(this.#options.exceptionBasedDltRouting ?? {})) {
      const isMeant = causesOf(error).some((cause) => kinds.some((kind) => isOfKind(cause, kind)));
      if (isMeant) return { suffix: `${suffix}${dlt.suffix}`, delayMs: 0 };
    }
    return dlt;
  }

  #isPastTimeout(record: AnyRecord, nowMs: number): boolean {
    const { timeout } = this.#options;
    return timeout !== undefined && timeout >= 0 && nowMs > originalTimestampOf(record) + timeout;
  }
}

/** When the record is due, in ms since 1970; undefined for one that is not of a retry topic. */
export function dueTimeOf(record: AnyRecord): number | undefined {
  return bigIntegerOf(lastHeader(record.headers, RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP));
}

function originalTimestampOf(record: AnyRecord): number {
  return (
    bigIntegerOf(lastHeader(record.headers, RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP)) ?? record.timestamp
  );
}
