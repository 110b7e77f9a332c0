/**
 * Which address a client is told for a node. `advertised.listeners` decides where it is set, for the listener that the client
 * came through. Where it is not, this node advertises the address that the client itself dialled: whoever reached us by an
 * address can reach us there again, also through a container's or a tunnel's.
 */

import type { KafkaConfig } from "@ottla/config";
import type { MetadataImage } from "@ottla/metadata";
import type { RequestContext } from "../handlers/handler.ts";
import type { AdvertisedEndpoint } from "../services/broker-services.ts";

export interface AdvertisedEndpointsOptions {
  readonly nodeId: number;
  readonly config: () => KafkaConfig;
  readonly image: () => MetadataImage;
}

/** See `BrokerServices.advertisedEndpoint`. */
export class AdvertisedEndpoints {
  readonly #options: AdvertisedEndpointsOptions;

  constructor(options: AdvertisedEndpointsOptions) {
    this.#options = options;
  }

  find(nodeId: number, { connection }: Pick<RequestContext, "connection">): AdvertisedEndpoint | undefined {
    const broker = this.#options.image().cluster.brokers.get(nodeId);
    if (broker === undefined || broker.fenced) {
      return undefined;
    }
    const isThisNode = nodeId === this.#options.nodeId;
    const advertised = isThisNode ? this.#options.config().advertisedBrokerListeners : undefined;
    if (isThisNode && advertised === undefined) {
      const { host, port } = connection.localAddress;
      return { nodeId, host, port, rack: broker.rack };
    }
    const registered = broker.endpoints.find(({ listenerName }) => listenerName === connection.listenerName);
    return registered === undefined
      ? undefined
      : { nodeId, host: registered.host, port: registered.port, rack: broker.rack };
  }
}
