/**
 * A node that is only a controller (`process.roles=controller`): it has a part in the metadata quorum, takes registrations of brokers and
 * requests that change the cluster, and keeps no partitions.
 */

import { systemClock, systemRandom } from "@ottla/base";
import { ConfigException } from "@ottla/config";
import { silentLogger } from "./logging/logger.ts";
import type { BrokerOptions } from "./lifecycle/broker-options.ts";
import { configOf } from "./lifecycle/broker-options.ts";
import { type ControllerStorage, openControllerStorage } from "./lifecycle/node-storage.ts";
import { RunningConfig } from "./lifecycle/running-config.ts";

/** See the file's head. */
export class ControllerNode {
  readonly #storage: ControllerStorage;
  readonly #runningConfig: RunningConfig;
  readonly #log: (message: string) => void;
  #stopping: Promise<void> | undefined;

  private constructor(storage: ControllerStorage, runningConfig: RunningConfig, log: (message: string) => void) {
    this.#storage = storage;
    this.#runningConfig = runningConfig;
    this.#log = log;
  }

  /** Starts it; resolves when it has caught up with its quorum. Rejects with an operating error that says in one sentence why it cannot. */
  static async start(options: BrokerOptions): Promise<ControllerNode> {
    const config = configOf(options);
    if (config.processRoles.includes("broker")) {
      throw new ConfigException("A node with the role of a broker is started as a Broker.");
    }
    const logger = options.logger ?? silentLogger;
    for (const warning of config.warnings) logger.warn({}, warning);
    const runningConfig = new RunningConfig(config);
    const clock = options.clock ?? systemClock;
    const random = options.random ?? systemRandom;
    const storage = await openControllerStorage({ options, runningConfig, clock, random, logger });
    options.inspect?.({ controller: storage.controller, replicaManager: undefined });
    storage.controller.subscribe({
      onMetadataUpdate: (_delta, image) => {
        runningConfig.onImage(image);
        return Promise.resolve();
      },
    });
    logger.info({ cluster: storage.clusterId, nodeId: config.nodeId }, "the controller serves");
    return new ControllerNode(storage, runningConfig, (message) => logger.info({}, message));
  }

  get clusterId(): string {
    return this.#storage.clusterId;
  }

  get nodeId(): number {
    return this.#runningConfig.current.nodeId;
  }

  /** `host:port` of the first listener. */
  get address(): string {
    const [endpoint] = this.#runningConfig.current.controllerListeners;
    return endpoint === undefined ? "" : `${endpoint.host ?? "0.0.0.0"}:${endpoint.port}`;
  }

  /** Where the metadata log is. */
  get dataDirectories(): readonly string[] {
    return [this.#runningConfig.current.metadataLogDir];
  }

  /** The node that is the active controller as far as this one knows, −1 if it knows none. */
  get activeControllerId(): number {
    return this.#storage.controller.activeControllerId;
  }

  /** Hands over what it leads; resolves when everything is on disk. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#log("the controller stops");
    await this.#storage.close();
    this.#log("the controller has stopped");
  }
}
