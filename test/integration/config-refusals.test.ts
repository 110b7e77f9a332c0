// Every configuration of Kafka that is not served is refused where a user would set it, with a sentence that names it; every
// one that is accepted without effect says why, and keeps its value. One case for each entry of the tables.
import assert from "node:assert/strict";
import { before, after, describe, it } from "node:test";
import {
  BROKER_CONFIGS,
  CLIENT_METRICS_CONFIGS,
  ConfigException,
  DYNAMIC_ONLY_BROKER_CONFIGS,
  GROUP_CONFIGS,
  KafkaConfig,
  TOPIC_CONFIGS,
} from "@ottla/config";
import type { ConfigDefinition, ConfigTable } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import { HOST, MemoryBroker, PORT, RESOURCE } from "../support/memory-broker.ts";
import { otherValue } from "../support/other-value.ts";

interface Entry {
  readonly definition: ConfigDefinition;
  readonly reason: string;
}

function refusedIn(table: ConfigTable): readonly Entry[] {
  return [...table.values()].flatMap((definition) => {
    const { served } = definition;
    return served !== true && "refused" in served ? [{ definition, reason: served.refused }] : [];
  });
}

function inertIn(table: ConfigTable): readonly Entry[] {
  return [...table.values()].flatMap((definition) => {
    const { served } = definition;
    return served !== true && "inert" in served ? [{ definition, reason: served.inert }] : [];
  });
}

/** One sentence in plain words, no code and no stack. */
function assertSentence(sentence: string | null, { definition, reason }: Entry): void {
  assert.ok(sentence !== null && !sentence.includes("\n"), "there is one line");
  // Apache Kafka has a sentence of its own for this one, which clients compare.
  if (definition.name === "remote.storage.enable") {
    assert.match(sentence, /^Tiered Storage functionality is disabled in the broker\./);
    return;
  }
  assert.ok(sentence.includes(definition.name), sentence);
  assert.ok(sentence.endsWith(reason), sentence);
}

/** What server.properties may not say. */
describe("refused in server.properties", () => {
  const start = (name: string, value: string): KafkaConfig =>
    KafkaConfig.fromMap(
      new Map([
        ["process.roles", "broker,controller"],
        ["node.id", "1"],
        ["controller.listener.names", "CONTROLLER"],
        ["offsets.topic.replication.factor", "1"],
        ["listeners", `PLAINTEXT://${HOST}:${PORT}`],
        [name, value],
      ]),
    );

  for (const entry of refusedIn(BROKER_CONFIGS)) {
    const { name } = entry.definition;
    it(`config ${name}: ${entry.reason}`, () => {
      try {
        start(name, otherValue(entry.definition));
      } catch (error) {
        assert.ok(error instanceof ConfigException, String(error));
        assertSentence(error.message, entry);
        return;
      }
      assert.fail(`${name} was accepted`);
    });
  }

  it("the default of each is accepted", () => {
    for (const { definition } of refusedIn(BROKER_CONFIGS)) {
      if (definition.defaultText !== null) start(definition.name, definition.defaultText ?? "");
    }
  });
});

describe("refused by a running broker", () => {
  let broker = new MemoryBroker();

  before(async () => {
    broker = new MemoryBroker();
    await broker.open({});
    await broker.createTopic("there");
  });

  after(() => broker.stop());

  for (const entry of refusedIn(TOPIC_CONFIGS)) {
    const { name } = entry.definition;
    it(`config ${name} of a topic: ${entry.reason}`, async () => {
      const configs = { [name]: otherValue(entry.definition) };
      const created = await broker.tryCreateTopic(`with-${name}`, configs);
      const altered = await broker.tryAlterConfigs(RESOURCE.TOPIC, "there", configs);
      for (const { errorCode, errorMessage } of [created, altered]) {
        assert.equal(errorCode, ErrorCode.INVALID_CONFIG);
        assertSentence(errorMessage, entry);
      }
      assert.equal((await broker.describeConfigs(RESOURCE.TOPIC, "there")).get(name), entry.definition.defaultText);
    });
  }

  for (const [kind, resourceType, table] of [
    ["group", RESOURCE.GROUP, GROUP_CONFIGS],
    ["client metrics subscription", RESOURCE.CLIENT_METRICS, CLIENT_METRICS_CONFIGS],
  ] as const) {
    for (const entry of refusedIn(table)) {
      const { name } = entry.definition;
      it(`config ${name} of a ${kind}: ${entry.reason}`, async () => {
        const configs = { [name]: otherValue(entry.definition) };
        const { errorCode, errorMessage } = await broker.tryAlterConfigs(resourceType, "some", configs);
        assert.equal(errorCode, ErrorCode.INVALID_CONFIG);
        assertSentence(errorMessage, entry);
      });
    }
  }

  const dynamic = [...refusedIn(BROKER_CONFIGS), ...refusedIn(DYNAMIC_ONLY_BROKER_CONFIGS)].filter(
    ({ definition }) => definition.dynamic !== "read-only",
  );
  for (const entry of dynamic) {
    const { name } = entry.definition;
    it(`config ${name} of a broker at run time: ${entry.reason}`, async () => {
      const configs = { [name]: otherValue(entry.definition) };
      const { errorCode, errorMessage } = await broker.tryAlterConfigs(RESOURCE.BROKER, "1", configs);
      assert.equal(errorCode, ErrorCode.INVALID_REQUEST);
      assert.ok(errorMessage?.includes(name), errorMessage ?? "");
    });
  }

  for (const { name, dynamic: mode, defaultText } of BROKER_CONFIGS.values()) {
    if (mode !== "read-only") continue;
    it(`config ${name} of a broker cannot change at run time`, async () => {
      const { errorCode, errorMessage } = await broker.tryAlterConfigs(RESOURCE.BROKER, "1", {
        [name]: defaultText ?? "1",
      });
      assert.equal(errorCode, ErrorCode.INVALID_REQUEST);
      assert.equal(errorMessage, `Cannot update these configs dynamically: [${name}]`);
    });
  }
});

describe("accepted without effect", () => {
  for (const entry of inertIn(BROKER_CONFIGS)) {
    const { name } = entry.definition;
    it(`config ${name}: ${entry.reason}`, async (context) => {
      const value = otherValue(entry.definition);
      const broker = await MemoryBroker.start(context, { [name]: value });
      assert.equal((await broker.describeConfigs(RESOURCE.BROKER, "1")).get(name), value);
    });
  }

  for (const entry of inertIn(TOPIC_CONFIGS)) {
    const { name } = entry.definition;
    it(`config ${name} of a topic: ${entry.reason}`, async (context) => {
      const broker = await MemoryBroker.start(context);
      const value = otherValue(entry.definition);
      await broker.createTopic("created", { [name]: value });
      await broker.createTopic("altered");
      await broker.alterConfigs(RESOURCE.TOPIC, "altered", { [name]: value });
      for (const topic of ["created", "altered"]) {
        assert.equal((await broker.describeConfigs(RESOURCE.TOPIC, topic)).get(name), value);
      }
    });
  }

  it("every entry says why", () => {
    const entries = [TOPIC_CONFIGS, BROKER_CONFIGS, GROUP_CONFIGS].flatMap(inertIn);
    assert.ok(entries.length > 0);
    for (const { definition, reason } of entries) assert.ok(reason.length > 20, definition.name);
  });
});
