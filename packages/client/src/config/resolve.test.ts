import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError } from "../errors.ts";
import { ADMIN_CONFIG } from "./admin-config.ts";
import { CONSUMER_CONFIG } from "./consumer-config.ts";
import { PRODUCER_CONFIG } from "./producer-config.ts";
import { resolveConfig } from "./resolve.ts";

const BOOTSTRAP = { "bootstrap.servers": "localhost:9092" };

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    assert.equal(error.code, "INVALID_CONFIG");
    return error.message;
  }
  return "(accepted)";
}

const producer = (options: object): string =>
  refusal(() => resolveConfig(PRODUCER_CONFIG, { ...BOOTSTRAP, ...options }));
const consumer = (options: object): string =>
  refusal(() => resolveConfig(CONSUMER_CONFIG, { ...BOOTSTRAP, ...options }));

describe("client options", () => {
  it("come in Kafka's spelling, in camelCase, and as text from a file", () => {
    const file = new Map([
      ["bootstrap.servers", "a:1, b:2"],
      ["linger.ms", " 7 "],
      ["enable.idempotence", "false"],
      ["acks", "1"],
    ]);
    const fromFile = resolveConfig(PRODUCER_CONFIG, file);
    assert.deepEqual(fromFile["bootstrap.servers"], ["a:1", "b:2"]);
    assert.deepEqual([fromFile["linger.ms"], fromFile["enable.idempotence"], fromFile.acks], [7, false, 1]);
    const camel = resolveConfig(PRODUCER_CONFIG, { bootstrapServers: ["a:1"], lingerMs: 7, clientId: undefined });
    assert.deepEqual([camel["linger.ms"], camel["client.id"]], [7, ""]);
    assert.match(producer({ "linger.ms": 1, lingerMs: 2 }), /linger\.ms is given twice/);
  });

  it("that do not exist are refused with the nearest name that does", () => {
    assert.equal(producer({ "linger.mss": 5 }), "Unknown producer option linger.mss; did you mean linger.ms?");
    assert.equal(producer({ lingerms: 5 }), "Unknown producer option lingerms; did you mean lingerMs?");
    assert.equal(
      consumer({ autoOffsetRest: "x" }),
      "Unknown consumer option autoOffsetRest; did you mean autoOffsetReset?",
    );
    assert.equal(producer({ "group.id": "g", zzz: 1 }), "Unknown producer option group.id");
    assert.match(producer({ constructor: 1 }), /Unknown producer option constructor/);
  });

  it("that Kafka has and this client does not serve are refused with the reason", () => {
    assert.match(
      producer({ "transaction.two.phase.commit.enable": "true" }),
      /transaction.two.phase.commit.enable is not supported: no released broker/,
    );
    assert.match(producer({ transactionTwoPhaseCommitEnable: true }), /PhaseCommitEnable is not supported/);
    assert.match(consumer({ "sasl.kerberos.kinit.cmd": "x" }), /Kerberos \(GSSAPI\) needs native code/);
    assert.match(consumer({ saslKerberosKinitCmd: "x" }), /Kerberos \(GSSAPI\) needs native code/);
    assert.match(producer({ "ssl.provider": "x" }), /Java's TLS implementations/);
    assert.match(
      refusal(() => resolveConfig(ADMIN_CONFIG, { "bootstrap.servers": "x:1", "enable.metrics.push": "true" })),
      /does not tell brokers its metrics/,
    );
  });

  it("with values out of range say what is allowed", () => {
    assert.match(producer({ acks: 2 }), /Invalid value 2 for producer option acks: must be one of all, -1, 0, 1/);
    assert.match(producer({ "compression.gzip.level": 0 }), /1 to 9, or -1/);
    assert.match(producer({ "linger.ms": -1 }), /at least 0/);
    assert.match(producer({ "linger.ms": "five" }), /whole number/);
    assert.match(consumer({ "isolation.level": "serializable" }), /read_uncommitted, read_committed/);
    assert.match(consumer({ "max.poll.records": 0 }), /at least 1/);
    assert.match(consumer({ "auto.offset.reset": "by_duration:-PT1S" }), /Negative duration/);
    assert.match(
      refusal(() => resolveConfig(PRODUCER_CONFIG, {})),
      /No resolvable bootstrap urls/,
    );
    assert.match(
      refusal(() => resolveConfig(PRODUCER_CONFIG, { "bootstrap.servers": "nowhere" })),
      /Invalid url in bootstrap.servers: nowhere/,
    );
  });

  it("in contradiction are refused if asked for, and give way if they are defaults, as in Java", () => {
    assert.match(producer({ "enable.idempotence": true, acks: 1 }), /Must set acks to all/);
    assert.match(producer({ "enable.idempotence": true, retries: 0 }), /Must set retries to non-zero/);
    assert.match(producer({ "max.in.flight.requests.per.connection": 6 }), /at most 5/);
    assert.equal(resolveConfig(PRODUCER_CONFIG, { ...BOOTSTRAP, acks: "1" })["enable.idempotence"], false);
    assert.match(producer({ "delivery.timeout.ms": 10 }), /equal to or larger than linger.ms/);
    assert.equal(
      resolveConfig(PRODUCER_CONFIG, { ...BOOTSTRAP, "request.timeout.ms": 200_000 })["delivery.timeout.ms"],
      200_005,
    );
    assert.match(consumer({ "enable.auto.commit": true }), /default group id/);
    assert.equal(resolveConfig(CONSUMER_CONFIG, BOOTSTRAP)["enable.auto.commit"], false);
    assert.match(consumer({ "session.timeout.ms": 3_000 }), /Heartbeat must be set lower/);
  });

  it("name assignors and serializers as Kafka does", () => {
    const strategy = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor,range";
    const config = resolveConfig(CONSUMER_CONFIG, { ...BOOTSTRAP, "partition.assignment.strategy": strategy });
    assert.deepEqual(
      config["partition.assignment.strategy"].map((one) => one.name),
      ["cooperative-sticky", "range"],
    );
    assert.match(consumer({ "partition.assignment.strategy": "best" }), /must hold range, roundrobin/);
    const name = "org.apache.kafka.common.serialization.LongDeserializer";
    const long = resolveConfig(CONSUMER_CONFIG, { ...BOOTSTRAP, "value.deserializer": name })["value.deserializer"];
    assert.equal(long?.(Buffer.from([0, 0, 0, 0, 0, 0, 1, 0]), "t"), 256n);
    assert.throws(() => long?.(Buffer.from([1]), "t"), /Size of data received is not 8/);
  });
});
