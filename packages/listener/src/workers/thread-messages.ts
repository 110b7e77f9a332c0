/** What is said between a container of the main thread and the thread that its consumer lives in. Everything here can be cloned. */
import type { ConsumerGroupMetadata, PartitionOffset, TopicPartition } from "@ottla/client";
import type { ConsumerProperties } from "../container/consumer-factory.ts";
import type { ContainerEvent, StopReason } from "../container/container-events.ts";
import type { ContainerProperties } from "../container/container-properties.ts";
import type { ContainerSubscription } from "../container/kafka-message-listener-container.ts";
import type { StopOptions, StopReport } from "../container/message-listener-container.ts";
import type { ErrorData, FailureData, RecordData } from "./crossing.ts";

/** Properties that are no functions. */
export type ThreadProperties = Omit<
  ContainerProperties,
  "commitCallback" | "offsetAndMetadataProvider" | "consumerRebalanceListener"
>;

export const REBALANCE_HOOKS = [
  "onPartitionsRevokedBeforeCommit",
  "onPartitionsRevokedAfterCommit",
  "onPartitionsAssigned",
  "onPartitionsLost",
] as const;
export type RebalanceHook = (typeof REBALANCE_HOOKS)[number];

export const INTERCEPTOR_HOOKS = ["success", "failure", "afterRecord"] as const;
export type InterceptorHook = (typeof INTERCEPTOR_HOOKS)[number];

/** What the main thread wants to hear of, since there is somebody who listens. */
export interface Hooks {
  readonly rebalance: readonly RebalanceHook[];
  readonly interceptor: readonly InterceptorHook[];
  readonly hasCommitCallback: boolean;
  readonly hearsOtherExceptions: boolean;
}

/** What a thread is told when it begins. */
export interface ThreadData {
  readonly module: string;
  readonly listenerId: string;
  readonly groupId: string | undefined;
  readonly listenerInfo: string | undefined;
  /** How many threads there are, for the word about one that has nothing to do. */
  readonly threads: number;
  /** How the listener is called in that word. */
  readonly name: string;
  readonly subscription: ContainerSubscription;
  readonly properties: ThreadProperties;
  readonly configuration: ConsumerProperties;
  readonly consumerProperties: ConsumerProperties;
  readonly hooks: Hooks;
  readonly errorHandler: { readonly seeksAfterHandling?: boolean; readonly commitRecovered?: boolean };
  readonly isPaused: boolean;
  readonly pausedPartitions: readonly TopicPartition[];
  readonly suspects: readonly Suspect[];
  /** See {@link HandlerBeat}. */
  readonly beat: SharedArrayBuffer;
}

export function isThreadData(data: unknown): data is ThreadData {
  return typeof data === "object" && data !== null && "module" in data && "beat" in data && "hooks" in data;
}

/** A record that a thread died of: it has failed already, so its next delivery fails before the handler has it. */
export interface Suspect extends TopicPartition {
  readonly offset: number;
}

/** What a listener's consumer is asked to do from the main thread. */
export type ConsumerCall =
  | {
      readonly name: "commitSync";
      readonly offsets: readonly PartitionOffset[] | undefined;
      readonly timeoutMs: number | undefined;
    }
  | { readonly name: "commitAsync"; readonly offsets: readonly PartitionOffset[] | undefined }
  | {
      readonly name:
        | "committed"
        | "beginningOffsets"
        | "endOffsets"
        | "seekToBeginning"
        | "seekToEnd"
        | "pause"
        | "resume";
      readonly partitions: readonly TopicPartition[];
    }
  | { readonly name: "position"; readonly partition: TopicPartition }
  | { readonly name: "seek"; readonly partition: TopicPartition; readonly offset: number }
  | { readonly name: "offsetsForTimes"; readonly times: readonly (TopicPartition & { readonly timestamp: number })[] }
  | { readonly name: "partitionsFor"; readonly topic: string };

export type Answer =
  | { readonly isOk: true; readonly value: unknown }
  | { readonly isOk: false; readonly error: ErrorData };

export type ToThread =
  /** The consumer may begin. */
  | { readonly type: "begin" }
  | { readonly type: "stop"; readonly options: StopOptions }
  | { readonly type: "stopAbnormally"; readonly reason: StopReason }
  | { readonly type: "pause" | "resume" | "enforceRebalance" }
  | { readonly type: "pausePartition" | "resumePartition"; readonly partition: TopicPartition }
  | { readonly type: "suspect"; readonly suspect: Suspect }
  | { readonly type: "answer"; readonly id: number; readonly answer: Answer }
  | { readonly type: "call"; readonly id: number; readonly call: ConsumerCall };

/** How the container in the thread does. */
export interface ThreadState {
  readonly assigned: readonly TopicPartition[];
  readonly openRecords: number;
  readonly staleResults: number;
  readonly lastPollAgeMs: number | undefined;
  readonly lag: readonly (readonly [TopicPartition, number])[];
  readonly isContainerPaused: boolean;
  /** Pauses of partitions that are in effect. */
  readonly paused: readonly TopicPartition[];
  /** Every partition that the beat may speak of, by its place. */
  readonly places: readonly TopicPartition[];
  /** Undefined as long as no hook has been called. */
  readonly consumer: ConsumerState | undefined;
}

/** What can be asked of a consumer without waiting. */
export interface ConsumerState {
  readonly assignment: readonly TopicPartition[];
  readonly subscription: readonly string[];
  readonly paused: readonly TopicPartition[];
  readonly lag: readonly (readonly [TopicPartition, number])[];
  /** Undefined without a group. */
  readonly groupMetadata: ConsumerGroupMetadata | undefined;
}

/** What the thread waits for an answer to. */
export type Question =
  | {
      readonly type: "handleRecord";
      readonly record: RecordData;
      readonly failure: FailureData;
      /** 1 for the first failure since the record was polled. */
      readonly failures: number;
      /** The thread that had it before died of it; that is what has failed. */
      readonly isSuspect: boolean;
    }
  | { readonly type: RebalanceHook; readonly partitions: readonly TopicPartition[] };

export type FromThread =
  /** The handler's module is there. */
  | { readonly type: "loaded" }
  | { readonly type: "started" }
  | { readonly type: "notStarted"; readonly error: ErrorData }
  | { readonly type: "state"; readonly state: ThreadState }
  /** Where it has an `error`, that is {@link ErrorData}. */
  | { readonly type: "event"; readonly event: ContainerEvent }
  | {
      readonly type: "log";
      readonly level: "debug" | "info" | "warn" | "error";
      readonly message: string;
      readonly error: ErrorData | undefined;
    }
  | { readonly type: "ask"; readonly id: number; readonly question: Question }
  | { readonly type: "called"; readonly id: number; readonly answer: Answer }
  /** A record that failed before is done without the error handler. */
  | { readonly type: "forget"; readonly record: Suspect }
  | {
      readonly type: "intercepted";
      readonly hook: InterceptorHook;
      readonly record: RecordData;
      readonly failure: FailureData | undefined;
    }
  | {
      readonly type: "committed";
      readonly offsets: readonly PartitionOffset[];
      readonly error: ErrorData | undefined;
    }
  | { readonly type: "otherException"; readonly error: ErrorData }
  /** The listener has asked its consumer for it. */
  | { readonly type: "partitionPaused"; readonly partition: TopicPartition; readonly isPaused: boolean }
  | { readonly type: "stopped"; readonly report: StopReport };
