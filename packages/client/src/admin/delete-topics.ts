/**
 * Admin: deleteTopics, by name or by id.
 */
import { ErrorCode } from "@ottla/protocol";
import { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import { protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { throwIfNotController } from "./create-topics.ts";
import { Results } from "./results.ts";
import type { AdminCallOptions, TopicCollection } from "./types.ts";

const API = { request: DeleteTopicsRequest, response: DeleteTopicsResponse };

/** A collection as names or ids. */
export function topicCollection(topics: TopicCollection): {
  readonly names?: readonly string[];
  readonly ids?: readonly string[];
} {
  if ("topicIds" in topics) return { ids: topics.topicIds };
  return { names: "topicNames" in topics ? topics.topicNames : topics };
}

export async function deleteTopics(
  context: AdminContext,
  topics: TopicCollection,
  options: AdminCallOptions,
): Promise<Results<string, void>> {
  const scope = context.scope("deleteTopics", options);
  const { names = [], ids = [] } = topicCollection(topics);
  const results = new Results<string, void>((key) => key, [...names, ...ids]);
  if (names.length === 0 && ids.length === 0) return results;
  const response = await context.askController(
    scope,
    {
      api: API,
      body: (version) => ({
        ...(version >= 6
          ? { topics: [...names.map((name) => ({ name })), ...ids.map((topicId) => ({ name: null, topicId }))] }
          : { topicNames: names }),
        timeoutMs: Math.ceil(context.requestTimeoutMs(scope)),
      }),
      versions: ids.length > 0 ? { min: 6 } : {},
    },
    ({ responses }) => throwIfNotController(responses),
  );
  const answers = new Map(response.responses.map((one) => [ids.length > 0 ? one.topicId : one.name, one]));
  for (const key of ids.length > 0 ? ids : names) {
    const answer = answers.get(key);
    if (answer === undefined)
      results.fail(
        key,
        protocolError(ErrorCode.UNKNOWN_SERVER_ERROR, `The server response did not contain topic ${key}`),
      );
    else if (answer.errorCode !== 0) results.fail(key, protocolError(answer.errorCode, answer.errorMessage));
    else results.succeed(key, undefined);
  }
  return results;
}
