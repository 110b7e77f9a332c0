// How a tool reaches a cluster: --bootstrap-server and the property file of --command-config become an admin client.
import { Admin } from "@ottla/client";
import type { Command as Options } from "commander";
import { UsageError } from "./failure.ts";
import { propertiesOfFile } from "./properties.ts";
import type { ToolOptions } from "./tool.ts";

export function addConnectionOptions(options: Options): void {
  options
    .option("--bootstrap-server <server>", "REQUIRED: the Kafka server to connect to")
    .option("--command-config <file>", "property file with configurations for the client");
}

/** The bootstrap addresses. @throws UsageError when they are missing */
export function bootstrapServer(values: ToolOptions): string {
  const server = values.text("bootstrap-server");
  if (server === undefined) throw new UsageError("--bootstrap-server must be specified");
  return server;
}

/** The client's configuration: the property file, then what the command line says. */
export function clientConfig(values: ToolOptions): Record<string, string> {
  const file = values.text("command-config");
  const properties = file === undefined ? new Map<string, string>() : propertiesOfFile(file);
  return { ...Object.fromEntries(properties), "bootstrap.servers": bootstrapServer(values) };
}

/** Runs `use` with an admin client that is closed afterwards. */
export async function withAdmin<T>(values: ToolOptions, use: (admin: Admin) => Promise<T>): Promise<T> {
  await using admin = new Admin(clientConfig(values));
  return await use(admin);
}
