/**
 * Requests by their API, as `kafka.network:type=RequestMetrics` counts them. Stands between the sockets and the router, and only where somebody
 * wants metrics: a broker without them pays nothing.
 */

import { apiName } from "@ottla/protocol";
import { Pipelined, TrackedFrame } from "@ottla/network";
import type { FrameAnswer, FrameHandler, FrameOutcome, ServerConnection } from "@ottla/network";
import type { Metric, Sample } from "./exposition.ts";

interface ApiCounters {
  requests: number;
  bytes: number;
  /** The request was worked on. There is no queue before that. */
  localMs: number;
  /** It waited: for records, the disk, other brokers. */
  remoteMs: number;
  /** Its answer waited for those before it, and for the client to take it. */
  sendMs: number;
  maxMs: number;
}

interface Times {
  /** When the frame came. */
  readonly startMs: number;
  readonly localMs: number;
}

const HEADER_BYTES = 4;

/** See the file's head. */
export class RequestMetrics implements FrameHandler {
  readonly #handler: FrameHandler;
  readonly #nowMs: () => number;
  /** By API key. */
  readonly #apis: (ApiCounters | undefined)[] = [];

  constructor(handler: FrameHandler, nowMs: () => number) {
    this.#handler = handler;
    this.#nowMs = nowMs;
  }

  onFrame(frame: Uint8Array, connection: ServerConnection): FrameOutcome {
    const counters = this.#countersOf(frame);
    const startMs = this.#nowMs();
    const outcome = this.#handler.onFrame(frame, connection);
    if (counters === undefined) return outcome;
    counters.requests += 1;
    counters.bytes += frame.length;
    const times = { startMs, localMs: this.#nowMs() - startMs };
    const onAnswer = (answer: FrameAnswer): FrameAnswer => this.#measured(answer, counters, times);
    if (outcome instanceof Pipelined) return new Pipelined(outcome.effects, outcome.answer.then(onAnswer));
    if (!(outcome instanceof Promise)) return onAnswer(outcome);
    return outcome.then((later) =>
      later instanceof Pipelined ? new Pipelined(later.effects, later.answer.then(onAnswer)) : onAnswer(later),
    );
  }

  *metrics(): Generator<Metric> {
    const samples = (value: (counters: ApiCounters) => number): Sample[] =>
      this.#apis.flatMap((counters, apiKey) =>
        counters === undefined ? [] : [{ labels: { request: apiName(apiKey) }, value: value(counters) }],
      );
    const name = "kafka_network_requestmetrics_";
    yield {
      name: `${name}requests_total`,
      type: "counter",
      help: "Requests by API.",
      samples: samples(({ requests }) => requests),
    };
    yield {
      name: `${name}requestbytes_total`,
      type: "counter",
      help: "Bytes of requests by API, without their length fields.",
      samples: samples(({ bytes }) => bytes),
    };
    const phase = (of: string, help: string, value: (counters: ApiCounters) => number): Metric => ({
      name: `${name}${of}timems_total`,
      type: "counter",
      help,
      samples: samples(value),
    });
    yield phase(
      "total",
      "Milliseconds from the arrival of requests until clients have taken the answers.",
      ({ localMs, remoteMs, sendMs }) => localMs + remoteMs + sendMs,
    );
    yield phase("local", "Of these, in which a request was worked on when it came.", ({ localMs }) => localMs);
    yield phase(
      "remote",
      "Of these, in which it waited: for records, the disk, other brokers.",
      ({ remoteMs }) => remoteMs,
    );
    yield phase(
      "responsesend",
      "Of these, in which the answer waited for those before it, and for the client to take it.",
      ({ sendMs }) => sendMs,
    );
    yield {
      name: `${name}totaltimems_max`,
      type: "gauge",
      help: "The longest of them since the start.",
      samples: samples(({ maxMs }) => maxMs),
    };
  }

  /** The answer with its way to the client measured, too. */
  #measured(answer: FrameAnswer, counters: ApiCounters, { startMs, localMs }: Times): FrameAnswer {
    const answeredMs = this.#nowMs();
    const onEnd = (): void => {
      const endMs = this.#nowMs();
      counters.localMs += localMs;
      counters.remoteMs += answeredMs - startMs - localMs;
      counters.sendMs += endMs - answeredMs;
      counters.maxMs = Math.max(counters.maxMs, endMs - startMs);
    };
    if (typeof answer === "symbol") {
      onEnd();
      return answer;
    }
    const tracked = answer instanceof TrackedFrame ? answer : undefined;
    return new TrackedFrame(tracked?.chunks ?? (answer as Exclude<typeof answer, TrackedFrame>), () => {
      onEnd();
      tracked?.onSent();
    });
  }

  #countersOf(frame: Uint8Array): ApiCounters | undefined {
    const [high = 0, low = 0] = frame;
    const apiKey = (high << 8) | low;
    // What a client makes up is not counted, or it would fill the memory.
    if (frame.length < HEADER_BYTES || apiKey > KNOWN_KEYS_MAX) return undefined;
    return (this.#apis[apiKey] ??= { requests: 0, bytes: 0, localMs: 0, remoteMs: 0, sendMs: 0, maxMs: 0 });
  }
}

const KNOWN_KEYS_MAX = 127;
