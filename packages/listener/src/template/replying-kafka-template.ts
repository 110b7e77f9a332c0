/**
 * Sends requests and waits for their replies: a correlation id goes along, and a container of the template's own listens where replies come. Bounded by the
 * timeout of each request: what is answered later is dropped, with a word in the log.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { systemClock } from "@ottla/base";
import type { Clock } from "@ottla/base";
import { ConfigError } from "@ottla/client";
import type { ConsumerRecord, Header, Headers, ProducerRecord } from "@ottla/client";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import { lastHeader } from "../container/delivery.ts";
import type { AnyListener } from "../container/listener.ts";
import { convertPayload } from "../conversion/payload-converter.ts";
import type { PayloadConverter } from "../conversion/payload-converter.ts";
import { int32Bytes, textBytes } from "../headers/header-bytes.ts";
import { headerList } from "../headers/header-list.ts";
import { receivedHeaders } from "../headers/message-headers.ts";
import { replyHeaderNames } from "../headers/reply-header-names.ts";
import type { ReplyHeaderNames } from "../headers/reply-header-names.ts";
import { ConcurrentKafkaListenerContainerFactory } from "../listener/listener-container-factory.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import type { Logger } from "../logging/logger.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import { KafkaTemplate } from "./kafka-template.ts";
import type { KafkaTemplateOptions, SendResult } from "./kafka-template.ts";
import type { Message } from "./message.ts";
import type { ProducerFactory } from "./producer-factory.ts";

/** No reply came in time. */
export class KafkaReplyTimeoutException extends Error {
  constructor(timeoutMs: number) {
    super(`Reply timed out after ${timeoutMs} ms`);
    this.name = "KafkaReplyTimeoutException";
  }
}

export interface ReplyingTemplateOptions<K, V> extends KafkaTemplateOptions<K, V> {
  /**
   * Where replies come: one topic, or partitions by hand. Instances that share a topic need groups of their own. What is for functions and for applications
   * (`args`, `value`, `splitIterables`, `containerGroup`, a `containerFactory` by name) is refused.
   */
  readonly replies: Omit<ListenerOptions, "batch">;
  /** Makes the container of the replies, unless their own `containerFactory` does; not both. Default: one with nothing of its own. */
  readonly containerFactory?: ConcurrentKafkaListenerContainerFactory;
  /** In ms; default 5,000. */
  readonly defaultReplyTimeout?: number;
  /** Others read this topic as well: replies to their requests are no news. Default false. */
  readonly sharedReplyTopic?: boolean;
  /** An error that a reply stands for: the request's promise rejects with it. */
  readonly replyErrorChecker?: (reply: ConsumerRecord<unknown, unknown>) => Error | undefined;
  /** Correlation ids are bytes; default true. False: the text of a UUID, for those who answer and can only copy text. Not beside a `correlationIdStrategy`. */
  readonly binaryCorrelation?: boolean;
  /** Default: 16 random bytes. */
  readonly correlationIdStrategy?: (request: ProducerRecord<K, V>) => Uint8Array;
  /** The header with the correlation id, in requests and in their replies; default `kafka_correlationId`. Who replies must know the name too. */
  readonly correlationHeaderName?: string;
  /** The header of a request that names the topic of its reply, as text; default `kafka_replyTopic`. */
  readonly replyTopicHeaderName?: string;
  /** The header of a request that names the partition of its reply, 4 bytes, big-endian; default `kafka_replyPartition`. */
  readonly replyPartitionHeaderName?: string;
  readonly clock?: Clock;
}

/** A reply that is waited for. */
export interface RequestReply<K, V, R> extends Promise<ConsumerRecord<unknown, R>> {
  /** How sending the request ended. */
  readonly sendFuture: Promise<SendResult<K, V>>;
}

/** The reply to a message, as a message, that is waited for. */
export interface RequestReplyMessage<K, V, P> extends Promise<Message<P>> {
  /** How sending the request ended. */
  readonly sendFuture: Promise<SendResult<K, V>>;
}

interface Waiting {
  resolve(reply: ConsumerRecord<unknown, unknown>): void;
  reject(error: Error): void;
}

const REPLY_TIMEOUT_MS = 5_000;

export class ReplyingKafkaTemplate<K = string | null, V = string | null, R = string | null> extends KafkaTemplate<
  K,
  V
> {
  readonly #options: ReplyingTemplateOptions<K, V>;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiting>();
  readonly #names: ReplyHeaderNames;
  /** Listens for replies. */
  readonly replyContainer: ConcurrentMessageListenerContainer;

  /** Throws a `ConfigError` for header names that are empty or the same, and for options that contradict each other. */
  constructor(producerFactory: ProducerFactory, options: ReplyingTemplateOptions<K, V>) {
    super(producerFactory, options);
    this.#options = options;
    this.#names = replyHeaderNames(options);
    if (options.binaryCorrelation !== undefined && options.correlationIdStrategy !== undefined)
      throw new ConfigError("A correlationIdStrategy says what correlation ids are: binaryCorrelation is not for it");
    this.#clock = options.clock ?? systemClock;
    this.replyContainer = factoryOf(options).createListenerContainer(options.replies, this.replyListener());
  }

  async start(): Promise<void> {
    await this.replyContainer.start();
  }

  async stop(): Promise<void> {
    await this.replyContainer.stop();
    for (const id of this.#waiting.keys()) this.fail(id, new Error("The template has stopped"));
  }

  /** Resolves when replies would be heard; false when that is not so in time. */
  async waitForAssignment(timeoutMs: number): Promise<boolean> {
    const endMs = this.#clock.monotonicMs() + timeoutMs;
    while (this.replyContainer.assignedPartitions().length === 0) {
      if (this.#clock.monotonicMs() >= endMs) return false;
      await new Promise<void>((resolve) => void this.#clock.setTimer(10, resolve));
    }
    return true;
  }

  /**
   * Sends the request; resolves with its reply. Rejects with a {@link KafkaReplyTimeoutException} when none has come within `timeoutMs` (default: the
   * template's `defaultReplyTimeout`), with what sending failed for, or with what the `replyErrorChecker` says. A request that names a reply topic in its
   * headers keeps it.
   *
   * A message is a request as it is one to `send`: its `kafka_topic` (or the template's `defaultTopic`), `kafka_partitionId`, `kafka_messageKey` and
   * `kafka_timestamp` say where to. Its reply is a message, too, with the headers that `messageHeaders()` would give a listener; `converter`, a function or a
   * schema, makes its payload of the reply's value, and what does not fit rejects.
   */
  sendAndReceive(request: ProducerRecord<K, V>, timeoutMs?: number): RequestReply<K, V, R>;
  sendAndReceive<P = R>(
    request: Message<V>,
    timeoutMs?: number,
    converter?: PayloadConverter<P>,
  ): RequestReplyMessage<K, V, P>;
  sendAndReceive(
    request: ProducerRecord<K, V> | Message<V>,
    timeoutMs?: number,
    converter?: PayloadConverter,
  ): RequestReply<K, V, R> | RequestReplyMessage<K, V, unknown> {
    if (!("payload" in request)) return this.#sendAndReceive(request, timeoutMs);
    const reply = this.#sendAndReceive(this.recordOfMessage(request), timeoutMs);
    const message = reply.then((record) => ({
      payload: convertPayload(converter, record),
      headers: receivedHeaders(record, undefined, this.headerMapper),
    }));
    return Object.assign(message, { sendFuture: reply.sendFuture });
  }

  #sendAndReceive(request: ProducerRecord<K, V>, timeoutMs: number | undefined): RequestReply<K, V, R> {
    const waitMs = timeoutMs ?? this.#options.defaultReplyTimeout ?? REPLY_TIMEOUT_MS;
    const correlation = this.#correlationOf(request);
    const id = idOf(correlation);
    const reply = new Promise<ConsumerRecord<unknown, unknown>>((resolve, reject) => {
      const timer = this.#clock.setTimer(waitMs, () => {
        const partial = this.onTimeout(id);
        this.#waiting.delete(id);
        if (partial === undefined) reject(new KafkaReplyTimeoutException(waitMs));
        else resolve(partial);
      });
      this.#waiting.set(id, {
        resolve: (record) => {
          timer.cancel();
          resolve(record);
        },
        reject: (error) => {
          timer.cancel();
          reject(error);
        },
      });
    });
    const sendFuture = this.send({ ...request, headers: this.#headers(request.headers, correlation) });
    sendFuture.catch((error: unknown) => this.fail(id, error as Error));
    const done = reply.finally(() => this.onEnded(id));
    // What the reply's value is, the deserializer of the reply container says.
    return Object.assign(done as Promise<ConsumerRecord<unknown, R>>, { sendFuture });
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await super[Symbol.asyncDispose]();
  }

  #correlationOf(request: ProducerRecord<K, V>): Uint8Array {
    const { binaryCorrelation = true, correlationIdStrategy } = this.#options;
    if (correlationIdStrategy !== undefined) return correlationIdStrategy(request);
    return binaryCorrelation ? randomBytes(16) : textBytes(randomUUID());
  }

  #headers(given: Headers | undefined, correlation: Uint8Array): Header[] {
    const headers = headerList(given);
    const has = (name: string): boolean => headers.some(({ key }) => key === name);
    const { topics, topicPartitions } = this.#options.replies;
    const topic = topicPartitions?.[0]?.topic ?? (typeof topics === "string" ? topics : topics?.[0]);
    const names = this.#names;
    if (!has(names.replyTopic) && topic !== undefined) {
      headers.push({ key: names.replyTopic, value: textBytes(topic) });
      const partition = topicPartitions?.[0]?.partitions?.[0];
      if (partition !== undefined && /^\d+$/.test(String(partition))) {
        headers.push({ key: names.replyPartition, value: int32Bytes(Number(partition)) });
      }
    }
    headers.push({ key: names.correlation, value: correlation });
    return headers;
  }

  /** What the reply container calls. */
  protected replyListener(): AnyListener {
    return {
      isBatch: false,
      onMessage: (reply) => {
        const id = this.pendingIdOf(reply);
        if (id !== undefined) this.settle(id, reply);
      },
    };
  }

  /** What a request ends with whose time is up; undefined for a {@link KafkaReplyTimeoutException}. */
  protected onTimeout(_id: string): ConsumerRecord<unknown, unknown> | undefined {
    return undefined;
  }

  /** A request has ended, one way or the other. */
  protected onEnded(_id: string): void {}

  /** The request that a reply is for. Undefined, with a word in the log, when none waits for it. */
  protected pendingIdOf(reply: ConsumerRecord<unknown, unknown>): string | undefined {
    const correlation = lastHeader(reply.headers, this.correlationHeaderName);
    const id = correlation === undefined || correlation === null ? undefined : idOf(correlation);
    if (id !== undefined && this.#waiting.has(id)) return id;
    const sentence = `No request is waiting for the reply ${reply.topic}-${reply.partition}@${reply.offset}`;
    if (this.#options.sharedReplyTopic === true) this.replyLogger.debug(sentence);
    else this.replyLogger.error(`${sentence}: perhaps it timed out, or the topic is shared`);
    return undefined;
  }

  /** Ends the request with the reply, or with what the `replyErrorChecker` says of it. */
  protected settle(id: string, reply: ConsumerRecord<unknown, unknown>): void {
    const error = this.#options.replyErrorChecker?.(reply);
    const waiting = this.#take(id);
    if (error === undefined) waiting?.resolve(reply);
    else waiting?.reject(error);
  }

  protected fail(id: string, error: Error): void {
    this.#take(id)?.reject(error);
  }

  /** From here on nothing waits: a further reply, of the same poll even, comes too late. */
  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  protected get correlationHeaderName(): string {
    return this.#names.correlation;
  }

  protected get replyLogger(): Logger {
    return this.#options.logger ?? standardErrorLogger;
  }
}

/** What a template's own listener has no use for. */
const NOT_FOR_REPLIES = {
  args: "it takes each reply as it is",
  value: "give a deserializer, or a converter to sendAndReceive",
  splitIterables: "it answers nobody",
  containerGroup: "it belongs to no application",
} satisfies Partial<Readonly<Record<keyof ListenerOptions, string>>>;

/** The factory that the replies' options give, or the template's. Throws a `ConfigError` for both, for one by name, and for options that would have no effect. */
function factoryOf({
  replies,
  containerFactory,
}: Pick<
  ReplyingTemplateOptions<unknown, unknown>,
  "replies" | "containerFactory"
>): ConcurrentKafkaListenerContainerFactory {
  for (const [name, reason] of Object.entries(NOT_FOR_REPLIES)) {
    if (Reflect.get(replies, name) !== undefined)
      throw new ConfigError(`The replies of a template have no ${name}: ${reason}`);
  }
  const own = replies.containerFactory;
  if (typeof own === "string") {
    throw new ConfigError(`A template does not know a containerFactory called '${own}': give it itself`);
  }
  if (own !== undefined && containerFactory !== undefined && own !== containerFactory) {
    throw new ConfigError("containerFactory is given twice, to the template and to its replies: give one of them");
  }
  return own ?? containerFactory ?? new ConcurrentKafkaListenerContainerFactory();
}

/** Bytes as the key of a map. */
function idOf(correlation: Uint8Array): string {
  return Buffer.from(correlation).toString("latin1");
}
