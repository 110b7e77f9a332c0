// What a record survives (../support/durability.ts), every cell, on three brokers in memory. "Killed" is cut off from everybody, which is worse than dead: it comes back with what it
// has. The followers get to know nothing of the record "in flight", and are out of the in-sync set "behind".
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeRequest, ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { recordCountAt } from "@ottla/records";
import { ask, batch, clusterOf, QUICK } from "../support/cluster-scene.ts";
import { answerBefore, answerOfTwo, CELLS, hasLeader, MOMENTS, recordsAtLast } from "../support/durability.ts";
import type { Answer, Cell, Moment } from "../support/durability.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

interface TopicCell extends Cell {
  readonly topic: string;
}

const TOPICS: readonly TopicCell[] = CELLS.map((cell) => ({ ...cell, topic: `acks${cell.acks}-min${cell.minIsr}` }));

const LEADER = 2;
const FOLLOWERS = [3, 4] as const;
const CONTROLLER = 1;

/** Writes one record at a broker; the error code of the answer, or none. `isWaited`: until there is one. */
async function write(
  cluster: MemoryCluster,
  { at, topic, acks }: { readonly at: number; readonly topic: string; readonly acks: number },
  isWaited = true,
): Promise<Answer> {
  const client = await cluster.dial(at);
  const topicData = [{ name: topic, partitionData: [{ index: 0, records: batch("record") }] }];
  const body = { acks, timeoutMs: 20_000, topicData };
  if (acks === 0) {
    const identity = { version: 11, correlationId: client.connection.takeCorrelationId(), clientId: "raw" };
    client.connection.sendWithoutAnswer(encodeRequest(ProduceRequest, body, identity));
    await cluster.clock.advanceAsync(10);
    return "none";
  }
  const answer = client.request([ProduceRequest, ProduceResponse], 11, body).then(
    ({ responses }): Answer => responses[0]?.partitionResponses[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR,
    (): Answer => "none",
  );
  if (isWaited) return await cluster.run(answer);
  await cluster.clock.advanceAsync(10);
  return await Promise.race([answer, Promise.resolve<Answer>("none")]);
}

/** Records of a replica: all it has (`isCommitted` false), or what consumers see. */
async function recordsOf(
  cluster: MemoryCluster,
  at: number,
  { topic, isCommitted }: { readonly topic: string; readonly isCommitted: boolean },
): Promise<number> {
  if (!isCommitted) {
    const wanted = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1 }];
    const query = { replicaId: -2, isolationLevel: 0, topics: [{ name: topic, partitions: wanted }] };
    const { topics } = await ask(cluster, at, [[ListOffsetsRequest, ListOffsetsResponse], 7], query);
    return topics[0]?.partitions[0]?.offset ?? -1;
  }
  const position = { partition: 0, fetchOffset: 0, currentLeaderEpoch: -1, logStartOffset: -1 };
  const partitions = [{ ...position, partitionMaxBytes: 1 << 20 }];
  const limits = { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20, forgottenTopicsData: [] };
  const body = { ...limits, replicaId: -1, topics: [{ topic, partitions }] };
  const { responses } = await ask(cluster, at, [[FetchRequest, FetchResponse], 12], body);
  const records = responses[0]?.partitions[0]?.records ?? new Uint8Array(0);
  let count = 0;
  for (let place = 0; place < records.length;) {
    count += recordCountAt(records, place);
    place += 12 + new DataView(records.buffer, records.byteOffset + place).getInt32(8);
  }
  return count;
}

async function stateOf(cluster: MemoryCluster, topic: string): Promise<{ leader: number; isr: string }> {
  const [partition] = await cluster.partitions(CONTROLLER, topic);
  return { leader: partition?.leaderId ?? -1, isr: (partition?.isrNodes ?? []).toSorted().join() };
}

async function untilState(
  cluster: MemoryCluster,
  what: string,
  isSo: (state: { leader: number; isr: string }) => boolean,
): Promise<void> {
  for (const { topic } of TOPICS) {
    await cluster.until(`${what}: ${topic}`, async () => isSo(await stateOf(cluster, topic)));
  }
}

/** Writes to every cell in the moment that is asked for, and kills the leader; the answers by topic. */
async function writeAndKill(cluster: MemoryCluster, moment: Moment): Promise<ReadonlyMap<string, Answer>> {
  if (moment !== "replicated") for (const id of FOLLOWERS) cluster.cut(id);
  if (moment === "behind") await untilState(cluster, "only the leader is in sync", ({ isr }) => isr === `${LEADER}`);
  const answers = new Map<string, Answer>();
  for (const { topic, acks } of TOPICS) {
    answers.set(topic, await write(cluster, { at: LEADER, topic, acks }, moment !== "in flight"));
  }
  if (moment === "replicated") {
    for (const { topic } of TOPICS) {
      for (const id of FOLLOWERS) {
        const has = async (): Promise<boolean> => (await recordsOf(cluster, id, { topic, isCommitted: false })) === 1;
        await cluster.until(`replica ${id} of ${topic} has it`, has);
      }
    }
  }
  cluster.cut(LEADER);
  for (const id of FOLLOWERS) cluster.heal(id);
  return answers;
}

for (const moment of MOMENTS) {
  for (const isUnclean of [false, true]) {
    describe(`the leader is killed, the record is ${moment}, unclean.leader.election.enable=${isUnclean}`, () => {
      it("who leads, who may write, what is lost", async (context) => {
        const cluster = await clusterOf(context, { voters: [CONTROLLER], brokers: [2, 3, 4] }, QUICK);
        for (const { topic: name, minIsr } of TOPICS) {
          const configs = {
            "min.insync.replicas": String(minIsr),
            "unclean.leader.election.enable": String(isUnclean),
          };
          await cluster.createTopic(CONTROLLER, { name, partitions: 1, replicas: [LEADER, ...FOLLOWERS], configs });
        }
        await untilState(cluster, "all are in sync", ({ isr }) => isr === "2,3,4");
        const answers = await writeAndKill(cluster, moment);
        for (const cell of TOPICS) assert.equal(answers.get(cell.topic), answerBefore(moment, cell), cell.topic);
        await checkAfterKill(cluster, moment, isUnclean);
        cluster.heal(LEADER);
        await untilState(cluster, "all are in sync again", ({ isr }) => isr === "2,3,4");
        await checkAtLast(cluster, moment, isUnclean);
      });
    });
  }
}

/** The leader is gone, its followers are there. */
async function checkAfterKill(cluster: MemoryCluster, moment: Moment, isUnclean: boolean): Promise<void> {
  const isLed = hasLeader(moment, isUnclean);
  await untilState(cluster, "the leader is gone", ({ leader }) => leader !== LEADER);
  if (isLed) await untilState(cluster, "both followers are in sync", ({ isr }) => isr === "3,4");
  for (const { topic, ...cell } of TOPICS) {
    const { leader, isr } = await stateOf(cluster, topic);
    if (!isLed) {
      assert.deepEqual({ leader, isr }, { leader: -1, isr: "2" }, `${topic}: nobody may lead but who was in sync`);
      for (const acks of [1, -1]) {
        assert.equal(await write(cluster, { at: 3, topic, acks }), ErrorCode.NOT_LEADER_OR_FOLLOWER, topic);
      }
      continue;
    }
    assert.ok([3, 4].includes(leader), topic);
    const kept = moment === "replicated" ? 1 : 0;
    assert.equal(await recordsOf(cluster, leader, { topic, isCommitted: false }), kept, topic);
    const all = await write(cluster, { at: leader, topic, acks: -1 });
    assert.equal(all, answerOfTwo(cell), topic);
    assert.equal(await write(cluster, { at: leader, topic, acks: 1 }), ErrorCode.NONE, topic);
  }
}

/** The old leader is back, and all three are in sync: all have the same, and what is lost is lost. */
async function checkAtLast(cluster: MemoryCluster, moment: Moment, isUnclean: boolean): Promise<void> {
  for (const { topic, ...cell } of TOPICS) {
    const expected = recordsAtLast(moment, isUnclean, cell);
    for (const id of [LEADER, ...FOLLOWERS]) {
      const has = async (): Promise<boolean> =>
        (await recordsOf(cluster, id, { topic, isCommitted: true })) === expected;
      await cluster.until(`replica ${id} of ${topic} shows ${expected} records`, has);
      assert.equal(await recordsOf(cluster, id, { topic, isCommitted: false }), expected, `${topic} at ${id}`);
    }
  }
}
