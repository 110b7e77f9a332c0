// What tests of clusters in memory do with them: start, write and read partition 0 of topic `t`, and see who leads it.
import type { TestContext } from "node:test";
import { ErrorCode, type Input, type MessageCodec } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { CompressionType, RecordBatchBuilder, recordCountAt } from "@ottla/records";
import { MemoryCluster } from "./memory-cluster.ts";

/** Short, so that the tests are; the ratios are Kafka's. */
export const QUICK = {
  "broker.heartbeat.interval.ms": "500",
  "broker.session.timeout.ms": "2000",
  "replica.lag.time.max.ms": "3000",
};

export async function clusterOf(
  context: TestContext,
  ids: {
    readonly voters: readonly number[];
    readonly brokers?: readonly number[];
    /** Whether the nodes that vote have partitions, too. Default true. */
    readonly votersAreBrokers?: boolean;
  },
  config: Readonly<Record<string, string>> = QUICK,
): Promise<MemoryCluster> {
  const cluster = new MemoryCluster(ids.voters, config, ids);
  context.after(() => cluster.close());
  await cluster.start(...ids.voters, ...(ids.brokers ?? []));
  return cluster;
}

export function batch(value: string): Uint8Array {
  const builder = new RecordBatchBuilder({ compression: CompressionType.NONE });
  builder.append(1_735_689_600_000, null, Buffer.from(value));
  return builder.build();
}

/** Appends one record with acks=all to partition 0; returns the error code. */
export async function produce(cluster: MemoryCluster, at: number, value: string, timeoutMs = 30_000): Promise<number> {
  const client = await cluster.dial(at);
  const topicData = [{ name: "t", partitionData: [{ index: 0, records: batch(value) }] }];
  const body = { acks: -1, timeoutMs, topicData };
  const { responses } = await cluster.run(client.request([ProduceRequest, ProduceResponse], 11, body));
  client.connection.close();
  return responses[0]?.partitionResponses[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
}

/** Reads partition 0 as a follower would be read from; returns the values. */
export async function read(cluster: MemoryCluster, at: number): Promise<{ records: number; highWatermark: number }> {
  const client = await cluster.dial(at);
  const partition = {
    partition: 0,
    fetchOffset: 0,
    currentLeaderEpoch: -1,
    partitionMaxBytes: 1 << 20,
    logStartOffset: -1,
  };
  const body = {
    replicaId: -1,
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 1 << 20,
    topics: [{ topic: "t", partitions: [partition] }],
    forgottenTopicsData: [],
  };
  const { responses } = await cluster.run(client.request([FetchRequest, FetchResponse], 12, body));
  client.connection.close();
  const data = responses[0]?.partitions[0];
  const bytes = data?.records ?? new Uint8Array(0);
  let records = 0;
  for (let at1 = 0; at1 < bytes.length;) {
    records += recordCountAt(bytes, at1);
    at1 += 12 + new DataView(bytes.buffer, bytes.byteOffset + at1).getInt32(8);
  }
  return { records, highWatermark: data?.highWatermark ?? -1 };
}

export async function leaderOf(cluster: MemoryCluster, at: number): Promise<number> {
  return (await cluster.partitions(at, "t"))[0]?.leaderId ?? -1;
}

/** One request and its answer. */
export async function ask<Request, Response>(
  cluster: MemoryCluster,
  at: number,
  [codecs, version]: readonly [readonly [MessageCodec<Request>, MessageCodec<Response>], number],
  body: Input<Request>,
): Promise<Response> {
  const client = await cluster.dial(at);
  const response = await cluster.run(client.request(codecs, version, body));
  client.connection.close();
  return response;
}
