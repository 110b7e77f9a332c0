/**
 * The producer: serializes a record, chooses its partition, and hands it to the accumulator, from where the sender brings it to a broker.
 *
 * The fast path of `send` is synchronous: topic known, memory free. Everything else goes through {@link PendingSends}.
 */
import { utf8Bytes } from "@ottla/base";
import { CompressionType, compressionTypeOf } from "@ottla/records";
import type { RecordHeader } from "@ottla/records";
import { clientPorts } from "../client-ports.ts";
import type { ClientPorts } from "../client-ports.ts";
import { ClusterClient } from "../cluster-client.ts";
import { PRODUCER_CONFIG } from "../config/producer-config.ts";
import type { ProducerConfig, ProducerOptions } from "../config/producer-config.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { ConsumerGroupMetadata, PartitionOffset } from "../consumer/consumer-types.ts";
import { Deadline, settledBy, throwIfAborted, unlessAborted, within } from "../deadline.ts";
import type { CallOptions } from "../deadline.ts";
import { KafkaError, TimeoutError, protocolError, toKafkaError } from "../errors.ts";
import type { TopicMetadata } from "../metadata/metadata-cache.ts";
import { telemetryOf } from "../telemetry/reporter.ts";
import type { TelemetryReporter } from "../telemetry/reporter.ts";
import { ProducerMetrics } from "../metrics/producer-metrics.ts";
import type { ProducerState, TimedOperation } from "../metrics/producer-metrics.ts";
import type { Metric } from "../metrics/metrics.ts";
import { Accumulator } from "./accumulator.ts";
import { checkRecord, checkTopic } from "./check-record.ts";
import { Idempotence } from "./idempotence.ts";
import { PendingSends } from "./pending-sends.ts";
import { ProducerInterceptors } from "./producer-interceptors.ts";
import { recordSizeMax } from "./producer-batch.ts";
import type { EncodedRecord } from "./producer-batch.ts";
import { ProducerTopics } from "./producer-topics.ts";
import type { Headers, Payload, ProducerRecord, RecordMetadata, SendOptions, Serializer } from "./producer-record.ts";
import { AbortableCompletions, BulkCompletion, SingleCompletion } from "./record-completion.ts";
import type { RecordCompletion } from "./record-completion.ts";
import { RecordPartitioner } from "./record-partitioner.ts";
import { Sender } from "./sender.ts";
import { runTransaction } from "./transactions/transaction.ts";
import type { Transaction } from "./transactions/transaction.ts";
import { illegalState, transactionAbortedError } from "./transactions/transaction-errors.ts";
import { Transactions, notTransactionalError } from "./transactions/transactions.ts";

/** Sends records to a cluster. Safe to use for many sends at once; the order of calls is the order within a partition. */
export class Producer<K = Payload, V = Payload> implements AsyncDisposable {
  readonly #config: ProducerConfig;
  readonly #ports: ClientPorts;
  readonly #client: ClusterClient;
  readonly #accumulator: Accumulator;
  readonly #sender: Sender;
  readonly #partitioner: RecordPartitioner;
  readonly #pending: PendingSends;
  readonly #topics: ProducerTopics;
  readonly #transactions: Transactions | undefined;
  readonly #interceptors: ProducerInterceptors<K, V> | undefined;
  readonly #metrics: ProducerMetrics;
  readonly #telemetry: TelemetryReporter | undefined;
  /** The transaction is about to end: what is sent now would belong to none. */
  #isEndingTransaction = false;
  #state: "open" | "closing" | "closed" = "open";
  #closing: Promise<void> | undefined;

  constructor(options: ProducerOptions<K, V>, ports?: Partial<ClientPorts>) {
    const config = resolveConfig(PRODUCER_CONFIG, options);
    this.#config = config;
    this.#ports = clientPorts(ports);
    const { clock, random } = this.#ports;
    this.#topics = new ProducerTopics(clock, config["metadata.max.idle.ms"]);
    this.#pending = new PendingSends(clock);
    const interceptors = config["interceptor.classes"];
    if (interceptors.length > 0) this.#interceptors = new ProducerInterceptors(interceptors, this.#ports.logger);
    this.#client = new ClusterClient({
      kind: "producer",
      config,
      ports: this.#ports,
      interest: this.#topics,
      allowAutoTopicCreation: true,
      onDisconnect: () => this.#sender.wake(),
      onDrain: () => this.#sender.wake(),
    });
    this.#accumulator = new Accumulator({
      batchSize: config["batch.size"],
      lingerMs: config["linger.ms"],
      bufferMemory: config["buffer.memory"],
      compression: compressionTypeOf(config["compression.type"]) ?? CompressionType.NONE,
      compressionLevel: compressionLevel(config),
    });
    this.#metrics = new ProducerMetrics(this.#client.metrics, this.#measurable(), config["buffer.memory"]);
    const transactionalId = config["transactional.id"];
    if (transactionalId !== null) {
      this.#transactions = new Transactions({
        client: this.#client,
        config,
        transactionalId,
        hasIncompleteBatches: () => this.#accumulator.incompleteBatches.size > 0,
        wakeSender: () => this.#sender.wake(),
      });
    }
    this.#sender = new Sender({
      client: this.#client,
      config,
      metrics: this.#metrics,
      accumulator: this.#accumulator,
      idempotence: this.#transactions?.idempotence ?? (config["enable.idempotence"] ? new Idempotence() : undefined),
      transactions: this.#transactions?.manager,
      serveTransactions: () => this.#transactions?.serve(),
      onRelease: () => {
        if (!this.#pending.isEmpty) this.#pending.serve();
      },
      isPressed: () =>
        this.#state !== "open" || !this.#pending.isEmpty || this.#transactions?.manager.isCompleting === true,
    });
    this.#partitioner = new RecordPartitioner({
      config,
      random,
      metadata: this.#client.metadata,
      accumulator: this.#accumulator,
      isStalled: (nodeId) => this.#sender.isStalled(nodeId, config["partitioner.availability.timeout.ms"]),
    });
    this.#client.updater.onUpdate(() => {
      this.#pending.serve();
      this.#sender.wake();
    });
    this.#telemetry = telemetryOf(this.#client);
    // Without metadata nothing that waits could ever be put down.
    this.#client.updater.onFailure((error) => this.#pending.failAll(error));
  }

  /**
   * Sends one record. Resolves when it is acknowledged as `acks` asks (with acks=0: when it is written to the socket, without an offset).
   * Rejects with a {@link KafkaError}: `TIMEOUT`, `RECORD_TOO_LARGE`, `SERIALIZATION`, `BUFFER_EXHAUSTED`, `CLOSED`, a broker's error, or an `AbortError`
   * when the signal aborts. A record that waited for metadata or memory is not sent then; one that is in a batch already goes its way unheard.
   */
  send(record: ProducerRecord<K, V>, options?: SendOptions): Promise<RecordMetadata> {
    const completion = new SingleCompletion();
    const signal = options?.signal;
    if (signal === undefined) this.#accept(record, completion);
    else this.#acceptUnlessAborted(signal, [record], () => completion);
    return completion.promise;
  }

  /**
   * Sends many records. Resolves with their metadata in the same order; rejects with the first error once all have ended. The signal is as in {@link send}.
   * With nothing else under way they do not wait for `linger.ms`: a caller that gives many at once has said what belongs together.
   */
  sendBatch(records: readonly ProducerRecord<K, V>[], options?: SendOptions): Promise<RecordMetadata[]> {
    const bulk = new BulkCompletion(records.length);
    const isIdle = this.#accumulator.incompleteBatches.size === 0;
    if (options?.signal !== undefined) {
      this.#acceptUnlessAborted(options.signal, records, (index) => bulk.at(index));
    } else {
      for (let index = 0; index < records.length; index++) {
        this.#accept(records[index] as ProducerRecord<K, V>, bulk.at(index));
      }
    }
    if (isIdle && this.#config["linger.ms"] > 0) {
      this.#accumulator.flush(this.#ports.clock.monotonicMs());
      this.#sender.wake();
    }
    return bulk.promise;
  }

  /** Puts records down for sending until the signal aborts; then those without an outcome fail, and what waits is dropped. */
  #acceptUnlessAborted(
    signal: AbortSignal,
    records: readonly ProducerRecord<K, V>[],
    completionOf: (index: number) => RecordCompletion,
  ): void {
    const completions = new AbortableCompletions(signal, () => this.#pending.serve());
    records.forEach((record, index) => this.#accept(record, completions.wrap(completionOf(index)), signal));
    completions.listen();
  }

  /**
   * Sends what waits at once. Resolves when everything sent before has been acknowledged or has failed; rejects only with an `AbortError`, when the signal
   * aborts before.
   */
  async flush(options: SendOptions = {}): Promise<void> {
    await unlessAborted(options.signal, () => this.#timed("flush", () => this.#flush()));
  }

  async #flush(): Promise<void> {
    await this.#pending.whenEmpty();
    const batches = [...this.#accumulator.incompleteBatches];
    this.#accumulator.flush(this.#ports.clock.monotonicMs());
    this.#sender.wake();
    await Promise.all(batches.map((batch) => batch.whenDone()));
  }

  /** What this producer measures, with the names, groups and tags of Java's. */
  metrics(): readonly Metric[] {
    return this.#client.metrics.all();
  }

  /** The id under which brokers know this client's metrics (KIP-714); undefined until one gave it, and where none wants them. */
  clientInstanceId(): string | undefined {
    return this.#telemetry?.clientInstanceId;
  }

  #measurable(): ProducerState {
    return {
      availableBytes: () => this.#accumulator.availableBytes,
      waitingSends: () => this.#pending.size,
      requestsInFlight: () => this.#sender.requestsInFlight,
      metadataAgeMs: () => this.#client.updater.ageMs,
    };
  }

  async #timed<R>(operation: TimedOperation, call: () => R | Promise<R>): Promise<R> {
    const { clock } = this.#ports;
    const begunMs = clock.monotonicMs();
    try {
      return await call();
    } finally {
      this.#metrics.onTimed(operation, clock.monotonicMs() - begunMs);
    }
  }

  /** The ids of a topic's partitions. Waits for metadata up to `max.block.ms`, then rejects with `TIMEOUT`. */
  async partitionsFor(topic: string, options: SendOptions = {}): Promise<readonly number[]> {
    return await unlessAborted(options.signal, () => this.#partitionsFor(topic));
  }

  async #partitionsFor(topic: string): Promise<readonly number[]> {
    checkTopic(topic);
    const deadline = new Deadline(this.#ports.clock, this.#config["max.block.ms"]);
    // Only the first question is urgent: a broker that does not know the topic is asked again with a pause.
    for (let isUrgent = true; ; isUrgent = false) {
      this.#throwIfUnusable();
      const known = this.#topic(topic);
      if (known instanceof KafkaError) throw known;
      if (known !== undefined) return known.partitions.map((one) => one.partition);
      const { version } = this.#client.metadata;
      this.#client.updater.requestUpdate({ isUrgent });
      try {
        await this.#client.updater.awaitUpdate(version, deadline);
      } catch (error) {
        throw error instanceof TimeoutError ? this.#unknownTopicError(topic, error) : error;
      }
    }
  }

  /**
   * Gets the producer its id and epoch from the transaction coordinator, fences older producers of the same `transactional.id`, and ends what they left open.
   * To be called once, before the first transaction; {@link transactional} does it by itself. Rejects with `TIMEOUT` after `max.block.ms` (call it again), or
   * with a fatal error. `keepPreparedTxn` (KIP-939) is refused: no released broker serves it.
   */
  async initTransactions(options: { readonly keepPreparedTxn?: boolean } = {}): Promise<void> {
    const transactions = this.#requireTransactions();
    if (options.keepPreparedTxn === true) {
      throw new KafkaError(
        "UNSUPPORTED_VERSION",
        "keepPreparedTxn needs two-phase commit (KIP-939), which no released broker serves",
      );
    }
    await this.#timed("txn-init", () => transactions.initialize());
  }

  /** Begins a transaction: all that is sent from now on belongs to it. Throws `ILLEGAL_STATE`, or the error that ended the producer. */
  beginTransaction(): void {
    const begunMs = this.#ports.clock.monotonicMs();
    this.#requireTransactions().manager.begin();
    this.#metrics.onTimed("txn-begin", this.#ports.clock.monotonicMs() - begunMs);
  }

  /**
   * Makes consumed offsets part of the transaction; they are committed with it. `offset` is the next record to read; `group` is the consumer's
   * `groupMetadata()`, which fences a consumer that lost its partitions (KIP-447). That consumer must have `enable.auto.commit=false`.
   */
  async sendOffsetsToTransaction(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata): Promise<void> {
    const transactions = this.#requireTransactions();
    await this.#timed("txn-send-offsets", () => transactions.sendOffsets(offsets, group));
  }

  /**
   * Sends what waits and commits. Rejects with the error of the first record that failed (then abort); with `TIMEOUT` when the outcome is not known after
   * `max.block.ms`: call it again. A `fatal` error means that the producer must be closed.
   */
  async commitTransaction(): Promise<void> {
    const transactions = this.#requireTransactions();
    const { clock } = this.#ports;
    const deadline = new Deadline(clock, this.#config["max.block.ms"]);
    const sentence = (): string => `Timeout expired after ${deadline.timeoutMs}ms while sending the records to commit`;
    this.#isEndingTransaction = true;
    try {
      await within(clock, this.#pending.whenEmpty(), deadline, sentence);
      await this.#timed("txn-commit", () => transactions.commit(deadline));
    } finally {
      this.#isEndingTransaction = false;
    }
  }

  /** Drops what was not sent and aborts. Possible after every error that is not `fatal`. */
  async abortTransaction(): Promise<void> {
    const transactions = this.#requireTransactions();
    const aborting = this.#timed("txn-abort", () => transactions.abort());
    this.#pending.failAll(transactionAbortedError());
    await aborting;
  }

  /**
   * Runs `work` in a transaction: commits when it returns, aborts when it throws. Rejects with what it threw, or with the error of the commit, after the abort;
   * the same transaction can then be tried again, unless the error is `fatal`.
   */
  async transactional<R>(work: (transaction: Transaction<K, V>) => R | Promise<R>): Promise<R> {
    const transactions = this.#requireTransactions();
    const { state } = transactions.manager;
    if (state === "UNINITIALIZED" || state === "INITIALIZING") await this.initTransactions();
    const verbs = {
      begin: () => this.beginTransaction(),
      send: (record: ProducerRecord<K, V>, sendOptions?: SendOptions) => this.send(record, sendOptions),
      sendBatch: (records: readonly ProducerRecord<K, V>[], sendOptions?: SendOptions) =>
        this.sendBatch(records, sendOptions),
      sendOffsets: (offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata) =>
        this.sendOffsetsToTransaction(offsets, group),
      commit: () => this.commitTransaction(),
      abort: () => this.abortTransaction(),
    };
    const transactionTimeoutMs = this.#config["transaction.timeout.ms"];
    return await runTransaction(verbs, work, { clock: this.#ports.clock, transactionTimeoutMs });
  }

  /**
   * Sends what waits, for at most `timeoutMs` (default: no limit but the records' own) and until the signal aborts, aborts a transaction that is not over, then
   * closes the connections.
   */
  close(options: CallOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close({ timeoutMs, signal }: CallOptions): Promise<void> {
    this.#state = "closing";
    const { clock } = this.#ports;
    const deadline = timeoutMs === undefined ? undefined : new Deadline(clock, timeoutMs, signal);
    if (deadline !== undefined) {
      if (timeoutMs !== 0) await settledBy(clock, this.flush(), deadline);
    } else await unlessAborted(signal, () => this.flush()).catch(() => undefined);
    await this.#transactions?.close(deadline ?? new Deadline(clock, this.#config["max.block.ms"], signal));
    this.#state = "closed";
    const error = new KafkaError("CLOSED", "Producer is closed forcefully.");
    this.#pending.failAll(error);
    this.#transactions?.stop(error);
    this.#sender.close(error);
    this.#interceptors?.close();
    await this.#telemetry?.close();
    this.#client.close();
  }

  #accept(record: ProducerRecord<K, V>, completion: RecordCompletion, signal?: AbortSignal): void {
    const interceptors = this.#interceptors;
    if (interceptors === undefined) return this.#put(record, completion, signal);
    const intercepted = interceptors.onSend(record);
    this.#put(intercepted, interceptors.completion(intercepted, completion), signal);
  }

  #put(record: ProducerRecord<K, V>, completion: RecordCompletion, signal: AbortSignal | undefined): void {
    try {
      throwIfAborted(signal);
      this.#throwIfUnusable();
      this.#checkTransaction();
      checkRecord(record);
      const encoded = this.#encode(record);
      const { topic } = record;
      if (this.#pending.hasTopic(topic) || !this.#tryAppend(record, encoded, completion)) {
        this.#wait(record, encoded, { completion, signal });
      }
    } catch (error) {
      this.#refuse(completion, toKafkaError(error));
    }
  }

  /** Ends a record that was not put down. */
  #refuse(completion: RecordCompletion, error: KafkaError): void {
    if (error.code === "BUFFER_EXHAUSTED") this.#metrics.onExhausted();
    this.#transactions?.onRecordRefused(error);
    completion.fail(error);
  }

  #checkTransaction(): void {
    if (this.#transactions === undefined) return;
    this.#transactions.manager.checkSend();
    if (this.#isEndingTransaction) throw illegalState("Cannot send records while the transaction is being committed");
  }

  #encode(record: ProducerRecord<K, V>): EncodedRecord {
    const { topic, timestamp, headers } = record;
    const encoded = {
      timestamp: timestamp ?? this.#ports.clock.nowMs(),
      key: serialize(record.key, this.#config["key.serializer"], topic),
      value: serialize(record.value, this.#config["value.serializer"], topic),
      headers: headers === undefined ? undefined : encodeHeaders(headers),
    };
    const size = recordSizeMax(encoded);
    const { "max.request.size": requestMax, "buffer.memory": memory } = this.#config;
    if (size > requestMax) throw tooLarge(size, requestMax, "max.request.size");
    if (size > memory) throw tooLarge(size, memory, "buffer.memory");
    return encoded;
  }

  /** Appends the record; false when the topic is not known yet or memory is used up. */
  #tryAppend(record: ProducerRecord<K, V>, encoded: EncodedRecord, completion: RecordCompletion): boolean {
    const { topic } = record;
    const known = this.#client.metadata.topic(topic) ?? this.#topic(topic);
    if (known === undefined) return false;
    if (known instanceof KafkaError) throw known;
    if (record.partition !== undefined && record.partition >= known.partitions.length) return false;
    if (!this.#accumulator.hasRoomFor(encoded)) return false;
    const nowMs = this.#ports.clock.monotonicMs();
    const chosen = this.#partitioner.partition(record, encoded, known);
    const partition = chosen === -1 ? this.#partitioner.sticky(known) : chosen;
    const result = this.#accumulator.append(topic, partition, encoded, { completion, nowMs });
    if (chosen === -1) this.#partitioner.onProduced(known, partition, result.bytes);
    this.#transactions?.manager.addPartition({ topic, partition });
    if (result.isBatchFull) this.#sender.wake();
    else if (result.isNewBatch) {
      this.#topics.touch(topic);
      const lingerMs = this.#config["linger.ms"];
      if (lingerMs === 0) this.#sender.wake();
      else this.#sender.wakeAt(nowMs + lingerMs);
    }
    return true;
  }

  #wait(
    record: ProducerRecord<K, V>,
    encoded: EncodedRecord,
    waiter: { readonly completion: RecordCompletion; readonly signal: AbortSignal | undefined },
  ): void {
    const { topic } = record;
    const { completion, signal } = waiter;
    this.#topics.touch(topic);
    const waitedFor = this.#client.metadata.topic(topic) === undefined ? "metadata" : "memory";
    const begunMs = this.#ports.clock.monotonicMs();
    const onWaited = (): void => {
      const waitedMs = this.#ports.clock.monotonicMs() - begunMs;
      if (waitedFor === "memory") this.#metrics.onWaited(waitedMs);
      else this.#metrics.onTimed("metadata-wait", waitedMs);
    };
    this.#pending.add({
      topic,
      deadlineMs: this.#ports.clock.monotonicMs() + this.#config["max.block.ms"],
      attempt: () => {
        try {
          throwIfAborted(signal);
          if (this.#sender.fatalError !== undefined) throw this.#sender.fatalError;
          this.#transactions?.manager.checkSend();
          if (this.#tryAppend(record, encoded, completion)) {
            onWaited();
            return true;
          }
          this.#askForWhatIsMissing(record);
          return false;
        } catch (error) {
          this.#refuse(completion, toKafkaError(error));
          return true;
        }
      },
      expire: () => this.#refuse(completion, this.#blockedError(record, encoded)),
      fail: (error) => completion.fail(error),
    });
    this.#askForWhatIsMissing(record);
    this.#sender.wake();
  }

  #askForWhatIsMissing(record: ProducerRecord<K, V>): void {
    const known = this.#client.metadata.topic(record.topic);
    if (known === undefined && this.#client.metadata.topicError(record.topic) === 0) {
      this.#client.updater.requestUpdate({ isUrgent: true });
    } else if (known === undefined || (record.partition ?? 0) >= known.partitions.length) {
      this.#client.updater.requestUpdate();
    }
  }

  /** The topic, undefined while it is not known, or the error that says it never will be. */
  #topic(name: string): TopicMetadata | KafkaError | undefined {
    const known = this.#client.metadata.topic(name);
    if (known !== undefined) return known.partitions.length > 0 ? known : undefined;
    this.#topics.touch(name);
    const errorCode = this.#client.metadata.topicError(name);
    if (errorCode === 0) return undefined;
    const error = protocolError(errorCode);
    if (error.retriable) return undefined;
    return new KafkaError(error.code, `${error.message} (topic ${name})`, { errorCode });
  }

  #blockedError(record: ProducerRecord<K, V>, encoded: EncodedRecord): KafkaError {
    const { topic, partition } = record;
    const known = this.#client.metadata.topic(topic);
    const waitedMs = this.#config["max.block.ms"];
    if (known === undefined) return this.#unknownTopicError(topic);
    if (partition !== undefined && partition >= known.partitions.length) {
      return new TimeoutError(
        `Partition ${partition} of topic ${topic} with partition count ${known.partitions.length} is not present in metadata after ${waitedMs} ms.`,
      );
    }
    const total = this.#config["buffer.memory"];
    return new KafkaError(
      "BUFFER_EXHAUSTED",
      `Failed to allocate ${recordSizeMax(encoded)} bytes within the configured max blocking time ${waitedMs} ms. ` +
        `Total memory: ${total} bytes. Available memory: ${this.#accumulator.availableBytes} bytes.`,
      { retriable: true },
    );
  }

  #unknownTopicError(topic: string, cause?: unknown): TimeoutError {
    const errorCode = this.#client.metadata.topicError(topic);
    const reason = errorCode === 0 ? (cause ?? this.#client.updater.failure?.error) : protocolError(errorCode);
    return new TimeoutError(`Topic ${topic} not present in metadata after ${this.#config["max.block.ms"]} ms.`, reason);
  }

  #requireTransactions(): Transactions {
    this.#throwIfUnusable();
    if (this.#transactions === undefined) throw notTransactionalError();
    return this.#transactions;
  }

  #throwIfUnusable(): void {
    if (this.#state !== "open") {
      throw new KafkaError("CLOSED", "Cannot perform operation after producer has been closed");
    }
    if (this.#sender.fatalError !== undefined) throw this.#sender.fatalError;
  }
}

function compressionLevel(config: ProducerConfig): number | undefined {
  const type = config["compression.type"];
  if (type === "gzip") return config["compression.gzip.level"];
  if (type === "lz4") return config["compression.lz4.level"];
  return type === "zstd" ? config["compression.zstd.level"] : undefined;
}

function serialize(data: unknown, serializer: Serializer<unknown> | null, topic: string): Uint8Array | null {
  let result = data;
  if (serializer !== null) {
    try {
      result = serializer(data, topic);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new KafkaError("SERIALIZATION", `The serializer failed for topic ${topic}: ${reason}`, { cause: error });
    }
  }
  if (result === null || result === undefined) return null;
  if (typeof result === "string") return utf8Bytes(result);
  if (result instanceof Uint8Array) return result;
  throw new KafkaError(
    "SERIALIZATION",
    `Keys and values must be text, bytes or null; got ${typeof result}. Give a serializer.`,
  );
}

function encodeHeaders(headers: Headers): readonly RecordHeader[] {
  const list = Array.isArray(headers) ? headers : Object.entries(headers).map(([key, value]) => ({ key, value }));
  return (list as { key: string; value: Uint8Array | string | null }[]).map(({ key, value }) => ({
    key,
    value: typeof value === "string" ? utf8Bytes(value) : value,
  }));
}

function tooLarge(size: number, limit: number, option: string): KafkaError {
  return new KafkaError(
    "RECORD_TOO_LARGE",
    `The message is ${size} bytes when serialized which is larger than ${limit}, which is the value of the ${option} configuration.`,
  );
}
