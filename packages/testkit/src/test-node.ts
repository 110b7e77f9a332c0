/**
 * One node under test through all its lives: it goes down in order or is killed, comes up again on the same port with what it had on its disk, and can be
 * put back to a snapshot.
 */
import { Prng, systemRandom } from "@ottla/base";
import type { Random } from "@ottla/base";
import { Broker as ShippingBroker } from "@ottla/broker";
import type { BrokerOptions } from "@ottla/broker";
import { nodeNetwork } from "@ottla/network";
import type { Network } from "@ottla/network";
import { MemoryDisk } from "@ottla/storage";
import type { MemoryDiskImage } from "@ottla/storage";
import { controlledNetwork } from "./controlled-network.ts";
import { RequestControl } from "./request-control.ts";
import { ClockOfLife } from "./test-clock.ts";
import type { TestClock } from "./test-clock.ts";
import { NetworkOfLife } from "./test-network.ts";

export interface TestNodeOptions {
  readonly clock: TestClock;
  /** The configuration, with the port that clients have known it by; undefined before its first life. */
  readonly optionsFor: (port: number | undefined) => BrokerOptions;
  readonly network?: Network | undefined;
  /** All ids that are drawn follow from it. Default: the system's randomness. */
  readonly seed?: number | undefined;
  readonly hasControls: boolean;
  /** What is on its disk in memory at the start. */
  readonly image?: MemoryDiskImage | undefined;
  /** It keeps its data in memory. */
  readonly isInMemory: boolean;
}

interface Life {
  readonly clock: ClockOfLife;
  readonly network: NetworkOfLife;
  readonly broker: ShippingBroker;
}

export class TestNode {
  readonly control: RequestControl | undefined;
  readonly #options: TestNodeOptions;
  readonly #random: Random;
  #disk: MemoryDisk | undefined;
  #life: Life | undefined;
  #port: number | undefined;
  #address = "";

  constructor(options: TestNodeOptions) {
    this.#options = options;
    this.#random = options.seed === undefined ? systemRandom : new Prng(options.seed);
    this.control = options.hasControls ? new RequestControl() : undefined;
    if (options.isInMemory) this.#disk = this.#diskOf(options.image ?? new Map());
  }

  get isUp(): boolean {
    return this.#life !== undefined;
  }

  /** `host:port`; stays while it is down. */
  get address(): string {
    return this.#address;
  }

  /** Throws while it is down. */
  get broker(): ShippingBroker {
    if (this.#life === undefined) throw new Error("The broker is down");
    return this.#life.broker;
  }

  /** Starts it, unless it is up. Rejects with what the broker says it cannot start for. */
  async up(): Promise<void> {
    if (this.#life !== undefined) return;
    const { control, clock: testClock } = { control: this.control, clock: this.#options.clock };
    const clock = new ClockOfLife(testClock);
    const network = new NetworkOfLife(this.#options.network ?? nodeNetwork);
    const life = { isOver: false };
    const given = this.#options.optionsFor(this.#port);
    const broker = await ShippingBroker.start({
      ...given,
      clock,
      random: this.#random,
      network: control === undefined ? network : controlledNetwork(control, network),
      ...(this.#disk === undefined ? {} : { disk: this.#disk, memory: true }),
      ...(control === undefined
        ? {}
        : {
            refuse: ({ correlationId }, { remoteAddress }) =>
              control.takeError(`${remoteAddress.host}:${remoteAddress.port}`, correlationId),
          }),
      // What a killed broker still says is no failure of the test.
      onFatal: (error) => {
        if (life.isOver) return;
        if (given.onFatal !== undefined) given.onFatal(error);
        else setImmediate(() => fail(error));
      },
    });
    this.#life = { clock, network, broker };
    this.#onOver = () => {
      life.isOver = true;
    };
    this.#port = broker.listeners[0]?.port;
    this.#address = broker.bootstrapAddress;
  }

  /** Stops it in order, unless it is down. */
  async down(): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    this.#life = undefined;
    await this.#options.clock.finish(life.broker.stop());
    life.clock.kill();
  }

  /** Ends it as `kill -9` does: what was written stays, what it was about to do never happens. Of a node in memory only. */
  async kill(): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    const disk = this.#memoryDisk("kill");
    this.#life = undefined;
    this.#onOver();
    life.clock.kill();
    disk.crash({ random: this.#random, kind: "process" });
    await life.network.kill();
  }

  cut(): void {
    this.#life?.network.cut();
  }

  heal(): void {
    this.#life?.network.heal();
  }

  /** What a process that is killed at this moment would leave. */
  image(): MemoryDiskImage {
    return this.#memoryDisk("snapshot").image();
  }

  /** Killed, and started with the content of a snapshot. */
  async restore(image: MemoryDiskImage): Promise<void> {
    this.#memoryDisk("restore");
    await this.kill();
    this.#disk = this.#diskOf(image);
    await this.up();
  }

  #onOver: () => void = () => {};

  #memoryDisk(what: string): MemoryDisk {
    if (this.#disk !== undefined) return this.#disk;
    throw new Error(
      `${what} is for brokers in memory; one with a data directory is a process's to kill and a directory's to copy`,
    );
  }

  #diskOf(image: MemoryDiskImage): MemoryDisk {
    return MemoryDisk.of(image, { nowMs: () => this.#options.clock.nowMs() });
  }
}

function fail(error: Error): never {
  throw error;
}
