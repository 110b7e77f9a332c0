/**
 * The way of a connection's answers to its channel, in order. Chunks that are there are handed over at once. Chunks that are read when they are
 * sent (`TransferableBytes`) are read piece by piece, a few ahead of what the channel has taken, so that an answer of many megabytes takes the
 * memory of a few pieces. A piece that is likely in memory is read at once, others while the loop goes on.
 *
 *   write → queue: bytes, pieces (waiting → reading → read) → channel
 */
import type { BufferPool, ByteChunk, TransferableBytes } from "@ottla/base";
import type { Channel } from "./network.ts";

/** Smaller pieces cost more calls than the cache gives back, larger ones leave it. */
const PIECE_BYTES_MAX = 256 * 1024;
/** Pieces of a connection that are being read, or were read and wait. */
const PIECES_MAX = 2;
/** Pieces that are read at once before others get their turn of the event loop: about four milliseconds. */
const PIECES_AT_ONCE_MAX = 16;
/** No further piece is handed over while the transport has so many bytes that it has not taken. */
const UNTAKEN_BYTES_MAX = 2 * PIECE_BYTES_MAX;

type Callback = () => void;

interface Ready {
  readonly bytes: Uint8Array;
  onTaken: Callback | undefined;
}

interface Piece {
  readonly source: TransferableBytes;
  readonly position: number;
  readonly length: number;
  /** From the pool, whole, once it is being read. */
  buffer: Uint8Array | undefined;
  isRead: boolean;
  onTaken: Callback | undefined;
}

type Entry = Ready | Piece;

export interface AnswerWriterOptions {
  readonly channel: Channel;
  /** Where the memory of pieces comes from. */
  readonly pool: BufferPool;
  /** A piece could not be read: what was sent ends inside an answer, so the connection is of no use any more. */
  onReadError(error: unknown): void;
  /** Nothing waits for its turn any more. */
  onIdle(): void;
}

export class AnswerWriter {
  readonly #options: AnswerWriterOptions;
  #queue: Entry[] = [];
  #head = 0;
  /** Where reading goes on. */
  #readAt = 0;
  #queuedBytes = 0;
  /** Pieces being read, or read and not handed over. */
  #pieceCount = 0;
  /** Pieces that may still be read at once in this turn. */
  #leftAtOnce = 0;
  #isPumping = false;
  #isClosed = false;

  constructor(options: AnswerWriterOptions) {
    this.#options = options;
  }

  /** Bytes that the transport has not taken yet, read or not. */
  get pendingBytes(): number {
    return this.#queuedBytes + this.#options.channel.writableLength;
  }

  /** Everything was handed over to the channel. */
  get isIdle(): boolean {
    return this.#head === this.#queue.length;
  }

  /** Takes an answer. `onTaken` is called once: when its chunks have been taken, or when they never will. */
  write(chunks: readonly ByteChunk[], onTaken?: Callback): void {
    if (this.#isClosed) {
      onTaken?.();
      return;
    }
    if (this.isIdle && isThere(chunks)) {
      this.#options.channel.write(chunks, onTaken);
      return;
    }
    for (const chunk of chunks) this.#enqueue(chunk);
    const last = this.#queue.at(-1);
    if (last !== undefined) last.onTaken = onTaken;
    this.pump();
  }

  /** Goes on: the channel has taken something, or a piece was read. */
  pump(): void {
    if (this.#isPumping || this.#isClosed || this.isIdle) return;
    this.#isPumping = true;
    this.#leftAtOnce = PIECES_AT_ONCE_MAX;
    do this.#handOver();
    while (this.#readAhead());
    this.#isPumping = false;
    if (this.isIdle) this.#options.onIdle();
  }

  /** Nothing is sent any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const entry of this.#queue.slice(this.#head)) {
      // One that is being read into gives its buffer back afterwards.
      if ("source" in entry && entry.isRead && entry.buffer !== undefined) this.#options.pool.give(entry.buffer);
      entry.onTaken?.();
    }
    this.#queue = [];
    this.#head = this.#readAt = this.#queuedBytes = 0;
  }

  #enqueue(chunk: ByteChunk): void {
    this.#queuedBytes += chunk.length;
    if (chunk instanceof Uint8Array) {
      this.#queue.push({ bytes: chunk, onTaken: undefined });
      return;
    }
    for (let position = 0; position < chunk.length; position += PIECE_BYTES_MAX) {
      const length = Math.min(PIECE_BYTES_MAX, chunk.length - position);
      this.#queue.push({ source: chunk, position, length, buffer: undefined, isRead: false, onTaken: undefined });
    }
  }

  /** Hands over what is there from the head on. What stands in front of a piece that is not read waits, to leave together with it. */
  #handOver(): void {
    for (let end = this.#nextEnd(); end > this.#head; end = this.#nextEnd()) {
      while (this.#head < end) {
        const entry = this.#queue[this.#head] as Entry;
        this.#head += 1;
        if ("source" in entry) this.#handOverPiece(entry);
        else this.#handOverBytes(entry);
      }
    }
    if (this.isIdle) {
      this.#queue = [];
      this.#head = this.#readAt = 0;
    }
  }

  /** One behind what may be handed over together: up to a piece that is read, or to the end of the queue if none comes. */
  #nextEnd(): number {
    for (let at = this.#head; at < this.#queue.length; at += 1) {
      const entry = this.#queue[at] as Entry;
      if (!("source" in entry)) continue;
      const mayLeave = entry.isRead && this.#options.channel.writableLength < UNTAKEN_BYTES_MAX;
      return mayLeave ? at + 1 : this.#head;
    }
    return this.#queue.length;
  }

  #handOverBytes({ bytes, onTaken }: Ready): void {
    this.#queuedBytes -= bytes.length;
    this.#options.channel.write([bytes], onTaken);
  }

  #handOverPiece({ source, buffer, length, onTaken }: Piece): void {
    this.#queuedBytes -= length;
    this.#pieceCount -= 1;
    if (buffer === undefined) return;
    const bytes = buffer.subarray(0, length);
    source.pass(bytes);
    this.#options.channel.write([bytes], () => {
      this.#options.pool.give(buffer);
      onTaken?.();
      this.pump();
    });
  }

  /** Whether a piece was read at once and may leave. */
  #readAhead(): boolean {
    this.#readAt = Math.max(this.#readAt, this.#head);
    while (this.#pieceCount < PIECES_MAX && this.#readAt < this.#queue.length) {
      const entry = this.#queue[this.#readAt] as Entry;
      this.#readAt += 1;
      if ("source" in entry && this.#read(entry)) return this.#options.channel.writableLength < UNTAKEN_BYTES_MAX;
    }
    return false;
  }

  /** True if it is read when this returns. */
  #read(piece: Piece): boolean {
    const { pool } = this.#options;
    const buffer = pool.take(piece.length);
    const target = buffer.subarray(0, piece.length);
    piece.buffer = buffer;
    this.#pieceCount += 1;
    piece.isRead = this.#leftAtOnce > 0 && piece.source.readNow(target, piece.position);
    if (piece.isRead) this.#leftAtOnce -= 1;
    else this.#readLater(piece, buffer);
    return piece.isRead;
  }

  #readLater(piece: Piece, buffer: Uint8Array): void {
    const { pool } = this.#options;
    piece.source.read(buffer.subarray(0, piece.length), piece.position).then(
      () => {
        if (this.#isClosed) {
          pool.give(buffer);
          return;
        }
        piece.isRead = true;
        this.pump();
      },
      (error: unknown) => {
        pool.give(buffer);
        if (this.#isClosed) return;
        this.close();
        this.#options.onReadError(error);
      },
    );
  }
}

function isThere(chunks: readonly ByteChunk[]): chunks is readonly Uint8Array[] {
  return chunks.every((chunk) => chunk instanceof Uint8Array);
}
