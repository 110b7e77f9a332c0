import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test } from "node:test";
import { VirtualClock, ZERO_UUID } from "@ottla/base";
import { type BrokerRegistration, EMPTY_IMAGE } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import type { AlterPartitionRequest, AlterPartitionResponse } from "@ottla/protocol/messages/alter-partition";
import { silentLogger } from "../logging/logger.ts";
import { REGISTRATION, TOPIC_ID } from "../testing/replicas.ts";
import { IsrManager } from "./isr-manager.ts";
import { Replica } from "./replica.ts";

const FOLLOWER = 2;
const OWN_EPOCH = 4;

function broker(id: number, epoch: number): BrokerRegistration {
  return {
    id,
    epoch,
    incarnationId: ZERO_UUID,
    endpoints: [],
    supportedFeatures: new Map(),
    rack: null,
    fenced: false,
    inControlledShutdown: false,
    directories: [],
    cordonedDirectories: null,
  };
}

interface Fixture {
  readonly manager: IsrManager;
  readonly replica: Replica;
  readonly asked: Input<AlterPartitionRequest>[];
  fetch(fetchOffset: number, brokerEpoch: number): void;
}

/**
 * Node 1 leads a partition with ten records; node 2 is registered with epoch 5 and not in sync. The controller answers with `answer`, if at all.
 */
function setUp(answer?: Partial<AlterPartitionResponse["topics"][0]["partitions"][0]>): Fixture {
  const asked: Input<AlterPartitionRequest>[] = [];
  const image = {
    ...EMPTY_IMAGE,
    cluster: { brokers: new Map([[FOLLOWER, broker(FOLLOWER, 5)]]), controllers: new Map() },
  };
  const manager = new IsrManager({
    nodeId: 1,
    clock: new VirtualClock(),
    logger: silentLogger,
    image: () => image,
    brokerEpoch: () => OWN_EPOCH,
    lagMs: () => 30_000,
    alterPartition: (request) => {
      asked.push(request);
      if (answer !== undefined) return Promise.resolve(answerOf(answer));
      return new Promise<AlterPartitionResponse>(() => {});
    },
  });
  const config = { minInsyncReplicas: 1, compact: false, delete: true };
  const replica = new Replica({ localId: 1, topic: "t", topicId: TOPIC_ID, partition: 0, config });
  replica.state.update({ ...REGISTRATION, replicas: [1, FOLLOWER] }, 10);
  const fetch = (fetchOffset: number, brokerEpoch: number): void => {
    const position = { fetchOffset, logStartOffset: 0, leaderEndOffset: 10, nowMs: 1 };
    replica.state.onFollowerFetch(FOLLOWER, { ...position, brokerEpoch });
    manager.maybeExpand(replica, FOLLOWER);
  };
  return { manager, replica, asked, fetch };
}

function answerOf(answer: Partial<AlterPartitionResponse["topics"][0]["partitions"][0]>): AlterPartitionResponse {
  const [leader, numbers] = [
    { leaderId: 1, leaderEpoch: 0 },
    { partitionIndex: 0, partitionEpoch: 1 },
  ];
  const state = { ...leader, ...numbers, isr: [1], leaderRecoveryState: 0, errorCode: ErrorCode.NONE };
  const partitions = [{ ...state, ...answer }];
  return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, topics: [{ topicId: TOPIC_ID, partitions }] };
}

function isrOf(request: Input<AlterPartitionRequest> | undefined): unknown {
  return request?.topics?.[0]?.partitions?.[0]?.newIsrWithEpochs;
}

test("a follower that has everything is asked in with the epoch it had then, not with that of its next start", async () => {
  const { asked, fetch } = setUp();
  fetch(10, 5);
  fetch(3, 9);
  await setImmediate();
  assert.equal(asked.length, 1);
  assert.deepEqual(isrOf(asked[0]), [
    { brokerId: 1, brokerEpoch: OWN_EPOCH },
    { brokerId: FOLLOWER, brokerEpoch: 5 },
  ]);
});

test("a follower is not asked in before it has everything, nor with another epoch than it is registered with", async () => {
  const { asked, fetch, replica } = setUp();
  fetch(9, 5);
  fetch(10, 4);
  await setImmediate();
  assert.deepEqual([asked.length, replica.state.pendingIsr], [0, undefined]);
});

test("changes of in-sync sets are counted when the controller has agreed, and refusals apart", async () => {
  const agreed = setUp({ isr: [1, FOLLOWER] });
  agreed.fetch(10, 5);
  await setImmediate();
  assert.deepEqual(agreed.manager.changes, { shrinks: 0, expands: 1, failedUpdates: 0 });
  const refused = setUp({ errorCode: ErrorCode.INELIGIBLE_REPLICA });
  refused.fetch(10, 5);
  await setImmediate();
  assert.deepEqual(refused.manager.changes, { shrinks: 0, expands: 0, failedUpdates: 1 });
});
