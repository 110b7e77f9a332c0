/**
 * A network on virtual time: everything that is written arrives later, in order within a connection, and connections overtake each other. A
 * direction between two hosts can be cut, which holds back what is under way as TCP does, or be slow. A host can die, with or without its
 * peers being told.
 */
import { randomBelow } from "@ottla/base";
import type { Prng, VirtualClock } from "@ottla/base";
import { NetworkError } from "@ottla/network";
import type { Channel, ChannelListener, ConnectOptions, ListenOptions, Network } from "@ottla/network";
import { SimulatedChannel } from "./simulated-channel.ts";

const DIAL_TIMEOUT_MS = 10_000;
const KNOCK_MS = 1000;
const DELAY_MS = 2;
const API_KEY_END = 6;
const FIRST_EPHEMERAL_PORT = 40_000;

/** What the network is told of, and tells. */
export interface NetworkHooks {
  /** Bytes that overtook others between the same hosts. */
  onReordered(): void;
  /** Bytes that were held back by a cut. */
  onHeld(): void;
  /** A request, or an answer that looks like one, is written; returns how many milliseconds more it is to take. */
  onRequest(apiKey: number, from: string, to: string): number;
}

/** From one host to another. */
export interface Direction {
  isCut: boolean;
  /** Up to so many milliseconds longer. */
  slowMs: number | undefined;
  /** The highest number that has arrived. */
  arrived: number;
}

export class SimulatedNetwork {
  readonly clock: VirtualClock;
  readonly random: Prng;
  readonly hooks: NetworkHooks;
  readonly hosts: Map<string, SimulatedHost> = new Map();
  readonly #directions = new Map<string, Direction>();
  readonly #waiting = new Set<SimulatedChannel>();
  #nextNumber = 1;

  constructor(clock: VirtualClock, random: Prng, hooks: NetworkHooks) {
    this.clock = clock;
    this.random = random;
    this.hooks = hooks;
  }

  /** The network as a host sees it; one that died begins anew. */
  host(name: string): SimulatedHost {
    this.hosts.get(name)?.reset();
    const host = new SimulatedHost(this, name);
    this.hosts.set(name, host);
    return host;
  }

  direction(from: string, to: string): Direction {
    const key = `${from}>${to}`;
    let direction = this.#directions.get(key);
    if (direction === undefined) {
      direction = { isCut: false, slowMs: undefined, arrived: 0 };
      this.#directions.set(key, direction);
    }
    return direction;
  }

  cut(from: string, to: string): void {
    this.direction(from, to).isCut = true;
  }

  /** Makes a direction slow: up to so many milliseconds longer. */
  slow(from: string, to: string, ms: number): void {
    this.direction(from, to).slowMs = ms;
  }

  heal(): void {
    for (const direction of this.#directions.values()) {
      direction.isCut = false;
      direction.slowMs = undefined;
    }
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const channel of waiting) channel.deliver();
  }

  /** The channel is told again when the network heals. */
  hold(channel: SimulatedChannel): void {
    this.hooks.onHeld();
    this.#waiting.add(channel);
  }

  delayMs({ slowMs }: Direction): number {
    const slow = slowMs === undefined ? 0 : randomBelow(this.random, slowMs + 1);
    return 1 + randomBelow(this.random, DELAY_MS) + slow;
  }

  /** Something is written; returns how much longer than others it takes. */
  onPosted(from: string, to: string, chunks: readonly Uint8Array[]): number {
    return this.hooks.onRequest(apiKeyOf(chunks[0]), from, to);
  }

  takeNumber(): number {
    return this.#nextNumber++;
  }

  onArrived(direction: Direction, number: number): void {
    if (number < direction.arrived) this.hooks.onReordered();
    else direction.arrived = number;
  }
}

/** The key of the API of a request that begins here, behind its size; of an answer it says nothing. */
function apiKeyOf(chunk: Uint8Array | undefined): number {
  return chunk === undefined || chunk.length < API_KEY_END
    ? -1
    : chunk[API_KEY_END - 2]! * 256 + chunk[API_KEY_END - 1]!;
}

interface Dial {
  readonly host: string;
  readonly port: number;
  readonly deadlineMs: number;
  readonly resolve: (channel: Channel) => void;
  readonly reject: (error: Error) => void;
}

/** See `SimulatedNetwork.host`. */
export class SimulatedHost implements Network {
  readonly name: string;
  readonly network: SimulatedNetwork;
  readonly channels: Set<SimulatedChannel> = new Set();
  readonly #listeners = new Map<number, ListenOptions>();
  isDead = false;
  #nextPort = FIRST_EPHEMERAL_PORT;

  constructor(network: SimulatedNetwork, name: string) {
    this.network = network;
    this.name = name;
  }

  listen(options: ListenOptions): Promise<ChannelListener> {
    const { host, port } = options;
    if (this.#listeners.has(port)) return Promise.reject(new NetworkError("ADDRESS_IN_USE", `port ${port} is in use`));
    this.#listeners.set(port, options);
    const close = (): Promise<void> => {
      this.#listeners.delete(port);
      return Promise.resolve();
    };
    return Promise.resolve({ address: { host, port }, close });
  }

  connect({ host, port, timeoutMs = DIAL_TIMEOUT_MS }: ConnectOptions): Promise<Channel> {
    const { promise, resolve, reject } = Promise.withResolvers<Channel>();
    const { clock } = this.network;
    this.#knock({ host, port, resolve, reject, deadlineMs: clock.monotonicMs() + timeoutMs });
    return promise;
  }

  /** Where nothing comes back it is tried again, as TCP does. */
  #knock(dial: Dial): void {
    const { network } = this;
    const { clock } = network;
    const { host, port, resolve, reject, deadlineMs } = dial;
    const there = network.direction(this.name, host);
    const back = network.direction(host, this.name);
    clock.setTimer(network.delayMs(there), () => {
      const peer = network.hosts.get(host);
      const isUnreachable = there.isCut || back.isCut || peer === undefined;
      if (isUnreachable) {
        if (clock.monotonicMs() < deadlineMs) clock.setTimer(KNOCK_MS, () => this.#knock(dial));
        else reject(new NetworkError("CONNECT_FAILED", `no answer from ${host}:${port}`));
        return;
      }
      const client = peer.#accept(this, port);
      clock.setTimer(network.delayMs(back), () => {
        if (client !== undefined) resolve(client);
        else reject(new NetworkError("CONNECTION_REFUSED", `nobody listens at ${host}:${port}`));
      });
    });
  }

  /** The end of the connection that the caller gets, if somebody listens here. */
  #accept(caller: SimulatedHost, port: number): SimulatedChannel | undefined {
    const listener = this.isDead ? undefined : this.#listeners.get(port);
    if (listener === undefined || caller.isDead) return undefined;
    const client = new SimulatedChannel(
      caller,
      { host: caller.name, port: caller.#nextPort++ },
      { host: this.name, port },
    );
    const server = new SimulatedChannel(this, client.remoteAddress, client.localAddress);
    client.join(server);
    server.join(client);
    listener.onChannel(server);
    return client;
  }

  /** The process is gone. Unless it is silent, its peers' connections break. */
  die(isSilent: boolean): void {
    this.isDead = true;
    this.#listeners.clear();
    for (const channel of this.channels) channel.vanish();
    if (!isSilent) this.reset();
  }

  /** Peers of whoever died learn of it, at the latest when it is there again: it knows nothing of what they send. */
  reset(): void {
    for (const channel of this.channels) channel.reset();
    this.channels.clear();
  }
}
