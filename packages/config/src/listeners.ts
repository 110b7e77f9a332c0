/**
 * `listeners`, `advertised.listeners` and `listener.security.protocol.map`: parsing, and the rules of names and ports.
 */

import { ConfigException } from "./config-exception.ts";

/** How a listener talks. */
export type SecurityProtocol = "PLAINTEXT" | "SSL" | "SASL_PLAINTEXT" | "SASL_SSL";

const SECURITY_PROTOCOLS: readonly string[] = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];

/** One listener's address. */
export interface Endpoint {
  /** Upper case. */
  readonly listenerName: string;
  readonly securityProtocol: SecurityProtocol;
  /** null: every interface. */
  readonly host: string | null;
  readonly port: number;
}

const ENDPOINT = /^(.*):\/\/\[?([0-9a-zA-Z\-%._:]*)\]?:(-?[0-9]+)$/;

/** `NAME:PROTOCOL,…` as a map from upper-case listener name to protocol. Throws `ConfigException`. */
export function parseSecurityProtocolMap(text: string): Map<string, SecurityProtocol> {
  const name = "listener.security.protocol.map";
  const map = new Map<string, SecurityProtocol>();
  if (text === "") return map;
  for (const pair of text.split(/\s*,\s*/)) {
    const colon = pair.lastIndexOf(":");
    if (colon < 0) throw new ConfigException(`Error parsing configuration property '${name}': no colon in '${pair}'`);
    const protocol = pair.slice(colon + 1).trim();
    if (!isSecurityProtocol(protocol.toUpperCase())) {
      throw new ConfigException(`Invalid security protocol \`${protocol}\` defined in ${name}`);
    }
    map.set(pair.slice(0, colon).trim().toUpperCase(), protocol.toUpperCase() as SecurityProtocol);
  }
  return map;
}

function isSecurityProtocol(text: string): text is SecurityProtocol {
  return SECURITY_PROTOCOLS.includes(text);
}

/** Whether a listener of this name speaks TLS or SASL by its very name. */
export function isSecureName(name: string): boolean {
  return name === "SSL" || name === "SASL_SSL" || name === "SASL_PLAINTEXT";
}

/**
 * Parses `NAME://host:port` entries. Names are distinct; so are ports, except port 0 and one IPv4 beside one IPv6
 * address, unless `requireDistinctPorts` is false. Throws `ConfigException`.
 */
export function parseListeners(
  entries: readonly string[],
  protocols: ReadonlyMap<string, SecurityProtocol>,
  requireDistinctPorts: boolean,
): Endpoint[] {
  const shown = `[${entries.join(", ")}]`;
  try {
    const endpoints = entries.map((entry) => parseEndpoint(entry, protocols));
    if (new Set(endpoints.map((endpoint) => endpoint.listenerName)).size !== endpoints.length) {
      throw new ConfigException(`Each listener must have a different name, listeners: ${shown}`);
    }
    if (requireDistinctPorts) checkPorts(endpoints, shown);
    return endpoints;
  } catch (error) {
    if (!(error instanceof ConfigException)) throw error;
    throw new ConfigException(`Error creating broker listeners from '${shown}': ${error.message}`);
  }
}

function parseEndpoint(entry: string, protocols: ReadonlyMap<string, SecurityProtocol>): Endpoint {
  const [, rawName, host, port] = ENDPOINT.exec(entry) ?? [];
  if (rawName === undefined || host === undefined) {
    throw new ConfigException(`Unable to parse ${entry} to a broker endpoint`);
  }
  const listenerName = rawName.toUpperCase();
  const securityProtocol = protocols.get(listenerName);
  if (securityProtocol === undefined) {
    throw new ConfigException(`No security protocol defined for listener ${listenerName}`);
  }
  return { listenerName, securityProtocol, host: host === "" ? null : host, port: Number(port) };
}

function checkPorts(endpoints: readonly Endpoint[], shown: string): void {
  const byPort = Map.groupBy(
    endpoints.filter((endpoint) => endpoint.port !== 0),
    (endpoint) => endpoint.port,
  );
  for (const [port, sharing] of byPort) {
    if (sharing.length < 2) continue;
    const families = sharing.map((endpoint) => addressFamily(endpoint.host));
    const withoutIp = families.filter((family) => family === undefined).length;
    if (withoutIp > 1) {
      throw new ConfigException(`Each listener must have a different port, listeners: ${shown}`);
    }
    const withIp = sharing.length - withoutIp;
    if (withIp > 2 || withIp === 1) {
      throw new ConfigException(
        "Each listener must have a different port unless exactly one listener has an IPv4 address and the other IPv6 " +
          `address, listeners: ${shown}, port: ${port}`,
      );
    }
    if (!families.includes(4) || !families.includes(6) || withoutIp > 0) {
      throw new ConfigException(
        "If you have two listeners on the same port then one needs to be IPv4 and the other IPv6, listeners: " +
          `${shown}, port: ${port}`,
      );
    }
  }
}

function addressFamily(host: string | null): 4 | 6 | undefined {
  if (host === null) return undefined;
  if (host.includes(":")) return 6;
  const parts = host.split(".");
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256) ? 4 : undefined;
}
