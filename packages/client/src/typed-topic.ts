/**
 * Typed topics: a topic's name together with what its keys and values are. One producer or consumer of bytes then serves many topics, each with types of its
 * own, and the compiler refuses an order in a topic of customers.
 */
import type { ConsumerRecord } from "./consumer/consumer-record.ts";
import { RecordView } from "./consumer/record-view.ts";
import { KafkaError } from "./errors.ts";
import type { Headers, ProducerRecord, RecordMetadata, SendOptions } from "./producer/producer-record.ts";

type Raw = Uint8Array | null;
/** A record with its bytes, as every consumer gives it. */
type AnyRecord = ConsumerRecord<unknown, unknown>;

/** What turns keys or values into bytes and back. The serdes of `@ottla/serdes` are such, with and without a schema registry. */
export interface TopicSerde<T> {
  readonly serializer: (data: T | null | undefined, topic: string) => Raw;
  readonly deserializer: (bytes: Raw, topic: string) => T | null;
  /** Gets ready to write to a topic, where that takes waiting: a schema registry is asked. */
  prepare?(topic: string): Promise<void>;
  /** Gets ready to read records, where that takes waiting. */
  load?(records: Iterable<{ readonly rawKey: Raw; readonly rawValue: Raw }>): Promise<void>;
}

/** The serdes of a topic. */
export interface TopicTypes<V, K> {
  readonly value: TopicSerde<V>;
  /** Left out, keys are bytes. */
  readonly key?: TopicSerde<K>;
}

/** A record for a typed topic; the topic itself is known. */
export interface TypedProducerRecord<V, K> {
  readonly value: V | null;
  readonly key?: K | null;
  readonly partition?: number;
  readonly headers?: Headers;
  readonly timestamp?: number;
}

/** A producer of bytes, or a transaction of one. */
interface RawSender {
  send(record: ProducerRecord, options?: SendOptions): Promise<RecordMetadata>;
  sendBatch(records: readonly ProducerRecord[], options?: SendOptions): Promise<RecordMetadata[]>;
}

/** A topic with its types. Made by {@link topic}. */
export class TypedTopic<V, K> {
  readonly name: string;
  readonly #types: TopicTypes<V, K>;
  #preparing: Promise<void> | undefined;

  constructor(name: string, types: TopicTypes<V, K>) {
    this.name = name;
    this.#types = types;
  }

  /**
   * The record as a producer of bytes takes it. For serdes that need nothing prepared; {@link send} sees to that by itself.
   * @throws KafkaError `SERIALIZATION` when the serializer does
   */
  record(data: TypedProducerRecord<V, K>): ProducerRecord<Raw, Raw> {
    const { key, value, ...rest } = data;
    return { ...rest, topic: this.name, key: this.#write("key", key), value: this.#write("value", value) };
  }

  /** Sends one record with a producer that has no serializers of its own, or in its transaction. */
  async send(
    producer: RawSender,
    data: TypedProducerRecord<V, K>,
    ...options: [SendOptions?]
  ): Promise<RecordMetadata> {
    await this.prepare();
    return await producer.send(this.record(data), ...options);
  }

  /** Sends many records; resolves with their metadata in the same order. */
  async sendBatch(
    producer: RawSender,
    data: readonly TypedProducerRecord<V, K>[],
    ...options: [SendOptions?]
  ): Promise<RecordMetadata[]> {
    await this.prepare();
    const records = data.map((one) => this.record(one));
    return await producer.sendBatch(records, ...options);
  }

  /** Gets the serdes ready to write; what failed is tried again by the next call. */
  prepare(): Promise<void> {
    this.#preparing ??= this.#prepare().catch((error: unknown) => {
      this.#preparing = undefined;
      throw error;
    });
    return this.#preparing;
  }

  async #prepare(): Promise<void> {
    await Promise.all([this.#types.key?.prepare?.(this.name), this.#types.value.prepare?.(this.name)]);
  }

  /** Whether a record is of this topic. */
  has(record: AnyRecord): boolean {
    return record.topic === this.name;
  }

  /**
   * A view of a record with this topic's types; key and value are decoded when looked at. It may come from any consumer, whatever its deserializers.
   * @throws KafkaError `INVALID_ARGUMENT` for a record of another topic
   */
  read(record: AnyRecord): ConsumerRecord<K | null, V | null> {
    if (!this.has(record)) {
      throw new KafkaError("INVALID_ARGUMENT", `A record of topic ${record.topic} is none of topic ${this.name}`);
    }
    return new TypedRecord<K, V>(record, this.#types);
  }

  /** Those of the records that are of this topic, with its types, once the serdes are ready for them. */
  async readAll(records: Iterable<AnyRecord>): Promise<ConsumerRecord<K | null, V | null>[]> {
    const own = [...records].filter((record) => this.has(record));
    await Promise.all([this.#types.key?.load?.(own), this.#types.value.load?.(own)]);
    return own.map((record) => this.read(record));
  }

  #write(part: "key" | "value", data: K | V | null | undefined): Raw {
    const serde = this.#types[part];
    try {
      // The type parameters say which of the two the data is for.
      if (serde !== undefined) return (serde as TopicSerde<unknown>).serializer(data, this.name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new KafkaError("SERIALIZATION", `The serializer of the ${part} failed for topic ${this.name}: ${reason}`, {
        cause: error,
      });
    }
    if (data === null || data === undefined) return null;
    if (data instanceof Uint8Array) return data;
    throw new KafkaError("SERIALIZATION", `Topic ${this.name} has no serde for its ${part}, which must be bytes then`);
  }
}

/**
 * A topic whose values are `V` (and whose keys are `K`):
 *
 * ```ts
 * const orders = topic("orders", { value: jsonSerde<Order>(), key: stringSerde });
 * await orders.send(producer, { key: "anna", value: { id: 1 } });
 * ```
 */
export function topic<V, K = Uint8Array>(name: string, types: TopicTypes<V, K>): TypedTopic<V, K> {
  return new TypedTopic<V, K>(name, types);
}

/** A record seen with a topic's types. */
class TypedRecord<K, V> extends RecordView implements ConsumerRecord<K | null, V | null> {
  readonly #types: TopicTypes<V, K>;
  #key: { readonly data: K | null } | undefined;
  #value: { readonly data: V | null } | undefined;

  constructor(record: AnyRecord, types: TopicTypes<V, K>) {
    super(record);
    this.#types = types;
  }

  override get key(): K | null {
    const { key: serde } = this.#types;
    // Without a serde K is bytes, as the default of the type parameter says.
    this.#key ??= { data: serde === undefined ? (this.rawKey as K | null) : this.#decode("key", serde, this.rawKey) };
    return this.#key.data;
  }

  override get value(): V | null {
    this.#value ??= { data: this.#decode("value", this.#types.value, this.rawValue) };
    return this.#value.data;
  }

  #decode<T>(part: "key" | "value", serde: TopicSerde<T>, bytes: Raw): T | null {
    try {
      return serde.deserializer(bytes, this.topic);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new KafkaError(
        "DESERIALIZATION",
        `Error deserializing the ${part} for partition ${this.topic}-${this.partition} at offset ${this.offset}: ${reason}`,
        { cause: error },
      );
    }
  }
}
