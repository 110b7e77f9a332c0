/**
 * Tokens that come at the rate of a quota and are taken by changes (KIP-599): Kafka's `TokenBucket`. It is full at first, may go below zero, and
 * nothing is to be had until it is at zero again.
 */

import { type QuotaWindow, SECOND_MS } from "./quota-window.ts";

/** See the file's head. */
export class TokenBucket {
  readonly #window: QuotaWindow;
  #tokens = 0;
  /** −∞: nothing was taken yet. */
  #updatedMs = -Infinity;

  constructor(window: QuotaWindow) {
    this.#window = window;
  }

  /** What is left, where `limit` tokens come each second. */
  tokens(limit: number, nowMs: number): number {
    this.#refill(limit, nowMs);
    return this.#tokens;
  }

  /** Takes tokens, whether they are there or not. */
  take(count: number, limit: number, nowMs: number): void {
    this.#refill(limit, nowMs);
    this.#tokens = Math.min(this.#burst(limit), this.#tokens - count);
  }

  /** How long until nothing is owed any more, in whole milliseconds. */
  throttleMs(limit: number, nowMs: number): number {
    const tokens = this.tokens(limit, nowMs);
    return tokens < 0 ? Math.round((-tokens / limit) * SECOND_MS) : 0;
  }

  #refill(limit: number, nowMs: number): void {
    const added = limit * ((nowMs - this.#updatedMs) / SECOND_MS);
    this.#tokens = Math.min(this.#burst(limit), this.#tokens + added);
    this.#updatedMs = nowMs;
  }

  #burst(limit: number): number {
    return this.#window.count * (this.#window.sizeMs / SECOND_MS) * limit;
  }
}
