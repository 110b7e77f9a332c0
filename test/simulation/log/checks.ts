/** What must hold of a log at every quiet moment; each check reads the log as a client would, or its state against the history. */
import assert from "node:assert/strict";
import { type Prng, randomBelow } from "@ottla/base";
import { BatchIterator, recordCountAt } from "@ottla/records";
import type { UnifiedLog } from "@ottla/storage";
import type { AbortedTxnModel, History, LoggedBatch } from "./history.ts";

export interface Checked {
  readonly log: UnifiedLog;
  readonly history: History;
  readonly random: Prng;
}

/** All batches from `startOffset` to the end of what the isolation shows. */
export async function readBatches(
  { log, history }: Pick<Checked, "log" | "history">,
  startOffset: number,
  maxBytes: number,
): Promise<LoggedBatch[]> {
  const found: LoggedBatch[] = [];
  for (let offset = startOffset; offset < log.logEndOffset;) {
    const info = await log.read({ startOffset: offset, maxBytes, isolation: "log-end", minOneMessage: true });
    assert.equal(info.errorCode, 0, `a read at ${offset}: ${info.errorMessage}`);
    const bytes = join(info.records, info.sizeInBytes);
    info.release();
    const before = offset;
    for (const iterator = new BatchIterator(bytes); iterator.next();) {
      const batch = history.parse(bytes, iterator.position);
      assert.equal(recordCountAt(bytes, iterator.position), batch.lastOffset - batch.firstOffset + 1);
      found.push(batch);
      offset = batch.lastOffset + 1;
    }
    // A compacted log may end with records that are gone.
    if (offset === before && history.isCompacted) break;
    assert.ok(offset > before, `a read at ${offset} below the end ${log.logEndOffset} returns a batch`);
  }
  return found;
}

function join(pieces: readonly Uint8Array[], sizeInBytes: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!.slice();
  const bytes = new Uint8Array(sizeInBytes);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** What is served, batch by batch, is what was acknowledged. */
export async function checkServed({ log, history, random }: Checked): Promise<void> {
  assert.equal(log.logEndOffset, history.end);
  assert.equal(log.logStartOffset, history.start);
  const found = await readBatches({ log, history }, log.logStartOffset, [700, 4000, 1 << 20][randomBelow(random, 3)]!);
  const shown = ({ firstOffset, lastOffset, crc, leaderEpoch }: LoggedBatch): number[] => [
    firstOffset,
    lastOffset,
    crc,
    leaderEpoch,
  ];
  assert.deepEqual(found.map(shown), history.readable.map(shown));
}

/** A read begins with the batch that holds the offset; a search by time finds the first record that is not older. */
export async function checkLookups({ log, history, random }: Checked): Promise<void> {
  const readable = history.readable;
  if (readable.length === 0 || history.end <= history.start) return;
  const startOffset = history.start + randomBelow(random, history.end - history.start);
  const [first] = await readBatches({ log, history }, startOffset, 1 + randomBelow(random, 2000));
  const expected = readable.find(({ lastOffset }) => lastOffset >= startOffset);
  assert.equal(first?.crc, expected?.crc, `a read at ${startOffset} begins with its batch`);

  const { timestamps } = readable[randomBelow(random, readable.length)]!;
  const target = timestamps[randomBelow(random, timestamps.length)]! - randomBelow(random, 3);
  const found = await log.offsetForTimestamp(target);
  const wanted = firstAtOrAfter(readable, history.start, target);
  // As with Apache Kafka: only the first segment with such a timestamp is searched, even if deleted records are all it was for.
  if (found.offset === -1 && (log.segmentBaseOffsets[0] ?? 0) < history.start) return;
  assert.deepEqual([found.offset, found.timestamp], wanted, `the first record at or after ${target}`);
}

function firstAtOrAfter(batches: readonly LoggedBatch[], start: number, target: number): [number, number] {
  for (const { firstOffset, timestamps } of batches) {
    const at = timestamps.findIndex((timestamp, i) => timestamp >= target && firstOffset + i >= start);
    if (at >= 0) return [firstOffset + at, timestamps[at]!];
  }
  return [-1, -1];
}

/** Producers, open and aborted transactions are those that the batches tell of. */
export async function checkProducers({ log, history }: Checked): Promise<void> {
  const expected = history.producers();
  const known = new Set<bigint>();
  for (const { producerId, producerEpoch, lastSequence, currentTxnStartOffset } of log.activeProducers()) {
    const model = expected.get(producerId);
    assert.ok(model, `producer ${producerId} wrote something`);
    assert.equal(producerEpoch, model.producerEpoch, `epoch of producer ${producerId}`);
    assert.ok(
      history.mayHaveTransaction(model, currentTxnStartOffset),
      `the transaction of producer ${producerId} began at ${model.txnFirstOffset}, not ${currentTxnStartOffset}`,
    );
    assert.ok(
      history.mayHaveSequence(model, lastSequence),
      `producer ${producerId} is at ${lastSequence}, not ${model.lastSequence}`,
    );
    known.add(producerId);
  }
  // Those of which no batch is left may be forgotten.
  for (const model of expected.values())
    assert.ok(history.mayForget(model) || known.has(model.producerId), `producer ${model.producerId} is known`);

  const open = [...expected.values()].map(({ txnFirstOffset }) => txnFirstOffset).filter((offset) => offset >= 0);
  if (history.lostWithCleaning.size === 0 && open.every((offset) => offset >= history.goneBelow))
    assert.equal(log.lastStableOffset, Math.min(history.end, ...open), "the last stable offset");

  const found = await log.abortedTransactions(history.start, history.end);
  const wanted = history.abortedTxns().filter(({ markerOffset }) => markerOffset >= history.start);
  const isTold = (txn: AbortedTxnModel): boolean =>
    found.some(({ producerId, firstOffset }) => producerId === txn.producerId && firstOffset === txn.firstOffset);
  // Where deleted records took the beginning of a transaction along, a recovery finds it to begin later.
  // Where compaction left nothing of one, there is nothing to tell.
  for (const txn of wanted)
    if (txn.firstOffset >= history.startMax && !history.isCompacted)
      assert.ok(isTold(txn), `aborted transaction ${txn.producerId}@${txn.firstOffset} is told`);
  for (const { producerId, firstOffset } of found) {
    const isKnown = wanted.some(
      (txn) => txn.producerId === producerId && txn.firstOffset <= firstOffset && firstOffset <= txn.markerOffset,
    );
    assert.ok(isKnown || history.lostWithCleaning.size > 0, `transaction ${producerId}@${firstOffset} was aborted`);
  }
}

/** The leader epochs are those of the batches; deleting records forgets those below, for good, even if the records come back. */
export function checkEpochs({ log, history }: Checked): void {
  for (const { firstOffset, leaderEpoch } of history.readable) {
    if (firstOffset < history.startMax || history.lostWithCleaning.has(firstOffset)) continue;
    assert.equal(log.epochForOffset(firstOffset), leaderEpoch, `leader epoch of offset ${firstOffset}`);
  }
  const last = history.readable.at(-1);
  // A compacted log may have lost an epoch's batches to a gap, and only know of it still.
  if (last && log.latestEpoch !== undefined && !history.isCompacted)
    assert.equal(log.latestEpoch, last.leaderEpoch, "the latest epoch");
}
