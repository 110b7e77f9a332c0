/**
 * The client's end of a connection, as clients and brokers that talk to each other use it: dial, send requests, get the
 * responses. Answers come in the order of the requests; a correlation id that does not fit ends the connection,
 * since nothing after it can be trusted.
 *
 * A request that times out ends the connection too: its answer would stand before all later ones. One timer of the clock watches
 * all requests of a connection, and stays set when they are answered in time, as nearly all are: it finds nothing due then.
 */

import type { Clock, Timer } from "@ottla/base";
import { FrameDecoder } from "./frame-decoder.ts";
import { NetworkError } from "./network-error.ts";
import type { Channel, ConnectOptions, Network, SocketAddress } from "./network.ts";

const CORRELATION_ID_MAX = 0x7fff_ffff;
const RESPONSE_BYTES_MAX = 0x7fff_ffff;
/** Answers up to this size are read without growing; a broker that announces more than it sends costs no more than this. */
const ANNOUNCED_BYTES_MAX = 4 * 1024 * 1024;

export interface ClientConnectionOptions {
  readonly clock: Clock;
  /** The largest response that is taken. Default 2^31 − 1. */
  readonly responseBytesMax?: number;
  /** Called when what was buffered for writing has been taken by the transport. */
  readonly onDrain?: () => void;
  /** Called once when the connection is over, whoever ended it. */
  readonly onClose?: (error: NetworkError) => void;
}

export interface SendOptions {
  /** After this long without an answer the connection is closed and the request rejected REQUEST_TIMED_OUT. */
  readonly timeoutMs: number;
}

interface PendingRequest {
  readonly correlationId: number;
  readonly resolve: (frame: Uint8Array) => void;
  readonly reject: (error: NetworkError) => void;
  readonly timeoutMs: number;
  /** On the monotonic clock. */
  readonly deadlineMs: number;
}

export class ClientConnection {
  readonly localAddress: SocketAddress;
  readonly remoteAddress: SocketAddress;
  readonly #channel: Channel;
  readonly #options: ClientConnectionOptions;
  readonly #decoder: FrameDecoder;
  #pending: PendingRequest[] = [];
  #pendingHead = 0;
  #nextCorrelationId = 0;
  #timer: Timer | undefined;
  /** When the timer fires, on the monotonic clock: no pending request runs out of time before. Infinity without a timer. */
  #timerAtMs = Infinity;
  #closedWith: NetworkError | undefined;

  private constructor(channel: Channel, options: ClientConnectionOptions) {
    this.localAddress = channel.localAddress;
    this.remoteAddress = channel.remoteAddress;
    this.#channel = channel;
    this.#options = options;
    this.#decoder = new FrameDecoder({
      frameBytesMax: options.responseBytesMax ?? RESPONSE_BYTES_MAX,
      announcedBytesMax: ANNOUNCED_BYTES_MAX,
      onFrame: (frame) => {
        this.#onFrame(frame);
      },
    });
  }

  /** Dials and returns the open connection. Rejects with `NetworkError`. */
  static async dial(
    network: Network,
    target: ConnectOptions,
    options: ClientConnectionOptions,
  ): Promise<ClientConnection> {
    const channel = await network.connect(target);
    const connection = new ClientConnection(channel, options);
    channel.open({
      onData: (chunk) => {
        connection.#onData(chunk);
      },
      onDrain: () => {
        options.onDrain?.();
      },
      onClose: (cause) => {
        connection.#end(new NetworkError("CONNECTION_CLOSED", "the connection was closed by the peer", cause));
      },
    });
    return connection;
  }

  get isClosed(): boolean {
    return this.#closedWith !== undefined;
  }

  /** Requests that wait for their answer. */
  get pendingCount(): number {
    return this.#pending.length - this.#pendingHead;
  }

  /** Bytes that were sent and not yet taken by the transport. */
  get writableLength(): number {
    return this.#channel.writableLength;
  }

  /** The correlation id for the next request; each is used once. */
  takeCorrelationId(): number {
    const correlationId = this.#nextCorrelationId;
    this.#nextCorrelationId = correlationId === CORRELATION_ID_MAX ? 0 : correlationId + 1;
    return correlationId;
  }

  /**
   * Sends a request, at once, and resolves with the frame of its response, response header included.
   *
   * @param chunks the whole frame with its size prefix, the header carrying `correlationId`.
   */
  send(correlationId: number, chunks: readonly Uint8Array[], options: SendOptions): Promise<Uint8Array> {
    if (this.#closedWith !== undefined) {
      return Promise.reject(this.#closedWith);
    }
    return new Promise((resolve, reject) => {
      const { timeoutMs } = options;
      const deadlineMs = this.#options.clock.monotonicMs() + timeoutMs;
      this.#pending.push({ correlationId, resolve, reject, timeoutMs, deadlineMs });
      if (deadlineMs < this.#timerAtMs) this.#setTimer(deadlineMs, timeoutMs);
      this.#channel.writeNow(chunks);
    });
  }

  /** Sends a request that has no answer (Produce with acks=0). */
  sendWithoutAnswer(chunks: readonly Uint8Array[]): void {
    if (this.#closedWith === undefined) {
      this.#channel.write(chunks);
    }
  }

  /** Closes; requests without an answer are rejected CONNECTION_CLOSED. */
  close(): void {
    this.#end(new NetworkError("CONNECTION_CLOSED", "the connection was closed"));
  }

  #onData(chunk: Uint8Array): void {
    try {
      this.#decoder.push(chunk);
    } catch (error) {
      this.#end(error instanceof NetworkError ? error : new NetworkError("INVALID_FRAME", String(error), error));
    }
  }

  #onFrame(frame: Uint8Array): void {
    const head = this.#pending[this.#pendingHead];
    const correlationId = frame.length < 4 ? undefined : readInt32(frame);
    if (head === undefined || correlationId !== head.correlationId) {
      throw new NetworkError(
        "INVALID_FRAME",
        `a response has the correlation id ${correlationId ?? "(none)"}, expected ${head?.correlationId ?? "(none)"}`,
      );
    }
    this.#pendingHead += 1;
    if (this.#pendingHead === this.#pending.length) {
      this.#pending = [];
      this.#pendingHead = 0;
    }
    head.resolve(frame);
  }

  #setTimer(atMs: number, delayMs: number): void {
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    this.#timer = this.#options.clock.setTimer(delayMs, () => {
      // What the timer was set for is due, whatever rounding made of the delay.
      const nowMs = Math.max(this.#options.clock.monotonicMs(), atMs);
      this.#timer = undefined;
      this.#timerAtMs = Infinity;
      this.#onTimer(nowMs);
    });
  }

  #onTimer(nowMs: number): void {
    let next: PendingRequest | undefined;
    for (let index = this.#pendingHead; index < this.#pending.length; index += 1) {
      const request = this.#pending[index] as PendingRequest;
      if (next === undefined || request.deadlineMs < next.deadlineMs) {
        next = request;
      }
    }
    if (next === undefined) {
      return;
    }
    if (next.deadlineMs > nowMs) {
      this.#setTimer(next.deadlineMs, next.deadlineMs - nowMs);
      return;
    }
    this.#end(new NetworkError("REQUEST_TIMED_OUT", `no answer to a request within ${next.timeoutMs} ms`));
  }

  #end(error: NetworkError): void {
    if (this.#closedWith !== undefined) {
      return;
    }
    this.#closedWith = error;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#decoder.close();
    this.#channel.destroy();
    const pending = this.#pending.slice(this.#pendingHead);
    this.#pending = [];
    this.#pendingHead = 0;
    for (const request of pending) {
      request.reject(error);
    }
    this.#options.onClose?.(error);
  }
}

function readInt32(frame: Uint8Array): number {
  return ((frame[0] ?? 0) << 24) | ((frame[1] ?? 0) << 16) | ((frame[2] ?? 0) << 8) | (frame[3] ?? 0);
}
