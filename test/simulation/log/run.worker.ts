/**
 * Plays runs of a range of seeds in a thread of its own, away from the hooks that a test runner sets on every promise. With a mutant, the source
 * of one module is changed before it is loaded; the range then ends with the first seed that finds it.
 */
import { registerHooks } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { FaultKind } from "./faults.ts";
import type { Mutant } from "./mutants.ts";

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
let isMutated = false;
const { mutant } = order;
if (mutant) {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/packages/storage/src/${mutant.file}`)) return loaded;
      const source = String(loaded.source);
      isMutated = source.split(mutant.find).length === 2;
      return { ...loaded, source: source.replace(mutant.find, mutant.replace) };
    },
  });
}

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
const report: RunReport = { runs, faults, steps, failure, isMutated };
parentPort?.postMessage(report);
