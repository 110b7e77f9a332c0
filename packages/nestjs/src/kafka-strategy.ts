/**
 * A transport strategy that runs existing `@EventPattern` and `@MessagePattern` handlers, unchanged, in listener containers: each pattern has one of its
 * own, with whatever ack mode, ordering, concurrency and error handler it is given. Values, headers and replies are read and written as Nest's own Kafka
 * server does, so its clients notice no difference.
 *
 * What is different: a failed event is retried by the container's error handler and ends in its recoverer, a reply is sent before its request counts as done.
 */
import {
  KafkaHeaders,
  KafkaParser,
  KafkaRequestDeserializer,
  KafkaRetriableException,
  RpcException,
  Server,
  Transport,
} from "@nestjs/microservices";
import type {
  ConsumerDeserializer,
  ConsumerSerializer,
  CustomTransportStrategy,
  KafkaParserConfig,
  MessageHandler,
  WritePacket,
} from "@nestjs/microservices";
import { context, KafkaApplication, KafkaTemplate } from "@ottla/listener";
import type { KafkaApplicationOptions, ListenerContext, ListenerOptions, StopOptions } from "@ottla/listener";
import { isObservable, lastValueFrom, ReplaySubject } from "rxjs";
import type { Observable } from "rxjs";
import { bytesOf, KafkaListenerContext } from "./kafka-listener-context.ts";
import type { KafkajsMessage } from "./kafka-listener-context.ts";
import { ReplySerializer } from "./reply-serializer.ts";
import type { OutgoingMessage } from "./reply-serializer.ts";

/** The third argument of `@EventPattern` and `@MessagePattern`. */
export interface KafkaHandlerExtras {
  /** What this handler's container has for itself. */
  readonly listener?: Omit<ListenerOptions, "topics" | "topicPattern" | "topicPartitions" | "batch" | "args" | "value">;
}

export interface KafkaStrategyOptions extends KafkaApplicationOptions {
  /** Default `nestjs-group`, as Nest's own server has it; the postfix follows. */
  readonly groupId?: string;
  /** Behind the group id, so that it is not that of a client; default `-server`. */
  readonly postfixId?: string;
  readonly parser?: KafkaParserConfig;
  readonly serializer?: ConsumerSerializer;
  readonly deserializer?: ConsumerDeserializer;
  readonly stop?: StopOptions;
}

const DEFAULT_GROUP = "nestjs-group";
const BYTES = { "key.deserializer": "ByteArrayDeserializer", "value.deserializer": "ByteArrayDeserializer" };

type AnyHandler = MessageHandler<unknown, KafkaListenerContext, unknown>;
type Pattern = string | RegExp;

interface Request {
  readonly correlationId: string;
  readonly replyTopic: string;
  readonly replyPartition: string | undefined;
}

export class KafkaStrategy extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  override transportId: Transport | symbol = Transport.KAFKA;
  readonly #options: KafkaStrategyOptions;
  readonly #parser: KafkaParser;
  readonly #patterns = new Map<Pattern, AnyHandler>();
  #application: KafkaApplication | undefined;
  #replies: KafkaTemplate<unknown, unknown> | undefined;

  constructor(options: KafkaStrategyOptions = {}) {
    super();
    this.#options = options;
    this.#parser = new KafkaParser(options.parser);
    this.serializer = options.serializer ?? new ReplySerializer();
    this.deserializer = options.deserializer ?? new KafkaRequestDeserializer();
  }

  /** The group that the offsets are committed to. */
  get groupId(): string {
    return (this.#options.groupId ?? DEFAULT_GROUP) + (this.#options.postfixId ?? "-server");
  }

  /** Called by Nest for each handler. Several handlers of one event are a chain. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const key = pattern instanceof RegExp ? pattern : this.normalizePattern(pattern as string);
    callback.isEventHandler = isEventHandler;
    callback.extras = extras;
    const head = this.#patterns.get(key);
    if (head === undefined || !isEventHandler) {
      this.#patterns.set(key, callback);
      if (typeof key === "string") this.messageHandlers.set(key, callback);
      return;
    }
    if ((extras as KafkaHandlerExtras).listener !== undefined)
      throw new Error(`What the listener of ${String(key)} is like is said by the first of its handlers`);
    let tail: AnyHandler = head;
    while (tail.next !== undefined) tail = tail.next as AnyHandler;
    tail.next = callback as NonNullable<AnyHandler["next"]>;
  }

  /** Starts a container for each pattern; calls back when all of them poll, or with the error. */
  override listen(callback: (...optionalParams: unknown[]) => unknown): void {
    this.#listen().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Stops the containers: what is in their handlers ends, and is committed, within their shutdownTimeout. */
  override async close(): Promise<void> {
    await this.#application?.stop(this.#options.stop);
    this.#application = undefined;
  }

  override on(): never {
    throw new Error("A KafkaStrategy has no events of its own: give its listeners onEvent");
  }

  /** `[KafkaApplication]`, once it listens. */
  override unwrap<T>(): T {
    if (this.#application === undefined) throw new Error("A KafkaStrategy has its application once it listens");
    // Nest lets the caller name the type.
    return [this.#application] as T;
  }

  async #listen(): Promise<void> {
    const {
      groupId: _group,
      postfixId: _postfix,
      parser: _parser,
      serializer: _serializer,
      deserializer: _deserializer,
      stop: _stop,
      ...options
    } = this.#options;
    const application = new KafkaApplication({ ...options, consumer: { ...options.consumer, ...BYTES } });
    this.#application = application;
    this.#replies = new KafkaTemplate<unknown, unknown>(application.bytesProducerFactory);
    for (const [pattern, handler] of this.#patterns) {
      const subscription = typeof pattern === "string" ? { topics: pattern } : { topicPattern: pattern };
      const own = {
        ...listenerOf(handler),
        groupId: this.#groupOf(handler),
        ...subscription,
        args: [context()],
        batch: false as const,
      };
      await application.listener(own, (delivery: unknown) => this.#onRecord(delivery as ListenerContext, handler));
    }
    await application.start();
    this._status$.next("connected");
  }

  #groupOf(handler: AnyHandler): string {
    return listenerOf(handler).groupId ?? this.groupId;
  }

  /**
   * In a group a record goes to one consumer, whichever pattern that has: so the handler is chosen as Nest's own server does, the topic's own before the first
   * expression that fits. Patterns of another group have the record for themselves.
   */
  #handlerOf(topic: string, registered: AnyHandler): AnyHandler {
    const group = this.#groupOf(registered);
    const named = this.#patterns.get(topic);
    if (named !== undefined && this.#groupOf(named) === group) return named;
    for (const [pattern, handler] of this.#patterns) {
      if (typeof pattern === "string" || this.#groupOf(handler) !== group) continue;
      pattern.lastIndex = 0;
      if (pattern.test(topic)) return handler;
    }
    return registered;
  }

  async #onRecord(delivery: ListenerContext, registered: AnyHandler): Promise<void> {
    const { record } = delivery;
    const raw = {
      topic: record.topic,
      partition: record.partition,
      key: bufferOf(record.rawKey),
      value: bufferOf(record.rawValue),
      timestamp: String(record.timestamp),
      offset: String(record.offset),
      attributes: 0,
      headers: Object.fromEntries(record.headers.map(({ key, value }) => [key, bufferOf(value) ?? undefined])),
    };
    const message = this.#parser.parse<KafkajsMessage & { readonly headers: Record<string, string | undefined> }>(raw);
    const packet = (await this.deserializer.deserialize(message, { channel: record.topic })) as {
      readonly data: unknown;
    };
    const nest = new KafkaListenerContext(message, delivery, this.#template());
    const handler = this.#handlerOf(record.topic, registered);
    const { [KafkaHeaders.CORRELATION_ID]: correlationId, [KafkaHeaders.REPLY_TOPIC]: replyTopic } = message.headers;
    if (handler.isEventHandler === true || correlationId === undefined || replyTopic === undefined) {
      await this.#within(nest, () => this.#event(handler, packet.data, nest));
      return;
    }
    const request = { correlationId, replyTopic, replyPartition: message.headers[KafkaHeaders.REPLY_PARTITION] };
    await this.#within(nest, () => this.#request(handler, packet.data, nest, request));
  }

  /** Between Nest's hooks; with the outcome of what happens there. */
  #within(nest: KafkaListenerContext, work: () => Promise<void>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.onProcessingStartHook(this.transportId, nest, async () => {
      try {
        await work();
        resolve();
      } catch (error) {
        reject(error);
      } finally {
        (this.onProcessingEndHook as typeof this.onProcessingEndHook | undefined)?.(this.transportId, nest);
      }
    });
    return promise;
  }

  async #event(handler: AnyHandler, data: unknown, nest: KafkaListenerContext): Promise<void> {
    try {
      const result: unknown = await handler(data, nest);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (thrown) {
      throw asError(thrown);
    }
  }

  /** Replies with every value. Rejects when the handler wants its request again, or a reply could not be sent. */
  async #request(handler: AnyHandler, data: unknown, nest: KafkaListenerContext, request: Request): Promise<void> {
    const values = new ReplaySubject<unknown>();
    await startedOrRetriable(this.transformToObservable(handler(data, nest)) as Observable<unknown>, values);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let failure: unknown;
    this.send(values, async (packet) => {
      try {
        await this.#reply(packet, request);
      } catch (error) {
        failure ??= error;
      }
      if (packet.isDisposed !== true) return;
      if (failure === undefined) resolve();
      else reject(failure);
    });
    await promise;
  }

  async #reply(packet: WritePacket, { correlationId, replyTopic, replyPartition }: Request): Promise<void> {
    const outgoing = (await this.serializer.serialize(packet.response)) as OutgoingMessage;
    const headers: Record<string, Buffer | string> = {
      ...outgoing.headers,
      [KafkaHeaders.CORRELATION_ID]: correlationId,
    };
    const { err, isDisposed } = packet as { readonly err?: unknown; readonly isDisposed?: boolean };
    if (err !== undefined && err !== null)
      headers[KafkaHeaders.NEST_ERR] = typeof err === "object" ? JSON.stringify(err) : String(err);
    if (isDisposed === true) headers[KafkaHeaders.NEST_IS_DISPOSED] = Buffer.alloc(1);
    await this.#template().send({
      topic: replyTopic,
      key: bytesOf(outgoing.key ?? null),
      value: bytesOf(outgoing.value),
      headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
      ...(replyPartition === undefined ? {} : { partition: Number(replyPartition) }),
    });
  }

  #template(): KafkaTemplate<unknown, unknown> {
    if (this.#replies === undefined) throw new Error("A KafkaStrategy sends once it listens");
    return this.#replies;
  }
}

function listenerOf(handler: AnyHandler): NonNullable<KafkaHandlerExtras["listener"]> {
  return ((handler.extras ?? {}) as KafkaHandlerExtras).listener ?? {};
}

/** Resolves with the handler's first sign of life; rejects when that is a KafkaRetriableException. Everything goes to `values` as well. */
function startedOrRetriable(source: Observable<unknown>, values: ReplaySubject<unknown>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  source.subscribe({
    next: (value) => {
      values.next(value);
      resolve();
    },
    error: (error: unknown) => {
      values.error(error);
      if (error instanceof KafkaRetriableException) reject(error);
      else resolve();
    },
    complete: () => {
      values.complete();
      resolve();
    },
  });
  return promise;
}

/** Nest's filters make objects of what a handler throws; error handlers and dead letters want an error with its message. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new RpcException(typeof thrown === "object" && thrown !== null ? thrown : String(thrown));
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
