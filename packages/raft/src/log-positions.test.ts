import assert from "node:assert/strict";
import { test } from "node:test";
import { LogPositions } from "./log-positions.ts";

const OLD = { offset: 40, epoch: 3 };
const DOWNLOADED = { offset: 100, epoch: 8 };
const NEWER = { offset: 130, epoch: 9 };

/** A log of which everything up to 60 is durable, which a downloaded snapshot is going to replace. */
function beingReplaced(): LogPositions {
  const epochs = [{ epoch: 3, startOffset: 0 }];
  const log = new LogPositions({ startOffset: 0, endOffset: 60, epochs });
  log.startAt(DOWNLOADED);
  return log;
}

function assertStandsOn(log: LogPositions, snapshot: { readonly offset: number; readonly epoch: number }): void {
  assert.equal(log.lastEpoch, snapshot.epoch);
  assert.deepEqual(log.positionOf(0, 0), { kind: "snapshot", id: snapshot });
}

test("a snapshot of its own that is finished while a downloaded one takes the log's place changes nothing", () => {
  const log = beingReplaced();
  log.onSnapshotsChanged({ startOffset: 0, snapshots: [OLD] });
  assertStandsOn(log, DOWNLOADED);
  // The disk is as far, and has not said so yet.
  log.onSnapshotsChanged({ startOffset: 100, snapshots: [OLD, DOWNLOADED] });
  assertStandsOn(log, DOWNLOADED);
  assert.equal(log.isSettled, false);
  log.onFlushed(100, log.generation);
  assert.equal(log.flushedOffset, 100);
});

test("a log begins later only behind what is durable, or behind a snapshot that replaces it", () => {
  const epochs = [{ epoch: 3, startOffset: 0 }];
  const log = new LogPositions({ startOffset: 0, endOffset: 60, epochs });
  log.append(3, 40);
  assert.throws(() => log.onSnapshotsChanged({ startOffset: 61, snapshots: [{ offset: 61, epoch: 3 }] }), /durable/);
  log.onSnapshotsChanged({ startOffset: 60, snapshots: [{ offset: 60, epoch: 3 }] });
  assert.deepEqual(log.positionOf(59, 3), { kind: "snapshot", id: { offset: 60, epoch: 3 } });
});

test("who ends where the log begins has to agree with the snapshot that ends there, whatever older ones are left", () => {
  const epochs = [{ epoch: 9, startOffset: 100 }];
  const stored = { startOffset: 100, endOffset: 140, epochs, snapshots: [OLD, DOWNLOADED, NEWER] };
  const log = new LogPositions(stored);
  // A record of epoch 3 at 99 is one that nobody else has.
  assert.deepEqual(log.positionOf(100, 3), { kind: "snapshot", id: NEWER });
  assert.deepEqual(log.positionOf(100, 8), { kind: "valid" });
  log.onSnapshotsChanged(stored);
  assert.deepEqual(log.positionOf(100, 3), { kind: "snapshot", id: NEWER });
});
