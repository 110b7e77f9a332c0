/** A `MemoryDisk` as one process sees it: after a crash nothing of that process reaches the disk any more, whatever it still had in hand. */
import { StorageError } from "../storage-error.ts";
import type {
  DirectoryLock,
  Disk,
  DiskEntry,
  DiskFile,
  DiskSpace,
  DiskStat,
  OpenMode,
  ReplaceOptions,
} from "./disk.ts";
import type { MemoryDisk } from "./memory-disk.ts";

export class ProcessDisk implements Disk {
  readonly #disk: MemoryDisk;
  readonly #generation: number;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
    this.#generation = disk.generation;
  }

  /** Not a promise: between the check and the operation nothing may happen. */
  #alive(): MemoryDisk {
    if (this.#generation !== this.#disk.generation) throw new StorageError("CLOSED", "the process has ended");
    return this.#disk;
  }

  async open(path: string, mode: OpenMode): Promise<DiskFile> {
    return await this.#alive().open(path, mode);
  }

  async readFile(path: string): Promise<Uint8Array> {
    return await this.#alive().readFile(path);
  }

  async replaceFile(path: string, bytes: Uint8Array, options?: ReplaceOptions): Promise<void> {
    await this.#alive().replaceFile(path, bytes, options);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#alive().rename(from, to);
  }

  async unlink(path: string): Promise<boolean> {
    return await this.#alive().unlink(path);
  }

  async rmdir(path: string): Promise<boolean> {
    return await this.#alive().rmdir(path);
  }

  async mkdir(path: string): Promise<void> {
    await this.#alive().mkdir(path);
  }

  async list(path: string): Promise<DiskEntry[]> {
    return await this.#alive().list(path);
  }

  async stat(path: string): Promise<DiskStat | undefined> {
    return await this.#alive().stat(path);
  }

  async setModified(path: string, modifiedMs: number): Promise<void> {
    await this.#alive().setModified(path, modifiedMs);
  }

  async syncDirectory(path: string): Promise<void> {
    await this.#alive().syncDirectory(path);
  }

  async syncAll(directory: string): Promise<boolean> {
    return await this.#alive().syncAll(directory);
  }

  async space(): Promise<DiskSpace> {
    return await this.#alive().space();
  }

  async lockDirectory(path: string): Promise<DirectoryLock> {
    return await this.#alive().lockDirectory(path);
  }
}
