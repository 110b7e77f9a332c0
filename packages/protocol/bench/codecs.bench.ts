// Time of the codecs on the hot path. Run: node --conditions=@ottla/source packages/protocol/bench/codecs.bench.ts
// The messages are the ones of a busy broker: one or six partitions, 16 KiB of records each, newest versions.
import { bench, do_not_optimize, group, run } from "mitata";
import { decodeMessage, encodeMessage, encodeResponse } from "../src/frames.ts";
import { FetchRequest, FetchResponse } from "../src/generated/fetch.ts";
import { MetadataRequest, MetadataResponse } from "../src/generated/metadata.ts";
import { ProduceRequest, ProduceResponse } from "../src/generated/produce.ts";
import type { Input } from "../src/wire/input.ts";
import type { MessageCodec } from "../src/wire/message-codec.ts";
import { WireReader } from "../src/wire/reader.ts";
import { WireWriter } from "../src/wire/writer.ts";

const PRODUCE_VERSION = 13;
const FETCH_VERSION = 18;
const METADATA_VERSION = 13;
const TOPIC_ID = "3Jt3Wl3ISLqmQJbYbLqKqg";
const records = Buffer.alloc(16 * 1024, 1);

function partitions<T>(count: number, partition: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => partition(index));
}

function produceRequest(count: number, records: Uint8Array): Input<ProduceRequest> {
  const partitionData = partitions(count, (index) => ({ index, records }));
  return { acks: -1, timeoutMs: 30_000, topicData: [{ topicId: TOPIC_ID, name: "", partitionData }] };
}

function produceResponse(count: number): Input<ProduceResponse> {
  const partitionResponses = partitions(count, (index) => ({
    index,
    errorCode: 0,
    baseOffset: 1_234_567_890_123,
    logAppendTimeMs: -1,
    logStartOffset: 0,
  }));
  return { responses: [{ topicId: TOPIC_ID, partitionResponses }], throttleTimeMs: 0 };
}

function fetchRequest(count: number): Input<FetchRequest> {
  const topic = {
    topicId: TOPIC_ID,
    partitions: partitions(count, (partition) => ({
      partition,
      currentLeaderEpoch: 3,
      fetchOffset: 1_234_567_890_123,
      lastFetchedEpoch: -1,
      partitionMaxBytes: 1 << 20,
    })),
  };
  return { maxWaitMs: 500, minBytes: 1, maxBytes: 50 << 20, sessionId: 12345, sessionEpoch: 6, topics: [topic] };
}

function fetchResponse(count: number, records: Uint8Array): Input<FetchResponse> {
  const topic = {
    topicId: TOPIC_ID,
    partitions: partitions(count, (partitionIndex) => ({
      partitionIndex,
      highWatermark: 1_234_567_890_123,
      lastStableOffset: 1_234_567_890_123,
      logStartOffset: 0,
      abortedTransactions: null,
      records,
    })),
  };
  return { sessionId: 12345, responses: [topic] };
}

function metadataResponse(topics: number, count: number): Input<MetadataResponse> {
  return {
    brokers: [{ nodeId: 1, host: "127.0.0.1", port: 9092 }],
    clusterId: "5L6g3nShT-eMCtK--X86sw",
    controllerId: 1,
    topics: Array.from({ length: topics }, (_, index) => ({
      name: `topic-${index}`,
      topicId: TOPIC_ID,
      partitions: partitions(count, (partitionIndex) => ({
        partitionIndex,
        leaderId: 1,
        leaderEpoch: 2,
        replicaNodes: [1],
        isrNodes: [1],
      })),
    })),
  };
}

function measure<T>(name: string, codec: MessageCodec<T>, message: Input<T>, version: number): void {
  const bytes = Buffer.from(encodeMessage(codec, message, version));
  const writer = new WireWriter(64 * 1024);
  bench(`${name} decode`, () => do_not_optimize(codec.decode(new WireReader(bytes), version)));
  bench(`${name} encode`, () => do_not_optimize(encodeResponse(codec, message, { version, correlationId: 7 }, writer)));
  if (decodeMessage(codec, bytes, version) === undefined) throw new Error(name);
}

for (const count of [1, 6]) {
  group(`${count} partitions`, () => {
    measure(`ProduceRequest ×${count}`, ProduceRequest, produceRequest(count, records), PRODUCE_VERSION);
    measure(`ProduceResponse ×${count}`, ProduceResponse, produceResponse(count), PRODUCE_VERSION);
    measure(`FetchRequest ×${count}`, FetchRequest, fetchRequest(count), FETCH_VERSION);
    measure(`FetchResponse ×${count}`, FetchResponse, fetchResponse(count, records), FETCH_VERSION);
  });
}
group("metadata", () => {
  measure("MetadataRequest", MetadataRequest, { topics: [{ name: "topic-1" }] }, METADATA_VERSION);
  measure("MetadataResponse 100×6", MetadataResponse, metadataResponse(100, 6), METADATA_VERSION);
});

await run();
