import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readConfiguration } from "./spring-configuration.ts";
import { SPRING_KEYS } from "./spring-keys.ts";

function read(yaml: string, environment: Readonly<Record<string, string>> = {}, profiles?: readonly string[]) {
  return readConfiguration(yaml, { environment, ...(profiles === undefined ? {} : { profiles }) }).options;
}

describe("application.yml", () => {
  it("with Spring Boot's keys, in whatever spelling", () => {
    const options = read(`
spring:
  kafka:
    bootstrapServers: [one:9092, two:9092]
    properties:
      max.block.ms: 7
    consumer:
      group-id: billing
      fetch-max-wait: 250ms
      fetch_min_size: 1KB
      isolation-level: read-committed
      properties:
        session.timeout.ms: 10000
    producer:
      ACKS: all
      batch-size: 32KB
      transaction-id-prefix: tx-
    listener:
      type: batch
      ack-mode: manual_immediate
      concurrency: 3
      poll-timeout: 2s
      monitor-interval: 10
    template:
      default-topic: orders
    retry.topic:
      enabled: true
      attempts: 4
      backoff.delay: 2s
`);
    assert.equal(options.bootstrapServers, "one:9092,two:9092");
    assert.deepEqual(options.consumer, {
      "bootstrap.servers": "one:9092,two:9092",
      "max.block.ms": "7",
      "group.id": "billing",
      "fetch.max.wait.ms": 250,
      "fetch.min.bytes": 1_024,
      "isolation.level": "read_committed",
      "session.timeout.ms": "10000",
    });
    assert.equal(options.producer?.["acks"], "all");
    assert.equal(options.producer?.["batch.size"], 32_768);
    assert.equal(options.transactionIdPrefix, "tx-");
    assert.deepEqual(options.listener, {
      containerProperties: { ackMode: "MANUAL_IMMEDIATE", pollTimeout: 2_000, monitorInterval: 10_000 },
      concurrency: 3,
      batchListener: true,
    });
    assert.equal(options.template?.defaultTopic, "orders");
    assert.equal(options.retryTopic?.attempts, 4);
    assert.equal(options.retryTopic?.backOff?.delay, 2_000);
  });

  it("as the notes write it: type RECORD is single, ack-mod is refused with the right name", () => {
    const yaml = (key: string): string => `
spring:
  kafka:
    consumer:
      bootstrap-servers: localhost:9092
    listener:
      ${key}: MANUAL_IMMEDIATE
      type: RECORD
`;
    assert.throws(
      () => read(yaml("ack-mod")),
      /Unknown key spring\.kafka\.listener\.ack-mod; did you mean spring\.kafka\.listener\.ack-mode\?/,
    );
    const options = read(yaml("ack-mode"));
    assert.equal(options.listener?.batchListener, false);
    assert.equal(options.listener?.containerProperties?.ackMode, "MANUAL_IMMEDIATE");
    assert.equal(options.consumer?.["bootstrap.servers"], "localhost:9092");
  });

  it("an empty value counts as none; a wrong one is refused with the words there are", () => {
    const options = read("spring.kafka.consumer.group-id: ''\nspring.kafka.listener.concurrency: ''");
    assert.deepEqual(options.consumer, {});
    assert.throws(
      () => read("spring.kafka.listener.ack-mode: all"),
      /must be one of record, batch, time, count, count-time, manual, manual-immediate, not 'all'/,
    );
    assert.throws(
      () => read("spring.kafka.listener.concurrency: many"),
      /spring\.kafka\.listener\.concurrency must be a whole number, not 'many'/,
    );
    assert.throws(() => read("spring.kafka.consumer.fetch-max-wait: soon"), /must be a duration/);
    assert.throws(() => read("spring: [1"), /YAML/);
  });

  it("placeholders come from the environment and from the file, with defaults", () => {
    const yaml = `
app: { name: billing }
spring.kafka.consumer.group-id: "\${GROUP:\${app.name}-\${SUFFIX:local}}"
`;
    assert.equal(read(yaml).consumer?.["group.id"], "billing-local");
    assert.equal(read(yaml, { SUFFIX: "eu" }).consumer?.["group.id"], "billing-eu");
    assert.equal(read(yaml, { GROUP: "other" }).consumer?.["group.id"], "other");
    assert.throws(() => read('spring.kafka.client-id: "${NOWHERE}"'), /Could not resolve placeholder 'NOWHERE'/);
    assert.throws(() => read('a: "${b}"\nb: "${a}"\nspring.kafka.client-id: "${a}"'), /circle/);
  });

  it("the environment wins over the file", () => {
    const yaml = "spring.kafka.listener.ack-mode: batch";
    const options = read(yaml, { SPRING_KAFKA_LISTENER_ACKMODE: "record", SPRING_KAFKA_CONSUMER_GROUPID: "env" });
    assert.equal(options.listener?.containerProperties?.ackMode, "RECORD");
    assert.equal(options.consumer?.["group.id"], "env");
  });

  it("documents of active profiles go over the others", () => {
    const yaml = `
spring.kafka.consumer.group-id: base
spring.kafka.bootstrap-servers: [a:1, b:2]
---
spring.config.activate.on-profile: prod & !eu
spring.kafka.consumer.groupId: prod
spring.kafka.bootstrap-servers: [c:3]
`;
    assert.equal(read(yaml).consumer?.["group.id"], "base");
    const prod = read(yaml, {}, ["prod"]);
    assert.deepEqual([prod.consumer?.["group.id"], prod.bootstrapServers], ["prod", "c:3"]);
    assert.equal(read(yaml, { SPRING_PROFILES_ACTIVE: "prod,eu" }).consumer?.["group.id"], "base");
  });

  it("what is not served is refused with the reason, unless it is off anyway", () => {
    assert.throws(() => read("spring.kafka.streams.application-id: x"), /Kafka Streams/);
    assert.throws(() => read("spring.kafka.ssl.bundle: web"), /SSL bundles/);
    assert.throws(
      () => read("spring.kafka.consumer.properties.spring.json.value.default.type: com.x.Order"),
      /serializers/,
    );
    read("spring.kafka.admin.fail-fast: false");
  });

  it("every key has one outcome", () => {
    for (const [name, key] of SPRING_KEYS) {
      const value = "refusal" in key ? "true" : sample(key);
      // Details of retry topics, or of a login, count once those are wanted at all.
      const family = /^(retry\.topic|jaas)\.(?!enabled)/.exec(name)?.[1];
      const base = family === undefined ? "" : `spring.kafka.${family}.enabled: true\n`;
      const outcome = (yaml: string): unknown => {
        const { options, observes } = readConfiguration(yaml, { environment: {} });
        return { options, observes };
      };
      const attempt = (): unknown => outcome(`${base}spring.kafka.${name}: "${value}"`);
      if ("refusal" in key) assert.throws(attempt, /is not supported/, name);
      else assert.notDeepEqual(attempt(), outcome(base), `${name} changes nothing`);
    }
  });
});

function sample(key: { readonly kind: string; readonly words?: Readonly<Record<string, string>> }): string {
  // The last word: the first is the default of the listener's type, and of a login.
  if (key.words !== undefined) return key.words["batch"] === "batch" ? "batch" : (Object.keys(key.words).at(-1) ?? "");
  return key.kind === "truth" ? "true" : key.kind === "text" || key.kind === "list" ? "x" : "7";
}
