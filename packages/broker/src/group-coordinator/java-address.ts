/**
 * An IP address as Java prints an InetAddress without a host name: a slash, and for IPv6 eight groups in full. Kafka keeps
 * it as a member's client host, and tools show it.
 */

export function javaAddressText(host: string): string {
  if (!host.includes(":")) return `/${host}`;
  const [address = "", scope] = host.split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  // Java takes an IPv4-mapped address for the IPv4 address it maps.
  if (mapped !== undefined) return `/${mapped}`;
  const text = groupsOf(address).map((group) => Number.parseInt(group, 16).toString(16));
  return `/${text.join(":")}${scope === undefined ? "" : `%${scope}`}`;
}

/** The eight groups of an IPv6 address; `::` stands for as many zero groups as are missing. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  if (tail === undefined) return before;
  const after = tail === "" ? [] : tail.split(":");
  const missing = Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array.from({ length: missing }, () => "0"), ...after];
}
