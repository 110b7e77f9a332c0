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

export class MemoryInode {
  modifiedMs: number;
  #bytes = new Uint8Array(0);
  #sizeBytes = 0;
  readonly #tracksDurability: boolean;
  #durable = new Uint8Array(0);
  /** Changes since the last sync, in order. */
  #unsynced: ({ readonly position: number; readonly bytes: Uint8Array } | { readonly sizeBytes: number })[] = [];

  constructor(tracksDurability: boolean, nowMs: number) {
    this.#tracksDurability = tracksDurability;
    this.modifiedMs = nowMs;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  read(target: Uint8Array, position: number): number {
    const count = Math.max(0, Math.min(target.length, this.#sizeBytes - position));
    if (count > 0) target.set(this.#bytes.subarray(position, position + count));
    return count;
  }

  write(bytes: Uint8Array, position: number): void {
    this.#apply(bytes, position);
    if (this.#tracksDurability) this.#unsynced.push({ position, bytes: new Uint8Array(bytes) });
  }

  truncate(sizeBytes: number): void {
    this.#resize(sizeBytes);
    if (this.#tracksDurability) this.#unsynced.push({ sizeBytes });
  }

  sync(): void {
    if (!this.#tracksDurability || this.#unsynced.length === 0) return;
    this.#durable = this.#bytes.slice(0, this.#sizeBytes);
    this.#unsynced = [];
  }

  /** Goes back to the last sync plus a random part of what came after: each change whole, torn at a sector, or not at all. */
  losePower(random: Random, lost: LostChanges): void {
    if (this.#unsynced.length === 0) return;
    this.#bytes = this.#durable.slice();
    this.#sizeBytes = this.#bytes.length;
    for (const change of this.#unsynced) {
      if (randomBelow(random, 2) === 0) {
        lost.writes++;
        continue;
      }
      if ("sizeBytes" in change) {
        this.#resize(change.sizeBytes);
        continue;
      }
      const sectors = Math.ceil(change.bytes.length / SECTOR_BYTES);
      const kept = randomBelow(random, 2) === 0 ? sectors : randomBelow(random, sectors + 1);
      if (kept < sectors) lost.tornWrites++;
      if (kept > 0) this.#apply(change.bytes.subarray(0, kept * SECTOR_BYTES), change.position);
    }
    this.#durable = this.#bytes.slice(0, this.#sizeBytes);
    this.#unsynced = [];
  }

  #apply(bytes: Uint8Array, position: number): void {
    const end = position + bytes.length;
    if (end > this.#sizeBytes) this.#resize(end);
    this.#bytes.set(bytes, position);
  }

  /** Bytes between the old and a larger new size are zeros. */
  #resize(sizeBytes: number): void {
    if (sizeBytes > this.#bytes.length) {
      const grown = new Uint8Array(
        Math.max(sizeBytes, Math.min(this.#bytes.length * 2, this.#bytes.length + (16 << 20))),
      );
      grown.set(this.#bytes.subarray(0, this.#sizeBytes));
      this.#bytes = grown;
    } else if (sizeBytes < this.#sizeBytes) {
      this.#bytes.fill(0, sizeBytes, this.#sizeBytes);
    }
    this.#sizeBytes = sizeBytes;
  }
}
