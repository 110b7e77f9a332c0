// Silences of a configuration file.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lagConfigOf } from "../config/lag-config.ts";
import { parseConfig } from "../config/load-config.ts";
import { configuredSilences } from "./configured-silences.ts";
import type { Silences } from "./silences.ts";

async function read(toml: string): Promise<Silences> {
  return configuredSilences(lagConfigOf(await parseConfig(toml, "toml")).silences);
}

describe("silences of the configuration", () => {
  it("lag config silence.cluster, silence.group, silence.from, silence.until and silence.comment: hold from their beginning to their end, times as TOML has them or as texts", async () => {
    const silences = await read(
      '[silence.a]\ngroup="^test-"\nfrom=2026-01-01T00:00:00Z\nuntil="2026-01-02T00:00:00Z"\ncomment="load test"\n[silence.b]\ncluster="^dev$"',
    );
    const at = Date.parse("2026-01-01T12:00:00Z");
    assert.deepEqual(
      [
        silences.isSilent("prod", "test-1", at),
        silences.isSilent("prod", "test-1", at + 86_400_000),
        silences.isSilent("dev", "any", 0),
        silences.isSilent("prod", "any", at),
      ],
      [true, false, true, false],
    );
    assert.equal(silences.get("a")?.comment, "load test");
    assert.equal(silences.get("b")?.isConfigured, true);
  });

  for (const [toml, message] of [
    ['[silence.a]\ncomment="x"', /^silence\.a: neither cluster nor group is given$/],
    ['[silence.a]\ngroup="("', /^silence\.a: group is no regular expression/],
    ['[silence.a]\ngroup="x"\nuntil="later"', /^silence\.a\.until is no time as /],
  ] as const) {
    it(`refused: ${toml.replaceAll("\n", " · ")}`, async () => {
      await assert.rejects(read(toml), { code: "ERR_OTTLA_LAG_CONFIG", message });
    });
  }
});
