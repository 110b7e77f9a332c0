/**
 * A broker as clients see it: the id it has in the cluster, and where to dial it.
 */

/** A broker's id and address. Bootstrap addresses have negative ids until the first metadata response names the brokers. */
export interface KafkaNode {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  /** The rack the broker is in, or null when it has none. */
  readonly rack: string | null;
  readonly isFenced?: boolean;
}

/** The text `host:port (id: N rack: R)`, as Kafka prints a node. */
export function nodeName(node: KafkaNode): string {
  const rack = node.rack === null ? "null" : node.rack;
  return `${node.host}:${node.port} (id: ${node.id} rack: ${rack} isFenced: ${node.isFenced ?? false})`;
}
