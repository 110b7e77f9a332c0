/**
 * A channel over a TCP socket of node:net. Writes are corked until the end of the tick, so that the answers of one tick,
 * each a list of buffers, leave in one writev. Reads go into one buffer that all sockets share (`shared-read-buffer`),
 * because whoever receives a chunk copies out of it what it keeps.
 */

import type { Socket } from "node:net";
import type { Channel, ChannelEvents, SocketAddress } from "./network.ts";
import { readIntoSharedBuffer } from "./shared-read-buffer.ts";

export class NodeChannel implements Channel {
  readonly localAddress: SocketAddress;
  readonly remoteAddress: SocketAddress;
  readonly #socket: Socket;
  #error: Error | undefined;
  #isCorked = false;
  #isEnding = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.localAddress = { host: plainHost(socket.localAddress), port: socket.localPort ?? 0 };
    this.remoteAddress = { host: plainHost(socket.remoteAddress), port: socket.remotePort ?? 0 };
    socket.setNoDelay(true);
    socket.setKeepAlive(true);
    // A reset that arrives before `open` must not be an uncaught exception.
    socket.on("error", (error) => {
      this.#error = error;
    });
  }

  get writableLength(): number {
    return this.#socket.writableLength;
  }

  open(events: ChannelEvents): void {
    const socket = this.#socket;
    const onData = (chunk: Uint8Array): void => {
      events.onData(chunk);
    };
    // A TLS socket decrypts into buffers of its own.
    if ("encrypted" in socket || !readIntoSharedBuffer(socket, onData)) {
      socket.on("data", onData);
    }
    socket.on("drain", () => {
      events.onDrain();
    });
    if (socket.closed) {
      queueMicrotask(() => {
        events.onClose(this.#error);
      });
      return;
    }
    socket.once("close", () => {
      events.onClose(this.#error);
    });
    socket.resume();
  }

  write(chunks: readonly Uint8Array[], onTaken?: () => void): void {
    const socket = this.#socket;
    if (socket.destroyed || this.#isEnding) {
      onTaken?.();
      return;
    }
    if (!this.#isCorked) {
      this.#isCorked = true;
      socket.cork();
      process.nextTick(() => {
        this.#isCorked = false;
        socket.uncork();
      });
    }
    const last = chunks.length - 1;
    for (let index = 0; index <= last; index += 1) {
      const chunk = chunks[index] as Uint8Array;
      if (index === last && onTaken !== undefined) {
        socket.write(chunk, onTaken);
      } else {
        socket.write(chunk);
      }
    }
  }

  writeNow(chunks: readonly Uint8Array[]): void {
    const socket = this.#socket;
    if (socket.destroyed || this.#isEnding) {
      return;
    }
    const [first] = chunks;
    if (chunks.length === 1 && first !== undefined) {
      socket.write(first);
      return;
    }
    socket.cork();
    for (const chunk of chunks) {
      socket.write(chunk);
    }
    socket.uncork();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#isEnding = true;
    // Does not wait for the peer's end of the stream: a peer that never closes must not hold a descriptor.
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** IPv4 addresses that arrive on a dual-stack socket are shown, counted and advertised as IPv4. */
function plainHost(host: string | undefined): string {
  if (host === undefined) {
    return "";
  }
  return host.startsWith("::ffff:") ? host.slice("::ffff:".length) : host;
}
