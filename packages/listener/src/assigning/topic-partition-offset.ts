/**
 * Partitions that a listener is given by hand, and where it begins: Spring's @TopicPartition and @PartitionOffset, with their rules for ranges.
 */
import { ConfigError, topicPartitionName } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";

/** One topic's partitions. */
export interface TopicPartitionOptions {
  readonly topic: string;
  /** Numbers or ranges: `3`, `"3"`, `"0-5,7,10-15"`. */
  readonly partitions?: readonly (string | number)[];
  readonly partitionOffsets?: readonly PartitionOffsetOptions[];
}

export interface PartitionOffsetOptions {
  /** A number, a range, or `*` for all that `partitions` names. */
  readonly partition: string | number;
  /** From 0 on: that offset. Below 0: so many before the end. With `relativeToCurrent`: so many from the committed position. */
  readonly initialOffset: number | string;
  readonly relativeToCurrent?: boolean;
  /** BEGINNING and END leave the offset aside; TIMESTAMP reads it as milliseconds since 1970 (the end, if there is no record as young). */
  readonly seekPosition?: SeekPosition;
}

export type SeekPosition = "BEGINNING" | "END" | "TIMESTAMP";

/** One partition and where to begin; without an offset and a seek position: where the group has committed. */
export interface TopicPartitionOffset extends TopicPartition {
  readonly offset: number | undefined;
  readonly relativeToCurrent: boolean;
  readonly seekPosition: SeekPosition | undefined;
}

/** Every partition once, in order of mention; a later mention in another entry wins. Throws {@link ConfigError}. */
export function resolveTopicPartitions(options: readonly TopicPartitionOptions[]): TopicPartitionOffset[] {
  const resolved = new Map<string, TopicPartitionOffset>();
  for (const entry of options) {
    for (const one of resolveEntry(entry)) resolved.set(topicPartitionName(one), one);
  }
  return [...resolved.values()];
}

function resolveEntry(entry: TopicPartitionOptions): TopicPartitionOffset[] {
  const { topic, partitions = [], partitionOffsets = [] } = entry;
  if (partitions.length === 0 && partitionOffsets.length === 0) {
    throw new ConfigError(`At least one partition of topic ${topic} is required, in partitions or partitionOffsets`);
  }
  const listed = partitions.flatMap(parsePartitions);
  const star = partitionOffsets.find(({ partition }) => String(partition).trim() === "*");
  if (star !== undefined) {
    if (partitionOffsets.length > 1) throw new ConfigError(`Topic ${topic}: '*' must be the only partition offset`);
    // As in Spring a seek position is not looked at here; giving one would be silently ignored, so it is refused.
    if (star.seekPosition !== undefined) throw new ConfigError(`Topic ${topic}: '*' cannot have a seekPosition`);
    return unique(listed).map((partition) => withOffset({ topic, partition }, star));
  }
  const result = new Map<number, TopicPartitionOffset>();
  for (const partition of unique(listed)) {
    result.set(partition, { topic, partition, offset: undefined, relativeToCurrent: false, seekPosition: undefined });
  }
  for (const option of partitionOffsets) {
    for (const partition of unique(parsePartitions(option.partition))) {
      if (result.has(partition)) throw new ConfigError(`Topic ${topic}: partition ${partition} is configured twice`);
      result.set(partition, withOffset({ topic, partition }, option));
    }
  }
  return [...result.values()];
}

function withOffset(partition: TopicPartition, option: PartitionOffsetOptions): TopicPartitionOffset {
  const offset = typeof option.initialOffset === "string" ? Number(option.initialOffset.trim()) : option.initialOffset;
  if (!Number.isSafeInteger(offset) || String(option.initialOffset).trim() === "") {
    throw new ConfigError(`initialOffset must be a whole number, not '${option.initialOffset}'`);
  }
  const { relativeToCurrent = false, seekPosition } = option;
  return { ...partition, offset, relativeToCurrent, seekPosition };
}

/** `"0-5,7"` → 0, 1, 2, 3, 4, 5, 7. A number stands for itself. */
export function parsePartitions(text: string | number): number[] {
  if (typeof text === "number") return [partitionNumber(String(text))];
  const numbers: number[] = [];
  for (const part of text.split(",")) {
    const ends = part.trim().split("-");
    if (ends.length > 2) throw new ConfigError(`Only one hyphen allowed for a range of partitions: ${part.trim()}`);
    const [first, last] = ends;
    if (last === undefined) {
      numbers.push(partitionNumber(first ?? ""));
      continue;
    }
    const from = partitionNumber(first ?? "");
    const to = partitionNumber(last);
    if (to < from) throw new ConfigError(`Invalid range of partitions: ${part.trim()}`);
    for (let partition = from; partition <= to; partition++) numbers.push(partition);
  }
  return numbers;
}

function partitionNumber(text: string): number {
  const trimmed = text.trim();
  if (!/^\d{1,9}$/.test(trimmed)) throw new ConfigError(`'${text}' is not the number of a partition`);
  return Number(trimmed);
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/**
 * Deals partitions to consumers so that no two differ by more than one: 5 to 3 gives 2, 2, 1. (Spring's documentation promises this; its code gives 1, 1, 3.)
 */
export function splitPartitions<T>(partitions: readonly T[], consumers: number): T[][] {
  const count = Math.min(consumers, partitions.length);
  const parts: T[][] = [];
  let start = 0;
  for (let index = 0; index < count; index++) {
    const size = Math.floor(partitions.length / count) + (index < partitions.length % count ? 1 : 0);
    parts.push(partitions.slice(start, start + size));
    start += size;
  }
  return parts;
}
