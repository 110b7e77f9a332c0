// ottla format: prepares the directories of a node for a cluster, as kafka-storage.sh format does: meta.properties with the cluster's id, and the
// levels of features that a new cluster starts with.
import { randomUuid, systemRandom } from "@ottla/base";
import { KafkaConfig, parseProperties } from "@ottla/config";
import { NodeDisk, readMetaProperties } from "@ottla/storage";
import type { Command } from "../command.ts";
import { InputError, UsageError } from "../failure.ts";
import { ottlaCommand } from "../ottla-command.ts";
import type { OttlaCommand } from "../ottla-command.ts";
import { propertiesOfPairs, readTextFile } from "../properties.ts";
import { repeatable } from "../tool-options.ts";

function configOf(path: string, overrides: ReadonlyMap<string, string>): KafkaConfig {
  const text = readTextFile(path);
  try {
    parseProperties(text);
  } catch (error) {
    throw new InputError(`Unable to read file ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return KafkaConfig.fromProperties(text, overrides);
}

/** Prepares them; answers with what was done, a line for each directory. @throws InputError for one that is formatted already */
async function format(config: KafkaConfig, clusterId: string, isIgnoringFormatted: boolean): Promise<string[]> {
  const { formatDirectories } = await import("@ottla/broker");
  const disk = new NodeDisk();
  const paths = [...new Set([...config.logDirs, config.metadataLogDir])];
  const lines: string[] = [];
  for (const path of paths) {
    await disk.mkdir(path);
    const isFormatted = (await readMetaProperties(disk, path)) !== undefined;
    if (isFormatted && !isIgnoringFormatted) {
      throw new InputError(
        `Log directory ${path} is already formatted. Use --ignore-formatted to ignore this directory and format the others.`,
      );
    }
    const kind = path === config.metadataLogDir ? "metadata" : "data";
    if (!isFormatted) lines.push(`Formatting ${kind} directory ${path} with metadata.version 4.3-IV0.`);
  }
  if (lines.length === 0) return ["All of the log directories are already formatted."];
  const { nodeId } = config;
  await formatDirectories({ disk, random: systemRandom, nowMs: Date.now(), nodeId, paths, clusterId });
  return lines;
}

const command: OttlaCommand = {
  name: "ottla format",
  description: "Prepare the directories of a node for its cluster.",
  options(options) {
    options
      .option("-t, --cluster-id <id>", "the id of the cluster, the same on every node")
      .option("-c, --config <file>", "the server.properties of the node")
      .option("-g, --ignore-formatted", "leave directories alone that are formatted already")
      .option("--random-uuid", "print a new id for a cluster, and do nothing else")
      .option("--override <key=value>", "a configuration that wins over the file; may be repeated", repeatable);
  },
  async run(values, io) {
    const overrides = propertiesOfPairs(values.list("override"), { needsValue: true });
    if (values.has("random-uuid")) {
      io.stdout.write(`${randomUuid(systemRandom)}\n`);
      return 0;
    }
    const clusterId = values.text("cluster-id");
    const config = values.text("config");
    if (clusterId === undefined) throw new UsageError("--cluster-id is missing (--random-uuid prints a new one)");
    if (config === undefined) throw new UsageError("--config is missing");
    if (!/^[A-Za-z0-9_-]{22}$/.test(clusterId)) {
      throw new UsageError(
        `Cluster ID string ${clusterId} does not appear to be a valid UUID: 22 characters of base64`,
      );
    }
    const lines = await format(configOf(config, overrides), clusterId, values.has("ignore-formatted"));
    io.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  },
};

export const formatCommand: Command = ottlaCommand(command);
