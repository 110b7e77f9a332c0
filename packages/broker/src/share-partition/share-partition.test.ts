import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import type { FetchedBatch } from "./fetched-batch.ts";
import { SharePartition, type StateWrite } from "./share-partition.ts";
import type { SharePartitionConfig } from "./share-partition-state.ts";

const ACCEPT = 1;
const RELEASE = 2;
const REJECT = 3;
const RENEW = 4;
const LOCK_MS = 1000;

function batch(baseOffset: number, lastOffset: number, more: Partial<FetchedBatch> = {}): FetchedBatch {
  return { baseOffset, lastOffset, producerId: -1n, isTransactional: false, isAbortMarker: false, ...more };
}

class Fixture {
  readonly config: SharePartitionConfig;
  readonly partition: SharePartition;
  nowMs = 0;

  constructor(config: Partial<SharePartitionConfig> = {}, startOffset = 0) {
    const defaults = {
      maxInFlightRecords: 200,
      maxDeliveryCount: 5,
      recordLockDurationMs: LOCK_MS,
      isRenewEnabled: true,
    };
    this.config = { ...defaults, ...config };
    this.partition = new SharePartition(() => this.config);
    this.partition.initialize({ stateEpoch: 0, startOffset, stateBatches: [] });
  }

  acquire(memberId: string, batches: readonly FetchedBatch[], more: object = {}): string[] {
    const request = {
      memberId,
      isRecordLimit: false,
      batchSize: 100,
      maxRecords: 100,
      fetchOffset: this.partition.nextFetchOffset(),
      batches,
      abortedTransactions: null,
      ...more,
    };
    const { ranges } = this.partition.acquire(request, this.nowMs);
    return ranges.map(({ firstOffset, lastOffset, deliveryCount }) => `${firstOffset}-${lastOffset}#${deliveryCount}`);
  }

  /** Acknowledges and persists. */
  acknowledge(memberId: string, first: number, last: number, ...types: number[]): number {
    const result = this.partition.acknowledge(
      memberId,
      [{ firstOffset: first, lastOffset: last, acknowledgeTypes: types }],
      this.nowMs,
    );
    if ("failure" in result) return result.failure.errorCode;
    this.persist(result.write);
    return ErrorCode.NONE;
  }

  persist(write: StateWrite | undefined, isPersisted = true): void {
    if (write !== undefined) this.partition.completeWrite(write, isPersisted, this.nowMs);
  }

  get states(): string[] {
    return [...this.partition.inFlight()].map(
      ({ firstOffset, lastOffset, deliveryState, deliveryCount, memberId }) =>
        `${firstOffset}-${lastOffset}:${deliveryState}#${deliveryCount}${memberId}`,
    );
  }
}

describe("a share partition hands out", () => {
  it("whole batches, each to one member", () => {
    const f = new Fixture();
    assert.deepEqual(f.acquire("a", [batch(0, 9)], { maxRecords: 3 }), ["0-9#1"]);
    assert.equal(f.partition.nextFetchOffset(), 10);
    assert.deepEqual(f.acquire("b", [batch(0, 9)]), []);
  });

  it("parts of about the batch size, cut where batches end", () => {
    const f = new Fixture();
    const batches = [batch(0, 4), batch(5, 9), batch(10, 19), batch(20, 21)];
    assert.deepEqual(f.acquire("a", batches, { batchSize: 8 }), ["0-9#1", "10-19#1", "20-21#1"]);
  });

  it("exactly as many as asked for when records are counted", () => {
    const f = new Fixture();
    assert.deepEqual(f.acquire("a", [batch(0, 9)], { isRecordLimit: true, maxRecords: 3 }), ["0-2#1"]);
    assert.equal(f.partition.nextFetchOffset(), 3);
    assert.deepEqual(f.acquire("b", [batch(0, 9)], { isRecordLimit: true, maxRecords: 4 }), ["3-6#1"]);
  });

  it("no more than may be in flight", () => {
    const f = new Fixture({ maxInFlightRecords: 10 });
    assert.deepEqual(f.acquire("a", [batch(0, 9), batch(10, 19)]), ["0-9#1"]);
    assert.equal(f.partition.canAcquireRecords(), false);
    assert.deepEqual(f.acquire("b", [batch(10, 19)]), []);
    f.acknowledge("a", 2, 3, RELEASE);
    assert.equal(f.partition.canAcquireRecords(), true, "what is in flight may be delivered again");
    assert.deepEqual(f.acquire("b", [batch(0, 9), batch(10, 19)]), ["2-3#2"]);
  });

  it("nothing of what is not in the log any more", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    f.acknowledge("a", 0, 9, RELEASE);
    assert.deepEqual(f.acquire("a", [batch(6, 9), batch(10, 12)]), ["6-9#2", "10-12#1"]);
    assert.deepEqual(f.states.slice(0, 2), ["0-0:4#1", "1-1:4#1"], "compacted away");
  });

  it("nothing of aborted transactions to those who read committed records", () => {
    const f = new Fixture();
    const transactional = { producerId: 7n, isTransactional: true };
    const marker = { ...transactional, isAbortMarker: true };
    const batches = [batch(0, 4), batch(5, 6, transactional), batch(7, 7, marker), batch(8, 9, transactional)];
    const abortedTransactions = [{ producerId: 7n, firstOffset: 5 }];
    assert.deepEqual(f.acquire("a", batches, { abortedTransactions }), ["0-4#1", "7-9#1"]);
    assert.equal(f.partition.deliveryCompleteCount, 2);
  });
});

describe("an acknowledged record", () => {
  it("is done when accepted or rejected, and the start offset moves over what is done", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    assert.equal(f.acknowledge("a", 3, 9, REJECT), ErrorCode.NONE);
    assert.deepEqual([f.partition.startOffset, f.partition.deliveryCompleteCount], [0, 7]);
    assert.equal(f.acknowledge("a", 0, 2, ACCEPT), ErrorCode.NONE);
    assert.deepEqual([f.partition.startOffset, f.partition.endOffset, f.partition.inFlightCount], [10, 10, 0]);
    assert.equal(f.acknowledge("a", 0, 2, ACCEPT), ErrorCode.NONE, "what is before the start offset is done");
  });

  it("is delivered again when released, once more each time, up to the limit", () => {
    const f = new Fixture({ maxDeliveryCount: 2 });
    f.acquire("a", [batch(0, 1)]);
    f.acknowledge("a", 0, 1, ACCEPT, RELEASE);
    assert.equal(f.partition.nextFetchOffset(), 1);
    assert.deepEqual(f.acquire("b", [batch(0, 1)]), ["1-1#2"]);
    f.acknowledge("b", 1, 1, RELEASE);
    assert.deepEqual([f.partition.startOffset, f.partition.nextFetchOffset()], [2, 2], "archived");
  });

  it("is that of the member that holds it", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    assert.equal(f.acknowledge("b", 0, 9, ACCEPT), ErrorCode.INVALID_RECORD_STATE);
    assert.equal(f.acknowledge("a", 0, 10, ACCEPT), ErrorCode.INVALID_REQUEST);
    assert.equal(f.acknowledge("a", 20, 21, ACCEPT), ErrorCode.INVALID_REQUEST);
    assert.equal(f.acknowledge("a", 0, 0, 5), ErrorCode.INVALID_REQUEST);
    assert.equal(f.acknowledge("a", 0, 1, ACCEPT, RELEASE), ErrorCode.NONE);
    assert.equal(f.acknowledge("a", 1, 2, ACCEPT), ErrorCode.INVALID_RECORD_STATE, "released before");
    assert.equal(f.acknowledge("a", 2, 9, ACCEPT), ErrorCode.NONE, "the refused request changed nothing");
  });

  it("of an empty share partition is not known", () => {
    assert.equal(new Fixture().acknowledge("a", 5, 5, ACCEPT), ErrorCode.INVALID_RECORD_STATE);
  });

  it("is the member's again when the write fails", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    const batches = [{ firstOffset: 0, lastOffset: 9, acknowledgeTypes: [ACCEPT] }];
    const result = f.partition.acknowledge("a", batches, f.nowMs);
    assert.ok("write" in result && result.write?.deliveryCompleteCount === 10);
    assert.equal(f.acknowledge("a", 0, 9, ACCEPT), ErrorCode.INVALID_RECORD_STATE, "on its way already");
    f.persist(result.write, false);
    assert.equal(f.partition.deliveryCompleteCount, 0);
    assert.equal(f.acknowledge("a", 0, 9, ACCEPT), ErrorCode.NONE);
  });

  it("is available when the write fails after its lock has ended", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    const batches = [{ firstOffset: 0, lastOffset: 9, acknowledgeTypes: [ACCEPT] }];
    const result = f.partition.acknowledge("a", batches, f.nowMs);
    f.nowMs = LOCK_MS;
    assert.equal(f.partition.releaseExpired(f.nowMs), undefined, "it is not acquired at the moment");
    f.persist("write" in result ? result.write : undefined, false);
    assert.deepEqual(f.states, ["0-9:0#1"]);
  });
});

describe("the lock of an acquired record", () => {
  it("ends, and the record is available again", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    assert.equal(f.partition.nextDeadlineMs, LOCK_MS);
    assert.equal(f.partition.releaseExpired(LOCK_MS - 1), undefined);
    const write = f.partition.releaseExpired(LOCK_MS);
    assert.deepEqual(write?.stateBatches, [{ firstOffset: 0, lastOffset: 9, deliveryState: 0, deliveryCount: 1 }]);
    assert.equal(f.acknowledge("a", 0, 9, ACCEPT), ErrorCode.INVALID_RECORD_STATE);
    assert.deepEqual(f.acquire("b", [batch(0, 9)]), ["0-9#2"]);
  });

  it("begins anew when renewed, for the records that are named", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    f.nowMs = 600;
    assert.equal(f.acknowledge("a", 2, 3, RENEW), ErrorCode.NONE);
    f.nowMs = LOCK_MS;
    f.persist(f.partition.releaseExpired(f.nowMs));
    assert.equal(f.acknowledge("a", 2, 3, ACCEPT), ErrorCode.NONE);
    assert.equal(f.partition.nextDeadlineMs, 1600);
  });

  it("is not renewed where that is not allowed", () => {
    const f = new Fixture({ isRenewEnabled: false });
    f.acquire("a", [batch(0, 9)]);
    assert.equal(f.acknowledge("a", 0, 9, RENEW), ErrorCode.INVALID_RECORD_STATE);
  });
});

describe("a record that was delivered often", () => {
  it("halves what is handed out from half of the limit on", () => {
    const f = new Fixture();
    const deliver = (): string[] => {
      const ranges = f.acquire("a", [batch(0, 7)]);
      f.nowMs += LOCK_MS;
      f.persist(f.partition.releaseExpired(f.nowMs));
      return ranges;
    };
    const delivered = Array.from({ length: 6 }, deliver);
    assert.deepEqual(delivered, [["0-7#1"], ["0-7#2"], ["0-7#3"], ["0-3#4"], ["0-0#5"], ["1-1#5"]]);
  });
});

describe("a member that leaves", () => {
  it("releases what it holds, and nothing else", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 4)]);
    f.acquire("b", [batch(5, 9)]);
    f.persist(f.partition.releaseAcquired("a"));
    assert.deepEqual(f.states, ["0-4:0#1", "5-9:1#1b"]);
    assert.equal(f.partition.releaseAcquired("a"), undefined);
  });
});

describe("a share partition that is read back", () => {
  it("knows what is done, and hands out the gaps between", () => {
    const f = new Fixture();
    const again = new SharePartition(() => f.config);
    const stateBatches = [
      { firstOffset: 0, lastOffset: 3, deliveryState: 2, deliveryCount: 1 },
      { firstOffset: 6, lastOffset: 9, deliveryState: 0, deliveryCount: 2 },
    ];
    assert.equal(again.initialize({ stateEpoch: 3, startOffset: 0, stateBatches }), true);
    assert.deepEqual([again.startOffset, again.endOffset, again.nextFetchOffset()], [4, 9, 4]);
    const request = { memberId: "a", isRecordLimit: false, batchSize: 100, maxRecords: 100, fetchOffset: 4 };
    const read = { batches: [batch(4, 12)], abortedTransactions: null };
    const { ranges, count } = again.acquire({ ...request, ...read }, 0);
    assert.deepEqual(
      ranges.map(({ firstOffset, lastOffset, deliveryCount }) => [firstOffset, lastOffset, deliveryCount]),
      [
        [4, 5, 1],
        [6, 9, 3],
        [10, 12, 1],
      ],
    );
    assert.equal(count, 9);
  });

  it("is refused when its batches make no sense", () => {
    const read = (firstOffset: number, lastOffset: number, deliveryState: number): boolean => {
      const stateBatches = [{ firstOffset, lastOffset, deliveryState, deliveryCount: 1 }];
      return new SharePartition(() => new Fixture().config).initialize({ stateEpoch: 0, startOffset: 5, stateBatches });
    };
    assert.deepEqual([read(4, 9, 0), read(7, 6, 0), read(5, 5, 9), read(5, 9, 0)], [false, false, false, true]);
  });
});

describe("the log start offset", () => {
  it("takes the start offset with it; what is held is archived when it comes back", () => {
    const f = new Fixture();
    f.acquire("a", [batch(0, 9)]);
    f.acquire("a", [batch(10, 19)]);
    f.acknowledge("a", 0, 9, RELEASE);
    f.partition.onLogStartOffset(15);
    assert.equal(f.partition.startOffset, 15);
    f.persist(f.partition.releaseAcquired("a"));
    assert.deepEqual([f.partition.startOffset, f.partition.nextFetchOffset()], [15, 15]);
    assert.deepEqual(f.acquire("b", [batch(15, 19)]), ["15-19#2"]);
    f.partition.onLogStartOffset(30);
    assert.equal(f.partition.nextFetchOffset(), 30);
  });

  it("never moves the start offset back", () => {
    const f = new Fixture({}, 40);
    f.partition.onLogStartOffset(30);
    assert.equal(f.partition.startOffset, 40);
  });

  it("that moves into a gap leaves nothing before it to read", () => {
    const f = new Fixture();
    const again = new SharePartition(() => f.config);
    const part = (firstOffset: number): object => ({ firstOffset, lastOffset: firstOffset + 9, deliveryCount: 1 });
    const stateBatches = [0, 20].map((first) => ({ ...part(first), deliveryState: 0 }) as never);
    again.initialize({ stateEpoch: 0, startOffset: 0, stateBatches });
    again.onLogStartOffset(15);
    assert.deepEqual([again.startOffset, again.nextFetchOffset()], [15, 15]);
  });
});
