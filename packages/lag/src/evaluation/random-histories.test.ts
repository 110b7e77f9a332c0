// Random histories: what the monitor says must be what a straightforward model of the rules says, after every step.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { ClusterStore } from "../store/cluster-store.ts";
import { CommitWindows } from "../store/commit-windows.ts";
import { LagModel } from "../testing/lag-model.ts";
import type { ModelPartition } from "../testing/lag-model.ts";
import { EXPIRE_GROUP_MS, INTERVALS } from "../testing/options.ts";
import { evaluateGroup } from "./group-status.ts";
import { statusName } from "./status.ts";

const SEEDS = process.env["OTTLA_THOROUGH"] === "1" ? 1_000 : 40;
const STEPS = 400;
const TOPICS = ["orders", "__proto__"];
const GROUPS = ["a", "b"];

interface Run {
  readonly random: Prng;
  readonly store: ClusterStore;
  readonly model: LagModel;
  readonly windows: CommitWindows;
  readonly allowedLag: number;
  readonly minimumComplete: number;
  nowMs: number;
  order: number;
  readonly ends: Map<string, number>;
  readonly offsets: Map<string, number>;
  partitions: number;
}

function begin(seed: number): Run {
  const random = new Prng(seed);
  const pick = (values: readonly number[]): number => values[randomBelow(random, values.length)] ?? 0;
  const minDistanceMs = pick([0, 0, 1_000, 6_000]);
  const allowedLag = pick([0, 0, 3]);
  const minimumComplete = pick([0, 0, 0.3, 1]);
  const windows = new CommitWindows(INTERVALS);
  const acceptsGroup = (): boolean => true;
  return {
    random,
    windows,
    store: new ClusterStore(windows, { expireGroupMs: EXPIRE_GROUP_MS, minDistanceMs, acceptsGroup }),
    model: new LagModel({ minDistanceMs, allowedLag, minimumComplete }),
    allowedLag,
    minimumComplete,
    nowMs: 1_700_000_000_000,
    order: 0,
    ends: new Map(),
    offsets: new Map(),
    partitions: 2,
  };
}

function step(run: Run): void {
  const { random, store, model, nowMs } = run;
  const below = (bound: number): number => randomBelow(random, bound);
  run.nowMs += below(4_000);
  const topic = TOPICS[below(TOPICS.length)] ?? "";
  const group = GROUPS[below(GROUPS.length)] ?? "";
  const partition = below(run.partitions);
  const where = `${topic}-${partition}`;
  const kind = below(100);
  if (kind < 35) {
    const end = (run.ends.get(where) ?? 0) + below(3) * below(8);
    run.ends.set(where, end);
    store.onEndOffset({ topic, partition, partitionCount: run.partitions, offset: end, timeMs: nowMs });
    model.end(topic, partition, run.partitions, end, nowMs);
  } else if (kind < 85) {
    const key = `${group} ${where}`;
    const moved = below(10) === 0 ? -below(6) : below(4) === 0 ? 0 : below(9);
    const offset = Math.max(0, (run.offsets.get(key) ?? 0) + moved);
    run.offsets.set(key, offset);
    run.order++;
    const order = below(12) === 0 ? Math.max(0, run.order - below(40)) : run.order;
    const timestampMs = nowMs - (below(6) === 0 ? below(60_000) : 0);
    const commit = { group, topic, partition, offset, order, timestampMs };
    store.onCommit(commit, nowMs);
    model.commit(commit, nowMs);
  } else if (kind < 90) {
    const owner = `/10.0.0.${below(3)}`;
    store.onOwner(group, { topic, partition }, { host: owner, clientId: "c" });
    model.own(group, topic, partition, owner);
  } else if (kind < 93) {
    store.onOwnersCleared(group);
    model.disown(group);
  } else if (kind < 94) {
    store.onTopicDeleted(topic);
    model.deleteTopic(topic);
    for (let one = 0; one < run.partitions; one++) run.ends.delete(`${topic}-${one}`);
  } else if (kind < 95) {
    store.onGroupDeleted(group);
    model.deleteGroup(group);
  } else if (kind < 96 && run.partitions < 5) {
    run.partitions++;
  } else if (kind < 98) {
    run.nowMs += below(200_000);
  } else if (below(20) === 0) {
    run.nowMs += EXPIRE_GROUP_MS;
  }
}

function said(run: Run, group: string): ModelPartition[] {
  const options = {
    intervals: INTERVALS,
    allowedLag: run.allowedLag,
    minimumComplete: run.minimumComplete,
    youngGraceMs: 0,
  };
  const status = evaluateGroup({ cluster: "c", group }, run.store.partitionsOf(group), options, run.nowMs);
  const stored = [...run.store.partitionsOf(group)];
  return status.partitions.map((one, index) => {
    const commits = stored[index]?.commits;
    return {
      topic: one.topic,
      partition: one.partition,
      status: statusName(one.status),
      lag: one.currentLag,
      complete: one.complete,
      owner: one.owner,
      commits: Array.from({ length: commits?.length ?? 0 }, (_, at) => ({
        offset: commits?.offset(at) ?? 0,
        timestamp: commits?.timestampMs(at) ?? 0,
        observedAt: commits?.observedAtMs(at) ?? 0,
        lag: commits?.lag(at) ?? null,
      })),
    };
  }) as ModelPartition[];
}

function wanted(run: Run, group: string): unknown[] {
  return run.model.evaluate(group, run.nowMs).map((one) => ({
    ...one,
    commits: one.commits.map(({ offset, timestamp, observedAt, lag }) => ({ offset, timestamp, observedAt, lag })),
  }));
}

describe("random histories", () => {
  it(`${SEEDS} of them give what a model of the rules gives`, () => {
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const run = begin(seed);
      for (let at = 0; at < STEPS; at++) {
        step(run);
        for (const group of run.model.groups(run.nowMs)) {
          const partitions = said(run, group);
          assert.deepEqual(partitions, wanted(run, group), `seed ${seed}, step ${at}, group ${group}`);
          for (const { status } of partitions) seen.set(status, (seen.get(status) ?? 0) + 1);
        }
        const kept = run.store.groups().filter((group) => run.store.hasGroup(group, run.nowMs));
        assert.deepEqual(new Set(kept), new Set(run.model.groups(run.nowMs)), `seed ${seed}, step ${at}`);
      }
      for (const group of GROUPS) run.store.onGroupDeleted(group);
      assert.equal(run.windows.count, 0, `seed ${seed}: every window was given back`);
    }
    for (const status of ["OK", "WARN", "STOP", "STALL", "REWIND"]) {
      assert((seen.get(status) ?? 0) > 100, `${status} was seen ${seen.get(status) ?? 0} times`);
    }
  });
});
