/**
 * The connections of a client, at most one for each broker and channel. Opens them when first needed, waits before dialling a broker
 * that just failed, obeys throttling, and closes what is idle.
 *
 * A broker has two channels, because a request on the group's connection (a join may wait for minutes) must not hold up data, nor data a heartbeat.
 */
import type { Timer } from "@ottla/base";
import type { ClientPorts } from "../client-ports.ts";
import type { CommonConfig } from "../config/common-config.ts";
import { sleep } from "../deadline.ts";
import { DisconnectError, KafkaError, toKafkaError } from "../errors.ts";
import type { NetworkMetrics } from "../metrics/network-metrics.ts";
import type { Security } from "../security/security.ts";
import type { NodeApiVersions } from "./api-versions.ts";
import { backoffMs } from "./backoff.ts";
import { BrokerConnection } from "./broker-connection.ts";
import type { Call, LoadedCall, Reply } from "./broker-connection.ts";

/** Which of a broker's connections: records and metadata, or the group. */
export type ChannelName = "data" | "coordinator";

/** Where the pool learns addresses from, and whom it tells about failures. */
export interface BrokerPoolOptions {
  readonly config: CommonConfig;
  readonly ports: ClientPorts;
  readonly security: Security;
  readonly metrics: NetworkMetrics;
  /** The address of a broker; undefined when it is not (any more) in the cluster. */
  readonly addressOf: (nodeId: number) => { readonly host: string; readonly port: number } | undefined;
  /** Called when a connection ended or could not be made. */
  readonly onDisconnect: (nodeId: number, error: KafkaError) => void;
  /** Called when all bytes that waited for a broker have been taken by the network. */
  readonly onDrain?: (nodeId: number) => void;
}

interface Slot {
  readonly nodeId: number;
  opening: Promise<BrokerConnection> | undefined;
  connection: BrokerConnection | undefined;
  /** Failed dials in a row. */
  failures: number;
  /** Not dialled before this, on the monotonic clock. */
  notBeforeMs: number;
  /** Nothing is sent before this: the broker asked for a pause. */
  throttledUntilMs: number;
  idleTimer: Timer | undefined;
}

/** The features the cluster has finalized, as of some epoch. */
export interface FinalizedFeatures {
  /** -1 when no broker told yet. */
  readonly epoch: number;
  /** The highest level of each feature. */
  readonly levels: ReadonlyMap<string, number>;
}

/** The connections of one client. */
export class BrokerPool {
  readonly #options: BrokerPoolOptions;
  readonly #slots: Map<string, Slot> = new Map();
  readonly #closing = new AbortController();
  #lastVersions: NodeApiVersions | undefined;
  #features: FinalizedFeatures = { epoch: -1, levels: new Map() };

  constructor(options: BrokerPoolOptions) {
    this.#options = options;
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The newest of what brokers said about the cluster's features when they were connected to. */
  get finalizedFeatures(): FinalizedFeatures {
    return this.#features;
  }

  /** What the broker that was connected to last serves: an idea of what the others do. */
  get lastVersions(): NodeApiVersions | undefined {
    return this.#lastVersions;
  }

  /** Whether a request would be sent at once. */
  isReady(nodeId: number, channel: ChannelName = "data"): boolean {
    const slot = this.#slots.get(slotKey(nodeId, channel));
    return slot?.connection !== undefined && !this.#isThrottled(slot);
  }

  /** Whether the last attempt failed and the next one has to wait. */
  isUnavailable(nodeId: number): boolean {
    const slot = this.#slots.get(slotKey(nodeId, "data"));
    return slot !== undefined && slot.connection === undefined && slot.notBeforeMs > this.#nowMs();
  }

  /** Failed dials in a row. */
  failures(nodeId: number): number {
    return this.#slots.get(slotKey(nodeId, "data"))?.failures ?? 0;
  }

  /** How long until a request could be sent or a dial tried, in milliseconds. */
  delayMs(nodeId: number, channel: ChannelName = "data"): number {
    const slot = this.#slots.get(slotKey(nodeId, channel));
    if (slot === undefined) return 0;
    const untilMs = slot.connection === undefined ? slot.notBeforeMs : slot.throttledUntilMs;
    return Math.max(0, untilMs - this.#nowMs());
  }

  /** Requests that wait for an answer from a broker. */
  pendingCount(nodeId: number): number {
    return this.#slots.get(slotKey(nodeId, "data"))?.connection?.pendingCount ?? 0;
  }

  /** Bytes that wait to be taken by the network. */
  writableLength(nodeId: number): number {
    return this.#slots.get(slotKey(nodeId, "data"))?.connection?.writableLength ?? 0;
  }

  /** What a connected broker serves; undefined without a connection. */
  versionsOf(nodeId: number): NodeApiVersions | undefined {
    return this.#slots.get(slotKey(nodeId, "data"))?.connection?.versions;
  }

  /** Sends a request, dialling first if there is no connection. Rejects with `DISCONNECTED` when the broker cannot be reached. */
  send<Request, Response>(
    nodeId: number,
    call: Call<Request, Response>,
    channel: ChannelName = "data",
  ): Promise<Reply<Response>> {
    const slot = this.#slot(nodeId, channel);
    const { connection } = slot;
    if (connection !== undefined && !this.#isThrottled(slot)) return connection.send(call);
    return this.#sendWhenReady(slot, call, channel);
  }

  async #sendWhenReady<Request, Response>(
    slot: Slot,
    call: Call<Request, Response>,
    channel: ChannelName,
  ): Promise<Reply<Response>> {
    const connection = slot.connection ?? (await this.#connect(slot, channel));
    const throttledMs = slot.throttledUntilMs - this.#nowMs();
    if (throttledMs > 0) {
      await sleep(this.#options.ports.clock, throttledMs, this.#closing.signal);
      this.#throwIfClosed();
    }
    return await connection.send(call);
  }

  /** Sends a request that has no response. */
  async sendOneWay<Request>(nodeId: number, call: LoadedCall<Request, unknown>): Promise<void> {
    const slot = this.#slot(nodeId, "data");
    const connection = slot.connection ?? (await this.#connect(slot, "data"));
    await connection.whenAuthenticated();
    connection.sendOneWay(call);
  }

  /** The connection to a broker, dialled if need be. */
  connect(nodeId: number, channel: ChannelName = "data"): Promise<BrokerConnection> {
    const slot = this.#slot(nodeId, channel);
    return slot.connection === undefined ? this.#connect(slot, channel) : Promise.resolve(slot.connection);
  }

  /** Ends the connections to one broker. */
  disconnect(nodeId: number, channel?: ChannelName): void {
    for (const name of channel === undefined ? (["data", "coordinator"] as const) : [channel]) {
      this.#slots.get(slotKey(nodeId, name))?.connection?.close();
    }
  }

  /** Ends all connections; nothing can be sent afterwards. */
  close(): void {
    this.#closing.abort();
    for (const slot of this.#slots.values()) {
      slot.idleTimer?.cancel();
      slot.connection?.close();
    }
    this.#slots.clear();
  }

  #slot(nodeId: number, channel: ChannelName): Slot {
    const key = slotKey(nodeId, channel);
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = {
        nodeId,
        opening: undefined,
        connection: undefined,
        failures: 0,
        notBeforeMs: 0,
        throttledUntilMs: 0,
        idleTimer: undefined,
      };
      this.#slots.set(key, slot);
    }
    return slot;
  }

  #connect(slot: Slot, channel: ChannelName): Promise<BrokerConnection> {
    slot.opening ??= this.#open(slot, channel).finally(() => {
      slot.opening = undefined;
    });
    return slot.opening;
  }

  async #open(slot: Slot, channel: ChannelName): Promise<BrokerConnection> {
    const { clock } = this.#options.ports;
    this.#throwIfClosed();
    const waitMs = slot.notBeforeMs - this.#nowMs();
    if (waitMs > 0) await sleep(clock, waitMs, this.#closing.signal);
    this.#throwIfClosed();
    const address = this.#options.addressOf(slot.nodeId);
    if (address === undefined) throw new DisconnectError(`Broker ${slot.nodeId} is not in the cluster`);
    let opened: BrokerConnection | undefined;
    try {
      const connection = await BrokerConnection.open({
        network: this.#options.ports.network,
        clock,
        host: address.host,
        port: address.port,
        clientId: this.#options.config["client.id"],
        security: this.#options.security,
        random: this.#options.ports.random,
        nodeId: slot.nodeId,
        metrics: this.#options.metrics,
        setupTimeoutMs: this.#setupTimeoutMs(slot),
        requestTimeoutMs: this.#options.config["request.timeout.ms"],
        onResponse: (response) => this.#obeyThrottle(slot, response),
        onDrain: () => this.#options.onDrain?.(slot.nodeId),
        onClose: (error) => opened !== undefined && this.#onClose(slot, opened, error),
      });
      if (this.isClosed) connection.close();
      this.#throwIfClosed();
      if (connection.isClosed) throw new DisconnectError(`${address.host}:${address.port} closed the connection`);
      opened = connection;
      this.#lastVersions = connection.versions;
      this.#learnFeatures(connection.versions);
      slot.connection = connection;
      slot.failures = 0;
      slot.throttledUntilMs = 0;
      this.#watchIdle(slot, connection);
      return connection;
    } catch (error) {
      if (this.isClosed) throw closedError();
      this.#onFailure(slot);
      const reason = toKafkaError(error);
      if (channel === "data") this.#options.onDisconnect(slot.nodeId, reason);
      throw reason;
    }
  }

  #learnFeatures({ finalizedFeatures, finalizedFeaturesEpoch: epoch }: NodeApiVersions): void {
    if (epoch <= this.#features.epoch) return;
    this.#features = { epoch, levels: new Map([...finalizedFeatures].map(([name, range]) => [name, range.max])) };
  }

  #onClose(slot: Slot, connection: BrokerConnection, error: KafkaError): void {
    if (slot.connection !== connection) return;
    slot.connection = undefined;
    slot.idleTimer?.cancel();
    if (this.isClosed) return;
    this.#onFailure(slot);
    this.#options.onDisconnect(slot.nodeId, error);
  }

  #onFailure(slot: Slot): void {
    const { config, ports } = this.#options;
    const bounds = { initialMs: config["reconnect.backoff.ms"], maxMs: config["reconnect.backoff.max.ms"] };
    slot.notBeforeMs = this.#nowMs() + backoffMs(bounds, slot.failures, ports.random);
    slot.failures++;
  }

  #setupTimeoutMs(slot: Slot): number {
    const { config, ports } = this.#options;
    const initialMs = config["socket.connection.setup.timeout.ms"];
    const bounds = { initialMs, maxMs: config["socket.connection.setup.timeout.max.ms"] };
    return backoffMs(bounds, slot.failures, ports.random);
  }

  #isThrottled({ throttledUntilMs }: Slot): boolean {
    return throttledUntilMs > 0 && throttledUntilMs > this.#nowMs();
  }

  #obeyThrottle(slot: Slot, response: unknown): void {
    const throttleMs = (response as { readonly throttleTimeMs?: number }).throttleTimeMs ?? 0;
    if (throttleMs > 0) slot.throttledUntilMs = Math.max(slot.throttledUntilMs, this.#nowMs() + throttleMs);
  }

  /** One timer a connection, moved on while the connection is used. */
  #watchIdle(slot: Slot, connection: BrokerConnection): void {
    const idleMs = this.#options.config["connections.max.idle.ms"];
    if (idleMs < 0) return;
    const check = (): void => {
      const leftMs = connection.lastUsedMs + idleMs - this.#nowMs();
      if (leftMs > 0 || connection.pendingCount > 0) {
        slot.idleTimer = this.#options.ports.clock.setTimer(Math.max(leftMs, 1_000), check);
        return;
      }
      // Ended on purpose: neither a failure nor a reason to refresh metadata.
      slot.connection = undefined;
      connection.close();
    };
    slot.idleTimer = this.#options.ports.clock.setTimer(idleMs, check);
  }

  #nowMs(): number {
    return this.#options.ports.clock.monotonicMs();
  }

  #throwIfClosed(): void {
    if (this.isClosed) throw closedError();
  }
}

function closedError(): KafkaError {
  return new KafkaError("CLOSED", "The client is closed");
}

function slotKey(nodeId: number, channel: ChannelName): string {
  return `${nodeId}/${channel}`;
}
