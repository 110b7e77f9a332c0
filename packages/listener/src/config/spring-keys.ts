/**
 * Every key below `spring.kafka` that Spring Boot 4 knows: what kind of value it has, and what becomes of it. A key is served, or refused with the reason.
 * What Boot knows is in test/fixtures/spring-boot; the test compares key by key.
 */
import type { ValueKind } from "./values.ts";

/** Where a served value goes: a Kafka option of some clients, or a setting of the framework. */
export type Target =
  | { readonly client: "common" | "consumer" | "producer" | "admin"; readonly option: string }
  | { readonly setting: string };

export type SpringKey =
  | { readonly kind: ValueKind; readonly target: Target; readonly words?: Readonly<Record<string, string>> }
  | {
      readonly refusal: string;
      /** The key is a switch, and off is what it is here anyway. */
      readonly isSwitch: boolean;
    };

const CLIENTS = ["common", "consumer", "producer", "admin"] as const;
type Client = (typeof CLIENTS)[number];

const PREFIX: Readonly<Record<Client, string>> = {
  common: "",
  consumer: "consumer.",
  producer: "producer.",
  admin: "admin.",
};

const SSL: Readonly<Record<string, readonly [ValueKind, string]>> = {
  "key-password": ["text", "ssl.key.password"],
  "key-store-certificate-chain": ["text", "ssl.keystore.certificate.chain"],
  "key-store-key": ["text", "ssl.keystore.key"],
  "key-store-location": ["resource", "ssl.keystore.location"],
  "key-store-password": ["text", "ssl.keystore.password"],
  "key-store-type": ["text", "ssl.keystore.type"],
  "trust-store-certificates": ["text", "ssl.truststore.certificates"],
  "trust-store-location": ["resource", "ssl.truststore.location"],
  "trust-store-type": ["text", "ssl.truststore.type"],
};

const SSL_REFUSED: Readonly<Record<string, string>> = {
  bundle: "SSL bundles are Spring's; give the stores' locations, or the certificates themselves",
  protocol: "it names one of Java's TLS implementations; give ssl.enabled.protocols among the properties",
  "trust-store-password": "a trust store is PEM here, which has no password",
};

const OPTIONS: Readonly<Record<Client, Readonly<Record<string, readonly [ValueKind, string]>>>> = {
  common: {},
  consumer: {
    "auto-commit-interval": ["duration", "auto.commit.interval.ms"],
    "auto-offset-reset": ["text", "auto.offset.reset"],
    "enable-auto-commit": ["truth", "enable.auto.commit"],
    "fetch-max-wait": ["duration", "fetch.max.wait.ms"],
    "fetch-min-size": ["size", "fetch.min.bytes"],
    "group-id": ["text", "group.id"],
    "heartbeat-interval": ["duration", "heartbeat.interval.ms"],
    "key-deserializer": ["text", "key.deserializer"],
    "value-deserializer": ["text", "value.deserializer"],
    "max-poll-records": ["whole", "max.poll.records"],
    "max-poll-interval": ["duration", "max.poll.interval.ms"],
  },
  producer: {
    acks: ["text", "acks"],
    "batch-size": ["size", "batch.size"],
    "buffer-memory": ["size", "buffer.memory"],
    "compression-type": ["text", "compression.type"],
    "key-serializer": ["text", "key.serializer"],
    "value-serializer": ["text", "value.serializer"],
    retries: ["whole", "retries"],
  },
  admin: { "operation-timeout": ["duration", "default.api.timeout.ms"] },
};

const SETTINGS: Readonly<Record<string, ValueKind>> = {
  "jaas.enabled": "truth",
  "jaas.login-module": "text",
  "producer.transaction-id-prefix": "text",
  "listener.client-id": "text",
  "listener.concurrency": "whole",
  "listener.async-acks": "truth",
  "listener.poll-timeout": "duration",
  "listener.no-poll-threshold": "decimal",
  "listener.ack-count": "whole",
  "listener.ack-time": "duration",
  "listener.idle-between-polls": "duration",
  "listener.idle-event-interval": "duration",
  "listener.idle-partition-event-interval": "duration",
  "listener.monitor-interval": "duration-seconds",
  "listener.log-container-config": "truth",
  "listener.missing-topics-fatal": "truth",
  "listener.immediate-stop": "truth",
  "listener.auto-startup": "truth",
  "listener.auth-exception-retry-interval": "duration",
  "listener.observation-enabled": "truth",
  "admin.auto-create": "truth",
  "admin.fail-fast": "truth",
  "admin.modify-topic-configs": "truth",
  "template.observation-enabled": "truth",
  "template.default-topic": "text",
  "template.transaction-id-prefix": "text",
  "template.close-timeout": "duration",
  "template.allow-non-transactional": "truth",
  "retry.topic.enabled": "truth",
  "retry.topic.attempts": "whole",
  "retry.topic.backoff.delay": "duration",
  "retry.topic.backoff.multiplier": "decimal",
  "retry.topic.backoff.max-delay": "duration",
  "retry.topic.backoff.jitter": "duration",
};

/** The listener's type as Boot writes it, and `record`, which people write who think of the other one. */
const LISTENER_TYPES = { single: "single", batch: "batch", record: "single" };
const ACK_MODES = {
  record: "RECORD",
  batch: "BATCH",
  time: "TIME",
  count: "COUNT",
  "count-time": "COUNT_TIME",
  manual: "MANUAL",
  "manual-immediate": "MANUAL_IMMEDIATE",
};
const ISOLATION_LEVELS = { "read-uncommitted": "read_uncommitted", "read-committed": "read_committed" };

const CONTROL_FLAGS = { required: "required", requisite: "requisite", sufficient: "sufficient", optional: "optional" };

/** Switches that are off here. */
const REFUSED_SWITCHES: Readonly<Record<string, string>> = {
  "listener.change-consumer-thread-name": "listeners have no threads of their own",
};

const REFUSED: Readonly<Record<string, string>> = {
  "admin.close-timeout": "an admin client is closed as soon as what it was asked is answered",
  "listener.only-log-record-metadata": "Boot has given it up in 3.0; no record's content is ever logged",
};

/** Keys that Boot had before. */
const BEFORE: Readonly<Record<string, string>> = {
  "retry.topic.delay": "retry.topic.backoff.delay",
  "retry.topic.max-delay": "retry.topic.backoff.max-delay",
  "retry.topic.multiplier": "retry.topic.backoff.multiplier",
  "retry.topic.random-back-off": "retry.topic.backoff.jitter",
  "retry.topic.backoff.random": "retry.topic.backoff.jitter",
};

/** Key by its name below `spring.kafka`. */
export const SPRING_KEYS: ReadonlyMap<string, SpringKey> = new Map(keys());
/** Names below which everything is a Kafka option in Kafka's own name. */
export const PROPERTY_MAPS: ReadonlyMap<string, Client> = new Map(
  CLIENTS.map((client) => [`${PREFIX[client]}properties`, client]),
);
/** Families of keys that are refused as a whole. */
export const REFUSED_FAMILIES: ReadonlyMap<string, string> = new Map([
  ["streams", "Kafka Streams has no counterpart here"],
]);
/** Names below which everything is an option of the login module, in its own name. */
export const JAAS_OPTIONS = "jaas.options";

function* keys(): Iterable<[string, SpringKey]> {
  for (const client of CLIENTS) {
    const prefix = PREFIX[client];
    const served = (name: string, kind: ValueKind, option: string): [string, SpringKey] => [
      `${prefix}${name}`,
      { kind, target: { client, option } },
    ];
    // Boot's admin takes the addresses of the root.
    if (client !== "admin") yield served("bootstrap-servers", "list", "bootstrap.servers");
    yield served("client-id", "text", "client.id");
    yield served("security.protocol", "text", "security.protocol");
    for (const [name, [kind, option]] of Object.entries(SSL)) yield served(`ssl.${name}`, kind, option);
    for (const [name, refusal] of Object.entries(SSL_REFUSED)) {
      yield [`${prefix}ssl.${name}`, { refusal, isSwitch: false }];
    }
    for (const [name, [kind, option]] of Object.entries(OPTIONS[client])) yield served(name, kind, option);
  }
  yield [
    "consumer.isolation-level",
    { kind: "text", target: { client: "consumer", option: "isolation.level" }, words: ISOLATION_LEVELS },
  ];
  yield ["listener.type", { kind: "text", target: { setting: "listener.type" }, words: LISTENER_TYPES }];
  yield ["listener.ack-mode", { kind: "text", target: { setting: "listener.ack-mode" }, words: ACK_MODES }];
  for (const [name, kind] of Object.entries(SETTINGS)) yield [name, { kind, target: { setting: name } }];
  yield ["jaas.control-flag", { kind: "text", target: { setting: "jaas.control-flag" }, words: CONTROL_FLAGS }];
  for (const [name, refusal] of Object.entries(REFUSED)) yield [name, { refusal, isSwitch: false }];
  for (const [name, refusal] of Object.entries(REFUSED_SWITCHES)) yield [name, { refusal, isSwitch: true }];
  for (const [before, now] of Object.entries(BEFORE)) yield renamed(before, now);
}

function renamed(before: string, now: string): [string, SpringKey] {
  return [before, { refusal: `Boot calls it spring.kafka.${now} by now`, isSwitch: false }];
}
