// Whole clusters under failure: the brokers that ship, on a virtual clock, network and disks. Half of the seeds are always the same, half are fresh
// for each change of the code; `OTTLA_CLUSTER_SEED=n OTTLA_CLUSTER_RUNS=1 node --conditions=@ottla/source --test test/simulation/cluster/cluster.test.ts` repeats one
// and tells what happens in it. The second part measures how much of the code runs at all. The third proves that the checks can fail: each mutant
// must be found out.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, it } from "node:test";
import { Worker } from "node:worker_threads";
import { freshSeed } from "../../support/fresh-seed.ts";
import { repetitions } from "../../support/thorough.ts";
import type { ReachedLines } from "./coverage.ts";
import { EVENT_KINDS, FAULT_KINDS } from "./faults.ts";
import { MUTANTS } from "./mutants.ts";
import type { RunFailure, RunOrder, RunReport } from "./run.worker.ts";

const RUNS = repetitions("OTTLA_CLUSTER_RUNS", { quick: 60, thorough: 2000 });
const GIVEN_SEED = process.env["OTTLA_CLUSTER_SEED"];
/** With fewer, a rare fault may not come up. */
const RUNS_WITH_ALL_FAULTS = 50;
/** Within so many seeds each mutant is found. */
const SEEDS_PER_MUTANT = 1000;
/** Runs of which it is measured what they reach: more of them reach little more. */
const MEASURED_RUNS = 20;
/** Raft and what drives it, partitions, and what leads and follows them. */
const MEASURED_FOLDERS = [
  "raft/src",
  "broker/src/quorum",
  "broker/src/partition",
  "broker/src/replica-manager",
  "broker/src/replica-fetcher",
];
const THREADS = Math.min(availableParallelism(), RUNS);

function play(order: RunOrder): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./run.worker.ts", import.meta.url), { workerData: order });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function seeds(): readonly number[] {
  if (GIVEN_SEED !== undefined) return Array.from({ length: RUNS }, (_, i) => Number(GIVEN_SEED) + i);
  const known = Math.ceil(RUNS / 2);
  const fresh = freshSeed();
  return Array.from({ length: RUNS }, (_, i) => (i < known ? 1 + i : fresh + i - known));
}

/** Ends with all of them in one line each. */
function describeFailures(failures: readonly RunFailure[]): string {
  const whole = failures.map(({ seed, message }) => `seed ${seed} fails: ${message}`);
  const lines = failures.map(
    ({ seed, message }) => `OTTLA_CLUSTER_SEED=${seed} OTTLA_CLUSTER_RUNS=1 repeats: ${message.split("\n")[0]}`,
  );
  return [...whole, ...lines].join("\n");
}

describe("a cluster under failure", () => {
  it(`${RUNS} runs: nothing acknowledged is lost, epochs have one leader, high watermarks do not go back, replicas agree`, async (test) => {
    const all = seeds();
    test.diagnostic(`seeds from ${all[0]} to ${all.at(-1)}, the second half from ${all[Math.ceil(RUNS / 2)]}`);
    const reports = await Promise.all(
      Array.from({ length: THREADS }, (_, i) =>
        play({ seeds: all.filter((_seed, place) => place % THREADS === i), traces: RUNS === 1 }),
      ),
    );
    const failures = reports.flatMap((report) => report.failures);
    if (failures.length > 0) assert.fail(describeFailures(failures));
    const count = (kind: string): number => reports.reduce((sum, { counts }) => sum + (counts.get(kind) ?? 0), 0);
    const kinds = [...FAULT_KINDS, ...EVENT_KINDS];
    test.diagnostic(kinds.map((kind) => `${count(kind)} × ${kind}`).join(", "));
    if (RUNS < RUNS_WITH_ALL_FAULTS) return;
    for (const kind of kinds) assert.ok(count(kind) > 0, `${kind} has come up`);
  });
});

describe("what the runs reach", () => {
  if (GIVEN_SEED !== undefined) return;
  it("are 85 % of the lines of raft, replication and partitions at least", async (test) => {
    const seeds = Array.from({ length: MEASURED_RUNS }, (_, i) => 1 + i);
    const { failures, lines } = await play({ seeds, measures: MEASURED_FOLDERS });
    assert.deepEqual(failures, []);
    const found = [...lines!];
    for (const [folder, { reached, all }] of found) {
      test.diagnostic(`${((100 * reached) / all).toFixed(1)} % of ${folder}: ${reached} of ${all} lines`);
    }
    const sum = (of: keyof ReachedLines): number => found.reduce((total, [, counted]) => total + counted[of], 0);
    assert.ok(sum("reached") >= 0.85 * sum("all"), `only ${sum("reached")} of ${sum("all")} lines are reached`);
  });
});

describe("a broken rule is found:", { concurrency: availableParallelism() }, () => {
  if (GIVEN_SEED !== undefined) return;
  for (const mutant of MUTANTS) {
    it(mutant.name, async (test) => {
      const first = mutant.firstSeed ?? 1;
      const report = await play({ seeds: Array.from({ length: SEEDS_PER_MUTANT }, (_, i) => first + i), mutant });
      assert.ok(report.isMutated, `packages/${mutant.file} holds once: ${mutant.find}`);
      const [failure] = report.failures;
      assert.ok(failure, `not within ${SEEDS_PER_MUTANT} seeds`);
      test.diagnostic(`seed ${failure.seed}: ${failure.message.split("\n")[0]}`);
    });
  }
});
