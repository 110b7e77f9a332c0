/**
 * An answer that a shard may give later than its operation ends: a JoinGroup waits for the other members, a SyncGroup
 * for the leader. The shard keeps it among its volatile state and completes it exactly once; the first answer counts.
 */

export class ParkedResponse<T> {
  #deliver: ((response: T) => void) | undefined;

  constructor(deliver: (response: T) => void) {
    this.#deliver = deliver;
  }

  get isComplete(): boolean {
    return this.#deliver === undefined;
  }

  /** Answers; false when that had happened before. */
  complete(response: T): boolean {
    const deliver = this.#deliver;
    if (deliver === undefined) return false;
    this.#deliver = undefined;
    deliver(response);
    return true;
  }
}
