/** Reads the end-transaction marker that a control batch with a producer id holds. */
import {
  baseOffsetAt,
  ControlRecordType,
  parseEndTransactionMarker,
  producerEpochAt,
  producerIdAt,
  readRecordsBody,
  RecordFailure,
  RecordReader,
} from "@ottla/records";
import type { EndTxnMarker } from "./producer-checks.ts";

/** Undefined if the batch holds no record (compaction empties batches) or no marker. */
export function readEndTxnMarker(bytes: Uint8Array, at: number): EndTxnMarker | undefined {
  const body = readRecordsBody(bytes, at);
  if (body instanceof RecordFailure) return undefined;
  const record = new RecordReader(bytes, at, body).read();
  if (!record) return undefined;
  const marker = parseEndTransactionMarker(record.key, record.value);
  if (marker instanceof RecordFailure) return undefined;
  return {
    producerId: producerIdAt(bytes, at),
    producerEpoch: producerEpochAt(bytes, at),
    coordinatorEpoch: marker.coordinatorEpoch,
    offset: baseOffsetAt(bytes, at),
    timestamp: record.timestamp,
    isAbort: marker.type === ControlRecordType.ABORT,
  };
}
