// A broker in this process on a virtual clock, disk and network. `killAndRestart` takes its process away: its timers never fire again, its connections
// break, its files are dead handles; what it had written stays, as after `kill -9`. `pause` is SIGSTOP and SIGCONT.
import { Prng, VirtualClock } from "@ottla/base";
import { Broker } from "@ottla/broker";
import { InMemoryNetwork } from "@ottla/network";
import { MemoryDisk } from "@ottla/storage";
import { MortalProcess } from "./mortal-process.ts";
import { sleep } from "./world.ts";
import type { World } from "./world.ts";

const PORT = 9092;
const STEP_MS = 5;

export class VirtualWorld implements World {
  readonly bootstrap: string = `127.0.0.1:${PORT}`;
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Prng;
  readonly ports: World["ports"];
  /** Longer than requests, sessions and transactions last. */
  readonly pauseMsMax: number = 6000;
  /** Errors that the broker logged, which a healthy one has none of. */
  readonly errors: string[] = [];
  readonly #network: InMemoryNetwork = new InMemoryNetwork();
  readonly #disk: MemoryDisk;
  readonly #config: Readonly<Record<string, string>>;
  #process: MortalProcess | undefined;
  #broker: Broker | undefined;
  #starts = 0;

  private constructor(seed: number, config: Readonly<Record<string, string>>) {
    this.random = new Prng(seed);
    this.#config = config;
    this.#disk = new MemoryDisk({ nowMs: () => this.clock.nowMs() });
    this.ports = { clock: this.clock, network: this.#network, random: this.random };
  }

  static async start(seed: number, config: Readonly<Record<string, string>> = {}): Promise<VirtualWorld> {
    const world = new VirtualWorld(seed, config);
    await world.#start();
    return world;
  }

  /** Lets virtual time pass until the work is done. */
  async live<T>(work: Promise<T>): Promise<T> {
    const state = { isOver: false };
    const over = work.finally(() => {
      state.isOver = true;
    });
    over.catch(() => {});
    while (!state.isOver) await this.clock.advanceAsync(STEP_MS);
    return over;
  }

  async pause(ms: number): Promise<void> {
    const process = this.#process;
    process?.stop();
    await sleep(this, ms);
    process?.goOn();
  }

  async killAndRestart(downMs: number): Promise<void> {
    const process = this.#process;
    this.#disk.crash({ random: this.random, kind: "process" });
    await process?.die();
    await sleep(this, downMs);
    await this.#start();
  }

  async close(): Promise<void> {
    const broker = this.#broker;
    if (broker !== undefined) await this.live(broker.stop());
  }

  async #start(): Promise<void> {
    const process = new MortalProcess(this.clock, this.#network);
    this.#process = process;
    this.#starts += 1;
    const start = this.#starts;
    const error = (fields: object, message: string): void => {
      if (this.#starts === start) this.errors.push(`${message} ${JSON.stringify(fields)}`);
    };
    this.#broker = await Broker.start({
      ...{ clock: process, network: process, disk: this.#disk, random: new Prng(start) },
      config: {
        listeners: `PLAINTEXT://${this.bootstrap}`,
        "offsets.topic.num.partitions": "2",
        "transaction.state.log.num.partitions": "2",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "500",
        "group.consumer.min.session.timeout.ms": "500",
        "group.consumer.session.timeout.ms": "3000",
        "group.consumer.min.heartbeat.interval.ms": "100",
        "group.consumer.heartbeat.interval.ms": "500",
        "transaction.abort.timed.out.transaction.cleanup.interval.ms": "500",
        ...this.#config,
      },
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error },
      onFatal: (fatal) => error({ fatal: fatal.stack ?? fatal.message }, "fatal"),
    });
  }
}
