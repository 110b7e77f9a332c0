/** The share sessions of a broker, and what is told when a member's connection ends. */

import { ShareSession } from "./share-session.ts";
import type { ShareSessionKey, TopicIdPartition } from "./share-session.ts";

/** The connection of a session; `onClose` calls back once, when it has ended. */
export interface SessionConnection {
  readonly id: string;
  onClose(callback: () => void): void;
}

export interface ShareSessionListener {
  /** The connection of a member has ended and its session with it; the session is still in the cache. */
  onMemberLeave(key: ShareSessionKey): void;
  /** A connection has ended, and no member of the group has a session any more. */
  onGroupEmpty(groupId: string): void;
}

export class ShareSessionCache {
  readonly #maxSessions: number;
  readonly #listener: ShareSessionListener;
  readonly #sessions = new Map<string, ShareSession>();
  readonly #memberCounts = new Map<string, number>();
  /** The last session that began on each connection. */
  readonly #byConnection = new Map<string, ShareSession>();

  constructor(maxSessions: number, listener: ShareSessionListener) {
    this.#maxSessions = maxSessions;
    this.#listener = listener;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get(key: ShareSessionKey): ShareSession | undefined {
    return this.#sessions.get(nameOf(key));
  }

  /** A new session; undefined when there are too many. */
  maybeCreate(
    key: ShareSessionKey,
    partitions: readonly TopicIdPartition[],
    connection: SessionConnection,
  ): ShareSession | undefined {
    if (this.#sessions.size >= this.#maxSessions) return undefined;
    const session = new ShareSession(key, connection.id, partitions);
    this.#sessions.set(nameOf(key), session);
    this.#memberCounts.set(key.groupId, (this.#memberCounts.get(key.groupId) ?? 0) + 1);
    if (!this.#byConnection.has(connection.id)) connection.onClose(() => this.#onClosed(connection.id));
    this.#byConnection.set(connection.id, session);
    return session;
  }

  remove(key: ShareSessionKey): ShareSession | undefined {
    const session = this.get(key);
    if (session === undefined) return undefined;
    this.#sessions.delete(nameOf(key));
    this.#memberCounts.set(key.groupId, Math.max(0, (this.#memberCounts.get(key.groupId) ?? 1) - 1));
    return session;
  }

  removeAll(): void {
    this.#sessions.clear();
    this.#memberCounts.clear();
  }

  #onClosed(connectionId: string): void {
    const session = this.#byConnection.get(connectionId);
    this.#byConnection.delete(connectionId);
    if (session === undefined) return;
    const { key } = session;
    if (this.get(key) === session) {
      this.#listener.onMemberLeave(key);
      if (this.get(key) === session) this.remove(key);
    }
    if ((this.#memberCounts.get(key.groupId) ?? 0) > 0) return;
    this.#memberCounts.delete(key.groupId);
    this.#listener.onGroupEmpty(key.groupId);
  }
}

/** Neither id holds this character. */
function nameOf({ groupId, memberId }: ShareSessionKey): string {
  return `${groupId}\0${memberId}`;
}
