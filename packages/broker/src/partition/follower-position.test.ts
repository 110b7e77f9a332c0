import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveOutOfRange, truncationOffset } from "./follower-position.ts";

test("a follower that knows the epoch keeps what both have of it", () => {
  assert.equal(truncationOffset({ epoch: 3, endOffset: 40 }, { epoch: 3, endOffset: 50 }, 60), 40);
  assert.equal(truncationOffset({ epoch: 3, endOffset: 50 }, { epoch: 3, endOffset: 40 }, 60), 40);
});

test("a follower that does not know the epoch goes back to the end of the one before", () => {
  assert.equal(truncationOffset({ epoch: 3, endOffset: 40 }, { epoch: 2, endOffset: 20 }, 60), 20);
});

test("without epochs the leader's offset counts, and never more than there is", () => {
  assert.equal(truncationOffset({ epoch: 3, endOffset: 40 }, { epoch: -1, endOffset: -1 }, 60), 40);
  assert.equal(truncationOffset({ epoch: -1, endOffset: 70 }, { epoch: 2, endOffset: 20 }, 60), 60);
});

test("an end that the leader does not have: less there, nothing in common, or only a moment too early", () => {
  const at = (logStartOffset: number, logEndOffset: number): unknown =>
    resolveOutOfRange({ logStartOffset, logEndOffset }, 100);
  assert.deepEqual(at(0, 90), { kind: "truncate", offset: 90 });
  assert.deepEqual(at(150, 900), { kind: "start over", offset: 150 });
  assert.deepEqual(at(50, 900), { kind: "fetch again" });
});
