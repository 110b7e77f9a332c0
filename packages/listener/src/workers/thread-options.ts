/**
 * What a listener whose consumers live in threads may be told. Data goes along; what is called now and then, about a failure or a rebalance, is called in the main
 * thread; a function that would have to be called for each record, or be asked without waiting, cannot be had, and is refused by name.
 */
import { ConfigError } from "@ottla/client";
import { DefaultKafkaConsumerFactory, dottedKeys } from "../container/consumer-factory.ts";
import type { ConsumerProperties } from "../container/consumer-factory.ts";
import type { ContainerOptions } from "../container/kafka-message-listener-container.ts";
import { listenerProperties } from "../listener/listener-options.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import { INTERCEPTOR_HOOKS, REBALANCE_HOOKS } from "./thread-messages.ts";
import type { Hooks, ThreadProperties } from "./thread-messages.ts";

const REFUSED: readonly (readonly [keyof ListenerOptions, string])[] = [
  [
    "filter",
    "it would be asked about each record, which the handler itself can do: what it returns at once for is done",
  ],
  ["notBefore", "it would be asked about each record without waiting; a handler can wait"],
  ["observation", "it surrounds the handler's call, which is in another thread; the handler's module can observe"],
  ["offsetAndMetadataProvider", "it is asked without waiting, before each commit"],
  [
    "seekAware",
    "its callbacks seek between two polls; consumerRebalanceListener and the handler's context have a consumer that seeks",
  ],
];

/** Throws a `ConfigError` for the first option that cannot be given to a thread, with the reason. */
export function checkThreadOptions(options: ListenerOptions): void {
  for (const [name, reason] of REFUSED) {
    if (options[name] !== undefined) {
      throw new ConfigError(`With workers.strategy consumers a listener cannot have ${name}: ${reason}`);
    }
  }
  if (options.recordInterceptor?.intercept !== undefined) {
    throw new ConfigError(
      "With workers.strategy consumers a recordInterceptor cannot have intercept: it would be asked about each record, which the handler itself can do",
    );
  }
}

/** Whether each thread can make its consumer: throws a `ConfigError` if not. */
export function checkThreadConsumers({ consumerFactory, properties }: ListenerOptions): void {
  threadConfiguration({
    consumerFactory: consumerFactory ?? new DefaultKafkaConsumerFactory({}),
    consumerProperties: listenerProperties(properties),
  });
}

/** The options of each consumer, as data. Throws a `ConfigError` for what is none. */
export function threadConfiguration({
  consumerFactory,
  consumerProperties,
}: Pick<ContainerOptions, "consumerFactory" | "consumerProperties">): {
  readonly configuration: ConsumerProperties;
  readonly consumerProperties: ConsumerProperties;
} {
  if (!(consumerFactory instanceof DefaultKafkaConsumerFactory) || consumerFactory.hasPorts) {
    throw new ConfigError(
      "With workers.strategy consumers each thread makes its consumer itself: consumerFactory must be a DefaultKafkaConsumerFactory without ports of its own",
    );
  }
  return {
    configuration: clonable(consumerFactory.configurationProperties),
    consumerProperties: clonable(dottedKeys(consumerProperties)),
  };
}

function clonable(properties: ConsumerProperties): ConsumerProperties {
  for (const [name, value] of Object.entries(properties)) {
    try {
      structuredClone(value);
    } catch {
      throw new ConfigError(
        `With workers.strategy consumers ${name} has to be given to a thread, which a ${typeof value} cannot be`,
      );
    }
  }
  return properties;
}

/** Properties without those that are functions, which stay in the main thread; its handlers are timed from there. */
export function threadProperties(properties: ContainerOptions["properties"]): ThreadProperties {
  const {
    commitCallback: _callback,
    offsetAndMetadataProvider: _provider,
    consumerRebalanceListener: _listener,
    ...data
  } = properties;
  return { ...data, handlerTimeout: undefined };
}

/** Who in the main thread wants to hear of what. */
export function hooksOf({ properties, recordInterceptor, errorHandler }: ContainerOptions): Hooks {
  const { commitCallback, consumerRebalanceListener } = properties;
  return {
    rebalance: REBALANCE_HOOKS.filter((hook) => consumerRebalanceListener?.[hook] !== undefined),
    interceptor: INTERCEPTOR_HOOKS.filter((hook) => recordInterceptor?.[hook] !== undefined),
    hasCommitCallback: commitCallback !== undefined,
    hearsOtherExceptions: errorHandler.handleOtherException !== undefined,
  };
}
