/**
 * Admin: createPartitions.
 */
import { ErrorCode } from "@ottla/protocol";
import { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import { protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { throwIfNotController } from "./create-topics.ts";
import { Results } from "./results.ts";
import type { CreatePartitionsOptions, NewPartitions } from "./types.ts";

const API = { request: CreatePartitionsRequest, response: CreatePartitionsResponse };

export async function createPartitions(
  context: AdminContext,
  topics: readonly NewPartitions[],
  options: CreatePartitionsOptions,
): Promise<Results<string, void>> {
  const scope = context.scope("createPartitions", options);
  const results = new Results<string, void>(
    (name) => name,
    topics.map((one) => one.topic),
  );
  let pending = topics;
  while (pending.length > 0) {
    const asked = pending;
    const isLastTry = scope.deadline.isOver || options.retryOnQuotaViolation === false;
    const response = await context.askController(
      scope,
      {
        api: API,
        body: {
          topics: asked.map((one) => ({
            name: one.topic,
            count: one.totalCount,
            assignments: one.newAssignments?.map((brokerIds) => ({ brokerIds })) ?? null,
          })),
          timeoutMs: Math.ceil(context.requestTimeoutMs(scope)),
          validateOnly: options.validateOnly ?? false,
        },
      },
      ({ results: answers }) => throwIfNotController(answers),
    );
    const answers = new Map(response.results.map((one) => [one.name, one]));
    pending = [];
    const throttled: NewPartitions[] = [];
    for (const one of asked) {
      const answer = answers.get(one.topic);
      if (answer === undefined)
        results.fail(
          one.topic,
          protocolError(ErrorCode.UNKNOWN_SERVER_ERROR, `The server response did not contain topic ${one.topic}`),
        );
      else if (answer.errorCode === ErrorCode.THROTTLING_QUOTA_EXCEEDED && !isLastTry) throttled.push(one);
      else if (answer.errorCode !== 0) results.fail(one.topic, protocolError(answer.errorCode, answer.errorMessage));
      else results.succeed(one.topic, undefined);
    }
    pending = throttled;
  }
  return results;
}
