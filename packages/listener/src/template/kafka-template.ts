/**
 * Sends records: Spring's KafkaTemplate. The overloads of `send` are told apart by the number of their arguments.
 *
 * Inside of a transaction of its factory (a listener's, or `executeInTransaction`) a template takes part in it; outside of one a template of a transactional
 * factory refuses to send, unless `allowNonTransactional` is set.
 */
import { KafkaError } from "@ottla/client";
import type {
  ConsumerGroupMetadata,
  ConsumerRecord,
  Metric,
  PartitionOffset,
  ProducerRecord,
  RecordMetadata,
} from "@ottla/client";
import type { ConsumerFactory } from "../container/consumer-factory.ts";
import { DefaultKafkaHeaderMapper } from "../headers/default-kafka-header-mapper.ts";
import type { KafkaHeaderMapper } from "../headers/default-kafka-header-mapper.ts";
import type { Logger } from "../logging/logger.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import type { Message } from "./message.ts";
import { recordOf } from "./message.ts";
import type { ProducerFactory, ProducerProperties, TemplateProducer } from "./producer-factory.ts";
import { receiveOne } from "./receive.ts";
import type { KafkaObservation } from "../observation/observation.ts";
import { ambientProducer, inTransaction } from "./transaction-scope.ts";

/** What was sent, and where it is. */
export interface SendResult<K, V> {
  readonly producerRecord: ProducerRecord<K, V>;
  readonly recordMetadata: RecordMetadata;
}

/** A send that failed, with its record. What the producer said is the `cause`. */
export class KafkaProducerException extends Error {
  readonly failedProducerRecord: ProducerRecord<unknown, unknown>;

  constructor(record: ProducerRecord<unknown, unknown>, cause: unknown) {
    super(`Failed to send: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = "KafkaProducerException";
    this.failedProducerRecord = record;
  }
}

/** Told how each send ended, before its promise is. */
export interface ProducerListener<K = unknown, V = unknown> {
  onSuccess?(record: ProducerRecord<K, V>, metadata: RecordMetadata): void;
  onError?(record: ProducerRecord<K, V>, error: unknown): void;
}

/** May replace each record before it is sent. */
export interface ProducerInterceptor<K = unknown, V = unknown> {
  onSend(record: ProducerRecord<K, V>): ProducerRecord<K, V>;
}

export interface KafkaTemplateOptions<K, V> {
  readonly defaultTopic?: string;
  /** Flush behind each send; default false. */
  readonly autoFlush?: boolean;
  /** The template's name in what is observed; default `kafkaTemplate`. */
  readonly name?: string;
  /** Measures each send. */
  readonly observation?: KafkaObservation;
  /** Options that differ from the factory's: the template gets producers of its own. */
  readonly configOverrides?: ProducerProperties;
  /** Default: failures are logged. */
  readonly producerListener?: ProducerListener<K, V>;
  readonly producerInterceptor?: ProducerInterceptor<K, V>;
  /** Makes the headers of messages; default {@link DefaultKafkaHeaderMapper}. */
  readonly headerMapper?: KafkaHeaderMapper;
  readonly transactionIdPrefix?: string;
  readonly allowNonTransactional?: boolean;
  /** For `receive`. */
  readonly consumerFactory?: ConsumerFactory;
  readonly logger?: Logger;
}

/** What can be done inside of `executeInTransaction`: everything but another one. */
export type KafkaOperations<K, V> = Pick<
  KafkaTemplate<K, V>,
  "send" | "sendDefault" | "flush" | "partitionsFor" | "metrics" | "sendOffsetsToTransaction" | "execute"
>;

const RECEIVE_TIMEOUT_MS = 5_000;

export class KafkaTemplate<K = string | null, V = string | null> implements AsyncDisposable {
  readonly producerFactory: ProducerFactory;
  readonly #options: KafkaTemplateOptions<K, V>;
  readonly #logger: Logger;
  readonly #ownsFactory: boolean;
  readonly #headerMapper: KafkaHeaderMapper;

  constructor(producerFactory: ProducerFactory, options: KafkaTemplateOptions<K, V> = {}) {
    this.#ownsFactory = options.configOverrides !== undefined;
    this.producerFactory =
      options.configOverrides === undefined ? producerFactory : producerFactory.copyWith(options.configOverrides);
    this.#options = options;
    this.#headerMapper = options.headerMapper ?? new DefaultKafkaHeaderMapper();
    this.#logger = options.logger ?? standardErrorLogger;
  }

  get defaultTopic(): string | undefined {
    return this.#options.defaultTopic;
  }

  get isTransactional(): boolean {
    return this.producerFactory.isTransactionCapable;
  }

  /** Whether what is sent now belongs to a transaction. */
  inTransaction(): boolean {
    return ambientProducer(this.producerFactory) !== undefined;
  }

  get isAllowNonTransactional(): boolean {
    return this.#options.allowNonTransactional ?? false;
  }

  /** Resolves when the record is acknowledged; rejects with a {@link KafkaProducerException}. */
  send(topic: string, value: V): Promise<SendResult<K, V>>;
  send(topic: string, key: K, value: V): Promise<SendResult<K, V>>;
  send(topic: string, partition: number | null, key: K, value: V): Promise<SendResult<K, V>>;
  send(topic: string, partition: number | null, timestamp: number | null, key: K, value: V): Promise<SendResult<K, V>>;
  send(record: ProducerRecord<K, V>): Promise<SendResult<K, V>>;
  send(message: Message<V>): Promise<SendResult<K, V>>;
  send(first: string | ProducerRecord<K, V> | Message<V>, ...rest: unknown[]): Promise<SendResult<K, V>> {
    if (typeof first === "string") return this.#send(recordFrom<K, V>(first, rest));
    if (!("payload" in first)) return this.#send(first);
    return this.#send(this.recordOfMessage(first));
  }

  /** As {@link send}, to the default topic. */
  sendDefault(value: V): Promise<SendResult<K, V>>;
  sendDefault(key: K, value: V): Promise<SendResult<K, V>>;
  sendDefault(partition: number | null, key: K, value: V): Promise<SendResult<K, V>>;
  sendDefault(partition: number | null, timestamp: number | null, key: K, value: V): Promise<SendResult<K, V>>;
  sendDefault(...rest: unknown[]): Promise<SendResult<K, V>> {
    const { defaultTopic } = this.#options;
    if (defaultTopic === undefined) throw new KafkaError("ILLEGAL_STATE", "This template has no defaultTopic");
    return this.#send(recordFrom<K, V>(defaultTopic, rest));
  }

  /** Sends what waits at once; resolves when all of it has ended. */
  async flush(): Promise<void> {
    await this.#producer().flush();
  }

  partitionsFor(topic: string): Promise<readonly number[]> {
    return this.#producer().partitionsFor(topic);
  }

  /** What the producer measures, with the names, groups and tags of Kafka's. */
  metrics(): readonly Metric[] {
    return this.#producer().metrics();
  }

  /** Gives the producer to `callback`. */
  async execute<R>(callback: (producer: TemplateProducer) => R | Promise<R>): Promise<R> {
    return await callback(this.#producer());
  }

  /**
   * Runs `callback` in a transaction of its own, whatever transaction the caller is in: committed when it returns, aborted when it throws. What the template
   * sends meanwhile, in whatever function, belongs to it.
   */
  async executeInTransaction<R>(callback: (operations: KafkaOperations<K, V>) => R | Promise<R>): Promise<R> {
    if (!this.isTransactional) throw new KafkaError("ILLEGAL_STATE", "Producer factory does not support transactions");
    const pending = new Set<Promise<unknown>>();
    const tracked = new TransactionOperations(this, pending);
    return await inTransaction(
      this.producerFactory,
      async () => {
        const result = await callback(tracked);
        await Promise.all(pending);
        return result;
      },
      this.#options.transactionIdPrefix,
    );
  }

  /** Makes consumed offsets part of the transaction that the caller is in. */
  async sendOffsetsToTransaction(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata): Promise<void> {
    const producer = ambientProducer(this.producerFactory);
    if (producer === undefined) throw new KafkaError("ILLEGAL_STATE", "No transaction in process");
    await producer.sendOffsetsToTransaction(offsets, group);
  }

  /** The record at that very offset; undefined when there is none within `timeoutMs` (default 5,000). Needs a consumerFactory. */
  async receive(
    topic: string,
    partition: number,
    offset: number,
    timeoutMs: number = RECEIVE_TIMEOUT_MS,
  ): Promise<ConsumerRecord<K, V> | undefined> {
    const [record] = await this.receiveAll([{ topic, partition, offset }], timeoutMs);
    return record;
  }

  /** The records at these offsets, in their order; those that are not found are left out. `timeoutMs` is for each. */
  async receiveAll(
    requested: readonly PartitionOffset[],
    timeoutMs: number = RECEIVE_TIMEOUT_MS,
  ): Promise<ConsumerRecord<K, V>[]> {
    const { consumerFactory } = this.#options;
    if (consumerFactory === undefined)
      throw new KafkaError("ILLEGAL_STATE", "A consumerFactory is required to receive");
    const records: ConsumerRecord<K, V>[] = [];
    for (const one of requested) {
      const record = await receiveOne(consumerFactory, one, timeoutMs);
      // The template's types are those of the factories it was given.
      if (record !== undefined) records.push(record as ConsumerRecord<K, V>);
    }
    return records;
  }

  /** What is sent of a message. */
  protected recordOfMessage(message: Message<V>): ProducerRecord<K, V> {
    return recordOf<K, V>(message, this.#options.defaultTopic, this.#headerMapper);
  }

  /** Between headers of messages and of records. */
  protected get headerMapper(): KafkaHeaderMapper {
    return this.#headerMapper;
  }

  /** Closes the producers, if the template has some of its own. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ownsFactory) await this.producerFactory.close();
  }

  async #send(given: ProducerRecord<K, V>): Promise<SendResult<K, V>> {
    const { observation, name = "kafkaTemplate" } = this.#options;
    if (observation === undefined) return await this.#sendNow(given);
    return await observation.template(name, given, (record) => this.#sendNow(record));
  }

  async #sendNow(given: ProducerRecord<K, V>): Promise<SendResult<K, V>> {
    const { producerListener, producerInterceptor, autoFlush } = this.#options;
    const producer = this.#producer();
    const record = producerInterceptor === undefined ? given : producerInterceptor.onSend(given);
    try {
      const sending = producer.send(record);
      if (autoFlush === true) await producer.flush();
      const recordMetadata = await sending;
      producerListener?.onSuccess?.(record, recordMetadata);
      return { producerRecord: record, recordMetadata };
    } catch (cause) {
      if (producerListener?.onError === undefined) this.#logger.error(`Sending to ${record.topic} failed`, cause);
      else producerListener.onError(record, cause);
      throw new KafkaProducerException(record, cause);
    }
  }

  #producer(): TemplateProducer {
    const ambient = ambientProducer(this.producerFactory);
    if (ambient !== undefined) return ambient;
    if (this.isTransactional && !this.isAllowNonTransactional) {
      throw new KafkaError(
        "ILLEGAL_STATE",
        "No transaction is in process; run the template operation within a listener container's transaction or with " +
          "executeInTransaction(), or set allowNonTransactional",
      );
    }
    return this.producerFactory.sharedProducer();
  }
}

/** Notes the sends of a transaction, so that its commit comes behind them even if nobody awaits them. */
class TransactionOperations<K, V> implements KafkaOperations<K, V> {
  readonly #template: KafkaTemplate<K, V>;
  readonly #pending: Set<Promise<unknown>>;
  readonly send: KafkaTemplate<K, V>["send"];
  readonly sendDefault: KafkaTemplate<K, V>["sendDefault"];

  constructor(template: KafkaTemplate<K, V>, pending: Set<Promise<unknown>>) {
    this.#template = template;
    this.#pending = pending;
    const send = template.send.bind(template) as (...parts: unknown[]) => Promise<SendResult<K, V>>;
    const sendDefault = template.sendDefault.bind(template) as (...parts: unknown[]) => Promise<SendResult<K, V>>;
    this.send = (...parts: unknown[]) => this.#noted(send(...parts));
    this.sendDefault = (...parts: unknown[]) => this.#noted(sendDefault(...parts));
  }

  flush(): Promise<void> {
    return this.#template.flush();
  }

  partitionsFor(topic: string): Promise<readonly number[]> {
    return this.#template.partitionsFor(topic);
  }

  metrics(): readonly Metric[] {
    return this.#template.metrics();
  }

  execute<R>(callback: (producer: TemplateProducer) => R | Promise<R>): Promise<R> {
    return this.#template.execute(callback);
  }

  sendOffsetsToTransaction(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata): Promise<void> {
    return this.#template.sendOffsetsToTransaction(offsets, group);
  }

  #noted<R>(sending: Promise<R>): Promise<R> {
    this.#pending.add(sending);
    // The rejection is seen by the transaction, if not by the caller.
    sending.catch(() => undefined);
    return sending;
  }
}

/** value | key, value | partition, key, value | partition, timestamp, key, value */
function recordFrom<K, V>(topic: string, parts: readonly unknown[]): ProducerRecord<K, V> {
  if (parts.length === 0 || parts.length > 4) throw new TypeError("send takes a topic and 1 to 4 further arguments");
  const value = parts.at(-1) as V;
  const key = (parts.length > 1 ? parts.at(-2) : null) as K;
  const partition = parts.length > 2 ? parts[0] : null;
  const timestamp = parts.length === 4 ? parts[1] : null;
  return {
    topic,
    key,
    value,
    ...(typeof partition === "number" ? { partition } : {}),
    ...(typeof timestamp === "number" ? { timestamp } : {}),
  };
}
