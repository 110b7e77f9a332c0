/**
 * Writes the markers of ended transactions into the partitions that this node leads. A partition of `__consumer_offsets`
 * gets its marker through the group coordinator, whose offsets count from then on.
 */

import { ErrorCode } from "@ottla/protocol";
import { ControlRecordType, endTransactionMarkerBatch } from "@ottla/records";
import type { TopicPartition, TransactionResult } from "@ottla/transaction-coordinator";
import { GROUP_METADATA_TOPIC_NAME } from "../group-coordinator/offsets-topic.ts";
import type { GroupCoordinatorService } from "../services/group-coordinator-service.ts";
import type { ReplicaManager } from "../services/replica-manager-service.ts";

/** One end of a transaction and the partitions it is for. */
export interface WritableMarker {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly result: TransactionResult;
  /** 2 demands an epoch above that of the transaction (KIP-1228). */
  readonly transactionVersion: number;
  readonly partitions: readonly TopicPartition[];
}

export interface MarkerWriterOptions {
  readonly replicaManager: ReplicaManager;
  readonly groupCoordinator: () => Promise<Pick<GroupCoordinatorService, "completeTransaction">>;
  readonly nowMs: () => number;
  /** How long the other replicas may take, in milliseconds. */
  readonly timeoutMs: () => number;
}

export class MarkerWriter {
  readonly #options: MarkerWriterOptions;

  constructor(options: MarkerWriterOptions) {
    this.#options = options;
  }

  /** One error code for each partition, in their order, when all in-sync replicas have the marker. */
  write(marker: WritableMarker): Promise<number[]> {
    return Promise.all(marker.partitions.map((target) => this.#writeTo(target, marker)));
  }

  async #writeTo({ topic, partition }: TopicPartition, marker: WritableMarker): Promise<number> {
    const { replicaManager, groupCoordinator, nowMs, timeoutMs } = this.#options;
    if (replicaManager.partition(topic, partition) === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    const { producerId, producerEpoch, coordinatorEpoch, result, transactionVersion } = marker;
    if (topic === GROUP_METADATA_TOPIC_NAME) {
      const coordinator = await groupCoordinator();
      const end = { producerId, producerEpoch, coordinatorEpoch, transactionVersion, outcome: result };
      return coordinator.completeTransaction(partition, end);
    }
    const type = result === "commit" ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
    const records = endTransactionMarkerBatch(
      { type, coordinatorEpoch },
      { producerId, producerEpoch },
      { timestamp: Math.floor(nowMs()) },
    );
    const { errorCode } = await replicaManager.append({
      topic,
      partition,
      records,
      origin: "coordinator",
      requiredAcks: -1,
      timeoutMs: timeoutMs(),
      transactionVersion,
    });
    return errorCode;
  }
}
