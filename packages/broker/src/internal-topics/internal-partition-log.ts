/** The partitions of an internal topic as a coordinator's runtime sees them: the replica manager behind its ports. */

import { assert } from "@ottla/base";
import {
  CoordinatorError,
  type AppendedBatch,
  type LogStretch,
  type PartitionReader,
  type PartitionWriter,
  type TransactionalAppend,
} from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import { VerificationGuard } from "@ottla/storage";
import type { ReplicaManager } from "../services/replica-manager-service.ts";

export interface InternalPartitionLogOptions {
  readonly topic: string;
  readonly replicaManager: ReplicaManager;
  /** `max.message.bytes` of the topic, now. */
  readonly maxBatchBytes: () => number;
  /**
   * 1 (the default): written by the leader is enough, the commit is the high watermark's to tell. −1: refused while fewer
   * than `min.insync.replicas` are in sync.
   */
  readonly requiredAcks?: 1 | -1;
  /** How long an append with −1 waits for the other replicas, in milliseconds. Default 0. */
  readonly timeoutMs?: number;
}

export class InternalPartitionLog implements PartitionReader, PartitionWriter {
  readonly #options: InternalPartitionLogOptions;

  constructor(options: InternalPartitionLogOptions) {
    this.#options = options;
  }

  maxBatchBytes(_partition: number): number {
    return this.#options.maxBatchBytes();
  }

  async append(partition: number, records: Uint8Array, transaction?: TransactionalAppend): Promise<AppendedBatch> {
    const { topic, replicaManager, requiredAcks = 1, timeoutMs = 0 } = this.#options;
    const appended = await replicaManager.append({
      topic,
      partition,
      records,
      origin: "coordinator",
      requiredAcks,
      timeoutMs,
      ...appendOptionsOf(transaction),
    });
    const { errorCode, errorMessage, baseOffset, lastOffset } = appended;
    if (errorCode !== ErrorCode.NONE) throw new CoordinatorError(errorCode, errorMessage ?? undefined);
    return { baseOffset, lastOffset };
  }

  onHighWatermark(partition: number, listener: (highWatermark: number) => void): () => void {
    const { topic, replicaManager } = this.#options;
    const stop = replicaManager.onHighWatermark({ topic, partition }, listener);
    const replica = replicaManager.partition(topic, partition);
    if (replica !== undefined) listener(replica.highWatermark);
    return stop;
  }

  async read(partition: number, offset: number, maxBytes: number): Promise<LogStretch> {
    const { topic, replicaManager } = this.#options;
    const read = await replicaManager.readLocal({ topic, partition }, offset, maxBytes);
    if (read.errorCode !== ErrorCode.NONE) throw new CoordinatorError(read.errorCode);
    return read;
  }
}

function appendOptionsOf(transaction: TransactionalAppend | undefined): {
  readonly verificationGuard?: VerificationGuard;
  readonly transactionVersion?: number;
} {
  if (transaction === undefined) return {};
  const { verification, transactionVersion } = transaction;
  assert(
    verification === undefined || verification instanceof VerificationGuard,
    "a transaction is verified with the log's guard",
  );
  return {
    ...(verification === undefined ? {} : { verificationGuard: verification }),
    ...(transactionVersion === undefined ? {} : { transactionVersion }),
  };
}
