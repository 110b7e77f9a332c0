import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TopicPartitionMap } from "@ottla/client";
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import { silentLogger } from "../logging/logger.ts";
import { ThreadConsumer, callConsumer, consumerState } from "./thread-calls.ts";

const here = { topic: "t", partition: 1 };

/** The consumer in a thread: it says what it was asked for, and answers with what is easy to know again. */
function inside(asked: unknown[]): ListenerConsumer {
  const noted =
    <T>(name: string, answer: T) =>
    (...args: readonly unknown[]): T => {
      asked.push([name, ...args]);
      return answer;
    };
  const later = <T>(name: string, answer: T): (() => Promise<T>) => noted(name, Promise.resolve(answer));
  const map = <T>(value: T): TopicPartitionMap<T> => new TopicPartitionMap<T>([[here, value]]);
  return {
    assignment: () => [here],
    subscription: () => new Set(["t"]),
    paused: () => [here],
    currentLag: () => 9,
    groupMetadata: () => ({ groupId: "g", generationId: 1, memberId: "m", groupInstanceId: undefined }),
    commitSync: later("commitSync", undefined),
    commitAsync: later("commitAsync", undefined),
    committed: later("committed", map({ offset: 4, leaderEpoch: undefined, metadata: "" })),
    position: later("position", 5),
    seek: noted("seek", undefined),
    seekToBeginning: noted("seekToBeginning", undefined),
    seekToEnd: noted("seekToEnd", undefined),
    pause: noted("pause", undefined),
    resume: noted("resume", undefined),
    beginningOffsets: later("beginningOffsets", map(1)),
    endOffsets: later("endOffsets", map(2)),
    offsetsForTimes: later("offsetsForTimes", map(null)),
    partitionsFor: later("partitionsFor", [0, 1]),
  };
}

describe("the consumer of a thread, seen from the main one", () => {
  it("does there what it is asked for here, in that order, and answers as if it were here", async () => {
    const asked: unknown[] = [];
    const consumer = inside(asked);
    const outside = new ThreadConsumer(
      {
        consumerState: structuredClone(consumerState(consumer)),
        call: async (call) => structuredClone(await callConsumer(consumer, structuredClone(call))),
      },
      silentLogger,
    );
    assert.deepEqual(outside.assignment(), [here]);
    assert.deepEqual([...outside.subscription()], ["t"]);
    assert.deepEqual(outside.paused(), [here]);
    assert.equal(outside.currentLag(here), 9);
    assert.equal(outside.groupMetadata().memberId, "m");
    outside.seek(here, 3);
    outside.seekToBeginning();
    outside.seekToEnd([here]);
    outside.pause([here]);
    outside.resume([here]);
    await outside.commitSync([{ ...here, offset: 3 }], { timeoutMs: 7 });
    await outside.commitSync();
    await outside.commitAsync();
    assert.equal((await outside.committed([here])).get(here)?.offset, 4);
    assert.equal(await outside.position(here), 5);
    assert.equal((await outside.beginningOffsets([here])).get(here), 1);
    assert.equal((await outside.endOffsets([here])).get(here), 2);
    assert.equal((await outside.offsetsForTimes([{ ...here, timestamp: 1 }])).get(here), null);
    assert.deepEqual(await outside.partitionsFor("t"), [0, 1]);
    assert.deepEqual(asked, [
      ["seek", here, 3],
      ["seekToBeginning", [here]],
      ["seekToEnd", [here]],
      ["pause", [here]],
      ["resume", [here]],
      ["commitSync", [{ ...here, offset: 3 }], { timeoutMs: 7 }],
      ["commitSync", undefined, {}],
      ["commitAsync", undefined],
      ["committed", [here]],
      ["position", here],
      ["beginningOffsets", [here]],
      ["endOffsets", [here]],
      ["offsetsForTimes", [{ ...here, timestamp: 1 }]],
      ["partitionsFor", "t"],
    ]);
    assert.throws(() => outside.seek(here, -1), /offset -1 is none/);
  });

  it("knows of nothing before the thread has said anything, and fails with it", async () => {
    const said: string[] = [];
    const outside = new ThreadConsumer(
      { consumerState: undefined, call: () => Promise.reject(new Error("the worker ended")) },
      { ...silentLogger, warn: (message) => void said.push(message) },
    );
    assert.deepEqual([outside.assignment(), outside.paused(), outside.currentLag(here)], [[], [], undefined]);
    assert.throws(() => outside.groupMetadata(), /no group/);
    await assert.rejects(outside.position(here), /the worker ended/);
    outside.pause([here]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(said, ["A thread's consumer could not do pause"]);
  });
});
