/**
 * The consumer of a thread as listeners of the main thread see it, and the other end of it. What needs no waiting is answered from what the thread said last;
 * seeks, pauses and commits are done there, in the order in which they are asked for.
 */
import { TopicPartitionMap } from "@ottla/client";
import type {
  ConsumerGroupMetadata,
  OffsetAndMetadata,
  OffsetAndTimestamp,
  PartitionOffset,
  TopicPartition,
} from "@ottla/client";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import type { Logger } from "../logging/logger.ts";
import type { ConsumerCall, ConsumerState } from "./thread-messages.ts";

/** What a consumer of the main thread needs of the thread. */
export interface ThreadOfConsumer {
  readonly consumerState: ConsumerState | undefined;
  /** Rejects with what the consumer threw, or with a `KafkaError` `WORKER_EXITED`. */
  call(call: ConsumerCall): Promise<unknown>;
}

/** In the main thread. */
export class ThreadConsumer implements ListenerConsumer {
  readonly #thread: ThreadOfConsumer;
  readonly #logger: Logger;

  constructor(thread: ThreadOfConsumer, logger: Logger) {
    this.#thread = thread;
    this.#logger = logger;
  }

  assignment(): readonly TopicPartition[] {
    return this.#thread.consumerState?.assignment ?? [];
  }

  subscription(): ReadonlySet<string> {
    return new Set(this.#thread.consumerState?.subscription);
  }

  async commitSync(offsets?: readonly PartitionOffset[], options: { readonly timeoutMs?: number } = {}): Promise<void> {
    await this.#thread.call({ name: "commitSync", offsets, timeoutMs: options.timeoutMs });
  }

  commitAsync(offsets?: readonly PartitionOffset[]): Promise<void> {
    const committing = this.#thread.call({ name: "commitAsync", offsets }).then(() => undefined);
    // Whoever does not look at it learns of a failure from the thread's log.
    committing.catch(() => undefined);
    return committing;
  }

  committed(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<OffsetAndMetadata | null>> {
    return this.#map({ name: "committed", partitions });
  }

  async position(partition: TopicPartition): Promise<number> {
    return (await this.#thread.call({ name: "position", partition })) as number;
  }

  seek(partition: TopicPartition, offset: number): void {
    if (!(offset >= 0 && Number.isSafeInteger(offset))) throw new RangeError(`offset ${offset} is none`);
    this.#do({ name: "seek", partition, offset });
  }

  seekToBeginning(partitions: readonly TopicPartition[] = this.assignment()): void {
    this.#do({ name: "seekToBeginning", partitions });
  }

  seekToEnd(partitions: readonly TopicPartition[] = this.assignment()): void {
    this.#do({ name: "seekToEnd", partitions });
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#do({ name: "pause", partitions });
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#do({ name: "resume", partitions });
  }

  paused(): readonly TopicPartition[] {
    return this.#thread.consumerState?.paused ?? [];
  }

  beginningOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return this.#map({ name: "beginningOffsets", partitions });
  }

  endOffsets(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    return this.#map({ name: "endOffsets", partitions });
  }

  offsetsForTimes(
    times: readonly (TopicPartition & { readonly timestamp: number })[],
  ): Promise<TopicPartitionMap<OffsetAndTimestamp | null>> {
    return this.#map({ name: "offsetsForTimes", times });
  }

  async partitionsFor(topic: string): Promise<readonly number[]> {
    return (await this.#thread.call({ name: "partitionsFor", topic })) as readonly number[];
  }

  currentLag(partition: TopicPartition): number | undefined {
    return new TopicPartitionMap(this.#thread.consumerState?.lag).get(partition);
  }

  /** Throws an Error for a consumer without a group. */
  groupMetadata(): ConsumerGroupMetadata {
    const metadata = this.#thread.consumerState?.groupMetadata;
    if (metadata === undefined) throw new Error("The thread's consumer has no group");
    return metadata;
  }

  async #map<V>(call: ConsumerCall): Promise<TopicPartitionMap<V>> {
    return new TopicPartitionMap((await this.#thread.call(call)) as readonly (readonly [TopicPartition, V])[]);
  }

  #do(call: ConsumerCall): void {
    this.#thread
      .call(call)
      .catch((error: unknown) => this.#logger.warn(`A thread's consumer could not do ${call.name}`, error));
  }
}

/** In the thread: does what is asked. A map is given as its entries. */
export async function callConsumer(consumer: ListenerConsumer, call: ConsumerCall): Promise<unknown> {
  switch (call.name) {
    case "commitSync":
      return await consumer.commitSync(call.offsets, call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs });
    case "commitAsync":
      return await consumer.commitAsync(call.offsets);
    case "committed":
      return [...(await consumer.committed(call.partitions))];
    case "beginningOffsets":
      return [...(await consumer.beginningOffsets(call.partitions))];
    case "endOffsets":
      return [...(await consumer.endOffsets(call.partitions))];
    case "offsetsForTimes":
      return [...(await consumer.offsetsForTimes(call.times))];
    case "position":
      return await consumer.position(call.partition);
    case "partitionsFor":
      return await consumer.partitionsFor(call.topic);
    case "seek":
      return consumer.seek(call.partition, call.offset);
    case "seekToBeginning":
    case "seekToEnd":
    case "pause":
    case "resume":
      return consumer[call.name](call.partitions);
  }
}

/** In the thread: what can be asked without waiting. */
export function consumerState(consumer: ListenerConsumer): ConsumerState {
  const assignment = consumer.assignment();
  return {
    assignment,
    subscription: [...consumer.subscription()],
    paused: consumer.paused(),
    lag: assignment.flatMap((partition): [TopicPartition, number][] => {
      const lag = consumer.currentLag(partition);
      return lag === undefined ? [] : [[partition, lag]];
    }),
    groupMetadata: groupMetadataOf(consumer),
  };
}

function groupMetadataOf(consumer: ListenerConsumer): ConsumerGroupMetadata | undefined {
  try {
    return consumer.groupMetadata();
  } catch {
    return undefined;
  }
}
