/**
 * Several consumers for one listener. In a group each gets partitions as any member; partitions given by hand are dealt out evenly.
 *
 * A consumer that ends by an error takes the others along: half a listener would look alive and not be.
 */
import { TopicPartitionMap, topicPartitionName } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";
import { splitPartitions } from "../assigning/topic-partition-offset.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import type { ContainerEvent, ContainerEventListener, StopReason } from "./container-events.ts";
import { dottedKeys } from "./consumer-factory.ts";
import type { ConsumerProperties } from "./consumer-factory.ts";
import { KafkaMessageListenerContainer } from "./kafka-message-listener-container.ts";
import type { ContainerOptions, ContainerSubscription } from "./kafka-message-listener-container.ts";
import { publishTo } from "./message-listener-container.ts";
import type {
  ContainerHealth,
  MessageListenerContainer,
  StopOptions,
  StopReport,
} from "./message-listener-container.ts";

/** The container of one consumer. */
export interface ChildContainer extends MessageListenerContainer {
  /** Stops because something else has failed; `reason` is by default ABNORMAL. */
  stopAbnormally(reason?: StopReason): Promise<void>;
}

export interface ConcurrentContainerOptions extends ContainerOptions {
  /** Consumers; default 1. */
  readonly concurrency?: number;
  /** Makes the container of each consumer; default: a `KafkaMessageListenerContainer`, whose consumer is in this thread. */
  readonly childContainer?: (options: ContainerOptions) => ChildContainer;
}

export class ConcurrentMessageListenerContainer implements MessageListenerContainer {
  readonly #options: ConcurrentContainerOptions;
  readonly #listeners = new Set<ContainerEventListener>();
  readonly #pausedPartitions = new Map<string, TopicPartition>();
  #children: ChildContainer[] = [];
  #concurrency: number;
  #isPauseRequested = false;
  #isStopping = false;
  /** Somebody has called `stop` since the last start. */
  #isStopWanted = false;
  /** A consumer of this run has ended by an authentication or authorization error. */
  #isRefused = false;
  /** The numbers of children only grow within a run, so that no two consumers of it share a client id. */
  #nextChild = 0;

  constructor(options: ConcurrentContainerOptions) {
    this.#options = options;
    this.#concurrency = checkedConcurrency(options.concurrency ?? 1);
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

  get concurrency(): number {
    return this.#concurrency;
  }

  get isRunning(): boolean {
    return this.#children.some((child) => child.isRunning);
  }

  get isPauseRequested(): boolean {
    return this.#isPauseRequested;
  }

  get isContainerPaused(): boolean {
    return this.#children.length > 0 && this.#children.every((child) => child.isContainerPaused);
  }

  /** The consumers, each a container of its own. */
  get containers(): readonly MessageListenerContainer[] {
    return this.#children;
  }

  async start(): Promise<void> {
    if (this.isRunning) return;
    this.#isStopping = false;
    this.#isStopWanted = false;
    this.#isRefused = false;
    this.#nextChild = 0;
    const parts = this.#parts();
    this.#children = parts.map((subscription) => this.#child(subscription));
    try {
      await Promise.all(this.#children.map((child) => child.start()));
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(options: StopOptions = {}): Promise<StopReport> {
    this.#isStopping = true;
    this.#isStopWanted = true;
    return sumOf(await Promise.all(this.#children.map((child) => child.stop(options))));
  }

  /** More or fewer consumers, at once: those that stay keep reading (partitions given by hand are dealt out anew). */
  async setConcurrency(concurrency: number): Promise<void> {
    this.#concurrency = checkedConcurrency(concurrency);
    if (!this.isRunning) return;
    if ("partitions" in this.#options.subscription) {
      await this.stop();
      await this.start();
      return;
    }
    const surplus = this.#children.splice(concurrency);
    await Promise.all(surplus.map((child) => child.stop()));
    const added: ChildContainer[] = [];
    while (this.#children.length < concurrency) {
      const child = this.#child(this.#options.subscription);
      this.#children.push(child);
      added.push(child);
    }
    await Promise.all(added.map((child) => child.start()));
  }

  pause(): void {
    this.#isPauseRequested = true;
    for (const child of this.#children) child.pause();
  }

  resume(): void {
    this.#isPauseRequested = false;
    for (const child of this.#children) child.resume();
  }

  /** Kept by every consumer, so that it holds wherever the partition goes. */
  pausePartition(partition: TopicPartition): void {
    this.#pausedPartitions.set(topicPartitionName(partition), partition);
    for (const child of this.#children) child.pausePartition(partition);
  }

  resumePartition(partition: TopicPartition): void {
    this.#pausedPartitions.delete(topicPartitionName(partition));
    for (const child of this.#children) child.resumePartition(partition);
  }

  isPartitionPauseRequested(partition: TopicPartition): boolean {
    return this.#pausedPartitions.has(topicPartitionName(partition));
  }

  isPartitionPaused(partition: TopicPartition): boolean {
    return this.#children.some((child) => child.isPartitionPaused(partition));
  }

  assignedPartitions(): readonly TopicPartition[] {
    return this.#children.flatMap((child) => child.assignedPartitions());
  }

  /** The consumer that has the partition now. */
  getContainerFor(topic: string, partition: number): MessageListenerContainer | undefined {
    return this.#children.find((child) =>
      child.assignedPartitions().some((one) => one.topic === topic && one.partition === partition),
    );
  }

  lag(): TopicPartitionMap<number> {
    return new TopicPartitionMap(this.#children.flatMap((child) => [...child.lag()]));
  }

  health(): readonly ContainerHealth[] {
    return this.#children.flatMap((child) => child.health());
  }

  enforceRebalance(): void {
    this.#children[0]?.enforceRebalance();
  }

  onEvent(listener: ContainerEventListener): void {
    this.#listeners.add(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #parts(): ContainerSubscription[] {
    const { subscription, listenerId } = this.#options;
    if (!("partitions" in subscription)) return Array.from({ length: this.#concurrency }, () => subscription);
    if (this.#concurrency > subscription.partitions.length) {
      this.#logger.warn(
        `Container ${listenerId}: concurrency ${this.#concurrency} is more than its ${subscription.partitions.length} partitions; the rest is not started`,
      );
    }
    return splitPartitions(subscription.partitions, this.#concurrency).map((partitions) => ({ partitions }));
  }

  #child(subscription: ContainerSubscription): ChildContainer {
    const index = this.#nextChild++;
    const { childContainer = (options: ContainerOptions) => new KafkaMessageListenerContainer(options), ...options } =
      this.#options;
    const child = childContainer({
      ...options,
      subscription,
      listenerId: `${this.#options.listenerId}-${index}`,
      consumerProperties: this.#propertiesOf(index),
    });
    if (this.#isPauseRequested) child.pause();
    for (const partition of this.#pausedPartitions.values()) child.pausePartition(partition);
    child.onEvent((event) => this.#onChildEvent(event));
    return child;
  }

  /** Every consumer has a client id, and a static member's instance id, of its own. */
  #propertiesOf(index: number): ConsumerProperties {
    const { consumerFactory, consumerProperties } = this.#options;
    const properties = dottedKeys({ ...consumerFactory.configurationProperties, ...dottedKeys(consumerProperties) });
    const suffixed: Record<string, unknown> = {};
    for (const name of ["client.id", "group.instance.id"]) {
      const value = properties[name];
      if (typeof value === "string" && value !== "") suffixed[name] = `${value}-${index}`;
    }
    return { ...dottedKeys(consumerProperties), ...suffixed };
  }

  #onChildEvent(event: ContainerEvent): void {
    publishTo(this.#listeners, event, (error) => this.#logger.error("An event listener threw", error));
    if (event.type !== "ContainerStopped") return;
    this.#isRefused ||= event.reason === "AUTH";
    if (!this.#isStopping && isBroken(event.reason)) {
      this.#isStopping = true;
      for (const child of this.#children) void child.stopAbnormally(event.reason);
    }
    if (this.#children.some((child) => child.isRunning)) return;
    const isRestarting = this.#isRefused;
    const stopped = { type: "ConcurrentContainerStopped", listenerId: this.listenerId, reason: event.reason } as const;
    publishTo(this.#listeners, stopped, (error) => this.#logger.error("An event listener threw", error));
    if (isRestarting) this.#restart();
  }

  /** Unless somebody who has heard of the stop, or has caused it, wants it to last. */
  #restart(): void {
    if (!this.#options.properties.restartAfterAuthExceptions || this.#isStopWanted) return;
    this.#logger.warn(`Container ${this.listenerId} starts again: it was not allowed to go on`);
    this.start().catch((error: unknown) =>
      this.#logger.error(`Container ${this.listenerId} could not start again`, error),
    );
  }

  get #logger(): typeof standardErrorLogger {
    return this.#options.logger ?? standardErrorLogger;
  }
}

function isBroken(reason: StopReason): boolean {
  return reason !== "NORMAL";
}

function checkedConcurrency(concurrency: number): number {
  if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
    throw new RangeError("concurrency must be a whole number greater than 0");
  }
  return concurrency;
}

function sumOf(reports: readonly StopReport[]): StopReport {
  const reason = reports.find((report) => report.reason !== "NORMAL")?.reason ?? "NORMAL";
  const undrained = { running: 0, waiting: 0 };
  for (const report of reports) {
    undrained.running += report.undrained.running;
    undrained.waiting += report.undrained.waiting;
  }
  return { reason, undrained };
}
