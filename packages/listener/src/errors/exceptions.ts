/**
 * The exceptions of the framework, by Spring's names, and how an error is named in a dead-letter header: Spring writes Java class names there, so ours
 * carry the name of their Java counterpart and every other error its own.
 */
import type { ConsumerRecord } from "@ottla/client";

/** An error that a Java class name belongs to. */
interface NamedLikeJava {
  readonly javaClass: string;
}

/** A listener threw. What it threw is the `cause`. */
export class ListenerExecutionFailedException extends Error implements NamedLikeJava {
  readonly javaClass = "org.springframework.kafka.listener.ListenerExecutionFailedException";
  readonly groupId: string | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly groupId?: string | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ListenerExecutionFailedException";
    this.groupId = options.groupId;
  }
}

/** A batch listener tells which of its records failed: those before are done, that one is tried again, those behind it follow. */
export class BatchListenerFailedException extends Error implements NamedLikeJava {
  readonly javaClass = "org.springframework.kafka.listener.BatchListenerFailedException";
  /** Place in the batch, or the record itself. */
  readonly failed: number | ConsumerRecord<unknown, unknown>;

  constructor(message: string, failed: number | ConsumerRecord<unknown, unknown>, cause?: unknown) {
    const place = typeof failed === "number" ? `@-${failed}` : `${failed.topic}-${failed.partition}@${failed.offset}`;
    super(`${message} ${place}`, cause === undefined ? undefined : { cause });
    this.name = "BatchListenerFailedException";
    this.failed = failed;
  }

  /** The place of the failed record; -1 when it is not in the batch. */
  indexIn(records: readonly ConsumerRecord<unknown, unknown>[]): number {
    const { failed } = this;
    if (typeof failed === "number")
      return Number.isInteger(failed) && failed >= 0 && failed < records.length ? failed : -1;
    return records.findIndex(
      (one) => one.topic === failed.topic && one.partition === failed.partition && one.offset === failed.offset,
    );
  }
}

/** Key or value bytes that their deserializer refused. Never retried. */
export class DeserializationException extends Error implements NamedLikeJava {
  readonly javaClass = "org.springframework.kafka.support.serializer.DeserializationException";
  readonly data: Uint8Array | null;
  readonly isKey: boolean;

  constructor(
    message: string,
    options: { readonly data: Uint8Array | null; readonly isKey: boolean; readonly cause: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = "DeserializationException";
    this.data = options.data;
    this.isKey = options.isKey;
  }
}

/** A payload that could not be turned into what the listener takes. Never retried. */
export class MessageConversionException extends Error implements NamedLikeJava {
  readonly javaClass = "org.springframework.messaging.converter.MessageConversionException";

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "MessageConversionException";
  }
}

/** A payload that its schema refuses. Never retried. */
export class MethodArgumentNotValidException extends Error implements NamedLikeJava {
  readonly javaClass = "org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException";
  readonly issues: readonly string[];

  constructor(message: string, issues: readonly string[]) {
    super(message);
    this.name = "MethodArgumentNotValidException";
    this.issues = issues;
  }
}

/** A listener's handler could not be called with what there is. Never retried. */
export class MethodArgumentResolutionException extends Error implements NamedLikeJava {
  readonly javaClass = "org.springframework.messaging.handler.invocation.MethodArgumentResolutionException";

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "MethodArgumentResolutionException";
  }
}

/** The handler did not end within `handlerTimeout`. */
export class HandlerTimeoutException extends Error {
  constructor(timeoutMs: number) {
    super(`The listener did not end within ${timeoutMs} ms`);
    this.name = "HandlerTimeoutException";
  }
}

/** What goes into a `…-fqcn` header. */
export function classNameOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return typeof error;
  if ("javaClass" in error && typeof error.javaClass === "string") return error.javaClass;
  if (error instanceof Error && error.name !== "Error") return error.name;
  return error.constructor.name;
}

/** Anything thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** An error and its causes, outermost first. Bounded, since a cause may lead back. */
export function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && chain.length < 32 && !chain.includes(one);) {
    chain.push(one);
    one = one instanceof Error ? one.cause : undefined;
  }
  return chain;
}
