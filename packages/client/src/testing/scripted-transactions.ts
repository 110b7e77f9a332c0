/**
 * A transaction coordinator for a {@link ScriptedCluster}: it answers well, notes the order of what it is asked, and gives the errors it is told to.
 */
import { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from "@ottla/protocol/messages/add-offsets-to-txn";
import { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";
import { decodeBatch } from "@ottla/records";
import type { ScriptedCluster } from "./scripted-broker.ts";

export type TransactionRequestName =
  | "FindCoordinator"
  | "InitProducerId"
  | "AddPartitionsToTxn"
  | "AddOffsetsToTxn"
  | "TxnOffsetCommit"
  | "Produce"
  | "EndTxn";

/** One transactional id on brokers with ids from 0; broker 0 coordinates. */
export class ScriptedTransactions {
  /** What was asked, in order, such as `EndTxn v5 commit 1000/0`. */
  readonly asked: string[] = [];
  /** Errors to give, first to be given first; then none. */
  readonly errors: Map<TransactionRequestName, number[]> = new Map();
  producerId = 1000n;
  producerEpoch = -1;
  readonly #cluster: ScriptedCluster;
  #offset = 0;

  /** With `transactionVersion` 1 the cluster tells of no feature, as before KIP-890. */
  constructor(cluster: ScriptedCluster, transactionVersion: 1 | 2) {
    this.#cluster = cluster;
    if (transactionVersion === 2) cluster.features.set("transaction.version", 2);
    cluster.on({ request: FindCoordinatorRequest, response: FindCoordinatorResponse }, ({ body, version }) => {
      const [key = ""] = body.coordinatorKeys;
      const errorCode = this.#next("FindCoordinator", `v${version} ${body.keyType} ${key}`);
      const port = Number(cluster.bootstrapServers[0]?.split(":")[1]);
      return { coordinators: [{ key, nodeId: 0, host: "localhost", port, errorCode }] };
    });
    cluster.on({ request: InitProducerIdRequest, response: InitProducerIdResponse }, ({ body, version }) => {
      const errorCode = this.#next("InitProducerId", `v${version} ${body.producerId}/${body.producerEpoch}`);
      if (errorCode === 0) this.producerEpoch++;
      return { errorCode, producerId: this.producerId, producerEpoch: this.producerEpoch };
    });
    this.#scriptAdds();
    this.#scriptCommits();
  }

  /** Gives these errors to the next requests of a kind. */
  fail(name: TransactionRequestName, ...errorCodes: readonly number[]): void {
    this.errors.set(name, [...errorCodes]);
  }

  /** What was asked since the last call. */
  take(): string[] {
    return this.asked.splice(0);
  }

  #next(name: TransactionRequestName, what: string): number {
    this.asked.push(`${name} ${what}`);
    return this.errors.get(name)?.shift() ?? 0;
  }

  #scriptAdds(): void {
    const cluster = this.#cluster;
    const api = { request: AddPartitionsToTxnRequest, response: AddPartitionsToTxnResponse };
    cluster.on(api, ({ body, version }) => {
      const topics = body.v3AndBelowTopics.map(({ name, partitions }) => `${name}-${partitions.join("+")}`);
      const errorCode = this.#next("AddPartitionsToTxn", `v${version} ${topics.join(" ")}`);
      return {
        resultsByTopicV3AndBelow: body.v3AndBelowTopics.map(({ name, partitions }) => ({
          name,
          resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: errorCode })),
        })),
      };
    });
    cluster.on({ request: AddOffsetsToTxnRequest, response: AddOffsetsToTxnResponse }, ({ body, version }) => ({
      errorCode: this.#next("AddOffsetsToTxn", `v${version} ${body.groupId}`),
    }));
    cluster.on({ request: TxnOffsetCommitRequest, response: TxnOffsetCommitResponse }, ({ body, version }) => {
      const { groupId, memberId, generationId } = body;
      const errorCode = this.#next("TxnOffsetCommit", `v${version} ${groupId}/${memberId}/${generationId}`);
      return {
        topics: body.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
        })),
      };
    });
  }

  #scriptCommits(): void {
    const cluster = this.#cluster;
    cluster.on({ request: ProduceRequest, response: ProduceResponse }, ({ body, version }) => {
      const responses = body.topicData.map((topic) => ({
        name: topic.name,
        topicId: topic.topicId,
        partitionResponses: topic.partitionData.map(({ index, records }) => {
          const batch = decodeBatch(records as Uint8Array);
          if (!("records" in batch)) throw new Error("a batch that cannot be read");
          const { producerEpoch, baseSequence, isTransactional } = batch.header;
          const values = batch.records.map((one) => String(Buffer.from(one.value ?? [])));
          const kind = isTransactional ? `in ${body.transactionalId}` : "alone";
          const errorCode = this.#next(
            "Produce",
            `v${version} ${index}:${values.join("+")} ${producerEpoch}/${baseSequence} ${kind}`,
          );
          const baseOffset = errorCode === 0 ? this.#offset : -1;
          if (errorCode === 0) this.#offset += values.length;
          return { index, errorCode, baseOffset, logStartOffset: 0 };
        }),
      }));
      return { responses };
    });
    cluster.on({ request: EndTxnRequest, response: EndTxnResponse }, ({ body, version }) => {
      const end = body.committed ? "commit" : "abort";
      const errorCode = this.#next("EndTxn", `v${version} ${end} ${body.producerId}/${body.producerEpoch}`);
      if (errorCode !== 0 || version < 5) return { errorCode };
      this.producerEpoch++;
      return { errorCode, producerId: this.producerId, producerEpoch: this.producerEpoch };
    });
  }
}
