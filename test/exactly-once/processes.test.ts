// Real processes and `kill -9`: our broker, and Apache's with the same clients, copiers and checker.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apacheSkip } from "../apache/jars.ts";
import { repetitions } from "../support/thorough.ts";
import { apacheWorld, ottlaWorld } from "./process-world.ts";
import { run } from "./run.ts";
import type { World } from "./world.ts";

const SEED = Number(process.env["EXACTLY_ONCE_SEED"] ?? Date.now() % 1_000_000);
const KILLS = repetitions("EXACTLY_ONCE_PROCESS_KILLS", { quick: 10, thorough: 50 });
const APACHE_KILLS = repetitions("EXACTLY_ONCE_APACHE_KILLS", { quick: 1, thorough: 10 });

interface Pace {
  readonly kills: number;
  readonly lifeMs: number;
  /** What a life, its end and the next start take when all is well, on a slow machine. */
  readonly cycleMs: number;
}

const SETTLE_MS = 60_000;
const OURS: Pace = { kills: KILLS, lifeMs: 1500, cycleMs: 4000 };
const APACHES: Pace = { kills: APACHE_KILLS, lifeMs: 4000, cycleMs: 20_000 };

/** When a run is given up: its kills, two stages that settle, and what comes before and behind. */
function limitMs({ kills, cycleMs }: Pace): number {
  return 60_000 + kills * cycleMs + 2 * SETTLE_MS;
}

// Every wait has a deadline of its own. Should one not keep it, this process ends all the same, and its brokers with it.
const LIMIT_MS = limitMs(OURS) + limitMs(APACHES) + 30_000;
setTimeout(() => {
  process.stderr.write(`exactly once under kill -9 did not end within ${LIMIT_MS} ms, seed ${SEED}\n`);
  process.exit(1);
}, LIMIT_MS).unref();

async function violationsUnder(world: World, pace: Pace, say: (text: string) => void): Promise<readonly string[]> {
  const { kills, lifeMs } = pace;
  const options = { seed: SEED, kills, lifeMs, partitions: 3, copiersPerStage: 2, groupProtocol: "classic" } as const;
  say(`seed ${SEED}`);
  try {
    const limits = { feedPauseMs: 20, settleMs: SETTLE_MS, restartMs: 60_000 };
    const { violations, counts, errors } = await run(world, { ...options, ...limits });
    say(`${JSON.stringify(counts)} ${JSON.stringify([...errors])}`);
    assert(counts.committed > kills, "transactions were committed");
    // A single life may be over before chance has aborted one.
    assert(counts.aborted > 0 || kills < 10, "transactions were aborted");
    return violations;
  } finally {
    await world.close();
  }
}

describe("exactly once under kill -9", () => {
  it(`our broker, killed ${KILLS} times`, { timeout: limitMs(OURS) }, async (test) => {
    const violations = await violationsUnder(await ottlaWorld(SEED), OURS, (text) => test.diagnostic(text));
    assert.deepEqual(violations.slice(0, 20), []);
  });

  const apache = { skip: apacheSkip(), timeout: limitMs(APACHES) };
  it(`Apache's broker, killed ${APACHE_KILLS} times`, apache, async (test) => {
    const world = await apacheWorld(SEED);
    const violations = await violationsUnder(world, APACHES, (text) => test.diagnostic(text)).catch(
      (error: unknown) => {
        assert(
          !world.haveMarkersBeenSkipped(),
          `Apache's broker skipped markers (decisions/016), and then: ${String(error)}`,
        );
        throw error;
      },
    );
    assert(!world.haveMarkersBeenSkipped(), "Apache's broker skipped markers (decisions/016)");
    assert.deepEqual(violations.slice(0, 20), []);
  });
});
