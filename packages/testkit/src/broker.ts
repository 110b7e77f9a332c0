// A Kafka broker inside a test process: the shipping broker with settings that make tests fast, in memory unless a directory is given.
import type { BrokerMaintenance, BrokerOptions } from "@ottla/broker";
import { Admin } from "@ottla/client";
import type { MemoryDiskImage } from "@ottla/storage";
import { requireControl } from "./request-control.ts";
import type { RequestControl } from "./request-control.ts";
import { TestClock } from "./test-clock.ts";
import type { TestClockOptions } from "./test-clock.ts";
import { TestNode } from "./test-node.ts";
import { seedTopics } from "./topics.ts";
import type { Topics } from "./topics.ts";

/**
 * Kafka configs that differ from the defaults in a test: groups form at once, internal topics have one partition, the cleaner takes what is dirty at all.
 */
export const TEST_CONFIG: Readonly<Record<string, string>> = {
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "100",
  "offsets.topic.num.partitions": "1",
  "transaction.state.log.num.partitions": "1",
  "share.coordinator.state.topic.num.partitions": "1",
  "log.cleaner.min.cleanable.ratio": "0",
};

export interface TestBrokerOptions
  extends Omit<BrokerOptions, "config" | "clock" | "random" | "disk" | "refuse" | "fileBudget">, TestClockOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Kafka's broker configs by key; they win over {@link TEST_CONFIG}. */
  readonly config?: Readonly<Record<string, string>>;
  /** Topics that are there from the start: their numbers of partitions, or configs and records as well. */
  readonly topics?: Topics;
  /** Notes requests and lets {@link Broker.control} meddle with them. Default false: nothing stands in between. */
  readonly controls?: boolean;
  /** Cluster, topic, member and all other ids follow from it. Default: no two runs have the same. */
  readonly seed?: number;
  /** What is there from the start, taken from a broker in memory by {@link Broker.snapshot}. */
  readonly snapshot?: Snapshot;
}

/** All that a broker in memory had at one moment: topics, records, groups, transactions. Serves any number of brokers. */
export class Snapshot {
  readonly image: MemoryDiskImage;

  constructor(image: MemoryDiskImage) {
    this.image = image;
  }
}

/** A running broker; `await using broker = await Broker.start()` stops it at the end of the block. */
export class Broker implements AsyncDisposable {
  readonly #node: TestNode;
  readonly #clock: TestClock;

  private constructor(node: TestNode, clock: TestClock) {
    this.#node = node;
    this.#clock = clock;
  }

  /**
   * Starts a broker; resolves when it serves.
   * @throws Error that says in one sentence why it cannot start
   */
  static async start(options: TestBrokerOptions = {}): Promise<Broker> {
    const { topics = {}, controls = false, seed, snapshot, isStanding, nowMs, network, ...rest } = options;
    const clock = new TestClock({
      ...(isStanding === undefined ? {} : { isStanding }),
      ...(nowMs === undefined ? {} : { nowMs }),
    });
    const config: Readonly<Record<string, string>> = { ...TEST_CONFIG, ...rest.config };
    const hasDirectory = rest.dataDir !== undefined || "log.dirs" in config || "log.dir" in config;
    const isInMemory = rest.memory ?? !hasDirectory;
    if (snapshot !== undefined && !isInMemory)
      throw new Error("A snapshot is for a broker in memory: leave out dataDir");
    const node = new TestNode({
      clock,
      optionsFor: (port) => ({ ...rest, port: port ?? rest.port ?? 0, config }),
      network,
      seed,
      hasControls: controls,
      image: snapshot?.image,
      isInMemory,
    });
    await node.up();
    const broker = new Broker(node, clock);
    try {
      await broker.createTopics(topics);
    } catch (error) {
      await broker.stop();
      throw error;
    }
    return broker;
  }

  /** `host:port`, for a client's `bootstrap.servers`; stays the same while the broker is down. */
  get bootstrapServers(): string {
    return this.#node.address;
  }

  get clusterId(): string {
    return this.#node.broker.clusterId;
  }

  /** The broker's clock: `nowMs()`, and `advance` as the broker has it. */
  get clock(): TestClock {
    return this.#clock;
  }

  /** The requests that came in, and what is to happen to the next ones. Throws unless the broker was started with `controls`. */
  get control(): RequestControl {
    return requireControl(this.#node.control);
  }

  /** Retention, cleaning and expiry at once, and who leads. */
  get maintenance(): BrokerMaintenance {
    return this.#node.broker.maintenance;
  }

  /** Moves the broker's time on by so many ms; what falls due on the way happens, in order. Clients have the system's time. */
  advance(ms: number): Promise<void> {
    return this.#clock.advance(ms);
  }

  /** Makes topics with so many partitions each, or with configs and records as well. */
  async createTopics(topics: Topics): Promise<void> {
    await seedTopics(this.bootstrapServers, topics);
  }

  /**
   * Deletes every topic, and with the internal ones every group and committed offset; takes back the rules of `control`. Connections, and configs of the
   * broker, stay. To go back to a state with something in it, take a {@link snapshot}.
   */
  async reset(): Promise<void> {
    await using admin = new Admin({ "bootstrap.servers": this.bootstrapServers });
    const topics = await admin.listTopics({ listInternal: true });
    if (topics.length > 0) (await admin.deleteTopics(topics.map((topic) => topic.name))).throwIfAnyFailed();
    this.#node.control?.clear();
  }

  /** What is there now: all that was acknowledged, and of what is under way what has been written. Of a broker in memory. */
  snapshot(): Snapshot {
    return new Snapshot(this.#node.image());
  }

  /** Goes back to a snapshot, of this broker or another. Connections are closed, as by a broker that is killed and started again. */
  async restore(snapshot: Snapshot): Promise<void> {
    await this.#node.restore(snapshot.image);
  }

  /** Stops the broker in order; its port is free until it comes {@link up} again with all it had. */
  down(): Promise<void> {
    return this.#node.down();
  }

  /** Ends the broker at once, as `kill -9`: connections break, nothing is answered any more. Of a broker in memory. */
  kill(): Promise<void> {
    return this.#node.kill();
  }

  /** Starts it again on the same port, unless it is up. */
  up(): Promise<void> {
    return this.#node.up();
  }

  /** Stops in order; what was acknowledged is on the disk, if there is one. */
  stop(): Promise<void> {
    return this.#node.down();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
