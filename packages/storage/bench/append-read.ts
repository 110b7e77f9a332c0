/**
 * Appends through the whole log (validation, producer state, write) to real files, with a reader at the tail, and then reads it all back from
 * disk. Prints MB/s, CPU seconds a GB and the memory at the end.
 *
 *   node --conditions=@ottla/source packages/storage/bench/append-read.ts [totalMB] [batchKB] [recordBytes]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RecordBatchBuilder } from "@ottla/records";
import { logConfigOf } from "@ottla/config";
import { createLogEnvironment, NodeDisk, openUnifiedLog, type UnifiedLog } from "../src/index.ts";

const totalMb = Number(process.argv[2] ?? 1024);
const batchKb = Number(process.argv[3] ?? 64);
const recordBytes = Number(process.argv[4] ?? 1024);
/** Appends under way at once, as of several connections. */
const CONCURRENCY = 16;
const MB = 1024 * 1024;

function makeBatch(): Uint8Array {
  const builder = new RecordBatchBuilder();
  const value = new Uint8Array(recordBytes).fill(120);
  const count = Math.max(1, Math.floor((batchKb * 1024 - 61) / (recordBytes + 10)));
  for (let i = 0; i < count; i++) builder.append(Date.now(), null, value);
  return builder.build();
}

async function appendAll(log: UnifiedLog, model: Uint8Array): Promise<void> {
  let left = Math.ceil((totalMb * MB) / model.length);
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      // As the network does: each request lies in a buffer of its own.
      const info = await log.appendAsLeader(model.slice(), { leaderEpoch: 0 });
      if (info.errorCode !== 0) throw new Error(info.errorMessage ?? "append failed");
      log.updateHighWatermark(log.logEndOffset);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function readAll(log: UnifiedLog, until: () => boolean): Promise<{ bytes: number; fromDisk: number }> {
  let offset = 0;
  let bytes = 0;
  let fromDisk = 0;
  while (!until() || offset < log.highWatermark) {
    const result = log.read({ startOffset: offset, maxBytes: MB, isolation: "high-watermark", minOneMessage: true });
    if (result instanceof Promise) fromDisk++;
    const info = await result;
    if (info.errorCode !== 0) throw new Error(info.errorMessage ?? "read failed");
    if (info.sizeInBytes === 0) {
      await appended(log);
      continue;
    }
    offset = nextOffset(info.records, offset);
    bytes += info.sizeInBytes;
    info.release();
  }
  return { bytes, fromDisk };
}

/** Resolves at the next append, as a fetch in purgatory does; or soon, so that the last one is not waited for. */
function appended(log: UnifiedLog): Promise<void> {
  return new Promise((resolve) => {
    const listener = { onHighWatermarkUpdated: () => done() };
    const timer = setTimeout(() => done(), 20);
    const done = (): void => {
      clearTimeout(timer);
      log.removeListener(listener);
      resolve();
    };
    log.addListener(listener);
  });
}

/** Offset after the last whole batch. */
function nextOffset(pieces: readonly Uint8Array[], from: number): number {
  let next = from;
  let skip = 0;
  for (const [i, piece] of pieces.entries()) {
    let at = skip;
    while (at + 61 <= piece.length) {
      const view = new DataView(piece.buffer, piece.byteOffset + at, 61);
      const size = view.getInt32(8) + 12;
      if (at + size > piece.length && i === pieces.length - 1) return next;
      next = Number(view.getBigInt64(0)) + view.getInt32(23) + 1;
      at += size;
    }
    skip = Math.max(0, at - piece.length);
  }
  return next;
}

function report(what: string, bytes: number, startMs: number, cpu: NodeJS.CpuUsage): void {
  const seconds = (performance.now() - startMs) / 1000;
  const used = process.cpuUsage(cpu);
  const gigabytes = bytes / (1024 * MB);
  const user = (used.user / 1e6 / gigabytes).toFixed(2);
  const system = (used.system / 1e6 / gigabytes).toFixed(2);
  const rss = Math.round(process.memoryUsage().rss / MB);
  process.stdout.write(
    `${what}: ${Math.round(bytes / MB / seconds)} MB/s, CPU s/GB ${user} user ${system} system, rss ${rss} MB\n`,
  );
}

const directory = mkdtempSync(join(tmpdir(), "ottla-bench-"));
try {
  const environment = createLogEnvironment({ disk: new NodeDisk() });
  const options = {
    topicPartition: { topic: "bench", partition: 0 },
    parentDirectory: directory,
    config: logConfigOf(),
    environment,
  };
  const log = await openUnifiedLog(options);
  const model = makeBatch();
  process.stdout.write(`${totalMb} MB in batches of ${model.length} bytes\n`);
  let startMs = performance.now();
  let cpu = process.cpuUsage();
  let isDone = false;
  const reading = readAll(log, () => isDone);
  await appendAll(log, model);
  report("append with a reader at the tail", log.sizeInBytes, startMs, cpu);
  isDone = true;
  const tail = await reading;
  process.stdout.write(`  the reader got ${Math.round(tail.bytes / MB)} MB, ${tail.fromDisk} reads from disk\n`);

  startMs = performance.now();
  cpu = process.cpuUsage();
  const cold = await readAll(log, () => true);
  report("read back", cold.bytes, startMs, cpu);
  await log.close();

  startMs = performance.now();
  cpu = process.cpuUsage();
  const reopened = await openUnifiedLog({ ...options, recoveryPoint: 0 });
  report("recovery from offset 0", reopened.sizeInBytes, startMs, cpu);
  await reopened.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
