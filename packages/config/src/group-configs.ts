/** Every config of a single group (resource type GROUP) of Kafka 4.3, and of client metrics subscriptions. */

import type { ConfigTable } from "./config-def.ts";
import { NO_STREAMS_GROUPS } from "./broker-configs/reasons.ts";
import { boolean, int, list, string, tableOf } from "./define.ts";
import { shareAutoOffsetReset, validList, validString } from "./validators.ts";

/** Group configs by name. */
export const GROUP_CONFIGS: ConfigTable = tableOf([
  int("consumer.session.timeout.ms", "45000", {
    min: 1,
    doc: "After how much silence a member of this group is removed.",
  }),
  int("consumer.heartbeat.interval.ms", "5000", {
    min: 1,
    doc: "How often members of this group are asked to report.",
  }),
  int("consumer.assignment.interval.ms", "1000", {
    min: 0,
    doc: "The shortest time between two assignments of this group.",
  }),
  int("share.session.timeout.ms", "45000", {
    min: 1,
    doc: "After how much silence a member of this share group is removed.",
  }),
  int("share.heartbeat.interval.ms", "5000", {
    min: 1,
    doc: "How often members of this share group are asked to report.",
  }),
  int("share.assignment.interval.ms", "1000", {
    min: 0,
    doc: "The shortest time between two assignments of this share group.",
  }),
  int("share.record.lock.duration.ms", "30000", {
    min: 1000,
    doc: "How long a delivered record stays reserved.",
  }),
  int("share.delivery.count.limit", "5", {
    min: 2,
    doc: "How often a record is delivered at most.",
  }),
  int("share.partition.max.record.locks", "2000", {
    min: 100,
    doc: "How many records of a partition may be in delivery.",
  }),
  string("share.auto.offset.reset", "latest", {
    validator: shareAutoOffsetReset,
    doc: "Where a share group begins in a partition: latest, earliest, or a duration back.",
  }),
  string("share.isolation.level", "read_uncommitted", {
    validator: validString("read_committed", "read_uncommitted"),
    doc: "Whether records of open and aborted transactions are delivered.",
  }),
  boolean("share.renew.acknowledge.enable", "true", {
    doc: "Whether a member may extend the reservation of a record.",
  }),
  int("streams.session.timeout.ms", "45000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "After how much silence a member of this streams group is removed.",
  }),
  int("streams.heartbeat.interval.ms", "5000", {
    min: 1,
    refused: NO_STREAMS_GROUPS,
    doc: "How often members of this streams group are asked to report.",
  }),
  int("streams.assignment.interval.ms", "1000", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "The shortest time between two assignments of this streams group.",
  }),
  int("streams.num.standby.replicas", "0", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "How many standby copies of each task there are.",
  }),
  int("streams.initial.rebalance.delay.ms", "3000", {
    min: 0,
    refused: NO_STREAMS_GROUPS,
    doc: "How long a new streams group waits for more members.",
  }),
]);

const WITHOUT_BROKER_DEFAULT: readonly string[] = [
  "share.auto.offset.reset",
  "share.isolation.level",
  "share.renew.acknowledge.enable",
];

/** The broker config that is the default of each group config. */
export const GROUP_CONFIG_SYNONYMS: ReadonlyMap<string, string> = new Map(
  [...GROUP_CONFIGS.keys()]
    .filter((name) => !WITHOUT_BROKER_DEFAULT.includes(name))
    .map((name) => [name, `group.${name}`]),
);

/** Configs of a client metrics subscription (resource type CLIENT_METRICS, KIP-714). */
export const CLIENT_METRICS_CONFIGS: ConfigTable = tableOf([
  list("metrics", "", { validator: validList({}), doc: "Prefixes of the metrics that clients push; * for all." }),
  int("interval.ms", "300000", { doc: "How often clients push metrics, 100 to 3,600,000 ms." }),
  list("match", "", { validator: validList({}), doc: "Which clients push metrics, selector=pattern." }),
]);
