// kafka-metadata-quorum add-controller: the property file of the controller on this machine says who it is, where its metadata are and where it listens.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Admin, RaftVoterEndpoint } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { InputError } from "../../failure.ts";
import { propertiesOfFile } from "../../properties.ts";
import type { ToolOptions } from "../../tool.ts";

type Properties = ReadonlyMap<string, string>;

const IS_IT = "Is this a valid controller configuration file?";

function controllerId(properties: Properties): number {
  const text = properties.get("node.id");
  if (text === undefined) throw new InputError(`node.id not found in configuration file. ${IS_IT}`);
  const id = Number(text);
  if (!/^-?\d+$/.test(text)) throw new InputError(`node.id ${text} is no number. ${IS_IT}`);
  if (id < 0) throw new InputError(`node.id was negative in configuration file. ${IS_IT}`);
  if (!(properties.get("process.roles") ?? "").includes("controller"))
    throw new InputError(`process.roles did not contain 'controller' in configuration file. ${IS_IT}`);
  return id;
}

function metadataDirectory(properties: Properties): string {
  const [firstLogDir] = properties.get("log.dirs")?.trim().split(",") ?? [];
  const found = properties.get("metadata.log.dir") ?? firstLogDir;
  if (found === undefined) throw new InputError(`Neither metadata.log.dir nor log.dirs were found. ${IS_IT}`);
  return found;
}

function directoryIdOf(directory: string): string {
  const path = join(directory, "meta.properties");
  if (!existsSync(path)) throw new InputError(`Unable to read meta.properties from ${directory}`);
  const id = propertiesOfFile(path).get("directory.id");
  if (id === undefined) throw new InputError(`No directory id found in ${directory}`);
  return id;
}

/** Endpoints by the names of listeners, in one of Kafka's lists of them. */
function endpointsIn(list: string): Map<string, RaftVoterEndpoint> {
  const found = new Map<string, RaftVoterEndpoint>();
  const form = /([A-Za-z][\w.-]*):\/\/(?:\[([^\]]*)\]|([^,:[\]]*)):(\d+)/g;
  for (const [, given = "", bracketed, plain = "", port = ""] of list.matchAll(form)) {
    const [name, host] = [given.toUpperCase(), bracketed ?? plain];
    found.set(name, { name, host: host === "" ? "localhost" : host, port: Number(port) });
  }
  return found;
}

function controllerEndpoints(properties: Properties): RaftVoterEndpoint[] {
  const listeners = new Map([
    ...endpointsIn(properties.get("listeners") ?? ""),
    ...endpointsIn(properties.get("advertised.listeners") ?? ""),
  ]);
  const names = properties.get("controller.listener.names");
  if (names === undefined) throw new InputError(`controller.listener.names was not found. ${IS_IT}`);
  return names.split(",").map((name) => {
    const endpoint = listeners.get(name.trim());
    if (endpoint === undefined)
      throw new InputError(`Cannot find information about controller listener name: ${name.trim()}`);
    return endpoint;
  });
}

function addressOf({ name, host, port }: RaftVoterEndpoint): string {
  return `${name}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** @throws InputError for a file that is not a controller's */
export async function addController(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const file = values.text("command-config");
  if (file === undefined)
    throw new InputError(
      "You must supply the configuration file of the controller you are adding when using add-controller.",
    );
  const properties = propertiesOfFile(file);
  const id = controllerId(properties);
  const directoryId = directoryIdOf(metadataDirectory(properties));
  const endpoints = controllerEndpoints(properties);
  const isDryRun = values.has("dry-run");
  if (!isDryRun) await admin.addRaftVoter({ id, directoryId, endpoints });
  const done = isDryRun ? "DRY RUN of adding" : "Added";
  const addresses = endpoints.map(addressOf).join(", ");
  io.stdout.write(`${done} controller ${id} with directory id ${directoryId} and endpoints: ${addresses}\n`);
}
