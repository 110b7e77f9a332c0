// Spring Boot's own list of keys, one by one: each reaches the option or property that it is for, or is refused with the reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { KafkaApplication } from "../application/kafka-application.ts";
import { canonical } from "./relaxed-names.ts";
import { readConfiguration } from "./spring-configuration.ts";
import type { SpringConfiguration } from "./spring-configuration.ts";
import { SPRING_KEYS } from "./spring-keys.ts";

interface BootKey {
  readonly name: string;
  readonly type: string;
  /** Boot has given the key up; a name that stands for it, or null. */
  readonly replacedBy?: string | null;
}

const fixtures = new URL("../../../../test/fixtures/", import.meta.url);
const ROOT = "spring.kafka.";
const BOOT_KEYS = JSON.parse(
  readFileSync(new URL("spring-boot/spring-kafka-keys.json", fixtures), "utf8"),
) as readonly BootKey[];
const TLS = new URL("tls/", fixtures).pathname;
const pem = (name: string): string => readFileSync(`${TLS}${name}`, "utf8");

/** A value as a file has it, and as the option has it. */
type Sample = readonly [written: unknown, read: unknown];

const CLIENTS = ["consumer", "producer", "admin"] as const;
type Client = (typeof CLIENTS)[number];

/** Kafka's option of a key below `ssl`, with what must be said besides for a client to take it. */
const SSL: Readonly<
  Record<string, readonly [option: string, sample: Sample, besides?: Readonly<Record<string, unknown>>]>
> = {
  "key-password": [
    "ssl.key.password",
    ["secret", "secret"],
    { "key-store-location": `${TLS}client-encrypted.pem`, "key-store-type": "PEM" },
  ],
  "key-store-certificate-chain": [
    "ssl.keystore.certificate.chain",
    [pem("client.crt"), pem("client.crt").trim()],
    { "key-store-key": pem("client.key"), "key-store-type": "PEM" },
  ],
  "key-store-key": [
    "ssl.keystore.key",
    [pem("client.key"), pem("client.key").trim()],
    { "key-store-certificate-chain": pem("client.crt"), "key-store-type": "PEM" },
  ],
  "key-store-location": [
    "ssl.keystore.location",
    [`file:${TLS}client.pem`, `${TLS}client.pem`],
    { "key-store-type": "PEM" },
  ],
  "key-store-password": [
    "ssl.keystore.password",
    ["secret", "secret"],
    { "key-store-location": `${TLS}client.p12`, "key-store-type": "PKCS12" },
  ],
  "key-store-type": ["ssl.keystore.type", ["PEM", "PEM"]],
  "trust-store-certificates": [
    "ssl.truststore.certificates",
    [pem("ca.pem"), pem("ca.pem").trim()],
    { "trust-store-type": "PEM" },
  ],
  "trust-store-location": [
    "ssl.truststore.location",
    [`file://${TLS}ca.pem`, `${TLS}ca.pem`],
    { "trust-store-type": "PEM" },
  ],
  "trust-store-type": ["ssl.truststore.type", ["PEM", "PEM"]],
};

/** Kafka's option of every other key of a client. */
const OPTIONS: Readonly<Record<string, readonly [clients: readonly Client[], option: string, sample: Sample]>> = {
  "bootstrap-servers": [CLIENTS, "bootstrap.servers", [["a:1", "b:2"], "a:1,b:2"]],
  "client-id": [CLIENTS, "client.id", ["me", "me"]],
  "security.protocol": [CLIENTS, "security.protocol", ["SSL", "SSL"]],
  "consumer.auto-commit-interval": [["consumer"], "auto.commit.interval.ms", ["PT2S", 2_000]],
  "consumer.auto-offset-reset": [["consumer"], "auto.offset.reset", ["earliest", "earliest"]],
  "consumer.bootstrap-servers": [["consumer"], "bootstrap.servers", ["a:1", "a:1"]],
  "consumer.client-id": [["consumer"], "client.id", ["me", "me"]],
  "consumer.enable-auto-commit": [["consumer"], "enable.auto.commit", [false, false]],
  "consumer.fetch-max-wait": [["consumer"], "fetch.max.wait.ms", ["250ms", 250]],
  "consumer.fetch-min-size": [["consumer"], "fetch.min.bytes", ["1KB", 1_024]],
  "consumer.group-id": [["consumer"], "group.id", ["g", "g"]],
  "consumer.heartbeat-interval": [["consumer"], "heartbeat.interval.ms", [100, 100]],
  "consumer.isolation-level": [["consumer"], "isolation.level", ["read-committed", "read_committed"]],
  "consumer.key-deserializer": [["consumer"], "key.deserializer", ["x.y.StringDeserializer", "x.y.StringDeserializer"]],
  "consumer.max-poll-interval": [["consumer"], "max.poll.interval.ms", ["1m", 60_000]],
  "consumer.max-poll-records": [["consumer"], "max.poll.records", [7, 7]],
  "consumer.security.protocol": [["consumer"], "security.protocol", ["SSL", "SSL"]],
  "consumer.value-deserializer": [
    ["consumer"],
    "value.deserializer",
    ["x.y.ByteArrayDeserializer", "x.y.ByteArrayDeserializer"],
  ],
  "producer.acks": [["producer"], "acks", ["all", "all"]],
  "producer.batch-size": [["producer"], "batch.size", ["32KB", 32_768]],
  "producer.bootstrap-servers": [["producer"], "bootstrap.servers", ["a:1", "a:1"]],
  "producer.buffer-memory": [["producer"], "buffer.memory", ["64MB", 67_108_864]],
  "producer.client-id": [["producer"], "client.id", ["me", "me"]],
  "producer.compression-type": [["producer"], "compression.type", ["zstd", "zstd"]],
  "producer.key-serializer": [["producer"], "key.serializer", ["x.y.StringSerializer", "x.y.StringSerializer"]],
  "producer.retries": [["producer"], "retries", [5, 5]],
  "producer.security.protocol": [["producer"], "security.protocol", ["SSL", "SSL"]],
  "producer.value-serializer": [
    ["producer"],
    "value.serializer",
    ["x.y.ByteArraySerializer", "x.y.ByteArraySerializer"],
  ],
  "admin.client-id": [["admin"], "client.id", ["me", "me"]],
  "admin.operation-timeout": [["admin"], "default.api.timeout.ms", ["7s", 7_000]],
  "admin.security.protocol": [["admin"], "security.protocol", ["SSL", "SSL"]],
  properties: [CLIENTS, "metadata.max.age.ms", [{ "metadata.max.age.ms": 5 }, "5"]],
  "consumer.properties": [["consumer"], "max.partition.fetch.bytes", [{ "[max.partition.fetch.bytes]": 5 }, "5"]],
  "producer.properties": [["producer"], "linger.ms", [{ "linger.ms": 5 }, "5"]],
  "admin.properties": [["admin"], "request.timeout.ms", [{ "request.timeout.ms": 5 }, "5"]],
};

type Read = (configuration: SpringConfiguration) => unknown;

const container =
  (name: string): Read =>
  ({ options }) =>
    (options.listener?.containerProperties as Readonly<Record<string, unknown>> | undefined)?.[name];
const retry =
  (name: string): Read =>
  ({ options }) =>
    (options.retryTopic?.backOff as Readonly<Record<string, unknown>> | undefined)?.[name];

/** Where every other key that is served can be seen. */
const SETTINGS: Readonly<Record<string, readonly [read: Read, sample: Sample]>> = {
  "admin.auto-create": [({ options }) => options.kafkaAdmin?.autoCreate, [false, false]],
  "admin.fail-fast": [({ options }) => options.kafkaAdmin?.fatalIfBrokerNotAvailable, ["yes", true]],
  "admin.modify-topic-configs": [({ options }) => options.kafkaAdmin?.modifyTopicConfigs, [true, true]],
  "listener.ack-count": [container("ackCount"), [7, 7]],
  "listener.ack-mode": [container("ackMode"), ["count-time", "COUNT_TIME"]],
  "listener.ack-time": [container("ackTime"), ["3s", 3_000]],
  "listener.async-acks": [container("asyncAcks"), [true, true]],
  "listener.auth-exception-retry-interval": [container("authExceptionRetryInterval"), ["10s", 10_000]],
  "listener.auto-startup": [({ options }) => options.listener?.autoStartup, [false, false]],
  "listener.client-id": [({ options }) => options.clientIdPrefix, ["me", "me"]],
  "listener.concurrency": [({ options }) => options.listener?.concurrency, [3, 3]],
  "listener.idle-between-polls": [container("idleBetweenPolls"), [500, 500]],
  "listener.idle-event-interval": [container("idleEventInterval"), ["1m", 60_000]],
  "listener.idle-partition-event-interval": [container("idlePartitionEventInterval"), ["PT1M", 60_000]],
  "listener.immediate-stop": [container("stopImmediate"), [true, true]],
  "listener.log-container-config": [container("logContainerConfig"), ["yes", true]],
  "listener.missing-topics-fatal": [container("missingTopicsFatal"), [true, true]],
  // A plain number is in seconds, as Boot's @DurationUnit says.
  "listener.monitor-interval": [container("monitorInterval"), [10, 10_000]],
  "listener.no-poll-threshold": [container("noPollThreshold"), [2.5, 2.5]],
  "listener.observation-enabled": [({ observes }) => observes.listener, [true, true]],
  "listener.poll-timeout": [container("pollTimeout"), ["2s", 2_000]],
  "listener.type": [({ options }) => options.listener?.batchListener, ["batch", true]],
  "producer.transaction-id-prefix": [({ options }) => options.transactionIdPrefix, ["tx-", "tx-"]],
  "retry.topic.enabled": [({ options }) => options.retryTopic?.attempts, [true, 3]],
  "retry.topic.attempts": [({ options }) => options.retryTopic?.attempts, [5, 5]],
  "retry.topic.backoff.delay": [retry("delay"), ["2s", 2_000]],
  "retry.topic.backoff.jitter": [retry("jitter"), [7, 7]],
  "retry.topic.backoff.max-delay": [retry("maxDelay"), ["1m", 60_000]],
  "retry.topic.backoff.multiplier": [retry("multiplier"), [1.5, 1.5]],
  "template.allow-non-transactional": [({ options }) => options.template?.allowNonTransactional, [true, true]],
  "template.close-timeout": [({ options }) => options.closeTimeout, ["9s", 9_000]],
  "template.default-topic": [({ options }) => options.template?.defaultTopic, ["orders", "orders"]],
  "template.observation-enabled": [({ observes }) => observes.template, [false, false]],
  "template.transaction-id-prefix": [({ options }) => options.template?.transactionIdPrefix, ["tx-", "tx-"]],
  "jaas.enabled": [jaas, [true, "com.sun.security.auth.module.Krb5LoginModule required;"]],
  "jaas.login-module": [jaas, ["x.PlainLoginModule", "x.PlainLoginModule required;"]],
  "jaas.control-flag": [jaas, ["optional", "com.sun.security.auth.module.Krb5LoginModule optional;"]],
  "jaas.options": [
    jaas,
    [
      { username: "me", password: 'a"b\\c' },
      'com.sun.security.auth.module.Krb5LoginModule required username="me" password="a\\"b\\\\c";',
    ],
  ],
};

function jaas({ options }: SpringConfiguration): unknown {
  return options.consumer?.["sasl.jaas.config"];
}

/** What a key needs to be looked at at all. */
const BASES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "retry.": { "retry.topic.enabled": true },
  "jaas.": { "jaas.enabled": true },
};

/** Why a key is refused. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "admin.close-timeout": /closed as soon as what it was asked is answered/,
  "listener.change-consumer-thread-name": /no threads of their own/,
  "listener.only-log-record-metadata": /no record's content is ever logged/,
};
const SSL_REFUSED: Readonly<Record<string, RegExp>> = {
  bundle: /SSL bundles are Spring's/,
  protocol: /ssl\.enabled\.protocols/,
  "trust-store-password": /PEM/,
};

function read(keys: Readonly<Record<string, unknown>>): SpringConfiguration {
  const yaml = Object.entries(keys).map(([name, value]) => `${ROOT}${name}: ${JSON.stringify(value)}\n`);
  return readConfiguration(yaml.join(""), { environment: {} });
}

/** The options that an application gives to its clients. */
function clientOptions({ options }: SpringConfiguration): Record<Client, Readonly<Record<string, unknown>>> {
  const app = new KafkaApplication(options);
  return {
    consumer: app.consumerFactory.configurationProperties,
    producer: app.producerFactory.configurationProperties,
    admin: { "bootstrap.servers": options.bootstrapServers ?? "localhost:9092", ...options.admin },
  };
}

/** Makes the client, which looks at every option, and ends it. */
async function take(client: Client, options: Readonly<Record<string, unknown>>): Promise<void> {
  const entries = new Map(Object.entries(options));
  const made =
    client === "admin" ? new Admin(entries) : client === "consumer" ? new Consumer(entries) : new Producer(entries);
  await made.close();
}

/** The prefix of a key below some `ssl`, and its name there. */
function sslKey(
  name: string,
): { readonly prefix: string; readonly clients: readonly Client[]; readonly key: string } | undefined {
  const match = /^(?:(consumer|producer|admin)\.)?ssl\.(.+)$/.exec(name);
  if (match === null) return undefined;
  const client = match[1] as Client | undefined;
  return {
    prefix: client === undefined ? "" : `${client}.`,
    clients: client === undefined ? CLIENTS : [client],
    key: match[2] ?? "",
  };
}

describe("Spring Boot's keys", () => {
  it("are these, and no others are known", () => {
    const known = new Set([...SPRING_KEYS.keys()].map((name) => ROOT + name));
    const maps = ["", "consumer.", "producer.", "admin."].map((prefix) => `${ROOT}${prefix}properties`);
    const boots = new Set(BOOT_KEYS.map(({ name }) => name));
    const isFamily = (name: string): boolean => name.startsWith(`${ROOT}streams.`) || name === `${ROOT}jaas.options`;
    const spelled = new Set([...known].map(canonical));
    const missing = [...boots].filter(
      (name) => !spelled.has(canonical(name)) && !maps.includes(name) && !isFamily(name),
    );
    assert.deepEqual(missing, [], "Boot has them");
    assert.deepEqual(
      [...known].filter((name) => !boots.has(name)),
      [],
      "Boot has none such",
    );
  });

  for (const { name: full, replacedBy } of BOOT_KEYS) {
    const name = full.slice(ROOT.length);
    it(full, async () => {
      if (name.startsWith("streams.")) {
        assert.throws(() => read({ [name]: "x" }), /is not supported: Kafka Streams has no counterpart here/);
        return;
      }
      if (typeof replacedBy === "string" && canonical(replacedBy) === canonical(full)) {
        // What Boot calls an older name is to relaxed binding the same one.
        assert.deepEqual(outcome(name), outcome(replacedBy.slice(ROOT.length)));
        return;
      }
      if (typeof replacedBy === "string" && !name.startsWith("streams.")) {
        assert.throws(
          () => read({ [name]: "1" }),
          new RegExp(`is not supported: Boot calls it ${replacement(replacedBy)} by now`),
        );
        return;
      }
      const ssl = sslKey(name);
      const refusal = ssl === undefined ? REFUSED[name] : SSL_REFUSED[ssl.key];
      if (refusal !== undefined) {
        assert.throws(
          () => read({ [name]: "true" }),
          ({ message }: Error) => message.startsWith(`${full} is not supported: `) && refusal.test(message),
        );
        return;
      }
      if (ssl !== undefined) {
        const [option, [written, expected], besides = {}] = SSL[ssl.key] ?? assert.fail(`${full} is not looked at`);
        const all = { ...besides, [ssl.key]: written };
        const keys = Object.fromEntries(Object.entries(all).map(([key, value]) => [`${ssl.prefix}ssl.${key}`, value]));
        const given = clientOptions(read({ ...keys, [`${ssl.prefix}security.protocol`]: "SSL" }));
        for (const client of CLIENTS) {
          assert.deepEqual(given[client][option], ssl.clients.includes(client) ? expected : undefined, client);
          await take(client, given[client]);
        }
        return;
      }
      const ofClient = OPTIONS[name];
      if (ofClient !== undefined) {
        const [clients, option, [written, expected]] = ofClient;
        const given = clientOptions(read({ [name]: written }));
        for (const client of clients) {
          assert.deepEqual(given[client][option], expected, client);
          await take(client, given[client]);
        }
        return;
      }
      const [seen, [written, expected]] = SETTINGS[name] ?? assert.fail(`${full} is not looked at`);
      const base =
        Object.entries(BASES).find(([prefix]) => name.startsWith(prefix) && !name.endsWith(".enabled"))?.[1] ?? {};
      assert.notDeepEqual(seen(read(base)), expected, "it is not so anyway");
      assert.deepEqual(seen(read({ ...base, [name]: written })), expected);
    });
  }

  it("that are switches may be off where nothing is on", () => {
    read({ "admin.auto-create": false, "admin.fail-fast": "FALSE", "listener.change-consumer-thread-name": false });
    assert.throws(() => read({ "ssl.bundle": "false" }), /SSL bundles/);
  });

  it("of a login: a client's own line goes before, a store is a file", async () => {
    const keys = {
      "jaas.enabled": true,
      "jaas.login-module": "org.apache.kafka.common.security.plain.PlainLoginModule",
      "jaas.options": { username: "me", password: "secret" },
      "security.protocol": "SASL_PLAINTEXT",
      properties: { "sasl.mechanism": "PLAIN" },
    };
    const given = clientOptions(read({ ...keys, "producer.properties": { "sasl.jaas.config": "other" } }));
    assert.match(String(given.consumer["sasl.jaas.config"]), /^org\.apache.*PlainLoginModule required username="me"/);
    assert.equal(given.producer["sasl.jaas.config"], "other");
    await take("consumer", given.consumer);
    assert.equal(read({ ...keys, "jaas.enabled": false }).options.consumer?.["sasl.jaas.config"], undefined);
    assert.throws(
      () => read({ "ssl.trust-store-location": "classpath:trust.pem" }),
      /spring\.kafka\.ssl\.trust-store-location must be a file: nothing is read from classpath:/,
    );
  });
});

/** What a key comes to, or why it does not. */
function outcome(name: string): unknown {
  try {
    return read({ [name]: "x" }).options;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Boot names what replaced a key, which may have been replaced in its turn. */
function replacement(name: string): string {
  const next = BOOT_KEYS.find((key) => key.name === name)?.replacedBy;
  return typeof next === "string" ? replacement(next) : name.replaceAll(".", "\\.");
}
