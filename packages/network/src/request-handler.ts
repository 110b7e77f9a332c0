/**
 * What a server connection needs from the layer above: one entry for each whole frame, and the rules of order.
 *
 * Order: frames of one connection are handed over one at a time. The next one is handed over when the outcome of the
 * one before is known, or, if that outcome is `Pipelined`, as soon as its effects have taken place. Answers always leave
 * in the order of their requests.
 */

import type { ByteChunk } from "@ottla/base";
import type { SocketAddress } from "./network.ts";

/** What is known about a client's connection. Lives as long as the connection. */
export interface ServerConnection {
  /** Unique within the process: `local-remote-number` as Kafka prints it. */
  readonly id: string;
  readonly listenerName: string;
  readonly securityProtocol: string;
  /** The address the client dialled. */
  readonly localAddress: SocketAddress;
  readonly remoteAddress: SocketAddress;
  readonly isClosed: boolean;
  /** What the layer above keeps for this connection; the network never looks inside. */
  attachment: unknown;
  /** Closes after the answers that are already queued. `reason` goes to the log. */
  close(reason: string): void;
  /**
   * No further request begins for so long; answers leave, and what is being worked on goes on. A second call counts from when it is made, and never
   * shortens the first.
   */
  throttle(durationMs: number): void;
  /** Registers a callback for the end of the connection, for whatever waits on its behalf. Returns the way to forget it. */
  onClose(callback: () => void): () => void;
}

/**
 * The answer to one frame: the chunks of a whole frame with its size prefix, some of which may be read only when they are sent; `noAnswer` when the protocol has none (Produce with acks=0);
 * `closeConnection` when the only answer is to close.
 */
export type FrameAnswer = readonly ByteChunk[] | TrackedFrame | typeof noAnswer | typeof closeConnection;

/** An answer whose memory is given back when it has left. */
export class TrackedFrame {
  readonly chunks: readonly ByteChunk[];
  /** Called once: the chunks have left, or never will. */
  readonly onSent: () => void;

  constructor(chunks: readonly ByteChunk[], onSent: () => void) {
    this.chunks = chunks;
    this.onSent = onSent;
  }
}

/** The request has no response; the next one may follow. */
export const noAnswer: unique symbol = Symbol("no answer");
/** The connection is closed instead of an answer; answers to earlier requests still leave. */
export const closeConnection: unique symbol = Symbol("close connection");

/**
 * An answer that is waited for while the next request may already begin. When the answer is there, nobody looks at the request's frame any
 * more: its memory is used for another.
 */
export class Pipelined {
  /** Resolves when every effect of the request has taken its place in the order; `undefined`: it already has. */
  readonly effects: Promise<void> | undefined;
  readonly answer: Promise<FrameAnswer>;

  constructor(effects: Promise<void> | undefined, answer: Promise<FrameAnswer>) {
    this.effects = effects;
    this.answer = answer;
  }
}

export type FrameOutcome = FrameAnswer | Promise<FrameAnswer> | Pipelined | Promise<FrameAnswer | Pipelined>;

/** The layer above a server's connections. It must not throw; an error that escapes closes the connection. */
export interface FrameHandler {
  /** `frame` is a whole request without its size prefix, in memory of its own; it belongs to the handler, until a `Pipelined` outcome gives it back. */
  onFrame(frame: Uint8Array, connection: ServerConnection): FrameOutcome;
}
