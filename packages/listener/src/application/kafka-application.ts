/**
 * An application's listeners and templates in one place: factories made from one set of properties, the registry, and registration of functions and instances.
 * What Spring's context does with beans is done here with plain calls.
 */
import { ConfigError } from "@ottla/client";
import type { AdminOptions } from "@ottla/client";
import { KafkaAdmin } from "../admin/kafka-admin.ts";
import type { KafkaAdminOptions } from "../admin/kafka-admin.ts";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import { DefaultKafkaConsumerFactory } from "../container/consumer-factory.ts";
import type { ConsumerProperties } from "../container/consumer-factory.ts";
import { readConfiguration } from "../config/spring-configuration.ts";
import type { ConfigurationOptions } from "../config/spring-configuration.ts";
import type { Lookup } from "../config/placeholders.ts";
import { withPlaceholders } from "../config/option-placeholders.ts";
import type { MessageListenerContainer, StopOptions, StopReport } from "../container/message-listener-container.ts";
import { declaredListeners } from "../decorators/read-listeners.ts";
import type { DeclaredListener } from "../decorators/read-listeners.ts";
import { deadLetterSender } from "../errors/dead-letter-publishing-recoverer.ts";
import { listenerErrorHandlerOf } from "../errors/listener-error-handler.ts";
import { argumentsOf, recordListener } from "../listener/handler-adapter.ts";
import type { AnyHandler, ResultHandler } from "../listener/handler-adapter.ts";
import type { BatchHandler, RecordHandler } from "../listener/listener.ts";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import type { ListenerContainerFactoryOptions } from "../listener/listener-container-factory.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import type { Logger } from "../logging/logger.ts";
import type { KafkaObservation } from "../observation/observation.ts";
import { KafkaListenerEndpointRegistry } from "../registry/listener-endpoint-registry.ts";
import { RetryableListener } from "../retry-topics/retryable-listener.ts";
import type { RetryTopicOptions } from "../retry-topics/retry-topic-options.ts";
import { KafkaTemplate } from "../template/kafka-template.ts";
import type { KafkaTemplateOptions } from "../template/kafka-template.ts";
import { DefaultKafkaProducerFactory } from "../template/producer-factory.ts";
import type { ProducerProperties } from "../template/producer-factory.ts";
import { sendResults } from "../template/send-to.ts";

export interface KafkaApplicationOptions {
  readonly bootstrapServers?: string;
  /** Kafka's consumer options for all listeners. */
  readonly consumer?: ConsumerProperties;
  /** Kafka's producer options for the template. */
  readonly producer?: ProducerProperties;
  /** Kafka's admin options, for making topics. */
  readonly admin?: Readonly<Record<string, unknown>>;
  /** Topics that are made when the application starts, and how. Default: none. */
  readonly kafkaAdmin?: KafkaAdminOptions;
  /** What holds for all listeners. */
  readonly listener?: Omit<ListenerContainerFactoryOptions, "consumerFactory">;
  readonly template?: KafkaTemplateOptions<unknown, unknown>;
  /** The template's producers are transactional. */
  readonly transactionIdPrefix?: string;
  /** Measures all listeners and the template. */
  readonly observation?: KafkaObservation;
  /** Begins the client ids of listeners that say nothing of their own. */
  readonly clientIdPrefix?: string;
  /** How long closing a producer waits for its records, in ms; default 30,000. */
  readonly closeTimeout?: number;
  /** Looks up what `${…}` in the texts of listeners' options stands for; default: the environment. */
  readonly lookup?: Lookup;
  /** Every listener that says nothing of its own has retry topics. */
  readonly retryTopic?: RetryTopicOptions;
  /** Container factories that listeners name with `containerFactory`. */
  readonly containerFactories?: Readonly<Record<string, ConcurrentKafkaListenerContainerFactory>>;
  readonly logger?: Logger;
}

/** Text, as Spring Boot has it. */
const TEXT = {
  consumer: { "key.deserializer": "StringDeserializer", "value.deserializer": "StringDeserializer" },
  producer: { "key.serializer": "StringSerializer", "value.serializer": "StringSerializer" },
};

const DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";

export class KafkaApplication implements AsyncDisposable {
  readonly registry: KafkaListenerEndpointRegistry = new KafkaListenerEndpointRegistry();
  readonly consumerFactory: DefaultKafkaConsumerFactory;
  readonly producerFactory: DefaultKafkaProducerFactory;
  /** For dead letters and retry topics: sends bytes as they are. */
  readonly bytesProducerFactory: DefaultKafkaProducerFactory;
  readonly containerFactory: ConcurrentKafkaListenerContainerFactory;
  readonly template: KafkaTemplate<unknown, unknown>;
  readonly #options: KafkaApplicationOptions;
  /** Makes the declared topics. */
  readonly kafkaAdmin: KafkaAdmin;
  readonly #adminOptions: AdminOptions;
  readonly #retryable: RetryableListener[] = [];
  #unnamed = 0;

  constructor(options: KafkaApplicationOptions = {}) {
    this.#options = options;
    const servers = { "bootstrap.servers": options.bootstrapServers ?? DEFAULT_BOOTSTRAP_SERVERS };
    this.consumerFactory = new DefaultKafkaConsumerFactory({ ...servers, ...TEXT.consumer, ...options.consumer });
    const { transactionIdPrefix, closeTimeout } = options;
    this.producerFactory = new DefaultKafkaProducerFactory(
      { ...servers, ...TEXT.producer, ...options.producer },
      {
        ...(transactionIdPrefix === undefined ? {} : { transactionIdPrefix }),
        ...(closeTimeout === undefined ? {} : { physicalCloseTimeout: closeTimeout }),
      },
    );
    const {
      "key.serializer": _key,
      "value.serializer": _value,
      ...bytes
    } = this.producerFactory.configurationProperties;
    this.bytesProducerFactory = new DefaultKafkaProducerFactory(bytes);
    const admin = { ...servers, ...options.admin };
    this.#adminOptions = new Map(Object.entries(admin));
    this.kafkaAdmin = new KafkaAdmin(admin, {
      ...(options.logger === undefined ? {} : { logger: options.logger }),
      ...options.kafkaAdmin,
    });
    this.containerFactory = new ConcurrentKafkaListenerContainerFactory({
      ...(options.observation === undefined ? {} : { observation: options.observation }),
      ...options.listener,
      consumerFactory: this.consumerFactory,
      ...(options.logger === undefined ? {} : { logger: options.logger }),
    });
    this.template = new KafkaTemplate(this.producerFactory, {
      consumerFactory: this.consumerFactory,
      ...(options.logger === undefined ? {} : { logger: options.logger }),
      ...(options.observation === undefined ? {} : { observation: options.observation }),
      ...options.template,
    });
  }

  /**
   * An application from the text of an `application.yml` with Spring Boot's keys; `more` wins over it.
   * Throws a `ConfigError` that names a key which is unknown, refused or malformed.
   */
  static fromYaml(yaml: string, more: KafkaApplicationOptions & ConfigurationOptions = {}): KafkaApplication {
    const { profiles, environment, observation, ...options } = more;
    const configuration = readConfiguration(yaml, {
      ...(profiles === undefined ? {} : { profiles }),
      ...(environment === undefined ? {} : { environment }),
    });
    const read = configuration.options;
    const { observes } = configuration;
    if ((observes.listener === true || observes.template === true) && observation === undefined) {
      throw new ConfigError(
        "observation-enabled needs somebody who observes: give observation, such as openTelemetryObservation(api)",
      );
    }
    // Who hands in somebody to observe wants it, but where the file says no.
    const observing = observation === undefined ? {} : { observation };
    return new KafkaApplication({
      ...read,
      lookup: configuration.lookup,
      ...options,
      consumer: { ...read.consumer, ...options.consumer },
      producer: { ...read.producer, ...options.producer },
      admin: { ...read.admin, ...options.admin },
      kafkaAdmin: { ...read.kafkaAdmin, ...options.kafkaAdmin },
      listener: { ...(observes.listener === false ? {} : observing), ...read.listener, ...options.listener },
      template: { ...(observes.template === false ? {} : observing), ...read.template, ...options.template },
    });
  }

  /** Registers a function as a listener. It starts with the application, or at once if that runs. */
  async listener<V = string | null>(
    options: ListenerOptions & { readonly batch: true },
    handler: BatchHandler<V>,
  ): Promise<MessageListenerContainer>;
  async listener<V = string | null>(
    options: ListenerOptions & { readonly batch?: false },
    handler: RecordHandler<V>,
  ): Promise<MessageListenerContainer>;
  async listener(options: ListenerOptions, handler: AnyHandler): Promise<MessageListenerContainer> {
    const [container] = await this.#add({
      options,
      handler,
      retry: undefined,
      dltHandler: undefined,
      sendTo: undefined,
    });
    if (container === undefined) throw new ConfigError("The listener has no container");
    return container;
  }

  /** Registers the decorated methods of an instance (or of instances). */
  async register(...instances: readonly object[]): Promise<readonly MessageListenerContainer[]> {
    const containers: MessageListenerContainer[] = [];
    for (const instance of instances) {
      for (const declared of declaredListeners(instance)) containers.push(...(await this.#add(declared)));
    }
    return containers;
  }

  /**
   * Makes the topics that are declared, then those of retry topics, and starts the listeners. Rejects when retry topics cannot be made or a container cannot
   * start, and with `kafkaAdmin: { fatalIfBrokerNotAvailable: true }` when declared topics cannot be made.
   */
  async start(): Promise<this> {
    await this.kafkaAdmin.initializeAtStart();
    for (const retryable of this.#retryable) await retryable.createTopics();
    await this.registry.start();
    return this;
  }

  /** Stops every listener, then closes the producers. */
  async stop(options: StopOptions = {}): Promise<ReadonlyMap<string, StopReport>> {
    const reports = await this.registry.stop(options);
    await Promise.all([this.producerFactory.close(), this.bytesProducerFactory.close()]);
    return reports;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #add(given: DeclaredListener): Promise<readonly ConcurrentMessageListenerContainer[]> {
    const lookup = this.#options.lookup ?? ((name: string) => process.env[name]);
    const declared = { ...given, options: withPlaceholders(given.options, lookup) };
    const { clientIdPrefix } = this.#options;
    const options = {
      ...(clientIdPrefix === undefined ? {} : { clientIdPrefix }),
      ...declared.options,
      id: declared.options.id ?? `listener-${this.#unnamed++}`,
    };
    const named = declared.options.id === undefined ? { ...options, idIsGroup: false } : options;
    const retry = declared.retry ?? this.#options.retryTopic;
    const containers =
      retry === undefined ? [this.#container(named, declared)] : await this.#withRetryTopics(named, declared, retry);
    for (const container of containers) await this.registry.register(container, options.containerGroup);
    return containers;
  }

  #container(options: ListenerOptions, declared: DeclaredListener): ConcurrentMessageListenerContainer {
    const factory = this.#factoryOf(options);
    const onResult = this.#resultsOf(declared.sendTo, factory, options);
    return factory.createEndpointContainer(options, declared.handler, onResult);
  }

  #resultsOf(
    sendTo: DeclaredListener["sendTo"],
    factory: ConcurrentKafkaListenerContainerFactory,
    { splitIterables = true }: ListenerOptions,
  ): ResultHandler | undefined {
    if (sendTo === undefined) return undefined;
    const { correlationHeaderName: correlationHeader, replyHeadersConfigurer } = factory;
    const { target } = sendTo;
    return sendResults(this.template, { target, correlationHeader, splitIterables, replyHeadersConfigurer });
  }

  async #withRetryTopics(
    options: ListenerOptions,
    declared: DeclaredListener,
    retry: RetryTopicOptions,
  ): Promise<readonly ConcurrentMessageListenerContainer[]> {
    const factory = this.#factoryOf(options);
    if (factory.isBatch(options)) throw new ConfigError("Retry topics are for listeners of single records");
    const args = argumentsOf(options);
    const errorHandler = listenerErrorHandlerOf(options, factory.ackModeOf(options));
    const { batch: _batch, errorHandler: _own, commonErrorHandler: _container, ...listener } = options;
    const retryable = new RetryableListener({
      factory,
      listener,
      retry,
      handler: recordListener(declared.handler, {
        args,
        errorHandler,
        onResult: this.#resultsOf(declared.sendTo, factory, options),
      }),
      ...(declared.dltHandler === undefined
        ? {}
        : {
            dltHandler: recordListener(declared.dltHandler, {
              args,
              onResult: this.#resultsOf(declared.dltSendTo, factory, options),
            }),
          }),
      sender: deadLetterSender(this.bytesProducerFactory),
      admin: this.#adminOptions,
    });
    this.#retryable.push(retryable);
    if (this.registry.isRunning) await retryable.createTopics();
    return retryable.containers;
  }

  #factoryOf(options: ListenerOptions): ConcurrentKafkaListenerContainerFactory {
    const { containerFactory } = options;
    if (containerFactory === undefined) return this.containerFactory;
    if (typeof containerFactory !== "string") return containerFactory;
    const named = this.#options.containerFactories?.[containerFactory];
    if (named === undefined) throw new ConfigError(`There is no container factory called '${containerFactory}'`);
    return named;
  }
}
