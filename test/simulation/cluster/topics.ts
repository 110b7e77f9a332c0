/** The topics that clients write to, made as soon as there is a cluster to make them in. */
import { ErrorCode } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { Client } from "./client.ts";
import type { ClusterWorld } from "./cluster-world.ts";
import { REPLICAS } from "./layout.ts";

const CREATE = [CreateTopicsRequest, CreateTopicsResponse] as const;
const CREATE_VERSION = 7;
const RETRY_MS = 200;

/** `host` is the machine that asks. */
export async function createTopic(
  world: ClusterWorld,
  { host, ...named }: { readonly name: string; readonly numPartitions: number; readonly host: string },
): Promise<void> {
  const client = new Client(world.clock, world.network.host(host));
  const topic = { ...named, replicationFactor: REPLICAS, assignments: [], configs: [] };
  for (let attempt = 0; ; attempt++) {
    const nodeId = world.brokers[attempt % world.brokers.length]!.id;
    const answer = await client.request({ nodeId, timeoutMs: 5000 }, CREATE, CREATE_VERSION, {
      topics: [topic],
      timeoutMs: 4000,
    });
    const errorCode = answer?.topics[0]?.errorCode;
    if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.TOPIC_ALREADY_EXISTS) return;
    await client.sleep(RETRY_MS);
  }
}
