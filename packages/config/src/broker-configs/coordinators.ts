/** Broker configs of the transaction and share coordinators, and of quotas. */

import type { ConfigDefinition } from "../config-definition.ts";
import { boolean, className, int, short } from "../define.ts";
import { NO_PLUGINS, NO_QUOTAS, NO_TWO_PHASE_COMMIT } from "./reasons.ts";

/** The transaction coordinator. */
export const TRANSACTION_CONFIGS: readonly ConfigDefinition[] = [
  int("transactional.id.expiration.ms", "604800000", {
    importance: "HIGH",
    min: 1,
    doc: "How long an idle transactional id is kept.",
  }),
  int("transaction.max.timeout.ms", "900000", {
    importance: "HIGH",
    min: 1,
    doc: "The longest transaction timeout a producer may ask for.",
  }),
  int("transaction.state.log.num.partitions", "50", {
    importance: "HIGH",
    min: 1,
    doc: "The partitions of __transaction_state.",
  }),
  short("transaction.state.log.replication.factor", "3", {
    importance: "HIGH",
    min: 1,
    doc: "The replicas of __transaction_state.",
  }),
  int("transaction.state.log.min.isr", "2", {
    importance: "HIGH",
    min: 1,
    doc: "How many replicas of __transaction_state must be in sync.",
  }),
  int("transaction.state.log.segment.bytes", "104857600", {
    importance: "HIGH",
    min: 1,
    doc: "The segment size of __transaction_state.",
  }),
  int("transaction.state.log.load.buffer.size", "5242880", {
    importance: "HIGH",
    min: 1,
    doc: "How many bytes at a time are read when transactions are loaded.",
  }),
  int("transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000", {
    importance: "LOW",
    min: 1,
    doc: "How often transactions past their timeout are aborted.",
  }),
  int("transaction.remove.expired.transaction.cleanup.interval.ms", "3600000", {
    importance: "LOW",
    min: 1,
    doc: "How often expired transactional ids are removed.",
  }),
  boolean("transaction.partition.verification.enable", "true", {
    importance: "LOW",
    dynamic: "cluster-wide",
    doc: "Whether a write of a transaction is checked with its coordinator first.",
  }),
  boolean("transaction.two.phase.commit.enable", "false", {
    importance: "LOW",
    refused: NO_TWO_PHASE_COMMIT,
    doc: "Whether transactions may be prepared and committed in two steps.",
  }),
  int("add.partitions.to.txn.retry.backoff.ms", "20", {
    importance: "HIGH",
    min: 1,
    doc: "How long the broker waits before it adds a partition to a transaction again.",
  }),
  int("add.partitions.to.txn.retry.backoff.max.ms", "100", {
    importance: "HIGH",
    min: 0,
    doc: "The longest wait before a partition is added to a transaction again.",
  }),
];

/** The share coordinator. */
export const SHARE_COORDINATOR_CONFIGS: readonly ConfigDefinition[] = [
  int("share.coordinator.threads", "1", {
    min: 1,
    refused: "one event loop does the work of all coordinators",
    doc: "How many threads coordinate share state.",
  }),
  int("share.coordinator.append.linger.ms", "-1", {
    min: -1,
    doc: "How long records of share state are collected; -1 adapts to the load.",
  }),
  int("share.coordinator.cached.buffer.max.bytes", "1048588", {
    min: 524288,
    dynamic: "cluster-wide",
    refused: "the coordinator keeps no buffers between writes",
    doc: "The largest buffer kept between writes.",
  }),
  int("share.coordinator.load.buffer.size", "5242880", {
    importance: "HIGH",
    min: 1,
    doc: "How many bytes at a time are read when share state is loaded.",
  }),
  int("share.coordinator.write.timeout.ms", "5000", {
    importance: "HIGH",
    min: 1,
    doc: "How long a write of share state may take.",
  }),
  int("share.coordinator.snapshot.update.records.per.snapshot", "500", {
    min: 0,
    max: 500,
    doc: "After how many updates share state is written whole.",
  }),
  int("share.coordinator.cold.partition.snapshot.interval.ms", "300000", {
    isInternal: true,
    importance: "LOW",
    min: 1,
    doc: "How often idle share state is written whole.",
  }),
  int("share.coordinator.state.topic.prune.interval.ms", "300000", {
    isInternal: true,
    importance: "LOW",
    min: 1,
    doc: "How often old share state is dropped.",
  }),
  int("share.coordinator.state.topic.num.partitions", "50", {
    importance: "HIGH",
    min: 1,
    doc: "The partitions of __share_group_state.",
  }),
  short("share.coordinator.state.topic.replication.factor", "3", {
    importance: "HIGH",
    min: 1,
    doc: "The replicas of __share_group_state.",
  }),
  short("share.coordinator.state.topic.min.isr", "2", {
    importance: "HIGH",
    min: 1,
    doc: "How many replicas of __share_group_state must be in sync.",
  }),
  int("share.coordinator.state.topic.segment.bytes", "104857600", {
    importance: "HIGH",
    min: 1,
    doc: "The segment size of __share_group_state.",
  }),
  int("share.coordinator.state.topic.compression.codec", "0", {
    importance: "HIGH",
    doc: "The codec of batches in __share_group_state, by number.",
  }),
];

/** Windows over which quotas are measured. */
export const QUOTA_CONFIGS: readonly ConfigDefinition[] = [
  int("quota.window.num", "11", {
    importance: "LOW",
    min: 1,
    doc: "How many windows client quotas are measured over.",
  }),
  int("quota.window.size.seconds", "1", {
    importance: "LOW",
    min: 1,
    doc: "How long one window of client quotas is.",
  }),
  int("controller.quota.window.num", "11", {
    importance: "LOW",
    min: 1,
    doc: "How many windows controller mutation quotas are measured over.",
  }),
  int("controller.quota.window.size.seconds", "1", {
    importance: "LOW",
    min: 1,
    doc: "How long one window of controller mutation quotas is.",
  }),
  int("replication.quota.window.num", "11", {
    importance: "LOW",
    min: 1,
    doc: "How many windows replication quotas are measured over.",
  }),
  int("replication.quota.window.size.seconds", "1", {
    importance: "LOW",
    min: 1,
    doc: "How long one window of replication quotas is.",
  }),
  int("alter.log.dirs.replication.quota.window.num", "11", {
    importance: "LOW",
    min: 1,
    refused: NO_QUOTAS,
    doc: "How many windows quotas of directory moves are measured over.",
  }),
  int("alter.log.dirs.replication.quota.window.size.seconds", "1", {
    importance: "LOW",
    min: 1,
    refused: NO_QUOTAS,
    doc: "How long one window of quotas of directory moves is.",
  }),
  className("client.quota.callback.class", null, {
    importance: "LOW",
    refused: NO_PLUGINS,
    doc: "The class that decides about quotas.",
  }),
];
