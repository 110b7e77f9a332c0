/**
 * Log directories at their first start: `meta.properties` says which cluster and node a directory belongs to and which
 * directory it is; `bootstrap.checkpoint` holds the feature levels a new cluster starts with. A directory of another
 * cluster or node is refused.
 */

import { randomUuid, type Random, type Uuid } from "@ottla/base";
import { type Disk, type MetaProperties, readMetaProperties, StorageError, writeMetaProperties } from "@ottla/storage";
import { type Bootstrap, writeBootstrapCheckpoint } from "./bootstrap-checkpoint.ts";

/** One log directory of this node. */
export interface FormattedDirectory {
  readonly path: string;
  readonly directoryId: Uuid;
}

/** What is true of all of them. */
export interface FormattedDirectories {
  readonly clusterId: string;
  readonly directories: readonly FormattedDirectory[];
  /** Whether this start made them. */
  readonly isNew: boolean;
}

/** What `formatDirectories` needs to know. */
export interface FormatOptions {
  readonly disk: Disk;
  readonly random: Random;
  readonly nowMs: number;
  readonly nodeId: number;
  /** `log.dirs` and `metadata.log.dir`, each once. */
  readonly paths: readonly string[];
  /** The cluster to be part of; chosen at random where no directory knows one. */
  readonly clusterId?: string;
  /** Whether the node is one of several: then none makes up a cluster of its own. Default false. */
  readonly isClustered?: boolean;
  /** What a new cluster starts with. */
  readonly bootstrap?: Bootstrap;
}

/** A directory that was not formatted for a cluster. */
export class NotFormattedError extends Error {
  override readonly name: string = "NotFormattedError";
  readonly code: string = "NOT_FORMATTED";
  readonly retriable: boolean = false;
}

/** Reads the directories, and makes or completes those that are new. Rejects with a `StorageError`. */
export async function formatDirectories(options: FormatOptions): Promise<FormattedDirectories> {
  const { disk, paths, random } = options;
  const found = await Promise.all(
    paths.map(async (path) => {
      await disk.mkdir(path);
      return readMetaProperties(disk, path);
    }),
  );
  const known = found.find((meta) => meta?.clusterId !== undefined)?.clusterId;
  if (options.isClustered === true && known === undefined && options.clusterId === undefined) {
    throw new NotFormattedError(
      `No \`meta.properties\` found in ${paths.join(", ")}: a node of a cluster is formatted first, with the id of its cluster`,
    );
  }
  const clusterId = known ?? options.clusterId ?? randomUuid(random);
  if (options.clusterId !== undefined && known !== undefined && options.clusterId !== known) {
    throw new StorageError("INCONSISTENT_CLUSTER_ID", `The data belongs to cluster ${known}, not ${options.clusterId}`);
  }
  const directories = await Promise.all(
    paths.map((path, index) => formatDirectory(options, { path, clusterId, meta: found[index] })),
  );
  return { clusterId, directories, isNew: known === undefined };
}

/** Checks one directory and writes what it lacks. */
async function formatDirectory(
  options: FormatOptions,
  directory: { readonly path: string; readonly clusterId: string; readonly meta: Partial<MetaProperties> | undefined },
): Promise<FormattedDirectory> {
  const { disk, nodeId, random, nowMs } = options;
  const { path, clusterId, meta } = directory;
  if (meta?.clusterId !== undefined && meta.clusterId !== clusterId) {
    const message = `Log directory ${path} belongs to cluster ${meta.clusterId}, another one to ${clusterId}`;
    throw new StorageError("INCONSISTENT_CLUSTER_ID", message);
  }
  if (meta?.nodeId !== undefined && meta.nodeId !== nodeId) {
    const message = `Log directory ${path} belongs to node ${meta.nodeId}, this is node ${nodeId}`;
    throw new StorageError("INCONSISTENT_NODE_ID", message);
  }
  const directoryId = meta?.directoryId ?? randomUuid(random);
  if (meta?.clusterId === undefined || meta.nodeId === undefined || meta.directoryId === undefined) {
    await Promise.all([
      meta === undefined ? writeBootstrapCheckpoint(disk, path, { ...options.bootstrap, nowMs }) : undefined,
      writeMetaProperties(disk, path, { clusterId, nodeId, directoryId }),
    ]);
  }
  return { path, directoryId };
}
