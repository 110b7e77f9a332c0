// 10,000 groups on 100 partitions each, with full windows: what the store takes of memory, what a commit, a status and a scrape cost.
//   node --expose-gc --conditions=@ottla/source packages/lag/bench/many-groups.bench.ts [groups] [partitions]
import { evaluateGroup } from "../src/evaluation/group-status.ts";
import { prometheusText } from "../src/export/prometheus.ts";
import { Silences } from "../src/notify/silences.ts";
import { ClusterStore } from "../src/store/cluster-store.ts";
import { CommitWindows } from "../src/store/commit-windows.ts";

const groups = Number(process.argv[2] ?? 10_000);
const partitions = Number(process.argv[3] ?? 100);
const INTERVALS = 10;
const T0 = 1_700_000_000_000;
const MEBIBYTE = 1_048_576;
const OPTIONS = { intervals: INTERVALS, allowedLag: 0, minimumComplete: 0, youngGraceMs: 0 };

function memory(): string {
  globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const mebibytes = [rss, heapUsed, arrayBuffers].map((bytes) => Math.round(bytes / MEBIBYTE));
  return `rss ${mebibytes[0]} MiB, heap ${mebibytes[1]} MiB, array buffers ${mebibytes[2]} MiB`;
}

function timed(what: string, count: number, run: () => void): void {
  const from = performance.now();
  run();
  const ms = performance.now() - from;
  process.stdout.write(`${what}: ${ms.toFixed(0)} ms, ${((1000 * ms) / count).toFixed(2)} µs each\n`);
}

process.stdout.write(`${groups} groups × ${partitions} partitions × ${INTERVALS} commits\nempty: ${memory()}\n`);
const store = new ClusterStore(new CommitWindows(INTERVALS), {
  expireGroupMs: 604_800_000,
  minDistanceMs: 0,
  acceptsGroup: () => true,
});
for (let partition = 0; partition < partitions; partition++) {
  store.onEndOffset({ topic: "t", partition, partitionCount: partitions, offset: 1_000_000, timeMs: T0 });
}
let order = 0;
timed("commits", groups * partitions * INTERVALS, () => {
  for (let round = 0; round < INTERVALS; round++) {
    const timestampMs = T0 + 5_000 * round;
    for (let group = 0; group < groups; group++) {
      for (let partition = 0; partition < partitions; partition++) {
        const offset = 900_000 + 10 * round;
        store.onCommit({ group: `g${group}`, topic: "t", partition, offset, order: order++, timestampMs }, timestampMs);
      }
    }
  }
});
process.stdout.write(`full: ${memory()}\n`);
const nowMs = T0 + 50_000;
timed("statuses", groups, () => {
  for (const group of store.groups()) evaluateGroup({ cluster: "c", group }, store.partitionsOf(group), OPTIONS, nowMs);
});
let chars = 0;
timed("one scrape", 1, () => {
  const watched = { clusters: new Map([["c", store]]), options: OPTIONS, silences: new Silences(), nowMs };
  for (const piece of prometheusText(watched, [])) chars += piece.length;
});
process.stdout.write(`${Math.round(chars / MEBIBYTE)} MiB of text; after it: ${memory()}\n`);
