/**
 * Sends dead letters back to where they came from, once their reason is gone. What has been sent back is committed for a group of its own, so that a replay
 * that is cut off goes on where it was, and the next one begins behind it.
 *
 * A letter that comes back again and again is not sent for ever: each replay is counted in a header, and beyond `maxReplays` the letter stays.
 */
import { ConfigError, Consumer, Producer } from "@ottla/client";
import type { ConsumerRecord, Header } from "@ottla/client";
import { setTimeout as delay } from "node:timers/promises";
import { lastHeader } from "../container/delivery.ts";
import { DLT_HEADER_NAMES, RETRY_TOPIC_HEADER_NAMES } from "../errors/dead-letter-headers.ts";
import { int32Bytes, int32Of } from "../headers/header-bytes.ts";
import { RetryTopicHeaders } from "../headers/kafka-headers.ts";

/** How often a record was sent back: four bytes, big-endian. */
export const DLT_REPLAYS_HEADER = "ottla_dlt-replays";

type DeadLetter = ConsumerRecord<Uint8Array | null, Uint8Array | null>;

export interface ReplayOptions {
  readonly bootstrapServers: string;
  /** The topic with the dead letters. */
  readonly topic: string;
  /** Commits how far replays have come; default: the topic's name and `-replay`. */
  readonly groupId?: string;
  /** Which letters go back; the others are passed over for good. Default: all. */
  readonly filter?: (letter: DeadLetter) => boolean;
  /** Stop behind so many that were sent; default: at what is the end when it begins. */
  readonly limit?: number;
  /** Letters a second at most; default: as fast as it goes. */
  readonly rate?: number;
  /** A letter that was sent back so often stays; default 1. */
  readonly maxReplays?: number;
  /** Says what would be done; sends and commits nothing. Default false. */
  readonly dryRun?: boolean;
}

export interface ReplayReport {
  /** Sent back (or, with `dryRun`, to be sent), by topic. */
  readonly replayed: ReadonlyMap<string, number>;
  /** Left out by the filter. */
  readonly filtered: number;
  /** Left where they are: they have been sent back too often. */
  readonly exhausted: number;
  /** Left where they are: no header says where they came from. */
  readonly homeless: number;
}

const POLL_MS = 500;

/** Rejects with the first error of a read or a send; what was sent before is committed. */
export async function replayDeadLetters(options: ReplayOptions): Promise<ReplayReport> {
  const { limit = Infinity, rate } = options;
  if (!(limit > 0)) throw new ConfigError("limit must be greater than zero");
  if (rate !== undefined && !(rate > 0)) throw new ConfigError("rate must be greater than zero");
  return await new Replay(options).run(limit);
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #replayed = new Map<string, number>();
  #sent = 0;
  #filtered = 0;
  #exhausted = 0;
  #homeless = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  async run(limit: number): Promise<ReplayReport> {
    const { bootstrapServers, topic, groupId = `${topic}-replay` } = this.#options;
    await using producer = new Producer({ bootstrapServers });
    await using consumer = new Consumer({
      bootstrapServers,
      groupId,
      autoOffsetReset: "earliest",
      enableAutoCommit: false,
      // The letter of a transaction that was aborted stands for a record that is given again.
      isolationLevel: "read_committed",
    });
    const partitions = (await consumer.partitionsFor(topic)).map((partition) => ({ topic, partition }));
    if (partitions.length === 0) throw new ConfigError(`There is no topic ${topic}`);
    consumer.assign(partitions);
    const ends = await consumer.endOffsets(partitions);
    for (const [partition, end] of ends) {
      // One after the other: a rate is a rate, and what is committed is what was sent.
      while (this.#sent < limit && (await consumer.position(partition)) < end) {
        consumer.pause(partitions);
        consumer.resume([partition]);
        const records = await consumer.poll({ timeoutMs: POLL_MS });
        let next: number | undefined;
        try {
          for (const letter of records) {
            if (letter.offset >= end || this.#sent >= limit) break;
            await this.#replay(letter, producer);
            next = letter.offset + 1;
          }
        } finally {
          // A send that fails does not have those before it sent again the next time.
          if (next !== undefined) {
            consumer.seek(partition, next);
            if (this.#options.dryRun !== true) await consumer.commitSync([{ ...partition, offset: next }]);
          }
        }
      }
    }
    const { filtered, exhausted, homeless } = {
      filtered: this.#filtered,
      exhausted: this.#exhausted,
      homeless: this.#homeless,
    };
    return { replayed: this.#replayed, filtered, exhausted, homeless };
  }

  async #replay(letter: DeadLetter, producer: Producer): Promise<void> {
    const { filter, maxReplays = 1, dryRun = false, rate } = this.#options;
    const replays = int32Of(lastHeader(letter.headers, DLT_REPLAYS_HEADER)) ?? 0;
    const { original } = isOfRetryTopics(letter) ? RETRY_TOPIC_HEADER_NAMES : DLT_HEADER_NAMES;
    const origin = lastHeader(letter.headers, original.topic);
    if (filter !== undefined && !filter(letter)) this.#filtered++;
    else if (replays >= maxReplays) this.#exhausted++;
    else if (origin === undefined || origin === null) this.#homeless++;
    else {
      const topic = Buffer.from(origin).toString();
      if (!dryRun) {
        await producer.send({
          topic,
          key: letter.rawKey,
          value: letter.rawValue,
          headers: headersOf(letter, replays + 1),
        });
        if (rate !== undefined) await delay(1_000 / rate);
      }
      this.#sent++;
      this.#replayed.set(topic, (this.#replayed.get(topic) ?? 0) + 1);
    }
  }
}

/** The names of all headers that retry topics write, but for those that begin as a dead letter's do. */
const RETRY_TOPIC_KEYS: ReadonlySet<string> = new Set([
  ...Object.values(RETRY_TOPIC_HEADER_NAMES).flatMap((names: Readonly<Record<string, string>>) => Object.values(names)),
  ...Object.values(RetryTopicHeaders),
]);

/** It has come through retry topics, whose own names say where from; what was recovered as a dead letter was so after that. */
function isOfRetryTopics({ headers }: DeadLetter): boolean {
  return lastHeader(headers, DLT_HEADER_NAMES.original.topic) === undefined;
}

/** Those that the record had of itself: what made it a dead letter is over. Behind retry topics its attempts are as well. */
function headersOf(letter: DeadLetter, replays: number): Header[] {
  const isOver = isOfRetryTopics(letter) ? RETRY_TOPIC_KEYS : new Set<string>();
  const own = letter.headers.filter(
    ({ key }) => !key.startsWith("kafka_dlt-") && !isOver.has(key) && key !== DLT_REPLAYS_HEADER,
  );
  return [...own, { key: DLT_REPLAYS_HEADER, value: int32Bytes(replays) }];
}
