/** What can be done with a container, single or concurrent; and what it tells about itself. */
import type { TopicPartition, TopicPartitionMap } from "@ottla/client";
import type { ContainerEvent, ContainerEventListener, StopReason } from "./container-events.ts";

/** What a stop left behind. Nothing of it is lost: it comes again to whoever gets the partitions. */
export interface StopReport {
  readonly reason: StopReason;
  /** Handlers that had not ended when the time was up, and records that were never given to one. */
  readonly undrained: { readonly running: number; readonly waiting: number };
}

export interface StopOptions {
  /** How long to wait for handlers, in ms; default `shutdownTimeout`. */
  readonly timeoutMs?: number;
  /** Do not begin what was polled already; default `stopImmediate`. */
  readonly immediate?: boolean;
}

/** How a container does. */
export interface ContainerHealth {
  readonly listenerId: string;
  readonly isRunning: boolean;
  /** Why it stopped, if it did. */
  readonly stopReason: StopReason | undefined;
  readonly assigned: readonly TopicPartition[];
  /** Milliseconds since the last poll began; undefined before the first. */
  readonly lastPollAgeMs: number | undefined;
  /** Records that are with handlers, or wait for one. */
  readonly openRecords: number;
  /** Acknowledgements and results that came for partitions that were not held any more. */
  readonly staleResults: number;
}

export interface MessageListenerContainer extends AsyncDisposable {
  readonly listenerId: string;
  readonly groupId: string | undefined;
  readonly isAutoStartup: boolean;
  readonly isRunning: boolean;
  readonly isPauseRequested: boolean;
  /** Every consumer has taken note of the pause. */
  readonly isContainerPaused: boolean;
  /** Resolves when the consumer is there; it joins its group with the first polls. */
  start(): Promise<void>;
  /** Lets handlers end, commits what is done, leaves the group. */
  stop(options?: StopOptions): Promise<StopReport>;
  /** No further polls bring records, from the next one on; the group is not left. */
  pause(): void;
  resume(): void;
  pausePartition(partition: TopicPartition): void;
  resumePartition(partition: TopicPartition): void;
  isPartitionPauseRequested(partition: TopicPartition): boolean;
  isPartitionPaused(partition: TopicPartition): boolean;
  assignedPartitions(): readonly TopicPartition[];
  /** How far behind the end the positions are, as far as known. */
  lag(): TopicPartitionMap<number>;
  health(): readonly ContainerHealth[];
  /** Makes the group rebalance. */
  enforceRebalance(): void;
  onEvent(listener: ContainerEventListener): void;
}

/** Tells everybody; what one of them throws does not reach the others. */
export function publishTo(
  listeners: Iterable<ContainerEventListener>,
  event: ContainerEvent,
  onError: (error: unknown) => void,
): void {
  for (const listener of listeners) {
    try {
      listener(event);
    } catch (error) {
      onError(error);
    }
  }
}
