// What a share consumer measures and says about its health, seen by a scripted broker on a virtual clock. That the metrics' names are Java's is shown by
// test/interop/client-metrics.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from "@ottla/protocol/messages/get-telemetry-subscriptions";
import { PushTelemetryRequest, PushTelemetryResponse } from "@ottla/protocol/messages/push-telemetry";
import { ShareFetchRequest, ShareFetchResponse } from "@ottla/protocol/messages/share-fetch";
import { DROP } from "../testing/scripted-broker.ts";
import { errorOf } from "../testing/outcome.ts";
import { batch, shareWorld, values } from "../testing/share-world.ts";
import type { ShareWorld } from "../testing/share-world.ts";

function measured(w: ShareWorld, name: string): number | string {
  const found = w.consumer.metrics().filter((one) => one.name === name && Object.keys(one.tags).length === 1);
  assert.equal(found.length, 1, name);
  return found[0]?.value() ?? assert.fail();
}

describe("the metrics of a share consumer", () => {
  it("count fetches, records, acknowledgements and heartbeats", async () => {
    await shareWorld({}, async (w) => {
      w.batches.push({ bytes: batch(0, "a", "b", "c"), acquired: [0, 2] });
      w.consumer.subscribe("t");
      assert.deepEqual(await values(w), ["a", "b", "c"]);
      w.batches.push({ bytes: batch(3, "d"), acquired: [3, 3] });
      assert.deepEqual(await values(w), ["d"]);
      w.acknowledgeErrors.push(ErrorCode.SHARE_SESSION_NOT_FOUND);
      await w.run(w.consumer.commitSync());
      assert.equal(measured(w, "records-consumed-total"), 4);
      assert.equal(measured(w, "records-per-request-max"), 3);
      assert.equal(measured(w, "records-per-request-avg"), 2);
      assert.ok(Number(measured(w, "bytes-consumed-total")) > Number(measured(w, "fetch-size-max")));
      assert.equal(measured(w, "acknowledgements-send-total"), 4);
      assert.equal(measured(w, "acknowledgements-error-total"), 1);
      assert.ok(Number(measured(w, "fetch-total")) >= 2);
      assert.ok(Number(measured(w, "heartbeat-total")) >= 1);
      assert.equal(measured(w, "rebalance-total"), 1);
      assert.ok(Number(measured(w, "last-poll-seconds-ago")) >= 0);
    });
  });

  it("share consumer config enable.metrics.push: go to the broker if it asks for them", async () => {
    for (const enableMetricsPush of [true, false]) {
      await shareWorld({ enableMetricsPush }, async (w) => {
        const get = { request: GetTelemetrySubscriptionsRequest, response: GetTelemetrySubscriptionsResponse };
        w.cluster.on(get, () => ({
          ...{ clientInstanceId: "AAAAAAAAAAAAAAAAAAAAAQ", subscriptionId: 7, acceptedCompressionTypes: [0] },
          ...{ pushIntervalMs: 1_000, telemetryMaxBytes: 1_000_000, requestedMetrics: ["org.apache.kafka.consumer"] },
        }));
        w.cluster.on({ request: PushTelemetryRequest, response: PushTelemetryResponse }, () => ({}));
        w.consumer.subscribe("t");
        await values(w, 5_000);
        const pushed = w.cluster.seen(PushTelemetryRequest).map(({ body }) => Buffer.from(body.metrics).toString());
        assert.equal(pushed.length > 0, enableMetricsPush);
        if (!enableMetricsPush) return;
        assert.ok(pushed.some((text) => text.includes("org.apache.kafka.consumer.share.fetch.manager.fetch.total")));
        assert.equal(w.consumer.clientInstanceId(), "AAAAAAAAAAAAAAAAAAAAAQ");
      });
    }
  });
});

describe("the health of a share consumer", () => {
  const condition = (w: ShareWorld): string =>
    w.consumer
      .health()
      .partitions.map((one) => one.condition)
      .join();

  it("says what the application has not done", async () => {
    await shareWorld({ maxPollIntervalMs: 20_000 }, async (w) => {
      assert.deepEqual(w.consumer.health().problems, ["nothing is subscribed", "it was never polled"]);
      w.consumer.subscribe("t");
      await values(w, 500);
      assert.deepEqual(w.consumer.health(), {
        isHealthy: true,
        problems: [],
        partitions: [
          { topic: "t", partition: 0, condition: "READING", isHealthy: true, reason: "records are being fetched" },
        ],
      });
      await w.cluster.advance(6_000);
      assert.equal(condition(w), "NOT_POLLED");
      await w.cluster.advance(20_000);
      const { isHealthy, problems } = w.consumer.health();
      assert.deepEqual(
        [isHealthy, problems],
        [false, ["it was not polled within max.poll.interval.ms", "it is not a member of its group"]],
      );
    });
  });

  it("says what the cluster does not do", async () => {
    await shareWorld({ requestTimeoutMs: 3_000 }, async (w) => {
      w.consumer.subscribe("t");
      await values(w, 500);
      w.fetchErrors.push(...Array.from({ length: 100 }, () => ErrorCode.UNKNOWN_SERVER_ERROR));
      await errorOf(w.run(w.consumer.poll({ timeoutMs: 2_000 })));
      assert.equal(condition(w), "REFUSED");
      w.fetchErrors.length = 0;
      await values(w, 2_000);
      assert.equal(condition(w), "READING");
      w.cluster.on({ request: ShareFetchRequest, response: ShareFetchResponse }, () => DROP);
      const polling = w.consumer.poll({ timeoutMs: 10_000 });
      // The request's own time ends it soon after; what is looked at is the moment before.
      for (let ms = 0; ms < 3_600 && condition(w) !== "SILENT"; ms++) await w.cluster.advance(1);
      const silent = condition(w);
      await w.run(polling.catch(() => undefined));
      assert.ok(["SILENT", "REFUSED", "UNREACHABLE"].includes(silent), silent);
      (w.cluster.topics.get("t") ?? assert.fail()).leaders = [-1];
      await w.run(w.consumer.poll({ timeoutMs: 10_000 }).catch(() => undefined));
      assert.equal(condition(w), "NO_LEADER");
    });
  });
});
