/** Broker configs of logs and of the log cleaner. */

import type { ConfigDefinition } from "../config-definition.ts";
import { boolean, double, int, list, long, LONG_MAX, string } from "../define.ts";
import { gzipLevel, validList, validString } from "../validators.ts";

/** Log directories, segments, retention, flushing; mostly defaults of topic configs. */
export const LOG_CONFIGS: readonly ConfigDefinition[] = [
  list("log.dir", "/tmp/kafka-logs", {
    importance: "HIGH",
    validator: validList({ isEmptyAllowed: false }),
    doc: "The directory of logs where log.dirs is not set.",
  }),
  list("log.dirs", null, {
    importance: "HIGH",
    validator: validList({ isEmptyAllowed: false, isNullAllowed: true }),
    doc: "The directories of logs.",
  }),
  list("cordoned.log.dirs", "", {
    validator: validList({ isNullAllowed: true }),
    dynamic: "per-broker",
    refused: "cordoning log directories is not served",
    doc: "Directories that get no new partitions; * is all.",
  }),
  long("log.dir.failure.timeout.ms", "30000", {
    importance: "LOW",
    min: 1,
    refused: "nobody waits for a report: the controller of this process knows of a failed directory at once",
    doc: "How long a broker waits to report a failed directory before it stops.",
  }),
  int("log.segment.bytes", "1073741824", {
    importance: "HIGH",
    min: 1048576,
    dynamic: "cluster-wide",
    doc: "The size at which a segment rolls; default of segment.bytes.",
  }),
  long("log.roll.ms", null, {
    importance: "HIGH",
    dynamic: "cluster-wide",
    doc: "The age at which a segment rolls; default of segment.ms, before log.roll.hours.",
  }),
  int("log.roll.hours", "168", {
    importance: "HIGH",
    min: 1,
    doc: "The age in hours at which a segment rolls, where log.roll.ms is not set.",
  }),
  long("log.roll.jitter.ms", null, {
    importance: "HIGH",
    dynamic: "cluster-wide",
    doc: "The most that is randomly taken off the rolling age; default of segment.jitter.ms.",
  }),
  int("log.roll.jitter.hours", "0", {
    importance: "HIGH",
    min: 0,
    doc: "The most in hours that is randomly taken off the rolling age, where log.roll.jitter.ms is not set.",
  }),
  long("log.retention.ms", null, {
    importance: "HIGH",
    dynamic: "cluster-wide",
    doc: "How long records are kept; default of retention.ms, before minutes and hours.",
  }),
  int("log.retention.minutes", null, {
    importance: "HIGH",
    doc: "How long in minutes records are kept, where log.retention.ms is not set.",
  }),
  int("log.retention.hours", "168", {
    importance: "HIGH",
    doc: "How long in hours records are kept, where neither log.retention.ms nor log.retention.minutes is set.",
  }),
  long("log.retention.bytes", "-1", {
    importance: "HIGH",
    dynamic: "cluster-wide",
    doc: "How large a partition may grow; default of retention.bytes.",
  }),
  long("log.retention.check.interval.ms", "300000", {
    min: 1,
    doc: "How often logs are looked through for segments to drop.",
  }),
  list("log.cleanup.policy", "delete", {
    validator: validList({ allowed: ["compact", "delete"] }),
    dynamic: "cluster-wide",
    doc: "What happens to old records; default of cleanup.policy.",
  }),
  int("log.index.size.max.bytes", "10485760", {
    min: 4,
    dynamic: "cluster-wide",
    doc: "The largest size of an offset index; default of segment.index.bytes.",
  }),
  int("log.index.interval.bytes", "4096", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "After how many bytes the offset index gets an entry; default of index.interval.bytes.",
  }),
  long("log.flush.interval.messages", LONG_MAX, {
    importance: "HIGH",
    min: 1,
    dynamic: "cluster-wide",
    doc: "After how many records a log is forced to disk; default of flush.messages.",
  }),
  long("log.flush.interval.ms", null, {
    importance: "HIGH",
    dynamic: "cluster-wide",
    doc: "After how much time a log is forced to disk; default of flush.ms.",
  }),
  long("log.flush.scheduler.interval.ms", LONG_MAX, {
    importance: "HIGH",
    doc: "How often logs are looked through for one that must be flushed; stands in for log.flush.interval.ms.",
  }),
  int("log.flush.offset.checkpoint.interval.ms", "60000", {
    importance: "HIGH",
    min: 0,
    doc: "How often the recovery points of logs are written down.",
  }),
  int("log.flush.start.offset.checkpoint.interval.ms", "60000", {
    importance: "HIGH",
    min: 0,
    doc: "How often the start offsets of logs are written down.",
  }),
  long("log.segment.delete.delay.ms", "60000", {
    importance: "HIGH",
    min: 0,
    dynamic: "cluster-wide",
    doc: "How long files of a dropped segment stay; default of file.delete.delay.ms.",
  }),
  boolean("log.preallocate", "false", {
    dynamic: "cluster-wide",
    doc: "Whether a new segment's file gets its full size at once; default of preallocate.",
  }),
  string("log.message.timestamp.type", "CreateTime", {
    validator: validString("CreateTime", "LogAppendTime"),
    dynamic: "cluster-wide",
    doc: "Whether records keep their producer's time; default of message.timestamp.type.",
  }),
  long("log.message.timestamp.before.max.ms", LONG_MAX, {
    min: 0,
    dynamic: "cluster-wide",
    doc: "How far a timestamp may lie in the past; default of message.timestamp.before.max.ms.",
  }),
  long("log.message.timestamp.after.max.ms", "3600000", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "How far a timestamp may lie in the future; default of message.timestamp.after.max.ms.",
  }),
  long("log.initial.task.delay.ms", "30000", {
    isInternal: true,
    importance: "LOW",
    min: 0,
    doc: "How long after start the periodic work on logs begins. For tests.",
  }),
  int("message.max.bytes", "1048588", {
    importance: "HIGH",
    min: 0,
    dynamic: "cluster-wide",
    doc: "The largest record batch accepted; default of max.message.bytes.",
  }),
  string("compression.type", "producer", {
    importance: "HIGH",
    validator: validString("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
    dynamic: "cluster-wide",
    doc: "The codec of batches on disk; default of the topic config.",
  }),
  int("compression.gzip.level", "-1", {
    validator: gzipLevel,
    dynamic: "cluster-wide",
    doc: "The level of gzip; default of the topic config.",
  }),
  int("compression.lz4.level", "9", {
    min: 1,
    max: 17,
    dynamic: "cluster-wide",
    doc: "The level of lz4; default of the topic config.",
  }),
  int("compression.zstd.level", "3", {
    min: -131072,
    max: 22,
    dynamic: "cluster-wide",
    doc: "The level of zstd; default of the topic config.",
  }),
  int("min.insync.replicas", "1", {
    importance: "HIGH",
    min: 1,
    dynamic: "cluster-wide",
    doc: "How many replicas must be in sync for acks=all; default of the topic config.",
  }),
  int("num.recovery.threads.per.data.dir", "2", {
    importance: "HIGH",
    min: 1,
    dynamic: "cluster-wide",
    doc: "How many logs of a directory are recovered at the same time.",
  }),
  int("producer.id.expiration.ms", "86400000", {
    importance: "LOW",
    min: 1,
    dynamic: "cluster-wide",
    doc: "How long the state of an idle producer is kept.",
  }),
  int("producer.id.expiration.check.interval.ms", "600000", {
    isInternal: true,
    importance: "LOW",
    min: 1,
    doc: "How often idle producers are looked for.",
  }),
];

/** The log cleaner, which compacts. */
export const CLEANER_CONFIGS: readonly ConfigDefinition[] = [
  boolean("log.cleaner.enable", "true", { doc: "Whether compacted topics are compacted." }),
  int("log.cleaner.threads", "1", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "How many logs are compacted at the same time.",
  }),
  double("log.cleaner.io.max.bytes.per.second", "1.7976931348623157E308", {
    dynamic: "cluster-wide",
    doc: "The most bytes a second the cleaner reads and writes.",
  }),
  long("log.cleaner.dedupe.buffer.size", "134217728", {
    dynamic: "cluster-wide",
    doc: "The memory for the cleaner's map of keys.",
  }),
  int("log.cleaner.io.buffer.size", "524288", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "The memory for the cleaner's reading and writing.",
  }),
  double("log.cleaner.io.buffer.load.factor", "0.9", {
    dynamic: "cluster-wide",
    doc: "How full the cleaner's map of keys may get.",
  }),
  long("log.cleaner.backoff.ms", "15000", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "How long the cleaner waits when there is nothing to do.",
  }),
  double("log.cleaner.min.cleanable.ratio", "0.5", {
    min: 0,
    max: 1,
    dynamic: "cluster-wide",
    doc: "How much of a log must be uncompacted; default of min.cleanable.dirty.ratio.",
  }),
  long("log.cleaner.delete.retention.ms", "86400000", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "How long delete markers are kept; default of delete.retention.ms.",
  }),
  long("log.cleaner.min.compaction.lag.ms", "0", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "How long a record stays out of compaction at least; default of min.compaction.lag.ms.",
  }),
  long("log.cleaner.max.compaction.lag.ms", LONG_MAX, {
    min: 1,
    dynamic: "cluster-wide",
    doc: "How long a record stays out of compaction at most; default of max.compaction.lag.ms.",
  }),
];
