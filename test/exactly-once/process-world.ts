// Real brokers, ours and Apache's, as processes that are killed with SIGKILL and started again on the same directory and port.
import { Prng, systemClock } from "@ottla/base";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApache } from "../apache/broker.ts";
import { freePorts } from "../apache/ports.ts";
import { startOttla } from "../support/ottla-process.ts";
import { NotInTime } from "./world.ts";
import type { World } from "./world.ts";

interface Running {
  readonly bootstrap: string;
  readonly pid: number;
  kill(): Promise<void>;
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

/** A run that was given up may still be restarting its broker: whatever starts after the close is killed too. */
async function worldOf(options: {
  readonly seed: number;
  readonly pauseMsMax: number;
  readonly start: () => Promise<Running>;
  readonly remove: () => Promise<void>;
}): Promise<World> {
  const { seed, pauseMsMax, start, remove } = options;
  let isClosed = false;
  let broker = start();
  const { bootstrap } = await broker;
  return {
    bootstrap,
    clock: systemClock,
    random: new Prng(seed),
    ports: {},
    pauseMsMax,
    async pause(ms) {
      const { pid } = await broker;
      process.kill(pid, "SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, ms));
      process.kill(pid, "SIGCONT");
    },
    async killAndRestart(downMs) {
      await (await broker).kill();
      await new Promise((resolve) => setTimeout(resolve, downMs));
      if (isClosed) throw new Error("the world is closed");
      broker = start();
      await broker;
    },
    async close() {
      isClosed = true;
      const last = await broker.catch(() => undefined);
      await last?.kill();
      await remove();
    },
  };
}

/** A JVM on a machine that is busy with other things takes its time. */
const START_TIMEOUT_MS = 90_000;

export async function ottlaWorld(seed: number): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), "ottla-exactly-once-"));
  const [port] = await freePorts(1);
  const options = { dataDir, port: port ?? 0, overrides: CONFIG, startTimeoutMs: START_TIMEOUT_MS };
  return worldOf({
    ...{ seed, pauseMsMax: 4000 },
    start: () => startOttla(options),
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  });
}

/**
 * A killed broker stays in the metadata as it was until its session is over. It is started again only behind that: Apache's broker takes itself for the
 * leader and the coordinator that it was, is fenced, and then completes prepared transactions without writing their markers (decisions/016).
 */
const SESSION_MS = 4000;
/** What a broker's log says when it does so. */
const MARKERS_SKIPPED = /Couldn't find leader endpoint for partitions .* likely deleted already/;
/** What the controller's log says of brokers, the last of them being how it is. */
const FENCED = "Fencing broker ";
const UNFENCED = " to unfence has been granted";

export interface ApacheWorld extends World {
  /** Whether a transaction lost its markers, as far as the brokers that were killed have told. */
  haveMarkersBeenSkipped(): boolean;
}

/** Apache's broker, and a controller that lives on and sees it go. */
export async function apacheWorld(seed: number): Promise<ApacheWorld> {
  const home = mkdtempSync(join(tmpdir(), "apache-exactly-once-"));
  const [broker = 0, controller = 0] = await freePorts(2);
  const options = { ports: [broker, controller], startTimeoutMs: START_TIMEOUT_MS } as const;
  const session = { "broker.session.timeout.ms": String(SESSION_MS), "broker.heartbeat.interval.ms": "500" };
  const quorum = await startApache({
    ...{ ...options, role: "controller", dataDir: join(home, "controller"), overrides: session },
  });
  let haveMarkersBeenSkipped = false;
  const start = async (): Promise<Running> => {
    await untilFenced(quorum.serverLog);
    const overrides = { ...CONFIG, ...session };
    const running = await startApache({ ...options, role: "broker", dataDir: join(home, "broker"), overrides });
    return {
      bootstrap: running.bootstrap,
      pid: running.pid,
      async kill() {
        await running.kill();
        haveMarkersBeenSkipped ||= MARKERS_SKIPPED.test(readFileSync(running.serverLog, "utf8"));
      },
    };
  };
  const remove = async (): Promise<void> => {
    await quorum.kill();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    // A pause as long as a session would have it fenced.
    const world = await worldOf({ seed, pauseMsMax: SESSION_MS / 4, start, remove });
    return { ...world, haveMarkersBeenSkipped: () => haveMarkersBeenSkipped };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Waits for the controller to have noticed that the broker is gone. */
async function untilFenced(controllerLog: string): Promise<void> {
  const limitMs = 5 * SESSION_MS;
  const endMs = performance.now() + limitMs;
  for (;;) {
    const log = readFileSync(controllerLog, "utf8");
    if (log.lastIndexOf(FENCED) >= log.lastIndexOf(UNFENCED)) return;
    if (performance.now() > endMs)
      throw new NotInTime(`the controller fencing a killed broker: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
