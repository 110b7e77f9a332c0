// One cluster of Apache's nodes and ours, as processes on fixed ports and directories: any of them is killed, stopped and started again.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcessOptions } from "../support/ottla-process.ts";
import { APACHE_CLUSTER_ID, startApache } from "./broker.ts";
import { freePorts } from "./ports.ts";

export interface MixedNode {
  /** 1 to 9. */
  readonly id: number;
  readonly side: "ours" | "theirs";
  readonly roles: "broker" | "controller" | "broker,controller";
}

export interface MixedClusterOptions {
  readonly nodes: readonly MixedNode[];
  /** Lines of server.properties of every node. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** The port that others find a broker at, where it is not the one it listens on. */
  readonly advertisedPorts?: ReadonlyMap<number, number>;
  /** How processes of ours are started, beside what the cluster says. */
  readonly ourProcess?: (id: number) => Pick<OttlaProcessOptions, "execArgv" | "env">;
  /** Instead of flags that start fast. */
  readonly jvmArgs?: readonly string[];
  /** What Apache's directories are formatted with; see `ApacheOptions`. */
  readonly features?: Readonly<Record<string, number>>;
}

interface Running {
  readonly pid: number;
  /** What it has said. */
  log(): string;
  stop(): Promise<unknown>;
  kill(): Promise<void>;
}

interface Place extends MixedNode {
  readonly port: number;
  readonly controllerPort: number;
  readonly home: string;
  running: Running | undefined;
  /** What those said that ran before. */
  log: string;
}

const START_TIMEOUT_MS = 90_000;
const JVM = ["-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
/** Short, so that the tests are; the ratios are Kafka's. */
const QUICK: Readonly<Record<string, string>> = {
  "broker.heartbeat.interval.ms": "500",
  "broker.session.timeout.ms": "4000",
  "replica.lag.time.max.ms": "5000",
  "group.initial.rebalance.delay.ms": "0",
};

/** See the file's head. */
export class MixedCluster {
  readonly #options: MixedClusterOptions;
  readonly #home: string;
  readonly #places: ReadonlyMap<number, Place>;
  #isClosed = false;

  private constructor(options: MixedClusterOptions, ports: readonly number[]) {
    this.#options = options;
    this.#home = mkdtempSync(join(tmpdir(), "ottla-mixed-"));
    const places = options.nodes.map((node, index): [number, Place] => {
      const [port = 0, controllerPort = 0] = ports.slice(2 * index);
      return [
        node.id,
        { ...node, port, controllerPort, home: join(this.#home, `node-${node.id}`), running: undefined, log: "" },
      ];
    });
    this.#places = new Map(places);
    for (const place of this.#places.values()) if (place.side === "ours") format(place);
  }

  /** Chooses ports and makes directories; nothing is started. */
  static async create(options: MixedClusterOptions): Promise<MixedCluster> {
    return new MixedCluster(options, await freePorts(2 * options.nodes.length));
  }

  /** Of these brokers; of all when none is named. */
  bootstrap(...ids: readonly number[]): string {
    const brokers = [...this.#places.values()].filter(
      ({ id, roles }) => roles !== "controller" && (ids.length === 0 || ids.includes(id)),
    );
    return brokers.map(({ port }) => `127.0.0.1:${port}`).join(",");
  }

  /** Where a broker listens. */
  port(id: number): number {
    return this.#place(id).port;
  }

  /** Where a node's controller listens. */
  controllerAddress(id: number): string {
    return `127.0.0.1:${this.#place(id).controllerPort}`;
  }

  /** Where a node keeps its partitions. */
  logDir(id: number): string {
    return logDirOf(this.#place(id));
  }

  pid(id: number): number {
    const { running } = this.#place(id);
    assert(running !== undefined, `node ${id} runs`);
    return running.pid;
  }

  /** What a node has said, in all its lives. */
  log(id: number): string {
    const { log, running } = this.#place(id);
    return log + (running?.log() ?? "");
  }

  /** Resolves when all of them serve. */
  async start(...ids: readonly number[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        const place = this.#place(id);
        const running = await (place.side === "ours" ? this.#startOurs(place) : this.#startTheirs(place));
        place.running = running;
        if (this.#isClosed) await running.kill();
      }),
    );
  }

  startAll(): Promise<void> {
    return this.start(...this.#places.keys());
  }

  async kill(id: number): Promise<void> {
    await this.#end(id, (running) => running.kill());
  }

  async stop(id: number): Promise<void> {
    await this.#end(id, (running) => running.stop());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#places.values()].map(async ({ running }) => await running?.kill()));
    rmSync(this.#home, { recursive: true, force: true });
  }

  #startOurs(place: Place): Promise<Running> {
    const overrides = this.#configOf(place);
    const own = this.#options.ourProcess?.(place.id);
    return startOttla({ ...own, dataDir: logDirOf(place), overrides, startTimeoutMs: START_TIMEOUT_MS });
  }

  async #startTheirs(place: Place): Promise<Running> {
    const { port, controllerPort, home: dataDir } = place;
    const { features, jvmArgs = JVM } = this.#options;
    const running = await startApache({
      ports: [port, controllerPort],
      dataDir,
      overrides: this.#configOf(place),
      jvmArgs,
      startTimeoutMs: START_TIMEOUT_MS,
      ...(features && { features }),
      ...(place.roles === "controller" && { role: "controller" as const }),
    });
    return { ...running, log: () => readFileSync(running.serverLog, "utf8") };
  }

  #configOf({ id, roles, port, controllerPort }: Place): Record<string, string> {
    const listeners: Record<MixedNode["roles"], string> = {
      broker: `PLAINTEXT://127.0.0.1:${port}`,
      controller: `CONTROLLER://127.0.0.1:${controllerPort}`,
      "broker,controller": `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    };
    const advertised = `PLAINTEXT://127.0.0.1:${this.#options.advertisedPorts?.get(id) ?? port}`;
    const voters = [...this.#places.values()].filter((place) => place.roles !== "broker");
    return {
      "process.roles": roles,
      "node.id": String(id),
      listeners: listeners[roles],
      ...(roles !== "controller" && { "advertised.listeners": advertised }),
      "controller.listener.names": "CONTROLLER",
      "controller.quorum.voters": voters.map((place) => `${place.id}@127.0.0.1:${place.controllerPort}`).join(","),
      ...QUICK,
      ...this.#options.overrides,
    };
  }

  #place(id: number): Place {
    const place = this.#places.get(id);
    assert(place !== undefined, `there is a node ${id}`);
    return place;
  }

  async #end(id: number, how: (running: Running) => Promise<unknown>): Promise<void> {
    const place = this.#place(id);
    const { running } = place;
    assert(running !== undefined, `node ${id} runs`);
    place.running = undefined;
    await how(running);
    place.log += running.log();
  }
}

function logDirOf({ home }: Place): string {
  return join(home, "data");
}

/** As `kafka-storage format` would for a node that is no controller yet. */
function format(place: Place): void {
  const directory = logDirOf(place);
  mkdirSync(directory, { recursive: true });
  const directoryId = Buffer.from(`ottla-test-dir-${place.id}`).toString("base64url");
  const lines = ["version=1", `cluster.id=${APACHE_CLUSTER_ID}`, `node.id=${place.id}`, `directory.id=${directoryId}`];
  writeFileSync(join(directory, "meta.properties"), `${lines.join("\n")}\n`);
}
