/**
 * The consumer's interceptors (`interceptor.classes`, KIP-42): they may change what a poll gives, and see what was committed.
 *
 * One that throws is told to the log and otherwise passed over, as in Java.
 */
import type { Logger } from "../logger.ts";
import type { ConsumerRecords } from "./consumer-record.ts";
import type { PartitionOffset } from "./consumer-types.ts";

/** Sees every batch of records a consumer gives and every commit that succeeded. All methods are optional. */
export interface ConsumerInterceptor<K = unknown, V = unknown> {
  /** The records to give in place of the given ones. Positions have moved past all of them, whatever is given. */
  onConsume?(records: ConsumerRecords<K, V>): ConsumerRecords<K, V>;
  onCommit?(offsets: readonly PartitionOffset[]): void;
  close?(): void;
}

/** The interceptors of one consumer, in order. */
export class ConsumerInterceptors {
  readonly #interceptors: readonly ConsumerInterceptor[];
  readonly #logger: Logger;

  constructor(interceptors: readonly ConsumerInterceptor[], logger: Logger) {
    this.#interceptors = interceptors;
    this.#logger = logger;
  }

  onConsume<K, V>(records: ConsumerRecords<K, V>): ConsumerRecords<K, V> {
    let current = records;
    for (const interceptor of this.#interceptors) {
      this.#guarded("onConsume", () => {
        // K and V are what the application's own interceptors were written for.
        current = (interceptor.onConsume?.(current as ConsumerRecords<unknown, unknown>) ?? current) as typeof current;
      });
    }
    return current;
  }

  onCommit(offsets: readonly PartitionOffset[]): void {
    for (const interceptor of this.#interceptors) this.#guarded("onCommit", () => interceptor.onCommit?.(offsets));
  }

  close(): void {
    for (const interceptor of this.#interceptors) this.#guarded("close", () => interceptor.close?.());
  }

  #guarded(method: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#logger.warn(`Error executing interceptor ${method} callback: ${reason}`, { error });
    }
  }
}
