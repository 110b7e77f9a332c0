// How a tool reaches a cluster: --bootstrap-server and the property file of --command-config become an admin client.
import { readFileSync } from "node:fs";
import { Admin } from "@ottla/client";
import { parseProperties } from "@ottla/config";
import type { Command as Options } from "commander";
import { UsageError } from "./failure.ts";
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

/** The properties of a file. @throws UsageError when it cannot be read */
export function propertiesOfFile(path: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return new Map(parseProperties(text));
}

/** Properties written as `key=value`. @throws UsageError for one without `=` */
export function propertiesOfPairs(pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`Invalid property '${pair}': write key=value`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
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
