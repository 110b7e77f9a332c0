/**
 * Which topics of a DeleteTopics request the client may delete. One that it may not even describe is refused in the same words whether it exists or not;
 * one that it gave by id is only called by its name if it may describe it. The refused ones come last, so that their order tells nothing; Apache Kafka
 * shuffles all.
 */

import { ZERO_UUID } from "@ottla/base";
import { AclOperation, ErrorCode, errorMessage } from "@ottla/protocol";
import type { DeletableTopicResult, DeleteTopicsRequest } from "@ottla/protocol/messages/delete-topics";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { authorizedTopics } from "../authorizer/authorized-names.ts";
import type { AdminServices } from "../services/controller-services.ts";
import type { RequestContext } from "./handler.ts";

export interface CheckedDeletions {
  /** What the controller is to look at, faults of the request included. */
  readonly rest: DeleteTopicsRequest;
  readonly refused: readonly DeletableTopicResult[];
}

export function refuseDeletions(
  request: DeleteTopicsRequest,
  context: RequestContext<AdminServices>,
): CheckedDeletions {
  const { services } = context;
  // Where nobody may delete anything the controller says so.
  const isOpen = services.authorizer === undefined || !services.config.boolean("delete.topic.enable");
  if (isOpen || isClusterAuthorized(context, AclOperation.DELETE, { logIfDenied: false })) {
    return { rest: request, refused: [] };
  }
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
  const mayDelete = authorizedTopics(context, AclOperation.DELETE);
  const { topics } = services.metadata.image;
  const refused: DeletableTopicResult[] = [];
  const refuse = (name: string | null, topicId: string): false => {
    const errorCode = ErrorCode.TOPIC_AUTHORIZATION_FAILED;
    refused.push({ name, topicId, errorCode, errorMessage: errorMessage(errorCode) });
    return false;
  };
  const named = request.topics.flatMap(({ name, topicId }) => (name === null || topicId !== ZERO_UUID ? [] : [name]));
  const names = countsOf([...request.topicNames, ...named]);
  const ids = countsOf(request.topics.flatMap(({ name, topicId }) => (name === null ? [topicId] : [])));
  const passesName = (name: string): boolean => {
    if (names.get(name) !== 1) return true;
    const isPassed = mayDescribe(name) && (topics.getByName(name) === undefined || mayDelete(name));
    return isPassed || refuse(name, ZERO_UUID);
  };
  const passesId = (topicId: string): boolean => {
    const name = topics.getById(topicId)?.name;
    if (name === undefined || ids.get(topicId) !== 1 || mayDelete(name)) return true;
    return refuse(mayDescribe(name) ? name : null, topicId);
  };
  const rest = {
    ...request,
    topicNames: request.topicNames.filter(passesName),
    topics: request.topics.filter(({ name, topicId }) => {
      if (name === null) return passesId(topicId);
      // Both a name and an id: the request is at fault.
      return topicId !== ZERO_UUID || passesName(name);
    }),
  };
  return { rest, refused };
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
