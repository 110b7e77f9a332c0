/** Between the runtime and record batches: reads the batches of a log for replay, and builds those that are appended. */

import {
  BatchIterator,
  ControlRecordType,
  NO_SEQUENCE,
  RecordBatchBuilder,
  RecordFailure,
  RecordReader,
  baseOffsetAt,
  endTransactionMarkerBatch,
  isControlAt,
  lastOffsetAt,
  parseControlRecordType,
  producerIdAt,
  readRecordsBodyAsync,
  type CompressionType,
  type RecordsBody,
} from "@ottla/records";
import type { PendingRecord } from "./pending-batch.ts";
import type { TransactionOutcome } from "./shard.ts";
import type { TransactionalProducer, TransactionMarker } from "./transactional-producer.ts";

/** A batch of the log. */
export interface LoadedBatch {
  readonly bytes: Uint8Array;
  readonly position: number;
  readonly sizeInBytes: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly producerId: bigint;
  readonly isControl: boolean;
}

/** A record of a coordinator's log, before it is understood. Key and value are views. */
export interface LoadedRecord {
  readonly offset: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/** The log holds something no coordinator can have written. */
export class CorruptLogError extends Error {
  override readonly name = "CorruptLogError";
  readonly code = "ERR_OTTLA_CORRUPT_COORDINATOR_LOG";
  readonly retriable = false;
}

/** Throws a `CorruptLogError` at bytes that are no batch. */
export function* batchesOf(chunks: readonly Uint8Array[]): Generator<LoadedBatch> {
  for (const bytes of chunks) {
    const batches = new BatchIterator(bytes);
    while (batches.next()) {
      const { position, sizeInBytes } = batches;
      yield {
        bytes,
        position,
        sizeInBytes,
        baseOffset: baseOffsetAt(bytes, position),
        lastOffset: lastOffsetAt(bytes, position),
        producerId: producerIdAt(bytes, position),
        isControl: isControlAt(bytes, position),
      };
    }
    // A stretch may end inside a batch, which the next read brings whole.
    if (batches.failure !== undefined && batches.failure.kind !== "truncated") throw corrupt(batches.failure);
  }
}

/** The records of a batch, decompressed; rejects with a `CorruptLogError` when they are broken. */
export async function recordsOf(batch: LoadedBatch): Promise<LoadedRecord[]> {
  const body = await readRecordsBodyAsync(batch.bytes, batch.position);
  if (body instanceof RecordFailure) throw corrupt(body);
  return readRecords(batch, body);
}

/** What a control batch says of its producer's transaction; undefined for control records of another kind. */
export async function transactionOutcomeOf(batch: LoadedBatch): Promise<TransactionOutcome | undefined> {
  for (const { key } of await recordsOf(batch)) {
    const type = parseControlRecordType(key);
    if (type === ControlRecordType.COMMIT) return "commit";
    if (type === ControlRecordType.ABORT) return "abort";
  }
  return undefined;
}

/** One batch of all records; offsets are the log's to assign. */
export function buildBatch(
  records: readonly PendingRecord[],
  { compression, producer }: { readonly compression: CompressionType; readonly producer?: TransactionalProducer },
): Promise<Uint8Array> {
  const builder = new RecordBatchBuilder({
    compression,
    producer: producer && {
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      baseSequence: NO_SEQUENCE,
      isTransactional: true,
    },
  });
  for (const { timestampMs, key, value } of records) builder.append(timestampMs, key, value);
  return builder.buildAsync();
}

/** The batch of one marker. */
export function buildMarker(marker: TransactionMarker, timestampMs: number): Uint8Array {
  const type = marker.outcome === "commit" ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
  const { coordinatorEpoch, producerId, producerEpoch } = marker;
  return endTransactionMarkerBatch(
    { type, coordinatorEpoch },
    { producerId, producerEpoch },
    { timestamp: timestampMs },
  );
}

function readRecords(batch: LoadedBatch, body: RecordsBody): LoadedRecord[] {
  const records: LoadedRecord[] = [];
  const reader = new RecordReader(batch.bytes, batch.position, body);
  for (const { offset, key, value } of reader) {
    if (key === null) throw new CorruptLogError(`the record at offset ${offset} of a coordinator's log has no key`);
    records.push({ offset, key, value });
  }
  if (reader.failure !== undefined) throw corrupt(reader.failure);
  return records;
}

function corrupt(failure: RecordFailure): CorruptLogError {
  return new CorruptLogError(failure.toString());
}
