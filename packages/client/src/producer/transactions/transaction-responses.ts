/**
 * From the coordinators' answers to what they do to a transaction.
 */
import { ErrorCode } from "@ottla/protocol";
import type { AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import type { TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";
import { KafkaError, protocolError } from "../../errors.ts";
import { topicPartitionName } from "../../topic-partition.ts";
import type { TransactionManager } from "./transaction-manager.ts";
import type { AddPartitionsStep, CommitOffsetsStep, TransactionStep } from "./transaction-requests.ts";
import { abortFailedError } from "./transaction-errors.ts";
import { verdictOf } from "./transaction-verdict.ts";

/** What remains to be done outside: find the coordinator again. */
export type AfterReply = "lookup" | undefined;

const UNEXPECTED: Readonly<Record<TransactionStep["kind"], string>> = {
  initProducerId: "Unexpected error in InitProducerIdResponse; ",
  addPartitions: "Unexpected error in AddPartitionsToTxnResponse: ",
  addOffsets: "Unexpected error in AddOffsetsToTxnResponse: ",
  commitOffsets: "Unexpected error in TxnOffsetCommitResponse: ",
  end: "Unhandled error in EndTxnResponse: ",
};

/** Does what an error code of a whole answer asks for. Not for {@link ErrorCode.NONE}. */
export function onStepError(manager: TransactionManager, step: TransactionStep, errorCode: number): AfterReply {
  const error = stepError(step, errorCode);
  switch (verdictOf(step.kind, errorCode)) {
    case "lookup":
      manager.retry(step);
      return "lookup";
    case "retry":
      manager.retry(step);
      return undefined;
    case "abortable":
      // What is to be aborted because its abort failed would be aborted for ever.
      if (step.kind === "end" && !step.isCommit) manager.failStepForGood(step, abortFailedError(error));
      else manager.failStepAbortable(step, error);
      return undefined;
    case "uninitialized":
      manager.failInitialization(step, new KafkaError(error.code, error.message, { errorCode, fatal: false }));
      return undefined;
    case "abortableIfEpochCanRise":
      manager.failStepIfEpochCanRise(step, error);
      return undefined;
    case "fenced":
      manager.failStepForGood(step, manager.fencedError());
      return undefined;
    case "ok":
    case "fatal":
      manager.failStepForGood(step, error);
      return undefined;
    case "unexpected": {
      const sentence = `${UNEXPECTED[step.kind]}${error.message}`;
      manager.failStepForGood(step, new KafkaError(error.code, sentence, { errorCode, fatal: true }));
      return undefined;
    }
  }
}

/** The answer about partitions, each with a code of its own. */
export function onPartitionsReply(
  manager: TransactionManager,
  step: AddPartitionsStep,
  response: AddPartitionsToTxnResponse,
): AfterReply {
  step.isHasty = false;
  const failed: string[] = [];
  const unauthorized = new Set<string>();
  for (const { name, resultsByPartition } of response.resultsByTopicV3AndBelow) {
    for (const { partitionIndex, partitionErrorCode: errorCode } of resultsByPartition) {
      if (errorCode === ErrorCode.NONE) continue;
      if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) unauthorized.add(name);
      else if (verdictOf("addPartitions", errorCode) === "unexpected") {
        failed.push(`${name}-${partitionIndex}=${protocolError(errorCode).code}`);
      } else {
        // The transaction before this one is about to end, so it is worth asking again soon.
        step.isHasty = errorCode === ErrorCode.CONCURRENT_TRANSACTIONS && !manager.hasPartitions;
        return onStepError(manager, step, errorCode);
      }
    }
  }
  if (unauthorized.size > 0) {
    manager.onPartitionsRefused(step.partitions);
    const sentence = `Not authorized to access topics: [${[...unauthorized].join(", ")}]`;
    manager.failStepAbortable(step, protocolError(ErrorCode.TOPIC_AUTHORIZATION_FAILED, sentence));
  } else if (failed.length > 0) {
    manager.onPartitionsRefused(step.partitions);
    const sentence = `Could not add partitions to transaction due to errors: {${failed.join(", ")}}`;
    manager.failStepAbortable(step, new KafkaError("ABORTED", sentence));
  } else {
    manager.onPartitionsAdded(step.partitions);
    step.result.done();
  }
  return undefined;
}

/** The answer about offsets, each with a code of its own. What can be repeated is repeated as a whole. */
export function onOffsetsReply(
  manager: TransactionManager,
  step: CommitOffsetsStep,
  response: TxnOffsetCommitResponse,
): AfterReply {
  const answered = new Map<string, number>();
  for (const { name, partitions } of response.topics) {
    for (const { partitionIndex, errorCode } of partitions) {
      answered.set(topicPartitionName({ topic: name, partition: partitionIndex }), errorCode);
    }
  }
  let after: AfterReply;
  let isIncomplete = false;
  for (const partition of step.offsets) {
    const errorCode = answered.get(topicPartitionName(partition));
    const verdict = errorCode === undefined ? "retry" : verdictOf("commitOffsets", errorCode);
    if (verdict === "ok") continue;
    isIncomplete = true;
    if (verdict === "lookup") after = "lookup";
    else if (verdict !== "retry" && errorCode !== undefined) return onStepError(manager, step, errorCode);
  }
  if (isIncomplete) manager.retry(step);
  else step.result.done();
  return after;
}

function stepError(step: TransactionStep, errorCode: number): KafkaError {
  const isOfMember = errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.ILLEGAL_GENERATION;
  if (step.kind === "commitOffsets" && isOfMember) {
    const sentence = `Transaction offset Commit failed due to consumer group metadata mismatch: ${protocolError(errorCode).message}`;
    return new KafkaError("COMMIT_FAILED", sentence, { errorCode });
  }
  if (
    errorCode === ErrorCode.GROUP_AUTHORIZATION_FAILED &&
    (step.kind === "commitOffsets" || step.kind === "addOffsets")
  ) {
    return protocolError(errorCode, `Not authorized to access group: ${step.group.groupId}`);
  }
  return protocolError(errorCode);
}
