/**
 * Snapshot files in the directory of the metadata log. A snapshot is written beside its name with the suffix `.part`
 * and renamed when it is whole and durable, so a file with a snapshot's name is one.
 */

import { parseSnapshotFileName, type SnapshotId, snapshotFileName } from "@ottla/metadata";
import type { Disk } from "@ottla/storage";

/** A snapshot on disk. */
export interface StoredSnapshot extends SnapshotId {
  readonly sizeInBytes: number;
  /** When it was written, in milliseconds. */
  readonly modifiedMs: number;
}

/** See the file's head. */
export class SnapshotStore {
  readonly #disk: Disk;
  readonly #directory: string;

  constructor(disk: Disk, directory: string) {
    this.#disk = disk;
    this.#directory = directory;
  }

  /** Every snapshot, the oldest first. What a crash left half written is removed. */
  async list(): Promise<StoredSnapshot[]> {
    const snapshots: StoredSnapshot[] = [];
    for (const { name, isDirectory } of await this.#disk.list(this.#directory)) {
      if (isDirectory) continue;
      if (/\.checkpoint\.(?:part|deleted)$/.test(name)) await this.#disk.unlink(`${this.#directory}/${name}`);
      const id = parseSnapshotFileName(name);
      const stat = id === undefined ? undefined : await this.#disk.stat(`${this.#directory}/${name}`);
      if (id !== undefined && stat !== undefined) {
        snapshots.push({ ...id, sizeInBytes: stat.sizeBytes, modifiedMs: stat.modifiedMs });
      }
    }
    return snapshots.toSorted((one, other) => one.endOffset - other.endOffset);
  }

  /** The bytes of a snapshot. */
  async read(id: SnapshotId): Promise<Uint8Array> {
    return this.#disk.readFile(`${this.#directory}/${snapshotFileName(id)}`);
  }

  /** Writes a snapshot; between chunks other work goes on. */
  async write(id: SnapshotId, chunks: Iterable<Uint8Array>): Promise<void> {
    const path = `${this.#directory}/${snapshotFileName(id)}`;
    const part = `${path}.part`;
    const file = await this.#disk.open(part, "readWriteCreate");
    try {
      await file.truncate(0);
      let position = 0;
      for (const chunk of chunks) {
        await file.write(chunk, position);
        position += chunk.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#disk.rename(part, path);
    await this.#disk.syncDirectory(this.#directory);
  }

  async delete(id: SnapshotId): Promise<void> {
    await this.#disk.unlink(`${this.#directory}/${snapshotFileName(id)}`);
  }
}
