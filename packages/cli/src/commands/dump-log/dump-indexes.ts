// Offset and time indexes: their entries, and whether the log has at each what the index says.
import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import { maxTimestampAt, readBatchHeader, timestampTypeAt, TimestampType } from "@ottla/records";
import { InputError } from "../../failure.ts";
import { batchesOf } from "./batches.ts";
import type { FileBatch } from "./batches.ts";
import type { DumpFindings } from "./dump-findings.ts";
import type { DumpOutput } from "./dump-output.ts";
import { recordsOf } from "./dump-records.ts";
import { besides, offsetOfName } from "./file-names.ts";
import { OffsetEntries, TimeEntries } from "./index-entries.ts";

export interface IndexDump {
  /** Only the check that decides at a broker's start whether an index is made anew. */
  readonly sanityOnly: boolean;
  /** Entries are compared with the log and not printed. */
  readonly verifyOnly: boolean;
  readonly findings: DumpFindings;
}

export interface OffsetIndexDump extends IndexDump {
  /** How many bytes of the log are looked at behind the position of an entry. */
  readonly maxMessageSize: number;
}

async function withLog<T>(
  path: string,
  use: (file: FileHandle, size: number, logPath: string) => Promise<T>,
): Promise<T> {
  const log = besides(path, ".log");
  const file = await open(log, "r");
  try {
    return await use(file, (await file.stat()).size, log);
  } finally {
    await file.close();
  }
}

function checkWhole(kind: string, path: string, { sizeInBytes, entryBytes }: OffsetEntries | TimeEntries): void {
  if (sizeInBytes % entryBytes === 0) return;
  throw new InputError(
    `${kind} file ${resolve(path)} is corrupt, found ${sizeInBytes} bytes which is neither positive nor a multiple of ${entryBytes}`,
  );
}

function checkOffsets(path: string, index: OffsetEntries): void {
  const lastOffset = index.offset(index.count - 1);
  if (lastOffset < index.baseOffset) {
    throw new InputError(
      `Corrupt index found, index file (${resolve(path)}) has non-zero size but the last offset is ${lastOffset} which is ` +
        `less than the base offset ${index.baseOffset}`,
    );
  }
  checkWhole("Index", path, index);
}

function checkTimes(path: string, index: TimeEntries): void {
  if (index.count > 0) {
    const say = (what: string, last: number, first: number): InputError =>
      new InputError(
        `Corrupt time index found, time index file (${resolve(path)}) has non-zero size but the last ${what} is ${last} which is ` +
          `less than the first ${what} ${first}`,
      );
    const last = index.count - 1;
    if (index.timestamp(last) < index.timestamp(0)) throw say("timestamp", index.timestamp(last), index.timestamp(0));
    if (index.offset(last) < index.baseOffset) throw say("offset", index.offset(last), index.baseOffset);
  }
  checkWhole("Time index", path, index);
}

async function firstBatch(file: FileHandle, from: number, to: number, path: string): Promise<FileBatch | undefined> {
  for await (const batch of batchesOf(file, { from, to, path })) return batch;
  return undefined;
}

/** Dumps a `.index` file. @throws InputError where it cannot go on */
export async function dumpOffsetIndex(path: string, dump: OffsetIndexDump, out: DumpOutput): Promise<void> {
  const baseOffset = offsetOfName(path);
  await withLog(path, async (log, logSize, logPath) => {
    const index = await OffsetEntries.read(path, baseOffset);
    if (index.count === 0) {
      out.entry({ isEmpty: true }, () => `${path} is empty.`);
      return;
    }
    if (dump.sanityOnly) {
      checkOffsets(path, index);
      out.entry({ isSane: true }, () => `${path} passed sanity check.`);
      return;
    }
    for (let slot = 0; slot < index.count; slot++) {
      const offset = index.offset(slot);
      // Behind the first entry an offset that is the base is no entry, but the zeros that an unclosed index ends with.
      if (offset === baseOffset && slot > 0) return;
      const position = index.position(slot);
      if (position < 0 || position > logSize) {
        throw new InputError(`Slice from position ${position} exceeds end position ${logSize} of the log of ${path}`);
      }
      const batch = await firstBatch(log, position, Math.min(logSize, position + dump.maxMessageSize), logPath);
      if (batch === undefined) {
        throw new InputError(
          `${path} has an entry for position ${position}, where no whole batch of at most ${dump.maxMessageSize} bytes ` +
            "(--max-message-size) is in the log",
        );
      }
      const { lastOffset } = readBatchHeader(batch.bytes, batch.at);
      if (lastOffset !== offset) dump.findings.indexMismatch(path, offset, lastOffset);
      if (!dump.verifyOnly) out.entry({ offset, position }, () => `offset: ${offset} position: ${position}`);
      if (!(await out.giveWay())) return;
    }
  });
}

async function maxTimestampOf(batch: FileBatch): Promise<number> {
  const { bytes, at } = batch;
  const records = await recordsOf(batch);
  if (timestampTypeAt(bytes, at) === TimestampType.LOG_APPEND_TIME && records.length > 0)
    return maxTimestampAt(bytes, at);
  return records.reduce((max, { timestamp }) => Math.max(max, timestamp), -1);
}

/** Looks for the batch that ends with the offset of a time index's entry, from a position at or before it on. */
async function batchEnding(
  log: FileHandle,
  { from, to, path, offset }: { from: number; to: number; path: string; offset: number },
): Promise<{ lastOffset: number; maxTimestamp: number }> {
  for await (const batch of batchesOf(log, { from, to, path })) {
    const { lastOffset } = readBatchHeader(batch.bytes, batch.at);
    if (lastOffset < offset) continue;
    return { lastOffset, maxTimestamp: lastOffset === offset ? await maxTimestampOf(batch) : -1 };
  }
  return { lastOffset: -1, maxTimestamp: -1 };
}

/** Dumps a `.timeindex` file. @throws InputError where it cannot go on */
export async function dumpTimeIndex(path: string, dump: IndexDump, out: DumpOutput): Promise<void> {
  const baseOffset = offsetOfName(path);
  await withLog(path, async (log, logSize, logPath) => {
    const offsets = await OffsetEntries.read(besides(path, ".index"), baseOffset);
    const index = await TimeEntries.read(path, baseOffset);
    if (dump.sanityOnly) {
      checkTimes(path, index);
      out.entry({ isSane: true }, () => `${path} passed sanity check.`);
      return;
    }
    let previous = -1;
    for (let slot = 0; slot < index.count; slot++) {
      const offset = index.offset(slot);
      const timestamp = index.timestamp(slot);
      if (offset === baseOffset && slot > 0) return;
      const from = offsets.lookup(offset);
      const { lastOffset, maxTimestamp } = await batchEnding(log, { from, to: logSize, path: logPath, offset });
      if (lastOffset === offset) {
        if (maxTimestamp !== timestamp) dump.findings.timeMismatch(path, timestamp, maxTimestamp);
        if (previous >= timestamp) dump.findings.timeOutOfOrder(path, timestamp, previous);
      } else dump.findings.offsetNotFound(path, offset, lastOffset);
      if (!dump.verifyOnly) out.entry({ timestamp, offset }, () => `timestamp: ${timestamp} offset: ${offset}`);
      previous = timestamp;
      if (!(await out.giveWay())) return;
    }
  });
}

/** Whether there is a file. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
