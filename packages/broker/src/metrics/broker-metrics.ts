/**
 * Everything the broker tells of itself, read at the moment it is asked for. Names are Kafka's MBeans as the JMX exporter's usual rules for
 * Kafka write them (`kafka.log:type=Log,name=Size,topic=,partition=` → `kafka_log_log_size{topic,partition}`), so that dashboards made for
 * Apache Kafka read them; what Kafka does not tell is named `ottla_…`, and what every process tells `process_…`.
 */

import type { MetadataImage } from "@ottla/metadata";
import type { LogManager, UnifiedLog } from "@ottla/storage";
import type { FileBudget } from "../lifecycle/file-budget.ts";
import type { IsrChanges } from "../replica-manager/isr-manager.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { Metric, Sample } from "./exposition.ts";
import { groupStateMetrics } from "./group-state-metrics.ts";
import type { CountedGroup } from "./group-state-metrics.ts";
import { purgatoryMetrics } from "./purgatory-metrics.ts";
import { addTraffic, newTraffic, type Traffic } from "./traffic.ts";

/** What is read. */
export interface MetricSources {
  readonly nodeId: number;
  readonly image: () => MetadataImage;
  readonly replicaManager: ReplicaManager;
  readonly logManager: LogManager;
  readonly fileBudget: FileBudget;
  readonly connections: () => number;
  readonly groups: () => Iterable<CountedGroup>;
  readonly isrChanges: () => Readonly<IsrChanges>;
  /** The node that is the active controller as far as this one knows, −1 if it knows none. */
  readonly activeControllerId: () => number;
  /** Since the start. */
  readonly uncleanElections: () => number;
  /** What clients have pushed. */
  readonly clients: () => Iterable<Metric>;
}

function gauge(name: string, help: string, samples: Iterable<Sample> | number): Metric {
  return { name, type: "gauge", help, samples: typeof samples === "number" ? [{ value: samples }] : samples };
}

function* logSamples(logManager: LogManager, value: (log: UnifiedLog) => number | undefined): Generator<Sample> {
  for (const log of logManager.allLogs()) {
    const now = value(log);
    const { topic, partition } = log.topicPartition;
    const labels = { topic, partition: String(partition), ...(log.isFuture ? { is_future: "true" } : {}) };
    if (now !== undefined) yield { labels, value: now };
  }
}

function* logMetrics({ logManager }: MetricSources): Generator<Metric> {
  const { cleaner } = logManager;
  const of = (name: string, help: string, value: (log: UnifiedLog) => number | undefined): Metric =>
    gauge(name, help, logSamples(logManager, value));
  const compacted = (log: UnifiedLog): boolean => log.config.compact;
  yield of("kafka_log_log_size", "Bytes of all segments.", (log) => log.sizeInBytes);
  yield of("kafka_log_log_numlogsegments", "Segments.", (log) => log.segmentCount);
  yield of("kafka_log_log_logstartoffset", "The first offset that can be read.", (log) => log.logStartOffset);
  yield of("kafka_log_log_logendoffset", "The offset behind the last record.", (log) => log.logEndOffset);
  yield of("ottla_log_dirty_ratio", "Cleanable bytes of those and the clean ones, when last looked at.", (log) =>
    compacted(log) ? cleaner.metrics.infoOf(log).dirtyRatio : undefined,
  );
  yield of("ottla_log_last_clean_timestamp_seconds", "When the log was last cleaned since the start.", (log) => {
    const lastCleanMs = cleaner.metrics.infoOf(log).lastCleanMs;
    return lastCleanMs === undefined ? undefined : lastCleanMs / 1000;
  });
}

function* cleanerMetrics({ logManager }: MetricSources): Generator<Metric> {
  const { metrics } = logManager.cleaner;
  const manager = "kafka_log_logcleanermanager_";
  const cleaner = "kafka_log_logcleaner_";
  yield gauge(`${manager}max_dirty_percent`, "Of the dirtiest log at the last choice.", metrics.maxDirtyPercent);
  yield gauge(
    `${manager}time_since_last_run_ms`,
    "Since a log to clean was last looked for.",
    metrics.timeSinceLastRunMs,
  );
  const byDirectory = new Map(logManager.logDirectories.map((path) => [path, { count: 0, bytes: 0 }]));
  for (const [log] of logManager.cleaner.uncleanableLogs) {
    const entry = byDirectory.get(log.parentDirectory);
    if (entry === undefined) continue;
    entry.count += 1;
    entry.bytes += log.sizeInBytes;
  }
  const entries = [...byDirectory];
  const samples = (value: (entry: { count: number; bytes: number }) => number): Sample[] =>
    entries.map(([logDirectory, entry]) => ({ labels: { logDirectory }, value: value(entry) }));
  yield gauge(
    `${manager}uncleanable_partitions_count`,
    "Logs that were set aside because they cannot be cleaned.",
    samples(({ count }) => count),
  );
  yield gauge(
    `${manager}uncleanable_bytes`,
    "Bytes of those logs.",
    samples(({ bytes }) => bytes),
  );
  yield gauge(
    `${cleaner}max_buffer_utilization_percent`,
    "How full the offset map was in the last cleaning.",
    metrics.maxBufferUtilizationPercent,
  );
  yield gauge(`${cleaner}cleaner_recopy_percent`, "Bytes written of those read.", metrics.cleanerRecopyPercent);
  yield gauge(`${cleaner}max_clean_time_secs`, "Of the last cleaning.", metrics.maxCleanTimeSecs);
  yield gauge(
    `${cleaner}max_compaction_delay_secs`,
    "How long max.compaction.lag.ms had passed at the last choice.",
    metrics.maxCompactionDelaySecs,
  );
  yield {
    name: "ottla_log_uncleanable",
    type: "gauge",
    help: "1 for each log that was set aside, with the reason.",
    samples: [...logManager.cleaner.uncleanableLogs].map(([log, reason]) => ({
      labels: { topic: log.topicPartition.topic, partition: String(log.topicPartition.partition), reason },
      value: 1,
    })),
  };
}

function* replicaMetrics({ replicaManager, image, isrChanges }: MetricSources): Generator<Metric> {
  let [partitions, leaders, offline, underReplicated, underMinIsr, atMinIsr, reassigning] = [0, 0, 0, 0, 0, 0, 0];
  const { topics } = image();
  for (const { topic, partition, offlineError, isLeader, state, config } of replicaManager.replicas()) {
    partitions += 1;
    if (offlineError !== 0) offline += 1;
    if (!isLeader) continue;
    leaders += 1;
    const registration = topics.getPartition(topic, partition);
    const adding = registration?.addingReplicas.length ?? 0;
    const removing = registration?.removingReplicas.length ?? 0;
    // As in Kafka: replicas that are only coming are not missing yet.
    if (state.isr.length < state.replicas.length - adding) underReplicated += 1;
    if (state.isUnderMinIsr(config.minInsyncReplicas)) underMinIsr += 1;
    if (state.isr.length === state.effectiveMinIsr(config.minInsyncReplicas)) atMinIsr += 1;
    if (adding + removing > 0) reassigning += 1;
  }
  const of = (name: string, help: string, value: number): Metric =>
    gauge(`kafka_server_replicamanager_${name}`, help, value);
  yield of("partitioncount", "Partitions with a replica here.", partitions);
  yield of("leadercount", "Partitions that are led here.", leaders);
  yield of("offlinereplicacount", "Replicas whose log directory has failed.", offline);
  yield of("underreplicatedpartitions", "Led partitions with replicas out of sync.", underReplicated);
  yield of("underminisrpartitioncount", "Led partitions with fewer in-sync replicas than wanted.", underMinIsr);
  yield of("atminisrpartitioncount", "Led partitions with just as many in-sync replicas as wanted.", atMinIsr);
  yield of("reassigningpartitions", "Led partitions that get other replicas.", reassigning);
  const { shrinks, expands, failedUpdates } = isrChanges();
  const changes = [
    ["isrshrinks", "Times that replicas fell out of the in-sync set of a partition led here.", shrinks],
    ["isrexpands", "Times that a replica came into the in-sync set of a partition led here.", expands],
    ["failedisrupdates", "Changes of in-sync sets that the controller has refused.", failedUpdates],
  ] as const;
  for (const [name, help, value] of changes)
    yield { name: `kafka_server_replicamanager_${name}_total`, type: "counter", help, samples: [{ value }] };
}

function* trafficMetrics({ replicaManager }: MetricSources): Generator<Metric> {
  const byTopic = new Map<string, Traffic>();
  const total = newTraffic();
  addTraffic(total, replicaManager.removedTraffic);
  for (const replica of replicaManager.replicas()) {
    let topic = byTopic.get(replica.topic);
    if (topic === undefined) byTopic.set(replica.topic, (topic = newTraffic()));
    addTraffic(topic, replica.traffic);
    addTraffic(total, replica.traffic);
  }
  const of = (name: string, help: string, value: (traffic: Traffic) => number): Metric => ({
    name: `kafka_server_brokertopicmetrics_${name}_total`,
    type: "counter",
    help,
    samples: [
      { value: value(total) },
      ...[...byTopic].map(([topic, traffic]) => ({ labels: { topic }, value: value(traffic) })),
    ],
  });
  yield of("messagesin", "Records appended; without a topic, of all, deleted ones included.", (t) => t.messagesIn);
  yield of("bytesin", "Bytes of batches appended.", (t) => t.bytesIn);
  yield of("bytesout", "Bytes of batches sent to consumers.", (t) => t.bytesOut);
}

function* clusterMetrics({ image, nodeId, activeControllerId, uncleanElections }: MetricSources): Generator<Metric> {
  const { topics, cluster } = image();
  const name = "kafka_controller_kafkacontroller_";
  let partitions = 0;
  let [offline, notPreferred] = [0, 0];
  for (const topic of topics.values()) {
    partitions += topic.partitions.length;
    for (const { leader, replicas } of topic.partitions) {
      if (leader < 0) offline += 1;
      if (leader !== replicas[0]) notPreferred += 1;
    }
  }
  yield gauge(`${name}globaltopiccount`, "Topics of the cluster.", topics.size);
  yield gauge(`${name}globalpartitioncount`, "Partitions of the cluster.", partitions);
  yield gauge(`${name}offlinepartitionscount`, "Partitions without a leader.", offline);
  yield gauge(`${name}preferredreplicaimbalancecount`, "Partitions not led by their first replica.", notPreferred);
  yield gauge(`${name}activecontrollercount`, "1 on the active controller.", activeControllerId() === nodeId ? 1 : 0);
  const fencedCount = [...cluster.brokers.values()].filter(({ fenced }) => fenced).length;
  yield gauge(`${name}activebrokercount`, "Brokers that take part.", cluster.brokers.size - fencedCount);
  yield gauge(`${name}fencedbrokercount`, "Brokers that are fenced.", fencedCount);
  yield {
    name: "kafka_controller_controllerstats_uncleanleaderelections_total",
    type: "counter",
    help: "Times that a replica that was not in sync came to lead a partition of the cluster.",
    samples: [{ value: uncleanElections() }],
  };
  yield gauge("ottla_node_id", "node.id of this broker.", nodeId);
}

function* fileMetrics({ logManager, fileBudget, connections }: MetricSources): Generator<Metric> {
  yield gauge("ottla_log_files_open", "Files of logs that are open.", logManager.environment.files.size);
  yield gauge("ottla_log_files_open_max", "Files of logs that may rest open.", fileBudget.logFilesMax);
  yield gauge("ottla_partitions_max", "Partitions that the limit of open files allows.", fileBudget.partitionsMax);
  yield gauge("ottla_connections_open", "Connections of clients.", connections());
  yield gauge("process_max_fds", "The process's limit of open files.", fileBudget.openFilesMax);
}

/** All metrics of the broker's own parts. */
export function* brokerMetrics(sources: MetricSources): Generator<Metric> {
  yield* clusterMetrics(sources);
  yield* replicaMetrics(sources);
  yield* trafficMetrics(sources);
  yield* purgatoryMetrics(sources.replicaManager.purgatory.operations());
  yield* groupStateMetrics(sources.groups());
  yield* logMetrics(sources);
  yield* cleanerMetrics(sources);
  yield* fileMetrics(sources);
}
