// How a tool reaches a cluster: --bootstrap-server and the property file of --command-config become a client, and what goes wrong on the way
// is told on stderr while the client keeps trying.
import { lookup } from "node:dns/promises";
import { Admin, ConfigError } from "@ottla/client";
import type { ClientPorts } from "@ottla/client";
import { nodeNetwork } from "@ottla/network";
import type { Network } from "@ottla/network";
import type { CommandIo } from "./command.ts";
import type { Options } from "./declared-options.ts";
import { UsageError } from "./failure.ts";
import { propertiesOfFile } from "./properties.ts";
import type { ToolOptions } from "./tool.ts";

type Config = Map<string, string>;

const CONTROLLERS = "bootstrap-controller";

export function addConnectionOptions(options: Options): void {
  options
    .option("--bootstrap-server <server>", "REQUIRED: the Kafka server to connect to")
    .option("--command-config <file>", "property file with configurations for the client");
}

/** The options of a tool that can ask controllers instead of brokers (KIP-919); it checks with `bootstrapProblem` that it has one of them. */
export function addEitherConnectionOptions(options: Options): void {
  options.option(
    "--bootstrap-server <server>",
    "REQUIRED, unless controllers are given: the Kafka server to connect to",
  );
  addControllerOption(options).option("--command-config <file>", "property file with configurations for the client");
}

/** Kafka's other way to a cluster, with its short name where a tool has one. */
export function addControllerOption(options: Options, short: "-C, " | "" = ""): Options {
  return options.option(`${short}--${CONTROLLERS} <servers>`, "the controllers to connect to, instead of brokers");
}

/** What is wrong with where a tool shall go that can ask brokers or controllers. */
export function bootstrapProblem(values: ToolOptions): "neither" | "both" | undefined {
  const [isToBrokers, isToControllers] = [values.has("bootstrap-server"), values.has(CONTROLLERS)];
  if (isToBrokers === isToControllers) return isToBrokers ? "both" : "neither";
  return undefined;
}

/** `host:port`, `[::1]:port`, `PROTOCOL://host:port` → the host; undefined for what is none of these. */
function hostOf(server: string): string | undefined {
  return /^(?:\w+:\/\/)?\[?(.*?)\]?:\d+$/.exec(server.trim())?.[1];
}

async function isResolvable(host: string): Promise<boolean> {
  try {
    await lookup(host);
    return true;
  } catch {
    return false;
  }
}

/**
 * Says at once that no bootstrap host has an address, which a client would only find out by trying until its time is up.
 * @throws UsageError
 */
async function checkResolvable(servers: string): Promise<void> {
  // The client says what is wrong with an address that is malformed.
  const found = await Promise.all(
    servers.split(",").map(async (server) => isResolvable(hostOf(server) ?? "localhost")),
  );
  if (!found.includes(true))
    throw new UsageError(`No resolvable bootstrap urls given in bootstrap.servers: ${servers}`);
}

/** The network, telling once per address that nobody answers there. */
function reportingNetwork(io: CommandIo): Network {
  const silent = new Set<string>();
  return {
    listen: (options) => nodeNetwork.listen(options),
    async connect(options) {
      const address = `${options.host}:${options.port}`;
      try {
        const channel = await nodeNetwork.connect(options);
        silent.delete(address);
        return channel;
      } catch (error) {
        if (!silent.has(address)) {
          silent.add(address);
          const reason = error instanceof Error ? error.message : String(error);
          io.stderr.write(
            `WARN Connection to ${address} could not be established. Node may not be available. (${reason})\n`,
          );
        }
        throw error;
      }
    },
  };
}

/** The name of the option that a client does not have. */
function unknownOption(error: unknown): string | undefined {
  return error instanceof ConfigError ? /^Unknown \w+ option (.+?)(?:;|$)/.exec(error.message)?.[1] : undefined;
}

/**
 * Makes a client of a configuration that may hold names of other clients, as Kafka's property files do: those are named on stderr and
 * left out. What a client knows and does not serve is refused.
 * @throws UsageError when the configuration is wrong
 */
export async function connect<C>(
  config: Config,
  io: CommandIo,
  create: (config: Config, ports: Partial<ClientPorts>) => C,
): Promise<C> {
  const known = new Map([...(io.properties ?? []), ...config]);
  await checkResolvable(known.get("bootstrap.servers") ?? known.get("bootstrap.controllers") ?? "");
  for (;;) {
    try {
      return create(known, { network: reportingNetwork(io) });
    } catch (error) {
      const name = unknownOption(error);
      if (name === undefined || !known.delete(name)) {
        throw error instanceof ConfigError ? new UsageError(error.message) : error;
      }
      io.stderr.write(`WARN The configuration '${name}' was supplied but isn't a known config.\n`);
    }
  }
}

/** An admin client with the property file's configuration; the caller closes it. @throws UsageError when the configuration is wrong */
export function openAdmin(values: ToolOptions, io: CommandIo): Promise<Admin> {
  const file = values.text("command-config");
  const config = file === undefined ? new Map<string, string>() : propertiesOfFile(file);
  const controllers = values.text(CONTROLLERS);
  // What the call says replaces both of the file's.
  config.delete("bootstrap.servers");
  config.delete("bootstrap.controllers");
  if (controllers === undefined) config.set("bootstrap.servers", values.required("bootstrap-server"));
  else config.set("bootstrap.controllers", controllers);
  return connect(config, io, (known, ports) => new Admin(known, ports));
}

/** Runs `use` with an admin client that is closed afterwards. */
export async function withAdmin<T>(values: ToolOptions, io: CommandIo, use: (admin: Admin) => Promise<T>): Promise<T> {
  await using admin = await openAdmin(values, io);
  return await use(admin);
}
