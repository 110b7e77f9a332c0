/** What a broker under test has of the network: it can be cut off, and it ends with its broker. Nodes of a cluster reach each other inside the process. */
import { InMemoryNetwork, NetworkError, nodeNetwork } from "@ottla/network";
import type { Channel, ChannelListener, ConnectOptions, ListenOptions, Network } from "@ottla/network";

/** Hosts that are inside the process. */
const INSIDE = /^node-\d+$/;

/** The name under which the others of its cluster reach a node. */
export function insideHost(nodeId: number): string {
  return `node-${nodeId}`;
}

/** Clients come over TCP, the nodes of a cluster to each other in memory: no port has to be known before it is bound. */
export function clusterNetwork(): Network {
  const inside = new InMemoryNetwork();
  const of = ({ host }: { readonly host: string }): Network => (INSIDE.test(host) ? inside : nodeNetwork);
  return {
    listen: (options) => of(options).listen(options),
    connect: (options) => of(options).connect(options),
  };
}

export class NetworkOfLife implements Network {
  readonly #network: Network;
  readonly #channels = new Set<Channel>();
  readonly #listeners = new Set<ChannelListener>();
  #isCut = false;

  constructor(network: Network) {
    this.#network = network;
  }

  async listen(options: ListenOptions): Promise<ChannelListener> {
    const listener = await this.#network.listen({
      ...options,
      onChannel: (channel) => {
        if (this.#isCut) channel.destroy();
        else options.onChannel(this.#tracked(channel));
      },
    });
    this.#listeners.add(listener);
    return listener;
  }

  async connect(options: ConnectOptions): Promise<Channel> {
    if (!this.#isCut) return this.#tracked(await this.#network.connect(options));
    throw new NetworkError("CONNECTION_REFUSED", `cannot connect to ${options.host}:${options.port}: cut off`);
  }

  /** From now on nothing comes in or goes out. */
  cut(): void {
    this.#isCut = true;
    for (const channel of this.#channels) channel.destroy();
    this.#channels.clear();
  }

  heal(): void {
    this.#isCut = false;
  }

  /** Cut for ever, and the ports are free. */
  async kill(): Promise<void> {
    this.cut();
    await Promise.all([...this.#listeners].map((listener) => listener.close()));
  }

  #tracked(channel: Channel): Channel {
    this.#channels.add(channel);
    return {
      get localAddress() {
        return channel.localAddress;
      },
      get remoteAddress() {
        return channel.remoteAddress;
      },
      get writableLength() {
        return channel.writableLength;
      },
      open: (events) => {
        channel.open({
          onData: (chunk) => events.onData(chunk),
          onDrain: () => events.onDrain(),
          onClose: (error) => {
            this.#channels.delete(channel);
            events.onClose(error);
          },
        });
      },
      write: (chunks, onTaken) => channel.write(chunks, onTaken),
      writeNow: (chunks) => channel.writeNow(chunks),
      pause: () => channel.pause(),
      resume: () => channel.resume(),
      end: () => channel.end(),
      destroy: () => channel.destroy(),
    };
  }
}
