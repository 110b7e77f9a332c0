import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConsumerRecord } from "@ottla/client";
import { ThreadFailures } from "./thread-failures.ts";

function record(offset: number, partition = 0): ConsumerRecord<unknown, unknown> {
  return {
    ...{ topic: "t", partition, offset, timestamp: 0, timestampType: "CreateTime", leaderEpoch: undefined },
    ...{ key: null, value: null, rawKey: null, rawValue: null, headers: [] },
    ...{ serializedKeySize: -1, serializedValueSize: -1 },
  };
}

const place = (offset: number): { topic: string; partition: number; offset: number } => ({
  topic: "t",
  partition: 0,
  offset,
});

const [one, other] = [{}, {}];

describe("failures of records in threads", () => {
  it("are counted for one object, as long as the assignment lasts", () => {
    const failures = new ThreadFailures();
    const first = record(3);
    assert.deepEqual(failures.onFailure(one, first, 1), { record: first, failures: 1 });
    const second = failures.onFailure(one, record(3), 2);
    assert.equal(second.record, first);
    assert.equal(second.failures, 2);
    // Polled again, by the same thread or another: a new object, a new count.
    const again = record(3);
    assert.deepEqual(failures.onFailure(one, again, 1), { record: again, failures: 1 });
    assert.equal(failures.onFailure(other, record(3), 1).failures, 1);
    assert.equal(failures.onFailure(other, record(3), 2).failures, 2);
    failures.forget(place(3));
    assert.equal(failures.size, 0);
  });

  it("a death counts, wherever the record comes next, and each of its own", () => {
    const failures = new ThreadFailures();
    const first = record(3);
    failures.onFailure(one, first, 1);
    failures.onFailure(one, record(5), 1);
    failures.onDeath(one, place(3), new Error("first"));
    assert.deepEqual(failures.suspects, [place(3)]);
    assert.equal(failures.size, 1, "what else had failed there comes as if for the first time");
    const suspect = failures.onSuspect(other, record(3));
    assert.equal(suspect?.record, first, "the error handler knows it");
    assert.deepEqual([suspect?.failures, suspect?.death.message], [2, "first"]);
    assert.deepEqual(failures.suspects, []);
    assert.equal(failures.onSuspect(other, record(3)), undefined);
    // It is given to the handler then, which fails once, and dies once more.
    assert.equal(failures.onFailure(other, record(3), 2).failures, 3);
    failures.onDeath(other, place(3), new Error("second"));
    assert.deepEqual(failures.onSuspect(one, record(3))?.failures, 4);
  });

  it("of partitions that are gone are forgotten, but for deaths", () => {
    const failures = new ThreadFailures();
    failures.onFailure(one, record(3), 1);
    failures.onFailure(one, record(4, 1), 1);
    failures.onFailure(other, record(4, 2), 1);
    failures.onDeath(other, place(9), new Error("it"));
    failures.onAssigned(one, [{ topic: "t", partition: 1 }]);
    assert.equal(failures.size, 2);
    failures.onEnded(one);
    assert.deepEqual(failures.suspects, [place(9)]);
    assert.equal(failures.size, 1);
  });

  it("are bounded: of deaths that nobody came back to the oldest is forgotten", () => {
    const failures = new ThreadFailures(3);
    for (let offset = 0; offset < 5; offset++) failures.onDeath(one, place(offset), new Error("it"));
    assert.deepEqual(failures.suspects, [place(2), place(3), place(4)]);
  });
});
