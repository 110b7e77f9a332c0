import assert from "node:assert/strict";
import { test } from "node:test";
import { KafkaConfig } from "./kafka-config.ts";

function standalone(props: Record<string, string>): KafkaConfig {
  return KafkaConfig.standalone(new Map(Object.entries(props)));
}

function refusal(props: Record<string, string>): string {
  try {
    standalone(props);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
}

test("config node.id and config broker.id are the number of the node", () => {
  assert.equal(standalone({ "node.id": "7" }).nodeId, 7);
  assert.equal(standalone({ "broker.id": "8" }).nodeId, 8);
  assert.match(refusal({ "node.id": "-1" }), /Value must be at least 0/);
});

test("config process.roles: a broker, alone or as controller too; a broker alone needs to be told the voters", () => {
  assert.deepEqual(standalone({ "process.roles": "controller, broker" }).processRoles, ["controller", "broker"]);
  assert.match(refusal({ "process.roles": "broker" }), /must contain a parseable set of controllers/);
  assert.equal(refusal({ "process.roles": "broker", "controller.quorum.voters": "9@a:9093" }), "accepted");
  assert.match(
    refusal({ "process.roles": "broker", "controller.quorum.voters": "1@a:9093" }),
    /must not be included in the set of voters/,
  );
  const controller = { "process.roles": "controller", "controller.listener.names": "CONTROLLER" };
  assert.match(refusal(controller), /must contain a parseable set of controllers/);
  const voters = { "controller.quorum.voters": "1@a:9093" };
  const listeners = "CONTROLLER://:9093";
  assert.equal(refusal({ ...controller, ...voters, listeners }), "accepted");
  assert.match(
    refusal({ ...controller, ...voters, listeners: `${listeners},PLAINTEXT://:9092` }),
    /must only contain KRaft controller listeners/,
  );
  assert.match(
    refusal({ ...controller, listeners, "controller.quorum.voters": "9@a:9093" }),
    /must be included in the set of voters/,
  );
  assert.match(refusal({ "process.roles": "" }), /must not be empty/);
  assert.match(refusal({ "process.roles": "broker,observer" }), /String must be one of: broker, controller/);
});

test("config log.dirs stands before config log.dir, and config metadata.log.dir is the first of them unless set", () => {
  const [one, many] = [
    standalone({ "log.dir": "/one" }),
    standalone({ "log.dir": "/one", "log.dirs": "/two, /three" }),
  ];
  assert.deepEqual(one.logDirs, ["/one"]);
  assert.deepEqual(many.logDirs, ["/two", "/three"]);
  assert.deepEqual([one.metadataLogDir, many.metadataLogDir], ["/one", "/two"]);
  assert.equal(standalone({ "log.dirs": "/two", "metadata.log.dir": "/four" }).metadataLogDir, "/four");
  assert.match(refusal({ "log.dirs": "" }), /must not be empty/);
});

test("config listeners are where the node listens", () => {
  const { brokerListeners } = standalone({ listeners: "PLAINTEXT://127.0.0.1:9092" });
  assert.deepEqual(
    brokerListeners.map(({ host, port }) => [host, port]),
    [["127.0.0.1", 9092]],
  );
  assert.match(refusal({ listeners: "nonsense" }), /Unable to parse a listener name from nonsense/);
});

test("config listener.security.protocol.map gives other listener names a protocol", () => {
  const config = standalone({
    listeners: "INSIDE://:1,OUTSIDE://:2",
    "listener.security.protocol.map": "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT",
    "inter.broker.listener.name": "INSIDE",
  });
  assert.deepEqual(
    config.brokerListeners.map(({ listenerName, securityProtocol }) => [listenerName, securityProtocol]),
    [
      ["INSIDE", "PLAINTEXT"],
      ["OUTSIDE", "PLAINTEXT"],
    ],
  );
});

test("config inter.broker.listener.name, or config security.inter.broker.protocol, must name a listener there is", () => {
  const listeners = { listeners: "INSIDE://:1", "listener.security.protocol.map": "INSIDE:PLAINTEXT" };
  assert.deepEqual(standalone({ ...listeners, "inter.broker.listener.name": "inside" }).interBrokerListener, {
    name: "INSIDE",
    securityProtocol: "PLAINTEXT",
  });
  assert.match(
    refusal(listeners),
    /inter.broker.listener.name must be a listener name defined in advertised.listeners/,
  );
  assert.match(
    refusal({ "security.inter.broker.protocol": "SSL" }),
    /must be a listener name defined in advertised.listeners/,
  );
});

test("config advertised.listeners are what clients are told, of listeners there are", () => {
  const { advertisedBrokerListeners } = standalone({ "advertised.listeners": "PLAINTEXT://example.org:19092" });
  assert.deepEqual(
    advertisedBrokerListeners?.map(({ host, port }) => [host, port]),
    [["example.org", 19092]],
  );
  const other = {
    "advertised.listeners": "OTHER://example.org:1",
    "listener.security.protocol.map": "OTHER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
  };
  assert.match(refusal(other), /must be a listener name defined in advertised.listeners/);
});

test("config controller.listener.names keeps listeners of controllers apart", () => {
  const listeners = "PLAINTEXT://:9092,CONTROL://:9093";
  const config = standalone({ listeners, "controller.listener.names": "CONTROL" });
  assert.deepEqual(
    config.brokerListeners.map(({ port }) => port),
    [9092],
  );
  assert.deepEqual(
    config.controllerListeners.map(({ port }) => port),
    [9093],
  );
});

test("config controller.quorum.voters names the quorum, config controller.quorum.bootstrap.servers this node alone", () => {
  const listeners = "PLAINTEXT://:9092,CONTROLLER://:9093";
  assert.equal(refusal({ listeners, "controller.quorum.voters": "1@localhost:9093" }), "accepted");
  assert.match(
    refusal({ listeners, "controller.quorum.voters": "2@localhost:9093" }),
    /must be included in the set of voters/,
  );
  assert.equal(refusal({ listeners, "controller.quorum.voters": "1@a:9093,2@b:9093" }), "accepted");
  assert.equal(refusal({ listeners, "controller.quorum.bootstrap.servers": "localhost:9093" }), "accepted");
  assert.match(refusal({ listeners, "controller.quorum.bootstrap.servers": "other:1" }), /several nodes is not served/);
  assert.match(
    refusal({ "controller.quorum.voters": "1@localhost:9093" }),
    /must contain at least one value appearing in/,
  );
});
