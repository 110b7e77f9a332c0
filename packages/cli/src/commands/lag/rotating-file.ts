// A log file that is renamed when it is full, with the time in the name of the old one. Old ones go by number and by age, and may be compressed.
import { closeSync, createReadStream, createWriteStream, fstatSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

export interface RotatingFileOptions {
  readonly path: string;
  /** Before a line would make the file larger than this it begins anew; 0: never. */
  readonly bytesMax: number;
  /** Old files that are kept; 0: all. */
  readonly backupsMax: number;
  /** Old files older than this go, in ms; 0: none. */
  readonly ageMaxMs: number;
  /** Names have the local time instead of UTC. */
  readonly isLocalTime: boolean;
  readonly isCompressed: boolean;
}

export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #file: number;
  #bytes: number;
  #tidying: Promise<void> = Promise.resolve();

  /** @throws Error when the file cannot be opened */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
    mkdirSync(dirname(options.path), { recursive: true });
    this.#file = openSync(options.path, "a");
    this.#bytes = fstatSync(this.#file).size;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    const { bytesMax } = this.#options;
    if (bytesMax > 0 && this.#bytes > 0 && this.#bytes + bytes > bytesMax) this.#rotate();
    writeSync(this.#file, line);
    this.#bytes += bytes;
  }

  async close(): Promise<void> {
    closeSync(this.#file);
    await this.#tidying;
  }

  #rotate(): void {
    const { path } = this.#options;
    closeSync(this.#file);
    const old = this.#oldName(new Date());
    renameSync(path, old);
    this.#file = openSync(path, "a");
    this.#bytes = 0;
    this.#tidying = this.#tidying.then(() => this.#tidy(old)).catch(() => undefined);
  }

  /** One after the other, so that no file is compressed while it is removed. */
  async #tidy(old: string): Promise<void> {
    if (this.#options.isCompressed) await compress(old);
    this.#removeOld();
  }

  /** `burrow-2026-11-29T06-30-00.000.log`, as the rotation that Burrow uses calls it. */
  #oldName(now: Date): string {
    const { path, isLocalTime } = this.#options;
    const shown = isLocalTime ? new Date(now.getTime() - now.getTimezoneOffset() * 60_000) : now;
    const extension = extname(path);
    const stem = join(dirname(path), basename(path, extension));
    const time = shown.toISOString().slice(0, -1).replaceAll(":", "-");
    return `${stem}-${time}${extension}`;
  }

  #removeOld(): void {
    const { path, backupsMax, ageMaxMs } = this.#options;
    const extension = extname(path);
    const start = `${basename(path, extension)}-`;
    const old = readdirSync(dirname(path))
      .filter((name) => name.startsWith(start) && /\d{4}-\d\d-\d\dT[\d.-]+/.test(name))
      .toSorted()
      .toReversed()
      .map((name) => join(dirname(path), name));
    for (const [index, file] of old.entries()) {
      const isTooMany = backupsMax > 0 && index >= backupsMax;
      const isTooOld = ageMaxMs > 0 && Date.now() - statSync(file).mtimeMs > ageMaxMs;
      if (isTooMany || isTooOld) rmSync(file, { force: true });
    }
  }
}

async function compress(path: string): Promise<void> {
  await pipeline(createReadStream(path), createGzip(), createWriteStream(`${path}.gz`));
  rmSync(path);
}
