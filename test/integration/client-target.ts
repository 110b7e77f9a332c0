// What the client's integration tests run against: our broker in this process, or the Kafka named by KAFKA_BOOTSTRAP.
import { randomUUID } from "node:crypto";
import { after, before } from "node:test";
import assert from "node:assert/strict";
import { BROKER_CONFIGS } from "@ottla/config";
import { Admin, KafkaError } from "@ottla/client";
import type { Consumer, ConsumerRecord, FeatureUpdate, NewTopic } from "@ottla/client";
import { ApiKey } from "@ottla/protocol";
import { Broker } from "@ottla/testkit";
import { until as looked } from "../support/until.ts";

export interface ClientTarget {
  /** For a client's `bootstrap.servers`. */
  readonly bootstrapServers: string;
  readonly admin: Admin;
  /** A name nobody else uses. */
  name(prefix: string): string;
  /** Makes a topic with a name of its own. */
  topic(options?: Omit<NewTopic, "name">): Promise<string>;
}

/** What makes groups of the newer protocols, the ends of forgotten transactions, and compaction quick. Apache is started with the same (test/interop/client-suite.test.ts). */
export const QUICK: Readonly<Record<string, string>> = {
  "group.consumer.min.session.timeout.ms": "1000",
  "group.consumer.min.heartbeat.interval.ms": "100",
  "group.consumer.heartbeat.interval.ms": "200",
  "group.consumer.session.timeout.ms": "3000",
  "group.share.min.session.timeout.ms": "1000",
  "group.share.min.heartbeat.interval.ms": "100",
  "group.share.heartbeat.interval.ms": "200",
  "transaction.abort.timed.out.transaction.cleanup.interval.ms": "500",
  "log.cleaner.backoff.ms": "200",
  // Some records have timestamps of long ago, which retention would delete under a test that reads them.
  "log.initial.task.delay.ms": "86400000",
};

/** Those of the configs that our broker serves by now. */
function served(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).filter(([name]) => BROKER_CONFIGS.get(name)?.served === true));
}

/** Starts the target before the tests of a file and stops it behind them. */
export function clientTarget(): ClientTarget {
  let running: Running | undefined;
  before(async () => {
    running = await start();
  });
  after(() => running?.stop());
  return target(() => {
    if (running === undefined) throw new Error("the target has not started");
    return running;
  });
}

/** As {@link clientTarget}, for tests that need an API which a broker may lack; `skip` says why they cannot run, and is false when they can. */
export async function clientTargetWith(
  api: keyof typeof ApiKey,
  feature?: FeatureUpdate,
): Promise<{ readonly target: ClientTarget; readonly skip: string | false }> {
  const running = await start();
  after(() => running.stop());
  if (feature !== undefined && !(await raiseFeature(running.admin, feature))) {
    return { target: target(() => running), skip: `the broker does not serve ${feature.feature} yet` };
  }
  const [versions] = (await running.admin.brokerApiVersions()).values();
  const isServed = versions?.apis.some((one) => one.apiKey === ApiKey[api]) ?? false;
  return { target: target(() => running), skip: isServed ? false : `the broker does not serve ${api} yet` };
}

/** Sees to it that a feature is finalized at a level; false when the cluster does not know that level. */
export async function raiseFeature(admin: Admin, feature: FeatureUpdate): Promise<boolean> {
  const levelOf = async (): Promise<number> =>
    (await admin.describeFeatures()).finalizedFeatures.get(feature.feature)?.max ?? 0;
  const supported = (await admin.describeFeatures()).supportedFeatures.get(feature.feature)?.max ?? 0;
  if (supported < feature.maxVersionLevel) return false;
  if ((await levelOf()) >= feature.maxVersionLevel) return true;
  (await admin.updateFeatures([feature])).throwIfAnyFailed();
  await until(async () => (await levelOf()) >= feature.maxVersionLevel, `${feature.feature} to be finalized`);
  return true;
}

/** What share groups need beside their APIs. */
export const SHARE_FEATURE: FeatureUpdate = { feature: "share.version", maxVersionLevel: 1 };

interface Running {
  readonly bootstrapServers: string;
  readonly admin: Admin;
  stop(): Promise<void>;
}

async function start(): Promise<Running> {
  const given = process.env["KAFKA_BOOTSTRAP"];
  const broker = given === undefined ? await Broker.start({ config: served(QUICK) }) : undefined;
  const bootstrapServers = given ?? broker?.bootstrapServers ?? "";
  const admin = new Admin({ bootstrapServers });
  return {
    bootstrapServers,
    admin,
    async stop() {
      await admin.close();
      await broker?.stop();
    },
  };
}

function target(running: () => Running): ClientTarget {
  const made: ClientTarget = {
    get bootstrapServers() {
      return running().bootstrapServers;
    },
    get admin() {
      return running().admin;
    },
    name: (prefix) => `${prefix}-${randomUUID().slice(0, 8)}`,
    async topic(options = {}) {
      const name = made.name("topic");
      (await made.admin.createTopics([{ numPartitions: 1, ...options, name }])).throwIfAnyFailed();
      // A broker may hear of a topic a moment after the controller has made it.
      await until(async () => (await made.admin.describeTopics([name])).errors().length === 0, `topic ${name}`);
      return name;
    },
  };
  return made;
}

/** The code of the error that a call ends with. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof KafkaError, String(error));
    return error.code;
  }
  return "none";
}

/** Polls until as many records came as asked for. Fails after 30 s. */
export async function pollRecords<K, V>(consumer: Consumer<K, V>, count: number): Promise<ConsumerRecord<K, V>[]> {
  const records: ConsumerRecord<K, V>[] = [];
  await until(async () => {
    records.push(...(await consumer.poll({ timeoutMs: 200 })));
    return records.length >= count;
  }, `${count} records, got ${records.length}`);
  return records;
}

/** Looks until the condition holds, with pauses, so that it takes no processor from what it waits for. Fails after 30 s. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  await looked(what, condition);
}
