/**
 * What makes a process a node of its cluster: the metadata log, this node's part in the quorum over it, and, where there are others, the ways to them.
 * A node that is not alone has caught up with the metadata when its start resolves. What only a node with others needs is imported only there.
 */

import type { Uuid } from "@ottla/base";
import type { Disk, LogEnvironment } from "@ottla/storage";
import { readBootstrapCheckpoint } from "../controller/bootstrap-checkpoint.ts";
import { ClusterController, type ClusterControllerOptions } from "../controller/cluster-controller.ts";
import { METADATA_LOG_DIRECTORY, UnifiedMetadataLog } from "../controller/unified-metadata-log.ts";
import type { Forwarding } from "../inter-broker/forwarding.ts";
import type { BrokerLifecycle } from "./broker-lifecycle.ts";
import type { Membership } from "./membership.ts";
import type { NodeStorageOptions } from "./node-storage.ts";
import type { assembleReplication } from "./replication.ts";

/** What the node's directories are. */
export interface NodeDirectories {
  readonly disk: Disk;
  readonly environment: LogEnvironment;
  readonly clusterId: string;
  /** Of `log.dirs` and `metadata.log.dir`. */
  readonly directoryIds: readonly Uuid[];
  readonly partitionsMax: number;
}

/** What a broker with others around it does with them. */
export interface Peers {
  readonly membership: Membership;
  /** This broker's life in its cluster, as its controllers see it; undefined where it is its own only controller. */
  readonly lifecycle: BrokerLifecycle | undefined;
  /** Sends requests on to the active controller; undefined where that is always this node. */
  readonly forwarding: Forwarding | undefined;
  readonly assembleReplication: typeof assembleReplication;
}

/** See the file's head. */
export interface ClusterNode {
  readonly controller: ClusterController;
  /** Undefined for a node of its own. */
  readonly peers: Peers | undefined;
  /** Hands over what this node leads in the quorum and closes the metadata log. */
  stop(): Promise<void>;
}

/** Starts the node's part in the cluster. What was started before a failure is stopped again. */
export async function startNode(given: NodeStorageOptions, directories: NodeDirectories): Promise<ClusterNode> {
  const { runningConfig, clock, random, logger } = given;
  const { disk, environment, clusterId, directoryIds, partitionsMax } = directories;
  const config = runningConfig.current;
  const hasVoters = config.list("controller.quorum.voters").length > 0;
  const member = hasVoters ? await import("./cluster-member.ts") : undefined;
  const isController = config.processRoles.includes("controller");
  const bootstrapRecords = isController ? await readBootstrapCheckpoint(disk, config.metadataLogDir) : undefined;
  const options: ClusterControllerOptions = {
    clock,
    random,
    logger,
    disk,
    config: () => runningConfig.current,
    clusterId,
    log: await UnifiedMetadataLog.open({ environment, config }),
    logDirectory: `${config.metadataLogDir}/${METADATA_LOG_DIRECTORY}`,
    directoryIds,
    replicasMax: new Map([[config.nodeId, partitionsMax]]),
    ...(bootstrapRecords && { bootstrapRecords }),
  };
  if (member !== undefined) return member.startMember(given, directories, options);
  const controller = await ClusterController.start(options);
  return { controller, peers: undefined, stop: () => controller.stop() };
}
