/** Host and port of an address as Kafka's `Utils.getHost` and `Utils.getPort` find them. */

const ADDRESS = /^(?:[0-9a-zA-Z\-%._]*:\/\/)?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)$/;
const VALID_HOST = /^[0-9a-zA-Z\-%._:]+$/;

/** The parts that could be found. IPv6 hosts are written in brackets and returned without. */
export function parseHostAndPort(address: string): { host: string | undefined; port: number | undefined } {
  const match = ADDRESS.exec(address);
  const host = match?.[1];
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  return {
    host: host !== undefined && VALID_HOST.test(host) ? host : undefined,
    port: port !== undefined && port <= 65535 ? port : undefined,
  };
}
