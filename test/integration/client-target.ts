// What the client's integration tests run against: our broker in this process, or the Kafka named by KAFKA_BOOTSTRAP.
import { randomUUID } from "node:crypto";
import { after, before, beforeEach } from "node:test";
import type { TestContext } from "node:test";
import assert from "node:assert/strict";
import { Admin, KafkaError } from "@ottla/client";
import type { Consumer, ConsumerRecord, NewTopic } from "@ottla/client";
import { ApiKey } from "@ottla/protocol";
import { Broker } from "@ottla/testkit";

export interface ClientTarget {
  /** For a client's `bootstrap.servers`. */
  readonly bootstrapServers: string;
  readonly admin: Admin;
  /** A name nobody else uses. */
  name(prefix: string): string;
  /** Makes a topic with a name of its own. */
  topic(options?: Omit<NewTopic, "name">): Promise<string>;
}

export interface ClientTargetOptions {
  /** The name of an API without which the tests of the file are skipped. */
  readonly needs?: keyof typeof ApiKey;
}

/** Starts the target before the tests of a file and stops it behind them. */
export function clientTarget(options: ClientTargetOptions = {}): ClientTarget {
  let isServed = true;
  let broker: Broker | undefined;
  let admin: Admin | undefined;
  let bootstrapServers = "";
  before(async () => {
    const given = process.env["KAFKA_BOOTSTRAP"];
    if (given === undefined) broker = await Broker.start();
    bootstrapServers = given ?? broker?.bootstrapServers ?? "";
    admin = new Admin({ bootstrapServers });
    if (options.needs !== undefined) isServed = await serves(admin, ApiKey[options.needs]);
  });
  beforeEach((context) => {
    if (!isServed) (context as TestContext).skip(`the broker does not serve ${options.needs} yet`);
  });
  after(async () => {
    await admin?.close();
    await broker?.stop();
  });
  const target: ClientTarget = {
    get bootstrapServers() {
      return bootstrapServers;
    },
    get admin() {
      if (admin === undefined) throw new Error("the target has not started");
      return admin;
    },
    name: (prefix) => `${prefix}-${randomUUID().slice(0, 8)}`,
    async topic(topicOptions = {}) {
      const name = target.name("topic");
      (await target.admin.createTopics([{ numPartitions: 1, ...topicOptions, name }])).throwIfAnyFailed();
      // A broker may hear of a topic a moment after the controller has made it.
      await until(async () => (await target.admin.describeTopics([name])).errors().length === 0, `topic ${name}`);
      return name;
    },
  };
  return target;
}

async function serves(admin: Admin, apiKey: number): Promise<boolean> {
  const [versions] = (await admin.brokerApiVersions()).values();
  return versions?.apis.some((api) => api.apiKey === apiKey) ?? false;
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

/** Repeats until the condition holds. Fails after 30 s. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadlineMs = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
