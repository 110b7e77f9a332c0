// What each option of the share consumer does, and how sessions and acknowledgements fail, seen by a scripted broker.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { MetadataRequest } from "@ottla/protocol/messages/metadata";
import { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import { ShareFetchRequest, ShareFetchResponse } from "@ottla/protocol/messages/share-fetch";
import {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import { RecordBatchBuilder } from "@ottla/records";
import { SHARE_CONSUMER_CONFIG } from "../config/share-consumer-config.ts";
import type { ShareConsumerOptions } from "../config/share-consumer-config.ts";
import { resolveConfig } from "../config/resolve.ts";
import { ConfigError, KafkaError } from "../errors.ts";
import { DROP, ScriptedCluster } from "../testing/scripted-broker.ts";
import { ShareConsumer } from "./share-consumer.ts";

interface World {
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

function batch(baseOffset: number, ...values: string[]): Uint8Array {
  const builder = new RecordBatchBuilder({ baseOffset });
  for (const value of values) builder.append(1, null, Buffer.from(value));
  return builder.build();
}

async function world(options: object, test: (world: World) => Promise<void>): Promise<void> {
  await using cluster = await ScriptedCluster.start(1);
  const { topicId } = cluster.addTopic("t", [0]);
  const batches: World["batches"] = [];
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
  const run = async <T>(call: Promise<T>): Promise<T> => {
    let isOver = false;
    const over = call.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    for (let ms = 0; !isOver && ms < 100_000; ms += 10) await cluster.advance(10);
    return await over;
  };
  try {
    await test({ cluster, topicId, batches, fetchErrors, acknowledgeErrors, consumer, run });
  } finally {
    await run(consumer.close({ timeoutMs: 2_000 }));
  }
}

async function values(w: World, timeoutMs = 1_000): Promise<string[]> {
  return [...(await w.run(w.consumer.poll({ timeoutMs })))].map((one) => one.value);
}

function acknowledged(cluster: ScriptedCluster): object[] {
  const requests = [...cluster.seen(ShareFetchRequest), ...cluster.seen(ShareAcknowledgeRequest)];
  return requests.flatMap(({ body }) =>
    body.topics.flatMap((topic) => topic.partitions.flatMap((one) => one.acknowledgementBatches)),
  );
}

async function errorOf(call: Promise<unknown>): Promise<KafkaError> {
  const outcome: unknown = await call.then(
    () => "no error",
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof KafkaError, String(outcome));
  return outcome;
}

describe("options of share consumers", () => {
  it("share consumer config group.id, client.rack and max.poll.interval.ms are the member's", async () => {
    await world({ clientRack: "r1", maxPollIntervalMs: 3_000 }, async (w) => {
      w.consumer.subscribe("t");
      await values(w, 100);
      const [joined] = w.cluster.seen(ShareGroupHeartbeatRequest);
      assert.deepEqual(
        [joined?.body.groupId, joined?.body.rackId, joined?.body.subscribedTopicNames],
        ["g", "r1", ["t"]],
      );
      await w.cluster.advance(4_000);
      assert.equal(
        w.cluster.seen(ShareGroupHeartbeatRequest).at(-1)?.body.memberEpoch,
        -1,
        "it does not poll: it left",
      );
    });
  });

  it("share consumer config fetch.min.bytes, fetch.max.bytes, fetch.max.wait.ms, max.poll.records and share.acquire.mode are told the broker", async () => {
    const options = { fetchMinBytes: 2, fetchMaxBytes: 99, fetchMaxWaitMs: 70, maxPollRecords: 7 };
    for (const [mode, code] of [
      ["batch_optimized", 0],
      ["record_limit", 1],
    ] as const) {
      await world({ ...options, shareAcquireMode: mode }, async (w) => {
        w.consumer.subscribe("t");
        await values(w, 200);
        const body = w.cluster.seen(ShareFetchRequest)[0]?.body;
        const told = [body?.minBytes, body?.maxBytes, body?.maxWaitMs, body?.maxRecords, body?.batchSize];
        assert.deepEqual([...told, body?.shareAcquireMode], [2, 99, 70, 7, 7, code]);
      });
    }
  });

  it("share consumer config share.acknowledgement.mode: implicit accepts with the next poll, explicit refuses to go on without a word", async () => {
    await world({}, async (w) => {
      w.batches.push({ bytes: batch(0, "a", "b"), acquired: [0, 1] });
      w.consumer.subscribe("t");
      assert.deepEqual(await values(w), ["a", "b"]);
      assert.deepEqual(acknowledged(w.cluster), []);
      assert.throws(() => w.consumer.acknowledge({ topic: "t", partition: 0, offset: 0 }), /Implicit acknowledgement/);
      await values(w, 100);
      assert.deepEqual(acknowledged(w.cluster), [{ firstOffset: 0, lastOffset: 1, acknowledgeTypes: [1] }]);
    });
    await world({ shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(0, "a", "b"), acquired: [0, 1] });
      w.consumer.subscribe("t");
      assert.deepEqual(await values(w), ["a", "b"]);
      assert.match((await errorOf(w.run(w.consumer.poll()))).message, /All records must be acknowledged/);
    });
  });

  it("share consumer config check.crcs decides whether damage is noticed; what is damaged is rejected", async () => {
    for (const checkCrcs of [true, false]) {
      await world({ checkCrcs }, async (w) => {
        const bytes = batch(0, "a", "b");
        bytes[bytes.length - 2] = "B".charCodeAt(0);
        w.batches.push({ bytes, acquired: [0, 1] });
        w.consumer.subscribe("t");
        if (!checkCrcs) {
          assert.deepEqual(await values(w), ["a", "B"]);
          return;
        }
        assert.equal((await errorOf(w.run(w.consumer.poll({ timeoutMs: 500 })))).code, "CORRUPT_RECORD");
        await w.run(w.consumer.commitSync());
        assert.deepEqual(acknowledged(w.cluster), [{ firstOffset: 0, lastOffset: 1, acknowledgeTypes: [3] }]);
      });
    }
  });

  it("share consumer config key.deserializer and value.deserializer make keys and values", async () => {
    await world({ valueDeserializer: (data: Uint8Array | null) => `<${String(data)}>` }, async (w) => {
      w.batches.push({ bytes: batch(0, "a"), acquired: [0, 0] });
      w.consumer.subscribe("t");
      const records = [...(await w.run(w.consumer.poll({ timeoutMs: 500 })))];
      assert.deepEqual(
        records.map((one) => [one.key, one.value.startsWith("<"), one.deliveryCount]),
        [[null, true, 2]],
      );
    });
  });

  it("share consumer config default.api.timeout.ms bounds a commit", async () => {
    await world({ defaultApiTimeoutMs: 300, shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(0, "a"), acquired: [0, 0] });
      w.consumer.subscribe("t");
      await values(w);
      w.cluster.on({ request: ShareAcknowledgeRequest, response: ShareAcknowledgeResponse }, () => DROP);
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 0 });
      assert.equal((await errorOf(w.run(w.consumer.commitSync()))).code, "TIMEOUT");
    });
  });

  it("share consumer config allow.auto.create.topics is passed on with metadata requests", async () => {
    await world({ allowAutoCreateTopics: false }, async (w) => {
      w.consumer.subscribe("t");
      await values(w, 100);
      const asked = w.cluster.seen(MetadataRequest);
      assert.ok(asked.length > 0 && asked.every(({ body }) => !body.allowAutoTopicCreation));
    });
  });

  it("every option of Kafka's consumer is served or refused by name", () => {
    const facts = new URL("../../../../test/fixtures/kafka-facts/consumer-configs.tsv", import.meta.url);
    const names = readFileSync(facts, "utf8").trim().split("\n").slice(1);
    for (const name of names.map((line) => line.split("\t")[0] ?? "")) {
      if (name in SHARE_CONSUMER_CONFIG.keys) continue;
      assert.throws(
        () => resolveConfig(SHARE_CONSUMER_CONFIG, new Map([[name, "x"]])),
        (error) => error instanceof ConfigError && error.message.includes("is not supported: "),
        name,
      );
    }
  });
});

describe("a share consumer", () => {
  it("gives only what was acquired, and tells the broker of offsets that hold nothing", async () => {
    await world({ shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(4, "e", "f", "g"), acquired: [5, 9] });
      w.consumer.subscribe("t");
      assert.deepEqual(await values(w), ["f", "g"]);
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 5 });
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 6 }, "RELEASE");
      await w.run(w.consumer.commitSync());
      const types = new Map<number, number>();
      for (const one of acknowledged(w.cluster) as {
        firstOffset: number;
        lastOffset: number;
        acknowledgeTypes: number[];
      }[]) {
        for (let at = one.firstOffset; at <= one.lastOffset; at++) {
          types.set(at, one.acknowledgeTypes[at - one.firstOffset] ?? one.acknowledgeTypes[0] ?? -1);
        }
      }
      assert.deepEqual(
        [...types].sort(([a], [b]) => a - b),
        [
          [5, 1],
          [6, 2],
          [7, 0],
          [8, 0],
          [9, 0],
        ],
      );
    });
  });

  it("opens a new session when the broker forgot the old one, and says which acknowledgements were lost by it", async () => {
    await world({ shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(0, "a"), acquired: [0, 0] });
      w.consumer.subscribe("t");
      await values(w);
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 0 });
      w.acknowledgeErrors.push(ErrorCode.SHARE_SESSION_NOT_FOUND);
      const outcome = await w.run(w.consumer.commitSync());
      assert.equal([...outcome.values()][0]?.code, "SHARE_SESSION_NOT_FOUND");
      w.batches.push({ bytes: batch(1, "b"), acquired: [1, 1] });
      assert.deepEqual(await values(w), ["b"]);
      const epochs = w.cluster.seen(ShareFetchRequest).map(({ body }) => body.shareSessionEpoch);
      assert.deepEqual(epochs.filter((epoch) => epoch === 0).length, 2);
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 1 });
    });
  });

  it("asks again, with a pause, when a fetch fails, and ends its session when it closes", async () => {
    await world({}, async (w) => {
      w.fetchErrors.push(ErrorCode.INVALID_SHARE_SESSION_EPOCH, ErrorCode.SHARE_SESSION_LIMIT_REACHED);
      w.batches.push({ bytes: batch(0, "a"), acquired: [0, 0] });
      w.consumer.subscribe("t");
      assert.deepEqual(await values(w), ["a"]);
      await w.run(w.consumer.close());
      assert.equal(w.cluster.seen(ShareAcknowledgeRequest).at(-1)?.body.shareSessionEpoch, -1);
      assert.deepEqual(acknowledged(w.cluster), [], "what was not acknowledged is released");
      assert.equal(w.cluster.seen(ShareGroupHeartbeatRequest).at(-1)?.body.memberEpoch, -1);
    });
  });

  it("sends what is committed while the broker still answers the commit before it", async () => {
    await world({ shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(0, "a", "b"), acquired: [0, 1] });
      w.consumer.subscribe("t");
      const [first, second] = [...(await w.run(w.consumer.poll({ timeoutMs: 1_000 })))];
      assert(first !== undefined && second !== undefined);
      w.consumer.acknowledge(first);
      w.consumer.commitAsync();
      w.consumer.acknowledge(second);
      const results = await w.run(w.consumer.commitSync({ timeoutMs: 1_000 }));
      assert.deepEqual([...results.values()], [null]);
      assert.deepEqual(
        w.cluster
          .seen(ShareAcknowledgeRequest)
          .map(({ body }) => body.topics[0]?.partitions[0]?.acknowledgementBatches.map((one) => one.firstOffset)),
        [[0], [1]],
      );
    });
  });

  it("sends renewals in a request of their own", async () => {
    await world({ shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(0, "a"), acquired: [0, 0] });
      w.consumer.subscribe("t");
      await values(w);
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 0 }, "RENEW");
      assert.deepEqual(await values(w), ["a"]);
      const renewals = w.cluster.seen(ShareAcknowledgeRequest).map(({ body }) => body.isRenewAck);
      assert.deepEqual(renewals, [true]);
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 0 });
    });
  });
});
