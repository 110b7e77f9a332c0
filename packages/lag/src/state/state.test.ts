// What a monitor knew before it was restarted it knows afterwards: through the records of the state topic, and only as far as the cluster confirms it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { evaluateGroup } from "../evaluation/group-status.ts";
import type { GroupStatus } from "../evaluation/group-status.ts";
import { ClusterStore } from "../store/cluster-store.ts";
import type { OffsetCommit } from "../store/cluster-store.ts";
import { CommitWindows } from "../store/commit-windows.ts";
import { EXPIRE_GROUP_MS, INTERVALS } from "../testing/options.ts";
import { Capture } from "./capture.ts";
import { RestoredCommits } from "./restored-commits.ts";
import { parseCommits, parseEnds, parseIncident, parseKey, parseSilence } from "./state-record.ts";

const NOW = 1_700_000_000_000;
const OPTIONS = { intervals: INTERVALS, allowedLag: 0, minimumComplete: 0, youngGraceMs: 0 };
const EVERY = (): boolean => true;
const encoder = new TextEncoder();

function newStore(): ClusterStore {
  const options = { expireGroupMs: EXPIRE_GROUP_MS, minDistanceMs: 0, acceptsGroup: EVERY };
  return new ClusterStore(new CommitWindows(INTERVALS), options);
}

function status(store: ClusterStore, group: string, nowMs: number): GroupStatus {
  return evaluateGroup({ cluster: "c", group }, store.partitionsOf(group), OPTIONS, nowMs);
}

/** What stands in the topic. */
class Topic {
  readonly values: Map<string, string> = new Map();

  write(capture: Capture, nowMs: number): number {
    let count = 0;
    for (const [key, value] of capture.changes(nowMs)) {
      count++;
      if (value === null) this.values.delete(key);
      else this.values.set(key, value);
    }
    return count;
  }

  /** A new store with the ends, and the commits that wait for confirmation. */
  restored(): { store: ClusterStore; commits: RestoredCommits } {
    const store = newStore();
    const commits = new RestoredCommits(store);
    for (const [text, value] of this.values) {
      const key = parseKey(text);
      if (key?.kind === "ends") store.restoreEnds(key.topic, parseEnds(value) ?? assert.fail(text));
      if (key?.kind === "commits") commits.keep(key.group, key.topic, text, encoder.encode(value));
    }
    return { store, commits };
  }
}

/** A cluster with a log of commits, and a monitor that has seen all of it. */
function history(seed: number): { store: ClusterStore; log: OffsetCommit[]; nowMs: number; ends: Map<number, number> } {
  const random = new Prng(seed);
  const store = newStore();
  const log: OffsetCommit[] = [];
  const ends = new Map<number, number>();
  let nowMs = NOW;
  store.onTopicId("t", "id");
  for (let step = 0; step < 200; step++) {
    nowMs += randomBelow(random, 3_000);
    const partition = randomBelow(random, 3);
    ends.set(partition, (ends.get(partition) ?? 0) + randomBelow(random, 20));
    store.onEndOffset({ topic: "t", partition, partitionCount: 3, offset: ends.get(partition) ?? 0, timeMs: nowMs });
    const group = `g${randomBelow(random, 2)}`;
    const before = log.findLast((one) => one.group === group && one.partition === partition)?.offset ?? 0;
    const offset = Math.min(ends.get(partition) ?? 0, before + randomBelow(random, 15));
    const commit = { group, topic: "t", partition, offset, order: step, timestampMs: nowMs, topicId: "id" };
    log.push(commit);
    store.onCommit(commit, nowMs);
  }
  return { store, log, nowMs, ends };
}

/** Of a compacted log the newest commit of each group on each partition is left. */
function compacted(log: readonly OffsetCommit[]): OffsetCommit[] {
  const newest = new Map(log.map((one) => [`${one.group} ${one.partition}`, one]));
  return log.filter((one) => newest.get(`${one.group} ${one.partition}`) === one);
}

function pollEnds(store: ClusterStore, ends: ReadonlyMap<number, number>, timeMs: number): void {
  store.onTopicId("t", "id");
  for (const [partition, offset] of ends)
    store.onEndOffset({ topic: "t", partition, partitionCount: 3, offset, timeMs });
}

describe("a restart", () => {
  for (const isCompacted of [true, false]) {
    it(`changes no status, whether the offsets topic is compacted (${isCompacted}) or not`, () => {
      for (let seed = 1; seed <= 50; seed++) {
        const { store, log, nowMs, ends } = history(seed);
        const topic = new Topic();
        topic.write(new Capture("c", store, INTERVALS), nowMs);
        const { store: restored, commits } = topic.restored();
        pollEnds(store, ends, nowMs + 1_000);
        pollEnds(restored, ends, nowMs + 1_000);
        for (const commit of isCompacted ? compacted(log) : log) restored.onCommit(commit, nowMs + 2_000);
        commits.onCaughtUp(EVERY, true);
        for (const group of ["g0", "g1"]) {
          for (const later of [2_000, 20_000, 200_000]) {
            const [before, after] = [store, restored].map((one) => status(one, group, nowMs + later));
            const seen = ({ partitions, ...rest }: GroupStatus): unknown => ({
              ...rest,
              maxLag: null,
              // When a commit that was read anew was seen is another time.
              partitions: partitions.map(({ start, end, ...one }) => ({
                ...one,
                lags: [start?.lag, end?.lag],
                offsets: [start?.offset, end?.offset],
              })),
            });
            assert(before !== undefined && after !== undefined);
            assert.deepEqual(seen(after), seen(before), `seed ${seed}`);
          }
        }
      }
    });
  }

  it("knows the lag of commits from while it was away, read off the ends before and after", () => {
    const { store, nowMs, ends } = history(1);
    const topic = new Topic();
    topic.write(new Capture("c", store, INTERVALS), nowMs);
    const { store: restored, commits } = topic.restored();
    const end = ends.get(0) ?? 0;
    const lastMs = store.ends("t", 0)?.samples().at(-1)?.[1] ?? 0;
    pollEnds(restored, new Map([[0, end + 100]]), lastMs + 10_000);
    const commit = { group: "g0", topic: "t", partition: 0, offset: end + 20, order: 999, timestampMs: lastMs + 5_000 };
    restored.onCommit(commit, lastMs + 11_000);
    commits.onCaughtUp(EVERY, true);
    assert.equal(status(restored, "g0", lastMs + 11_000).partitions[0]?.end?.lag, 30);
    // Without a history it is not known.
    const fresh = newStore();
    pollEnds(fresh, new Map([[0, end + 100]]), lastMs + 10_000);
    fresh.onCommit(commit, lastMs + 11_000);
    assert.equal(status(fresh, "g0", lastMs + 11_000).partitions[0]?.end?.lag, null);
  });

  it("forgets groups that the cluster has forgotten, and what came before a group's removal", () => {
    const { store, log, nowMs, ends } = history(2);
    const topic = new Topic();
    topic.write(new Capture("c", store, INTERVALS), nowMs);
    const { store: restored, commits } = topic.restored();
    pollEnds(restored, ends, nowMs);
    const left = log.filter((one) => one.group === "g1");
    for (const commit of left) restored.onCommit(commit, nowMs);
    commits.onCaughtUp(EVERY, true);
    assert.deepEqual(restored.groups(), ["g1"]);

    const again = topic.restored();
    pollEnds(again.store, ends, nowMs);
    again.commits.onGroupRemoved("g1", 500);
    const anew = { group: "g1", topic: "t", partition: 0, offset: 3, order: 501, timestampMs: nowMs };
    again.store.onCommit(anew, nowMs);
    again.commits.onCaughtUp(EVERY, true);
    assert.equal(again.store.storedWindow("g1", "t", 0)?.length, 1);
  });

  it("does not go on in another log, or another topic of that name", () => {
    const { store, nowMs, ends } = history(3);
    const topic = new Topic();
    topic.write(new Capture("c", store, INTERVALS), nowMs);
    const other = topic.restored();
    pollEnds(other.store, ends, nowMs);
    // The offsets topic was made anew: its places begin at 0 again.
    for (let order = 0; order < 3; order++)
      other.store.onCommit(
        { group: "g0", topic: "t", partition: 0, offset: order, order, timestampMs: nowMs + order },
        nowMs,
      );
    other.commits.onCaughtUp(EVERY, true);
    assert.equal(other.store.storedWindow("g0", "t", 0)?.length, 3);

    const moved = topic.restored();
    moved.store.onTopicId("t", "another id");
    assert.equal(moved.store.ends("t", 0), undefined);
    moved.store.onEndOffset({ topic: "t", partition: 0, partitionCount: 3, offset: 5, timeMs: nowMs });
    moved.store.onCommit({ group: "g0", topic: "t", partition: 0, offset: 1, order: 900, timestampMs: nowMs }, nowMs);
    moved.commits.onCaughtUp(EVERY, true);
    assert.equal(moved.store.storedWindow("g0", "t", 0)?.length, 1);
  });

  it("a group that is asked for goes on where it was, topic by topic", () => {
    const { store, nowMs } = history(4);
    const topic = new Topic();
    topic.write(new Capture("c", store, INTERVALS), nowMs);
    const { store: restored, commits } = topic.restored();
    commits.onSeen("g0", "other");
    assert.equal(restored.newestOffset("g0", "t", 0), undefined);
    commits.onSeen("g0", "t");
    assert.equal(restored.newestOffset("g0", "t", 0), store.newestOffset("g0", "t", 0));
  });
});

describe("what is written", () => {
  it("is what has changed, and what is gone is taken away", () => {
    const { store, nowMs, ends } = history(5);
    const topic = new Topic();
    const capture = new Capture("c", store, INTERVALS);
    assert.equal(topic.write(capture, nowMs), 3, "the ends, and two groups");
    assert.equal(topic.write(capture, nowMs), 0);
    const commit = { group: "g0", topic: "t", partition: 0, offset: ends.get(0) ?? 0, order: 900, timestampMs: nowMs };
    store.onCommit(commit, nowMs);
    assert.equal(topic.write(capture, nowMs), 1);
    assert.equal(topic.write(capture, nowMs + 600_000), 1, "ends that did not move, after ten minutes");
    capture.forget();
    assert.equal(topic.write(capture, nowMs + 600_000), 3);
    store.onGroupDeleted("g0");
    assert.equal(topic.write(capture, nowMs + 600_000), 1);
    assert.deepEqual(
      [...topic.values.keys()].map((key) => (JSON.parse(key) as unknown[]).slice(0, 3)),
      [
        ["ends", "c", "t"],
        ["commits", "c", "g1"],
      ],
    );
  });

  it("stays small, however many partitions there are", () => {
    const store = newStore();
    for (let partition = 0; partition < 1_000; partition++) {
      store.onEndOffset({ topic: "t", partition, partitionCount: 1_000, offset: 2 ** 50, timeMs: NOW });
      for (let order = 0; order < 20; order++)
        store.onCommit({ group: "g", topic: "t", partition, offset: 0, order, timestampMs: NOW + order }, NOW);
    }
    const topic = new Topic();
    topic.write(new Capture("c", store, INTERVALS), NOW);
    assert.equal(topic.values.size, 40);
    assert(Math.max(...[...topic.values.values()].map((value) => value.length)) < 100_000);
  });

  it("that is none of ours, or damaged, is passed over", () => {
    for (const text of ["", "{}", "[]", '["x","y"]', '["commits","c","g"]', '["silence",5]', "["])
      assert.equal(parseKey(text), undefined, text);
    for (const text of ["", "null", "[]", "{}", '{"count":1,"partitions":{"1":[[],[],[],[],[]]}}'])
      assert.deepEqual([parseCommits(text), parseEnds(text)], [undefined, undefined], text);
    assert.equal(parseCommits('{"count":1,"partitions":{"0":[[1],[1],[1],[1],[]]}}'), undefined);
    assert.equal(parseCommits('{"count":1,"partitions":{"0":[[1],[1],["1"],[1],[0]]}}'), undefined);
    assert.equal(parseEnds('{"count":1,"partitions":{"0":[[1],[1,2]]}}'), undefined);
    assert.deepEqual([parseIncident("{}"), parseSilence('{"group":"x"}')], [undefined, undefined]);
  });
});
