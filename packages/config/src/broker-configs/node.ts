/** Broker configs of the node itself: identity, roles, threads, topics' creation, requests, metrics. */

import type { ConfigDefinition } from "../config-definition.ts";
import { boolean, className, int, list, long, LONG_MAX, string } from "../define.ts";
import { nonNull, validList } from "../validators.ts";
import { NO_PLUGINS, NO_THREADS, SEVERAL_NODES } from "./reasons.ts";

const CLUSTER = "cluster-wide";

/** Identity, roles and lifecycle of the node. */
export const NODE_CONFIGS: readonly ConfigDefinition[] = [
  int("broker.id", "-1", { importance: "HIGH", doc: "The older name of node.id." }),
  int("node.id", undefined, { importance: "HIGH", min: 0, doc: "The number of this node in its cluster." }),
  list("process.roles", undefined, {
    importance: "HIGH",
    validator: validList({ allowed: ["broker", "controller"], isEmptyAllowed: false }),
    doc: "What this process is: broker, controller or both.",
  }),
  string("broker.rack", null, { doc: "The rack of this broker, shown to clients that prefer near replicas." }),
  int("broker.heartbeat.interval.ms", "2000", {
    doc: "How often a broker reports to the controller.",
  }),
  int("broker.session.timeout.ms", "9000", {
    doc: "After how much silence the controller takes a broker for gone.",
  }),
  int("initial.broker.registration.timeout.ms", "60000", {
    refused: SEVERAL_NODES,
    doc: "How long a starting broker tries to register with the controller before it gives up.",
  }),
  boolean("controlled.shutdown.enable", "true", {
    refused: SEVERAL_NODES,
    doc: "Whether a stopping broker first hands its leaderships over.",
  }),
  long("server.max.startup.time.ms", LONG_MAX, {
    isInternal: true,
    min: 0,
    refused: "start-up has no time limit",
    doc: "How long start-up may take. For tests.",
  }),
  int("background.threads", "10", {
    importance: "HIGH",
    min: 1,
    dynamic: CLUSTER,
    refused: NO_THREADS,
    doc: "How many threads do background work.",
  }),
  int("num.io.threads", "8", {
    importance: "HIGH",
    min: 1,
    dynamic: CLUSTER,
    refused: NO_THREADS,
    doc: "How many threads process requests.",
  }),
  boolean("unstable.api.versions.enable", "false", {
    isInternal: true,
    importance: "HIGH",
    refused: "unstable API versions are not served",
    doc: "Whether API versions still in development are offered.",
  }),
  boolean("unstable.feature.versions.enable", "false", {
    isInternal: true,
    importance: "HIGH",
    refused: "unstable feature versions are not served",
    doc: "Whether feature levels still in development are offered.",
  }),
  list("config.providers", "", {
    importance: "LOW",
    validator: validList({}),
    dynamic: CLUSTER,
    refused: NO_PLUGINS,
    doc: "Names of providers that resolve variables in config values.",
  }),
];

/** Topics, requests and fetch sessions. */
export const REQUEST_CONFIGS: readonly ConfigDefinition[] = [
  boolean("auto.create.topics.enable", "true", {
    importance: "HIGH",
    doc: "Whether a metadata request for a missing topic creates it.",
  }),
  boolean("delete.topic.enable", "true", { importance: "HIGH", doc: "Whether topics may be deleted." }),
  int("num.partitions", "1", { min: 1, doc: "The partitions of a topic created without a number of them." }),
  int("default.replication.factor", "1", { doc: "The replicas of a topic created without a number of them." }),
  className("create.topic.policy.class.name", null, {
    importance: "LOW",
    refused: NO_PLUGINS,
    doc: "A class that approves or refuses the creation of a topic.",
  }),
  className("alter.config.policy.class.name", null, {
    importance: "LOW",
    refused: NO_PLUGINS,
    doc: "A class that approves or refuses a change of configs.",
  }),
  int("request.timeout.ms", "30000", {
    importance: "HIGH",
    doc: "How long this node waits for the answer of another, and answers about transactions for their records to be written.",
  }),
  int("fetch.max.bytes", "57671680", { min: 1024, doc: "The most bytes one fetch response carries." }),
  int("max.incremental.fetch.session.cache.slots", "1000", {
    min: 0,
    doc: "How many incremental fetch sessions the broker keeps.",
  }),
  int("max.request.partition.size.limit", "2000", {
    min: 1,
    doc: "The most partitions one DescribeTopicPartitions response carries.",
  }),
  int("fetch.purgatory.purge.interval.requests", "1000", {
    refused: "waiting requests are removed at once when they are done",
    doc: "After how many requests finished fetches are removed from the purgatory.",
  }),
  int("producer.purgatory.purge.interval.requests", "1000", {
    refused: "waiting requests are removed at once when they are done",
    doc: "After how many requests finished produces are removed from the purgatory.",
  }),
  int("delete.records.purgatory.purge.interval.requests", "1", {
    refused: "waiting requests are removed at once when they are done",
    doc: "After how many requests finished record deletions are removed from the purgatory.",
  }),
  int("share.fetch.purgatory.purge.interval.requests", "1000", {
    refused: "finished share fetches leave the purgatory at once",
    doc: "After how many requests finished share fetches are removed from the purgatory.",
  }),
  string("authorizer.class.name", "", {
    importance: "LOW",
    validator: nonNull,
    doc: "The class that decides who may do what, Kafka's StandardAuthorizer; empty for no access control.",
  }),
  list("early.start.listeners", null, {
    importance: "HIGH",
    validator: validList({ isNullAllowed: true }),
    refused: "listeners of controllers open at once, those of brokers together when the broker is ready",
    doc: "Listeners that open before the authorizer is ready.",
  }),
];

/** Metrics and telemetry. */
export const METRIC_CONFIGS: readonly ConfigDefinition[] = [
  list("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter", {
    importance: "LOW",
    validator: validList({}),
    dynamic: CLUSTER,
    refused: NO_PLUGINS,
    doc: "Classes that report metrics.",
  }),
  int("metrics.num.samples", "2", {
    importance: "LOW",
    min: 1,
    refused: "broker metrics are not served",
    doc: "How many samples a metric is computed from.",
  }),
  string("metrics.recording.level", "INFO", {
    importance: "LOW",
    refused: "broker metrics are not served",
    doc: "How detailed metrics are.",
  }),
  long("metrics.sample.window.ms", "30000", {
    importance: "LOW",
    min: 1,
    refused: "broker metrics are not served",
    doc: "How long one sample of a metric lasts.",
  }),
  list("kafka.metrics.reporters", "", {
    importance: "LOW",
    validator: validList({}),
    refused: NO_PLUGINS,
    doc: "Classes that report metrics of the older kind.",
  }),
  int("kafka.metrics.polling.interval.secs", "10", {
    importance: "LOW",
    min: 1,
    refused: NO_PLUGINS,
    doc: "How often metrics reporters of the older kind are asked.",
  }),
  int("telemetry.max.bytes", "1048576", {
    importance: "LOW",
    min: 1,
    doc: "The most bytes of metrics a client may push at once.",
  }),
];

/** Configs that can only be set dynamically. */
export const DYNAMIC_ONLY_CONFIGS: readonly ConfigDefinition[] = [
  long("follower.replication.throttled.rate", LONG_MAX, {
    min: 0,
    dynamic: CLUSTER,
    doc: "Bytes a second of throttled replication on followers.",
  }),
  long("leader.replication.throttled.rate", LONG_MAX, {
    min: 0,
    dynamic: CLUSTER,
    doc: "Bytes a second of throttled replication on leaders.",
  }),
  long("replica.alter.log.dirs.io.max.bytes.per.second", LONG_MAX, {
    min: 0,
    dynamic: CLUSTER,
    refused: "moving replicas between log directories is not served",
    doc: "Bytes a second of replica moves between directories.",
  }),
];
