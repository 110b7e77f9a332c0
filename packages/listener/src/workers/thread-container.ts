/**
 * A consumer that lives in a thread, as a container among others. It starts the thread, tells it what it is told, and answers for it from what it said last.
 *
 * A thread that dies is replaced, and the record that it died of has failed: its next delivery, wherever it is, goes to the error handler first. So a record that
 * ends every thread ends as the error handler wants it. A thread that dies before it has handled anything would do so for ever: then the container stops.
 */
import type { ResourceLimits } from "node:worker_threads";
import { systemClock } from "@ottla/base";
import type { Clock, Timer } from "@ottla/base";
import { TopicPartitionMap, topicPartitionName } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";
import type {
  ContainerEvent,
  ContainerEventListener,
  StopReason,
  UnnamedEvent,
} from "../container/container-events.ts";
import type { ChildContainer } from "../container/concurrent-message-listener-container.ts";
import type { ContainerOptions } from "../container/kafka-message-listener-container.ts";
import { publishTo } from "../container/message-listener-container.ts";
import type { ContainerHealth, StopOptions, StopReport } from "../container/message-listener-container.ts";
import type { Resolution } from "../errors/common-error-handler.ts";
import { recordName } from "../errors/failed-record-processor.ts";
import { ListenerExecutionFailedException } from "../errors/exceptions.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import type { Logger } from "../logging/logger.ts";
import { ContainerThread } from "./container-thread.ts";
import type { ThreadEnd, Told } from "./container-thread.ts";
import { errorOf, failureOf, isErrorData, recordOf } from "./crossing.ts";
import { ThreadConsumer } from "./thread-calls.ts";
import type { ThreadFailures } from "./thread-failures.ts";
import type { StartGate } from "./start-gate.ts";
import type { Question, Suspect, ThreadData, ToThread } from "./thread-messages.ts";
import { hooksOf, threadConfiguration, threadProperties } from "./thread-options.ts";

/** What all threads of a listener have in common. */
export interface ThreadTeam {
  readonly module: URL;
  readonly resourceLimits: ResourceLimits | undefined;
  /** How long a handler may take, in ms; undefined for no limit. */
  readonly handlerTimeoutMs: number | undefined;
  readonly threads: number;
  /** How the listener is called in the word about idle threads. */
  readonly name: string;
  readonly failures: ThreadFailures;
  readonly gate: StartGate;
  readonly containers: Set<ThreadContainer>;
}

/** Beyond the time for handlers, what a thread may take to commit and leave before it is ended, in ms. */
const STOP_GRACE_MS = 5_000;

const NOTHING_LEFT = { running: 0, waiting: 0 };

export class ThreadContainer implements ChildContainer {
  readonly #options: ContainerOptions;
  readonly #team: ThreadTeam;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #listeners = new Set<ContainerEventListener>();
  readonly #pausedPartitions = new Map<string, TopicPartition>();
  #isPauseRequested = false;
  #thread: ContainerThread | undefined;
  #running: PromiseWithResolvers<StopReport> | undefined;
  #stopping: { readonly reason: StopReason; readonly message: ToThread; readonly timer: Timer } | undefined;
  #lastReport: StopReport | undefined;

  constructor(options: ContainerOptions, team: ThreadTeam) {
    this.#options = options;
    this.#team = team;
    this.#logger = options.logger ?? standardErrorLogger;
    this.#clock = options.clock ?? systemClock;
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
    return this.#running !== undefined;
  }

  get isPauseRequested(): boolean {
    return this.#isPauseRequested;
  }

  get isContainerPaused(): boolean {
    return this.#isPauseRequested && (this.#thread?.state?.isContainerPaused ?? false);
  }

  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    this.#running = Promise.withResolvers();
    this.#team.containers.add(this);
    try {
      await this.#begin();
    } catch (error) {
      const report = { reason: this.#stopping?.reason ?? "ERROR", undrained: NOTHING_LEFT } as const;
      this.#end(report)?.resolve(report);
      this.#publish({ type: "ConsumerFailedToStart", error });
      throw error;
    }
  }

  async stop(options: StopOptions = {}): Promise<StopReport> {
    const running = this.#running;
    if (running === undefined) return this.#lastReport ?? { reason: "NORMAL", undrained: NOTHING_LEFT };
    this.#beginStop("NORMAL", options.timeoutMs, { type: "stop", options });
    return await running.promise;
  }

  async stopAbnormally(reason: StopReason = "ABNORMAL"): Promise<void> {
    const running = this.#running;
    this.#beginStop(reason, undefined, { type: "stopAbnormally", reason });
    await running?.promise;
  }

  pause(): void {
    this.#isPauseRequested = true;
    this.#thread?.post({ type: "pause" });
  }

  resume(): void {
    this.#isPauseRequested = false;
    this.#thread?.post({ type: "resume" });
  }

  pausePartition(partition: TopicPartition): void {
    this.#setPaused(partition, true);
    this.#thread?.post({ type: "pausePartition", partition: plain(partition) });
  }

  resumePartition(partition: TopicPartition): void {
    this.#setPaused(partition, false);
    this.#thread?.post({ type: "resumePartition", partition: plain(partition) });
  }

  isPartitionPauseRequested(partition: TopicPartition): boolean {
    return this.#pausedPartitions.has(topicPartitionName(partition));
  }

  isPartitionPaused(partition: TopicPartition): boolean {
    const name = topicPartitionName(partition);
    const paused = this.#thread?.state?.paused ?? [];
    return this.isPartitionPauseRequested(partition) && paused.some((one) => topicPartitionName(one) === name);
  }

  assignedPartitions(): readonly TopicPartition[] {
    return this.#thread?.state?.assigned ?? [];
  }

  lag(): TopicPartitionMap<number> {
    return new TopicPartitionMap(this.#thread?.state?.lag);
  }

  health(): readonly ContainerHealth[] {
    const { isRunning } = this;
    const state = this.#thread?.state;
    const sinceMs = this.#clock.monotonicMs() - (this.#thread?.stateMs ?? 0);
    return [
      {
        listenerId: this.listenerId,
        isRunning,
        stopReason: isRunning ? undefined : this.#lastReport?.reason,
        assigned: this.assignedPartitions(),
        lastPollAgeMs: state?.lastPollAgeMs === undefined ? undefined : state.lastPollAgeMs + sinceMs,
        openRecords: state?.openRecords ?? 0,
        staleResults: state?.staleResults ?? 0,
      },
    ];
  }

  enforceRebalance(): void {
    this.#thread?.post({ type: "enforceRebalance" });
  }

  onEvent(listener: ContainerEventListener): void {
    this.#listeners.add(listener);
  }

  /** A thread died of a record that may come to this one. */
  suspect(suspect: Suspect): void {
    this.#thread?.post({ type: "suspect", suspect });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #begin(): Promise<void> {
    const thread = new ContainerThread({
      data: this.#data(),
      resourceLimits: this.#team.resourceLimits,
      handlerTimeoutMs: this.#team.handlerTimeoutMs,
      clock: this.#clock,
      onTold: (told, from) => this.#onTold(told, from),
      answer: (question, from) => this.#answer(question, from),
    });
    this.#thread = thread;
    try {
      await this.#team.gate.pass(thread.loaded);
      thread.post({ type: "begin" });
      await thread.started;
    } catch (error) {
      await thread.ended;
      this.#thread = undefined;
      throw error;
    }
    void thread.ended.then((end) => this.#onEnd(thread, end));
    // A wish to stop that came before there was anything to stop.
    if (this.#stopping !== undefined) thread.post(this.#stopping.message);
  }

  #data(): Omit<ThreadData, "beat"> {
    const options = this.#options;
    const { listenerId, groupId, listenerInfo, subscription, errorHandler } = options;
    const { seeksAfterHandling, commitRecovered } = errorHandler;
    const { module, threads, name, failures } = this.#team;
    return {
      ...{ module: module.href, listenerId, groupId, listenerInfo, subscription, threads, name },
      ...threadConfiguration(options),
      properties: threadProperties(options.properties),
      hooks: hooksOf(options),
      errorHandler: {
        ...(seeksAfterHandling === undefined ? {} : { seeksAfterHandling }),
        ...(commitRecovered === undefined ? {} : { commitRecovered }),
      },
      isPaused: this.#isPauseRequested,
      pausedPartitions: [...this.#pausedPartitions.values()].map(plain),
      suspects: failures.suspects,
    };
  }

  #beginStop(reason: StopReason, timeoutMs: number | undefined, message: ToThread): void {
    if (this.#running === undefined || this.#stopping !== undefined) return;
    const waitMs = (timeoutMs ?? this.#options.properties.shutdownTimeout) + STOP_GRACE_MS;
    const late = new Error(`The thread did not stop within ${waitMs} ms and was ended`);
    const timer = this.#clock.setTimer(waitMs, () => this.#thread?.terminate(late));
    this.#stopping = { reason, message, timer };
    this.#thread?.post(message);
  }

  #setPaused(partition: TopicPartition, isPaused: boolean): void {
    const name = topicPartitionName(partition);
    if (isPaused) this.#pausedPartitions.set(name, partition);
    else this.#pausedPartitions.delete(name);
  }

  #onTold(told: Told, thread: ContainerThread): void {
    const { properties, recordInterceptor, errorHandler, groupId } = this.#options;
    switch (told.type) {
      case "state":
        this.#team.failures.onAssigned(thread, told.state.assigned);
        return;
      case "event":
        this.#onThreadEvent(told.event);
        return;
      case "log":
        this.#logger[told.level](told.message, told.error === undefined ? undefined : errorOf(told.error));
        return;
      case "forget":
        this.#team.failures.forget(told.record);
        return;
      case "partitionPaused":
        this.#setPaused(told.partition, told.isPaused);
        return;
      case "otherException":
        errorHandler.handleOtherException?.(errorOf(told.error));
        return;
      case "committed":
        properties.commitCallback?.(told.offsets, told.error === undefined ? undefined : errorOf(told.error));
        return;
      case "intercepted": {
        const record = recordOf(told.record);
        const consumer = new ThreadConsumer(thread, this.#logger);
        if (told.failure === undefined) {
          if (told.hook !== "failure") recordInterceptor?.[told.hook]?.(record, consumer);
        } else recordInterceptor?.failure?.(record, failureOf(told.failure, { record, groupId }), consumer);
        return;
      }
    }
  }

  #onThreadEvent(event: ContainerEvent): void {
    // The container has stopped when its thread has.
    if (event.type === "ContainerStopped") return;
    this.#publishNamed(
      "error" in event && isErrorData(event.error) ? { ...event, error: errorOf(event.error) } : event,
    );
  }

  async #answer(question: Question, thread: ContainerThread): Promise<unknown> {
    const consumer = new ThreadConsumer(thread, this.#logger);
    if (question.type !== "handleRecord") {
      const { consumerRebalanceListener } = this.#options.properties;
      await consumerRebalanceListener?.[question.type]?.(consumer, question.partitions);
      return undefined;
    }
    return await this.#resolve(question, thread, consumer);
  }

  async #resolve(
    question: Extract<Question, { readonly type: "handleRecord" }>,
    thread: ContainerThread,
    consumer: ThreadConsumer,
  ): Promise<Resolution> {
    const { groupId, errorHandler } = this.#options;
    const { failures: known } = this.#team;
    const crossed = recordOf(question.record);
    const { signal } = new AbortController();
    let resolution: Resolution;
    if (question.isSuspect) {
      const suspect = known.onSuspect(thread, crossed);
      if (suspect === undefined) return { action: "retry", delayMs: 0 };
      const { record, failures, death } = suspect;
      const error = new ListenerExecutionFailedException("Listener failed", { cause: death, groupId });
      resolution = await errorHandler.handleRecord({ record, error, failures, consumer, signal });
    } else {
      const { record, failures } = known.onFailure(thread, crossed, question.failures);
      const error = failureOf(question.failure, { record, groupId });
      resolution = await errorHandler.handleRecord({ record, error, failures, consumer, signal });
    }
    if (resolution.action !== "retry") known.forget(crossed);
    return resolution;
  }

  async #onEnd(thread: ContainerThread, end: ThreadEnd): Promise<void> {
    if (end.kind === "stopped") {
      this.#team.failures.onEnded(thread);
      this.#finish(end.report);
      return;
    }
    const { error, inHand, handledCount } = end;
    if (inHand === undefined) this.#team.failures.onEnded(thread);
    else this.#tellOthers(this.#team.failures.onDeath(thread, inHand, error));
    const running = inHand === undefined ? 0 : 1;
    const undrained = { running, waiting: end.openCount - running };
    this.#publish({ type: "ConsumerStopped", reason: "ERROR" });
    if (this.#stopping !== undefined) {
      this.#logger.warn(`The thread of ${this.listenerId} was ended${atRecord(inHand)}`, error);
      this.#finish({ reason: this.#stopping.reason, undrained });
    } else if (inHand === undefined && handledCount === 0) {
      this.#logger.error(`The thread of ${this.listenerId} died before it had handled anything`, error);
      this.#finish({ reason: "ERROR", undrained });
    } else {
      this.#logger.warn(`The thread of ${this.listenerId} died${atRecord(inHand)}; another takes its place`, error);
      await this.#replace(undrained);
    }
  }

  async #replace(undrained: StopReport["undrained"]): Promise<void> {
    try {
      await this.#begin();
    } catch (error) {
      this.#logger.error(`The thread of ${this.listenerId} cannot be replaced`, error);
      this.#finish({ reason: this.#stopping?.reason ?? "ERROR", undrained });
    }
  }

  #tellOthers(suspect: Suspect): void {
    for (const container of this.#team.containers) if (container !== this) container.suspect(suspect);
  }

  #finish(report: StopReport): void {
    const running = this.#end(report);
    this.#publish({ type: "ContainerStopped", reason: report.reason });
    running?.resolve(report);
  }

  #end(report: StopReport): PromiseWithResolvers<StopReport> | undefined {
    this.#stopping?.timer.cancel();
    this.#stopping = undefined;
    this.#team.containers.delete(this);
    this.#thread = undefined;
    this.#lastReport = report;
    const running = this.#running;
    this.#running = undefined;
    return running;
  }

  #publish(event: UnnamedEvent): void {
    this.#publishNamed({ listenerId: this.listenerId, ...event });
  }

  #publishNamed(event: ContainerEvent): void {
    publishTo(this.#listeners, event, (error) => this.#logger.error("An event listener threw", error));
  }
}

function plain({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}

function atRecord(inHand: Suspect | undefined): string {
  return inHand === undefined ? "" : ` while it had ${recordName(inHand)}`;
}
