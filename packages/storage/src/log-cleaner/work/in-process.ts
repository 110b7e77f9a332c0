/** Cleaning on the thread that asks for it, through whatever disk it has: simulations, brokers that keep nothing, and the inside of a worker. */
import { assert } from "@ottla/base";
import type { LogEnvironment } from "../../log-environment.ts";
import { CleanedTransactions } from "../compaction/cleaned-transactions.ts";
import type { OffsetMap } from "../compaction/offset-map.ts";
import { buildOffsetMap } from "./build-offset-map.ts";
import { cleanGroup } from "./clean-group.ts";
import { CleanerIo } from "./cleaner-io.ts";
import type {
  CleanedGroup,
  Cleaning,
  CleaningControl,
  CleaningPlace,
  GroupJob,
  OffsetMapJob,
  OffsetMapResult,
} from "./cleaning-job.ts";

export class InProcessCleaning implements Cleaning {
  readonly #environment: LogEnvironment;
  readonly #io: CleanerIo;
  readonly #transactions = new CleanedTransactions();
  #map: OffsetMap | undefined;

  constructor(environment: LogEnvironment, control: CleaningControl) {
    this.#environment = environment;
    this.#io = new CleanerIo(control, environment.clock);
  }

  async buildOffsetMap(job: OffsetMapJob): Promise<OffsetMapResult> {
    const { map, result } = await buildOffsetMap(job, { disk: this.#environment.disk, io: this.#io });
    this.#map = map;
    return result;
  }

  async cleanGroup(job: GroupJob): Promise<CleanedGroup> {
    assert(this.#map, "a cleaning has its offset map before it writes");
    const map = this.#map;
    return await cleanGroup(job, {
      environment: this.#environment,
      io: this.#io,
      map,
      transactions: this.#transactions,
    });
  }

  async end(): Promise<void> {
    this.#map = undefined;
  }
}

/** See the file's head. */
export class InProcessPlace implements CleaningPlace {
  readonly #environment: LogEnvironment;

  constructor(environment: LogEnvironment) {
    this.#environment = environment;
  }

  async begin(control: CleaningControl): Promise<Cleaning> {
    return new InProcessCleaning(this.#environment, control);
  }

  async close(): Promise<void> {}
}
