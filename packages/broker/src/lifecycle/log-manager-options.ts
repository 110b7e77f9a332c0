/** The broker configs that the log manager obeys, by its own names. */

import type { LogManagerOptions } from "@ottla/storage";
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
