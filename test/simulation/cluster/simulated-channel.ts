/** One end of a connection on the simulated network; see there. */
import { Buffer } from "node:buffer";
import type { Channel, ChannelEvents, SocketAddress } from "@ottla/network";
import type { Direction, SimulatedHost } from "./simulated-network.ts";

interface Parcel {
  bytes: Uint8Array;
  readonly number: number;
  readonly writtenMs: number;
  readonly dueMs: number;
  /** The peer sends no more behind it. */
  isEnd: boolean;
}

export class SimulatedChannel implements Channel {
  readonly localAddress: SocketAddress;
  readonly remoteAddress: SocketAddress;
  readonly writableLength: number = 0;
  readonly #host: SimulatedHost;
  /** From the peer to here. */
  readonly #direction: Direction;
  #peer: SimulatedChannel | undefined;
  #events: ChannelEvents | undefined;
  /** On its way to this end. */
  readonly #inbox: Parcel[] = [];
  #isPaused = false;
  #isClosed = false;
  #hasEnded = false;

  constructor(host: SimulatedHost, localAddress: SocketAddress, remoteAddress: SocketAddress) {
    this.#host = host;
    this.localAddress = localAddress;
    this.remoteAddress = remoteAddress;
    this.#direction = host.network.direction(remoteAddress.host, host.name);
    host.channels.add(this);
  }

  join(peer: SimulatedChannel): void {
    this.#peer = peer;
  }

  open(events: ChannelEvents): void {
    this.#events = events;
    this.deliver();
  }

  write(chunks: readonly Uint8Array[], onTaken?: () => void): void {
    if (!this.#isClosed && !this.#hasEnded) this.#peer?.post(chunks, false);
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
    this.deliver();
  }

  end(): void {
    if (!this.#hasEnded && !this.#isClosed) this.#peer?.post([], true);
    this.#hasEnded = true;
  }

  destroy(): void {
    this.end();
    this.#close();
  }

  /** The host has died. */
  vanish(): void {
    this.#isClosed = true;
    this.#inbox.length = 0;
  }

  /** The peer learns of it. */
  reset(): void {
    if (!this.#hasEnded) this.#peer?.post([], true);
    this.#hasEnded = true;
  }

  /** Gives what is due, unless something holds it back. */
  deliver(): void {
    const { network } = this.#host;
    while (!this.#isClosed && !this.#isPaused && this.#events !== undefined) {
      const parcel = this.#inbox[0];
      if (parcel === undefined || parcel.dueMs > network.clock.monotonicMs()) return;
      if (this.#direction.isCut) {
        network.hold(this);
        return;
      }
      this.#inbox.shift();
      network.onArrived(this.#direction, parcel.number);
      if (parcel.bytes.length > 0) this.#events.onData(parcel.bytes);
      if (parcel.isEnd) this.destroy();
    }
  }

  /** Puts what the peer writes on its way. */
  post(chunks: readonly Uint8Array[], isEnd: boolean): void {
    if (this.#isClosed) return;
    const { network, name } = this.#host;
    const nowMs = network.clock.monotonicMs();
    const moreMs = network.onPosted(this.remoteAddress.host, name, chunks);
    const last = this.#inbox.at(-1);
    if (last?.writtenMs === nowMs && !last.isEnd && moreMs === 0) {
      last.bytes = Buffer.concat([last.bytes, ...chunks]);
      last.isEnd = isEnd;
      return;
    }
    const dueMs = Math.max(last?.dueMs ?? 0, nowMs + moreMs + network.delayMs(this.#direction));
    // A copy: who writes has its memory back at once.
    const bytes = Buffer.concat(chunks);
    this.#inbox.push({ bytes, number: network.takeNumber(), writtenMs: nowMs, dueMs, isEnd });
    network.clock.setTimer(dueMs - nowMs, () => this.deliver());
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#inbox.length = 0;
    this.#host.channels.delete(this);
    queueMicrotask(() => this.#events?.onClose(undefined));
  }
}
