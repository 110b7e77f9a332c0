/** Names of the files in a partition directory, and of the directory itself. */
import type { Random } from "@ottla/base";
import { topicPartitionName, type TopicPartition } from "./topic-partition.ts";

export const LOG_SUFFIX = ".log";
export const INDEX_SUFFIX = ".index";
export const TIME_INDEX_SUFFIX = ".timeindex";
export const TXN_INDEX_SUFFIX = ".txnindex";
export const SNAPSHOT_SUFFIX = ".snapshot";
/** On its way out: removed at the next start at the latest. */
export const DELETED_SUFFIX = ".deleted";
/** Being written by the cleaner: removed at start. */
export const CLEANED_SUFFIX = ".cleaned";
/** Written by the cleaner and complete: replaces the originals at start. */
export const SWAP_SUFFIX = ".swap";

export const DELETE_DIRECTORY_SUFFIX = "-delete";
export const FUTURE_DIRECTORY_SUFFIX = "-future";
export const STRAY_DIRECTORY_SUFFIX = "-stray";

/** Kafka's limit for a directory name; a longer topic name is cut in `-delete` and `-stray` names. */
const DIRECTORY_NAME_LENGTH_MAX = 255;

/** 20 digits, zero-padded. */
export function offsetFileName(offset: number, suffix: string): string {
  return `${String(offset).padStart(20, "0")}${suffix}`;
}

/** The offset that a segment file's name begins with; undefined for other names. */
export function offsetOfFileName(name: string): number | undefined {
  const match = /^(\d{20})\./.exec(name);
  return match ? Number(match[1]) : undefined;
}

/** What a directory of a log directory is, judged by its name. */
export interface LogDirectoryName {
  readonly topicPartition: TopicPartition;
  readonly state: "current" | "future" | "delete" | "stray";
}

/** Undefined if the name cannot be that of a log; Kafka then refuses to start. */
export function parseLogDirectoryName(name: string): LogDirectoryName | undefined {
  const marked = /^(.+)-(\d+)\.[0-9a-z]*-(delete|future|stray)$/.exec(name);
  const plain = marked ?? /^(.+)-(\d+)$/.exec(name);
  if (!plain) return undefined;
  const partition = Number(plain[2]);
  if (partition > 0x7fff_ffff) return undefined;
  const state = (marked?.[3] ?? "current") as LogDirectoryName["state"];
  return { topicPartition: { topic: plain[1]!, partition }, state };
}

/** `<topic>-<partition>.<32 hex digits>-delete` and the like, at most 255 characters. */
export function markedDirectoryName(topicPartition: TopicPartition, suffix: string, random: Random): string {
  const bytes = new Uint8Array(16);
  random.fill(bytes);
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const tail = `-${topicPartition.partition}.${id}${suffix}`;
  const name = topicPartition.topic.slice(0, DIRECTORY_NAME_LENGTH_MAX - tail.length);
  return suffix === FUTURE_DIRECTORY_SUFFIX ? `${topicPartitionName(topicPartition)}.${id}${suffix}` : name + tail;
}
