/**
 * Plays runs of a range of seeds in a thread of its own, away from the hooks that a test runner sets on every promise. With a mutant, one
 * rule is broken before anything is loaded; the range then ends with the first seed that finds it.
 */
import { parentPort, workerData } from "node:worker_threads";
import { breakRule, type Mutant } from "../../support/mutant.ts";
import { Coverage, type ReachedLines } from "./coverage.ts";
import type { Counts } from "./faults.ts";

export interface RunOrder {
  readonly seeds: readonly number[];
  readonly mutant?: Mutant;
  readonly traces?: boolean;
  /** Folders below packages of which to say how many lines are reached. */
  readonly measures?: readonly string[];
}

export interface RunFailure {
  readonly seed: number;
  readonly message: string;
}

export interface RunReport {
  readonly runs: number;
  readonly counts: Counts;
  readonly failures: readonly RunFailure[];
  /** The source of the mutant was there to be changed. */
  readonly isMutated: boolean;
  /** By folder. */
  readonly lines: ReadonlyMap<string, ReachedLines> | undefined;
}

/** With so many, the next one says nothing more. */
const FAILURES_MAX = 20;
/** Errors are made all the time, and each frame is paid for. Whoever repeats one run gets whole stacks. */
const FRAMES_OF_MANY = 2;

const order = workerData as RunOrder;
const { mutant } = order;
if (order.traces !== true) Error.stackTraceLimit = FRAMES_OF_MANY;
const isMutated = mutant === undefined ? () => false : breakRule(mutant);

const coverage = order.measures === undefined ? undefined : await Coverage.start();
const { ClusterWorld, warmUp } = await import("./cluster-world.ts");
await warmUp();
const counts: Counts = new Map();
const trace = order.traces ? (line: string): void => console.log(line) : undefined;
const failures: RunFailure[] = [];
const failuresMax = mutant === undefined ? FAILURES_MAX : 1;
let runs = 0;
for (const seed of order.seeds) {
  // By now everything is imported.
  if (failures.length === failuresMax || (mutant !== undefined && !isMutated())) break;
  runs++;
  try {
    await new ClusterWorld(seed, { counts, trace }).play();
  } catch (error) {
    failures.push({ seed, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
const lines = await coverage?.linesOf(order.measures ?? []);
const report: RunReport = { runs, counts, failures, isMutated: isMutated(), lines };
parentPort?.postMessage(report);
