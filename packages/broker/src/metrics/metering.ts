/** What a broker with metrics has beside one without: loaded only for it. */

import type { FrameHandler } from "@ottla/network";
import type { Logger } from "../logging/logger.ts";
import { CoordinatorMeters } from "./coordinator-metrics.ts";
import { brokerMetrics, type MetricSources } from "./broker-metrics.ts";
import type { Metric } from "./exposition.ts";
import { startMetricsServer, type MetricsAddress, type MetricsServer } from "./metrics-server.ts";
import { ErrorMetrics } from "./error-metrics.ts";
import { processMetrics } from "./process-metrics.ts";
import { RequestMetrics } from "./request-metrics.ts";

/** See the file's head. */
export class Metering {
  readonly #address: MetricsAddress;
  readonly coordinators: CoordinatorMeters = new CoordinatorMeters();
  readonly #errors: ErrorMetrics = new ErrorMetrics();
  #requests: RequestMetrics | undefined;
  #server: MetricsServer | undefined;

  constructor(address: MetricsAddress) {
    this.#address = address;
  }

  /** The handler of the sockets, which counts what it passes on. */
  before(handler: FrameHandler): FrameHandler {
    this.#requests = new RequestMetrics(handler, () => performance.now());
    return this.#requests;
  }

  /** For the router, which knows what it answers. */
  readonly onResponse = (apiKey: number, response: object): void => this.#errors.onResponse(apiKey, response);

  /** @throws Error with one clear sentence when the address cannot be listened on */
  async start(sources: MetricSources, logger: Logger): Promise<void> {
    const requests = this.#requests;
    const { coordinators } = this;
    const errors = this.#errors;
    const own = function* (process: readonly Metric[]): Generator<Metric> {
      yield* brokerMetrics(sources);
      yield* coordinators.metrics();
      if (requests !== undefined) yield* requests.metrics();
      yield* errors.metrics();
      yield* sources.clients();
      yield* process;
    };
    this.#server = await startMetricsServer(this.#address, async () => own(await processMetrics()), logger);
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }
}
