/**
 * One consumer and its loop: commit → seek → pause → poll → give to the listener. Handlers run beside the loop, which goes on polling while they do, with
 * everything paused that must not bring more: so a slow handler never costs the group membership, and a rebalance is always answered.
 *
 * States: new → running → stopping → stopped; a stopped one may start again. Only the loop polls, seeks and pauses.
 */
import { systemClock } from "@ottla/base";
import type { Clock } from "@ottla/base";
import { TopicPartitionMap, topicPartitionName } from "@ottla/client";
import type { ConsumerRecord, TopicPartition } from "@ottla/client";
import { disciplineOf } from "../ack/ack-mode.ts";
import type { TopicPartitionOffset } from "../assigning/topic-partition-offset.ts";
import type { AfterRollbackProcessor } from "../errors/after-rollback-processor.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import type { Logger } from "../logging/logger.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import type { KafkaTransactionManager } from "../template/kafka-transaction-manager.ts";
import type { ConsumerSeekAware } from "../seek/consumer-seek-aware.ts";
import type { ConsumerFactory, ConsumerProperties } from "./consumer-factory.ts";
import type { ContainerEventListener, StopReason, UnnamedEvent } from "./container-events.ts";
import type { ContainerProperties } from "./container-properties.ts";
import { ContainerRun } from "./container-run.ts";
import type { AnyListener, BatchInterceptor, RecordFilterStrategy, RecordInterceptor } from "./listener.ts";
import { publishTo } from "./message-listener-container.ts";
import type {
  ContainerHealth,
  MessageListenerContainer,
  StopOptions,
  StopReport,
} from "./message-listener-container.ts";

/** What a container reads. */
export type ContainerSubscription =
  | { readonly topics: readonly string[] }
  | { readonly pattern: RegExp }
  | { readonly partitions: readonly TopicPartitionOffset[] };

export interface ContainerOptions {
  /** Names the container in events and logs. */
  readonly listenerId: string;
  readonly groupId: string | undefined;
  readonly subscription: ContainerSubscription;
  readonly listener: AnyListener;
  readonly properties: ContainerProperties;
  readonly consumerFactory: ConsumerFactory;
  /** Consumer options on top of the factory's. */
  readonly consumerProperties: ConsumerProperties;
  readonly errorHandler: CommonErrorHandler;
  readonly recordInterceptor?: RecordInterceptor | undefined;
  readonly batchInterceptor?: BatchInterceptor | undefined;
  readonly filter?: RecordFilterStrategy | undefined;
  readonly seekAware?: ConsumerSeekAware | undefined;
  /** Each record (or batch) is handled in a transaction, with its offset. */
  readonly transactionManager?: KafkaTransactionManager | undefined;
  /**
   * Asked when a transaction was rolled back; `errorHandler` is then asked before, inside of the transaction. Without one `errorHandler` is asked after the
   * rollback, in a transaction of its own. Means nothing without a transaction manager.
   */
  readonly afterRollbackProcessor?: AfterRollbackProcessor | undefined;
  /** When a record may be given to a record listener, in ms since 1970. */
  readonly notBefore?: ((record: ConsumerRecord<unknown, unknown>) => number | undefined) | undefined;
  readonly listenerInfo?: string | undefined;
  readonly isAutoStartup?: boolean;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

export class KafkaMessageListenerContainer implements MessageListenerContainer {
  readonly #options: ContainerOptions;
  readonly #listeners = new Set<ContainerEventListener>();
  readonly #logger: Logger;
  readonly #pausedPartitions = new Map<string, TopicPartition>();
  #isPauseRequested = false;
  #run: ContainerRun | undefined;
  #lastReport: StopReport | undefined;

  constructor(options: ContainerOptions) {
    this.#options = options;
    this.#logger = options.logger ?? standardErrorLogger;
  }

  get listenerId(): string {
    return this.#options.listenerId;
  }

  get groupId(): string | undefined {
    return this.#options.groupId;
  }

  get isAutoStartup(): boolean {
    return this.#options.isAutoStartup ?? true;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  get isPauseRequested(): boolean {
    return this.#isPauseRequested;
  }

  get isContainerPaused(): boolean {
    return this.#isPauseRequested && (this.#run?.isPauseEffective ?? false);
  }

  async start(): Promise<void> {
    if (this.#run !== undefined) return;
    const { properties } = this.#options;
    const run = new ContainerRun({
      ...this.#options,
      clock: this.#options.clock ?? systemClock,
      logger: this.#logger,
      discipline: disciplineOf(properties.ackMode, {
        isOutOfOrder: properties.asyncAcks || properties.ordering !== "partition",
      }),
      isPartitionPauseRequested: (name) => this.#pausedPartitions.has(name),
      isPauseRequested: () => this.#isPauseRequested,
      setPartitionPaused: (partition, isPaused) =>
        isPaused ? this.pausePartition(partition) : this.resumePartition(partition),
      publish: (event) => this.#publish(event),
    });
    this.#run = run;
    this.#publish({ type: "ConsumerStarting" });
    try {
      await run.begin();
    } catch (error) {
      this.#run = undefined;
      this.#publish({ type: "ConsumerFailedToStart", error });
      throw error;
    }
    this.#publish({ type: "ConsumerStarted" });
    run.ended.then(
      (report) => {
        this.#lastReport = report;
        if (this.#run === run) this.#run = undefined;
        this.#publish({ type: "ConsumerStopped", reason: report.reason });
        this.#publish({ type: "ContainerStopped", reason: report.reason });
      },
      (error: unknown) => this.#logger.error("The container broke", error),
    );
    run.loop();
  }

  async stop(options: StopOptions = {}): Promise<StopReport> {
    const run = this.#run;
    if (run === undefined) return this.#lastReport ?? { reason: "NORMAL", undrained: { running: 0, waiting: 0 } };
    run.requestStop("NORMAL", options);
    return await run.ended;
  }

  /** Stops because something else has failed. */
  async stopAbnormally(reason: StopReason = "ABNORMAL"): Promise<void> {
    this.#run?.requestStop(reason, {});
    await this.#run?.ended;
  }

  pause(): void {
    this.#isPauseRequested = true;
    this.#run?.wake();
  }

  resume(): void {
    this.#isPauseRequested = false;
    this.#run?.wake();
  }

  pausePartition(partition: TopicPartition): void {
    this.#pausedPartitions.set(topicPartitionName(partition), partition);
    this.#run?.wake();
  }

  resumePartition(partition: TopicPartition): void {
    this.#pausedPartitions.delete(topicPartitionName(partition));
    this.#run?.wake();
  }

  isPartitionPauseRequested(partition: TopicPartition): boolean {
    return this.#pausedPartitions.has(topicPartitionName(partition));
  }

  isPartitionPaused(partition: TopicPartition): boolean {
    return this.isPartitionPauseRequested(partition) && (this.#run?.isPausedNow(partition) ?? false);
  }

  assignedPartitions(): readonly TopicPartition[] {
    return this.#run?.assignedPartitions() ?? [];
  }

  lag(): TopicPartitionMap<number> {
    return this.#run?.lag() ?? new TopicPartitionMap<number>();
  }

  health(): readonly ContainerHealth[] {
    const { listenerId } = this.#options;
    const run = this.#run;
    return [
      {
        listenerId,
        isRunning: run !== undefined,
        stopReason: run === undefined ? this.#lastReport?.reason : undefined,
        assigned: this.assignedPartitions(),
        lastPollAgeMs: run?.lastPollAgeMs,
        openRecords: run?.openRecords ?? 0,
        staleResults: run?.staleResults ?? 0,
      },
    ];
  }

  enforceRebalance(): void {
    this.#run?.enforceRebalance();
  }

  onEvent(listener: ContainerEventListener): void {
    this.#listeners.add(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #publish(event: UnnamedEvent): void {
    const named = { listenerId: this.#options.listenerId, ...event };
    publishTo(this.#listeners, named, (error) => this.#logger.error("An event listener threw", error));
  }
}
