/**
 * Everything of a node that lies on disk, opened in the order in which one needs the other: the locks of the directories, what
 * they say about cluster and node, the metadata log with its controller, and then, because their configs are in the metadata,
 * the logs.
 */

import type { Clock, Random } from "@ottla/base";
import type { LogConfig } from "@ottla/config";
import {
  createLogEnvironment,
  MemoryDisk,
  NodeDisk,
  openLogManager,
  readMetaProperties,
  StorageError,
} from "@ottla/storage";
import type { Disk, DirectoryLock, LogEnvironment, LogManager, StorageLogger } from "@ottla/storage";
import type { ClusterController } from "../controller/cluster-controller.ts";
import { formatDirectories } from "../controller/format.ts";
import type { Logger } from "../logging/logger.ts";
import { isInMemory } from "./broker-options.ts";
import type { BrokerOptions } from "./broker-options.ts";
import { fileBudget, openFilesLimit } from "./file-budget.ts";
import type { FileBudget } from "./file-budget.ts";
import { cleanerConfigOf, logManagerOptions } from "./log-manager-options.ts";
import { type ClusterNode, type Peers, startNode } from "./cluster-node.ts";
import type { RunningConfig } from "./running-config.ts";

export interface NodeStorage {
  readonly clusterId: string;
  readonly isInMemory: boolean;
  readonly fileBudget: FileBudget;
  readonly controller: ClusterController;
  /** What connects this node to others; undefined for a node of its own. */
  readonly peers: Peers | undefined;
  readonly logManager: LogManager;
  /** The configuration of a topic's logs, from the newest metadata. */
  logConfigOf(topic: string): LogConfig;
  /** Calls back when a log directory stops working; at once for one that did so while it was opened. */
  onDirectoryFailure(listener: (directory: string, error: Error) => void): void;
  /** Closes everything; with a broker epoch the stop is marked as clean. */
  close(brokerEpoch: number | undefined): Promise<void>;
}

export interface NodeStorageOptions {
  readonly options: BrokerOptions;
  readonly runningConfig: RunningConfig;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Opens the storage of a node that is a broker. Whatever was opened before a failure is closed again. */
export function openNodeStorage(given: NodeStorageOptions): Promise<NodeStorage> {
  return withDirectories(given, (locked) => openLocked(given, locked));
}

/** A node that is only a controller: what it has is the metadata log. */
export interface ControllerStorage {
  readonly clusterId: string;
  readonly controller: ClusterController;
  close(): Promise<void>;
}

/** Opens the storage of a node that is only a controller. */
export function openControllerStorage(given: NodeStorageOptions): Promise<ControllerStorage> {
  return withDirectories(given, async (locked) => {
    const { clusterId, node } = await openNode(given, locked);
    const close = async (): Promise<void> => {
      await node.stop();
      await releaseAll(locked.locks);
    };
    return { clusterId, controller: node.controller, close };
  });
}

/** Takes the directories of the configuration into possession, for as long as what is opened in them is open. */
async function withDirectories<T>(
  given: NodeStorageOptions,
  open: (locked: LockedDirectories) => Promise<T>,
): Promise<T> {
  const { options, runningConfig } = given;
  const config = runningConfig.current;
  const inMemory = isInMemory(options);
  const disk = options.disk ?? (inMemory ? new MemoryDisk({ nowMs: () => given.clock.nowMs() }) : new NodeDisk());
  const paths: string[] = [];
  const locks: DirectoryLock[] = [];
  try {
    for (const path of new Set([...config.logDirs, config.metadataLogDir])) {
      try {
        await disk.mkdir(path);
        locks.push(await disk.lockDirectory(path));
        await readMetaProperties(disk, path);
        paths.push(path);
      } catch (error) {
        // The log manager finds it out as well, and goes on without it.
        const isOfTheDisk = error instanceof StorageError && (error.code === "IO" || error.retriable);
        if (!isOfTheDisk || path === config.metadataLogDir) throw error;
      }
    }
    return await open({ disk, paths, locks, inMemory });
  } catch (error) {
    await releaseAll(locks);
    throw error;
  }
}

interface LockedDirectories {
  readonly disk: Disk;
  readonly paths: readonly string[];
  readonly locks: readonly DirectoryLock[];
  readonly inMemory: boolean;
}

interface OpenNode {
  readonly clusterId: string;
  readonly node: ClusterNode;
  readonly budget: FileBudget;
  readonly environment: LogEnvironment;
}

/** Opens the metadata log, and makes this process a node of its cluster. */
async function openNode(given: NodeStorageOptions, locked: LockedDirectories): Promise<OpenNode> {
  const { runningConfig, clock, random, options } = given;
  const { disk, paths, inMemory } = locked;
  const config = runningConfig.current;
  const logger = storageLogger(given.logger);
  const isClustered = config.list("controller.quorum.voters").length > 1 || !config.processRoles.includes("controller");
  const { clusterId, directories } = await formatDirectories({
    isClustered,
    disk,
    random,
    nowMs: clock.nowMs(),
    nodeId: config.nodeId,
    paths,
    ...(options.clusterId === undefined ? {} : { clusterId: options.clusterId }),
  });
  const budget = options.fileBudget ?? fileBudget(inMemory || options.disk !== undefined ? Infinity : openFilesLimit());
  const environment = createLogEnvironment({ disk, clock, random, logger, openFilesMax: budget.logFilesMax });
  const directoryIds = directories.map(({ directoryId }) => directoryId);
  const partitionsMax = budget.partitionsMax;
  const node = await startNode(given, { disk, environment, clusterId, directoryIds, partitionsMax });
  runningConfig.onImage(node.controller.image);
  return { clusterId, node, budget, environment };
}

async function openLocked(given: NodeStorageOptions, locked: LockedDirectories): Promise<NodeStorage> {
  const { runningConfig, clock, random } = given;
  const { disk, locks, inMemory } = locked;
  const logger = storageLogger(given.logger);
  const { clusterId, node, budget, environment } = await openNode(given, locked);
  const { controller, peers } = node;
  const logConfigOf = (topic: string): LogConfig =>
    runningConfig.current.logConfig(controller.image.configs.topicConfigs(topic));
  const failures = new DirectoryFailures();
  let logManager: LogManager;
  try {
    logManager = await openLogManager({
      ...logManagerOptions(runningConfig),
      disk,
      clock,
      random,
      environment,
      directoriesAreLocked: true,
      clusterId,
      logger,
      configOf: logConfigOf,
      cleanerConfig: () => cleanerConfigOf(runningConfig.current),
      onDirectoryFailure: (directory, error) => {
        failures.add(directory, error);
      },
    });
  } catch (error) {
    await node.stop();
    throw error;
  }
  return {
    clusterId,
    isInMemory: inMemory,
    fileBudget: budget,
    controller,
    peers,
    logManager,
    logConfigOf,
    onDirectoryFailure: (listener) => {
      failures.listen(listener);
    },
    close: async (brokerEpoch) => {
      await node.stop();
      await logManager.close(brokerEpoch === undefined ? {} : { brokerEpoch });
      await releaseAll(locks);
    },
  };
}

/** Failures of directories, for a listener that may come after the first. */
class DirectoryFailures {
  readonly #failures: (readonly [string, Error])[] = [];
  #listener: ((directory: string, error: Error) => void) | undefined;

  add(directory: string, error: Error): void {
    this.#failures.push([directory, error]);
    this.#listener?.(directory, error);
  }

  listen(listener: (directory: string, error: Error) => void): void {
    this.#listener = listener;
    for (const [directory, error] of this.#failures) listener(directory, error);
  }
}

function storageLogger(logger: Logger): StorageLogger {
  return (level, message) => {
    logger[level]({}, message);
  };
}

async function releaseAll(locks: readonly DirectoryLock[]): Promise<void> {
  for (const lock of locks) await lock.release();
}
