/**
 * The names of a `MemoryDisk`: which path is which file or directory now, and which names are durable. A power failure keeps, in each
 * directory, the changes up to some point after its last sync, as a journalling file system does.
 */
import { type Random, randomBelow } from "@ottla/base";
import type { DiskEntry } from "./disk.ts";
import type { LostChanges, MemoryInode } from "./memory-inode.ts";

type Entry = MemoryInode | "directory";
type Change = { readonly path: string; readonly entry: Entry | undefined }[];

export class MemoryNames {
  readonly #tracksDurability: boolean;
  #now = new Map<string, Entry>([["/", "directory"]]);
  #durable = new Map<string, Entry>([["/", "directory"]]);
  /** Changes not yet durable, in order, with the directories they touch. */
  #pending: { readonly directories: readonly string[]; readonly change: Change }[] = [];

  constructor(tracksDurability: boolean) {
    this.#tracksDurability = tracksDurability;
  }

  file(path: string): MemoryInode | undefined {
    const entry = this.#now.get(path);
    return entry === undefined || entry === "directory" ? undefined : entry;
  }

  isDirectory(path: string): boolean {
    return this.#now.get(path) === "directory";
  }

  *files(): IterableIterator<MemoryInode> {
    for (const entry of this.#now.values()) if (entry !== "directory") yield entry;
  }

  image(): ReadonlyMap<string, Uint8Array | undefined> {
    const image = new Map<string, Uint8Array | undefined>();
    for (const [path, entry] of this.#now) {
      if (entry === "directory") image.set(path, undefined);
      else {
        const bytes = new Uint8Array(entry.sizeBytes);
        entry.read(bytes, 0);
        image.set(path, bytes);
      }
    }
    return image;
  }

  list(path: string): DiskEntry[] {
    const prefix = path === "/" ? "/" : `${path}/`;
    const found: DiskEntry[] = [];
    for (const [name, entry] of this.#now) {
      if (!name.startsWith(prefix) || name === prefix || name.includes("/", prefix.length)) continue;
      found.push({ name: name.slice(prefix.length), isDirectory: entry === "directory" });
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  create(path: string, inode: MemoryInode): void {
    this.#change([parentOf(path)], [{ path, entry: inode }]);
  }

  unlink(path: string): boolean {
    if (this.file(path) === undefined) return false;
    this.#change([parentOf(path)], [{ path, entry: undefined }]);
    return true;
  }

  rmdir(path: string): void {
    this.#change([parentOf(path)], [{ path, entry: undefined }]);
  }

  mkdir(path: string): void {
    const missing: string[] = [];
    for (let at = path; !this.#now.has(at); at = parentOf(at)) missing.push(at);
    for (const directory of missing.reverse())
      this.#change([parentOf(directory)], [{ path: directory, entry: "directory" }]);
  }

  rename(from: string, to: string): boolean {
    const entry = this.#now.get(from);
    if (entry === undefined) return false;
    const change: Change = [
      { path: from, entry: undefined },
      { path: to, entry },
    ];
    if (entry === "directory") {
      for (const [path, inner] of this.#now) {
        if (!path.startsWith(`${from}/`)) continue;
        change.push({ path, entry: undefined }, { path: to + path.slice(from.length), entry: inner });
      }
    }
    this.#change([parentOf(from), parentOf(to)], change);
    return true;
  }

  syncDirectory(path: string): void {
    if (!this.#tracksDurability) return;
    // A journal commits in order: what is older than the last change of this directory becomes durable with it.
    const last = this.#pending.findLastIndex(({ directories }) => directories.includes(path));
    for (const { change } of this.#pending.splice(0, last + 1)) apply(this.#durable, change);
  }

  syncAll(): void {
    for (const { change } of this.#pending.splice(0)) apply(this.#durable, change);
  }

  losePower(random: Random, lost: LostChanges): void {
    const kept = randomBelow(random, this.#pending.length + 1);
    lost.names += this.#pending.length - kept;
    for (const { change } of this.#pending.slice(0, kept)) apply(this.#durable, change);
    this.#pending = [];
    this.#now = new Map(this.#durable);
  }

  #change(directories: readonly string[], change: Change): void {
    apply(this.#now, change);
    if (this.#tracksDurability) this.#pending.push({ directories, change });
  }
}

function apply(names: Map<string, Entry>, change: Change): void {
  for (const { path, entry } of change) {
    if (entry === undefined) names.delete(path);
    else names.set(path, entry);
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}
