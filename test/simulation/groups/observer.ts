// What the members of a simulated world were told, and what must never be true of it.
import assert from "node:assert/strict";

/** What a member was told it owns. */
export interface SyncSeen {
  readonly generation: number;
  readonly memberId: string;
  /** Which of all assignments that leaders made this is part of. */
  readonly assignment: number;
  readonly partitions: readonly number[];
}

/** Who a member id stands for: a static member keeps its name when it comes back under a new id. */
function identityOf(memberId: string): string {
  return /^i\d+(?=-)/.exec(memberId)?.[0] ?? memberId;
}

export class Observer {
  /** Group → generation of the newest assignment anybody was told. */
  readonly #newest = new Map<string, number>();
  /** Group and generation → owner by partition, as members were told. */
  readonly #owners = new Map<string, Map<number, string>>();
  /** Group and generation → the assignment that was handed out. */
  readonly #assignments = new Map<string, number>();
  /** Group and partition → the newest commit that was acknowledged. */
  readonly #acknowledged = new Map<string, number>();
  readonly #attempted = new Map<string, Set<number>>();
  readonly counts = { joins: 0, syncs: 0, commits: 0, fetches: 0, reloads: 0, errors: 0 };

  /** Only the leader is told who the members are, and each of them once. */
  joined(memberId: string, leader: string, members: readonly string[]): void {
    this.counts.joins++;
    assert(members.length === 0 || memberId === leader, `${memberId} is told the members and ${leader} leads`);
    assert(new Set(members).size === members.length, `members are named once: ${members.join()}`);
  }

  /** Generations grow, each is assigned once, and within one no two members own a partition. */
  synced(group: string, { generation, memberId, assignment, partitions }: SyncSeen): void {
    this.counts.syncs++;
    const newest = this.newestGeneration(group);
    assert(generation >= newest, `${group} went back from generation ${newest} to ${generation}`);
    this.#newest.set(group, generation);
    const key = `${group}/${generation}`;
    const known = this.#assignments.get(key) ?? assignment;
    assert(known === assignment, `${key} has the assignments ${known} and ${assignment}`);
    this.#assignments.set(key, assignment);
    const owners = this.#owners.get(key) ?? new Map<number, string>();
    this.#owners.set(key, owners);
    for (const partition of partitions) {
      const owner = owners.get(partition) ?? identityOf(memberId);
      assert(owner === identityOf(memberId), `${owner} and ${memberId} own ${partition} in ${key}`);
      owners.set(partition, owner);
    }
  }

  newestGeneration(group: string): number {
    return this.#newest.get(group) ?? 0;
  }

  attempting(group: string, partition: number, offset: number): void {
    const key = `${group}/${partition}`;
    const attempts = this.#attempted.get(key) ?? new Set();
    this.#attempted.set(key, attempts.add(offset));
  }

  /** A commit is acknowledged only to a member of the newest generation at the time it was asked for. */
  committed(
    group: string,
    partition: number,
    offset: number,
    { generation, newest }: { readonly generation: number; readonly newest: number },
  ): void {
    this.counts.commits++;
    assert(generation >= newest, `${group} took a commit of generation ${generation} in generation ${newest}`);
    const key = `${group}/${partition}`;
    this.#acknowledged.set(key, Math.max(offset, this.#acknowledged.get(key) ?? -1));
  }

  acknowledged(group: string, partition: number): number {
    return this.#acknowledged.get(`${group}/${partition}`) ?? -1;
  }

  /** What was acknowledged before the question is in the answer, and nothing that nobody committed. */
  fetched(group: string, partition: number, offset: number, acknowledged: number): void {
    this.counts.fetches++;
    assert(offset >= acknowledged, `${group} lost the offset ${acknowledged} of ${partition}: ${offset}`);
    const attempts = this.#attempted.get(`${group}/${partition}`);
    assert(offset === -1 || attempts?.has(offset) === true, `nobody committed ${offset} for ${group}/${partition}`);
  }
}
