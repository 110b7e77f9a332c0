/**
 * Topics that come into being because a client asked for them: with the broker's defaults, the internal ones with their
 * own. A topic that is being created already is waited for, not created twice.
 */

import { ZERO_UUID } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import type { CreatableTopic } from "@ottla/protocol/messages/create-topics";
import { GROUP_METADATA_TOPIC_NAME, offsetsTopicSpec } from "../group-coordinator/offsets-topic.ts";
import type { InternalTopicSpec } from "../group-coordinator/offsets-topic.ts";
import type { RequestContext } from "../handlers/handler.ts";
import type { Logger } from "../logging/logger.ts";
import type { AutoCreatedTopic, AutoTopicCreation } from "../services/broker-services.ts";
import type { ControllerService } from "../services/controller-service.ts";
import { SHARE_GROUP_STATE_TOPIC_NAME, shareStateTopicSpec } from "../share-coordinator/share-state-topic.ts";
import { topicNameFault } from "../topics/topic-name.ts";
import { TRANSACTION_STATE_TOPIC_NAME, transactionsTopicSpec } from "../transaction-coordinator/transactions-topic.ts";

export interface AutoTopicCreationOptions {
  readonly config: () => KafkaConfig;
  readonly controller: Pick<ControllerService, "createTopics">;
  readonly logger: Logger;
}

/** Kafka's sentinel: the controller's default. */
const DEFAULT = -1;

const INTERNAL_TOPIC_SPECS: ReadonlyMap<string, (config: KafkaConfig) => InternalTopicSpec> = new Map([
  [GROUP_METADATA_TOPIC_NAME, offsetsTopicSpec],
  [TRANSACTION_STATE_TOPIC_NAME, transactionsTopicSpec],
  [SHARE_GROUP_STATE_TOPIC_NAME, shareStateTopicSpec],
]);

export class AutoTopicCreator implements AutoTopicCreation {
  readonly #options: AutoTopicCreationOptions;
  readonly #creating = new Map<string, Promise<AutoCreatedTopic>>();

  constructor(options: AutoTopicCreationOptions) {
    this.#options = options;
  }

  createTopics(names: readonly string[], context: RequestContext | undefined): Promise<readonly AutoCreatedTopic[]> {
    const fresh = names.filter((name) => topicNameFault(name) === undefined && !this.#creating.has(name));
    if (fresh.length > 0) {
      const created = this.#create([...new Set(fresh)], context);
      for (const name of fresh) {
        const outcome = created.then((byName) => byName.get(name) ?? failed(name, ErrorCode.UNKNOWN_SERVER_ERROR));
        this.#creating.set(name, outcome);
        void outcome.finally(() => this.#creating.delete(name));
      }
    }
    return Promise.all(
      names.map((name) => this.#creating.get(name) ?? Promise.resolve(failed(name, ErrorCode.INVALID_TOPIC_EXCEPTION))),
    );
  }

  /** Never rejects: what goes wrong is the topics' error code. */
  async #create(
    names: readonly string[],
    context: RequestContext | undefined,
  ): Promise<ReadonlyMap<string, AutoCreatedTopic>> {
    const { config, controller, logger } = this.#options;
    const outcomes = new Map<string, AutoCreatedTopic>();
    try {
      const response = await controller.createTopics(
        {
          topics: names.map((name) => creatableTopic(name, config())),
          timeoutMs: config().number("request.timeout.ms"),
        },
        // The broker asks for itself, so that it may ask another node.
        undefined,
        context?.quotas?.mutationQuota(true),
      );
      for (const { name = "", topicId = ZERO_UUID, errorCode = 0, errorMessage } of response.topics ?? []) {
        outcomes.set(name, { name, topicId, errorCode });
        if (errorCode !== ErrorCode.NONE) {
          logger.warn({ topic: name, errorCode, reason: errorMessage }, "a topic could not be created automatically");
        }
      }
    } catch (error) {
      logger.error({ topics: names, error }, "topics could not be created automatically");
    }
    return outcomes;
  }
}

function creatableTopic(name: string, config: KafkaConfig): Input<CreatableTopic> {
  const spec = INTERNAL_TOPIC_SPECS.get(name)?.(config);
  if (spec !== undefined) {
    return {
      name,
      numPartitions: spec.numPartitions,
      replicationFactor: spec.replicationFactor,
      configs: [...spec.configs].map(([key, value]) => ({ name: key, value })),
    };
  }
  const isGiven = (key: string): boolean => config.staticProps.has(key);
  return {
    name,
    numPartitions: isGiven("num.partitions") ? config.number("num.partitions") : DEFAULT,
    replicationFactor: isGiven("default.replication.factor") ? config.number("default.replication.factor") : DEFAULT,
  };
}

function failed(name: string, errorCode: number): AutoCreatedTopic {
  return { name, topicId: ZERO_UUID, errorCode };
}
