/**
 * A compacted log: batches are not those that were sent any more, so it is held against the history record by record. What is left is unchanged and
 * at its offset; the last committed value of each key is left; beyond what may have been cleaned nothing is missing.
 */
import assert from "node:assert/strict";
import { BatchIterator, decodeBatch, RecordFailure, verifyCrc } from "@ottla/records";
import type { UnifiedLog } from "@ottla/storage";
import type { History, LoggedBatch } from "./history.ts";

export interface FoundRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
  readonly leaderEpoch: number;
  readonly producerId: bigint;
}

const decoder = new TextDecoder();

async function readRecords(log: UnifiedLog, maxBytes: number): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (let offset = log.logStartOffset; offset < log.logEndOffset;) {
    const info = await log.read({ startOffset: offset, maxBytes, isolation: "log-end", minOneMessage: true });
    assert.equal(info.errorCode, 0, `a read at ${offset}: ${info.errorMessage}`);
    const bytes = new Uint8Array(Buffer.concat(info.records));
    info.release();
    const before = offset;
    for (const iterator = new BatchIterator(bytes); iterator.next();) {
      assert.ok(verifyCrc(bytes, iterator.position), `no corrupt batch is served, as at offset ${offset}`);
      const batch = decodeBatch(bytes, iterator.position);
      assert.ok(!(batch instanceof RecordFailure));
      assert.ok(batch.header.baseOffset >= offset || offset === log.logStartOffset, "batches follow each other");
      const { partitionLeaderEpoch: leaderEpoch, producerId } = batch.header;
      for (const { offset, key, value, timestamp } of batch.records)
        found.push({ offset, key: textOf(key), value: textOf(value), timestamp, leaderEpoch, producerId });
      offset = batch.header.lastOffset + 1;
    }
    // Compaction may take the last batches of all; what is left of them is no batch then.
    if (offset === before) break;
  }
  return found;
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : decoder.decode(bytes);
}

/**
 * Of what was cleaned nobody can tell batch by batch whether it is there: it must be. What was not promised may be gone, even from between
 * segments: recovery takes such a gap for one of compaction, as Apache Kafka does.
 */
export async function keptOfCompacted(
  log: UnifiedLog,
  {
    history,
    batches,
    sureBelow,
  }: { readonly history: History; readonly batches: readonly LoggedBatch[]; readonly sureBelow: number },
): Promise<LoggedBatch[]> {
  const found = new Map((await readRecords(log, 4000)).map((record) => [record.offset, record]));
  return batches.filter(({ firstOffset, lastOffset, producerId, timestamps }) => {
    if (lastOffset >= log.logEndOffset) return false;
    if (lastOffset < sureBelow) return true;
    const record = found.get(firstOffset);
    // What a truncation took may be there again instead, if that was not durable yet.
    if (record) return record.producerId === producerId && record.timestamp === timestamps[0];
    // A cleaning was cut off: whether it or the power failure took the batch, only the cleaner could tell.
    if (lastOffset >= history.cleanableEnd) return false;
    history.lostWithCleaning.add(firstOffset);
    history.compactedAway = history.cleanableEnd;
    return true;
  });
}

export async function checkCompacted(log: UnifiedLog, history: History, maxBytes: number): Promise<void> {
  assert.equal(log.logEndOffset, history.end);
  const found = new Map((await readRecords(log, maxBytes)).map((record) => [record.offset, record]));
  const aborted = abortedOffsets(history);
  const lastOfKey = new Map<string, number>();
  for (const batch of history.readable) {
    for (let i = 0; i < batch.timestamps.length; i++) {
      const offset = batch.firstOffset + i;
      if (offset < history.start) continue;
      const record = found.get(offset);
      found.delete(offset);
      if (record) checkUnchanged(batch, i, record);
      else
        assert.ok(
          offset < history.cleanableEnd,
          `the record at ${offset} is there: nothing from ${history.cleanableEnd} on was cleaned`,
        );
      if (!record && history.lostWithCleaning.has(batch.firstOffset)) continue;
      const key = batch.keys[i];
      if (typeof key !== "string" || aborted.has(offset)) continue;
      if (record) lastOfKey.delete(key);
      // The marker by which the cleaner went may have been lost with the end of the log.
      else if (batch.values[i] === null || offset < history.compactedAway) lastOfKey.delete(key);
      else lastOfKey.set(key, offset);
    }
  }
  for (const [key, offset] of lastOfKey) assert.fail(`the last value of ${key}, at ${offset}, is gone`);
  for (const offset of found.keys()) assert.ok(offset < history.start, `the record at ${offset} was sent`);
}

function checkUnchanged(batch: LoggedBatch, i: number, record: FoundRecord): void {
  const { timestamp, leaderEpoch, producerId } = record;
  const what = `the record at ${record.offset}`;
  assert.deepEqual(
    [timestamp, leaderEpoch, producerId],
    [batch.timestamps[i], batch.leaderEpoch, batch.producerId],
    `${what} is what it was`,
  );
  if (!batch.isControl)
    assert.deepEqual([record.key, record.value], [batch.keys[i], batch.values[i]], `${what} is unchanged`);
}

/** Of records of transactions that were aborted; those of open ones do not count as a key's last value either, but are never cleaned. */
function abortedOffsets(history: History): Set<number> {
  const offsets = new Set<number>();
  for (const { producerId, firstOffset, markerOffset } of history.abortedTxns()) {
    for (const batch of history.batches) {
      if (batch.producerId !== producerId || batch.firstOffset < firstOffset || batch.firstOffset >= markerOffset)
        continue;
      for (let offset = batch.firstOffset; offset <= batch.lastOffset; offset++) offsets.add(offset);
    }
  }
  return offsets;
}
