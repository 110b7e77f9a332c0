/**
 * Rules of the engine, each broken in one place: what a simulation that finds nothing must find. See `test/support/mutant.ts`.
 */
import type { Mutant } from "../../support/mutant.ts";

export const MUTANTS: readonly Mutant[] = [
  {
    name: "the recovery point moves before the log is synced",
    file: "storage/src/unified-log/flush.ts",
    find: "if (segment.isDirty) await segment.syncLog();",
    replace: "log.recoveryPoint = Math.max(log.recoveryPoint, offset); if (segment.isDirty) await segment.syncLog();",
  },
  {
    name: "the indexes are flushed, the log is not",
    file: "storage/src/unified-log/flush.ts",
    find: "if (segment.isDirty) await segment.syncLog();",
    replace: "",
  },
  {
    name: "the indexes of a finished segment are not synced",
    file: "storage/src/unified-log/flush.ts",
    find: "if (segment !== active) await segment.syncIndexes();",
    replace: "",
  },
  {
    name: "entries of an index outlive the batches they point to",
    file: "storage/src/index-file.ts",
    find: "if (this.#needsTruncate) await file.truncate(from * this.entryBytes);",
    replace: "",
  },
  {
    name: "the directory is not synced",
    file: "storage/src/unified-log/flush.ts",
    find: "await log.environment.disk.syncDirectory(log.directory);",
    replace: "",
  },
  {
    name: "leader epochs are not written before the recovery point moves",
    file: "storage/src/unified-log/flush.ts",
    find: "await log.writeEpochs();",
    replace: "",
  },
  {
    name: "a truncation is one batch short",
    file: "storage/src/unified-log/truncate.ts",
    find: "const sizeInBytes = batch?.position ?? segment.sizeInBytes;",
    replace: "const sizeInBytes = batch ? batch.position + batch.sizeInBytes : segment.sizeInBytes;",
  },
  {
    name: "a truncation is not durable",
    file: "storage/src/unified-log/truncate.ts",
    find: "await file.sync();",
    replace: "",
  },
  {
    name: "a truncation takes earlier segments before later ones",
    file: "storage/src/unified-log/truncate.ts",
    find: "segments.toReversed()",
    replace: "segments",
    firstSeed: 1680,
  },
  {
    name: "the checkpoint keeps a recovery point behind the cut",
    file: "storage/src/unified-log/truncate.ts",
    find: "    await log.checkpointRecoveryPoint?.();\n    return true;",
    replace: "    return true;",
    firstSeed: 470,
  },
  {
    name: "the snapshot of a roll is taken after the batch",
    file: "storage/src/unified-log/append.ts",
    find: "const roll = planRoll(log, append, assigned);\n  const updated = updateProducers(log, append);",
    replace: "const updated = updateProducers(log, append);\n  const roll = planRoll(log, append, assigned);",
  },
  {
    name: "the files of a roll that was taken back may come back",
    file: "storage/src/unified-log/repair.ts",
    find: "await disk.syncDirectory(log.directory);",
    replace: "",
    firstSeed: 700,
  },
  {
    name: "a failed append leaves its bytes behind",
    file: "storage/src/unified-log/repair.ts",
    find: "await file.truncate(segment.sizeInBytes);",
    replace: "",
    firstSeed: 270,
  },
  {
    name: "a failed append leaves its sequence behind",
    file: "storage/src/unified-log/write.ts",
    find: "for (const undo of pending.undos.toReversed()) undo();",
    replace: "",
  },
  {
    name: "recovery does not compute checksums",
    file: "storage/src/unified-log/recovery.ts",
    find: "return crcAt(bytes, at) === crc32c(bytes, at + ATTRIBUTES_OFFSET, at + sizeInBytes);",
    replace: "return true;",
  },
  {
    name: "recovery goes on behind a hole",
    file: "storage/src/unified-log/recovery.ts",
    find: "if (i > 0 && !follows(",
    replace: "if (false && !follows(",
  },
  {
    name: "compaction leaves gaps that the recovery point has not passed",
    file: "storage/src/log-cleaner/clean-log.ts",
    find: "  await passRecoveryPoint(log, segments);",
    replace: "",
    firstSeed: 4900,
  },
  {
    name: "half a rebuilt index passes for a whole one",
    file: "storage/src/log-segment.ts",
    find: "await this.timeIndex.file.replace();",
    replace: "await this.timeIndex.file.write();",
  },
  {
    name: "a transaction index that was written without a sync is never synced",
    file: "storage/src/transaction-index.ts",
    find: "if (sync && this.#isUnsynced) await this.#sync();",
    replace: "",
  },
  {
    name: "a cleaned segment takes the place of others without an fsync",
    file: "storage/src/log-cleaner/work/clean-group.ts",
    find: "  await segment.syncLog();\n  await segment.syncIndexes();\n",
    replace: "  await segment.writeIndexes();\n",
  },
  {
    name: "compaction forgets the last value of a key",
    file: "storage/src/log-cleaner/compaction/record-filter.ts",
    find: "offset >= map.get(body.bytes, keyStart, keyStart + keyLength)",
    replace: "offset > map.get(body.bytes, keyStart, keyStart + keyLength)",
  },
];
