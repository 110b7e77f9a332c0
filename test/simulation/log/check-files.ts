/**
 * What lies on the disk beside the batches, read without the engine: offset and time indexes, producer snapshots. An index that does not fit its
 * segment is wrong even if no read happens to stumble over it.
 */
import assert from "node:assert/strict";
import { crc32c } from "@ottla/base";
import { BatchIterator, baseOffsetAt, lastOffsetAt, maxTimestampAt } from "@ottla/records";
import type { Disk } from "@ottla/storage";
import type { History } from "./history.ts";

const OFFSET_ENTRY_BYTES = 8;
const TIME_ENTRY_BYTES = 12;
const SNAPSHOT_HEADER_BYTES = 10;
const SNAPSHOT_ENTRY_BYTES = 46;

export interface CheckedFiles {
  readonly disk: Disk;
  readonly directory: string;
  readonly history: History;
  /** The log was closed well: the active segment's files count too. */
  readonly isClosed: boolean;
}

interface SegmentBatch {
  readonly position: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
}

interface SegmentFiles {
  readonly baseOffset: number;
  readonly batches: readonly SegmentBatch[];
  readonly isActive: boolean;
}

export async function checkFiles({ disk, directory, history, isClosed }: CheckedFiles): Promise<void> {
  const names = new Set((await disk.list(directory)).map(({ name }) => name));
  const bases = [...names].filter((name) => name.endsWith(".log")).sort();
  for (const [i, name] of bases.entries()) {
    const isActive = i === bases.length - 1;
    if (isActive && !isClosed) continue;
    const bytes = await disk.readFile(`${directory}/${name}`);
    const segment = { baseOffset: Number(name.slice(0, 20)), batches: batchesOf(bytes), isActive };
    const path = `${directory}/${name.slice(0, 20)}`;
    checkOffsetIndex(segment, await disk.readFile(`${path}.index`));
    checkTimeIndex(segment, await disk.readFile(`${path}.timeindex`));
  }
  for (const name of names) {
    if (!name.endsWith(".snapshot")) continue;
    const offset = Number(name.slice(0, 20));
    // Up to there they may be made anew from what compaction left.
    if (offset > history.cleanableEnd) checkSnapshot(offset, await disk.readFile(`${directory}/${name}`), history);
  }
}

function batchesOf(bytes: Uint8Array): SegmentBatch[] {
  const batches: SegmentBatch[] = [];
  for (const iterator = new BatchIterator(bytes); iterator.next();) {
    const at = iterator.position;
    batches.push({ position: at, lastOffset: lastOffsetAt(bytes, at), maxTimestamp: maxTimestampAt(bytes, at) });
    assert.ok(baseOffsetAt(bytes, at) >= 0);
  }
  return batches;
}

/** Each entry is the last offset of a batch and where that batch begins; both rise. */
function checkOffsetIndex({ baseOffset, batches }: SegmentFiles, bytes: Uint8Array): void {
  const what = `the offset index of segment ${baseOffset}`;
  assert.equal(bytes.length % OFFSET_ENTRY_BYTES, 0, `${what} holds whole entries`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let before = -1;
  for (let at = 0; at < bytes.length; at += OFFSET_ENTRY_BYTES) {
    const offset = baseOffset + view.getInt32(at);
    const position = view.getInt32(at + 4);
    assert.ok(position > before, `${what} rises`);
    before = position;
    const batch = batches.find((one) => one.position === position);
    assert.equal(batch?.lastOffset, offset, `${what}: the batch at ${position}`);
  }
}

/** Each entry is the largest timestamp so far and the last offset of the batch that holds it; a finished segment's last one is its largest. */
function checkTimeIndex({ baseOffset, batches }: SegmentFiles, bytes: Uint8Array): void {
  const what = `the time index of segment ${baseOffset}`;
  assert.equal(bytes.length % TIME_ENTRY_BYTES, 0, `${what} holds whole entries`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let before = -1;
  for (let at = 0; at < bytes.length; at += TIME_ENTRY_BYTES) {
    const timestamp = Number(view.getBigInt64(at));
    const offset = baseOffset + view.getInt32(at + 8);
    assert.ok(timestamp > before, `${what} rises`);
    before = timestamp;
    const upTo = batches.filter(({ lastOffset }) => lastOffset <= offset);
    assert.deepEqual(
      [upTo.at(-1)?.lastOffset, upTo.at(-1)?.maxTimestamp, Math.max(...upTo.map((batch) => batch.maxTimestamp))],
      [offset, timestamp, timestamp],
      `${what}: the entry of offset ${offset}`,
    );
  }
  assert.equal(
    before,
    Math.max(-1, ...batches.map(({ maxTimestamp }) => maxTimestamp)),
    `${what} ends with the largest`,
  );
}

/** The producers as they were before the snapshot's offset; those of which no batch is left may be missing. */
function checkSnapshot(offset: number, bytes: Uint8Array, history: History): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A torn one is passed over by whoever loads it.
  if (bytes.length < SNAPSHOT_HEADER_BYTES || view.getUint32(2) !== crc32c(bytes, 6)) return;
  const expected = history.producers(offset);
  const found = new Set<bigint>();
  for (let at = SNAPSHOT_HEADER_BYTES; at + SNAPSHOT_ENTRY_BYTES <= bytes.length; at += SNAPSHOT_ENTRY_BYTES) {
    const producerId = view.getBigInt64(at);
    const model = expected.get(producerId);
    const what = `producer ${producerId} in the snapshot of offset ${offset}`;
    assert.ok(model, `${what} wrote something`);
    const lastSequence = view.getInt32(at + 10);
    const isKnown = history.mayHaveSequence(model, lastSequence) || history.isOvertaken(model, offset);
    assert.ok(isKnown, `${what}: its sequence`);
    assert.equal(view.getInt16(at + 8), model.producerEpoch, `${what}: its epoch`);
    assert.ok(history.mayHaveTransaction(model, Number(view.getBigInt64(at + 38))), `${what}: its transaction`);
    found.add(producerId);
  }
  for (const model of expected.values())
    assert.ok(
      history.mayForget(model) || history.isOvertaken(model, offset) || found.has(model.producerId),
      `producer ${model.producerId} is in snapshot ${offset}`,
    );
}
