/** Broker configs of the group coordinator and of each kind of group. */

import type { ConfigDefinition } from "../config-definition.ts";
import { int, list, long, short, string } from "../define.ts";
import { caseInsensitiveString, validList } from "../validators.ts";
import { NO_STREAMS_GROUPS, NO_THREADS } from "./reasons.ts";

/** The coordinator, committed offsets and classic groups. */
export const GROUP_COORDINATOR_CONFIGS: readonly ConfigDefinition[] = [
  int("group.coordinator.threads", "4", {
    importance: "HIGH",
    min: 1,
    refused: NO_THREADS,
    doc: "How many threads coordinate groups.",
  }),
  int("group.coordinator.background.threads", "2", {
    importance: "HIGH",
    min: 1,
    refused: NO_THREADS,
    doc: "How many threads do the coordinator's background work.",
  }),
  int("group.coordinator.append.linger.ms", "-1", {
    min: -1,
    doc: "How long the coordinator collects records before it writes them; -1 adapts to the load.",
  }),
  int("group.coordinator.cached.buffer.max.bytes", "1048588", {
    min: 524288,
    dynamic: "cluster-wide",
    refused: "the coordinator keeps no buffers between writes",
    doc: "The largest buffer the coordinator keeps between writes.",
  }),
  list("group.coordinator.rebalance.protocols", "classic,consumer,streams", {
    validator: validList({ allowed: ["consumer", "classic", "share", "streams"], isEmptyAllowed: false }),
    doc: "Which kinds of groups are offered; classic has to be one of them, and streams is not served whatever is listed.",
  }),
  int("group.min.session.timeout.ms", "6000", { doc: "The shortest session timeout a member may ask for." }),
  int("group.max.session.timeout.ms", "1800000", { doc: "The longest session timeout a member may ask for." }),
  int("group.initial.rebalance.delay.ms", "3000", {
    doc: "How long a new group waits for more members before its first assignment.",
  }),
  int("group.max.size", "2147483647", { min: 1, doc: "The most members of a group." }),
  int("offset.metadata.max.bytes", "4096", {
    importance: "HIGH",
    doc: "The most bytes of metadata with a committed offset.",
  }),
  int("offsets.load.buffer.size", "5242880", {
    importance: "HIGH",
    min: 1,
    doc: "How many bytes at a time are read when groups are loaded.",
  }),
  int("offsets.retention.minutes", "10080", {
    importance: "HIGH",
    min: 1,
    doc: "How long offsets of an empty group are kept.",
  }),
  long("offsets.retention.check.interval.ms", "600000", {
    importance: "HIGH",
    min: 1,
    doc: "How often expired offsets are looked for.",
  }),
  int("offsets.topic.num.partitions", "50", {
    importance: "HIGH",
    min: 1,
    doc: "The partitions of __consumer_offsets.",
  }),
  short("offsets.topic.replication.factor", "3", {
    importance: "HIGH",
    min: 1,
    doc: "The replicas of __consumer_offsets.",
  }),
  int("offsets.topic.segment.bytes", "104857600", {
    importance: "HIGH",
    min: 1,
    doc: "The segment size of __consumer_offsets.",
  }),
  int("offsets.topic.compression.codec", "0", {
    importance: "HIGH",
    doc: "The codec of batches in __consumer_offsets, by number.",
  }),
  int("offsets.commit.timeout.ms", "5000", {
    importance: "HIGH",
    min: 1,
    doc: "How long a commit may wait for its replicas.",
  }),
];

/** Groups of the consumer protocol (KIP-848). */
export const CONSUMER_GROUP_CONFIGS: readonly ConfigDefinition[] = [
  int("group.consumer.session.timeout.ms", "45000", {
    min: 1,
    doc: "After how much silence a member is removed.",
  }),
  int("group.consumer.min.session.timeout.ms", "45000", {
    min: 1,
    doc: "The lower limit of a group's own session timeout.",
  }),
  int("group.consumer.max.session.timeout.ms", "60000", {
    min: 1,
    doc: "The upper limit of a group's own session timeout.",
  }),
  int("group.consumer.heartbeat.interval.ms", "5000", {
    min: 1,
    doc: "How often members are asked to report.",
  }),
  int("group.consumer.min.heartbeat.interval.ms", "5000", {
    min: 1,
    doc: "The lower limit of a group's own heartbeat interval.",
  }),
  int("group.consumer.max.heartbeat.interval.ms", "15000", {
    min: 1,
    doc: "The upper limit of a group's own heartbeat interval.",
  }),
  int("group.consumer.assignment.interval.ms", "1000", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "The shortest time between two assignments.",
  }),
  int("group.consumer.min.assignment.interval.ms", "0", {
    min: 0,
    doc: "The lower limit of a group's own assignment interval.",
  }),
  int("group.consumer.max.assignment.interval.ms", "15000", {
    min: 0,
    doc: "The upper limit of a group's own assignment interval.",
  }),
  int("group.consumer.max.size", "2147483647", {
    min: 1,
    doc: "The most members of a group.",
  }),
  list("group.consumer.assignors", "uniform,range", {
    validator: validList({ isEmptyAllowed: false }),
    doc: "The assignors the broker offers, the default one first: uniform, range.",
  }),
  string("group.consumer.migration.policy", "bidirectional", {
    validator: caseInsensitiveString("DISABLED", "DOWNGRADE", "UPGRADE", "BIDIRECTIONAL"),
    doc: "Which groups may change between the classic and the consumer protocol.",
  }),
  int("group.consumer.regex.refresh.interval.ms", "600000", {
    isInternal: true,
    min: 10000,
    doc: "How often subscribed patterns are matched with the topics again.",
  }),
];

/** Share groups (KIP-932). */
export const SHARE_GROUP_CONFIGS: readonly ConfigDefinition[] = [
  int("group.share.session.timeout.ms", "45000", {
    min: 1,
    doc: "After how much silence a member is removed.",
  }),
  int("group.share.min.session.timeout.ms", "45000", {
    min: 1,
    doc: "The lower limit of a group's own session timeout.",
  }),
  int("group.share.max.session.timeout.ms", "60000", {
    min: 1,
    doc: "The upper limit of a group's own session timeout.",
  }),
  int("group.share.heartbeat.interval.ms", "5000", {
    min: 1,
    doc: "How often members are asked to report.",
  }),
  int("group.share.min.heartbeat.interval.ms", "5000", {
    min: 1,
    doc: "The lower limit of a group's own heartbeat interval.",
  }),
  int("group.share.max.heartbeat.interval.ms", "15000", {
    min: 1,
    doc: "The upper limit of a group's own heartbeat interval.",
  }),
  int("group.share.assignment.interval.ms", "1000", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "The shortest time between two assignments.",
  }),
  int("group.share.min.assignment.interval.ms", "0", {
    min: 0,
    doc: "The lower limit of a group's own assignment interval.",
  }),
  int("group.share.max.assignment.interval.ms", "15000", {
    min: 0,
    doc: "The upper limit of a group's own assignment interval.",
  }),
  int("group.share.max.size", "200", {
    min: 1,
    max: 1000,
    doc: "The most members of a group.",
  }),
  list("group.share.assignors", "simple", {
    validator: validList({ isEmptyAllowed: false }),
    doc: "The assignor of share groups.",
  }),
  int("group.share.partition.max.record.locks", "2000", {
    min: 100,
    max: 10000,
    doc: "How many records of a partition may be in delivery.",
  }),
  int("group.share.min.partition.max.record.locks", "100", {
    min: 100,
    max: 2000,
    doc: "The lower limit of a group's own number of records in delivery.",
  }),
  int("group.share.max.partition.max.record.locks", "4000", {
    min: 2000,
    max: 10000,
    doc: "The upper limit of a group's own number of records in delivery.",
  }),
  int("group.share.delivery.count.limit", "5", {
    min: 2,
    max: 10,
    doc: "How often a record is delivered at most.",
  }),
  int("group.share.min.delivery.count.limit", "2", {
    min: 2,
    max: 5,
    doc: "The lower limit of a group's own delivery limit.",
  }),
  int("group.share.max.delivery.count.limit", "10", {
    min: 5,
    max: 25,
    doc: "The upper limit of a group's own delivery limit.",
  }),
  int("group.share.record.lock.duration.ms", "30000", {
    min: 1000,
    max: 3600000,
    doc: "How long a delivered record stays reserved.",
  }),
  int("group.share.min.record.lock.duration.ms", "15000", {
    min: 1000,
    max: 30000,
    doc: "The lower limit of a group's own reservation time.",
  }),
  int("group.share.max.record.lock.duration.ms", "60000", {
    min: 30000,
    max: 3600000,
    doc: "The upper limit of a group's own reservation time.",
  }),
  int("group.share.max.share.sessions", "2000", {
    min: 1,
    doc: "How many share sessions the broker keeps.",
  }),
  int("group.share.initialize.retry.interval.ms", "30000", {
    isInternal: true,
    importance: "LOW",
    min: 1,
    doc: "How long a failed initialization of share state waits.",
  }),
  string("group.share.persister.class.name", "org.apache.kafka.server.share.persister.DefaultStatePersister", {
    isInternal: true,
    refused: "share state is kept by the share coordinator",
    doc: "The class that keeps share state.",
  }),
];

/** Streams groups (KIP-1071). */
export const STREAMS_GROUP_CONFIGS: readonly ConfigDefinition[] = [
  int("group.streams.session.timeout.ms", "45000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "After how much silence a member is removed.",
  }),
  int("group.streams.min.session.timeout.ms", "45000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "The lower limit of a group's own session timeout.",
  }),
  int("group.streams.max.session.timeout.ms", "60000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "The upper limit of a group's own session timeout.",
  }),
  int("group.streams.heartbeat.interval.ms", "5000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "How often members are asked to report.",
  }),
  int("group.streams.min.heartbeat.interval.ms", "5000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "The lower limit of a group's own heartbeat interval.",
  }),
  int("group.streams.max.heartbeat.interval.ms", "15000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "The upper limit of a group's own heartbeat interval.",
  }),
  int("group.streams.assignment.interval.ms", "1000", {
    min: 0,
    dynamic: "cluster-wide",
    refused: NO_STREAMS_GROUPS,
    doc: "The shortest time between two assignments.",
  }),
  int("group.streams.min.assignment.interval.ms", "0", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "The lower limit of a group's own assignment interval.",
  }),
  int("group.streams.max.assignment.interval.ms", "15000", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "The upper limit of a group's own assignment interval.",
  }),
  int("group.streams.max.size", "2147483647", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "The most members of a group.",
  }),
  int("group.streams.num.standby.replicas", "0", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "How many standby copies of each task there are.",
  }),
  int("group.streams.max.standby.replicas", "2", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "The upper limit of a group's own standby copies.",
  }),
  int("group.streams.initial.rebalance.delay.ms", "3000", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "How long a new group waits for more members.",
  }),
];
