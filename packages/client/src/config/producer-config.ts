/**
 * The options of the producer, by Kafka's names, with the defaults of Apache Kafka 4.3.
 */
import type { ProducerInterceptor } from "../producer/producer-interceptors.ts";
import type { Partitioner, Serializer } from "../producer/producer-record.ts";
import { COMMON_KEYS, COMMON_REFUSED, INT32_MAX, checkCommon } from "./common-config.ts";
import type { CommonConfig, CommonOptions } from "./common-config.ts";
import { booleanKey, numberKey, optionalStringKey, wordKey } from "./definition.ts";
import type { CamelOptions, ConfigKey, ConfigTable } from "./definition.ts";
import { interceptorsKey } from "./interceptors-key.ts";
import { serializerKey } from "./serde.ts";

/** How producers compress batches. */
export type CompressionType = "none" | "gzip" | "snappy" | "lz4" | "zstd";
const COMPRESSION_TYPES: readonly CompressionType[] = ["none", "gzip", "snappy", "lz4", "zstd"];

/** Producer options under Kafka's dotted names. `K` and `V` are what the serializers take. */
export interface DottedProducerOptions<K, V> extends CommonOptions {
  /** 0, 1 or all (-1); default all. */
  readonly acks?: 0 | 1 | -1 | "0" | "1" | "-1" | "all";
  /** Each record is written once, in order, in spite of retries; default true. Needs acks=all, retries and at most 5 in flight. */
  readonly "enable.idempotence"?: boolean;
  /** The size to which batches fill, in bytes; default 16,384. 0 sends every record in its own batch. */
  readonly "batch.size"?: number;
  /** How long a batch waits for more records, in ms; default 5. */
  readonly "linger.ms"?: number;
  /** Bytes of records that may wait to be sent; default 33,554,432. Beyond that `send` waits, up to `max.block.ms`. */
  readonly "buffer.memory"?: number;
  /** How long `send` may wait for metadata and memory, in ms; default 60,000. */
  readonly "max.block.ms"?: number;
  /** The largest request and record, in bytes; default 1,048,576. */
  readonly "max.request.size"?: number;
  /**
   * Unacknowledged requests per broker, 1 or more; default 5, and with idempotence no more. With idempotence a partition that has not acknowledged anything of
   * this producer yet gets one batch at a time (which Java does not do): a broker takes whatever comes first of a producer that it does not know.
   */
  readonly "max.in.flight.requests.per.connection"?: number;
  /** How long a record may take from `send` to its acknowledgement, in ms; default 120,000. */
  readonly "delivery.timeout.ms"?: number;
  /** How often a batch is tried again at most; default 2^31 − 1, bounded by `delivery.timeout.ms`. */
  readonly retries?: number;
  /** none (default), gzip, snappy, lz4 or zstd. */
  readonly "compression.type"?: CompressionType;
  /** 1 to 9, or -1 for zlib's default; default -1. */
  readonly "compression.gzip.level"?: number;
  /** 1 to 17; default 9. */
  readonly "compression.lz4.level"?: number;
  /** -131,072 to 22; default 3. */
  readonly "compression.zstd.level"?: number;
  /** A function, or `RoundRobinPartitioner`; default: Kafka's own (murmur2 of the key, else sticky). */
  readonly "partitioner.class"?: Partitioner | string | null;
  /** The built-in partitioner prefers partitions whose broker is faster; default true. */
  readonly "partitioner.adaptive.partitioning.enable"?: boolean;
  /** Leave out partitions whose broker takes nothing for this long, in ms; default 0: never. */
  readonly "partitioner.availability.timeout.ms"?: number;
  /** Do not hash keys; default false. */
  readonly "partitioner.ignore.keys"?: boolean;
  /** Makes the producer transactional: what it sends belongs to transactions, and an older producer of the same id is fenced. Default none. */
  readonly "transactional.id"?: string | null;
  /** How long a transaction may last before the coordinator aborts it, in ms; default 60,000. At most the broker's `transaction.max.timeout.ms`. */
  readonly "transaction.timeout.ms"?: number;
  /** Tell brokers that want to know what this client measures (KIP-714); default true. */
  readonly "enable.metrics.push"?: boolean;
  /** Objects that see, and may change, every record (KIP-42); default none. */
  readonly "interceptor.classes"?: ProducerInterceptor<K, V> | readonly ProducerInterceptor<K, V>[];
  /** Metadata of a topic that is not used for this long is forgotten, in ms; default 300,000. */
  readonly "metadata.max.idle.ms"?: number;
  /** A function, or Kafka's class name; default: text as UTF-8, bytes as they are. */
  readonly "key.serializer"?: Serializer<K> | string;
  /** A function, or Kafka's class name; default: text as UTF-8, bytes as they are. */
  readonly "value.serializer"?: Serializer<V> | string;
}

/** Producer options, dotted or in camelCase, or as pairs of a properties file. */
export type ProducerOptions<K, V> =
  | (DottedProducerOptions<K, V> & CamelOptions<DottedProducerOptions<K, V>>)
  | ReadonlyMap<string, unknown>;

/** The producer options after parsing. */
export interface ProducerConfig extends CommonConfig {
  readonly acks: number;
  readonly "enable.idempotence": boolean;
  readonly "batch.size": number;
  readonly "linger.ms": number;
  readonly "buffer.memory": number;
  readonly "max.block.ms": number;
  readonly "max.request.size": number;
  readonly "max.in.flight.requests.per.connection": number;
  readonly "delivery.timeout.ms": number;
  readonly retries: number;
  readonly "compression.type": CompressionType;
  readonly "compression.gzip.level": number;
  readonly "compression.lz4.level": number;
  readonly "compression.zstd.level": number;
  readonly "partitioner.class": Partitioner | "RoundRobinPartitioner" | null;
  readonly "partitioner.adaptive.partitioning.enable": boolean;
  readonly "partitioner.availability.timeout.ms": number;
  readonly "partitioner.ignore.keys": boolean;
  readonly "transactional.id": string | null;
  readonly "transaction.timeout.ms": number;
  readonly "enable.metrics.push": boolean;
  readonly "interceptor.classes": readonly ProducerInterceptor[];
  readonly "metadata.max.idle.ms": number;
  readonly "key.serializer": Serializer<unknown> | null;
  readonly "value.serializer": Serializer<unknown> | null;
}

function acksKey(): ConfigKey<number> {
  return {
    defaultValue: -1,
    parse(given) {
      const text = typeof given === "string" || typeof given === "number" ? String(given).trim().toLowerCase() : "";
      if (text === "all" || text === "-1") return -1;
      if (text === "0" || text === "1") return Number(text);
      throw new Error("must be one of all, -1, 0, 1");
    },
  };
}

function partitionerKey(): ConfigKey<Partitioner | "RoundRobinPartitioner" | null> {
  return {
    defaultValue: null,
    parse(given) {
      if (given === null || typeof given === "function") return given as Partitioner | null;
      const name = typeof given === "string" ? given.trim().split(".").pop() : undefined;
      if (name === "RoundRobinPartitioner") return "RoundRobinPartitioner";
      throw new Error("must be a function or RoundRobinPartitioner; leave it out for the default partitioner");
    },
  };
}

function gzipLevelKey(): ConfigKey<number> {
  const level = numberKey(-1, -1, 9);
  return {
    defaultValue: -1,
    parse(given) {
      const value = level.parse(given);
      if (value === 0) throw new Error("must be 1 to 9, or -1");
      return value;
    },
  };
}

/** The declarations of {@link ProducerConfig}. */
export const PRODUCER_CONFIG: ConfigTable<ProducerConfig> = {
  client: "producer",
  keys: {
    ...COMMON_KEYS,
    acks: acksKey(),
    "enable.idempotence": booleanKey(true),
    "batch.size": numberKey(16_384, 0, INT32_MAX),
    "linger.ms": numberKey(5, 0),
    "buffer.memory": numberKey(33_554_432, 0),
    "max.block.ms": numberKey(60_000, 0),
    "max.request.size": numberKey(1_048_576, 0, INT32_MAX),
    "max.in.flight.requests.per.connection": numberKey(5, 1, INT32_MAX),
    "delivery.timeout.ms": numberKey(120_000, 0, INT32_MAX),
    retries: numberKey(INT32_MAX, 0, INT32_MAX),
    "compression.type": wordKey<CompressionType>("none", COMPRESSION_TYPES),
    "compression.gzip.level": gzipLevelKey(),
    "compression.lz4.level": numberKey(9, 1, 17),
    "compression.zstd.level": numberKey(3, -131_072, 22),
    "partitioner.class": partitionerKey(),
    "partitioner.adaptive.partitioning.enable": booleanKey(true),
    "partitioner.availability.timeout.ms": numberKey(0, 0),
    "partitioner.ignore.keys": booleanKey(false),
    "transactional.id": optionalStringKey(),
    "transaction.timeout.ms": numberKey(60_000, 0, INT32_MAX),
    "enable.metrics.push": booleanKey(true),
    "interceptor.classes": interceptorsKey<ProducerInterceptor>(["onSend", "onAcknowledgement", "close"]),
    "metadata.max.idle.ms": numberKey(300_000, 5_000),
    "key.serializer": serializerKey(),
    "value.serializer": serializerKey(),
  },
  refused: new Map([
    ...COMMON_REFUSED,
    [
      "transaction.two.phase.commit.enable",
      "no released broker serves two-phase commit (KIP-939): the version of InitProducerId that carries it is not stable in Kafka 4.3",
    ],
  ]),
  check: checkProducer,
};

function checkProducer(resolved: ProducerConfig, given: ReadonlySet<string>): ProducerConfig {
  checkCommon(resolved, given);
  return checkDeliveryTimeout(checkIdempotence(resolved, given), given);
}

/** Idempotence asked for contradicts weak settings; idempotence by default gives way to them, as in Java. */
function checkIdempotence(resolved: ProducerConfig, given: ReadonlySet<string>): ProducerConfig {
  const isTransactional = resolved["transactional.id"] !== null;
  if (!resolved["enable.idempotence"]) {
    if (isTransactional) throw new Error("Cannot set a transactional.id without also enabling idempotence.");
    return resolved;
  }
  const asked = given.has("enable.idempotence") || isTransactional;
  if (resolved.retries === 0) {
    if (asked) throw new Error("Must set retries to non-zero when using the idempotent producer.");
    return { ...resolved, "enable.idempotence": false };
  }
  if (resolved.acks !== -1) {
    if (asked) {
      throw new Error(
        "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.",
      );
    }
    return { ...resolved, "enable.idempotence": false };
  }
  if (resolved["max.in.flight.requests.per.connection"] > 5) {
    throw new Error("Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.");
  }
  return resolved;
}

function checkDeliveryTimeout(resolved: ProducerConfig, given: ReadonlySet<string>): ProducerConfig {
  const least = Math.min(resolved["linger.ms"] + resolved["request.timeout.ms"], INT32_MAX);
  if (resolved["delivery.timeout.ms"] >= least) return resolved;
  if (given.has("delivery.timeout.ms")) {
    throw new Error("delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms");
  }
  return { ...resolved, "delivery.timeout.ms": least };
}
