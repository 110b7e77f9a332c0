// ottla lag: watches consumer groups of one or many clusters. As a monitor it serves Burrow's HTTP API until Ctrl-C; with --watch it shows the groups
// in the terminal; with --once it prints them and ends.
import type { Command } from "../command.ts";
import { InputError, UsageError } from "../failure.ts";
import { ottlaCommand } from "../ottla-command.ts";
import type { OttlaCommand } from "../ottla-command.ts";
import { propertiesOfFile } from "../properties.ts";
import { untilStopSignal } from "../stop-signal.ts";
import type { ToolOptions } from "../tool-options.ts";

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = "8000";

/** What the command line says. */
export interface LagOptions {
  readonly bootstrapServer: string | undefined;
  readonly commandConfig: string | undefined;
  readonly config: string | undefined;
  readonly host: string;
  readonly port: string;
  readonly isListening: boolean;
  readonly watch: boolean;
  readonly once: boolean;
  readonly json: boolean;
  readonly strictExit: boolean;
  readonly group: string | undefined;
  /** The topic that keeps what the monitor knows; undefined: nothing is kept. */
  readonly stateTopic: string | undefined;
  /** Seconds. */
  readonly interval: number;
}

/** @throws UsageError for options that do not go together */
function lagOptions(values: ToolOptions): LagOptions {
  const config = values.text("config") ?? values.text("config-dir");
  const bootstrapServer = values.text("bootstrap-server");
  if ((config === undefined) === (bootstrapServer === undefined))
    throw new UsageError("Say what to watch: --bootstrap-server host:port, or --config burrow.toml");
  const watch = values.has("watch");
  const once = values.has("once");
  if (watch && once) throw new UsageError("--watch and --once exclude each other");
  if (values.has("json") && !watch && !once) throw new UsageError("--json needs --once or --watch");
  if (values.has("strict-exit") && !once) throw new UsageError("--strict-exit needs --once");
  const isListening = values.text("host") !== undefined || values.text("port") !== undefined || !(watch || once);
  if (config !== undefined && (values.text("host") ?? values.text("port")) !== undefined)
    throw new UsageError("--host and --port stand in the file of --config: [httpserver.NAME] address");
  const stateTopic = values.text("state-topic");
  if (stateTopic !== undefined && (config !== undefined || watch || once))
    throw new UsageError("--state-topic is for the monitor of one cluster: without --config, --watch and --once");
  const interval = Number(values.text("interval") ?? "2");
  if (!Number.isInteger(interval) || interval < 1) throw new UsageError("--interval is a whole number of seconds");
  const port = values.text("port") ?? DEFAULT_PORT;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageError(`--port ${port} is not a port: 0 to 65535`);
  return {
    bootstrapServer,
    commandConfig: values.text("command-config"),
    config,
    host: values.text("host") ?? DEFAULT_HOST,
    port,
    isListening,
    watch,
    once,
    json: values.has("json"),
    strictExit: values.has("strict-exit"),
    group: values.text("group"),
    stateTopic,
    interval,
  };
}

/** The tree of a configuration that watches one cluster. */
export function treeOf(options: LagOptions): object {
  const { bootstrapServer = "", commandConfig, host, port, stateTopic } = options;
  const properties = commandConfig === undefined ? new Map<string, string>() : propertiesOfFile(commandConfig);
  properties.delete("bootstrap.servers");
  const isBracketed = host.includes(":") && !host.startsWith("[");
  return {
    logging: { level: "warn" },
    "client-profile": { ottla: { "client-id": "ottla-lag", properties: Object.fromEntries(properties) } },
    cluster: {
      local: {
        "class-name": "kafka",
        servers: bootstrapServer.split(","),
        "client-profile": "ottla",
        "offset-refresh": options.watch || options.once ? options.interval : 10,
        "share-group-refresh": 10,
      },
    },
    consumer: { local: { "class-name": "kafka", cluster: "local", "client-profile": "ottla" } },
    evaluator: { default: { "class-name": "caching", "expire-cache": 1, "young-grace": 600 } },
    ...(stateTopic === undefined
      ? {}
      : { state: { topic: { "class-name": "kafka", cluster: "local", topic: stateTopic } } }),
    httpserver: { default: { address: `${isBracketed ? `[${host}]` : host}:${port}` } },
  };
}

const command: OttlaCommand = {
  name: "ottla lag",
  description: "Watch consumer groups: a monitor with Burrow's HTTP API, or a table in the terminal.",
  hasOwnCommonOptions: true,
  options(options) {
    options
      .option("--bootstrap-server <servers>", "the cluster to watch")
      .option("--command-config <file>", "property file with configurations for the client")
      .option("--config <path>", "a burrow.toml, the same as YAML, or the directory it is in: many clusters, notifiers")
      .option("--config-dir <path>", "the same, as Burrow calls it")
      .option("--host <host>", `the address of the HTTP API (default ${DEFAULT_HOST}); without --config`)
      .option("--port <port>", `its port; 0 picks a free one (default ${DEFAULT_PORT}); without --config`)
      .option("--state-topic <name>", "keep what it knows in this compacted topic of the cluster; without --config")
      .option("--watch", "show the groups in the terminal, again and again")
      .option("--once", "print the groups once and end")
      .option("--json", "print as JSON, a line a group")
      .option("--strict-exit", "with --once: exit code 2 when a group is WARN, 3 when one is ERR")
      .option("--group <pattern>", "only groups whose name holds this regular expression")
      .option("--interval <seconds>", "how often the table is made anew, and offsets are asked for (default 2)");
  },
  async run(values, io) {
    const options = lagOptions(values);
    const { JsonLogger, LagConfigError, LagMonitor, lagConfigOf, loadConfig } = await import("@ottla/lag");
    const fail = (error: unknown): never => {
      if (error instanceof LagConfigError) throw new InputError(error.message, { cause: error });
      throw error;
    };
    const config =
      options.config === undefined
        ? lagConfigOf(treeOf(options))
        : await loadConfig(options.config, process.env).catch(fail);
    const { openLog } = await import("./lag/open-log.ts");
    await using log = openLog(config, io);
    const level = config.logging.text("level");
    const logger = new JsonLogger(
      level === "trace" ? "debug" : level === "warning" ? "warn" : asLevel(level),
      log.write,
      Date.now,
    );
    const { holdPidFile } = await import("./lag/pid-file.ts");
    using _pidFile = holdPidFile(config.general.text("pidfile"));
    // Printing once has an end of its own.
    const signal = options.once ? new Promise<void>(() => undefined) : untilStopSignal();
    await using monitor = new LagMonitor({
      config,
      logger,
      isListening: options.isListening || options.config !== undefined,
    });
    await monitor.start().catch(fail);
    if (options.once || options.watch) {
      const { printOnce, watch } = await import("./lag/show.ts");
      return options.once ? await printOnce(monitor, options, io, signal) : await watch(monitor, options, io, signal);
    }
    const ports = [...monitor.ports.values()].map((port) => `http://${options.host}:${port}`);
    io.stdout.write(`ottla lag is ready on ${ports.join(", ")}, watching ${[...monitor.clusters.keys()].join(", ")}\n`);
    await signal;
    return 0;
  },
};

export const lag: Command = ottlaCommand(command);

function asLevel(level: string): "debug" | "info" | "warn" | "error" | "fatal" {
  return level === "debug" || level === "info" || level === "error" || level === "fatal" ? level : "warn";
}
