/**
 * A listener whose failed records go through retry topics to a dead-letter topic: one container for each of them, each with a group of its own, as in Spring.
 *
 * A record of a retry topic waits on a timer until it is due, in its own partition; it is never early. It counts as done when the next topic has it.
 */
import { systemClock } from "@ottla/base";
import type { Clock } from "@ottla/base";
import { Admin, ConfigError } from "@ottla/client";
import type { AdminOptions, Header, ProducerRecord } from "@ottla/client";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import type { AnyListener, MessageListener } from "../container/listener.ts";
import type { MessageListenerContainer, StopOptions, StopReport } from "../container/message-listener-container.ts";
import { FixedBackOff } from "../errors/back-off.ts";
import type { BackOff } from "../errors/back-off.ts";
import type { AnyRecord, CommonErrorHandler } from "../errors/common-error-handler.ts";
import { RETRY_TOPIC_HEADER_NAMES } from "../errors/dead-letter-headers.ts";
import { DeadLetterPublishingRecoverer } from "../errors/dead-letter-publishing-recoverer.ts";
import type { DeadLetterSender } from "../errors/dead-letter-publishing-recoverer.ts";
import { DefaultErrorHandler } from "../errors/default-error-handler.ts";
import { recordName } from "../errors/failed-record-processor.ts";
import { ExceptionClassifier } from "../errors/exception-classifier.ts";
import type { ErrorKind } from "../errors/exception-classifier.ts";
import { RetryTopicHeaders } from "../headers/kafka-headers.ts";
import type { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import { destinationTopics } from "./destination-topics.ts";
import type { DestinationTopic } from "./destination-topics.ts";
import type { RetryTopicOptions } from "./retry-topic-options.ts";
import { RetryRouting, dueTimeOf } from "./retry-routing.ts";

export interface RetryableListenerOptions {
  readonly factory: ConcurrentKafkaListenerContainerFactory;
  /** The listener; its topics are given by name. */
  readonly listener: Omit<ListenerOptions, "batch">;
  readonly retry: RetryTopicOptions;
  readonly handler: MessageListener;
  /** Gets the records of the dead-letter topic; default: they are logged. */
  readonly dltHandler?: MessageListener;
  /** Sends records on, as bytes. */
  readonly sender: DeadLetterSender;
  /** For making topics. */
  readonly admin?: AdminOptions;
  /** Errors that are tried again in place first, before the record moves on. */
  readonly blocking?: { readonly kinds: readonly ErrorKind[]; readonly backOff: BackOff };
  readonly clock?: Clock;
  readonly random?: () => number;
}

const HEADER_NAMES: ReadonlySet<string> = new Set(Object.values(RetryTopicHeaders));

export class RetryableListener implements AsyncDisposable {
  readonly #options: RetryableListenerOptions;
  readonly #routing: RetryRouting;
  readonly #clock: Clock;
  readonly topics: readonly DestinationTopic[];
  /** The listener's own, those of its retry topics, that of its dead-letter topic. */
  readonly containers: readonly ConcurrentMessageListenerContainer[];

  constructor(options: RetryableListenerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.topics = destinationTopics(options.retry, options.random ?? Math.random);
    this.#routing = new RetryRouting(options.retry, this.topics);
    this.containers = this.topics.map((topic, index) => this.#container(topic, index));
  }

  /** Every topic by name. */
  get topicNames(): readonly string[] {
    return this.topics.flatMap((topic) => this.#mainTopics.map((name) => `${name}${topic.suffix}`));
  }

  async start(): Promise<void> {
    await this.createTopics();
    await Promise.all(this.containers.filter((one) => one.isAutoStartup).map((container) => container.start()));
  }

  async stop(options: StopOptions = {}): Promise<readonly StopReport[]> {
    return await Promise.all(this.containers.map((container: MessageListenerContainer) => container.stop(options)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  get #mainTopics(): readonly string[] {
    const { topics } = this.#options.listener;
    if (topics === undefined) throw new ConfigError("Retry topics need the listener's topics by name");
    return typeof topics === "string" ? [topics] : topics;
  }

  #container(topic: DestinationTopic, index: number): ConcurrentMessageListenerContainer {
    const { factory, listener, retry, handler, dltHandler } = this.#options;
    const { suffix, type } = topic;
    const suffixed = (text: string | undefined): string | undefined =>
      text === undefined ? undefined : `${text}${suffix}`;
    const concurrency = type === "MAIN" ? listener.concurrency : (retry.concurrency ?? listener.concurrency);
    const isDlt = type === "DLT";
    const options: ListenerOptions = withoutUndefined({
      ...listener,
      batch: false,
      id: suffixed(listener.id),
      groupId: suffixed(listener.groupId),
      clientIdPrefix: suffixed(listener.clientIdPrefix),
      topics: this.#mainTopics.map((name) => `${name}${suffix}`),
      concurrency,
      autoStartup: isDlt ? (retry.autoStartDltHandler ?? listener.autoStartup) : listener.autoStartup,
      errorHandler: this.#errorHandler(index),
      notBefore: type === "MAIN" || isDlt ? undefined : dueTimeOf,
    });
    const called: AnyListener = isDlt ? (dltHandler ?? this.#loggingHandler()) : handler;
    return factory.createListenerContainer(options, called);
  }

  #loggingHandler(): MessageListener {
    const logger = this.#options.listener.logger ?? standardErrorLogger;
    return {
      isBatch: false,
      onMessage: (record) => logger.info(`Received message in dlt listener: ${recordName(record)}`),
    };
  }

  /** A failed record moves on at once, unless it is of a kind that is tried in place first. */
  #errorHandler(index: number): CommonErrorHandler {
    const { blocking, listener } = this.#options;
    const kinds = new ExceptionClassifier(false);
    kinds.addRetryableExceptions(...(blocking?.kinds ?? []));
    const none = new FixedBackOff(0, 0);
    const logger = listener.logger ?? standardErrorLogger;
    return new DefaultErrorHandler({
      recoverer: (record, error, consumer) => this.#recoverer(index, record, error).recover(record, error, consumer),
      backOff: none,
      backOffFunction: (_record, error) => (kinds.isRetryable(error) ? blocking?.backOff : none),
      logger,
    });
  }

  #recoverer(index: number, record: AnyRecord, error: Error): DeadLetterPublishingRecoverer {
    const nowMs = this.#clock.nowMs();
    const next = this.#routing.next(index, record, error, nowMs);
    const main = this.#mainTopicOf(record.topic, this.topics[index]?.suffix ?? "");
    return new DeadLetterPublishingRecoverer(
      { send: (outgoing) => this.#options.sender.send(withoutEarlier(outgoing)) },
      {
        destinationResolver: () =>
          next === undefined ? undefined : { topic: `${main}${next.suffix}`, partition: record.partition },
        headersFunction: () => (next === undefined ? [] : this.#routing.headers(record, next, nowMs)),
        headerNames: RETRY_TOPIC_HEADER_NAMES,
        appendOriginalHeaders: false,
        // A dead letter that fails again goes to its own topic again, whatever the error.
        skipSameTopicFatalExceptions: false,
        logger: this.#options.listener.logger ?? standardErrorLogger,
      },
    );
  }

  #mainTopicOf(topic: string, suffix: string): string {
    return topic.endsWith(suffix) ? topic.slice(0, topic.length - suffix.length) : topic;
  }

  /** Makes the topics that are not there yet, if the options want that. */
  async createTopics(): Promise<void> {
    const { admin: options, retry } = this.#options;
    if (retry.autoCreateTopics === false) return;
    if (options === undefined)
      throw new ConfigError("Making retry topics needs admin options, or autoCreateTopics: false");
    const { numPartitions = 1, replicationFactor = -1, exceptionBasedDltRouting = {} } = retry;
    const dlt = this.topics.find((topic) => topic.type === "DLT");
    const routed =
      dlt === undefined ? [] : Object.keys(exceptionBasedDltRouting).map((suffix) => `${suffix}${dlt.suffix}`);
    const suffixes = [...this.topics.filter((topic) => topic.type !== "MAIN").map((topic) => topic.suffix), ...routed];
    const names = suffixes.flatMap((suffix) => this.#mainTopics.map((name) => `${name}${suffix}`));
    await using admin = new Admin(options);
    const created = await admin.createTopics(names.map((name) => ({ name, numPartitions, replicationFactor })));
    for (const [, error] of created.errors()) if (error.code !== "TOPIC_ALREADY_EXISTS") throw error;
  }
}

/** Headers of an earlier retry are replaced: the last of a name is the only one. */
function withoutEarlier<K, V>(record: ProducerRecord<K, V>): ProducerRecord<K, V> {
  const headers = record.headers as readonly Header[];
  const last = new Map(headers.map((header) => [header.key, header]));
  return {
    ...record,
    headers: headers.filter((header) => !HEADER_NAMES.has(header.key) || last.get(header.key) === header),
  };
}

function withoutUndefined<T extends object>(given: { readonly [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
