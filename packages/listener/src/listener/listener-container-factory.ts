/**
 * Makes containers from listeners' options: Spring's ConcurrentKafkaListenerContainerFactory. What a factory says holds for all its listeners; what a listener
 * says wins.
 */
import type { Clock } from "@ottla/base";
import { ConfigError } from "@ottla/client";
import { AckMode, isManual } from "../ack/ack-mode.ts";
import { resolveTopicPartitions } from "../assigning/topic-partition-offset.ts";
import { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import type { ConcurrentContainerOptions } from "../container/concurrent-message-listener-container.ts";
import { DefaultKafkaConsumerFactory, dottedKeys } from "../container/consumer-factory.ts";
import type { ConsumerFactory, ConsumerProperties } from "../container/consumer-factory.ts";
import { CONTAINER_PROPERTY_NAMES, containerProperties } from "../container/container-properties.ts";
import type { ContainerProperties } from "../container/container-properties.ts";
import type { ContainerOptions, ContainerSubscription } from "../container/kafka-message-listener-container.ts";
import type { AnyListener, BatchInterceptor, RecordFilterStrategy, RecordInterceptor } from "../container/listener.ts";
import { NO_ERROR_HANDLER } from "../errors/after-rollback-processor.ts";
import type { AfterRollbackProcessor } from "../errors/after-rollback-processor.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import { DefaultAfterRollbackProcessor } from "../errors/default-after-rollback-processor.ts";
import { DefaultErrorHandler } from "../errors/default-error-handler.ts";
import type { Logger } from "../logging/logger.ts";
import {
  commonErrorHandlerOf,
  isListenerErrorHandler,
  listenerErrorHandlerOf,
} from "../errors/listener-error-handler.ts";
import { correlationHeaderName } from "../headers/reply-header-names.ts";
import { observed } from "../observation/observation.ts";
import type { KafkaObservation } from "../observation/observation.ts";
import type { KafkaTransactionManager } from "../template/kafka-transaction-manager.ts";
import type { AnyReplyHeadersConfigurer } from "../template/reply-headers.ts";
import { argumentsOf, batchListener, recordListener } from "./handler-adapter.ts";
import type { AnyHandler, ResultHandler } from "./handler-adapter.ts";
import { checkListenerOptions, listenerProperties, truth, wholeNumber } from "./listener-options.ts";
import type { ListenerOptions } from "./listener-options.ts";

export interface ListenerContainerFactoryOptions {
  readonly consumerFactory?: ConsumerFactory;
  readonly containerProperties?: Partial<ContainerProperties>;
  readonly concurrency?: number;
  /** Listeners get batches unless they say otherwise; default false. */
  readonly batchListener?: boolean;
  readonly autoStartup?: boolean;
  /** A listener that names an error handler or an AfterRollbackProcessor has neither of its factory. */
  readonly commonErrorHandler?: CommonErrorHandler;
  /** For listeners in transactions: asked when one was rolled back. */
  readonly afterRollbackProcessor?: AfterRollbackProcessor;
  readonly transactionManager?: KafkaTransactionManager;
  /** Measures each delivery of all listeners. */
  readonly observation?: KafkaObservation;
  readonly recordFilterStrategy?: RecordFilterStrategy;
  readonly recordInterceptor?: RecordInterceptor;
  readonly batchInterceptor?: BatchInterceptor;
  /**
   * The header with the correlation id, in requests and in what `@SendTo` answers them with; default `kafka_correlationId`. Where the sender of a request
   * names its reply's topic in another header than `kafka_replyTopic`, a function as the target of `@SendTo` looks there.
   */
  readonly correlationHeaderName?: string;
  /** Chooses which headers of a request the results that `@SendTo` sends have, and what others; default: none but the correlation id. */
  readonly replyHeadersConfigurer?: AnyReplyHeadersConfigurer;
  /** Makes the container of each consumer; default: one whose consumer is in this thread. */
  readonly childContainer?: ConcurrentContainerOptions["childContainer"];
  /** Told of each container before it starts, ahead of its listener's `containerPostProcessor`. */
  readonly containerCustomizer?: (container: ConcurrentMessageListenerContainer) => void;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/** Text, as Spring Boot has it. */
const DESERIALIZERS: ConsumerProperties = {
  "key.deserializer": "StringDeserializer",
  "value.deserializer": "StringDeserializer",
};

let unnamed = 0;

export class ConcurrentKafkaListenerContainerFactory {
  readonly #options: ListenerContainerFactoryOptions;

  /** The header with the correlation id in requests and replies. */
  readonly correlationHeaderName: string;

  /** Chooses the headers of what `@SendTo` sends, if there is one. */
  readonly replyHeadersConfigurer: AnyReplyHeadersConfigurer | undefined;

  /** Throws a {@link ConfigError} for an empty `correlationHeaderName`. */
  constructor(options: ListenerContainerFactoryOptions = {}) {
    this.#options = options;
    this.correlationHeaderName = correlationHeaderName(options);
    this.replyHeadersConfigurer = options.replyHeadersConfigurer;
  }

  /** Whether a listener with these options gets batches. */
  isBatch(options: ListenerOptions): boolean {
    return options.batch ?? this.#options.batchListener ?? false;
  }

  /** The ack mode of a listener with these options. */
  ackModeOf(options: ListenerOptions): AckMode {
    return options.ackMode ?? this.#options.containerProperties?.ackMode ?? AckMode.BATCH;
  }

  /**
   * A container that has not started. Throws {@link ConfigError} for options that contradict each other. The listener is called as it is: a listener error
   * handler is for those that {@link createEndpointContainer} makes of functions.
   */
  createListenerContainer(options: ListenerOptions, listener: AnyListener): ConcurrentMessageListenerContainer {
    checkListenerOptions(options);
    if (isListenerErrorHandler(options.errorHandler)) {
      throw new ConfigError("A KafkaListenerErrorHandler belongs to a listener that is a function or a method");
    }
    const factory = this.#options;
    const listenerId = options.id ?? `listener-${unnamed++}`;
    const consumerFactory = options.consumerFactory ?? factory.consumerFactory ?? ownConsumerFactory(options);
    const consumerProperties = this.#consumerProperties(options, consumerFactory);
    const groupId = groupOf(options, consumerFactory);
    const transactionManager = options.transactionManager ?? factory.transactionManager;
    const properties = containerProperties(
      {
        ...factory.containerProperties,
        ...ownContainerProperties(options),
        ...(groupId === undefined ? { ackMode: "MANUAL" } : {}),
      },
      listener.isBatch,
    );
    if (transactionManager !== undefined) checkTransactional(properties, groupId);
    const logger = options.logger ?? factory.logger;
    const container = new ConcurrentMessageListenerContainer({
      listenerId,
      groupId,
      subscription: subscriptionOf(options, groupId),
      listener: observed(listener, options.observation ?? factory.observation),
      properties,
      consumerFactory,
      consumerProperties: { ...consumerProperties, "group.id": groupId ?? null },
      ...failureHandling(options, factory, transactionManager !== undefined),
      recordInterceptor: options.recordInterceptor ?? factory.recordInterceptor,
      batchInterceptor: options.batchInterceptor ?? factory.batchInterceptor,
      filter: options.filter ?? factory.recordFilterStrategy,
      seekAware: options.seekAware,
      transactionManager,
      notBefore: options.notBefore,
      listenerInfo: options.info,
      isAutoStartup: truth("autoStartup", options.autoStartup) ?? factory.autoStartup ?? true,
      concurrency: wholeNumber("concurrency", options.concurrency) ?? factory.concurrency ?? 1,
      ...(logger === undefined ? {} : { logger }),
      ...(factory.clock === undefined ? {} : { clock: factory.clock }),
      ...(factory.childContainer === undefined ? {} : { childContainer: factory.childContainer }),
    });
    if (options.onEvent !== undefined) container.onEvent(options.onEvent);
    factory.containerCustomizer?.(container);
    options.containerPostProcessor?.(container);
    return container;
  }

  /** A container whose listener calls the function, with the arguments that the options name, and asks their listener error handler. */
  createEndpointContainer(
    options: ListenerOptions,
    handler: AnyHandler,
    onResult?: ResultHandler,
  ): ConcurrentMessageListenerContainer {
    const errorHandler = listenerErrorHandlerOf(options, this.ackModeOf(options));
    const adapter = { args: argumentsOf(options), onResult, errorHandler };
    const listener = this.isBatch(options) ? batchListener(handler, adapter) : recordListener(handler, adapter);
    if (errorHandler === undefined) return this.createListenerContainer(options, listener);
    const { errorHandler: _own, ...rest } = options;
    return this.createListenerContainer(rest, listener);
  }

  #consumerProperties(options: ListenerOptions, consumerFactory: ConsumerFactory): ConsumerProperties {
    const properties = dottedKeys(listenerProperties(options.properties));
    const { configurationProperties } = consumerFactory;
    const clientId = options.clientIdPrefix ?? configurationProperties["client.id"];
    return { ...properties, ...(clientId === undefined ? {} : { "client.id": clientId }) };
  }
}

function ownConsumerFactory(options: ListenerOptions): ConsumerFactory {
  const { bootstrapServers } = options;
  if (bootstrapServers === undefined) {
    throw new ConfigError("A listener needs bootstrapServers, or a consumerFactory");
  }
  const servers = typeof bootstrapServers === "string" ? bootstrapServers : bootstrapServers.join(",");
  return new DefaultKafkaConsumerFactory({ "bootstrap.servers": servers, ...DESERIALIZERS });
}

function ownContainerProperties(options: ListenerOptions): Partial<ContainerProperties> {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => CONTAINER_PROPERTY_NAMES.has(name) && value !== undefined),
  );
}

/** Who is asked when the listener has failed. In transactions it is by default the processor alone, as in Spring. */
function failureHandling(
  options: ListenerOptions,
  factory: ListenerContainerFactoryOptions,
  isTransactional: boolean,
): Pick<ContainerOptions, "errorHandler" | "afterRollbackProcessor"> {
  const logger = options.logger ?? factory.logger;
  const defaults = logger === undefined ? {} : { logger };
  const { afterRollbackProcessor: ownProcessor } = options;
  const ownHandler = commonErrorHandlerOf(options);
  if (ownProcessor !== undefined && !isTransactional)
    throw new ConfigError(
      "afterRollbackProcessor needs a transactionManager: without transactions nothing is rolled back",
    );
  const isOwn = ownHandler !== undefined || ownProcessor !== undefined;
  const errorHandler = isOwn ? ownHandler : factory.commonErrorHandler;
  if (!isTransactional) return { errorHandler: errorHandler ?? new DefaultErrorHandler(defaults) };
  const processor = isOwn ? ownProcessor : factory.afterRollbackProcessor;
  if (processor === undefined && errorHandler !== undefined) return { errorHandler };
  return {
    errorHandler: errorHandler ?? NO_ERROR_HANDLER,
    afterRollbackProcessor: processor ?? new DefaultAfterRollbackProcessor(defaults),
  };
}

/** Offsets of a transaction are those of its own records, in order. */
function checkTransactional(properties: ContainerProperties, groupId: string | undefined): void {
  if (groupId === undefined)
    throw new ConfigError("A transactional listener needs a group: its offsets are committed to it");
  if (properties.ordering !== "partition")
    throw new ConfigError("A transactional listener keeps the order of partitions");
  if (isManual(properties.ackMode)) {
    throw new ConfigError(
      "A transactional listener does not acknowledge: its offsets are committed by the transaction",
    );
  }
}

/** The listener's group, its id, or the factory's; none for partitions that are given by hand. */
function groupOf(options: ListenerOptions, consumerFactory: ConsumerFactory): string | undefined {
  if (options.groupId !== undefined) return options.groupId;
  if (options.id !== undefined && (options.idIsGroup ?? true)) return options.id;
  const configured = consumerFactory.configurationProperties["group.id"];
  return typeof configured === "string" ? configured : undefined;
}

function subscriptionOf(options: ListenerOptions, groupId: string | undefined): ContainerSubscription {
  const { topics, topicPattern, topicPartitions } = options;
  const given = [topics, topicPattern, topicPartitions].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new ConfigError("A listener needs exactly one of topics, topicPattern and topicPartitions");
  }
  if (topicPartitions !== undefined) {
    if (topicPartitions.length === 0) throw new ConfigError("topicPartitions is empty");
    return { partitions: resolveTopicPartitions(topicPartitions) };
  }
  if (groupId === undefined) {
    throw new ConfigError(
      "A listener of topics needs a group: give groupId, an id, or group.id in its consumer factory",
    );
  }
  if (topicPattern !== undefined) {
    return { pattern: typeof topicPattern === "string" ? new RegExp(topicPattern) : topicPattern };
  }
  const names = typeof topics === "string" ? [topics] : (topics ?? []);
  if (names.length === 0) throw new ConfigError("topics is empty");
  return { topics: names };
}
