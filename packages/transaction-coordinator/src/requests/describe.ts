/** DescribeTransactions: one transactional id as it was last committed. */

import { ErrorCode, type Input } from "@ottla/protocol";
import type { TransactionState } from "@ottla/protocol/messages/describe-transactions";
import type { TransactionCoordinatorContext } from "../transaction-coordinator-context.ts";
import { isPrepared, transactionStateName } from "../transaction-state.ts";

export function describeTransaction(
  context: TransactionCoordinatorContext,
  transactionalId: string,
  epoch: number,
): Input<TransactionState> {
  if (transactionalId === "") return { transactionalId, errorCode: ErrorCode.INVALID_REQUEST };
  const metadata = context.transactions.get(transactionalId, epoch);
  if (metadata === undefined) return { transactionalId, errorCode: ErrorCode.TRANSACTIONAL_ID_NOT_FOUND };
  const partitions = isPrepared(metadata.state)
    ? (context.unmarked.get(transactionalId) ?? metadata.partitions)
    : metadata.partitions;
  return {
    transactionalId,
    errorCode: ErrorCode.NONE,
    transactionState: transactionStateName(metadata.state),
    transactionTimeoutMs: metadata.timeoutMs,
    transactionStartTimeMs: metadata.startTimestampMs,
    producerId: metadata.producerId,
    producerEpoch: metadata.producerEpoch,
    topics: partitions.byTopic(),
  };
}
