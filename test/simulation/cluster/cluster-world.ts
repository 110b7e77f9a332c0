/**
 * A whole cluster on a virtual clock, network and disks: three, five or six of the nodes that ship, producers and consumers, and whatever can happen
 * to them. A run is 120 s with 20 faults; then everything heals, and what was promised has to be there.
 */
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { Prng, randomBelow, VirtualClock } from "@ottla/base";
import type { InspectedParts } from "@ottla/broker";
import { ApiKey } from "@ottla/protocol";
import { CONTROLLER_HANDLERS } from "../../../packages/broker/src/controller-handlers/registry.ts";
import { HANDLERS } from "../../../packages/broker/src/handlers/registry.ts";
import type { Counts, FaultKind } from "./faults.ts";
import { FaultInjector } from "./fault-injector.ts";
import { checkReplicas } from "./final-check.ts";
import { type EpochEntry, History } from "./history.ts";
import {
  DELETED_TOPIC,
  isBroker,
  isVoter,
  LARGE_LAYOUTS,
  PARTITIONS,
  type Roles,
  SMALL_LAYOUT,
  TOPIC,
} from "./layout.ts";
import { MetadataWatch } from "./metadata-watch.ts";
import { RecordDeleter } from "./record-deleter.ts";
import { SimulatedConsumer } from "./simulated-consumer.ts";
import { SimulatedNetwork } from "./simulated-network.ts";
import { SimulatedNode } from "./simulated-node.ts";
import { SimulatedProducer } from "./simulated-producer.ts";
import { TopicChanger } from "./topic-changer.ts";
import { createTopic } from "./topics.ts";

const RUN_MS = 120_000;
const FAULTS = 20;
/** The faults begin when the cluster is there, and end so early that it can become quiet. */
const FIRST_FAULT_MS = 6000;
const LAST_FAULT_MS = 88_000;
const HEAL_MS = 94_000;
/** For the faults that are missing at the end. */
const ATTEMPTS_MAX = 200;
/** So long after it nobody leads who does not know of a successor. */
const QUIET_MS = 15_000;
const SNAPSHOTS_OFTEN = {
  "metadata.log.max.record.bytes.between.snapshots": "1500",
  "metadata.max.retention.bytes": "6000",
  "internal.metadata.log.segment.bytes": "2048",
};
const LOOK_MS = 40;
/** What a node leaves for the next turn of the event loop, which is next to nothing, comes with every so many looks. */
const LOOKS_PER_TURN = 10;
/** A run takes about fifty thousand. */
const TIMERS_MAX = 1_000_000;
/** Some seeds have a topic whose records are deleted as well: none of those that find a broken rule, which stay as they were. */
const hasDeleter = (seed: number): boolean => seed % 5 === 4;
const WARM_UP_SEED = 4;
const WARM_UP_MS = 5000;

export interface WorldOptions {
  readonly counts: Counts;
  readonly trace?: ((line: string) => void) | undefined;
  /** Default: 20. */
  readonly faults?: number | undefined;
  /** Default: 120 s. */
  readonly runMs?: number | undefined;
}

/** What a look at a replica sees. */
interface ReplicaLook {
  readonly highWatermark: number;
  readonly epochs: readonly EpochEntry[];
  /** Where it leads. */
  readonly ledEpoch: number | undefined;
}

export class ClusterWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Prng;
  readonly network: SimulatedNetwork;
  readonly nodes: readonly SimulatedNode[];
  readonly brokers: readonly SimulatedNode[];
  readonly voterIds: readonly number[];
  readonly history: History = new History();
  readonly losesUnflushed: boolean;
  readonly config: Readonly<Record<string, string>>;
  isFeeding = true;
  isOver = false;
  readonly #options: WorldOptions;
  readonly #injector: FaultInjector;
  readonly deleter: RecordDeleter | undefined;
  readonly #looks = new WeakMap<object, ReplicaLook>();
  readonly #watches = new Map<number, MetadataWatch>();
  /** What was found outside of this world's own turns. */
  #failure: unknown;
  #timers = 0;
  /** Those that have come up. */
  #faultCount = 0;

  constructor(seed: number, options: WorldOptions) {
    this.#options = options;
    this.random = new Prng(seed);
    const { random } = this;
    this.losesUnflushed = randomBelow(random, 3) === 0;
    const layout = layoutOf(random);
    this.voterIds = layout.flatMap((roles, i) => (isVoter(roles) ? [i + 1] : []));
    this.config = configOf(random, this.losesUnflushed);
    this.network = new SimulatedNetwork(this.clock, random.fork(), {
      onReordered: () => this.count("reordered message"),
      onHeld: () => this.count("held message"),
      onRequest: (apiKey, from, to) => {
        if (apiKey === ApiKey.FetchSnapshot) this.count("request for a snapshot");
        return this.#injector.races.onRequest(apiKey, from, to);
      },
    });
    this.nodes = layout.map((roles, i) => new SimulatedNode(this, i + 1, roles));
    this.brokers = this.nodes.filter((node) => isBroker(node.roles));
    this.#injector = new FaultInjector(this, random.fork());
    if (hasDeleter(seed)) this.deleter = new RecordDeleter(this, random.fork());
  }

  /** Plays the whole run. Rejects with what a check or an invariant finds. */
  async play(): Promise<void> {
    for (const node of this.nodes) node.start();
    const clients = this.#clients().map((client) => client.run());
    const topic = createTopic(this, { name: TOPIC, numPartitions: PARTITIONS, host: "admin" });
    for (const client of [topic, ...clients]) client.catch((error: unknown) => this.onFailure(error));
    const faults = this.#options.faults ?? FAULTS;
    for (let fault = 0; fault < faults; fault++) {
      const atMs = FIRST_FAULT_MS + randomBelow(this.random, LAST_FAULT_MS - FIRST_FAULT_MS);
      this.clock.setTimer(atMs, () => this.#injector.inject());
    }
    this.clock.setTimer(LAST_FAULT_MS, () => {
      for (let attempt = 0; this.#faultCount < faults && attempt < ATTEMPTS_MAX; attempt++)
        this.#injector.injectAtOnce();
    });
    this.clock.setTimer(HEAL_MS, () => {
      this.#injector.heal();
      this.isFeeding = false;
    });
    const { runMs = RUN_MS } = this.#options;
    for (let look = 0; this.clock.monotonicMs() < runMs; look++) {
      await this.clock.advanceByMicrotasks(LOOK_MS);
      if (look % LOOKS_PER_TURN === 0) await setImmediate();
      this.#look();
    }
    assert.ok(this.#faultCount >= faults, `${faults} faults come up, not ${this.#faultCount}`);
    if (runMs === RUN_MS) await checkReplicas(this);
    this.isOver = true;
    this.#countResults();
  }

  /** Everything has worked for a while. */
  get isQuiet(): boolean {
    return this.clock.monotonicMs() >= HEAL_MS + QUIET_MS;
  }

  count(kind: string, by = 1): void {
    const { counts } = this.#options;
    counts.set(kind, (counts.get(kind) ?? 0) + by);
  }

  countFault(kind: FaultKind): void {
    this.#faultCount++;
    this.count(kind);
    this.trace(() => `— ${kind}`);
  }

  trace(line: () => string): void {
    this.#options.trace?.(`${this.clock.monotonicMs().toFixed(1)} ${line()}`);
  }

  anyBrokerId(random: Prng): number {
    return this.brokers[randomBelow(random, this.brokers.length)]!.id;
  }

  /** Starts a node unless it is to stay away. */
  maybeStart(node: SimulatedNode): void {
    if (!node.isUp && !node.isLosingLogs && this.#injector.mayStart(node)) node.start();
  }

  onInspected(node: SimulatedNode, { controller }: InspectedParts): void {
    const watch = new MetadataWatch(node.id, this.history);
    this.#watches.set(node.id, watch);
    controller.subscribe(watch);
  }

  onStartFailed(node: SimulatedNode, error: unknown): void {
    const isFault = error instanceof Error && "retriable" in error;
    if (!isFault) this.onFailure(error);
    this.trace(() => `${node.name} starts again`);
  }

  /** A node says what it does. */
  onSaid(node: SimulatedNode, message: string, fields: object): void {
    if (message.startsWith("Wrote a snapshot")) this.count("metadata snapshot");
    if (message.startsWith("The metadata quorum has another leader") && "epoch" in fields) {
      this.history.epochs.onEpoch(Number(fields.epoch), this.clock.monotonicMs());
    }
    this.trace(() => `${node.name} ${message} ${JSON.stringify(fields)}`);
  }

  /** A node reports an error. */
  onComplaint(node: SimulatedNode, message: string, fields: object): void {
    const { error } = fields as { error?: unknown };
    const detail = error instanceof Error ? error.stack : JSON.stringify(fields);
    this.onFailure(new Error(`${node.name} complains: ${message} ${detail}`));
  }

  /** Whether a timer may be set: a node that sets them without end in no time would hold the world. */
  mayTime(): boolean {
    this.#timers++;
    if (this.#timers > TIMERS_MAX) this.onFailure(new Error("too many timers are set: time stands still"));
    return this.#timers <= TIMERS_MAX;
  }

  onFailure(error: unknown): void {
    this.#failure ??= error;
  }

  #clients(): readonly { run(): Promise<void> }[] {
    return [
      new SimulatedProducer(this, 1, -1),
      new SimulatedProducer(this, 2, -1),
      new SimulatedProducer(this, 3, 1),
      new SimulatedConsumer(this, 1),
      new SimulatedConsumer(this, 2),
      new TopicChanger(this, 1),
      new TopicChanger(this, 2),
      ...(this.deleter === undefined ? [] : [this.deleter]),
    ];
  }

  /** Holds everybody who serves to what was promised. */
  #look(): void {
    if (this.#failure !== undefined) throw this.#failure;
    for (const node of this.nodes) {
      const { parts } = node;
      if (!node.isServing || parts === undefined) continue;
      const { quorum } = parts.controller;
      if (quorum.isLeader) this.history.onQuorumLeader(quorum.epoch, node.id);
      for (const replica of parts.replicaManager?.replicas() ?? []) {
        const { log } = replica;
        if (log === undefined) continue;
        const { highWatermark, leaderEpochs: epochs } = log;
        const ledEpoch = replica.isLeader ? replica.leaderEpoch : undefined;
        if (!this.#isNews(replica, { highWatermark, epochs, ledEpoch })) continue;
        const partition = `${replica.topicId}-${replica.partition}`;
        // Where a log begins its epochs begin, and replicas delete at different times.
        if (replica.topic !== DELETED_TOPIC) this.history.onReplica(partition, node.name, highWatermark, epochs);
        if (ledEpoch === undefined) continue;
        const isNew = this.history.onLeads(partition, ledEpoch, node.id, highWatermark);
        if (isNew) this.#injector.races.onNewLeader(node);
      }
    }
  }

  /**
   * Whether a replica is another than when it was looked at last. What did not change was held to everything that was known then, and what came
   * since was held to that.
   */
  #isNews(replica: object, look: ReplicaLook): boolean {
    const last = this.#looks.get(replica);
    const { highWatermark, epochs, ledEpoch } = look;
    if (last?.highWatermark === highWatermark && last.epochs === epochs && last.ledEpoch === ledEpoch) return false;
    this.#looks.set(replica, look);
    return true;
  }

  #countResults(): void {
    const { history } = this;
    this.count("acknowledged record", history.acknowledgedCount);
    this.count("read record", history.readCount);
    this.count("quorum epoch", history.quorumEpochs);
    this.count("leader epoch", history.leaderEpochs);
    for (const { disk } of this.nodes) {
      this.count("torn write", disk.lost.tornWrites);
      this.count("lost write", disk.lost.writes);
    }
  }
}

/** What a broker imports when it is first needed takes real time, in which the virtual one would run away: all of it beforehand. */
export async function warmUp(): Promise<void> {
  await Promise.all([...HANDLERS, ...CONTROLLER_HANDLERS].map(({ load }) => load()));
  const world = new ClusterWorld(WARM_UP_SEED, { counts: new Map(), faults: 0, runMs: WARM_UP_MS });
  // What it finds, the first run finds as well.
  await world.play().catch(() => {});
}

function layoutOf(random: Prng): readonly Roles[] {
  if (randomBelow(random, 4) > 0) return SMALL_LAYOUT;
  return LARGE_LAYOUTS[randomBelow(random, LARGE_LAYOUTS.length)]!;
}

function configOf(random: Prng, losesUnflushed: boolean): Record<string, string> {
  return {
    "broker.heartbeat.interval.ms": "1000",
    "broker.session.timeout.ms": "4000",
    "replica.lag.time.max.ms": randomBelow(random, 2) === 0 ? "3000" : "8000",
    "request.timeout.ms": "3000",
    "min.insync.replicas": String(1 + randomBelow(random, 2)),
    "log.index.size.max.bytes": "1024",
    "log.cleaner.enable": "false",
    "offsets.topic.num.partitions": "1",
    // Whoever was away then needs a snapshot.
    ...(randomBelow(random, 2) === 0 ? SNAPSHOTS_OFTEN : {}),
    ...(losesUnflushed ? { "log.flush.interval.messages": "1" } : {}),
  };
}
