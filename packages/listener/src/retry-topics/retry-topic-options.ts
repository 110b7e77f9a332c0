/** What Spring's @RetryableTopic takes, with its defaults. */
import type { ErrorKind } from "../errors/exception-classifier.ts";

export type TopicSuffixingStrategy = "SUFFIX_WITH_DELAY_VALUE" | "SUFFIX_WITH_INDEX_VALUE";
export type SameIntervalTopicReuseStrategy = "SINGLE_TOPIC" | "MULTIPLE_TOPICS";
/** What becomes of a record that fails in its dead-letter topic: it goes there again; it is passed; there is no such topic. */
export type DltStrategy = "ALWAYS_RETRY_ON_ERROR" | "FAIL_ON_ERROR" | "NO_DLT";

export interface RetryBackOff {
  /** Milliseconds before the first retry; default 1,000. */
  readonly delay?: number;
  /** At least 1: each wait is so many times the one before; default: they are the same. */
  readonly multiplier?: number;
  /** Milliseconds; with a multiplier default 30,000. Without one it makes waits random between `delay` and this. */
  readonly maxDelay?: number;
  /** With a multiplier: each wait up to twice as long; default false. */
  readonly random?: boolean;
  /** Each wait is moved by at most this many milliseconds either way, longer ones in proportion; default 0. */
  readonly jitter?: number;
}

export interface RetryTopicOptions {
  /** Deliveries, the first included; default 3. */
  readonly attempts?: number;
  readonly backOff?: RetryBackOff;
  /** Milliseconds since the first delivery after which a failure goes to the dead-letter topic at once; default: none. */
  readonly timeout?: number;
  /** Make the topics before starting; default true. */
  readonly autoCreateTopics?: boolean;
  /** Default 1. */
  readonly numPartitions?: number;
  /** Default -1: the broker's. */
  readonly replicationFactor?: number;
  /** Only these are tried again (and those that are derived from them). */
  readonly include?: readonly ErrorKind[];
  /** These are not tried again. */
  readonly exclude?: readonly ErrorKind[];
  /** Dead-letter topics of their own, by suffix, for some errors: `{ "-invalid": [ValidationError] }` gives `<topic>-invalid-dlt`. */
  readonly exceptionBasedDltRouting?: Readonly<Record<string, readonly ErrorKind[]>>;
  /** Default `-retry`. */
  readonly retryTopicSuffix?: string;
  /** Default `-dlt`. */
  readonly dltTopicSuffix?: string;
  readonly topicSuffixingStrategy?: TopicSuffixingStrategy;
  readonly sameIntervalTopicReuseStrategy?: SameIntervalTopicReuseStrategy;
  readonly dltStrategy?: DltStrategy;
  /** Default true. */
  readonly autoStartDltHandler?: boolean;
  /** Consumers of each retry topic; default: the listener's. */
  readonly concurrency?: number;
}
