import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { backOffValues, destinationTopics } from "./destination-topics.ts";
import type { RetryTopicOptions } from "./retry-topic-options.ts";

function names(options: RetryTopicOptions): string[] {
  return destinationTopics(options, () => 0).map((topic) => topic.suffix);
}

describe("retry topics are named as by Spring", () => {
  it("one topic for equal waits, whatever their number", () => {
    assert.deepEqual(names({}), ["", "-retry", "-dlt"]);
    assert.deepEqual(names({ attempts: 5 }), ["", "-retry", "-dlt"]);
    assert.deepEqual(names({ attempts: 2 }), ["", "-retry", "-dlt"]);
    assert.deepEqual(names({ attempts: 1 }), ["", "-dlt"]);
  });

  it("by index where the waits are equal and the topics several", () => {
    const options: RetryTopicOptions = { attempts: 4, sameIntervalTopicReuseStrategy: "MULTIPLE_TOPICS" };
    assert.deepEqual(names(options), ["", "-retry-0", "-retry-1", "-retry-2", "-dlt"]);
  });

  it("by the wait where they differ", () => {
    const backOff = { delay: 1_000, multiplier: 2 };
    assert.deepEqual(names({ attempts: 4, backOff }), ["", "-retry-1000", "-retry-2000", "-retry-4000", "-dlt"]);
    assert.deepEqual(names({ attempts: 4, backOff, topicSuffixingStrategy: "SUFFIX_WITH_INDEX_VALUE" }), [
      "",
      "-retry-0",
      "-retry-1",
      "-retry-2",
      "-dlt",
    ]);
  });

  it("the longest wait has one topic, or one each with a number behind", () => {
    const backOff = { delay: 4_000, multiplier: 2, maxDelay: 16_000 };
    assert.deepEqual(names({ attempts: 6, backOff }), ["", "-retry-4000", "-retry-8000", "-retry-16000", "-dlt"]);
    assert.deepEqual(names({ attempts: 6, backOff, sameIntervalTopicReuseStrategy: "MULTIPLE_TOPICS" }), [
      "",
      "-retry-4000",
      "-retry-8000",
      "-retry-16000-0",
      "-retry-16000-1",
      "-retry-16000-2",
      "-dlt",
    ]);
  });

  it("suffixes of one's own, and no dead-letter topic", () => {
    assert.deepEqual(names({ retryTopicSuffix: "-again", dltTopicSuffix: "-dead" }), ["", "-again", "-dead"]);
    assert.deepEqual(names({ dltStrategy: "NO_DLT" }), ["", "-retry"]);
  });

  it("waits are fixed, growing, or random between two bounds", () => {
    assert.deepEqual(
      backOffValues(3, {}, () => 0),
      [1_000, 1_000],
    );
    assert.deepEqual(
      backOffValues(7, { multiplier: 3 }, () => 0),
      [1_000, 3_000, 9_000, 27_000, 30_000, 30_000],
    );
    assert.deepEqual(
      backOffValues(3, { delay: 100, maxDelay: 200 }, () => 0.5),
      [150, 150],
    );
    assert.throws(() => destinationTopics({ attempts: 0 }, () => 0), /attempts/);
  });
});
