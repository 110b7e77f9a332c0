/**
 * The server's end of one client connection: frames in, answers out, in order.
 *
 * It hands over one frame at a time and the next one when the outcome is known, or when the effects of a `Pipelined`
 * outcome have taken their place. Answers leave in the order of their requests whatever order they become known in.
 *
 *   frame → inbox → handler → slot (order of requests) → answer writer → channel
 *
 * Back-pressure: nothing is handed over while the client leaves answers unread or while too much is unanswered, and the
 * channel is not read while the inbox is full. So a client that does not read is not read from, and one connection holds
 * at most about `inFlightBytesMax` plus one frame.
 */

import type { BufferPool, Timer } from "@ottla/base";
import { AnswerWriter } from "./answer-writer.ts";
import { FrameDecoder, giveFrame } from "./frame-decoder.ts";
import type { Channel, SocketAddress } from "./network.ts";
import { closeConnection, noAnswer, Pipelined, TrackedFrame } from "./request-handler.ts";
import type { FrameAnswer, FrameHandler, FrameOutcome, ServerConnection } from "./request-handler.ts";

/** Bounds of one connection. */
export interface ConnectionLimits {
  /** `socket.request.max.bytes`. */
  readonly frameBytesMax: number;
  /** Bytes of requests that arrived and are not answered: beyond it the connection is not read. */
  readonly inFlightBytesMax: number;
  /** Requests that arrived and are not answered: beyond it the connection is not read. */
  readonly inFlightCountMax: number;
  /** Bytes of answers that the client has not read: beyond it no further request begins. */
  readonly unreadBytesMax: number;
}

/** What a connection tells the server that owns it. */
export interface ConnectionOwner {
  readonly handler: FrameHandler;
  readonly limits: ConnectionLimits;
  /** Where the memory of frames comes from, and goes back to when a `Pipelined` request is answered. */
  readonly pool: BufferPool;
  nowMs(): number;
  setTimer(delayMs: number, callback: () => void): Timer;
  /** Something the operator should see, once per connection. */
  onFault(connection: Connection, message: string): void;
  onClosed(connection: Connection): void;
  /** The connection holds `deltaBytes` more (or fewer) bytes of requests than before. */
  onHeldBytes(connection: Connection, deltaBytes: number): void;
}

/** The place of one answer in the order. */
interface Slot {
  answer: FrameAnswer | undefined;
  readonly memoryBytes: number;
}

export interface ConnectionIdentity {
  readonly id: string;
  readonly listenerName: string;
  readonly securityProtocol: string;
}

export class Connection implements ServerConnection {
  readonly id: string;
  readonly listenerName: string;
  readonly securityProtocol: string;
  readonly localAddress: SocketAddress;
  readonly remoteAddress: SocketAddress;
  attachment: unknown = undefined;
  /** When bytes last arrived or an answer last left; in the server's clock. */
  lastActiveMs: number;

  readonly #channel: Channel;
  readonly #owner: ConnectionOwner;
  readonly #decoder: FrameDecoder;
  readonly #writer: AnswerWriter;
  /** Whole frames that were not handed over yet. */
  #inbox: Uint8Array[] = [];
  #inboxHead = 0;
  /** Handed over, not answered; in the order of requests. */
  #slots: Slot[] = [];
  #slotsHead = 0;
  /** Bytes of memory of the frames in inbox and slots. */
  #inFlightBytes = 0;
  /** What was last reported to the owner: `#inFlightBytes` plus the decoder's. */
  #reportedBytes = 0;
  /** The outcome, or the effects, of the last frame are not known yet. */
  #isBusy = false;
  #isPumping = false;
  #isReadPaused = false;
  #isHeld = false;
  /** Until when no request begins; in the server's clock. */
  #throttledUntilMs = 0;
  /** Set while the connection is throttled. */
  #throttleTimer: Timer | undefined;
  #isClosing = false;
  #isClosed = false;
  #closeCallbacks: Set<() => void> | undefined;

  constructor(channel: Channel, identity: ConnectionIdentity, owner: ConnectionOwner) {
    this.id = identity.id;
    this.listenerName = identity.listenerName;
    this.securityProtocol = identity.securityProtocol;
    this.localAddress = channel.localAddress;
    this.remoteAddress = channel.remoteAddress;
    this.#channel = channel;
    this.#owner = owner;
    this.lastActiveMs = owner.nowMs();
    this.#decoder = new FrameDecoder({
      frameBytesMax: owner.limits.frameBytesMax,
      pool: owner.pool,
      onFrame: (frame) => {
        this.#inbox.push(frame);
        this.#inFlightBytes += memoryOf(frame);
      },
    });
    this.#writer = new AnswerWriter({
      channel,
      pool: owner.pool,
      onReadError: (error) => {
        owner.onFault(
          this,
          `an answer could not be read to its end: ${error instanceof Error ? error.message : String(error)}`,
        );
        this.destroy();
      },
      onIdle: () => {
        this.#maybeEnd();
        this.#pump();
      },
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Requests that arrived and are not answered. */
  get inFlightCount(): number {
    return this.#inbox.length - this.#inboxHead + (this.#slots.length - this.#slotsHead);
  }

  /** Bytes of memory that requests of this connection hold, the unfinished frame included. */
  get heldBytes(): number {
    return this.#inFlightBytes + this.#decoder.heldBytes;
  }

  /** Starts to read. */
  open(): void {
    this.#channel.open({
      onData: (chunk) => {
        this.#onData(chunk);
      },
      onDrain: () => {
        this.#writer.pump();
        this.#pump();
      },
      onClose: () => {
        this.#onClose();
      },
    });
  }

  close(reason: string): void {
    if (this.#isClosing || this.#isClosed) {
      return;
    }
    this.#isClosing = true;
    if (reason !== "") {
      this.#owner.onFault(this, reason);
    }
    this.#stopReceiving();
    this.#maybeEnd();
  }

  /** Ends the connection now; answers that did not leave are lost. */
  destroy(): void {
    this.#isClosing = true;
    this.#stopReceiving();
    this.#channel.destroy();
  }

  /** Closes as soon as what is being worked on is answered; requests that did not begin are dropped. */
  closeAfterAnswers(): void {
    this.close("");
  }

  onClose(callback: () => void): () => void {
    if (this.#isClosed) {
      queueMicrotask(callback);
      return () => {};
    }
    const callbacks = (this.#closeCallbacks ??= new Set());
    callbacks.add(callback);
    return () => {
      callbacks.delete(callback);
    };
  }

  throttle(durationMs: number): void {
    if (this.#isClosing || this.#isClosed) return;
    const untilMs = this.#owner.nowMs() + durationMs;
    if (untilMs <= this.#throttledUntilMs) return;
    this.#throttledUntilMs = untilMs;
    this.#throttleTimer?.cancel();
    this.#throttleTimer = this.#owner.setTimer(durationMs, () => {
      this.#throttleTimer = undefined;
      this.lastActiveMs = this.#owner.nowMs();
      this.#pump();
    });
    this.#adjustReading();
  }

  get isThrottled(): boolean {
    return this.#throttleTimer !== undefined;
  }

  /** The server's memory is full: stop reading until `release`. */
  hold(): void {
    this.#isHeld = true;
    this.#adjustReading();
  }

  release(): void {
    this.#isHeld = false;
    this.#adjustReading();
  }

  #onData(chunk: Uint8Array): void {
    if (this.#isClosing || this.#isClosed) {
      return;
    }
    this.lastActiveMs = this.#owner.nowMs();
    try {
      this.#decoder.push(chunk);
    } catch (error) {
      this.close(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#pump();
  }

  #pump(): void {
    if (this.#isPumping) {
      return;
    }
    this.#isPumping = true;
    while (this.#mayBegin()) {
      const frame = this.#inbox[this.#inboxHead];
      this.#inboxHead += 1;
      if (this.#inboxHead === this.#inbox.length) {
        this.#inbox = [];
        this.#inboxHead = 0;
      }
      if (frame !== undefined) {
        this.#begin(frame);
      }
    }
    this.#isPumping = false;
    this.#adjustReading();
    this.#report();
  }

  #mayBegin(): boolean {
    return (
      !this.#isBusy &&
      this.#throttleTimer === undefined &&
      !this.#isClosing &&
      !this.#isClosed &&
      this.#inboxHead < this.#inbox.length &&
      this.#slots.length - this.#slotsHead < this.#owner.limits.inFlightCountMax &&
      this.#writer.pendingBytes <= this.#owner.limits.unreadBytesMax
    );
  }

  #begin(frame: Uint8Array): void {
    const slot: Slot = { answer: undefined, memoryBytes: memoryOf(frame) };
    this.#slots.push(slot);
    let outcome: FrameOutcome;
    try {
      outcome = this.#owner.handler.onFrame(frame, this);
    } catch (error) {
      this.#fail(slot, error);
      return;
    }
    if (outcome instanceof Promise) {
      this.#isBusy = true;
      outcome.then(
        (settled) => {
          this.#isBusy = false;
          this.#onOutcome(slot, frame, settled);
          this.#pump();
        },
        (error: unknown) => {
          this.#isBusy = false;
          this.#fail(slot, error);
          this.#pump();
        },
      );
      return;
    }
    this.#onOutcome(slot, frame, outcome);
  }

  #onOutcome(slot: Slot, frame: Uint8Array, outcome: FrameAnswer | Pipelined): void {
    if (!(outcome instanceof Pipelined)) {
      this.#onAnswer(slot, outcome);
      return;
    }
    if (outcome.effects !== undefined) {
      this.#isBusy = true;
      const resume = (): void => {
        this.#isBusy = false;
        this.#pump();
      };
      outcome.effects.then(resume, resume);
    }
    outcome.answer.then(
      (answer) => {
        giveFrame(frame, this.#owner.pool);
        this.#onAnswer(slot, answer);
        this.#pump();
      },
      (error: unknown) => {
        this.#fail(slot, error);
      },
    );
  }

  #fail(slot: Slot, error: unknown): void {
    this.#owner.onFault(this, `a request ended unexpectedly: ${error instanceof Error ? error.stack : String(error)}`);
    this.#onAnswer(slot, closeConnection);
  }

  #onAnswer(slot: Slot, answer: FrameAnswer): void {
    if (this.#isClosed) {
      discard(answer);
      return;
    }
    slot.answer = answer;
    while (this.#slotsHead < this.#slots.length) {
      const head = this.#slots[this.#slotsHead];
      if (head?.answer === undefined) {
        break;
      }
      this.#slotsHead += 1;
      this.#inFlightBytes -= head.memoryBytes;
      this.#send(head.answer);
    }
    if (this.#slotsHead === this.#slots.length) {
      this.#slots = [];
      this.#slotsHead = 0;
    } else if (this.#slotsHead > 64) {
      this.#slots.splice(0, this.#slotsHead);
      this.#slotsHead = 0;
    }
    this.#maybeEnd();
  }

  #send(answer: FrameAnswer): void {
    if (answer === noAnswer) {
      return;
    }
    if (this.#isClosed) {
      discard(answer);
      return;
    }
    if (answer === closeConnection) {
      this.#isClosing = true;
      this.#stopReceiving();
      // Answers to later requests, which took effect already, must not leave without this one before them.
      this.#dropSlots();
      return;
    }
    this.lastActiveMs = this.#owner.nowMs();
    if (answer instanceof TrackedFrame) {
      this.#writer.write(answer.chunks, answer.onSent);
    } else {
      this.#writer.write(answer);
    }
  }

  #dropSlots(): void {
    for (let index = this.#slotsHead; index < this.#slots.length; index += 1) {
      discard(this.#slots[index]?.answer);
    }
    this.#slots = [];
    this.#slotsHead = 0;
  }

  #stopReceiving(): void {
    this.#throttleTimer?.cancel();
    this.#throttleTimer = undefined;
    this.#decoder.close();
    for (let index = this.#inboxHead; index < this.#inbox.length; index += 1) {
      const frame = this.#inbox[index];
      if (frame === undefined) continue;
      this.#inFlightBytes -= memoryOf(frame);
      giveFrame(frame, this.#owner.pool);
    }
    this.#inbox = [];
    this.#inboxHead = 0;
    this.#channel.pause();
    this.#report();
  }

  #maybeEnd(): void {
    if (this.#isClosing && !this.#isClosed && this.#slotsHead === this.#slots.length && this.#writer.isIdle) {
      this.#channel.end();
    }
  }

  #adjustReading(): void {
    if (this.#isClosing || this.#isClosed) {
      return;
    }
    const limits = this.#owner.limits;
    const isFull = this.#inFlightBytes > limits.inFlightBytesMax || this.inFlightCount > limits.inFlightCountMax;
    const isUnread = this.#writer.pendingBytes > limits.unreadBytesMax;
    const shouldPause = isFull || isUnread || this.#isHeld || this.isThrottled;
    if (shouldPause !== this.#isReadPaused) {
      this.#isReadPaused = shouldPause;
      if (shouldPause) {
        this.#channel.pause();
      } else {
        this.#channel.resume();
      }
    }
  }

  #report(): void {
    const deltaBytes = this.heldBytes - this.#reportedBytes;
    if (deltaBytes !== 0) {
      this.#reportedBytes += deltaBytes;
      this.#owner.onHeldBytes(this, deltaBytes);
    }
  }

  #onClose(): void {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    this.#isClosing = true;
    this.#throttleTimer?.cancel();
    this.#throttleTimer = undefined;
    this.#decoder.close();
    this.#inbox = [];
    this.#inboxHead = 0;
    this.#inFlightBytes = 0;
    this.#dropSlots();
    this.#writer.close();
    this.#report();
    const callbacks = this.#closeCallbacks;
    this.#closeCallbacks = undefined;
    this.#owner.onClosed(this);
    if (callbacks !== undefined) {
      for (const callback of callbacks) {
        callback();
      }
    }
  }
}

/** A frame lies in memory of its own, which may be larger. */
function memoryOf(frame: Uint8Array): number {
  return frame.buffer.byteLength;
}

/** An answer that will not be sent. */
function discard(answer: FrameAnswer | undefined): void {
  if (answer instanceof TrackedFrame) {
    answer.onSent();
  }
}
