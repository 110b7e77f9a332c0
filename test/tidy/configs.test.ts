// Every configuration Kafka 4.3 has is either served, and a test that sees its effect names it, or refused, and a test sees
// the refusal. A test names a configuration by the words `config <name>` in its title, e.g. it("config retention.ms …"); for
// an option of a client these words follow the client's kind, or `client` where all kinds share what is tested: it("producer
// config linger.ms …"). Refusals are tested as tables, one case for each entry (test/integration/config-refusals.test.ts,
// packages/client/src/config/refused-options.test.ts).
//
// The same holds for the keys of the lag monitor's configuration, burrow.toml: it("lag config cluster.offset-refresh and cluster.isolation: …"). What is
// refused there, or has no effect, is tested as a table (packages/lag/src/config/keys.test.ts).
//
// Options of clients that are served without a proof yet stand in the ratchet, which may only shrink.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import * as config from "@ottla/config";
import { ADMIN_CONFIG } from "../../packages/client/src/config/admin-config.ts";
import { CONSUMER_CONFIG } from "../../packages/client/src/config/consumer-config.ts";
import { PRODUCER_CONFIG } from "../../packages/client/src/config/producer-config.ts";
import { MODULES, SINGLE } from "../../packages/lag/src/config/lag-config.ts";
import { isTest, ROOT, sourceFiles, walk } from "./source-tree.ts";

const TABLES = [
  ["topic", "topic-configs.tsv", config.TOPIC_CONFIGS],
  ["broker", "broker-configs.tsv", config.BROKER_CONFIGS],
  ["group", "group-configs.tsv", config.GROUP_CONFIGS],
] as const;

const CLIENT_TABLES = [
  ["producer", "producer-configs.tsv", PRODUCER_CONFIG],
  ["consumer", "consumer-configs.tsv", CONSUMER_CONFIG],
  ["admin", "admin-configs.tsv", ADMIN_CONFIG],
] as const;

const REFUSALS = "test/integration/config-refusals.test.ts";

function namesIn(file: string): string[] {
  const lines = readFileSync(join(ROOT, "test/fixtures/kafka-facts", file), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  return lines.map((line) => line.split("\t")[0] ?? "");
}

/** The titles of all tests and suites, as they are written. */
function titles(): string[] {
  const found: string[] = [];
  const files = sourceFiles(["packages/*/src/**/*.test.ts", "test/**/*.test.ts"]);
  for (const file of files.filter(({ path, text }) => !path.startsWith("test/tidy/") && text.includes("config "))) {
    assert(isTest(file));
    walk(file, (node) => {
      const callee = node["callee"];
      const args = node["arguments"];
      if (node.type !== "CallExpression" || !Array.isArray(args)) return;
      if (!/^(it|test|describe)$/.test(file.text.slice(...rangeOf(callee)))) return;
      if (args.length > 0) found.push(file.text.slice(...rangeOf(args[0])));
    });
  }
  return found;
}

const allTitles: readonly string[] = titles();

function rangeOf(node: unknown): [number, number] {
  assert(typeof node === "object" && node !== null && "start" in node && "end" in node);
  return [Number(node.start), Number(node.end)];
}

/** `section.key` of all that stand behind the words `lag config`. */
const lagKeysInTests = new Set<string>();
for (const title of allTitles) {
  for (const [list] of title.matchAll(/(?<=\blag config )[a-z-]+\.[a-z-]+(?:(?:, | and )[a-z-]+\.[a-z-]+)*/g)) {
    for (const [name] of list.matchAll(/[a-z-]+\.[a-z-]+/g)) lagKeysInTests.add(name);
  }
}

/** Names by what comes before the word `config`: the kind of a client, or nothing. */
const namedInTests = new Map<string, Set<string>>();
for (const title of allTitles) {
  for (const [, kind = "", name = ""] of title.matchAll(
    /(?:\b(producer|consumer|admin|client) )?\bconfig ([a-z0-9]+(?:[.-][a-z0-9]+)*)/g,
  )) {
    namedInTests.set(kind, (namedInTests.get(kind) ?? new Set()).add(name));
  }
}

const isNamed = (kind: string, name: string): boolean => namedInTests.get(kind)?.has(name) ?? false;

describe("configurations", () => {
  for (const [kind, file, definitions] of TABLES) {
    it(`every ${kind} configuration of Kafka is defined`, () => {
      const defined = new Set(definitions.keys());
      assert.deepEqual(
        namesIn(file).filter((name) => !defined.has(name)),
        [],
      );
    });

    it(`every served ${kind} configuration is named by a test that sees its effect`, () => {
      const unproven = [...definitions.values()].filter(({ served, name }) => served === true && !isNamed("", name));
      assert.deepEqual(
        unproven.map((definition) => definition.name),
        [],
      );
    });
  }

  it("refusals of every table are tested, entry by entry", () => {
    const text = readFileSync(join(ROOT, REFUSALS), "utf8");
    const missing = ["TOPIC_CONFIGS", "BROKER_CONFIGS", "GROUP_CONFIGS"].filter(
      (table) => !new RegExp(`refusedIn\\(${table}\\)|, ${table}\\]`).test(text),
    );
    assert.deepEqual(missing, []);
  });
});

function readRatchet(): Record<string, readonly string[]> {
  const parsed: unknown = JSON.parse(readFileSync(join(ROOT, "test/tidy/client-config-ratchet.json"), "utf8"));
  assert(typeof parsed === "object" && parsed !== null);
  return Object.fromEntries(
    Object.entries(parsed).map(([kind, names]: [string, unknown]) => {
      assert(Array.isArray(names));
      return [kind, names.map(String)];
    }),
  );
}

describe("options of clients", () => {
  const ratchet = readRatchet();

  for (const [kind, file, table] of CLIENT_TABLES) {
    const served = Object.keys(table.keys);
    const isRefused = (name: string): boolean =>
      [...table.refused.keys()].some(
        (pattern) => pattern === name || (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -1))),
      );

    it(`every ${kind} option of Kafka is served or refused`, () => {
      assert.deepEqual(
        namesIn(file).filter((name) => served.includes(name) === isRefused(name)),
        [],
      );
    });

    it(`every served ${kind} option is named by a test that sees its effect, or stands in the ratchet`, () => {
      const unproven = served.filter((name) => !isNamed(kind, name) && !isNamed("client", name));
      const known = ratchet[kind] ?? [];
      assert.deepEqual(
        unproven.filter((name) => !known.includes(name)),
        [],
        "these have no proof",
      );
      assert.deepEqual(
        known.filter((name) => !unproven.includes(name)),
        [],
        "these are proven, or gone: take them out of client-config-ratchet.json",
      );
    });
  }
});

describe("keys of the lag monitor's configuration", () => {
  const keys = Object.entries({ ...MODULES, ...SINGLE }).flatMap(([section, of]) =>
    Object.entries(of).map(([name, key]) => ({ name: `${section}.${name}`, key })),
  );

  it("every key that has an effect is named by a test that sees it", () => {
    const served = keys.filter(({ key }) => key.unused === undefined && key.refused === undefined);
    assert.deepEqual(
      served.map(({ name }) => name).filter((name) => !lagKeysInTests.has(name)),
      [],
    );
  });

  it("a test names no key that there is not", () => {
    const there = new Set(keys.map(({ name }) => name));
    assert.deepEqual(
      [...lagKeysInTests].filter((name) => !there.has(name)),
      [],
    );
  });
});
