// Share groups and the share coordinator under failure. A failing run prints its seed; `SEED=n node --conditions=@ottla/source --test
// test/simulation/share-groups/share-groups.test.ts` repeats it. The second part proves that the checks can fail.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GroupCoordinatorShard } from "@ottla/group-coordinator";
import { ShareCoordinatorShard } from "@ottla/share-coordinator";
import { ShareGroup } from "../../../packages/group-coordinator/src/share/share-group.ts";
import { ShareWorld } from "./share-world.ts";

const SEEDS =
  process.env["SEED"] === undefined ? Array.from({ length: 20 }, (_, i) => i + 1) : [Number(process.env["SEED"])];
const STEPS = 400;

describe("share groups under failure", () => {
  for (const seed of SEEDS) {
    it(`seed ${seed}: nothing is read without state, nobody old writes, and it comes to rest`, (test) => {
      const world = new ShareWorld(seed);
      world.run(STEPS);
      test.diagnostic(JSON.stringify(world.counts));
      const { heartbeats, initializations, writes, fencedWrites } = world.counts;
      assert.ok(Math.min(heartbeats, initializations, writes, fencedWrites) > 5, JSON.stringify(world.counts));
    });
  }
});

type Groups = GroupCoordinatorShard;
type States = ShareCoordinatorShard;
type Args<T extends (...given: never[]) => unknown> = Parameters<T>;
const groups = { ...Object.getOwnPropertyDescriptors(GroupCoordinatorShard.prototype) };
const states = { ...Object.getOwnPropertyDescriptors(ShareCoordinatorShard.prototype) };
const shareGroup = { ...Object.getOwnPropertyDescriptors(ShareGroup.prototype) };
const { shareGroupHeartbeat, onTimer, onShareStateInitialized } = GroupCoordinatorShard.prototype;
const { initializeState, readState, writeState, lastRedundantOffset } = ShareCoordinatorShard.prototype;
const { replayTargetAssignment } = ShareGroup.prototype;
const NOTHING = { records: [], response: undefined };
const DONE = { errorCode: 0, errorMessage: null };

/** Breaks one rule. */
const MUTANTS: Readonly<Record<string, () => void>> = {
  "an old leader may write"() {
    Object.assign(ShareCoordinatorShard.prototype, {
      writeState(this: States, ...[key, request, time]: Args<States["writeState"]>) {
        return writeState.call(this, key, { ...request, leaderEpoch: -1 }, time);
      },
    });
  },
  "a leader of an old state may write"() {
    Object.assign(ShareCoordinatorShard.prototype, {
      writeState(this: States, ...[key, request, time]: Args<States["writeState"]>) {
        return writeState.call(this, key, { ...request, stateEpoch: -1 }, time);
      },
    });
  },
  "a new leader is not remembered"() {
    Object.assign(ShareCoordinatorShard.prototype, {
      readState(this: States, ...given: Args<States["readState"]>) {
        return { ...readState.apply(this, given), records: [] };
      },
    });
  },
  "a snapshot lacks deliveries"() {
    Object.assign(ShareCoordinatorShard.prototype, {
      writeState(this: States, ...given: Args<States["writeState"]>) {
        const { records, response } = writeState.apply(this, given);
        const emptied = records.map((record) =>
          record.type === "share-snapshot" && record.value !== null
            ? { ...record, value: { ...record.value, stateBatches: record.value.stateBatches.slice(1) } }
            : record,
        );
        return { records: emptied, response };
      },
    });
  },
  "state that is made anew keeps its deliveries"() {
    Object.assign(ShareCoordinatorShard.prototype, {
      initializeState(this: States, ...given: Args<States["initializeState"]>) {
        const { records, response } = initializeState.apply(this, given);
        const stateBatches = [...(this.stateOf(given[0])?.stateBatches ?? [])];
        const kept = records.map((record) =>
          record.type === "share-snapshot" && record.value !== null
            ? { ...record, value: { ...record.value, stateBatches } }
            : record,
        );
        return { records: kept, response };
      },
    });
  },
  "more of the log goes than may"() {
    Object.assign(ShareCoordinatorShard.prototype, {
      lastRedundantOffset(this: States) {
        const { response } = lastRedundantOffset.call(this);
        return { records: [], response: response === undefined ? undefined : response + 1 };
      },
    });
  },
  "state is not deleted"() {
    Object.assign(ShareCoordinatorShard.prototype, { deleteState: () => ({ records: [], response: DONE }) });
  },
  "the state of deleted topics stays"() {
    Object.assign(ShareCoordinatorShard.prototype, { onTopicsDeleted: () => NOTHING });
  },
  "share state changes that no record says"() {
    Object.assign(ShareCoordinatorShard.prototype, {
      initializeState(this: States, ...given: Args<States["initializeState"]>) {
        const result = initializeState.apply(this, given);
        for (const record of result.records) this.replay(record, { offset: 0, producerId: -1n });
        return { ...result, records: [] };
      },
    });
  },
  "state that could not be made is taken for made"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      onShareStateInitializationFailed(this: Groups, ...given: Args<Groups["onShareStateInitialized"]>) {
        return onShareStateInitialized.apply(this, given);
      },
    });
  },
  "partitions are not handed out when their state is made"() {
    Object.defineProperty(ShareGroup.prototype, "isInitializedAssignmentPending", {
      configurable: true,
      get: () => false,
    });
  },
  "sessions of share members never end"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      onTimer(this: Groups, ...given: Args<Groups["onTimer"]>) {
        return given[0].kind === "share-fence" ? NOTHING : onTimer.apply(this, given);
      },
    });
  },
  "a departed share member keeps its target"() {
    Object.assign(ShareGroup.prototype, {
      replayTargetAssignment(this: ShareGroup, ...given: Args<ShareGroup["replayTargetAssignment"]>) {
        if (given[1] !== null) replayTargetAssignment.apply(this, given);
      },
    });
  },
  "the epoch of a share group is not written"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      shareGroupHeartbeat(this: Groups, ...given: Args<Groups["shareGroupHeartbeat"]>) {
        const result = shareGroupHeartbeat.apply(this, given);
        return { ...result, records: result.records.filter(({ type }) => type !== "share-group-metadata") };
      },
    });
  },
  "a share group keeps deleted topics"() {
    Object.assign(GroupCoordinatorShard.prototype, { onTopicsDeleted: () => NOTHING });
  },
  "a share group changes without a record"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      shareGroupHeartbeat(this: Groups, ...given: Args<Groups["shareGroupHeartbeat"]>) {
        const result = shareGroupHeartbeat.apply(this, given);
        this.context.groups.shareGroup(given[0].groupId)?.metadataHash.set(7n);
        return result;
      },
    });
  },
};

describe("the simulation of share groups finds out", () => {
  for (const [name, breakRule] of Object.entries(MUTANTS)) {
    it(name, () => {
      breakRule();
      try {
        assert.throws(() => {
          for (let seed = 1; seed <= 20; seed++) new ShareWorld(seed).run(STEPS);
        });
      } finally {
        Object.defineProperties(GroupCoordinatorShard.prototype, groups);
        Object.defineProperties(ShareCoordinatorShard.prototype, states);
        Object.defineProperties(ShareGroup.prototype, shareGroup);
        if (!("replayTargetAssignment" in shareGroup))
          Reflect.deleteProperty(ShareGroup.prototype, "replayTargetAssignment");
      }
    });
  }
});
