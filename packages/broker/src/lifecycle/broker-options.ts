/** What a broker is started with, and the configuration that follows from it. */

import type { Clock, Random } from "@ottla/base";
import { KafkaConfig } from "@ottla/config";
import type { Network, ServerConnection } from "@ottla/network";
import type { RequestHeader } from "@ottla/protocol";
import type { Disk } from "@ottla/storage";
import type { ClusterController } from "../controller/cluster-controller.ts";
import type { Logger } from "../logging/logger.ts";
import type { MetricsAddress } from "../metrics/metrics-server.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { FileBudget } from "./file-budget.ts";

/** What can be looked at inside a node. */
export interface InspectedParts {
  readonly controller: ClusterController;
  /** Undefined in a node that is only a controller. */
  readonly replicaManager: ReplicaManager | undefined;
}

export interface BrokerOptions {
  /**
   * The whole configuration, or Kafka's broker configs by key beside the options below. Default: a node of its own with
   * Kafka's defaults and one replica of internal topics.
   */
  readonly config?: KafkaConfig | Readonly<Record<string, string>>;
  /** Where to listen. Default 127.0.0.1. Not together with a `KafkaConfig`. */
  readonly host?: string;
  /** Default 9092; 0 takes a free one. Not together with a `KafkaConfig`. */
  readonly port?: number;
  /** Where the data is kept (`log.dirs`). Without it and without a `KafkaConfig` everything is kept in memory. */
  readonly dataDir?: string;
  /** Keep everything in memory, whatever the configuration says about directories. Default: see `dataDir`. */
  readonly memory?: boolean;
  /** The cluster to be part of, where the directories do not know one yet. Default: a new one. */
  readonly clusterId?: string;
  /** Default: the system's. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** Default: TCP. */
  readonly network?: Network;
  /** Default: the file system, or a disk in memory. A disk that is passed outlives the broker. */
  readonly disk?: Disk;
  /** Serves metrics over HTTP. Default: not at all. */
  readonly metrics?: MetricsAddress;
  /** How many files and partitions the broker may have. Default: from the process's limit of open files; none for another disk. */
  readonly fileBudget?: FileBudget;
  /** Default: none. */
  readonly logger?: Logger;
  /** Is shown the parts before they serve, for simulations that hold them to their invariants. Default: nobody looks. */
  readonly inspect?: (parts: InspectedParts) => void;
  /** For tests: the error code to answer a request with in place of handling it; undefined handles it. Default: all are handled. */
  readonly refuse?: (request: RequestHeader, connection: ServerConnection) => number | undefined;
  /** An invariant is broken. Default: the error is thrown from the event loop, which ends the process. */
  readonly onFatal?: (error: Error) => void;
}

/** The log directory on a disk that is not the machine's. */
const MEMORY_DIRECTORY = "/ottla";
const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 9092;

/** The configuration of the options. Throws `ConfigException` with one clear sentence. */
export function configOf(options: BrokerOptions): KafkaConfig {
  if (options.config instanceof KafkaConfig) {
    return options.config;
  }
  const props = new Map<string, string>(Object.entries(options.config ?? {}));
  if (options.host !== undefined || options.port !== undefined || !props.has("listeners")) {
    const host = options.host ?? DEFAULT_HOST;
    const bracketed = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
    props.set("listeners", `PLAINTEXT://${bracketed}:${options.port ?? DEFAULT_PORT}`);
  }
  if (options.dataDir !== undefined) {
    props.set("log.dirs", options.dataDir);
  } else if (!props.has("log.dirs") && !props.has("log.dir")) {
    props.set("log.dirs", MEMORY_DIRECTORY);
  }
  return KafkaConfig.standalone(props);
}

/** Whether the broker keeps nothing on a disk of the machine. */
export function isInMemory(options: BrokerOptions): boolean {
  if (options.memory !== undefined) {
    return options.memory;
  }
  const hasDirectories =
    options.config instanceof KafkaConfig ||
    options.config?.["log.dirs"] !== undefined ||
    options.config?.["log.dir"] !== undefined;
  return options.dataDir === undefined && !hasDirectories && options.disk === undefined;
}
