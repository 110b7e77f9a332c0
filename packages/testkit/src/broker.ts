// A Kafka broker inside a test process: the shipping broker with settings that make tests fast, in memory unless a directory is given.
import { Broker as ShippingBroker } from "@ottla/broker";
import type { BrokerOptions } from "@ottla/broker";
import { Admin } from "@ottla/client";
import { controlledNetwork } from "./controlled-network.ts";
import { RequestControl } from "./request-control.ts";

/** Kafka configs that differ from the defaults in a test: groups form at once, internal topics have one partition. */
export const TEST_CONFIG: Readonly<Record<string, string>> = {
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "100",
  "offsets.topic.num.partitions": "1",
};

export interface TestBrokerOptions extends Omit<BrokerOptions, "config"> {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Kafka's broker configs by key; they win over {@link TEST_CONFIG}. */
  readonly config?: Readonly<Record<string, string>>;
  /** Topics that are there from the start, with their numbers of partitions. */
  readonly topics?: Readonly<Record<string, number>>;
  /** Notes requests and lets {@link Broker.control} meddle with them. Default false: nothing stands in between. */
  readonly controls?: boolean;
}

/** A running broker; `await using broker = await Broker.start()` stops it at the end of the block. */
export class Broker implements AsyncDisposable {
  readonly #broker: ShippingBroker;
  readonly #control: RequestControl | undefined;

  private constructor(broker: ShippingBroker, control: RequestControl | undefined) {
    this.#broker = broker;
    this.#control = control;
  }

  /**
   * Starts a broker; resolves when it serves.
   * @throws Error that says in one sentence why it cannot start
   */
  static async start(options: TestBrokerOptions = {}): Promise<Broker> {
    const { topics = {}, controls = false, ...rest } = options;
    const config = { ...TEST_CONFIG, ...rest.config };
    const control = controls ? new RequestControl() : undefined;
    const network = control === undefined ? {} : { network: controlledNetwork(control, rest.network) };
    const shipping = await ShippingBroker.start({ ...rest, ...network, port: rest.port ?? 0, config });
    const broker = new Broker(shipping, control);
    await broker.createTopics(topics);
    return broker;
  }

  /** `host:port`, for a client's `bootstrap.servers`. */
  get bootstrapServers(): string {
    return this.#broker.bootstrapAddress;
  }

  get clusterId(): string {
    return this.#broker.clusterId;
  }

  /** The requests that came in, and what is to happen to the next ones. Throws unless the broker was started with `controls`. */
  get control(): RequestControl {
    if (this.#control === undefined)
      throw new Error("Start the broker with controls: true to see and change its requests");
    return this.#control;
  }

  /** Makes topics with so many partitions each. */
  async createTopics(topics: Readonly<Record<string, number>>): Promise<void> {
    const names = Object.entries(topics).map(([name, numPartitions]) => ({ name, numPartitions }));
    if (names.length === 0) return;
    await using admin = new Admin({ "bootstrap.servers": this.bootstrapServers });
    (await admin.createTopics(names)).throwIfAnyFailed();
  }

  /** Deletes every topic, and with the internal ones every group and committed offset. Connections and configs of the broker stay. */
  async reset(): Promise<void> {
    await using admin = new Admin({ "bootstrap.servers": this.bootstrapServers });
    const topics = await admin.listTopics({ listInternal: true });
    if (topics.length > 0) (await admin.deleteTopics(topics.map((topic) => topic.name))).throwIfAnyFailed();
  }

  /** Stops in order; what was acknowledged is on the disk, if there is one. */
  stop(): Promise<void> {
    return this.#broker.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
