/**
 * Listens, accepts, and owns the connections of all listeners: their limits, their idle time and their end.
 *
 * `max.connections.per.ip` closes what exceeds it at once, as Kafka does; beyond `max.connections` accepted clients wait
 * unread until another one leaves, as they would in Kafka's accept queue.
 */

import { BufferPool } from "@ottla/base";
import type { Clock, Timer } from "@ottla/base";
import { Connection } from "./connection.ts";
import type { ConnectionLimits, ConnectionOwner } from "./connection.ts";
import { InFlightMemory } from "./in-flight-memory.ts";
import type { Channel, ChannelListener, Network, SocketAddress } from "./network.ts";
import type { FrameHandler } from "./request-handler.ts";

/** Limits over all connections of a server. */
export interface ServerLimits extends ConnectionLimits {
  /** `max.connections`. */
  readonly connectionsMax: number;
  /** `max.connections.per.ip`. */
  readonly connectionsPerIpMax: number;
  /** `max.connections.per.ip.overrides`: address → limit. */
  readonly connectionsPerIpOverrides: ReadonlyMap<string, number>;
  /** `connections.max.idle.ms`; a negative value means never. */
  readonly idleMsMax: number;
  /** Bytes of requests held by all connections together. */
  readonly totalInFlightBytesMax: number;
  /** `socket.listen.backlog.size`: connections the operating system keeps until they are accepted. */
  readonly backlog: number;
}

/** Kafka's defaults, and bounds of our own where Kafka has none. */
export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  frameBytesMax: 104_857_600,
  inFlightBytesMax: 4 << 20,
  inFlightCountMax: 256,
  unreadBytesMax: 1 << 20,
  connectionsMax: 0x7fff_ffff,
  connectionsPerIpMax: 0x7fff_ffff,
  connectionsPerIpOverrides: new Map(),
  idleMsMax: 600_000,
  totalInFlightBytesMax: 256 << 20,
  backlog: 1024,
};

export interface SocketServerOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly handler: FrameHandler;
  readonly limits: ServerLimits;
  /** One clear line for the operator: a malformed frame, a refused connection, an error of a listener. */
  readonly onWarning: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  /**
   * Asked of every client that comes, by its address: 0 lets it in, else it is closed unread after so many milliseconds (KIP-612). Default: all come in.
   */
  readonly onConnecting?: (host: string) => number;
  /** Clients that connect before `startProcessing` wait until then. Default: they do not. */
  readonly waitsForProcessing?: boolean;
}

export interface ListenerOptions extends SocketAddress {
  readonly name: string;
  readonly securityProtocol: string;
}

/** Clients beyond `max.connections`, or before `startProcessing`, that wait; further ones are closed. */
const WAITING_CHANNELS_MAX = 512;

/** Memory of frames that waits for its next use. */
const FRAME_POOL_BYTES_MAX = 16 << 20;

export class SocketServer implements ConnectionOwner {
  readonly handler: FrameHandler;
  readonly pool: BufferPool = new BufferPool(FRAME_POOL_BYTES_MAX);
  readonly #options: SocketServerOptions;
  readonly #memory: InFlightMemory;
  readonly #listeners: ChannelListener[] = [];
  readonly #connections = new Set<Connection>();
  readonly #countByIp = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  /** Ends of those that came too fast and are closed a little later. */
  readonly #turnedAway = new Set<() => void>();
  #limits: ServerLimits;
  #connectionNumber = 0;
  #idleTimer: Timer | undefined;
  #isProcessing: boolean;
  #isStopping = false;
  readonly #onDrained = new Set<() => void>();

  constructor(options: SocketServerOptions) {
    this.#options = options;
    this.handler = options.handler;
    this.#limits = options.limits;
    this.#isProcessing = options.waitsForProcessing !== true;
    this.#memory = new InFlightMemory({ bytesMax: options.limits.totalInFlightBytesMax, clock: options.clock });
  }

  get limits(): ServerLimits {
    return this.#limits;
  }

  /**
   * Takes over new limits of how many connections there may be; everything else stays as it was at start. Connections
   * that are open stay open, and those that wait come in as far as there is room now.
   */
  updateConnectionLimits(
    limits: Pick<ServerLimits, "connectionsMax" | "connectionsPerIpMax" | "connectionsPerIpOverrides">,
  ): void {
    const { connectionsMax, connectionsPerIpMax, connectionsPerIpOverrides } = limits;
    this.#limits = { ...this.#limits, connectionsMax, connectionsPerIpMax, connectionsPerIpOverrides };
    this.#admitWaiting();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Bytes that requests hold in memory now, over all connections. */
  get heldBytes(): number {
    return this.#memory.totalBytes;
  }

  /** Binds one listener and starts to accept. Returns the address really bound. */
  async listen(options: ListenerOptions): Promise<SocketAddress> {
    const listener = await this.#options.network.listen({
      host: options.host,
      port: options.port,
      backlog: this.limits.backlog,
      onChannel: (channel) => {
        this.#onChannel(channel, options);
      },
      onError: (error) => {
        this.#options.onWarning("a listener reports an error", { listener: options.name, error: error.message });
      },
    });
    this.#listeners.push(listener);
    return listener.address;
  }

  /** From now on connections are read, those that came before first. */
  startProcessing(): void {
    this.#isProcessing = true;
    this.#admitWaiting();
  }

  /** Closes the listening sockets; established connections go on. */
  async stopAccepting(): Promise<void> {
    this.#isStopping = true;
    for (const listener of this.#listeners) {
      // node:net resolves only when all connections are gone; the port itself is free at once.
      void listener.close();
    }
    await Promise.resolve();
  }

  /**
   * Stops: no new connections, no new requests; waits until those that began are answered, at most `graceMs`, and closes
   * every connection.
   */
  async stop(graceMs: number): Promise<void> {
    await this.stopAccepting();
    this.#idleTimer?.cancel();
    this.#memory.close();
    for (const end of this.#waiting.splice(0)) end();
    for (const end of this.#turnedAway) end();
    for (const connection of this.#connections) {
      connection.closeAfterAnswers();
    }
    if (this.#connections.size > 0) {
      await this.#drained(graceMs);
    }
    for (const connection of this.#connections) {
      connection.destroy();
    }
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  /** Waits until every connection is gone, at most `timeoutMs`. */
  async quiesce(timeoutMs: number): Promise<void> {
    if (this.#connections.size > 0) {
      await this.#drained(timeoutMs);
    }
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return this.#options.clock.setTimer(delayMs, callback);
  }

  nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  onFault(connection: Connection, message: string): void {
    this.#options.onWarning(`closing a connection: ${message}`, {
      listener: connection.listenerName,
      remote: `${connection.remoteAddress.host}:${connection.remoteAddress.port}`,
    });
  }

  onHeldBytes(connection: Connection, deltaBytes: number): void {
    this.#memory.onHeldBytes(connection, deltaBytes);
  }

  onClosed(connection: Connection): void {
    if (!this.#connections.delete(connection)) {
      return;
    }
    this.#memory.remove(connection);
    this.#countIp(connection.remoteAddress.host, -1);
    this.#admitWaiting();
    if (this.#connections.size === 0) {
      for (const callback of this.#onDrained) {
        callback();
      }
    }
  }

  #onChannel(channel: Channel, listener: ListenerOptions): void {
    if (this.#isStopping) {
      channel.destroy();
      return;
    }
    const ip = channel.remoteAddress.host;
    const throttleMs = this.#options.onConnecting?.(ip) ?? 0;
    if (throttleMs > 0) {
      this.#turnAway(channel, throttleMs);
      return;
    }
    const perIpMax = this.limits.connectionsPerIpOverrides.get(ip) ?? this.limits.connectionsPerIpMax;
    if ((this.#countByIp.get(ip) ?? 0) >= perIpMax) {
      this.#options.onWarning("rejected a connection: its address already has the configured maximum", {
        listener: listener.name,
        remote: ip,
        maximum: perIpMax,
      });
      channel.destroy();
      return;
    }
    if (this.#isProcessing && this.#connections.size < this.limits.connectionsMax) {
      this.#open(channel, listener);
      return;
    }
    if (this.#waiting.length >= WAITING_CHANNELS_MAX) {
      channel.destroy();
      return;
    }
    if (this.#isProcessing && this.#waiting.length === 0) {
      this.#options.onWarning("max.connections is reached: new connections wait until others close", {
        listener: listener.name,
        maximum: this.limits.connectionsMax,
      });
    }
    this.#waiting.push(() => {
      this.#open(channel, listener);
    });
  }

  /** At once where too many are being turned away. */
  #turnAway(channel: Channel, afterMs: number): void {
    if (this.#turnedAway.size >= WAITING_CHANNELS_MAX) {
      channel.destroy();
      return;
    }
    const end = (): void => {
      timer.cancel();
      this.#turnedAway.delete(end);
      channel.destroy();
    };
    const timer = this.#options.clock.setTimer(afterMs, end);
    this.#turnedAway.add(end);
  }

  #admitWaiting(): void {
    if (!this.#isProcessing) return;
    while (this.#waiting.length > 0 && this.#connections.size < this.#limits.connectionsMax) this.#waiting.shift()?.();
  }

  #open(channel: Channel, listener: ListenerOptions): void {
    if (this.#isStopping) {
      channel.destroy();
      return;
    }
    const { localAddress, remoteAddress } = channel;
    const number = this.#connectionNumber;
    this.#connectionNumber += 1;
    const connection = new Connection(
      channel,
      {
        id: `${localAddress.host}:${localAddress.port}-${remoteAddress.host}:${remoteAddress.port}-${number}`,
        listenerName: listener.name,
        securityProtocol: listener.securityProtocol,
      },
      this,
    );
    this.#connections.add(connection);
    this.#countIp(remoteAddress.host, 1);
    this.#memory.add(connection);
    connection.open();
    if (this.#idleTimer === undefined && this.limits.idleMsMax >= 0) {
      this.#setIdleTimer(this.limits.idleMsMax);
    }
  }

  #countIp(ip: string, delta: number): void {
    const count = (this.#countByIp.get(ip) ?? 0) + delta;
    if (count === 0) {
      this.#countByIp.delete(ip);
    } else {
      this.#countByIp.set(ip, count);
    }
  }

  #setIdleTimer(delayMs: number): void {
    this.#idleTimer = this.#options.clock.setTimer(delayMs, () => {
      this.#onIdleTimer();
    });
  }

  #onIdleTimer(): void {
    this.#idleTimer = undefined;
    const idleMsMax = this.limits.idleMsMax;
    const nowMs = this.nowMs();
    let oldestMs = nowMs;
    for (const connection of this.#connections) {
      const isIdle = nowMs - connection.lastActiveMs >= idleMsMax;
      if (isIdle && connection.inFlightCount === 0 && !connection.isThrottled) {
        connection.destroy();
      } else if (!isIdle) {
        oldestMs = Math.min(oldestMs, connection.lastActiveMs);
      }
    }
    if (this.#connections.size > 0 && !this.#isStopping) {
      this.#setIdleTimer(Math.max(1, oldestMs + idleMsMax - nowMs));
    }
  }

  #drained(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        timer.cancel();
        this.#onDrained.delete(done);
        resolve();
      };
      const timer = this.#options.clock.setTimer(graceMs, done);
      this.#onDrained.add(done);
    });
  }
}
