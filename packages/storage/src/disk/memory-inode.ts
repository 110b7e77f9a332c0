/** The content of one file of a `MemoryDisk`, and what of it is durable. */
import { type Random, randomBelow } from "@ottla/base";

/** A crash tears a lost write at multiples of this. */
const SECTOR_BYTES = 512;

/** What crashes took so far: changes of names, changes of files, and writes of which only a part is left. */
export interface LostChanges {
  names: number;
  writes: number;
  tornWrites: number;
}

type Change = { readonly position: number; readonly bytes: Uint8Array } | { readonly sizeBytes: number };

export class MemoryInode {
  modifiedMs: number;
  #now = new Content();
  readonly #tracksDurability: boolean;
  #durable = new Content();
  /** Changes since the last sync, in order. */
  #unsynced: Change[] = [];

  constructor(tracksDurability: boolean, nowMs: number) {
    this.#tracksDurability = tracksDurability;
    this.modifiedMs = nowMs;
  }

  get sizeBytes(): number {
    return this.#now.sizeBytes;
  }

  read(target: Uint8Array, position: number): number {
    return this.#now.read(target, position);
  }

  write(bytes: Uint8Array, position: number): void {
    this.#now.write(bytes, position);
    if (this.#tracksDurability) this.#unsynced.push({ position, bytes: new Uint8Array(bytes) });
  }

  truncate(sizeBytes: number): void {
    this.#now.resize(sizeBytes);
    if (this.#tracksDurability) this.#unsynced.push({ sizeBytes });
  }

  sync(): void {
    if (this.#unsynced.length === 0) return;
    for (const change of this.#unsynced) {
      if ("sizeBytes" in change) this.#durable.resize(change.sizeBytes);
      else this.#durable.write(change.bytes, change.position);
    }
    this.#unsynced = [];
  }

  /** Goes back to the last sync plus a random part of what came after: each change whole, torn at a sector, or not at all. */
  losePower(random: Random, lost: LostChanges): void {
    if (this.#unsynced.length === 0) return;
    for (const change of this.#unsynced) {
      if (randomBelow(random, 2) === 0) {
        lost.writes++;
        continue;
      }
      if ("sizeBytes" in change) {
        this.#durable.resize(change.sizeBytes);
        continue;
      }
      const sectors = Math.ceil(change.bytes.length / SECTOR_BYTES);
      const kept = randomBelow(random, 2) === 0 ? sectors : randomBelow(random, sectors + 1);
      if (kept < sectors) lost.tornWrites++;
      if (kept > 0) this.#durable.write(change.bytes.subarray(0, kept * SECTOR_BYTES), change.position);
    }
    this.#now = this.#durable.copy();
    this.#unsynced = [];
  }
}

/** Bytes that grow. */
class Content {
  sizeBytes = 0;
  #bytes = new Uint8Array(0);

  copy(): Content {
    const copy = new Content();
    copy.#bytes = this.#bytes.slice(0, this.sizeBytes);
    copy.sizeBytes = this.sizeBytes;
    return copy;
  }

  read(target: Uint8Array, position: number): number {
    const count = Math.max(0, Math.min(target.length, this.sizeBytes - position));
    if (count > 0) target.set(this.#bytes.subarray(position, position + count));
    return count;
  }

  write(bytes: Uint8Array, position: number): void {
    const end = position + bytes.length;
    if (end > this.sizeBytes) this.resize(end);
    this.#bytes.set(bytes, position);
  }

  /** Bytes between the old and a larger new size are zeros. */
  resize(sizeBytes: number): void {
    if (sizeBytes > this.#bytes.length) {
      const grown = new Uint8Array(
        Math.max(sizeBytes, Math.min(this.#bytes.length * 2, this.#bytes.length + (16 << 20))),
      );
      grown.set(this.#bytes.subarray(0, this.sizeBytes));
      this.#bytes = grown;
    } else if (sizeBytes < this.sizeBytes) {
      this.#bytes.fill(0, sizeBytes, this.sizeBytes);
    }
    this.sizeBytes = sizeBytes;
  }
}
