/**
 * The configuration of one log, typed: topic overrides over the broker's defaults. Storage and the partition read
 * this and nothing else. Immutable; a config change makes a new one. `Infinity` stands for Kafka's 2^63−1.
 */

import { assert } from "@ottla/base";
import { parseConfigs } from "./config-def.ts";
import { TOPIC_CONFIGS } from "./topic-configs.ts";

/** `compression.type` of a topic; `producer` keeps the codec of the batch. */
export type BrokerCompressionType = "uncompressed" | "zstd" | "lz4" | "snappy" | "gzip" | "producer";

/** `message.timestamp.type`. */
export type TimestampType = "CreateTime" | "LogAppendTime";

/** Kafka's `LogConfig`. Field comments name the topic config each comes from where the name differs. */
export interface LogConfig {
  /** `segment.bytes`, or the hidden `internal.segment.bytes` where it is set. */
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentJitterMs: number;
  readonly segmentIndexBytes: number;
  readonly flushMessages: number;
  readonly flushMs: number;
  /** −1: no limit. */
  readonly retentionBytes: number;
  /** −1: no limit. */
  readonly retentionMs: number;
  readonly maxMessageBytes: number;
  readonly indexIntervalBytes: number;
  readonly fileDeleteDelayMs: number;
  readonly deleteRetentionMs: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly minCleanableDirtyRatio: number;
  /** `cleanup.policy` contains `compact`. */
  readonly compact: boolean;
  /** `cleanup.policy` contains `delete`. Both false: the log is kept for ever. */
  readonly delete: boolean;
  readonly uncleanLeaderElectionEnable: boolean;
  readonly minInsyncReplicas: number;
  readonly compressionType: BrokerCompressionType;
  readonly compressionGzipLevel: number;
  readonly compressionLz4Level: number;
  readonly compressionZstdLevel: number;
  readonly preallocate: boolean;
  readonly messageTimestampType: TimestampType;
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampAfterMaxMs: number;
  readonly leaderReplicationThrottledReplicas: readonly string[];
  readonly followerReplicationThrottledReplicas: readonly string[];
  readonly remoteStorageEnable: boolean;
  readonly remoteLogCopyDisable: boolean;
  readonly remoteLogDeleteOnDisable: boolean;
  /** `local.retention.ms`, resolved: −2 has become `retentionMs`. */
  readonly localRetentionMs: number;
  /** `local.retention.bytes`, resolved: −2 has become `retentionBytes`. */
  readonly localRetentionBytes: number;
}

/** The oldest age at which the active segment rolls: `segment.ms`, or `max.compaction.lag.ms` when compacting sooner. */
export function maxSegmentMs(config: LogConfig): number {
  if (config.compact && config.maxCompactionLagMs > 0) return Math.min(config.maxCompactionLagMs, config.segmentMs);
  return config.segmentMs;
}

/**
 * The typed configuration of a log: `overrides` (the topic's own configs, as text) over `defaults` (the broker's, as
 * text by topic config name). Throws `ConfigException` for a value that does not parse or validate.
 */
export function buildLogConfig(
  defaults: ReadonlyMap<string, string | null>,
  overrides: ReadonlyMap<string, string | null>,
): LogConfig {
  const values = parseConfigs(TOPIC_CONFIGS, new Map([...defaults, ...overrides]));
  const number = (name: string): number => {
    const value = values.get(name);
    assert(typeof value === "number", `${name} is a number`);
    return value;
  };
  const flag = (name: string): boolean => values.get(name) === true;
  const list = (name: string): readonly string[] => values.get(name) as readonly string[];
  const policies = list("cleanup.policy").map((policy) => policy.toLowerCase());
  const internalSegmentBytes = values.get("internal.segment.bytes");
  const retentionMs = number("retention.ms");
  const retentionBytes = number("retention.bytes");
  const localMs = number("local.retention.ms");
  const localBytes = number("local.retention.bytes");
  return {
    segmentBytes: typeof internalSegmentBytes === "number" ? internalSegmentBytes : number("segment.bytes"),
    segmentMs: number("segment.ms"),
    segmentJitterMs: number("segment.jitter.ms"),
    segmentIndexBytes: number("segment.index.bytes"),
    flushMessages: number("flush.messages"),
    flushMs: number("flush.ms"),
    retentionBytes,
    retentionMs,
    maxMessageBytes: number("max.message.bytes"),
    indexIntervalBytes: number("index.interval.bytes"),
    fileDeleteDelayMs: number("file.delete.delay.ms"),
    deleteRetentionMs: number("delete.retention.ms"),
    minCompactionLagMs: number("min.compaction.lag.ms"),
    maxCompactionLagMs: number("max.compaction.lag.ms"),
    minCleanableDirtyRatio: number("min.cleanable.dirty.ratio"),
    compact: policies.includes("compact"),
    delete: policies.includes("delete"),
    uncleanLeaderElectionEnable: flag("unclean.leader.election.enable"),
    minInsyncReplicas: number("min.insync.replicas"),
    compressionType: values.get("compression.type") as BrokerCompressionType,
    compressionGzipLevel: number("compression.gzip.level"),
    compressionLz4Level: number("compression.lz4.level"),
    compressionZstdLevel: number("compression.zstd.level"),
    preallocate: flag("preallocate"),
    messageTimestampType: values.get("message.timestamp.type") as TimestampType,
    messageTimestampBeforeMaxMs: number("message.timestamp.before.max.ms"),
    messageTimestampAfterMaxMs: number("message.timestamp.after.max.ms"),
    leaderReplicationThrottledReplicas: list("leader.replication.throttled.replicas"),
    followerReplicationThrottledReplicas: list("follower.replication.throttled.replicas"),
    remoteStorageEnable: flag("remote.storage.enable"),
    remoteLogCopyDisable: flag("remote.log.copy.disable"),
    remoteLogDeleteOnDisable: flag("remote.log.delete.on.disable"),
    localRetentionMs: localMs === -2 ? retentionMs : localMs,
    localRetentionBytes: localBytes === -2 ? retentionBytes : localBytes,
  };
}

/** A log's configuration from topic configs alone, over Kafka's defaults. */
export function logConfigOf(overrides: Readonly<Record<string, string>> = {}): LogConfig {
  return buildLogConfig(new Map(), new Map(Object.entries(overrides)));
}
