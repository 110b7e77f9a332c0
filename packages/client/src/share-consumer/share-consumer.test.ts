// What each option of the share consumer does, and how sessions and acknowledgements fail, seen by a scripted broker.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { MetadataRequest } from "@ottla/protocol/messages/metadata";
import { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import { ShareFetchRequest } from "@ottla/protocol/messages/share-fetch";
import { ShareGroupHeartbeatRequest } from "@ottla/protocol/messages/share-group-heartbeat";
import { SHARE_CONSUMER_CONFIG } from "../config/share-consumer-config.ts";
import { resolveConfig } from "../config/resolve.ts";
import { ConfigError } from "../errors.ts";
import { DROP } from "../testing/scripted-broker.ts";
import { errorOf } from "../testing/outcome.ts";
import { acknowledged, batch, shareWorld, values } from "../testing/share-world.ts";

describe("options of share consumers", () => {
  it("share consumer config group.id, client.rack and max.poll.interval.ms are the member's", async () => {
    await shareWorld({ clientRack: "r1", maxPollIntervalMs: 3_000 }, async (w) => {
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
      await shareWorld({ ...options, shareAcquireMode: mode }, async (w) => {
        w.consumer.subscribe("t");
        await values(w, 200);
        const body = w.cluster.seen(ShareFetchRequest)[0]?.body;
        const told = [body?.minBytes, body?.maxBytes, body?.maxWaitMs, body?.maxRecords, body?.batchSize];
        assert.deepEqual([...told, body?.shareAcquireMode], [2, 99, 70, 7, 7, code]);
      });
    }
  });

  it("share consumer config share.acknowledgement.mode: implicit accepts with the next poll, explicit refuses to go on without a word", async () => {
    await shareWorld({}, async (w) => {
      w.batches.push({ bytes: batch(0, "a", "b"), acquired: [0, 1] });
      w.consumer.subscribe("t");
      assert.deepEqual(await values(w), ["a", "b"]);
      assert.deepEqual(acknowledged(w.cluster), []);
      assert.throws(() => w.consumer.acknowledge({ topic: "t", partition: 0, offset: 0 }), /Implicit acknowledgement/);
      await values(w, 100);
      assert.deepEqual(acknowledged(w.cluster), [{ firstOffset: 0, lastOffset: 1, acknowledgeTypes: [1] }]);
    });
    await shareWorld({ shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(0, "a", "b"), acquired: [0, 1] });
      w.consumer.subscribe("t");
      assert.deepEqual(await values(w), ["a", "b"]);
      assert.match((await errorOf(w.run(w.consumer.poll()))).message, /All records must be acknowledged/);
    });
  });

  it("share consumer config check.crcs decides whether damage is noticed; what is damaged is rejected", async () => {
    for (const checkCrcs of [true, false]) {
      await shareWorld({ checkCrcs }, async (w) => {
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
    await shareWorld({ valueDeserializer: (data: Uint8Array | null) => `<${String(data)}>` }, async (w) => {
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
    await shareWorld({ defaultApiTimeoutMs: 300, shareAcknowledgementMode: "explicit" }, async (w) => {
      w.batches.push({ bytes: batch(0, "a"), acquired: [0, 0] });
      w.consumer.subscribe("t");
      await values(w);
      w.cluster.on({ request: ShareAcknowledgeRequest, response: ShareAcknowledgeResponse }, () => DROP);
      w.consumer.acknowledge({ topic: "t", partition: 0, offset: 0 });
      assert.equal((await errorOf(w.run(w.consumer.commitSync()))).code, "TIMEOUT");
    });
  });

  it("share consumer config allow.auto.create.topics is passed on with metadata requests", async () => {
    await shareWorld({ allowAutoCreateTopics: false }, async (w) => {
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
    await shareWorld({ shareAcknowledgementMode: "explicit" }, async (w) => {
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
    await shareWorld({ shareAcknowledgementMode: "explicit" }, async (w) => {
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
    await shareWorld({}, async (w) => {
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
    await shareWorld({ shareAcknowledgementMode: "explicit" }, async (w) => {
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
    await shareWorld({ shareAcknowledgementMode: "explicit" }, async (w) => {
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
