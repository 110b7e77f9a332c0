/** Asks the transaction coordinator on another broker whether partitions are part of a transaction, or makes them so. */

import { ErrorCode } from "@ottla/protocol";
import { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import type { BrokerConnections } from "../inter-broker/broker-connections.ts";
import { TransactionSupport, type VerificationRequest } from "./transaction-verification.ts";

const ADD_PARTITIONS_TO_TXN = { request: AddPartitionsToTxnRequest, response: AddPartitionsToTxnResponse };

/** The answer of another broker's coordinator, one error code for each write. */
export async function askCoordinator(
  brokers: BrokerConnections,
  coordinatorId: number,
  request: VerificationRequest & { readonly transactionalId: string },
): Promise<readonly number[]> {
  const { transactionalId, producerId, producerEpoch, support, writes } = request;
  const topics = [...Map.groupBy(writes, ({ topic }) => topic)].map(([name, targets]) => ({
    name,
    partitions: targets.map(({ partition }) => partition),
  }));
  const verifyOnly = support !== TransactionSupport.ADD_PARTITION;
  const transactions = [{ transactionalId, producerId, producerEpoch, verifyOnly, topics }];
  const response = await brokers.request(coordinatorId, ADD_PARTITIONS_TO_TXN, { transactions });
  if (response.errorCode !== ErrorCode.NONE) return writes.map(() => response.errorCode);
  const answers = response.resultsByTransaction.find((answer) => answer.transactionalId === transactionalId);
  return writes.map(({ topic, partition }) => {
    const answer = answers?.topicResults.find(({ name }) => name === topic);
    const found = answer?.resultsByPartition.find(({ partitionIndex }) => partitionIndex === partition);
    return found?.partitionErrorCode ?? ErrorCode.COORDINATOR_NOT_AVAILABLE;
  });
}
