// What a real Burrow 1.9.5 had seen when its answers were recorded (fixtures/burrow): commits and ends of partitions, read back from the answers
// themselves; where they show the first and the last commit of a window only, those between are at even distances.
import { lagConfigOf } from "../config/lag-config.ts";
import type { LagConfig } from "../config/lag-config.ts";
import type { ClusterStore } from "../store/cluster-store.ts";

/** The configuration it ran with, as far as answers show it. */
export const RECORDED_CONFIG: object = {
  general: { pidfile: "/var/lib/run/burrow.pid", "access-control-allow-origin": "*" },
  logging: { filename: "/var/lib/run/burrow.log", level: "info" },
  "client-profile": { ops: { "client-id": "burrow-ops" } },
  cluster: {
    local: {
      "class-name": "kafka",
      servers: ["127.0.0.1:19092"],
      "client-profile": "ops",
      "topic-refresh": 10,
      "offset-refresh": 2,
    },
  },
  consumer: {
    local: { "class-name": "kafka", cluster: "local", servers: ["127.0.0.1:19092"], "client-profile": "ops" },
  },
  storage: { default: { "class-name": "inmemory" } },
  evaluator: { default: { "class-name": "caching", "expire-cache": 2 } },
  httpserver: { default: { address: "127.0.0.1:18000" } },
};

export function recordedConfig(): LagConfig {
  return lagConfigOf(RECORDED_CONFIG);
}

/** When most answers were recorded: Sun, 22 Nov 2026 19:30:50 GMT. */
export const RECORDED_MS = 1_795_375_850_400;

const TOPIC = "ops-orders";
const PARTITIONS = 3;
const INTERVALS = 10;

interface Series {
  readonly group: string;
  readonly partitions: readonly number[];
  readonly times: readonly number[];
  /** First and last offset, first and last lag. */
  readonly offsets: readonly [number, number] | readonly number[];
  readonly lags: readonly [number, number];
  /** Seconds at which it was seen, where that is not when it was committed. */
  readonly seenAt?: readonly number[];
}

const OK_TIMES = [789_667, 793_694, 797_713, 801_736, 805_754, 809_777, 813_802, 817_820, 821_884, 825_906].map(
  absolute,
);
const LIVE_TIMES = [781_961, 786_961, 791_961, 796_961, 801_962, 806_981, 811_982, 816_981, 821_981, 841_896].map(
  absolute,
);

function absolute(ms: number): number {
  return 1_795_375_000_000 + ms;
}

/** The times of group ops-ok, moved so that first and last are as given. */
function between(first: number, last: number): number[] {
  const times = OK_TIMES.map((time) => time + (absolute(first) - (OK_TIMES[0] ?? 0)));
  times[INTERVALS - 1] = absolute(last);
  return times;
}

const STOP_TIMES = even(absolute(720_795), absolute(730_141), INTERVALS);

function even(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.round(first + ((last - first) * index) / (count - 1)));
}

const LIVE_OFFSETS = [640, 670, 700, 730, 790, 820, 850, 880, 940, 940];
const CURRENT = { offsets: [670, 940], lags: [0, 0] } as const;

const SERIES: readonly Series[] = [
  {
    group: "ops-stop",
    partitions: [0, 1, 2],
    times: STOP_TIMES,
    offsets: [32, 41],
    lags: [98, 159],
    // The first was committed before the monitor had started, and seen with the end as it was then.
    seenAt: STOP_TIMES.map((time) => Math.max(time, absolute(722_000))),
  },
  {
    group: "ops-young",
    partitions: [0],
    times: [absolute(729_110), absolute(732_212)],
    offsets: [15, 18],
    lags: [165, 202],
  },
  { group: "ops-live", partitions: [0, 1, 2], times: LIVE_TIMES, offsets: LIVE_OFFSETS, lags: [0, 0] },
  { group: "ops-ok", partitions: [0, 1, 2], times: OK_TIMES, ...CURRENT },
  { group: "ops-warn", partitions: [0], times: between(789_672, 825_910), offsets: [118, 172], lags: [552, 768] },
  { group: "ops-warn", partitions: [1, 2], times: between(789_672, 825_910), ...CURRENT },
  { group: "ops-stall", partitions: [0], times: between(789_678, 825_914), offsets: [20, 20], lags: [650, 920] },
  { group: "ops-stall", partitions: [1, 2], times: between(789_678, 825_914), ...CURRENT },
  {
    group: "ops-rewind",
    partitions: [0],
    times: between(789_684, 825_916),
    offsets: [315, 330, 345, 360, 375, 20, 30, 40, 50, 60],
    lags: [355, 880],
  },
  { group: "ops-rewind", partitions: [1, 2], times: between(789_684, 825_916), ...CURRENT },
];

interface Event {
  readonly timeMs: number;
  readonly seenMs: number;
  readonly group: string;
  readonly partition: number;
  readonly offset: number;
  readonly end: number;
}

function eventsOf({ group, partitions, times, offsets, lags, seenAt }: Series): Event[] {
  const between = (pair: readonly number[], index: number): number =>
    pair.length === 2 ? (even(pair[0] ?? 0, pair[1] ?? 0, Math.max(2, times.length))[index] ?? 0) : (pair[index] ?? 0);
  return times.flatMap((timeMs, index) =>
    partitions.map((partition) => {
      const offset = between(offsets, index);
      // What went on between two commits does not matter: the end when this one was seen is what its lag says.
      const end =
        offset + (group === "ops-rewind" && partition === 0 ? 670 + 30 * index - offset : between(lags, index));
      return { timeMs, seenMs: seenAt?.[index] ?? timeMs, group, partition, offset, end };
    }),
  );
}

/** Tells a store what Burrow had seen. */
export function tellRecordedHistory(store: ClusterStore): void {
  const began = absolute(720_000);
  const topics = ["p6", "__transaction_state", TOPIC, "__share_group_state", "p1", "ops-idle"];
  for (const topic of topics) {
    const count = topic === TOPIC ? PARTITIONS : 1;
    for (let partition = 0; partition < count; partition++) {
      store.onEndOffset({ topic, partition, partitionCount: count, offset: 0, timeMs: began });
    }
  }
  for (const [order, event] of SERIES.flatMap(eventsOf)
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .entries()) {
    const where = { topic: TOPIC, partition: event.partition };
    store.onEndOffset({ ...where, partitionCount: PARTITIONS, offset: event.end, timeMs: event.timeMs });
    const { group, offset, timeMs: timestampMs, seenMs } = event;
    store.onCommit({ group, ...where, offset, order, timestampMs }, seenMs);
  }
  for (let sample = 0; sample < INTERVALS; sample++) {
    const timeMs = absolute(830_000 + 2_000 * sample);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      store.onEndOffset({ topic: TOPIC, partition, partitionCount: PARTITIONS, offset: 940, timeMs });
    }
  }
  tellOwnReading(store);
}

/** Burrow shows its own reading of the offsets topic as a group; here that is only a group like others, whose timestamps are whole seconds. */
function tellOwnReading(store: ClusterStore): void {
  const topic = "__consumer_offsets";
  const timeMs = absolute(759_000);
  for (let partition = 0; partition < 50; partition++) {
    store.onEndOffset({ topic, partition, partitionCount: 50, offset: 30, timeMs: absolute(720_000) });
  }
  for (let order = 20; order < 30; order++) {
    for (let partition = 0; partition < 30; partition++) {
      const offset = order;
      store.onEndOffset({ topic, partition, partitionCount: 50, offset, timeMs });
      store.onCommit({ group: "burrow-local", topic, partition, offset, order, timestampMs: timeMs }, timeMs);
    }
  }
  store.onEndOffset({ topic: "p1", partition: 0, partitionCount: 1, offset: 3, timeMs });
  store.onCommit(
    { group: "perf-consumer-50970", topic: "p1", partition: 0, offset: 3, order: 100, timestampMs: timeMs },
    timeMs,
  );
}
