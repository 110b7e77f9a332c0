/**
 * `for await` over a consumer: polls when the records at hand are used up. A record at hand costs no wait but that of the loop itself.
 *
 * A record is done when the loop asks for the next one. A loop that is left with `break` and one whose body threw look the same from here, so the record
 * that it was left with is never taken for done: it is not committed automatically unless the consumer is read on from.
 */
import { AbortError, KafkaError } from "../errors.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ConsumerRecord, ConsumerRecords } from "./consumer-record.ts";
import type { Holder } from "./in-hand.ts";
import type { SubscriptionState } from "./subscription-state.ts";

/**
 * A loop makes records of what was fetched bit by bit: every record that waits for its turn lives through collections of garbage, which makes the engine
 * widen the space for what is young, up to 128 MiB.
 */
const RECORDS_AT_ONCE = 50;

export interface RecordIteratorOptions<K, V> {
  /** Polls up to `most` records, by default and at most `max.poll.records`. */
  readonly poll: (holder: Holder<K, V>, signal?: AbortSignal, most?: number) => Promise<ConsumerRecords<K, V>>;
  readonly isClosed: () => boolean;
  /** Told which records were never given out when the loop is left; knows from where the application wants to read on. */
  readonly positions: Pick<SubscriptionState, "seekCount" | "isSought" | "giveBack">;
  /** Ends the loop as if there were no more records. */
  readonly signal: AbortSignal | undefined;
}

/** Record after record. */
export class RecordIterator<K, V> implements AsyncIterableIterator<ConsumerRecord<K, V>>, Holder<K, V> {
  readonly #options: RecordIteratorOptions<K, V>;
  /** Those before `#done` are let go of, so that what is done can be collected while the rest of its poll waits. */
  #records: (ConsumerRecord<K, V> | undefined)[] = [];
  #next = 0;
  /** The records before this index are done; `#done <= #next`. */
  #done = 0;
  #isDone = false;
  #seekCount = 0;
  /** Ends a poll that nobody waits for any more. */
  readonly #leaving: AbortController = new AbortController();
  readonly #pollSignal: AbortSignal;
  #polling: Promise<unknown> | undefined;

  constructor(options: RecordIteratorOptions<K, V>) {
    this.#options = options;
    const { signal } = options;
    this.#pollSignal = signal === undefined ? this.#leaving.signal : AbortSignal.any([signal, this.#leaving.signal]);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  get isOver(): boolean {
    // A loop whose poll failed never says that it is left; its next poll would make it a holder again.
    return this.#isDone || this.#records.length === 0;
  }

  unfinished(partition: TopicPartition): ConsumerRecord<K, V> | undefined {
    return this.#first(partition, this.#done);
  }

  take(polled: ConsumerRecords<K, V>): void {
    this.#hold(polled.all());
  }

  onCommit(): void {
    this.#records.fill(undefined, this.#done, this.#next);
    this.#done = this.#next;
  }

  #hold(records: (ConsumerRecord<K, V> | undefined)[]): void {
    this.#records = records;
    this.#next = 0;
    this.#done = 0;
    this.#seekCount = this.#options.positions.seekCount;
  }

  next(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    if (this.#isDone) return Promise.resolve({ done: true, value: undefined });
    if (this.#isEnded) return this.#end();
    if (this.#options.positions.seekCount !== this.#seekCount) this.#dropLeftBehind();
    const record = this.#records[this.#next];
    if (record !== undefined) {
      if (this.#next > 0) this.#records[this.#next - 1] = undefined;
      this.#done = this.#next++;
      return Promise.resolve({ done: false, value: record });
    }
    const polling = this.#pollNext().finally(() => {
      this.#polling = undefined;
    });
    this.#polling = polling;
    return polling;
  }

  async return(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    if (this.#polling !== undefined) {
      this.#isDone = true;
      this.#leaving.abort();
      // Whoever asked for the record is told; here it only matters that the consumer is free again.
      await this.#polling.catch(() => undefined);
    }
    this.#giveBackRest();
    // What the loop was left with stays in hand; whatever was before it is done.
    this.#hold(this.#records.slice(this.#done, this.#next));
    this.#next = this.#records.length;
    this.#isDone = true;
    return { done: true, value: undefined };
  }

  /** What was not given yet of partitions that are read from elsewhere now; the record given last is done, as the next one is asked for. */
  #dropLeftBehind(): void {
    const isKept = (record: ConsumerRecord<K, V>): boolean => !this.#options.positions.isSought(record);
    this.#hold(this.#records.slice(this.#next).filter((record) => record !== undefined && isKept(record)));
  }

  get #isEnded(): boolean {
    return this.#options.signal?.aborted === true || this.#options.isClosed();
  }

  /** The record that was given last is done, and no other will be given. */
  #end(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    this.#giveBackRest();
    this.#hold([]);
    this.#isDone = true;
    return Promise.resolve({ done: true, value: undefined });
  }

  #giveBackRest(): void {
    const partitions = new Set<string>();
    for (const record of this.#records.slice(this.#next)) {
      if (record === undefined) continue;
      const name = `${record.topic}-${record.partition}`;
      if (!partitions.has(name)) this.#options.positions.giveBack(record);
      partitions.add(name);
    }
  }

  #first({ topic, partition }: TopicPartition, from: number): ConsumerRecord<K, V> | undefined {
    for (let index = from; index < this.#records.length; index++) {
      const record = this.#records[index];
      if (record?.partition === partition && record.topic === topic) return record;
    }
    return undefined;
  }

  async #pollNext(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    this.#hold([]);
    while (!this.#isDone && !this.#isEnded) {
      try {
        await this.#options.poll(this, this.#pollSignal, RECORDS_AT_ONCE);
      } catch (error) {
        const isEnd = error instanceof AbortError || (error instanceof KafkaError && error.code === "CLOSED");
        if (isEnd && (this.#isDone || this.#isEnded)) break;
        throw error;
      }
      const [first] = this.#records;
      // Somebody who does not wait for this may have left the loop meanwhile, as a stream over it does.
      if (first === undefined || this.#isDone || this.#isEnded) continue;
      this.#next = 1;
      return { done: false, value: first };
    }
    return await this.#end();
  }
}
