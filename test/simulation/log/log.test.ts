// The log engine under failure: random appends, transactions, truncations, deletions, rolls, flushes and restarts on a disk that tears, loses, fills
// up and breaks, and processes and machines that end in the middle of any operation. `OTTLA_LOG_RUNS` says how many runs (continuous
// integration: 10,000), `OTTLA_LOG_SEED` where they begin; a run that fails prints its seed, and with
// `OTTLA_LOG_SEED=n OTTLA_LOG_RUNS=1` it is repeated, step by step. The second part proves that the checks can fail.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, it } from "node:test";
import { Worker } from "node:worker_threads";
import { repetitions } from "../../support/thorough.ts";
import { FAULT_KINDS } from "./faults.ts";
import { MUTANTS } from "./mutants.ts";
import type { RunOrder, RunReport } from "./run.worker.ts";

const RUNS = repetitions("OTTLA_LOG_RUNS", { quick: 1000, thorough: 10_000 });
const FIRST_SEED = Number(process.env["OTTLA_LOG_SEED"] ?? 1);
/** With fewer, a rare fault may not come up. */
const RUNS_WITH_ALL_FAULTS = 500;
/** Within so many seeds each mutant is found; most of them take a score, a few some thousand, of which they name a late first one. */
const SEEDS_PER_MUTANT = 2500;
const THREADS = Math.min(availableParallelism(), RUNS);

function play(order: RunOrder): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./run.worker.ts", import.meta.url), { workerData: order });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

describe("the log under failure", () => {
  it(`${RUNS} runs from seed ${FIRST_SEED}: what was promised is there, and nothing else`, async (test) => {
    const reports = await Promise.all(
      Array.from({ length: THREADS }, (_, i) =>
        play({
          firstSeed: FIRST_SEED + i,
          stride: THREADS,
          runs: Math.ceil((RUNS - i) / THREADS),
          traces: RUNS === 1,
        }),
      ),
    );
    for (const { failure } of reports) {
      if (failure)
        assert.fail(
          `seed ${failure.seed} fails; replay with OTTLA_LOG_SEED=${failure.seed} OTTLA_LOG_RUNS=1\n${failure.message}`,
        );
    }
    const faults = FAULT_KINDS.map((kind) => [kind, sum(reports, ({ faults }) => faults.get(kind))] as const);
    test.diagnostic(
      `${sum(reports, ({ runs }) => runs)} runs: ${faults.map(([kind, n]) => `${n} ${kind}`).join(", ")}`,
    );
    if (RUNS < RUNS_WITH_ALL_FAULTS) return;
    for (const [kind, count] of faults) assert.ok(count > 0, `no run met ${kind}`);
  });
});

describe("a broken rule is found:", { concurrency: availableParallelism() }, () => {
  if (process.env["OTTLA_LOG_SEED"] !== undefined) return;
  for (const mutant of MUTANTS) {
    it(mutant.name, async (test) => {
      const report = await play({ firstSeed: mutant.firstSeed ?? 1, stride: 1, runs: SEEDS_PER_MUTANT, mutant });
      assert.ok(report.isMutated, `packages/${mutant.file} holds once: ${mutant.find}`);
      assert.ok(report.failure, `not within ${SEEDS_PER_MUTANT} seeds`);
      test.diagnostic(`seed ${report.failure.seed}: ${report.failure.message.split("\n")[0]}`);
    });
  }
});

function sum(reports: readonly RunReport[], count: (report: RunReport) => number | undefined): number {
  return reports.reduce((total, report) => total + (count(report) ?? 0), 0);
}
