/**
 * The share consumer (KIP-932): members of a share group read the same partitions together, and each record goes to one of them, again if need be. Java's
 * ShareConsumer.
 *
 * A record is acquired for a time; the application says what became of it (accept, release, reject, renew), or leaves that to the next poll (implicit mode).
 */
import { clientPorts } from "../client-ports.ts";
import type { ClientPorts } from "../client-ports.ts";
import { ClusterClient } from "../cluster-client.ts";
import { resolveConfig } from "../config/resolve.ts";
import { SHARE_CONSUMER_CONFIG } from "../config/share-consumer-config.ts";
import type { ShareConsumerConfig, ShareConsumerOptions } from "../config/share-consumer-config.ts";
import { ConsumerRecords } from "../consumer/consumer-record.ts";
import type { ConsumerRecord } from "../consumer/consumer-record.ts";
import type { PollOptions } from "../consumer/consumer-types.ts";
import { subscribedTopics, topicError } from "../consumer/subscribed-topics.ts";
import { Deadline, within, yieldToEventLoop } from "../deadline.ts";
import type { CallOptions } from "../deadline.ts";
import { KafkaError } from "../errors.ts";
import type { Metric } from "../metrics/metrics.ts";
import { PollMetrics } from "../metrics/consumer-metrics.ts";
import { ShareFetchMetrics, ShareGroupMetrics } from "../metrics/share-metrics.ts";
import { telemetryOf } from "../telemetry/reporter.ts";
import type { TelemetryReporter } from "../telemetry/reporter.ts";
import { Signal } from "../signal.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AcknowledgeType, Acknowledgements } from "./acknowledgements.ts";
import type { AcquiredRecords } from "./acquired-records.ts";
import { ShareCoordinator } from "./share-coordinator.ts";
import { shareConsumerHealth } from "./share-health.ts";
import { metadataProblem } from "../consumer/consumer-health.ts";
import type { ShareConsumerHealth } from "./share-health.ts";
import { ShareFetcher } from "./share-fetcher.ts";

type Raw = Uint8Array | null;

/** Told which offsets were acknowledged, and with what outcome. Called inside of poll, commit and close. */
export type AcknowledgementCommitCallback = (
  offsets: TopicPartition & { readonly offsets: readonly number[] },
  error: KafkaError | null,
) => void;

interface Current {
  readonly records: AcquiredRecords;
  readonly topicId: string;
}

interface Completed extends TopicPartition {
  readonly offsets: readonly number[];
  readonly error: KafkaError | undefined;
}

const CLOSE_TIMEOUT_MS = 30_000;
const CODES: ReadonlySet<string> = new Set<AcknowledgeType>(["ACCEPT", "RELEASE", "REJECT", "RENEW"]);

/** Reads records of a share group. One call at a time. */
export class ShareConsumer<K = Raw, V = Raw> implements AsyncDisposable {
  readonly #config: ShareConsumerConfig;
  readonly #ports: ClientPorts;
  readonly #client: ClusterClient;
  readonly #news: Signal;
  readonly #coordinator: ShareCoordinator;
  readonly #fetcher: ShareFetcher;
  #topics: ReadonlySet<string> = new Set();
  /** What polls gave and the application has not acknowledged. */
  #current: Current[] = [];
  #completed: Completed[] = [];
  #callback: AcknowledgementCommitCallback | null = null;
  #isBusy = false;
  readonly #pollMetrics: PollMetrics;
  readonly #telemetry: TelemetryReporter | undefined;
  /** When the last poll began, on the monotonic clock. */
  #polledMs: number | undefined;
  #isPolling = false;
  /** Why the cluster cannot be asked about its topics; trying again will not mend it. */
  #metadataError: KafkaError | undefined;
  #isWokenUp = false;
  #closing: Promise<void> | undefined;

  constructor(options: ShareConsumerOptions<K, V>, ports?: Partial<ClientPorts>) {
    const config = resolveConfig(SHARE_CONSUMER_CONFIG, options);
    this.#config = config;
    this.#ports = clientPorts(ports);
    this.#news = new Signal(this.#ports.clock);
    const onNews = (): void => this.#news.ring();
    this.#client = new ClusterClient({
      // As in Java, where a share consumer counts its connections as a consumer does.
      kind: "consumer",
      config,
      ports: this.#ports,
      interest: {
        topics: () => this.#interestingTopics(),
        isOfInterest: (topic) => this.#interestingTopics().includes(topic),
      },
      allowAutoTopicCreation: config["allow.auto.create.topics"],
    });
    const client = this.#client;
    this.#pollMetrics = new PollMetrics(client.metrics, "consumer-share");
    this.#coordinator = new ShareCoordinator({
      client,
      config,
      subscription: () => [...this.#topics],
      onNews,
      metrics: new ShareGroupMetrics(client.metrics),
    });
    this.#fetcher = new ShareFetcher({
      client,
      config,
      member: { groupId: config["group.id"], memberId: this.#coordinator.memberId },
      assigned: () => this.#coordinator.assigned,
      onNews,
      metrics: new ShareFetchMetrics(client.metrics),
    });
    this.#telemetry = telemetryOf(client, () => this.#coordinator.memberId);
    client.updater.onUpdate(() => {
      this.#metadataError = undefined;
      onNews();
    });
    client.updater.onFailure((error) => {
      this.#metadataError = error;
      onNews();
    });
  }

  /** Joins the share group for these topics, in place of any earlier subscription. */
  subscribe(topics: string | readonly string[]): void {
    this.#throwIfClosed();
    this.#topics = subscribedTopics(topics);
    this.#client.updater.requestUpdate({ isUrgent: true });
  }

  subscription(): ReadonlySet<string> {
    return new Set(this.#topics);
  }

  /** Leaves the group. */
  async unsubscribe(): Promise<void> {
    await this.#exclusively(async () => {
      this.#topics = new Set();
      await this.#coordinator.leave(this.#deadline({}));
    });
  }

  /**
   * The next records; empty when `timeoutMs` passes without any (with 0, the default: at once). In implicit mode it accepts what the poll before gave; in
   * explicit mode all of that must be acknowledged. Records whose lock was renewed are given again.
   */
  async poll(options: Omit<PollOptions, "maxRecords"> | number = {}): Promise<ConsumerRecords<K, V>> {
    const { timeoutMs = 0, signal = undefined } = typeof options === "number" ? { timeoutMs: options } : options;
    return await this.#exclusively(async () => {
      this.#tellCompleted();
      if (this.#topics.size === 0) throw new KafkaError("ILLEGAL_STATE", "Consumer is not subscribed to any topics.");
      if (this.#isImplicit) this.#acceptAll();
      else if (!this.#current.every(({ records }) => records.isAllAcknowledged)) {
        throw new KafkaError("ILLEGAL_STATE", "All records must be acknowledged in explicit acknowledgement mode.");
      }
      this.#polledMs = this.#ports.clock.monotonicMs();
      this.#isPolling = true;
      this.#pollMetrics.onPollBegin();
      try {
        const records = await this.#pollUntil(new Deadline(this.#ports.clock, timeoutMs, signal));
        this.#tellCompleted();
        return records;
      } finally {
        this.#pollMetrics.onPollEnd();
        this.#isPolling = false;
      }
    });
  }

  /** Says what became of a record of the last poll. For explicit mode; goes to the broker with the next poll or commit. Default type: ACCEPT. */
  acknowledge(record: TopicPartition & { readonly offset: number }, type: AcknowledgeType = "ACCEPT"): void {
    this.#throwIfClosed();
    if (this.#isImplicit) throw new KafkaError("ILLEGAL_STATE", "Implicit acknowledgement of delivery is being used.");
    if (!CODES.has(type)) throw new KafkaError("INVALID_ARGUMENT", `Unknown acknowledge type: ${type}`);
    const { topic, partition, offset } = record;
    const held = this.#current.find(
      ({ records }) => records.topic === topic && records.partition === partition && records.holds(offset),
    );
    if (held === undefined) throw new KafkaError("ILLEGAL_STATE", "The record cannot be acknowledged.");
    held.records.acknowledge(offset, type);
  }

  /** Sends the acknowledgements and waits: the outcome for each partition, null for success. In implicit mode all of the last poll is accepted. */
  async commitSync(options: CallOptions = {}): Promise<TopicPartitionMap<KafkaError | null>> {
    return await this.#exclusively(async () => {
      this.#tellCompleted();
      const deadline = this.#deadline(options);
      if (this.#isImplicit) this.#acceptAll();
      const sent = this.#takeAcknowledged();
      this.#fetcher.flush();
      const results = new TopicPartitionMap<KafkaError | null>();
      const sentence = (): string =>
        `Timeout of ${deadline.timeoutMs}ms expired before the acknowledgements were committed`;
      await Promise.all(
        sent.map(async ({ at, given }) => {
          const error = await within(this.#ports.clock, given.promise, deadline, sentence);
          if (error !== undefined || !results.has(at)) results.set(at, error ?? null);
        }),
      );
      this.#tellCompleted();
      return results;
    });
  }

  /** Sends the acknowledgements without waiting; the callback hears of the outcome. */
  commitAsync(): void {
    this.#throwIfClosed();
    this.#throwIfBusy();
    this.#tellCompleted();
    if (this.#isImplicit) this.#acceptAll();
    this.#takeAcknowledged();
    this.#fetcher.flush();
  }

  /** Who is told about outcomes of acknowledgements, or null for nobody. */
  setAcknowledgementCommitCallback(callback: AcknowledgementCommitCallback | null): void {
    this.#throwIfClosed();
    if (callback === null) this.#completed = [];
    this.#callback = callback;
  }

  /** How long records stay acquired, in milliseconds; undefined until a broker said it. */
  acquisitionLockTimeoutMs(): number | undefined {
    return this.#fetcher.acquisitionLockTimeoutMs;
  }

  /** What this share consumer measures, with the names, groups and tags of Java's. */
  metrics(): readonly Metric[] {
    return this.#client.metrics.all();
  }

  /** The id under which brokers know this client's metrics (KIP-714); undefined until one gave it, and where none wants them. */
  clientInstanceId(): string | undefined {
    return this.#telemetry?.clientInstanceId;
  }

  /** Whether this share consumer makes progress, and if not, why: never a silent stall. */
  health(): ShareConsumerHealth {
    const { metadata, ports } = this.#client;
    return shareConsumerHealth({
      nowMs: ports.clock.monotonicMs(),
      polledMs: this.#polledMs,
      isPolling: this.#isPolling,
      maxPollIntervalMs: this.#config["max.poll.interval.ms"],
      requestTimeoutMs: this.#config["request.timeout.ms"],
      isSubscribed: this.#topics.size > 0,
      isMember: this.#coordinator.isMember,
      metadataProblem: metadataProblem(this.#client, this.#metadataError, ports.clock.monotonicMs()),
      partitions: this.#coordinator.assigned.map(({ topic, partition }) => {
        const { leaderId = -1 } = metadata.partition(topic, partition) ?? {};
        return { topic, partition, leaderId, node: this.#fetcher.stateOf(leaderId) };
      }),
    });
  }

  /** Makes the poll in progress, or the next one, reject with code WAKEUP. */
  wakeup(): void {
    this.#isWokenUp = true;
    this.#news.ring();
  }

  /** Sends what is acknowledged, releases the rest, leaves the group and closes the connections, within `timeoutMs` (default 30,000), or until the signal aborts. */
  close(options: CallOptions = {}): Promise<void> {
    const { timeoutMs = CLOSE_TIMEOUT_MS, signal } = options;
    this.#closing ??= this.#close(new Deadline(this.#ports.clock, timeoutMs, signal));
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(deadline: Deadline): Promise<void> {
    this.#news.ring();
    this.#takeAcknowledged();
    try {
      await this.#fetcher.close(deadline);
      await this.#coordinator.leave(deadline);
      await Promise.resolve();
      this.#tellCompleted();
    } finally {
      this.#coordinator.close();
      await this.#telemetry?.close();
      this.#client.close();
    }
  }

  async #pollUntil(deadline: Deadline): Promise<ConsumerRecords<K, V>> {
    for (let hasYielded = false; ;) {
      if (this.#isWokenUp) {
        this.#isWokenUp = false;
        throw new KafkaError("WAKEUP", "The poll was woken up", { retriable: true });
      }
      this.#throwIfClosed();
      deadline.throwIfAborted();
      this.#coordinator.poll();
      const records = await this.#collect();
      if (!records.isEmpty) return records;
      const error = this.#fetcher.takeError() ?? this.#metadataError ?? topicError(this.#client.metadata, this.#topics);
      if (error !== undefined) throw error;
      if (!deadline.isOver) await this.#news.wait(deadline);
      else if (hasYielded) return records;
      else {
        await yieldToEventLoop();
        hasYielded = true;
      }
    }
  }

  /** What is there to give; else asks for more. */
  async #collect(): Promise<ConsumerRecords<K, V>> {
    this.#takeAcknowledged();
    const hasRenewals = this.#current.some(({ records }) => records.hasRenewals);
    if (hasRenewals) {
      for (const { records } of this.#current) records.takeRenewed();
      if (this.#current.every(({ records }) => records.isEmpty)) {
        // The broker has not answered yet; records of another fetch would have to be told apart from these.
        this.#fetcher.flush();
        return new ConsumerRecords();
      }
    } else if (this.#current.length === 0 && this.#fetcher.hasRecords) {
      this.#current = await this.#fetcher.take(this.#config["max.poll.records"]);
      this.#takeGaps();
    }
    const given = new ConsumerRecords<K, V>();
    for (const { records } of this.#current) {
      // The records are typed by the deserializers that the options gave, which is where K and V come from.
      const list = records.records as unknown as ConsumerRecord<K, V>[];
      if (list.length > 0) given.add(records, list);
    }
    if (given.isEmpty) this.#fetcher.fetch();
    else this.#fetcher.flush();
    return given;
  }

  /** Hands what is acknowledged over for sending, and forgets what is settled with it. */
  #takeAcknowledged(): { readonly at: TopicPartition; readonly given: Acknowledgements }[] {
    const sent: { at: TopicPartition; given: Acknowledgements }[] = [];
    for (const { records, topicId } of this.#current) {
      const given = records.take();
      if (given === undefined) continue;
      const { topic, partition } = records;
      sent.push({ at: { topic, partition }, given });
      this.#fetcher.acknowledge(records, topicId, given);
      const { offsets } = given;
      void given.promise.then((error) => {
        if (offsets.length > 0 && this.#callback !== null) this.#completed.push({ topic, partition, offsets, error });
        this.#news.ring();
      });
    }
    this.#current = this.#current.filter(({ records }) => !records.isEmpty || records.hasRenewals);
    return sent;
  }

  /** Offsets without a record are settled at once: nobody else will acknowledge them. */
  #takeGaps(): void {
    for (const { records, topicId } of this.#current) {
      const given = records.takeGaps();
      if (given !== undefined) this.#fetcher.acknowledge(records, topicId, given);
    }
    this.#current = this.#current.filter(({ records }) => !records.isEmpty);
  }

  #acceptAll(): void {
    for (const { records } of this.#current) records.acknowledgeAll("ACCEPT");
  }

  #tellCompleted(): void {
    const completed = this.#completed;
    this.#completed = [];
    for (const { topic, partition, offsets, error } of completed) {
      this.#callback?.({ topic, partition, offsets }, error ?? null);
    }
  }

  get #isImplicit(): boolean {
    return this.#config["share.acknowledgement.mode"] === "implicit";
  }

  #interestingTopics(): readonly string[] {
    return [...new Set([...this.#topics, ...this.#coordinator.assigned.map((one) => one.topic)])];
  }

  async #exclusively<T>(call: () => Promise<T>): Promise<T> {
    this.#throwIfClosed();
    this.#throwIfBusy();
    this.#isBusy = true;
    try {
      return await call();
    } finally {
      this.#isBusy = false;
    }
  }

  #throwIfBusy(): void {
    if (!this.#isBusy) return;
    throw new KafkaError(
      "CONCURRENT_USE",
      "Another call of this consumer is still running; await it before the next one",
    );
  }

  #deadline({ timeoutMs, signal }: CallOptions): Deadline {
    return new Deadline(this.#ports.clock, timeoutMs ?? this.#config["default.api.timeout.ms"], signal);
  }

  #throwIfClosed(): void {
    if (this.#closing !== undefined) throw new KafkaError("CLOSED", "This consumer has already been closed.");
  }
}
