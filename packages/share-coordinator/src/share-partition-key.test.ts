import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseShareCoordinatorKey, shareCoordinatorKey } from "./share-partition-key.ts";

const topicId = "AAAAAAAAAAAAAAAAAAAAZQ";

describe("the key of a share partition", () => {
  it("is read as it is written, with any group id", () => {
    for (const groupId of ["g", "a:b", "a:1:2", " x "]) {
      const key = { groupId, topicId, partition: 12 };
      assert.deepEqual(parseShareCoordinatorKey(shareCoordinatorKey(key)), key);
    }
  });

  it("has three parts that make sense", () => {
    for (const key of [
      "",
      "g",
      `g:${topicId}`,
      `:${topicId}:0`,
      `  :${topicId}:0`,
      `g:topic:0`,
      `g:${topicId}:x`,
      `g:${topicId}:`,
    ]) {
      assert.equal(parseShareCoordinatorKey(key), undefined, key);
    }
    assert.equal(parseShareCoordinatorKey(`g:${topicId}:2147483648`), undefined);
  });
});
