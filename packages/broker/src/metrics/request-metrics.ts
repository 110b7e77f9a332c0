/**
 * Requests by their API, as `kafka.network:type=RequestMetrics` counts them. Stands between the sockets and the router, and only where somebody
 * wants metrics: a broker without them pays nothing.
 */

import { apiName } from "@ottla/protocol";
import { Pipelined } from "@ottla/network";
import type { FrameHandler, FrameOutcome, ServerConnection } from "@ottla/network";
import type { Metric, Sample } from "./exposition.ts";

interface ApiCounters {
  requests: number;
  bytes: number;
  /** From the frame's arrival to its answer. */
  totalMs: number;
  /** The part of it in which the request was worked on; the rest is waiting: for records, the disk, other brokers. */
  localMs: number;
  maxMs: number;
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
    const localMs = this.#nowMs() - startMs;
    const answer = outcome instanceof Pipelined ? outcome.answer : outcome;
    if (!(answer instanceof Promise)) this.#onAnswered(counters, startMs, localMs);
    else {
      const onEnd = (): void => this.#onAnswered(counters, startMs, localMs);
      answer.then(onEnd, onEnd);
    }
    return outcome;
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
    yield {
      name: `${name}totaltimems_total`,
      type: "counter",
      help: "Milliseconds from the arrival of requests to their answers, waiting included.",
      samples: samples(({ totalMs }) => totalMs),
    };
    yield {
      name: `${name}localtimems_total`,
      type: "counter",
      help: "Of these the milliseconds in which a request was worked on when it came; there is no queue before that.",
      samples: samples(({ localMs }) => localMs),
    };
    yield {
      name: `${name}remotetimems_total`,
      type: "counter",
      help: "Of these the milliseconds in which a request waited: for records, for the disk, for other brokers.",
      samples: samples(({ totalMs, localMs }) => Math.max(0, totalMs - localMs)),
    };
    yield {
      name: `${name}totaltimems_max`,
      type: "gauge",
      help: "The longest of them since the start.",
      samples: samples(({ maxMs }) => maxMs),
    };
  }

  #onAnswered(counters: ApiCounters, startMs: number, localMs: number): void {
    counters.localMs += localMs;
    const ms = this.#nowMs() - startMs;
    counters.totalMs += ms;
    if (ms > counters.maxMs) counters.maxMs = ms;
  }

  #countersOf(frame: Uint8Array): ApiCounters | undefined {
    const [high = 0, low = 0] = frame;
    const apiKey = (high << 8) | low;
    // What a client makes up is not counted, or it would fill the memory.
    if (frame.length < HEADER_BYTES || apiKey > KNOWN_KEYS_MAX) return undefined;
    return (this.#apis[apiKey] ??= { requests: 0, bytes: 0, totalMs: 0, localMs: 0, maxMs: 0 });
  }
}

const KNOWN_KEYS_MAX = 127;
