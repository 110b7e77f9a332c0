// A real Apache Kafka broker for tests: one node, KRaft, broker and controller in one JVM, on the loopback interface.
//
// `startApache` formats a data directory with Apache's own StorageTool (once for each set of feature levels; the result is
// kept as a template), starts kafka.Kafka, and resolves when the broker answers and its coordinator topics can be used. Broker and controller can be had
// in a process each: then the one can be killed while the other goes on.
// The features are finalized at the levels that Ottla finalizes, unless told otherwise.
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import {
  cpSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { APACHE_VERSION, apacheAvailability, cacheDir, classPath } from "./jars.ts";
import { freePorts } from "./ports.ts";
import { answersApiVersions } from "./probe.ts";

const here: string = dirname(fileURLToPath(import.meta.url));

/** What Ottla does not serve yet, switched off in Apache too. */
export const OTTLA_FEATURES: Readonly<Record<string, number>> = {
  "streams.version": 0,
  "eligible.leader.replicas.version": 0,
};

/** The cluster id of every Apache test broker that formats its own directory. */
export const APACHE_CLUSTER_ID = "apacheApacheApacheApac";

export interface ApacheOptions {
  /** Broker and controller port; free ones are found when left out. */
  readonly ports?: readonly [number, number];
  /** Kept after `stop` when given; else a temporary directory that `stop` removes. */
  readonly dataDir?: string;
  /** Lines of server.properties that replace the defaults of the harness; a new directory is made one of this `node.id`. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Feature levels for `kafka-storage format`; default `OTTLA_FEATURES`. */
  readonly features?: Readonly<Record<string, number>>;
  /** JVM flags; the default starts fast. A benchmark passes Apache's own. */
  readonly jvmArgs?: readonly string[];
  /** Directories and jars beside Apache's own. */
  readonly extraClassPath?: readonly string[];
  /** Default 60 s. */
  readonly startTimeoutMs?: number;
  /** One role in a process of its own, instead of both in one: the controller is node 1, and a broker finds it at the controller port. */
  readonly role?: "broker" | "controller";
  /** How long `stop` waits before it kills. Default 20 s. */
  readonly stopTimeoutMs?: number;
}

export interface ApacheBroker {
  /** `127.0.0.1:<port>` */
  readonly bootstrap: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly pid: number;
  /** As the jar on the class path is called. */
  readonly version: string;
  readonly logDir: string;
  /** What the JVM printed. */
  readonly serverLog: string;
  /** Orderly: SIGTERM, and SIGKILL only when that is not obeyed within `stopTimeoutMs`. */
  stop(): Promise<void>;
  /** SIGKILL; the directory stays. */
  kill(): Promise<void>;
}

/**
 * Starts a broker and waits until it answers.
 * @throws Error with the tail of the server's log when it does not start.
 */
export async function startApache(options: ApacheOptions = {}): Promise<ApacheBroker> {
  const availability = apacheAvailability();
  if (!availability.available) throw new Error(availability.reason);
  const attempts = options.ports === undefined ? 3 : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (attempt === attempts || !/Address already in use/.test(String(error))) throw error;
    }
  }
}

async function startOnce(options: ApacheOptions): Promise<ApacheBroker> {
  const [port, controllerPort] = options.ports ?? ((await freePorts(2)) as [number, number]);
  const home = options.dataDir ?? mkdtempSync(join(tmpdir(), "ottla-apache-"));
  mkdirSync(home, { recursive: true });
  const logDir = join(home, "data");
  const propertiesFile = join(home, "server.properties");
  const { role } = options;
  const properties = { ...defaults(port, controllerPort, logDir), ...ofRole(role, port, controllerPort) };
  const all: Record<string, string> = { ...properties, ...options.overrides };
  writeProperties(propertiesFile, all);
  if (!existsSync(join(logDir, "meta.properties"))) {
    format(logDir, options.features ?? OTTLA_FEATURES);
    renumber(join(logDir, "meta.properties"), Number(all["node.id"]));
  }
  const serverLog = join(home, "server.log");
  const log = openSync(serverLog, "w");
  const child = spawn(
    "java",
    [
      ...(options.jvmArgs ?? ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]),
      ...LOG4J,
      "-cp",
      [classPath, ...(options.extraClassPath ?? [])].join(delimiter),
      "kafka.Kafka",
      propertiesFile,
    ],
    { stdio: ["ignore", log, log], cwd: home },
  );
  closeSync(log);
  try {
    await untilReady(child, role === "controller" ? controllerPort : port, options.startTimeoutMs ?? 60_000, serverLog);
  } catch (error) {
    child.kill("SIGKILL");
    if (options.dataDir === undefined) rmSync(home, { recursive: true, force: true });
    throw error;
  }
  const { dataDir, stopTimeoutMs = 20_000 } = options;
  return handle(child, { port, controllerPort, logDir, serverLog, home, keep: dataDir !== undefined, stopTimeoutMs });
}

const LOG4J: readonly string[] = [`-Dlog4j2.configurationFile=${join(here, "log4j2.properties")}`];

function defaults(port: number, controllerPort: number, logDir: string): Record<string, string> {
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    "controller.listener.names": "CONTROLLER",
    "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "PLAINTEXT",
    "log.dirs": logDir,
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
  };
}

/** The node id of a broker without controller. */
const BROKER_ONLY_ID = 2;

function ofRole(role: ApacheOptions["role"], port: number, controllerPort: number): Record<string, string> {
  if (role === undefined) return {};
  return role === "controller"
    ? { "process.roles": role, listeners: `CONTROLLER://127.0.0.1:${controllerPort}` }
    : { "process.roles": role, "node.id": String(BROKER_ONLY_ID), listeners: `PLAINTEXT://127.0.0.1:${port}` };
}

/** Makes a directory that was formatted for another node one of this node. */
function renumber(metaProperties: string, nodeId: number): void {
  const lines = readFileSync(metaProperties, "utf8").split("\n");
  const own: Record<string, string> = {
    "node.id": String(nodeId),
    "directory.id": Buffer.from(`ottla-test-dir-${nodeId}`.slice(0, 16)).toString("base64url"),
  };
  const changed = lines.map((line) => {
    const [key = ""] = line.split("=");
    return own[key] === undefined ? line : `${key}=${own[key]}`;
  });
  writeFileSync(metaProperties, changed.join("\n"));
}

function writeProperties(file: string, properties: Readonly<Record<string, string>>): void {
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}`);
  writeFileSync(file, lines.join("\n") + "\n");
}

/** Formats once for each set of feature levels, and copies the template: the tool costs two seconds of CPU. */
function format(logDir: string, features: Readonly<Record<string, number>>): void {
  const flags = Object.entries(features).map(([name, level]) => `${name}=${level}`);
  const name = ["formatted", APACHE_VERSION, ...flags].join("_");
  const template = join(cacheDir, name);
  if (!existsSync(template)) {
    const build = mkdtempSync(join(cacheDir, "format-"));
    const target = join(build, "data");
    writeProperties(join(build, "server.properties"), defaults(9092, 9093, target));
    const result = spawnSync(
      "java",
      [
        "-XX:TieredStopAtLevel=1",
        "-Dottla.log.level=WARN",
        ...LOG4J,
        "-cp",
        classPath,
        "kafka.tools.StorageTool",
        "format",
        "-t",
        APACHE_CLUSTER_ID,
        "-c",
        join(build, "server.properties"),
        ...flags.flatMap((flag) => ["--feature", flag]),
      ],
      { encoding: "utf8" },
    );
    if (result.status !== 0) throw new Error(`kafka-storage format failed: ${result.stdout}${result.stderr}`);
    try {
      renameSync(target, template);
    } catch (error) {
      // Another process may have formatted at the same time: its template is as good.
      if (!existsSync(template)) throw error;
    }
    rmSync(build, { recursive: true, force: true });
  }
  cpSync(template, logDir, { recursive: true });
}

async function untilReady(child: ChildProcess, port: number, timeoutMs: number, serverLog: string): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const tail = (): string => readFileSync(serverLog, "utf8").slice(-3000);
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Apache Kafka ended while starting:\n${tail()}`);
    if (await answersApiVersions("127.0.0.1", port, 1000)) return;
    await pause(25);
  }
  throw new Error(`Apache Kafka did not answer within ${timeoutMs} ms:\n${tail()}`);
}

/** Between two looks at something outside this process that cannot announce itself; never instead of looking. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

interface Place {
  readonly port: number;
  readonly controllerPort: number;
  readonly logDir: string;
  readonly serverLog: string;
  readonly home: string;
  readonly keep: boolean;
  readonly stopTimeoutMs: number;
}

function handle(child: ChildProcess, place: Place): ApacheBroker {
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    process.off("exit", killWithUs);
    child.kill(signal);
    const force = setTimeout(() => child.kill("SIGKILL"), place.stopTimeoutMs);
    await exited;
    clearTimeout(force);
  };
  return {
    bootstrap: `127.0.0.1:${place.port}`,
    port: place.port,
    controllerPort: place.controllerPort,
    pid: child.pid ?? -1,
    version: APACHE_VERSION,
    logDir: place.logDir,
    serverLog: place.serverLog,
    async stop(): Promise<void> {
      await end("SIGTERM");
      if (!place.keep) rmSync(place.home, { recursive: true, force: true });
    },
    kill: () => end("SIGKILL"),
  };
}
