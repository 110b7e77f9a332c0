/**
 * A container whose handler is a module, run on worker threads: the client's two strategies behind one option. A pool of threads works for consumers of the main
 * thread, or each thread has a consumer of its own.
 */
import { ConfigError } from "@ottla/client";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import type { MessageListener } from "../container/listener.ts";
import { DefaultErrorHandler } from "../errors/default-error-handler.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import { commonErrorHandlerOf, isListenerErrorHandler } from "../errors/listener-error-handler.ts";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import { wholeNumber } from "../listener/listener-options.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import { StartGate } from "./start-gate.ts";
import { ThreadContainer } from "./thread-container.ts";
import type { ThreadTeam } from "./thread-container.ts";
import { ThreadFailures } from "./thread-failures.ts";
import { checkThreadConsumers, checkThreadOptions } from "./thread-options.ts";
import { WorkerListener, workersOf } from "./worker-listener.ts";
import type { HandlerWorkers } from "./worker-listener.ts";

type WorkerOptions = Omit<ListenerOptions, "batch">;

/**
 * A container, not started, whose handler is the default export of a module, run on worker threads. With the strategy `pool` ordering is `key` unless the
 * options say otherwise, and there are as many handlers at once as threads; with `consumers` there are as many consumers as threads, each polls in its thread,
 * and each keeps the order of its partitions. With `handlerTimeout` a thread that takes too long is ended and replaced. Where the module does not load, a pool's
 * container stops with the first record, and with `consumers` `start` rejects. Throws a `ConfigError` for what worker threads cannot have, with the reason.
 */
export function workerListener(
  options: WorkerOptions & { readonly workers: HandlerWorkers },
): ConcurrentMessageListenerContainer {
  const { workers, ...rest } = options;
  const { strategy, threads } = workersOf(workers);
  check(rest);
  const { handlerTimeout, errorHandler: _own, commonErrorHandler: _container, ...own } = rest;
  const { logger } = rest;
  const errorHandler = commonErrorHandlerOf(rest) ?? new DefaultErrorHandler(logger === undefined ? {} : { logger });
  return strategy === "pool"
    ? poolContainer(own, errorHandler, new WorkerListener(workers, { threads, timeoutMs: handlerTimeout }), threads)
    : consumersContainer(own, errorHandler, workers, { threads, handlerTimeoutMs: handlerTimeout });
}

const NONE_HERE = [
  ["args", "it gets a WorkerRecord"],
  ["value", "it gets a WorkerRecord"],
  ["transactionManager", "its transactions are of producers of the main thread"],
  ["batch", "it gets one record at a time"],
  ["batchInterceptor", "it gets one record at a time"],
  ["containerFactory", "a factory of its own makes the container; what another one says has to be said here"],
  ["containerGroup", "registry.register(container, containerGroup) puts it into one"],
] as const;

function check(options: ListenerOptions): void {
  for (const [name, reason] of NONE_HERE) {
    if (options[name] !== undefined && options[name] !== false)
      throw new ConfigError(`A handler on worker threads cannot have ${name}: ${reason}`);
  }
  if (options.handlerTimeout !== undefined && !(options.handlerTimeout > 0))
    throw new ConfigError("handlerTimeout must be greater than zero");
  if (isListenerErrorHandler(options.errorHandler))
    throw new ConfigError("A handler on worker threads has the container's error handler, and none of its own");
}

function poolContainer(
  options: WorkerOptions,
  errorHandler: CommonErrorHandler,
  handlers: WorkerListener,
  threads: number,
): ConcurrentMessageListenerContainer {
  if (options.ackMode === "MANUAL" || options.ackMode === "MANUAL_IMMEDIATE") {
    throw new ConfigError(
      `A handler on worker threads cannot acknowledge by itself: ackMode ${options.ackMode} is not for it, but with workers.strategy consumers`,
    );
  }
  const container = new ConcurrentKafkaListenerContainerFactory().createListenerContainer(
    {
      ordering: "key",
      ...(options.ordering === "partition" ? {} : { maxConcurrency: threads }),
      ...options,
      commonErrorHandler: handlers.errorHandler(errorHandler),
    },
    handlers,
  );
  container.onEvent(({ type }) => {
    if (type === "ConcurrentContainerStopped") void handlers.close();
  });
  return container;
}

/** What calls handlers is in the threads. */
const ELSEWHERE: MessageListener = {
  isBatch: false,
  onMessage() {
    throw new TypeError("The listener is called in its thread");
  },
};

function consumersContainer(
  options: WorkerOptions,
  commonErrorHandler: CommonErrorHandler,
  { module, resourceLimits }: HandlerWorkers,
  { threads, handlerTimeoutMs }: Pick<ThreadTeam, "threads" | "handlerTimeoutMs">,
): ConcurrentMessageListenerContainer {
  checkThreadOptions(options);
  checkThreadConsumers(options);
  const team: ThreadTeam = {
    ...{ module, resourceLimits, handlerTimeoutMs, threads },
    name: options.id ?? options.groupId ?? "a listener",
    failures: new ThreadFailures(),
    gate: new StartGate(),
    containers: new Set(),
  };
  const factory = new ConcurrentKafkaListenerContainerFactory({
    childContainer: (child) => new ThreadContainer(child, team),
  });
  return factory.createListenerContainer({ ...consumersOptions(options, threads), commonErrorHandler }, ELSEWHERE);
}

/** Each thread has one consumer, and one handler at a time. */
function consumersOptions(options: WorkerOptions, threads: number): WorkerOptions {
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
  return { ...options, concurrency: threads, maxConcurrency: 1 };
}
