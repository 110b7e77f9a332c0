/**
 * The bound on what the requests of all connections hold in memory together: frames that are not answered, and what
 * arrived of unfinished ones.
 *
 * Beyond the bound every connection is held (not read), except one that has the turn, so that something always
 * finishes. A turn that does not move within `turnMs` while memory stays short ends with the connection: it holds memory that
 * others need. Reading goes on for all when three quarters of the bound are free of them again.
 */

import type { Clock, Timer } from "@ottla/base";

/** What the bound needs of a connection. */
export interface MemoryHolder {
  readonly heldBytes: number;
  readonly inFlightCount: number;
  hold(): void;
  release(): void;
  close(reason: string): void;
}

export interface InFlightMemoryOptions {
  /** `queued.max.request.bytes` where it is set. */
  readonly bytesMax: number;
  readonly clock: Clock;
  /** How long the connection with the turn may stand still. Default 10,000 ms. */
  readonly turnMs?: number;
}

const TURN_MS = 10_000;
const RELEASE_FRACTION = 0.75;

export class InFlightMemory {
  readonly #options: InFlightMemoryOptions;
  readonly #holders = new Set<MemoryHolder>();
  /** Waiting for their turn, in order. Empty unless memory is short. */
  readonly #held = new Set<MemoryHolder>();
  #totalBytes = 0;
  #isShort = false;
  #turn: MemoryHolder | undefined;
  #turnBytes = 0;
  #timer: Timer | undefined;

  constructor(options: InFlightMemoryOptions) {
    this.#options = options;
  }

  /** Bytes that are held now, by all connections. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  get isShort(): boolean {
    return this.#isShort;
  }

  add(holder: MemoryHolder): void {
    this.#holders.add(holder);
    if (this.#isShort) {
      this.#held.add(holder);
      holder.hold();
    }
  }

  remove(holder: MemoryHolder): void {
    this.#holders.delete(holder);
    this.#held.delete(holder);
    if (this.#turn === holder) {
      this.#passTurn();
    }
  }

  /** A connection holds more or less than before. */
  onHeldBytes(holder: MemoryHolder, deltaBytes: number): void {
    this.#totalBytes += deltaBytes;
    if (!this.#isShort) {
      if (this.#totalBytes > this.#options.bytesMax) {
        this.#enterShortage();
      }
      return;
    }
    if (this.#totalBytes <= this.#options.bytesMax * RELEASE_FRACTION) {
      this.#leaveShortage();
    } else if (this.#turn === holder && holder.heldBytes === 0) {
      this.#held.add(holder);
      holder.hold();
      this.#passTurn();
    }
  }

  /** Stops the timer. */
  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #enterShortage(): void {
    this.#isShort = true;
    // Who holds most goes first: finishing it frees most.
    const byHeldBytes = [...this.#holders].sort((a, b) => b.heldBytes - a.heldBytes);
    for (const holder of byHeldBytes) {
      this.#held.add(holder);
      holder.hold();
    }
    this.#passTurn();
  }

  #leaveShortage(): void {
    this.#isShort = false;
    this.#turn = undefined;
    this.close();
    const held = [...this.#held];
    this.#held.clear();
    for (const holder of held) {
      holder.release();
    }
  }

  #passTurn(): void {
    this.close();
    this.#turn = undefined;
    for (const next of this.#held) {
      this.#held.delete(next);
      this.#turn = next;
      this.#turnBytes = next.heldBytes;
      this.#timer = this.#options.clock.setTimer(this.#options.turnMs ?? TURN_MS, () => {
        this.#onTurnTimer();
      });
      next.release();
      return;
    }
  }

  #onTurnTimer(): void {
    this.#timer = undefined;
    const turn = this.#turn;
    if (turn === undefined) {
      return;
    }
    const hasMoved = turn.heldBytes !== this.#turnBytes;
    if (!hasMoved && turn.heldBytes > 0 && turn.inFlightCount === 0) {
      turn.close(`the unfinished request of ${turn.heldBytes} bytes stands still while memory for requests is short`);
      return;
    }
    this.#held.add(turn);
    turn.hold();
    this.#passTurn();
  }
}
