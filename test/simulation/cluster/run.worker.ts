/**
 * Plays runs of a range of seeds in a thread of its own, away from the hooks that a test runner sets on every promise. With a mutant, one
 * rule is broken before anything is loaded; the range then ends with the first seed that finds it.
 */
import { parentPort, workerData } from "node:worker_threads";
import { breakRule, type Mutant } from "../../support/mutant.ts";
import type { Counts } from "./faults.ts";

export interface RunOrder {
  readonly seeds: readonly number[];
  readonly mutant?: Mutant;
  readonly traces?: boolean;
}

export interface RunReport {
  readonly runs: number;
  readonly counts: Counts;
  readonly failure: { readonly seed: number; readonly message: string } | undefined;
  /** The source of the mutant was there to be changed. */
  readonly isMutated: boolean;
}

const order = workerData as RunOrder;
const { mutant } = order;
const isMutated = mutant === undefined ? () => false : breakRule(mutant);

const { ClusterWorld, warmUp } = await import("./cluster-world.ts");
await warmUp();
const counts: Counts = new Map();
const trace = order.traces ? (line: string): void => console.log(line) : undefined;
let failure: RunReport["failure"];
let runs = 0;
for (const seed of order.seeds) {
  // By now everything is imported.
  if (failure !== undefined || (mutant !== undefined && !isMutated())) break;
  runs++;
  try {
    await new ClusterWorld(seed, { counts, trace }).play();
  } catch (error) {
    failure = { seed, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
const report: RunReport = { runs, counts, failure, isMutated: isMutated() };
parentPort?.postMessage(report);
