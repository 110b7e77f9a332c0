/**
 * The producer's interceptors (`interceptor.classes`, KIP-42): they may change a record before it is serialized, and see how it ended.
 *
 * One that throws is told to the log and otherwise passed over, as in Java: the record goes on as the interceptor before left it.
 */
import type { KafkaError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Headers, ProducerRecord, RecordMetadata } from "./producer-record.ts";
import type { RecordCompletion } from "./record-completion.ts";

/** Sees every record of a producer, before it is sent and when it has ended. All methods are optional. */
export interface ProducerInterceptor<K = unknown, V = unknown> {
  /** The record to send in place of the given one. Called in `send`, before serializers and partitioner. */
  onSend?(record: ProducerRecord<K, V>): ProducerRecord<K, V>;
  /**
   * Called when the record has ended, before its promise. With an error, offset and timestamp are -1, and the partition is the one the record named or -1.
   */
  onAcknowledgement?(metadata: RecordMetadata, error: KafkaError | undefined, headers: Headers | undefined): void;
  close?(): void;
}

/** The interceptors of one producer, in order. */
export class ProducerInterceptors<K, V> {
  readonly #interceptors: readonly ProducerInterceptor[];
  readonly #logger: Logger;

  constructor(interceptors: readonly ProducerInterceptor[], logger: Logger) {
    this.#interceptors = interceptors;
    this.#logger = logger;
  }

  onSend(record: ProducerRecord<K, V>): ProducerRecord<K, V> {
    let current = record;
    for (const interceptor of this.#interceptors) {
      try {
        // K and V are what the application's own interceptors were written for.
        current = (interceptor.onSend?.(current) ?? current) as ProducerRecord<K, V>;
      } catch (error) {
        this.#complain("onSend", error, record.topic);
      }
    }
    return current;
  }

  /** A completion that tells the interceptors first. */
  completion(record: ProducerRecord<K, V>, next: RecordCompletion): RecordCompletion {
    return {
      succeed: (metadata) => {
        this.#onAcknowledgement(metadata, undefined, record);
        next.succeed(metadata);
      },
      fail: (error) => {
        this.#onAcknowledgement(metadataOf(record), error, record);
        next.fail(error);
      },
    };
  }

  close(): void {
    for (const interceptor of this.#interceptors) {
      try {
        interceptor.close?.();
      } catch (error) {
        this.#complain("close", error);
      }
    }
  }

  #onAcknowledgement(metadata: RecordMetadata, error: KafkaError | undefined, record: ProducerRecord<K, V>): void {
    for (const interceptor of this.#interceptors) {
      try {
        interceptor.onAcknowledgement?.(metadata, error, record.headers);
      } catch (thrown) {
        this.#complain("onAcknowledgement", thrown, record.topic);
      }
    }
  }

  #complain(method: string, error: unknown, topic?: string): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#logger.warn(`Error executing interceptor ${method} callback: ${reason}`, { topic, error });
  }
}

function metadataOf({ topic, partition }: ProducerRecord<unknown, unknown>): RecordMetadata {
  return {
    topic,
    partition: partition ?? -1,
    offset: -1,
    timestamp: -1,
    serializedKeySize: -1,
    serializedValueSize: -1,
  };
}
