// A record that the application has not finished is never committed, whatever ends its work: an error, a break, a close from elsewhere.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, it } from "node:test";
import { closed, codeOf, world } from "../testing/consumer-world.ts";
import type { World } from "../testing/consumer-world.ts";
import type { Consumer } from "./consumer.ts";
import { RecordIterator } from "./record-iterator.ts";

type Texts = Consumer<string | null, string | null>;

const T0 = { topic: "t", partition: 0 };
const T1 = { topic: "t", partition: 1 };

/** A consumer that commits by itself, with a, b, c, d in front of it. */
function reading(w: World, options: object = {}): Texts {
  w.log.append("t", 0, "a", "b", "c", "d");
  const consumer = w.consumer({ groupId: "g", autoOffsetReset: "earliest", ...options });
  consumer.assign([T0]);
  return consumer;
}

/** Lets the loop or run go on until it ends, and says how. */
async function ended(w: World, work: Promise<unknown>): Promise<string> {
  let outcome: string | undefined;
  void codeOf(work).then((code) => (outcome = code));
  for (let round = 0; round < 100 && outcome === undefined; round++) await w.cluster.advance(50);
  return outcome ?? "it never ended";
}

describe("a loop over a consumer", () => {
  it("that throws leaves its record uncommitted", async () => {
    await using w = await world();
    const consumer = reading(w);
    const loop = (async () => {
      for await (const { value } of consumer) if (value === "c") throw new Error("the handler failed");
    })();
    assert.equal(await ended(w, loop), "Error: the handler failed");
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 2);
  });

  it("that is left with break does too, until the consumer is read on from", async () => {
    await using w = await world();
    const consumer = reading(w);
    const take = async (): Promise<string | null> => {
      for await (const { value } of consumer) return value;
      return "nothing";
    };
    const first = take();
    await w.cluster.advance(500);
    assert.equal(await first, "a");
    const second = take();
    await w.cluster.advance(500);
    assert.equal(await second, "b");
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 1, "a is done, as b was asked for; b is not");
  });

  it("is not overtaken by a commit from within it", async () => {
    await using w = await world();
    const consumer = reading(w);
    const committed: (number | undefined)[] = [];
    const loop = (async () => {
      for await (const { value } of consumer) {
        await consumer.commitSync();
        committed.push(w.log.committed.get("t-0"));
        if (value === "c") break;
      }
    })();
    await ended(w, loop);
    assert.deepEqual(committed, [1, 2, 3]);
    await closed(w, consumer);
  });

  it("is not overtaken by a close while it works, and ends then", async () => {
    await using w = await world();
    const consumer = reading(w);
    const { promise: isWorking, resolve: onWorking } = Promise.withResolvers<void>();
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
    const seen: (string | null)[] = [];
    const loop = (async () => {
      for await (const { value } of consumer) {
        seen.push(value);
        if (value !== "b") continue;
        onWorking();
        await mayGoOn;
      }
    })();
    await w.cluster.advance(500);
    await isWorking;
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 1);
    goOn();
    await loop;
    assert.deepEqual(seen, ["a", "b"]);
  });

  it("ends when its signal aborts, with all that was given done", async () => {
    await using w = await world();
    const consumer = reading(w);
    const end = new AbortController();
    const seen: (string | null)[] = [];
    const loop = (async () => {
      for await (const { value } of consumer.records({ signal: end.signal })) {
        seen.push(value);
        if (value === "b") end.abort();
      }
    })();
    assert.equal(await ended(w, loop), "fulfilled: undefined");
    assert.deepEqual(seen, ["a", "b"]);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 2);
  });

  it("that waits for records ends when its signal aborts", async () => {
    await using w = await world();
    const consumer = reading(w);
    const end = new AbortController();
    let count = 0;
    const loop = (async () => {
      for await (const _ of consumer.records({ signal: end.signal })) count++;
    })();
    await w.cluster.advance(1_000);
    end.abort();
    await loop;
    assert.equal(count, 4);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 4);
  });

  it("that goes elsewhere before it is left is read on from there", async () => {
    await using w = await world();
    const consumer = reading(w);
    const loop = (async () => {
      for await (const _ of consumer) {
        consumer.seek(T0, 3);
        break;
      }
    })();
    await ended(w, loop);
    const end = new AbortController();
    const seen: (string | null)[] = [];
    const eachRecord = ({ value }: { readonly value: string | null }): void => {
      seen.push(value);
      if (seen.length === 1) consumer.seek(T0, 1);
      else if (seen.length === 2) consumer.seek(T0, 2);
      if (seen.length !== 1) end.abort();
    };
    await ended(w, consumer.run({ eachRecord, signal: end.signal }));
    assert.deepEqual(seen, ["d", "b"]);
    assert.equal(await consumer.position(T0), 2);
    assert.deepEqual(await w.poll(consumer, 1_000), ["c", "d"]);
    await closed(w, consumer);
  });

  it("that goes elsewhere gets nothing more of what was polled before of that partition", async () => {
    await using w = await world(2);
    w.log.append("t", 1, "x", "y");
    const consumer = reading(w, { groupId: "g" });
    consumer.assign([T0, T1]);
    const seen: (string | null)[] = [];
    const look = (value: string | null, enough: number): boolean => {
      seen.push(value);
      if (value === "a") consumer.seek(T0, 2);
      // Back by one, once.
      if (value === "d" && seen.filter((one) => one === "d").length === 1) consumer.seek(T0, 2);
      return seen.length === enough;
    };
    const loop = (async () => {
      for await (const { value } of consumer) if (look(value, 7)) break;
    })();
    await ended(w, loop);
    assert.deepEqual(
      seen.filter((value) => value !== "x" && value !== "y"),
      ["a", "c", "d", "c", "d"],
    );
    assert.deepEqual(
      seen.filter((value) => value === "x" || value === "y"),
      ["x", "y"],
    );
    seen.length = 0;
    const end = new AbortController();
    consumer.seekToBeginning([T0]);
    const eachRecord = ({ value }: { readonly value: string | null }): void => {
      if (look(value, 5)) end.abort();
    };
    await ended(w, consumer.run({ eachRecord, signal: end.signal }));
    assert.deepEqual(seen, ["a", "c", "d", "c", "d"]);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 4);
  });

  it("whose poll fails is not kept", async () => {
    const failing = new RecordIterator<null, null>({
      poll: () => Promise.reject(new Error("no")),
      isClosed: () => false,
      positions: {
        ...{ seekCount: 0, isSought: () => false },
        giveBack: () => assert.fail("there is nothing to give back"),
      },
      signal: undefined,
    });
    await assert.rejects(failing.next(), /no/);
    assert.equal(failing.isOver, true);
  });

  it("that is left while it waits takes nothing with it", async () => {
    await using w = await world();
    const consumer = w.consumer({ groupId: "g", autoOffsetReset: "earliest" });
    consumer.assign([T0]);
    // As a stream over the consumer does when it is destroyed.
    const loop = consumer.records();
    const waiting = loop.next();
    await w.cluster.advance(500);
    await loop.return?.();
    assert.deepEqual(await waiting, { done: true, value: undefined });
    // Nobody polls behind its back any more: that would be refused as CONCURRENT_USE.
    w.log.append("t", 0, "a", "b", "c");
    assert.deepEqual(await w.poll(consumer, 1_000), ["a", "b", "c"]);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 3);
  });
});

describe("a run", () => {
  it("gives each record, and commits what is done", async () => {
    await using w = await world();
    const consumer = reading(w);
    const end = new AbortController();
    const seen: (string | null)[] = [];
    const run = consumer.run({
      eachRecord: ({ value }) => {
        seen.push(value);
        if (value === "c") end.abort();
      },
      signal: end.signal,
    });
    assert.equal(await ended(w, run), "fulfilled: undefined");
    assert.deepEqual(seen, ["a", "b", "c"]);
    assert.equal(await consumer.position(T0), 3);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 3);
  });

  it("rejects with the error of a handler; its record is not committed, and comes again", async () => {
    await using w = await world();
    const consumer = reading(w);
    const failing = consumer.run({
      eachRecord: ({ value }) => {
        if (value === "b") throw new Error("no");
      },
    });
    assert.equal(await ended(w, failing), "Error: no");
    const end = new AbortController();
    const seen: (string | null)[] = [];
    const again = consumer.run({
      eachRecord: ({ value }) => {
        seen.push(value);
        end.abort();
      },
      signal: end.signal,
    });
    await ended(w, again);
    assert.deepEqual(seen, ["b"]);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 2);
  });

  it("does what onError says: once more, or left out", async () => {
    await using w = await world();
    const consumer = reading(w);
    const end = new AbortController();
    const told: string[] = [];
    const run = consumer.run({
      eachRecord: ({ value }) => {
        if (value === "d") end.abort();
        else if (value !== "a") throw new Error(`${value}!`);
      },
      onError: (error, { value }, attempt) => {
        told.push(`${error.code} ${error.message} ${attempt}`);
        return value === "b" && attempt < 3 ? "retry" : "skip";
      },
      signal: end.signal,
    });
    await ended(w, run);
    assert.deepEqual(told, [
      "HANDLER_FAILED b! 1",
      "HANDLER_FAILED b! 2",
      "HANDLER_FAILED b! 3",
      "HANDLER_FAILED c! 1",
    ]);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 4);
  });

  it("gives batches of one partition, some at once, and counts what a failed one had finished", async () => {
    await using w = await world(2);
    w.log.append("t", 1, "x", "y");
    const consumer = reading(w);
    consumer.assign([T0, T1]);
    const batches: string[] = [];
    let [atOnce, most] = [0, 0];
    const run = consumer.run({
      partitionsAtOnce: 2,
      eachBatch: async (records, { partition, finish }) => {
        most = Math.max(most, ++atOnce);
        await Promise.resolve();
        batches.push(`${partition}:${records.map((one) => one.value).join("")}`);
        atOnce--;
        if (partition === 1) return;
        finish(records[1] as { offset: number });
        throw new Error("half way");
      },
    });
    assert.equal(await ended(w, run), "Error: half way");
    assert.deepEqual([batches.toSorted(), most], [["0:abcd", "1:xy"], 2]);
    await closed(w, consumer);
    assert.deepEqual([w.log.committed.get("t-0"), w.log.committed.get("t-1")], [2, 2]);
  });

  it("does not commit the record of a handler that is closed upon", async () => {
    await using w = await world();
    const consumer = reading(w);
    const { promise: isWorking, resolve: onWorking } = Promise.withResolvers<void>();
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
    const run = consumer.run({
      eachRecord: async ({ value }) => {
        if (value !== "c") return;
        onWorking();
        await mayGoOn;
      },
    });
    await w.cluster.advance(500);
    await isWorking;
    await closed(w, consumer);
    goOn();
    await run;
    assert.equal(w.log.committed.get("t-0"), 2);
  });

  it("is not overtaken by a commit from within a handler", async () => {
    await using w = await world();
    const consumer = reading(w);
    const end = new AbortController();
    const committed: (number | undefined)[] = [];
    const run = consumer.run({
      eachRecord: async ({ value }) => {
        await consumer.commitSync();
        committed.push(w.log.committed.get("t-0"));
        if (value === "c") end.abort();
      },
      signal: end.signal,
    });
    await ended(w, run);
    assert.deepEqual(committed, [0, 1, 2]);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 3);
  });

  it("tells a handler that it is closed upon, and none whose record is done", async () => {
    await using w = await world();
    const consumer = reading(w);
    const end = new AbortController();
    const signals: AbortSignal[] = [];
    const listeners: number[] = [];
    const run = consumer.run({
      eachRecord: async ({ value }, { signal }) => {
        signals.push(signal);
        listeners.push(getEventListeners(end.signal, "abort").length);
        if (value === "c") await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      },
      signal: end.signal,
    });
    await w.cluster.advance(500);
    await closed(w, consumer);
    await run;
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false, false, true],
    );
    assert.match(String(signals[2]?.reason), /closed/);
    assert.deepEqual(listeners, [1, 1, 1], "one listens for the whole run");
    assert.equal(getEventListeners(end.signal, "abort").length, 0);
    assert.equal(w.log.committed.get("t-0"), 2);
  });

  it("ends a handler that takes too long", async () => {
    await using w = await world();
    const consumer = reading(w);
    let reason: unknown;
    const run = consumer.run({
      handlerTimeoutMs: 1_000,
      eachRecord: (_, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            reason = signal.reason;
            resolve();
          });
        }),
    });
    assert.equal(await ended(w, run), "HANDLER_TIMEOUT");
    assert.match(String(reason), /handlerTimeoutMs \(1000 ms\)/);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 0);
  });

  it("tells a handler that max.poll.interval.ms is over, and counts what it was given as not done", async () => {
    await using w = await world();
    const consumer = reading(w, { maxPollIntervalMs: 2_000 });
    const end = new AbortController();
    let told = "";
    const run = consumer.run({
      eachBatch: async (_, { signal }) => {
        if (told !== "") return end.abort();
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        told = String(signal.reason);
      },
      signal: end.signal,
    });
    await ended(w, run);
    assert.match(told, /max\.poll\.interval\.ms/);
    await closed(w, consumer);
    assert.equal(w.log.committed.get("t-0"), 0, "the second handler was told to end as well");
  });

  it("leaves out the record that onError was asked about, whatever its late handler finishes meanwhile", async () => {
    await using w = await world();
    const consumer = reading(w);
    const end = new AbortController();
    const batches: string[] = [];
    let finishLate = (): void => {};
    const run = consumer.run({
      handlerTimeoutMs: 1_000,
      eachBatch: async (records, { finish }) => {
        batches.push(records.map((one) => one.value).join(""));
        if (batches.length > 1) return end.abort();
        finishLate = () => finish(records[1] as { offset: number });
        await new Promise(() => {});
      },
      onError: () => {
        finishLate();
        return "skip";
      },
      signal: end.signal,
    });
    await ended(w, run);
    assert.deepEqual(batches, ["abcd", "cd"]);
    await closed(w, consumer);
  });

  it("needs one handler", async () => {
    await using w = await world();
    const consumer = reading(w);
    assert.equal(await codeOf(consumer.run({})), "INVALID_ARGUMENT");
    const both = { eachRecord: () => {}, eachBatch: () => {} };
    assert.equal(await codeOf(consumer.run(both)), "INVALID_ARGUMENT");
    assert.equal(await codeOf(consumer.run({ eachRecord: () => {}, partitionsAtOnce: 0 })), "INVALID_ARGUMENT");
    assert.equal(await codeOf(consumer.run({ eachRecord: () => {}, handlerTimeoutMs: 0 })), "INVALID_ARGUMENT");
    await closed(w, consumer);
  });
});
