/** Plays runs of a range of seeds in a thread of its own, with a mutant if there is one. See `test/simulation/log/run.worker.ts`. */
import { registerHooks } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";
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
let isMutated = false;
const { mutant } = order;
if (mutant) {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/packages/raft/src/${mutant.file}`)) return loaded;
      const source = String(loaded.source);
      isMutated = source.split(mutant.find).length === 2;
      return { ...loaded, source: source.replace(mutant.find, mutant.replace) };
    },
  });
}

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
const report: RunReport = { runs, faults, events, failure, isMutated };
parentPort?.postMessage(report);
