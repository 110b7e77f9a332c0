/**
 * What one share fetch brought of one partition: whole batches, of which some offsets were acquired for this consumer. Those that hold a record are
 * delivered; those that hold none (control records, what compaction removed) are gaps, which the broker must be told of too.
 */
import type { FetchedRecord } from "../consumer/consumer-record.ts";
import { FetchedPartition } from "../consumer/fetched-partition.ts";
import type { FetchedPartitionOptions } from "../consumer/fetched-partition.ts";

/** As in a message. */
export interface AcquiredRange {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly deliveryCount: number;
}

/** What could be taken at once. */
export interface Portion {
  readonly records: FetchedRecord[];
  readonly gaps: number[];
}

/** Fetched records of one partition that are not delivered yet. */
export class FetchedShare {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly nodeId: number;
  readonly #fetched: FetchedPartition;
  readonly #ranges: readonly AcquiredRange[];
  /** Everything acquired below this is delivered, or told as a gap. */
  #next: number;
  #deliveredCount = 0;

  constructor(
    at: { readonly topicId: string; readonly nodeId: number; readonly acquired: readonly AcquiredRange[] },
    options: Omit<FetchedPartitionOptions, "fetchOffset" | "aborted">,
  ) {
    this.topic = options.topic;
    this.partition = options.partition;
    this.topicId = at.topicId;
    this.nodeId = at.nodeId;
    this.#ranges = [...at.acquired].sort((left, right) => left.firstOffset - right.firstOffset);
    this.#next = this.#ranges[0]?.firstOffset ?? 0;
    // Aborted transactions are left out by the broker: their offsets are not acquired.
    this.#fetched = new FetchedPartition({ ...options, fetchOffset: this.#next, aborted: undefined });
  }

  get isAtEnd(): boolean {
    return this.#fetched.isAtEnd && this.#next > this.#lastOffset;
  }

  /** How many bytes of batches there are. */
  get sizeInBytes(): number {
    return this.#fetched.sizeInBytes;
  }

  /** How many records were delivered. */
  get deliveredCount(): number {
    return this.#deliveredCount;
  }

  /** Up to `max` records. @throws KafkaError `CORRUPT_RECORD`; then {@link rest} tells what is lost by it */
  async take(max: number): Promise<Portion> {
    const portion: Portion = { records: [], gaps: [] };
    while (portion.records.length < max && !this.isAtEnd) {
      const read: FetchedRecord[] = [];
      const preparing = this.#fetched.take(max - portion.records.length, read);
      for (const record of read) this.#accept(record, portion);
      if (preparing !== undefined) await preparing;
      else if (this.#fetched.isAtEnd) portion.gaps.push(...this.rest());
    }
    return portion;
  }

  /** The acquired offsets that were not looked at, which are given up with this call. */
  rest(): number[] {
    const offsets = this.#acquiredUpTo(this.#lastOffset + 1);
    this.#next = this.#lastOffset + 1;
    return offsets;
  }

  get #lastOffset(): number {
    return this.#ranges.at(-1)?.lastOffset ?? -1;
  }

  #accept(record: FetchedRecord, portion: Portion): void {
    const range = this.#ranges.find((one) => one.firstOffset <= record.offset && record.offset <= one.lastOffset);
    if (range === undefined) return;
    portion.gaps.push(...this.#acquiredUpTo(record.offset));
    record.deliveryCount = range.deliveryCount;
    portion.records.push(record);
    this.#deliveredCount++;
    this.#next = record.offset + 1;
  }

  /** The acquired offsets from the next one on, below `end`. */
  #acquiredUpTo(end: number): number[] {
    const offsets: number[] = [];
    for (const { firstOffset, lastOffset } of this.#ranges) {
      for (let at = Math.max(firstOffset, this.#next); at <= lastOffset && at < end; at++) offsets.push(at);
    }
    return offsets;
  }
}
