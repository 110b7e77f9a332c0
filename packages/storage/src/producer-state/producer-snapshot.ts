/**
 * `%020d.snapshot`: the producers of a log as they were before that offset. int16 version 1, uint32 CRC-32C of what follows, int32 count,
 * then 46 bytes each. Of the remembered batches only the last is kept, as Kafka does: after a restart the others come back by replay.
 */
import { crc32c } from "@ottla/base";
import { StorageError } from "../storage-error.ts";
import { firstOffsetOf, lastSequenceOf, type ProducerStateEntry } from "./producer-state-entry.ts";

const VERSION = 1;
const CRC_OFFSET = 2;
const ENTRIES_OFFSET = 6;
const HEADER_BYTES = 10;
const ENTRY_BYTES = 46;

export function encodeProducerSnapshot(entries: Iterable<ProducerStateEntry>): Uint8Array {
  const producers = [...entries];
  const bytes = new Uint8Array(HEADER_BYTES + producers.length * ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, VERSION);
  view.setInt32(ENTRIES_OFFSET, producers.length);
  producers.forEach((entry, i) => {
    const at = HEADER_BYTES + i * ENTRY_BYTES;
    const last = entry.batches.at(-1);
    view.setBigInt64(at, entry.producerId);
    view.setInt16(at + 8, entry.producerEpoch);
    view.setInt32(at + 10, lastSequenceOf(entry));
    view.setBigInt64(at + 14, BigInt(last?.lastOffset ?? -1));
    view.setInt32(at + 22, last ? last.lastOffset - firstOffsetOf(last) : 0);
    view.setBigInt64(at + 26, BigInt(entry.lastTimestamp));
    view.setInt32(at + 34, entry.coordinatorEpoch);
    view.setBigInt64(at + 38, BigInt(entry.currentTxnFirstOffset));
  });
  view.setUint32(CRC_OFFSET, crc32c(bytes, ENTRIES_OFFSET));
  return bytes;
}

/** Throws CORRUPT_SNAPSHOT. */
export function decodeProducerSnapshot(bytes: Uint8Array, path: string): ProducerStateEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES) throw corrupt(path, `it has only ${bytes.length} bytes`);
  const version = view.getInt16(0);
  if (version !== VERSION) throw corrupt(path, `unknown file version ${version}`);
  const count = view.getInt32(ENTRIES_OFFSET);
  if (count < 0 || bytes.length < HEADER_BYTES + count * ENTRY_BYTES)
    throw corrupt(path, `${count} entries do not fit into it`);
  const storedCrc = view.getUint32(CRC_OFFSET);
  const computedCrc = crc32c(bytes, ENTRIES_OFFSET);
  if (storedCrc !== computedCrc)
    throw corrupt(path, `CRC is no longer valid, stored ${storedCrc}, computed ${computedCrc}`);
  return Array.from({ length: count }, (_, i) => decodeEntry(view, HEADER_BYTES + i * ENTRY_BYTES));
}

function decodeEntry(view: DataView, at: number): ProducerStateEntry {
  const lastOffset = Number(view.getBigInt64(at + 14));
  const timestamp = Number(view.getBigInt64(at + 26));
  const currentTxnFirstOffset = Number(view.getBigInt64(at + 38));
  const batch = { lastSequence: view.getInt32(at + 10), lastOffset, offsetDelta: view.getInt32(at + 22), timestamp };
  return {
    producerId: view.getBigInt64(at),
    producerEpoch: view.getInt16(at + 8),
    coordinatorEpoch: view.getInt32(at + 34),
    lastTimestamp: timestamp,
    currentTxnFirstOffset: currentTxnFirstOffset >= 0 ? currentTxnFirstOffset : -1,
    batches: lastOffset >= 0 ? [batch] : [],
  };
}

function corrupt(path: string, why: string): StorageError {
  return new StorageError("CORRUPT_SNAPSHOT", `Producer snapshot ${path} is corrupt: ${why}`);
}
