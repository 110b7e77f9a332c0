/**
 * The topic configs that the log engine obeys, typed: a structural subset of what `@ottla/config` merges from topic and broker. Longs
 * of 2^63−1 are `Infinity`. A log takes a new one at any time through `updateConfig`; it counts from the next append on.
 */

export interface LogConfig {
  /** segment.bytes, or internal.segment.bytes where set. */
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentJitterMs: number;
  readonly segmentIndexBytes: number;
  readonly indexIntervalBytes: number;
  readonly maxMessageBytes: number;
  /** −1: no limit. */
  readonly retentionMs: number;
  /** −1: no limit. */
  readonly retentionBytes: number;
  readonly fileDeleteDelayMs: number;
  readonly flushMessages: number;
  readonly flushMs: number;
  readonly cleanupPolicy: readonly ("compact" | "delete")[];
  readonly deleteRetentionMs: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly minCleanableDirtyRatio: number;
  readonly compressionType: "producer" | "uncompressed" | "gzip" | "snappy" | "lz4" | "zstd";
  readonly compressionGzipLevel: number;
  readonly compressionLz4Level: number;
  readonly compressionZstdLevel: number;
  readonly messageTimestampType: "CreateTime" | "LogAppendTime";
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampAfterMaxMs: number;
  readonly preallocate: boolean;
}

/** Kafka's defaults for every field. */
export const DEFAULT_LOG_CONFIG: LogConfig = {
  segmentBytes: 1073741824,
  segmentMs: 604800000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10485760,
  indexIntervalBytes: 4096,
  maxMessageBytes: 1048588,
  retentionMs: 604800000,
  retentionBytes: -1,
  fileDeleteDelayMs: 60000,
  flushMessages: Infinity,
  flushMs: Infinity,
  cleanupPolicy: ["delete"],
  deleteRetentionMs: 86400000,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Infinity,
  minCleanableDirtyRatio: 0.5,
  compressionType: "producer",
  compressionGzipLevel: -1,
  compressionLz4Level: 9,
  compressionZstdLevel: 3,
  messageTimestampType: "CreateTime",
  messageTimestampBeforeMaxMs: Infinity,
  messageTimestampAfterMaxMs: 3600000,
  preallocate: false,
};

/** True if the policy contains compact: null keys are refused and segments roll by the compaction lag too. */
export function isCompacted(config: LogConfig): boolean {
  return config.cleanupPolicy.includes("compact");
}

/** The age at which a segment rolls: segment.ms, and max.compaction.lag.ms if that is shorter on a compacted topic. */
export function maxSegmentMs(config: LogConfig): number {
  return isCompacted(config) && config.maxCompactionLagMs > 0 ? Math.min(config.maxCompactionLagMs, config.segmentMs) : config.segmentMs;
}
