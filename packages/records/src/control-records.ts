/**
 * Control records: transaction markers, and KRaft's leader changes, snapshot frames and voter sets. Their key tells the
 * type; batches of them carry the control flag and are never shown to an application.
 */
import { NO_SEQUENCE, NO_PRODUCER_EPOCH, NO_PRODUCER_ID } from "./batch-layout.ts";
import { RecordBatchBuilder, type ProducerState } from "./batch-builder.ts";
import { readInt16, readInt32, writeInt16, writeInt32 } from "./int-bytes.ts";
import { RecordFailure } from "./record-failure.ts";

export const ControlRecordType = {
  ABORT: 0,
  COMMIT: 1,
  LEADER_CHANGE: 2,
  SNAPSHOT_HEADER: 3,
  SNAPSHOT_FOOTER: 4,
  KRAFT_VERSION: 5,
  KRAFT_VOTERS: 6,
  /** A type from a later version, to be passed over. */
  UNKNOWN: -1,
} as const;
export type ControlRecordType = (typeof ControlRecordType)[keyof typeof ControlRecordType];

const KEY_BYTES = 4;
const END_TXN_VALUE_BYTES = 6;

/** The key of a control record of this type, version 0. */
export function controlRecordKey(type: Exclude<ControlRecordType, -1>): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  writeInt16(key, 2, type);
  return key;
}

/** The type a control record's key names. Later versions only add fields, so any version from 0 on is read. */
export function parseControlRecordType(key: Uint8Array | null): ControlRecordType | RecordFailure {
  if (key === null || key.length < KEY_BYTES) {
    const found = key?.length ?? 0;
    const message =
      `Invalid value size found for control record key. Must have at least ${KEY_BYTES} bytes, ` +
      `but found only ${found}`;
    return new RecordFailure("invalid-record", message, 0);
  }
  const version = readInt16(key, 0);
  if (version < 0) {
    const message = `Invalid version found for control record: ${version}. May indicate data corruption`;
    return new RecordFailure("invalid-record", message, 0);
  }
  const type = readInt16(key, 2);
  return type >= 0 && type <= 6 ? (type as ControlRecordType) : ControlRecordType.UNKNOWN;
}

/** The end of a transaction in one partition. */
export interface EndTransactionMarker {
  readonly type: typeof ControlRecordType.ABORT | typeof ControlRecordType.COMMIT;
  readonly coordinatorEpoch: number;
}

/** Reads a transaction marker from its record's key and value. */
export function parseEndTransactionMarker(
  key: Uint8Array | null,
  value: Uint8Array | null,
): EndTransactionMarker | RecordFailure {
  const type = parseControlRecordType(key);
  if (type instanceof RecordFailure) return type;
  if (type !== ControlRecordType.ABORT && type !== ControlRecordType.COMMIT) {
    const message = `Invalid control record type for end transaction marker ${type}`;
    return new RecordFailure("invalid-record", message, 0);
  }
  if (value === null || value.length < END_TXN_VALUE_BYTES) {
    return new RecordFailure("invalid-record", "an end transaction marker has 6 bytes", 0);
  }
  const version = readInt16(value, 0);
  if (version < 0) {
    const message = `Invalid version found for end transaction marker: ${version}. May indicate data corruption`;
    return new RecordFailure("invalid-record", message, 0);
  }
  return { type, coordinatorEpoch: readInt32(value, 2) };
}

export interface ControlBatchOptions {
  /** 0 by default; an append assigns its own. */
  readonly baseOffset?: number;
  readonly timestamp: number;
  /** -1 by default. */
  readonly partitionLeaderEpoch?: number;
}

/** A batch of one marker, which ends a producer's transaction. */
export function endTransactionMarkerBatch(
  marker: EndTransactionMarker,
  producer: { readonly producerId: bigint; readonly producerEpoch: number },
  options: ControlBatchOptions,
): Uint8Array {
  const value = new Uint8Array(END_TXN_VALUE_BYTES);
  writeInt32(value, 2, marker.coordinatorEpoch);
  const state = { ...producer, baseSequence: NO_SEQUENCE, isTransactional: true };
  return controlBatch([{ type: marker.type, value }], options, state);
}

/** A control record: its type and the bytes of its message. */
export interface ControlRecord {
  readonly type: Exclude<ControlRecordType, -1>;
  readonly value: Uint8Array;
}

/** A batch of control records of KRaft, or with a producer of transaction markers. */
export function controlBatch(
  records: readonly ControlRecord[],
  options: ControlBatchOptions,
  producer: ProducerState = {
    producerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    baseSequence: NO_SEQUENCE,
    isTransactional: false,
  },
): Uint8Array {
  const { timestamp, ...rest } = options;
  const builder = new RecordBatchBuilder({ ...rest, producer, isControl: true });
  for (const { type, value } of records) builder.append(timestamp, controlRecordKey(type), value);
  return builder.build();
}
