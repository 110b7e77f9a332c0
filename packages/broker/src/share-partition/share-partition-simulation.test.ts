// Share partitions under everything that can happen to them. A failing run prints its seed; `SEED=n node
// --conditions=@ottla/source --test packages/broker/src/share-partition/share-partition-simulation.test.ts` repeats it. The
// second part proves that the checks can fail: each mutant must be found out.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InFlightState } from "./in-flight-state.ts";
import { RecordState } from "./record-state.ts";
import { SharePartition } from "./share-partition.ts";
import { SharePartitionState } from "./share-partition-state.ts";
import { SharePartitionWorld } from "./testing/share-partition-world.ts";

const SEEDS =
  process.env["SEED"] === undefined ? Array.from({ length: 30 }, (_, i) => i + 1) : [Number(process.env["SEED"])];
const STEPS = 400;

describe("a share partition under everything", () => {
  for (const seed of SEEDS) {
    it(`seed ${seed}: one holder, exact counts, nothing done twice, everything done in the end`, (test) => {
      const world = new SharePartitionWorld(seed);
      world.run(STEPS);
      test.diagnostic(JSON.stringify(world.counts));
      assert.ok(world.counts.acquired > 50 && world.counts.accepted > 20, JSON.stringify(world.counts));
    });
  }
});

/** What is wrong with each mutant; the function breaks it and returns the way back. */
const MUTANTS: Readonly<Record<string, () => () => void>> = {
  "a delivery is not counted": () =>
    replace(InFlightState.prototype, "acquire", function (this: InFlightState, memberId, deadlineMs) {
      this.state = RecordState.ACQUIRED;
      this.memberId = memberId;
      this.lockDeadlineMs = deadlineMs;
    }),
  "the delivery limit does not hold": () =>
    replace(InFlightState.prototype, "tryUpdate", function (this: InFlightState, { state, memberId }) {
      if (this.hasOngoingTransition || this.state !== RecordState.ACQUIRED) return false;
      this.state = state;
      this.memberId = memberId;
      return true;
    }),
  "a failed write changes the state all the same": () => {
    const { completeTransition } = InFlightState.prototype;
    return replace(InFlightState.prototype, "completeTransition", function (this: InFlightState, _isPersisted, nowMs) {
      completeTransition.call(this, true, nowMs);
    });
  },
  "locks never end": () => replace(SharePartition.prototype, "releaseExpired", () => undefined),
  "what is held is handed out again": () => {
    const { releaseAcquired } = SharePartition.prototype;
    return replace(SharePartition.prototype, "releaseAcquired", function (this: SharePartition, memberId) {
      releaseAcquired.call(this, memberId === "a" ? "b" : memberId);
      return releaseAcquired.call(this, memberId);
    });
  },
  "what is written lacks its last part": () => {
    const { acknowledge } = SharePartition.prototype;
    return replace(SharePartition.prototype, "acknowledge", function (this: SharePartition, ...request) {
      const result = acknowledge.apply(this, request);
      if ("failure" in result || result.write === undefined || result.write.stateBatches.length < 3) return result;
      return { write: { ...result.write, stateBatches: result.write.stateBatches.slice(0, -1) } };
    });
  },
  "complete deliveries are counted outside the window": () =>
    replace(SharePartitionState.prototype, "countInWindow", (first, last) => last - first + 1),
  "the write carries a start offset that is too high": () => {
    const { acknowledge } = SharePartition.prototype;
    return replace(SharePartition.prototype, "acknowledge", function (this: SharePartition, ...request) {
      const result = acknowledge.apply(this, request);
      if ("failure" in result || result.write === undefined) return result;
      return { write: { ...result.write, startOffset: result.write.startOffset + 3 } };
    });
  },
};

describe("a broken share partition is found out:", () => {
  for (const [name, breakIt] of Object.entries(MUTANTS)) {
    it(name, () => {
      const restore = breakIt();
      try {
        assert.throws(() => {
          for (let seed = 1; seed <= 60; seed++) new SharePartitionWorld(seed).run(STEPS);
        });
      } finally {
        restore();
      }
    });
  }
});

function replace<T extends object, K extends keyof T>(target: T, name: K, replacement: T[K]): () => void {
  const original = target[name];
  target[name] = replacement;
  return () => {
    target[name] = original;
  };
}
