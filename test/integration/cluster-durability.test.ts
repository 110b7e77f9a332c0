// What a record survives: acks × min.insync.replicas × unclean.leader.election.enable × the moment in which the leader is killed, on three brokers,
// every cell (docs/durability.md is the same as prose). "Killed" is cut off from everybody, which is worse than dead: it comes back with what it
// has. The followers get to know nothing of the record "in flight", and are out of the in-sync set "behind".
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeRequest, ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { recordCountAt } from "@ottla/records";
import { ask, batch, clusterOf, QUICK } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const MOMENTS = ["replicated", "in flight", "behind"] as const;
const ACKS = [0, 1, -1] as const;
const MIN_ISR = [1, 2, 3] as const;

type Moment = (typeof MOMENTS)[number];
type Answer = "none" | number;

interface Cell {
  readonly acks: (typeof ACKS)[number];
  readonly minIsr: (typeof MIN_ISR)[number];
  readonly topic: string;
}

const CELLS: readonly Cell[] = ACKS.flatMap((acks) =>
  MIN_ISR.map((minIsr) => ({ acks, minIsr, topic: `acks${acks}-min${minIsr}` })),
);

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
  const position = { partition: 0, fetchOffset: 0, currentLeaderEpoch: -1, logStartOffset: -1 };
  const partitions = [{ ...position, partitionMaxBytes: 1 << 20 }];
  const limits = { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20, forgottenTopicsData: [] };
  const body = { ...limits, replicaId: isCommitted ? -1 : -2, topics: [{ topic, partitions }] };
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
  for (const { topic } of CELLS) {
    await cluster.until(`${what}: ${topic}`, async () => isSo(await stateOf(cluster, topic)));
  }
}

/** Writes to every cell in the moment that is asked for, and kills the leader; the answers by topic. */
async function writeAndKill(cluster: MemoryCluster, moment: Moment): Promise<ReadonlyMap<string, Answer>> {
  if (moment !== "replicated") for (const id of FOLLOWERS) cluster.cut(id);
  if (moment === "behind") await untilState(cluster, "only the leader is in sync", ({ isr }) => isr === `${LEADER}`);
  const answers = new Map<string, Answer>();
  for (const { topic, acks } of CELLS) {
    answers.set(topic, await write(cluster, { at: LEADER, topic, acks }, moment !== "in flight"));
  }
  if (moment === "replicated") {
    for (const { topic } of CELLS) {
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

/** What the writer is told. */
function expectedAnswer(moment: Moment, { acks, minIsr }: Cell): Answer {
  if (acks === 0) return "none";
  if (acks === 1 || moment === "replicated") return ErrorCode.NONE;
  // It waits for every replica that is in sync, whatever min.insync.replicas says.
  if (moment === "in flight") return "none";
  return minIsr === 1 ? ErrorCode.NONE : ErrorCode.NOT_ENOUGH_REPLICAS;
}

for (const moment of MOMENTS) {
  for (const isUnclean of [false, true]) {
    describe(`the leader is killed, the record is ${moment}, unclean.leader.election.enable=${isUnclean}`, () => {
      it("who leads, who may write, what is lost", async (context) => {
        const cluster = await clusterOf(context, { voters: [CONTROLLER], brokers: [2, 3, 4] }, QUICK);
        for (const { topic: name, minIsr } of CELLS) {
          const configs = {
            "min.insync.replicas": String(minIsr),
            "unclean.leader.election.enable": String(isUnclean),
          };
          await cluster.createTopic(CONTROLLER, { name, partitions: 1, replicas: [LEADER, ...FOLLOWERS], configs });
        }
        await untilState(cluster, "all are in sync", ({ isr }) => isr === "2,3,4");
        const answers = await writeAndKill(cluster, moment);
        for (const cell of CELLS) assert.equal(answers.get(cell.topic), expectedAnswer(moment, cell), cell.topic);
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
  const hasLeader = moment !== "behind" || isUnclean;
  await untilState(cluster, "the leader is gone", ({ leader }) => leader !== LEADER);
  if (hasLeader) await untilState(cluster, "both followers are in sync", ({ isr }) => isr === "3,4");
  for (const { topic, minIsr } of CELLS) {
    const { leader, isr } = await stateOf(cluster, topic);
    if (!hasLeader) {
      assert.deepEqual({ leader, isr }, { leader: -1, isr: "2" }, `${topic}: nobody may lead but who was in sync`);
      for (const acks of [1, -1]) {
        assert.equal(await write(cluster, { at: 3, topic, acks }), ErrorCode.NOT_LEADER_OR_FOLLOWER, topic);
      }
      continue;
    }
    assert.ok([3, 4].includes(leader), topic);
    const kept = moment === "replicated" ? 1 : 0;
    assert.equal(await recordsOf(cluster, leader, { topic, isCommitted: false }), kept, topic);
    // Two replicas are in sync: acks=all stops where three are demanded, and nothing else does.
    const all = await write(cluster, { at: leader, topic, acks: -1 });
    assert.equal(all, minIsr === 3 ? ErrorCode.NOT_ENOUGH_REPLICAS : ErrorCode.NONE, topic);
    assert.equal(await write(cluster, { at: leader, topic, acks: 1 }), ErrorCode.NONE, topic);
  }
}

/** The old leader is back, and all three are in sync: all have the same, and what is lost is lost. */
async function checkAtLast(cluster: MemoryCluster, moment: Moment, isUnclean: boolean): Promise<void> {
  for (const { topic, acks, minIsr } of CELLS) {
    const wasWritten = acks !== -1 || moment !== "behind" || minIsr === 1;
    const hadLeader = moment !== "behind" || isUnclean;
    const survived = moment === "replicated" || !hadLeader;
    const later = hadLeader ? (minIsr === 3 ? 1 : 2) : 0;
    const expected = (wasWritten && survived ? 1 : 0) + later;
    for (const id of [LEADER, ...FOLLOWERS]) {
      const has = async (): Promise<boolean> =>
        (await recordsOf(cluster, id, { topic, isCommitted: true })) === expected;
      await cluster.until(`replica ${id} of ${topic} shows ${expected} records`, has);
      assert.equal(await recordsOf(cluster, id, { topic, isCommitted: false }), expected, `${topic} at ${id}`);
    }
  }
}
