import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { BROKER_CONFIGS, DYNAMIC_ONLY_BROKER_CONFIGS } from "./broker-configs/index.ts";
import { canonicalText, type ConfigTable, ensureServed, isDefaultValue, parseAndValidate } from "./config-def.ts";
import type { ConfigDefinition } from "./config-definition.ts";
import { ConfigException, UnservedConfigException } from "./config-exception.ts";
import { CLIENT_METRICS_CONFIGS, GROUP_CONFIG_SYNONYMS, GROUP_CONFIGS } from "./group-configs.ts";
import { TOPIC_CONFIG_SYNONYMS } from "./topic-config-synonyms.ts";
import { TOPIC_CONFIGS } from "./topic-configs.ts";

const FACTS = new URL("../../../test/fixtures/kafka-facts/", import.meta.url);
const TABLES: readonly (readonly [string, ConfigTable])[] = [
  ["topic-configs.tsv", TOPIC_CONFIGS],
  ["broker-configs.tsv", BROKER_CONFIGS],
  ["group-configs.tsv", GROUP_CONFIGS],
];
const ALL_TABLES = [...TABLES.map(([, table]) => table), DYNAMIC_ONLY_BROKER_CONFIGS, CLIENT_METRICS_CONFIGS];

interface Fact {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly valid: string;
  readonly importance: string;
}

function facts(file: string): Fact[] {
  const [, ...lines] = readFileSync(new URL(file, FACTS), "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const [name = "", type = "", defaultText = "", valid = "", importance = ""] = line.split("\t");
    return { name, type, default: defaultText, valid, importance };
  });
}

/** The default as Java prints the parsed value. */
function shownDefault(definition: ConfigDefinition): string {
  const { defaultText, type } = definition;
  if (defaultText === undefined) return "(required)";
  if (defaultText === null) return "null";
  if (type === "LIST") return `[${canonicalText(definition, defaultText)?.split(",").join(", ")}]`;
  return type === "CLASS" ? `class ${defaultText}` : (canonicalText(definition, defaultText) ?? "");
}

for (const [file, table] of TABLES) {
  test(`every config of ${file} is defined as in Apache Kafka`, () => {
    const known = facts(file);
    for (const fact of known) {
      const definition = table.get(fact.name);
      assert.ok(definition !== undefined, `${fact.name} is missing`);
      const shown = {
        name: definition.name,
        type: definition.type as string,
        default: shownDefault(definition),
        valid: definition.validator?.description ?? "",
        importance: definition.importance as string,
      };
      assert.deepEqual(shown, fact);
    }
    const names = new Set(known.map(({ name }) => name));
    const surplus = [...table.values()].filter(({ name, isInternal }) => !names.has(name) && !isInternal);
    assert.deepEqual(surplus, []);
  });
}

test("every default parses and is valid", () => {
  for (const definition of ALL_TABLES.flatMap((table) => [...table.values()])) {
    if (definition.defaultText === undefined) continue;
    assert.doesNotThrow(() => parseAndValidate(definition, definition.defaultText ?? null), definition.name);
    assert.equal(isDefaultValue(definition, definition.defaultText), true, definition.name);
    assert.ok(definition.doc.endsWith("."), `${definition.name} is documented`);
  }
});

/** Values of which at least one is valid for the key and is not its default. */
const CANDIDATES: readonly string[] = [
  "2",
  "1",
  "3",
  "7",
  "12",
  "0",
  "100",
  "150",
  "2500",
  "12345",
  "40000",
  "20000",
  "600000",
  "1000000",
  "9000000",
  "0.25",
  "true",
  "false",
  "zstd",
  "compact",
  "LogAppendTime",
  "SSL",
  "required",
  "ES256",
  "earliest",
  "read_committed",
  "disabled",
  "classic",
  "broker",
  "0:1",
  "something",
];

function otherValue(definition: ConfigDefinition): string {
  const found = CANDIDATES.find((text) => {
    try {
      parseAndValidate(definition, text);
      return !isDefaultValue(definition, text);
    } catch (error) {
      assert.ok(error instanceof ConfigException);
      return false;
    }
  });
  assert.ok(found !== undefined, `${definition.name} has a candidate`);
  return found;
}

test("every refused config is refused with its name and a reason, and only when it is not its default", () => {
  let refused = 0;
  for (const definition of ALL_TABLES.flatMap((table) => [...table.values()])) {
    const { name, served, defaultText } = definition;
    if (served === true || !("refused" in served)) continue;
    refused++;
    if (defaultText !== undefined) assert.doesNotThrow(() => ensureServed(definition, defaultText), name);
    assert.throws(
      () => ensureServed(definition, otherValue(definition)),
      (error: unknown) =>
        error instanceof UnservedConfigException &&
        error.message.includes(name) &&
        error.message.endsWith(served.refused),
    );
  }
  assert.ok(refused > 100);
});

test("a secret is not repeated when it is refused", () => {
  const definition = BROKER_CONFIGS.get("ssl.keystore.password")!;
  assert.throws(
    () => ensureServed(definition, "hunter2"),
    (error: unknown) => error instanceof ConfigException && !error.message.includes("hunter2"),
  );
});

test("synonyms name configs that exist", () => {
  for (const [topicConfig, synonyms] of TOPIC_CONFIG_SYNONYMS) {
    assert.ok(TOPIC_CONFIGS.has(topicConfig), topicConfig);
    for (const { name } of synonyms) assert.ok(BROKER_CONFIGS.has(name), name);
  }
  for (const [groupConfig, brokerConfig] of GROUP_CONFIG_SYNONYMS) {
    assert.ok(GROUP_CONFIGS.has(groupConfig), groupConfig);
    assert.ok(BROKER_CONFIGS.has(brokerConfig), brokerConfig);
  }
});
