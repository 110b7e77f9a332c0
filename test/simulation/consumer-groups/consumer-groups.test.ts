// Consumer groups under failure: members of both protocols come, leave, fall silent and return, topics change, appends fail, the
// coordinator moves. A failing run prints its seed; `SEED=n node --conditions=@ottla/source --test
// test/simulation/consumer-groups/consumer-groups.test.ts` repeats it. The second part proves that the checks can fail.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CoordinatorTimers } from "@ottla/coordinator";
import { GroupCoordinatorShard } from "@ottla/group-coordinator";
import { ConsumerGroup } from "../../../packages/group-coordinator/src/consumer/consumer-group.ts";
import { ConsumerWorld } from "./consumer-world.ts";

const SEEDS =
  process.env["SEED"] === undefined ? Array.from({ length: 16 }, (_, i) => i + 1) : [Number(process.env["SEED"])];
const STEPS = 300;

describe("consumer groups under failure", () => {
  for (const seed of SEEDS) {
    it(`seed ${seed}: one owner each, epochs grow, and it comes to rest`, (test) => {
      const world = new ConsumerWorld(seed);
      world.run(STEPS);
      test.diagnostic(JSON.stringify(world.counts));
      assert.ok(world.counts.heartbeats > 50, JSON.stringify(world.counts));
    });
  }
});

type Shard = GroupCoordinatorShard;
const realShard = {
  consumerGroupHeartbeat: GroupCoordinatorShard.prototype.consumerGroupHeartbeat,
  onTimer: GroupCoordinatorShard.prototype.onTimer,
  onTopicsChanged: GroupCoordinatorShard.prototype.onTopicsChanged,
};
const realGroup = {
  partitionEpoch: ConsumerGroup.prototype.partitionEpoch,
  requestMetadataRefresh: ConsumerGroup.prototype.requestMetadataRefresh,
  replayTargetAssignment: ConsumerGroup.prototype.replayTargetAssignment,
};
const realTimers = { schedule: CoordinatorTimers.prototype.schedule };

/** Breaks one rule. */
const MUTANTS: Readonly<Record<string, () => void>> = {
  "the epoch is not written when members or subscriptions change"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      consumerGroupHeartbeat(this: Shard, ...given: Parameters<Shard["consumerGroupHeartbeat"]>) {
        const result = realShard.consumerGroupHeartbeat.apply(this, given);
        return { ...result, records: result.records.filter(({ type }) => type !== "consumer-group-metadata") };
      },
    });
  },
  "partitions are handed out before they are given up"() {
    Object.assign(ConsumerGroup.prototype, { partitionEpoch: () => -1 });
  },
  "a fenced member is taken for one of the present epoch"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      consumerGroupHeartbeat(
        this: Shard,
        request: Parameters<Shard["consumerGroupHeartbeat"]>[0],
        ...rest: [Parameters<Shard["consumerGroupHeartbeat"]>[1], Parameters<Shard["consumerGroupHeartbeat"]>[2]]
      ) {
        const member = this.context.groups.consumerGroup(request.groupId)?.members.get(request.memberId);
        const memberEpoch =
          request.memberEpoch > 0 ? (member?.memberEpoch ?? request.memberEpoch) : request.memberEpoch;
        return realShard.consumerGroupHeartbeat.call(this, { ...request, memberEpoch }, ...rest);
      },
    });
  },
  "a heartbeat does not put off the end of the session"() {
    Object.assign(CoordinatorTimers.prototype, {
      schedule(this: CoordinatorTimers<unknown>, key: string, deadlineMs: number, event: unknown) {
        if (key.startsWith("session") && this.deadlineOf(key) !== undefined) return;
        realTimers.schedule.call(this, key, deadlineMs, event as never);
      },
    });
  },
  "a departed member keeps its target"() {
    Object.assign(ConsumerGroup.prototype, {
      replayTargetAssignment(this: ConsumerGroup, ...given: Parameters<ConsumerGroup["replayTargetAssignment"]>) {
        if (given[1] !== null) realGroup.replayTargetAssignment.apply(this, given);
      },
    });
  },
  "regular expressions are not resolved again for new topics"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      onTopicsChanged(this: Shard, change: Parameters<Shard["onTopicsChanged"]>[0]) {
        realShard.onTopicsChanged.call(this, { ...change, hasNewTopics: false });
      },
    });
  },
  "groups are not told that their topics have changed"() {
    Object.assign(ConsumerGroup.prototype, { requestMetadataRefresh() {} });
  },
  "sessions never end"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      onTimer(this: Shard, ...given: Parameters<Shard["onTimer"]>) {
        if (given[0].kind === "consumer-fence") return { records: [], response: undefined };
        return realShard.onTimer.apply(this, given);
      },
    });
  },
  "state changes that no record says"() {
    Object.assign(GroupCoordinatorShard.prototype, {
      consumerGroupHeartbeat(this: Shard, ...given: Parameters<Shard["consumerGroupHeartbeat"]>) {
        const result = realShard.consumerGroupHeartbeat.apply(this, given);
        this.context.groups.consumerGroup(given[0].groupId)?.metadataHash.set(7n);
        return result;
      },
    });
  },
};

describe("the simulation of consumer groups finds out", () => {
  for (const [name, breakRule] of Object.entries(MUTANTS)) {
    it(name, () => {
      breakRule();
      try {
        assert.throws(() => {
          for (let seed = 1; seed <= 16; seed++) new ConsumerWorld(seed).run(STEPS);
        });
      } finally {
        Object.assign(GroupCoordinatorShard.prototype, realShard);
        Object.assign(ConsumerGroup.prototype, realGroup);
        Object.assign(CoordinatorTimers.prototype, realTimers);
      }
    });
  }
});
