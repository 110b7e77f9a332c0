import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import type { EndTxnMarker, ProducerBatch } from "./producer-checks.ts";
import { decodeProducerSnapshot, encodeProducerSnapshot } from "./producer-snapshot.ts";
import { ProducerStateManager, type ProducerUpdate } from "./producer-state-manager.ts";

const MAX_SEQUENCE = 0x7fff_ffff;

function data(overrides: Partial<ProducerBatch> & { readonly count?: number } = {}): ProducerBatch {
  const { count = 1, ...rest } = overrides;
  const firstSequence = rest.firstSequence ?? 0;
  const firstOffset = rest.firstOffset ?? 0;
  const sum = firstSequence + count - 1;
  return {
    producerId: 1n,
    producerEpoch: 0,
    firstSequence,
    lastSequence: sum > MAX_SEQUENCE ? sum - MAX_SEQUENCE - 1 : sum,
    firstOffset,
    lastOffset: firstOffset + count - 1,
    maxTimestamp: 100,
    isTransactional: false,
    ...rest,
  };
}

function marker(overrides: Partial<EndTxnMarker> = {}): EndTxnMarker {
  return {
    producerId: 1n,
    producerEpoch: 0,
    coordinatorEpoch: 0,
    offset: 10,
    timestamp: 100,
    isAbort: false,
    ...overrides,
  };
}

function codeOf(update: ProducerUpdate): number {
  return update.kind === "refused" ? update.refusal.errorCode : 0;
}

function stateOf(state: ProducerStateManager): unknown {
  return [state.activeProducers(), state.firstUnstableOffset, [...state.entries()]];
}

describe("sequences of a producer", () => {
  test("any first sequence of an unknown producer is taken (I3), then only the next one (I2)", () => {
    const state = new ProducerStateManager();
    assert.equal(codeOf(state.appendBatch(data({ firstSequence: 42, count: 3 }), "client")), 0);
    assert.equal(
      codeOf(state.appendBatch(data({ firstSequence: 46 }), "client")),
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    );
    assert.equal(
      codeOf(state.appendBatch(data({ firstSequence: 44 }), "client")),
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    );
    assert.equal(codeOf(state.appendBatch(data({ firstSequence: 45 }), "client")), 0);
  });

  test("the sequence wraps from 2^31-1 to 0, between batches and within one (I2)", () => {
    const state = new ProducerStateManager();
    state.appendBatch(data({ firstSequence: MAX_SEQUENCE }), "client");
    assert.equal(codeOf(state.appendBatch(data({ firstSequence: 0, count: 2, firstOffset: 1 }), "client")), 0);
    const inside = new ProducerStateManager();
    inside.appendBatch(data({ firstSequence: MAX_SEQUENCE - 1, count: 4 }), "client");
    assert.equal(inside.activeProducers()[0]?.lastSequence, 1);
    assert.equal(codeOf(inside.appendBatch(data({ firstSequence: 2 }), "client")), 0);
    assert.ok(inside.duplicateOf(data({ firstSequence: MAX_SEQUENCE - 1, count: 4 })));
  });

  test("the last five batches are recognised, an older one is not (I1)", () => {
    const state = new ProducerStateManager();
    for (let i = 0; i < 6; i++)
      state.appendBatch(data({ firstSequence: i * 10, count: 10, firstOffset: i * 100 }), "client");
    assert.equal(state.duplicateOf(data({ firstSequence: 0, count: 10 })), undefined);
    for (let i = 1; i < 6; i++) {
      const duplicate = state.duplicateOf(data({ firstSequence: i * 10, count: 10 }));
      assert.equal(duplicate?.lastOffset, i * 100 + 9);
    }
    assert.equal(state.duplicateOf(data({ firstSequence: 50, count: 9 })), undefined);
    assert.equal(state.duplicateOf(data({ firstSequence: 50, count: 10, producerEpoch: 1 })), undefined);
    assert.equal(
      codeOf(state.appendBatch(data({ firstSequence: 0, count: 10 }), "client")),
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    );
  });

  test("a lower epoch is fenced, a higher one begins at 0 (I4)", () => {
    const state = new ProducerStateManager();
    state.appendBatch(data({ producerEpoch: 5 }), "client");
    assert.equal(codeOf(state.appendBatch(data({ producerEpoch: 4 }), "client")), ErrorCode.INVALID_PRODUCER_EPOCH);
    const refused = state.appendBatch(data({ producerEpoch: 6, firstSequence: 1 }), "client");
    assert.equal(codeOf(refused), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    assert.equal(codeOf(state.appendBatch(data({ producerEpoch: 6, firstSequence: 0 }), "client")), 0);
  });

  test("coordinators are checked for epochs only, replicas for nothing", () => {
    const state = new ProducerStateManager();
    state.appendBatch(data({ producerEpoch: 5, firstSequence: 0 }), "coordinator");
    assert.equal(codeOf(state.appendBatch(data({ producerEpoch: 5, firstSequence: 99 }), "coordinator")), 0);
    assert.equal(
      codeOf(state.appendBatch(data({ producerEpoch: 4 }), "coordinator")),
      ErrorCode.INVALID_PRODUCER_EPOCH,
    );
    assert.equal(codeOf(state.appendBatch(data({ producerEpoch: 4 }), "replication")), 0);
  });

  test("an expired producer is forgotten, one with an open transaction is not (I5)", () => {
    const state = new ProducerStateManager();
    state.appendBatch(data(), "client");
    state.appendBatch(data({ producerId: 2n, isTransactional: true }), "replication");
    state.removeExpired({ nowMs: 100 + 999, expirationMs: 1000 });
    assert.equal(state.producerCount, 2);
    state.removeExpired({ nowMs: 100 + 1000, expirationMs: 1000 });
    assert.deepEqual(
      [...state.entries()].map((entry) => entry.producerId),
      [2n],
    );
  });
});

describe("transactions of a log", () => {
  const transactional = (firstOffset: number, producerId = 1n): ProducerBatch =>
    data({ firstOffset, producerId, isTransactional: true, firstSequence: firstOffset });

  test("the first unstable offset waits for the marker and for the high watermark to pass it", () => {
    const state = new ProducerStateManager();
    state.appendBatch(transactional(5), "replication");
    state.appendBatch(transactional(8, 2n), "replication");
    assert.equal(state.firstUnstableOffset, 5);
    const ended = state.appendMarker(marker({ offset: 12, isAbort: true }), {
      origin: "coordinator",
      transactionVersion: 0,
    });
    assert.ok(ended.kind === "updated");
    assert.deepEqual(ended.completedTxn, {
      producerId: 1n,
      firstOffset: 5,
      lastOffset: 12,
      isAborted: true,
      lastStableOffset: 8,
    });
    assert.equal(state.firstUnstableOffset, 5);
    state.onHighWatermarkUpdated(12);
    assert.equal(state.firstUnstableOffset, 5);
    state.onHighWatermarkUpdated(13);
    assert.equal(state.firstUnstableOffset, 8);
  });

  test("a write outside of the open transaction is refused", () => {
    const state = new ProducerStateManager();
    state.appendBatch(transactional(0), "client");
    assert.equal(codeOf(state.appendBatch(data({ firstSequence: 1 }), "client")), ErrorCode.INVALID_TXN_STATE);
  });

  test("a zombie coordinator's marker is fenced", () => {
    const state = new ProducerStateManager();
    const context = { origin: "coordinator", transactionVersion: 0 } as const;
    state.appendMarker(marker({ coordinatorEpoch: 3 }), context);
    assert.equal(
      codeOf(state.appendMarker(marker({ coordinatorEpoch: 2 }), context)),
      ErrorCode.TRANSACTION_COORDINATOR_FENCED,
    );
    assert.equal(
      codeOf(state.appendMarker(marker({ coordinatorEpoch: 2 }), { origin: "replication", transactionVersion: 0 })),
      0,
    );
  });

  test("with transaction version 2 a marker must raise the epoch, except when it is a retry (KIP-890)", () => {
    const state = new ProducerStateManager();
    const context = { origin: "coordinator", transactionVersion: 2 } as const;
    state.appendBatch(transactional(0), "client");
    assert.equal(codeOf(state.appendMarker(marker({ producerEpoch: 0 }), context)), ErrorCode.INVALID_PRODUCER_EPOCH);
    assert.equal(codeOf(state.appendMarker(marker({ producerEpoch: 1 }), context)), 0);
    assert.equal(codeOf(state.appendMarker(marker({ producerEpoch: 1 }), context)), 0);
    assert.equal(codeOf(state.appendMarker(marker({ producerEpoch: 0 }), context)), ErrorCode.INVALID_PRODUCER_EPOCH);
  });

  test("verification demands sequence 0 of a new producer with epoch bumps, and no later sequence overtakes (I7)", () => {
    const state = new ProducerStateManager();
    const start = { producerId: 1n, producerEpoch: 0, supportsEpochBump: true };
    state.startVerification({ ...start, sequence: 4 }, 0);
    assert.equal(
      codeOf(state.appendBatch(data({ firstSequence: 4, isTransactional: true }), "client")),
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    );
    state.startVerification({ ...start, sequence: 0 }, 0);
    assert.equal(codeOf(state.appendBatch(data({ firstSequence: 0, isTransactional: true }), "client")), 0);
    assert.equal(state.verification(1n), undefined);
    state.startVerification({ ...start, producerId: 2n, supportsEpochBump: false, sequence: 3 }, 0);
    const overtaking = data({ producerId: 2n, firstSequence: 9, isTransactional: true });
    assert.equal(codeOf(state.appendBatch(overtaking, "client")), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
  });

  test("a transaction is late five minutes after the longest timeout", () => {
    const state = new ProducerStateManager();
    state.appendBatch(transactional(0), "client");
    assert.equal(state.hasLateTransaction(100 + 900_000 + 300_000, 900_000), false);
    assert.equal(state.hasLateTransaction(101 + 900_000 + 300_000, 900_000), true);
  });
});

test("undoing updates newest first restores the state exactly", () => {
  const state = new ProducerStateManager();
  state.appendBatch(data({ isTransactional: true }), "client");
  state.startVerification({ producerId: 2n, sequence: 0, producerEpoch: 0, supportsEpochBump: false }, 0);
  const before = stateOf(state);
  const updates = [
    state.appendBatch(data({ firstSequence: 1, firstOffset: 1, isTransactional: true }), "client"),
    state.appendBatch(data({ producerId: 2n, firstOffset: 2, isTransactional: true }), "client"),
    state.appendMarker(marker({ offset: 3, isAbort: true }), { origin: "coordinator", transactionVersion: 0 }),
    state.appendMarker(marker({ producerId: 2n, offset: 4 }), { origin: "coordinator", transactionVersion: 0 }),
    state.appendBatch(data({ producerId: 3n, firstOffset: 5 }), "client"),
  ];
  for (const update of updates.reverse()) {
    assert.ok(update.kind === "updated");
    update.undo();
  }
  assert.deepEqual(stateOf(state), before);
  assert.ok(state.verification(2n));
});

describe("producer snapshots", () => {
  test("are 10 bytes empty and 56 with one producer, as Kafka's", () => {
    assert.equal(Buffer.from(encodeProducerSnapshot([])).toString("hex"), "000148674bc700000000");
    const state = new ProducerStateManager();
    state.appendBatch(
      data({ producerId: 7n, producerEpoch: 2, firstSequence: 3, count: 5, firstOffset: 40, maxTimestamp: 1234 }),
      "client",
    );
    const bytes = encodeProducerSnapshot(state.entries());
    assert.equal(bytes.length, 56);
    assert.equal(
      Buffer.from(bytes.subarray(6)).toString("hex"),
      "00000001" +
        "0000000000000007" +
        "0002" +
        "00000007" +
        "000000000000002c" +
        "00000004" +
        "00000000000004d2" +
        "ffffffff" +
        "ffffffffffffffff",
    );
  });

  test("keep the last batch and the open transaction", () => {
    const state = new ProducerStateManager();
    for (let i = 0; i < 3; i++)
      state.appendBatch(data({ firstSequence: i, firstOffset: i, isTransactional: true }), "client");
    const loaded = new ProducerStateManager();
    for (const entry of decodeProducerSnapshot(encodeProducerSnapshot(state.entries()), "x")) {
      loaded.loadEntry(entry, { nowMs: 10 ** 12, expirationMs: 1 });
    }
    assert.deepEqual(loaded.activeProducers(), state.activeProducers());
    assert.equal(loaded.firstUnstableOffset, 0);
    assert.ok(loaded.duplicateOf(data({ firstSequence: 2 })));
    assert.equal(loaded.duplicateOf(data({ firstSequence: 1 })), undefined);
  });

  test("a flipped bit, a short file or another version is CORRUPT_SNAPSHOT", () => {
    const state = new ProducerStateManager();
    state.appendBatch(data(), "client");
    const bytes = encodeProducerSnapshot(state.entries());
    for (const at of [0, 3, 8, 20, bytes.length - 1]) {
      const damaged = bytes.slice();
      damaged[at]! ^= 4;
      assert.throws(() => decodeProducerSnapshot(damaged, "x"), { code: "CORRUPT_SNAPSHOT" });
    }
    assert.throws(() => decodeProducerSnapshot(bytes.subarray(0, 30), "x"), { code: "CORRUPT_SNAPSHOT" });
  });
});
