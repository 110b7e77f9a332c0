/**
 * Which record a thread's handler has, and since when, in memory that both sides see: a thread that computes answers no messages, and one that has died
 * none any more.
 */
import type { Clock, Timer } from "@ottla/base";

const BEGUN_NS = 0;
const PLACE = 1;
const OFFSET = 2;
const OPEN = 3;
const HANDLED = 4;
const FIELDS = 5;

const NS_OF_MS = 1e6;

/** A record that a handler begins with. */
export interface Begun {
  /** Number of its partition among those the thread has had. */
  readonly place: number;
  readonly offset: number;
  /** Records that are not done, this one included. */
  readonly openCount: number;
}

/** The record that a handler has. */
export interface InHand extends Begun {
  readonly sinceNs: bigint;
}

/** One handler at a time. */
export class HandlerBeat {
  readonly #fields: BigInt64Array;
  readonly #nowNs: () => bigint;

  /** @param nowNs the same clock in all threads */
  constructor(memory: SharedArrayBuffer, nowNs: () => bigint = () => process.hrtime.bigint()) {
    this.#fields = new BigInt64Array(memory);
    this.#nowNs = nowNs;
  }

  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(FIELDS * BigInt64Array.BYTES_PER_ELEMENT);
  }

  begin({ place, offset, openCount }: Begun): void {
    Atomics.store(this.#fields, PLACE, BigInt(place));
    Atomics.store(this.#fields, OFFSET, BigInt(offset));
    Atomics.store(this.#fields, OPEN, BigInt(openCount));
    Atomics.store(this.#fields, BEGUN_NS, this.#nowNs());
  }

  end(): void {
    Atomics.store(this.#fields, BEGUN_NS, 0n);
    Atomics.add(this.#fields, HANDLED, 1n);
  }

  /** Records whose handler has ended, one way or the other. */
  get handledCount(): number {
    return Number(Atomics.load(this.#fields, HANDLED));
  }

  get inHand(): InHand | undefined {
    const sinceNs = Atomics.load(this.#fields, BEGUN_NS);
    if (sinceNs === 0n) return undefined;
    return {
      place: Number(Atomics.load(this.#fields, PLACE)),
      offset: Number(Atomics.load(this.#fields, OFFSET)),
      openCount: Number(Atomics.load(this.#fields, OPEN)),
      sinceNs,
    };
  }

  /** How long the handler has been at it, in ms; undefined while there is none. */
  get busyMs(): number | undefined {
    const { inHand } = this;
    return inHand === undefined ? undefined : Number(this.#nowNs() - inHand.sinceNs) / NS_OF_MS;
  }
}

/** Calls once when a handler has been at its record for longer than it may. */
export class HandlerWatch {
  readonly #beat: HandlerBeat;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onTimeout: () => void;
  #timer: Timer | undefined;

  constructor(
    beat: HandlerBeat,
    options: { readonly clock: Clock; readonly timeoutMs: number; readonly onTimeout: () => void },
  ) {
    this.#beat = beat;
    this.#clock = options.clock;
    this.#timeoutMs = options.timeoutMs;
    this.#onTimeout = options.onTimeout;
    this.#look();
  }

  close(): void {
    this.#timer?.cancel();
  }

  /** A handler that begins behind this look has its whole time until the next one. */
  #look(): void {
    const leftMs = this.#timeoutMs - (this.#beat.busyMs ?? 0);
    if (leftMs > 0) this.#timer = this.#clock.setTimer(leftMs, () => this.#look());
    else this.#onTimeout();
  }
}
