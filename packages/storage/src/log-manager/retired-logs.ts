/** Logs that serve no more: renamed at once, their files removed after file.delete.delay.ms. What a crash leaves of them the next start removes. */
import type { Random } from "@ottla/base";
import type { LogEnvironment } from "../log-environment.ts";
import { markedDirectoryName } from "../log-files.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import { deleteDirectory } from "./delete-directory.ts";

export class RetiredLogs {
  readonly #environment: LogEnvironment;
  readonly #random: Random;
  readonly #waiting = new Set<{ cancel(): void }>();
  #background: Promise<void> = Promise.resolve();

  constructor({ environment, random }: { readonly environment: LogEnvironment; readonly random: Random }) {
    this.#environment = environment;
    this.#random = random;
  }

  /** Takes a log out of service under a marked name, which is returned. */
  async retire(log: UnifiedLog, suffix: string): Promise<string> {
    const target = `${log.parentDirectory}/${markedDirectoryName(log.topicPartition, suffix, this.#random)}`;
    await log.renameDirectory(target);
    await log.closeHandlers();
    return target;
  }

  deleteLater(path: string, delayMs: number): void {
    const timer = this.#environment.clock.setTimer(delayMs, () => {
      this.#waiting.delete(timer);
      this.inBackground(() => deleteDirectory(this.#environment.disk, path));
    });
    this.#waiting.add(timer);
  }

  /** One after the other; an error is only told. */
  inBackground(work: () => Promise<void>): void {
    this.#background = this.#background
      .then(work)
      .catch((error: unknown) => this.#environment.logger("error", String(error)));
  }

  /** Resolves when nothing runs any more; what waits is left to the next start. */
  async stop(): Promise<void> {
    for (const deletion of this.#waiting) deletion.cancel();
    await this.#background;
  }
}
