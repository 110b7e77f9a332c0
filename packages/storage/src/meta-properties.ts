/**
 * `meta.properties` of a log directory: which cluster and node it belongs to, and its own id. Java properties, version 1. A directory of
 * another cluster or node is refused.
 */
import { isUuid, randomUuid, type Random } from "@ottla/base";
import { readTextFile } from "./checkpoint-file.ts";
import type { Disk } from "./disk/disk.ts";
import { StorageError } from "./storage-error.ts";

export const META_PROPERTIES = "meta.properties";

export interface MetaProperties {
  readonly clusterId: string;
  readonly nodeId: number;
  readonly directoryId: string;
}

/** The values of an existing file, as far as it has them; undefined if there is none. */
export async function readMetaProperties(disk: Disk, directory: string): Promise<Partial<MetaProperties> | undefined> {
  const text = await readTextFile(disk, `${directory}/${META_PROPERTIES}`);
  if (text === undefined) return undefined;
  const values = parseProperties(text);
  const version = values.get("version");
  if (version !== "1" && version !== "0") {
    throw new StorageError(
      "INVALID_LOG_DIR",
      `${directory}/${META_PROPERTIES} has version ${version ?? "none"}, expected 1`,
    );
  }
  const clusterId = values.get("cluster.id");
  const nodeId = values.get("node.id") ?? values.get("broker.id");
  const directoryId = values.get("directory.id");
  if (nodeId !== undefined && !/^\d+$/.test(nodeId)) {
    throw new StorageError("INVALID_LOG_DIR", `${directory}/${META_PROPERTIES}: node.id ${nodeId} is not a number`);
  }
  if (directoryId !== undefined && !isUuid(directoryId)) {
    throw new StorageError(
      "INVALID_LOG_DIR",
      `${directory}/${META_PROPERTIES}: directory.id ${directoryId} is not a uuid`,
    );
  }
  return {
    ...(clusterId === undefined ? {} : { clusterId }),
    ...(nodeId === undefined ? {} : { nodeId: Number(nodeId) }),
    ...(directoryId === undefined ? {} : { directoryId }),
  };
}

/** Checks the directory's file against the cluster and node, fills in what is missing, and writes it if anything was. */
export async function ensureMetaProperties(options: {
  disk: Disk;
  directory: string;
  clusterId: string;
  nodeId: number;
  random: Random;
}): Promise<MetaProperties> {
  const { disk, directory, clusterId, nodeId } = options;
  const found = await readMetaProperties(disk, directory);
  if (found?.clusterId !== undefined && found.clusterId !== clusterId) {
    throw new StorageError(
      "INCONSISTENT_CLUSTER_ID",
      `Log directory ${directory} belongs to cluster ${found.clusterId}, this node to ${clusterId}`,
    );
  }
  if (found?.nodeId !== undefined && found.nodeId !== nodeId) {
    throw new StorageError(
      "INCONSISTENT_NODE_ID",
      `Log directory ${directory} belongs to node ${found.nodeId}, this is node ${nodeId}`,
    );
  }
  const meta = { clusterId, nodeId, directoryId: found?.directoryId ?? randomUuid(options.random) };
  if (found?.clusterId === undefined || found.nodeId === undefined || found.directoryId === undefined) {
    await writeMetaProperties(disk, directory, meta);
  }
  return meta;
}

export async function writeMetaProperties(disk: Disk, directory: string, meta: MetaProperties): Promise<void> {
  const lines = [
    "#",
    `node.id=${meta.nodeId}`,
    `directory.id=${meta.directoryId}`,
    "version=1",
    `cluster.id=${meta.clusterId}`,
    "",
  ];
  await disk.replaceFile(`${directory}/${META_PROPERTIES}`, new TextEncoder().encode(lines.join("\n")));
}

function parseProperties(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([^#!\s=:][^\s=:]*)\s*[=:\s]\s*(.*)$/.exec(line);
    if (match) values.set(match[1]!, match[2]!.trim());
  }
  return values;
}
