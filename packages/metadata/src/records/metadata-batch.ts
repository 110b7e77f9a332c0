/**
 * Batches of the metadata log: built with the epoch and offsets that raft assigned, read back as records. Every record
 * of a batch has the batch's time stamp, no key and no headers, as Kafka's readers insist.
 */

import { MAX_RECORDS_PER_BATCH } from "../controller/limits.ts";
import { assert } from "@ottla/base";
import { encodeMessage } from "@ottla/protocol";
import { LeaderChangeMessage } from "@ottla/protocol/messages/control-records";
import {
  BatchIterator,
  type ControlRecord,
  ControlRecordType,
  controlBatch,
  decodeBatch,
  parseControlRecordType,
  RecordBatchBuilder,
  RecordFailure,
  verifyCrc,
} from "@ottla/records";
import type { MetadataRecord } from "./metadata-record.ts";
import { decodeMetadataRecord, encodeMetadataRecord, MetadataParseError } from "./metadata-record-serde.ts";

/** Where and when a batch is written. */
export interface BatchPlace {
  readonly baseOffset: number;
  readonly epoch: number;
  readonly timestampMs: number;
}

/** One batch as it was read. */
export interface MetadataBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly epoch: number;
  readonly timestampMs: number;
  readonly sizeInBytes: number;
  /** Empty for a control batch. */
  readonly records: readonly MetadataRecord[];
  /** Empty for a data batch. */
  readonly controlRecords: readonly ControlRecord[];
}

/** A batch of data records. */
export function buildMetadataBatch(records: readonly MetadataRecord[], place: BatchPlace): Uint8Array {
  assert(records.length > 0 && records.length <= MAX_RECORDS_PER_BATCH, "a batch has 1 to 10,000 records");
  const builder = new RecordBatchBuilder({ baseOffset: place.baseOffset, partitionLeaderEpoch: place.epoch });
  for (const record of records) builder.append(place.timestampMs, null, encodeMetadataRecord(record));
  return builder.build();
}

/** The control batch that opens an epoch, for a quorum with fixed voters. */
export function buildLeaderChangeBatch(
  leader: { readonly leaderId: number; readonly voterIds: readonly number[] },
  place: BatchPlace,
): Uint8Array {
  const voters = leader.voterIds.map((voterId) => ({ voterId }));
  const message = { version: 0, leaderId: leader.leaderId, voters, grantingVoters: [{ voterId: leader.leaderId }] };
  const value = encodeMessage(LeaderChangeMessage, message, 0);
  return buildControlBatch([{ type: ControlRecordType.LEADER_CHANGE, value }], place);
}

/** A batch of control records. */
export function buildControlBatch(records: readonly ControlRecord[], place: BatchPlace): Uint8Array {
  return controlBatch(records, {
    baseOffset: place.baseOffset,
    partitionLeaderEpoch: place.epoch,
    timestamp: place.timestampMs,
  });
}

/** Every batch in the bytes, in order. Throws `MetadataParseError` for anything that is not a whole, intact batch. */
export function* readMetadataBatches(bytes: Uint8Array): Generator<MetadataBatch> {
  const iterator = new BatchIterator(bytes);
  while (iterator.next()) yield readBatch(bytes, iterator.position);
  if (iterator.failure !== undefined) {
    throw new MetadataParseError(`The metadata log is broken: ${iterator.failure.message}`);
  }
}

function readBatch(bytes: Uint8Array, at: number): MetadataBatch {
  if (!verifyCrc(bytes, at)) throw new MetadataParseError("A batch of the metadata log has a wrong checksum");
  const decoded = decodeBatch(bytes, at);
  if (decoded instanceof RecordFailure) throw new MetadataParseError(`A batch is broken: ${decoded.message}`);
  const { header } = decoded;
  const records: MetadataRecord[] = [];
  const controlRecords: ControlRecord[] = [];
  for (const { key, value } of decoded.records) {
    if (value === null) throw new MetadataParseError("A record of the metadata log has no value");
    if (header.isControl) controlRecords.push(controlRecordOf(key, value));
    else records.push(decodeMetadataRecord(value));
  }
  return {
    baseOffset: header.baseOffset,
    lastOffset: header.lastOffset,
    epoch: header.partitionLeaderEpoch,
    timestampMs: header.maxTimestamp,
    sizeInBytes: header.sizeInBytes,
    records,
    controlRecords,
  };
}

function controlRecordOf(key: Uint8Array | null, value: Uint8Array): ControlRecord {
  const type = parseControlRecordType(key);
  if (type instanceof RecordFailure) throw new MetadataParseError(type.message);
  if (type === ControlRecordType.UNKNOWN) throw new MetadataParseError("A control record has an unknown type");
  return { type, value };
}
