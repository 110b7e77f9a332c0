// Every configuration Kafka 4.3 has is either served, and a test that sees its effect names it, or refused, and a test sees
// the refusal. A test names a configuration by the words `config <name>` in its title, e.g. it("config retention.ms …").
// The table of refusals is tested as a table (packages/config), one case for each entry.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import * as config from "@ottla/config";
import { isTest, ROOT, sourceFiles } from "./source-tree.ts";

const TABLES = [
  ["topic", "topic-configs.tsv", config.TOPIC_CONFIGS],
  ["broker", "broker-configs.tsv", config.BROKER_CONFIGS],
  ["group", "group-configs.tsv", config.GROUP_CONFIGS],
] as const;

function namesIn(file: string): string[] {
  const lines = readFileSync(join(ROOT, "test/fixtures/kafka-facts", file), "utf8").trim().split("\n").slice(1);
  return lines.map((line) => line.split("\t")[0] ?? "");
}

const namedInTests = new Set(
  sourceFiles(["packages/*/src/**/*.test.ts", "test/**/*.test.ts"])
    .filter((file) => isTest(file) && !file.path.startsWith("test/tidy/"))
    .flatMap((file) => [...file.text.matchAll(/\bconfig ([a-z0-9]+(?:[.-][a-z0-9]+)*)/g)].map((match) => match[1] ?? "")),
);

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
      const unproven = [...definitions.values()].filter((definition) => definition.served === true && !namedInTests.has(definition.name));
      assert.deepEqual(
        unproven.map((definition) => definition.name),
        [],
      );
    });
  }
});
