/**
 * Snapshots of the metadata log: `<end offset>-<epoch>.checkpoint`, a header batch, the records of an image, a footer
 * batch. Offsets inside count from 0; batches carry the epoch of the snapshot.
 */

import { decodeMessage, encodeMessage } from "@ottla/protocol";
import { SnapshotFooterRecord, SnapshotHeaderRecord } from "@ottla/protocol/messages/control-records";
import { type ControlRecord, ControlRecordType } from "@ottla/records";
import { buildControlBatch, buildMetadataBatch, readMetadataBatches } from "../records/metadata-batch.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { MetadataParseError } from "../records/metadata-record-serde.ts";

/** Which part of the log a snapshot stands for: everything before `endOffset`, whose last record is of `epoch`. */
export interface SnapshotId {
  readonly endOffset: number;
  readonly epoch: number;
}

/** A snapshot as it was read. */
export interface Snapshot {
  readonly lastContainedLogTimestampMs: number;
  readonly records: readonly MetadataRecord[];
}

const RECORDS_PER_BATCH = 1024;
const FILE_NAME = /^([0-9]{20})-([0-9]{10})\.checkpoint$/;

/** The name of a snapshot's file. */
export function snapshotFileName(id: SnapshotId): string {
  return `${String(id.endOffset).padStart(20, "0")}-${String(id.epoch).padStart(10, "0")}.checkpoint`;
}

/** The snapshot a file name stands for, or undefined for any other file. */
export function parseSnapshotFileName(name: string): SnapshotId | undefined {
  const match = FILE_NAME.exec(name);
  return match === null ? undefined : { endOffset: Number(match[1]), epoch: Number(match[2]) };
}

/** The bytes of a snapshot, batch by batch. */
export function* writeSnapshot(
  records: Iterable<MetadataRecord>,
  snapshot: { readonly epoch: number; readonly lastContainedLogTimestampMs: number; readonly nowMs: number },
): Generator<Uint8Array> {
  const { epoch, lastContainedLogTimestampMs, nowMs: timestampMs } = snapshot;
  let baseOffset = 0;
  const place = (count: number): { baseOffset: number; epoch: number; timestampMs: number } => {
    const offset = baseOffset;
    baseOffset += count;
    return { baseOffset: offset, epoch, timestampMs };
  };
  const header = { version: 0, lastContainedLogTimestamp: lastContainedLogTimestampMs };
  yield buildControlBatch(
    [{ type: ControlRecordType.SNAPSHOT_HEADER, value: encodeMessage(SnapshotHeaderRecord, header, 0) }],
    place(1),
  );
  let pending: MetadataRecord[] = [];
  for (const record of records) {
    pending.push(record);
    if (pending.length < RECORDS_PER_BATCH) continue;
    yield buildMetadataBatch(pending, place(pending.length));
    pending = [];
  }
  if (pending.length > 0) yield buildMetadataBatch(pending, place(pending.length));
  const footer: ControlRecord = {
    type: ControlRecordType.SNAPSHOT_FOOTER,
    value: encodeMessage(SnapshotFooterRecord, { version: 0 }, 0),
  };
  yield buildControlBatch([footer], place(1));
}

/** Reads a snapshot whole. Throws `MetadataParseError` unless it has a header and a footer. */
export function readSnapshot(bytes: Uint8Array): Snapshot {
  let lastContainedLogTimestampMs: number | undefined;
  let hasFooter = false;
  const records: MetadataRecord[] = [];
  for (const batch of readMetadataBatches(bytes)) {
    if (hasFooter) throw new MetadataParseError("A snapshot goes on after its footer");
    for (const { type, value } of batch.controlRecords) {
      if (type === ControlRecordType.SNAPSHOT_HEADER) {
        lastContainedLogTimestampMs = decodeMessage(SnapshotHeaderRecord, value, 0).lastContainedLogTimestamp;
      }
      hasFooter ||= type === ControlRecordType.SNAPSHOT_FOOTER;
    }
    if (lastContainedLogTimestampMs === undefined) throw new MetadataParseError("A snapshot begins with its header");
    records.push(...batch.records);
  }
  if (lastContainedLogTimestampMs === undefined || !hasFooter) {
    throw new MetadataParseError("A snapshot has no header or no footer: it was not written to its end");
  }
  return { lastContainedLogTimestampMs, records };
}
