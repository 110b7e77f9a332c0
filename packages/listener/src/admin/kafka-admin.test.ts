import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigSource, ConfigType, KafkaError, Results } from "@ottla/client";
import type {
  AdminCallOptions,
  ConfigEntry,
  ConfigResource,
  NewTopic,
  TopicCollection,
  TopicDescription,
} from "@ottla/client";
import { KafkaApplication } from "../application/kafka-application.ts";
import { silentLogger } from "../logging/logger.ts";
import { KafkaAdmin } from "./kafka-admin.ts";
import type { AdminClient, KafkaAdminOptions } from "./kafka-admin.ts";

interface KnownTopic {
  readonly partitions: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** What answers an admin client; what it was asked to change is noted. */
class Cluster {
  readonly topics: ReadonlyMap<string, KnownTopic>;
  readonly changes: unknown[] = [];
  /** Of all calls. */
  readonly timeouts = new Set<number | undefined>();
  /** The code that a call fails with for all of its topics. */
  readonly failures: Readonly<Record<string, string>>;
  isDown = false;
  open = 0;

  constructor(topics: Readonly<Record<string, KnownTopic>> = {}, failures: Readonly<Record<string, string>> = {}) {
    this.topics = new Map(Object.entries(topics));
    this.failures = failures;
  }

  readonly createAdmin = (): AdminClient => {
    this.open++;
    return {
      describeTopics: async (topics, options) =>
        this.#answer("describeTopics", options, namesOf(topics), (name) => {
          const topic = this.topics.get(name);
          if (topic === undefined) throw new KafkaError("UNKNOWN_TOPIC_OR_PARTITION", `no ${name}`);
          return description(name, topic.partitions);
        }),
      createTopics: async (topics, options) =>
        this.#answer("createTopics", options, topics.map(nameOf), (name) => {
          this.changes.push(["create", topics.find((one) => one.name === name)]);
          return { topicId: "id", numPartitions: 1, replicationFactor: 1, config: undefined };
        }),
      createPartitions: async (topics, options) => {
        const counts = new Map(topics.map(({ topic, totalCount }) => [topic, totalCount]));
        const grow = (name: string): void => void this.changes.push(["grow", name, counts.get(name)]);
        return this.#answer("createPartitions", options, [...counts.keys()], grow);
      },
      deleteTopics: async (topics, options) =>
        this.#answer("deleteTopics", options, namesOf(topics), (name) => void this.changes.push(["delete", name])),
      describeConfigs: async (resources, options) => {
        this.#called(options);
        const results = new Results<ConfigResource, readonly ConfigEntry[]>(nameOf);
        for (const resource of resources) {
          results.succeed(resource, Object.entries(this.topics.get(resource.name)?.configs ?? {}).map(entry));
        }
        return results;
      },
      incrementalAlterConfigs: async (changes, options) => {
        this.#called(options);
        for (const { name, ops } of changes) this.changes.push(["alter", name, ops.map((op) => [op.name, op.value])]);
        return new Results<ConfigResource, void>(nameOf);
      },
      close: async () => void this.open--,
    };
  };

  #called({ timeoutMs }: AdminCallOptions = {}): void {
    this.timeouts.add(timeoutMs);
    if (this.isDown) throw new KafkaError("TIMEOUT", "nobody is there");
  }

  #answer<V>(
    call: string,
    options: AdminCallOptions | undefined,
    names: readonly string[],
    answerOf: (name: string) => V,
  ): Results<string, V> {
    this.#called(options);
    const results = new Results<string, V>((name) => name);
    const failure = this.failures[call];
    for (const name of names) {
      try {
        if (failure !== undefined) throw new KafkaError(failure, `${call} of ${name}`);
        results.succeed(name, answerOf(name));
      } catch (error) {
        assert.ok(error instanceof KafkaError);
        results.fail(name, error);
      }
    }
    return results;
  }
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function namesOf(topics: TopicCollection): readonly string[] {
  if ("topicIds" in topics) throw new TypeError("by name only");
  return "topicNames" in topics ? topics.topicNames : topics;
}

function description(name: string, partitions: number): TopicDescription {
  const info = { leader: null, leaderEpoch: 0, replicas: [], isr: [], offlineReplicas: [], elr: null };
  return {
    name,
    topicId: "id",
    isInternal: false,
    partitions: Array.from({ length: partitions }, (_one, partition) => ({ ...info, partition, lastKnownElr: null })),
    authorizedOperations: undefined,
  };
}

function entry([name, value]: [string, string]): ConfigEntry {
  return {
    name,
    value,
    source: ConfigSource.UNKNOWN,
    isDefault: false,
    isSensitive: false,
    isReadOnly: false,
    synonyms: [],
    type: ConfigType.STRING,
    documentation: null,
  };
}

function adminOf(
  cluster: Cluster,
  newTopics: readonly NewTopic[],
  options: KafkaAdminOptions = {},
  configuration: Readonly<Record<string, unknown>> = {},
): KafkaAdmin {
  return new KafkaAdmin(configuration, {
    createAdmin: cluster.createAdmin,
    logger: silentLogger,
    newTopics,
    ...options,
  });
}

describe("a KafkaAdmin", () => {
  it("creates what is not there, adds partitions that are missing, and leaves the rest alone", async () => {
    const cluster = new Cluster({
      same: { partitions: 3 },
      few: { partitions: 1, configs: { "retention.ms": "1" } },
      many: { partitions: 9 },
      any: { partitions: 4 },
    });
    const infos: string[] = [];
    const missing = { name: "missing", numPartitions: 2, replicationFactor: 1, configs: { "retention.ms": "5" } };
    const declared: readonly NewTopic[] = [
      { name: "same", numPartitions: 3 },
      { name: "few", numPartitions: 4, configs: { "retention.ms": "2" } },
      { name: "many", numPartitions: 2 },
      { name: "any" },
      { name: "missing", numPartitions: 7 },
      missing,
    ];
    const logger = { ...silentLogger, info: (text: string) => void infos.push(text) };
    assert.equal(await adminOf(cluster, declared, { logger }).initialize(), true);
    assert.deepEqual(cluster.changes, [
      ["create", missing],
      ["grow", "few", 4],
    ]);
    assert.deepEqual(infos, [
      "Topic 'few' exists but has a different partition count: 1 not 4, increasing",
      "Topic 'many' exists but has a different partition count: 9 not 2",
    ]);
    assert.equal(cluster.open, 0);
  });

  it("asks nobody where nothing is declared, or nothing is its own", async () => {
    const cluster = new Cluster();
    cluster.isDown = true;
    assert.equal(await adminOf(cluster, []).initialize(), false);
    const none = adminOf(cluster, [{ name: "t" }], { createOrModifyTopic: ({ name }) => name !== "t" });
    assert.equal(await none.initialize(), false);
    assert.equal(cluster.timeouts.size, 0);
  });

  it("sets configs that differ with modifyTopicConfigs, of topics that were there", async () => {
    const configs = { "retention.ms": "1", "cleanup.policy": "delete" };
    const cluster = new Cluster({ a: { partitions: 1, configs }, b: { partitions: 1, configs } });
    const declared: readonly NewTopic[] = [
      { name: "a", configs: { "retention.ms": "2", "cleanup.policy": "delete" } },
      {
        name: "b",
        configs: new Map([
          ["retention.ms", "1"],
          ["cleanup.policy", null],
        ]),
      },
      { name: "new", configs: { "retention.ms": "3" } },
    ];
    await adminOf(cluster, declared, { modifyTopicConfigs: true }).initialize();
    assert.deepEqual(cluster.changes, [
      ["create", declared[2]],
      ["alter", "a", [["retention.ms", "2"]]],
    ]);
    const unknown = adminOf(cluster, [{ name: "a", configs: { what: "1" } }], { modifyTopicConfigs: true });
    await assert.rejects(unknown.initialize(), ({ cause }: Error) => /'what' does not exist/.test(String(cause)));
  });

  it("does not mind that somebody else is quicker, but does mind everything else", async () => {
    const [there, missing] = [{ few: { partitions: 1 } }, { name: "missing" }];
    const few = { name: "few", numPartitions: 2 };
    const quicker = new Cluster(there, {
      createTopics: "TOPIC_ALREADY_EXISTS",
      createPartitions: "INVALID_PARTITIONS",
    });
    assert.equal(await adminOf(quicker, [few, missing]).initialize(), true);
    for (const call of ["createTopics", "createPartitions"]) {
      const refusing = new Cluster(there, { [call]: "POLICY_VIOLATION" });
      await assert.rejects(adminOf(refusing, [few, missing]).initialize(), {
        message: "Could not configure topics",
        cause: new KafkaError("POLICY_VIOLATION", `${call} of ${call === "createTopics" ? "missing" : "few"}`),
      });
      assert.equal(refusing.open, 0);
    }
    const silent = new Cluster(there, { describeTopics: "TIMEOUT" });
    await assert.rejects(adminOf(silent, [few]).initialize(), /Could not configure topics/);
    assert.deepEqual(silent.changes, []);
  });

  it("describes and deletes topics", async () => {
    const cluster = new Cluster({ a: { partitions: 2 } });
    const admin = adminOf(cluster, []);
    assert.equal((await admin.describeTopics("a")).get("a")?.partitions.length, 2);
    await assert.rejects(admin.describeTopics("a", "b"), { code: "UNKNOWN_TOPIC_OR_PARTITION" });
    await admin.deleteTopics("a");
    assert.deepEqual([cluster.changes, cluster.open], [[["delete", "a"]], 0]);
  });

  it("waits 30 s for each answer, unless it or its configuration says otherwise", async () => {
    const topics = [{ name: "t" }];
    const timeouts = async (options: KafkaAdminOptions, configuration = {}): Promise<readonly unknown[]> => {
      const cluster = new Cluster();
      await adminOf(cluster, topics, options, configuration).initialize();
      return [...cluster.timeouts];
    };
    assert.deepEqual(await timeouts({}), [30_000]);
    assert.deepEqual(await timeouts({ operationTimeout: 5 }), [5]);
    assert.deepEqual(await timeouts({}, { defaultApiTimeoutMs: 7 }), [undefined]);
    assert.throws(() => new KafkaAdmin({}, { operationTimeout: 0 }), /operationTimeout must be greater than zero/);
    const misspelt: Readonly<Record<string, unknown>> = { autocreate: false };
    assert.throws(
      () => new KafkaAdmin({}, misspelt),
      /A KafkaAdmin has no option autocreate; did you mean autoCreate\?/,
    );
  });
});

describe("the KafkaAdmin of an application", () => {
  async function started(cluster: Cluster, options: KafkaAdminOptions): Promise<readonly string[]> {
    const errors: string[] = [];
    const logger = { ...silentLogger, error: (text: string) => void errors.push(text) };
    const kafkaAdmin = { newTopics: [{ name: "t" }], createAdmin: cluster.createAdmin, ...options };
    await using app = new KafkaApplication({ logger, kafkaAdmin });
    await app.start();
    return errors;
  }

  it("makes the topics at the start, unless autoCreate is false", async () => {
    const cluster = new Cluster();
    assert.deepEqual(await started(cluster, {}), []);
    assert.deepEqual(cluster.changes, [["create", { name: "t" }]]);
    const other = new Cluster();
    await started(other, { autoCreate: false });
    assert.deepEqual(other.changes, []);
  });

  it("heeds what an application.yml says of it, beside the topics that the code declares", async () => {
    const cluster = new Cluster();
    const kafkaAdmin = { newTopics: [{ name: "t" }], createAdmin: cluster.createAdmin };
    await using app = KafkaApplication.fromYaml("spring.kafka.admin.auto-create: false", { kafkaAdmin });
    await app.start();
    assert.deepEqual(cluster.changes, []);
    assert.equal(await app.kafkaAdmin.initialize(), true);
    assert.deepEqual(cluster.changes, [["create", { name: "t" }]]);
  });

  it("says so when it cannot, and keeps the application from starting only with fatalIfBrokerNotAvailable", async () => {
    const cluster = new Cluster();
    cluster.isDown = true;
    assert.deepEqual(await started(cluster, {}), ["Could not configure topics"]);
    await assert.rejects(started(cluster, { fatalIfBrokerNotAvailable: true }), /Could not configure topics/);
  });
});
