// Measures a live topic: how fast it is written, now and in its busiest time; how fast a group reads while it has enough to do; and, where no group
// shows that, how fast a consumer of our own can read.
import { setTimeout as sleep } from "node:timers/promises";
import { OffsetSpec } from "@ottla/client";
import type { Admin, Consumer, TopicPartition } from "@ottla/client";
import type { Progress } from "../../progress.ts";

/** How often the offsets are looked at, in ms. */
const LOOK_MS = 500;
/** Into how many parts the history is cut to find the busiest. */
const HISTORY_PARTS = 48;
const POLL_MS = 500;
/** A group that is no further behind than this many records keeps up: it waits for records, not they for it. */
const KEEPS_UP_LAG = 1;

export interface ProducerMeasure {
  /** Records a second while it was watched. */
  readonly liveRate: number;
  /** Records a second in the busiest part of the history. */
  readonly busiestRate: number;
  readonly busiestFromMs: number;
  readonly partMs: number;
  /** Of the busiest partition, of all that the history or the watching showed; NaN where nothing came. */
  readonly busiestShare: number;
  readonly busiestPartition: number;
}

export interface GroupMeasure {
  readonly members: number;
  /** Records a second of all members together, in partitions that had a lag all the time. */
  readonly rate: number;
  /** Members that such partitions belong to; 0: the group keeps up, and what it could do is not seen. */
  readonly busyMembers: number;
}

export type Offsets = ReadonlyMap<number, number>;

export async function offsetsAt(
  admin: Admin,
  partitions: readonly TopicPartition[],
  spec: number,
): Promise<Map<number, number>> {
  const found = await admin.listOffsets(partitions.map((one) => ({ ...one, spec })));
  return new Map(partitions.map((one) => [one.partition, found.value(one).offset]));
}

/** Where each partition was at times of the past; where no record is that new, at its end. */
async function history(
  admin: Admin,
  partitions: readonly TopicPartition[],
  { ends, historyMs, nowMs }: { readonly ends: Offsets; readonly historyMs: number; readonly nowMs: number },
): Promise<{ readonly atMs: number; readonly offsets: Offsets }[]> {
  const points: { atMs: number; offsets: Offsets }[] = [];
  for (let part = 0; part < HISTORY_PARTS; part++) {
    const atMs = nowMs - historyMs + Math.round((part * historyMs) / HISTORY_PARTS);
    const found = await offsetsAt(admin, partitions, atMs);
    const offsets = new Map(
      [...found].map(([partition, offset]) => [partition, offset === -1 ? (ends.get(partition) ?? 0) : offset]),
    );
    points.push({ atMs, offsets });
  }
  points.push({ atMs: nowMs, offsets: ends });
  return points;
}

function sumOf(from: Offsets, to: Offsets): number {
  let sum = 0;
  for (const [partition, offset] of to) sum += Math.max(0, offset - (from.get(partition) ?? offset));
  return sum;
}

function busiestPartition(from: Offsets, to: Offsets): { readonly partition: number; readonly share: number } {
  const total = sumOf(from, to);
  let best = { partition: -1, count: 0 };
  for (const [partition, offset] of to) {
    const count = offset - (from.get(partition) ?? offset);
    if (count > best.count) best = { partition, count };
  }
  return { partition: best.partition, share: total === 0 ? Number.NaN : best.count / total };
}

/** What a group has committed, as often as it was looked. */
class CommitWatch {
  readonly #first = new Map<number, { readonly atMs: number; readonly offset: number }>();
  readonly #last = new Map<number, { readonly atMs: number; readonly offset: number }>();
  readonly #keptUp = new Set<number>();

  look(committed: Offsets, ends: Offsets, atMs: number): void {
    for (const [partition, offset] of committed) {
      if ((ends.get(partition) ?? offset) - offset <= KEEPS_UP_LAG) this.#keptUp.add(partition);
      const last = this.#last.get(partition);
      if (last?.offset === offset) continue;
      // Commits come in steps: time counts from one step to another, not from when somebody began to look.
      if (last !== undefined && !this.#first.has(partition)) this.#first.set(partition, { atMs, offset });
      this.#last.set(partition, { atMs, offset });
    }
  }

  /** Records a second of each partition that had a lag all the time. */
  rates(): Map<number, number> {
    const rates = new Map<number, number>();
    for (const [partition, first] of this.#first) {
      const last = this.#last.get(partition);
      if (last === undefined || last.atMs <= first.atMs || this.#keptUp.has(partition)) continue;
      rates.set(partition, ((last.offset - first.offset) * 1_000) / (last.atMs - first.atMs));
    }
    return rates;
  }
}

interface Watched {
  readonly admin: Admin;
  readonly partitions: readonly TopicPartition[];
  readonly group: string | undefined;
  readonly durationMs: number;
  readonly historyMs: number;
  readonly progress: Progress;
}

async function committedOf(admin: Admin, group: string, topic: string): Promise<Offsets> {
  const found = (await admin.listConsumerGroupOffsets([group])).value(group);
  return new Map(
    found.flatMap((one) =>
      one.topic === topic && one.committed !== null ? [[one.partition, one.committed.offset] as const] : [],
    ),
  );
}

async function groupMeasure(admin: Admin, group: string, topic: string, watch: CommitWatch): Promise<GroupMeasure> {
  const { members } = (await admin.describeConsumerGroups([group])).value(group);
  const rates = watch.rates();
  const owns = members.map(({ assignment }) =>
    assignment.filter((one) => one.topic === topic).map((one) => one.partition),
  );
  const busy = owns.filter((partitions) => partitions.some((partition) => rates.has(partition)));
  const rate = busy.flat().reduce((sum, partition) => sum + (rates.get(partition) ?? 0), 0);
  return { members: owns.filter((partitions) => partitions.length > 0).length, rate, busyMembers: busy.length };
}

/** Watches topic and group for the time that was asked for. */
export async function watchTopic(
  watched: Watched,
): Promise<{ producers: ProducerMeasure; group: GroupMeasure | undefined }> {
  const { admin, partitions, group, durationMs, historyMs, progress } = watched;
  const topic = partitions[0]?.topic ?? "";
  const watch = new CommitWatch();
  const beganMs = Date.now();
  const first = await offsetsAt(admin, partitions, OffsetSpec.LATEST);
  let ends = first;
  for (let nowMs = beganMs; ; nowMs = Date.now()) {
    if (group !== undefined) watch.look(await committedOf(admin, group, topic), ends, nowMs);
    progress.update(nowMs - beganMs);
    if (nowMs - beganMs >= durationMs) break;
    await sleep(Math.min(LOOK_MS, durationMs - (nowMs - beganMs)));
    ends = await offsetsAt(admin, partitions, OffsetSpec.LATEST);
  }
  const endedMs = Date.now();
  const liveRate = (sumOf(first, ends) * 1_000) / Math.max(1, endedMs - beganMs);
  const points = await history(admin, partitions, { ends, historyMs, nowMs: endedMs });
  const partMs = historyMs / HISTORY_PARTS;
  let busiest = { rate: 0, fromMs: endedMs };
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) continue;
    const rate = (sumOf(before.offsets, point.offsets) * 1_000) / partMs;
    if (rate > busiest.rate) busiest = { rate, fromMs: before.atMs };
  }
  const { share, partition } = busiestPartition(points[0]?.offsets ?? first, ends);
  return {
    producers: {
      liveRate,
      busiestRate: busiest.rate,
      busiestFromMs: busiest.fromMs,
      partMs,
      busiestShare: share,
      busiestPartition: partition,
    },
    group: group === undefined ? undefined : await groupMeasure(admin, group, topic, watch),
  };
}

export interface TrialMeasure {
  readonly records: number;
  /** Records a second, first to last. */
  readonly rate: number;
  /** The share of records with a key. */
  readonly keyedShare: number;
}

/** Reads the partitions from their start as fast as it goes, without a group, for at most so long. */
export async function trialRun(
  consumer: Consumer,
  partitions: readonly TopicPartition[],
  durationMs: number,
  progress: Progress,
): Promise<TrialMeasure> {
  consumer.assign([...partitions]);
  consumer.seekToBeginning([...partitions]);
  const beganMs = performance.now();
  let firstMs: number | undefined;
  let lastMs = beganMs;
  let [records, keyed] = [0, 0];
  for (let nowMs = beganMs; nowMs - beganMs < durationMs; nowMs = performance.now()) {
    const polled = await consumer.poll({ timeoutMs: Math.min(POLL_MS, durationMs - (nowMs - beganMs)) });
    if (polled.count === 0) {
      // All there is has been read.
      if (records > 0) break;
      continue;
    }
    // The time to connect and to find the leaders is not of reading.
    firstMs ??= nowMs;
    for (const record of polled) keyed += Number(record.rawKey !== null);
    records += polled.count;
    lastMs = performance.now();
    progress.update(lastMs - beganMs);
  }
  const seconds = (lastMs - (firstMs ?? lastMs)) / 1_000;
  return {
    records,
    rate: seconds > 0 ? records / seconds : 0,
    keyedShare: records === 0 ? Number.NaN : keyed / records,
  };
}
