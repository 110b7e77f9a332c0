// kafka-storage: what is in the directories of a node, identifiers, and what goes with which version. It asks no broker.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { randomUuid, systemRandom } from "@ottla/base";
import type { Command, CommandIo } from "../command.ts";
import { UsageError } from "../failure.ts";
import { propertiesOfFile } from "../properties.ts";
import { subcommandTool } from "../subcommand-tool.ts";
import type { Subcommand } from "../subcommand-tool.ts";
import { repeatable } from "../tool.ts";
import type { ToolOptions } from "../tool.ts";
import { LATEST, dependencies, print, versionMapping } from "./features/feature-versions.ts";

/** The directories that a configuration names: the metadata's, then the logs'. @throws UsageError where there is none */
function directoriesOf(config: ReadonlyMap<string, string>): string[] {
  const logs = config.get("log.dirs") ?? config.get("log.dir") ?? "/tmp/kafka-logs";
  const listed = logs.split(",").map((one) => one.trim());
  const metadata = config.get("metadata.log.dir");
  const all = [...(metadata === undefined ? [] : [metadata]), ...listed].filter((one) => one !== "");
  if (all.length === 0) throw new UsageError("No log directories are configured.");
  return [...new Set(all)].toSorted();
}

/** A row for each directory. */
function printDirectories(directories: readonly string[], row: NonNullable<CommandIo["row"]>): number {
  let problems = 0;
  for (const directory of directories) {
    const path = join(directory, "meta.properties");
    const isThere = existsSync(directory);
    const metadata = existsSync(path) ? propertiesOfFile(path) : undefined;
    if (metadata === undefined) problems++;
    const problem = metadata !== undefined ? null : isThere ? "not formatted" : "not a directory";
    row({ directory, isFormatted: metadata !== undefined, problem, metadata: metadata ?? null });
  }
  return problems > 0 ? 1 : 0;
}

function info(values: ToolOptions, io: CommandIo): number {
  const directories = directoriesOf(propertiesOfFile(values.required("config")));
  if (io.row !== undefined) return printDirectories(directories, io.row);
  const found = directories.filter((one) => existsSync(one));
  const missing = directories.filter((one) => !existsSync(one));
  const problems = missing.map((one) => `${one} is not a directory`);
  const lines: string[] = [];
  if (found.length > 0)
    lines.push(`Found log director${found.length === 1 ? "y" : "ies"}:`, ...found.map((one) => `  ${one}`), "");
  const metadata = new Map<string, string>();
  for (const directory of found) {
    const path = join(directory, "meta.properties");
    if (existsSync(path)) for (const [name, value] of propertiesOfFile(path)) metadata.set(name, value);
    else problems.push(`${directory} is not formatted.`);
  }
  if (metadata.size > 0) {
    const pairs = [...metadata].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
    lines.push(`Found metadata: {${pairs.join(", ")}}`, "");
  }
  if (problems.length > 0)
    lines.push(`Found problem${problems.length === 1 ? "" : "s"}:`, ...problems.map((one) => `  ${one}`), "");
  for (const line of lines) io.stdout.write(`${line}\n`);
  return problems.length > 0 ? 1 : 0;
}

const nothing = (): Promise<void> => Promise.resolve();

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "info",
    summary: "get information about the Kafka log directories on this node",
    options: (options) => void options.option("-c, --config <file>", "REQUIRED: the node's server.properties"),
    required: ["config"],
    run: nothing,
  },
  {
    name: "format",
    summary: "format the Kafka log directories of this node",
    options(options) {
      options
        .option("-c, --config <file>", "REQUIRED: the node's server.properties")
        .option("-t, --cluster-id <id>", "REQUIRED: the id of the cluster, the same on every node")
        .option("-g, --ignore-formatted", "leave directories alone that are formatted already")
        .option("-r, --release-version <version>", `the release to begin with; only ${LATEST}`)
        .option("-f, --feature <feature=level>", "a level to begin with, of those that our nodes serve", repeatable)
        .option(
          "-S, --add-scram <credential>",
          "a user to begin with: SCRAM-SHA-256=[name=alice,password=secret], or SCRAM-SHA-512; also iterations=, salt=, saltedpassword=",
          repeatable,
        )
        .option("-s, --standalone", "not served: a quorum is that of controller.quorum.voters")
        .option("-I, --initial-controllers <voters>", "not served: a quorum is that of controller.quorum.voters")
        // Behind the option that it is the opposite of: alone it would set that one.
        .option("-N, --no-initial-controllers", "not served: a quorum is that of controller.quorum.voters");
    },
    required: ["config", "cluster-id"],
    run: nothing,
  },
  { name: "random-uuid", summary: "print a random UUID", options: () => undefined, run: nothing },
  {
    name: "version-mapping",
    summary: "the features that go with a release",
    options: (options) => void options.option("-r, --release-version <version>", `default: ${LATEST}`),
    run: nothing,
  },
  {
    name: "feature-dependencies",
    summary: "what a level of a feature needs",
    options: (options) => void options.option("-f, --feature <feature=level>", "may be repeated", repeatable),
    required: ["feature"],
    run: nothing,
  },
];

const UNSERVED: readonly (readonly [option: string, reason: string])[] = [
  ["standalone", "a quorum is that of controller.quorum.voters"],
  ["no-initial-controllers", "a quorum is that of controller.quorum.voters"],
  ["initial-controllers", "a quorum is that of controller.quorum.voters"],
];

async function format(values: ToolOptions, io: CommandIo): Promise<number> {
  for (const [option, reason] of UNSERVED)
    if (values.has(option)) throw new UsageError(`--${option} is not served: ${reason}.`);
  const { formatNode } = await import("./format/format-node.ts");
  const { formatFeatures } = await import("./format/format-features.ts");
  const features = formatFeatures(values.text("release-version"), values.list("feature"));
  const { scramCredential } = await import("./format/scram-argument.ts");
  const credentials = values.list("add-scram").map(scramCredential);
  const lines = await formatNode({
    config: values.required("config"),
    overrides: new Map(),
    clusterId: values.required("cluster-id"),
    isIgnoringFormatted: values.has("ignore-formatted"),
    bootstrap: { features, credentials },
  });
  for (const line of lines) io.stdout.write(`${line}\n`);
  return 0;
}

async function run(name: string, values: ToolOptions, io: CommandIo): Promise<number> {
  switch (name) {
    case "format":
      return await format(values, io);
    case "info":
      return info(values, io);
    case "random-uuid": {
      const uuid = randomUuid(systemRandom);
      print([{ row: { uuid }, lines: [uuid] }], io);
      return 0;
    }
    case "version-mapping":
      print(versionMapping(values.text("release-version") ?? LATEST), io);
      return 0;
    default:
      print(
        values.list("feature").map((one) => dependencies(one)),
        io,
      );
      return 0;
  }
}

export const storage: Command = subcommandTool({
  name: "kafka-storage",
  description: "The Kafka storage tool.",
  options: () => undefined,
  subcommands: SUBCOMMANDS,
  run: (subcommand, values, io) => run(subcommand.name, values, io),
});
