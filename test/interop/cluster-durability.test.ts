// What a record survives (../support/durability.ts), every cell, on real processes: a controller and three brokers, all ours, and all Apache's. A leader is
// killed with SIGKILL. In flight: the way to it is cut for its followers, which their controller does not see. Behind: its followers stand still for so long
// that they are fenced.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { systemClock } from "@ottla/base";
import { Admin } from "@ottla/client";
import { ClientConnection, nodeNetwork } from "@ottla/network";
import { encodeRequest, ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { recordCountAt } from "@ottla/records";
import { apacheSkip } from "../apache/jars.ts";
import { MixedCluster } from "../apache/mixed-cluster.ts";
import { batch } from "../support/cluster-scene.ts";
import { CutProxy } from "../support/cut-proxy.ts";
import { answerBefore, answerOfTwo, CELLS, hasLeader, MOMENTS, recordsAtLast } from "../support/durability.ts";
import type { Answer, Cell, Moment } from "../support/durability.ts";
import { RawConnection } from "../support/memory-broker.ts";
import { until } from "../support/until.ts";

const [CONTROLLER, LEADER, FOLLOWERS] = [1, 2, [3, 4]] as const;
const ALL = [LEADER, ...FOLLOWERS];
const WAIT_MS = 90_000;
const LAG_TIME_MS = 6000;
/** Longer than a write waits: a follower that stands still is out of the in-sync set because its leader says so. */
const SESSION_MS = 20_000;
const WRITE_TIMEOUT_MS = 14_000;

interface TopicCell extends Cell {
  readonly topic: string;
  readonly isUnclean: boolean;
}

interface State {
  readonly leader: number;
  readonly isr: string;
}

class Scene {
  readonly #cluster: MixedCluster;
  readonly #proxies: ReadonlyMap<number, CutProxy>;

  private constructor(cluster: MixedCluster, proxies: ReadonlyMap<number, CutProxy>) {
    this.#cluster = cluster;
    this.#proxies = proxies;
  }

  static async start(side: "ours" | "theirs"): Promise<Scene> {
    const proxies = new Map<number, CutProxy>();
    for (const id of ALL) proxies.set(id, await CutProxy.listen());
    const cluster = await MixedCluster.create({
      nodes: [
        { id: CONTROLLER, side, roles: "controller" },
        ...ALL.map((id) => ({ id, side, roles: "broker" as const })),
      ],
      advertisedPorts: new Map([...proxies].map(([id, { port }]) => [id, port])),
      overrides: {
        "broker.session.timeout.ms": String(SESSION_MS),
        "replica.lag.time.max.ms": String(LAG_TIME_MS),
      },
    });
    for (const [id, proxy] of proxies) proxy.target = cluster.port(id);
    const scene = new Scene(cluster, proxies);
    await cluster.startAll();
    return scene;
  }

  async close(): Promise<void> {
    await this.#cluster.close();
    for (const proxy of this.#proxies.values()) await proxy.close();
  }

  signal(id: number, signal: "SIGSTOP" | "SIGCONT"): void {
    process.kill(this.#cluster.pid(id), signal);
  }

  /** Followers do not reach the broker any more; it reaches its controller, and the test reaches it. */
  cut(id: number): void {
    this.#proxies.get(id)?.cut();
  }

  kill(id: number): Promise<void> {
    return this.#cluster.kill(id);
  }

  async restart(id: number): Promise<void> {
    this.#proxies.get(id)?.heal();
    await this.#cluster.start(id);
  }

  async create(cells: readonly TopicCell[]): Promise<void> {
    await using admin = this.#admin();
    const areThere = async (): Promise<boolean> => (await admin.describeCluster()).nodes.length === ALL.length;
    await until("all brokers are there", areThere, WAIT_MS);
    const wanted = cells.map(({ topic: name, minIsr, isUnclean }) => ({
      name,
      replicasAssignments: new Map([[0, ALL]]),
      configs: {
        "min.insync.replicas": String(minIsr),
        "unclean.leader.election.enable": String(isUnclean),
        // What is written is years old by its timestamp.
        "retention.ms": "-1",
      },
    }));
    (await admin.createTopics(wanted)).throwIfAnyFailed();
    await this.untilState(cells, 3, "all are in sync", ({ leader, isr }) => leader === LEADER && isr === "2,3,4");
    // The metadata may say so before the leader has begun.
    for (const { topic } of cells) await this.untilRecords(LEADER, topic, "all", 0);
  }

  async delete(cells: readonly TopicCell[]): Promise<void> {
    await using admin = this.#admin();
    (await admin.deleteTopics(cells.map(({ topic }) => topic))).throwIfAnyFailed();
  }

  /** Leader and in-sync set of each topic as a broker knows them, and the brokers that take part. */
  async states(at: number): Promise<{ readonly brokers: string; readonly topics: ReadonlyMap<string, State> }> {
    const client = await this.#dial(at);
    const body = { topics: null, allowAutoTopicCreation: false };
    const { brokers, topics } = await client.request([MetadataRequest, MetadataResponse], 12, body);
    client.connection.close();
    const states = topics.map(({ name, partitions: [partition] }): [string, State] => [
      name ?? "",
      { leader: partition?.leaderId ?? -1, isr: partition?.isrNodes.toSorted().join() ?? "" },
    ]);
    return {
      brokers: brokers
        .map(({ nodeId }) => nodeId)
        .toSorted()
        .join(),
      topics: new Map(states),
    };
  }

  async untilState(
    cells: readonly TopicCell[],
    at: number,
    what: string,
    isSo: (state: State) => boolean,
  ): Promise<void> {
    const areSo = async (): Promise<boolean> => {
      const { topics } = await this.states(at);
      return cells.every(({ topic }) => {
        const state = topics.get(topic);
        return state !== undefined && isSo(state);
      });
    };
    await until(what, areSo, WAIT_MS);
  }

  /** Writes one record at a broker; the error code of the answer, or none when the connection ends before there is one. */
  async write(at: number, topic: string, acks: number): Promise<Answer> {
    const client = await this.#dial(at);
    const topicData = [{ name: topic, partitionData: [{ index: 0, records: batch("record") }] }];
    const body = { acks, timeoutMs: WRITE_TIMEOUT_MS, topicData };
    try {
      if (acks === 0) {
        const identity = { version: 11, correlationId: client.connection.takeCorrelationId(), clientId: "raw" };
        client.connection.sendWithoutAnswer(encodeRequest(ProduceRequest, body, identity));
        return "none";
      }
      const { responses } = await client.request([ProduceRequest, ProduceResponse], 11, body);
      client.connection.close();
      return responses[0]?.partitionResponses[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
    } catch {
      return "none";
    }
  }

  /** As `write`, at who leads; it may not know yet that it does. */
  async writeAtLeader(at: number, topic: string, acks: number): Promise<Answer> {
    for (;;) {
      const answer = await this.write(at, topic, acks);
      if (answer !== ErrorCode.NOT_LEADER_OR_FOLLOWER) return answer;
    }
  }

  /** Records of a replica: all it has, or what consumers see, or replica −2; undefined when it does not say. */
  async recordsOf(
    at: number,
    topic: string,
    what: "all" | "committed" | "fetched to debug",
  ): Promise<number | undefined> {
    const client = await this.#dial(at);
    const replicaId = what === "committed" ? -1 : -2;
    const count = await (what === "all" ? logEndOffset(client, topic) : fetchedRecords(client, topic, replicaId));
    client.connection.close();
    return count;
  }

  async untilRecords(at: number, topic: string, what: "all" | "committed", expected: number): Promise<void> {
    const has = async (): Promise<boolean> => (await this.recordsOf(at, topic, what)) === expected;
    await until(`replica ${at} of ${topic} has ${expected} records (${what})`, has, WAIT_MS);
  }

  #admin(): Admin {
    return new Admin({ "bootstrap.servers": this.#cluster.bootstrap() });
  }

  async #dial(at: number): Promise<RawConnection> {
    const target = { host: "127.0.0.1", port: this.#cluster.port(at) };
    return new RawConnection(await ClientConnection.dial(nodeNetwork, target, { clock: systemClock }));
  }
}

/** As whoever debugs a replica asks it: what it has, also as a follower, and beyond its high watermark. */
async function logEndOffset(client: RawConnection, topic: string): Promise<number | undefined> {
  const partitions = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1 }];
  const body = { replicaId: -2, isolationLevel: 0, topics: [{ name: topic, partitions }] };
  const { topics } = await client.request([ListOffsetsRequest, ListOffsetsResponse], 7, body);
  const answer = topics[0]?.partitions[0];
  return answer?.errorCode === ErrorCode.NONE ? answer.offset : undefined;
}

async function fetchedRecords(client: RawConnection, topic: string, replicaId: number): Promise<number | undefined> {
  const position = { partition: 0, fetchOffset: 0, currentLeaderEpoch: -1, logStartOffset: -1 };
  const topics = [{ topic, partitions: [{ ...position, partitionMaxBytes: 1 << 20 }] }];
  const limits = { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20, forgottenTopicsData: [] };
  const body = { ...limits, replicaId, topics };
  const { responses } = await client.request([FetchRequest, FetchResponse], 12, body);
  const answer = responses[0]?.partitions[0];
  if (answer?.errorCode !== ErrorCode.NONE) return undefined;
  const records = answer.records ?? new Uint8Array(0);
  let count = 0;
  for (let place = 0; place < records.length;) {
    count += recordCountAt(records, place);
    place += 12 + new DataView(records.buffer, records.byteOffset + place).getInt32(8);
  }
  return count;
}

function cellsOf(moment: Moment): readonly TopicCell[] {
  return [false, true].flatMap((isUnclean) =>
    CELLS.map((cell) => {
      const words = [
        moment.replace(" ", "-"),
        `acks${cell.acks}`,
        `min${cell.minIsr}`,
        isUnclean ? "unclean" : "clean",
      ];
      return { ...cell, isUnclean, topic: words.join("-") };
    }),
  );
}

/** Writes to every cell in the moment that is asked for, and kills the leader; the answers in the order of the cells. */
async function writeAndKill(scene: Scene, cells: readonly TopicCell[], moment: Moment): Promise<readonly Answer[]> {
  if (moment === "in flight") scene.cut(LEADER);
  if (moment === "behind") {
    for (const id of FOLLOWERS) scene.signal(id, "SIGSTOP");
    await scene.untilState(cells, LEADER, "only the leader is in sync", ({ isr }) => isr === "2");
  }
  const answers = cells.map(({ topic, acks }) => scene.write(LEADER, topic, acks));
  for (const { topic, ...cell } of cells) {
    const isWritten = answerBefore(moment, cell) !== ErrorCode.NOT_ENOUGH_REPLICAS;
    for (const id of moment === "replicated" ? ALL : [LEADER]) {
      await scene.untilRecords(id, topic, "all", isWritten ? 1 : 0);
    }
  }
  if (moment !== "in flight") await Promise.all(answers);
  else for (const { topic } of cells) assert.equal(await scene.recordsOf(LEADER, topic, "fetched to debug"), 0, topic);
  await scene.kill(LEADER);
  for (const id of FOLLOWERS) scene.signal(id, "SIGCONT");
  return await Promise.all(answers);
}

/** The leader is gone, its followers are there. */
async function checkAfterKill(scene: Scene, cells: readonly TopicCell[], moment: Moment): Promise<void> {
  await scene.untilState(cells, 3, "the leader is gone", ({ leader }) => leader !== LEADER);
  const led = cells.filter(({ isUnclean }) => hasLeader(moment, isUnclean));
  await scene.untilState(led, 3, "both followers are in sync", ({ isr }) => isr === "3,4");
  const { topics } = await scene.states(3);
  for (const { topic, isUnclean, ...cell } of cells) {
    const { leader, isr } = topics.get(topic) ?? { leader: undefined, isr: undefined };
    if (!hasLeader(moment, isUnclean)) {
      assert.deepEqual({ leader, isr }, { leader: -1, isr: "2" }, `${topic}: nobody may lead but who was in sync`);
      for (const acks of [1, -1])
        assert.equal(await scene.write(3, topic, acks), ErrorCode.NOT_LEADER_OR_FOLLOWER, topic);
      continue;
    }
    assert(leader === 3 || leader === 4, topic);
    await scene.untilRecords(leader, topic, "all", moment === "replicated" ? 1 : 0);
    assert.equal(await scene.writeAtLeader(leader, topic, -1), answerOfTwo(cell), topic);
    assert.equal(await scene.writeAtLeader(leader, topic, 1), ErrorCode.NONE, topic);
  }
}

for (const side of ["ours", "theirs"] as const) {
  const skip = side === "theirs" && apacheSkip();
  describe(`durability on three brokers, ${side}`, { skip, timeout: 600_000 }, () => {
    let scene: Scene;
    before(async () => {
      scene = await Scene.start(side);
    });
    after(() => scene.close());

    for (const moment of MOMENTS) {
      it(`the leader is killed, the record is ${moment}: who leads, who may write, what is lost`, async () => {
        const cells = cellsOf(moment);
        await scene.create(cells);
        const answers = await writeAndKill(scene, cells, moment);
        for (const [index, cell] of cells.entries())
          assert.equal(answers[index], answerBefore(moment, cell), cell.topic);
        await checkAfterKill(scene, cells, moment);
        await scene.restart(LEADER);
        await scene.untilState(cells, 3, "all are in sync again", ({ isr }) => isr === "2,3,4");
        for (const { topic, isUnclean, ...cell } of cells) {
          const expected = recordsAtLast(moment, isUnclean, cell);
          for (const id of ALL) {
            await scene.untilRecords(id, topic, "committed", expected);
            await scene.untilRecords(id, topic, "all", expected);
          }
        }
        await scene.delete(cells);
      });
    }

    it("a follower that stands still holds acks=all up until it is out of sync, and is in sync again when it goes on", async () => {
      const cells = ([1, 2, 3] as const).map((minIsr) => ({
        ...({ acks: -1, minIsr, isUnclean: false } as const),
        topic: `stalled-min${minIsr}`,
      }));
      await scene.create(cells);
      scene.signal(4, "SIGSTOP");
      const startMs = performance.now();
      const answers = cells.map(async ({ topic }) => {
        const answer = await scene.write(LEADER, topic, -1);
        return { answer, tookMs: performance.now() - startMs };
      });
      await Promise.all(answers.slice(0, 2));
      const isOut = ({ leader, isr }: State): boolean => leader === LEADER && isr === "2,3";
      // The metadata may come to the leader behind the answer to its request.
      await scene.untilState(cells, LEADER, "the follower is out of sync", isOut);
      const { brokers } = await scene.states(LEADER);
      assert.equal(brokers, "2,3,4", "the controller has not fenced it: its leader has found that it lags");
      for (const [index, { topic, minIsr }] of cells.entries()) {
        const { answer, tookMs } = (await answers[index]) ?? { answer: undefined, tookMs: 0 };
        // What has been appended and is under min.insync.replicas is not committed, and not refused either.
        assert.equal(answer, minIsr === 3 ? ErrorCode.REQUEST_TIMED_OUT : ErrorCode.NONE, topic);
        assert.ok(tookMs > LAG_TIME_MS / 2, `${topic} took ${tookMs} ms`);
        assert.equal(await scene.recordsOf(LEADER, topic, "all"), 1, topic);
        assert.equal(await scene.recordsOf(LEADER, topic, "committed"), minIsr === 3 ? 0 : 1, topic);
        assert.equal(await scene.write(LEADER, topic, -1), answerOfTwo({ acks: -1, minIsr }), topic);
      }
      scene.signal(4, "SIGCONT");
      await scene.untilState(cells, 3, "all are in sync again", ({ isr }) => isr === "2,3,4");
      for (const { topic, minIsr } of cells) await scene.untilRecords(4, topic, "committed", minIsr === 3 ? 1 : 2);
    });
  });
}
