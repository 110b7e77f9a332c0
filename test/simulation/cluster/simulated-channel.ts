/** One end of a connection on the simulated network; see there. */
import { concatBytes } from "@ottla/base";
import type { Channel, ChannelEvents, SocketAddress } from "@ottla/network";
import type { SimulatedHost } from "./simulated-network.ts";

interface Parcel {
  chunks: Uint8Array[];
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
    if (!this.#isClosed && !this.#hasEnded)
      this.#toPeer(
        chunks.map((chunk) => new Uint8Array(chunk)),
        false,
      );
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
    if (!this.#hasEnded && !this.#isClosed) this.#toPeer([], true);
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
    if (!this.#hasEnded) this.#toPeer([], true);
    this.#hasEnded = true;
  }

  /** Gives what is due, unless something holds it back. */
  deliver(): void {
    const { network, name } = this.#host;
    const from = this.remoteAddress.host;
    while (!this.#isClosed && !this.#isPaused && this.#events !== undefined) {
      const parcel = this.#inbox[0];
      if (parcel === undefined || parcel.dueMs > network.clock.monotonicMs()) return;
      if (network.isCut(from, name)) {
        network.hold(this);
        return;
      }
      this.#inbox.shift();
      network.onArrived(from, name, parcel.number);
      if (parcel.chunks.length > 0) this.#events.onData(concatBytes(parcel.chunks));
      if (parcel.isEnd) this.destroy();
    }
  }

  #toPeer(chunks: Uint8Array[], isEnd: boolean): void {
    const peer = this.#peer;
    if (peer !== undefined) peer.#post(chunks, isEnd);
  }

  #post(chunks: Uint8Array[], isEnd: boolean): void {
    if (this.#isClosed) return;
    const { network, name } = this.#host;
    const nowMs = network.clock.monotonicMs();
    const moreMs = network.onPosted(this.remoteAddress.host, name, chunks);
    const last = this.#inbox.at(-1);
    if (last?.writtenMs === nowMs && !last.isEnd && moreMs === 0) {
      last.chunks.push(...chunks);
      last.isEnd = isEnd;
      return;
    }
    const dueMs = Math.max(last?.dueMs ?? 0, nowMs + moreMs + network.delayMs(this.remoteAddress.host, name));
    this.#inbox.push({ chunks, number: network.takeNumber(), writtenMs: nowMs, dueMs, isEnd });
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
