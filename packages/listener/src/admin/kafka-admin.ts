/**
 * Makes the topics that an application declares: Spring's KafkaAdmin. What does not exist is created, partitions that are missing are added, and nothing is ever
 * taken away.
 */
import { Admin, AlterConfigOpType, ConfigError, ConfigResourceType } from "@ottla/client";
import type { AdminOptions, AlterConfigOp, KafkaError, NewTopic, Results, TopicDescription } from "@ottla/client";
import { refuseUnknown } from "../container/container-properties.ts";
import { dottedKeys } from "../container/consumer-factory.ts";
import type { Logger } from "../logging/logger.ts";
import { standardErrorLogger } from "../logging/logger.ts";

/** What a KafkaAdmin needs of an admin client. */
export type AdminClient = Pick<
  Admin,
  | "createTopics"
  | "createPartitions"
  | "deleteTopics"
  | "describeTopics"
  | "describeConfigs"
  | "incrementalAlterConfigs"
  | "close"
>;

export interface KafkaAdminOptions {
  /** The topics that shall be there; of two with the same name the last one counts. Default: none. */
  readonly newTopics?: readonly NewTopic[];
  /** An application makes them when it starts, before its listeners; default true. False: {@link KafkaAdmin.initialize} does. */
  readonly autoCreate?: boolean;
  /** An application whose topics cannot be looked at or made does not start; default false: it is logged, and the application starts. */
  readonly fatalIfBrokerNotAvailable?: boolean;
  /** Configs of a topic that exists are made what its declaration says; those that it does not name stay. Default false: they stay as they are. */
  readonly modifyTopicConfigs?: boolean;
  /** Whether one of `newTopics` is this admin's; default: all are. */
  readonly createOrModifyTopic?: (topic: NewTopic) => boolean;
  /** How long each question to the broker may take, in ms; default: `default.api.timeout.ms` of the configuration where it is given, else 30,000. */
  readonly operationTimeout?: number;
  readonly logger?: Logger;
  /** Makes the client for one piece of work, at the end of which it is closed; default: an `Admin`. */
  readonly createAdmin?: (configuration: AdminOptions) => AdminClient;
}

const NAMES = {
  newTopics: true,
  autoCreate: true,
  fatalIfBrokerNotAvailable: true,
  modifyTopicConfigs: true,
  createOrModifyTopic: true,
  operationTimeout: true,
  logger: true,
  createAdmin: true,
} satisfies Readonly<Record<keyof KafkaAdminOptions, true>>;

const OPERATION_TIMEOUT_MS = 30_000;

export class KafkaAdmin {
  /** Kafka's admin options by their dotted names. */
  readonly configurationProperties: Readonly<Record<string, unknown>>;
  readonly #options: KafkaAdminOptions;
  readonly #logger: Logger;
  readonly #call: { readonly timeoutMs?: number };

  /**
   * @param configurationProperties Kafka's admin options, with `bootstrap.servers`
   * Throws a `ConfigError` for options that do not exist, and for an `operationTimeout` that is not greater than zero.
   */
  constructor(configurationProperties: Readonly<Record<string, unknown>>, options: KafkaAdminOptions = {}) {
    refuseUnknown(Object.keys(options), new Set(Object.keys(NAMES)), "A KafkaAdmin");
    this.configurationProperties = dottedKeys(configurationProperties);
    this.#options = options;
    this.#logger = options.logger ?? standardErrorLogger;
    const isConfigured = this.configurationProperties["default.api.timeout.ms"] !== undefined;
    const timeoutMs = options.operationTimeout ?? (isConfigured ? undefined : OPERATION_TIMEOUT_MS);
    if (timeoutMs !== undefined && !(timeoutMs > 0))
      throw new ConfigError("operationTimeout must be greater than zero");
    this.#call = timeoutMs === undefined ? {} : { timeoutMs };
  }

  /** The declared topics that are this admin's. */
  newTopics(): readonly NewTopic[] {
    const { newTopics = [], createOrModifyTopic } = this.#options;
    return byName(newTopics).filter((topic) => createOrModifyTopic === undefined || createOrModifyTopic(topic));
  }

  /** What an application's start asks for: {@link initialize}, unless `autoCreate` is false; a failure is logged, unless it is to be fatal. */
  async initializeAtStart(): Promise<boolean> {
    if (this.#options.autoCreate === false) return false;
    try {
      return await this.initialize();
    } catch (error) {
      if (this.#options.fatalIfBrokerNotAvailable === true) throw error;
      this.#logger.error("Could not configure topics", error);
      return false;
    }
  }

  /**
   * Makes the declared topics, as {@link createOrModifyTopics}: at any time, as when the broker was not there at the start. Resolves with true when they are
   * made, with false when there are none. Rejects when it fails, with what the broker said as the `cause`.
   */
  async initialize(): Promise<boolean> {
    const topics = this.newTopics();
    if (topics.length === 0) return false;
    try {
      await this.createOrModifyTopics(...topics);
    } catch (cause) {
      throw new Error("Could not configure topics", { cause });
    }
    return true;
  }

  /**
   * Creates the topics that do not exist, adds partitions to those with fewer than `numPartitions`, and with `modifyTopicConfigs` sets the configs that differ.
   * A topic with more partitions stays as it is, with a word in the log. That somebody else does the same at the same time does no harm.
   */
  async createOrModifyTopics(...topics: readonly NewTopic[]): Promise<void> {
    if (topics.length === 0) return;
    const wanted = byName(topics);
    await this.#with(async (admin) => {
      const there = await this.#existing(admin, wanted);
      const missing = wanted.filter(({ name }) => !there.has(name));
      const others = wanted.filter(({ name }) => there.has(name));
      if (missing.length > 0) await this.#create(admin, missing);
      await this.#addPartitions(admin, others, there);
      if (this.#options.modifyTopicConfigs === true) await this.#modifyConfigs(admin, others);
    });
  }

  /** What the broker says of the topics, by name. Rejects when it cannot of one of them. */
  async describeTopics(...names: readonly string[]): Promise<ReadonlyMap<string, TopicDescription>> {
    return await this.#with(async (admin) => new Map((await admin.describeTopics(names, this.#call)).all()));
  }

  /** Rejects when one of them cannot be deleted. */
  async deleteTopics(...names: readonly string[]): Promise<void> {
    await this.#with(async (admin) => (await admin.deleteTopics(names, this.#call)).throwIfAnyFailed());
  }

  async #with<R>(work: (admin: AdminClient) => Promise<R>): Promise<R> {
    const { createAdmin = (configuration: AdminOptions) => new Admin(configuration) } = this.#options;
    const admin = createAdmin(new Map(Object.entries(this.configurationProperties)));
    try {
      return await work(admin);
    } finally {
      await admin.close();
    }
  }

  /** Those that exist. One that may not be described counts as missing, as in Spring: what creating it says is what is thrown. */
  async #existing(admin: AdminClient, topics: readonly NewTopic[]): Promise<ReadonlyMap<string, TopicDescription>> {
    const described = await admin.describeTopics(
      topics.map(({ name }) => name),
      this.#call,
    );
    const existing = new Map<string, TopicDescription>();
    for (const [name, outcome] of described) {
      if (outcome.ok) existing.set(name, outcome.value);
      else if (outcome.error.code === "TIMEOUT") throw outcome.error;
    }
    return existing;
  }

  async #create(admin: AdminClient, topics: readonly NewTopic[]): Promise<void> {
    const created = await admin.createTopics(topics, this.#call);
    throwUnless(created, ({ code }) => code === "TOPIC_ALREADY_EXISTS");
  }

  async #addPartitions(
    admin: AdminClient,
    topics: readonly NewTopic[],
    there: ReadonlyMap<string, TopicDescription>,
  ): Promise<void> {
    const growing: { readonly topic: string; readonly totalCount: number }[] = [];
    for (const { name, numPartitions } of topics) {
      const count = there.get(name)?.partitions.length ?? 0;
      if (numPartitions === undefined || numPartitions < 0 || numPartitions === count) continue;
      const sentence = `Topic '${name}' exists but has a different partition count: ${count} not ${numPartitions}`;
      if (numPartitions > count) growing.push({ topic: name, totalCount: numPartitions });
      this.#logger.info(numPartitions > count ? `${sentence}, increasing` : sentence);
    }
    if (growing.length === 0) return;
    const added = await admin.createPartitions(growing, this.#call);
    throwUnless(added, ({ code }) => code === "INVALID_PARTITIONS");
  }

  async #modifyConfigs(admin: AdminClient, topics: readonly NewTopic[]): Promise<void> {
    const wanted = new Map(topics.map((topic) => [topic.name, configsOf(topic)]));
    const resources = topics
      .filter(({ name }) => (wanted.get(name)?.size ?? 0) > 0)
      .map(({ name }) => ({ type: ConfigResourceType.TOPIC, name }));
    if (resources.length === 0) return;
    const described = await admin.describeConfigs(resources, this.#call);
    const changes = described.all().map(([{ type, name: topic }, entries]) => {
      const actual = new Map(entries.map(({ name, value }) => [name, value]));
      const ops: AlterConfigOp[] = [];
      for (const [name, value] of wanted.get(topic) ?? []) {
        if (!actual.has(name)) throw new ConfigError(`Topic property '${name}' does not exist`);
        if (actual.get(name) !== value) ops.push({ name, op: AlterConfigOpType.SET, value });
      }
      return { type, name: topic, ops };
    });
    const differing = changes.filter(({ ops }) => ops.length > 0);
    if (differing.length > 0) (await admin.incrementalAlterConfigs(differing, this.#call)).throwIfAnyFailed();
  }
}

/** Null asks for the broker's default when a topic is made, and for nothing later. */
function configsOf({ configs = {} }: NewTopic): ReadonlyMap<string, string> {
  const entries = configs instanceof Map ? [...configs] : Object.entries(configs);
  return new Map(
    entries.flatMap(([name, value]: readonly [string, string | null]) =>
      value === null ? [] : [[name, value] as const],
    ),
  );
}

function byName(topics: readonly NewTopic[]): readonly NewTopic[] {
  return [...new Map(topics.map((topic) => [topic.name, topic])).values()];
}

/** Throws the first error that is not one of those that do no harm. */
function throwUnless<K, V>(results: Results<K, V>, isHarmless: (error: KafkaError) => boolean): void {
  for (const [, error] of results.errors()) if (!isHarmless(error)) throw error;
}
