/**
 * A network on virtual time: everything that is written arrives later, in order within a connection, and connections overtake each other. A
 * direction between two hosts can be cut, which holds back what is under way as TCP does, or be slow. A host can die, with or without its
 * peers being told.
 */
import { randomBelow } from "@ottla/base";
import type { Prng, VirtualClock } from "@ottla/base";
import { NetworkError } from "@ottla/network";
import { ApiKey } from "@ottla/protocol";
import type { Channel, ChannelListener, ConnectOptions, ListenOptions, Network } from "@ottla/network";
import { SimulatedChannel } from "./simulated-channel.ts";

const DIAL_TIMEOUT_MS = 10_000;
const DELAY_MS = 2;
const API_KEY_END = 6;
const FIRST_EPHEMERAL_PORT = 40_000;

/** What the network is told of, and tells. */
export interface NetworkHooks {
  /** Bytes that overtook others between the same hosts. */
  onReordered(): void;
  /** Bytes that were held back by a cut. */
  onHeld(): void;
}

export class SimulatedNetwork {
  readonly clock: VirtualClock;
  readonly random: Prng;
  readonly hooks: NetworkHooks;
  readonly hosts: Map<string, SimulatedHost> = new Map();
  /** Called for a host that is asked for its vote. */
  onVote: ((host: string) => void) | undefined;
  readonly #cut = new Set<string>();
  readonly #slow = new Map<string, number>();
  readonly #waiting = new Set<SimulatedChannel>();
  /** By direction, the highest number that has arrived. */
  readonly #arrived = new Map<string, number>();
  #nextNumber = 1;

  constructor(clock: VirtualClock, random: Prng, hooks: NetworkHooks) {
    this.clock = clock;
    this.random = random;
    this.hooks = hooks;
  }

  /** The network as a host sees it; one that died begins anew. */
  host(name: string): SimulatedHost {
    const host = new SimulatedHost(this, name);
    this.hosts.set(name, host);
    return host;
  }

  cut(from: string, to: string): void {
    this.#cut.add(`${from}>${to}`);
  }

  /** Makes a direction slow: up to so many milliseconds longer. */
  slow(from: string, to: string, ms: number): void {
    this.#slow.set(`${from}>${to}`, ms);
  }

  heal(): void {
    this.#cut.clear();
    this.#slow.clear();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const channel of waiting) channel.deliver();
  }

  isCut(from: string, to: string): boolean {
    return this.#cut.has(`${from}>${to}`);
  }

  /** The channel is told again when the network heals. */
  hold(channel: SimulatedChannel): void {
    this.hooks.onHeld();
    this.#waiting.add(channel);
  }

  delayMs(from: string, to: string): number {
    const slowMs = this.#slow.get(`${from}>${to}`);
    const slow = slowMs === undefined ? 0 : randomBelow(this.random, slowMs + 1);
    return 1 + randomBelow(this.random, DELAY_MS) + slow;
  }

  takeNumber(): number {
    return this.#nextNumber++;
  }

  onArrived(from: string, to: string, { number, chunks }: { number: number; chunks: readonly Uint8Array[] }): void {
    if (this.onVote !== undefined && chunks.some(isVoteRequest)) this.onVote(to);
    const direction = `${from}>${to}`;
    const highest = this.#arrived.get(direction) ?? 0;
    if (number < highest) this.hooks.onReordered();
    else this.#arrived.set(direction, number);
  }
}

/** Whether a frame begins here that asks for a vote: the key of its API is behind its size. */
function isVoteRequest(chunk: Uint8Array): boolean {
  return chunk.length > API_KEY_END && chunk[API_KEY_END - 2] === 0 && chunk[API_KEY_END - 1] === ApiKey.Vote;
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
    const { network } = this;
    const { clock } = network;
    const fail = (): void => reject(new NetworkError("CONNECT_FAILED", `no answer from ${host}:${port}`));
    clock.setTimer(network.delayMs(this.name, host), () => {
      const peer = network.hosts.get(host);
      const isUnreachable = network.isCut(this.name, host) || network.isCut(host, this.name);
      if (isUnreachable || peer === undefined) {
        clock.setTimer(timeoutMs, fail);
        return;
      }
      const listener = peer.isDead ? undefined : peer.#listeners.get(port);
      const client = new SimulatedChannel(this, { host: this.name, port: this.#nextPort++ }, { host, port });
      if (listener !== undefined) {
        const server = new SimulatedChannel(peer, client.remoteAddress, client.localAddress);
        client.join(server);
        server.join(client);
        listener.onChannel(server);
      }
      clock.setTimer(network.delayMs(host, this.name), () => {
        if (this.isDead) return;
        if (listener === undefined) {
          reject(new NetworkError("CONNECTION_REFUSED", `nobody listens at ${host}:${port}`));
        } else resolve(client);
      });
    });
    return promise;
  }

  /** The process is gone. Unless it is silent, its peers' connections break. */
  die(isSilent: boolean): void {
    this.isDead = true;
    this.#listeners.clear();
    for (const channel of this.channels) channel.vanish(isSilent);
    this.channels.clear();
  }
}
