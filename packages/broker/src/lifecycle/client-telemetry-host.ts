/** Loads what serves clients that push metrics when the first of them asks, so that a start without any does not. */

import type { Clock, Random } from "@ottla/base";
import type { ClientTelemetry } from "../client-telemetry/client-telemetry.ts";
import type { Logger } from "../logging/logger.ts";
import type { Metric } from "../metrics/exposition.ts";
import type { Metering } from "../metrics/metering.ts";
import type { NodeStorage } from "./node-storage.ts";
import type { RunningConfig } from "./running-config.ts";

export interface ClientTelemetryHostOptions {
  readonly runningConfig: RunningConfig;
  readonly storage: NodeStorage;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** What shows the metrics; without it they are neither asked for nor kept. */
  readonly metering: Metering | undefined;
}

/** See the file's head. */
export class ClientTelemetryHost {
  readonly #options: ClientTelemetryHostOptions;
  #loading: Promise<ClientTelemetry> | undefined;
  #loaded: ClientTelemetry | undefined;

  constructor(options: ClientTelemetryHostOptions) {
    this.#options = options;
  }

  load(): Promise<ClientTelemetry> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** What clients have pushed; nothing before the first has asked. */
  metrics(): Iterable<Metric> {
    return this.#loaded?.metrics() ?? [];
  }

  async #load(): Promise<ClientTelemetry> {
    const { ClientTelemetry } = await import("../client-telemetry/client-telemetry.ts");
    const { runningConfig, storage, clock, random, logger, metering } = this.#options;
    this.#loaded = new ClientTelemetry({
      maxBytes: runningConfig.current.number("telemetry.max.bytes"),
      isShown: metering !== undefined,
      configs: () => storage.controller.image.configs,
      clock,
      random,
      logger,
    });
    return this.#loaded;
  }
}
