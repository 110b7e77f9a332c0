/**
 * Every topic config of Kafka 4.3, in the order of their names, and which broker configs give a topic its defaults.
 */

import type { ConfigTable } from "./config-def.ts";
import { boolean, double, int, list, long, LONG_MAX, string, tableOf } from "./define.ts";
import { gzipLevel, throttledReplicas, validList, validString } from "./validators.ts";

/** Apache Kafka reads these only for topics with tiered storage, which is off here as it is there by default. */
const TIERED = "tiered storage is off, and without it nothing reads the value";

/** The codecs `compression.type` may name. */
export const BROKER_COMPRESSION_TYPES: readonly string[] = [
  "uncompressed",
  "zstd",
  "lz4",
  "snappy",
  "gzip",
  "producer",
];

/** Topic configs by name. */
export const TOPIC_CONFIGS: ConfigTable = tableOf([
  list("cleanup.policy", "delete", {
    validator: validList({ allowed: ["compact", "delete"] }),
    doc:
      "What happens to old records: delete drops segments past the retention limits, compact keeps the last value of " +
      "each key, both do both, and an empty list keeps everything.",
  }),
  int("compression.gzip.level", "-1", {
    validator: gzipLevel,
    doc: "The level used when compression.type is gzip.",
  }),
  int("compression.lz4.level", "9", {
    min: 1,
    max: 17,
    doc: "The level used when compression.type is lz4.",
  }),
  string("compression.type", "producer", {
    validator: validString(...BROKER_COMPRESSION_TYPES),
    doc: "The codec of the batches on disk; producer keeps whatever codec a batch came with.",
  }),
  int("compression.zstd.level", "3", {
    min: -131072,
    max: 22,
    doc: "The level used when compression.type is zstd.",
  }),
  long("delete.retention.ms", "86400000", {
    min: 0,
    doc: "How long a compacted topic keeps delete markers, so that a consumer reading from the start sees them.",
  }),
  long("file.delete.delay.ms", "60000", { min: 0, doc: "How long the files of a dropped segment stay on disk." }),
  long("flush.messages", LONG_MAX, { min: 1, doc: "After how many records the log is forced to disk." }),
  long("flush.ms", LONG_MAX, { min: 0, doc: "After how much time unflushed records are forced to disk." }),
  list("follower.replication.throttled.replicas", "", {
    validator: throttledReplicas,
    doc: "The replicas whose replication is throttled on the follower: partition:broker pairs, or * for all.",
  }),
  int("index.interval.bytes", "4096", {
    min: 0,
    doc: "After how many bytes of records the offset index gets an entry.",
  }),
  int("internal.segment.bytes", null, {
    isInternal: true,
    doc: "The size at which a segment rolls, without the lower limit of segment.bytes. For tests.",
  }),
  list("leader.replication.throttled.replicas", "", {
    validator: throttledReplicas,
    doc: "The replicas whose replication is throttled on the leader: partition:broker pairs, or * for all.",
  }),
  long("local.retention.bytes", "-2", {
    min: -2,
    inert: TIERED,
    doc: "How many bytes of a tiered partition stay on local disk; -2 takes retention.bytes.",
  }),
  long("local.retention.ms", "-2", {
    min: -2,
    inert: TIERED,
    doc: "How long segments of a tiered partition stay on local disk; -2 takes retention.ms.",
  }),
  long("max.compaction.lag.ms", LONG_MAX, {
    min: 1,
    doc: "The longest a record of a compacted topic stays out of reach of compaction.",
  }),
  int("max.message.bytes", "1048588", { min: 0, doc: "The largest record batch accepted, after compression." }),
  long("message.timestamp.after.max.ms", "3600000", {
    min: 0,
    doc: "How far a record's timestamp may lie ahead of the broker's clock when the timestamp type is CreateTime.",
  }),
  long("message.timestamp.before.max.ms", LONG_MAX, {
    min: 0,
    doc: "How far a record's timestamp may lie behind the broker's clock when the timestamp type is CreateTime.",
  }),
  string("message.timestamp.type", "CreateTime", {
    validator: validString("CreateTime", "LogAppendTime"),
    doc: "Whether a record keeps the time its producer gave it or gets the time of its append.",
  }),
  double("min.cleanable.dirty.ratio", "0.5", {
    min: 0,
    max: 1,
    doc: "How much of a compacted log must be uncompacted before it is compacted again.",
  }),
  long("min.compaction.lag.ms", "0", {
    min: 0,
    doc: "How long a record stays out of reach of compaction at least.",
  }),
  int("min.insync.replicas", "1", {
    min: 1,
    doc: "How many replicas must be in sync for a write with acks=all to be accepted.",
  }),
  boolean("preallocate", "false", { doc: "Whether a new segment's file gets its full size at once." }),
  boolean("remote.log.copy.disable", "false", { inert: TIERED, doc: "Makes the tiered part of a topic read-only." }),
  boolean("remote.log.delete.on.disable", "false", {
    inert: TIERED,
    doc: "Whether tiered data is deleted when tiering of a topic is switched off.",
  }),
  boolean("remote.storage.enable", "false", {
    refused: "tiered storage is not served",
    doc: "Whether the topic's segments are tiered.",
  }),
  long("retention.bytes", "-1", {
    doc: "How large a partition may grow before its oldest segments are dropped; -1 for no limit.",
  }),
  long("retention.ms", "604800000", {
    min: -1,
    doc: "How long records are kept before their segment is dropped; -1 for no limit.",
  }),
  int("segment.bytes", "1073741824", { min: 1048576, doc: "The size at which a segment rolls." }),
  int("segment.index.bytes", "10485760", { min: 4, doc: "The largest size of an offset index." }),
  long("segment.jitter.ms", "0", { min: 0, doc: "The most that is randomly taken off segment.ms." }),
  long("segment.ms", "604800000", { min: 1, doc: "The age at which a segment rolls even when it is not full." }),
  boolean("unclean.leader.election.enable", "false", {
    doc: "Whether a replica that is not in sync may become leader, at the price of lost records.",
  }),
]);
