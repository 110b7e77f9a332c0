// Our side of the scenarios: the same listener as SpringListener.java, event for event.
import { Consumer } from "@ottla/client";
import {
  BatchListenerFailedException,
  CommonContainerStoppingErrorHandler,
  CommonLoggingErrorHandler,
  DeadLetterPublishingRecoverer,
  DefaultErrorHandler,
  DefaultKafkaProducerFactory,
  FixedBackOff,
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

export class OurListener implements AsyncDisposable {
  readonly #bootstrapServers: string;
  readonly #producers: DefaultKafkaProducerFactory;

  constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
    this.#producers = new DefaultKafkaProducerFactory({ "bootstrap.servers": bootstrapServers });
  }

  async run(scenario: Scenario, topic: string, group: string): Promise<ScenarioRun> {
    const { type, mode, kind } = scenario;
    const trace = new Trace();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const deliveries = new Map<string, number>();
    const count = (place: string): number => {
      const times = (deliveries.get(place) ?? 0) + 1;
      deliveries.set(place, times);
      return times;
    };
    const acknowledge = async (acknowledgment: Acknowledgment | undefined, index?: number): Promise<void> => {
      if (acknowledgment === undefined) return;
      trace.add("A");
      await acknowledgment.acknowledge(index);
    };
    const options: Omit<ListenerOptions, "batch"> = {
      topics: topic,
      groupId: group,
      ackMode: mode,
      ackCount: 3,
      ackTime: 3_600_000,
      pollTimeout: 200,
      consumerFactory: new TellingFactory(this.#bootstrapServers, trace),
      errorHandler: this.#errorHandler(kind),
      logger: silentLogger,
      onEvent: (event) => {
        if (event.type === "ContainerStopped") trace.add("S");
      },
    };
    const onRecord = async (place: string, acknowledgment: Acknowledgment | undefined): Promise<void> => {
      trace.add(`D ${place}`);
      const delivery = count(place);
      if (place === "0@2") {
        if (kind === "throw-then-succeed" && delivery <= 2) throw illegalState("not yet");
        if (["exhausted", "logged", "stopping"].includes(kind)) throw illegalState("never");
        if (kind === "nack" && delivery === 1) {
          acknowledgment?.nack(50);
          return;
        }
        if (kind === "stop") void container.stop();
        if (kind === "revoke") {
          trace.add("W");
          await gate;
        }
        if (kind === "unacknowledged") return;
      }
      await acknowledge(acknowledgment);
    };
    const onBatch = async (places: readonly string[], acknowledgment: Acknowledgment | undefined): Promise<void> => {
      trace.add(`B ${places.join(",")}`);
      const index = places.indexOf("0@2");
      const delivery = index < 0 ? 0 : count("0@2");
      if (index >= 0) {
        if (kind === "throw-then-succeed" && delivery <= 2) throw new BatchListenerFailedException("not yet", index);
        if (kind === "exhausted") throw new BatchListenerFailedException("never", index, illegalState("never"));
        if (kind === "whole-then-succeed" && delivery <= 2) throw illegalState("not yet");
        if (["whole-exhausted", "logged", "stopping"].includes(kind)) throw illegalState("never");
        if (kind === "nack" && delivery === 1) {
          acknowledgment?.nack(index, 50);
          return;
        }
        if (kind === "partial") await acknowledge(acknowledgment, index);
        if (kind === "stop") void container.stop();
      }
      await acknowledge(acknowledgment);
    };
    const container =
      type === "record"
        ? listener(options, (_value, { record, acknowledgment }) =>
            onRecord(`${record.partition}@${record.offset}`, acknowledgment),
          )
        : listener({ ...options, batch: true }, (_values, { records, acknowledgment }) =>
            onBatch(
              records.map((record) => `${record.partition}@${record.offset}`),
              acknowledgment,
            ),
          );
    await container.start();
    return {
      trace,
      release,
      stop: async () => {
        await container.stop();
        await trace.until((events) => events.includes("S"), "the stop");
      },
    };
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
