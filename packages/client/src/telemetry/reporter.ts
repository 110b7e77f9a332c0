/**
 * Tells brokers what this client measures, if they want to know (KIP-714; `enable.metrics.push`): asks what is wanted, tells it at the interval that was
 * asked for, and once more when the client closes.
 *
 * States: idle (no broker of the cluster serves it) → subscribing → waiting ⇄ pushing → ended. An error that trying again will not mend ends it, and
 * nothing of it is ever felt by the application.
 */
import { ZERO_UUID } from "@ottla/base";
import type { Timer } from "@ottla/base";
import { ApiKey, ErrorCode } from "@ottla/protocol";
import type {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from "@ottla/protocol/messages/get-telemetry-subscriptions";
import type { PushTelemetryRequest, PushTelemetryResponse } from "@ottla/protocol/messages/push-telemetry";
import type { ClusterClient } from "../cluster-client.ts";
import { Deadline, settledBy } from "../deadline.ts";
import type { Metric } from "../metrics/metrics.ts";
import { attributeName, encodeMetrics, telemetryName } from "./otlp.ts";
import type { TelemetryMetric } from "./otlp.ts";
import { LazyApi } from "../network/api-versions.ts";

const GET_API = new LazyApi<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/get-telemetry-subscriptions");
  return { request: codecs.GetTelemetrySubscriptionsRequest, response: codecs.GetTelemetrySubscriptionsResponse };
});
const PUSH_API = new LazyApi<PushTelemetryRequest, PushTelemetryResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/push-telemetry");
  return { request: codecs.PushTelemetryRequest, response: codecs.PushTelemetryResponse };
});

/** When to ask again after an error that passes, or when nothing is wanted, in milliseconds. */
const RETRY_MS = 300_000;
/** How long a close may be held up by the last push, in milliseconds. */
const LAST_PUSH_MS = 1_000;

const ALL_METRICS = "*";
const GZIP = 1;
const ZSTD = 4;

interface Subscription {
  readonly subscriptionId: number;
  readonly compression: number;
  readonly intervalMs: number;
  readonly maxBytes: number;
  readonly isDelta: boolean;
  /** Prefixes of names; the empty one stands for all, as "*" does in the answer of a broker. */
  readonly wanted: readonly string[];
}

/**
 * The reporter of a producer or consumer; undefined with `enable.metrics.push=false`.
 * @param memberId of a consumer in its group; empty or undefined for none
 */
export function telemetryOf(client: ClusterClient, memberId?: () => string | undefined): TelemetryReporter | undefined {
  const { config } = client;
  const isOn = "enable.metrics.push" in config && config["enable.metrics.push"] === true;
  return isOn ? new TelemetryReporter(client, () => client.metrics.all(), memberId) : undefined;
}

/** Options that are labels of every metric, as KIP-714 has them. */
const LABEL_OPTIONS: readonly string[] = ["client.rack", "group.id", "group.instance.id", "transactional.id"];

function labelsOf(config: object): Record<string, string> {
  const given = Object.entries(config).filter(([name, value]) => LABEL_OPTIONS.includes(name) && isText(value));
  return Object.fromEntries(given.map(([name, value]) => [name.replaceAll(".", "_"), String(value)]));
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

/** Tells the metrics of one client. */
export class TelemetryReporter {
  readonly #client: ClusterClient;
  readonly #metrics: () => readonly Metric[];
  readonly #labels: Readonly<Record<string, string>>;
  readonly #memberId: (() => string | undefined) | undefined;
  #clientInstanceId: string = ZERO_UUID;
  #subscription: Subscription | undefined;
  #timer: Timer | undefined;
  #state: "idle" | "busy" | "waiting" | "ended" = "idle";
  #startMs: number;
  /** What each sum was when it was told last. */
  readonly #told: Map<string, number> = new Map();

  constructor(client: ClusterClient, metrics: () => readonly Metric[], memberId?: () => string | undefined) {
    this.#client = client;
    this.#labels = labelsOf(client.config);
    this.#memberId = memberId;
    this.#metrics = metrics;
    this.#startMs = client.ports.clock.nowMs();
    client.updater.onUpdate(() => this.#begin());
  }

  /** The id that a broker gave this client; undefined before it did. */
  get clientInstanceId(): string | undefined {
    return this.#clientInstanceId === ZERO_UUID ? undefined : this.#clientInstanceId;
  }

  /** Tells what there is a last time. Resolves within a second. */
  async close(): Promise<void> {
    const subscription = this.#subscription;
    const wasWaiting = this.#state === "waiting";
    this.#state = "ended";
    this.#timer?.cancel();
    if (!wasWaiting || subscription === undefined || subscription.wanted.length === 0) return;
    const { clock } = this.#client.ports;
    await settledBy(clock, this.#push(subscription, true), new Deadline(clock, LAST_PUSH_MS));
  }

  #begin(): void {
    if (this.#state !== "idle") return;
    const isServed = this.#client.pool.lastVersions?.apis.has(ApiKey.GetTelemetrySubscriptions) ?? false;
    if (isServed) void this.#run(() => this.#subscribe());
  }

  /** One step; whatever goes wrong is tried again much later. */
  async #run(step: () => Promise<number>): Promise<void> {
    if (this.#state === "ended") return;
    this.#state = "busy";
    let waitMs = RETRY_MS;
    try {
      waitMs = await step();
    } catch {
      this.#subscription = undefined;
    }
    if (this.#isEnded()) return;
    this.#state = "waiting";
    this.#timer = this.#client.ports.clock.setTimer(waitMs, () => {
      void this.#run(() => this.#next());
    });
  }

  #isEnded(): boolean {
    return this.#state === "ended";
  }

  async #next(): Promise<number> {
    const subscription = this.#subscription;
    if (subscription === undefined || subscription.wanted.length === 0) return await this.#subscribe();
    const errorCode = await this.#push(subscription, false);
    if (errorCode === ErrorCode.UNKNOWN_SUBSCRIPTION_ID || errorCode === ErrorCode.UNSUPPORTED_COMPRESSION_TYPE) {
      return await this.#subscribe();
    }
    if (errorCode === ErrorCode.INVALID_REQUEST || errorCode === ErrorCode.INVALID_RECORD) this.#state = "ended";
    return subscription.intervalMs;
  }

  /** Asks what is wanted; resolves with when to go on. */
  async #subscribe(): Promise<number> {
    const { response } = await this.#client.sendToAny({
      api: GET_API,
      body: { clientInstanceId: this.#clientInstanceId },
    });
    const { errorCode, clientInstanceId, pushIntervalMs, acceptedCompressionTypes } = response;
    if (errorCode !== 0) {
      this.#subscription = undefined;
      return RETRY_MS;
    }
    this.#clientInstanceId = clientInstanceId;
    this.#subscription = {
      subscriptionId: response.subscriptionId,
      compression: [ZSTD, GZIP].find((one) => acceptedCompressionTypes.includes(one)) ?? 0,
      intervalMs: pushIntervalMs,
      maxBytes: response.telemetryMaxBytes,
      isDelta: response.deltaTemporality,
      wanted: response.requestedMetrics.map((prefix) => (prefix === ALL_METRICS ? "" : prefix)),
    };
    // Who asks again before the interval has passed is refused.
    if (response.requestedMetrics.length === 0) return pushIntervalMs;
    // Clients that began together shall not all tell at the same moment.
    return pushIntervalMs * (0.5 + this.#client.ports.random.float());
  }

  async #push(subscription: Subscription, terminating: boolean): Promise<number> {
    const { clock } = this.#client.ports;
    const nowMs = clock.nowMs();
    const times = { startMs: this.#startMs, nowMs, isDelta: subscription.isDelta };
    const memberId = this.#memberId?.() ?? "";
    const labels = memberId === "" ? this.#labels : { ...this.#labels, group_member_id: memberId };
    const plain = encodeMetrics(this.#wanted(subscription), times, labels);
    const metrics = compressed(plain, subscription.compression);
    // What is too much is not told at all, as in Java: a part could not be told from the whole.
    if (metrics.length > subscription.maxBytes) return ErrorCode.TELEMETRY_TOO_LARGE;
    const { response } = await this.#client.sendToAny({
      api: PUSH_API,
      body: {
        clientInstanceId: this.#clientInstanceId,
        subscriptionId: subscription.subscriptionId,
        terminating,
        compressionType: subscription.compression,
        metrics,
      },
    });
    if (response.errorCode === 0 && subscription.isDelta) this.#startMs = nowMs;
    return response.errorCode;
  }

  #wanted({ isDelta, wanted }: Subscription): TelemetryMetric[] {
    const told: TelemetryMetric[] = [];
    for (const metric of this.#metrics()) {
      const value = metric.value();
      if (typeof value !== "number" || Number.isNaN(value)) continue;
      const name = telemetryName(metric.group, metric.name);
      if (!wanted.some((prefix) => name.startsWith(prefix))) continue;
      const attributes = Object.fromEntries(
        // The broker knows the client's id from the connection.
        Object.entries(metric.tags).flatMap(([tag, text]) => (tag === "client-id" ? [] : [[attributeName(tag), text]])),
      ) as Record<string, string>;
      const isSum = metric.name.endsWith("-total");
      told.push({ name, attributes, isSum, value: isSum && isDelta ? this.#added(name, attributes, value) : value });
    }
    return told;
  }

  #added(name: string, attributes: object, value: number): number {
    const key = name + JSON.stringify(attributes);
    const before = this.#told.get(key) ?? 0;
    this.#told.set(key, value);
    return value - before;
  }
}

function compressed(bytes: Uint8Array, compression: number): Uint8Array {
  if (compression !== ZSTD && compression !== GZIP) return bytes;
  const zlib = process.getBuiltinModule("node:zlib");
  return compression === ZSTD ? zlib.zstdCompressSync(bytes) : zlib.gzipSync(bytes);
}
