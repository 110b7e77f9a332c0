/** A node's controller on a disk in memory, for tests; it can be started again and again. */

import { Prng, VirtualClock } from "@ottla/base";
import { KafkaConfig } from "@ottla/config";
import { createLogEnvironment, type DiskOperationKind, MemoryDisk, StorageError } from "@ottla/storage";
import { silentLogger } from "../../logging/logger.ts";
import { ClusterController, type ClusterControllerOptions } from "../cluster-controller.ts";
import { formatDirectories } from "../format.ts";
import type { MetadataLog } from "../metadata-log.ts";
import { METADATA_LOG_DIRECTORY, UnifiedMetadataLog } from "../unified-metadata-log.ts";

export const DATA = "/data";
const ENDPOINT = { listenerName: "PLAINTEXT", host: "localhost", port: 9092, securityProtocol: 0 };

export class TestNode {
  readonly clock: VirtualClock = new VirtualClock();
  /** Set to make writes under this path part fail. */
  fault: { readonly pathPart: string; readonly kinds: readonly DiskOperationKind[] } | undefined;
  readonly disk: MemoryDisk = new MemoryDisk({
    nowMs: () => this.clock.nowMs(),
    tracksDurability: true,
    onOperation: ({ kind, path, bytes }) => {
      const isHit = this.fault?.kinds.includes(kind) === true && path.includes(this.fault.pathPart);
      const error = new StorageError("NO_SPACE", "no space left on device");
      return isHit ? { error, writtenBytes: Math.floor(bytes / 2) } : undefined;
    },
  });
  readonly config: KafkaConfig;
  #seed = 1;

  constructor(props: Record<string, string> = {}) {
    this.config = KafkaConfig.standalone(new Map([["log.dirs", DATA], ...Object.entries(props)]));
  }

  async start(log?: MetadataLog, quorum?: ClusterControllerOptions["quorum"]): Promise<ClusterController> {
    const random = new Prng(this.#seed++);
    const { disk, clock, config } = this;
    const formatted = await formatDirectories({ disk, random, nowMs: 1, nodeId: 1, paths: [DATA] });
    await disk.mkdir(`${DATA}/${METADATA_LOG_DIRECTORY}`);
    const environment = createLogEnvironment({ disk, clock, random });
    return ClusterController.start({
      clock,
      random,
      logger: silentLogger,
      disk,
      config: () => config,
      clusterId: formatted.clusterId,
      log: log ?? (await UnifiedMetadataLog.open({ environment, config })),
      logDirectory: `${DATA}/${METADATA_LOG_DIRECTORY}`,
      directoryIds: formatted.directories.map(({ directoryId }) => directoryId),
      ...(quorum === undefined ? {} : { quorum }),
    });
  }

  /** Registered and able to lead. */
  async startBroker(log?: MetadataLog): Promise<ClusterController> {
    const controller = await this.start(log);
    await controller.register({ brokerEndpoints: [ENDPOINT], controllerEndpoints: [] });
    await controller.unfence();
    return controller;
  }

  /** Names of the files beside the metadata log. */
  async files(suffix: string): Promise<string[]> {
    const entries = await this.disk.list(`${DATA}/${METADATA_LOG_DIRECTORY}`);
    return entries.map(({ name }) => name).filter((name) => name.endsWith(suffix));
  }
}
