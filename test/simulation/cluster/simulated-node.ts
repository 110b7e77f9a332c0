/**
 * One node of a simulated cluster: a disk, a host, a clock that is wrong, and on them, again and again, the broker or controller that ships. Its process can be
 * killed, stopped for a while and asked to end; its machine can lose power.
 */
import { Prng, randomBelow } from "@ottla/base";
import { Broker, ControllerNode, type InspectedParts } from "@ottla/broker";
import { KafkaConfig } from "@ottla/config";
import { type DiskOperation, MemoryDisk } from "@ottla/storage";
import type { ClusterWorld } from "./cluster-world.ts";
import { BROKER_PORT, CONTROLLER_PORT, isBroker, isVoter, type Roles } from "./layout.ts";
import { SimulatedProcess, SkewedClock } from "./simulated-process.ts";

const DATA = "/data";
const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
const RESTART_AFTER_FAILURE_MS = 500;
/** Records may be an hour ahead of a broker's clock, which is more than two such differences. */
const WALL_SKEW_MS = 120_000;

/** How much faster than true time a clock runs: 0.95 to 1.05. */
export function randomRate(random: Prng): number {
  return 0.95 + randomBelow(random, 101) / 1000;
}

export class SimulatedNode {
  readonly id: number;
  readonly roles: Roles;
  readonly disk: MemoryDisk;
  readonly clock: SkewedClock;
  /** Up to so many milliseconds more for each operation of the disk. */
  slowDiskMs = 0;
  /** While files are taken away from it, nobody starts it. */
  isLosingLogs = false;
  /** Called instead of its next write to the disk, which is under way then. */
  onNextWrite: (() => void) | undefined;
  /** Grows with every start and every end. */
  incarnation = 0;
  process: SimulatedProcess | undefined;
  /** What serves. */
  broker: Broker | ControllerNode | undefined;
  /** What the broker shows of itself, also before it serves. */
  parts: InspectedParts | undefined;
  readonly #world: ClusterWorld;
  readonly #random: Prng;
  /** The same at every start. */
  readonly #config: KafkaConfig;

  constructor(world: ClusterWorld, id: number, roles: Roles) {
    this.#world = world;
    this.id = id;
    this.roles = roles;
    this.#random = world.random.fork();
    const wallMs = randomBelow(this.#random, 2 * WALL_SKEW_MS) - WALL_SKEW_MS;
    this.clock = new SkewedClock(world.clock, { wallMs, rate: randomRate(this.#random) });
    this.disk = new MemoryDisk({
      nowMs: () => world.clock.nowMs(),
      tracksDurability: world.losesUnflushed,
      delay: (operation) => this.#diskDelay(operation),
    });
    this.#config = configOf(this, world);
  }

  get name(): string {
    return `n${this.id}`;
  }

  get isUp(): boolean {
    return this.process !== undefined;
  }

  /** Whether it serves. */
  get isServing(): boolean {
    return this.broker !== undefined;
  }

  start(): void {
    const incarnation = ++this.incarnation;
    const { clock, network } = this.#world;
    const process = new SimulatedProcess(clock, {
      host: network.host(this.name),
      skewed: this.clock,
      mayTime: () => this.#world.mayTime(),
    });
    this.process = process;
    const isCurrent = (): boolean => this.incarnation === incarnation;
    const complain = (fields: object, message: string): void => {
      if (isCurrent()) this.#world.onComplaint(this, message, fields);
    };
    const say = (fields: object, message: string): void => {
      if (isCurrent()) this.#world.onSaid(this, message, fields);
    };
    (isBroker(this.roles) ? Broker : ControllerNode)
      .start({
        config: this.#config,
        clock: process,
        network: process,
        random: this.#random.fork(),
        disk: this.disk,
        clusterId: CLUSTER_ID,
        logger: { debug: say, info: say, warn: say, error: complain },
        inspect: (parts) => {
          if (isCurrent()) {
            this.parts = parts;
            this.#world.onInspected(this, parts);
          }
        },
        onFatal: (error) => complain({ error: error.stack }, "fatal"),
      })
      .then(
        (broker) => {
          if (isCurrent()) this.broker = broker;
        },
        (error: unknown) => {
          if (!isCurrent()) return;
          this.#world.trace(() => `${this.name} could not start: ${String(error)}`);
          this.#world.onStartFailed(this, error);
          this.#end(false);
          clock.setTimer(RESTART_AFTER_FAILURE_MS, () => this.#world.maybeStart(this));
        },
      );
  }

  /** The process ends at once; with `power` the machine does, and the disk loses what it had not been told to keep. */
  kill(kind: "process" | "power"): void {
    this.disk.crash({ random: this.#random, kind });
    this.#end(kind === "power" || randomBelow(this.#random, 3) === 0);
  }

  /** Ends in order, as far as it can; resolves when it has. */
  async shutDown(): Promise<void> {
    const { incarnation, broker } = this;
    try {
      await broker?.stop();
    } catch (error) {
      // Whoever is killed while it ends has nothing to say of it.
      if (this.incarnation === incarnation) throw error;
    }
    if (this.incarnation !== incarnation) return;
    this.disk.crash({ random: this.#random, kind: "process" });
    this.#end(false);
  }

  /** Takes the files of a partition away, while nobody uses them. */
  async loseLog(partition: string): Promise<void> {
    const directory = `${DATA}/${partition}`;
    if ((await this.disk.stat(directory)) === undefined) return;
    for (const { name } of await this.disk.list(directory)) await this.disk.unlink(`${directory}/${name}`);
    await this.disk.rmdir(directory);
    await this.disk.syncDirectory(DATA);
  }

  #end(isSilent: boolean): void {
    this.incarnation++;
    this.onNextWrite = undefined;
    this.process?.die(isSilent);
    this.process = undefined;
    this.broker = undefined;
    this.parts = undefined;
  }

  #diskDelay({ kind, bytes }: DiskOperation): Promise<void> | undefined {
    const { onNextWrite } = this;
    if (onNextWrite !== undefined && kind === "write" && bytes > 0) {
      this.onNextWrite = undefined;
      queueMicrotask(onNextWrite);
      return new Promise(() => {});
    }
    const stopped = this.process?.running();
    if (stopped !== undefined) return stopped;
    const isChange = kind === "write" || kind === "sync";
    const slowMs = this.slowDiskMs > 0 ? randomBelow(this.#random, this.slowDiskMs) : 0;
    const ms = slowMs + (isChange && randomBelow(this.#random, 8) === 0 ? randomBelow(this.#random, 4) : 0);
    return ms === 0 ? undefined : new Promise((resolve) => void this.#world.clock.setTimer(ms, resolve));
  }
}

function configOf({ id, name, roles }: SimulatedNode, { voterIds, config }: ClusterWorld): KafkaConfig {
  const voters = voterIds.map((voter) => `${voter}@n${voter}:${CONTROLLER_PORT}`).join(",");
  const address = `PLAINTEXT://${name}:${BROKER_PORT}`;
  const controllerAddress = `CONTROLLER://${name}:${CONTROLLER_PORT}`;
  const listeners = [...(isBroker(roles) ? [address] : []), ...(isVoter(roles) ? [controllerAddress] : [])];
  return KafkaConfig.fromMap(
    new Map([
      ["node.id", String(id)],
      ["process.roles", roles],
      ["controller.quorum.voters", voters],
      ["controller.listener.names", "CONTROLLER"],
      ["listeners", listeners.join(",")],
      ...(isBroker(roles) ? [["advertised.listeners", address] as const] : []),
      ["log.dirs", DATA],
      ...Object.entries(config),
    ]),
  );
}
