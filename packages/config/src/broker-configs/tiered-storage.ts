/** Broker configs of tiered storage. */

import type { ConfigDefinition } from "../config-definition.ts";
import { boolean, double, int, long, LONG_MAX, string } from "../define.ts";
import { nonEmptyString } from "../validators.ts";
import { NO_TIERING } from "./reasons.ts";

/** Tiered storage. */
export const TIERED_STORAGE_CONFIGS: readonly ConfigDefinition[] = [
  long("log.local.retention.bytes", "-2", {
    min: -2,
    dynamic: "cluster-wide",
    inert: NO_TIERING,
    doc: "How many bytes of a tiered partition stay local; default of local.retention.bytes.",
  }),
  long("log.local.retention.ms", "-2", {
    min: -2,
    dynamic: "cluster-wide",
    inert: NO_TIERING,
    doc: "How long segments of a tiered partition stay local; default of local.retention.ms.",
  }),
  int("remote.fetch.max.wait.ms", "500", {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "How long a read of tiered data may wait.",
  }),
  long("remote.list.offsets.request.timeout.ms", "30000", {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "How long a search by time in tiered data may take.",
  }),
  long("remote.log.index.file.cache.total.size.bytes", "1073741824", {
    importance: "LOW",
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "The disk space for indexes of tiered segments.",
  }),
  long("remote.log.index.file.cache.ttl.ms", "900000", {
    isInternal: true,
    importance: "LOW",
    min: -1,
    refused: NO_TIERING,
    doc: "How long an unused index of a tiered segment is kept.",
  }),
  int("remote.log.manager.copier.thread.pool.size", "10", {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "How many threads copy segments away.",
  }),
  long("remote.log.manager.copy.max.bytes.per.second", LONG_MAX, {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "The most bytes a second copied away.",
  }),
  int("remote.log.manager.copy.quota.window.num", "11", {
    min: 1,
    refused: NO_TIERING,
    doc: "How many windows the copying rate is measured over.",
  }),
  int("remote.log.manager.copy.quota.window.size.seconds", "1", {
    min: 1,
    refused: NO_TIERING,
    doc: "How long one window of the copying rate is.",
  }),
  int("remote.log.manager.expiration.thread.pool.size", "10", {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "How many threads delete tiered segments.",
  }),
  long("remote.log.manager.fetch.max.bytes.per.second", LONG_MAX, {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "The most bytes a second of tiered data read.",
  }),
  int("remote.log.manager.fetch.quota.window.num", "11", {
    min: 1,
    refused: NO_TIERING,
    doc: "How many windows the reading rate is measured over.",
  }),
  int("remote.log.manager.fetch.quota.window.size.seconds", "1", {
    min: 1,
    refused: NO_TIERING,
    doc: "How long one window of the reading rate is.",
  }),
  int("remote.log.manager.follower.thread.pool.size", "2", {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "How many threads keep track of tiered data on followers.",
  }),
  long("remote.log.manager.task.interval.ms", "30000", {
    importance: "LOW",
    min: 1,
    refused: NO_TIERING,
    doc: "How often tiering looks for work.",
  }),
  long("remote.log.manager.task.retry.backoff.ms", "500", {
    isInternal: true,
    importance: "LOW",
    min: 1,
    refused: NO_TIERING,
    doc: "How long failed tiering waits.",
  }),
  long("remote.log.manager.task.retry.backoff.max.ms", "30000", {
    isInternal: true,
    importance: "LOW",
    min: 1,
    refused: NO_TIERING,
    doc: "The longest wait of failed tiering.",
  }),
  double("remote.log.manager.task.retry.jitter", "0.2", {
    isInternal: true,
    importance: "LOW",
    min: 0,
    max: 0.5,
    refused: NO_TIERING,
    doc: "How much of the wait of failed tiering is random.",
  }),
  int("remote.log.manager.thread.pool.size", "2", {
    min: 1,
    refused: NO_TIERING,
    doc: "How many threads tier in all.",
  }),
  int("remote.log.metadata.custom.metadata.max.bytes", "128", {
    importance: "LOW",
    min: 0,
    refused: NO_TIERING,
    doc: "The most bytes a storage plugin may remember of a segment.",
  }),
  string(
    "remote.log.metadata.manager.class.name",
    "org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager",
    { validator: nonEmptyString, refused: NO_TIERING, doc: "The class that remembers where tiered segments are." },
  ),
  string("remote.log.metadata.manager.class.path", null, {
    refused: NO_TIERING,
    doc: "Where the class that remembers tiered segments is found.",
  }),
  string("remote.log.metadata.manager.impl.prefix", "rlmm.config.", {
    validator: nonEmptyString,
    refused: NO_TIERING,
    doc: "The prefix of configs for the class that remembers tiered segments.",
  }),
  string("remote.log.metadata.manager.listener.name", null, {
    validator: nonEmptyString,
    refused: NO_TIERING,
    doc: "The listener used by the class that remembers tiered segments.",
  }),
  int("remote.log.reader.max.pending.tasks", "100", {
    min: 1,
    refused: NO_TIERING,
    doc: "How many reads of tiered data may wait.",
  }),
  int("remote.log.reader.threads", "10", {
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_TIERING,
    doc: "How many threads read tiered data.",
  }),
  string("remote.log.storage.manager.class.name", null, {
    validator: nonEmptyString,
    refused: NO_TIERING,
    doc: "The class that stores tiered segments.",
  }),
  string("remote.log.storage.manager.class.path", null, {
    refused: NO_TIERING,
    doc: "Where the class that stores tiered segments is found.",
  }),
  string("remote.log.storage.manager.impl.prefix", "rsm.config.", {
    validator: nonEmptyString,
    refused: NO_TIERING,
    doc: "The prefix of configs for the class that stores tiered segments.",
  }),
  boolean("remote.log.storage.system.enable", "false", { refused: NO_TIERING, doc: "Whether tiered storage is on." }),
];
