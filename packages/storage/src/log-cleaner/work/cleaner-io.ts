/**
 * How the work of a cleaning reads: whole batches in pieces of a bounded buffer, at log.cleaner.io.max.bytes.per.second for all cleanings
 * together, and with a look at the word to stop between two pieces. On the event loop it gives way after 10 ms.
 */
import { setImmediate } from "node:timers/promises";
import type { Clock } from "@ottla/base";
import { batchLengthAt, LOG_OVERHEAD, MAGIC_V2, magicAt, MIN_BATCH_LENGTH, RECORDS_OFFSET } from "@ottla/records";
import type { DiskFile } from "../../disk/disk.ts";
import { StorageError } from "../../storage-error.ts";
import { CleaningAborted, type CleaningControl } from "./cleaning-job.ts";

/** At rates from here on there is nothing to wait for; Kafka's default is the largest double. */
const UNLIMITED_RATE = 1e15;
/** Debts below this are carried on: shorter timers cost more than they hold back. */
const PAUSE_MS_MIN = 5;
/** The longest wait without a look at the word to stop. */
const PAUSE_MS_MAX = 100;
const SLICE_MS_MAX = 10;

export class CleanerIo {
  readonly #control: CleaningControl;
  readonly #clock: Clock;
  #sliceStartMs: number;

  constructor(control: CleaningControl, clock: Clock) {
    this.#control = control;
    this.#clock = clock;
    this.#sliceStartMs = clock.monotonicMs();
  }

  /** Throws `CleaningAborted` if the cleaning is to stop. */
  check(): void {
    if (Atomics.load(this.#control.flags, 0) !== 0) throw new CleaningAborted();
  }

  /** Before the next piece of work: pays for `bytes` that were read or written. */
  async pay(bytes: number): Promise<void> {
    this.check();
    const bytesPerSecond = this.#control.throttle.rate[0]!;
    if (bytesPerSecond < UNLIMITED_RATE) await this.#pauseUntil(this.#owe((bytes / bytesPerSecond) * 1e6));
    if (this.#clock.monotonicMs() - this.#sliceStartMs <= SLICE_MS_MAX) return;
    await setImmediate();
    this.#sliceStartMs = this.#clock.monotonicMs();
  }

  /** Adds to what all threads owe; returns when it is paid. */
  #owe(costUs: number): number {
    const { paidUntilUs } = this.#control.throttle;
    while (true) {
      const known = Atomics.load(paidUntilUs, 0);
      const next = Math.max(Number(known), nowUs(this.#clock)) + costUs;
      if (Atomics.compareExchange(paidUntilUs, 0, known, BigInt(Math.round(next))) === known) return next;
    }
  }

  async #pauseUntil(untilUs: number): Promise<void> {
    for (let leftMs = (untilUs - nowUs(this.#clock)) / 1000; leftMs > PAUSE_MS_MIN;) {
      await new Promise<void>((resolve) => {
        this.#clock.setTimer(Math.min(leftMs, PAUSE_MS_MAX), resolve);
      });
      this.check();
      leftMs = (untilUs - nowUs(this.#clock)) / 1000;
    }
  }
}

function nowUs(clock: Clock): number {
  return clock.nowMs() * 1000;
}

/** Whole batches: `bytes[0, end)`. Valid until the next piece is asked for. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly end: number;
}

export interface PieceSource {
  readonly file: DiskFile;
  readonly from: number;
  readonly sizeInBytes: number;
}

/** Reads a segment in pieces of about `bufferBytes`, or of one batch if that is larger. Throws CORRUPT_LOG. */
export async function* readPieces(source: PieceSource, bufferBytes: number, io: CleanerIo): AsyncGenerator<Piece> {
  const { file, sizeInBytes } = source;
  let buffer = new Uint8Array(Math.min(Math.max(bufferBytes, RECORDS_OFFSET), Math.max(sizeInBytes - source.from, 1)));
  let position = source.from;
  while (position < sizeInBytes) {
    io.check();
    const wanted = Math.min(buffer.length, sizeInBytes - position);
    const count = await file.read(buffer.subarray(0, wanted), position);
    if (count < wanted) throw corrupt(source, position, `the file ends at byte ${position + count}`);
    await io.pay(count);
    const end = endOfWholeBatches(buffer, count);
    if (end > 0) {
      yield { bytes: buffer, end };
      position += end;
      continue;
    }
    buffer = new Uint8Array(sizeOfFirst(source, buffer, { position, count }));
  }
}

function endOfWholeBatches(bytes: Uint8Array, count: number): number {
  let at = 0;
  while (at + RECORDS_OFFSET <= count) {
    const size = batchLengthAt(bytes, at);
    if (!isBatchSize(size) || magicAt(bytes, at) !== MAGIC_V2 || at + size > count) break;
    at += size;
  }
  return at;
}

/** The first batch did not fit: its size, if it can be one. */
function sizeOfFirst(
  source: PieceSource,
  bytes: Uint8Array,
  { position, count }: { readonly position: number; readonly count: number },
): number {
  const left = source.sizeInBytes - position;
  if (count < RECORDS_OFFSET) throw corrupt(source, position, `${left} bytes are no batch`);
  const size = batchLengthAt(bytes, 0);
  if (!isBatchSize(size)) throw corrupt(source, position, `a batch cannot have ${size} bytes`);
  const magic = magicAt(bytes, 0);
  if (magic !== MAGIC_V2) throw corrupt(source, position, `the magic of its batch is ${magic}`);
  if (size > left) throw corrupt(source, position, `batch size ${size} > ${left} bytes left in segment`);
  return size;
}

function isBatchSize(size: number): boolean {
  return size >= Math.max(RECORDS_OFFSET, LOG_OVERHEAD + MIN_BATCH_LENGTH);
}

function corrupt({ file }: PieceSource, position: number, why: string): StorageError {
  return new StorageError("CORRUPT_LOG", `Log segment ${file.path} may be corrupt at position ${position}: ${why}`);
}
