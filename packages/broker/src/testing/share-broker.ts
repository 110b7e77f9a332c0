/** A broker in memory and in virtual time, spoken to as members of share groups do, with raw requests. */

import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { Prng, VirtualClock, type Uuid } from "@ottla/base";
import { InMemoryNetwork } from "@ottla/network";
import { ErrorCode, type Input, type MessageCodec } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import {
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateResponse,
} from "@ottla/protocol/messages/initialize-share-group-state";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import { ShareFetchRequest, ShareFetchResponse, type PartitionData } from "@ottla/protocol/messages/share-fetch";
import { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import { RecordBatchBuilder } from "@ottla/records";
import { MemoryDisk, type MemoryDiskOptions } from "@ottla/storage";
import { Broker } from "../broker.ts";
import { RawClient } from "./raw-client.ts";

const ADDRESS = { host: "127.0.0.1", port: 9092 };
export const TOPIC = "t";
export const GROUP = "group";
const RETRIED: readonly number[] = [
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
];

export interface Acknowledgement {
  readonly first: number;
  readonly last: number;
  readonly types: readonly number[];
}

/** A member: one connection and its session. */
export class ShareMember {
  readonly id: string;
  readonly client: RawClient;
  readonly #broker: ShareBroker;
  epoch = 0;

  constructor(id: string, client: RawClient, broker: ShareBroker) {
    this.id = id;
    this.client = client;
    this.#broker = broker;
  }

  /** Fetches from partition 0; `rest` overrides. */
  async fetch(
    rest: Input<ShareFetchRequest> = {},
    acknowledgements: readonly Acknowledgement[] = [],
  ): Promise<ShareFetchResponse> {
    const acknowledgementBatches = batchesOf(acknowledgements);
    const response = await this.#broker.ask(
      [ShareFetchRequest, ShareFetchResponse],
      2,
      {
        groupId: GROUP,
        memberId: this.id,
        shareSessionEpoch: this.epoch,
        maxWaitMs: 50,
        minBytes: 1,
        maxBytes: 1 << 20,
        maxRecords: 100,
        batchSize: 100,
        topics: [{ topicId: this.#broker.topicId, partitions: [{ partitionIndex: 0, acknowledgementBatches }] }],
        ...rest,
      },
      this.client,
    );
    if (response.errorCode === ErrorCode.NONE) this.epoch++;
    return response;
  }

  /** What partition 0 answered. */
  async partition(
    rest: Input<ShareFetchRequest> = {},
    acknowledgements: readonly Acknowledgement[] = [],
  ): Promise<PartitionData | undefined> {
    return (await this.fetch(rest, acknowledgements)).responses[0]?.partitions[0];
  }

  /** The offsets that are acquired, with their delivery counts: `0-9#1`. */
  async acquired(
    rest: Input<ShareFetchRequest> = {},
    acknowledgements: readonly Acknowledgement[] = [],
  ): Promise<string[]> {
    const partition = await this.partition(rest, acknowledgements);
    return (partition?.acquiredRecords ?? []).map(
      (range) => `${range.firstOffset}-${range.lastOffset}#${range.deliveryCount}`,
    );
  }

  async acknowledge(
    acknowledgements: readonly Acknowledgement[],
    rest: Input<ShareAcknowledgeRequest> = {},
  ): Promise<ShareAcknowledgeResponse> {
    const acknowledgementBatches = batchesOf(acknowledgements);
    const response = await this.#broker.ask(
      [ShareAcknowledgeRequest, ShareAcknowledgeResponse],
      2,
      {
        groupId: GROUP,
        memberId: this.id,
        shareSessionEpoch: this.epoch,
        topics: [{ topicId: this.#broker.topicId, partitions: [{ partitionIndex: 0, acknowledgementBatches }] }],
        ...rest,
      },
      this.client,
    );
    if (response.errorCode === ErrorCode.NONE) this.epoch++;
    return response;
  }
}

function batchesOf(
  acknowledgements: readonly Acknowledgement[],
): { firstOffset: number; lastOffset: number; acknowledgeTypes: number[] }[] {
  return acknowledgements.map(({ first, last, types }) => ({
    firstOffset: first,
    lastOffset: last,
    acknowledgeTypes: [...types],
  }));
}

export class ShareBroker {
  readonly clock: VirtualClock = new VirtualClock(1_000_000);
  network: InMemoryNetwork = new InMemoryNetwork();
  /** Holds an operation of the disk until it resolves. */
  delayDisk: MemoryDiskOptions["delay"];
  readonly disk: MemoryDisk = new MemoryDisk({
    nowMs: () => this.clock.nowMs(),
    delay: (operation) => this.delayDisk?.(operation),
  });
  readonly #config: Record<string, string>;
  broker!: Broker;
  client!: RawClient;
  topicId!: Uuid;

  private constructor(config: Record<string, string>) {
    this.#config = {
      "share.coordinator.state.topic.num.partitions": "2",
      "offsets.topic.num.partitions": "2",
      ...config,
    };
  }

  /** With the topic `t` of two partitions. */
  static async start(context: TestContext, config: Record<string, string> = {}): Promise<ShareBroker> {
    const fixture = new ShareBroker(config);
    await fixture.#open();
    context.after(() => fixture.#stop());
    const topics = [{ name: TOPIC, numPartitions: 2, replicationFactor: 1 }];
    const created = await fixture.ask([CreateTopicsRequest, CreateTopicsResponse], 7, { topics, timeoutMs: 1000 });
    fixture.topicId = created.topics[0]!.topicId;
    return fixture;
  }

  async setShareVersion(maxVersionLevel: number): Promise<void> {
    const upgradeType = maxVersionLevel === 0 ? 2 : 1;
    await this.ask([UpdateFeaturesRequest, UpdateFeaturesResponse], 1, {
      timeoutMs: 1000,
      featureUpdates: [{ feature: "share.version", maxVersionLevel, upgradeType }],
    });
  }

  async member(id: string): Promise<ShareMember> {
    return new ShareMember(id, await RawClient.dial(this.network, ADDRESS, this.clock), this);
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.#open();
  }

  /** The process ends at once; what was written stays. */
  async killAndReopen(): Promise<void> {
    this.disk.crash({ random: new Prng(1), kind: "process" });
    this.network = new InMemoryNetwork();
    await this.#open();
  }

  ask<Req, Res>(
    codecs: readonly [MessageCodec<Req>, MessageCodec<Res>],
    version: number,
    body: Input<Req>,
    client: RawClient = this.client,
  ): Promise<Res> {
    return this.#withTime(client.request(codecs, version, body));
  }

  /** Begins the state of partition 0 as the group coordinator does; asks again while the coordinator is moving. */
  async initialize(startOffset: number, stateEpoch = 0): Promise<number> {
    const key = `${GROUP}:${this.topicId}:0`;
    await this.ask([FindCoordinatorRequest, FindCoordinatorResponse], 6, { keyType: 2, coordinatorKeys: [key] });
    const topics = [{ topicId: this.topicId, partitions: [{ partition: 0, stateEpoch, startOffset }] }];
    for (let attempt = 0; attempt < 50; attempt++) {
      const codecs = [InitializeShareGroupStateRequest, InitializeShareGroupStateResponse] as const;
      const response = await this.ask(codecs, 0, { groupId: GROUP, topics });
      const { errorCode } = response.results[0]!.partitions[0]!;
      if (!RETRIED.includes(errorCode)) return errorCode;
      await this.clock.advanceAsync(10);
    }
    return assert.fail("the share coordinator does not get ready");
  }

  /** One batch of `count` records for partition 0. */
  async produce(count: number): Promise<void> {
    const builder = new RecordBatchBuilder({});
    for (let i = 0; i < count; i++) builder.append(this.clock.nowMs(), null, Buffer.from(`value ${i}`));
    const response = await this.ask([ProduceRequest, ProduceResponse], 12, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: TOPIC, partitionData: [{ index: 0, records: builder.build() }] }],
    });
    assert.equal(response.responses[0]!.partitionResponses[0]!.errorCode, ErrorCode.NONE);
  }

  /** Time goes on, quickly, until the answer is there. */
  async #withTime<T>(answer: Promise<T>): Promise<T> {
    const progress = { isDone: false };
    void answer.finally(() => (progress.isDone = true)).catch(() => {});
    for (let i = 0; i < 20_000 && !progress.isDone; i++) await this.clock.advanceAsync(i < 1000 ? 1 : 10);
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
