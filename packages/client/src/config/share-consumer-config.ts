/**
 * The options of the share consumer (KIP-932), by Kafka's names, with the defaults of Apache Kafka 4.3.
 */
import type { Deserializer } from "../consumer/consumer-types.ts";
import { COMMON_KEYS, COMMON_REFUSED, INT32_MAX, checkCommon } from "./common-config.ts";
import type { CommonConfig, CommonOptions } from "./common-config.ts";
import { booleanKey, numberKey, stringKey, wordKey } from "./definition.ts";
import type { CamelOptions, ConfigTable } from "./definition.ts";
import { deserializerKey } from "./serde.ts";

/** Share consumer options under Kafka's dotted names. `K` and `V` are what the deserializers give. */
export interface DottedShareConsumerOptions<K, V> extends CommonOptions {
  /** The share group to belong to. Required. */
  readonly "group.id": string;
  /** implicit (default): a poll accepts what the poll before gave; explicit: every record is acknowledged by the application. */
  readonly "share.acknowledgement.mode"?: "implicit" | "explicit";
  /** batch_optimized (default): whole batches are acquired, so that a poll may follow with more; record_limit: at most `max.poll.records` are. */
  readonly "share.acquire.mode"?: "batch_optimized" | "record_limit";
  /** The least a broker gathers before it answers a fetch, in bytes; default 1. */
  readonly "fetch.min.bytes"?: number;
  /** The most a fetch brings, in bytes; default 52,428,800. */
  readonly "fetch.max.bytes"?: number;
  /** How long a broker waits for `fetch.min.bytes`, in ms; default 500. */
  readonly "fetch.max.wait.ms"?: number;
  /** The most records a poll gives; default 500. */
  readonly "max.poll.records"?: number;
  /** The longest time between two polls before the member leaves the group, in ms; default 300,000. */
  readonly "max.poll.interval.ms"?: number;
  /** Check the CRC of every batch; default true. */
  readonly "check.crcs"?: boolean;
  /** The rack of this consumer. */
  readonly "client.rack"?: string;
  /** How long a call may take altogether, in ms; default 60,000. */
  readonly "default.api.timeout.ms"?: number;
  /** Asking for a topic may create it, if the broker allows that; default true. */
  readonly "allow.auto.create.topics"?: boolean;
  /** Tell brokers this client's metrics if they ask for them (KIP-714); default true. */
  readonly "enable.metrics.push"?: boolean;
  /** A function, or Kafka's class name; default: bytes. */
  readonly "key.deserializer"?: Deserializer<K> | string;
  /** A function, or Kafka's class name; default: bytes. */
  readonly "value.deserializer"?: Deserializer<V> | string;
}

type Dotted<K, V> = DottedShareConsumerOptions<K, V>;

/** Share consumer options, dotted or in camelCase, or as pairs of a properties file. */
export type ShareConsumerOptions<K, V> =
  | (Partial<Dotted<K, V>> & Partial<CamelOptions<Dotted<K, V>>>)
  | ReadonlyMap<string, unknown>;

/** The share consumer options after parsing. */
export interface ShareConsumerConfig extends CommonConfig {
  readonly "group.id": string;
  readonly "share.acknowledgement.mode": "implicit" | "explicit";
  readonly "share.acquire.mode": "batch_optimized" | "record_limit";
  readonly "fetch.min.bytes": number;
  readonly "fetch.max.bytes": number;
  readonly "fetch.max.wait.ms": number;
  readonly "max.poll.records": number;
  readonly "max.poll.interval.ms": number;
  readonly "check.crcs": boolean;
  readonly "client.rack": string;
  readonly "default.api.timeout.ms": number;
  readonly "allow.auto.create.topics": boolean;
  readonly "enable.metrics.push": boolean;
  readonly "key.deserializer": Deserializer<unknown> | null;
  readonly "value.deserializer": Deserializer<unknown> | null;
}

/** What makes no sense where the broker assigns and keeps positions; Java refuses it too. */
const NOT_FOR_SHARE_GROUPS = "it cannot be set when using a share group";

/** The declarations of {@link ShareConsumerConfig}. */
export const SHARE_CONSUMER_CONFIG: ConfigTable<ShareConsumerConfig> = {
  client: "share consumer",
  keys: {
    ...COMMON_KEYS,
    "group.id": stringKey(""),
    "share.acknowledgement.mode": wordKey<"implicit" | "explicit">("implicit", ["implicit", "explicit"]),
    "share.acquire.mode": wordKey<"batch_optimized" | "record_limit">("batch_optimized", [
      "batch_optimized",
      "record_limit",
    ]),
    "fetch.min.bytes": numberKey(1, 0, INT32_MAX),
    "fetch.max.bytes": numberKey(52_428_800, 0, INT32_MAX),
    "fetch.max.wait.ms": numberKey(500, 0, INT32_MAX),
    "max.poll.records": numberKey(500, 1, INT32_MAX),
    "max.poll.interval.ms": numberKey(300_000, 1, INT32_MAX),
    "check.crcs": booleanKey(true),
    "client.rack": stringKey(""),
    "default.api.timeout.ms": numberKey(60_000, 0, INT32_MAX),
    "allow.auto.create.topics": booleanKey(true),
    "enable.metrics.push": booleanKey(true),
    "key.deserializer": deserializerKey(),
    "value.deserializer": deserializerKey(),
  },
  refused: new Map([
    ...COMMON_REFUSED,
    ["interceptor.classes", "Kafka's share consumer knows the option and never calls an interceptor"],
    ["auto.offset.reset", NOT_FOR_SHARE_GROUPS],
    ["enable.auto.commit", NOT_FOR_SHARE_GROUPS],
    ["auto.commit.interval.ms", NOT_FOR_SHARE_GROUPS],
    ["group.instance.id", NOT_FOR_SHARE_GROUPS],
    ["isolation.level", "it is a config of the group: share.isolation.level"],
    ["partition.assignment.strategy", NOT_FOR_SHARE_GROUPS],
    ["session.timeout.ms", NOT_FOR_SHARE_GROUPS],
    ["heartbeat.interval.ms", NOT_FOR_SHARE_GROUPS],
    ["group.protocol", NOT_FOR_SHARE_GROUPS],
    ["group.remote.assignor", NOT_FOR_SHARE_GROUPS],
    ["exclude.internal.topics", "a share consumer subscribes to names only"],
    ["max.partition.fetch.bytes", "a share fetch has no limit for a partition"],
  ]),
  check(resolved, given) {
    checkCommon(resolved, given);
    if (resolved["group.id"] === "") {
      throw new Error("You must provide a valid group.id in the consumer configuration.");
    }
    return resolved;
  },
};
