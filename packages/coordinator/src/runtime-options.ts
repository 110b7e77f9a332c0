/** What a coordinator runtime is made of: the kind of coordinator, the ports to log and clock, the limits. */

import type { Clock } from "@ottla/base";
import type { CompressionType } from "@ottla/records";
import type { CoordinatorMetrics } from "./metrics.ts";
import type { PartitionReader, PartitionWriter, RecordSerde } from "./partition-log.ts";
import type { CoordinatorShard, ShardFactory } from "./shard.ts";

export interface RuntimeOptions<S extends CoordinatorShard<R, E>, R, E> {
  readonly createShard: ShardFactory<S, E>;
  readonly serde: RecordSerde<R>;
  readonly reader: PartitionReader;
  readonly writer: PartitionWriter;
  readonly clock: Clock;
  /** How long an answer waits for its records to be committed, in milliseconds (`offsets.commit.timeout.ms`). */
  readonly writeTimeoutMs: number;
  /**
   * How long an open batch waits for more records, in milliseconds (`group.coordinator.append.linger.ms`). −1: as long
   * as the batch before it is on its way, at least to the end of the turn. 0: as long as the batch before it is on its way.
   */
  readonly appendLingerMs: number;
  /** Bytes of one read while loading (`offsets.load.buffer.size`). */
  readonly loadBufferBytes: number;
  /** The codec of the batches that are written (`offsets.topic.compression.codec`). */
  readonly compressionType: CompressionType;
  readonly metrics?: CoordinatorMetrics;
  /** A partition could not be loaded, or its log did not do what it must. */
  readonly onFailure?: (failure: ShardFailure) => void;
  /** What a timer did could not be written. */
  readonly onTimerFailure?: (failure: { readonly key: string; readonly cause: unknown }) => void;
  /** Lets other work of the event loop run while a log is replayed. Default: one turn of the event loop. */
  readonly yieldTurn?: () => Promise<void>;
}

export interface ShardFailure {
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly phase: "load" | "append";
  readonly cause: unknown;
}
