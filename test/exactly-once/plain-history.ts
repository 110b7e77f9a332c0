// What happened to a topic without transactions: what idempotent producers were told, and what the consumers of one group were given. The input of
// `plain-checker.ts`. A value says who wrote it, in which order: `producer:partition:sequence`.
import type { Placed } from "./history.ts";

/** One partition in the hands of one consumer, from the assignment to whatever ended it. */
export interface Stint {
  readonly consumer: string;
  readonly partition: number;
  /** How many records of the partition the whole group had processed when the first record of this stint came: a place in {@link PlainHistory.processed}. */
  readonly processedBefore: number;
  /** What was delivered, in order. */
  readonly offsets: readonly number[];
}

export interface PlainHistory {
  /** The whole topic in the order of its offsets. */
  readonly log: readonly Placed[];
  /** What producers were told to have been written. */
  readonly acknowledged: readonly Placed[];
  /** What the group processed, by partition, in the order of processing. A record that was delivered again after a crash is there twice. */
  readonly processed: ReadonlyMap<number, readonly number[]>;
  readonly stints: readonly Stint[];
  /** The group's committed offset of every partition when everything was over. */
  readonly committedOffsets: ReadonlyMap<number, number>;
}
