/** A consumer: reads every partition in order, from its leader or from a follower, and remembers what it was given. */
import assert from "node:assert/strict";
import { randomBelow } from "@ottla/base";
import type { Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { Client } from "./client.ts";
import type { ClusterWorld } from "./cluster-world.ts";
import { PARTITIONS, TOPIC } from "./layout.ts";
import { recordsOf } from "./values.ts";

const FETCH = [FetchRequest, FetchResponse] as const;
const FETCH_VERSION = 12;
const PAUSE_MS = 2000;
const REQUEST_MS = 2000;
const FETCH_BYTES = 4096;

export class SimulatedConsumer {
  readonly #world: ClusterWorld;
  readonly #random: Prng;
  readonly #client: Client;
  readonly #positions: number[] = Array.from({ length: PARTITIONS }, () => 0);

  constructor(world: ClusterWorld, index: number) {
    this.#world = world;
    this.#random = world.random.fork();
    this.#client = new Client(world.clock, world.network.host(`c${index}`));
  }

  async run(): Promise<void> {
    while (!this.#world.isOver) {
      await this.#client.sleep(1 + randomBelow(this.#random, PAUSE_MS));
      await this.#fetch(this.#world.anyBrokerId(this.#random));
    }
  }

  async #fetch(nodeId: number): Promise<void> {
    const partitions = this.#positions.map((fetchOffset, partition) => ({
      partition,
      fetchOffset,
      currentLeaderEpoch: -1,
      partitionMaxBytes: FETCH_BYTES,
      logStartOffset: -1,
    }));
    const topics = [{ topic: TOPIC, partitions }];
    const body = { replicaId: -1, maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20, topics, forgottenTopicsData: [] };
    const answer = await this.#client.request({ nodeId, timeoutMs: REQUEST_MS }, FETCH, FETCH_VERSION, body);
    for (const { partitionIndex, errorCode, records, highWatermark } of answer?.responses[0]?.partitions ?? []) {
      if (errorCode === ErrorCode.NONE && records !== null) this.#take(nodeId, partitionIndex, records, highWatermark);
    }
  }

  #take(nodeId: number, partition: number, records: Uint8Array, highWatermark: number): void {
    for (const [offset, value] of recordsOf(records)) {
      const position = this.#positions[partition]!;
      if (offset < position) continue;
      assert.equal(offset, position, `n${nodeId} leaves something out of ${TOPIC}-${partition}`);
      assert.ok(offset < highWatermark, `n${nodeId} gives what is not committed: ${offset} of ${highWatermark}`);
      this.#world.history.onRead(`${TOPIC}-${partition}`, offset, value);
      this.#positions[partition] = offset + 1;
    }
  }
}
