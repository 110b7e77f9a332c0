import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileBudget, openFilesLimit } from "./file-budget.ts";

describe("the limit of open files", () => {
  it("of 20,000 is enough for 10,000 partitions and a quarter besides, up to 4,096", () => {
    assert.deepEqual(fileBudget(20_000), { openFilesMax: 20_000, logFilesMax: 15_904, partitionsMax: 15_904 });
    assert.equal(fileBudget(1024).partitionsMax, 768);
    assert.equal(fileBudget(1_048_576).partitionsMax, 1_044_480);
  });

  it("that is small leaves something for connections", () => {
    assert.equal(fileBudget(96).partitionsMax, 32);
    assert.equal(fileBudget(20).partitionsMax, 1);
  });

  it("that is not there is none for partitions", () => {
    const { logFilesMax, partitionsMax } = fileBudget(Infinity);
    assert.equal(partitionsMax, Infinity);
    assert.ok(Number.isFinite(logFilesMax));
  });

  it("of this process is known", () => {
    const limit = openFilesLimit();
    assert.ok(limit > 0, `${limit}`);
  });
});
