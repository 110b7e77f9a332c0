/**
 * DeleteTopics: topics are named or given by id, each once. The record of a removal also removes partitions and
 * configs of the topic.
 */

import { type Uuid, ZERO_UUID } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type {
  DeletableTopicResult,
  DeleteTopicsRequest,
  DeleteTopicsResponse,
} from "@ottla/protocol/messages/delete-topics";
import { removeTopicRecord } from "../records/new-records.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";

/**
 * See the file's head. The answers come in the order of the request; Apache Kafka shuffles them, so that nobody reads
 * from the order which topics exist that he may not see.
 */
export function handleDeleteTopics(
  state: ControllerState,
  request: DeleteTopicsRequest,
  apiVersion: number,
): ControllerResult<DeleteTopicsResponse> {
  if (!state.options.config.boolean("delete.topic.enable")) return refuseDeletion(request, apiVersion);
  const responses: DeletableTopicResult[] = [];
  const answer = (name: string | null, topicId: Uuid, error: ApiError): void => {
    responses.push({ name, topicId, errorCode: error.code, errorMessage: error.message });
  };
  const { names, ids } = distinctTargets(request, answer);
  const targets = new Map<Uuid, string>();
  for (const id of ids) {
    const topic = state.image.topics.getById(id);
    if (topic === undefined) answer(null, id, apiError(ErrorCode.UNKNOWN_TOPIC_ID));
    else targets.set(id, topic.name);
  }
  const twice = new Set<Uuid>();
  for (const name of names) {
    const id = state.image.topics.getByName(name)?.id;
    if (id === undefined) {
      answer(name, ZERO_UUID, apiError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    } else if (targets.has(id) || twice.has(id)) {
      twice.add(id);
      targets.delete(id);
      const message = "The provided topic name maps to an ID that was already supplied.";
      answer(name, id, apiError(ErrorCode.INVALID_REQUEST, message));
    } else {
      targets.set(id, name);
    }
  }
  const removed: Uuid[] = [];
  for (const [id, name] of targets) {
    const count = state.image.topics.getById(id)?.partitions.length ?? 0;
    const isThrottled = state.partitionChangeQuota?.mayChange(count) === false;
    answer(name, id, isThrottled ? apiError(ErrorCode.THROTTLING_QUOTA_EXCEEDED, null) : NO_ERROR);
    if (!isThrottled) removed.push(id);
  }
  return atomicResult(removed.map(removeTopicRecord), { throttleTimeMs: 0, responses });
}

/** Names and ids that were given exactly once; everything else is answered. */
function distinctTargets(
  request: DeleteTopicsRequest,
  answer: (name: string | null, topicId: Uuid, error: ApiError) => void,
): { names: string[]; ids: Uuid[] } {
  const names: string[] = [...request.topicNames];
  const ids: Uuid[] = [];
  for (const { name, topicId } of request.topics) {
    if (name === null) {
      if (topicId !== ZERO_UUID) ids.push(topicId);
      else answer(null, topicId, apiError(ErrorCode.INVALID_REQUEST, "Neither topic name nor id were specified."));
    } else if (topicId === ZERO_UUID) {
      names.push(name);
    } else {
      const message = "You may not specify both topic name and topic id.";
      answer(name, topicId, apiError(ErrorCode.INVALID_REQUEST, message));
    }
  }
  const split = <T>(items: readonly T[], onTwice: (item: T) => void): T[] => {
    const counts = Map.groupBy(items, (item) => item);
    for (const [item, same] of counts) if (same.length > 1) onTwice(item);
    return [...counts].filter(([, same]) => same.length === 1).map(([item]) => item);
  };
  return {
    names: split(names, (name) =>
      answer(name, ZERO_UUID, apiError(ErrorCode.INVALID_REQUEST, "Duplicate topic name.")),
    ),
    ids: split(ids, (id) => answer(null, id, apiError(ErrorCode.INVALID_REQUEST, "Duplicate topic id."))),
  };
}

function refuseDeletion(request: DeleteTopicsRequest, apiVersion: number): ControllerResult<DeleteTopicsResponse> {
  const error =
    apiVersion < 3
      ? apiError(ErrorCode.INVALID_REQUEST, "This version does not support topic deletion.")
      : apiError(ErrorCode.TOPIC_DELETION_DISABLED, null);
  const targets: { name: string | null; topicId: Uuid }[] =
    apiVersion >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
  const responses = targets.map(({ name, topicId }) => ({
    name,
    topicId,
    errorCode: error.code,
    errorMessage: error.message,
  }));
  return atomicResult([], { throttleTimeMs: 0, responses });
}
