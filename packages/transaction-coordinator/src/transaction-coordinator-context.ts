/** What the files of this package share: the state of one shard, the time of the present operation, and what was injected. */

import { TimelineMap, type SnapshotRegistry } from "@ottla/base";
import type { CoordinatorTimers, OperationTime } from "@ottla/coordinator";
import type { PartitionSet } from "./partition-set.ts";
import { transactionRecord, type TransactionRecord } from "./records/transaction-record.ts";
import type { TransactionCoordinatorConfig } from "./transaction-coordinator-config.ts";
import type { TransactionMarkerSink } from "./transaction-markers.ts";
import type { TransactionMetadata } from "./transaction-metadata.ts";
import { timerKey, type TransactionTimer } from "./transaction-timer.ts";
import { transactionLogValueVersion, type TransactionVersion } from "./transaction-version.ts";

/** Where structured messages go. */
export interface TransactionCoordinatorLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Hands out producer ids that are unique in the cluster. */
export interface ProducerIdSource {
  /** Undefined while the next block of ids is on its way. */
  take(): bigint | undefined;
}

export interface TransactionCoordinatorContextOptions {
  /** As it is now: some of it may change while the broker runs. */
  readonly config: () => TransactionCoordinatorConfig;
  readonly snapshots: SnapshotRegistry;
  readonly timers: CoordinatorTimers<TransactionTimer>;
  readonly producerIds: ProducerIdSource;
  readonly markers: TransactionMarkerSink;
  /** The finalized level of `transaction.version`. */
  readonly transactionVersion: () => TransactionVersion;
  readonly log?: TransactionCoordinatorLog;
}

export class TransactionCoordinatorContext {
  readonly timers: CoordinatorTimers<TransactionTimer>;
  readonly producerIds: ProducerIdSource;
  readonly markers: TransactionMarkerSink;
  readonly log: TransactionCoordinatorLog;
  /** As the log has them; changed by `replay` alone. */
  readonly transactions: TimelineMap<string, TransactionMetadata>;
  /** Partitions that have not reported their marker, by transactional id. Not in the log: after a load all are asked again. */
  readonly unmarked: Map<string, PartitionSet> = new Map();
  readonly #config: () => TransactionCoordinatorConfig;
  readonly #transactionVersion: () => TransactionVersion;
  /** When the present operation takes place. */
  time: OperationTime = { nowMs: 0, monotonicMs: 0 };

  constructor(options: TransactionCoordinatorContextOptions) {
    this.#config = options.config;
    this.#transactionVersion = options.transactionVersion;
    this.timers = options.timers;
    this.producerIds = options.producerIds;
    this.markers = options.markers;
    this.log = options.log ?? SILENT;
    this.transactions = new TimelineMap(options.snapshots);
  }

  get config(): TransactionCoordinatorConfig {
    return this.#config();
  }

  get transactionVersion(): TransactionVersion {
    return this.#transactionVersion();
  }

  recordOf(metadata: TransactionMetadata): TransactionRecord {
    return transactionRecord(metadata, transactionLogValueVersion(this.transactionVersion));
  }

  /** Sets the deadline of the next round. */
  schedule(event: TransactionTimer, delayMs: number): void {
    this.timers.schedule(timerKey(event), this.time.monotonicMs + delayMs, event);
  }
}

const SILENT: TransactionCoordinatorLog = { info() {} };
