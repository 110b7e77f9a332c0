import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { ADMIN_CONFIG } from "../../config/admin-config.ts";
import type { AdminConfig } from "../../config/admin-config.ts";
import { resolveConfig } from "../../config/resolve.ts";
import { TokenSource, refreshAtMs } from "./token-source.ts";

function configOf(options: object = {}): AdminConfig {
  const given = {
    bootstrapServers: "localhost:1",
    securityProtocol: "SASL_SSL",
    saslMechanism: "OAUTHBEARER",
    ...options,
  };
  return resolveConfig(ADMIN_CONFIG, given);
}

const HOUR_MS = 3_600_000;

describe("client config sasl.login.refresh.window.factor, client config sasl.login.refresh.window.jitter, client config sasl.login.refresh.min.period.seconds and client config sasl.login.refresh.buffer.seconds", () => {
  const at = (options: object, lifetimeMs = HOUR_MS, draw = 0): number =>
    refreshAtMs({ value: "", startTimeMs: 0, lifetimeMs }, configOf(options), { nowMs: 0, draw }) / 1_000;

  it("renew after a share of the lifetime, with jitter", () => {
    assert.equal(at({}), 2_880);
    assert.equal(at({}, HOUR_MS, 0.5), 2_970);
    assert.equal(at({ saslLoginRefreshWindowFactor: 0.5, saslLoginRefreshWindowJitter: 0.25 }, HOUR_MS, 1), 2_700);
  });

  it("neither too early nor too late", () => {
    assert.equal(at({}, 1_000_000), 700, "300 s before it expires");
    assert.equal(at({ saslLoginRefreshBufferSeconds: 10 }, 1_000_000), 800);
    assert.equal(at({ saslLoginRefreshMinPeriodSeconds: 900, saslLoginRefreshBufferSeconds: 0 }, 1_000_000), 900);
    assert.equal(at({}, 100_000), 80, "without room for both limits neither is kept");
  });

  it("are refused outside of Kafka's bounds", () => {
    for (const options of [
      { saslLoginRefreshWindowFactor: 0.4 },
      { saslLoginRefreshWindowJitter: 0.3 },
      { saslLoginRefreshMinPeriodSeconds: 901 },
      { saslLoginRefreshBufferSeconds: 3_601 },
    ]) {
      assert.throws(() => configOf(options), { code: "INVALID_CONFIG" });
    }
  });
});

describe("the token of a client", () => {
  function source(provider: () => string | Promise<string>): { source: TokenSource; clock: VirtualClock } {
    const clock = new VirtualClock();
    const made = new TokenSource({
      config: configOf(),
      provider: async () => ({ value: await provider(), lifetimeMs: clock.nowMs() + HOUR_MS }),
      clock,
      random: new Prng(1),
    });
    return { source: made, clock };
  }

  it("is asked for once, however many want it, and again when it is time", async () => {
    let count = 0;
    const { source: tokens, clock } = source(() => `token-${++count}`);
    const both = await Promise.all([tokens.token(), tokens.token()]);
    assert.deepEqual(
      both.map((one) => one.value),
      ["token-1", "token-1"],
    );
    await clock.advanceAsync(2_800_000);
    assert.equal((await tokens.token()).value, "token-1");
    await clock.advanceAsync(400_000);
    assert.equal((await tokens.token()).value, "token-2");
  });

  it("serves on when no new one can be had, as long as it is valid", async () => {
    let isBroken = false;
    const { source: tokens, clock } = source(() => (isBroken ? Promise.reject(new Error("no")) : "token"));
    await tokens.token();
    isBroken = true;
    await clock.advanceAsync(3_500_000);
    assert.equal((await tokens.token()).value, "token");
    await clock.advanceAsync(200_000);
    await assert.rejects(tokens.token(), {
      code: "SASL_AUTHENTICATION_FAILED",
      message: "No OAuth token could be had: no",
    });
  });
});
