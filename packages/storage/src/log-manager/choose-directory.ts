/** Where a new log goes: the directory that is asked for, else the one with the fewest logs, cordoned ones last. */
import { StorageError } from "../storage-error.ts";
import { topicPartitionName, type TopicPartition } from "../topic-partition.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { Logs } from "./logs.ts";

export interface DirectoryChoice {
  readonly topicPartition: TopicPartition;
  /** Not where the current log is. */
  readonly isFuture: boolean;
  readonly targetDirectoryId: string | undefined;
  readonly directories: readonly LogDirectory[];
  readonly cordoned: readonly string[];
  readonly logs: Logs;
}

/** Throws LOG_DIR_OFFLINE if there is none. */
export function chooseDirectory(choice: DirectoryChoice): LogDirectory {
  const { topicPartition, isFuture, targetDirectoryId, logs } = choice;
  const taken = isFuture ? logs.get(topicPartition, false)?.parentDirectory : undefined;
  const open = choice.directories.filter(({ isOnline, path }) => isOnline && path !== taken);
  const target = open.find(({ meta }) => meta.directoryId === targetDirectoryId);
  if (target) return target;
  const cordoned = new Set(choice.cordoned);
  const uncordoned = open.filter(({ path }) => !cordoned.has(path));
  const candidates = uncordoned.length > 0 ? uncordoned : open;
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  const counts = new Map(candidates.map((directory) => [directory.path, directory.logsInTheMaking]));
  for (const { parentDirectory } of logs.all()) {
    const count = counts.get(parentDirectory);
    if (count !== undefined) counts.set(parentDirectory, count + 1);
  }
  const [fewest] = candidates.toSorted((a, b) => counts.get(a.path)! - counts.get(b.path)!);
  if (fewest) return fewest;
  throw new StorageError("LOG_DIR_OFFLINE", `No log directory is available for ${topicPartitionName(topicPartition)}`);
}
