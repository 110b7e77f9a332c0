/**
 * Brings records of a share group's partitions to the consumer, and acknowledgements back to the brokers that gave them. Each broker has one session, and one
 * request at a time in it. Nothing is fetched ahead: what is acquired counts against the lock's time.
 */
import type { Timer } from "@ottla/base";
import { ErrorCode, describeError } from "@ottla/protocol";
import type { ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import type { ShareFetchResponse } from "@ottla/protocol/messages/share-fetch";
import type { ClusterClient } from "../cluster-client.ts";
import type { ShareConsumerConfig } from "../config/share-consumer-config.ts";
import { settledBy } from "../deadline.ts";
import type { Deadline } from "../deadline.ts";
import { KafkaError, protocolError, toKafkaError } from "../errors.ts";
import type { ShareFetchMetrics } from "../metrics/share-metrics.ts";
import type { LeaderHint } from "../metadata/metadata-cache.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { AcquiredRecords } from "./acquired-records.ts";
import { FetchedShare } from "./fetched-share.ts";
import type { SharedPartition } from "./share-coordinator.ts";
import type { ShareNodeState } from "./share-health.ts";
import { shareAcknowledgeCall, shareFetchCall } from "./share-requests.ts";
import type { ShareMember } from "./share-requests.ts";
import { ShareSession, sharePartitionKey } from "./share-session.ts";

export interface ShareFetcherOptions {
  readonly client: ClusterClient;
  readonly config: ShareConsumerConfig;
  readonly member: ShareMember;
  readonly assigned: () => readonly SharedPartition[];
  /** Called when there is something for a poll: records, an error, room for another request. */
  readonly onNews: () => void;
  readonly metrics: ShareFetchMetrics;
}

interface Given {
  readonly at: SharedPartition;
  readonly given: Acknowledgements;
}

interface Node {
  readonly session: ShareSession;
  isInFlight: boolean;
  /** When the request that is in flight, or the last one, was sent; on the monotonic clock. */
  sentMs: number;
  /** The code of the error that the last request ended with. */
  error: string | undefined;
  /** Nothing is fetched before this, on the monotonic clock. */
  notBeforeMs: number;
  /** Acknowledgements that wait to be sent, by partition. */
  pending: Map<string, Given>;
  /** They are to go as soon as possible, without waiting for a fetch. */
  isFlushing: boolean;
}

/** The sessions of one share consumer. */
export class ShareFetcher {
  readonly #options: ShareFetcherOptions;
  readonly #nodes: Map<number, Node> = new Map();
  #buffer: FetchedShare[] = [];
  #errors: KafkaError[] = [];
  #acquisitionLockTimeoutMs: number | undefined;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: ShareFetcherOptions) {
    this.#options = options;
  }

  /** How long acquired records are locked, as the brokers said last, in milliseconds. */
  get acquisitionLockTimeoutMs(): number | undefined {
    return this.#acquisitionLockTimeoutMs;
  }

  get hasRecords(): boolean {
    return this.#buffer.length > 0;
  }

  /** How it stands with a broker. */
  stateOf(nodeId: number): ShareNodeState {
    const node = this.#nodes.get(nodeId);
    return {
      isUnavailable: this.#options.client.pool.isUnavailable(nodeId),
      sentMs: node?.isInFlight === true ? node.sentMs : undefined,
      error: node?.error,
    };
  }

  takeError(): KafkaError | undefined {
    return this.#errors.shift();
  }

  /** Asks every broker that has nothing to do for records; acknowledgements that wait go with the requests. */
  fetch(): void {
    if (this.#isClosed) return;
    const nowMs = this.#nowMs();
    for (const [nodeId, partitions] of this.#partitionsByNode()) {
      const node = this.#node(nodeId);
      if (node.isInFlight || node.notBeforeMs > nowMs) continue;
      const isRenewal = [...node.pending.values()].some(({ given }) => given.isRenewal);
      if (isRenewal || (node.session.isNew && node.pending.size > 0)) this.#sendAcknowledgements(nodeId, node);
      if (!node.isInFlight) void this.#fetchFrom(nodeId, node, partitions);
    }
  }

  /** Notes what became of records; it goes with the next fetch, or by {@link flush}. */
  acknowledge(records: AcquiredRecords, topicId: string, given: Acknowledgements): void {
    const { topic, partition } = records;
    const node = this.#node(records.nodeId);
    const at = { topic, topicId, partition };
    const key = sharePartitionKey(at);
    const waiting = node.pending.get(key);
    if (waiting === undefined) node.pending.set(key, { at, given });
    else waiting.given.merge(given);
  }

  /** Sends acknowledgements that wait, each as soon as its broker has answered what was asked before. */
  flush(): void {
    for (const [nodeId, node] of this.#nodes) {
      if (node.pending.size === 0) continue;
      if (node.isInFlight) node.isFlushing = true;
      else this.#sendAcknowledgements(nodeId, node);
    }
  }

  /** Up to `max` records that were fetched, each partition's with the broker that gave them. */
  async take(max: number): Promise<{ readonly records: AcquiredRecords; readonly topicId: string }[]> {
    const taken: { records: AcquiredRecords; topicId: string }[] = [];
    let count = 0;
    while (count < max) {
      const [fetched] = this.#buffer;
      if (fetched === undefined) break;
      const { topic, topicId, partition, nodeId } = fetched;
      const records = new AcquiredRecords({ topic, partition, nodeId });
      taken.push({ records, topicId });
      try {
        const portion = await fetched.take(max - count);
        for (const record of portion.records) records.add(record);
        records.addGaps(portion.gaps);
        count += portion.records.length;
        if (fetched.isAtEnd) {
          this.#buffer.shift();
          this.#options.metrics.onConsumed(fetched.sizeInBytes, fetched.deliveredCount);
        }
      } catch (error) {
        this.#buffer.shift();
        this.#reject(fetched, records, topicId);
        this.#errors.push(toKafkaError(error));
        break;
      }
    }
    return taken;
  }

  /** Sends what waits, and ends the sessions: what is still acquired is free for others then. */
  async close(deadline: Deadline): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    const { client } = this.#options;
    const closings = [...this.#nodes].map(async ([nodeId, node]) => {
      while (node.isInFlight && !deadline.isOver) await this.#idle(node, deadline);
      if (node.session.isNew || !client.pool.isReady(nodeId)) this.#failPending(node, sessionError());
      else await settledBy(client.ports.clock, this.#exchangeAcknowledgements(nodeId, node, true), deadline);
    });
    await Promise.all(closings);
  }

  async #idle(node: Node, deadline: Deadline): Promise<void> {
    const { clock } = this.#options.client.ports;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!node.isInFlight || deadline.isOver) resolve();
        else clock.setTimer(IDLE_LOOK_MS, look);
      };
      look();
    });
  }

  /** What cannot be read is nobody's: it would break the next consumer too. */
  #reject(fetched: FetchedShare, records: AcquiredRecords, topicId: string): void {
    const given = new Acknowledgements();
    for (const offset of fetched.rest()) given.add(offset, "REJECT");
    if (given.size > 0) this.acknowledge(records, topicId, given);
  }

  #partitionsByNode(): Map<number, SharedPartition[]> {
    const { assigned, client } = this.#options;
    const byNode = new Map<number, SharedPartition[]>();
    for (const at of assigned()) {
      const leaderId = client.metadata.partition(at.topic, at.partition)?.leaderId ?? -1;
      if (leaderId < 0) client.updater.requestUpdate({ isUrgent: client.metadata.topic(at.topic) === undefined });
      else byNode.set(leaderId, [...(byNode.get(leaderId) ?? []), at]);
    }
    // Brokers that have a session and lead nothing any more are told to forget it.
    for (const [nodeId, { session }] of this.#nodes) if (!session.isNew && !byNode.has(nodeId)) byNode.set(nodeId, []);
    return byNode;
  }

  async #fetchFrom(nodeId: number, node: Node, partitions: readonly SharedPartition[]): Promise<void> {
    if (partitions.length === 0 && node.pending.size === 0) return;
    const { client, config, member } = this.#options;
    const wanted = new Map(partitions.map((at) => [sharePartitionKey(at), at]));
    const sent = node.pending;
    this.#onSending(node);
    const plan = node.session.fetch(wanted, sent);
    try {
      const { response } = await client.send(nodeId, shareFetchCall(member, plan, config));
      const { throttleTimeMs } = response;
      this.#options.metrics.onFetched({ latencyMs: this.#nowMs() - node.sentMs, throttleTimeMs });
      this.#onFetched(nodeId, node, response, { sent, names: new Map(partitions.map((at) => [at.topicId, at.topic])) });
    } catch (thrown) {
      this.#onFailure(node, sent, toKafkaError(thrown));
    } finally {
      this.#onIdle(nodeId, node);
    }
  }

  /** What waits goes with the request that is about to be sent. */
  #onSending(node: Node): void {
    const { metrics } = this.#options;
    for (const { given } of node.pending.values()) {
      const { size } = given;
      metrics.onAcknowledgementsSent(size);
      void given.promise.then((error) => {
        if (error !== undefined) metrics.onAcknowledgementsFailed(size);
      });
    }
    node.pending = new Map();
    node.isInFlight = true;
    node.sentMs = this.#nowMs();
  }

  #onFetched(
    nodeId: number,
    node: Node,
    response: ShareFetchResponse,
    asked: { readonly sent: Map<string, Given>; readonly names: ReadonlyMap<string, string> },
  ): void {
    const { sent, names } = asked;
    if (response.errorCode !== 0) {
      this.#onFailure(node, sent, protocolError(response.errorCode, response.errorMessage));
      return;
    }
    node.session.onSuccess();
    node.error = undefined;
    const { config } = this.#options;
    if (response.acquisitionLockTimeoutMs > 0) this.#acquisitionLockTimeoutMs = response.acquisitionLockTimeoutMs;
    this.#applyHints(response, names);
    for (const { topicId, partitions } of response.responses) {
      const topic = names.get(topicId);
      for (const data of partitions) {
        const { partitionIndex: partition, acknowledgeErrorCode, acknowledgeErrorMessage } = data;
        const given = sent.get(sharePartitionKey({ topicId, partition }))?.given;
        given?.complete(errorOf(acknowledgeErrorCode, acknowledgeErrorMessage));
        if (data.errorCode !== 0) this.#onPartitionError(node, topic ?? topicId, data);
        else if (topic !== undefined && data.acquiredRecords.length > 0 && data.records !== null) {
          const at = { topicId, nodeId, acquired: data.acquiredRecords };
          this.#buffer.push(
            new FetchedShare(at, {
              topic,
              partition,
              bytes: data.records,
              checkCrcs: config["check.crcs"],
              keyDeserializer: config["key.deserializer"],
              valueDeserializer: config["value.deserializer"],
            }),
          );
        }
      }
    }
    // Whatever the broker did not mention, it took.
    for (const { given } of sent.values()) given.complete(undefined);
  }

  #onPartitionError(
    node: Node,
    topic: string,
    data: { readonly errorCode: number; readonly errorMessage: string | null },
  ): void {
    const { errorCode, errorMessage } = data;
    node.error = describeError(errorCode).name;
    if (describeError(errorCode).invalidatesMetadata) this.#options.client.updater.requestUpdate();
    if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
      this.#errors.push(protocolError(errorCode, `Not authorized to access topics: [${topic}]`));
    } else if (!describeError(errorCode).retriable) this.#errors.push(protocolError(errorCode, errorMessage));
    this.#fetchLater(node);
  }

  #sendAcknowledgements(nodeId: number, node: Node): void {
    node.isFlushing = false;
    if (node.session.isNew) this.#failPending(node, sessionError());
    else void this.#exchangeAcknowledgements(nodeId, node, false);
  }

  async #exchangeAcknowledgements(nodeId: number, node: Node, isFinal: boolean): Promise<void> {
    const { client, config, member } = this.#options;
    const sent = node.pending;
    this.#onSending(node);
    const isRenewAck = [...sent.values()].some(({ given }) => given.isRenewal);
    const plan = node.session.acknowledge(sent, isFinal);
    const options = { isRenewAck, timeoutMs: config["request.timeout.ms"] };
    try {
      const { response } = await client.send(nodeId, shareAcknowledgeCall(member, plan, options));
      this.#onAcknowledged(node, response, sent);
      if (isFinal) node.session.onFailure();
    } catch (thrown) {
      this.#onFailure(node, sent, toKafkaError(thrown));
    } finally {
      this.#onIdle(nodeId, node);
    }
  }

  #onAcknowledged(node: Node, response: ShareAcknowledgeResponse, sent: Map<string, Given>): void {
    if (response.errorCode !== 0) {
      this.#onFailure(node, sent, protocolError(response.errorCode, response.errorMessage));
      return;
    }
    node.session.onSuccess();
    if (response.acquisitionLockTimeoutMs > 0) this.#acquisitionLockTimeoutMs = response.acquisitionLockTimeoutMs;
    for (const { topicId, partitions } of response.responses) {
      for (const { partitionIndex: partition, errorCode, errorMessage } of partitions) {
        if (describeError(errorCode).invalidatesMetadata) this.#options.client.updater.requestUpdate();
        sent.get(sharePartitionKey({ topicId, partition }))?.given.complete(errorOf(errorCode, errorMessage));
      }
    }
    for (const { given } of sent.values()) given.complete(undefined);
  }

  /** The session is over, and with it all that was acquired in it. */
  #onFailure(node: Node, sent: ReadonlyMap<string, Given>, error: KafkaError): void {
    node.session.onFailure();
    node.error = error.code;
    for (const { given } of sent.values()) given.complete(error);
    const isSession =
      error.code === "SHARE_SESSION_NOT_FOUND" ||
      error.code === "INVALID_SHARE_SESSION_EPOCH" ||
      error.code === "SHARE_SESSION_LIMIT_REACHED";
    if (!error.retriable && !isSession && error.code !== "CLOSED") this.#errors.push(error);
    if (error.retriable) this.#options.client.updater.requestUpdate();
    this.#fetchLater(node);
  }

  #failPending(node: Node, error: KafkaError): void {
    for (const { given } of node.pending.values()) given.complete(error);
    node.pending = new Map();
  }

  #onIdle(nodeId: number, node: Node): void {
    node.isInFlight = false;
    if (node.isFlushing && !this.#isClosed && node.pending.size > 0) this.#sendAcknowledgements(nodeId, node);
    this.#options.onNews();
  }

  #fetchLater(node: Node): void {
    const { client, config } = this.#options;
    const waitMs = config["retry.backoff.ms"];
    node.notBeforeMs = this.#nowMs() + waitMs;
    if (this.#isClosed) return;
    this.#timer?.cancel();
    this.#timer = client.ports.clock.setTimer(waitMs, () => this.#options.onNews());
  }

  #applyHints(response: ShareFetchResponse, names: ReadonlyMap<string, string>): void {
    const hints: LeaderHint[] = [];
    for (const { topicId, partitions } of response.responses) {
      const topic = names.get(topicId);
      for (const { partitionIndex: partition, currentLeader } of partitions) {
        const { leaderId, leaderEpoch } = currentLeader;
        if (topic !== undefined && leaderId >= 0 && leaderEpoch >= 0)
          hints.push({ topic, partition, leaderId, leaderEpoch });
      }
    }
    if (hints.length === 0) return;
    const nodes = response.nodeEndpoints.map(({ nodeId: id, host, port, rack }) => ({ id, host, port, rack }));
    this.#options.client.applyLeaderHints(hints, nodes);
  }

  #node(nodeId: number): Node {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      const session = new ShareSession();
      const idle = { isInFlight: false, sentMs: 0, error: undefined, notBeforeMs: 0, isFlushing: false };
      node = { session, pending: new Map(), ...idle };
      this.#nodes.set(nodeId, node);
    }
    return node;
  }

  #nowMs(): number {
    return this.#options.client.ports.clock.monotonicMs();
  }
}

/** How often a close looks whether a broker has answered, in milliseconds. */
const IDLE_LOOK_MS = 10;

function errorOf(errorCode: number, message: string | null): KafkaError | undefined {
  return errorCode === 0 ? undefined : protocolError(errorCode, message);
}

function sessionError(): KafkaError {
  return protocolError(ErrorCode.INVALID_SHARE_SESSION_EPOCH);
}
