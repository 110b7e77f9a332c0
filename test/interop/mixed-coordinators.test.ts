// Coordinators that are ours and Apache's in turn: a broker of each, all partitions of `__consumer_offsets` and `__transaction_state` on both, and handed from
// one to the other and killed there, while transactional copiers and groups of both protocols live on. What comes out is put before the checkers of exactly
// once. MIXED_TURNS says how often (an even number), MIXED_SEED what else happens.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Prng, randomBelow, systemClock } from "@ottla/base";
import type { Admin } from "@ottla/client";
import { apacheSkip } from "../apache/jars.ts";
import { MixedCluster } from "../apache/mixed-cluster.ts";
import { run } from "../exactly-once/run.ts";
import { sleep } from "../exactly-once/world.ts";
import type { World } from "../exactly-once/world.ts";
import { until } from "../support/until.ts";
import { evidenceOf } from "./mixed/evidence.ts";
import { electPreferred, inSync, ledBy, openAdmin, reassign, untilPartitions } from "./mixed/partitions.ts";

const SEED = Number(process.env["MIXED_SEED"] ?? Date.now() % 1_000_000);
const TURNS = Number(process.env["MIXED_TURNS"] ?? 4);
const [THEIRS, OURS] = [2, 3];
const BROKERS = [THEIRS, OURS];
const INTERNAL = ["__consumer_offsets", "__transaction_state"];
const SESSION_MS = 4000;
/** Longest time between two faults. */
const LIFE_MS = 1500;
const TIMEOUT_MS = 260_000 + TURNS * 60_000;
const CONFIG: Readonly<Record<string, string>> = {
  "broker.session.timeout.ms": String(SESSION_MS),
  "auto.leader.rebalance.enable": "false",
  "offsets.topic.num.partitions": "2",
  "offsets.topic.replication.factor": "2",
  "transaction.state.log.num.partitions": "2",
  "transaction.state.log.replication.factor": "2",
  "transaction.state.log.min.isr": "1",
  "group.min.session.timeout.ms": "500",
  "group.consumer.min.session.timeout.ms": "500",
  "group.consumer.session.timeout.ms": "3000",
  "group.consumer.min.heartbeat.interval.ms": "100",
  "group.consumer.heartbeat.interval.ms": "500",
  "transaction.abort.timed.out.transaction.cleanup.interval.ms": "500",
};

/**
 * The two brokers as a world of the exactly-once runs. A turn is about each of them alternately: every partition of both topics is handed to it, as an
 * operator would. Then it is killed, and the turn is over when it has come back and is in sync.
 */
class MixedWorld implements World {
  readonly bootstrap: string;
  readonly clock = systemClock;
  readonly random: Prng = new Prng(SEED);
  readonly ports = {};
  readonly pauseMsMax: number = SESSION_MS / 4;
  /** Who came to lead all partitions of both topics, in order. */
  readonly led: number[] = [];
  readonly #cluster: MixedCluster;
  readonly #admin: Admin;
  #kills = 0;

  constructor(cluster: MixedCluster, admin: Admin) {
    this.#cluster = cluster;
    this.#admin = admin;
    this.bootstrap = cluster.bootstrap();
  }

  async killAndRestart(downMs: number): Promise<void> {
    const [victim = 0, survivor = 0] = this.#kills++ % 2 === 0 ? [THEIRS, OURS] : [OURS, THEIRS];
    for (const topic of INTERNAL) {
      await reassign(this.#admin, topic, [victim, survivor]);
      await electPreferred(this.#admin, topic);
    }
    this.led.push(victim);
    await sleep(this, randomBelow(this.random, LIFE_MS));
    await this.#cluster.kill(victim);
    for (const topic of INTERNAL) await untilPartitions(this.#admin, topic, ledBy(survivor));
    this.led.push(survivor);
    await sleep(this, downMs);
    await this.#cluster.start(victim);
    for (const { name } of await this.#admin.listTopics({ listInternal: true })) {
      await untilPartitions(this.#admin, name, inSync(BROKERS.length));
    }
  }

  async pause(ms: number): Promise<void> {
    const pid = this.#cluster.pid(BROKERS[randomBelow(this.random, BROKERS.length)] ?? 0);
    process.kill(pid, "SIGSTOP");
    await sleep(this, ms);
    process.kill(pid, "SIGCONT");
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }
}

describe("coordinators of ours and Apache's in turn", { skip: apacheSkip(), timeout: TIMEOUT_MS }, () => {
  let cluster: MixedCluster;
  let world: MixedWorld;
  let admin: Admin;

  before(async () => {
    const nodes = [
      { id: 1, side: "ours", roles: "controller" },
      { id: THEIRS, side: "theirs", roles: "broker" },
      { id: OURS, side: "ours", roles: "broker" },
    ] as const;
    cluster = await MixedCluster.create({ nodes, overrides: CONFIG });
    admin = openAdmin(cluster.bootstrap());
    world = new MixedWorld(cluster, admin);
    await cluster.startAll();
    await until("both brokers", async () => (await admin.describeCluster()).nodes.length === BROKERS.length);
  });

  after(async () => {
    await admin?.close();
    await world?.close();
  });

  it(`lose nothing and do nothing twice through ${TURNS} turns, seed ${SEED}`, async (test) => {
    const load = { partitions: 3, copiersPerStage: 2, hasPlainTopic: true, feedPauseMs: 20, replicationFactor: 2 };
    const pace = { kills: TURNS, lifeMs: LIFE_MS, downMs: 2000, stuckMs: 90_000, restartMs: 150_000 };
    const options = { ...load, ...pace, seed: SEED, groupProtocol: "classic" } as const;
    const { violations, counts, errors } = await run(world, options).catch(async (error: unknown) => {
      const copiers = [0, 1].flatMap((stage) => [0, 1].map((copier) => `copier-${stage}-${copier}`));
      const about = { transactionalIds: copiers, groups: ["copiers-0", "copiers-1"], brokers: BROKERS };
      const evidence = await evidenceOf(cluster, admin, about);
      throw new Error(`${String(error)}; led by ${world.led.join(", ")}\n${evidence}`, { cause: error });
    });
    test.diagnostic(`${JSON.stringify(counts)} ${JSON.stringify([...errors])} led by ${world.led.join(", ")}`);
    assert.deepEqual(violations.slice(0, 20), []);
    assert.ok(counts.committed > 2 * TURNS, `${counts.committed} transactions were committed`);
    assert.ok((counts.plain?.acknowledged ?? 0) > 2 * TURNS, "records were written");
    const turn = [THEIRS, OURS, OURS, THEIRS];
    assert.deepEqual(world.led, Array.from({ length: TURNS / 2 }, () => turn).flat());
  });
});
