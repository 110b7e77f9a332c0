// A Kafka broker inside a test process: the shipping broker with settings that make tests fast, in memory unless a directory is given.
import { Broker as ShippingBroker } from "@ottla/broker";
import type { BrokerOptions } from "@ottla/broker";
import { Admin } from "@ottla/client";

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
}

/** A running broker; `await using broker = await Broker.start()` stops it at the end of the block. */
export class Broker implements AsyncDisposable {
  readonly #broker: ShippingBroker;

  private constructor(broker: ShippingBroker) {
    this.#broker = broker;
  }

  /**
   * Starts a broker; resolves when it serves.
   * @throws Error that says in one sentence why it cannot start
   */
  static async start(options: TestBrokerOptions = {}): Promise<Broker> {
    const config = { ...TEST_CONFIG, ...options.config };
    return new Broker(await ShippingBroker.start({ ...options, port: options.port ?? 0, config }));
  }

  /** `host:port`, for a client's `bootstrap.servers`. */
  get bootstrapServers(): string {
    return this.#broker.bootstrapAddress;
  }

  get clusterId(): string {
    return this.#broker.clusterId;
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
