/**
 * Where records wait to be sent: one queue of batches for each partition, bounded by `buffer.memory` altogether.
 *
 * Invariant: `usedBytes` is the sum of the bytes of all batches that are not done; a batch's bytes are given back exactly once.
 * Pure: time comes in as an argument.
 */
import type { CompressionType } from "@ottla/records";
import { PartitionQueue } from "./partition-queue.ts";
import { ProducerBatch, recordSizeMax } from "./producer-batch.ts";
import type { EncodedRecord } from "./producer-batch.ts";
import type { RecordCompletion } from "./record-completion.ts";

export interface AccumulatorOptions {
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly bufferMemory: number;
  readonly compression: CompressionType;
  readonly compressionLevel: number | undefined;
}

/** What an append did. */
export interface AppendResult {
  readonly bytes: number;
  /** A batch is ready to be sent because of it. */
  readonly isBatchFull: boolean;
  /** A batch was begun, whose linger time runs from now. */
  readonly isNewBatch: boolean;
}

/** How far the estimate of a topic's compression moves with each batch: up at once, down slowly, as in Java. */
const RATIO_STEP_DOWN = 0.005;
const RATIO_STEP_UP = 0.05;

interface TopicQueues {
  readonly partitions: PartitionQueue[];
  compressionRatio: number;
}

/** The waiting records of one producer. */
export class Accumulator {
  readonly #options: AccumulatorOptions;
  readonly #topics: Map<string, TopicQueues> = new Map();
  /** The queues that hold or sent anything. */
  readonly #active: Set<PartitionQueue> = new Set();
  readonly #incomplete: Set<ProducerBatch> = new Set();
  #usedBytes = 0;
  /** Batches begun before this are to be sent at once. */
  #flushUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: AccumulatorOptions) {
    this.#options = options;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get availableBytes(): number {
    return this.#options.bufferMemory - this.#usedBytes;
  }

  get activeQueues(): ReadonlySet<PartitionQueue> {
    return this.#active;
  }

  /** Batches that are neither acknowledged nor failed. */
  get incompleteBatches(): ReadonlySet<ProducerBatch> {
    return this.#incomplete;
  }

  /** Whether the record fits into what is left of `buffer.memory`. A record always fits into an empty accumulator. */
  hasRoomFor(record: EncodedRecord): boolean {
    return this.#usedBytes === 0 || this.#usedBytes + recordSizeMax(record) <= this.#options.bufferMemory;
  }

  queueLength(topic: string, partition: number): number {
    return this.#topics.get(topic)?.partitions[partition]?.waiting.length ?? 0;
  }

  /** Whether the last batch of a partition takes no more, so that a sticky partitioner may move on. */
  isLastBatchFull(topic: string, partition: number): boolean {
    return this.#topics.get(topic)?.partitions[partition]?.last?.isFull ?? true;
  }

  append(
    topic: string,
    partition: number,
    record: EncodedRecord,
    at: { readonly completion: RecordCompletion; readonly nowMs: number },
  ): AppendResult {
    const queue = this.#queue(topic, partition);
    const last = queue.last;
    if (last !== undefined) {
      const bytes = last.tryAppend(record, at.completion);
      if (bytes !== -1) {
        this.#usedBytes += bytes;
        return { bytes, isBatchFull: queue.waiting.length > 1 || last.isFull, isNewBatch: false };
      }
    }
    const batch = new ProducerBatch({
      topic,
      partition,
      compression: this.#options.compression,
      compressionLevel: this.#options.compressionLevel,
      sizeLimit: this.#options.batchSize,
      compressionRatio: this.#topics.get(topic)?.compressionRatio ?? 1,
      initialCapacity: queue.lastBatchBytes,
      createdMs: at.nowMs,
    });
    batch.tryAppend(record, at.completion);
    this.#usedBytes += batch.sizeInBytes;
    queue.waiting.push(batch);
    this.#active.add(queue);
    this.#incomplete.add(batch);
    return { bytes: batch.sizeInBytes, isBatchFull: queue.waiting.length > 1 || batch.isFull, isNewBatch: true };
  }

  /** When the first waiting batch may be sent, on the monotonic clock: now or earlier, or when its linger time is over. */
  sendableAtMs(queue: PartitionQueue, isPressed: boolean): number {
    const batch = queue.first;
    if (batch === undefined) return Infinity;
    const isDue = isPressed || queue.waiting.length > 1 || batch.isFull || batch.createdMs <= this.#flushUntilMs;
    return isDue ? batch.createdMs : batch.createdMs + this.#options.lingerMs;
  }

  /** Makes all batches begun up to now sendable. */
  flush(nowMs: number): void {
    this.#flushUntilMs = nowMs;
  }

  /** Takes the first waiting batch for sending. */
  drain(queue: PartitionQueue): ProducerBatch | undefined {
    const batch = queue.waiting.shift();
    if (batch === undefined) return undefined;
    batch.close();
    // The next batch will likely be as large.
    queue.lastBatchBytes = Math.min(batch.sizeInBytes, this.#options.batchSize);
    queue.inFlight.push(batch);
    return batch;
  }

  /** Puts a batch that was sent in vain back into its queue. */
  putBack(queue: PartitionQueue, batch: ProducerBatch): void {
    queue.removeInFlight(batch);
    queue.putBack(batch);
    this.#active.add(queue);
  }

  /** Replaces a batch in flight by smaller ones, which wait to be sent in its place. */
  splitAndPutBack(queue: PartitionQueue, batch: ProducerBatch): void {
    queue.removeInFlight(batch);
    // Once that it is no larger than intended, only smaller parts than intended can help.
    const { batchSize } = this.#options;
    const parts = batch.split(batch.sizeInBytes > batchSize ? batchSize : Math.ceil(batch.sizeInBytes / 2));
    const topic = this.#topics.get(queue.topic);
    if (topic !== undefined) topic.compressionRatio = Math.max(1, topic.compressionRatio);
    this.#incomplete.delete(batch);
    this.#usedBytes -= batch.sizeInBytes;
    for (const part of [...parts].reverse()) {
      queue.putBack(part);
      this.#incomplete.add(part);
      this.#usedBytes += part.sizeInBytes;
    }
  }

  /** Forgets a batch that has ended. */
  release(queue: PartitionQueue, batch: ProducerBatch): void {
    queue.removeInFlight(batch);
    const index = queue.waiting.indexOf(batch);
    if (index >= 0) queue.waiting.splice(index, 1);
    if (this.#incomplete.delete(batch)) this.#usedBytes -= batch.sizeInBytes;
    if (queue.isIdle && !queue.sequence.isUnresolved) this.#active.delete(queue);
  }

  /** Learns from a batch that was built how well a topic's records compress. */
  observeCompression(batch: ProducerBatch): void {
    const topic = this.#topics.get(batch.topic);
    if (topic === undefined || this.#options.compression === 0) return;
    const observed = batch.compressionRatio;
    const current = topic.compressionRatio;
    topic.compressionRatio =
      observed > current ? Math.max(current + RATIO_STEP_UP, observed) : Math.max(current - RATIO_STEP_DOWN, observed);
  }

  /** The queue of a batch. */
  queueOf(batch: ProducerBatch): PartitionQueue {
    return this.#queue(batch.topic, batch.partition);
  }

  #queue(topic: string, partition: number): PartitionQueue {
    let queues = this.#topics.get(topic);
    if (queues === undefined) {
      queues = { partitions: [], compressionRatio: 1 };
      this.#topics.set(topic, queues);
    }
    let queue = queues.partitions[partition];
    if (queue === undefined) {
      queue = new PartitionQueue(topic, partition);
      // Filled up to the number, so that the array stays dense.
      for (let index = queues.partitions.length; index < partition; index++) {
        queues.partitions.push(new PartitionQueue(topic, index));
      }
      queues.partitions[partition] = queue;
    }
    return queue;
  }
}
