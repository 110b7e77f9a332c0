/**
 * What a container is told, by the names of Spring's ContainerProperties, with its defaults; and the check that refuses what contradicts itself.
 */
import { ConfigError } from "@ottla/client";
import type { PartitionOffset } from "@ottla/client";
import { AckMode, isManual } from "../ack/ack-mode.ts";
import { nearest } from "../config/relaxed-names.ts";
import type { Ordering } from "../dispatch/lane-scheduler.ts";
import type { ConsumerAwareRebalanceListener } from "../rebalance/rebalance-listener.ts";

/** Where an assigned partition's current position is committed at once, so that a rebalance before the first commit skips nothing. */
export type AssignmentCommitOption = "ALWAYS" | "NEVER" | "LATEST_ONLY" | "LATEST_ONLY_NO_TX";

export interface ContainerProperties {
  /** Default BATCH. */
  readonly ackMode: AckMode;
  /** For COUNT and COUNT_TIME; default 1. */
  readonly ackCount: number;
  /** For TIME and COUNT_TIME, in ms; default 5,000. */
  readonly ackTime: number;
  /** Acknowledgements may come in any order; a partition is committed up to the first one that is missing. Default false. */
  readonly asyncAcks: boolean;
  /** How long a poll waits, in ms; default 5,000. */
  readonly pollTimeout: number;
  /** Wait between two polls that the listener needs anyway, in ms; default 0. */
  readonly idleBetweenPolls: number;
  /** Wait for each commit; default true. */
  readonly syncCommits: boolean;
  /** In ms; default: the consumer's default.api.timeout.ms. */
  readonly syncCommitTimeout: number | undefined;
  /** Further tries of a commit that failed for a reason that passes; default 3. */
  readonly commitRetries: number;
  /** Told how each asynchronous commit ended; default: failures are logged. */
  readonly commitCallback: ((offsets: readonly PartitionOffset[], error: unknown) => void) | undefined;
  /** Default LATEST_ONLY_NO_TX. */
  readonly assignmentCommitOption: AssignmentCommitOption;
  /** Metadata to commit with an offset; default none. */
  readonly offsetAndMetadataProvider: ((metadata: ListenerMetadata, offset: number) => string) | undefined;
  /** Commit the consumer's position, behind transaction markers, where everything delivered is done; default false. */
  readonly fixTxOffsets: boolean;
  /** Silence after which an idle event is published, in ms; default: never. */
  readonly idleEventInterval: number | undefined;
  readonly idlePartitionEventInterval: number | undefined;
  /** Before the first record the silence lasts this many times as long; default 5. */
  readonly idleBeforeDataMultiplier: number;
  /** How often to look whether the consumer still polls, in ms; default 30,000. */
  readonly monitorInterval: number;
  /** A poll this many times older than pollTimeout is worth an event; default 3. */
  readonly noPollThreshold: number;
  /** Refuse to start when a topic does not exist; default false. */
  readonly missingTopicsFatal: boolean;
  /** `pause` holds back what was polled already; default false: it is handled. */
  readonly pauseImmediate: boolean;
  /** `stop` holds back what was polled already; default false: it is handled. */
  readonly stopImmediate: boolean;
  /** How long `stop` waits for handlers, in ms; default 10,000. */
  readonly shutdownTimeout: number;
  /** How long a revocation waits for handlers of its partitions, in ms; default: shutdownTimeout. */
  readonly drainTimeout: number | undefined;
  /** A handler that takes longer has failed, in ms; default: no limit. */
  readonly handlerTimeout: number | undefined;
  /** Try again this long after an authentication or authorization error, in ms; default: such an error ends the container. */
  readonly authExceptionRetryInterval: number | undefined;
  /**
   * A container that an authentication or authorization error has ended starts again at once, with new consumers, when all of its consumers have stopped;
   * default false. For credentials that expire: where they stay refused it starts again and again, without a pause, for which `authExceptionRetryInterval` is,
   * with which no such error ends a container. A single `KafkaMessageListenerContainer` does not start again by itself.
   */
  readonly restartAfterAuthExceptions: boolean;
  /** A batch listener gets the records of one partition at a time; default false. */
  readonly subBatchPerPartition: boolean;
  /** Listener is called without what a filter dropped, or with nothing left at all when false; default false: called with an empty list. */
  readonly ignoreEmptyBatch: boolean;
  /** What order is kept: of a partition (default), of a key, or none. */
  readonly ordering: Ordering;
  /** Handlers at once, for one consumer; default 1, or 16 for ordering `key` and `unordered`. */
  readonly maxConcurrency: number;
  /** Records of a partition that may be polled and not done, beyond which it is not polled; default 1,000 (ordering `partition`: one poll). */
  readonly maxBuffered: number;
  readonly consumerRebalanceListener: ConsumerAwareRebalanceListener | undefined;
  /** Each delivery is numbered in the record's header `kafka_deliveryAttempt`, 4 bytes, 1 for the first; default false. */
  readonly deliveryAttemptHeader: boolean;
  /** A producer or group member that is fenced in a transaction ends the container, with reason FENCED; default false: a new producer tries again. */
  readonly stopContainerWhenFenced: boolean;
  /** An AfterRollbackProcessor may give up a batch that keeps failing; default false: it is delivered again for ever. Means nothing for record listeners. */
  readonly batchRecoverAfterRollback: boolean;
  /** Say at the start what all of this is; default false. */
  readonly logContainerConfig: boolean;
}

/** What an OffsetAndMetadataProvider is told. */
export interface ListenerMetadata {
  readonly listenerId: string;
  readonly groupId: string | undefined;
}

const DEFAULTS: Omit<ContainerProperties, "maxConcurrency"> = {
  ackMode: AckMode.BATCH,
  ackCount: 1,
  ackTime: 5_000,
  asyncAcks: false,
  pollTimeout: 5_000,
  idleBetweenPolls: 0,
  syncCommits: true,
  syncCommitTimeout: undefined,
  commitRetries: 3,
  commitCallback: undefined,
  assignmentCommitOption: "LATEST_ONLY_NO_TX",
  offsetAndMetadataProvider: undefined,
  fixTxOffsets: false,
  idleEventInterval: undefined,
  idlePartitionEventInterval: undefined,
  idleBeforeDataMultiplier: 5,
  monitorInterval: 30_000,
  noPollThreshold: 3,
  missingTopicsFatal: false,
  pauseImmediate: false,
  stopImmediate: false,
  shutdownTimeout: 10_000,
  drainTimeout: undefined,
  handlerTimeout: undefined,
  authExceptionRetryInterval: undefined,
  restartAfterAuthExceptions: false,
  subBatchPerPartition: false,
  ignoreEmptyBatch: false,
  ordering: "partition",
  maxBuffered: 1_000,
  consumerRebalanceListener: undefined,
  deliveryAttemptHeader: false,
  stopContainerWhenFenced: false,
  batchRecoverAfterRollback: false,
  logContainerConfig: false,
};

/** The names of all properties. */
export const CONTAINER_PROPERTY_NAMES: ReadonlySet<string> = new Set([...Object.keys(DEFAULTS), "maxConcurrency"]);

const PARALLEL_DEFAULT = 16;

/** Throws a {@link ConfigError} for the first name that is not known, with the nearest one. */
export function refuseUnknown(names: Iterable<string>, known: ReadonlySet<string>, who: string): void {
  for (const name of names) {
    if (known.has(name)) continue;
    const hint = nearest(name, known);
    throw new ConfigError(`${who} has no option ${name}${hint === undefined ? "" : `; did you mean ${hint}?`}`);
  }
}

/** Fills in defaults and refuses contradictions, and names that are none of these. Throws {@link ConfigError}. */
export function containerProperties(given: Partial<ContainerProperties>, isBatch: boolean): ContainerProperties {
  refuseUnknown(Object.keys(given), CONTAINER_PROPERTY_NAMES, "A container");
  const known = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<ContainerProperties>;
  const ordering = known.ordering ?? DEFAULTS.ordering;
  const properties: ContainerProperties = {
    ...DEFAULTS,
    maxConcurrency: ordering === "partition" ? 1 : PARALLEL_DEFAULT,
    ...known,
  };
  check(properties, isBatch);
  return properties;
}

const POSITIVE = [
  "ackCount",
  "ackTime",
  "maxConcurrency",
  "maxBuffered",
  "handlerTimeout",
  "idleEventInterval",
  "idlePartitionEventInterval",
  "monitorInterval",
] as const;

function check(properties: ContainerProperties, isBatch: boolean): void {
  const { ackMode, asyncAcks, ordering, maxConcurrency } = properties;
  if (!Object.hasOwn(AckMode, ackMode)) {
    throw new ConfigError(`ackMode must be one of ${Object.keys(AckMode).join(", ")}, not ${ackMode as string}`);
  }
  if (!["partition", "key", "unordered"].includes(ordering)) {
    throw new ConfigError(`ordering must be partition, key or unordered, not ${ordering as string}`);
  }
  for (const name of POSITIVE) {
    const value = properties[name];
    if (value !== undefined && !(value > 0)) throw new ConfigError(`${name} must be greater than zero`);
  }
  if (isBatch && ackMode === AckMode.RECORD) {
    throw new ConfigError("A batch listener cannot use ackMode RECORD: it has no single records to commit behind");
  }
  if (isBatch && ordering !== "partition") {
    throw new ConfigError(
      `A batch listener keeps the order of partitions: ordering ${ordering} is for record listeners`,
    );
  }
  if (isBatch && maxConcurrency > 1 && !properties.subBatchPerPartition) {
    throw new ConfigError(
      "maxConcurrency above 1 needs subBatchPerPartition for a batch listener: a poll is one batch otherwise",
    );
  }
  if (asyncAcks && !isManual(ackMode)) {
    throw new ConfigError(`asyncAcks needs ackMode MANUAL or MANUAL_IMMEDIATE, not ${ackMode}`);
  }
}
