// Topics of a benchmark, made through our own admin client: it costs no JVM, on either broker.
import { Admin, OffsetSpec } from "@ottla/client";
import type { Server } from "./server.ts";

/**
 * Makes a topic, with one replica of each partition if nothing else is said; resolves when their leaders answer for them. (Apache answers CreateTopics before they can, and
 * breaks the connection of a producer with acks=0 that is there too early.)
 */
export async function createTopic(
  { bootstrap }: Pick<Server, "bootstrap">,
  name: string,
  numPartitions: number,
  replicationFactor = 1,
): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": bootstrap });
  (await admin.createTopics([{ name, numPartitions, replicationFactor }])).all();
  const partitions = Array.from({ length: numPartitions }, (_, partition) => ({ topic: name, partition }));
  (await admin.listOffsets(partitions.map((partition) => ({ ...partition, spec: OffsetSpec.LATEST })))).all();
}

export async function deleteTopic({ bootstrap }: Server, name: string): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": bootstrap });
  (await admin.deleteTopics([name])).all();
}
