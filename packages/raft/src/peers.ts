/**
 * What is under way to each other node: at most one request at a time, and a pause after one that failed. Answers to
 * anything but the last request are dropped by whoever asks `take`.
 */

import type { RaftRequest } from "./raft-message.ts";

interface InFlight {
  readonly correlationId: number;
  readonly request: RaftRequest;
}

/** See the file's head. */
export class Peers {
  readonly #inFlight = new Map<number, InFlight>();
  readonly #pausedUntil = new Map<number, number>();
  readonly #retryBackoffMs: number;
  #nextCorrelationId = 0;

  constructor(retryBackoffMs: number) {
    this.#retryBackoffMs = retryBackoffMs;
  }

  /** Whether a request may be sent to this node now. */
  isReady(peerId: number, nowMs: number): boolean {
    return !this.#inFlight.has(peerId) && (this.#pausedUntil.get(peerId) ?? 0) <= nowMs;
  }

  /** Whether the last request to this node has failed a moment ago. */
  isPaused(peerId: number, nowMs: number): boolean {
    return !this.#inFlight.has(peerId) && (this.#pausedUntil.get(peerId) ?? 0) > nowMs;
  }

  /** When a request may be sent: after a pause, or unknown (Infinity) while an answer is due. */
  readyAtMs(peerId: number): number {
    return this.#inFlight.has(peerId) ? Infinity : (this.#pausedUntil.get(peerId) ?? 0);
  }

  /** Whether a request of this kind is under way. */
  isAsking(api: RaftRequest["api"]): boolean {
    for (const { request } of this.#inFlight.values()) if (request.api === api) return true;
    return false;
  }

  /** Notes a request; returns the id that its answer carries. */
  add(peerId: number, request: RaftRequest): number {
    const correlationId = this.#nextCorrelationId++;
    this.#inFlight.set(peerId, { correlationId, request });
    return correlationId;
  }

  /** The request that is answered; undefined for one that is not waited for any more. */
  take(peerId: number, correlationId: number): RaftRequest | undefined {
    const inFlight = this.#inFlight.get(peerId);
    if (inFlight?.correlationId !== correlationId) return undefined;
    this.#inFlight.delete(peerId);
    return inFlight.request;
  }

  pause(peerId: number, nowMs: number): void {
    this.#pausedUntil.set(peerId, nowMs + this.#retryBackoffMs);
  }
}
