/**
 * Says in the log when the broker comes near its limit of open files, or of the partitions that it can hold under it: once at four fifths, and
 * again only after it has been below seven tenths.
 */

import type { Clock, Timer } from "@ottla/base";
import type { Logger } from "../logging/logger.ts";
import type { FileBudget } from "./file-budget.ts";

/** What the process has open beside logs and connections: standard streams, the event loop, listeners, locks, files that are being replaced. */
const OTHER_FILES = 32;
const CHECK_MS = 10_000;
const WARN_AT = 0.8;
const CALM_BELOW = 0.7;

export interface FileWatchOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly budget: FileBudget;
  /** Files that logs have open. */
  readonly logFiles: () => number;
  readonly connections: () => number;
  /** Partitions with a replica here. */
  readonly partitions: () => number;
}

/** See the file's head. */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #warned = new Set<string>();
  #timer: Timer | undefined;

  constructor(options: FileWatchOptions) {
    this.#options = options;
  }

  /** Files that the process has open, nearly. */
  get openFiles(): number {
    return this.#options.logFiles() + this.#options.connections() + OTHER_FILES;
  }

  /** Looks now and every ten seconds; where there is no limit, never. */
  start(): void {
    if (this.#options.budget.openFilesMax === Infinity) return;
    this.check();
    this.#timer = this.#options.clock.setTimer(CHECK_MS, () => this.start());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  check(): void {
    const { budget, partitions } = this.#options;
    const { openFilesMax, partitionsMax } = budget;
    const limit = { openFilesMax, partitionsMax };
    this.#look("partitions", partitions() / partitionsMax, () => ({ partitions: partitions(), ...limit }));
    this.#look("files", this.openFiles / openFilesMax, () => ({ openFiles: this.openFiles, ...limit }));
  }

  #look(what: string, share: number, fields: () => Readonly<Record<string, number>>): void {
    if (share < CALM_BELOW) this.#warned.delete(what);
    if (share < WARN_AT || this.#warned.has(what)) return;
    this.#warned.add(what);
    this.#options.logger.warn(
      fields(),
      `the broker nears its limit of ${what === "files" ? "open files" : "partitions, one open file each"}; ulimit -n raises it`,
    );
  }
}
