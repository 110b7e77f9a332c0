// A load on a cluster: what it was told, and when. `plain` are records of an idempotent producer, one stream a partition; `transactional` are
// transactions of a record in each partition. Values are `<producer>:<partition>:<sequence>`, sequences rise within a producer and partition.
import type { Acknowledged } from "../history.ts";

export const PARTITIONS = 3;

/** What became of a transaction. `unknown`: its commit was asked for, and there was no answer. */
export type Outcome = "committed" | "aborted" | "unknown";

export interface Transaction {
  outcome: Outcome;
  readonly values: readonly string[];
}

/** When a stream went on: a record acknowledged in `partition`, or a transaction committed. */
export interface Progress {
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

export interface LoadHistory {
  readonly acknowledged: Acknowledged[];
  readonly transactions: Transaction[];
  readonly progress: Progress[];
  /** Errors that the load went on after, by name, with their number. */
  readonly errors: Map<string, number>;
}

/** A load that runs. */
export interface Load {
  /** Sends nothing more, and resolves when everything sent has been answered or given up. */
  stop(): Promise<LoadHistory>;
  /** Ends it at once, wherever it is. */
  abandon(): void;
}

export interface Topics {
  readonly plain: string;
  readonly transactional: string;
}

/** A client that loads a cluster, with topics of its own. */
export interface Loader {
  readonly name: string;
  start(bootstrap: string, topics: Topics): Load;
}

export function newHistory(): LoadHistory {
  return { acknowledged: [], transactions: [], progress: [], errors: new Map() };
}

/** Between two records of a stream, and two transactions: a load, not a benchmark. */
export const PAUSE_MS = 5;
/** A client gives up only what a fail-over cannot explain. */
export const DELIVERY_TIMEOUT_MS = 120_000;
export const TRANSACTION_TIMEOUT_MS = 10_000;
/** One transaction in so many is aborted on purpose. */
export const ABORT_EVERY = 10;
