import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { InMemoryNetwork } from "@ottla/network";
import { ApiKey, encodeRequest, ErrorCode, type Input } from "@ottla/protocol";
import { AlterClientQuotasRequest, AlterClientQuotasResponse } from "@ottla/protocol/messages/alter-client-quotas";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { RecordBatchBuilder } from "@ottla/records";
import { MemoryDisk } from "@ottla/storage";
import { Broker } from "../broker.ts";
import { ClientQuotas } from "../client-quotas/client-quotas.ts";
import { RawClient } from "../testing/raw-client.ts";
import { RequestQuotas } from "./request-quotas.ts";

const ADDRESS = { host: "127.0.0.1", port: 9092 };
const TOPIC = "t";
const ALTER = [AlterClientQuotasRequest, AlterClientQuotasResponse] as const;
const CREATE = [CreateTopicsRequest, CreateTopicsResponse] as const;
const PRODUCE = [ProduceRequest, ProduceResponse] as const;
const FETCH = [FetchRequest, FetchResponse] as const;
const METADATA = [MetadataRequest, MetadataResponse] as const;

const SINGLE_WINDOW = { count: 1, sizeMs: 1000 };
/** What `RawClient` calls itself. */
const CLIENT = { "client-id": "raw" };

class World {
  readonly clock = new VirtualClock();
  readonly network = new InMemoryNetwork();
  client!: RawClient;

  static async start(context: TestContext, config: Record<string, string> = {}): Promise<World> {
    const world = new World();
    const { clock, network } = world;
    const disk = new MemoryDisk({ nowMs: () => clock.nowMs() });
    const broker = await Broker.start({ clock, network, disk, random: new Prng(1), ...ADDRESS, config });
    context.after(async () => {
      let isStopped = false;
      const stopped = broker.stop().finally(() => {
        isStopped = true;
      });
      // oxlint-disable-next-line no-unmodified-loop-condition -- the stop sets it while the clock advances.
      while (!isStopped) await clock.advanceAsync(10);
      await stopped;
    });
    world.client = await world.dial();
    await world.create(TOPIC, 1);
    // What is imported when it is first needed takes time of the real clock.
    await world.client.request(METADATA, 12, { topics: [] });
    await world.client.request(PRODUCE, 9, { acks: 1, timeoutMs: 1000, topicData: [] });
    return world;
  }

  dial(): Promise<RawClient> {
    return RawClient.dial(this.network, ADDRESS, this.clock);
  }

  async set(entity: Record<string, string | null>, key: string, value: number | null): Promise<void> {
    const parts = Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName }));
    const entries = [{ entity: parts, ops: [{ key, value: value ?? 0, remove: value === null }] }];
    const client = await this.dial();
    const response = await client.request(ALTER, 1, { entries, validateOnly: false });
    assert.equal(response.entries[0]?.errorCode, ErrorCode.NONE);
  }

  create(name: string, numPartitions: number, version = 7): Promise<CreateTopicsResponse> {
    const topics = [{ name, numPartitions, replicationFactor: 1 }];
    return this.client.request(CREATE, version, { topics, timeoutMs: 1000 });
  }

  /** Produces a value of so many bytes; the size of the request is a little more. */
  produce(sizeInBytes: number, acks = 1): Promise<ProduceResponse> {
    return this.client.request(PRODUCE, 9, produceBody(sizeInBytes, acks));
  }

  fetch(fetchOffset: number, options: { readonly maxBytes?: number } = {}): Promise<FetchResponse> {
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }];
    const body = { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20, sessionId: 0, sessionEpoch: -1, ...options };
    return this.client.request(FETCH, 12, { ...body, topics: [{ topic: TOPIC, partitions }] });
  }

  /** Whether a request begins only after exactly so many milliseconds. */
  async assertHeldBack(durationMs: number): Promise<void> {
    const isDone = this.watch();
    await this.clock.advanceAsync(durationMs - 1);
    assert.equal(isDone(), false, "held back");
    await this.clock.advanceAsync(1);
    assert.equal(isDone(), true, "served again");
  }

  async assertServed(): Promise<void> {
    const isDone = this.watch();
    await this.clock.advanceAsync(0);
    assert.equal(isDone(), true);
  }

  watch(): () => boolean {
    let isDone = false;
    void this.client.request(METADATA, 12, { topics: [] }).then(() => {
      isDone = true;
    });
    return () => isDone;
  }
}

function produceBody(sizeInBytes: number, acks: number): Input<ProduceRequest> {
  const builder = new RecordBatchBuilder({});
  builder.append(1, null, Buffer.alloc(sizeInBytes));
  const partitionData = [{ index: 0, records: builder.build() }];
  return { acks, timeoutMs: 1000, topicData: [{ name: TOPIC, partitionData }] };
}

/** Of the whole request without its size. */
function produceSize(sizeInBytes: number): number {
  const identity = { version: 9, correlationId: 0, clientId: "raw" };
  return Buffer.concat(encodeRequest(ProduceRequest, produceBody(sizeInBytes, 1), identity)).length - 4;
}

/** Ten windows of a second are measured. */
function throttleMsOf(total: number, limit: number): number {
  return Math.round(((total / 10 - limit) / limit) * 10_000);
}

function recordsSizeOf({ responses }: FetchResponse): number {
  return responses[0]?.partitions[0]?.records?.length ?? 0;
}

test("a producer beyond its rate is told for how long, and not served for that time", async (context) => {
  const world = await World.start(context);
  await world.set(CLIENT, "producer_byte_rate", 1000);
  const total = produceSize(6000) + produceSize(5000);
  assert.equal((await world.produce(6000)).throttleTimeMs, 0);
  const second = await world.produce(5000);
  assert.equal(second.responses[0]?.partitionResponses[0]?.errorCode, ErrorCode.NONE);
  assert.equal(second.throttleTimeMs, throttleMsOf(total, 1000));
  await world.assertHeldBack(second.throttleTimeMs);
});

test("a producer that wants no answer is held back all the same", async (context) => {
  const world = await World.start(context);
  await world.set(CLIENT, "producer_byte_rate", 1000);
  world.client.send(ProduceRequest, 9, produceBody(11_000, 0));
  await world.assertHeldBack(throttleMsOf(produceSize(11_000), 1000));
});

test("a consumer beyond its rate gets nothing, and what it did not get does not count", async (context) => {
  const world = await World.start(context);
  for (const size of [6000, 5000, 1]) await world.produce(size);
  await world.set(CLIENT, "consumer_byte_rate", 1000);
  const first = await world.fetch(0, { maxBytes: 1 });
  assert.ok(recordsSizeOf(first) > 6000);
  assert.equal(first.throttleTimeMs, 0);
  const second = await world.fetch(1, { maxBytes: 1 });
  assert.equal(recordsSizeOf(second), 0);
  assert.equal(second.errorCode, ErrorCode.NONE);
  assert.ok(second.throttleTimeMs > 1000);
  await world.assertHeldBack(second.throttleTimeMs);
  const third = await world.fetch(2, { maxBytes: 1 });
  assert.ok(recordsSizeOf(third) > 0);
});

test("a consumer is never given more at once than would hold it back for sure", async (context) => {
  const world = await World.start(context);
  for (let count = 0; count < 5; count++) await world.produce(1000);
  await world.set(CLIENT, "consumer_byte_rate", 250);
  const fetched = await world.fetch(0);
  assert.ok(recordsSizeOf(fetched) > 2000);
  assert.ok(recordsSizeOf(fetched) <= 2500);
  assert.equal(fetched.throttleTimeMs, 0);
});

test("a quota that is gone holds nobody back, and one of another client neither", async (context) => {
  const world = await World.start(context);
  await world.set({ "client-id": "other" }, "producer_byte_rate", 1);
  assert.equal((await world.produce(6000)).throttleTimeMs, 0);
  await world.set({ user: "ANONYMOUS" }, "producer_byte_rate", 100_000);
  assert.equal((await world.produce(6000)).throttleTimeMs, 0);
  await world.set({ user: "ANONYMOUS" }, "producer_byte_rate", 1);
  await world.set({ user: "ANONYMOUS" }, "producer_byte_rate", null);
  assert.equal((await world.produce(60_000)).throttleTimeMs, 0);
  await world.assertServed();
});

test("partitions are made as the quota allows; a request that knows of it is refused, an older one held back", async (context) => {
  const world = await World.start(context);
  await world.set(CLIENT, "controller_mutation_rate", 1);
  assert.equal((await world.create("a", 12)).throttleTimeMs, 0);
  const refused = await world.create("b", 1);
  assert.equal(refused.topics[0]?.errorCode, ErrorCode.THROTTLING_QUOTA_EXCEEDED);
  assert.equal(refused.throttleTimeMs, 1000);
  await world.assertHeldBack(1000);
  const older = await world.create("c", 3, 5);
  assert.equal(older.topics[0]?.errorCode, ErrorCode.NONE);
  assert.equal(older.throttleTimeMs, 3000);
});

test("connections of an address are turned away beyond their rate", async (context) => {
  const world = await World.start(context);
  await world.set({ ip: null }, "connection_creation_rate", 1);
  for (let count = 0; count < 10; count++) await world.dial();
  const eleventh = await world.dial();
  const asked = eleventh.request(METADATA, 12, { topics: [] });
  const refused = assert.rejects(asked);
  await world.clock.advanceAsync(1000);
  await refused;
  await world.assertServed();
});

test("config quota.window.num and config quota.window.size.seconds say over which time a rate is measured", async (context) => {
  const world = await World.start(context, { "quota.window.num": "3", "quota.window.size.seconds": "5" });
  await world.set(CLIENT, "producer_byte_rate", 1000);
  const throttled = await world.produce(11_000);
  // Two windows of 5 s, instead of ten of one.
  assert.equal(throttled.throttleTimeMs, throttleMsOf(produceSize(11_000), 1000));
  const short = await World.start(context, { "quota.window.num": "3", "quota.window.size.seconds": "1" });
  await short.set(CLIENT, "producer_byte_rate", 1000);
  const rate = produceSize(11_000) / 2;
  assert.equal((await short.produce(11_000)).throttleTimeMs, Math.round(((rate - 1000) / 1000) * 2000));
});

test("config controller.quota.window.num and config controller.quota.window.size.seconds say how many changes come at once", async (context) => {
  const config = { "controller.quota.window.num": "2", "controller.quota.window.size.seconds": "3" };
  const world = await World.start(context, config);
  await world.set(CLIENT, "controller_mutation_rate", 1);
  await world.create("a", 10);
  assert.equal((await world.create("b", 1)).throttleTimeMs, 4000);
});

test("with a single window a client without a quota fetches as ever", async (context) => {
  const world = await World.start(context, { "quota.window.num": "1" });
  await world.produce(1000);
  await world.set({ "client-id": "other" }, "consumer_byte_rate", 1);
  assert.ok(recordsSizeOf(await world.fetch(0)) > 1000);
  await world.set(CLIENT, "consumer_byte_rate", 2 ** 60);
  assert.ok(recordsSizeOf(await world.fetch(0)) > 1000);
});

test("a wait is as long as the field can tell, and the connection goes on after it", async (context) => {
  const world = await World.start(context);
  await world.set(CLIENT, "producer_byte_rate", 1);
  const { throttleTimeMs } = await world.produce(900_000);
  assert.equal(throttleTimeMs, throttleMsOf(produceSize(900_000), 1));
  const quotas = new ClientQuotas({ window: SINGLE_WINDOW, controllerWindow: SINGLE_WINDOW });
  quotas.produce.limits.set({ clientId: "raw" }, 1);
  const client = { user: "u", clientId: "raw" };
  const request = { quotas, clock: world.clock, client, apiKey: ApiKey.Produce, sizeInBytes: 1e12 };
  assert.equal(new RequestQuotas(request).throttleMs(), 2 ** 31 - 1);
});

test("the time of a request is what it holds the event loop, never more than one window is waited, and nodes are not clients", () => {
  const clock = new VirtualClock();
  const window = { count: 11, sizeMs: 1000 };
  const quotas = new ClientQuotas({ window, controllerWindow: window });
  quotas.request.limits.set({ user: "alice" }, 5);
  const client = { user: "alice", clientId: "app" };
  const requestOf = (apiKey: number): RequestQuotas =>
    new RequestQuotas({ quotas, clock, client, apiKey, sizeInBytes: 100 });
  const first = requestOf(ApiKey.Metadata);
  clock.advance(400);
  first.pause();
  clock.advance(5000);
  first.resume();
  clock.advance(100);
  // 500 ms of ten seconds are 5 percent.
  assert.equal(first.throttleMs(), 0);
  const second = requestOf(ApiKey.Metadata);
  clock.advance(10);
  assert.ok(second.throttleMs() > 0);
  assert.equal(second.throttleMs(5000), 5000);
  const third = requestOf(ApiKey.Metadata);
  clock.advance(900);
  assert.equal(third.throttleMs(), 1000);
  const ofNode = requestOf(ApiKey.BrokerHeartbeat);
  clock.advance(900);
  assert.equal(ofNode.throttleMs(), 0);
});
