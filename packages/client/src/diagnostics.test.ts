import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, it } from "node:test";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { Consumer } from "./consumer/consumer.ts";
import type { BatchEvent, PollEvent, RequestEvent } from "./diagnostics.ts";
import { Producer } from "./producer/producer.ts";
import { ScriptedCluster } from "./testing/scripted-broker.ts";
import { ScriptedLog } from "./testing/scripted-log.ts";

/** Everything that comes over a channel during a call. */
async function heard<E>(name: string, call: () => Promise<void>): Promise<E[]> {
  const events: E[] = [];
  const listen = (event: unknown): void => void events.push(event as E);
  subscribe(name, listen);
  try {
    await call();
  } finally {
    unsubscribe(name, listen);
  }
  return events;
}

describe("what a client does is told over diagnostics channels", () => {
  it("requests and batches of a producer", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const codes = [0, 87];
    cluster.on({ request: ProduceRequest, response: ProduceResponse }, ({ body }) => {
      const errorCode = codes.shift() ?? 0;
      return {
        responses: body.topicData.map((topic) => ({
          name: topic.name,
          topicId: topic.topicId,
          partitionResponses: topic.partitionData.map(({ index }) => ({ index, errorCode, baseOffset: 5 })),
        })),
      };
    });
    const options = { bootstrapServers: cluster.bootstrapServers, clientId: "p", lingerMs: 0 };
    const producer = new Producer(options, cluster.ports);
    let requests: RequestEvent[] = [];
    const batches = await heard<BatchEvent>("ottla:producer:batch", async () => {
      requests = await heard<RequestEvent>("ottla:client:request", async () => {
        for (const value of ["a", "b"]) {
          const sent = producer.send({ topic: "t", value });
          sent.catch(() => undefined);
          await cluster.advance(100);
          await sent.catch(() => undefined);
        }
      });
    });
    assert.deepEqual(
      batches.map(({ error, ...rest }) => ({ ...rest, error: error === undefined ? undefined : "failed" })),
      [
        { clientId: "p", topic: "t", partition: 0, recordCount: 1, baseOffset: 5, error: undefined },
        { clientId: "p", topic: "t", partition: 0, recordCount: 1, baseOffset: -1, error: "failed" },
      ],
    );
    const produces = requests.filter((one) => one.api === "ProduceRequest");
    assert.equal(produces.length, 2);
    assert.ok(produces.every((one) => one.requestBytes > 60 && one.responseBytes > 20 && one.clientId === "p"));
    await producer.close({ timeoutMs: 0 });
  });

  it("polls of a consumer, and nothing once nobody listens", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new ScriptedLog(cluster);
    log.append("t", 0, "a", "b");
    const options = { bootstrapServers: cluster.bootstrapServers, clientId: "c", autoOffsetReset: "earliest" };
    const consumer = new Consumer(options, cluster.ports);
    consumer.assign([{ topic: "t", partition: 0 }]);
    const poll = async (): Promise<void> => {
      const polled = consumer.poll({ timeoutMs: 100 });
      await cluster.advance(101);
      await polled;
    };
    const polls = await heard<PollEvent>("ottla:consumer:poll", poll);
    assert.deepEqual(polls, [
      { clientId: "c", groupId: null, partitions: [{ topic: "t", partition: 0, recordCount: 2 }] },
    ]);
    log.append("t", 0, "c");
    await poll();
    assert.equal(polls.length, 1);
    await consumer.close({ timeoutMs: 0 });
  });
});
