/**
 * Counting the errors of an answer, which a broker with metrics does for each: `node --conditions=@ottla/source
 * packages/broker/bench/error-metrics.bench.ts`. Times are per answer; what is counted is every partition's error.
 */
import { bench, do_not_optimize, run } from "mitata";
import { ApiKey } from "@ottla/protocol";
import { ErrorMetrics } from "../src/metrics/error-metrics.ts";

const metrics = new ErrorMetrics();

function fetchAnswer(partitionCount: number): object {
  const partitions = Array.from({ length: partitionCount }, (_, partitionIndex) => ({
    partitionIndex,
    errorCode: 0,
    highWatermark: 1_000,
    lastStableOffset: 1_000,
    logStartOffset: 0,
    abortedTransactions: null,
    preferredReadReplica: -1,
    records: Buffer.alloc(100),
  }));
  const topicId = "kcPDw8PDw8PDw8PDw8PDww";
  return { throttleTimeMs: 0, errorCode: 0, sessionId: 1, responses: [{ topic: "", topicId, partitions }] };
}

function metadataAnswer(partitionCount: number): object {
  const partitions = Array.from({ length: partitionCount }, (_, partitionIndex) => ({
    errorCode: 0,
    partitionIndex,
    leaderId: 1,
    leaderEpoch: 0,
    replicaNodes: [1, 2, 3],
    isrNodes: [1, 2, 3],
    offlineReplicas: [],
  }));
  const topics = [{ errorCode: 0, name: "t", topicId: "kcPDw8PDw8PDw8PDw8PDww", isInternal: false, partitions }];
  const brokers = [1, 2, 3].map((nodeId) => ({ nodeId, host: "127.0.0.1", port: 9092, rack: null }));
  return { throttleTimeMs: 0, brokers, clusterId: "c", controllerId: 1, topics };
}

function produceAnswer(partitionCount: number): object {
  const partitionResponses = Array.from({ length: partitionCount }, (_, index) => ({
    index,
    errorCode: 0,
    baseOffset: 5,
    logAppendTimeMs: -1,
    logStartOffset: 0,
    recordErrors: [],
    errorMessage: null,
  }));
  return { responses: [{ name: "t", topicId: "kcPDw8PDw8PDw8PDw8PDww", partitionResponses }], throttleTimeMs: 0 };
}

for (const [name, apiKey, answer] of [
  ["Produce to 1 partition", ApiKey.Produce, produceAnswer(1)],
  ["Fetch of 1 partition", ApiKey.Fetch, fetchAnswer(1)],
  ["Fetch of 100 partitions", ApiKey.Fetch, fetchAnswer(100)],
  ["Metadata of 10,000 partitions", ApiKey.Metadata, metadataAnswer(10_000)],
] as const) {
  bench(name, () => {
    metrics.onResponse(apiKey, answer);
    do_not_optimize(metrics);
  });
}

await run();
