/**
 * Admin: createTopics.
 */
import { ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import type { CreatableTopic, CreatableTopicResult } from "@ottla/protocol/messages/create-topics";
import { KafkaError, protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { Results } from "./results.ts";
import { ConfigSource, ConfigType } from "./types.ts";
import type { ConfigEntry, CreateTopicsOptions, CreatedTopic, NewTopic } from "./types.ts";

const API = { request: CreateTopicsRequest, response: CreateTopicsResponse };

export async function createTopics(
  context: AdminContext,
  topics: readonly NewTopic[],
  options: CreateTopicsOptions,
): Promise<Results<string, CreatedTopic>> {
  const scope = context.scope("createTopics", options);
  const results = new Results<string, CreatedTopic>(
    (name) => name,
    topics.map((one) => one.name),
  );
  let pending: NewTopic[] = [];
  for (const topic of topics) {
    if (topic.name === "") {
      results.fail(
        topic.name,
        new KafkaError("INVALID_TOPIC_EXCEPTION", `The given topic name '' cannot be represented in a request.`),
      );
    } else pending.push(topic);
  }
  await context
    .attempt(scope, async () => {
      if (pending.length === 0) return;
      const response = await context.askController(
        scope,
        {
          api: API,
          body: {
            topics: pending.map(creatable),
            timeoutMs: Math.ceil(context.requestTimeoutMs(scope)),
            validateOnly: options.validateOnly ?? false,
          },
        },
        ({ topics: answers }) => throwIfNotController(answers),
      );
      const answers = new Map(response.topics.map((one) => [one.name, one]));
      const throttled: NewTopic[] = [];
      for (const topic of pending) {
        const answer = answers.get(topic.name);
        if (answer?.errorCode === ErrorCode.THROTTLING_QUOTA_EXCEEDED && (options.retryOnQuotaViolation ?? true))
          throttled.push(topic);
        else recordOutcome(results, topic.name, answer);
      }
      pending = throttled;
      if (pending.length > 0) throw protocolError(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    })
    .catch((error: unknown) => {
      if (!(error instanceof KafkaError) || results.size === 0) throw error;
      for (const topic of pending) results.fail(topic.name, error);
    });
  return results;
}

/** The whole request went to a broker that is not the controller (any more). */
export function throwIfNotController(answers: readonly { readonly errorCode: number }[]): void {
  if (answers.some((one) => one.errorCode === ErrorCode.NOT_CONTROLLER)) throw protocolError(ErrorCode.NOT_CONTROLLER);
}

function recordOutcome(
  results: Results<string, CreatedTopic>,
  name: string,
  answer: CreatableTopicResult | undefined,
): void {
  if (answer === undefined)
    results.fail(
      name,
      protocolError(ErrorCode.UNKNOWN_SERVER_ERROR, `The server response did not contain topic ${name}`),
    );
  else if (answer.errorCode !== 0) results.fail(name, protocolError(answer.errorCode, answer.errorMessage));
  else results.succeed(name, createdTopic(answer));
}

function creatable(topic: NewTopic): Input<CreatableTopic> {
  const configs = topic.configs instanceof Map ? [...topic.configs] : Object.entries(topic.configs ?? {});
  const assignments = [...(topic.replicasAssignments ?? [])].map(([partitionIndex, brokerIds]) => ({
    partitionIndex,
    brokerIds,
  }));
  return {
    name: topic.name,
    numPartitions: topic.numPartitions ?? -1,
    replicationFactor: topic.replicationFactor ?? -1,
    assignments,
    configs: (configs as [string, string | null][]).map(([name, value]) => ({ name, value })),
  };
}

function createdTopic(answer: CreatableTopicResult): CreatedTopic {
  return {
    topicId: answer.topicId,
    numPartitions: answer.numPartitions,
    replicationFactor: answer.replicationFactor,
    config: answer.topicConfigErrorCode !== 0 || answer.configs === null ? undefined : answer.configs.map(configEntry),
  };
}

function configEntry(config: NonNullable<CreatableTopicResult["configs"]>[number]): ConfigEntry {
  return {
    name: config.name,
    value: config.value,
    source: config.configSource as ConfigSource,
    isDefault: config.configSource === ConfigSource.DEFAULT_CONFIG,
    isSensitive: config.isSensitive,
    isReadOnly: config.readOnly,
    synonyms: [],
    type: ConfigType.UNKNOWN,
    documentation: null,
  };
}
