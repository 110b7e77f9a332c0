/**
 * The local replicas as handlers and coordinators see them. Record batches go in and come out as bytes; every outcome
 * of the protocol is an error code in the result, never an exception.
 */

import type { Uuid } from "@ottla/base";
import type { VerificationGuard } from "@ottla/storage";

/** A partition by name. `topicId` is checked where it is given. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Who appends: decides which checks apply. */
export type AppendOrigin = "client" | "coordinator" | "replication";

export interface AppendOptions extends TopicPartition {
  readonly records: Uint8Array;
  readonly origin: AppendOrigin;
  /** −1: answer when every in-sync replica has it; 1: when the leader has it; 0: likewise, but nobody waits. */
  readonly requiredAcks: number;
  /** How long −1 may wait, in milliseconds, before it is answered REQUEST_TIMED_OUT. */
  readonly timeoutMs: number;
  /** What the verification of the transaction the records belong to gave. */
  readonly verificationGuard?: VerificationGuard;
  /** Of the marker that ends a transaction: the protocol behind it. Default 0. */
  readonly transactionVersion?: number;
}

export interface AppendResult {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** Offset of the first record; −1 on error. */
  readonly baseOffset: number;
  /** Offset of the last record; −1 on error. */
  readonly lastOffset: number;
  /** −1 unless the topic's timestamp type is LogAppendTime. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
}

/** One stretch of a local log, read by a coordinator that replays its partition. */
export interface LocalRead {
  readonly errorCode: number;
  /** Whole batches, back to back; the first may begin before the offset that was asked for. Empty at the end. */
  readonly records: readonly Uint8Array[];
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
}

export interface LocalPartition {
  readonly topic: string;
  readonly topicId: Uuid;
  readonly partition: number;
  readonly isLeader: boolean;
  readonly leaderEpoch: number;
  readonly logStartOffset: number;
  /** logStartOffset <= highWatermark <= logEndOffset; only ever grows within one leader epoch. */
  readonly highWatermark: number;
  readonly logEndOffset: number;
  /** logStartOffset <= lastStableOffset <= highWatermark. */
  readonly lastStableOffset: number;
}

export interface ReplicaManager {
  /** Appends one or more whole batches to a partition led here. Offsets are reserved before this returns. */
  append(options: AppendOptions): Promise<AppendResult>;
  /** The local replica, leader or not; undefined when there is none. */
  partition(topic: string, partition: number): LocalPartition | undefined;
  /** Reads whole batches up to the log end offset, for replay. */
  readLocal(target: TopicPartition, offset: number, maxBytes: number): Promise<LocalRead>;
  /** Calls back after every advance of the high watermark. Returns the way to stop it. */
  onHighWatermark(target: TopicPartition, listener: (highWatermark: number) => void): () => void;
}
