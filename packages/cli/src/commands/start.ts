// ottla start: runs a broker until Ctrl-C or SIGTERM. Without a configuration file it listens on 127.0.0.1:9092 and keeps its data in ./ottla-data.
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { KafkaConfig, parseProperties } from "@ottla/config";
import type { Command, CommandIo } from "../command.ts";
import { InputError, UsageError } from "../failure.ts";
import { ottlaCommand } from "../ottla-command.ts";
import type { OttlaCommand } from "../ottla-command.ts";
import { propertiesOfPairs, readTextFile } from "../properties.ts";
import { startedUnless, untilStopSignal } from "../stop-signal.ts";
import { repeatable } from "../tool-options.ts";
import type { ToolOptions } from "../tool-options.ts";

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = "9092";
const DEFAULT_DATA = "ottla-data";
const DEFAULT_LAG_PORT = "8000";

/** What the command line says about the broker to run. */
interface StartOptions {
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly data: string | undefined;
  readonly config: string | undefined;
  readonly metricsHost: string | undefined;
  readonly metricsPort: string | undefined;
  /** Where the lag monitor answers; undefined without one. */
  readonly lagPort: string | undefined;
  readonly overrides: ReadonlyMap<string, string>;
}

/** @throws UsageError for a wrong flag */
function startOptions(values: ToolOptions): StartOptions {
  const lagPort = checkPort(values.text("lag-port") ?? DEFAULT_LAG_PORT, "--lag-port");
  return {
    host: values.text("host"),
    port: values.text("port"),
    data: values.text("data"),
    config: values.text("config"),
    metricsHost: values.text("metrics-host"),
    metricsPort: values.text("metrics-port"),
    lagPort: values.has("no-lag") ? undefined : lagPort,
    overrides: propertiesOfPairs(values.list("override"), { needsValue: true }),
  };
}

/** The text of a server.properties. @throws InputError when it cannot be read, or is no properties file */
function readConfig(path: string): string {
  const text = readTextFile(path);
  try {
    parseProperties(text);
  } catch (error) {
    throw new InputError(`Unable to read file ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return text;
}

/** @throws UsageError for a path at which something else is */
function checkData(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(`--data ${path} is not a directory`);
  return path;
}

function checkPort(port: string, flag = "--port"): string {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageError(`${flag} ${port} is not a port: 0 to 65535`);
  return port;
}

/** Where metrics are served; undefined where nobody asked for them. @throws UsageError for a wrong flag */
function metricsAddress(options: StartOptions): { host: string; port: number } | undefined {
  const { metricsHost, metricsPort } = options;
  if (metricsPort === undefined) {
    if (metricsHost !== undefined) throw new UsageError("--metrics-host needs --metrics-port");
    return undefined;
  }
  return { host: metricsHost ?? DEFAULT_HOST, port: Number(checkPort(metricsPort, "--metrics-port")) };
}

/** Kafka's configuration for these options: flags become the keys they stand for, and win over the file. */
function brokerProperties(options: StartOptions): Map<string, string> {
  const flags = new Map<string, string>();
  const hasFile = options.config !== undefined;
  if (!hasFile || options.host !== undefined || options.port !== undefined) {
    const host = options.host ?? DEFAULT_HOST;
    const bracketed = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
    flags.set("listeners", `PLAINTEXT://${bracketed}:${checkPort(options.port ?? DEFAULT_PORT)}`);
  }
  // As the server.properties that Apache Kafka ships for a first try: a group of one need not wait for others.
  if (!hasFile) flags.set("group.initial.rebalance.delay.ms", "0");
  if (!hasFile || options.data !== undefined) flags.set("log.dirs", checkData(resolve(options.data ?? DEFAULT_DATA)));
  return new Map([...flags, ...options.overrides]);
}

async function ownLagMonitor(
  { lagPort }: StartOptions,
  bootstrapAddress: string,
  io: CommandIo,
): Promise<{ stop(): Promise<void> } | undefined> {
  if (lagPort === undefined) return undefined;
  const { startOwnLagMonitor } = await import("./start/own-lag-monitor.ts");
  return startOwnLagMonitor({ bootstrapAddress, host: DEFAULT_HOST, port: Number(lagPort) }, io);
}

const command: OttlaCommand = {
  name: "ottla start",
  description: "Run a Kafka broker.",
  options(options) {
    options
      .option("--host <host>", `the address to listen on (default ${DEFAULT_HOST})`)
      .option("--port <port>", `the port to listen on; 0 picks a free one (default ${DEFAULT_PORT})`)
      .option("--data <directory>", `where the data is kept (default ./${DEFAULT_DATA})`)
      .option("--config <file>", "a server.properties with Kafka's keys")
      .option(
        "--metrics-port <port>",
        "serve metrics for Prometheus over HTTP; 0 picks a free port (default: not served)",
      )
      .option("--metrics-host <host>", `the address to serve them on (default ${DEFAULT_HOST})`)
      .option("--lag-port <port>", `the port of the lag monitor; 0 picks a free one (default ${DEFAULT_LAG_PORT})`)
      .option("--no-lag", "run no lag monitor")
      .option("--override <key=value>", "a configuration that wins over the file; may be repeated", repeatable);
  },
  async run(values, io) {
    const options = startOptions(values);
    const { Broker, consoleLogger, ControllerNode } = await import("@ottla/broker");
    const properties = brokerProperties(options);
    const metrics = metricsAddress(options);
    const config =
      options.config === undefined
        ? KafkaConfig.standalone(properties)
        : KafkaConfig.fromProperties(readConfig(options.config), properties);
    const signal = untilStopSignal();
    if (!config.processRoles.includes("broker")) {
      if (metrics !== undefined) throw new UsageError("--metrics-port needs a broker: a controller has no metrics yet");
      const node = await startedUnless(signal, ControllerNode.start({ config, logger: consoleLogger() }));
      io.stdout.write(`ottla is ready on ${node.address}, data in ${node.dataDirectories.join(", ")}\n`);
      await signal;
      await node.stop();
      return 0;
    }
    // What happens is told on stderr; stdout is the line that says where it listens.
    const starting = Broker.start({ config, logger: consoleLogger(), ...(metrics && { metrics }) });
    const broker = await startedUnless(signal, starting);
    io.stdout.write(`ottla is ready on ${broker.bootstrapAddress}, data in ${broker.dataDirectories.join(", ")}\n`);
    const lag = await ownLagMonitor(options, broker.bootstrapAddress, io);
    await signal;
    await lag?.stop();
    await broker.stop();
    return 0;
  },
};

export const start: Command = ottlaCommand(command);
