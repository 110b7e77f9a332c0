/**
 * Seeking from a listener, by Spring's names: callbacks with the positions when partitions come, go or fall silent, and an object that seeks at any time.
 */
import type { TopicPartition, TopicPartitionMap } from "@ottla/client";

/** Seeks. Takes effect before the next poll; a partition that is not ours then is left alone, with a warning. */
export interface ConsumerSeekCallback {
  seek(topic: string, partition: number, offset: number): void;
  /** The function gets the current position and gives the new one. */
  seekTo(topic: string, partition: number, offsetFunction: (current: number) => number): void;
  seekToBeginning(partitions: readonly TopicPartition[]): void;
  seekToEnd(partitions: readonly TopicPartition[]): void;
  /** `toCurrent`: from the current position; else from the beginning (0 or more) or the end (below 0). */
  seekRelative(topic: string, partition: number, offset: number, toCurrent: boolean): void;
  /** The first record at or after the time, in milliseconds since 1970; the end, when there is none. */
  seekToTimestamp(partitions: readonly TopicPartition[], timestamp: number): void;
  readonly groupId: string | undefined;
}

export interface ConsumerSeekAware {
  /** Before anything else, once for each consumer. */
  registerSeekCallback?(callback: ConsumerSeekCallback): void;
  onPartitionsAssigned?(assignments: TopicPartitionMap<number>, callback: ConsumerSeekCallback): void | Promise<void>;
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): void;
  onIdleContainer?(assignments: TopicPartitionMap<number>, callback: ConsumerSeekCallback): void;
  /** Behind the first assignment. */
  onFirstPoll?(): void;
  unregisterSeekCallback?(): void;
}
