/**
 * One request, several replies: Spring's AggregatingReplyingKafkaTemplate. Replies of a request are gathered until a release strategy says that they are all;
 * then the request ends with one record whose value is the list of them.
 *
 * Offsets of replies are committed only when nothing is being gathered any more, so that a template that starts again gets the replies that no request
 * has ended with. Those that come again to a request that still gathers are the same replies, and count once.
 */
import { ConfigError, topicPartitionName } from "@ottla/client";
import type { ConsumerRecord, PartitionOffset, RecordHeader } from "@ottla/client";
import { isManual } from "../ack/ack-mode.ts";
import type { AnyListener } from "../container/listener.ts";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import { asError } from "../errors/exceptions.ts";
import { ReplyingKafkaTemplate } from "./replying-kafka-template.ts";
import type { ReplyingTemplateOptions } from "./replying-kafka-template.ts";
import type { ProducerFactory } from "./producer-factory.ts";

/** The topic that the record of all replies says it is from. There is no such topic. */
export const AGGREGATED_RESULTS_TOPIC = "aggregatedResults";
/** The same of a record with the replies that came in time. */
export const PARTIAL_RESULTS_AFTER_TIMEOUT_TOPIC = "partialResultsAfterTimeout";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/**
 * Whether a request has the replies it wants. Asked with each further reply; with `isTimeout` once more, if `returnPartialOnTimeout` is set, when the request's
 * time is up: then true means that those are enough. It may change the list, which is what the request ends with. What it throws, the request ends with.
 */
export type ReleaseStrategy<R = unknown> = (replies: ConsumerRecord<unknown, R>[], isTimeout: boolean) => boolean;

export interface AggregatingTemplateOptions<K, V, R> extends ReplyingTemplateOptions<K, V> {
  readonly releaseStrategy: ReleaseStrategy<R>;
  /** A request whose time is up ends with the replies that there are, if the release strategy agrees; default false: with a `KafkaReplyTimeoutException`. */
  readonly returnPartialOnTimeout?: boolean;
  /** How long a commit of replies may take, in ms; default 30,000. */
  readonly commitTimeout?: number;
}

const COMMIT_TIMEOUT_MS = 30_000;

export class AggregatingReplyingKafkaTemplate<
  K = string | null,
  V = string | null,
  R = string | null,
> extends ReplyingKafkaTemplate<K, V, readonly ConsumerRecord<unknown, R>[]> {
  readonly #options: AggregatingTemplateOptions<K, V, R>;
  /** Replies by request, and there by where they are. Only requests with a reply are in it. */
  readonly #gathered = new Map<string, Map<string, AnyRecord>>();
  /** Behind the replies of requests that have ended, by partition. */
  readonly #offsets = new Map<string, PartitionOffset>();

  /** Throws a `ConfigError` for a reply container with an ack mode that is not a manual one; without any it is MANUAL. */
  constructor(producerFactory: ProducerFactory, options: AggregatingTemplateOptions<K, V, R>) {
    const { ackMode = "MANUAL" } = options.replies;
    if (!isManual(ackMode)) {
      throw new ConfigError(`The reply container must have a MANUAL or MANUAL_IMMEDIATE ackMode, not ${ackMode}`);
    }
    super(producerFactory, { ...options, replies: { ...options.replies, ackMode } });
    this.#options = options;
  }

  protected override replyListener(): AnyListener {
    return { isBatch: true, onMessages: (replies, { consumer }) => this.#onReplies(replies, consumer) };
  }

  protected override onTimeout(id: string): AnyRecord | undefined {
    const gathered = this.#gathered.get(id);
    if (gathered === undefined || this.#options.returnPartialOnTimeout !== true) return undefined;
    const replies = [...gathered.values()];
    return this.#isReleased(id, replies, true) ? recordOf(PARTIAL_RESULTS_AFTER_TIMEOUT_TOPIC, replies, []) : undefined;
  }

  protected override onEnded(id: string): void {
    this.#gathered.delete(id);
  }

  async #onReplies(replies: readonly AnyRecord[], consumer: ListenerConsumer): Promise<void> {
    for (const reply of replies) {
      const id = this.pendingIdOf(reply);
      if (id !== undefined) this.#gather(id, reply);
    }
    if (this.#gathered.size === 0) await this.#commit(consumer);
  }

  #gather(id: string, reply: AnyRecord): void {
    const gathered = this.#gathered.get(id) ?? new Map<string, AnyRecord>();
    this.#gathered.set(id, gathered.set(`${topicPartitionName(reply)}@${reply.offset}`, reply));
    const list = [...gathered.values()];
    if (!this.#isReleased(id, list, false)) return;
    this.#gathered.delete(id);
    for (const { topic, partition, offset } of list) this.#passes({ topic, partition, offset: offset + 1 });
    const correlation = { key: this.correlationHeaderName, value: Buffer.from(id, "latin1") };
    this.settle(id, recordOf(AGGREGATED_RESULTS_TOPIC, list, [correlation]));
  }

  #isReleased(id: string, replies: AnyRecord[], isTimeout: boolean): boolean {
    try {
      // What the replies' values are, the deserializer of the reply container says.
      return this.#options.releaseStrategy(replies as ConsumerRecord<unknown, R>[], isTimeout);
    } catch (error) {
      this.#gathered.delete(id);
      this.fail(id, asError(error));
      return false;
    }
  }

  #passes(offset: PartitionOffset): void {
    const name = topicPartitionName(offset);
    const before = this.#offsets.get(name);
    if (before === undefined || before.offset < offset.offset) this.#offsets.set(name, offset);
  }

  /** A commit that fails is made up for by the next one: its replies have ended their requests. */
  async #commit(consumer: ListenerConsumer): Promise<void> {
    const held = new Set(consumer.assignment().map(topicPartitionName));
    for (const name of this.#offsets.keys()) if (!held.has(name)) this.#offsets.delete(name);
    const offsets = [...this.#offsets.values()];
    if (offsets.length === 0) return;
    this.#offsets.clear();
    try {
      await consumer.commitSync(offsets, { timeoutMs: this.#options.commitTimeout ?? COMMIT_TIMEOUT_MS });
    } catch (error) {
      for (const offset of offsets) this.#passes(offset);
      this.replyLogger.error("The offsets of replies could not be committed", error);
    }
  }
}

/** A record that is in no log, with the replies as its value. */
function recordOf(topic: string, replies: readonly AnyRecord[], headers: readonly RecordHeader[]): AnyRecord {
  return {
    topic,
    partition: 0,
    offset: 0,
    timestamp: -1,
    timestampType: "NoTimestampType",
    leaderEpoch: undefined,
    key: null,
    value: replies,
    rawKey: null,
    rawValue: null,
    headers,
    serializedKeySize: -1,
    serializedValueSize: -1,
  };
}
