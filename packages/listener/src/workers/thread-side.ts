/**
 * The inside of a thread with a consumer of its own: a whole container, whose consumer polls, commits and seeks here, and whose listener is the module's
 * handler. What belongs to the application is asked in the main thread: its error handler, its rebalance listener; events and the log go there.
 *
 * Whatever the main thread has to know when it is asked something, it was told before: messages keep their order.
 */
import type { MessagePort } from "node:worker_threads";
import { topicPartitionName, workerRecord } from "@ottla/client";
import type { ConsumerRecord, PartitionOffset, TopicPartition, WorkerRecord } from "@ottla/client";
import { DefaultKafkaConsumerFactory } from "../container/consumer-factory.ts";
import type { ContainerEvent } from "../container/container-events.ts";
import type { ListenerContext } from "../container/delivery.ts";
import { KafkaMessageListenerContainer } from "../container/kafka-message-listener-container.ts";
import type { ContainerOptions } from "../container/kafka-message-listener-container.ts";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import type { MessageListener, RecordInterceptor } from "../container/listener.ts";
import { isPromise } from "../container/work-host.ts";
import type { CommonErrorHandler, RecordFailure, Resolution } from "../errors/common-error-handler.ts";
import { recordName } from "../errors/failed-record-processor.ts";
import { causesOf } from "../errors/exceptions.ts";
import type { Logger } from "../logging/logger.ts";
import type { ConsumerAwareRebalanceListener } from "../rebalance/rebalance-listener.ts";
import { errorData, errorOf, failureData, recordData } from "./crossing.ts";
import { HandlerBeat } from "./handler-beat.ts";
import { callConsumer, consumerState } from "./thread-calls.ts";
import type {
  ConsumerCall,
  FromThread,
  Question,
  RebalanceHook,
  Suspect,
  ThreadData,
  ThreadState,
  ToThread,
} from "./thread-messages.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** The default export of a handler's module. */
export type ThreadHandler = (record: WorkerRecord, context: ListenerContext) => void | Promise<void>;

/** How often the main thread is told how things are, if they have changed, in ms. */
const STATE_INTERVAL_MS = 200;

/** The delivery of a record that the thread before died of. */
class DiedBefore extends Error {}

/** Tells of partitions that the listener pauses. */
class TellingContainer extends KafkaMessageListenerContainer {
  readonly #tell: (partition: TopicPartition, isPaused: boolean) => void;

  constructor(options: ContainerOptions, tell: (partition: TopicPartition, isPaused: boolean) => void) {
    super(options);
    this.#tell = tell;
  }

  override pausePartition(partition: TopicPartition): void {
    super.pausePartition(partition);
    this.#tell(partition, true);
  }

  override resumePartition(partition: TopicPartition): void {
    super.resumePartition(partition);
    this.#tell(partition, false);
  }
}

interface Asked {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class ThreadSide {
  readonly #port: MessagePort;
  readonly #data: ThreadData;
  readonly #handle: ThreadHandler;
  readonly #beat: HandlerBeat;
  readonly #container: TellingContainer;
  readonly #suspects: Map<string, Suspect>;
  /** Records that have failed and are to be given again. */
  readonly #failing = new Map<string, Suspect>();
  readonly #asked = new Map<number, Asked>();
  readonly #places: TopicPartition[] = [];
  readonly #placeOf = new Map<string, number>();
  /** What the container gives its listeners, from the first time on that it does. */
  #consumer: ListenerConsumer | undefined;
  #nextId = 0;
  #told = "";

  constructor(port: MessagePort, data: ThreadData, handle: ThreadHandler) {
    this.#port = port;
    this.#data = data;
    this.#handle = handle;
    this.#beat = new HandlerBeat(data.beat);
    this.#suspects = new Map(data.suspects.map((one) => [recordName(one), one]));
    this.#container = new TellingContainer(this.#containerOptions(), (partition, isPaused) =>
      this.#say({ type: "partitionPaused", partition, isPaused }),
    );
    if (data.isPaused) this.#container.pause();
    for (const partition of data.pausedPartitions) this.#container.pausePartition(partition);
    this.#container.onEvent((event) => this.#onEvent(event));
    port.on("message", (message: ToThread) => this.#onMessage(message));
  }

  /** The container begins when the main thread says so. */
  ready(): void {
    this.#say({ type: "loaded" });
  }

  /** It then runs until it is told to stop, or cannot go on. */
  async #begin(): Promise<void> {
    try {
      await this.#container.start();
    } catch (error) {
      this.#say({ type: "notStarted", error: errorData(error) });
      this.#port.close();
      return;
    }
    this.#say({ type: "started" });
    setInterval(() => this.#tellState(), STATE_INTERVAL_MS).unref();
  }

  #say(message: FromThread): void {
    this.#port.postMessage(message);
  }

  #containerOptions(): ContainerOptions {
    const { listenerId, groupId, listenerInfo, subscription, properties, configuration, consumerProperties, hooks } =
      this.#data;
    return {
      ...{ listenerId, groupId, listenerInfo, subscription, consumerProperties },
      listener: this.#listener(),
      properties: {
        ...properties,
        consumerRebalanceListener: this.#rebalanceListener(),
        offsetAndMetadataProvider: undefined,
        commitCallback: hooks.hasCommitCallback ? (offsets, error) => this.#onCommit(offsets, error) : undefined,
      },
      consumerFactory: new DefaultKafkaConsumerFactory(configuration),
      errorHandler: this.#errorHandler(),
      recordInterceptor: hooks.interceptor.length === 0 ? undefined : this.#interceptor(),
      logger: this.#logger(),
    };
  }

  #listener(): MessageListener {
    return { isBatch: false, onMessage: (record, context) => this.#deliver(record, context) };
  }

  #deliver(record: AnyRecord, context: ListenerContext): void | Promise<void> {
    if (this.#suspects.size > 0 && this.#suspects.delete(recordName(record))) throw new DiedBefore();
    this.#consumer = context.consumer;
    this.#beat.begin({ place: this.#placeFor(record), offset: record.offset, openCount: this.#openCount });
    let result: unknown;
    try {
      // Of the record only its bytes are looked at, which are there whatever its deserializers make of them.
      result = this.#handle(workerRecord(record as ConsumerRecord), context);
    } catch (error) {
      this.#beat.end();
      throw error;
    }
    if (isPromise(result)) return this.#settled(record, result);
    this.#beat.end();
    this.#forget(record);
    return undefined;
  }

  get #openCount(): number {
    return this.#container.health()[0]?.openRecords ?? 0;
  }

  async #settled(record: AnyRecord, result: PromiseLike<unknown>): Promise<void> {
    try {
      await result;
    } finally {
      this.#beat.end();
    }
    this.#forget(record);
  }

  /** The record is done; the main thread need not remember that it had failed. */
  #forget(record: AnyRecord): void {
    if (this.#failing.size === 0 || !this.#failing.delete(recordName(record))) return;
    this.#say({ type: "forget", record: placeOf(record) });
  }

  /** The main thread knows the place before a handler is at it. */
  #placeFor(record: AnyRecord): number {
    const name = topicPartitionName(record);
    const known = this.#placeOf.get(name);
    if (known !== undefined) return known;
    const place = this.#places.push({ topic: record.topic, partition: record.partition }) - 1;
    this.#placeOf.set(name, place);
    this.#tellState();
    return place;
  }

  #errorHandler(): CommonErrorHandler {
    const { errorHandler, hooks } = this.#data;
    return {
      ...errorHandler,
      handleRecord: (failure) => this.#handleRecord(failure),
      handleBatch: () => {
        throw new TypeError("A handler of a thread gets single records");
      },
      ...(hooks.hearsOtherExceptions
        ? { handleOtherException: (error: unknown) => this.#say({ type: "otherException", error: errorData(error) }) }
        : {}),
    };
  }

  async #handleRecord({ record, error, failures, consumer }: RecordFailure): Promise<Resolution> {
    this.#consumer = consumer;
    const isSuspect = causesOf(error).some((cause) => cause instanceof DiedBefore);
    const answer = await this.#ask({
      type: "handleRecord",
      record: recordData(record),
      failure: failureData(error),
      failures,
      isSuspect,
    });
    const resolution = answer as Resolution;
    if (resolution.action === "retry") this.#failing.set(recordName(record), placeOf(record));
    else this.#failing.delete(recordName(record));
    return resolution;
  }

  /** Tells only; what is told has happened already. */
  #interceptor(): RecordInterceptor {
    const wanted = new Set(this.#data.hooks.interceptor);
    const tell = (hook: "success" | "failure" | "afterRecord", record: AnyRecord, error?: Error): void =>
      this.#say({
        type: "intercepted",
        hook,
        record: recordData(record),
        failure: error === undefined ? undefined : failureData(error),
      });
    return {
      ...(wanted.has("success") ? { success: (record) => tell("success", record) } : {}),
      ...(wanted.has("failure") ? { failure: (record, error) => tell("failure", record, error) } : {}),
      ...(wanted.has("afterRecord") ? { afterRecord: (record) => tell("afterRecord", record) } : {}),
    };
  }

  #rebalanceListener(): ConsumerAwareRebalanceListener {
    const { hooks, threads, name } = this.#data;
    const told =
      (hook: RebalanceHook) =>
      async (consumer: ListenerConsumer, partitions: readonly TopicPartition[]): Promise<void> => {
        this.#consumer = consumer;
        if (hooks.rebalance.includes(hook)) await this.#ask({ type: hook, partitions });
        else this.#tellState();
      };
    const onAssigned = told("onPartitionsAssigned");
    return {
      onPartitionsRevokedBeforeCommit: told("onPartitionsRevokedBeforeCommit"),
      onPartitionsRevokedAfterCommit: told("onPartitionsRevokedAfterCommit"),
      onPartitionsLost: told("onPartitionsLost"),
      onPartitionsAssigned: async (consumer, partitions) => {
        if (consumer.assignment().length === 0) {
          this.#logger().warn(
            `One of the ${threads} threads of ${name} is idle: there are more of them than partitions`,
          );
        }
        await onAssigned(consumer, partitions);
      },
    };
  }

  #onCommit(offsets: readonly PartitionOffset[], error: unknown): void {
    this.#say({ type: "committed", offsets, error: error === undefined ? undefined : errorData(error) });
  }

  #logger(): Logger {
    const say =
      (level: "debug" | "info" | "warn" | "error") =>
      (message: string, error?: unknown): void =>
        this.#say({ type: "log", level, message, error: error === undefined ? undefined : errorData(error) });
    return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
  }

  #onEvent(event: ContainerEvent): void {
    this.#tellState();
    const crossing = "error" in event ? { ...event, error: errorData(event.error) } : event;
    this.#say({ type: "event", event: crossing });
    if (event.type === "ContainerStopped") void this.#end();
  }

  async #end(): Promise<void> {
    // It has stopped; this only tells how.
    const report = await this.#container.stop();
    this.#say({ type: "stopped", report });
    this.#port.close();
  }

  #tellState(): void {
    const state = this.#state();
    const shown = JSON.stringify({ ...state, lastPollAgeMs: undefined });
    const isPolling = state.lastPollAgeMs !== undefined && state.lastPollAgeMs < STATE_INTERVAL_MS;
    if (shown === this.#told && !isPolling) return;
    this.#told = shown;
    this.#say({ type: "state", state });
  }

  #state(): ThreadState {
    const container = this.#container;
    const [health] = container.health();
    const assigned = container.assignedPartitions();
    return {
      assigned,
      openRecords: this.#openCount,
      staleResults: health?.staleResults ?? 0,
      lastPollAgeMs: health?.lastPollAgeMs,
      lag: [...container.lag()],
      isContainerPaused: container.isContainerPaused,
      paused: assigned.filter((one) => container.isPartitionPaused(one)),
      places: this.#places,
      consumer: this.#consumer === undefined ? undefined : consumerState(this.#consumer),
    };
  }

  #ask(question: Question): Promise<unknown> {
    const id = this.#nextId++;
    this.#tellState();
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#say({ type: "ask", id, question });
    });
  }

  #onMessage(message: ToThread): void {
    const container = this.#container;
    switch (message.type) {
      case "begin":
        void this.#begin();
        return;
      case "stop":
        void container.stop(message.options);
        return;
      case "stopAbnormally":
        void container.stopAbnormally(message.reason);
        return;
      case "pause":
        container.pause();
        return;
      case "resume":
        container.resume();
        return;
      case "enforceRebalance":
        container.enforceRebalance();
        return;
      case "pausePartition":
        container.pausePartition(message.partition);
        return;
      case "resumePartition":
        container.resumePartition(message.partition);
        return;
      case "suspect":
        this.#suspects.set(recordName(message.suspect), message.suspect);
        return;
      case "answer": {
        const asked = this.#asked.get(message.id);
        this.#asked.delete(message.id);
        if (message.answer.isOk) asked?.resolve(message.answer.value);
        else asked?.reject(errorOf(message.answer.error));
        return;
      }
      case "call":
        void this.#call(message.id, message.call);
        return;
    }
  }

  async #call(id: number, call: ConsumerCall): Promise<void> {
    try {
      if (this.#consumer === undefined) throw new Error("The thread's consumer is not there yet");
      const value = await callConsumer(this.#consumer, call);
      this.#say({ type: "called", id, answer: { isOk: true, value } });
    } catch (error) {
      this.#say({ type: "called", id, answer: { isOk: false, error: errorData(error) } });
    }
  }
}

function placeOf({ topic, partition, offset }: AnyRecord): Suspect {
  return { topic, partition, offset };
}
