/**
 * The plain-function form: options and a function make a container.
 *
 * ```ts
 * await using orders = listener({ bootstrapServers, topics: "orders", groupId: "billing" }, async (order, { record }) => { … });
 * await orders.start();
 * ```
 */
import { ConfigError } from "@ottla/client";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import type { BatchListenerContext, ListenerContext } from "../container/delivery.ts";
import { commonErrorHandlerOf, isListenerErrorHandler } from "../errors/listener-error-handler.ts";
import { DefaultErrorHandler } from "../errors/default-error-handler.ts";
import { WorkerListener } from "../workers/worker-listener.ts";
import type { HandlerWorkers } from "../workers/worker-listener.ts";
import { ConcurrentKafkaListenerContainerFactory } from "./listener-container-factory.ts";
import type { ListenerOptions } from "./listener-options.ts";

/** Gets each value, and everything else through the context. */
export type RecordHandler<V> = (value: V, context: ListenerContext<unknown, V>) => unknown;
/** Gets the values of a poll. */
export type BatchHandler<V> = (values: readonly V[], context: BatchListenerContext<unknown, V>) => unknown;

/** A container, not started, whose listener is the function. Values are text unless the options say how to read them. */
export function listener<V = string | null>(
  options: ListenerOptions & { readonly batch: true },
  handler: BatchHandler<V>,
): ConcurrentMessageListenerContainer;
export function listener<V = string | null>(
  options: ListenerOptions & { readonly batch?: false },
  handler: RecordHandler<V>,
): ConcurrentMessageListenerContainer;
export function listener<V = string | null>(
  options: ListenerOptions,
  handler: RecordHandler<V> | BatchHandler<V>,
): ConcurrentMessageListenerContainer {
  // The options say which of the two the handler is, and the deserializers what the values are.
  return new ConcurrentKafkaListenerContainerFactory().createEndpointContainer(options, handler);
}

/**
 * A container, not started, whose handler is the default export of a module, run on worker threads. Ordering is `key` unless the options say otherwise, and
 * there are as many handlers at once as threads. With `handlerTimeout` a thread that takes too long is ended and replaced;
 * where the module does not load, the container stops with the first record.
 * Throws a `ConfigError` for what worker threads cannot have: acknowledgements by hand, transactions, arguments.
 */
export function workerListener(
  options: Omit<ListenerOptions, "batch"> & { readonly workers: HandlerWorkers },
): ConcurrentMessageListenerContainer {
  const { workers, ...rest } = options;
  for (const name of ["args", "value", "transactionManager"] as const) {
    if (rest[name] !== undefined)
      throw new ConfigError(`A handler on worker threads gets a WorkerRecord: it cannot have ${name}`);
  }
  if (rest.ackMode === "MANUAL" || rest.ackMode === "MANUAL_IMMEDIATE") {
    throw new ConfigError(
      `A handler on worker threads cannot acknowledge by itself: ackMode ${rest.ackMode} is not for it`,
    );
  }
  const handlers = new WorkerListener(workers, { timeoutMs: rest.handlerTimeout });
  const { handlerTimeout: _ends, ...own } = rest;
  if (isListenerErrorHandler(rest.errorHandler))
    throw new ConfigError("A handler on worker threads has the container's error handler, and none of its own");
  const { logger } = rest;
  const errorHandler = commonErrorHandlerOf(rest) ?? new DefaultErrorHandler(logger === undefined ? {} : { logger });
  const container = new ConcurrentKafkaListenerContainerFactory().createListenerContainer(
    {
      ordering: "key",
      ...(rest.ordering === "partition" ? {} : { maxConcurrency: handlers.threads }),
      ...own,
      errorHandler: handlers.errorHandler(errorHandler),
    },
    handlers,
  );
  container.onEvent(({ type }) => {
    if (type === "ConcurrentContainerStopped") void handlers.close();
  });
  return container;
}
