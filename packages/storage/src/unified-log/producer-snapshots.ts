/** The producer snapshot files of one log: which there are, writing, reading and removing them. */
import type { Disk } from "../disk/disk.ts";
import { DELETED_SUFFIX, offsetFileName, SNAPSHOT_SUFFIX } from "../log-files.ts";
import { decodeProducerSnapshot, encodeProducerSnapshot } from "../producer-state/producer-snapshot.ts";
import type { ProducerStateEntry } from "../producer-state/producer-state-entry.ts";
import { StorageError } from "../storage-error.ts";

export class ProducerSnapshots {
  directory: string;
  readonly #disk: Disk;
  /** Ascending. */
  #offsets: number[];
  /** Written, by this process or one before it, and perhaps not durable. */
  readonly #unsynced: Set<number>;

  constructor(options: { disk: Disk; directory: string; offsets: readonly number[]; areDurable: boolean }) {
    this.#disk = options.disk;
    this.directory = options.directory;
    this.#offsets = options.offsets.toSorted((a, b) => a - b);
    this.#unsynced = new Set(options.areDurable ? [] : options.offsets);
  }

  get offsets(): readonly number[] {
    return this.#offsets;
  }

  get latestOffset(): number | undefined {
    return this.#offsets.at(-1);
  }

  /** The bytes are the state before `offset`. `sync` makes them durable. */
  async write(offset: number, bytes: Uint8Array, { sync }: { sync: boolean }): Promise<void> {
    const file = await this.#disk.open(this.#path(offset), "readWriteCreate");
    this.#unsynced.add(offset);
    try {
      await file.truncate(0);
      await file.write(bytes, 0);
      if (sync) {
        await file.sync();
        this.#unsynced.delete(offset);
      }
    } finally {
      await file.close();
    }
    if (!this.#offsets.includes(offset)) this.#offsets = [...this.#offsets, offset].sort((a, b) => a - b);
  }

  async writeEntries(offset: number, entries: Iterable<ProducerStateEntry>, options: { sync: boolean }): Promise<void> {
    await this.write(offset, encodeProducerSnapshot(entries), options);
  }

  /** Makes the snapshot durable, if there is one and it may not be. */
  async sync(offset: number): Promise<void> {
    if (!this.#offsets.includes(offset) || !this.#unsynced.has(offset)) return;
    const file = await this.#disk.open(this.#path(offset), "readWrite");
    try {
      await file.sync();
      this.#unsynced.delete(offset);
    } finally {
      await file.close();
    }
  }

  /** The newest snapshot that can be read; corrupt ones are removed on the way. */
  async readLatest(
    logger: (message: string) => void,
  ): Promise<{ offset: number; entries: ProducerStateEntry[] } | undefined> {
    for (let offset = this.latestOffset; offset !== undefined; offset = this.latestOffset) {
      const path = this.#path(offset);
      try {
        return { offset, entries: decodeProducerSnapshot(await this.#disk.readFile(path), path) };
      } catch (error) {
        if (!(error instanceof StorageError) || (error.code !== "CORRUPT_SNAPSHOT" && error.code !== "NOT_FOUND"))
          throw error;
        logger(`Failed to load producer snapshot: ${error.message}`);
        await this.delete(offset);
      }
    }
    return undefined;
  }

  async delete(offset: number): Promise<void> {
    this.#offsets = this.#offsets.filter((other) => other !== offset);
    await this.#disk.unlink(this.#path(offset));
  }

  async deleteWhere(isObsolete: (offset: number) => boolean): Promise<void> {
    for (const offset of this.#offsets.filter(isObsolete)) await this.delete(offset);
  }

  /** Takes the snapshot out of use under a `.deleted` name, whose path is returned. */
  async markDeleted(offset: number): Promise<string | undefined> {
    if (!this.#offsets.includes(offset)) return undefined;
    this.#offsets = this.#offsets.filter((other) => other !== offset);
    const path = this.#path(offset);
    await this.#disk.rename(path, path + DELETED_SUFFIX);
    return path + DELETED_SUFFIX;
  }

  /**
   * After an interrupted run: of the snapshots that no segment begins at, only the newest may be of use, and only if it lies behind the last
   * segment's base offset.
   */
  async removeStray(segmentBaseOffsets: readonly number[]): Promise<void> {
    const bases = new Set(segmentBaseOffsets);
    const strays = this.#offsets.filter((offset) => !bases.has(offset));
    const newest = strays.at(-1);
    const lastBase = segmentBaseOffsets.at(-1);
    const keepsNewest = newest !== undefined && (lastBase === undefined || newest >= lastBase);
    await this.deleteWhere((offset) => !bases.has(offset) && !(keepsNewest && offset === newest));
  }

  #path(offset: number): string {
    return `${this.directory}/${offsetFileName(offset, SNAPSHOT_SUFFIX)}`;
  }
}
