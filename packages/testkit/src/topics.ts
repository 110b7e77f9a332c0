/** Topics that are there from the start, with their configs and records. */
import { Admin, Producer } from "@ottla/client";
import type { ProducerRecord } from "@ottla/client";

/** A value alone, or a record of the topic. */
export type SeedRecord = string | Omit<ProducerRecord, "topic">;

/** A number of partitions, or more than that. */
export type TopicSpec =
  | number
  | {
      /** Default 1. */
      readonly partitions?: number;
      /** Default: default.replication.factor. */
      readonly replicationFactor?: number;
      /** Kafka's topic configs by key. */
      readonly configs?: Readonly<Record<string, string>>;
      /** Sent one after the other; all are acknowledged when the topic is there. */
      readonly records?: readonly SeedRecord[];
    };

export type Topics = Readonly<Record<string, TopicSpec>>;

/** Makes the topics and sends their records. Rejects with the error of the first topic or record that is refused. */
export async function seedTopics(bootstrapServers: string, topics: Topics): Promise<void> {
  const specs = Object.entries(topics).map(([name, spec]) => ({
    name,
    ...(typeof spec === "number" ? { partitions: spec } : spec),
  }));
  if (specs.length === 0) return;
  await using admin = new Admin({ "bootstrap.servers": bootstrapServers });
  const wanted = specs.map(({ name, partitions = 1, replicationFactor, configs }) => ({
    name,
    numPartitions: partitions,
    ...(replicationFactor === undefined ? {} : { replicationFactor }),
    ...(configs === undefined ? {} : { configs }),
  }));
  (await admin.createTopics(wanted)).throwIfAnyFailed();
  const records = specs.flatMap(({ name, records: seeds = [] }) => seeds.map((seed) => recordOf(name, seed)));
  if (records.length === 0) return;
  await using producer = new Producer({ bootstrapServers });
  await producer.sendBatch(records);
}

function recordOf(topic: string, seed: SeedRecord): ProducerRecord {
  return typeof seed === "string" ? { topic, value: seed } : { topic, ...seed };
}
