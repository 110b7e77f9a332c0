/**
 * Fetches ahead of the application: one request to each broker at a time, for every partition whose buffer has room, and hands the records out in
 * rotation.
 *
 * Bounds: a partition is fetched while less than `max.partition.fetch.bytes` of it waits, and nothing is fetched while `fetch.max.bytes` wait altogether.
 */
import type { Timer } from "@ottla/base";
import { ErrorCode, describeError } from "@ottla/protocol";
import type { FetchResponse, PartitionData } from "@ottla/protocol/messages/fetch";
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import { OffsetOutOfRangeError, protocolError, toKafkaError } from "../errors.ts";
import type { KafkaError } from "../errors.ts";
import { ConsumerRecords } from "./consumer-record.ts";
import type { ConsumerRecord, FetchedRecord } from "./consumer-record.ts";
import { closeSessionCall, fetchAnswers, fetchCall, fetchLeaderHints } from "./fetch-request.ts";
import type { FetchAnswer } from "./fetch-request.ts";
import { FetchPlanner } from "./fetch-planner.ts";
import type { Asked, FetchPlan } from "./fetch-planner.ts";
import { FetchSession } from "./fetch-session.ts";
import type { FetchMetrics } from "../metrics/consumer-metrics.ts";
import { FetchedPartition, endOffset } from "./fetched-partition.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import { Collecting } from "./in-hand.ts";
import { ResponseMemory } from "./response-memory.ts";
import type { PartitionPosition } from "./partition-position.ts";
import type { SubscriptionState } from "./subscription-state.ts";

/** A slice this small is copied, if it would hold a response of more than four times its size in memory. */
const COPIED_BYTES_MAX = 65_536;

export interface FetcherOptions {
  readonly client: ClusterClient;
  readonly config: ConsumerConfig;
  readonly subscriptions: SubscriptionState;
  readonly metrics: FetchMetrics;
  /** Called when there is something new for a poll: records, an error, a partition that needs a position. */
  readonly onNews: () => void;
}

interface NodeFetch {
  readonly session: FetchSession;
  isInFlight: boolean;
}

/** Fetches for one consumer. */
export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #planner: FetchPlanner;
  readonly #nodes: Map<number, NodeFetch> = new Map();
  /** What is being collected, which moves positions before anybody has got it. */
  readonly collecting: Collecting = new Collecting();
  #errors: KafkaError[] = [];
  #retryTimer: Timer | undefined;
  #againTimer: Timer | undefined;
  /** When {@link #againTimer} fires, on the monotonic clock. */
  #againAtMs = Infinity;
  #isClosed = false;

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#planner = new FetchPlanner(options);
  }

  /** Sends whatever requests can be sent now. */
  fetch(): void {
    if (this.#isClosed) return;
    const { byNode, againAtMs } = this.#planner.plan((nodeId) => this.#nodes.get(nodeId)?.isInFlight === true);
    for (const [nodeId, plan] of byNode) void this.#fetchFrom(nodeId, plan);
    this.#fetchAgainAt(againAtMs);
  }

  /** Fetches at this time of the monotonic clock, unless something does before. */
  #fetchAgainAt(atMs: number): void {
    if (atMs >= this.#againAtMs) return;
    this.#againTimer?.cancel();
    const { clock } = this.#options.client.ports;
    this.#againAtMs = atMs;
    this.#againTimer = clock.setTimer(Math.max(0, atMs - clock.monotonicMs()), () => {
      this.#againAtMs = Infinity;
      this.fetch();
    });
  }

  /** The oldest error a poll has not been told of. */
  takeError(): KafkaError | undefined {
    return this.#errors.shift();
  }

  /** Up to `max` records of what was fetched. Positions move past them; {@link collecting} is to be cleared when they have been handed over. */
  async collect<K, V>(max: number): Promise<ConsumerRecords<K, V>> {
    const result = new ConsumerRecords<K, V>();
    const { subscriptions } = this.#options;
    this.collecting.clear();
    const turns = subscriptions.rotation().filter(({ fetched, isFetchable }) => fetched.length > 0 && isFetchable);
    for (const [turn, position] of turns.entries()) {
      // Whoever comes next, in this poll or another, is made ready meanwhile.
      if (result.count >= max) {
        position.fetched[0]?.prepare();
        break;
      }
      turns[turn + 1]?.fetched[0]?.prepare();
      if (position.fetched.length === 0 || !position.isFetchable) continue;
      const records: FetchedRecord[] = [];
      this.collecting.begin(position);
      await this.#collectFrom(position, max - result.count, records);
      this.#measure(position);
      // The records are typed by the deserializers that the options gave, which is where K and V come from.
      if (records.length > 0) result.add(position, records as unknown as ConsumerRecord<K, V>[]);
      if (subscriptions.isCurrent(position)) subscriptions.moveToEnd(position);
    }
    return result;
  }

  /**
   * Ends the sessions with the brokers, as far as that needs no waiting: behind a fetch in flight the request would be answered only when that is. Java
   * waits for it; here the session is left to the broker, which forgets idle ones.
   */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    this.#retryTimer?.cancel();
    this.#againTimer?.cancel();
    const closings = [...this.#nodes].map(async ([nodeId, { session, isInFlight }]) => {
      const request = session.buildClose();
      const { client } = this.#options;
      if (isInFlight || request === undefined || !client.pool.isReady(nodeId) || timeoutMs <= 0) return;
      // The broker forgets idle sessions by itself, so a failure is of no consequence.
      await client.send(nodeId, closeSessionCall(request, timeoutMs)).catch(() => undefined);
    });
    await Promise.all(closings);
  }

  /** How far the position is from both ends of what may be read. */
  #measure(position: PartitionPosition): void {
    const { client, metrics, subscriptions } = this.#options;
    if (!subscriptions.isCurrent(position) || !position.hasPosition) return;
    position.progressMs = client.ports.clock.monotonicMs();
    const end = this.#endOf(position);
    const begin = position.logStartOffset;
    const lag = end < 0 ? undefined : Math.max(0, end - position.position);
    metrics.onPosition(position, lag, begin < 0 ? undefined : position.position - begin);
  }

  async #collectFrom(position: PartitionPosition, max: number, records: FetchedRecord[]): Promise<void> {
    const { jumps } = position;
    for (;;) {
      const [fetched] = position.fetched;
      if (fetched === undefined || records.length >= max) return;
      try {
        const opening = fetched.take(max, records);
        if (opening !== undefined) {
          // What was taken has made room, and there is time to fill it.
          this.fetch();
          await opening;
        }
      } catch (thrown) {
        // What came before the damage is delivered first; fetching again from there shows it again.
        position.advance(Math.max(position.position, fetched.nextOffset), fetched.lastEpoch);
        position.dropFetched();
        this.#errors.push(toKafkaError(thrown));
        return;
      }
      if (!this.#options.subscriptions.isCurrent(position) || position.jumps !== jumps) {
        records.length = 0;
        return;
      }
      position.advance(fetched.nextOffset, fetched.lastEpoch);
      if (fetched.isAtEnd) {
        position.fetched.shift();
        this.#options.metrics.onConsumed(position.topic, fetched.sizeInBytes, fetched.recordCount);
      }
    }
  }

  async #fetchFrom(nodeId: number, plan: FetchPlan): Promise<void> {
    const { client, config } = this.#options;
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      node = { session: new FetchSession(), isInFlight: false };
      this.#nodes.set(nodeId, node);
    }
    node.isInFlight = true;
    try {
      // The connection first, so that the request says what is wanted when it leaves, not when dialling began.
      if (!client.pool.isReady(nodeId)) await client.pool.connect(nodeId);
      const request = node.session.build(this.#planner.targets(plan.asked));
      const { clock } = client.ports;
      const sentMs = clock.monotonicMs();
      const { response } = await client.send(
        nodeId,
        fetchCall(request, config, plan.isPartial ? 0 : config["fetch.max.wait.ms"]),
      );
      const latencyMs = clock.monotonicMs() - sentMs;
      this.#options.metrics.onFetched({ latencyMs, throttleTimeMs: response.throttleTimeMs });
      node.isInFlight = false;
      this.#onResponse(nodeId, node, plan, response);
      this.fetch();
    } catch (thrown) {
      node.isInFlight = false;
      node.session.onError();
      this.#onFailure(toKafkaError(thrown));
    }
  }

  #onFailure(error: KafkaError): void {
    if (this.#isClosed || error.code === "CLOSED") return;
    if (!error.retriable) {
      this.#errors.push(error);
      this.#options.onNews();
    }
    this.#options.client.updater.requestUpdate();
    this.#fetchLater();
  }

  #fetchLater(): void {
    if (this.#retryTimer !== undefined || this.#isClosed) return;
    const { clock } = this.#options.client.ports;
    this.#retryTimer = clock.setTimer(this.#options.config["retry.backoff.ms"], () => {
      this.#retryTimer = undefined;
      this.fetch();
    });
  }

  #onResponse(nodeId: number, node: NodeFetch, plan: FetchPlan, response: FetchResponse): void {
    const { client } = this.#options;
    if (this.#isClosed) return;
    if (!node.session.onResponse(response.errorCode, response.sessionId)) {
      if (describeError(response.errorCode).invalidatesMetadata) client.updater.requestUpdate();
      this.#fetchLater();
      return;
    }
    const answers = fetchAnswers(response, (topicId) => client.metadata.topicName(topicId));
    const hints = fetchLeaderHints(answers);
    if (hints.length > 0) {
      const nodes = response.nodeEndpoints.map((one) => ({
        id: one.nodeId,
        host: one.host,
        port: one.port,
        rack: one.rack,
      }));
      client.applyLeaderHints(hints, nodes);
    }
    const memory = new ResponseMemory();
    for (const answer of answers) {
      const asked = plan.asked.get(answer);
      if (asked !== undefined) this.#onAnswer(nodeId, asked, { ...answer, memory });
    }
    // An answer that was cut short to spare the broker says nothing about the ends of logs.
    if (response.throttleTimeMs === 0) this.#noteEnds(nodeId, plan, answers);
    this.#options.onNews();
  }

  /** Notes which partitions have nothing more for now, so that they are not asked for in vain while others are left out. */
  #noteEnds(nodeId: number, { asked, isPartial }: FetchPlan, answers: readonly FetchAnswer[]): void {
    const { client, config, subscriptions } = this.#options;
    const answered = new TopicPartitionMap<PartitionData>();
    let bytes = 0;
    for (const answer of answers) {
      answered.set(answer, answer.data);
      bytes += answer.data.records?.length ?? 0;
    }
    // What did not wait at the broker for as much as it should be waits here for the rest.
    const isLittle = bytes === 0 || (isPartial && bytes < config["fetch.min.bytes"]);
    const untilMs = client.ports.clock.monotonicMs() + config["fetch.max.wait.ms"];
    for (const { position, jumps } of asked.values()) {
      if (!subscriptions.isCurrent(position) || position.jumps !== jumps) continue;
      const data = answered.get(position);
      const isError = data !== undefined && data.errorCode !== ErrorCode.NONE;
      const hasRecords = (data?.records?.length ?? 0) > 0;
      // Without records before the end there was no room for them in the answer.
      const isAtEnd = !isError && (isLittle || (!hasRecords && position.fetchOffset >= this.#endOf(position)));
      position.foundAtEnd = isAtEnd ? { nodeId, untilMs } : undefined;
    }
  }

  /** Up to where may be read, as far as known; -1 when it is not. */
  #endOf({ lastStableOffset, highWatermark }: PartitionPosition): number {
    return this.#options.config["isolation.level"] === "read_committed" ? lastStableOffset : highWatermark;
  }

  #onAnswer(nodeId: number, asked: Asked, answer: FetchAnswer & { readonly memory: ResponseMemory }): void {
    const { position, jumps, fetchOffset, leaderEpoch } = asked;
    const isStale =
      !this.#options.subscriptions.isCurrent(position) ||
      position.jumps !== jumps ||
      position.fetchOffset !== fetchOffset;
    if (isStale) return;
    const { data, memory } = answer;
    if (data.errorCode === ErrorCode.NONE) this.#onData(position, data, memory);
    else {
      const { clock } = this.#options.client.ports;
      position.fetchBlocked = { leaderEpoch, untilMs: clock.monotonicMs() + this.#options.config["retry.backoff.ms"] };
      this.#onError(nodeId, position, data);
    }
  }

  #onData(position: PartitionPosition, data: PartitionData, memory: ResponseMemory): void {
    const { client, config } = this.#options;
    position.progressMs = client.ports.clock.monotonicMs();
    position.fetchError = undefined;
    if (data.highWatermark >= 0) position.highWatermark = data.highWatermark;
    if (data.lastStableOffset >= 0) position.lastStableOffset = data.lastStableOffset;
    if (data.logStartOffset >= 0) position.logStartOffset = data.logStartOffset;
    if (data.preferredReadReplica >= 0) {
      const untilMs = client.ports.clock.monotonicMs() + config["metadata.max.age.ms"];
      position.preferredReplica = { id: data.preferredReadReplica, untilMs };
    }
    const { records } = data;
    if (records === null || records.length === 0) return;
    const isReadCommitted = config["isolation.level"] === "read_committed";
    const { fetchOffset } = position;
    position.fetchOffset = endOffset(records, fetchOffset);
    const bytes = unpinned(records);
    if (bytes === records) memory.hold(bytes);
    position.fetched.push(
      new FetchedPartition({
        topic: position.topic,
        partition: position.partition,
        bytes,
        ...(bytes === records ? { release: () => memory.release() } : {}),
        fetchOffset,
        aborted: isReadCommitted ? (data.abortedTransactions ?? []) : undefined,
        checkCrcs: config["check.crcs"],
        keyDeserializer: config["key.deserializer"],
        valueDeserializer: config["value.deserializer"],
      }),
    );
  }

  #onError(nodeId: number, position: PartitionPosition, data: PartitionData): void {
    const { client } = this.#options;
    const { errorCode } = data;
    position.fetchError = describeError(errorCode).name;
    if (describeError(errorCode).invalidatesMetadata || errorCode === ErrorCode.OFFSET_NOT_AVAILABLE) {
      client.updater.requestUpdate();
    }
    if (position.preferredReplica?.id === nodeId) {
      // A follower may lag or have other bounds: the leader decides.
      position.preferredReplica = undefined;
      position.fetchBlocked = undefined;
      return;
    }
    if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      if (position.fetched.length === 0) this.#onOutOfRange(position);
      return;
    }
    const isFinal = errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED || errorCode === ErrorCode.CORRUPT_MESSAGE;
    if (isFinal) {
      this.#errors.push(
        protocolError(errorCode, `${describeError(errorCode).message} (${position.topic}-${position.partition})`),
      );
    }
    this.#fetchLater();
  }

  #onOutOfRange(position: PartitionPosition): void {
    const policy = this.#options.config["auto.offset.reset"];
    if (policy.kind !== "none") {
      position.requestReset(policy);
      return;
    }
    const { topic, partition, position: offset } = position;
    this.#errors.push(new OffsetOutOfRangeError([{ topic, partition, offset }]));
    this.#fetchLater();
  }
}

/** The bytes, copied if they would keep a much larger response in memory. */
function unpinned(bytes: Uint8Array): Uint8Array {
  const isSmallPart = bytes.length <= COPIED_BYTES_MAX && bytes.buffer.byteLength > 4 * bytes.length;
  return isSmallPart ? bytes.slice() : bytes;
}
