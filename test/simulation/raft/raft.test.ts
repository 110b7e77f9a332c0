// The metadata quorum under failure. A failing run prints its seed; `OTTLA_RAFT_SEED=n OTTLA_RAFT_RUNS=1 node
// --conditions=@ottla/source --test test/simulation/raft/raft.test.ts` repeats it. The second part proves that the checks can
// fail: each mutant must be found out.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, it } from "node:test";
import { Worker } from "node:worker_threads";
import { repetitions } from "../../support/thorough.ts";
import { MUTANTS } from "./mutants.ts";
import { FAULT_KINDS } from "./raft-world.ts";
import type { RunOrder, RunReport } from "./run.worker.ts";

const RUNS = repetitions("OTTLA_RAFT_RUNS", { quick: 60, thorough: 300 });
const FIRST_SEED = Number(process.env["OTTLA_RAFT_SEED"] ?? 1);
/** With fewer, a rare fault may not come up. */
const RUNS_WITH_ALL_FAULTS = 50;
/** Within so many seeds each mutant is found. */
const SEEDS_PER_MUTANT = 100;
const THREADS = Math.min(availableParallelism(), RUNS);

function play(order: RunOrder): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./run.worker.ts", import.meta.url), { workerData: order });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

describe("a quorum under failure", () => {
  it(`${RUNS} runs from seed ${FIRST_SEED}: one leader an epoch, nothing committed is lost, and it goes on`, async (test) => {
    const reports = await Promise.all(
      Array.from({ length: THREADS }, (_, i) =>
        play({ firstSeed: FIRST_SEED + i, stride: THREADS, runs: Math.floor((RUNS + THREADS - 1 - i) / THREADS) }),
      ),
    );
    for (const { failure } of reports) if (failure) assert.fail(`seed ${failure.seed}: ${failure.message}`);
    for (const kind of FAULT_KINDS) {
      const count = reports.reduce((sum, { faults }) => sum + (faults.get(kind) ?? 0), 0);
      test.diagnostic(`${kind}: ${count}`);
      assert.ok(count > 0 || RUNS < RUNS_WITH_ALL_FAULTS, `${kind} has come up`);
    }
    for (const event of new Set(reports.flatMap(({ events }) => [...events.keys()]))) {
      test.diagnostic(`${event}: ${reports.reduce((sum, { events }) => sum + (events.get(event) ?? 0), 0)}`);
    }
  });
});

describe("a broken quorum is found out:", () => {
  for (const mutant of MUTANTS) {
    it(mutant.name, async (test) => {
      const report = await play({ firstSeed: 1, stride: 1, runs: SEEDS_PER_MUTANT, mutant });
      assert.ok(report.isMutated, `packages/${mutant.file} holds once: ${mutant.find}`);
      assert.ok(report.failure, `not within ${SEEDS_PER_MUTANT} seeds`);
      test.diagnostic(`seed ${report.failure.seed}: ${report.failure.message.split("\n")[0]}`);
    });
  }
});
