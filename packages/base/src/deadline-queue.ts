/**
 * A queue of deadlines: a binary heap ordered by (deadline, order of entry), so that equal deadlines leave in the order
 * they came, which a simulation relies on. Every entry knows its place, so a removal is O(log n) and leaves nothing
 * behind; a deadline later than all others is entered and removed in O(1). Pure: time is an argument.
 */

const NOT_QUEUED = -1;

/** One queued deadline; owned by its queue, read by anyone. */
export class DeadlineEntry<T> {
  readonly deadlineMs: number;
  readonly value: T;
  /** @internal Position in the heap, -1 once it has left. */
  index: number = NOT_QUEUED;
  /** @internal Tie-breaker: order of entry. */
  readonly sequence: number;

  constructor(deadlineMs: number, sequence: number, value: T) {
    this.deadlineMs = deadlineMs;
    this.sequence = sequence;
    this.value = value;
  }

  get isQueued(): boolean {
    return this.index !== NOT_QUEUED;
  }
}

export class DeadlineQueue<T> {
  /** Heap order: no entry is due before its parent at (index - 1) >> 1. */
  readonly #heap: DeadlineEntry<T>[] = [];
  #sequence = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest deadline; undefined when the queue is empty. */
  get nextDeadlineMs(): number | undefined {
    return this.#heap[0]?.deadlineMs;
  }

  push(deadlineMs: number, value: T): DeadlineEntry<T> {
    const entry = new DeadlineEntry(deadlineMs, this.#sequence++, value);
    this.#heap.push(entry);
    this.#siftUp(entry, this.#heap.length - 1);
    return entry;
  }

  /** Takes the entry out; false when it had left before. */
  remove(entry: DeadlineEntry<T>): boolean {
    const index = entry.index;
    if (index === NOT_QUEUED || this.#heap[index] !== entry) return false;
    entry.index = NOT_QUEUED;
    const last = this.#heap.pop()!;
    if (last !== entry) {
      this.#siftUp(last, index);
      this.#siftDown(last, last.index);
    }
    return true;
  }

  /** Takes the earliest entry whose deadline has come (`deadlineMs <= nowMs`); undefined when there is none. */
  popDue(nowMs: number): DeadlineEntry<T> | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.deadlineMs > nowMs) return undefined;
    this.remove(first);
    return first;
  }

  clear(): void {
    for (const entry of this.#heap) entry.index = NOT_QUEUED;
    this.#heap.length = 0;
  }

  #siftUp(entry: DeadlineEntry<T>, start: number): void {
    const heap = this.#heap;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex]!;
      if (!isBefore(entry, parent)) break;
      heap[index] = parent;
      parent.index = index;
      index = parentIndex;
    }
    heap[index] = entry;
    entry.index = index;
  }

  #siftDown(entry: DeadlineEntry<T>, start: number): void {
    const heap = this.#heap;
    const half = heap.length >> 1;
    let index = start;
    while (index < half) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex]!;
      const right = heap[childIndex + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        childIndex++;
      }
      if (!isBefore(child, entry)) break;
      heap[index] = child;
      child.index = index;
      index = childIndex;
    }
    heap[index] = entry;
    entry.index = index;
  }
}

function isBefore<T>(a: DeadlineEntry<T>, b: DeadlineEntry<T>): boolean {
  return a.deadlineMs < b.deadlineMs || (a.deadlineMs === b.deadlineMs && a.sequence < b.sequence);
}
