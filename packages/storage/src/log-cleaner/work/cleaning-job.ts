/**
 * What the heavy half of a cleaning is told and tells, as plain values that go to another thread and back: building the offset map of a dirty
 * stretch, and writing one cleaned segment out of a group. Everything that knows the log (which segments, transactions, producers)
 * is decided before and passed in; the files are read and written by whoever does the work.
 */
import type { LogConfig } from "@ottla/config";
import type { AbortedTxn } from "../../transaction-index.ts";
import type { FilterStats } from "../cleaner-stats.ts";
import type { LastRecord } from "../compaction/record-filter.ts";

/** The cleaner's own configs, each named after Kafka's. */
export interface WorkConfig {
  /** Bytes of each of the two buffers: log.cleaner.io.buffer.size ÷ log.cleaner.threads ÷ 2. */
  readonly ioBufferBytes: number;
  /** Keys that the offset map may hold: log.cleaner.dedupe.buffer.size ÷ log.cleaner.threads in entries. */
  readonly slots: number;
  /** log.cleaner.io.buffer.load.factor. */
  readonly loadFactor: number;
}

/** A segment to look through. */
export interface MapSource {
  readonly path: string;
  /** Position of a batch at or before the first wanted offset. */
  readonly from: number;
  readonly sizeInBytes: number;
  /** Where the next segment begins. */
  readonly nextOffset: number;
}

export interface OffsetMapJob {
  readonly config: WorkConfig;
  readonly startOffset: number;
  readonly sources: readonly MapSource[];
  /** Aborted transactions that overlap the whole stretch. */
  readonly abortedTxns: readonly AbortedTxn[];
}

export interface OffsetMapResult {
  /** −1 if nothing was looked at. */
  readonly latestOffset: number;
  /** From 0 to 1. */
  readonly utilization: number;
  readonly bytesRead: number;
  readonly messagesRead: number;
}

/** A segment to copy from. */
export interface CleanSource {
  readonly path: string;
  readonly sizeInBytes: number;
  /** Aborted transactions that overlap it. */
  readonly abortedTxns: readonly AbortedTxn[];
}

export interface GroupJob {
  readonly config: WorkConfig;
  readonly logConfig: LogConfig;
  readonly directory: string;
  /** Of the first source, and of the new segment. */
  readonly baseOffset: number;
  readonly sources: readonly CleanSource[];
  /** The new files get this time: that of the last source. */
  readonly modifiedMs: number;
  readonly lastRecords: ReadonlyMap<bigint, LastRecord>;
  readonly nowMs: number;
  readonly upperBoundOffset: number;
}

/** The new segment lies complete and durable under its `.cleaned` names. */
export interface CleanedGroup {
  readonly sizeInBytes: number;
  readonly hasTxnIndex: boolean;
  readonly stats: FilterStats;
}

/** One cleaning of one log: one offset map, then the groups in log order. Calls do not overlap. */
export interface Cleaning {
  buildOffsetMap(job: OffsetMapJob): Promise<OffsetMapResult>;
  cleanGroup(job: GroupJob): Promise<CleanedGroup>;
  /** Gives the memory back. */
  end(): Promise<void>;
}

/** Where cleanings are done: this thread, or others. */
export interface CleaningPlace {
  begin(control: CleaningControl): Promise<Cleaning>;
  /** Nothing begins after this. */
  close(): Promise<void>;
}

/** Shared with the thread that does the work: the word to stop, and the state of the throttle. */
export interface CleaningControl {
  /** Element 0 is 1 when the cleaning is to stop. */
  readonly flags: Int32Array<SharedArrayBuffer>;
  readonly throttle: ThrottleState;
}

/** See `IoThrottle`. */
export interface ThrottleState {
  /** Element 0: bytes a second. */
  readonly rate: Float64Array<SharedArrayBuffer>;
  /** Element 0: microseconds of the work's clock at which the bytes so far are paid for. */
  readonly paidUntilUs: BigInt64Array<SharedArrayBuffer>;
}

/** The cleaning was told to stop, and has left nothing behind. */
export class CleaningAborted extends Error {
  constructor() {
    super("the cleaning was aborted");
    this.name = "CleaningAborted";
  }
}

export function newThrottleState(bytesPerSecond: number): ThrottleState {
  const state: ThrottleState = {
    rate: new Float64Array(new SharedArrayBuffer(8)),
    paidUntilUs: new BigInt64Array(new SharedArrayBuffer(8)),
  };
  state.rate[0] = bytesPerSecond;
  return state;
}

export function newCleaningControl(throttle: ThrottleState): CleaningControl {
  return { flags: new Int32Array(new SharedArrayBuffer(4)), throttle };
}
