/**
 * What a container publishes, by the names of Spring's events without their `Event`. Stop events come once, when the container has stopped.
 */
import type { TopicPartition } from "@ottla/client";

/** Why a consumer stopped. */
export type StopReason = "NORMAL" | "ABNORMAL" | "ERROR" | "FENCED" | "AUTH" | "NO_OFFSET";

interface OfContainer {
  /** The listener's id, with `-n` for a child of a concurrent container. */
  readonly listenerId: string;
}

export type ContainerEvent = OfContainer &
  (
    | { readonly type: "ConsumerStarting" | "ConsumerStarted" | "ConsumerStopping" }
    | { readonly type: "ConsumerFailedToStart"; readonly error: unknown }
    | { readonly type: "ConsumerStopped"; readonly reason: StopReason }
    | { readonly type: "ConsumerPaused" | "ConsumerResumed"; readonly partitions: readonly TopicPartition[] }
    | { readonly type: "ConsumerPartitionPaused" | "ConsumerPartitionResumed"; readonly partition: TopicPartition }
    | { readonly type: "ConsumerRetryAuth"; readonly error: unknown }
    | { readonly type: "ConsumerRetryAuthSuccessful" }
    | {
        readonly type: "ListenerContainerIdle";
        readonly idleTime: number;
        readonly partitions: readonly TopicPartition[];
      }
    | { readonly type: "ListenerContainerNoLongerIdle"; readonly idleTime: number }
    | { readonly type: "ListenerContainerPartitionIdle"; readonly idleTime: number; readonly partition: TopicPartition }
    | {
        readonly type: "ListenerContainerPartitionNoLongerIdle";
        readonly idleTime: number;
        readonly partition: TopicPartition;
      }
    | { readonly type: "NonResponsiveConsumer"; readonly timeSinceLastPoll: number }
    | { readonly type: "ContainerStopped" | "ConcurrentContainerStopped"; readonly reason: StopReason }
  );

export type ContainerEventListener = (event: ContainerEvent) => void;

type Unnamed<E> = E extends unknown ? Omit<E, "listenerId"> : never;
/** An event before its container has put its id on it. */
export type UnnamedEvent = Unnamed<ContainerEvent>;
