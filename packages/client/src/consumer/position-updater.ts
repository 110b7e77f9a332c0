/**
 * Gives partitions a position and keeps it true: from the committed offset, else from the reset policy; and checks it against the log whenever the partition
 * has a new leader (KIP-320), so that a truncated log is noticed.
 *
 * Works beside the application's polls; each partition has one request under way at most. What fails is tried again, or is told to the next poll.
 */
import { describeError } from "@ottla/protocol";
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import type { Deadline } from "../deadline.ts";
import { KafkaError, LogTruncationError, NoOffsetForPartitionError, TimeoutError, toKafkaError } from "../errors.ts";
import type { Signal } from "../signal.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AutoOffsetReset } from "./auto-offset-reset.ts";
import type { OffsetCommitter } from "./offset-committer.ts";
import { EARLIEST_TIMESTAMP, LATEST_TIMESTAMP } from "./offset-query.ts";
import type { EpochEnd, FoundOffset, OffsetQuery } from "./offset-query.ts";
import type { PartitionPosition } from "./partition-position.ts";
import type { SubscriptionState } from "./subscription-state.ts";

export interface PositionUpdaterOptions {
  readonly client: ClusterClient;
  readonly config: ConsumerConfig;
  readonly subscriptions: SubscriptionState;
  readonly query: OffsetQuery;
  /** Undefined without a group. */
  readonly committer: OffsetCommitter | undefined;
  /** Called when a partition got a position, or a poll has an error to hear. */
  readonly onNews: () => void;
}

/** Looks after the positions of one consumer. */
export class PositionUpdater {
  readonly #options: PositionUpdaterOptions;
  #errors: KafkaError[] = [];
  #isLookingUp = false;

  constructor(options: PositionUpdaterOptions) {
    this.#options = options;
  }

  /** The oldest error a poll has not been told of. */
  takeError(): KafkaError | undefined {
    return this.#errors.shift();
  }

  /** Starts whatever partitions need. */
  update(): void {
    const { client, subscriptions } = this.#options;
    const nowMs = client.ports.clock.monotonicMs();
    const initializing: PartitionPosition[] = [];
    const resetting: PartitionPosition[] = [];
    const validating: PartitionPosition[] = [];
    for (const position of subscriptions.positions()) {
      if (position.isPendingRevocation) continue;
      this.#maybeValidate(position);
      if (position.isBusy || position.retryAtMs > nowMs) continue;
      if (position.state === "initializing") initializing.push(position);
      else if (!this.#hasLeader(position)) continue;
      else if (position.state === "resetting") resetting.push(position);
      else if (position.state === "validating") validating.push(position);
    }
    if (initializing.length > 0 && !this.#isLookingUp) void this.#initialize(initializing);
    if (resetting.length > 0) void this.#reset(resetting);
    if (validating.length > 0) void this.#validate(validating);
  }

  /** The position of a partition as soon as it has one. Throws a {@link TimeoutError} at the deadline, or what says that it will never have one. */
  async positionOf(partition: TopicPartition, deadline: Deadline, news: Signal): Promise<number> {
    for (;;) {
      deadline.throwIfAborted();
      const position = this.#options.subscriptions.get(partition);
      if (position.hasPosition) return position.position;
      this.update();
      const error = this.takeError();
      if (error !== undefined) throw error;
      if (deadline.isOver) {
        throw new TimeoutError(
          `Timeout of ${deadline.timeoutMs}ms expired before the position for partition ${topicPartitionName(partition)} could be determined`,
        );
      }
      await news.wait(deadline);
    }
  }

  /** Whether there is somebody to ask; if not, the metadata's next change brings another update. */
  #hasLeader({ topic, partition }: PartitionPosition): boolean {
    const { metadata, updater } = this.#options.client;
    if ((metadata.partition(topic, partition)?.leaderId ?? -1) >= 0) return true;
    updater.requestUpdate({ isUrgent: metadata.topic(topic) === undefined && metadata.topicError(topic) === 0 });
    return false;
  }

  /** A newer leader than the one the position was good with: check, if the epoch of the last record is known. */
  #maybeValidate(position: PartitionPosition): void {
    if (position.state !== "fetching") return;
    const leader = this.#options.client.metadata.partition(position.topic, position.partition);
    if (leader === undefined || leader.leaderEpoch <= position.leaderEpoch) return;
    const isFirst = position.leaderEpoch === -1;
    position.leaderEpoch = leader.leaderEpoch;
    // Right after a seek there is nothing to compare, unless the offset came with the epoch of its record.
    if (position.positionEpoch >= 0 && (!isFirst || position.positionEpoch < leader.leaderEpoch)) {
      position.beginValidation();
    }
  }

  async #initialize(positions: readonly PartitionPosition[]): Promise<void> {
    const { committer, config, subscriptions } = this.#options;
    this.#isLookingUp = true;
    const jumps = positions.map((one) => one.jumps);
    try {
      const committed = await committer?.fetchCommitted(positions);
      const without: PartitionPosition[] = [];
      positions.forEach((position, index) => {
        const isCurrent = subscriptions.isCurrent(position) && position.jumps === jumps[index];
        if (!isCurrent || position.state !== "initializing") return;
        const found = committed?.get(position);
        if (found === undefined || found === null) without.push(position);
        else position.seek(found.offset, found.leaderEpoch ?? -1);
      });
      this.#resetAll(without, config["auto.offset.reset"]);
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (!error.retriable && error.code !== "CLOSED") this.#errors.push(error);
      this.#retryLater(positions);
    } finally {
      this.#isLookingUp = false;
      this.#options.onNews();
    }
  }

  #resetAll(positions: readonly PartitionPosition[], policy: AutoOffsetReset): void {
    if (positions.length === 0) return;
    if (policy.kind === "none") {
      this.#errors.push(new NoOffsetForPartitionError(positions.map(({ topic, partition }) => ({ topic, partition }))));
      this.#retryLater(positions);
      return;
    }
    for (const position of positions) position.requestReset(policy);
  }

  async #reset(positions: readonly PartitionPosition[]): Promise<void> {
    const { client, query } = this.#options;
    const nowMs = client.ports.clock.nowMs();
    await this.#busily(
      positions,
      async () => {
        const queries = positions.map(({ topic, partition, reset }) => ({
          topic,
          partition,
          timestamp: resetTimestamp(reset, nowMs),
        }));
        return await query.once(queries);
      },
      (position, answer: FoundOffset) => {
        if (position.state !== "resetting") return;
        if (answer.offset >= 0) position.seek(answer.offset);
        // No record is that young: then the first one to come is the right one.
        else position.requestReset({ kind: "latest" });
      },
    );
  }

  async #validate(positions: readonly PartitionPosition[]): Promise<void> {
    const { query } = this.#options;
    await this.#busily(
      positions,
      () =>
        query.epochEnds(
          positions.map(({ topic, partition, positionEpoch }) => ({ topic, partition, leaderEpoch: positionEpoch })),
        ),
      (position, answer: EpochEnd) => this.#onEpochEnd(position, answer),
    );
  }

  /** The log must reach at least to the position in the epoch of the record before it. */
  #onEpochEnd(position: PartitionPosition, answer: EpochEnd): void {
    if (position.state !== "validating") return;
    const isUnknown = answer.endOffset < 0 || answer.leaderEpoch < 0;
    if (!isUnknown && answer.endOffset >= position.position) {
      position.endValidation();
      return;
    }
    const policy = this.#options.config["auto.offset.reset"];
    const { topic, partition } = position;
    if (policy.kind === "none") {
      // Where both logs still agree; unknown when the leader's log has nothing that old.
      this.#errors.push(new LogTruncationError([{ topic, partition, offset: isUnknown ? -1 : answer.endOffset }]));
      this.#retryLater([position]);
    } else if (isUnknown) position.requestReset(policy);
    else {
      const { leaderEpoch } = position;
      position.seek(answer.endOffset, answer.leaderEpoch);
      // This is the new leader's own word, so it need not be checked with it.
      position.leaderEpoch = leaderEpoch;
    }
  }

  /** Runs one request for some partitions and hands each its answer, unless it went elsewhere meanwhile. */
  async #busily<A extends FoundOffset | EpochEnd>(
    positions: readonly PartitionPosition[],
    ask: () => Promise<{ get(position: PartitionPosition): A | KafkaError | undefined }>,
    onAnswer: (position: PartitionPosition, answer: A) => void,
  ): Promise<void> {
    const { subscriptions } = this.#options;
    const jumps = positions.map((one) => one.jumps);
    for (const position of positions) position.isBusy = true;
    try {
      const answers = await ask();
      positions.forEach((position, index) => {
        if (!subscriptions.isCurrent(position) || position.jumps !== jumps[index]) return;
        position.isBusy = false;
        const answer = answers.get(position);
        if (answer !== undefined && !(answer instanceof KafkaError)) onAnswer(position, answer);
        else this.#onFailure(position, answer);
      });
    } catch (thrown) {
      const error = toKafkaError(thrown);
      for (const position of positions) {
        position.isBusy = false;
        this.#onFailure(position, error);
      }
    }
    this.#options.onNews();
  }

  #onFailure(position: PartitionPosition, error: KafkaError | undefined): void {
    if (error !== undefined && !error.retriable && error.code !== "CLOSED") {
      // An old broker cannot check epochs; then positions are taken to be right.
      if (position.state === "validating" && error.code === "UNSUPPORTED_VERSION") position.endValidation();
      else this.#errors.push(error);
    }
    if (error?.errorCode !== undefined && describeError(error.errorCode).invalidatesMetadata) {
      this.#options.client.updater.requestUpdate();
    }
    this.#retryLater([position]);
  }

  #retryLater(positions: readonly PartitionPosition[]): void {
    const { client, config, onNews } = this.#options;
    const delayMs = config["retry.backoff.ms"];
    const atMs = client.ports.clock.monotonicMs() + delayMs;
    for (const position of positions) position.retryAtMs = atMs;
    client.ports.clock.setTimer(delayMs + 1, onNews);
  }
}

function resetTimestamp(reset: AutoOffsetReset | undefined, nowMs: number): number {
  if (reset?.kind === "earliest") return EARLIEST_TIMESTAMP;
  if (reset?.kind === "by_duration") return Math.max(0, nowMs - reset.durationMs);
  return LATEST_TIMESTAMP;
}
