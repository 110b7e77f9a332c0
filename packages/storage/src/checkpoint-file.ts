/**
 * Kafka's text files of a log directory and of a partition: the offset checkpoints, `leader-epoch-checkpoint`, `partition.metadata`,
 * `.kafka_cleanshutdown`. All are replaced whole: temporary file, fsync, rename, fsync of the directory.
 *
 * A checkpoint is a version line `0`, a count line, then one entry a line. An empty file is an empty checkpoint.
 */
import { isUuid } from "@ottla/base";
import type { Disk } from "./disk/disk.ts";
import { StorageError } from "./storage-error.ts";
import { topicPartitionName, type TopicPartition } from "./topic-partition.ts";

export const RECOVERY_POINT_CHECKPOINT = "recovery-point-offset-checkpoint";
export const LOG_START_OFFSET_CHECKPOINT = "log-start-offset-checkpoint";
export const HIGH_WATERMARK_CHECKPOINT = "replication-offset-checkpoint";
export const CLEANER_OFFSET_CHECKPOINT = "cleaner-offset-checkpoint";
export const LEADER_EPOCH_CHECKPOINT = "leader-epoch-checkpoint";
export const PARTITION_METADATA = "partition.metadata";
export const CLEAN_SHUTDOWN_FILE = ".kafka_cleanshutdown";

/** An entry of an offset checkpoint. */
export interface CheckpointedOffset {
  readonly topicPartition: TopicPartition;
  readonly offset: number;
}

export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The file's text, undefined if it does not exist. */
export async function readTextFile(disk: Disk, path: string): Promise<string | undefined> {
  try {
    return decoder.decode(await disk.readFile(path));
  } catch (error) {
    if (error instanceof StorageError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

/** Offsets by `<topic>-<partition>`; undefined if the file is missing, or empty as Apache makes it. Rejects with CORRUPT_CHECKPOINT. */
export async function readOffsetCheckpoint(
  disk: Disk,
  path: string,
): Promise<Map<string, CheckpointedOffset> | undefined> {
  const text = await readTextFile(disk, path);
  if (text === undefined || text === "") return undefined;
  const offsets = new Map<string, CheckpointedOffset>();
  for (const line of checkpointLines(text, path)) {
    const match = /^(\S+)\s+(\d+)\s+(\d+)$/.exec(line);
    if (!match) throw malformed(path, line);
    const topicPartition = { topic: match[1]!, partition: Number(match[2]) };
    offsets.set(topicPartitionName(topicPartition), { topicPartition, offset: Number(match[3]) });
  }
  return offsets;
}

export async function writeOffsetCheckpoint(
  disk: Disk,
  path: string,
  offsets: readonly CheckpointedOffset[],
): Promise<void> {
  const lines = offsets.map(({ topicPartition: { topic, partition }, offset }) => `${topic} ${partition} ${offset}`);
  await disk.replaceFile(path, encodeCheckpoint(lines));
}

export async function readLeaderEpochCheckpoint(disk: Disk, path: string): Promise<EpochEntry[]> {
  return checkpointLines(await readTextFile(disk, path), path).map((line) => {
    const match = /^(\d+)\s+(\d+)$/.exec(line);
    if (!match) throw malformed(path, line);
    return { epoch: Number(match[1]), startOffset: Number(match[2]) };
  });
}

/** The directory is the caller's to sync: until then the epochs can be found again in the batches. */
export async function writeLeaderEpochCheckpoint(
  disk: Disk,
  path: string,
  entries: readonly EpochEntry[],
  options: { readonly leavesSync?: boolean } = {},
): Promise<void> {
  const lines = entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}`);
  await disk.replaceFile(path, encodeCheckpoint(lines), { leavesDirectorySync: true, ...options });
}

/** The topic id of a partition directory; undefined if the file is missing or empty. Rejects with CORRUPT_CHECKPOINT. */
export async function readPartitionMetadata(disk: Disk, path: string): Promise<string | undefined> {
  const text = await readTextFile(disk, path);
  // A crash of the machine may have left the name without the content.
  if (text === undefined || /^\0*$/.test(text)) return undefined;
  const match = /^version:\s*(\d+)\s*\ntopic_id:\s*(\S+)\s*$/.exec(text);
  if (!match || match[1] !== "0" || !isUuid(match[2]!)) {
    throw new StorageError("CORRUPT_CHECKPOINT", `Malformed file ${path}: ${JSON.stringify(text.slice(0, 100))}`);
  }
  return match[2];
}

/** Durability is the caller's: until something in the directory is durable, the topic id is known from the metadata. */
export async function writePartitionMetadata(disk: Disk, path: string, topicId: string): Promise<void> {
  await disk.replaceFile(path, encoder.encode(`version: 0\ntopic_id: ${topicId}`), { leavesSync: true });
}

/** Broker epoch of the clean shutdown; undefined if there was none. −1 if the file is there but does not say. */
export async function readCleanShutdownFile(disk: Disk, path: string): Promise<number | undefined> {
  const text = await readTextFile(disk, path);
  if (text === undefined) return undefined;
  const match = /"brokerEpoch"\s*:\s*(-?\d+)/.exec(text);
  return match ? Number(match[1]) : -1;
}

export async function writeCleanShutdownFile(disk: Disk, path: string, brokerEpoch: number): Promise<void> {
  await disk.replaceFile(path, encoder.encode(`{"version":0,"brokerEpoch":${brokerEpoch}}`));
}

function encodeCheckpoint(lines: readonly string[]): Uint8Array {
  return encoder.encode(["0", String(lines.length), ...lines, ""].join("\n"));
}

function checkpointLines(text: string | undefined, path: string): string[] {
  if (text === undefined) return [];
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const [version, count, ...entries] = lines;
  if (version === undefined) return [];
  if (version !== "0")
    throw new StorageError(
      "CORRUPT_CHECKPOINT",
      `Unrecognised version: ${version}, expected version: 0 in checkpoint file at: ${path}`,
    );
  if (count === undefined) return [];
  if (!/^\d+$/.test(count)) throw malformed(path, count);
  if (entries.length !== Number(count)) {
    throw new StorageError(
      "CORRUPT_CHECKPOINT",
      `Expected [${count}] entries in checkpoint file [${path}], but found [${entries.length}]`,
    );
  }
  return entries;
}

function malformed(path: string, line: string): StorageError {
  return new StorageError("CORRUPT_CHECKPOINT", `Malformed line in checkpoint file [${path}]: ${line}`);
}
