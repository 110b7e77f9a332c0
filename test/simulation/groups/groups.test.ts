// Groups under failure: members come, leave, fall silent and return; appends fail, hang and time out; the coordinator moves.
// A failing run prints its seed; `SEED=n node --conditions=@ottla/source --test test/simulation/groups/groups.test.ts`
// repeats it. The second part proves that the checks can fail: each mutant must be found out.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY_RESULT, respond } from "@ottla/coordinator";
import { GroupCoordinatorShard } from "@ottla/group-coordinator";
import { ErrorCode } from "@ottla/protocol";
import { simulate } from "./group-world.ts";

const SEEDS =
  process.env["SEED"] === undefined ? Array.from({ length: 12 }, (_, i) => i + 1) : [Number(process.env["SEED"])];
const STEPS = 250;

describe("groups under failure", () => {
  for (const seed of SEEDS) {
    it(`seed ${seed}: generations grow, one leads, partitions have one owner, no acknowledged offset is lost`, async (test) => {
      const { observer, transactions } = await simulate({ seed, steps: STEPS });
      const { counts } = observer;
      test.diagnostic(JSON.stringify({ ...counts, transactions }));
      assert.ok(Math.min(transactions.committed, transactions.aborted) > 5, JSON.stringify(transactions));
      assert.ok(counts.syncs > 20 && counts.commits > 20 && counts.fetches > 20, JSON.stringify(counts));
    });
  }
});

type Shard = GroupCoordinatorShard;
const METHODS = [
  "commitOffsets",
  "commitTransactionalOffsets",
  "fetchOffsets",
  "syncGroup",
  "heartbeat",
  "onTimer",
  "replay",
  "replayEndTransactionMarker",
] as const;
type Method = (typeof METHODS)[number];

/** The methods as they are, before any of them is replaced. */
const real = Object.fromEntries(METHODS.map((name) => [name, GroupCoordinatorShard.prototype[name]])) as Pick<
  Shard,
  Method
>;

/** What is wrong with each mutant, and the method that is wrong. */
const MUTANTS: Readonly<Record<string, Partial<Pick<Shard, Method>>>> = {
  "commits of any generation are taken": {
    commitOffsets(this: Shard, request, context, time) {
      const group = this.context.groups.classicGroup(request.groupId, time.nowMs);
      const generationIdOrMemberEpoch = group?.generationId ?? request.generationIdOrMemberEpoch;
      return real.commitOffsets.call(this, { ...request, generationIdOrMemberEpoch }, context, time);
    },
  },
  "commits are acknowledged and forgotten": {
    commitOffsets(this: Shard, request, context, time) {
      const result = real.commitOffsets.call(this, request, context, time);
      return request.topics[0]!.partitions[0]!.committedOffset % 7 === 0 ? { ...result, records: [] } : result;
    },
  },
  "assignments of any generation are handed out": {
    syncGroup(this: Shard, request, waiter, time) {
      const group = this.context.groups.classicGroup(request.groupId, time.nowMs);
      const generationId = group?.generationId ?? request.generationId;
      return real.syncGroup.call(this, { ...request, generationId }, waiter, time);
    },
  },
  "members are not told of a rebalance": {
    heartbeat(this: Shard, request, time) {
      const { response } = real.heartbeat.call(this, request, time);
      const isRebalancing = response.errorCode === ErrorCode.REBALANCE_IN_PROGRESS;
      return respond(isRebalancing ? { errorCode: ErrorCode.NONE } : response);
    },
  },
  "sessions never end": {
    onTimer(this: Shard, event, time) {
      return event.kind === "classic-heartbeat" ? EMPTY_RESULT : real.onTimer.call(this, event, time);
    },
  },
  "generations are not read back": {
    replay(this: Shard, record, position) {
      const value =
        record.type === "group-metadata" && record.value !== null ? { ...record.value, generation: 1 } : null;
      const replayed = record.type === "group-metadata" && value !== null ? { ...record, value } : record;
      real.replay.call(this, replayed, position);
    },
  },
  "offsets of aborted transactions count": {
    replayEndTransactionMarker(this: Shard, producerId) {
      real.replayEndTransactionMarker.call(this, producerId, "commit");
    },
  },
  "offsets of committed transactions do not count": {
    replayEndTransactionMarker(this: Shard, producerId) {
      real.replayEndTransactionMarker.call(this, producerId, "abort");
    },
  },
  "offsets count before their transaction ends": {
    replay(this: Shard, record, { offset }) {
      real.replay.call(this, record, { offset, producerId: -1n });
    },
  },
  "offsets of open transactions are given as stable": {
    fetchOffsets(this: Shard, request, epoch) {
      const { topics = [], ...fetched } = real.fetchOffsets.call(this, request, epoch);
      const stable = topics.map(({ partitions = [], ...topic }) => ({
        ...topic,
        partitions: partitions.map((partition) => ({ ...partition, errorCode: ErrorCode.NONE })),
      }));
      return { ...fetched, topics: stable };
    },
  },
  "offsets are taken into a transaction and forgotten": {
    commitTransactionalOffsets(this: Shard, request, time) {
      const result = real.commitTransactionalOffsets.call(this, request, time);
      return request.topics[0]!.partitions[0]!.committedOffset % 7 === 0 ? { ...result, records: [] } : result;
    },
  },
};

describe("the simulation finds out", () => {
  for (const [name, methods] of Object.entries(MUTANTS)) {
    it(name, async () => {
      Object.assign(GroupCoordinatorShard.prototype, methods);
      try {
        await assert.rejects(async () => {
          for (let seed = 1; seed <= 30; seed++) await simulate({ seed, steps: STEPS });
        });
      } finally {
        Object.assign(GroupCoordinatorShard.prototype, real);
      }
    });
  }
});
