/**
 * Several brokers of one cluster inside a test process, with a quorum of up to three of them, replication and fail-over as in Apache Kafka. Clients come over
 * TCP; the nodes reach each other in memory.
 */
import { KafkaConfig } from "@ottla/config";
import type { BrokerMaintenance } from "@ottla/broker";
import { TEST_CONFIG } from "./broker.ts";
import { requireControl } from "./request-control.ts";
import type { RequestControl } from "./request-control.ts";
import { TestClock } from "./test-clock.ts";
import { clusterNetwork, insideHost } from "./test-network.ts";
import { TestNode } from "./test-node.ts";
import { seedTopics } from "./topics.ts";
import type { Topics } from "./topics.ts";

export interface TestClusterOptions {
  /** Nodes, with the ids 1, 2, …; default 3. The first three (or the only one, or the first of two) are the controllers as well. */
  readonly brokers?: number;
  /** Kafka's broker configs by key, for all nodes; they win over {@link TEST_CONFIG} and over what makes a cluster quick. */
  readonly config?: Readonly<Record<string, string>>;
  readonly topics?: Topics;
  /** See {@link TestBrokerOptions.controls}; each node has its own. */
  readonly controls?: boolean;
  /** All ids follow from it; what the nodes agree on depends on time as well. Default: no two runs have the same. */
  readonly seed?: number;
  /** Keeps the data in `node-1`, `node-2`, … of this directory. Default: in memory. */
  readonly dataDir?: string;
}

/** A cluster finds a leader, and misses a broker, sooner than in production. */
const CLUSTER_CONFIG: Readonly<Record<string, string>> = {
  "controller.quorum.election.timeout.ms": "100",
  "controller.quorum.fetch.timeout.ms": "1000",
  "broker.heartbeat.interval.ms": "200",
  "broker.session.timeout.ms": "3000",
};

const CLUSTER_ID = "dGVzdGtpdC1jbHVzdGVyLQ";
const CONTROLLER_PORT = 10_000;
const INTERNAL_PORT = 20_000;
const CONTROLLERS_MAX = 3;
const DEADLINE_MS = 30_000;
const LOOK_MS = 5;

/** A leader of a partition or a coordinator of a group. */
export type Seat =
  | { readonly topic: string; readonly partition: number }
  | { readonly group: string }
  | { readonly transactionalId: string };

export class Cluster implements AsyncDisposable {
  readonly #nodes: ReadonlyMap<number, TestNode>;
  readonly #clock: TestClock;

  private constructor(nodes: ReadonlyMap<number, TestNode>, clock: TestClock) {
    this.#nodes = nodes;
    this.#clock = clock;
  }

  /** Starts the nodes together; resolves when all of them serve. */
  static async start(options: TestClusterOptions = {}): Promise<Cluster> {
    const { brokers = 3, controls = false, topics = {}, seed, dataDir } = options;
    if (!Number.isInteger(brokers) || brokers < 1) throw new RangeError("A cluster has at least one broker");
    const clock = new TestClock({ isExact: true });
    const network = clusterNetwork();
    const ids = Array.from({ length: brokers }, (_, index) => index + 1);
    const nodes = new Map(
      ids.map((id) => [
        id,
        new TestNode({
          clock,
          network,
          hasControls: controls,
          isInMemory: dataDir === undefined,
          ...(seed === undefined ? {} : { seed: seed + id }),
          optionsFor: (port) => ({
            config: nodeConfig({ id, brokers, port: port ?? 0, dataDir }, options.config ?? {}),
            clusterId: CLUSTER_ID,
          }),
        }),
      ]),
    );
    const cluster = new Cluster(nodes, clock);
    try {
      await Promise.all([...nodes.values()].map((node) => node.up()));
      await cluster.#until(() => cluster.#isWhole(), "all brokers know each other");
      await cluster.createTopics(topics);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** All nodes, for a client's `bootstrap.servers`. */
  get bootstrapServers(): string {
    return [...this.#nodes.values()].map((node) => node.address).join(",");
  }

  get nodeIds(): readonly number[] {
    return [...this.#nodes.keys()];
  }

  /** The node that is the active controller; −1 while there is none. */
  get controllerId(): number {
    for (const [id, node] of this.#nodes) if (node.isUp && node.broker.activeControllerId === id) return id;
    return -1;
  }

  get clock(): TestClock {
    return this.#clock;
  }

  /** `host:port` of one node. */
  addressOf(nodeId: number): string {
    return this.#node(nodeId).address;
  }

  /** See `Broker.control`. */
  control(nodeId: number): RequestControl {
    return requireControl(this.#node(nodeId).control);
  }

  /** Retention, cleaning and expiry of one node. */
  maintenance(nodeId: number): BrokerMaintenance {
    return this.#node(nodeId).broker.maintenance;
  }

  /** Moves the time of all nodes on; a node that is down or cut off for longer than its session is missed on the way. */
  advance(ms: number): Promise<void> {
    return this.#clock.advance(ms);
  }

  /** Makes the topics; resolves when every partition has its leader. */
  async createTopics(topics: Topics): Promise<void> {
    await seedTopics(this.bootstrapServers, topics);
  }

  /** The broker that leads the partition, or coordinates; −1 while there is none, or nobody has asked for a coordinator yet. */
  leaderOf(seat: Seat): number {
    for (const node of this.#nodes.values()) {
      if (!node.isUp) continue;
      const at = placeOf(seat, node.broker.maintenance);
      const leader = at && node.broker.maintenance.leaderOf(at.topic, at.partition);
      if (leader !== undefined) return leader.brokerId;
    }
    return -1;
  }

  /** Has another broker lead the partition or coordinate; it must be in sync. Resolves when every node that is up knows. */
  async move(seat: Seat, nodeId: number): Promise<void> {
    await this.#until(() => this.controllerId > 0, "there is a controller");
    const holders = [...this.#nodes.values()].filter((node) => node.isUp);
    const at = holders.map((node) => placeOf(seat, node.broker.maintenance)).find((place) => place !== undefined);
    if (at === undefined) throw new Error("Nobody has asked for that coordinator yet: it has no partition");
    const { topic, partition } = at;
    await this.#until(() => {
      const known = this.maintenance(this.controllerId).leaderOf(topic, partition);
      return known?.isr.includes(nodeId) === true;
    }, `broker ${nodeId} is in sync in ${topic}-${partition}`);
    await this.maintenance(this.controllerId).moveLeader(topic, partition, nodeId);
    await this.#until(
      () =>
        holders.every((node) => !node.isUp || node.broker.maintenance.leaderOf(topic, partition)?.brokerId === nodeId),
      `every broker knows that ${nodeId} leads ${topic}-${partition}`,
    );
  }

  /** Stops one node in order: its leaderships move before. */
  down(nodeId: number): Promise<void> {
    return this.#node(nodeId).down();
  }

  /** Ends one node at once; the others miss it after `broker.session.timeout.ms`, which `advance` may shorten. */
  kill(nodeId: number): Promise<void> {
    return this.#node(nodeId).kill();
  }

  /** Starts one node again on the same port. */
  up(nodeId: number): Promise<void> {
    return this.#node(nodeId).up();
  }

  /** Nothing comes to the node or from it, as if its cable were out; clients find it gone as well. */
  cut(nodeId: number): void {
    this.#node(nodeId).cut();
  }

  heal(nodeId: number): void {
    this.#node(nodeId).heal();
  }

  /** Stops everything, the controllers last. */
  async stop(): Promise<void> {
    for (const node of this.#nodes.values()) node.heal();
    const stopped = (async () => {
      for (const id of [...this.#nodes.keys()].reverse()) await this.#node(id).down();
    })();
    // The last of several controllers waits for a quorum that there is no more.
    await this.#clock.finish(stopped, { isHurried: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #isWhole(): boolean {
    return [...this.#nodes.values()].every((node) => node.broker.liveBrokerCount === this.#nodes.size);
  }

  #node(id: number): TestNode {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new RangeError(`There is no node ${id}`);
    return node;
  }

  async #until(isSo: () => boolean, what: string): Promise<void> {
    const endMs = performance.now() + DEADLINE_MS;
    while (!isSo()) {
      if (performance.now() > endMs) throw new Error(`Not within ${DEADLINE_MS} ms: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

function placeOf(
  seat: Seat,
  maintenance: BrokerMaintenance,
): { readonly topic: string; readonly partition: number } | undefined {
  if ("topic" in seat) return seat;
  return "group" in seat
    ? maintenance.groupPartition(seat.group)
    : maintenance.transactionPartition(seat.transactionalId);
}

function nodeConfig(
  node: { readonly id: number; readonly brokers: number; readonly port: number; readonly dataDir: string | undefined },
  config: Readonly<Record<string, string>>,
): KafkaConfig {
  const { id, brokers, port, dataDir } = node;
  // Two voters are no better than one: both are needed.
  const voters = brokers < CONTROLLERS_MAX ? 1 : CONTROLLERS_MAX;
  const isVoter = id <= voters;
  const replicas = String(Math.min(brokers, CONTROLLERS_MAX));
  const minIsr = String(Math.max(1, Math.min(brokers, CONTROLLERS_MAX) - 1));
  const inside = insideHost(id);
  const listeners = [`PLAINTEXT://127.0.0.1:${port}`, `INTERNAL://${inside}:${INTERNAL_PORT + id}`];
  if (isVoter) listeners.push(`CONTROLLER://${inside}:${CONTROLLER_PORT + id}`);
  const quorum = Array.from({ length: voters }, (_, index) => index + 1);
  return KafkaConfig.fromMap(
    new Map(
      Object.entries({
        ...TEST_CONFIG,
        ...CLUSTER_CONFIG,
        "default.replication.factor": replicas,
        "offsets.topic.replication.factor": replicas,
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": minIsr,
        "share.coordinator.state.topic.replication.factor": replicas,
        "share.coordinator.state.topic.min.isr": minIsr,
        "log.dirs": dataDir === undefined ? "/ottla" : `${dataDir}/node-${id}`,
        ...config,
        "node.id": String(id),
        "process.roles": isVoter ? "broker,controller" : "broker",
        "controller.quorum.voters": quorum
          .map((voter) => `${voter}@${insideHost(voter)}:${CONTROLLER_PORT + voter}`)
          .join(","),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "INTERNAL",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
        listeners: listeners.join(","),
      }),
    ),
  );
}
