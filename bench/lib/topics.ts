// Topics of a benchmark, made through our own admin client: it costs no JVM, on either broker.
import { Admin } from "@ottla/client";
import type { Server } from "./server.ts";

/** Makes a topic with one replica of each partition. */
export async function createTopic({ bootstrap }: Server, name: string, numPartitions: number): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": bootstrap });
  (await admin.createTopics([{ name, numPartitions, replicationFactor: 1 }])).all();
}

export async function deleteTopic({ bootstrap }: Server, name: string): Promise<void> {
  await using admin = new Admin({ "bootstrap.servers": bootstrap });
  (await admin.deleteTopics([name])).all();
}
