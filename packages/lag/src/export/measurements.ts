// Measurements as Telegraf's inputs.burrow makes them, so that dashboards built for that pipeline work without it.
import { Status, statusName } from "../evaluation/status.ts";
import { measuredEnds, measuredGroups } from "./watched.ts";
import type { MeasuredGroup, MeasuredPartition, Watched } from "./watched.ts";

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

function groupMeasurement({ cluster, group, status, totalLag, maxLag, partitions }: MeasuredGroup): Measurement {
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
      ...(one.lagSeconds === undefined ? [] : [["lag_seconds", one.lagSeconds] as const]),
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
