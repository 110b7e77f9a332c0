/**
 * A share partition among members that fetch, acknowledge anything, fall silent and leave; writes of its state that wait, succeed
 * and fail; a log that grows, is compacted, aborted and cut off; leaders that change. A model that knows nothing of batches says
 * what must hold after every step.
 */

import assert from "node:assert/strict";
import { Prng, randomBelow } from "@ottla/base";
import { combineStateBatches, type StateBatch } from "@ottla/share-coordinator";
import type { AcquiredRange, FetchedBatch } from "../fetched-batch.ts";
import { SharePartition, type StateWrite } from "../share-partition.ts";
import type { SharePartitionConfig } from "../share-partition-state.ts";

const ACCEPT = 1;
const RENEW = 4;
const MEMBERS = ["a", "b", "c", "d"];
const TRANSACTION = { producerId: 5n, isTransactional: true } as const;

/** What the coordinator would hold. */
interface Stored {
  startOffset: number;
  stateBatches: readonly StateBatch[];
}

interface Held {
  readonly member: string;
  readonly deadlineMs: number;
}

export interface Counts {
  acquired: number;
  accepted: number;
  redelivered: number;
  expired: number;
  refused: number;
  failedWrites: number;
  moves: number;
}

export class SharePartitionWorld {
  readonly counts: Counts = {
    acquired: 0,
    accepted: 0,
    redelivered: 0,
    expired: 0,
    refused: 0,
    failedWrites: 0,
    moves: 0,
  };
  readonly #random: Prng;
  readonly #config: SharePartitionConfig;
  #partition: SharePartition;
  #log: FetchedBatch[] = [];
  #aborted: { producerId: bigint; firstOffset: number }[] = [];
  #logStartOffset = 0;
  #logEndOffset = 0;
  #nowMs = 0;
  #pending: StateWrite[] = [];
  #stored: Stored = { startOffset: 0, stateBatches: [] };
  // The model.
  readonly #held = new Map<number, Held>();
  readonly #deliveries = new Map<number, number>();
  /** Accepted or rejected, and persisted: never delivered again. */
  readonly #done = new Set<number>();
  #startOffset = 0;
  #isQuiet = false;

  constructor(seed: number) {
    this.#random = new Prng(seed);
    this.#config = {
      maxInFlightRecords: 20 + this.#below(60),
      maxDeliveryCount: 2 + this.#below(4),
      recordLockDurationMs: 100,
      isRenewEnabled: this.#below(4) > 0,
    };
    this.#partition = new SharePartition(() => this.#config);
    this.#partition.initialize({ stateEpoch: 0, ...this.#stored });
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.#step();
      this.#check();
    }
    this.#drain();
  }

  #step(): void {
    const dice = this.#below(100);
    if (dice < 15) this.#append();
    else if (dice < 45) this.#fetch(this.#member());
    else if (dice < 70) this.#acknowledge(this.#member());
    else if (dice < 85) this.#settle(this.#below(6) === 0);
    else if (dice < 93) this.#advance(this.#below(40));
    else if (dice < 95) this.#leave(this.#member());
    else if (dice < 97) this.#compact();
    else if (dice < 98) this.#cutOff();
    else if (dice === 98) this.#moveLeader();
  }

  #append(): void {
    const size = 1 + this.#below(8);
    const baseOffset = this.#logEndOffset;
    const lastOffset = baseOffset + size - 1;
    const plain = { baseOffset, lastOffset, producerId: -1n, isTransactional: false, isAbortMarker: false };
    this.#logEndOffset += size;
    if (this.#below(5) > 0) {
      this.#log.push(plain);
      return;
    }
    const marker = this.#logEndOffset++;
    this.#log.push(
      { ...plain, ...TRANSACTION },
      { ...TRANSACTION, baseOffset: marker, lastOffset: marker, isAbortMarker: true },
    );
    this.#aborted.push({ producerId: TRANSACTION.producerId, firstOffset: baseOffset });
  }

  #fetch(memberId: string): void {
    const partition = this.#partition;
    if (!partition.canAcquireRecords()) return;
    const fetchOffset = partition.nextFetchOffset();
    if (fetchOffset < this.#logStartOffset) {
      partition.onLogStartOffset(this.#logStartOffset);
      return;
    }
    const readable = this.#log.filter(({ lastOffset }) => lastOffset >= fetchOffset);
    const batches = readable.slice(0, 1 + this.#below(5));
    const firstOffset = batches[0]?.baseOffset ?? 0;
    const abortedTransactions = this.#aborted.filter((aborted) => aborted.firstOffset >= firstOffset);
    const isRecordLimit = this.#below(2) === 0;
    const maxRecords = 1 + this.#below(12);
    const { ranges, count } = partition.acquire(
      { memberId, isRecordLimit, batchSize: 4, maxRecords, fetchOffset, batches, abortedTransactions },
      this.#nowMs,
    );
    if (isRecordLimit) assert.ok(count <= maxRecords, "the limit holds");
    for (const range of ranges) this.#onAcquired(memberId, range);
  }

  #onAcquired(member: string, { firstOffset, lastOffset, deliveryCount }: AcquiredRange): void {
    for (let offset = firstOffset; offset <= lastOffset; offset++) {
      assert.ok(!this.#held.has(offset), `offset ${offset} is held by one member`);
      assert.ok(!this.#done.has(offset), `offset ${offset} was done`);
      assert.equal(deliveryCount, (this.#deliveries.get(offset) ?? 0) + 1, `deliveries of ${offset}`);
      assert.ok(deliveryCount <= this.#config.maxDeliveryCount, "delivered too often");
      if (deliveryCount > 1) this.counts.redelivered++;
      this.#deliveries.set(offset, deliveryCount);
      this.#held.set(offset, { member, deadlineMs: this.#nowMs + this.#config.recordLockDurationMs });
      this.counts.acquired++;
    }
  }

  #acknowledge(memberId: string): void {
    const own = [...this.#held].filter(([, { member }]) => member === memberId).map(([offset]) => offset);
    if (own.length === 0) return;
    own.sort((a, b) => a - b);
    const start = this.#below(own.length);
    const firstOffset = own[start]!;
    const isRenewal = !this.#isQuiet && this.#below(6) === 0;
    let end = start;
    while (!isRenewal && end + 1 < own.length && own[end + 1] === own[end]! + 1 && this.#below(6) > 0) end++;
    // Now and then it claims one too many.
    const lastOffset = own[end]! + (!isRenewal && this.#below(25) === 0 ? 1 : 0);
    const size = this.#below(3) === 0 ? lastOffset - firstOffset + 1 : 1;
    const types = isRenewal ? [RENEW] : Array.from({ length: size }, () => (this.#isQuiet ? ACCEPT : this.#below(4)));
    const batches = [{ firstOffset, lastOffset, acknowledgeTypes: types }];
    const result = this.#partition.acknowledge(memberId, batches, this.#nowMs);
    if ("failure" in result) {
      this.counts.refused++;
      return;
    }
    for (let offset = Math.max(firstOffset, this.#startOffset); offset <= lastOffset; offset++) {
      const held = this.#held.get(offset);
      assert.equal(held?.member, memberId, `only the holder acknowledges ${offset}`);
      if (isRenewal) {
        assert.ok(this.#config.isRenewEnabled);
        this.#held.set(offset, { member: memberId, deadlineMs: this.#nowMs + this.#config.recordLockDurationMs });
      }
    }
    if (result.write !== undefined) this.#pending.push(result.write);
  }

  /** The writes that wait come to an end, in their order. */
  #settle(isFailing: boolean): void {
    for (const write of this.#pending.splice(0)) {
      const isPersisted = !isFailing;
      if (isPersisted) this.#store(write);
      else this.counts.failedWrites++;
      this.#onSettled(write, isPersisted);
      this.#partition.completeWrite(write, isPersisted, this.#nowMs);
      if (!isPersisted) this.#dropPassed(write);
    }
  }

  #onSettled({ stateBatches, change }: StateWrite, isPersisted: boolean): void {
    if (change === undefined) return;
    for (const { firstOffset, lastOffset, deliveryState } of stateBatches) {
      for (let offset = firstOffset; offset <= lastOffset; offset++) {
        const held = this.#held.get(offset);
        if (isPersisted || held === undefined || held.deadlineMs <= this.#nowMs) this.#held.delete(offset);
        if (isPersisted && deliveryState !== 0) {
          this.#done.add(offset);
          this.counts.accepted++;
        }
      }
    }
  }

  /** What was being released when the log start offset passed it does not come back. */
  #dropPassed({ stateBatches, change }: StateWrite): void {
    if (change === undefined) return;
    for (const { firstOffset, lastOffset } of stateBatches) {
      for (let offset = firstOffset; offset <= lastOffset && offset < this.#partition.startOffset; offset++) {
        if (this.#stateAt(offset)?.deliveryState !== 1) this.#held.delete(offset);
      }
    }
  }

  #store({ startOffset, stateBatches }: StateWrite): void {
    this.#stored = {
      startOffset,
      stateBatches: combineStateBatches(this.#stored.stateBatches, stateBatches, startOffset),
    };
  }

  #advance(ms: number): void {
    this.#nowMs += ms;
    const { nextDeadlineMs } = this.#partition;
    const dueMs = this.#dueOffsets();
    if (nextDeadlineMs === undefined || nextDeadlineMs > this.#nowMs) {
      assert.equal(dueMs.length, 0, "a lock that has ended is due");
      return;
    }
    const write = this.#partition.releaseExpired(this.#nowMs);
    for (const offset of dueMs) this.#held.delete(offset);
    this.counts.expired += dueMs.length;
    if (write !== undefined) this.#pending.push(write);
  }

  /** What is held too long and is not just being acknowledged. */
  #dueOffsets(): number[] {
    const changing = new Set<number>();
    for (const { stateBatches, change } of this.#pending) {
      if (change === undefined) continue;
      for (const { firstOffset, lastOffset } of stateBatches) {
        for (let offset = firstOffset; offset <= lastOffset; offset++) changing.add(offset);
      }
    }
    return [...this.#held].flatMap(([offset, { deadlineMs }]) =>
      deadlineMs <= this.#nowMs && !changing.has(offset) ? [offset] : [],
    );
  }

  #leave(memberId: string): void {
    const write = this.#partition.releaseAcquired(memberId);
    if (write !== undefined) this.#pending.push(write);
  }

  /** Single batches vanish from the log. */
  #compact(): void {
    const last = this.#log.at(-1);
    // The end of a log is never compacted.
    this.#log = this.#log.filter((batch) => batch === last || batch.isTransactional || this.#below(10) > 0);
  }

  #cutOff(): void {
    const { lastOffset } = this.#log[this.#below(this.#log.length)] ?? { lastOffset: 0 };
    if (lastOffset <= this.#logStartOffset || lastOffset - this.#logStartOffset > 30) return;
    this.#logStartOffset = lastOffset;
    this.#log = this.#log.filter((batch) => batch.lastOffset >= lastOffset);
    if (this.#below(2) === 0) this.#partition.onLogStartOffset(lastOffset);
  }

  /** Another leader begins with what is stored. What was held or on its way is forgotten. */
  #moveLeader(): void {
    this.counts.moves++;
    for (const write of this.#pending.splice(0)) {
      // The old leader's write may have arrived all the same.
      if (this.#below(2) === 0) {
        this.#store(write);
        this.#onSettled(write, true);
      } else break;
    }
    this.#held.clear();
    this.#partition = new SharePartition(() => this.#config);
    assert.ok(this.#partition.initialize({ stateEpoch: 0, ...this.#stored }), "what was stored can be read back");
    this.#startOffset = 0;
    this.#deliveries.clear();
    for (const { firstOffset, lastOffset, deliveryCount } of this.#stored.stateBatches) {
      for (let offset = firstOffset; offset <= lastOffset; offset++) {
        this.#deliveries.set(offset, deliveryCount);
      }
    }
    for (const offset of this.#done) this.#assertStored(offset);
  }

  /** What is done is stored as done, or lies before the stored start. */
  #assertStored(offset: number): void {
    const { startOffset, stateBatches } = this.#stored;
    if (offset < startOffset) return;
    const batch = stateBatches.find(({ firstOffset, lastOffset }) => firstOffset <= offset && offset <= lastOffset);
    assert.ok(batch !== undefined && batch.deliveryState !== 0, `offset ${offset} is stored as done`);
  }

  #stateAt(offset: number): StateBatch | undefined {
    for (const state of this.#partition.inFlight()) {
      if (state.firstOffset <= offset && offset <= state.lastOffset) return state;
    }
    return undefined;
  }

  #check(): void {
    const partition = this.#partition;
    assert.ok(partition.startOffset >= this.#startOffset, "the start offset never falls");
    this.#startOffset = partition.startOffset;
    let previous = -1;
    let done = 0;
    const acquired = new Map<number, string>();
    for (const { firstOffset, lastOffset, deliveryState, memberId } of partition.inFlight()) {
      assert.ok(firstOffset > previous && lastOffset <= partition.endOffset, "batches do not overlap");
      previous = lastOffset;
      for (let offset = firstOffset; offset <= lastOffset; offset++) {
        if (deliveryState === 1) acquired.set(offset, memberId);
        else if (deliveryState !== 0 && offset >= partition.startOffset) done++;
      }
    }
    assert.equal(partition.deliveryCompleteCount, done, "what is done is counted");
    for (const [offset, memberId] of acquired) {
      assert.equal(this.#held.get(offset)?.member, memberId, `the model knows who holds ${offset}`);
    }
  }

  /** In the end everything is delivered and done. */
  #drain(): void {
    this.#isQuiet = true;
    this.#settle(false);
    for (let round = 0; round < 400; round++) {
      for (const member of MEMBERS) {
        this.#fetch(member);
        this.#acknowledge(member);
        this.#settle(false);
      }
      this.#advance(30);
      this.#check();
      if (this.#partition.inFlightCount === 0 && this.#partition.nextFetchOffset() >= this.#readableEnd()) return;
    }
    assert.fail(`not everything was delivered: ${JSON.stringify([...this.#partition.inFlight()].slice(0, 3))}`);
  }

  #readableEnd(): number {
    return (this.#log.at(-1)?.lastOffset ?? -1) + 1;
  }

  #member(): string {
    return MEMBERS[this.#below(MEMBERS.length)]!;
  }

  #below(bound: number): number {
    return randomBelow(this.#random, bound);
  }
}
