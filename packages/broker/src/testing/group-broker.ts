/** A broker in memory and in virtual time, with one client that knows about groups. */

import type { TestContext } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { InMemoryNetwork } from "@ottla/network";
import type { Input, MessageCodec } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { MemoryDisk } from "@ottla/storage";
import { Broker } from "../broker.ts";
import { RawClient } from "./raw-client.ts";

export const GROUP = "group";

const ADDRESS = { host: "127.0.0.1", port: 9092 };
const COMMIT = [OffsetCommitRequest, OffsetCommitResponse] as const;
const FIND = [FindCoordinatorRequest, FindCoordinatorResponse] as const;
const JOIN = [JoinGroupRequest, JoinGroupResponse] as const;

/** A broker in memory and in virtual time, with one client. */
export class GroupBroker {
  readonly clock: VirtualClock = new VirtualClock();
  readonly network: InMemoryNetwork = new InMemoryNetwork();
  readonly disk: MemoryDisk = new MemoryDisk({ nowMs: () => this.clock.nowMs() });
  readonly #config: Record<string, string>;
  broker!: Broker;
  client!: RawClient;

  constructor(config: Record<string, string>) {
    this.#config = { "offsets.topic.num.partitions": "2", "group.initial.rebalance.delay.ms": "0", ...config };
  }

  static async start(context: TestContext, config: Record<string, string> = {}): Promise<GroupBroker> {
    const fixture = new GroupBroker(config);
    await fixture.#open();
    context.after(() => fixture.#stop());
    return fixture;
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.#open();
  }

  ask<Req, Res>(
    codecs: readonly [MessageCodec<Req>, MessageCodec<Res>],
    version: number,
    body: Input<Req>,
  ): Promise<Res> {
    return this.#withTime(this.client.request(codecs, version, body));
  }

  /** A group's coordinator is known, and a topic `t` with two partitions; its id. */
  async prepare(): Promise<string> {
    await this.ask(FIND, 6, { keyType: 0, coordinatorKeys: [GROUP] });
    const topics = [{ name: "t", numPartitions: 2, replicationFactor: 1 }];
    const created = await this.ask([CreateTopicsRequest, CreateTopicsResponse], 7, { topics, timeoutMs: 1000 });
    return created.topics[0]!.topicId;
  }

  commit(
    version: number,
    topic: { name?: string; topicId?: string },
    partitions: readonly number[],
    rest: Input<OffsetCommitRequest> = {},
  ): Promise<OffsetCommitResponse> {
    const committed = partitions.map((partitionIndex) => ({
      partitionIndex,
      committedOffset: 10 + partitionIndex,
      committedMetadata: "m",
    }));
    return this.ask(COMMIT, version, { groupId: GROUP, topics: [{ ...topic, partitions: committed }], ...rest });
  }

  join(version: number, request: Input<JoinGroupRequest> = {}): Promise<JoinGroupResponse> {
    const protocols = [{ name: "range", metadata: Uint8Array.of(0, 0, 0, 0, 0, 0, 255, 255, 255, 255) }];
    const defaults = {
      groupId: GROUP,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 20_000,
      protocolType: "consumer",
      protocols,
    };
    return this.ask(JOIN, version, { ...defaults, ...request });
  }

  /** The records in all partitions of a topic. */
  async endOffset(topic: string): Promise<number> {
    const indexes = [0, 1];
    const partitions = indexes.map((partitionIndex) => ({ partitionIndex, timestamp: -1 }));
    const { topics } = await this.ask([ListOffsetsRequest, ListOffsetsResponse], 7, {
      replicaId: -1,
      topics: [{ name: topic, partitions }],
    });
    return topics[0]!.partitions.reduce((sum, { offset }) => sum + offset, 0);
  }

  /** Time goes on, quickly, until the answer is there. */
  async #withTime<T>(answer: Promise<T>): Promise<T> {
    const progress = { isDone: false };
    void answer.finally(() => (progress.isDone = true)).catch(() => {});
    for (let i = 0; i < 2_000 && !progress.isDone; i++) await this.clock.advanceAsync(5);
    return answer;
  }

  async #open(): Promise<void> {
    const { clock, network, disk } = this;
    this.broker = await Broker.start({ clock, network, disk, random: new Prng(1), ...ADDRESS, config: this.#config });
    this.client = await RawClient.dial(network, ADDRESS, clock);
  }

  async #stop(): Promise<void> {
    await this.#withTime(this.broker.stop());
  }
}
