/**
 * Produce (key 0), versions 3–13; 0–2 are advertised and refused.
 *
 * Behavior: appends at most one batch to each partition named. Partitions succeed and fail on their own. With acks=0 there is
 * no response; an error then closes the connection, which is all the producer can notice. With acks=1 the answer leaves
 * when the leader's log has the batch, with acks=-1 when every in-sync replica has it or the timeout passed. Requests of a
 * connection take effect in order, but a later one need not wait for the answer to an earlier one.
 *
 * Version notes
 * - v3: record batches of magic 2, transactional id (KIP-98)
 * - v5: log start offset in the response (KIP-107)
 * - v7: zstd (KIP-110)
 * - v8: errors of single records (KIP-467)
 * - v9: flexible (KIP-482)
 * - v10: current leader and endpoints beside NOT_LEADER_OR_FOLLOWER (KIP-951)
 * - v11: answers of a transaction that can be retried (KIP-890)
 * - v12: adds partitions to a transaction implicitly (KIP-890 part 2)
 * - v13: topic ids instead of names (KIP-516)
 *
 * A write that begins a transaction in its partition is appended only when the transaction's coordinator says that the
 * partition is part of it; from version 12 on the broker makes it so.
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import type { PartitionProduceResponse } from "@ottla/protocol/messages/produce";
import { authorizedTopics, isTransactionalIdAuthorized, type NameTest } from "../authorizer/authorized-names.ts";
import { ProduceEntry } from "../replica-manager/produce.ts";
import type { Appending } from "../replica-manager/produce.ts";
import { isInternalTopic } from "../topics/topic-name.ts";
import { currentLeader, LeaderEndpoints } from "./current-leader.ts";
import { closeConnection, noResponse, Overlapped } from "./handler.ts";
import type { HandlerResponse, HandlerResult, RequestContext, RequestHandler } from "./handler.ts";
import { distinctTopics, firstBatch, singleBatch } from "./produce-records.ts";
import type { AskedTopic } from "./produce-records.ts";
import { hasSeveralProducers, isTransactional, verifyTransaction } from "./produce-transaction.ts";

/** The admin client's tools may write to internal topics; this is how Kafka knows them. */
const ADMIN_CLIENT_ID = "__admin_client";
const TOPIC_IDS_SINCE_VERSION = 13;
const CURRENT_LEADER_SINCE_VERSION = 10;
const NO_BYTES = new Uint8Array(0);

/** One topic of the request with what becomes of its partitions. */
interface ProduceTopic {
  readonly asked: AskedTopic;
  readonly entries: ProduceEntry[];
}

function handle(request: ProduceRequest, context: RequestContext): HandlerResult<ProduceResponse> {
  const topics: ProduceTopic[] = [];
  const entries: ProduceEntry[] = [];
  const fault = requestFault(request, context);
  if (fault !== undefined) {
    return failedRequest(request, fault);
  }
  const mayWrite = authorizedTopics(context, AclOperation.WRITE);
  for (const asked of distinctTopics(request.topicData)) {
    topics.push({ asked, entries: prepareTopic(asked, mayWrite, context, entries) });
  }
  if (request.transactionalId !== null && entries.some(isTransactional)) {
    return handleTransactional(request, { topics, entries }, context);
  }
  const appending = append(entries, request, context);
  if (appending === undefined) {
    return respond(request, topics, context);
  }
  if (appending.done === undefined) {
    return respond(request, topics, context);
  }
  return new Overlapped(
    appending.effects,
    appending.done.then(() => respond(request, topics, context)),
  );
}

/** The append waits for the verification of the transaction, and the next request of the connection for the append. */
function handleTransactional(
  request: ProduceRequest,
  { topics, entries }: { readonly topics: readonly ProduceTopic[]; readonly entries: readonly ProduceEntry[] },
  context: RequestContext,
): HandlerResult<ProduceResponse> {
  const transactional = entries.filter(isTransactional);
  if (hasSeveralProducers(transactional)) {
    return failedRequest(request, {
      errorCode: ErrorCode.INVALID_PRODUCER_ID_MAPPING,
      errorMessage: "Transactional records contained more than one producer ID",
    });
  }
  const appending = verifyTransaction(transactional, request.transactionalId, context).then(() =>
    append(
      entries.filter((entry) => !entry.isDone),
      request,
      context,
    ),
  );
  return new Overlapped(
    appending.then((appended) => appended?.effects),
    appending.then(async (appended) => {
      await appended?.done;
      return respond(request, topics, context);
    }),
  );
}

/** Undefined when there is nothing to append. */
function append(
  entries: readonly ProduceEntry[],
  request: ProduceRequest,
  context: RequestContext,
): Appending | undefined {
  const appendable = entries.filter((entry) => {
    const error = checkAppend(entry, request, context);
    if (error !== ErrorCode.NONE) entry.fail(error);
    return error === ErrorCode.NONE;
  });
  if (appendable.length === 0) return undefined;
  return context.services.replicaManager.produce(appendable, {
    requiredAcks: request.acks,
    timeoutMs: request.timeoutMs,
  });
}

/** The entries of one topic; those with a batch are added to `known` too. */
function prepareTopic(
  asked: AskedTopic,
  mayWrite: NameTest,
  context: RequestContext,
  known: ProduceEntry[],
): ProduceEntry[] {
  const { services, apiVersion } = context;
  const topic =
    apiVersion >= TOPIC_IDS_SINCE_VERSION
      ? (services.replicaManager.topicName(asked.topicId) ??
        services.metadata.image.topics.getById(asked.topicId)?.name)
      : asked.name;
  const error = topicError(topic, mayWrite);
  return asked.partitions.map(({ index, records }) => {
    const batch = error ?? checkPartition(topic ?? "", index, records, context);
    if (typeof batch === "number") {
      return failedEntry(topic ?? "", index, batch);
    }
    const entry = new ProduceEntry(topic ?? "", index, batch);
    known.push(entry);
    return entry;
  });
}

function topicError(topic: string | undefined, mayWrite: NameTest): number | undefined {
  if (topic === undefined) return ErrorCode.UNKNOWN_TOPIC_ID;
  return mayWrite(topic) ? undefined : ErrorCode.TOPIC_AUTHORIZATION_FAILED;
}

/** The batch to append, or why there is none. */
function checkPartition(
  topic: string,
  partition: number,
  records: Uint8Array | null,
  context: RequestContext,
): Uint8Array | number {
  const { replicaManager, metadata } = context.services;
  const isKnown =
    replicaManager.partition(topic, partition) !== undefined ||
    metadata.image.topics.getPartition(topic, partition) !== undefined;
  return isKnown ? singleBatch(records, context.apiVersion) : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}

function checkAppend(entry: ProduceEntry, request: ProduceRequest, context: RequestContext): number {
  if (request.acks !== 0 && request.acks !== 1 && request.acks !== -1) {
    return ErrorCode.INVALID_REQUIRED_ACKS;
  }
  return isInternalTopic(entry.topic) && context.clientId !== ADMIN_CLIENT_ID
    ? ErrorCode.INVALID_TOPIC_EXCEPTION
    : ErrorCode.NONE;
}

function failedEntry(topic: string, partition: number, errorCode: number): ProduceEntry {
  const entry = new ProduceEntry(topic, partition, NO_BYTES);
  entry.fail(errorCode);
  return entry;
}

/** An error that concerns the whole request: none of its partitions is appended to. */
interface RequestFault {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

function requestFault(request: ProduceRequest, context: RequestContext): RequestFault | undefined {
  const { transactionalId } = request;
  for (const topic of request.topicData) {
    for (const { records } of topic.partitionData) {
      const first = firstBatch(records);
      if (first.kind === "corrupt") {
        return { errorCode: ErrorCode.CORRUPT_MESSAGE, errorMessage: first.reason };
      }
      if (first.kind === "transactional") {
        return transactionalId !== null && isTransactionalIdAuthorized(context, AclOperation.WRITE, transactionalId)
          ? undefined
          : { errorCode: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, errorMessage: null };
      }
    }
  }
  return undefined;
}

function respond(
  request: ProduceRequest,
  topics: readonly ProduceTopic[],
  context: RequestContext,
): HandlerResponse<ProduceResponse> {
  if (request.acks === 0) {
    return respondToNobody(topics, context);
  }
  const endpoints = new LeaderEndpoints(context);
  const responses = topics.map(({ asked, entries }) => ({
    name: asked.name,
    topicId: asked.topicId,
    partitionResponses: entries.map((entry) => partitionResponse(entry, endpoints, context)),
  }));
  return { responses, nodeEndpoints: endpoints.values };
}

function partitionResponse(
  entry: ProduceEntry,
  endpoints: LeaderEndpoints,
  context: RequestContext,
): Input<PartitionProduceResponse> {
  const response: Input<PartitionProduceResponse> = {
    index: entry.partition,
    errorCode: entry.errorCode,
    baseOffset: entry.baseOffset,
    logAppendTimeMs: entry.logAppendTimeMs,
    logStartOffset: entry.logStartOffset,
  };
  if (entry.errorCode === ErrorCode.NONE) {
    return response;
  }
  if (entry.errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER && context.apiVersion >= CURRENT_LEADER_SINCE_VERSION) {
    const leader = currentLeader(entry.topic, entry.partition, context);
    endpoints.add(leader.leaderId);
    return { ...response, currentLeader: leader };
  }
  return {
    ...response,
    errorMessage: entry.errorMessage,
    recordErrors: entry.recordErrors.map((error) => ({
      batchIndex: error.batchIndex,
      batchIndexErrorMessage: error.message,
    })),
  };
}

function respondToNobody(topics: readonly ProduceTopic[], context: RequestContext): HandlerResponse<ProduceResponse> {
  for (const { entries } of topics) {
    for (const entry of entries) {
      if (entry.errorCode !== ErrorCode.NONE) {
        context.services.logger.info(
          {
            topic: entry.topic,
            partition: entry.partition,
            errorCode: entry.errorCode,
            client: context.clientId,
          },
          "closing a connection: a produce request with acks=0 failed",
        );
        return closeConnection;
      }
    }
  }
  return noResponse;
}

function errorResponse(request: ProduceRequest, errorCode: number): HandlerResponse<ProduceResponse> {
  return failedRequest(request, { errorCode, errorMessage: null });
}

function failedRequest(request: ProduceRequest, fault: RequestFault): HandlerResponse<ProduceResponse> {
  if (request.acks === 0) {
    return closeConnection;
  }
  return {
    responses: distinctTopics(request.topicData).map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitionResponses: partitions.map(({ index }) => ({ index, baseOffset: -1, ...fault })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<ProduceRequest, ProduceResponse> = {
  apiKey: ApiKey.Produce,
  request: ProduceRequest,
  response: ProduceResponse,
  handle,
  errorResponse,
};
