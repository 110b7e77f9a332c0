// The directories of a node prepared for its cluster: meta.properties with the cluster's id, and the levels of features that a new cluster starts with.
import { systemRandom } from "@ottla/base";
import type { Bootstrap } from "@ottla/broker";
import { KafkaConfig, parseProperties } from "@ottla/config";
import { NodeDisk, readMetaProperties } from "@ottla/storage";
import { InputError, UsageError } from "../../failure.ts";
import { readTextFile } from "../../properties.ts";

function configOf(path: string, overrides: ReadonlyMap<string, string>): KafkaConfig {
  const text = readTextFile(path);
  try {
    parseProperties(text);
  } catch (error) {
    throw new InputError(`Unable to read file ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return KafkaConfig.fromProperties(text, overrides);
}

export interface FormatRequest {
  /** The path of the node's server.properties. */
  readonly config: string;
  /** Configurations that win over the file. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly clusterId: string;
  readonly isIgnoringFormatted: boolean;
  /** What the cluster starts with. */
  readonly bootstrap?: Bootstrap;
}

/**
 * Prepares them; answers with what was done, a line for each directory.
 * @throws UsageError for what is no id; InputError for a directory that is formatted already
 */
export async function formatNode({
  config: path,
  overrides,
  clusterId,
  isIgnoringFormatted,
  bootstrap = {},
}: FormatRequest): Promise<string[]> {
  if (!/^[A-Za-z0-9_-]{22}$/.test(clusterId)) {
    throw new UsageError(`Cluster ID string ${clusterId} does not appear to be a valid UUID: 22 characters of base64`);
  }
  const config = configOf(path, overrides);
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
  await formatDirectories({ disk, random: systemRandom, nowMs: Date.now(), nodeId, paths, clusterId, bootstrap });
  return lines;
}
