/**
 * A share consumer on the scripted cluster, for unit tests: one topic `t` with one partition, and virtual time.
 */
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import { ShareFetchRequest, ShareFetchResponse } from "@ottla/protocol/messages/share-fetch";
import {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import { RecordBatchBuilder } from "@ottla/records";
import type { ShareConsumerOptions } from "../config/share-consumer-config.ts";
import { ShareConsumer } from "../share-consumer/share-consumer.ts";
import { untilOver } from "./outcome.ts";
import { ScriptedCluster } from "./scripted-broker.ts";

/** The cluster, what it will answer, and the consumer. */
export interface ShareWorld {
  readonly cluster: ScriptedCluster;
  readonly topicId: string;
  /** Records that are given with the next fetches, one batch each; `acquired` are their offsets. */
  readonly batches: { bytes: Uint8Array; acquired: readonly [number, number] }[];
  /** Errors of the next fetches and acknowledgements as a whole. */
  readonly fetchErrors: number[];
  readonly acknowledgeErrors: number[];
  readonly consumer: ShareConsumer<string, string>;
  run<T>(call: Promise<T>): Promise<T>;
}

/** A batch of records with these values. */
export function batch(baseOffset: number, ...values: string[]): Uint8Array {
  const builder = new RecordBatchBuilder({ baseOffset });
  for (const value of values) builder.append(1, null, Buffer.from(value));
  return builder.build();
}

/** Runs a test in a world of its own. */
export async function shareWorld(options: object, test: (world: ShareWorld) => Promise<void>): Promise<void> {
  await using cluster = await ScriptedCluster.start(1);
  const { topicId } = cluster.addTopic("t", [0]);
  const batches: ShareWorld["batches"] = [];
  const fetchErrors: number[] = [];
  const acknowledgeErrors: number[] = [];
  cluster.on({ request: FindCoordinatorRequest, response: FindCoordinatorResponse }, ({ body }) => {
    const port = Number(cluster.bootstrapServers[0]?.split(":")[1]);
    return { coordinators: body.coordinatorKeys.map((key) => ({ key, nodeId: 0, host: "localhost", port })) };
  });
  cluster.on({ request: ShareGroupHeartbeatRequest, response: ShareGroupHeartbeatResponse }, ({ body }) => ({
    memberEpoch: body.memberEpoch < 0 ? body.memberEpoch : 1,
    heartbeatIntervalMs: 1_000,
    assignment: { topicPartitions: [{ topicId, partitions: [0] }] },
  }));
  cluster.on({ request: ShareFetchRequest, response: ShareFetchResponse }, async ({ body }) => {
    const errorCode = fetchErrors.shift() ?? 0;
    if (errorCode !== 0) return { errorCode };
    const next = batches.shift();
    if (next === undefined) {
      await new Promise<void>((resolve) => void cluster.clock.setTimer(body.maxWaitMs, resolve));
      return { acquisitionLockTimeoutMs: 30_000 };
    }
    const [firstOffset, lastOffset] = next.acquired;
    const acquiredRecords = [{ firstOffset, lastOffset, deliveryCount: 2 }];
    const partitions = [{ partitionIndex: 0, records: [next.bytes], acquiredRecords }];
    return { acquisitionLockTimeoutMs: 30_000, responses: [{ topicId, partitions }] };
  });
  cluster.on({ request: ShareAcknowledgeRequest, response: ShareAcknowledgeResponse }, ({ body }) => {
    const errorCode = acknowledgeErrors.shift() ?? 0;
    if (errorCode !== 0) return { errorCode };
    return {
      responses: body.topics.map((topic) => ({
        topicId: topic.topicId,
        partitions: topic.partitions.map(({ partitionIndex }) => ({ partitionIndex })),
      })),
    };
  });
  const all = {
    bootstrapServers: cluster.bootstrapServers,
    groupId: "g",
    keyDeserializer: "StringDeserializer",
    valueDeserializer: "StringDeserializer",
    ...options,
  };
  const consumer = new ShareConsumer<string, string>(all as ShareConsumerOptions<string, string>, cluster.ports);
  const run = <T>(call: Promise<T>): Promise<T> => untilOver(cluster, call);
  try {
    await test({ cluster, topicId, batches, fetchErrors, acknowledgeErrors, consumer, run });
  } finally {
    await run(consumer.close({ timeoutMs: 2_000 }));
  }
}

/** The values that one poll gives. */
export async function values(w: ShareWorld, timeoutMs = 1_000): Promise<string[]> {
  return [...(await w.run(w.consumer.poll({ timeoutMs })))].map((one) => one.value);
}

/** All acknowledgements that the cluster has seen, as their batches. */
export function acknowledged(cluster: ScriptedCluster): object[] {
  const requests = [...cluster.seen(ShareFetchRequest), ...cluster.seen(ShareAcknowledgeRequest)];
  return requests.flatMap(({ body }) =>
    body.topics.flatMap((topic) => topic.partitions.flatMap((one) => one.acknowledgementBatches)),
  );
}
