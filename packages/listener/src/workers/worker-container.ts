/** A container whose handler is a module, run on worker threads: a pool of them, or one for each consumer. */
import { ConfigError } from "@ottla/client";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import { DefaultErrorHandler } from "../errors/default-error-handler.ts";
import { commonErrorHandlerOf, isListenerErrorHandler } from "../errors/listener-error-handler.ts";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import { wholeNumber } from "../listener/listener-options.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import type { ConsumerAwareRebalanceListener } from "../rebalance/rebalance-listener.ts";
import { WorkerListener } from "./worker-listener.ts";
import type { HandlerWorkers } from "./worker-listener.ts";

type WorkerOptions = Omit<ListenerOptions, "batch">;

/**
 * A container, not started, whose handler is the default export of a module, run on worker threads. With the strategy `pool` ordering is `key` unless the
 * options say otherwise, and there are as many handlers at once as threads; with `consumers` there are as many consumers as threads, and each keeps the order
 * of its partitions. With `handlerTimeout` a thread that takes too long is ended and replaced; where the module does not load, the container stops with the
 * first record. Throws a `ConfigError` for what worker threads cannot have: acknowledgements by hand, transactions, arguments.
 */
export function workerListener(
  options: WorkerOptions & { readonly workers: HandlerWorkers },
): ConcurrentMessageListenerContainer {
  const { workers, ...rest } = options;
  check(rest);
  const handlers = new WorkerListener(workers, { timeoutMs: rest.handlerTimeout });
  const { handlerTimeout: _ends, errorHandler: _own, ...own } = rest;
  const { logger } = rest;
  const commonErrorHandler =
    commonErrorHandlerOf(rest) ?? new DefaultErrorHandler(logger === undefined ? {} : { logger });
  const container = new ConcurrentKafkaListenerContainerFactory().createListenerContainer(
    {
      ...(handlers.strategy === "pool" ? poolOptions(own, handlers) : consumersOptions(own, handlers)),
      commonErrorHandler: handlers.errorHandler(commonErrorHandler),
    },
    handlers,
  );
  container.onEvent(({ type, listenerId }) => {
    if (type === "ContainerStopped") void handlers.closeOf(listenerId);
    if (type === "ConcurrentContainerStopped") void handlers.close();
  });
  return container;
}

function check(options: WorkerOptions): void {
  for (const name of ["args", "value", "transactionManager"] as const) {
    if (options[name] !== undefined)
      throw new ConfigError(`A handler on worker threads gets a WorkerRecord: it cannot have ${name}`);
  }
  if (options.ackMode === "MANUAL" || options.ackMode === "MANUAL_IMMEDIATE") {
    throw new ConfigError(
      `A handler on worker threads cannot acknowledge by itself: ackMode ${options.ackMode} is not for it`,
    );
  }
  if (isListenerErrorHandler(options.errorHandler))
    throw new ConfigError("A handler on worker threads has the container's error handler, and none of its own");
}

function poolOptions(options: WorkerOptions, { threads }: WorkerListener): WorkerOptions {
  return {
    ordering: "key",
    ...(options.ordering === "partition" ? {} : { maxConcurrency: threads }),
    ...options,
  };
}

/** Each consumer has one thread, so one handler at a time. */
function consumersOptions(options: WorkerOptions, { threads }: WorkerListener): WorkerOptions {
  for (const [name, wanted] of [
    ["concurrency", threads],
    ["maxConcurrency", 1],
  ] as const) {
    const given = wholeNumber(name, options[name]);
    if (given !== undefined && given !== wanted) {
      throw new ConfigError(
        `With workers.strategy consumers there are as many consumers as threads, each with one: ${name} is ${wanted}, not ${given}`,
      );
    }
  }
  return {
    ...options,
    concurrency: threads,
    maxConcurrency: 1,
    consumerRebalanceListener: sayingWhoIsIdle(options, threads),
  };
}

/** The application's rebalance listener, and a word in the log for each consumer that has nothing to do. */
function sayingWhoIsIdle(options: WorkerOptions, threads: number): ConsumerAwareRebalanceListener {
  const { consumerRebalanceListener: given, logger = standardErrorLogger, id, groupId } = options;
  return {
    ...given,
    async onPartitionsAssigned(consumer, partitions) {
      if (consumer.assignment().length === 0) {
        const name = id ?? groupId ?? "a listener";
        logger.warn(`One of the ${threads} threads of ${name} is idle: there are more of them than partitions`);
      }
      await given?.onPartitionsAssigned?.(consumer, partitions);
    },
  };
}
