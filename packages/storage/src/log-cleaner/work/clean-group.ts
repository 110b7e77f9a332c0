/**
 * The second pass of a cleaning, for one group of segments: what stays of them is written into one new segment under `.cleaned` names, with its
 * indexes, and made durable. Nobody reads it before it is swapped in; if it is not finished, nothing of it is left.
 */
import { batchLengthAt } from "@ottla/records";
import type { LogEnvironment } from "../../log-environment.ts";
import { CLEANED_SUFFIX } from "../../log-files.ts";
import { LogSegment } from "../../log-segment.ts";
import type { CleanedTransactions } from "../compaction/cleaned-transactions.ts";
import type { OffsetMap } from "../compaction/offset-map.ts";
import { RecordFilter } from "../compaction/record-filter.ts";
import { type CleanerIo, readPieces } from "./cleaner-io.ts";
import type { CleanedGroup, CleanSource, GroupJob } from "./cleaning-job.ts";

export interface GroupContext {
  readonly environment: LogEnvironment;
  readonly io: CleanerIo;
  readonly map: OffsetMap;
  /** Carried from group to group. */
  readonly transactions: CleanedTransactions;
}

export async function cleanGroup(job: GroupJob, context: GroupContext): Promise<CleanedGroup> {
  const { environment } = context;
  const segment = await createCleanedSegment(job, environment);
  try {
    const filter = new RecordFilter({ ...job, ...context, deleteRetentionMs: job.logConfig.deleteRetentionMs });
    context.transactions.onAbortedRetained = (txn) => segment.txnIndex.append(txn);
    for (const source of job.sources) {
      context.transactions.add(source.abortedTxns);
      await copyKept(source, segment, { ...context, filter, ioBufferBytes: job.config.ioBufferBytes });
    }
    context.io.check();
    await finish(segment, job.modifiedMs, environment);
    const { sizeInBytes, txnIndex } = segment;
    return { sizeInBytes, hasTxnIndex: !txnIndex.isEmpty, stats: filter.stats };
  } catch (error) {
    await removeFiles(segment, environment).catch(() => {});
    throw error;
  } finally {
    context.transactions.onAbortedRetained = undefined;
    await segment.closeFiles();
  }
}

/** Whatever an earlier cleaning left under these names goes first. */
async function createCleanedSegment(job: GroupJob, environment: LogEnvironment): Promise<LogSegment> {
  const { directory, baseOffset, logConfig: config } = job;
  const segment = new LogSegment({ directory, baseOffset, config, environment, fileSuffix: CLEANED_SUFFIX });
  await removeFiles(segment, environment);
  segment.initializeEmpty();
  await environment.files.use(segment.logPath, "readWriteCreate", (file) => file.truncate(0));
  return segment;
}

async function copyKept(
  source: CleanSource,
  segment: LogSegment,
  context: GroupContext & { readonly filter: RecordFilter; readonly ioBufferBytes: number },
): Promise<void> {
  const { environment, io, filter, ioBufferBytes } = context;
  const file = await environment.disk.open(source.path, "read");
  try {
    const { sizeInBytes } = source;
    for await (const { bytes, end } of readPieces({ file, from: 0, sizeInBytes }, ioBufferBytes, io)) {
      const kept: Uint8Array[] = [];
      const position = segment.reservedBytes;
      for (let at = 0; at < end;) {
        const size = batchLengthAt(bytes, at);
        const batch = filter.filter(bytes, at, size);
        at += size;
        if (batch === undefined) continue;
        segment.reserve(batch, 0, batch.length);
        addPiece(kept, batch);
      }
      if (kept.length === 0) continue;
      await environment.files.use(segment.logPath, "readWriteCreate", (target) => target.writev(kept, position));
      segment.onWritten(segment.reservedBytes, segment.reservedMaxTimestamp);
      await segment.writeFullPages();
      await io.pay(segment.reservedBytes - position);
    }
  } finally {
    await file.close();
  }
}

/** Batches that stay as they are mostly lie side by side: those are written as one piece. */
function addPiece(pieces: Uint8Array[], batch: Uint8Array): void {
  const last = pieces.at(-1);
  if (last !== undefined && last.buffer === batch.buffer && last.byteOffset + last.length === batch.byteOffset) {
    pieces[pieces.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + batch.length);
  } else {
    pieces.push(batch);
  }
}

async function finish(segment: LogSegment, modifiedMs: number, environment: LogEnvironment): Promise<void> {
  segment.onBecomeInactive();
  await segment.syncLog();
  await segment.syncIndexes();
  for (const path of segment.paths) {
    if (path === segment.txnIndex.path && segment.txnIndex.isEmpty) continue;
    await environment.files.close(path);
    await environment.disk.setModified(path, modifiedMs);
  }
}

async function removeFiles(segment: LogSegment, { disk, files }: LogEnvironment): Promise<void> {
  for (const path of segment.paths) {
    await files.close(path);
    await disk.unlink(path);
  }
}
