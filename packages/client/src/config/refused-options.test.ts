import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ConfigError } from "../errors.ts";
import { ADMIN_CONFIG } from "./admin-config.ts";
import { CONSUMER_CONFIG } from "./consumer-config.ts";
import type { ConfigTable } from "./definition.ts";
import { PRODUCER_CONFIG } from "./producer-config.ts";
import { camelCase, resolveConfig } from "./resolve.ts";

const FACTS = new URL("../../../../test/fixtures/kafka-facts/", import.meta.url);

const CLIENTS: readonly (readonly [string, ConfigTable<unknown>])[] = [
  ["producer", PRODUCER_CONFIG as ConfigTable<unknown>],
  ["consumer", CONSUMER_CONFIG as ConfigTable<unknown>],
  ["admin", ADMIN_CONFIG as ConfigTable<unknown>],
];

function namesIn(file: string): string[] {
  const [, ...lines] = readFileSync(new URL(file, FACTS), "utf8").trimEnd().split("\n");
  return lines.map((line) => line.split("\t")[0] ?? "");
}

/** The sentence with which options are refused. */
function refusal(table: ConfigTable<unknown>, options: ReadonlyMap<string, unknown>): string {
  try {
    resolveConfig(table, new Map([["bootstrap.servers", "localhost:9092"], ...options]));
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.message;
  }
  return assert.fail("accepted");
}

for (const [kind, table] of CLIENTS) {
  describe(`what a ${kind} does not serve`, () => {
    const refused = namesIn(`${kind}-configs.tsv`).filter((name) => !(name in table.keys));
    assert.ok(refused.length > 15);
    for (const name of refused) {
      it(`${name} is refused by name with a reason, in both spellings`, () => {
        for (const written of new Set([name, camelCase(name)])) {
          const sentence = refusal(table, new Map([[written, "value"]]));
          const [start = "", reason = ""] = sentence.split(" is not supported: ");
          assert.equal(start, `The ${kind} option ${written}`);
          assert.ok(reason.length > 10 && !sentence.includes("\n"), sentence);
        }
      });
    }

    it("what Kafka does not know is refused with the nearest name", () => {
      assert.equal(
        refusal(table, new Map([["client.idd", "x"]])),
        `Unknown ${kind} option client.idd; did you mean client.id?`,
      );
    });
  });
}

describe("options of which one value is served", () => {
  const values: readonly (readonly [name: string, served: string, others: readonly string[]])[] = [
    ["client.dns.lookup", "use_all_dns_ips", ["resolve_canonical_bootstrap_servers_only"]],
  ];

  function expectOthersRefused(clients: typeof CLIENTS, [name, served, others]: (typeof values)[number]): void {
    for (const [kind, table] of clients) {
      resolveConfig(
        table,
        new Map([
          ["bootstrap.servers", "localhost:9092"],
          [name, served],
        ]),
      );
      for (const value of others) {
        const sentence = refusal(table, new Map([[name, value]]));
        assert.ok(sentence.startsWith(`Invalid value "${value}" for ${kind} option ${name}: `), sentence);
      }
    }
  }

  it("client config client.dns.lookup: others are refused by name", () => {
    for (const entry of values) expectOthersRefused(CLIENTS, entry);
  });

  it("bootstrap.servers must name an address", () => {
    for (const [kind, table] of CLIENTS) {
      for (const value of ["", "nonsense", "host:0", "host:70000"]) {
        const sentence = refusal(table, new Map([["bootstrap.servers", value]]));
        assert.ok(sentence.includes("bootstrap.servers"), `${kind}: ${sentence}`);
      }
    }
  });
});
