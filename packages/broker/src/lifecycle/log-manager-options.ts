/** The broker configs that the log manager obeys, by its own names. */

import type { KafkaConfig } from "@ottla/config";
import type { CleanerConfig, LogManagerOptions } from "@ottla/storage";
import type { RunningConfig } from "./running-config.ts";

type Configured = Required<
  Pick<
    LogManagerOptions,
    | "logDirectories"
    | "nodeId"
    | "flushOffsetCheckpointIntervalMs"
    | "flushStartOffsetCheckpointIntervalMs"
    | "highWatermarkCheckpointIntervalMs"
    | "flushSchedulerIntervalMs"
    | "retentionCheckIntervalMs"
    | "initialTaskDelayMs"
    | "producerIdExpirationMs"
    | "producerIdExpirationCheckIntervalMs"
    | "maxTransactionTimeoutMs"
    | "transactionVerificationEnabled"
    | "recoveryThreadsPerDataDir"
  >
>;

/** See the file's head. */
export function logManagerOptions(runningConfig: RunningConfig): Configured {
  const config = runningConfig.current;
  return {
    logDirectories: config.logDirs,
    nodeId: config.nodeId,
    flushOffsetCheckpointIntervalMs: config.number("log.flush.offset.checkpoint.interval.ms"),
    flushStartOffsetCheckpointIntervalMs: config.number("log.flush.start.offset.checkpoint.interval.ms"),
    highWatermarkCheckpointIntervalMs: config.number("replica.high.watermark.checkpoint.interval.ms"),
    flushSchedulerIntervalMs: config.number("log.flush.scheduler.interval.ms"),
    retentionCheckIntervalMs: config.number("log.retention.check.interval.ms"),
    initialTaskDelayMs: config.number("log.initial.task.delay.ms"),
    producerIdExpirationMs: config.number("producer.id.expiration.ms"),
    producerIdExpirationCheckIntervalMs: config.number("producer.id.expiration.check.interval.ms"),
    maxTransactionTimeoutMs: config.number("transaction.max.timeout.ms"),
    transactionVerificationEnabled: () => runningConfig.current.boolean("transaction.partition.verification.enable"),
    recoveryThreadsPerDataDir: config.number("num.recovery.threads.per.data.dir"),
  };
}

/** The configs of the log cleaner, in effect now. */
export function cleanerConfigOf(config: KafkaConfig): CleanerConfig {
  return {
    isEnabled: config.boolean("log.cleaner.enable"),
    threads: config.number("log.cleaner.threads"),
    dedupeBufferBytes: config.number("log.cleaner.dedupe.buffer.size"),
    dedupeBufferLoadFactor: config.number("log.cleaner.io.buffer.load.factor"),
    ioBufferBytes: config.number("log.cleaner.io.buffer.size"),
    ioBytesPerSecondMax: config.number("log.cleaner.io.max.bytes.per.second"),
    backoffMs: config.number("log.cleaner.backoff.ms"),
  };
}
