/**
 * What tests ask for: the record that must be there, all records of a topic, a container that has its partitions. Each has a deadline and says what was there
 * instead when it passes.
 */
import { Consumer } from "@ottla/client";
import type { ConsumerRecord, TopicPartition } from "@ottla/client";

export type TextRecord = ConsumerRecord<string | null, string | null>;

export interface ReadOptions {
  /** In ms; default 10,000. */
  readonly timeoutMs?: number;
}

/** `host:port,…`, or the broker or cluster itself. */
export type Servers = string | { readonly bootstrapServers: string };

const TIMEOUT_MS = 10_000;
const POLL_MS = 100;

/** The first record of the topic. Rejects when there is none in time, or more than one already. */
export async function getSingleRecord(
  bootstrapServers: Servers,
  topic: string,
  options: ReadOptions = {},
): Promise<TextRecord> {
  const records = await getRecords(bootstrapServers, topic, { ...options, count: 1 });
  const [record] = records;
  if (record === undefined || records.length > 1) {
    throw new Error(`Expected a single record in ${topic}, there are ${records.length}: ${printed(records)}`);
  }
  return record;
}

/** The records of the topic, oldest first of each partition, once there are `count` of them (and all that came with those). */
export async function getRecords(
  bootstrapServers: Servers,
  topic: string,
  options: ReadOptions & { readonly count: number },
): Promise<readonly TextRecord[]> {
  const endMs = performance.now() + (options.timeoutMs ?? TIMEOUT_MS);
  await using consumer = await readerOf(bootstrapServers, topic, endMs);
  const records: TextRecord[] = [];
  while (records.length < options.count) {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) {
      throw new Error(
        `Expected ${options.count} records in ${topic}, there are ${records.length}: ${printed(records)}`,
      );
    }
    records.push(...(await consumer.poll({ timeoutMs: Math.min(leftMs, POLL_MS) })));
  }
  return records;
}

/** Everything that is in the topic now. */
export async function consumeAll(
  bootstrapServers: Servers,
  topic: string,
  options: ReadOptions = {},
): Promise<readonly TextRecord[]> {
  const endMs = performance.now() + (options.timeoutMs ?? TIMEOUT_MS);
  await using consumer = await readerOf(bootstrapServers, topic, endMs);
  const ends = await consumer.endOffsets(consumer.assignment());
  const records: TextRecord[] = [];
  for (;;) {
    let isAtEnd = true;
    // Positions, not counts: transactions and compaction leave offsets without a record.
    for (const [partition, end] of ends) isAtEnd &&= (await consumer.position(partition)) >= end;
    if (isAtEnd) return records;
    if (performance.now() > endMs)
      throw new Error(`${topic} was not read to its end in time; so far: ${printed(records)}`);
    records.push(...(await consumer.poll({ timeoutMs: POLL_MS })));
  }
}

async function readerOf(
  servers: Servers,
  topic: string,
  endMs: number,
): Promise<Consumer<string | null, string | null>> {
  const consumer = new Consumer<string | null, string | null>({
    bootstrapServers: typeof servers === "string" ? servers : servers.bootstrapServers,
    keyDeserializer: "StringDeserializer",
    valueDeserializer: "StringDeserializer",
    allowAutoCreateTopics: false,
  });
  try {
    let partitions: readonly number[] = [];
    while (partitions.length === 0) {
      partitions = await consumer.partitionsFor(topic);
      if (performance.now() > endMs) throw new Error(`There is no topic ${topic}`);
    }
    const all = partitions.map((partition) => ({ topic, partition }));
    consumer.assign(all);
    consumer.seekToBeginning(all);
    return consumer;
  } catch (error) {
    await consumer.close();
    throw error;
  }
}

/** Anything that has partitions: a container of `@ottla/listener`, or a consumer. */
export type HasPartitions =
  | { readonly assignedPartitions: () => readonly TopicPartition[] }
  | { readonly assignment: () => readonly TopicPartition[] };

/** Resolves when the container has so many partitions. Does not poll: a container does so by itself. */
export async function waitForAssignment(
  container: HasPartitions,
  partitions: number,
  options: ReadOptions = {},
): Promise<void> {
  const endMs = performance.now() + (options.timeoutMs ?? TIMEOUT_MS);
  for (;;) {
    const assigned = "assignedPartitions" in container ? container.assignedPartitions() : container.assignment();
    if (assigned.length === partitions) return;
    if (performance.now() > endMs) {
      const names = assigned.map(({ topic, partition }) => `${topic}-${partition}`).join(", ");
      throw new Error(`Expected ${partitions} but got ${assigned.length} partitions: ${names}`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function printed(records: readonly TextRecord[]): string {
  const shown = records.slice(0, 10).map((one) => `${one.partition}@${one.offset}=${one.value}`);
  return shown.join(", ") + (records.length > 10 ? ", …" : "");
}
