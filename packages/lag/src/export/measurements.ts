// Measurements as Telegraf's inputs.burrow makes them, so that dashboards built for that pipeline work without it.
import { Status, statusName } from "../evaluation/status.ts";
import { measuredEnds, measuredGroups } from "./watched.ts";
import type { MeasuredGroup, MeasuredPartition } from "../store/measured-group.ts";
import type { Watched } from "./watched.ts";

export interface Measurement {
  readonly name: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly fields: readonly (readonly [string, string | number])[];
}

/** Telegraf counts statuses differently from Burrow, and does not know REWIND. */
const TELEGRAF_CODES: ReadonlyMap<Status, number> = new Map([
  [Status.OK, 1],
  [Status.NOTFOUND, 2],
  [Status.WARN, 3],
  [Status.ERR, 4],
  [Status.STOP, 5],
  [Status.STALL, 6],
]);

function statusFields(status: Status): [string, string | number][] {
  return [
    ["status", statusName(status)],
    ["status_code", TELEGRAF_CODES.get(status) ?? 0],
  ];
}

/** Fields that Telegraf does not have, as far as they are finite: the places they go to have no Infinity. */
function numbers(fields: Readonly<Record<string, number | undefined>>): [string, number][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || !Number.isFinite(value) ? [] : [[name, value]],
  );
}

function groupMeasurement(one: MeasuredGroup): Measurement {
  const { cluster, group, status, totalLag, maxLag, partitions, lagSeconds, caughtUpInS } = one;
  return {
    name: "burrow_group",
    tags: [
      ["cluster", cluster],
      ["group", group],
    ],
    fields: [
      ...statusFields(status),
      ["partition_count", partitions.length],
      ["offset", partitions.reduce((sum, { end }) => sum + (end?.offset ?? 0), 0)],
      ["total_lag", totalLag],
      ["lag", maxLag?.currentLag ?? 0],
      ...numbers({ lag_seconds: lagSeconds, catch_up_seconds: caughtUpInS }),
      ["timestamp", Math.max(0, ...partitions.map(({ end }) => end?.timestampMs ?? 0))],
    ],
  };
}

function partitionMeasurement({ cluster, group }: MeasuredGroup, one: MeasuredPartition): Measurement {
  return {
    name: "burrow_partition",
    tags: [
      ["cluster", cluster],
      ["group", group],
      ["owner", one.owner],
      ["partition", String(one.partition)],
      ["topic", one.topic],
    ],
    fields: [
      ...statusFields(one.status),
      ["lag", one.currentLag],
      ["offset", one.end?.offset ?? 0],
      ["timestamp", one.end?.timestampMs ?? 0],
      ...numbers({ lag_seconds: one.lagSeconds, catch_up_seconds: one.speeds?.caughtUpInS }),
    ],
  };
}

/** All measurements of now: groups, their partitions, and topics. */
export function* measurements(watched: Watched): Generator<Measurement> {
  for (const group of measuredGroups(watched)) {
    yield groupMeasurement(group);
    for (const partition of group.partitions) yield partitionMeasurement(group, partition);
  }
  for (const { cluster, topic, partition, offset } of measuredEnds(watched)) {
    const tags = [
      ["cluster", cluster],
      ["partition", String(partition)],
      ["topic", topic],
    ] as const;
    yield { name: "burrow_topic", tags, fields: [["offset", offset]] };
  }
}
