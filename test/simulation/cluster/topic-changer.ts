/** A client that makes and deletes topics and takes producer ids, at whoever takes itself for the active controller, without trying again. */
import assert from "node:assert/strict";
import { randomBelow } from "@ottla/base";
import type { Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import {
  AllocateProducerIdsRequest,
  AllocateProducerIdsResponse,
} from "@ottla/protocol/messages/allocate-producer-ids";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import { Client } from "./client.ts";
import type { ClusterWorld } from "./cluster-world.ts";
import { CONTROLLER_PORT } from "./layout.ts";
import type { Operation } from "./linearizability.ts";
import type { SimulatedNode } from "./simulated-node.ts";

const CREATE = [CreateTopicsRequest, CreateTopicsResponse] as const;
const CREATE_VERSION = 7;
const DELETE = [DeleteTopicsRequest, DeleteTopicsResponse] as const;
const DELETE_VERSION = 5;
const ALLOCATE = [AllocateProducerIdsRequest, AllocateProducerIdsResponse] as const;
const ALLOCATE_VERSION = 0;
const PAUSE_MS = 5000;
const REQUEST_MS = 4000;
/** They come and go. */
export const CHANGING_TOPICS = ["m0", "m1"] as const;
const REFUSALS: ReadonlySet<number> = new Set<number>([
  ErrorCode.TOPIC_ALREADY_EXISTS,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
]);

export class TopicChanger {
  readonly #world: ClusterWorld;
  readonly #random: Prng;
  readonly #client: Client;

  constructor(world: ClusterWorld, index: number) {
    this.#world = world;
    this.#random = world.random.fork();
    this.#client = new Client(world.clock, world.network.host(`a${index}`));
  }

  async run(): Promise<void> {
    while (!this.#world.isOver) {
      await this.#client.sleep(1 + randomBelow(this.#random, PAUSE_MS));
      const active = this.#world.nodes.filter(({ parts }) => parts?.controller.isActive === true);
      const controller = active[randomBelow(this.#random, Math.max(1, active.length))];
      if (!this.#world.isFeeding || controller === undefined) continue;
      if (randomBelow(this.#random, 3) === 0) await this.#allocate(controller);
      else await this.#change(controller);
    }
  }

  async #change({ id: nodeId, parts }: SimulatedNode): Promise<void> {
    const { clock, history } = this.#world;
    const epoch = parts!.controller.quorum.epoch;
    const name = CHANGING_TOPICS[randomBelow(this.#random, CHANGING_TOPICS.length)]!;
    const kind = randomBelow(this.#random, 2) === 0 ? "create" : "delete";
    const operation: { -readonly [Key in keyof Operation]: Operation[Key] } = {
      kind,
      fromMs: clock.monotonicMs(),
      answeredMs: Infinity,
      outcome: "unknown",
    };
    history.onTopicChange(name, operation);
    const errorCode = await (kind === "create" ? this.#create(nodeId, name) : this.#delete(nodeId, name));
    const isKnown = errorCode === ErrorCode.NONE || (errorCode !== undefined && REFUSALS.has(errorCode));
    this.#world.trace(() => `${kind} ${name} at n${nodeId}: ${errorCode}`);
    if (!isKnown) return;
    operation.answeredMs = clock.monotonicMs();
    operation.outcome = errorCode === ErrorCode.NONE ? "done" : "refused";
    if (operation.outcome === "refused") operation.fromMs = history.epochs.knownFromMs(epoch, operation.fromMs);
  }

  async #create(nodeId: number, name: string): Promise<number | undefined> {
    const topic = {
      name,
      numPartitions: 1,
      replicationFactor: 1 + randomBelow(this.#random, 2),
      assignments: [],
      configs: [],
    };
    const to = { nodeId, port: CONTROLLER_PORT, timeoutMs: REQUEST_MS };
    const answer = await this.#client.request(to, CREATE, CREATE_VERSION, { topics: [topic], timeoutMs: REQUEST_MS });
    return answer?.topics[0]?.errorCode;
  }

  async #delete(nodeId: number, name: string): Promise<number | undefined> {
    const to = { nodeId, port: CONTROLLER_PORT, timeoutMs: REQUEST_MS };
    const answer = await this.#client.request(to, DELETE, DELETE_VERSION, {
      topicNames: [name],
      topics: [],
      timeoutMs: REQUEST_MS,
    });
    return answer?.responses[0]?.errorCode;
  }

  /** Ids only grow, and nobody gets those of another. */
  async #allocate({ id: nodeId, parts }: SimulatedNode): Promise<void> {
    const { history } = this.#world;
    const [broker] = parts?.controller.image.cluster.brokers.values() ?? [];
    if (broker === undefined) return;
    const before = history.highestProducerId;
    const to = { nodeId, port: CONTROLLER_PORT, timeoutMs: REQUEST_MS };
    const body = { brokerId: broker.id, brokerEpoch: broker.epoch };
    const answer = await this.#client.request(to, ALLOCATE, ALLOCATE_VERSION, body);
    if (answer?.errorCode !== ErrorCode.NONE) return;
    const { producerIdStart, producerIdLen } = answer;
    assert.ok(
      producerIdStart > before,
      `n${nodeId} gives producer ids from ${producerIdStart} on, and ${before} was given before`,
    );
    for (const id of [producerIdStart, producerIdStart + BigInt(producerIdLen) - 1n]) history.onProducerId(id);
  }
}
