// Thousands of lives of a broker on a virtual clock: the shipping broker and client, transactional copiers in two stages, and a kill every few hundred
// milliseconds. A failing run prints its seed; `EXACTLY_ONCE_SEED=n EXACTLY_ONCE_KILLS=100` repeats it.
import assert from "node:assert/strict";
import { it } from "node:test";
import { repetitions } from "../support/thorough.ts";
import { run } from "./run.ts";
import { VirtualWorld } from "./virtual-world.ts";

const SEED = Number(process.env["EXACTLY_ONCE_SEED"] ?? 1);
/** All runs of one group protocol together. */
const KILLS = repetitions("EXACTLY_ONCE_KILLS", { quick: 100, thorough: 1000 });
const KILLS_A_RUN = 100;
/** Of so many runs one has a plain topic beside the copiers. */
const RUNS_A_PLAIN_TOPIC = 4;

export function surviveKills(groupProtocol: "classic" | "consumer"): void {
  for (let index = 0; index < Math.ceil(KILLS / KILLS_A_RUN); index++) {
    const seed = SEED + index;
    it(`seed ${seed}: ${KILLS_A_RUN} kills`, { timeout: 300_000 }, async (test) => {
      const world = await VirtualWorld.start(seed);
      const hasPlainTopic = index % RUNS_A_PLAIN_TOPIC === 0;
      const load = { partitions: 3, copiersPerStage: 2, hasPlainTopic };
      const options = { ...load, seed, groupProtocol, kills: KILLS_A_RUN, lifeMs: 600 };
      const { violations, counts, errors } = await world.live(
        run(world, { ...options, feedPauseMs: 100, stuckMs: 120_000, restartMs: 60_000, downMs: 8000 }),
      );
      test.diagnostic(`seed ${seed} ${JSON.stringify(counts)} ${JSON.stringify([...errors])}`);
      assert.deepEqual(violations.slice(0, 20), []);
      const { committed, aborted, unknown, kills, pauses, plain } = counts;
      assert(committed > kills && aborted > 0 && unknown > 0 && pauses > 0, "everything has happened");
      assert.equal(plain !== undefined, hasPlainTopic);
      if (plain !== undefined) assert(plain.acknowledged > kills && plain.assignments > 10, "and beside it");
      await world.close();
    });
  }
}
