/**
 * Where each leader epoch begins in a log (KIP-101). Entries ascend in epoch and in start offset. The array is never changed in place, so
 * an append that fails puts the old one back; the file is written by the log's write queue before the batches that need it.
 */
import { assert } from "@ottla/base";
import type { EpochEntry } from "./checkpoint-file.ts";
import type { EpochEndOffset } from "./log-types.ts";

export class LeaderEpochCache {
  #entries: readonly EpochEntry[];
  /** True while the file is older than the entries. */
  isDirty = false;

  constructor(entries: readonly EpochEntry[] = []) {
    this.#entries = [];
    for (const entry of entries) this.assign(entry.epoch, entry.startOffset);
    this.isDirty = false;
  }

  /** All entries, oldest first; never changed in place. */
  get entries(): readonly EpochEntry[] {
    return this.#entries;
  }

  /** Takes back what was assigned since these were the entries. */
  restore(entries: readonly EpochEntry[]): void {
    if (entries === this.#entries) return;
    this.#entries = entries;
    this.isDirty = true;
  }

  get latestEpoch(): number | undefined {
    return this.#entries.at(-1)?.epoch;
  }

  /** A new epoch begins at the offset. Later entries that contradict it go. */
  assign(epoch: number, startOffset: number): void {
    assert(epoch >= 0 && startOffset >= 0, "a leader epoch and its start are not negative");
    const last = this.#entries.at(-1);
    if (last && last.epoch === epoch && last.startOffset <= startOffset) return;
    const kept = this.#entries.slice();
    for (
      let entry = kept.at(-1);
      entry && (entry.epoch >= epoch || entry.startOffset >= startOffset);
      entry = kept.at(-1)
    )
      kept.pop();
    kept.push({ epoch, startOffset });
    this.#set(kept);
  }

  /** The largest known epoch ≤ the requested one and where it ends; (−1, −1) if the requested one is not known (KIP-279). */
  endOffsetFor(requestedEpoch: number, logEndOffset: number): EpochEndOffset {
    if (requestedEpoch === -1) return { leaderEpoch: -1, endOffset: -1 };
    if (this.latestEpoch === requestedEpoch) return { leaderEpoch: requestedEpoch, endOffset: logEndOffset };
    const higher = this.#entries.findIndex((entry) => entry.epoch > requestedEpoch);
    if (higher === -1) return { leaderEpoch: -1, endOffset: -1 };
    const floor = this.#entries[higher - 1];
    return { leaderEpoch: floor?.epoch ?? requestedEpoch, endOffset: this.#entries[higher]!.startOffset };
  }

  /** The epoch the offset was written in; undefined below the first entry. */
  epochForOffset(offset: number): number | undefined {
    return this.#entries.findLast((entry) => entry.startOffset <= offset)?.epoch;
  }

  get earliestEntry(): EpochEntry | undefined {
    return this.#entries[0];
  }

  /** Drops epochs that begin at the end offset or later. */
  truncateFromEnd(endOffset: number): void {
    const kept = this.#entries.filter((entry) => entry.startOffset < endOffset);
    if (endOffset >= 0 && kept.length < this.#entries.length) this.#set(kept);
  }

  /** Drops epochs that end before the start offset; the one that covers it begins there. */
  truncateFromStart(startOffset: number): void {
    const covering = this.#entries.findLastIndex((entry) => entry.startOffset <= startOffset);
    if (covering === -1) return;
    const first = this.#entries[covering]!;
    if (covering === 0 && first.startOffset === startOffset) return;
    this.#set([{ epoch: first.epoch, startOffset }, ...this.#entries.slice(covering + 1)]);
  }

  clear(): void {
    this.#set([]);
  }

  #set(entries: readonly EpochEntry[]): void {
    this.#entries = entries;
    this.isDirty = true;
  }
}
