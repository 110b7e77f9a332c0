/** Broker configs of replication, of the metadata quorum and of the metadata log. */

import type { ConfigDefinition } from "../config-definition.ts";
import { boolean, int, list, long, string } from "../define.ts";
import { quorumBootstrapServers, quorumVoters, validList } from "../validators.ts";
import { NO_PLUGINS, NO_SASL, NO_TIERING, SEVERAL_NODES } from "./reasons.ts";

/** Replication between brokers. */
export const REPLICATION_CONFIGS: readonly ConfigDefinition[] = [
  int("controller.socket.timeout.ms", "30000", {
    refused: SEVERAL_NODES,
    doc: "How long a request between controller and broker may take.",
  }),
  long("replica.lag.time.max.ms", "30000", {
    importance: "HIGH",
    doc: "After how much lag a replica leaves the in-sync set.",
  }),
  int("replica.socket.timeout.ms", "30000", {
    importance: "HIGH",
    doc: "How long a request of a follower may take.",
  }),
  int("replica.socket.receive.buffer.bytes", "65536", {
    importance: "HIGH",
    refused: SEVERAL_NODES,
    doc: "The receive buffer of a follower's socket.",
  }),
  int("replica.fetch.max.bytes", "1048576", {
    min: 0,
    doc: "The bytes a follower asks of each partition.",
  }),
  int("replica.fetch.wait.max.ms", "500", {
    importance: "HIGH",
    doc: "How long a follower's fetch may wait.",
  }),
  int("replica.fetch.backoff.ms", "1000", {
    min: 0,
    doc: "How long a follower waits after an error.",
  }),
  int("replica.fetch.min.bytes", "1", {
    importance: "HIGH",
    doc: "How many bytes a follower's fetch waits for.",
  }),
  int("replica.fetch.response.max.bytes", "10485760", {
    min: 0,
    doc: "The bytes a follower asks for in one fetch.",
  }),
  long("replica.high.watermark.checkpoint.interval.ms", "5000", {
    importance: "HIGH",
    doc: "How often high watermarks are written down.",
  }),
  string("replica.selector.class", null, {
    refused: NO_PLUGINS,
    doc: "The class that picks the replica a consumer reads from.",
  }),
  int("num.replica.fetchers", "1", {
    importance: "HIGH",
    min: 1,
    dynamic: "cluster-wide",
    doc: "How many fetchers copy from each broker.",
  }),
  int("num.replica.alter.log.dirs.threads", null, {
    importance: "HIGH",
    refused: "moving replicas between log directories is not served",
    doc: "How many threads move replicas between directories.",
  }),
  boolean("auto.leader.rebalance.enable", "true", {
    importance: "HIGH",
    doc: "Whether leadership goes back to the preferred replicas by itself.",
  }),
  long("leader.imbalance.check.interval.seconds", "300", {
    importance: "HIGH",
    min: 1,
    doc: "How often the balance of leaders is checked.",
  }),
  boolean("unclean.leader.election.enable", "false", {
    importance: "HIGH",
    dynamic: "cluster-wide",
    doc: "Whether a replica that is not in sync may become leader; default of the topic config.",
  }),
  long("unclean.leader.election.interval.ms", "300000", {
    isInternal: true,
    min: 1,
    doc: "How often the controller looks for partitions that need an unclean election.",
  }),
  boolean("follower.fetch.last.tiered.offset.enable", "false", {
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "Whether a new follower starts at the end of the tiered data.",
  }),
];

/** The quorum of controllers. */
export const QUORUM_CONFIGS: readonly ConfigDefinition[] = [
  list("controller.listener.names", undefined, {
    importance: "HIGH",
    validator: validList({ isEmptyAllowed: false }),
    doc: "The names of the listeners that controllers use.",
  }),
  list("controller.quorum.voters", "", {
    importance: "HIGH",
    validator: quorumVoters,
    doc: "The controllers of a fixed quorum, id@host:port.",
  }),
  list("controller.quorum.bootstrap.servers", "", {
    importance: "HIGH",
    validator: quorumBootstrapServers,
    doc: "Addresses at which the controllers can be found.",
  }),
  int("controller.quorum.election.timeout.ms", "1000", {
    importance: "HIGH",
    min: 0,
    doc: "How long a candidate waits for votes.",
  }),
  int("controller.quorum.fetch.timeout.ms", "2000", {
    importance: "HIGH",
    min: 0,
    doc: "After how much silence a leader is taken for gone.",
  }),
  int("controller.quorum.election.backoff.max.ms", "1000", {
    importance: "HIGH",
    min: 0,
    refused: SEVERAL_NODES,
    doc: "The longest wait between elections.",
  }),
  int("controller.quorum.append.linger.ms", "25", {
    min: 0,
    refused: "the records of one controller operation are written at once",
    doc: "How long the leader collects records before it writes them.",
  }),
  int("controller.quorum.request.timeout.ms", "2000", {
    min: 0,
    refused: SEVERAL_NODES,
    doc: "How long a request of the quorum may take.",
  }),
  int("controller.quorum.retry.backoff.ms", "20", {
    importance: "LOW",
    min: 0,
    refused: SEVERAL_NODES,
    doc: "How long a failed request of the quorum waits.",
  }),
  int("controller.quorum.fetch.max.bytes", "1048576", {
    importance: "LOW",
    min: 1,
    refused: SEVERAL_NODES,
    doc: "The bytes of one fetch of the metadata log.",
  }),
  int("controller.quorum.fetch.snapshot.max.bytes", "1048576", {
    importance: "LOW",
    min: 1,
    refused: SEVERAL_NODES,
    doc: "The bytes of one fetch of a metadata snapshot.",
  }),
  boolean("controller.quorum.auto.join.enable", "false", {
    importance: "LOW",
    refused: SEVERAL_NODES,
    doc: "Whether a controller joins the voters by itself.",
  }),
  string("sasl.mechanism.controller.protocol", "GSSAPI", {
    importance: "HIGH",
    refused: NO_SASL,
    doc: "The SASL mechanism between controllers.",
  }),
  long("controller.performance.sample.period.ms", "60000", {
    isInternal: true,
    min: 100,
    refused: "controller performance is not sampled",
    doc: "How often the controller reports how long its work takes.",
  }),
  long("controller.performance.always.log.threshold.ms", "2000", {
    isInternal: true,
    min: 0,
    refused: "controller performance is not sampled",
    doc: "Controller work that takes longer is always reported.",
  }),
];

/** The metadata log and its snapshots. */
export const METADATA_LOG_CONFIGS: readonly ConfigDefinition[] = [
  string("metadata.log.dir", null, {
    importance: "HIGH",
    doc: "The directory of the metadata log; unset, the first log directory.",
  }),
  long("metadata.log.max.record.bytes.between.snapshots", "20971520", {
    importance: "HIGH",
    min: 1,
    doc: "After how many bytes of records a snapshot is written.",
  }),
  long("metadata.log.max.snapshot.interval.ms", "3600000", {
    importance: "HIGH",
    min: 0,
    doc: "After how much time a snapshot is written if there are new records; 0 is never.",
  }),
  int("metadata.log.segment.bytes", "1073741824", {
    importance: "HIGH",
    min: 8388608,
    doc: "The size at which the metadata log rolls.",
  }),
  long("metadata.log.segment.ms", "604800000", { importance: "HIGH", doc: "The age at which the metadata log rolls." }),
  long("metadata.max.retention.bytes", "104857600", {
    importance: "HIGH",
    doc: "How many bytes of metadata log and snapshots are kept.",
  }),
  long("metadata.max.retention.ms", "604800000", {
    importance: "HIGH",
    doc: "How long metadata log and snapshots are kept.",
  }),
  int("metadata.max.idle.interval.ms", "500", {
    importance: "LOW",
    min: 0,
    doc: "How often an idle controller writes an empty record; 0 is never.",
  }),
  int("internal.metadata.log.segment.bytes", null, {
    isInternal: true,
    importance: "LOW",
    doc: "The size at which the metadata log rolls, without lower limit. For tests.",
  }),
  int("internal.metadata.max.batch.size.in.bytes", "8388608", {
    isInternal: true,
    importance: "LOW",
    refused: "batches of the metadata log are bounded by their number of records",
    doc: "The largest batch of the metadata log. For tests.",
  }),
  long("internal.metadata.delete.delay.millis", "60000", {
    isInternal: true,
    importance: "LOW",
    doc: "How long files of the metadata log stay after they are dropped. For tests.",
  }),
];
