/**
 * The consumer: what an application calls. Polling drives everything the application takes part in (rebalances, automatic commits, positions); fetching and
 * heartbeats go on beside it.
 *
 * A record counts as processed when the next poll begins: only then may its offset be committed automatically, as in Java.
 */
import { clientPorts } from "../client-ports.ts";
import type { ClientPorts } from "../client-ports.ts";
import { ClusterClient } from "../cluster-client.ts";
import { CONSUMER_CONFIG } from "../config/consumer-config.ts";
import type { ConsumerConfig, ConsumerOptions } from "../config/consumer-config.ts";
import { resolveConfig } from "../config/resolve.ts";
import { Deadline, unlessAborted, yieldToEventLoop } from "../deadline.ts";
import type { CallOptions } from "../deadline.ts";
import { KafkaError } from "../errors.ts";
import { Signal } from "../signal.ts";
import type { TopicPartition, TopicPartitionMap } from "../topic-partition.ts";
import { telemetryOf } from "../telemetry/reporter.ts";
import type { TelemetryReporter } from "../telemetry/reporter.ts";
import { FetchMetrics, GroupMetrics, PollMetrics } from "../metrics/consumer-metrics.ts";
import type { Metric } from "../metrics/metrics.ts";
import { AutoCommitter } from "./auto-committer.ts";
import { ConsumerCoordinator, commonProtocol } from "./consumer-coordinator.ts";
import { ConsumerInterceptors } from "./consumer-interceptors.ts";
import { ConsumerQueries } from "./consumer-queries.ts";
import { consumerHealth } from "./consumer-health.ts";
import type { ConsumerHealth } from "./health.ts";
import { publishPoll } from "./poll-event.ts";
import type { RunOptions } from "./handlers.ts";
import { InHand } from "./in-hand.ts";
import type { Holder } from "./in-hand.ts";
import { RecordIterator } from "./record-iterator.ts";
import type { RecordIteratorOptions } from "./record-iterator.ts";
import { RecordRunner } from "./record-runner.ts";
import { checkPartitions, subscribedTopics, topicError } from "./subscribed-topics.ts";
import { ConsumerRecords } from "./consumer-record.ts";
import type { ConsumerRecord } from "./consumer-record.ts";
import { CoordinatorLookup } from "./coordinator-lookup.ts";
import type {
  ConsumerGroupMetadata,
  OffsetAndMetadata,
  OffsetAndTimestamp,
  PartitionOffset,
  PollOptions,
  RebalanceListener,
} from "./consumer-types.ts";
import { Fetcher } from "./fetcher.ts";
import type { GroupCoordinator, GroupMembershipOperation } from "./group-coordinator.ts";
import { HeartbeatCoordinator } from "./heartbeat-group/heartbeat-coordinator.ts";
import { OffsetCommitter, commitFailedError, rebalanceInProgressError } from "./offset-committer.ts";
import type { CommitIdentity } from "./offset-committer.ts";
import { EARLIEST_TIMESTAMP, LATEST_TIMESTAMP, OffsetQuery } from "./offset-query.ts";
import { PositionUpdater } from "./position-updater.ts";
import { SubscriptionPattern } from "./subscription-pattern.ts";
import { SubscriptionState } from "./subscription-state.ts";

type Raw = Uint8Array | null;

const CLOSE_TIMEOUT_MS = 30_000;
/** Polls let the event loop have its turn this often: what else there is waits as long, where records are read as fast as they can be. */
const YIELD_INTERVAL_MS = 2;

const NOBODY = { generationId: -1, memberId: "" } as const;

/** Reads records from a cluster, alone or as a member of a group. One poll at a time, as in Java. */
export class Consumer<K = Raw, V = Raw> implements AsyncDisposable {
  readonly #config: ConsumerConfig;
  readonly #ports: ClientPorts;
  readonly #client: ClusterClient;
  readonly #subscriptions: SubscriptionState;
  readonly #news: Signal;
  readonly #queries: ConsumerQueries;
  readonly #fetcher: Fetcher;
  readonly #positions: PositionUpdater;
  readonly #committer: OffsetCommitter | undefined;
  readonly #coordinator: GroupCoordinator | undefined;
  readonly #autoCommitter: AutoCommitter | undefined;
  readonly #interceptors: ConsumerInterceptors | undefined;
  readonly #pollMetrics: PollMetrics;
  readonly #telemetry: TelemetryReporter | undefined;
  readonly #inHand: InHand = new InHand();
  #isPolling = false;
  /** When polls last let the event loop have its turn, on the monotonic clock. */
  #yieldedMs = 0;
  #isWokenUp = false;
  /** When the last poll began, on the monotonic clock. */
  #polledMs: number | undefined;
  /** Why the cluster cannot be asked about its topics; trying again will not mend it. */
  #metadataError: KafkaError | undefined;
  /** As whom the consumer last held its partitions. */
  #identity: Pick<ConsumerGroupMetadata, "generationId" | "memberId"> = NOBODY;
  #closing: Promise<void> | undefined;

  constructor(options: ConsumerOptions<K, V>, ports?: Partial<ClientPorts>) {
    const config = resolveConfig(CONSUMER_CONFIG, options);
    this.#config = config;
    this.#ports = clientPorts(ports);
    this.#news = new Signal(this.#ports.clock);
    this.#subscriptions = new SubscriptionState(() => this.#ports.clock.monotonicMs());
    const isClassic = config["group.protocol"] === "classic";
    if (isClassic) commonProtocol(config["partition.assignment.strategy"]);
    const onNews = (): void => this.#news.ring();
    this.#client = new ClusterClient({
      kind: "consumer",
      config,
      ports: this.#ports,
      interest: {
        topics: () => this.#interestingTopics(),
        isOfInterest: (topic) => this.#interestingTopics()?.includes(topic) ?? true,
      },
      allowAutoTopicCreation: config["allow.auto.create.topics"],
    });
    const client = this.#client;
    const subscriptions = this.#subscriptions;
    const query = new OffsetQuery(client, config["isolation.level"]);
    this.#queries = new ConsumerQueries(client, query);
    const fetchMetrics = new FetchMetrics(client.metrics);
    this.#pollMetrics = new PollMetrics(client.metrics);
    this.#fetcher = new Fetcher({ client, config, subscriptions, onNews, metrics: fetchMetrics });
    this.#inHand.hold(this.#fetcher.collecting);
    subscriptions.onAssignment = (partitions) =>
      fetchMetrics.onAssignment(partitions, (partition) => subscriptions.find(partition)?.preferredReplica?.id ?? -1);
    const interceptors = config["interceptor.classes"];
    if (interceptors.length > 0) this.#interceptors = new ConsumerInterceptors(interceptors, this.#ports.logger);
    const groupId = config["group.id"];
    if (groupId !== null) {
      const lookup = new CoordinatorLookup(client, groupId);
      const metrics = new GroupMetrics(client.metrics, { isClassic, assigned: () => subscriptions.size });
      this.#committer = new OffsetCommitter({
        groupId,
        lookup,
        metrics,
        requireStable: config["isolation.level"] === "read_committed",
        identity: () => this.#commitIdentity(),
        onRefused: (errorCode, generationId) => this.#coordinator?.onCommitRefused(errorCode, generationId),
        onCommitted: (offsets) => this.#interceptors?.onCommit(offsets),
      });
      this.#autoCommitter = config["enable.auto.commit"]
        ? new AutoCommitter({ client, config, committer: this.#committer, consumed: () => this.#committable(true) })
        : undefined;
      const membership = {
        client,
        config,
        groupId,
        subscriptions,
        lookup,
        metrics,
        onNews,
        commitBeforeRevocation: (deadline: Deadline) => this.#autoCommitter?.commitNow(deadline),
      };
      this.#coordinator = isClassic ? new ConsumerCoordinator(membership) : new HeartbeatCoordinator(membership);
    }
    this.#positions = new PositionUpdater({
      client,
      config,
      subscriptions,
      query,
      committer: this.#committer,
      onNews,
    });
    this.#telemetry = telemetryOf(client, () => this.#coordinator?.memberId);
    this.#watchMetadata();
  }

  #watchMetadata(): void {
    const onChange = (error: KafkaError | undefined): void => {
      this.#metadataError = error;
      if (error === undefined) this.#fetcher.fetch();
      this.#news.ring();
    };
    this.#client.updater.onFailure(onChange);
    this.#client.updater.onUpdate(() => onChange(undefined));
  }

  /**
   * Joins the group for these topics (or all whose name matches the pattern), in place of any earlier subscription. A {@link SubscriptionPattern} is matched by
   * the broker and needs `group.protocol=consumer`.
   */
  subscribe(topics: string | readonly string[] | RegExp | SubscriptionPattern, listener: RebalanceListener = {}): void {
    this.#throwIfClosed();
    if (this.#coordinator === undefined) throw CoordinatorLookup.noGroupError();
    if (topics instanceof RegExp) this.#subscriptions.subscribePattern(topics, listener);
    else if (topics instanceof SubscriptionPattern) {
      if (this.#config["group.protocol"] === "classic") {
        throw new KafkaError(
          "ILLEGAL_STATE",
          "Subscribe to RE2/J pattern is not supported when using the CLASSIC protocol defined in config group.protocol",
        );
      }
      this.#subscriptions.subscribeRegex(topics.pattern, listener);
    } else {
      const names = subscribedTopics(topics);
      const isEmpty = "Topic collection to subscribe to is empty; call unsubscribe() instead";
      if (names.size === 0) throw new KafkaError("INVALID_ARGUMENT", isEmpty);
      this.#subscriptions.subscribeTopics(names, listener);
    }
    this.#coordinator.onSubscribed();
    this.#client.updater.requestUpdate({ isUrgent: true });
  }

  /** The topics that are subscribed, or match the pattern as far as known. */
  subscription(): ReadonlySet<string> {
    return new Set(this.#subscriptions.topics);
  }

  /** Reads these partitions without group management, in place of any earlier assignment. */
  assign(partitions: readonly TopicPartition[]): void {
    this.#throwIfClosed();
    checkPartitions(partitions);
    if (partitions.length === 0 && this.#subscriptions.kind === "none") return;
    this.#subscriptions.assignManually(partitions);
    this.#client.updater.requestUpdate({ isUrgent: true });
  }

  /** The partitions assigned now, in order. */
  assignment(): readonly TopicPartition[] {
    return this.#subscriptions.assigned();
  }

  /** Leaves the group (or gives up the manual assignment), after committing if the consumer does so by itself. */
  async unsubscribe(): Promise<void> {
    this.#throwIfClosed();
    await this.#leaveGroup("the consumer unsubscribed from all topics", {
      operation: "DEFAULT",
      deadline: this.#deadline({}),
    });
    this.#subscriptions.unsubscribe();
    this.#identity = NOBODY;
  }

  /**
   * The next records; empty when `timeoutMs` passes without any (with 0, the default: at once). Drives the group: call it within `max.poll.interval.ms`.
   * Rejects with `WAKEUP`, `NO_OFFSET_FOR_PARTITION`, `CORRUPT_RECORD`, a broker's error, or what the rebalance listener threw.
   */
  async poll(options: PollOptions | number = {}): Promise<ConsumerRecords<K, V>> {
    return await this.#poll(typeof options === "number" ? { timeoutMs: options } : options);
  }

  /** Polls, and hands what came to the holder at once. */
  async #poll(options: PollOptions, holder?: Holder<K, V>): Promise<ConsumerRecords<K, V>> {
    const { timeoutMs = 0, maxRecords = this.#config["max.poll.records"], signal } = options;
    this.#throwIfClosed();
    if (this.#isPolling) {
      const message = "Another poll of this consumer is still running; await it before the next one";
      throw new KafkaError("CONCURRENT_USE", message);
    }
    if (this.#subscriptions.kind === "none") {
      throw new KafkaError("ILLEGAL_STATE", "Consumer is not subscribed to any topics or assigned any partitions");
    }
    this.#isPolling = true;
    this.#inHand.onPoll();
    if (holder !== undefined) this.#inHand.hold(holder);
    this.#polledMs = this.#ports.clock.monotonicMs();
    this.#pollMetrics.onPollBegin();
    try {
      return await this.#pollUntil(new Deadline(this.#ports.clock, timeoutMs, signal), maxRecords, holder);
    } finally {
      this.#pollMetrics.onPollEnd();
      this.#isPolling = false;
    }
  }

  /** As {@link records}, without options. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ConsumerRecord<K, V>> {
    return this.records();
  }

  /**
   * Record after record, until the loop is left, the signal aborts or the consumer is closed. A record is done when the loop asks for the next one; only what
   * is done is committed automatically. Leaving the loop early puts the positions back to the first record that was not given out. The record that the loop was
   * left with (by `break` as by an error: they look the same) counts as done when the consumer is read on from, or by a commit without offsets. After a seek
   * within the loop the next record of that partition is the one sought. It polls at most 50 records at a time, fewer with a smaller `max.poll.records`.
   */
  records(options: { readonly signal?: AbortSignal } = {}): AsyncIterableIterator<ConsumerRecord<K, V>> {
    return new RecordIterator<K, V>({ ...this.#reading(options.signal), signal: options.signal });
  }

  /**
   * Calls a handler for each record, or for each partition's batch, until the signal aborts or the consumer is closed. Only what its handler has returned from
   * is committed automatically. Rejects with the error of a handler, unless `onError` decides otherwise; what was not handled is read again then.
   */
  async run(handlers: RunOptions<K, V>): Promise<void> {
    const maxPollIntervalMs = this.#coordinator === undefined ? Infinity : this.#config["max.poll.interval.ms"];
    const { clock } = this.#ports;
    await new RecordRunner<K, V>({ clock, maxPollIntervalMs, ...this.#reading(handlers.signal) }, handlers).run();
  }

  #reading(signal: AbortSignal | undefined): Omit<RecordIteratorOptions<K, V>, "signal"> {
    const { "default.api.timeout.ms": timeoutMs, "max.poll.records": largest } = this.#config;
    return {
      poll: (holder, pollSignal = signal, most = largest) =>
        this.#poll({ timeoutMs, maxRecords: Math.min(most, largest), signal: pollSignal }, holder),
      isClosed: () => this.#closing !== undefined,
      positions: this.#subscriptions,
    };
  }

  async #pollUntil(deadline: Deadline, maxRecords: number, holder?: Holder<K, V>): Promise<ConsumerRecords<K, V>> {
    // Polls that always find records, or never wait, would otherwise keep heartbeats and fetches from happening.
    if (this.#ports.clock.monotonicMs() - this.#yieldedMs >= YIELD_INTERVAL_MS) await this.#yield();
    for (let hasYielded = false; ;) {
      if (this.#isWokenUp) {
        this.#isWokenUp = false;
        throw new KafkaError("WAKEUP", "The poll was woken up", { retriable: true });
      }
      this.#throwIfClosed();
      deadline.throwIfAborted();
      if (this.#subscriptions.isGroupManaged) await this.#coordinator?.poll();
      this.#noteIdentity();
      this.#autoCommitter?.poll();
      this.#positions.update();
      this.#fetcher.fetch();
      const records = await this.#fetcher.collect<K, V>(maxRecords);
      if (records.count > 0) {
        // The next ones are asked for while the application works on these.
        this.#fetcher.fetch();
        publishPoll(records, this.#config);
        const given = this.#interceptors?.onConsume(records) ?? records;
        holder?.take(given);
        this.#fetcher.collecting.clear();
        return given;
      }
      const error =
        this.#fetcher.takeError() ??
        this.#positions.takeError() ??
        this.#metadataError ??
        topicError(this.#client.metadata, this.#interestingTopics() ?? []);
      if (error !== undefined) throw error;
      if (!deadline.isOver) await this.#news.wait(deadline);
      else if (hasYielded) return records;
      else {
        await this.#yield();
        hasYielded = true;
      }
    }
  }

  async #yield(): Promise<void> {
    await yieldToEventLoop();
    this.#yieldedMs = this.#ports.clock.monotonicMs();
  }

  /** Goes to an offset; the next poll reads from there. */
  seek(partition: TopicPartition, offset: number | OffsetAndMetadata): void {
    const target = typeof offset === "number" ? { offset } : offset;
    if (!(target.offset >= 0 && Number.isSafeInteger(target.offset))) {
      throw new KafkaError("INVALID_ARGUMENT", "seek offset must not be a negative number");
    }
    this.#subscriptions.sought(partition).seek(target.offset, target.leaderEpoch ?? -1);
    this.#news.ring();
  }

  /** Goes to the first offset of the partitions (default: all that are assigned). Takes effect in the next poll. */
  seekToBeginning(partitions: readonly TopicPartition[] = this.assignment()): void {
    for (const partition of partitions) this.#subscriptions.sought(partition).requestReset({ kind: "earliest" });
    this.#news.ring();
  }

  /** Goes behind the last offset of the partitions (default: all that are assigned). Takes effect in the next poll. */
  seekToEnd(partitions: readonly TopicPartition[] = this.assignment()): void {
    for (const partition of partitions) this.#subscriptions.sought(partition).requestReset({ kind: "latest" });
    this.#news.ring();
  }

  /** Stops giving records of the partitions; the group is not affected. */
  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#subscriptions.get(partition).isPaused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#subscriptions.get(partition).isPaused = false;
    this.#news.ring();
  }

  paused(): readonly TopicPartition[] {
    return this.#subscriptions.assigned().filter((partition) => this.#subscriptions.get(partition).isPaused);
  }

  /** The offset of the next record a poll would give. Waits until it is known. */
  async position(partition: TopicPartition, options: CallOptions = {}): Promise<number> {
    this.#throwIfClosed();
    return await this.#positions.positionOf(partition, this.#deadline(options), this.#news);
  }

  /** What the group has committed; null where nothing is. */
  async committed(
    partitions: readonly TopicPartition[],
    options: CallOptions = {},
  ): Promise<TopicPartitionMap<OffsetAndMetadata | null>> {
    const committer = this.#requireCommitter();
    const begunMs = this.#ports.clock.monotonicMs();
    try {
      return await unlessAborted(options.signal, () => committer.committed(partitions, this.#deadline(options)));
    } finally {
      this.#pollMetrics.onCommitted(this.#ports.clock.monotonicMs() - begunMs);
    }
  }

  /**
   * Commits the positions (or the given offsets), trying again until it succeeds or cannot. Inside a loop the positions are those behind what was given out;
   * inside a handler of {@link run} those behind what is done, which its own record is not yet.
   */
  async commitSync(offsets?: readonly PartitionOffset[], options: CallOptions = {}): Promise<void> {
    const committer = this.#requireCommitter();
    const begunMs = this.#ports.clock.monotonicMs();
    try {
      const given = offsets ?? this.#committable(false);
      await unlessAborted(options.signal, () => committer.commitSync(given, this.#deadline(options)));
    } finally {
      this.#pollMetrics.onCommitSync(this.#ports.clock.monotonicMs() - begunMs);
    }
  }

  /** Commits the positions (or the given offsets) once. Rejects if that fails: `RETRIABLE_COMMIT_FAILED` when a later commit may succeed. */
  async commitAsync(offsets?: readonly PartitionOffset[]): Promise<void> {
    const committer = this.#requireCommitter();
    try {
      await committer.commit(offsets ?? this.#committable(false));
    } catch (error) {
      if (!(error instanceof KafkaError) || !error.retriable) throw error;
      const sentence = `Offset commit failed with a retriable exception. You should retry committing the latest consumed offsets: ${error.message}`;
      throw new KafkaError("RETRIABLE_COMMIT_FAILED", sentence, { retriable: true, cause: error });
    }
  }

  /**
   * Whether this consumer makes progress, and if not, why: never a silent stall. Costs a look at each assigned partition. A fetch counts as silent when
   * none was answered for `request.timeout.ms`.
   */
  health(): ConsumerHealth {
    const { clock } = this.#ports;
    return consumerHealth({
      client: this.#client,
      config: this.#config,
      subscriptions: this.#subscriptions,
      coordinator: this.#coordinator,
      polledMs: this.#polledMs,
      error: this.#metadataError,
      nowMs: clock.monotonicMs(),
    });
  }

  /** What this consumer measures, with the names, groups and tags of Java's. */
  metrics(): readonly Metric[] {
    return this.#client.metrics.all();
  }

  /** The distance between position and end, if both are known without asking. */
  currentLag(partition: TopicPartition): number | undefined {
    const { position, hasPosition, highWatermark, lastStableOffset } = this.#subscriptions.get(partition);
    const end = this.#config["isolation.level"] === "read_committed" ? lastStableOffset : highWatermark;
    return hasPosition && end >= 0 ? Math.max(0, end - position) : undefined;
  }

  /** The first records at or after the given times; null where there is none. */
  async offsetsForTimes(
    times: readonly (TopicPartition & { readonly timestamp: number })[],
    options: CallOptions = {},
  ): Promise<TopicPartitionMap<OffsetAndTimestamp | null>> {
    this.#throwIfClosed();
    const ask = (): ReturnType<typeof this.offsetsForTimes> =>
      this.#queries.offsetsForTimes(times, this.#deadline(options));
    return await unlessAborted(options.signal, ask);
  }

  async beginningOffsets(
    partitions: readonly TopicPartition[],
    options: CallOptions = {},
  ): Promise<TopicPartitionMap<number>> {
    return await this.#ends(partitions, EARLIEST_TIMESTAMP, options);
  }

  /** The offsets behind the last record; with read_committed, behind the last record that may be read. */
  async endOffsets(
    partitions: readonly TopicPartition[],
    options: CallOptions = {},
  ): Promise<TopicPartitionMap<number>> {
    return await this.#ends(partitions, LATEST_TIMESTAMP, options);
  }

  async #ends(
    partitions: readonly TopicPartition[],
    timestamp: number,
    options: CallOptions,
  ): Promise<TopicPartitionMap<number>> {
    this.#throwIfClosed();
    const deadline = this.#deadline(options);
    return await unlessAborted(options.signal, () => this.#queries.ends(partitions, timestamp, deadline));
  }

  /** The ids of a topic's partitions; empty when it does not exist. */
  async partitionsFor(topic: string, options: CallOptions = {}): Promise<readonly number[]> {
    this.#throwIfClosed();
    const { timeoutMs } = this.#deadline(options);
    return await unlessAborted(options.signal, () => this.#queries.partitionsFor(topic, timeoutMs));
  }

  /**
   * Who this consumer is within its group. A member that the group has given up stays who it was until a poll makes it somebody else: its offsets must
   * be refused, and as nobody in particular (generation -1) it could commit them for any group (KIP-447).
   */
  groupMetadata(): ConsumerGroupMetadata {
    const groupId = this.#config["group.id"];
    if (groupId === null || this.#coordinator === undefined) throw CoordinatorLookup.noGroupError();
    this.#noteIdentity();
    return { groupId, ...this.#identity, groupInstanceId: this.#config["group.instance.id"] ?? undefined };
  }

  /** The id under which brokers know this client's metrics (KIP-714); undefined until one gave it, and where none wants them. */
  clientInstanceId(): string | undefined {
    return this.#telemetry?.clientInstanceId;
  }

  #noteIdentity(): void {
    if (this.#coordinator?.canCommit !== true) return;
    const { generationId, memberId } = this.#coordinator;
    this.#identity = { generationId, memberId };
  }

  /** Makes the next poll join the group again. With `group.protocol=consumer` the coordinator alone decides when to rebalance, so this throws. */
  enforceRebalance(reason = "rebalance enforced by user"): void {
    this.#coordinator?.rejoin(reason);
  }

  /** Makes the poll in progress, or the next one, reject with code WAKEUP. */
  wakeup(): void {
    this.#isWokenUp = true;
    this.#news.ring();
  }

  /** Commits (if it does so by itself), leaves the group and closes the connections, within `timeoutMs` (default 30,000), or until the signal aborts. */
  close(options: CallOptions & { readonly groupMembershipOperation?: GroupMembershipOperation } = {}): Promise<void> {
    const { timeoutMs = CLOSE_TIMEOUT_MS, signal, groupMembershipOperation = "DEFAULT" } = options;
    this.#closing ??= this.#close(new Deadline(this.#ports.clock, timeoutMs, signal), groupMembershipOperation);
    this.#inHand.onClose();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(deadline: Deadline, operation: GroupMembershipOperation): Promise<void> {
    this.#news.ring();
    try {
      await this.#leaveGroup("the consumer is being closed", { operation, deadline });
    } finally {
      this.#coordinator?.close();
      await this.#fetcher.close(deadline.remainingMs());
      this.#interceptors?.close();
      await this.#telemetry?.close();
      this.#client.close();
    }
  }

  async #leaveGroup(
    reason: string,
    options: { readonly operation: GroupMembershipOperation; readonly deadline: Deadline },
  ): Promise<void> {
    if (this.#subscriptions.isGroupManaged) await this.#coordinator?.leave(reason, options);
    else if (this.#subscriptions.kind === "assigned") await this.#autoCommitter?.commitNow(options.deadline);
  }

  #interestingTopics(): readonly string[] | null {
    if (this.#subscriptions.pattern !== undefined) return null;
    const watched = this.#coordinator?.watchedTopics ?? [];
    return [...new Set([...this.#subscriptions.interestingTopics(), ...watched, ...this.#queries.topics()])];
  }

  /** The positions of all partitions that have one, as far as nothing before them is in hand. */
  #committable(automatically: boolean): PartitionOffset[] {
    return this.#inHand.committable(this.#subscriptions.positions(), automatically);
  }

  #commitIdentity(): CommitIdentity {
    const coordinator = this.#coordinator;
    if (coordinator === undefined || !this.#subscriptions.isGroupManaged) {
      return { generationId: -1, memberId: "", groupInstanceId: null };
    }
    if (!coordinator.canCommit) throw coordinator.isRebalancing ? rebalanceInProgressError() : commitFailedError();
    const { generationId, memberId } = coordinator;
    return { generationId, memberId, groupInstanceId: this.#config["group.instance.id"] };
  }

  #requireCommitter(): OffsetCommitter {
    this.#throwIfClosed();
    if (this.#committer === undefined) throw CoordinatorLookup.noGroupError();
    return this.#committer;
  }

  #deadline({ timeoutMs, signal }: CallOptions): Deadline {
    return new Deadline(this.#ports.clock, timeoutMs ?? this.#config["default.api.timeout.ms"], signal);
  }

  #throwIfClosed(): void {
    if (this.#closing !== undefined) throw new KafkaError("CLOSED", "This consumer has already been closed.");
  }
}
