// Real brokers, ours and Apache's, as processes that are killed with SIGKILL and started again on the same directory and port.
import { Prng, systemClock } from "@ottla/base";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApache } from "../apache/broker.ts";
import { freePorts } from "../apache/ports.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { World } from "./world.ts";

interface Running {
  readonly bootstrap: string;
  kill(): Promise<void>;
  stop(): Promise<unknown>;
}

const CONFIG: Readonly<Record<string, string>> = {
  "offsets.topic.num.partitions": "2",
  "transaction.state.log.num.partitions": "2",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "500",
  "group.consumer.min.session.timeout.ms": "500",
  "group.consumer.session.timeout.ms": "3000",
  "group.consumer.min.heartbeat.interval.ms": "100",
  "group.consumer.heartbeat.interval.ms": "500",
  "transaction.abort.timed.out.transaction.cleanup.interval.ms": "500",
};

async function worldOf(seed: number, start: () => Promise<Running>, remove: () => void): Promise<World> {
  let broker = await start();
  return {
    bootstrap: broker.bootstrap,
    clock: systemClock,
    random: new Prng(seed),
    ports: {},
    async killAndRestart() {
      await broker.kill();
      broker = await start();
    },
    async close() {
      await broker.stop();
      remove();
    },
  };
}

export async function ottlaWorld(seed: number): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), "ottla-exactly-once-"));
  const [port] = await freePorts(1);
  const start = (): Promise<Running> => startOttla({ dataDir, port: port ?? 0, overrides: CONFIG });
  return worldOf(seed, start, () => rmSync(dataDir, { recursive: true, force: true }));
}

/** Sessions of one second, so that a killed broker is itself again after seconds, not after the default of nine. */
const APACHE_CONFIG = { ...CONFIG, "broker.session.timeout.ms": "2000", "broker.heartbeat.interval.ms": "500" };

export async function apacheWorld(seed: number): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), "apache-exactly-once-"));
  const [broker, controller] = await freePorts(2);
  const start = (): Promise<Running> =>
    startApache({ dataDir, ports: [broker ?? 0, controller ?? 0], overrides: APACHE_CONFIG });
  return worldOf(seed, start, () => rmSync(dataDir, { recursive: true, force: true }));
}
