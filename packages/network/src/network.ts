/**
 * The port between bytes and the rest: what a network can do, whether it is node:net or lives in memory.
 *
 * A `Channel` is one established, ordered, bidirectional byte stream. It delivers chunks as they arrive and owns
 * nothing above them: frames are `FrameDecoder`'s, requests are `Connection`'s. Both implementations coalesce writes of
 * one tick and expose the same back-pressure: `pause`/`resume` towards the peer, `writableLength` and `onDrain` from it.
 */

import type { ClientTls } from "./tls.ts";

/** A host and a port as the operating system (or the in-memory network) names them. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** The callbacks of a channel. They are set once, before the first chunk is delivered. */
export interface ChannelEvents {
  /** Bytes arrived. The chunk is valid during the call only: the receiver copies what it keeps. */
  onData(chunk: Uint8Array): void;
  /** What was buffered for writing has been taken by the transport. */
  onDrain(): void;
  /** The stream is over in both directions, exactly once. `error` says why, if it was not an orderly end. */
  onClose(error: Error | undefined): void;
}

/** One established byte stream. */
export interface Channel {
  /** The address the peer dialled (server side) or our own ephemeral address (client side). */
  readonly localAddress: SocketAddress;
  readonly remoteAddress: SocketAddress;
  /** Bytes accepted by `write` that the transport has not taken yet. */
  readonly writableLength: number;
  /** Starts the delivery of events. Called once. */
  open(events: ChannelEvents): void;
  /**
   * Queues the chunks, in order. All writes of one tick leave in one system call. The chunks must not change until `onTaken` is
   * called: when the transport has taken them, or when it never will because the channel is over.
   */
  write(chunks: readonly Uint8Array[], onTaken?: () => void): void;
  /** As `write`, without waiting for the end of the tick: for what somebody waits for, such as a request. */
  writeNow(chunks: readonly Uint8Array[]): void;
  /** Stops delivering data; a chunk already on its way may still arrive. */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then ends the stream. */
  end(): void;
  /** Ends the stream now and drops what is queued. `onClose` follows asynchronously. */
  destroy(): void;
}

/** A listening socket. */
export interface ChannelListener {
  /** The address really bound; never port 0. */
  readonly address: SocketAddress;
  /** Stops accepting. Established channels stay. Resolves when the port is free. */
  close(): Promise<void>;
}

export interface ListenOptions extends SocketAddress {
  /** Called for each accepted channel. */
  readonly onChannel: (channel: Channel) => void;
  /** Called for errors of the listener itself that do not end it, such as too few file descriptors. */
  readonly onError: (error: Error) => void;
  /** Length of the queue of connections that were not accepted yet. Default 511. */
  readonly backlog?: number;
}

export interface ConnectOptions extends SocketAddress {
  /** How long the dial may take, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** Left out, bytes go as they are. */
  readonly tls?: ClientTls;
}

/** A way to listen and to dial. */
export interface Network {
  /** Binds and listens. Port 0 picks a free one. Rejects with `NetworkError` if the address cannot be bound. */
  listen(options: ListenOptions): Promise<ChannelListener>;
  /** Dials, and completes the TLS handshake if there is to be one. Rejects with `NetworkError` if nobody listens there. */
  connect(options: ConnectOptions): Promise<Channel>;
}
