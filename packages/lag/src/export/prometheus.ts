// Metrics in Prometheus's text format: Burrow's names and our own always, those of other exporters on request. A family is written in pieces, so that
// a hundred thousand series neither fill the memory nor hold the event loop.
import { measuredEnds, measuredGroups } from "./watched.ts";
import type { MeasuredGroup, MeasuredPartition } from "../store/measured-group.ts";
import type { Watched } from "./watched.ts";

type Labels = readonly (readonly [string, string])[];
type Sample = readonly [Labels, number | undefined];

interface Family {
  readonly name: string;
  readonly help: string;
  samples(watched: Watched): Iterable<Sample>;
  /** A family with one sample a group: all of these are made together, in one round over the groups. */
  ofGroup?(group: MeasuredGroup, watched: Watched): Sample;
}

const LINES_AT_ONCE = 1_000;
const GROUPS_AT_ONCE = 50;

function perGroup(
  labels: (group: MeasuredGroup) => Labels,
  value: (group: MeasuredGroup, watched: Watched) => number | undefined,
): Pick<Family, "samples" | "ofGroup"> {
  return {
    samples: () => [],
    ofGroup: (group, watched) => [labels(group), value(group, watched)],
  };
}

type OfPartition<T> = (group: MeasuredGroup, partition: MeasuredPartition) => T;

/** @param hasTimes the value is about time */
function perPartition(labels: OfPartition<Labels>, value: OfPartition<number | undefined>, hasTimes: boolean = false) {
  return function* samples(watched: Watched): Generator<Sample> {
    for (const group of measuredGroups(watched, hasTimes)) {
      for (const partition of group.partitions) yield [labels(group, partition), value(group, partition)];
    }
  };
}

function perEnd(labels: (cluster: string, topic: string, partition: string) => Labels) {
  return function* samples(watched: Watched): Generator<Sample> {
    for (const { cluster, topic, partition, offset } of measuredEnds(watched)) {
      yield [labels(cluster, topic, String(partition)), offset];
    }
  };
}

/** Sums of a group over each of its topics. */
function perTopic(
  labels: (group: MeasuredGroup, topic: string) => Labels,
  value: (partition: MeasuredPartition) => number,
) {
  return function* samples(watched: Watched): Generator<Sample> {
    for (const group of measuredGroups(watched, false)) {
      const sums = new Map<string, number>();
      for (const one of group.partitions) sums.set(one.topic, (sums.get(one.topic) ?? 0) + value(one));
      for (const [topic, sum] of sums) yield [labels(group, topic), sum];
    }
  };
}

/** Undefined, which is not written, for a partition whose window is not full. */
function whenFull(value: (partition: MeasuredPartition) => number | undefined): OfPartition<number | undefined> {
  return (_group, partition) => (partition.complete === 1 ? value(partition) : undefined);
}

const committed = ({ end }: MeasuredPartition): number | undefined => end?.offset;

const burrowGroup = ({ cluster, group }: MeasuredGroup): Labels => [
  ["cluster", cluster],
  ["consumer_group", group],
];
const burrowPartition = (group: MeasuredGroup, { topic, partition }: MeasuredPartition): Labels => [
  ...burrowGroup(group),
  ["partition", String(partition)],
  ["topic", topic],
];

const BURROW: readonly Family[] = [
  {
    name: "burrow_kafka_consumer_current_offset",
    help: "Latest offset that is stored for this partition, once its window is full",
    samples: perPartition(burrowPartition, whenFull(committed)),
  },
  {
    name: "burrow_kafka_consumer_lag_total",
    help: "The sum of all partition current lag values for the group",
    ...perGroup(burrowGroup, (group) => group.totalLag),
  },
  {
    name: "burrow_kafka_consumer_partition_lag",
    help: "Number of records the consumer group is behind by for a partition",
    samples: perPartition(burrowPartition, (_group, { currentLag }) => currentLag),
  },
  {
    name: "burrow_kafka_consumer_status",
    help: "The status of the consumer group: 1 OK, 2 WARN, 3 ERR",
    ...perGroup(burrowGroup, (group) => group.status),
  },
  {
    name: "burrow_kafka_topic_partition_status",
    help: "The status of a partition, once its window is full: 1 OK, 2 WARN, 4 STOP, 5 STALL, 6 REWIND",
    samples: perPartition(
      burrowPartition,
      whenFull(({ status }) => status),
    ),
  },
  {
    name: "burrow_kafka_topic_partition_offset",
    help: "Latest offset of the topic for this partition",
    samples: perEnd((cluster, topic, partition) => [
      ["cluster", cluster],
      ["partition", partition],
      ["topic", topic],
    ]),
  },
];

const OWN: readonly Family[] = [
  {
    name: "burrow_kafka_consumer_partition_lag_seconds",
    help: "Age of the oldest record that the group has not read of a partition",
    samples: perPartition(burrowPartition, (_group, { lagSeconds }) => lagSeconds, true),
  },
  {
    name: "ottla_lag_group_seconds",
    help: "Age of the oldest record that the group has not read",
    ...perGroup(burrowGroup, (group) => group.lagSeconds),
  },
  {
    name: "ottla_lag_group_complete",
    help: "1 when the windows of all of the group's partitions are full",
    ...perGroup(burrowGroup, (group) => (group.isComplete ? 1 : 0)),
  },
  {
    name: "ottla_lag_group_catch_up_seconds",
    help: "Time until the slowest partition has caught up if nothing changes; +Inf where one does not",
    ...perGroup(burrowGroup, (group) => group.caughtUpInS),
  },
  {
    name: "ottla_lag_group_silenced",
    help: "1 while a silence holds for the group",
    ...perGroup(burrowGroup, ({ cluster, group }, { silences, nowMs }) =>
      silences.isSilent(cluster, group, nowMs) ? 1 : 0,
    ),
  },
  {
    name: "ottla_lag_active",
    help: "1 on the instance that notifies, exports and keeps the state; 0 on the others",
    samples: ({ isActive = true }) => [[[], isActive ? 1 : 0]],
  },
  {
    name: "ottla_lag_partition_catch_up_seconds",
    help: "Time until the group has caught up with a partition if nothing changes; +Inf where it does not",
    samples: perPartition(burrowPartition, (_group, one) => one.speeds?.caughtUpInS, true),
  },
];

const lagExporterGroup = ({ cluster, group }: MeasuredGroup): Labels => [
  ["cluster_name", cluster],
  ["group", group],
];
const lagExporterPartition = (group: MeasuredGroup, one: MeasuredPartition): Labels => [
  ...lagExporterGroup(group),
  ["topic", one.topic],
  ["partition", String(one.partition)],
  ["member_host", one.owner],
  ["consumer_id", ""],
  ["client_id", one.clientId],
];

const KAFKA_LAG_EXPORTER: readonly Family[] = [
  {
    name: "kafka_consumergroup_group_offset",
    help: "Last group consumed offset of a partition",
    samples: perPartition(lagExporterPartition, (_group, one) => committed(one)),
  },
  {
    name: "kafka_consumergroup_group_lag",
    help: "Group offset lag of a partition",
    samples: perPartition(lagExporterPartition, (_group, { end, currentLag }) =>
      end === null ? undefined : currentLag,
    ),
  },
  {
    name: "kafka_consumergroup_group_lag_seconds",
    help: "Group time lag of a partition",
    samples: perPartition(lagExporterPartition, (_group, { lagSeconds }) => lagSeconds, true),
  },
  {
    name: "kafka_consumergroup_group_max_lag",
    help: "Max group offset lag",
    ...perGroup(lagExporterGroup, ({ maxLag }) => maxLag?.currentLag),
  },
  {
    name: "kafka_consumergroup_group_max_lag_seconds",
    help: "Max group time lag",
    ...perGroup(lagExporterGroup, (group) => group.lagSeconds),
  },
  {
    name: "kafka_consumergroup_group_sum_lag",
    help: "Sum of group offset lag",
    ...perGroup(lagExporterGroup, ({ totalLag }) => totalLag),
  },
  {
    name: "kafka_consumergroup_group_topic_sum_lag",
    help: "Sum of group offset lag across topic partitions",
    samples: perTopic(
      (group, topic) => [...lagExporterGroup(group), ["topic", topic]],
      ({ currentLag }) => currentLag,
    ),
  },
  {
    name: "kafka_partition_latest_offset",
    help: "Latest offset of a partition",
    samples: perEnd((cluster, topic, partition) => [
      ["cluster_name", cluster],
      ["topic", topic],
      ["partition", partition],
    ]),
  },
];

const kminionTopic = (group: MeasuredGroup, topic: string): Labels => [
  ["group_id", group.group],
  ["topic_name", topic],
];

const KMINION: readonly Family[] = [
  {
    name: "kminion_kafka_consumer_group_topic_partition_lag",
    help: "The number of messages a consumer group is lagging behind the latest offset of a partition",
    samples: perPartition(
      (group, { topic, partition }) => [...kminionTopic(group, topic), ["partition_id", String(partition)]],
      (_group, { end, currentLag }) => (end === null ? undefined : currentLag),
    ),
  },
  {
    name: "kminion_kafka_consumer_group_topic_lag",
    help: "The number of messages a consumer group is lagging behind across all partitions in a topic",
    samples: perTopic(kminionTopic, ({ currentLag }) => currentLag),
  },
  {
    name: "kminion_kafka_consumer_group_topic_offset_sum",
    help: "The sum of all committed group offsets across all partitions in a topic",
    samples: perTopic(kminionTopic, ({ end }) => end?.offset ?? 0),
  },
  {
    name: "kminion_kafka_topic_partition_high_water_mark",
    help: "Partition high water mark",
    samples: perEnd((_cluster, topic, partition) => [
      ["topic_name", topic],
      ["partition_id", partition],
    ]),
  },
];

const exporterPartition = (group: MeasuredGroup, { topic, partition }: MeasuredPartition): Labels => [
  ["consumergroup", group.group],
  ["partition", String(partition)],
  ["topic", topic],
];
const exporterTopic = (group: MeasuredGroup, topic: string): Labels => [
  ["consumergroup", group.group],
  ["topic", topic],
];

const KAFKA_EXPORTER: readonly Family[] = [
  {
    name: "kafka_consumergroup_current_offset",
    help: "Current offset of a consumer group at a partition",
    samples: perPartition(exporterPartition, (_group, one) => committed(one)),
  },
  {
    name: "kafka_consumergroup_current_offset_sum",
    help: "Current offset of a consumer group at a topic, over all partitions",
    samples: perTopic(exporterTopic, ({ end }) => end?.offset ?? 0),
  },
  {
    name: "kafka_consumergroup_lag",
    help: "Current approximate lag of a consumer group at a partition",
    samples: perPartition(exporterPartition, (_group, { end, currentLag }) => (end === null ? undefined : currentLag)),
  },
  {
    name: "kafka_consumergroup_lag_sum",
    help: "Current approximate lag of a consumer group at a topic, over all partitions",
    samples: perTopic(exporterTopic, ({ currentLag }) => currentLag),
  },
  {
    name: "kafka_topic_partition_current_offset",
    help: "Current offset of a broker at a partition",
    samples: perEnd((_cluster, topic, partition) => [
      ["partition", partition],
      ["topic", topic],
    ]),
  },
];

/** Sets of metrics by the name of the exporter whose dashboards know them. */
export const METRIC_SETS: ReadonlyMap<string, readonly Family[]> = new Map([
  ["kafka_exporter", KAFKA_EXPORTER],
  ["kafka_lag_exporter", KAFKA_LAG_EXPORTER],
  ["kminion", KMINION],
]);

function escaped(value: string): string {
  if (!/["\\\n]/.test(value)) return value;
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function line(name: string, labels: Labels, value: number): string {
  const number = value === Infinity ? "+Inf" : value;
  if (labels.length === 0) return `${name} ${number}\n`;
  return `${name}{${labels.map(([label, text]) => `${label}="${escaped(text)}"`).join(",")}} ${number}\n`;
}

const head = ({ name, help }: Family): string => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;

/** The lines of all families with one sample a group. Gives way with empty pieces; what it holds grows with groups, not with partitions. */
function* groupLines(families: readonly Family[], watched: Watched): Generator<string, Map<Family, string>> {
  const texts = new Map<Family, string>(families.map((family) => [family, ""]));
  let count = 0;
  for (const group of measuredGroups(watched)) {
    for (const family of families) {
      const [labels, value] = family.ofGroup?.(group, watched) ?? [[], undefined];
      if (value !== undefined) texts.set(family, `${texts.get(family) ?? ""}${line(family.name, labels, value)}`);
    }
    if (++count % GROUPS_AT_ONCE === 0) yield "";
  }
  return texts;
}

/** The text, in pieces. @param sets names of METRIC_SETS; others are passed over */
export function* prometheusText(watched: Watched, sets: readonly string[]): Generator<string> {
  const added = sets.flatMap((name) => METRIC_SETS.get(name) ?? []);
  const families = [...BURROW, ...OWN, ...added];
  const ofGroups = yield* groupLines(
    families.filter((family) => family.ofGroup !== undefined),
    watched,
  );
  for (const family of families) {
    const { name, samples } = family;
    // A family without samples is left out.
    const text = ofGroups.get(family);
    if (text !== undefined && text !== "") yield head(family) + text;
    let piece = head(family);
    let lines = 0;
    for (const [labels, value] of samples(watched)) {
      if (value === undefined) continue;
      piece += line(name, labels, value);
      if (++lines % LINES_AT_ONCE !== 0) continue;
      yield piece;
      piece = "";
    }
    if (lines > 0 && piece !== "") yield piece;
  }
}
