/**
 * A network inside the process, for tests and simulation: the same interface as `nodeNetwork`, no sockets. Bytes are
 * copied on write, as a kernel does, and delivered in a later microtask, everything written in one tick as one chunk.
 */

import { NetworkError } from "./network-error.ts";
import type {
  Channel,
  ChannelEvents,
  ChannelListener,
  ConnectOptions,
  ListenOptions,
  Network,
  SocketAddress,
} from "./network.ts";

const EPHEMERAL_PORT_FIRST = 32_768;

/** A network of its own: what listens in one instance cannot be dialled from another. */
export class InMemoryNetwork implements Network {
  readonly #listeners = new Map<number, ListenOptions>();
  #nextPort = EPHEMERAL_PORT_FIRST;

  listen(options: ListenOptions): Promise<ChannelListener> {
    const port = options.port === 0 ? this.#takePort() : options.port;
    if (this.#listeners.has(port)) {
      return Promise.reject(
        new NetworkError("ADDRESS_IN_USE", `cannot listen on ${options.host}:${port}: the port is in use`),
      );
    }
    this.#listeners.set(port, options);
    return Promise.resolve({
      address: { host: options.host, port },
      close: () => {
        this.#listeners.delete(port);
        return Promise.resolve();
      },
    });
  }

  connect(options: ConnectOptions): Promise<Channel> {
    if (options.tls !== undefined) {
      return Promise.reject(new NetworkError("TLS_FAILED", "a network in memory has no TLS"));
    }
    const listener = this.#listeners.get(options.port);
    if (listener === undefined) {
      return Promise.reject(
        new NetworkError(
          "CONNECTION_REFUSED",
          `cannot connect to ${options.host}:${options.port}: nobody listens there`,
        ),
      );
    }
    const clientAddress = { host: "127.0.0.1", port: this.#takePort() };
    const serverAddress = { host: options.host, port: options.port };
    const client = new InMemoryChannel(clientAddress, serverAddress);
    const server = new InMemoryChannel(serverAddress, clientAddress);
    client.join(server);
    server.join(client);
    listener.onChannel(server);
    return Promise.resolve(client);
  }

  #takePort(): number {
    const port = this.#nextPort;
    this.#nextPort += 1;
    return port;
  }
}

class InMemoryChannel implements Channel {
  readonly localAddress: SocketAddress;
  readonly remoteAddress: SocketAddress;
  #peer: InMemoryChannel | undefined;
  #events: ChannelEvents | undefined;
  /** Written by the peer, not delivered yet. */
  #inbox: Uint8Array[] = [];
  #inboxBytes = 0;
  #isPaused = false;
  #isScheduled = false;
  #peerEnded = false;
  #isClosed = false;

  constructor(localAddress: SocketAddress, remoteAddress: SocketAddress) {
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
  }

  get writableLength(): number {
    return this.#peer === undefined ? 0 : this.#peer.#inboxBytes;
  }

  join(peer: InMemoryChannel): void {
    this.#peer = peer;
  }

  open(events: ChannelEvents): void {
    this.#events = events;
    this.#schedule();
  }

  write(chunks: readonly Uint8Array[], onTaken?: () => void): void {
    const peer = this.#peer;
    if (peer !== undefined && !this.#isClosed && !peer.#isClosed && !peer.#peerEnded) {
      for (const chunk of chunks) {
        // `slice` of a `Buffer` would be a view, which shows whatever its owner puts there next.
        peer.#inbox.push(new Uint8Array(chunk));
        peer.#inboxBytes += chunk.length;
      }
      peer.#schedule();
    }
    onTaken?.();
  }

  writeNow(chunks: readonly Uint8Array[]): void {
    this.write(chunks);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#schedule();
  }

  end(): void {
    const peer = this.#peer;
    if (peer !== undefined) {
      peer.#peerEnded = true;
      peer.#schedule();
    }
  }

  destroy(): void {
    this.#close(undefined);
    this.end();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#events === undefined || this.#isClosed) {
      return;
    }
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    if (this.#isClosed || this.#isPaused) {
      return;
    }
    if (this.#inboxBytes > 0) {
      const chunk = joined(this.#inbox, this.#inboxBytes);
      this.#inbox = [];
      this.#inboxBytes = 0;
      this.#events?.onData(chunk);
      const peer = this.#peer;
      if (peer !== undefined) {
        peer.#onTaken();
      }
    }
    if (this.#peerEnded && this.#inboxBytes === 0) {
      this.#close(undefined);
      this.#peer?.destroy();
    }
  }

  #onTaken(): void {
    this.#events?.onDrain();
  }

  #close(error: Error | undefined): void {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    this.#inbox = [];
    this.#inboxBytes = 0;
    queueMicrotask(() => {
      this.#events?.onClose(error);
    });
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const target = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    target.set(chunk, position);
    position += chunk.length;
  }
  return target;
}
