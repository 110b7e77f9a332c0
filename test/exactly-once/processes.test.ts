// Real processes and `kill -9`: our broker, and Apache's with the same clients, copiers and checker.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apacheSkip } from "../apache/jars.ts";
import { repetitions } from "../support/thorough.ts";
import { apacheWorld, ottlaWorld } from "./process-world.ts";
import { run } from "./run.ts";
import { PATIENCE, type World } from "./world.ts";

const SEED = Number(process.env["EXACTLY_ONCE_SEED"] ?? Date.now() % 1_000_000);
const KILLS = repetitions("EXACTLY_ONCE_PROCESS_KILLS", { quick: 10, thorough: 50 });
const APACHE_KILLS = repetitions("EXACTLY_ONCE_APACHE_KILLS", { quick: 1, thorough: 10 });

/** A new world after so many kills: what one run has to keep and to check stays small. */
const KILLS_A_RUN = 100;
/** Transactions of which some must have been aborted, though most came when it was quiet. */
const ENOUGH = 500;
/** Copiers or the plain group without any progress are stuck. */
const STUCK_MS = 60_000;
/** Of the copiers' stages and of the plain group, together. */
const SETTLE_MS = PATIENCE * STUCK_MS;

interface Run {
  readonly seed: number;
  readonly kills: number;
  readonly lifeMs: number;
  /** When the run is given up: what its kills take on a slow machine, the settling, and what comes before and behind. */
  readonly limitMs: number;
}

function runsOf(kills: number, pace: { readonly lifeMs: number; readonly cycleMs: number }): readonly Run[] {
  return Array.from({ length: Math.ceil(kills / KILLS_A_RUN) }, (_, index) => {
    const own = Math.min(KILLS_A_RUN, kills - index * KILLS_A_RUN);
    return {
      ...{ seed: SEED + index, kills: own, lifeMs: pace.lifeMs },
      limitMs: 90_000 + own * pace.cycleMs + SETTLE_MS,
    };
  });
}

const OURS = runsOf(KILLS, { lifeMs: 1500, cycleMs: 6000 });
const APACHES = runsOf(APACHE_KILLS, { lifeMs: 4000, cycleMs: 30_000 });

// Every wait has a deadline of its own. Should one not keep it, this process ends all the same, and its brokers with it.
const limitOf = (runs: readonly Run[]): number => runs.reduce((sum, { limitMs }) => sum + limitMs, 30_000);
const LIMIT_MS = Math.max(limitOf(OURS), limitOf(APACHES));
setTimeout(() => {
  process.stderr.write(`exactly once under kill -9 did not end within ${LIMIT_MS} ms, seed ${SEED}\n`);
  process.exit(1);
}, LIMIT_MS).unref();

async function violationsUnder(
  world: World,
  { seed, kills, lifeMs }: Run,
  say: (text: string) => void,
): Promise<readonly string[]> {
  const load = { partitions: 3, copiersPerStage: 2, hasPlainTopic: true } as const;
  const options = { ...load, seed, kills, lifeMs, groupProtocol: "classic" } as const;
  say(`seed ${seed}`);
  try {
    const limits = { feedPauseMs: 20, stuckMs: STUCK_MS, restartMs: 120_000, downMs: 6000 };
    const { violations, counts, errors } = await run(world, { ...options, ...limits });
    say(`${JSON.stringify(counts)} ${JSON.stringify([...errors])}`);
    assert(counts.committed > kills && (counts.plain?.acknowledged ?? 0) > kills, "records were written");
    // Few transactions may be over before chance has aborted one.
    assert(counts.aborted > 0 || counts.committed < ENOUGH, "transactions were aborted");
    return violations;
  } finally {
    await world.close();
  }
}

// Both sides at once, the runs of a side one after the other.
describe("exactly once under kill -9", { concurrency: true }, () => {
  describe("of our broker", { concurrency: 1 }, () => {
    for (const one of OURS) {
      it(`${one.kills} times`, { timeout: one.limitMs }, async (test) => {
        const world = await ottlaWorld(one.seed);
        assert.deepEqual((await violationsUnder(world, one, (text) => test.diagnostic(text))).slice(0, 20), []);
      });
    }
  });

  describe("of Apache's broker", { concurrency: 1, skip: apacheSkip() }, () => {
    for (const one of APACHES) {
      it(`${one.kills} times`, { timeout: one.limitMs }, async (test) => {
        const world = await apacheWorld(one.seed);
        // Whatever else it says of such a run: that is why.
        const excuse = (): void =>
          assert(!world.haveMarkersBeenSkipped(), "Apache's broker has skipped markers (decisions/016)");
        try {
          const violations = await violationsUnder(world, one, (text) => test.diagnostic(text));
          excuse();
          assert.deepEqual(violations.slice(0, 20), []);
        } catch (error) {
          excuse();
          throw error;
        }
      });
    }
  });
});
