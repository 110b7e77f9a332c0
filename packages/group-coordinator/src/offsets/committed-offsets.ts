/**
 * The committed offsets of one shard: those that count, and those of transactions that have not ended, which count once
 * their producer's commit marker comes. Changed by replayed records alone.
 */

import { TimelineMap, TimelineValue, type SnapshotRegistry } from "@ottla/base";
import type { RecordPosition, TransactionOutcome } from "@ottla/coordinator";
import type { OffsetCommitKey, OffsetCommitValue } from "@ottla/protocol/messages/group-coordinator-records";
import { offsetAndMetadataOf, type OffsetAndMetadata } from "./offset-and-metadata.ts";
import { OffsetTable } from "./offset-table.ts";
import { OpenTransactions } from "./open-transactions.ts";

const NO_PRODUCER_ID = -1n;

export class CommittedOffsets {
  readonly #snapshots: SnapshotRegistry;
  readonly table: OffsetTable;
  readonly openTransactions: OpenTransactions;
  readonly #pendingByProducer: TimelineMap<bigint, OffsetTable>;
  readonly #count: TimelineValue<number>;

  constructor(snapshots: SnapshotRegistry) {
    this.#snapshots = snapshots;
    this.table = new OffsetTable(snapshots);
    this.openTransactions = new OpenTransactions(snapshots);
    this.#pendingByProducer = new TimelineMap(snapshots);
    this.#count = new TimelineValue(snapshots, 0);
  }

  /** How many offsets count. */
  get count(): number {
    return this.#count.get();
  }

  /** The offsets of transactions that have not ended, by producer. */
  pendingOffsets(): IterableIterator<[bigint, OffsetTable]> {
    return this.#pendingByProducer.entries();
  }

  /** Whether there is anything to delete for the partition. */
  has(groupId: string, topic: string, partition: number): boolean {
    return (
      this.table.get(groupId, topic, partition) !== undefined || this.openTransactions.has(groupId, topic, partition)
    );
  }

  replay(key: OffsetCommitKey, value: OffsetCommitValue | null, { offset, producerId }: RecordPosition): void {
    const { group, topic, partition } = key;
    if (value === null) {
      this.#remove(group, topic, partition);
    } else if (producerId === NO_PRODUCER_ID) {
      this.#put(group, topic, partition, offsetAndMetadataOf(offset, value));
    } else {
      let pending = this.#pendingByProducer.get(producerId);
      if (pending === undefined) this.#pendingByProducer.set(producerId, (pending = new OffsetTable(this.#snapshots)));
      pending.put(group, topic, partition, offsetAndMetadataOf(offset, value));
      this.openTransactions.add(group, topic, partition, producerId);
    }
  }

  /** The producer's transaction has ended: its offsets count from now on, or never. */
  replayEndTransactionMarker(producerId: bigint, outcome: TransactionOutcome): void {
    const pending = this.#pendingByProducer.get(producerId);
    if (pending === undefined) return;
    this.#pendingByProducer.delete(producerId);
    for (const [groupId, topic, partition, offset] of pending) {
      this.openTransactions.remove(groupId, topic, partition, producerId);
      if (outcome === "commit") this.#putIfLater(groupId, topic, partition, offset);
    }
  }

  /**
   * Of a transactional and a plain commit the one whose record stands later in the log counts, not the one that came to
   * count later: compaction keeps the last record.
   */
  #putIfLater(groupId: string, topic: string, partition: number, offset: OffsetAndMetadata): void {
    const present = this.table.get(groupId, topic, partition);
    if (present === undefined || offset.recordOffset > present.recordOffset) {
      this.#put(groupId, topic, partition, offset);
    }
  }

  #put(groupId: string, topic: string, partition: number, offset: OffsetAndMetadata): void {
    const replaced = this.table.put(groupId, topic, partition, offset);
    if (replaced === undefined) this.#count.set(this.#count.get() + 1);
  }

  #remove(groupId: string, topic: string, partition: number): void {
    if (this.table.remove(groupId, topic, partition)) this.#count.set(this.#count.get() - 1);
    for (const producerId of this.openTransactions.producersOf(groupId, topic, partition)) {
      this.#pendingByProducer.get(producerId)?.remove(groupId, topic, partition);
    }
    this.openTransactions.clear(groupId, topic, partition);
  }
}
