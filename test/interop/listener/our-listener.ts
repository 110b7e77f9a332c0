// Our side of the scenarios: the same listener as SpringListener.java, event for event.
import { Consumer } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import {
  BatchListenerFailedException,
  CommonContainerStoppingErrorHandler,
  CommonLoggingErrorHandler,
  DeadLetterPublishingRecoverer,
  DefaultErrorHandler,
  DefaultKafkaProducerFactory,
  FixedBackOff,
  KafkaHeaders,
  deadLetterSender,
  listener,
  silentLogger,
} from "@ottla/listener";
import type {
  Acknowledgment,
  CommonErrorHandler,
  ConsumerFactory,
  ConsumerProperties,
  ContainerConsumer,
  ListenerOptions,
} from "@ottla/listener";
import { runAggregate, runHandled } from "./our-replies.ts";
import type { OurSide } from "./our-replies.ts";
import { Trace } from "./scenario.ts";
import type { Scenario, ScenarioRun } from "./scenario.ts";

/** Makes consumers that tell of every commit that has succeeded. */
class TellingFactory implements ConsumerFactory {
  readonly configurationProperties: ConsumerProperties;
  readonly #trace: Trace;

  constructor(bootstrapServers: string, trace: Trace) {
    this.configurationProperties = {
      "bootstrap.servers": bootstrapServers,
      "auto.offset.reset": "earliest",
      "heartbeat.interval.ms": 100,
      "enable.auto.commit": false,
      "key.deserializer": "StringDeserializer",
      "value.deserializer": "StringDeserializer",
    };
    this.#trace = trace;
  }

  createConsumer(overrides: ConsumerProperties): ContainerConsumer {
    const options = new Map(Object.entries({ ...this.configurationProperties, ...overrides }));
    const consumer = new Consumer<unknown, unknown>(options);
    const commitSync = consumer.commitSync.bind(consumer);
    consumer.commitSync = async (offsets, more) => {
      await commitSync(offsets, more);
      for (const { partition, offset } of offsets ?? []) this.#trace.add(`C ${partition}=${offset}`);
    };
    return consumer;
  }
}

/** Named as Java's, so that dead-letter headers can be compared. */
function illegalState(message: string): Error {
  return Object.assign(new Error(message), { name: "java.lang.IllegalStateException" });
}

/** A listener that does to the record 0@2 what its scenario says, and tells of everything. */
class ScriptedListener {
  readonly #kind: string;
  readonly #trace: Trace;
  readonly #deliveries = new Map<string, number>();
  readonly #gate: Promise<void>;
  /** Lets the record that waits go on. */
  release: () => void = () => undefined;
  /** Stops the container. */
  stop: () => void = () => undefined;

  constructor(kind: string, trace: Trace) {
    this.#kind = kind;
    this.#trace = trace;
    this.#gate = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  async onRecord(record: ConsumerRecord<unknown, unknown>, acknowledgment: Acknowledgment | undefined): Promise<void> {
    const kind = this.#kind;
    const place = placeOf(record);
    this.#trace.add(`D ${place}`);
    if (kind === "numbered") {
      const attempt = record.headers.findLast(({ key }) => key === KafkaHeaders.DELIVERY_ATTEMPT)?.value;
      this.#trace.add(`N ${Buffer.from(attempt ?? []).readInt32BE()}`);
    }
    const delivery = this.#count(place);
    if (place === "0@2") {
      if (kind === "throw-then-succeed" && delivery <= 2) throw illegalState("not yet");
      if (["exhausted", "numbered", "logged", "stopping"].includes(kind)) throw illegalState("never");
      if (kind === "nack" && delivery === 1) {
        acknowledgment?.nack(50);
        return;
      }
      if (kind === "stop") this.stop();
      if (kind === "revoke") {
        this.#trace.add("W");
        await this.#gate;
      }
      if (kind === "unacknowledged") return;
    }
    await this.#acknowledge(acknowledgment);
  }

  async onBatch(places: readonly string[], acknowledgment: Acknowledgment | undefined): Promise<void> {
    const kind = this.#kind;
    this.#trace.add(`B ${places.join(",")}`);
    const index = places.indexOf("0@2");
    const delivery = index < 0 ? 0 : this.#count("0@2");
    if (index >= 0) {
      if (kind === "throw-then-succeed" && delivery <= 2) throw new BatchListenerFailedException("not yet", index);
      if (kind === "exhausted") throw new BatchListenerFailedException("never", index, illegalState("never"));
      if (kind === "whole-then-succeed" && delivery <= 2) throw illegalState("not yet");
      if (["whole-exhausted", "logged", "stopping"].includes(kind)) throw illegalState("never");
      if (kind === "nack" && delivery === 1) {
        acknowledgment?.nack(index, 50);
        return;
      }
      if (kind === "partial") await this.#acknowledge(acknowledgment, index);
      if (kind === "stop") this.stop();
    }
    await this.#acknowledge(acknowledgment);
  }

  #count(place: string): number {
    const times = (this.#deliveries.get(place) ?? 0) + 1;
    this.#deliveries.set(place, times);
    return times;
  }

  async #acknowledge(acknowledgment: Acknowledgment | undefined, index?: number): Promise<void> {
    if (acknowledgment === undefined) return;
    this.#trace.add("A");
    await acknowledgment.acknowledge(index);
  }
}

export class OurListener implements AsyncDisposable {
  readonly #bootstrapServers: string;
  readonly #producers: DefaultKafkaProducerFactory;

  constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
    this.#producers = new DefaultKafkaProducerFactory({ "bootstrap.servers": bootstrapServers });
  }

  async run(scenario: Scenario, topic: string, group: string): Promise<ScenarioRun> {
    const { type, mode, kind } = scenario;
    if (type === "aggregate") return await runAggregate(this.#side, scenario, { topic, group });
    if (kind.startsWith("handler")) return await runHandled(this.#side, scenario, { topic, group });
    const trace = new Trace();
    const scripted = new ScriptedListener(kind, trace);
    const options: Omit<ListenerOptions, "batch"> = {
      topics: topic,
      groupId: group,
      ackMode: mode,
      ackCount: 3,
      ackTime: 3_600_000,
      deliveryAttemptHeader: kind === "numbered",
      pollTimeout: 15_000,
      consumerFactory: new TellingFactory(this.#bootstrapServers, trace),
      errorHandler: this.#errorHandler(kind),
      logger: silentLogger,
      onEvent: (event) => {
        if (event.type === "ContainerStopped") trace.add("S");
      },
    };
    const container =
      type === "record"
        ? listener(options, (_value, { record, acknowledgment }) => scripted.onRecord(record, acknowledgment))
        : listener({ ...options, batch: true }, (_values, { records, acknowledgment }) =>
            scripted.onBatch(records.map(placeOf), acknowledgment),
          );
    scripted.stop = () => void container.stop();
    await container.start();
    return {
      trace,
      release: () => scripted.release(),
      stop: async () => {
        await container.stop();
        await trace.until((events) => events.includes("S"), "the stop");
      },
    };
  }

  get #side(): OurSide {
    const bootstrapServers = this.#bootstrapServers;
    const consumerFactory = (trace: Trace): ConsumerFactory => new TellingFactory(bootstrapServers, trace);
    return { bootstrapServers, producers: this.#producers, consumerFactory };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producers.close();
  }

  #errorHandler(kind: string): CommonErrorHandler {
    if (kind === "logged") return new CommonLoggingErrorHandler({ logger: silentLogger });
    if (kind === "stopping") return new CommonContainerStoppingErrorHandler();
    const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(this.#producers), { logger: silentLogger });
    return new DefaultErrorHandler({ recoverer: recover, backOff: new FixedBackOff(0, 2), logger: silentLogger });
  }
}

function placeOf({ partition, offset }: { readonly partition: number; readonly offset: number }): string {
  return `${partition}@${offset}`;
}
