/**
 * Metrics that clients push (KIP-714), between the requests, the metadata and whoever scrapes: takes the subscriptions from the metadata, decompresses
 * on Node's thread pool, and hands what was pushed to the series that the metrics endpoint shows.
 *
 * Apache Kafka hands pushes to plugins (`metric.reporters`); ours go to the endpoint of `--metrics-port`. Without it requests are answered all the
 * same, as Apache Kafka does without a plugin, and what is pushed is dropped.
 *
 * Deviation: what decompresses to more than `telemetry.max.bytes` is answered with TELEMETRY_TOO_LARGE, as Apache Kafka does from 4.4; 4.3
 * decompresses whatever comes.
 */

import { type Clock, randomUuid, type Random, ZERO_UUID } from "@ottla/base";
import { type ClientMetricsSubscription, clientMetricsSubscription } from "@ottla/config";
import { ConfigResourceType, type MetadataImage } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import type {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from "@ottla/protocol/messages/get-telemetry-subscriptions";
import type { PushTelemetryRequest } from "@ottla/protocol/messages/push-telemetry";
import { CompressionType, decompressAsync, RecordFailure } from "@ottla/records";
import { ClientMetricsManager } from "../client-metrics/client-metrics-manager.ts";
import type { ClientInstance, TelemetryClient } from "../client-metrics/client-metrics-manager.ts";
import { ClientSeries } from "../client-metrics/client-series.ts";
import { readMetricsData } from "../client-metrics/metrics-data.ts";
import type { MetricsData } from "../client-metrics/metrics-data.ts";
import { javaAddressText } from "../group-coordinator/java-address.ts";
import type { RequestContext } from "../handlers/handler.ts";
import type { Logger } from "../logging/logger.ts";
import type { Metric } from "../metrics/exposition.ts";

/** In the order in which clients should choose: as Apache Kafka. */
const ACCEPTED_COMPRESSION_TYPES: readonly number[] = [
  CompressionType.ZSTD,
  CompressionType.LZ4,
  CompressionType.GZIP,
  CompressionType.SNAPPY,
];

type Configs = MetadataImage["configs"];

/** What is looked at of a request's context. */
export type TelemetryContext = Pick<RequestContext, "clientId" | "clientSoftware" | "connection" | "principal">;

export interface ClientTelemetryOptions {
  /** `telemetry.max.bytes` */
  readonly maxBytes: number;
  /** Whether anybody looks at what is pushed. */
  readonly isShown: boolean;
  /** Of the last committed metadata. */
  readonly configs: () => Configs;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** See the file's head. */
export class ClientTelemetry {
  readonly #options: ClientTelemetryOptions;
  readonly #manager: ClientMetricsManager;
  readonly #series: ClientSeries = new ClientSeries();
  /** What the subscriptions were taken from. */
  #configs: Configs | undefined;
  #subscriptions: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map();
  readonly #watchedConnections = new WeakSet<object>();
  #exportMaxMs = 0;

  constructor(options: ClientTelemetryOptions) {
    this.#options = options;
    this.#manager = new ClientMetricsManager(options.maxBytes);
  }

  /** Answers GetTelemetrySubscriptions. */
  get(
    request: GetTelemetrySubscriptionsRequest,
    context: TelemetryContext,
  ): Partial<GetTelemetrySubscriptionsResponse> {
    this.#followMetadata();
    const { clientInstanceId: given } = request;
    const clientInstanceId = given === ZERO_UUID ? this.#newId() : given;
    const answer = this.#manager.onGet(clientInstanceId, this.#clientOf(context), this.#options.clock.nowMs());
    if (!("instance" in answer)) return { errorCode: answer.errorCode };
    const { subscriptionId, metrics, intervalMs } = answer.instance.wanted;
    return {
      clientInstanceId,
      subscriptionId,
      acceptedCompressionTypes: [...ACCEPTED_COMPRESSION_TYPES],
      pushIntervalMs: intervalMs,
      telemetryMaxBytes: this.#options.maxBytes,
      deltaTemporality: true,
      requestedMetrics: [...metrics],
    };
  }

  /** Takes a push; resolves with the error to answer. */
  async push(request: PushTelemetryRequest, context: TelemetryContext): Promise<number> {
    this.#followMetadata();
    const answer = this.#manager.onPush(request, this.#clientOf(context), this.#options.clock.nowMs());
    if (!("instance" in answer)) return answer.errorCode;
    if (request.metrics.length === 0 || !this.#options.isShown) return ErrorCode.NONE;
    const startMs = performance.now();
    const data = await this.#read(request);
    const errorCode = typeof data === "number" ? data : ErrorCode.NONE;
    if (typeof data !== "number") this.#show(answer.instance, context.principal, data);
    else this.#logRefusal(answer.instance, context, data);
    this.#manager.onExported(answer.instance, errorCode);
    this.#exportMaxMs = Math.max(this.#exportMaxMs, performance.now() - startMs);
    return errorCode;
  }

  /** What clients have pushed, and what this broker says of their pushing. */
  *metrics(): Generator<Metric> {
    const nowMs = this.#options.clock.nowMs();
    const instances = this.#manager.instances(nowMs);
    const name = "kafka_server_client_metrics_";
    yield {
      name: `${name}instance_count`,
      type: "gauge",
      help: "Clients that ask which metrics to push, or push them.",
      samples: [{ value: instances.length }],
    };
    yield {
      name: `${name}unknown_subscription_request_total`,
      type: "counter",
      help: "Pushes for a subscription that is not the client's any more.",
      samples: [{ value: this.#manager.unknownSubscriptions }],
    };
    const of = (what: string, help: string, value: (instance: ClientInstance) => number): Metric => ({
      name: `${name}${what}_total`,
      type: "counter",
      help,
      samples: instances.map((instance) => ({
        labels: { client_instance_id: instance.identity.clientInstanceId },
        value: value(instance),
      })),
    });
    yield of("throttle", "Requests of a client that came too early.", ({ counts }) => counts.throttled);
    yield of("plugin_export", "Pushes of a client that were taken.", ({ counts }) => counts.exported);
    yield of("plugin_error", "Pushes of a client that could not be read.", ({ counts }) => counts.failed);
    yield {
      name: `${name}plugin_export_time_max`,
      type: "gauge",
      help: "Milliseconds that the slowest push took since the start.",
      samples: [{ value: this.#exportMaxMs }],
    };
    yield* this.#series.metrics(nowMs);
  }

  /** The metrics, or the error that they are. */
  async #read({ metrics, compressionType }: PushTelemetryRequest): Promise<MetricsData | number> {
    const bytes = await decompressAsync(compressionType, metrics, { maxBytes: this.#options.maxBytes });
    if (bytes instanceof RecordFailure) {
      return bytes.kind === "too-large" ? ErrorCode.TELEMETRY_TOO_LARGE : ErrorCode.INVALID_RECORD;
    }
    return readMetricsData(bytes) ?? ErrorCode.INVALID_RECORD;
  }

  #show({ identity, wanted }: ClientInstance, principal: string, data: MetricsData): void {
    this.#series.onPush({ identity, principal, intervalMs: wanted.intervalMs }, data, this.#options.clock.nowMs());
  }

  #logRefusal({ identity }: ClientInstance, context: TelemetryContext, errorCode: number): void {
    const { clientInstanceId } = identity;
    this.#options.logger.warn(
      { clientInstanceId, client: context.clientId, errorCode },
      "a push of metrics is refused",
    );
  }

  #newId(): string {
    const { random } = this.#options;
    for (;;) {
      const id = randomUuid(random);
      if (!this.#manager.isKnown(id)) return id;
    }
  }

  #clientOf({ clientId, clientSoftware, connection }: TelemetryContext): TelemetryClient {
    if (!this.#watchedConnections.has(connection)) {
      this.#watchedConnections.add(connection);
      connection.onClose(() => this.#manager.onDisconnect(connection.id));
    }
    return {
      connectionId: connection.id,
      clientId,
      softwareName: clientSoftware.name,
      softwareVersion: clientSoftware.version,
      // Without the slash before it.
      sourceAddress: javaAddressText(connection.remoteAddress.host).slice(1),
      sourcePort: connection.remoteAddress.port,
    };
  }

  /** Takes over subscriptions that have changed. */
  #followMetadata(): void {
    const configs = this.#options.configs();
    if (configs === this.#configs) return;
    this.#configs = configs;
    const found = new Map<string, ReadonlyMap<string, string>>();
    for (const resource of configs.resources()) {
      if (resource.type === ConfigResourceType.CLIENT_METRICS) found.set(resource.name, configs.configs(resource));
    }
    const before = this.#subscriptions;
    this.#subscriptions = found;
    if (found.size === before.size && [...found].every(([name, own]) => before.get(name) === own)) return;
    this.#manager.setSubscriptions(this.#parsed(found));
  }

  /** One that this version cannot read (another broker's controller has let it in) is left out and named in the log. */
  #parsed(found: ReadonlyMap<string, ReadonlyMap<string, string>>): Map<string, ClientMetricsSubscription> {
    const parsed = new Map<string, ClientMetricsSubscription>();
    for (const [name, configs] of found) {
      try {
        parsed.set(name, clientMetricsSubscription(configs));
      } catch (error) {
        this.#options.logger.warn({ subscription: name, error }, "a client metrics subscription cannot be read");
      }
    }
    return parsed;
  }
}
