/** Plays runs of a range of seeds in a thread of its own, with a mutant if there is one. See `test/simulation/log/run.worker.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { breakRule, type Mutant } from "../../support/mutant.ts";
import type { FaultKind } from "./raft-world.ts";

export interface RunOrder {
  readonly firstSeed: number;
  readonly runs: number;
  /** Distance of one seed to the next. */
  readonly stride: number;
  readonly mutant?: Mutant;
}

export interface RunReport {
  readonly runs: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly events: ReadonlyMap<string, number>;
  readonly failure: { readonly seed: number; readonly message: string } | undefined;
  /** The source of the mutant was there to be changed. */
  readonly isMutated: boolean;
}

const order = workerData as RunOrder;
const { mutant } = order;
const isMutated = mutant === undefined ? () => false : breakRule(mutant);

const { RaftWorld } = await import("./raft-world.ts");
const faults = new Map<FaultKind, number>();
const events = new Map<string, number>();
let failure: RunReport["failure"];
let runs = 0;
for (; runs < order.runs && failure === undefined; runs++) {
  const seed = order.firstSeed + runs * order.stride;
  try {
    new RaftWorld(seed, { faults, events }).play();
  } catch (error) {
    failure = { seed, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
const report: RunReport = { runs, faults, events, failure, isMutated: isMutated() };
parentPort?.postMessage(report);
