/**
 * The options of the consumer, by Kafka's names, with the defaults of Apache Kafka 4.3.
 */
import type { ConsumerInterceptor } from "../consumer/consumer-interceptors.ts";
import type { Deserializer } from "../consumer/consumer-types.ts";
import type { PartitionAssignor } from "../consumer/assignors/assignor.ts";
import { parseAutoOffsetReset } from "../consumer/auto-offset-reset.ts";
import type { AutoOffsetReset } from "../consumer/auto-offset-reset.ts";
import { COMMON_KEYS, COMMON_REFUSED, INT32_MAX, checkCommon } from "./common-config.ts";
import type { CommonConfig, CommonOptions } from "./common-config.ts";
import { assignorsKey } from "./assignors-key.ts";
import { booleanKey, numberKey, optionalStringKey, stringKey, wordKey } from "./definition.ts";
import type { CamelOptions, ConfigKey, ConfigTable } from "./definition.ts";
import { interceptorsKey } from "./interceptors-key.ts";
import { deserializerKey } from "./serde.ts";

/** Consumer options under Kafka's dotted names. `K` and `V` are what the deserializers give. */
export interface DottedConsumerOptions<K, V> extends CommonOptions {
  /** The group to belong to; default none: then only `assign` works and nothing is committed. */
  readonly "group.id"?: string | null;
  /** Makes the member static: it keeps its partitions over a restart within the session timeout. */
  readonly "group.instance.id"?: string | null;
  /** classic (default), or consumer: the coordinator assigns (KIP-848). */
  readonly "group.protocol"?: "classic" | "consumer";
  /** The coordinator's assignor, by name (uniform, range); default: the coordinator chooses. For `group.protocol=consumer` only. */
  readonly "group.remote.assignor"?: string | null;
  /** Where to start without a committed offset: latest (default), earliest, none, or by_duration:PnDTnHnMn.nS. */
  readonly "auto.offset.reset"?: string;
  /** Commit the positions of delivered records by itself; default true (false without a group). */
  readonly "enable.auto.commit"?: boolean;
  /** How often to commit by itself, in ms; default 5,000. */
  readonly "auto.commit.interval.ms"?: number;
  /** The least a broker gathers before it answers a fetch, in bytes; default 1. */
  readonly "fetch.min.bytes"?: number;
  /** The most a fetch brings, in bytes; default 52,428,800. Also bounds what is prefetched and not delivered yet. */
  readonly "fetch.max.bytes"?: number;
  /** How long a broker waits for `fetch.min.bytes`, in ms; default 500. */
  readonly "fetch.max.wait.ms"?: number;
  /** The most a fetch brings of one partition, in bytes; default 1,048,576. */
  readonly "max.partition.fetch.bytes"?: number;
  /** The most records a poll gives; default 500. */
  readonly "max.poll.records"?: number;
  /** The longest time between two polls before the member leaves the group, in ms; default 300,000. */
  readonly "max.poll.interval.ms"?: number;
  /** Without a heartbeat for this long the group goes on without the member, in ms; default 45,000. */
  readonly "session.timeout.ms"?: number;
  /** How often to send heartbeats, in ms; default 3,000. */
  readonly "heartbeat.interval.ms"?: number;
  /** read_uncommitted (default) or read_committed. */
  readonly "isolation.level"?: "read_uncommitted" | "read_committed";
  /** Assignors in order of preference, by name or as objects; default range, cooperative-sticky. */
  readonly "partition.assignment.strategy"?: string | PartitionAssignor | readonly (string | PartitionAssignor)[];
  /** Check the CRC of every batch; default true. */
  readonly "check.crcs"?: boolean;
  /** The rack of this consumer: it may read from a replica in the same rack. */
  readonly "client.rack"?: string;
  /** How long a call may take altogether, in ms; default 60,000. */
  readonly "default.api.timeout.ms"?: number;
  /** Asking for a topic may create it, if the broker allows that; default true. */
  readonly "allow.auto.create.topics"?: boolean;
  /** Tell brokers that want to know what this client measures (KIP-714); default true. */
  readonly "enable.metrics.push"?: boolean;
  /** Objects that see, and may change, what polls give (KIP-42); default none. */
  readonly "interceptor.classes"?: ConsumerInterceptor<K, V> | readonly ConsumerInterceptor<K, V>[];
  /** A pattern does not match internal topics; default true. */
  readonly "exclude.internal.topics"?: boolean;
  /** A function, or Kafka's class name; default: bytes. */
  readonly "key.deserializer"?: Deserializer<K> | string;
  /** A function, or Kafka's class name; default: bytes. */
  readonly "value.deserializer"?: Deserializer<V> | string;
}

/** Consumer options, dotted or in camelCase, or as pairs of a properties file. */
export type ConsumerOptions<K, V> =
  | (DottedConsumerOptions<K, V> & CamelOptions<DottedConsumerOptions<K, V>>)
  | ReadonlyMap<string, unknown>;

/** The consumer options after parsing. */
export interface ConsumerConfig extends CommonConfig {
  readonly "group.id": string | null;
  readonly "group.instance.id": string | null;
  readonly "group.protocol": "classic" | "consumer";
  readonly "group.remote.assignor": string | null;
  readonly "auto.offset.reset": AutoOffsetReset;
  readonly "enable.auto.commit": boolean;
  readonly "auto.commit.interval.ms": number;
  readonly "fetch.min.bytes": number;
  readonly "fetch.max.bytes": number;
  readonly "fetch.max.wait.ms": number;
  readonly "max.partition.fetch.bytes": number;
  readonly "max.poll.records": number;
  readonly "max.poll.interval.ms": number;
  readonly "session.timeout.ms": number;
  readonly "heartbeat.interval.ms": number;
  readonly "isolation.level": "read_uncommitted" | "read_committed";
  readonly "partition.assignment.strategy": readonly PartitionAssignor[];
  readonly "check.crcs": boolean;
  readonly "client.rack": string;
  readonly "default.api.timeout.ms": number;
  readonly "allow.auto.create.topics": boolean;
  readonly "exclude.internal.topics": boolean;
  readonly "enable.metrics.push": boolean;
  readonly "interceptor.classes": readonly ConsumerInterceptor[];
  readonly "key.deserializer": Deserializer<unknown> | null;
  readonly "value.deserializer": Deserializer<unknown> | null;
}

function autoOffsetResetKey(): ConfigKey<AutoOffsetReset> {
  return { defaultValue: { kind: "latest" }, parse: (given) => parseAutoOffsetReset(String(given)) };
}

/** The group id may be empty text, which Kafka treats as no usable group; only null means none. */
function groupIdKey(): ConfigKey<string | null> {
  return {
    defaultValue: null,
    parse(given) {
      if (given === null) return null;
      if (typeof given !== "string") throw new Error("must be a string");
      if (given.trim() === "") throw new Error("must not be empty; leave it out to read without a group");
      return given;
    },
  };
}

/** The declarations of {@link ConsumerConfig}. */
export const CONSUMER_CONFIG: ConfigTable<ConsumerConfig> = {
  client: "consumer",
  keys: {
    ...COMMON_KEYS,
    "group.id": groupIdKey(),
    "group.instance.id": optionalStringKey(),
    "group.protocol": wordKey<"classic" | "consumer">("classic", ["classic", "consumer"]),
    "group.remote.assignor": optionalStringKey(),
    "auto.offset.reset": autoOffsetResetKey(),
    "enable.auto.commit": booleanKey(true),
    "auto.commit.interval.ms": numberKey(5_000, 0, INT32_MAX),
    "fetch.min.bytes": numberKey(1, 0, INT32_MAX),
    "fetch.max.bytes": numberKey(52_428_800, 0, INT32_MAX),
    "fetch.max.wait.ms": numberKey(500, 0, INT32_MAX),
    "max.partition.fetch.bytes": numberKey(1_048_576, 0, INT32_MAX),
    "max.poll.records": numberKey(500, 1, INT32_MAX),
    "max.poll.interval.ms": numberKey(300_000, 1, INT32_MAX),
    "session.timeout.ms": numberKey(45_000, 1, INT32_MAX),
    "heartbeat.interval.ms": numberKey(3_000, 1, INT32_MAX),
    "isolation.level": wordKey<"read_uncommitted" | "read_committed">("read_uncommitted", [
      "read_uncommitted",
      "read_committed",
    ]),
    "partition.assignment.strategy": assignorsKey(),
    "check.crcs": booleanKey(true),
    "client.rack": stringKey(""),
    "default.api.timeout.ms": numberKey(60_000, 0, INT32_MAX),
    "allow.auto.create.topics": booleanKey(true),
    "exclude.internal.topics": booleanKey(true),
    "enable.metrics.push": booleanKey(true),
    "interceptor.classes": interceptorsKey<ConsumerInterceptor>(["onConsume", "onCommit", "close"]),
    "key.deserializer": deserializerKey(),
    "value.deserializer": deserializerKey(),
  },
  refused: new Map([...COMMON_REFUSED, ["share.*", "a consumer is not a member of a share group: use ShareConsumer"]]),
  check: checkConsumer,
};

/** What only one of the two protocols knows, as in Java. */
const UNSUPPORTED: Readonly<Record<ConsumerConfig["group.protocol"], readonly string[]>> = {
  classic: ["group.remote.assignor"],
  consumer: ["partition.assignment.strategy", "heartbeat.interval.ms", "session.timeout.ms"],
};

function checkConsumer(resolved: ConsumerConfig, given: ReadonlySet<string>): ConsumerConfig {
  checkCommon(resolved, given);
  const protocol = resolved["group.protocol"];
  const unsupported = UNSUPPORTED[protocol].filter((name) => given.has(name));
  if (unsupported.length > 0) {
    throw new Error(`${unsupported.join(", ")} cannot be set when group.protocol=${protocol.toUpperCase()}`);
  }
  if (resolved["heartbeat.interval.ms"] >= resolved["session.timeout.ms"]) {
    throw new Error("Heartbeat must be set lower than the session timeout");
  }
  if (resolved["group.id"] === null && resolved["enable.auto.commit"]) {
    if (given.has("enable.auto.commit")) {
      throw new Error("enable.auto.commit cannot be set to true when default group id (null) is used.");
    }
    return { ...resolved, "enable.auto.commit": false };
  }
  return resolved;
}
