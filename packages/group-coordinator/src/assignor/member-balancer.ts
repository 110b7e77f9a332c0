/**
 * Goes round the subscribers of one topic, from the most loaded down and from the least loaded up, while partitions move
 * between them. It does not look at the loads again: it knows what has been handed out since the beginning.
 *
 * Members below `leastEnd` have `leastCount` partitions or more by now; members from `mostStart` to `mostEnd` had at least
 * `mostCount`. The two ranges grow towards each other as the counts do.
 */
export class MemberBalancer {
  /** The loads at the beginning count; they are the builder's own and change. */
  readonly #loads: readonly number[];
  /** Ascending by load, then by index. */
  #members: number[] = [];
  #leastEnd = 0;
  #leastCount = -1;
  #nextLeast = 0;
  #mostStart = 0;
  #mostEnd = 0;
  #mostCount = 1;
  #nextMost = -1;

  constructor(loads: readonly number[]) {
    this.#loads = loads;
  }

  /** Returns the difference between the most and the least loaded. There must be members. */
  initialize(members: readonly number[]): number {
    const loads = this.#loads;
    this.#members = members.toSorted((a, b) => loads[a]! - loads[b]! || a - b);
    const least = loads[this.#members[0]!]!;
    const most = loads[this.#members.at(-1)!]!;
    this.#leastEnd = 0;
    this.#leastCount = least - 1;
    this.#nextLeast = 0;
    this.#mostStart = this.#members.length;
    this.#mostEnd = this.#members.length;
    this.#mostCount = most + 1;
    this.#nextMost = this.#members.length - 1;
    return most - least;
  }

  get isBalanced(): boolean {
    return this.#mostCount - this.#leastCount <= 1;
  }

  nextLeastLoadedMember(): number {
    if (this.#nextLeast >= this.#leastEnd) {
      this.#leastCount++;
      while (this.#leastEnd < this.#members.length && this.#loadAt(this.#leastEnd) === this.#leastCount)
        this.#leastEnd++;
      this.#nextLeast = 0;
    }
    return this.#members[this.#nextLeast++]!;
  }

  /** Undefined when all are excluded. */
  nextMostLoadedMember(): number | undefined {
    if (this.#nextMost < this.#mostStart) {
      const isRangeUsedUp = this.#mostEnd <= this.#mostStart && this.#mostStart > 0;
      this.#mostCount = isRangeUsedUp ? this.#loadAt(this.#mostStart - 1) : this.#mostCount - 1;
      while (this.#mostStart > 0 && this.#loadAt(this.#mostStart - 1) === this.#mostCount) this.#mostStart--;
      this.#nextMost = this.#mostEnd - 1;
    }
    return this.#nextMost < 0 ? undefined : this.#members[this.#nextMost--];
  }

  /** The member of the last `nextMostLoadedMember` has nothing to give. */
  excludeMostLoadedMember(): void {
    const at = this.#nextMost + 1;
    const member = this.#members[at]!;
    this.#members[at] = this.#members[this.#mostEnd - 1]!;
    this.#members[this.#mostEnd - 1] = member;
    this.#mostEnd--;
  }

  #loadAt(position: number): number {
    return this.#loads[this.#members[position]!]!;
  }
}
