/** Opens the listeners of the configuration and says what to register of them. */

import { hostname } from "node:os";
import type { Endpoint, KafkaConfig } from "@ottla/config";
import type { RegisteredEndpoint } from "@ottla/metadata";
import type { SocketAddress, SocketServer } from "@ottla/network";
import { ConfigException } from "@ottla/config";
import type { Membership } from "./membership.ts";

/** A listener that is open. */
export interface OpenListener {
  readonly endpoint: Endpoint;
  /** The address really bound. */
  readonly address: SocketAddress;
}

/** Ids of security protocols in registration records. */
const SECURITY_PROTOCOL_IDS = { PLAINTEXT: 0, SSL: 1, SASL_PLAINTEXT: 2, SASL_SSL: 3 } as const;

const WILDCARD_HOST = "0.0.0.0";

/** Refuses what is not served before anything is opened. */
export function checkListeners(config: KafkaConfig): void {
  for (const { listenerName, securityProtocol } of config.listeners) {
    if (securityProtocol !== "PLAINTEXT") {
      throw new ConfigException(
        `Listener ${listenerName} uses ${securityProtocol}, which is not served yet: use PLAINTEXT`,
      );
    }
  }
}

/** Binds every broker listener. */
export async function openListeners(server: SocketServer, config: KafkaConfig): Promise<OpenListener[]> {
  const opened: OpenListener[] = [];
  for (const endpoint of config.brokerListeners) {
    const address = await server.listen({
      name: endpoint.listenerName,
      securityProtocol: endpoint.securityProtocol,
      host: endpoint.host ?? WILDCARD_HOST,
      port: endpoint.port,
    });
    opened.push({ endpoint, address });
  }
  return opened;
}

/** What other nodes are told: `advertised.listeners`, else the listeners with the ports that were bound. */
export function endpointsToRegister(config: KafkaConfig, opened: readonly OpenListener[]): RegisteredEndpoint[] {
  const advertised = config.advertisedBrokerListeners;
  const endpoints =
    advertised ??
    opened.map(({ endpoint, address }) => ({
      ...endpoint,
      host: isWildcard(endpoint.host) ? hostname() : endpoint.host,
      port: address.port,
    }));
  return endpoints.map(({ listenerName, securityProtocol, host, port }) => ({
    listenerName,
    securityProtocol: SECURITY_PROTOCOL_IDS[securityProtocol],
    host: host ?? hostname(),
    port,
  }));
}

/** What other nodes are told of this one as the only controller of its cluster. */
export function controllerEndpointsOf(membership: Membership | undefined): RegisteredEndpoint[] {
  if (membership === undefined) return [];
  const { endpoints, identity } = membership;
  const { listenerName } = identity;
  const securityProtocol = SECURITY_PROTOCOL_IDS.PLAINTEXT;
  return [...endpoints.values()].map((endpoint) => ({ listenerName, ...endpoint, securityProtocol }));
}

/** The address to give to a client on this machine. */
export function bootstrapAddressOf({ endpoint, address }: OpenListener): string {
  const host = isWildcard(endpoint.host) ? "localhost" : (endpoint.host ?? address.host);
  return host.includes(":") ? `[${host}]:${address.port}` : `${host}:${address.port}`;
}

function isWildcard(host: string | null): boolean {
  return host === null || host === "" || host === "0.0.0.0" || host === "::";
}
