/**
 * The bounded set of fetch sessions: `max.incremental.fetch.session.cache.slots`. A new session takes a free slot, else that of
 * a session unused for two minutes, else that of the least valuable evictable session if that is worth less: consumers' before
 * followers', smaller before larger. A session younger than two minutes is evicted only by a follower's.
 */

import { randomBelow } from "@ottla/base";
import type { Clock, Random } from "@ottla/base";
import { FetchSession } from "./fetch-session.ts";

/** Kafka's `min.incremental.fetch.session.eviction.ms`, a constant there too. */
const EVICTION_MS = 120_000;
const SESSION_ID_MAX = 0x7fff_ffff;

export interface FetchSessionCacheOptions {
  readonly slots: number;
  readonly clock: Clock;
  readonly random: Random;
}

export interface NewFetchSession {
  readonly isPrivileged: boolean;
  readonly usesTopicIds: boolean;
  /** How many partitions it will hold. */
  readonly size: number;
}

export class FetchSessionCache {
  readonly #options: FetchSessionCacheOptions;
  /** In the order of their last use. */
  readonly #sessions = new Map<number, FetchSession>();
  #evictionCount = 0;

  constructor(options: FetchSessionCacheOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Sessions that were evicted so far. */
  get evictionCount(): number {
    return this.#evictionCount;
  }

  get(id: number): FetchSession | undefined {
    return this.#sessions.get(id);
  }

  remove(id: number): boolean {
    return this.#sessions.delete(id);
  }

  /** The session was used just now. */
  touch(session: FetchSession): void {
    session.lastUsedMs = this.#options.clock.nowMs();
    if (this.#sessions.delete(session.id)) {
      this.#sessions.set(session.id, session);
    }
  }

  /** A new session, or undefined when every slot holds something more valuable. */
  maybeCreate(proposed: NewFetchSession): FetchSession | undefined {
    const nowMs = this.#options.clock.nowMs();
    if (this.#options.slots <= 0 || (this.#sessions.size >= this.#options.slots && !this.#tryEvict(proposed, nowMs))) {
      return undefined;
    }
    const session = new FetchSession({
      id: this.#newId(),
      isPrivileged: proposed.isPrivileged,
      usesTopicIds: proposed.usesTopicIds,
      createdMs: nowMs,
    });
    this.#sessions.set(session.id, session);
    return session;
  }

  #newId(): number {
    for (;;) {
      const id = 1 + randomBelow(this.#options.random, SESSION_ID_MAX - 1);
      if (!this.#sessions.has(id)) {
        return id;
      }
    }
  }

  #tryEvict(proposed: NewFetchSession, nowMs: number): boolean {
    const leastRecentlyUsed = this.#sessions.values().next().value;
    if (leastRecentlyUsed !== undefined && nowMs - leastRecentlyUsed.lastUsedMs > EVICTION_MS) {
      return this.#evict(leastRecentlyUsed);
    }
    let candidate: FetchSession | undefined;
    for (const session of this.#sessions.values()) {
      const isSettled = nowMs - session.createdMs > EVICTION_MS;
      const isEvictable = isSettled || (proposed.isPrivileged && !session.isPrivileged);
      if (isEvictable && (candidate === undefined || compareValue(session, candidate) < 0)) {
        candidate = session;
      }
    }
    if (candidate === undefined || compareValue(proposed, candidate) < 0) {
      return false;
    }
    return this.#evict(candidate);
  }

  #evict(session: FetchSession): boolean {
    this.#sessions.delete(session.id);
    this.#evictionCount += 1;
    return true;
  }
}

interface Valued {
  readonly isPrivileged: boolean;
  readonly size: number;
}

function compareValue(a: Valued, b: Valued): number {
  if (a.isPrivileged !== b.isPrivileged) {
    return a.isPrivileged ? 1 : -1;
  }
  return a.size - b.size;
}
