/**
 * `for await` over a consumer: polls when the records at hand are used up. A record at hand costs no wait but that of the loop itself.
 */
import { KafkaError } from "../errors.ts";
import type { ConsumerRecord, ConsumerRecords } from "./consumer-record.ts";

export interface RecordIteratorOptions<K, V> {
  readonly poll: () => Promise<ConsumerRecords<K, V>>;
  readonly isClosed: () => boolean;
  /** The loop was left: this record, and those behind it in its partition, were never given out. */
  readonly giveBack: (record: ConsumerRecord<K, V>) => void;
}

/** Record after record. */
export class RecordIterator<K, V> implements AsyncIterableIterator<ConsumerRecord<K, V>> {
  readonly #options: RecordIteratorOptions<K, V>;
  #records: ConsumerRecord<K, V>[] = [];
  #next = 0;
  #isDone = false;

  constructor(options: RecordIteratorOptions<K, V>) {
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    const record = this.#records[this.#next];
    if (record !== undefined) {
      this.#next++;
      return Promise.resolve({ done: false, value: record });
    }
    return this.#pollNext();
  }

  return(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    this.#isDone = true;
    const partitions = new Set<string>();
    for (const record of this.#records.slice(this.#next)) {
      const name = `${record.topic}-${record.partition}`;
      if (!partitions.has(name)) this.#options.giveBack(record);
      partitions.add(name);
    }
    this.#records = [];
    return Promise.resolve({ done: true, value: undefined });
  }

  async #pollNext(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    while (!this.#isDone && !this.#options.isClosed()) {
      let polled: ConsumerRecords<K, V>;
      try {
        polled = await this.#options.poll();
      } catch (error) {
        if (error instanceof KafkaError && error.code === "CLOSED" && this.#options.isClosed()) break;
        throw error;
      }
      this.#records = [...polled];
      this.#next = 1;
      const [first] = this.#records;
      if (first !== undefined) return { done: false, value: first };
    }
    this.#isDone = true;
    return { done: true, value: undefined };
  }
}
