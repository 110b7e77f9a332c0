// What happened in a run of transactional copiers between two topics, as its clients saw it: the checker's input. A copier reads a value from a
// partition of the source topic and writes the same value to the same partition of the sink topic, in one transaction with the offset it
// has consumed up to. Values are unique.

/** A record and its place. */
export interface Placed {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
}

/** One record of a transaction; the offset is known when the broker acknowledged it. */
export interface Sent {
  readonly partition: number;
  readonly value: string;
  readonly offset: number | undefined;
}

/**
 * How a transaction ended, as its producer knows it. `committed` and `aborted`: the broker said so. `unknown`: the end was asked for and no answer came
 * (or the producer was killed with the transaction open). `refused`: the producer was fenced before its commit was accepted.
 */
export type Outcome = "committed" | "aborted" | "unknown" | "refused";

export interface Transaction {
  /** Unique: copier, incarnation and number. */
  readonly id: string;
  readonly outcome: Outcome;
  readonly sent: readonly Sent[];
  /** The offset to consume next, by source partition, that the transaction carries. */
  readonly consumedUpTo: ReadonlyMap<number, number>;
}

/** What one reader saw, in the order of its reading. A reader that starts anew is another one. */
export interface Reader {
  readonly name: string;
  readonly isolation: "read_committed" | "read_uncommitted";
  readonly records: readonly Placed[];
}

export interface History {
  /** The whole source topic in the order of its offsets. */
  readonly source: readonly Placed[];
  readonly transactions: readonly Transaction[];
  /** Readers of the sink topic that ran beside the copiers. */
  readonly readers: readonly Reader[];
  /** The whole sink topic when everything was over, under read_committed. */
  readonly sink: readonly Placed[];
  /** The group's committed offset of every source partition when everything was over. */
  readonly committedOffsets: ReadonlyMap<number, number>;
}
