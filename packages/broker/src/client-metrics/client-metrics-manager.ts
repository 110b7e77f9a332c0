/**
 * Clients that ask which metrics to push and then push them, as Apache Kafka's `ClientMetricsManager` keeps them (KIP-714): who was asked for what, when
 * it may come again, and that it does.
 *
 * An instance is made by the first request that names its id, made anew when the subscriptions have changed since, and forgotten when its connection
 * ends, when it has not been heard of for a minute or three intervals, or when too many others have been heard of since. Never: more than
 * `INSTANCES_MAX` of them.
 */

import { METADATA_TOPIC_ID, ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { ClientMetricsSubscription } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import { ClientSubscriptions } from "./client-subscriptions.ts";
import type { ClientIdentity, Wanted } from "./client-subscriptions.ts";

const INSTANCES_MAX = 16_384;
const EXPIRY_MIN_MS = 60_000;
const EXPIRY_INTERVALS = 3;
/** How often the forgotten are looked for among those that nobody asks about. */
const SWEEP_EVERY_MS = 10_000;
const NEVER = Number.NEGATIVE_INFINITY;
const COMPRESSION_TYPE_MAX = 4;

/** Who sends, beside the id that its request names. */
export interface TelemetryClient extends Omit<ClientIdentity, "clientInstanceId"> {
  readonly connectionId: string;
}

export interface PushRequest {
  readonly clientInstanceId: Uuid;
  readonly subscriptionId: number;
  readonly terminating: boolean;
  readonly compressionType: number;
  readonly metrics: Uint8Array;
}

/** What a broker counts of one instance. */
export interface InstanceCounts {
  throttled: number;
  exported: number;
  failed: number;
}

/** One client. */
export interface ClientInstance {
  readonly identity: ClientIdentity;
  readonly wanted: Wanted;
  readonly counts: InstanceCounts;
}

interface KeptInstance extends ClientInstance {
  readonly version: number;
  connectionId: string;
  lastGetMs: number;
  lastPushMs: number;
  isTerminating: boolean;
  lastKnownError: number;
  expiresMs: number;
}

type Answer = { readonly errorCode: number } | { readonly errorCode: 0; readonly instance: ClientInstance };

/** How long an instance is kept that is not heard of, in milliseconds. */
export function expiryMs(intervalMs: number): number {
  return Math.max(EXPIRY_MIN_MS, intervalMs * EXPIRY_INTERVALS);
}

/** See the file's head. */
export class ClientMetricsManager {
  readonly #maxBytes: number;
  #subscriptions = new ClientSubscriptions(new Map());
  #version = 0;
  /** The one heard of last comes last. */
  readonly #instances = new Map<Uuid, KeptInstance>();
  readonly #byConnection = new Map<string, Uuid>();
  #sweptMs = NEVER;
  unknownSubscriptions = 0;

  /** @param maxBytes `telemetry.max.bytes` */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Clients are asked anew with their next request. */
  setSubscriptions(subscriptions: ReadonlyMap<string, ClientMetricsSubscription>): void {
    this.#subscriptions = new ClientSubscriptions(subscriptions);
    this.#version += 1;
  }

  /** Those that are known now. */
  instances(nowMs: number): readonly ClientInstance[] {
    this.#sweep(nowMs, 0);
    return [...this.#instances.values()];
  }

  isKnown(clientInstanceId: Uuid): boolean {
    return this.#instances.has(clientInstanceId);
  }

  /** GetTelemetrySubscriptions of a client that has an id, its own or a new one. */
  onGet(clientInstanceId: Uuid, client: TelemetryClient, nowMs: number): Answer {
    const instance = this.#instanceOf(clientInstanceId, client, nowMs);
    const isDue = nowMs - Math.max(instance.lastGetMs, instance.lastPushMs) >= instance.wanted.intervalMs;
    if (isDue) instance.lastGetMs = nowMs;
    // Whoever was told to ask again may do so at once.
    const mayAskAgain =
      instance.lastKnownError === ErrorCode.UNKNOWN_SUBSCRIPTION_ID ||
      instance.lastKnownError === ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
    if (!isDue && !mayAskAgain) {
      instance.counts.throttled += 1;
      return { errorCode: ErrorCode.THROTTLING_QUOTA_EXCEEDED };
    }
    instance.lastKnownError = ErrorCode.NONE;
    return { errorCode: 0, instance };
  }

  /** PushTelemetry; without an error the caller reads the metrics, if there are any, and says with `onExported` how that went. */
  onPush(request: PushRequest, client: TelemetryClient, nowMs: number): Answer {
    const { clientInstanceId } = request;
    if (clientInstanceId === ZERO_UUID || clientInstanceId === METADATA_TOPIC_ID) {
      return { errorCode: ErrorCode.INVALID_REQUEST };
    }
    const instance = this.#instanceOf(clientInstanceId, client, nowMs);
    const errorCode = this.#errorOf(request, instance, nowMs);
    instance.isTerminating = request.terminating;
    instance.lastKnownError = errorCode;
    return errorCode === ErrorCode.NONE ? { errorCode, instance } : { errorCode };
  }

  onExported(instance: ClientInstance, errorCode: number): void {
    if (errorCode === ErrorCode.NONE) instance.counts.exported += 1;
    else instance.counts.failed += 1;
    const kept = this.#instances.get(instance.identity.clientInstanceId);
    if (kept === instance) kept.lastKnownError = errorCode;
  }

  onDisconnect(connectionId: string): void {
    const clientInstanceId = this.#byConnection.get(connectionId);
    this.#byConnection.delete(connectionId);
    if (clientInstanceId !== undefined) this.#instances.delete(clientInstanceId);
  }

  #errorOf(request: PushRequest, instance: KeptInstance, nowMs: number): number {
    if (instance.isTerminating) return ErrorCode.INVALID_REQUEST;
    // The first push after a get may come at any time: clients wait between half and one and a half of the interval.
    const isDue = instance.lastGetMs > instance.lastPushMs || nowMs - instance.lastPushMs >= instance.wanted.intervalMs;
    if (isDue) instance.lastPushMs = nowMs;
    else if (!request.terminating) {
      instance.counts.throttled += 1;
      return ErrorCode.THROTTLING_QUOTA_EXCEEDED;
    }
    if (request.subscriptionId !== instance.wanted.subscriptionId) {
      this.unknownSubscriptions += 1;
      return ErrorCode.UNKNOWN_SUBSCRIPTION_ID;
    }
    if (request.compressionType < 0 || request.compressionType > COMPRESSION_TYPE_MAX) {
      return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
    }
    return request.metrics.length > this.#maxBytes ? ErrorCode.TELEMETRY_TOO_LARGE : ErrorCode.NONE;
  }

  #instanceOf(clientInstanceId: Uuid, client: TelemetryClient, nowMs: number): KeptInstance {
    this.#sweep(nowMs, SWEEP_EVERY_MS);
    let instance = this.#instances.get(clientInstanceId);
    if (instance !== undefined && instance.expiresMs <= nowMs) {
      this.#forget(clientInstanceId, instance);
      instance = undefined;
    }
    if (instance === undefined || instance.version < this.#version) {
      instance = this.#newInstance(clientInstanceId, client, instance);
      this.#byConnection.set(client.connectionId, clientInstanceId);
    }
    instance.expiresMs = nowMs + expiryMs(instance.wanted.intervalMs);
    this.#instances.delete(clientInstanceId);
    this.#instances.set(clientInstanceId, instance);
    if (this.#instances.size > INSTANCES_MAX) this.#forgetOldest();
    return instance;
  }

  /** What is known of the client stays as its first request had it. */
  #newInstance(clientInstanceId: Uuid, client: TelemetryClient, before: KeptInstance | undefined): KeptInstance {
    const { connectionId, ...rest } = client;
    const identity = before?.identity ?? { ...rest, clientInstanceId };
    return {
      identity,
      wanted: this.#subscriptions.wantedOf(identity),
      version: this.#version,
      counts: before?.counts ?? { throttled: 0, exported: 0, failed: 0 },
      connectionId,
      lastGetMs: NEVER,
      lastPushMs: NEVER,
      isTerminating: false,
      lastKnownError: ErrorCode.NONE,
      expiresMs: NEVER,
    };
  }

  #sweep(nowMs: number, everyMs: number): void {
    if (nowMs - this.#sweptMs < everyMs) return;
    this.#sweptMs = nowMs;
    for (const [id, instance] of this.#instances) if (instance.expiresMs <= nowMs) this.#forget(id, instance);
  }

  #forgetOldest(): void {
    for (const [id, instance] of this.#instances) {
      this.#forget(id, instance);
      return;
    }
  }

  #forget(id: Uuid, { connectionId }: KeptInstance): void {
    this.#instances.delete(id);
    if (this.#byConnection.get(connectionId) === id) this.#byConnection.delete(connectionId);
  }
}
