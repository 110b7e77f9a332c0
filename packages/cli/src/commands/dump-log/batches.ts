// The batches of a file one after the other, each whole in memory and no more than the batch and a read-ahead: a segment may be larger than memory.
// Where Apache's reader stops without a word (a batch that is cut off), so does this one; where it throws, this one does.
import type { FileHandle } from "node:fs/promises";
import { batchLengthAt, LOG_OVERHEAD, MAGIC_V2, magicAt, MIN_BATCH_LENGTH, RECORDS_OFFSET } from "@ottla/records";
import { InputError } from "../../failure.ts";

const READ_BYTES = 1024 * 1024;
/** Of a batch this much is there before its length is believed. */
const HEADER_UP_TO_MAGIC = 17;

/** A batch of magic 2 in `bytes`, valid until the next one is asked for. */
export interface FileBatch {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly sizeInBytes: number;
  /** In the file. */
  readonly position: number;
}

export interface BatchRange {
  readonly from: number;
  /** Bytes from here on are not looked at. */
  readonly to: number;
  readonly path: string;
}

/** The size of the batch whose header is at `at`; undefined when not all of it is inside the range. @throws InputError for what is no batch */
function sizeOf(bytes: Uint8Array, at: number, left: number, path: string): number | undefined {
  const size = batchLengthAt(bytes, at);
  if (size - LOG_OVERHEAD < MIN_BATCH_LENGTH) {
    throw new InputError(
      `Found record size ${size - LOG_OVERHEAD} smaller than minimum record overhead (${MIN_BATCH_LENGTH}) in file ${path}.`,
    );
  }
  if (size > left) return undefined;
  const magic = magicAt(bytes, at);
  if (magic < MAGIC_V2) {
    throw new InputError(
      `${path} has a message set of magic ${magic}, which this tool does not read: Kafka writes magic 2 since 0.11.`,
    );
  }
  if (size < RECORDS_OFFSET)
    throw new InputError(`Record batch is corrupt (the size ${size} is smaller than the minimum allowed 61)`);
  return size;
}

async function readFully(file: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let count = 0;
  while (count < target.length) {
    const { bytesRead } = await file.read(target, count, target.length - count, position + count);
    if (bytesRead === 0) break;
    count += bytesRead;
  }
  return count;
}

export async function* batchesOf(file: FileHandle, { from, to, path }: BatchRange): AsyncGenerator<FileBatch, void> {
  let buffer = new Uint8Array(Math.max(RECORDS_OFFSET, Math.min(READ_BYTES, to - from)));
  let position = from;
  while (position + HEADER_UP_TO_MAGIC < to) {
    const count = await readFully(file, buffer.subarray(0, Math.min(buffer.length, to - position)), position);
    let at = 0;
    let missing = 0;
    while (at + HEADER_UP_TO_MAGIC <= count) {
      const sizeInBytes = sizeOf(buffer, at, to - position - at, path);
      if (sizeInBytes === undefined) return;
      if (at + sizeInBytes > count) {
        missing = sizeInBytes;
        break;
      }
      yield { bytes: buffer, at, sizeInBytes, position: position + at };
      at += sizeInBytes;
    }
    if (at === 0) {
      // The file became shorter under our hands, or a batch is larger than what is read at once.
      if (missing <= buffer.length) return;
      buffer = new Uint8Array(missing);
    }
    position += at;
  }
}
