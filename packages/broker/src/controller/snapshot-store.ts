/**
 * Snapshot files in the directory of the metadata log. A snapshot is written beside its name with the suffix `.part`
 * and renamed when it is whole and durable, so a file with a snapshot's name is one.
 */

import { parseSnapshotFileName, readSnapshot, type SnapshotId, snapshotFileName } from "@ottla/metadata";
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

  /** Removes what a crash left half written, or half deleted. At the start of the process only: later it is somebody's work. */
  async removeUnfinished(): Promise<void> {
    for (const { name, isDirectory } of await this.#disk.list(this.#directory)) {
      if (isDirectory || !/\.checkpoint\.(?:part|deleted)$/.test(name)) continue;
      await this.#disk.unlink(`${this.#directory}/${name}`);
    }
  }

  /** Every snapshot, the oldest first. */
  async list(): Promise<StoredSnapshot[]> {
    const snapshots: StoredSnapshot[] = [];
    for (const { name, isDirectory } of await this.#disk.list(this.#directory)) {
      if (isDirectory) continue;
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

  /** Keeps a piece of a snapshot that comes from another node; position 0 begins anew. */
  async writePiece(id: SnapshotId, position: number, bytes: Uint8Array): Promise<void> {
    const file = await this.#disk.open(`${this.#directory}/${snapshotFileName(id)}.part`, "readWriteCreate");
    try {
      if (position === 0) await file.truncate(0);
      await file.write(bytes, position);
    } finally {
      await file.close();
    }
  }

  /** Every piece is there: the snapshot is checked, and durable when this resolves. */
  async finish(id: SnapshotId): Promise<void> {
    const path = `${this.#directory}/${snapshotFileName(id)}`;
    const part = `${path}.part`;
    readSnapshot(await this.#disk.readFile(part));
    const file = await this.#disk.open(part, "readWriteCreate");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#disk.rename(part, path);
    await this.#disk.syncDirectory(this.#directory);
  }

  /** A piece of a snapshot, and how large the whole is; undefined where there is no such snapshot. */
  async readPiece(
    id: SnapshotId,
    position: number,
    maxBytes: number,
  ): Promise<{ readonly size: number; readonly bytes: Uint8Array } | undefined> {
    if (id.endOffset < 0 || id.epoch < 0) return undefined;
    const path = `${this.#directory}/${snapshotFileName(id)}`;
    const stat = await this.#disk.stat(path);
    if (stat === undefined) return undefined;
    const size = stat.sizeBytes;
    const length = Math.max(0, Math.min(maxBytes, size - position));
    const bytes = new Uint8Array(length);
    if (length === 0 || position < 0) return { size, bytes: new Uint8Array(0) };
    const file = await this.#disk.open(path, "read");
    try {
      const read = await file.read(bytes, position);
      return { size, bytes: bytes.subarray(0, read) };
    } finally {
      await file.close();
    }
  }

  async delete(id: SnapshotId): Promise<void> {
    await this.#disk.unlink(`${this.#directory}/${snapshotFileName(id)}`);
  }
}
