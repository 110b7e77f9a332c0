/**
 * Plays runs of a range of seeds in a thread of its own, away from the hooks that a test runner sets on every promise. With a mutant, one
 * rule is broken before anything is loaded; the range then ends with the first seed that finds it.
 */
import { parentPort, workerData } from "node:worker_threads";
import { breakRule, type Mutant } from "../../support/mutant.ts";
import type { FaultKind } from "./faults.ts";

export interface RunOrder {
  readonly firstSeed: number;
  readonly runs: number;
  /** Distance of one seed to the next. */
  readonly stride: number;
  readonly mutant?: Mutant;
  readonly traces?: boolean;
}

export interface RunReport {
  readonly runs: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly steps: ReadonlyMap<string, number>;
  readonly failure: { readonly seed: number; readonly message: string } | undefined;
  /** The source of the mutant was there to be changed. */
  readonly isMutated: boolean;
}

const order = workerData as RunOrder;
const { mutant } = order;
const isMutated = mutant === undefined ? () => false : breakRule(mutant);

const { LogWorld } = await import("./log-world.ts");
const faults = new Map<FaultKind, number>();
const steps = new Map<string, number>();
let failure: RunReport["failure"];
let runs = 0;
for (; runs < order.runs && failure === undefined; runs++) {
  const seed = order.firstSeed + runs * order.stride;
  try {
    await new LogWorld(seed, { faults, steps }, order.traces ? (line) => console.log(line) : undefined).play();
  } catch (error) {
    failure = { seed, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
const report: RunReport = { runs, faults, steps, failure, isMutated: isMutated() };
parentPort?.postMessage(report);
