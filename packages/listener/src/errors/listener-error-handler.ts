/**
 * A listener's own error handler: Spring's KafkaListenerErrorHandler. It is asked before the container's, about this one listener's failures.
 *
 * What it returns stands for what the listener would have returned: the record is done, and a result other than undefined or null goes where the
 * listener's results go (`@SendTo`). What it throws goes on to the container's error handler, wrapped as in Spring. It is not asked about bytes that nobody
 * can read, which the listener never gets to see.
 */
import { ConfigError } from "@ottla/client";
import { isManual } from "../ack/ack-mode.ts";
import type { AckMode } from "../ack/ack-mode.ts";
import type { Acknowledgment, BatchListenerContext, DeliveryContext, ListenerContext } from "../container/delivery.ts";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import { messageHeadersOf, messageHeadersOfAll } from "../headers/message-headers.ts";
import type { Message } from "../template/message.ts";
import type { AnyRecord, CommonErrorHandler } from "./common-error-handler.ts";
import { ListenerExecutionFailedException, asError } from "./exceptions.ts";

/** See the file's head. A function does as well. */
export interface KafkaListenerErrorHandler {
  /** It acknowledges: refused at the start where the ack mode is not a manual one. */
  readonly isManualAck?: boolean;
  /**
   * @param message the record's value, or the values of a batch, with the headers that listeners can ask for; the record itself is its header `kafka_data`
   * @param exception what the listener threw is its cause
   * @param acknowledgment undefined unless the ack mode is a manual one
   */
  handleError(
    message: Message,
    exception: ListenerExecutionFailedException,
    consumer: ListenerConsumer,
    acknowledgment: Acknowledgment | undefined,
  ): unknown;
}

/** Whatever may stand as a listener's own error handler. */
export type ListenerErrorHandler = KafkaListenerErrorHandler | KafkaListenerErrorHandler["handleError"];

/** Spring's ManualAckListenerErrorHandler: one that acknowledges. Refused at the start where the ack mode is not a manual one. */
export function manualAckListenerErrorHandler(
  handleError: (
    message: Message,
    exception: ListenerExecutionFailedException,
    consumer: ListenerConsumer,
    acknowledgment: Acknowledgment,
  ) => unknown,
): KafkaListenerErrorHandler {
  return {
    isManualAck: true,
    handleError(message, exception, consumer, acknowledgment) {
      if (acknowledgment === undefined) throw new ConfigError("There is no Acknowledgment to acknowledge with");
      return handleError(message, exception, consumer, acknowledgment);
    },
  };
}

/** What `errorHandler` may be: the listener's own, or in its place the container's. */
export type AnyErrorHandler = ListenerErrorHandler | CommonErrorHandler;

export function isListenerErrorHandler(handler: AnyErrorHandler | undefined): handler is ListenerErrorHandler {
  return typeof handler === "function" || (handler !== undefined && "handleError" in handler);
}

/** The listener's own error handler, if it has one. Throws a `ConfigError` where it could never acknowledge. */
export function listenerErrorHandlerOf(
  options: { readonly errorHandler?: AnyErrorHandler },
  ackMode: AckMode,
): ListenerErrorHandler | undefined {
  const { errorHandler } = options;
  if (!isListenerErrorHandler(errorHandler)) return undefined;
  if (typeof errorHandler !== "function" && errorHandler.isManualAck === true && !isManual(ackMode)) {
    throw new ConfigError(`A ManualAckListenerErrorHandler needs ackMode MANUAL or MANUAL_IMMEDIATE, not ${ackMode}`);
  }
  return errorHandler;
}

/** The container's error handler that a listener's options name, under either name. Throws a `ConfigError` when both do. */
export function commonErrorHandlerOf(options: {
  readonly errorHandler?: AnyErrorHandler;
  readonly commonErrorHandler?: CommonErrorHandler;
}): CommonErrorHandler | undefined {
  const { errorHandler, commonErrorHandler } = options;
  if (errorHandler === undefined || isListenerErrorHandler(errorHandler)) return commonErrorHandler;
  if (commonErrorHandler === undefined) return errorHandler;
  throw new ConfigError("errorHandler and commonErrorHandler are both the container's error handler: give one of them");
}

/** Asks about a record. Resolves with what stands for the listener's result. */
export function handleRecordError(
  handler: ListenerErrorHandler,
  thrown: unknown,
  record: AnyRecord,
  context: ListenerContext,
): Promise<unknown> {
  return ask(handler, thrown, context, () => ({
    payload: record.value,
    headers: messageHeadersOf(record, context.groupId),
  }));
}

/** Asks about a batch. */
export function handleBatchError(
  handler: ListenerErrorHandler,
  thrown: unknown,
  records: readonly AnyRecord[],
  context: BatchListenerContext,
): Promise<unknown> {
  return ask(handler, thrown, context, () => ({
    payload: records.map((record) => record.value),
    headers: messageHeadersOfAll(records, context.groupId),
  }));
}

async function ask(
  handler: ListenerErrorHandler,
  thrown: unknown,
  { consumer, acknowledgment, groupId }: DeliveryContext,
  messageOf: () => Message,
): Promise<unknown> {
  const exception =
    thrown instanceof ListenerExecutionFailedException
      ? thrown
      : new ListenerExecutionFailedException("Listener failed", { cause: asError(thrown), groupId });
  try {
    if (typeof handler === "function") return await handler(messageOf(), exception, consumer, acknowledgment);
    return await handler.handleError(messageOf(), exception, consumer, acknowledgment);
  } catch (error) {
    const sentence = "Listener error handler threw an exception for the incoming message";
    throw new ListenerExecutionFailedException(sentence, { cause: asError(error), groupId });
  }
}
