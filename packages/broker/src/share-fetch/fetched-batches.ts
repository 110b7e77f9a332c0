/** Record batches that were read, as a share partition sees them, and the part of them that a member is sent. */

import {
  BatchIterator,
  ControlRecordType,
  RecordFailure,
  RecordReader,
  baseOffsetAt,
  isControlAt,
  isTransactionalAt,
  lastOffsetAt,
  parseControlRecordType,
  producerIdAt,
  readRecordsBody,
} from "@ottla/records";
import type { AcquiredRange, FetchedBatch } from "../share-partition/fetched-batch.ts";

/** A batch with its bytes. */
export interface ReadBatch extends FetchedBatch {
  readonly bytes: Uint8Array;
}

/** The whole batches of what was read; a part of one at the end is left out. */
export function readBatches(chunks: readonly Uint8Array[]): ReadBatch[] {
  const read: ReadBatch[] = [];
  for (const bytes of chunks) {
    const batches = new BatchIterator(bytes);
    while (batches.next()) {
      const { position, sizeInBytes } = batches;
      read.push({
        baseOffset: baseOffsetAt(bytes, position),
        lastOffset: lastOffsetAt(bytes, position),
        producerId: producerIdAt(bytes, position),
        isTransactional: isTransactionalAt(bytes, position),
        isAbortMarker: isControlAt(bytes, position) && isAbortMarker(bytes, position),
        bytes: bytes.subarray(position, position + sizeInBytes),
      });
    }
  }
  return read;
}

function isAbortMarker(bytes: Uint8Array, position: number): boolean {
  const body = readRecordsBody(bytes, position);
  if (body instanceof RecordFailure) return false;
  for (const { key } of new RecordReader(bytes, position, body)) {
    return parseControlRecordType(key) === ControlRecordType.ABORT;
  }
  return false;
}

/** The batches from the one that holds the first acquired offset to the one that holds the last. */
export function batchesToSend(batches: readonly ReadBatch[], ranges: readonly AcquiredRange[]): Uint8Array[] {
  const first = ranges[0];
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return [];
  if (batches.length === 1) return [batches[0]!.bytes];
  const start = Math.max(
    0,
    batches.findLastIndex(({ baseOffset }) => baseOffset <= first.firstOffset),
  );
  return batches.flatMap(({ baseOffset, bytes }, i) =>
    i === start || (i > start && baseOffset <= last.lastOffset) ? [bytes] : [],
  );
}
