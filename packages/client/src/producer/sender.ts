/**
 * Sends what the accumulator holds: each broker gets one request at a time made of the first batches of its partitions, up to five requests in
 * flight, and each batch is brought to an end: acknowledged, failed, divided or tried again, within its delivery timeout.
 *
 * Runs when woken (a batch got full, a response came, a timer rang), never in a loop of its own. Batches of one partition leave in order.
 */
import { ErrorCode } from "@ottla/protocol";
import type { ProduceResponse } from "@ottla/protocol/messages/produce";
import type { Timer } from "@ottla/base";
import type { ClusterClient } from "../cluster-client.ts";
import type { ProducerConfig } from "../config/producer-config.ts";
import { sleep } from "../deadline.ts";
import { KafkaError, TimeoutError, protocolError, toKafkaError } from "../errors.ts";
import { batchChannel } from "../diagnostics.ts";
import type { ProducerMetrics } from "../metrics/producer-metrics.ts";
import { backoffMs } from "../network/backoff.ts";
import type { Accumulator } from "./accumulator.ts";
import type { Idempotence } from "./idempotence.ts";
import { batchOutcomes, failedOutcome, invalidatesMetadata, leaderHints, produceCall } from "./produce-call.ts";
import type { BatchOutcome, BuiltBatch } from "./produce-call.ts";
import type { PartitionQueue } from "./partition-queue.ts";
import { invalidRecordErrors } from "./producer-batch.ts";
import type { ProducerBatch } from "./producer-batch.ts";
import { askProducerId } from "./producer-id.ts";
import { transactionAbortedError } from "./transactions/transaction-errors.ts";
import type { TransactionManager } from "./transactions/transaction-manager.ts";

/** With acks=0 nothing holds the producer back but this many bytes waiting in the socket. */
const ONE_WAY_BYTES_MAX = 1_048_576;

export interface SenderOptions {
  readonly client: ClusterClient;
  readonly config: ProducerConfig;
  readonly accumulator: Accumulator;
  readonly metrics: ProducerMetrics;
  readonly idempotence: Idempotence | undefined;
  readonly transactions: TransactionManager | undefined;
  /** Called at the beginning of each run, so that what transactions wait to ask is asked. */
  readonly serveTransactions: () => void;
  /** Called when memory came free. */
  readonly onRelease: () => void;
  /** Whether somebody waits for memory, so that lingering must end. */
  readonly isPressed: () => boolean;
}

interface NodeState {
  inFlight: number;
  isConnecting: boolean;
  isBuilding: boolean;
  /** When the node last had something to take and took it; what lies between the two is how long it has been stalled. */
  lastReadyMs: number;
  lastDrainMs: number;
  drainIndex: number;
}

/** Brings batches to brokers. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #nodes: Map<number, NodeState> = new Map();
  #isWoken = false;
  #isClosed = false;
  #isAskingProducerId = false;
  #timer: Timer | undefined;
  #timerAtMs = Infinity;
  #fatalError: KafkaError | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** The error after which nothing can be sent any more. */
  get fatalError(): KafkaError | undefined {
    return this.#fatalError;
  }

  /** Requests without an answer, of all brokers. */
  get requestsInFlight(): number {
    let count = 0;
    for (const node of this.#nodes.values()) count += node.inFlight;
    return count;
  }

  /** Looks soon whether there is anything to do. */
  wake(): void {
    if (this.#isWoken || this.#isClosed) return;
    this.#isWoken = true;
    queueMicrotask(() => {
      this.#isWoken = false;
      if (!this.#isClosed) this.#run();
    });
  }

  /** Looks again at a point in time, on the monotonic clock. */
  wakeAt(atMs: number): void {
    if (this.#isClosed || atMs >= this.#timerAtMs) return;
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    this.#timer = this.#options.client.ports.clock.setTimer(Math.max(0, atMs - this.#nowMs()), () => {
      this.#timer = undefined;
      this.#timerAtMs = Infinity;
      this.wake();
    });
  }

  /** Whether a broker has had something to take for longer than `timeoutMs` and took nothing. */
  isStalled(nodeId: number, timeoutMs: number): boolean {
    const node = this.#nodes.get(nodeId);
    return timeoutMs > 0 && node !== undefined && node.lastReadyMs - node.lastDrainMs > timeoutMs;
  }

  /** Stops, and fails everything that has not ended. */
  close(error: KafkaError): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#failAll(error);
  }

  #run(): void {
    const { accumulator, idempotence, transactions } = this.#options;
    const nowMs = this.#nowMs();
    this.#expire(nowMs);
    idempotence?.resolve(accumulator.activeQueues);
    if (transactions !== undefined) this.#dropWhatIsAborted(transactions);
    else if (idempotence !== undefined) {
      idempotence.bumpIfNeeded();
      if (!idempotence.hasProducerId && accumulator.incompleteBatches.size > 0) this.#askProducerId(idempotence);
    }
    this.#options.serveTransactions();
    const byNode = this.#queuesByNode();
    for (const [nodeId, queues] of byNode) this.#serve(nodeId, queues, nowMs);
  }

  /** Fails what was not sent of a transaction that cannot be committed; what was sent is waited for, so that its sequences are known. */
  #dropWhatIsAborted(transactions: TransactionManager): void {
    const { hasAbortableError, hasFatalError, isAborting, lastError } = transactions;
    if (!hasAbortableError && !hasFatalError && !isAborting) return;
    this.#failAll(lastError ?? transactionAbortedError(), (batch) => hasFatalError || !batch.hasSequence);
  }

  /** Waiting queues by the broker that leads their partition. */
  #queuesByNode(): Map<number, PartitionQueue[]> {
    const { accumulator, client } = this.#options;
    const byNode = new Map<number, PartitionQueue[]>();
    let isLeaderMissing = false;
    for (const queue of accumulator.activeQueues) {
      if (queue.first === undefined) continue;
      const leaderId = client.metadata.partition(queue.topic, queue.partition)?.leaderId ?? -1;
      if (leaderId < 0) {
        isLeaderMissing = true;
        continue;
      }
      const queues = byNode.get(leaderId);
      if (queues === undefined) byNode.set(leaderId, [queue]);
      else queues.push(queue);
    }
    if (isLeaderMissing) client.updater.requestUpdate();
    return byNode;
  }

  /** Sends requests to one broker as long as it takes them and something is due. */
  #serve(nodeId: number, queues: readonly PartitionQueue[], nowMs: number): void {
    const { config } = this.#options;
    const node = this.#node(nodeId, nowMs);
    // Each round drains at least one batch, and what waits is bounded by buffer.memory.
    for (;;) {
      const dueMs = this.#dueMs(queues, nowMs);
      if (dueMs > nowMs) {
        if (dueMs < Infinity) this.wakeAt(dueMs);
        // What the broker's first answer holds up tells as much about how long it takes nothing as what waits for a place in flight.
        if (queues.some((queue) => this.#options.idempotence?.isFirstUnderWay(queue))) node.lastReadyMs = nowMs;
        return;
      }
      node.lastReadyMs = nowMs;
      if (node.isBuilding || node.inFlight >= config["max.in.flight.requests.per.connection"]) return;
      if (!this.#isReady(nodeId, node)) return;
      const batches = this.#drain(queues, node, nowMs);
      if (batches.length === 0) return;
      node.lastDrainMs = nowMs;
      void this.#send(nodeId, node, batches);
    }
  }

  /** When the first of the queues may be sent; `nowMs` or less means at once. */
  #dueMs(queues: readonly PartitionQueue[], nowMs: number): number {
    const isPressed = this.#options.isPressed();
    let dueMs = Infinity;
    for (const queue of queues) {
      if (queue.first === undefined || this.#mustWait(queue)) continue;
      const atMs = Math.max(this.#options.accumulator.sendableAtMs(queue, isPressed), this.#retryAtMs(queue));
      if (atMs < dueMs) dueMs = atMs;
      if (dueMs <= nowMs) break;
    }
    return dueMs;
  }

  /** When a batch that failed may go again; at once when there is a new leader. */
  #retryAtMs(queue: PartitionQueue): number {
    const batch = queue.first;
    if (batch === undefined || !batch.isInRetry) return 0;
    const epoch = this.#options.client.metadata.partition(queue.topic, queue.partition)?.leaderEpoch ?? -1;
    return epoch > batch.lastLeaderEpoch ? 0 : batch.notBeforeMs;
  }

  /** Order: with one request in flight a partition waits for its batch; with idempotence sequences decide. */
  #mustWait(queue: PartitionQueue): boolean {
    const { config, idempotence, transactions } = this.#options;
    if (transactions?.isSendAllowed(queue) === false) return true;
    if (config["max.in.flight.requests.per.connection"] === 1 && queue.inFlight.length > 0) return true;
    return idempotence?.mustWait(queue) ?? false;
  }

  #isReady(nodeId: number, node: NodeState): boolean {
    const { client, config } = this.#options;
    const { pool } = client;
    if (pool.isReady(nodeId)) {
      return config.acks !== 0 || pool.writableLength(nodeId) < ONE_WAY_BYTES_MAX;
    }
    if (pool.versionsOf(nodeId) !== undefined) {
      this.wakeAt(this.#nowMs() + pool.delayMs(nodeId));
    } else if (!node.isConnecting) {
      node.isConnecting = true;
      void this.#connect(nodeId, node);
    }
    return false;
  }

  async #connect(nodeId: number, node: NodeState): Promise<void> {
    const { client, config } = this.#options;
    try {
      await client.pool.connect(nodeId);
    } catch {
      // The pool has told the metadata; a broker that left the cluster must not be asked in a tight loop.
      await sleep(client.ports.clock, config["reconnect.backoff.ms"]);
    } finally {
      node.isConnecting = false;
      this.wake();
    }
  }

  /** The first batches of a broker's partitions, beginning with another partition each time, up to max.request.size. */
  #drain(queues: readonly PartitionQueue[], node: NodeState, nowMs: number): ProducerBatch[] {
    const { accumulator, client, config, idempotence } = this.#options;
    const batches: ProducerBatch[] = [];
    let bytes = 0;
    for (let index = 0; index < queues.length; index++) {
      const queue = queues[(node.drainIndex + index) % queues.length] as PartitionQueue;
      const batch = queue.first;
      if (batch === undefined || this.#mustWait(queue) || this.#retryAtMs(queue) > nowMs) continue;
      if (batches.length > 0 && bytes + batch.sizeInBytes > config["max.request.size"]) break;
      bytes += batch.sizeInBytes;
      accumulator.drain(queue);
      idempotence?.stamp(queue, batch);
      batch.lastLeaderEpoch = client.metadata.partition(queue.topic, queue.partition)?.leaderEpoch ?? -1;
      batches.push(batch);
    }
    node.drainIndex = (node.drainIndex + 1) % Math.max(1, queues.length);
    return batches;
  }

  async #send(nodeId: number, node: NodeState, batches: readonly ProducerBatch[]): Promise<void> {
    const { client, config } = this.#options;
    node.inFlight++;
    let built: BuiltBatch[];
    try {
      if (batches.some((batch) => batch.isSlowToBuild)) {
        node.isBuilding = true;
        built = await Promise.all(batches.map(async (batch) => ({ batch, bytes: await batch.buildAsync() })));
        node.isBuilding = false;
        this.wake();
      } else built = batches.map((batch) => ({ batch, bytes: batch.build() }));
      for (const batch of batches) this.#options.accumulator.observeCompression(batch);
      const timeoutMs = config["request.timeout.ms"];
      const sentMs = this.#nowMs();
      const { transactions: transaction } = this.#options;
      const call = produceCall(built, client.metadata, { acks: config.acks, timeoutMs, transaction });
      if (config.acks === 0) {
        this.#options.metrics.onRequest(built, sentMs);
        await client.pool.sendOneWay(nodeId, call);
        for (const batch of batches) this.#complete(batch, failedOutcome(0, null));
      } else {
        const answer = client.send(nodeId, call);
        this.#options.metrics.onRequest(built, sentMs);
        const { response } = await answer;
        const nowMs = this.#nowMs();
        this.#options.metrics.onResponse(nowMs - sentMs, response.throttleTimeMs, nowMs);
        this.#onResponse(built, response);
      }
    } catch (thrown) {
      const error = toKafkaError(thrown);
      const errorCode =
        error.errorCode ?? (error.retriable ? ErrorCode.NETWORK_EXCEPTION : ErrorCode.UNKNOWN_SERVER_ERROR);
      for (const batch of batches) this.#complete(batch, failedOutcome(errorCode, error.message));
    } finally {
      node.isBuilding = false;
      node.inFlight--;
      this.wake();
    }
  }

  #onResponse(built: readonly BuiltBatch[], response: ProduceResponse): void {
    const { client } = this.#options;
    const topicNameOf = (topicId: string): string | undefined => client.metadata.topicName(topicId);
    const outcomes = batchOutcomes(built, response, topicNameOf);
    const hints = leaderHints(response, topicNameOf);
    if (hints.length > 0) {
      const nodes = response.nodeEndpoints.map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack }));
      client.applyLeaderHints(hints, nodes);
    }
    for (const [batch, outcome] of outcomes) this.#complete(batch, outcome);
  }

  /** Brings a batch to its end, or back into the queue. */
  #complete(batch: ProducerBatch, outcome: BatchOutcome): void {
    const { accumulator, client, idempotence } = this.#options;
    const queue = accumulator.queueOf(batch);
    const { errorCode } = outcome;
    if (invalidatesMetadata(errorCode)) client.updater.requestUpdate();
    if (batch.isDone) {
      // It ran out of time before; its place in flight is given back only now.
      queue.removeInFlight(batch);
      accumulator.release(queue, batch);
      return;
    }
    if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
      idempotence?.onSuccess(queue, batch, outcome.baseOffset);
      accumulator.release(queue, batch);
      this.#publish(batch, outcome.baseOffset);
      batch.succeed(outcome);
      this.#options.onRelease();
    } else if (errorCode === ErrorCode.MESSAGE_TOO_LARGE && batch.recordCount > 1) {
      this.#options.metrics.onSplit();
      accumulator.splitAndPutBack(queue, batch);
    } else if (this.#canRetry(queue, batch, outcome)) {
      const { config, ports } = client;
      const bounds = { initialMs: config["retry.backoff.ms"], maxMs: config["retry.backoff.max.ms"] };
      batch.notBeforeMs = this.#nowMs() + backoffMs(bounds, batch.attempts, ports.random);
      batch.attempts++;
      this.#options.metrics.onRetry(batch.topic, batch.recordCount);
      accumulator.putBack(queue, batch);
    } else this.#fail(queue, batch, outcome);
  }

  #canRetry(queue: PartitionQueue, batch: ProducerBatch, outcome: BatchOutcome): boolean {
    const { config, idempotence } = this.#options;
    if (batch.attempts >= config.retries || this.#isClosed) return false;
    if (batch.createdMs + config["delivery.timeout.ms"] <= this.#nowMs()) return false;
    const isRetriable = protocolError(outcome.errorCode).retriable;
    if (idempotence === undefined || !batch.hasSequence) return isRetriable;
    return idempotence.canRetry(queue, batch, outcome, isRetriable);
  }

  #fail(queue: PartitionQueue, batch: ProducerBatch, outcome: BatchOutcome): void {
    const { accumulator, config, idempotence, transactions } = this.#options;
    const { errorCode, errorMessage, recordErrors } = outcome;
    const { error, errorOf } = invalidRecordErrors(errorCode, errorMessage, recordErrors);
    transactions?.onSendFailed(error);
    idempotence?.onFailure(queue, batch, errorCode, batch.attempts < config.retries);
    accumulator.release(queue, batch);
    this.#options.metrics.onError(batch.topic, batch.recordCount);
    this.#publish(batch, -1, error);
    batch.fail(error, errorOf);
    this.#options.onRelease();
    if (idempotence === undefined || transactions !== undefined) return;
    if (errorCode === ErrorCode.CLUSTER_AUTHORIZATION_FAILED) this.#failForGood(error);
  }

  /** Fails batches whose delivery time is over, sent or not. They are kept in the order they were begun. */
  #expire(nowMs: number): void {
    const { accumulator, config, idempotence, transactions } = this.#options;
    const timeoutMs = config["delivery.timeout.ms"];
    let hasExpired = false;
    for (const batch of accumulator.incompleteBatches) {
      if (batch.createdMs + timeoutMs > nowMs) {
        this.wakeAt(batch.createdMs + timeoutMs);
        break;
      }
      const queue = accumulator.queueOf(batch);
      const wasSent = queue.inFlight.includes(batch) || batch.isInRetry;
      const elapsedMs = Math.floor(nowMs - batch.createdMs);
      const message =
        `Expiring ${batch.recordCount} record(s) for ${batch.topic}-${batch.partition}:${elapsedMs} ms has passed since batch creation. ` +
        (wasSent
          ? "The request was sent, but no acknowledgement has been received."
          : "The request has not been sent, or no server response has been received yet.");
      if (wasSent) idempotence?.onExpired(queue, batch);
      accumulator.release(queue, batch);
      const error = new TimeoutError(message);
      transactions?.onSendFailed(error);
      this.#options.metrics.onError(batch.topic, batch.recordCount);
      this.#publish(batch, -1, error);
      batch.fail(error);
      hasExpired = true;
    }
    if (hasExpired) this.#options.onRelease();
  }

  #publish({ topic, partition, recordCount }: ProducerBatch, baseOffset: number, error?: KafkaError): void {
    if (!batchChannel.isOn) return;
    const clientId = this.#options.config["client.id"];
    batchChannel.publish({ clientId, topic, partition, recordCount, baseOffset, error });
  }

  #askProducerId(idempotence: Idempotence): void {
    if (this.#isAskingProducerId) return;
    this.#isAskingProducerId = true;
    const isWanted = (): boolean => !this.#isClosed;
    askProducerId(this.#options.client, isWanted)
      .then((given) => given !== undefined && idempotence.onProducerId(given.producerId, given.producerEpoch))
      .catch((error: unknown) => this.#failForGood(toKafkaError(error)))
      .finally(() => {
        this.#isAskingProducerId = false;
        this.wake();
      });
  }

  #failForGood(error: KafkaError): void {
    const { code, message, errorCode } = error;
    this.#fatalError ??= new KafkaError(code, message, {
      fatal: true,
      cause: error,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    this.#failAll(this.#fatalError);
    this.#options.onRelease();
  }

  #failAll(error: KafkaError, isMeant: (batch: ProducerBatch) => boolean = () => true): void {
    const { accumulator } = this.#options;
    for (const batch of Array.from(accumulator.incompleteBatches).filter(isMeant)) {
      accumulator.release(accumulator.queueOf(batch), batch);
      batch.fail(error);
    }
  }

  #node(nodeId: number, nowMs: number): NodeState {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      node = {
        inFlight: 0,
        isConnecting: false,
        isBuilding: false,
        lastReadyMs: nowMs,
        lastDrainMs: nowMs,
        drainIndex: 0,
      };
      this.#nodes.set(nodeId, node);
    }
    return node;
  }

  #nowMs(): number {
    return this.#options.client.ports.clock.monotonicMs();
  }
}
