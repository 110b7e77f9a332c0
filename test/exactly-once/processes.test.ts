// Real processes and `kill -9`: our broker, and Apache's with the same clients, copiers and checker.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apacheSkip } from "../apache/jars.ts";
import { repetitions } from "../support/thorough.ts";
import { apacheWorld, ottlaWorld } from "./process-world.ts";
import { run } from "./run.ts";
import { NotInTime } from "./world.ts";
import type { World } from "./world.ts";

const SEED = Number(process.env["EXACTLY_ONCE_SEED"] ?? Date.now() % 1_000_000);
const KILLS = repetitions("EXACTLY_ONCE_PROCESS_KILLS", { quick: 10, thorough: 50 });
const APACHE_KILLS = repetitions("EXACTLY_ONCE_APACHE_KILLS", { quick: 1, thorough: 10 });

async function violationsUnder(
  world: World,
  kills: number,
  lifeMs: number,
  say: (text: string) => void,
): Promise<readonly string[]> {
  const options = { seed: SEED, kills, lifeMs, partitions: 3, copiersPerStage: 2, groupProtocol: "classic" } as const;
  try {
    const { violations, counts, errors } = await run(world, { ...options, feedPauseMs: 20, settleMs: 120_000 });
    say(`seed ${SEED} ${JSON.stringify(counts)} ${JSON.stringify([...errors])}`);
    assert(counts.committed > kills, "transactions were committed");
    // A single life may be over before chance has aborted one.
    assert(counts.aborted > 0 || kills < 10, "transactions were aborted");
    return violations;
  } finally {
    await world.close();
  }
}

describe("exactly once under kill -9", { timeout: 3_600_000 }, () => {
  it(`our broker, killed ${KILLS} times`, async (test) => {
    const violations = await violationsUnder(await ottlaWorld(SEED), KILLS, 1500, (text) => test.diagnostic(text));
    assert.deepEqual(violations.slice(0, 20), []);
  });

  // What Apache's broker does under SIGKILL is told, not judged: of four runs one had two batches twice in the sink, and one never came to the end because
  // the last stable offset stood still. Whether its broker or our client did that is not known yet.
  it(`Apache's broker, killed ${APACHE_KILLS} times`, { skip: apacheSkip() }, async (test) => {
    const say = (text: string): void => test.diagnostic(text);
    const found = violationsUnder(await apacheWorld(SEED), APACHE_KILLS, 4000, say);
    const violations = await found.catch((error: unknown) => {
      if (error instanceof NotInTime) return [error.message];
      throw error;
    });
    say(`violations on Apache Kafka: ${violations.length}`);
    for (const violation of violations.slice(0, 20)) say(violation);
  });
});
