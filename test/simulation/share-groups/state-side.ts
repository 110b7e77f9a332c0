// The share coordinator in the simulation: state is made, taken over, written, deleted, and its log is pruned; an oracle knows what every
// leader must be told.
import assert from "node:assert/strict";
import type { Prng, Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { ShareFixture as StateFixture } from "../../../packages/share-coordinator/src/testing/share-fixture.ts";
import { shareCoordinatorKey, type SharePartitionKey } from "@ottla/share-coordinator";
import { StateOracle } from "./state-oracle.ts";

const UPDATES_PER_SNAPSHOT = 4;

export interface StateCounts {
  initializations: number;
  takeovers: number;
  writes: number;
  fencedWrites: number;
  prunes: number;
}

/** A leader of a partition, as it was when it took over. */
interface Leader {
  readonly key: SharePartitionKey;
  readonly leaderEpoch: number;
  readonly stateEpoch: number;
}

export class StateSide {
  readonly fixture: StateFixture = new StateFixture({ updatesPerSnapshot: UPDATES_PER_SNAPSHOT });
  readonly counts: StateCounts = { initializations: 0, takeovers: 0, writes: 0, fencedWrites: 0, prunes: 0 };
  readonly #random: Prng;
  readonly #oracle = new StateOracle();
  /** Newest last, by partition. */
  readonly #leaders = new Map<string, Leader[]>();

  constructor(random: Prng) {
    this.#random = random;
    this.fixture.partitionCounts.clear();
  }

  has(key: SharePartitionKey): boolean {
    return this.fixture.shard.stateOf(key) !== undefined;
  }

  /** Whether it has been made. */
  initialize(key: SharePartitionKey, stateEpoch: number, startOffset: number, canFail: boolean): boolean {
    const { shard, time } = this.fixture;
    this.counts.initializations++;
    const result = shard.initializeState(key, { stateEpoch, startOffset }, time);
    if (canFail && this.#below(8) === 0) {
      this.fixture.fail(result);
      return false;
    }
    if (this.fixture.run(result).errorCode !== ErrorCode.NONE) return false;
    this.#oracle.initialized(key, stateEpoch, startOffset);
    return true;
  }

  delete(key: SharePartitionKey): void {
    assert.equal(this.fixture.run(this.fixture.shard.deleteState(key)).errorCode, ErrorCode.NONE);
    this.#oracle.deleted(key);
    this.#leaders.delete(shareCoordinatorKey(key));
  }

  /** The topics are as they are now; some are gone. */
  setTopics(partitionCounts: ReadonlyMap<Uuid, number>): void {
    const known = this.fixture.partitionCounts;
    const gone = new Set([...known.keys()].filter((topicId) => !partitionCounts.has(topicId)));
    known.clear();
    for (const [topicId, count] of partitionCounts) known.set(topicId, count);
    this.fixture.run(this.fixture.shard.onTopicsDeleted(gone));
    for (const topicId of gone) this.#oracle.topicDeleted(topicId);
    for (const [name, [leader]] of this.#leaders) if (gone.has(leader!.key.topicId)) this.#leaders.delete(name);
  }

  check(): void {
    for (const { key } of this.fixture.shard.states()) {
      assert(this.fixture.partitionCounts.has(key.topicId), `there is state of a topic that is gone: ${key.topicId}`);
    }
  }

  /** Another leader reads what is known of a partition, and the ones before it are fenced. */
  takeOver(key: SharePartitionKey): void {
    const name = shareCoordinatorKey(key);
    const leaders = this.#leaders.get(name) ?? [];
    const leaderEpoch = (leaders.at(-1)?.leaderEpoch ?? 0) + 1;
    const { shard, time } = this.fixture;
    const result = shard.readState(key, leaderEpoch, time);
    if (this.#below(8) === 0) {
      this.fixture.fail(result);
      return;
    }
    const read = this.fixture.run(result);
    if (read.errorCode !== ErrorCode.NONE) {
      assert(!this.#oracle.has(key), `${name} has state and cannot be read: ${read.errorCode} ${read.errorMessage}`);
      return;
    }
    this.counts.takeovers++;
    this.#oracle.check(key, read);
    this.#leaders.set(name, [...leaders.slice(-2), { key, leaderEpoch, stateEpoch: read.stateEpoch }]);
  }

  write(): void {
    const all = [...this.#leaders.values()];
    const leaders = all[this.#below(Math.max(1, all.length))];
    const leader = leaders?.[this.#below(leaders.length)];
    if (leaders === undefined || leader === undefined) return;
    const { key, leaderEpoch, stateEpoch } = leader;
    const from = Math.max(0, this.#oracle.startOffsetOf(key));
    const startOffset = this.#below(4) === 0 ? -1 : from + this.#below(4);
    const stateBatches = Array.from({ length: this.#below(4) }, () => {
      const firstOffset = from + this.#below(20);
      const deliveryState = [0, 2, 4][this.#below(3)]!;
      return {
        firstOffset,
        lastOffset: firstOffset + this.#below(6),
        deliveryState,
        deliveryCount: 1 + this.#below(5),
      };
    });
    const { shard, time } = this.fixture;
    const deliveryCompleteCount = this.#below(10);
    const request = { stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
    const result = shard.writeState(key, request, time);
    if (this.#below(8) === 0) {
      this.fixture.fail(result);
      return;
    }
    const { errorCode } = this.fixture.run(result);
    if (errorCode === ErrorCode.NONE) {
      const isNewest = leaders.at(-1) === leader;
      const where = shareCoordinatorKey(key);
      assert(isNewest, `the leader of epoch ${leaderEpoch} of ${where} is fenced`);
      assert.equal(stateEpoch, this.#oracle.stateEpochOf(key), `the state of ${where} has been made anew`);
      this.counts.writes++;
      this.#oracle.written(key, { startOffset, stateBatches });
    } else {
      this.counts.fencedWrites++;
      assert(errorCode !== ErrorCode.FENCED_LEADER_EPOCH || leaders.at(-1) !== leader, "the newest leader may write");
    }
  }

  /** What no load needs goes: a shard made from the rest knows the same, but for how often it was written and what a deleted state forbade. */
  prune(): void {
    const offset = this.fixture.shard.lastRedundantOffset().response;
    if (offset === undefined) return;
    this.counts.prunes++;
    const before = this.#knownStates();
    this.fixture.prune(offset);
    this.fixture.reload();
    // Who led before is not known any more where the state was made anew since.
    for (const [name, leaders] of this.#leaders) this.#leaders.set(name, leaders.slice(-1));
    assert.deepEqual(this.#knownStates(), before, `nothing before offset ${offset} is needed`);
  }

  #knownStates(): unknown[] {
    return [...this.fixture.shard.states()]
      .map((state) => {
        const { updateCount: _, highestLeaderEpoch: __, highestStateEpoch: ___, ...known } = state;
        return known;
      })
      .sort((a, b) => (shareCoordinatorKey(a.key) < shareCoordinatorKey(b.key) ? -1 : 1));
  }

  #below(bound: number): number {
    return this.#random.uint32() % bound;
  }
}
