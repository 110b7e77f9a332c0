// Our side of listeners with an error handler of their own and of templates that gather replies: the same as SpringReplies.java, event for event.
import {
  AggregatingReplyingKafkaTemplate,
  BatchListenerFailedException,
  DeadLetterPublishingRecoverer,
  DefaultErrorHandler,
  DefaultKafkaProducerFactory,
  FixedBackOff,
  KafkaApplication,
  KafkaHeaders,
  KafkaListener,
  SendTo,
  deadLetterSender,
  manualAckListenerErrorHandler,
  silentLogger,
} from "@ottla/listener";
import type {
  Acknowledgment,
  BatchListenerContext,
  ConsumerFactory,
  KafkaListenerErrorHandler,
  ListenerContext,
  ListenerOptions,
  Message,
} from "@ottla/listener";
import { Trace } from "./scenario.ts";
import type { Scenario, ScenarioRun } from "./scenario.ts";

/** Named as Java's, so that headers can be compared. */
function illegal(what: "State" | "Argument", message: string): Error {
  return Object.assign(new Error(message), { name: `java.lang.Illegal${what}Exception` });
}

/** Of the record, or of a batch's. */
function offsetsOf({ headers }: Message): readonly unknown[] {
  const offset = Reflect.get(headers ?? {}, KafkaHeaders.OFFSET) as unknown;
  return Array.isArray(offset) ? (offset as readonly unknown[]) : [offset];
}

/** A listener method whose error handler is asked about the record 0@2, or about the batch with it. */
class Handled {
  readonly #kind: string;
  readonly #trace: Trace;

  constructor(kind: string, trace: Trace) {
    this.#kind = kind;
    this.#trace = trace;
  }

  async one(value: string, { record, acknowledgment }: ListenerContext): Promise<string> {
    this.#trace.add(`D 0@${record.offset}`);
    if (record.offset === 2) throw illegal("State", "never");
    await this.#acknowledge(acknowledgment);
    return `re-${value}`;
  }

  async batch(_values: readonly string[], { records, acknowledgment }: BatchListenerContext): Promise<void> {
    this.#trace.add(`B ${records.map(({ offset }) => `0@${offset}`).join(",")}`);
    if (records.some(({ offset }) => offset === 2)) throw illegal("State", "never");
    await this.#acknowledge(acknowledgment);
  }

  get errorHandler(): KafkaListenerErrorHandler {
    if (this.#kind !== "handler-acknowledges") {
      return { handleError: (message, exception) => this.#handle(message, exception) };
    }
    return manualAckListenerErrorHandler(async (message, exception, _consumer, acknowledgment) => {
      this.#asked(message, exception);
      await this.#acknowledge(acknowledgment);
      return null;
    });
  }

  #handle(message: Message, exception: Error): unknown {
    this.#asked(message, exception);
    switch (this.#kind) {
      case "handler-throws":
        throw illegal("Argument", "from the handler");
      case "handler-rethrows":
        throw exception;
      case "handler-names-record":
        throw new BatchListenerFailedException("that one", offsetsOf(message).indexOf(2), illegal("Argument", "it"));
      case "handler-null":
        return null;
      default:
        return "instead";
    }
  }

  #asked(message: Message, exception: Error): void {
    const text = (values: readonly unknown[]): string =>
      Array.isArray(message.payload) ? `[${values.join(",")}]` : String(values[0]);
    const payload = Array.isArray(message.payload) ? (message.payload as readonly unknown[]) : [message.payload];
    const cause = (exception.cause as Error).name.replace("java.lang.", "");
    this.#trace.add(`H ${text(payload)} ${text(offsetsOf(message))} ${exception.name} ${cause}`);
  }

  async #acknowledge(acknowledgment: Acknowledgment | undefined): Promise<void> {
    if (acknowledgment === undefined) return;
    this.#trace.add("A");
    await acknowledgment.acknowledge();
  }
}

export interface OurSide {
  readonly bootstrapServers: string;
  readonly producers: DefaultKafkaProducerFactory;
  readonly consumerFactory: (trace: Trace) => ConsumerFactory;
}

export async function runHandled(
  { bootstrapServers, producers, consumerFactory }: OurSide,
  { type, mode, kind }: Scenario,
  { topic, group }: { readonly topic: string; readonly group: string },
): Promise<ScenarioRun> {
  const trace = new Trace();
  const handled = new Handled(kind, trace);
  const { recover } = new DeadLetterPublishingRecoverer(deadLetterSender(producers), { logger: silentLogger });
  const app = new KafkaApplication({
    bootstrapServers,
    logger: silentLogger,
    listener: kind === "handler-value-named" ? { correlationHeaderName: "my-correlation" } : {},
  });
  const options: ListenerOptions = {
    topics: topic,
    groupId: group,
    ackMode: mode,
    ackCount: 3,
    ackTime: 3_600_000,
    pollTimeout: 15_000,
    batch: type === "batch",
    consumerFactory: consumerFactory(trace),
    errorHandler: handled.errorHandler,
    commonErrorHandler: new DefaultErrorHandler({
      recoverer: recover,
      backOff: new FixedBackOff(0, 2),
      logger: silentLogger,
    }),
    onEvent: (event) => {
      if (event.type === "ContainerStopped") trace.add("S");
    },
  };
  // Each scenario has marks of its own on the one method that it needs.
  class Own extends Handled {}
  const name = type === "batch" ? "batch" : "one";
  const method = Handled.prototype[name] as (...args: unknown[]) => Promise<unknown>;
  Object.defineProperty(Own.prototype, name, {
    configurable: true,
    writable: true,
    value(this: Own, ...args: unknown[]) {
      return method.apply(this, args);
    },
  });
  const descriptor = Object.getOwnPropertyDescriptor(Own.prototype, name) ?? {};
  KafkaListener(options)(Own.prototype, name, descriptor);
  if (type === "record") SendTo()(Own.prototype, name, descriptor);
  await app.register(new Own(kind, trace));
  await app.start();
  return {
    trace,
    release: () => undefined,
    stop: async () => {
      await app.stop();
      await trace.until((events) => events.includes("S"), "the stop");
    },
  };
}

export async function runAggregate(
  { producers, consumerFactory }: OurSide,
  { mode, kind }: Scenario,
  { topic, group }: { readonly topic: string; readonly group: string },
): Promise<ScenarioRun> {
  const trace = new Trace();
  const valuesOf = (replies: readonly { readonly value: unknown }[]): string =>
    replies.map(({ value }) => String(value)).join(",");
  const template = new AggregatingReplyingKafkaTemplate(producers, {
    replies: {
      topics: topic,
      groupId: group,
      ackMode: mode,
      pollTimeout: 15_000,
      consumerFactory: consumerFactory(trace),
      logger: silentLogger,
      onEvent: (event) => {
        if (event.type === "ContainerStopped") trace.add("S");
      },
    },
    correlationIdStrategy: ({ key }) => Buffer.from(`id-${key}`),
    releaseStrategy: (replies, isTimeout) => {
      trace.add(`P ${valuesOf(replies)} ${isTimeout}`);
      if (kind === "strategy-throws") throw illegal("State", "no strategy");
      if (kind === "partial-refused" && isTimeout) return false;
      return isTimeout || replies.length === 3;
    },
    returnPartialOnTimeout: kind.startsWith("partial"),
    logger: silentLogger,
    ...(kind === "names"
      ? {
          correlationHeaderName: "my-correlation",
          replyTopicHeaderName: "my-reply-topic",
          replyPartitionHeaderName: "my-reply-partition",
        }
      : {}),
  });
  await template.start();
  await template.waitForAssignment(60_000);
  let request = 0;
  const send = (): void => {
    const id = String(++request);
    const isShort = request === 1 && /^(timeout|partial|strategy)/.test(kind);
    const record = {
      topic: `${topic}-requests`,
      partition: 0,
      timestamp: 1_700_000_000_000,
      key: id,
      value: "request",
    };
    template.sendAndReceive(record, isShort ? 6_000 : 60_000).then(
      (reply) => trace.add(`E ${id} ${reply.topic} ${valuesOf(reply.value)}`),
      (error: Error) => trace.add(`X ${id} ${error.name.replace("java.lang.", "")}`),
    );
    trace.add(`Q ${id}`);
  };
  send();
  return {
    trace,
    release: send,
    stop: async () => {
      await template.stop();
      await trace.until((events) => events.includes("S"), "the stop");
    },
  };
}
