// The compacted topic in which a monitor keeps what it knows: made where it is missing, read from its beginning, followed, written to.
import { Admin, Consumer, KafkaError, Producer } from "@ottla/client";
import type { ConsumerRecord, TopicPartition } from "@ottla/client";
import type { ClientSetup } from "../config/client-setup.ts";
import { reasonOf } from "../logger.ts";
import type { Logger } from "../logger.ts";
import type { StateRecord } from "./capture.ts";

export interface StateTopicOptions {
  readonly client: ClientSetup;
  readonly topic: string;
  /** 0: the brokers' default. */
  readonly replicationFactor: number;
  readonly logger: Logger;
  /** A record as it stands in the topic, in its order. */
  onRecord(key: string, value: Uint8Array | null): void;
}

const POLL_MS = 500;
const RETRY_MS = 1_000;
const RECORDS_AT_ONCE = 200;
const CONFIGS = { "cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0.1" };

export class StateTopic {
  readonly #options: StateTopicOptions;
  #consumer: Consumer | undefined;
  #producer: Producer | undefined;
  #following: Promise<void> = Promise.resolve();
  #isClosed: boolean = false;

  constructor(options: StateTopicOptions) {
    this.#options = options;
  }

  /** Makes the topic if it is not there, and reads it to its end. @throws Error when that cannot be */
  async load(): Promise<void> {
    await this.#ensureTopic();
    const { topic, client, onRecord } = this.#options;
    const config = new Map(client.options);
    config.set("enable.auto.commit", "false");
    config.set("auto.offset.reset", "earliest");
    config.set("isolation.level", "read_uncommitted");
    // It may be that an attempt failed before.
    await this.#consumer?.close();
    const consumer = new Consumer(config, client.ports);
    this.#consumer = consumer;
    const partitions = (await consumer.partitionsFor(topic)).map((partition) => ({ topic, partition }));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    const ends = await consumer.endOffsets(partitions);
    const left = new Map<TopicPartition, number>(partitions.map((one) => [one, ends.get(one) ?? 0]));
    while (left.size > 0 && !this.#isClosed) {
      for (const [one, end] of left) if ((await consumer.position(one)) >= end) left.delete(one);
      if (left.size > 0) for (const record of await consumer.poll({ timeoutMs: POLL_MS })) tell(record, onRecord);
    }
  }

  /** Goes on reading, in the background: what this instance writes comes too. */
  follow(): void {
    this.#following = this.#follow();
  }

  /** Writes records; resolves when they are safe. @throws Error when they cannot be written */
  async write(records: Iterable<StateRecord>): Promise<void> {
    const producer = (this.#producer ??= this.#newProducer());
    const { topic } = this.#options;
    let sending: Promise<unknown>[] = [];
    for (const [key, value] of records) {
      sending.push(producer.send({ topic, key, value }));
      if (sending.length < RECORDS_AT_ONCE) continue;
      await settled(sending);
      sending = [];
    }
    await settled(sending);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#consumer?.wakeup();
    await this.#following;
    await this.#consumer?.close();
    await this.#producer?.close();
  }

  async #follow(): Promise<void> {
    const { logger, onRecord } = this.#options;
    while (!this.#isClosed) {
      try {
        for (const record of (await this.#consumer?.poll({ timeoutMs: POLL_MS })) ?? []) tell(record, onRecord);
      } catch (error) {
        if (this.#isClosed) return;
        logger.log("warn", "following the state topic failed", { reason: reasonOf(error) });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  #newProducer(): Producer {
    const config = new Map(this.#options.client.options);
    config.set("acks", "all");
    config.set("compression.type", "gzip");
    config.set("linger.ms", "20");
    return new Producer(config, this.#options.client.ports);
  }

  async #ensureTopic(): Promise<void> {
    const { client, topic, replicationFactor } = this.#options;
    await using admin = new Admin(client.options, client.ports);
    const listed = await admin.listTopics({ listInternal: true });
    if (listed.some((one) => one.name === topic)) return;
    const shape = { name: topic, numPartitions: 1, configs: CONFIGS };
    const made = await admin.createTopics([replicationFactor === 0 ? shape : { ...shape, replicationFactor }]);
    for (const [, outcome] of made) {
      // Another instance was quicker.
      const isThere =
        !outcome.ok && outcome.error instanceof KafkaError && outcome.error.code === "TOPIC_ALREADY_EXISTS";
      if (!outcome.ok && !isThere) throw outcome.error;
    }
  }
}

function tell({ rawKey, rawValue }: ConsumerRecord, onRecord: StateTopicOptions["onRecord"]): void {
  if (rawKey !== null) onRecord(Buffer.from(rawKey).toString("utf8"), rawValue);
}

/** Waits for all of them. @throws Error of the first that failed */
async function settled(sending: readonly Promise<unknown>[]): Promise<void> {
  for (const one of await Promise.allSettled(sending)) if (one.status === "rejected") throw one.reason;
}
