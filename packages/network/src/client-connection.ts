/**
 * The client's end of a connection, as clients and brokers that talk to each other use it: dial, send requests, get the
 * responses. Answers come in the order of the requests; a correlation id that does not fit ends the connection,
 * since nothing after it can be trusted.
 *
 * A request that times out ends the connection too: its answer would stand before all later ones.
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
  readonly timer: Timer;
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
   * Sends a request and resolves with the frame of its response, response header included.
   *
   * @param chunks the whole frame with its size prefix, the header carrying `correlationId`.
   */
  send(correlationId: number, chunks: readonly Uint8Array[], options: SendOptions): Promise<Uint8Array> {
    if (this.#closedWith !== undefined) {
      return Promise.reject(this.#closedWith);
    }
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.setTimer(options.timeoutMs, () => {
        const message = `no answer to a request within ${options.timeoutMs} ms`;
        this.#end(new NetworkError("REQUEST_TIMED_OUT", message));
      });
      this.#pending.push({ correlationId, resolve, reject, timer });
      this.#channel.write(chunks);
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
    head.timer.cancel();
    head.resolve(frame);
  }

  #end(error: NetworkError): void {
    if (this.#closedWith !== undefined) {
      return;
    }
    this.#closedWith = error;
    this.#decoder.close();
    this.#channel.destroy();
    const pending = this.#pending.slice(this.#pendingHead);
    this.#pending = [];
    this.#pendingHead = 0;
    for (const request of pending) {
      request.timer.cancel();
      request.reject(error);
    }
    this.#options.onClose?.(error);
  }
}

function readInt32(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset, 4).getInt32(0);
}
