/**
 * Reads from disk that are begun before somebody asks: a consumer that reads a log in order gets its next bytes without waiting for a
 * thread, and the reading happens while it works on what it has. One for the node; bounded in bytes, the longest unused dropped first.
 *
 * States of one read: reading → ready → taken or dropped; a read that failed is dropped, whoever asks then reads anew and sees the error.
 */
import type { BufferPool } from "@ottla/base";

export class ReadAhead {
  readonly #bytesMax: number;
  readonly #buffers: BufferPool;
  /** Oldest first. */
  readonly #reads = new Set<AheadRead>();
  #bytes = 0;

  constructor(bytesMax: number, buffers: BufferPool) {
    this.#bytesMax = bytesMax;
    this.#buffers = buffers;
  }

  /** Bytes of the reads that nobody has taken yet. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Begins to read `sizeBytes`; undefined if that is more than may ever be read ahead. */
  start(sizeBytes: number, read: (target: Uint8Array) => Promise<number>): AheadRead | undefined {
    if (sizeBytes > this.#bytesMax) return undefined;
    const ahead = new AheadRead(sizeBytes, {
      buffers: this.#buffers,
      onLeft: () => {
        if (this.#reads.delete(ahead)) this.#bytes -= sizeBytes;
      },
    });
    this.#reads.add(ahead);
    this.#bytes += sizeBytes;
    for (const oldest of this.#reads) {
      if (this.#bytes <= this.#bytesMax) break;
      oldest.drop();
    }
    ahead.run(read);
    return ahead;
  }
}

interface AheadOwner {
  readonly buffers: BufferPool;
  /** It is taken or dropped. */
  onLeft(): void;
}

export class AheadRead {
  readonly sizeBytes: number;
  readonly #owner: AheadOwner;
  readonly #buffer: Uint8Array;
  #state: "reading" | "ready" | "taken" | "dropped" = "reading";
  /** Resolves when nothing is read any more; never rejects. */
  done: Promise<void> = Promise.resolve();

  constructor(sizeBytes: number, owner: AheadOwner) {
    this.sizeBytes = sizeBytes;
    this.#owner = owner;
    this.#buffer = owner.buffers.take(sizeBytes);
  }

  get isReady(): boolean {
    return this.#state === "ready";
  }

  /** For `ReadAhead`. */
  run(read: (target: Uint8Array) => Promise<number>): void {
    this.done = read(this.#buffer.subarray(0, this.sizeBytes)).then(
      (count) => this.#onRead(count === this.sizeBytes),
      () => this.#onRead(false),
    );
  }

  /** The buffer with the bytes, whole; from now on it is the caller's to give back. Undefined if it is not ready. */
  take(): Uint8Array | undefined {
    if (this.#state !== "ready") return undefined;
    this.#state = "taken";
    this.#owner.onLeft();
    return this.#buffer;
  }

  /** Nobody will ask for it. */
  drop(): void {
    const state = this.#state;
    if (state === "taken" || state === "dropped") return;
    this.#state = "dropped";
    this.#owner.onLeft();
    // While it is read into, the memory is not free.
    if (state === "ready") this.#owner.buffers.give(this.#buffer);
  }

  #onRead(isWhole: boolean): void {
    if (this.#state === "reading") this.#state = "ready";
    else if (this.#state === "dropped") this.#owner.buffers.give(this.#buffer);
    if (!isWhole) this.drop();
  }
}
