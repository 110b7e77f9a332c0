/**
 * A container's side of a rebalance. Giving partitions up: nothing of them is begun any more, their handlers end (or are told to), what is done is committed,
 * and only then are they fenced and released. Lost partitions are fenced at once, since nothing can be committed for them.
 *
 * The order of what an application is told is Spring's; its errors are logged and change nothing.
 */
import { TopicPartitionMap, topicPartitionName } from "@ottla/client";
import type { PartitionOffset, RebalanceListener, TopicPartition } from "@ottla/client";
import type { AssignedPartition } from "../dispatch/task.ts";
import type { ConsumerSeekAware } from "../seek/consumer-seek-aware.ts";
import type { SeekQueue } from "../seek/seek-queue.ts";
import type { ContainerConsumer } from "./consumer-factory.ts";
import type { Progress } from "./progress.ts";
import type { WorkHost } from "./work-host.ts";
import type { ListenerWorker } from "./worker.ts";

export interface RebalancingOptions {
  readonly host: WorkHost;
  readonly consumer: ContainerConsumer;
  readonly worker: () => ListenerWorker;
  readonly progress: Progress;
  readonly seeks: SeekQueue;
  readonly seekAware: ConsumerSeekAware | undefined;
  /** Without a committed offset the group's consumers begin at the end. */
  readonly beginsAtEnd: boolean;
  readonly isTransactional: boolean;
  /** Pauses what is to be paused now, and does the seeks that wait. */
  readonly settlePositions: () => Promise<void>;
  readonly onReleased: (partition: TopicPartition) => void;
}

export class Rebalancing implements RebalanceListener {
  readonly #options: RebalancingOptions;
  readonly #draining = new Set<AssignedPartition>();
  #hasBeenAssigned = false;

  constructor(options: RebalancingOptions) {
    this.#options = options;
  }

  isDraining(assigned: AssignedPartition): boolean {
    return this.#draining.has(assigned);
  }

  async onPartitionsRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    const { host, seekAware } = this.#options;
    const { consumerRebalanceListener: user } = host.properties;
    await this.#drain(partitions);
    await this.#tell(() => user?.onPartitionsRevokedBeforeCommit?.(host.consumer, partitions));
    await host.commits.commit();
    await this.#tell(() => user?.onPartitionsRevokedAfterCommit?.(host.consumer, partitions));
    await this.#tell(() => seekAware?.onPartitionsRevoked?.(partitions));
    this.#release(partitions);
  }

  async onPartitionsLost(partitions: readonly TopicPartition[]): Promise<void> {
    const { host, seekAware, worker } = this.#options;
    const reason = new Error("The partition was lost: it belongs to another consumer already");
    for (const assigned of this.#assigned(partitions)) {
      worker().drop(assigned);
      worker().abort(reason, assigned);
    }
    this.#release(partitions);
    await this.#tell(() => host.properties.consumerRebalanceListener?.onPartitionsLost?.(host.consumer, partitions));
    await this.#tell(() => seekAware?.onPartitionsRevoked?.(partitions));
  }

  async onPartitionsAssigned(partitions: readonly TopicPartition[]): Promise<void> {
    const { host, seekAware, seeks, settlePositions } = this.#options;
    for (const partition of partitions) host.assignments.begin(partition);
    await settlePositions();
    await this.#tell(() => this.#commitInitialPositions(partitions));
    if (seekAware?.onPartitionsAssigned !== undefined) {
      const positions = await this.positions(partitions);
      await this.#tell(() => seekAware.onPartitionsAssigned?.(positions, seeks));
    }
    const { consumerRebalanceListener: user } = host.properties;
    await this.#tell(() => user?.onPartitionsAssigned?.(host.consumer, partitions));
    if (!this.#hasBeenAssigned) {
      this.#hasBeenAssigned = true;
      await this.#tell(() => seekAware?.onFirstPoll?.());
    }
    // What was sought meanwhile must take effect before the poll that is going on hands out records.
    await settlePositions();
  }

  /** Where the partitions stand. */
  async positions(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<number>> {
    const positions = new TopicPartitionMap<number>();
    for (const partition of partitions) positions.set(partition, await this.#options.consumer.position(partition));
    return positions;
  }

  async #drain(partitions: readonly TopicPartition[]): Promise<void> {
    const { host, progress, worker } = this.#options;
    const assigned = this.#assigned(partitions);
    for (const one of assigned) {
      this.#draining.add(one);
      worker().drop(one);
    }
    const budgetMs = host.properties.drainTimeout ?? host.properties.shutdownTimeout;
    const isDrained = (): boolean => assigned.every((one) => worker().runningOf(one) === 0);
    if (await progress.until(isDrained, budgetMs)) return;
    const reason = new Error(`The partition is given up; its handlers did not end within ${budgetMs} ms`);
    for (const one of assigned) {
      if (worker().runningOf(one) === 0) continue;
      worker().abort(reason, one);
      host.logger.warn(`${topicPartitionName(one)}: ${reason.message}; its records come again elsewhere`);
    }
  }

  #release(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      const assigned = this.#options.host.assignments.end(partition);
      if (assigned !== undefined) this.#draining.delete(assigned);
      this.#options.onReleased(partition);
    }
  }

  #assigned(partitions: readonly TopicPartition[]): AssignedPartition[] {
    return partitions.flatMap((partition) => this.#options.host.assignments.find(partition) ?? []);
  }

  /**
   * Where nothing is committed and consumers begin at the end, the position is committed at once: a rebalance before the first record would begin at a
   * later end otherwise, and skip what came in between.
   */
  async #commitInitialPositions(partitions: readonly TopicPartition[]): Promise<void> {
    const { host, consumer, beginsAtEnd, isTransactional } = this.#options;
    const { assignmentCommitOption: option } = host.properties;
    if (option === "NEVER" || partitions.length === 0 || host.groupId === undefined) return;
    if (option !== "ALWAYS" && !beginsAtEnd) return;
    if (option === "LATEST_ONLY_NO_TX" && isTransactional) return;
    const committed = await consumer.committed(partitions);
    const offsets: PartitionOffset[] = [];
    for (const partition of partitions) {
      if ((committed.get(partition) ?? null) !== null) continue;
      offsets.push({ ...partition, offset: await consumer.position(partition) });
    }
    if (offsets.length > 0) await consumer.commitSync(offsets);
  }

  async #tell(call: () => void | Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.#options.host.logger.error("A step of a rebalance failed", error);
    }
  }
}
