/** The connections of a broker to other brokers, for what coordinators ask of leaders and leaders of coordinators. */

import type { Clock } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import type { MetadataImage } from "@ottla/metadata";
import type { Network } from "@ottla/network";
import type { Input } from "@ottla/protocol";
import { type Api, type NodeAddress, NodeConnection } from "./node-connection.ts";

export interface BrokerConnectionsOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly config: () => KafkaConfig;
  readonly image: () => MetadataImage;
}

/** See the file's head. */
export class BrokerConnections {
  readonly #options: BrokerConnectionsOptions;
  readonly #connections = new Map<number, NodeConnection>();

  constructor(options: BrokerConnectionsOptions) {
    this.#options = options;
  }

  /** Asks another broker, in the highest version both know. Rejects when there is no answer. */
  request<Req, Res>(brokerId: number, api: Api<Req, Res>, body: Input<Req>): Promise<Res> {
    const timeoutMs = this.#options.config().number("request.timeout.ms");
    return this.#connectionTo(brokerId).request(api, body, { timeoutMs });
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  #connectionTo(brokerId: number): NodeConnection {
    let connection = this.#connections.get(brokerId);
    if (connection === undefined) {
      const { network, clock, config } = this.#options;
      const clientId = `broker-${config().nodeId}-inter-broker`;
      const address = (): NodeAddress | undefined => addressOf(this.#options, brokerId);
      connection = new NodeConnection({ network, clock, address, clientId, discoversVersions: true });
      this.#connections.set(brokerId, connection);
    }
    return connection;
  }
}

/** Where a broker listens for others, as the metadata has it. */
export function addressOf(
  { config, image }: Pick<BrokerConnectionsOptions, "config" | "image">,
  brokerId: number,
): NodeAddress | undefined {
  const { name } = config().interBrokerListener;
  const endpoints = image().cluster.brokers.get(brokerId)?.endpoints;
  const found = endpoints?.find(({ listenerName }) => listenerName === name);
  return found === undefined ? undefined : { host: found.host, port: found.port };
}
