/**
 * The requests of a transaction, as data, and as calls to a coordinator.
 *
 * With transaction version 1 partitions and offsets are added to the transaction by requests of their own; with version 2 (KIP-890) the broker adds them
 * when it sees the records, and every end of a transaction gives a new producer epoch. Newer versions of the requests tell the broker which is meant.
 */
import type { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from "@ottla/protocol/messages/add-offsets-to-txn";
import type {
  AddPartitionsToTxnRequest,
  AddPartitionsToTxnResponse,
} from "@ottla/protocol/messages/add-partitions-to-txn";
import type { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";
import { byTopic } from "../../by-topic.ts";
import { CoordinatorType } from "../../cluster-client.ts";
import type { ConsumerGroupMetadata, PartitionOffset } from "../../consumer/consumer-types.ts";
import type { Call } from "../../network/broker-connection.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import type { TransactionResult } from "./transaction-result.ts";
import { LazyApi } from "../../network/api-versions.ts";

/** Who produces: the id and epoch that a request was made for. */
export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

interface RequestBase extends ProducerIdentity {
  readonly result: TransactionResult;
  /** It was sent before, so it waits a little. */
  isRetry: boolean;
}

export interface InitProducerIdStep extends RequestBase {
  readonly kind: "initProducerId";
  readonly isEpochBump: boolean;
}

export interface AddPartitionsStep extends RequestBase {
  readonly kind: "addPartitions";
  readonly partitions: readonly TopicPartition[];
  /** The transaction before is not over yet, which is soon: do not wait as long as usual. */
  isHasty: boolean;
}

export interface AddOffsetsStep extends RequestBase {
  readonly kind: "addOffsets";
  readonly offsets: readonly PartitionOffset[];
  readonly group: ConsumerGroupMetadata;
}

export interface CommitOffsetsStep extends RequestBase {
  readonly kind: "commitOffsets";
  readonly offsets: readonly PartitionOffset[];
  readonly group: ConsumerGroupMetadata;
  readonly isV2: boolean;
}

export interface EndStep extends RequestBase {
  readonly kind: "end";
  readonly isCommit: boolean;
  readonly isV2: boolean;
}

/** One request that waits to be sent, or is under way. */
export type TransactionStep = InitProducerIdStep | AddPartitionsStep | AddOffsetsStep | CommitOffsetsStep | EndStep;

/** Lower goes first. The end of a transaction comes behind all that belongs to it, and a new epoch behind the end. */
export function priorityOf(step: TransactionStep): number {
  if (step.kind === "initProducerId") return step.isEpochBump ? 3 : 0;
  return step.kind === "end" ? 2 : 1;
}

/** Whom to ask: the coordinator of the transactional id, or of the group whose offsets are committed. */
export function coordinatorOf(
  step: TransactionStep,
  transactionalId: string,
): { readonly type: CoordinatorType; readonly key: string } {
  return step.kind === "commitOffsets"
    ? { type: CoordinatorType.GROUP, key: step.group.groupId }
    : { type: CoordinatorType.TRANSACTION, key: transactionalId };
}

const INIT_API = { request: InitProducerIdRequest, response: InitProducerIdResponse };
const ADD_PARTITIONS_API = new LazyApi<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/add-partitions-to-txn");
  return { request: codecs.AddPartitionsToTxnRequest, response: codecs.AddPartitionsToTxnResponse };
});
const ADD_OFFSETS_API = new LazyApi<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/add-offsets-to-txn");
  return { request: codecs.AddOffsetsToTxnRequest, response: codecs.AddOffsetsToTxnResponse };
});
const COMMIT_OFFSETS_API = new LazyApi<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/txn-offset-commit");
  return { request: codecs.TxnOffsetCommitRequest, response: codecs.TxnOffsetCommitResponse };
});
const END_API = new LazyApi<EndTxnRequest, EndTxnResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/end-txn");
  return { request: codecs.EndTxnRequest, response: codecs.EndTxnResponse };
});

/** Version 6 is for two-phase commit only, and not released. */
const INIT_VERSION_MAX = 5;
/** From version 4 on the request is one of brokers among themselves. */
const ADD_PARTITIONS_VERSION_MAX = 3;
const END_V1_VERSION_MAX = 4;
const COMMIT_OFFSETS_V1_VERSION_MAX = 4;
/** The first that can say who in the group commits (KIP-447). */
const COMMIT_OFFSETS_GROUP_VERSION_MIN = 3;
/** The first that can ask for the next epoch of an id (KIP-360). */
export const INIT_BUMP_VERSION_MIN = 3;

export function initProducerIdCall(
  step: InitProducerIdStep,
  transactionalId: string,
  transactionTimeoutMs: number,
): Call<InitProducerIdRequest, InitProducerIdResponse> {
  const { producerId, producerEpoch, isEpochBump } = step;
  return {
    api: INIT_API,
    body: { transactionalId, transactionTimeoutMs, ...(isEpochBump ? { producerId, producerEpoch } : {}) },
    versions: { max: INIT_VERSION_MAX, ...(isEpochBump ? { min: INIT_BUMP_VERSION_MIN } : {}) },
  };
}

export function addPartitionsCall(
  step: AddPartitionsStep,
  transactionalId: string,
): Call<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> {
  return {
    api: ADD_PARTITIONS_API,
    body: {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: step.producerId,
      v3AndBelowProducerEpoch: step.producerEpoch,
      v3AndBelowTopics: [...byTopic(step.partitions)].map(([name, group]) => ({
        name,
        partitions: group.map((one) => one.partition),
      })),
    },
    versions: { max: ADD_PARTITIONS_VERSION_MAX },
  };
}

export function addOffsetsCall(
  step: AddOffsetsStep,
  transactionalId: string,
): Call<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> {
  const { producerId, producerEpoch, group } = step;
  return { api: ADD_OFFSETS_API, body: { transactionalId, producerId, producerEpoch, groupId: group.groupId } };
}

export function commitOffsetsCall(
  step: CommitOffsetsStep,
  transactionalId: string,
): Call<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {
  const { producerId, producerEpoch, group, offsets } = step;
  const { groupId, generationId, memberId, groupInstanceId } = group;
  const isOfMember = memberId !== "" || generationId >= 0 || groupInstanceId !== undefined;
  return {
    api: COMMIT_OFFSETS_API,
    body: (version) => ({
      transactionalId,
      groupId,
      producerId,
      producerEpoch,
      ...(version >= COMMIT_OFFSETS_GROUP_VERSION_MIN
        ? { generationId, memberId, groupInstanceId: groupInstanceId ?? null }
        : {}),
      topics: [...byTopic(offsets)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map((one) => ({
          partitionIndex: one.partition,
          committedOffset: one.offset,
          committedLeaderEpoch: one.leaderEpoch ?? -1,
          committedMetadata: one.metadata ?? "",
        })),
      })),
    }),
    versions: {
      ...(isOfMember ? { min: COMMIT_OFFSETS_GROUP_VERSION_MIN } : {}),
      ...(step.isV2 ? {} : { max: COMMIT_OFFSETS_V1_VERSION_MAX }),
    },
  };
}

export function endCall(step: EndStep, transactionalId: string): Call<EndTxnRequest, EndTxnResponse> {
  const { producerId, producerEpoch, isCommit: committed } = step;
  return {
    api: END_API,
    body: { transactionalId, producerId, producerEpoch, committed },
    versions: step.isV2 ? {} : { max: END_V1_VERSION_MAX },
  };
}
