/** The partitions of `__consumer_offsets` as the coordinator's runtime sees them: the replica manager behind its ports. */

import {
  CoordinatorError,
  type AppendedBatch,
  type LogStretch,
  type PartitionReader,
  type PartitionWriter,
} from "@ottla/coordinator";
import { ErrorCode } from "@ottla/protocol";
import type { ReplicaManager } from "../services/replica-manager-service.ts";
import { GROUP_METADATA_TOPIC_NAME } from "./offsets-topic.ts";

export interface OffsetsPartitionLogOptions {
  readonly replicaManager: ReplicaManager;
  /** `max.message.bytes` of the topic, now. */
  readonly maxBatchBytes: () => number;
}

export class OffsetsPartitionLog implements PartitionReader, PartitionWriter {
  readonly #replicaManager: ReplicaManager;
  readonly #maxBatchBytes: () => number;

  constructor({ replicaManager, maxBatchBytes }: OffsetsPartitionLogOptions) {
    this.#replicaManager = replicaManager;
    this.#maxBatchBytes = maxBatchBytes;
  }

  maxBatchBytes(_partition: number): number {
    return this.#maxBatchBytes();
  }

  /** Acknowledged by the leader; the commit is the high watermark's to tell. */
  async append(partition: number, records: Uint8Array): Promise<AppendedBatch> {
    const target = { topic: GROUP_METADATA_TOPIC_NAME, partition };
    const options = { ...target, records, origin: "coordinator", requiredAcks: 1, timeoutMs: 0 } as const;
    const { errorCode, errorMessage, baseOffset, lastOffset } = await this.#replicaManager.append(options);
    if (errorCode !== ErrorCode.NONE) throw new CoordinatorError(errorCode, errorMessage ?? undefined);
    return { baseOffset, lastOffset };
  }

  onHighWatermark(partition: number, listener: (highWatermark: number) => void): () => void {
    const target = { topic: GROUP_METADATA_TOPIC_NAME, partition };
    const stop = this.#replicaManager.onHighWatermark(target, listener);
    const replica = this.#replicaManager.partition(GROUP_METADATA_TOPIC_NAME, partition);
    if (replica !== undefined) listener(replica.highWatermark);
    return stop;
  }

  async read(partition: number, offset: number, maxBytes: number): Promise<LogStretch> {
    const target = { topic: GROUP_METADATA_TOPIC_NAME, partition };
    const read = await this.#replicaManager.readLocal(target, offset, maxBytes);
    if (read.errorCode !== ErrorCode.NONE) throw new CoordinatorError(read.errorCode);
    return read;
  }
}
