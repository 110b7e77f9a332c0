import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigException, UnservedConfigException } from "./config-exception.ts";
import { validateDynamicConfigs } from "./dynamic-broker-config.ts";
import { KafkaConfig } from "./kafka-config.ts";
import { logConfigOf, maxSegmentMs } from "./log-config.ts";
import { validateTopicConfigs } from "./topic-config-validation.ts";

/** The server.properties that Apache Kafka 4.3 ships, without its comments. */
const SHIPPED = `
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=localhost:9093
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
inter.broker.listener.name=PLAINTEXT
advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
num.network.threads=3
num.io.threads=8
socket.send.buffer.bytes=102400
socket.receive.buffer.bytes=102400
socket.request.max.bytes=104857600
log.dirs=/tmp/kraft-combined-logs
num.partitions=1
num.recovery.threads.per.data.dir=1
offsets.topic.replication.factor=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.retention.hours=168
log.segment.bytes=1073741824
log.retention.check.interval.ms=300000
`;

function standalone(props: Record<string, string> = {}): KafkaConfig {
  return KafkaConfig.standalone(new Map(Object.entries(props)));
}

function refusal(props: Record<string, string>): string {
  try {
    standalone(props);
  } catch (error) {
    assert.ok(error instanceof ConfigException, String(error));
    return error.message;
  }
  return "accepted";
}

test("the server.properties that Apache Kafka ships is accepted as it is", () => {
  const config = KafkaConfig.fromProperties(SHIPPED);
  assert.deepEqual(config.warnings, []);
  assert.equal(config.nodeId, 1);
  assert.deepEqual(
    config.brokerListeners.map(({ listenerName, port }) => [listenerName, port]),
    [["PLAINTEXT", 9092]],
  );
  assert.deepEqual(
    config.controllerListeners.map(({ listenerName, port }) => [listenerName, port]),
    [["CONTROLLER", 9093]],
  );
  assert.deepEqual(
    config.advertisedBrokerListeners?.map(({ host }) => host),
    ["localhost"],
  );
  assert.deepEqual(config.logDirs, ["/tmp/kraft-combined-logs"]);
  assert.equal(config.metadataLogDir, "/tmp/kraft-combined-logs");
  assert.equal(config.number("num.recovery.threads.per.data.dir"), 1);
});

test("overrides win over the file, and an unknown key is a warning", () => {
  const config = KafkaConfig.fromProperties(
    `${SHIPPED}\nzookeeper.connect=localhost\n`,
    new Map([["num.partitions", "7"]]),
  );
  assert.equal(config.number("num.partitions"), 7);
  assert.deepEqual(config.warnings, ["The configuration 'zookeeper.connect' is not known and has no effect."]);
});

test("a node of its own needs no configuration", () => {
  const config = standalone();
  assert.equal(config.nodeId, 1);
  assert.equal(config.isStandalone, true);
  assert.deepEqual(config.processRoles, ["broker", "controller"]);
  assert.equal(config.number("offsets.topic.replication.factor"), 1);
  assert.equal(config.advertisedBrokerListeners, undefined);
  assert.deepEqual(config.interBrokerListener, { name: "PLAINTEXT", securityProtocol: "PLAINTEXT" });
});

test("broker.id and node.id stand for each other", () => {
  assert.equal(KafkaConfig.standalone(new Map([["broker.id", "4"]])).nodeId, 4);
  assert.equal(
    refusal({ "broker.id": "4", "node.id": "5" }),
    "You must set `node.id` to the same value as `broker.id`.",
  );
});

test("required keys are missed in Kafka's words", () => {
  assert.throws(() => KafkaConfig.fromProperties("node.id=1"), {
    message: 'Missing required configuration "process.roles" which has no default value.',
  });
});

test("retention, rolling and flushing take the strongest of their synonyms", () => {
  const retention = (props: Record<string, string>): number => standalone(props).logConfig().retentionMs;
  assert.equal(retention({}), 604_800_000);
  assert.equal(retention({ "log.retention.hours": "2" }), 7_200_000);
  assert.equal(retention({ "log.retention.hours": "2", "log.retention.minutes": "3" }), 180_000);
  assert.equal(retention({ "log.retention.minutes": "3", "log.retention.ms": "4" }), 4);
  assert.equal(retention({ "log.retention.hours": "-1" }), -1);
  assert.equal(standalone({ "log.roll.hours": "2" }).logConfig().segmentMs, 7_200_000);
  assert.equal(standalone({ "log.roll.hours": "2", "log.roll.ms": "9" }).logConfig().segmentMs, 9);
  assert.equal(standalone({ "log.roll.jitter.hours": "1" }).logConfig().segmentJitterMs, 3_600_000);
  assert.equal(standalone({ "log.flush.scheduler.interval.ms": "77" }).logConfig().flushMs, 77);
  assert.equal(
    standalone({ "log.flush.interval.ms": "5", "log.flush.scheduler.interval.ms": "77" }).logConfig().flushMs,
    5,
  );
  assert.equal(standalone().logConfig().flushMs, Infinity);
});

test("a topic's configs lie over the broker's", () => {
  const config = standalone({ "log.segment.bytes": "2097152", "compression.type": "zstd", "message.max.bytes": "500" });
  const log = config.logConfig(
    new Map([
      ["compression.type", "gzip"],
      ["cleanup.policy", "compact,delete"],
      ["internal.segment.bytes", "1000"],
    ]),
  );
  assert.equal(log.compressionType, "gzip");
  assert.equal(log.maxMessageBytes, 500);
  assert.equal(log.segmentBytes, 1000);
  assert.deepEqual([log.compact, log.delete], [true, true]);
  assert.equal(config.logConfig().segmentBytes, 2_097_152);
  assert.equal(maxSegmentMs(logConfigOf({ "cleanup.policy": "compact", "max.compaction.lag.ms": "10" })), 10);
});

test("rules between configs hold, in Kafka's words", () => {
  assert.equal(
    refusal({ "log.retention.ms": "0" }),
    "log.retention.ms must be unlimited (-1) or, greater than or equal to 1",
  );
  assert.equal(refusal({ "log.roll.ms": "0" }), "log.roll.ms must be greater than or equal to 1");
  assert.equal(
    refusal({ "group.share.max.share.sessions": "199" }),
    "group.share.max.share.sessions must be greater than or equal to group.share.max.size",
  );
  assert.equal(
    refusal({ "group.share.record.lock.duration.ms": "14999" }),
    "group.share.record.lock.duration.ms must be greater than or equal to group.share.min.record.lock.duration.ms",
  );
  assert.match(refusal({ "queued.max.request.bytes": "5" }), /^queued.max.request.bytes must be larger or equal to/);
  assert.match(
    refusal({ "max.connections.per.ip": "0" }),
    /can be set to zero only if max.connections.per.ip.overrides/,
  );
  assert.equal(refusal({ "max.connections.per.ip": "0", "max.connections.per.ip.overrides": "host:3" }), "accepted");
  assert.match(refusal({ "max.connections.per.ip.overrides": "a b:3" }), /contains invalid addresses : a b/);
  assert.equal(
    refusal({ "offsets.topic.compression.codec": "7" }),
    "offsets.topic.compression.codec has an unknown compression type id: 7",
  );
  assert.match(refusal({ "advertised.listeners": "PLAINTEXT://0.0.0.0:9092" }), /nonroutable meta-address/);
  assert.match(
    refusal({ "advertised.listeners": "OTHER://host:1" }),
    /No security protocol defined for listener OTHER/,
  );
  assert.match(refusal({ "inter.broker.listener.name": "OTHER" }), /Listener with name OTHER defined in inter.broker/);
  assert.match(
    refusal({ "inter.broker.listener.name": "PLAINTEXT", "security.inter.broker.protocol": "PLAINTEXT" }),
    /Only one of inter.broker.listener.name and security.inter.broker.protocol/,
  );
});

test("voters that are looked for, and secure listeners, are refused", () => {
  const cases: readonly Record<string, string>[] = [
    { "controller.quorum.bootstrap.servers": "other:9999", listeners: "PLAINTEXT://:9092,CONTROLLER://:9093" },
    { listeners: "SSL://:9092", "inter.broker.listener.name": "SSL" },
    { "num.io.threads": "16" },
    { "authorizer.class.name": "com.example.OtherAuthorizer" },
  ];
  for (const props of cases) assert.throws(() => standalone(props), UnservedConfigException, JSON.stringify(props));
  assert.equal(
    refusal({ "num.io.threads": "16" }),
    "Configuration num.io.threads cannot be set to 16: the broker works on one event loop and has no such threads",
  );
  assert.equal(refusal({ "num.io.threads": "8" }), "accepted");
  assert.match(refusal({ "controller.quorum.voters": "1-a:1" }), /in the form `\{id\}@\{host\}:\{port\}`/);
});

test("dynamic configs lie over static ones, and hide weaker synonyms", () => {
  const config = standalone({ "log.retention.ms": "5", "log.retention.hours": "1" });
  const changed = config.withDynamicConfigs(new Map(), new Map([["log.retention.hours", "3"]]));
  assert.equal(changed.logConfig().retentionMs, 3 * 3_600_000);
  const both = changed.withDynamicConfigs(new Map([["log.retention.ms", "9"]]), changed.defaultBrokerProps);
  assert.equal(both.logConfig().retentionMs, 9);
  assert.equal(config.logConfig().retentionMs, 5);
});

test("only dynamic configs change while the broker runs, in Kafka's words", () => {
  const config = standalone();
  const errorOf = (props: Record<string, string>, isPerBroker: boolean): string => {
    try {
      validateDynamicConfigs(config, new Map(Object.entries(props)), { isPerBroker });
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };
  assert.equal(errorOf({ "log.retention.ms": "5", "max.connections": "7" }, false), "accepted");
  assert.equal(errorOf({ "node.id": "5" }, true), "Cannot update these configs dynamically: [node.id]");
  assert.equal(
    errorOf({ "ssl.keystore.location": "/x" }, true),
    "These security configs can be dynamically updated only per-listener using the listener prefix: [ssl.keystore.location]",
  );
  assert.equal(
    errorOf({ "principal.builder.class": "class x" }, false).startsWith("Configuration principal.builder.class"),
    true,
  );
  assert.equal(
    errorOf({ "cordoned.log.dirs": "" }, false),
    "Cannot update these configs at default cluster level, broker id must be specified: [cordoned.log.dirs]",
  );
  assert.equal(
    errorOf({ "log.segment.bytes": "1" }, true),
    "Invalid value 1 for configuration log.segment.bytes: Value must be at least 1048576",
  );
  assert.equal(
    errorOf({ "log.retention.ms": "0" }, true),
    "log.retention.ms must be unlimited (-1) or, greater than or equal to 1",
  );
  assert.match(errorOf({ "num.io.threads": "16" }, false), /^Configuration num.io.threads cannot be set to 16/);
  assert.match(errorOf({ listeners: "PLAINTEXT://:1" }, true), /cannot be changed while the broker runs/);
});

test("topic configs are validated in Kafka's words", () => {
  const errorOf = (props: Record<string, string>): string => {
    try {
      validateTopicConfigs(new Map(Object.entries(props)), standalone().topicDefaults);
    } catch (error) {
      return (error as Error).message;
    }
    return "accepted";
  };
  assert.equal(errorOf({ "retention.ms": "-1", "cleanup.policy": "", "min.insync.replicas": "2" }), "accepted");
  assert.equal(errorOf({ "no.such.config": "1" }), "Unknown topic config name: no.such.config");
  assert.equal(
    errorOf({ "retention.ms": "-2" }),
    "Invalid value -2 for configuration retention.ms: Value must be at least -1",
  );
  assert.equal(
    errorOf({ "retention.ms": "soon" }),
    "Invalid value soon for configuration retention.ms: Not a number of type LONG",
  );
  assert.equal(
    errorOf({ "cleanup.policy": "keep" }),
    "Invalid value keep for configuration cleanup.policy: String must be one of: compact, delete",
  );
  assert.equal(
    errorOf({ "compression.gzip.level": "0" }),
    "Invalid value 0 for configuration compression.gzip.level: Value must be between 1 and 9 or equal to -1",
  );
  assert.equal(
    errorOf({ "min.cleanable.dirty.ratio": "1.5" }),
    "Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more than 1",
  );
  assert.match(
    errorOf({ "leader.replication.throttled.replicas": "x" }),
    /must be the literal '\*' or a list of replicas/,
  );
  assert.equal(
    errorOf({ "remote.storage.enable": "true" }),
    "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.",
  );
  assert.match(
    errorOf({ "min.compaction.lag.ms": "9", "max.compaction.lag.ms": "8" }),
    /^conflict topic config setting/,
  );
});
