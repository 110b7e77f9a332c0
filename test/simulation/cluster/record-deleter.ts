/**
 * A client of a topic of its own, whose records it writes, deletes from the front and looks up by time: where a log begins and ends never contradicts what
 * was said before.
 */
import assert from "node:assert/strict";
import { randomBelow } from "@ottla/base";
import type { Prng } from "@ottla/base";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import { DeleteRecordsRequest, DeleteRecordsResponse } from "@ottla/protocol/messages/delete-records";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import type { ListOffsetsPartitionResponse } from "@ottla/protocol/messages/list-offsets";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { Client } from "./client.ts";
import type { ClusterWorld } from "./cluster-world.ts";
import { DELETED_TOPIC } from "./layout.ts";
import { createTopic } from "./topics.ts";
import { batchOf } from "./values.ts";

const PRODUCE = [ProduceRequest, ProduceResponse] as const;
const PRODUCE_VERSION = 11;
const LIST = [ListOffsetsRequest, ListOffsetsResponse] as const;
const LIST_VERSION = 10;
const DELETE = [DeleteRecordsRequest, DeleteRecordsResponse] as const;
const DELETE_VERSION = 2;
const PAUSE_MS = 1500;
const REQUEST_MS = 3000;
const [LATEST, EARLIEST, MAX_TIMESTAMP] = [-1, -2, -3];
/** How far back in time is looked. */
const LOOK_BACK_MS = 60_000;
const UNAVAILABLE: ReadonlySet<number> = new Set<number>([
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.LEADER_NOT_AVAILABLE,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.REQUEST_TIMED_OUT,
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.OFFSET_NOT_AVAILABLE,
]);

export class RecordDeleter {
  readonly #world: ClusterWorld;
  readonly #random: Prng;
  readonly #client: Client;
  #leader = -1;
  /** Of the latest leader epoch that answered, the high watermark that it told. */
  #latest = { epoch: -1, offset: 0 };
  /** No log begins behind it. */
  #asked = 0;

  constructor(world: ClusterWorld, random: Prng) {
    this.#world = world;
    this.#random = random;
    this.#client = new Client(world.clock, world.network.host("d1"));
  }

  /** The highest offset that records were to be deleted up to. */
  get asked(): number {
    return this.#asked;
  }

  async run(): Promise<void> {
    await createTopic(this.#world, { name: DELETED_TOPIC, numPartitions: 1, host: "d0" });
    while (!this.#world.isOver) {
      await this.#client.sleep(1 + randomBelow(this.#random, PAUSE_MS));
      if (!this.#world.isFeeding) continue;
      if (this.#leader < 0 || randomBelow(this.#random, 8) === 0) await this.#lookUp();
      const step = randomBelow(this.#random, 6);
      if (step < 2) await this.#write();
      else if (step === 2) await this.#delete();
      else await this.#list([LATEST, EARLIEST, MAX_TIMESTAMP, this.#sometime()][randomBelow(this.#random, 4)]!);
    }
  }

  #sometime(): number {
    return Math.floor(this.#world.clock.nowMs()) - randomBelow(this.#random, LOOK_BACK_MS);
  }

  async #lookUp(): Promise<void> {
    const found = await this.#client.leadersOf(DELETED_TOPIC, this.#world.anyBrokerId(this.#random));
    this.#leader = found?.[0] ?? -1;
  }

  async #write(): Promise<void> {
    const values = Array.from({ length: 1 + randomBelow(this.#random, 5) }, (_, i) => `d.${i}`);
    const records = batchOf(values, this.#world.clock.nowMs(), undefined, null);
    const topicData = [{ name: DELETED_TOPIC, partitionData: [{ index: 0, records }] }];
    const body = { acks: -1, timeoutMs: REQUEST_MS, topicData };
    const answer = await this.#client.request(this.#to(), PRODUCE, PRODUCE_VERSION, body);
    const outcome = answer?.responses[0]?.partitionResponses[0];
    const mayBeTooFew: readonly number[] = [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND];
    this.#isDone(outcome?.errorCode, mayBeTooFew);
  }

  async #delete(): Promise<void> {
    // Some behind the end, which nobody may take.
    const offset = randomBelow(this.#random, this.#latest.offset + 3);
    const partitions = [{ partitionIndex: 0, offset }];
    this.#asked = Math.max(this.#asked, offset);
    const body = { topics: [{ name: DELETED_TOPIC, partitions }], timeoutMs: REQUEST_MS };
    const answer = await this.#client.request(this.#to(), DELETE, DELETE_VERSION, body);
    const outcome = answer?.topics[0]?.partitions[0];
    if (!this.#isDone(outcome?.errorCode, [ErrorCode.OFFSET_OUT_OF_RANGE])) return;
    const { lowWatermark } = outcome!;
    assert.ok(lowWatermark >= offset, `records below ${offset} are deleted, and the low watermark is ${lowWatermark}`);
    assert.ok(lowWatermark <= this.#asked, `nobody asked for ${lowWatermark}`);
    this.#world.count("deletion of records");
  }

  async #list(timestamp: number): Promise<void> {
    const partitions = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp }];
    const body = {
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ name: DELETED_TOPIC, partitions }],
      timeoutMs: REQUEST_MS,
    };
    const answer = await this.#client.request(this.#to(), LIST, LIST_VERSION, body);
    const outcome = answer?.topics[0]?.partitions[0];
    if (outcome !== undefined && this.#isDone(outcome.errorCode)) this.#check(timestamp, outcome);
  }

  #check(timestamp: number, { offset, leaderEpoch, timestamp: found }: ListOffsetsPartitionResponse): void {
    switch (timestamp) {
      case LATEST: {
        // Who leads no more, and does not know it, may be behind.
        if (leaderEpoch < this.#latest.epoch) return;
        assert.ok(
          offset >= this.#latest.offset,
          `${DELETED_TOPIC} ended at ${this.#latest.offset} in epoch ${this.#latest.epoch}, and at ${offset} in ${leaderEpoch}`,
        );
        this.#latest = { epoch: leaderEpoch, offset };
        return;
      }
      case EARLIEST:
        assert.ok(
          offset >= 0 && offset <= this.#asked,
          `${DELETED_TOPIC} begins at ${offset}, asked was ${this.#asked}`,
        );
        return;
      default:
        if (timestamp >= 0 && offset >= 0) assert.ok(found >= timestamp, `${found} is at or behind ${timestamp}`);
        this.#world.count("offset by time");
    }
  }

  /** Whether it was done; what keeps it from that is nothing but what happens to leaders, or `others`. */
  #isDone(errorCode: number | undefined, others: readonly number[] = []): boolean {
    if (errorCode === ErrorCode.NONE) return true;
    this.#leader = -1;
    const mayBe = errorCode === undefined || UNAVAILABLE.has(errorCode) || others.includes(errorCode);
    assert.ok(mayBe, `${DELETED_TOPIC}: ${errorMessage(errorCode ?? ErrorCode.NONE)}`);
    return false;
  }

  #to(): { readonly nodeId: number; readonly timeoutMs: number } {
    const nodeId = this.#leader < 0 ? this.#world.anyBrokerId(this.#random) : this.#leader;
    return { nodeId, timeoutMs: REQUEST_MS + 500 };
  }
}
