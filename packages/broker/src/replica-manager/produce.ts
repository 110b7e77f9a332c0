/**
 * Appends the batches of a produce request to the local logs.
 *
 * Each partition goes through: do we lead it? enough in-sync replicas? the checks that need no state (maybe asynchronous), then
 * the reservation of offsets. Partitions follow each other in request order, so the effects of one connection stay
 * in order. Then all writes are waited for together, and with acks=all the high watermark.
 */

import { assert } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type {
  AppendOrigin,
  LogAppendInfo,
  RecordError,
  UnifiedLog,
  ValidatedAppend,
  VerificationGuard,
} from "@ottla/storage";
import { DelayedOperation } from "../purgatory/purgatory.ts";
import type { CompletionReason, Purgatory, WatchKey } from "../purgatory/purgatory.ts";
import { nextTurn } from "./next-turn.ts";
import type { Replica } from "./replica.ts";

/** What is validated before others get their turn: CRC and checks of this much take a few milliseconds. */
const SLICE_BYTES_MAX = 4 << 20;
const SLICE_ENTRIES_MAX = 500;

const NO_RECORD_ERRORS: readonly RecordError[] = [];

/** Errors that Kafka answers without the log start offset. */
const WITHOUT_LOG_START: ReadonlySet<number> = new Set<number>([
  ErrorCode.CORRUPT_MESSAGE,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.MESSAGE_TOO_LARGE,
  ErrorCode.RECORD_LIST_TOO_LARGE,
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.UNKNOWN_TOPIC_ID,
]);

/** One batch on its way into a log, and what became of it. */
export class ProduceEntry {
  readonly topic: string;
  readonly partition: number;
  readonly records: Uint8Array;
  /** Of a write that begins a transaction in its partition. */
  verificationGuard: VerificationGuard | undefined;
  /** Of the marker that ends a transaction. */
  transactionVersion: number | undefined;
  errorCode: number = ErrorCode.NONE;
  errorMessage: string | null = null;
  recordErrors: readonly RecordError[] = NO_RECORD_ERRORS;
  baseOffset = -1;
  lastOffset = -1;
  logAppendTimeMs = -1;
  logStartOffset = -1;
  replica: Replica | undefined;
  /** See `PartitionState.leaderSinceEpoch`, when the offsets were reserved. */
  leaderSinceEpoch = -1;
  /** Settled: an error that is known, or written and (with acks=all) replicated. */
  isDone = false;

  constructor(topic: string, partition: number, records: Uint8Array) {
    this.topic = topic;
    this.partition = partition;
    this.records = records;
  }

  fail(errorCode: number, errorMessage: string | null = null): void {
    this.errorCode = errorCode;
    this.errorMessage = errorMessage;
    this.baseOffset = -1;
    this.lastOffset = -1;
    this.logAppendTimeMs = -1;
    this.isDone = true;
  }

  apply(info: LogAppendInfo): void {
    this.errorCode = info.errorCode;
    this.recordErrors = info.recordErrors;
    // Kafka sends a message with errors of records only.
    this.errorMessage = info.recordErrors.length > 0 ? info.errorMessage : null;
    this.baseOffset = info.firstOffset;
    this.lastOffset = info.lastOffset;
    this.logAppendTimeMs = info.logAppendTimeMs;
    this.logStartOffset = WITHOUT_LOG_START.has(info.errorCode) ? -1 : info.logStartOffset;
    if (info.errorCode !== ErrorCode.NONE) {
      this.isDone = true;
    }
  }
}

export interface ProduceOptions {
  readonly requiredAcks: number;
  readonly timeoutMs: number;
  readonly origin: AppendOrigin;
  readonly purgatory: Purgatory;
  /** The local replica, or the error code of a partition that is not here. */
  findReplica(topic: string, partition: number): Replica | number;
}

/** How an append goes on. */
export interface Appending {
  /** Resolves when every offset is reserved; undefined: they already are. */
  readonly effects: Promise<void> | undefined;
  /** Resolves when every entry is done; undefined: they already are. Never rejects. */
  readonly done: Promise<void> | undefined;
}

/** Appends the entries; their fields hold the outcome when `done` has resolved. */
export function produce(entries: readonly ProduceEntry[], options: ProduceOptions): Appending {
  const run = new ProduceRun(options);
  let effects: Promise<void> | undefined;
  let sliceBytes = 0;
  let sliceEntries = 0;
  for (const entry of entries) {
    sliceBytes += entry.records.length;
    sliceEntries += 1;
    const isSliceFull = sliceBytes > SLICE_BYTES_MAX || sliceEntries > SLICE_ENTRIES_MAX;
    if (isSliceFull) {
      sliceBytes = 0;
      sliceEntries = 0;
      effects = (effects ?? Promise.resolve()).then(nextTurn);
    }
    effects = effects === undefined ? run.append(entry) : effects.then(() => run.append(entry));
  }
  if (effects === undefined) {
    return { effects, done: run.finish(entries) };
  }
  const done = effects.then(() => run.finish(entries));
  return { effects, done };
}

class ProduceRun {
  readonly #options: ProduceOptions;
  #unwrittenCount = 0;
  #onWritten: (() => void) | undefined;

  constructor(options: ProduceOptions) {
    this.#options = options;
  }

  append(entry: ProduceEntry): Promise<void> | undefined {
    const found = this.#options.findReplica(entry.topic, entry.partition);
    if (typeof found === "number") {
      entry.fail(found);
      return undefined;
    }
    entry.replica = found;
    const opening = found.opening;
    if (opening !== undefined) {
      const proceed = (): Promise<void> | undefined => this.#appendTo(entry, found);
      return opening.then(proceed, proceed);
    }
    return this.#appendTo(entry, found);
  }

  #appendTo(entry: ProduceEntry, replica: Replica): Promise<void> | undefined {
    const { requiredAcks, origin } = this.#options;
    const log = replica.log;
    const error =
      replica.offlineError !== ErrorCode.NONE
        ? replica.offlineError
        : replica.state.checkMayAppend(requiredAcks, replica.config.minInsyncReplicas);
    if (error !== ErrorCode.NONE || log === undefined) {
      entry.fail(error === ErrorCode.NONE ? ErrorCode.NOT_LEADER_OR_FOLLOWER : error);
      if (error === ErrorCode.NOT_ENOUGH_REPLICAS) {
        entry.logStartOffset = replica.logStartOffset;
      }
      return undefined;
    }
    const leaderEpoch = replica.leaderEpoch;
    const { verificationGuard, transactionVersion } = entry;
    const validated = log.validateAppend(entry.records, {
      leaderEpoch,
      origin,
      ...(verificationGuard !== undefined && { verificationGuard }),
      ...(transactionVersion !== undefined && { transactionVersion }),
    });
    if (validated instanceof Promise) {
      return validated.then((append) => {
        this.#reserve(entry, log, append, leaderEpoch);
      });
    }
    this.#reserve(entry, log, validated, leaderEpoch);
    return undefined;
  }

  #reserve(entry: ProduceEntry, log: UnifiedLog, append: ValidatedAppend, leaderEpoch: number): void {
    const replica = entry.replica;
    assert(replica !== undefined, "an append is reserved on a replica");
    if (replica.log !== log || !replica.isLeader || replica.leaderEpoch !== leaderEpoch) {
      entry.fail(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      return;
    }
    entry.leaderSinceEpoch = replica.state.leaderSinceEpoch;
    const { info, written } = log.reserve(append);
    entry.apply(info);
    if (info.errorCode !== ErrorCode.NONE) {
      return;
    }
    this.#unwrittenCount += 1;
    const bytes = entry.records.length;
    void written.then((outcome) => {
      if (outcome !== info) {
        entry.apply(outcome);
      }
      // A batch that was there already is not appended again.
      if (outcome.lastOffset >= 0 && outcome.errorCode === ErrorCode.NONE) {
        replica.traffic.messagesIn += outcome.lastOffset - outcome.firstOffset + 1;
        replica.traffic.bytesIn += bytes;
      }
      this.#unwrittenCount -= 1;
      if (this.#unwrittenCount === 0) {
        this.#onWritten?.();
      }
    });
  }

  /** Waits for the writes, then for the replicas. */
  finish(entries: readonly ProduceEntry[]): Promise<void> | undefined {
    if (this.#unwrittenCount === 0) {
      return this.#finishReplication(entries);
    }
    return new Promise((resolve) => {
      this.#onWritten = () => {
        const replication = this.#finishReplication(entries);
        if (replication === undefined) {
          resolve();
        } else {
          void replication.then(resolve);
        }
      };
    });
  }

  #finishReplication(entries: readonly ProduceEntry[]): Promise<void> | undefined {
    if (this.#options.requiredAcks !== -1) {
      return undefined;
    }
    let waiting: ProduceEntry[] | undefined;
    for (const entry of entries) {
      if (!entry.isDone && !checkReplicated(entry)) {
        (waiting ??= []).push(entry);
      }
    }
    if (waiting === undefined) {
      return undefined;
    }
    const entriesLeft = waiting;
    return new Promise((resolve) => {
      const keys = new Set<WatchKey>();
      for (const entry of entriesLeft) {
        if (entry.replica !== undefined) {
          keys.add(entry.replica.changes);
        }
      }
      this.#options.purgatory.watch(new DelayedProduce(entriesLeft, resolve), [...keys], this.#options.timeoutMs);
    });
  }
}

/** Whether an entry need not wait for replicas any longer; settles it if so. */
function checkReplicated(entry: ProduceEntry): boolean {
  const replica = entry.replica;
  assert(replica !== undefined, "a written entry has a replica");
  if (replica.offlineError !== ErrorCode.NONE) {
    entry.errorCode = replica.offlineError;
  } else if (
    replica.log === undefined ||
    !replica.isLeader ||
    replica.state.leaderSinceEpoch !== entry.leaderSinceEpoch
  ) {
    // Whoever has followed another meanwhile may have others' records at these offsets.
    entry.errorCode = ErrorCode.NOT_LEADER_OR_FOLLOWER;
  } else if (replica.highWatermark <= entry.lastOffset) {
    return false;
  } else {
    entry.errorCode = replica.state.checkEnoughReplicas(replica.config.minInsyncReplicas);
  }
  // The records stay in the log whatever the error is; Kafka answers with their offsets beside it.
  entry.isDone = true;
  return true;
}

/** A produce request with acks=all that waits for its records to be replicated. */
class DelayedProduce extends DelayedOperation {
  #waiting: ProduceEntry[];
  readonly #resolve: () => void;

  constructor(waiting: ProduceEntry[], resolve: () => void) {
    super();
    this.#waiting = waiting;
    this.#resolve = resolve;
  }

  override get kind(): "Produce" {
    return "Produce";
  }

  override onWake(): boolean {
    this.#waiting = this.#waiting.filter((entry) => !checkReplicated(entry));
    return this.#waiting.length === 0;
  }

  protected override onComplete(reason: CompletionReason): void {
    if (reason !== "satisfied") {
      for (const entry of this.#waiting) {
        // The records stay in the log; Kafka answers with their offsets beside the error.
        entry.errorCode = ErrorCode.REQUEST_TIMED_OUT;
        entry.isDone = true;
      }
    }
    this.#resolve();
  }
}
