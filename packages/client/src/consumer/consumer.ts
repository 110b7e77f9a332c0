/** The consumer. */
import type { ConsumerOptions } from "../config/consumer-config.ts";
import type { ClientPorts } from "../client-ports.ts";
import type { TopicPartition, TopicPartitionMap } from "../topic-partition.ts";
import type { ConsumerRecord, ConsumerRecords } from "./consumer-record.ts";
import type {
  ConsumerGroupMetadata,
  OffsetAndMetadata,
  OffsetAndTimestamp,
  PartitionOffset,
  PollOptions,
  RebalanceListener,
} from "./consumer-types.ts";

type Raw = Uint8Array | null;

/** Reads records from a cluster, alone or as a member of a group. One caller at a time, as in Java. */
export declare class Consumer<K = Raw, V = Raw> implements AsyncDisposable {
  constructor(options: ConsumerOptions<K, V>, ports?: Partial<ClientPorts>);

  /** Joins the group for these topics (or all whose name matches the pattern), in place of any earlier subscription. */
  subscribe(topics: string | readonly string[] | RegExp, listener?: RebalanceListener): void;
  subscription(): ReadonlySet<string>;
  /** Reads these partitions without group management, in place of any earlier assignment. */
  assign(partitions: readonly TopicPartition[]): void;
  assignment(): readonly TopicPartition[];
  /** Leaves the group (or gives up the manual assignment). */
  unsubscribe(): Promise<void>;

  /** The next records; empty when `timeoutMs` passes without any. Drives the group: call it within `max.poll.interval.ms`. */
  poll(options?: PollOptions | number): Promise<ConsumerRecords<K, V>>;
  /** Record after record, until the loop is left or the consumer is closed. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ConsumerRecord<K, V>>;

  seek(partition: TopicPartition, offset: number | OffsetAndMetadata): void;
  seekToBeginning(partitions?: readonly TopicPartition[]): void;
  seekToEnd(partitions?: readonly TopicPartition[]): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  paused(): readonly TopicPartition[];

  /** The offset of the next record a poll would give. Waits until it is known. */
  position(partition: TopicPartition, options?: { readonly timeoutMs?: number }): Promise<number>;
  committed(
    partitions: readonly TopicPartition[],
    options?: { readonly timeoutMs?: number },
  ): Promise<TopicPartitionMap<OffsetAndMetadata | null>>;
  /** Commits the positions (or the given offsets), trying again until it succeeds or cannot. */
  commitSync(offsets?: readonly PartitionOffset[], options?: { readonly timeoutMs?: number }): Promise<void>;
  /** Commits the positions (or the given offsets) once; rejects if that fails. Need not be awaited. */
  commitAsync(offsets?: readonly PartitionOffset[]): Promise<void>;
  /** The distance between position and end, if both are known without asking. */
  currentLag(partition: TopicPartition): number | undefined;

  offsetsForTimes(
    times: readonly (TopicPartition & { readonly timestamp: number })[],
    options?: { readonly timeoutMs?: number },
  ): Promise<TopicPartitionMap<OffsetAndTimestamp | null>>;
  beginningOffsets(
    partitions: readonly TopicPartition[],
    options?: { readonly timeoutMs?: number },
  ): Promise<TopicPartitionMap<number>>;
  endOffsets(
    partitions: readonly TopicPartition[],
    options?: { readonly timeoutMs?: number },
  ): Promise<TopicPartitionMap<number>>;
  /** The ids of a topic's partitions; empty when it does not exist. */
  partitionsFor(topic: string, options?: { readonly timeoutMs?: number }): Promise<readonly number[]>;

  groupMetadata(): ConsumerGroupMetadata;
  /** Makes the next poll rejoin the group. */
  enforceRebalance(reason?: string): void;
  /** Makes the poll in progress, or the next one, reject with code WAKEUP. */
  wakeup(): void;
  /** Commits (if it does so by itself), leaves the group and closes the connections, within `timeoutMs` (default 30,000). */
  close(options?: {
    readonly timeoutMs?: number;
    readonly groupMembershipOperation?: "DEFAULT" | "LEAVE_GROUP" | "REMAIN_IN_GROUP";
  }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
