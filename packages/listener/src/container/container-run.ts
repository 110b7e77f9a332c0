/**
 * A container from start to stop: one consumer, one loop. See {@link KafkaMessageListenerContainer}, which makes a new one at each start.
 *
 * Never: two polls at once; a seek, or an end of a pause, while a poll is going on (except inside of its rebalance callbacks).
 */
import type { Clock, Timer } from "@ottla/base";
import { TopicPartitionMap, topicPartitionName } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";
import type { AckDiscipline } from "../ack/ack-mode.ts";
import { CommitTrigger } from "../ack/commit-trigger.ts";
import { seekToInitialPositions } from "../assigning/initial-positions.ts";
import type { AssignedPartition } from "../dispatch/task.ts";
import type { AfterRollbackProcessor } from "../errors/after-rollback-processor.ts";
import type { CommonErrorHandler } from "../errors/common-error-handler.ts";
import type { Logger } from "../logging/logger.ts";
import { SeekQueue } from "../seek/seek-queue.ts";
import { Assignments } from "./assignments.ts";
import { BatchWorker } from "./batch-worker.ts";
import { Commits } from "./commits.ts";
import { ListenerFacingConsumer } from "./container-consumer.ts";
import type { StopReason, UnnamedEvent } from "./container-events.ts";
import type { ContainerProperties } from "./container-properties.ts";
import type { ContainerConsumer } from "./consumer-factory.ts";
import { watchedForFencing } from "./fencing.ts";
import type { Transactions } from "./fencing.ts";
import { IdleWatch } from "./idle-watch.ts";
import type { ContainerOptions } from "./kafka-message-listener-container.ts";
import type { StopOptions, StopReport } from "./message-listener-container.ts";
import { pollVerdict } from "./poll-errors.ts";
import { Progress } from "./progress.ts";
import { Rebalancing } from "./rebalancing.ts";
import { RecordWorker } from "./record-worker.ts";
import type { WorkHost } from "./work-host.ts";
import type { ListenerWorker } from "./worker.ts";

export interface ContainerRunOptions extends ContainerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly discipline: AckDiscipline;
  /** Whether the application wants the partition of that name paused, besides the whole container. */
  readonly isPartitionPauseRequested: (name: string) => boolean;
  readonly isPauseRequested: () => boolean;
  readonly setPartitionPaused: (partition: TopicPartition, isPaused: boolean) => void;
  readonly publish: (event: UnnamedEvent) => void;
}

/** While handlers run, the group is answered at least this often, in ms. */
const KEEP_ALIVE_MS = 100;
/** After an error of a poll that may pass, in ms. */
const POLL_RETRY_MS = 100;

export class ContainerRun implements WorkHost {
  readonly #options: ContainerRunOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly properties: ContainerProperties;
  readonly discipline: AckDiscipline;
  readonly errorHandler: CommonErrorHandler;
  readonly afterRollback: AfterRollbackProcessor | undefined;
  readonly transactions: Transactions | undefined;
  readonly listenerId: string;
  readonly groupId: string | undefined;
  readonly listenerInfo: string | undefined;
  readonly assignments: Assignments;
  readonly trigger: CommitTrigger;
  readonly commits: Commits;
  readonly consumer: ListenerFacingConsumer;
  readonly #consumer: ContainerConsumer;
  readonly #worker: ListenerWorker;
  readonly #seeks: SeekQueue;
  readonly #progress: Progress;
  readonly #rebalancing: Rebalancing;
  readonly #idle: IdleWatch;
  /** Only one handler at a time, in the order of the poll: nothing is polled while one runs. */
  readonly #isStrict: boolean;
  /** What is paused in the consumer, and whether the application wants it so. */
  readonly #paused = new Map<string, { readonly partition: TopicPartition; readonly isWanted: boolean }>();
  /** Partitions whose own pause has been told of. */
  readonly #toldPauses = new Set<string>();
  #isPolling = false;
  #isWakeupSent = false;
  #wasPollEmpty = true;
  #lastPollMs: number | undefined;
  #stop: { readonly reason: StopReason; readonly options: StopOptions } | undefined;
  #isRetryingAuth = false;
  #isPauseEffective = false;
  /** The time for handlers is up: nothing more is begun. */
  #isAborting = false;
  #left = { running: 0, waiting: 0 };
  #monitor: Timer | undefined;
  #resolveEnded: (report: StopReport) => void = () => undefined;
  readonly ended: Promise<StopReport>;

  constructor(options: ContainerRunOptions) {
    this.#options = options;
    const { clock, logger, properties, listener, consumerFactory, consumerProperties, subscription } = options;
    this.clock = clock;
    this.logger = logger;
    this.properties = properties;
    this.discipline = options.discipline;
    this.errorHandler = options.errorHandler;
    this.transactions = this.#transactionsOf(options);
    this.afterRollback = this.transactions === undefined ? undefined : options.afterRollbackProcessor;
    this.listenerId = options.listenerId;
    this.groupId = options.groupId;
    this.listenerInfo = options.listenerInfo;
    this.#progress = new Progress(clock);
    this.assignments = new Assignments(options.discipline);
    const { ackMode, ackCount, ackTime, ordering, maxConcurrency } = properties;
    this.trigger = new CommitTrigger({ mode: ackMode, ackCount, ackTimeMs: ackTime }, clock.monotonicMs());
    const isConsumerCommitting = { ...consumerFactory.configurationProperties, ...consumerProperties }[
      "enable.auto.commit"
    ];
    const isTransactional = options.transactionManager !== undefined;
    const commitsNothing = options.groupId === undefined || isTransactional || String(isConsumerCommitting) === "true";
    this.#consumer = consumerFactory.createConsumer(consumerProperties);
    this.commits = new Commits({
      consumer: this.#consumer,
      properties,
      logger,
      assigned: () => (commitsNothing ? [] : this.assignments.all()),
      metadataOf: (offset) => properties.offsetAndMetadataProvider?.(this, offset),
      onCommit: () => this.trigger.onCommit(clock.monotonicMs()),
      onCommitFailed: () => this.trigger.onCommitFailed(),
    });
    this.#seeks = new SeekQueue({ groupId: options.groupId, logger, onSeek: () => this.wake() });
    this.consumer = new ListenerFacingConsumer({
      consumer: this.#consumer,
      assignments: this.assignments,
      worker: () => this.#worker,
      seeks: this.#seeks,
      logger,
      setPaused: options.setPartitionPaused,
    });
    const { filter, recordInterceptor, batchInterceptor, notBefore } = options;
    this.#worker = listener.isBatch
      ? new BatchWorker({ host: this, listener, interceptor: batchInterceptor, filter })
      : new RecordWorker({ host: this, listener, interceptor: recordInterceptor, filter, notBefore });
    this.#isStrict = ordering === "partition" && maxConcurrency === 1;
    this.#rebalancing = new Rebalancing({
      host: this,
      consumer: this.#consumer,
      worker: () => this.#worker,
      progress: this.#progress,
      seeks: this.#seeks,
      seekAware: options.seekAware,
      beginsAtEnd: "partitions" in subscription ? false : this.#beginsAtEnd(),
      isTransactional,
      settlePositions: () => this.#settlePositions(),
      onReleased: (partition) => this.#paused.delete(topicPartitionName(partition)),
    });
    this.#idle = new IdleWatch(properties, options.publish, clock.monotonicMs());
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  #transactionsOf({ transactionManager, properties }: ContainerRunOptions): Transactions | undefined {
    if (transactionManager === undefined || !properties.stopContainerWhenFenced) return transactionManager;
    return watchedForFencing(transactionManager, (error) => {
      this.logger.error(
        `Producer or 'group.instance.id' fenced during transaction: container ${this.listenerId} stops`,
        error,
      );
      this.requestStop("FENCED", { immediate: true });
    });
  }

  get isHalted(): boolean {
    const stopsNow = this.#stop !== undefined && (this.#stop.options.immediate ?? this.properties.stopImmediate);
    return stopsNow || (this.properties.pauseImmediate && this.#options.isPauseRequested()) || this.#isAborting;
  }

  get isStopping(): boolean {
    return this.#stop !== undefined;
  }

  get isPauseEffective(): boolean {
    return this.#isPauseEffective;
  }

  get lastPollAgeMs(): number | undefined {
    return this.#lastPollMs === undefined ? undefined : this.clock.monotonicMs() - this.#lastPollMs;
  }

  get openRecords(): number {
    return this.#worker.openCount;
  }

  get staleResults(): number {
    return this.assignments.staleCount;
  }

  isDraining(assigned: AssignedPartition): boolean {
    return this.#rebalancing.isDraining(assigned);
  }

  isPausedNow(partition: TopicPartition): boolean {
    return this.#paused.has(topicPartitionName(partition));
  }

  assignedPartitions(): readonly TopicPartition[] {
    return this.assignments.partitions();
  }

  lag(): TopicPartitionMap<number> {
    const lag = new TopicPartitionMap<number>();
    for (const partition of this.#consumer.assignment()) {
      const behind = this.#consumer.currentLag(partition);
      if (behind !== undefined) lag.set(partition, behind);
    }
    return lag;
  }

  enforceRebalance(): void {
    this.#consumer.enforceRebalance();
    this.wake();
  }

  /** Something has changed that the loop has to look at: a pause, a seek, the wish to stop. */
  wake(): void {
    this.#progress.ring();
    this.#worker.pump();
    this.#endPoll();
  }

  onProgress(): void {
    this.#progress.ring();
    if (!this.#isPolling || this.#isWakeupSent) return;
    if (this.#commitIsWaiting() || this.#canResume()) this.#endPoll();
  }

  stopAbnormally(error: Error): void {
    this.logger.error(`Container ${this.listenerId} stops`, error);
    this.requestStop("ERROR", { immediate: true });
  }

  requestStop(reason: StopReason, options: StopOptions): void {
    if (this.#stop !== undefined) return;
    this.#stop = { reason, options };
    this.wake();
  }

  /** Subscribes, or takes the partitions by hand. */
  async begin(): Promise<void> {
    const { subscription, seekAware } = this.#options;
    seekAware?.registerSeekCallback?.(this.#seeks);
    if (this.properties.logContainerConfig) {
      this.logger.info(`Container ${this.listenerId}: ${JSON.stringify(this.properties)}`);
    }
    try {
      await this.#checkTopics();
      if ("topics" in subscription) this.#consumer.subscribe(subscription.topics, this.#rebalancing);
      else if ("pattern" in subscription) this.#consumer.subscribe(subscription.pattern, this.#rebalancing);
      else {
        const partitions = subscription.partitions.map(({ topic, partition }) => ({ topic, partition }));
        this.#consumer.assign(partitions);
        await seekToInitialPositions(this.#consumer, subscription.partitions);
        for (const partition of partitions) this.assignments.begin(partition);
        if (seekAware?.onPartitionsAssigned !== undefined) {
          await seekAware.onPartitionsAssigned(await this.#rebalancing.positions(partitions), this.#seeks);
        }
      }
    } catch (error) {
      await this.#consumer.close();
      throw error;
    }
  }

  /** Runs until it is told to stop, or cannot go on. */
  loop(): void {
    this.#setMonitor();
    const running = async (): Promise<void> => {
      while (this.#stop === undefined) await this.#turn();
    };
    void running()
      .catch((error: unknown) => {
        this.logger.error(`Container ${this.listenerId} cannot go on`, error);
        this.requestStop("ERROR", {});
      })
      .then(() => this.#shutDown())
      .catch((error: unknown) => this.logger.error(`Container ${this.listenerId} did not close in order`, error))
      .then(() => this.#resolveEnded(this.#report()));
  }

  async #turn(): Promise<void> {
    if (this.#isStrict && this.#worker.isBusy) {
      await this.#progress.until(() => !this.#worker.isBusy || this.isStopping, KEEP_ALIVE_MS);
      if (this.isStopping) return;
    }
    await this.#commitBeforePoll();
    await this.#settlePositions();
    this.#checkIdle();
    await this.#waitBetweenPolls();
    if (!this.isStopping) await this.#poll();
  }

  async #commitBeforePoll(): Promise<void> {
    if (this.properties.fixTxOffsets) await this.#passMarkers();
    const state = { isPollDone: !this.#isStrict || !this.#worker.isBusy, wasPollEmpty: this.#wasPollEmpty };
    if (this.commits.isDue && this.trigger.onLoop(state, this.clock.monotonicMs())) await this.commits.commit();
  }

  /** Everything delivered is done: what lies behind it and is no record can be passed. */
  async #passMarkers(): Promise<void> {
    for (const { topic, partition, tracker } of this.assignments.all()) {
      if (tracker.openCount === 0) tracker.passTo(await this.#consumer.position({ topic, partition }));
    }
  }

  /** Seeks that wait, then pauses as they are to be now. */
  async #settlePositions(): Promise<void> {
    if (!this.#seeks.isEmpty) {
      await this.commits.commit();
      await this.#seeks.apply(this.#consumer, (partition) => this.#beginAnew(partition));
    }
    this.#applyPauses();
  }

  /** What was delivered before a seek does not count any more. */
  #beginAnew(partition: TopicPartition): boolean {
    const assigned = this.assignments.find(partition);
    if (assigned === undefined) return false;
    this.#worker.drop(assigned);
    this.assignments.end(partition);
    this.assignments.begin(partition);
    return true;
  }

  #applyPauses(): void {
    const isBusy = this.#isStrict && this.#worker.isBusy;
    for (const assigned of this.assignments.all()) {
      const name = topicPartitionName(assigned);
      const partition = { topic: assigned.topic, partition: assigned.partition };
      const isWanted = this.#options.isPauseRequested() || this.#options.isPartitionPauseRequested(name);
      const before = this.#paused.get(name);
      if (isWanted || isBusy || this.#worker.isFull(assigned)) {
        if (before === undefined) this.#consumer.pause([partition]);
        this.#paused.set(name, { partition, isWanted });
      } else if (before !== undefined) {
        this.#consumer.resume([partition]);
        this.#paused.delete(name);
      }
      this.#tellPartitionPause(name, partition);
    }
    const isPaused = this.#options.isPauseRequested();
    if (isPaused === this.#isPauseEffective) return;
    this.#isPauseEffective = isPaused;
    this.#options.publish({
      type: isPaused ? "ConsumerPaused" : "ConsumerResumed",
      partitions: this.assignedPartitions(),
    });
  }

  #tellPartitionPause(name: string, partition: TopicPartition): void {
    const isRequested = this.#options.isPartitionPauseRequested(name);
    if (isRequested === this.#toldPauses.has(name)) return;
    if (isRequested) this.#toldPauses.add(name);
    else this.#toldPauses.delete(name);
    this.#options.publish({ type: isRequested ? "ConsumerPartitionPaused" : "ConsumerPartitionResumed", partition });
  }

  #checkIdle(): void {
    const { seekAware } = this.#options;
    if (!this.#idle.check(this.assignedPartitions(), this.clock.monotonicMs())) return;
    if (seekAware?.onIdleContainer === undefined) return;
    void this.#rebalancing.positions(this.assignedPartitions()).then(
      (positions) => seekAware.onIdleContainer?.(positions, this.#seeks),
      (error: unknown) => this.logger.warn("The positions of an idle container are not known", error),
    );
  }

  async #waitBetweenPolls(): Promise<void> {
    const { idleBetweenPolls } = this.properties;
    if (idleBetweenPolls === 0 || this.#lastPollMs === undefined || this.#wasPollEmpty) return;
    await this.#progress.until(() => this.isStopping, idleBetweenPolls);
  }

  async #poll(): Promise<void> {
    const nowMs = this.clock.monotonicMs();
    const isBusy = this.#isStrict && this.#worker.isBusy;
    const timeoutMs = isBusy ? 0 : Math.min(this.properties.pollTimeout, this.#idle.nextCheckMs(nowMs) ?? Infinity);
    this.#lastPollMs = nowMs;
    this.#isPolling = true;
    try {
      const records = await this.#consumer.poll({ timeoutMs });
      this.#isPolling = false;
      this.#isWakeupSent = false;
      if (!isBusy) this.#wasPollEmpty = records.isEmpty;
      if (this.#isRetryingAuth) {
        this.#isRetryingAuth = false;
        this.#options.publish({ type: "ConsumerRetryAuthSuccessful" });
      }
      if (records.isEmpty) return;
      this.#idle.onRecords(records.partitions, this.clock.monotonicMs());
      // What raced with the wish to stop is not begun: it comes again.
      if (!this.isStopping) this.#worker.accept(records);
    } catch (error) {
      this.#isPolling = false;
      this.#isWakeupSent = false;
      await this.#onPollError(error);
    }
  }

  async #onPollError(error: unknown): Promise<void> {
    const verdict = pollVerdict(error);
    const { authExceptionRetryInterval } = this.properties;
    switch (verdict) {
      case "ignore":
        return;
      case "retry":
        if (this.errorHandler.handleOtherException === undefined) this.logger.error("A poll failed", error);
        else this.errorHandler.handleOtherException(error);
        await this.#progress.until(() => this.isStopping, POLL_RETRY_MS);
        return;
      case "auth":
        if (authExceptionRetryInterval !== undefined) {
          this.logger.error(`Not allowed; tried again in ${authExceptionRetryInterval} ms`, error);
          this.#isRetryingAuth = true;
          this.#options.publish({ type: "ConsumerRetryAuth", error });
          await this.#progress.until(() => this.isStopping, authExceptionRetryInterval);
          return;
        }
        this.logger.error(`Container ${this.listenerId} is not allowed to go on`, error);
        this.requestStop("AUTH", {});
        return;
      default:
        this.logger.error(`Container ${this.listenerId} cannot go on`, error);
        this.requestStop(verdict, {});
    }
  }

  async #shutDown(): Promise<void> {
    const { reason, options } = this.#stop ?? { reason: "NORMAL", options: {} };
    this.#monitor?.cancel();
    this.#options.publish({ type: "ConsumerStopping" });
    const isDrained = (): boolean => this.#worker.runningCount === 0 && (this.isHalted || !this.#worker.isBusy);
    const timeoutMs = options.timeoutMs ?? this.properties.shutdownTimeout;
    if (!(await this.#progress.until(isDrained, timeoutMs))) {
      this.#isAborting = true;
      this.logger.warn(`Container ${this.listenerId}: handlers did not end within ${timeoutMs} ms`);
      this.#worker.abort(new Error("The container stops and does not wait any longer"));
    }
    this.#left = { running: this.#worker.runningCount, waiting: this.#worker.openCount - this.#worker.runningCount };
    this.#isAborting = true;
    this.#worker.close();
    if (reason !== "FENCED") await this.commits.commit();
    await this.#consumer.close();
    for (const partition of this.assignedPartitions()) this.assignments.end(partition);
    this.#options.seekAware?.unregisterSeekCallback?.();
  }

  #report(): StopReport {
    return { reason: this.#stop?.reason ?? "NORMAL", undrained: this.#left };
  }

  /** A listener has acknowledged while nothing else keeps the loop going. */
  #commitIsWaiting(): boolean {
    return this.properties.ackMode === "MANUAL" && !this.#worker.isBusy && this.commits.isDue;
  }

  /** A partition that is paused for want of room has room again. */
  #canResume(): boolean {
    if (this.#isStrict && this.#worker.isBusy) return false;
    for (const { partition, isWanted } of this.#paused.values()) {
      const assigned = isWanted ? undefined : this.assignments.find(partition);
      if (assigned === undefined || this.#worker.isFull(assigned)) continue;
      if (this.#isStrict || assigned.tracker.openCount <= this.properties.maxBuffered / 2) return true;
    }
    return false;
  }

  #endPoll(): void {
    if (!this.#isPolling || this.#isWakeupSent) return;
    this.#isWakeupSent = true;
    this.#consumer.wakeup();
  }

  async #checkTopics(): Promise<void> {
    const { subscription } = this.#options;
    if (!this.properties.missingTopicsFatal || "pattern" in subscription) return;
    const topics = "topics" in subscription ? subscription.topics : subscription.partitions.map((one) => one.topic);
    const missing: string[] = [];
    for (const topic of new Set(topics)) {
      if ((await this.#consumer.partitionsFor(topic)).length === 0) missing.push(topic);
    }
    if (missing.length > 0) {
      throw new Error(`Topic(s) [${missing.join(", ")}] is/are not present and missingTopicsFatal is true`);
    }
  }

  #beginsAtEnd(): boolean {
    const { consumerFactory, consumerProperties } = this.#options;
    const reset = { ...consumerFactory.configurationProperties, ...consumerProperties }["auto.offset.reset"];
    return reset === undefined || String(reset) === "latest";
  }

  #setMonitor(): void {
    const { monitorInterval, noPollThreshold, pollTimeout } = this.properties;
    this.#monitor = this.clock.setTimer(monitorInterval, () => {
      const age = this.lastPollAgeMs;
      if (age !== undefined && age > pollTimeout * noPollThreshold) {
        this.#options.publish({ type: "NonResponsiveConsumer", timeSinceLastPoll: age });
      }
      this.#setMonitor();
    });
  }
}
