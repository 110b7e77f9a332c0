// What both sides have before steps begin, made with our client: transactions that are open and over, share groups with and without members.
import assert from "node:assert/strict";
import { systemClock } from "@ottla/base";
import { Admin, ConfigResourceType, Consumer, Producer, ShareConsumer } from "@ottla/client";
import { ClientConnection, nodeNetwork } from "@ottla/network";
import { decodeResponse, encodeRequest, ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import {
  StreamsGroupHeartbeatRequest,
  StreamsGroupHeartbeatResponse,
} from "@ottla/protocol/messages/streams-group-heartbeat";
import { SIDES } from "./compare.ts";

/** Ends what was made. */
export type Cleanup = () => Promise<void>;

/** A committed transaction, and one that stays open. */
export async function makeTransactions(bootstrap: string): Promise<Cleanup[]> {
  await using admin = new Admin({ bootstrapServers: bootstrap });
  const cleanups: Cleanup[] = [];
  for (const side of Object.values(SIDES)) {
    const topic = `${side}-tx`;
    (await admin.createTopics([{ name: topic, numPartitions: 1 }])).throwIfAnyFailed();
    for (const name of ["done", "open"]) {
      const producer = new Producer({ bootstrapServers: bootstrap, transactionalId: `${side}-${name}` });
      cleanups.push(() => producer.close({ timeoutMs: 0 }));
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.send({ topic, value: name });
      if (name === "done") await producer.commitTransaction();
    }
  }
  return cleanups;
}

/** A group of the consumer protocol with a member that has read all there is. */
export async function makeConsumerGroups(bootstrap: string): Promise<Cleanup[]> {
  await using admin = new Admin({ bootstrapServers: bootstrap });
  await using producer = new Producer({ bootstrapServers: bootstrap });
  const cleanups: Cleanup[] = [];
  for (const side of Object.values(SIDES)) {
    const topic = `${side}-m848`;
    (await admin.createTopics([{ name: topic, numPartitions: 2 }])).throwIfAnyFailed();
    await producer.sendBatch([0, 1, 0].map((partition, i) => ({ topic, partition, value: String(i) })));
    const consumer = new Consumer({
      bootstrapServers: bootstrap,
      groupId: `${side}-c848`,
      groupProtocol: "consumer",
      clientId: "reader",
      autoOffsetReset: "earliest",
    });
    consumer.subscribe(topic);
    for (let count = 0; count < 3;) count += (await consumer.poll({ timeoutMs: 1_000 })).count;
    await consumer.commitSync();
    cleanups.push(keepPolling(consumer));
  }
  return cleanups;
}

/** A share group that has read and is empty, and one with a member that reads. */
export async function makeShareGroups(bootstrap: string): Promise<Cleanup[]> {
  await using admin = new Admin({ bootstrapServers: bootstrap });
  await using producer = new Producer({ bootstrapServers: bootstrap });
  const cleanups: Cleanup[] = [];
  for (const side of Object.values(SIDES)) {
    const topic = `${side}-share`;
    (await admin.createTopics([{ name: topic, numPartitions: 2 }])).throwIfAnyFailed();
    await producer.sendBatch([0, 1, 0].map((partition, i) => ({ topic, partition, value: String(i) })));
    for (const name of ["sread", "slive", "sprint"]) {
      const groupId = `${side}-${name}`;
      const ops = [{ name: "share.auto.offset.reset", op: 0 as const, value: "earliest" }];
      await admin.incrementalAlterConfigs([{ type: ConfigResourceType.GROUP, name: groupId, ops }]);
      // The last one is for the console.
      if (name === "sprint") continue;
      const consumer = new ShareConsumer({ bootstrapServers: bootstrap, groupId, clientId: "share-reader" });
      consumer.subscribe(topic);
      for (let count = 0; count < 3;) count += (await consumer.poll({ timeoutMs: 1_000 })).count;
      await consumer.commitSync();
      if (name === "sread") await consumer.close();
      else cleanups.push(keepPolling(consumer));
    }
  }
  return cleanups;
}

/** A group of Kafka Streams that has committed and is empty, and one with a member; each has an internal topic of its own. */
export async function makeStreamsGroups(bootstrap: string): Promise<Cleanup[]> {
  await using admin = new Admin({ bootstrapServers: bootstrap });
  await using producer = new Producer({ bootstrapServers: bootstrap });
  // The topic of offsets is made when somebody asks for a coordinator, which heartbeats do not.
  await admin.describeStreamsGroups(Object.values(SIDES));
  const [host = "", port] = bootstrap.split(":");
  const connection = await ClientConnection.dial(nodeNetwork, { host, port: Number(port) }, { clock: systemClock });
  for (const side of Object.values(SIDES)) {
    const topic = `${side}-in`;
    (await admin.createTopics([{ name: topic, numPartitions: 2 }])).throwIfAnyFailed();
    await producer.sendBatch([0, 1, 0].map((partition, i) => ({ topic, partition, value: String(i) })));
    for (const groupId of [`${side}-sempty`, `${side}-sbusy`]) {
      const ops = [{ name: "streams.initial.rebalance.delay.ms", op: 0 as const, value: "0" }];
      (
        await admin.incrementalAlterConfigs([{ type: ConfigResourceType.GROUP, name: groupId, ops }])
      ).throwIfAnyFailed();
      await joinStreamsGroup(connection, groupId, topic);
      if (groupId === `${side}-sbusy`) continue;
      await heartbeat(connection, { groupId, memberEpoch: -1 });
      const offsets = [0, 1].map((partition) => ({ topic, partition, offset: 1 }));
      (await admin.alterStreamsGroupOffsets(groupId, offsets)).throwIfAnyFailed();
    }
  }
  return [() => Promise.resolve(connection.close())];
}

type Beat = Input<StreamsGroupHeartbeatRequest>;

/** While the coordinator is made, loaded, or not known yet. */
const NOT_YET = [
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
];

/** A member of that group; tries until there is a coordinator. */
async function heartbeat(connection: ClientConnection, beat: Beat): Promise<StreamsGroupHeartbeatResponse> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const response = await beatOnce(connection, beat);
    if (NOT_YET.some((code) => code === response.errorCode) && performance.now() < deadline) continue;
    assert.equal(response.errorCode, 0, response.errorMessage ?? "");
    return response;
  }
}

async function beatOnce(connection: ClientConnection, beat: Beat): Promise<StreamsGroupHeartbeatResponse> {
  const correlationId = connection.takeCorrelationId();
  const body = { memberId: `${beat.groupId}-m`.padEnd(22, "m"), ...beat };
  const options = { version: 0, correlationId, clientId: "streams-app" };
  const chunks = encodeRequest(StreamsGroupHeartbeatRequest, body, options);
  const frame = await connection.send(correlationId, chunks, { timeoutMs: 30_000 });
  return decodeResponse(StreamsGroupHeartbeatResponse, frame, 0).body;
}

/** Resolves when the group is stable and its member has tasks, which is when its internal topics are there. */
async function joinStreamsGroup(connection: ClientConnection, groupId: string, topic: string): Promise<void> {
  const changelog = { name: `${groupId}-store-changelog`, partitions: 0, replicationFactor: 1, topicConfigs: [] };
  const topology = {
    epoch: 0,
    subtopologies: [{ subtopologyId: "0", sourceTopics: [topic], stateChangelogTopics: [changelog] }],
  };
  const none = { activeTasks: [], standbyTasks: [], warmupTasks: [] };
  const more = { rebalanceTimeoutMs: 60_000, processId: "process", clientTags: [], topology, ...none };
  let { memberEpoch, activeTasks } = await heartbeat(connection, { groupId, memberEpoch: 0, ...more });
  for (const deadline = performance.now() + 30_000; (activeTasks ?? []).length === 0;) {
    assert(performance.now() < deadline, `${groupId} has no tasks`);
    ({ memberEpoch, activeTasks } = await heartbeat(connection, { groupId, memberEpoch }));
  }
  const owned = { activeTasks, standbyTasks: [], warmupTasks: [] };
  await heartbeat(connection, { groupId, memberEpoch, ...owned });
}

function keepPolling(consumer: Consumer | ShareConsumer): Cleanup {
  let isOver = false;
  const polling = (async () => {
    while (!isOver) await consumer.poll({ timeoutMs: 100 });
  })();
  return async () => {
    isOver = true;
    await polling;
    await consumer.close();
  };
}
