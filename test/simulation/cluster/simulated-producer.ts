/**
 * A producer: small batches to one partition at a time, each sent until its fate is known. Most are idempotent and wait for all in-sync replicas; a
 * leader is looked up at any node, so that now and then a request goes to one that leads no longer.
 */
import assert from "node:assert/strict";
import { randomBelow } from "@ottla/base";
import type { Prng } from "@ottla/base";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { Client } from "./client.ts";
import type { ClusterWorld } from "./cluster-world.ts";
import { PARTITIONS, TOPIC } from "./layout.ts";
import { batchOf } from "./values.ts";

const PRODUCE = [ProduceRequest, ProduceResponse] as const;
const PRODUCE_VERSION = 11;
const INIT = [InitProducerIdRequest, InitProducerIdResponse] as const;
const INIT_VERSION = 4;
const PAUSE_MS = 1000;
const RETRY_MS = 200;
const REQUEST_MS = 3000;
const BATCH_RECORDS_MAX = 3;
/** So that some batches are larger than what a disk writes whole. */
const PADDING_BYTES_MAX = 1500;
/** Nothing else may come of a batch that is sent again and again by one producer. */
const RETRIED: ReadonlySet<number> = new Set<number>([
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.LEADER_NOT_AVAILABLE,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
  ErrorCode.REQUEST_TIMED_OUT,
  ErrorCode.KAFKA_STORAGE_ERROR,
]);

export class SimulatedProducer {
  readonly #world: ClusterWorld;
  readonly #random: Prng;
  readonly #client: Client;
  readonly #name: string;
  /** 1 now and then: nothing is promised, and nothing tried again. */
  readonly #acks: -1 | 1;
  #producerId: bigint | undefined;
  readonly #sequences = new Map<number, number>();
  #leaders: readonly number[] = [];
  #nextValue = 0;

  constructor(world: ClusterWorld, index: number, acks: -1 | 1) {
    this.#world = world;
    this.#random = world.random.fork();
    this.#name = `p${index}`;
    this.#acks = acks;
    this.#client = new Client(world.clock, world.network.host(this.#name));
  }

  async run(): Promise<void> {
    while (!this.#world.isOver) {
      await this.#client.sleep(1 + randomBelow(this.#random, PAUSE_MS));
      if (!this.#world.isFeeding) continue;
      if (this.#acks === -1 && this.#producerId === undefined) await this.#begin();
      else await this.#send(randomBelow(this.#random, PARTITIONS));
    }
  }

  async #begin(): Promise<void> {
    const body = { transactionalId: null, transactionTimeoutMs: 0 };
    const answer = await this.#client.request(
      { nodeId: this.#world.anyBrokerId(this.#random), timeoutMs: REQUEST_MS },
      INIT,
      INIT_VERSION,
      body,
    );
    if (answer?.errorCode === ErrorCode.NONE) {
      this.#world.history.onProducerId(answer.producerId);
      this.#producerId = answer.producerId;
    }
  }

  async #send(partition: number): Promise<void> {
    const count = 1 + randomBelow(this.#random, BATCH_RECORDS_MAX);
    const values = Array.from({ length: count }, () => `${this.#name}.${this.#nextValue++}`);
    const baseSequence = this.#sequences.get(partition) ?? 0;
    const producer = this.#producerId === undefined ? undefined : { producerId: this.#producerId, baseSequence };
    const padding =
      randomBelow(this.#random, 6) === 0 ? new Uint8Array(randomBelow(this.#random, PADDING_BYTES_MAX)) : null;
    const records = batchOf(values, this.#world.clock.nowMs(), producer, padding);
    this.#world.history.onSent(`${TOPIC}-${partition}`, values, this.#producerId !== undefined);
    for (;;) {
      const isDone = await this.#try(partition, values, records);
      if (isDone) break;
      if (this.#world.isOver) return;
      await this.#client.sleep(RETRY_MS);
      if (randomBelow(this.#random, 2) === 0) await this.#lookUp();
    }
    this.#sequences.set(partition, baseSequence + count);
  }

  async #lookUp(): Promise<void> {
    const found = await this.#client.leadersOf(TOPIC, this.#world.anyBrokerId(this.#random));
    if (found !== undefined) this.#leaders = found;
  }

  /** Whether the batch has come to its end. */
  async #try(partition: number, values: readonly string[], records: Uint8Array): Promise<boolean> {
    const { history } = this.#world;
    const leader = this.#leaders[partition] ?? -1;
    if (leader < 0) {
      await this.#lookUp();
      return false;
    }
    const topicData = [{ name: TOPIC, partitionData: [{ index: partition, records }] }];
    const body = { acks: this.#acks, timeoutMs: REQUEST_MS, topicData };
    const answer = await this.#client.request(
      { nodeId: leader, timeoutMs: REQUEST_MS + 500 },
      PRODUCE,
      PRODUCE_VERSION,
      body,
    );
    if (this.#acks === 1) return true;
    const outcome = answer?.responses[0]?.partitionResponses[0];
    if (outcome === undefined) return false;
    const { errorCode, baseOffset } = outcome;
    if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
      this.#world.trace(() => `${this.#name}: ${values.join()} acknowledged by n${leader} at ${baseOffset}`);
      for (const [index, value] of values.entries()) {
        history.onAcknowledged(`${TOPIC}-${partition}`, value, baseOffset < 0 ? -1 : baseOffset + index);
      }
      return true;
    }
    // A leader that is cut off does not know of its successor, nor of what that has acknowledged. In the end nobody is.
    const isStale = errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER && !this.#world.isQuiet;
    assert.ok(
      isStale || RETRIED.has(errorCode),
      `${this.#name}: n${leader} refuses ${values.join()}: ${errorMessage(errorCode)}`,
    );
    return false;
  }
}
