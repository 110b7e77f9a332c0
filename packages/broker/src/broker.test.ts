import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { InMemoryNetwork } from "@ottla/network";
import { ApiKey, ErrorCode } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import type { PartitionData } from "@ottla/protocol/messages/fetch";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import type { PartitionProduceResponse } from "@ottla/protocol/messages/produce";
import { batchLengthAt, recordCountAt } from "@ottla/records";
import { MemoryDisk } from "@ottla/storage";
import { Broker } from "./broker.ts";
import { RawClient } from "./testing/raw-client.ts";
import { settle, testBatch } from "./testing/replicas.ts";

const HOST = "127.0.0.1";
const PORT = 9092;

const PRODUCE = [ProduceRequest, ProduceResponse] as const;
const FETCH = [FetchRequest, FetchResponse] as const;
const METADATA = [MetadataRequest, MetadataResponse] as const;

interface Fixture {
  readonly clock: VirtualClock;
  readonly network: InMemoryNetwork;
  readonly disk: MemoryDisk;
  broker: Broker;
  dial(): Promise<RawClient>;
  restart(): Promise<void>;
}

async function start(context: TestContext, config: Record<string, string> = {}): Promise<Fixture> {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork();
  const disk = new MemoryDisk({ nowMs: () => clock.nowMs() });
  const open = (): Promise<Broker> =>
    Broker.start({ clock, network, disk, random: new Prng(1), host: HOST, port: PORT, config });
  const fixture: Fixture = {
    clock,
    network,
    disk,
    broker: await open(),
    dial: () => RawClient.dial(network, { host: HOST, port: PORT }, clock),
    restart: async () => {
      await stop(fixture);
      fixture.broker = await open();
    },
  };
  context.after(() => stop(fixture));
  return fixture;
}

/** Stopping waits on the clock for what is in flight. */
async function stop({ broker, clock }: Fixture): Promise<void> {
  let isStopped = false;
  const stopped = broker.stop().finally(() => {
    isStopped = true;
  });
  while (!isStopped) await clock.advanceAsync(10);
  await stopped;
}

/** Asks for a topic until it is there, as a client does. */
async function createByAsking(client: RawClient, topic: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const metadata = await client.request(METADATA, 12, { topics: [{ name: topic }], allowAutoTopicCreation: true });
    const found = metadata.topics[0];
    if (found?.errorCode === 0) return found.topicId;
    await settle();
  }
  return assert.fail("the topic comes into being");
}

async function produce(
  client: RawClient,
  topic: string,
  records: Uint8Array,
  { acks = -1, partition = 0 } = {},
): Promise<PartitionProduceResponse> {
  const topicData = [{ name: topic, partitionData: [{ index: partition, records }] }];
  const response = await client.request(PRODUCE, 12, { acks, timeoutMs: 1000, topicData });
  const answered = response.responses[0]?.partitionResponses[0];
  assert.ok(answered);
  return answered;
}

async function fetch(
  client: RawClient,
  topic: string,
  fetchOffset: number,
  { maxWaitMs = 0, minBytes = 1 } = {},
): Promise<PartitionData> {
  const topics = [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }] }];
  const response = await client.request(FETCH, 12, { maxWaitMs, minBytes, topics });
  const answered = response.responses[0]?.partitions[0];
  assert.ok(answered);
  return answered;
}

function countRecords(records: Uint8Array | null): number {
  let count = 0;
  for (let at = 0; records !== null && at < records.length; at += batchLengthAt(records, at)) {
    count += recordCountAt(records, at);
  }
  return count;
}

test("a topic that is asked for comes into being, takes records and gives them back", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  await createByAsking(client, "orders");
  const first = await produce(client, "orders", testBatch({ count: 3 }));
  assert.deepEqual([first.errorCode, first.baseOffset], [0, 0]);
  const second = await produce(client, "orders", testBatch({ count: 2 }), { acks: 1 });
  assert.equal(second.baseOffset, 3);
  const fetched = await fetch(client, "orders", 0);
  assert.equal(fetched.highWatermark, 5);
  assert.equal(countRecords(fetched.records), 5);
});

test("everything is there again after a restart", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  const topicId = await createByAsking(client, "kept");
  await produce(client, "kept", testBatch({ count: 7, producerId: 4n, baseSequence: 0 }));
  const { clusterId } = fixture.broker;
  await fixture.restart();
  assert.equal(fixture.broker.clusterId, clusterId);
  const again = await fixture.dial();
  assert.equal(await createByAsking(again, "kept"), topicId);
  assert.equal(countRecords((await fetch(again, "kept", 0)).records), 7);
  const duplicate = await produce(again, "kept", testBatch({ count: 7, producerId: 4n, baseSequence: 0 }));
  assert.deepEqual([duplicate.errorCode, duplicate.baseOffset], [0, 0]);
});

test("a consumer at the end is woken by the next record", async (context) => {
  const fixture = await start(context);
  const [producer, consumer] = [await fixture.dial(), await fixture.dial()];
  await createByAsking(producer, "live");
  let isAnswered = false;
  const waiting = fetch(consumer, "live", 0, { maxWaitMs: 60_000 }).finally(() => {
    isAnswered = true;
  });
  await settle();
  assert.equal(isAnswered, false);
  await produce(producer, "live", testBatch());
  assert.equal(countRecords((await waiting).records), 1);
});

test("pipelined requests with acks=1 keep their order", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  await createByAsking(client, "pipelined");
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      produce(client, "pipelined", testBatch({ producerId: 1n, baseSequence: index }), {
        acks: index % 2 === 0 ? 1 : -1,
      }),
    ),
  );
  assert.deepEqual(
    answers.map((answer) => [answer.errorCode, answer.baseOffset]),
    answers.map((_, index) => [0, index]),
  );
});

test("acks=0 has no answer; an error closes the connection", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  await createByAsking(client, "silent");
  const send = (topic: string): void => {
    const topicData = [{ name: topic, partitionData: [{ index: 0, records: testBatch() }] }];
    client.send(ProduceRequest, 9, { acks: 0, timeoutMs: 100, topicData });
  };
  send("silent");
  assert.equal((await fetch(client, "silent", 0, { maxWaitMs: 1000 })).highWatermark, 1);
  send("missing");
  for (let turn = 0; turn < 20 && !client.connection.isClosed; turn += 1) await settle();
  assert.ok(client.connection.isClosed);
});

test("what is produced wrongly is refused per partition with Kafka's codes", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  await createByAsking(client, "strict");
  const wrongMagic = testBatch();
  wrongMagic[16] = 1;
  const badCrc = testBatch();
  badCrc[badCrc.length - 1] = (badCrc[badCrc.length - 1] ?? 0) ^ 1;
  const control = testBatch();
  control[22] = 0x20;
  const cases: readonly (readonly [Uint8Array, number])[] = [
    [new Uint8Array(0), ErrorCode.INVALID_RECORD],
    [wrongMagic, ErrorCode.INVALID_RECORD],
    [Buffer.concat([testBatch(), testBatch()]), ErrorCode.INVALID_RECORD],
    [badCrc, ErrorCode.CORRUPT_MESSAGE],
    [control, ErrorCode.CORRUPT_MESSAGE],
  ];
  for (const [records, errorCode] of cases) {
    assert.equal((await produce(client, "strict", records)).errorCode, errorCode);
  }
  assert.equal((await produce(client, "strict", testBatch(), { acks: 2 })).errorCode, ErrorCode.INVALID_REQUIRED_ACKS);
  assert.equal((await produce(client, "none", testBatch())).errorCode, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  assert.equal((await fetch(client, "strict", 0)).highWatermark, 0);
});

test("sessions return only what is new", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  const topicId = await createByAsking(client, "session");
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }];
  const full = await client.request(FETCH, 18, { maxWaitMs: 0, sessionEpoch: 0, topics: [{ topicId, partitions }] });
  assert.notEqual(full.sessionId, 0);
  const next = (sessionEpoch: number): Promise<FetchResponse> =>
    client.request(FETCH, 18, { maxWaitMs: 0, sessionId: full.sessionId, sessionEpoch });
  assert.equal((await next(1)).responses.length, 0);
  await produce(client, "session", testBatch());
  assert.equal((await next(2)).responses[0]?.partitions[0]?.highWatermark, 1);
  assert.equal((await next(9)).errorCode, ErrorCode.INVALID_FETCH_SESSION_EPOCH);
});

test("ApiVersions lists what is served and the features that are finalized", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  const versions = await client.request([ApiVersionsRequest, ApiVersionsResponse], 4, {
    clientSoftwareName: "raw",
    clientSoftwareVersion: "1.0",
  });
  const produceRange = versions.apiKeys.find((api) => api.apiKey === ApiKey.Produce);
  assert.deepEqual([produceRange?.minVersion, produceRange?.maxVersion], [0, 13]);
  assert.equal(versions.finalizedFeatures.find(({ name }) => name === "metadata.version")?.maxVersionLevel, 30);
  const invalid = await client.request([ApiVersionsRequest, ApiVersionsResponse], 3, {
    clientSoftwareName: "-bad-",
    clientSoftwareVersion: "1",
  });
  assert.equal(invalid.errorCode, ErrorCode.INVALID_REQUEST);
});

test("producer ids differ, and a transactional id needs its coordinator", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  const codecs = [InitProducerIdRequest, InitProducerIdResponse] as const;
  const ids = await Promise.all(
    Array.from({ length: 3 }, () => client.request(codecs, 5, { transactionalId: null, transactionTimeoutMs: 1000 })),
  );
  assert.equal(new Set(ids.map(({ producerId }) => producerId)).size, 3);
  assert.ok(ids.every(({ errorCode, producerEpoch }) => errorCode === 0 && producerEpoch === 0));
  const refused = await client.request(codecs, 5, { transactionalId: "t", transactionTimeoutMs: 1000 });
  assert.equal(refused.errorCode, ErrorCode.NOT_COORDINATOR);
});

test("offsets by time are found, duplicates in one request refused", async (context) => {
  const fixture = await start(context);
  const client = await fixture.dial();
  await createByAsking(client, "times");
  const base = fixture.clock.nowMs();
  for (const offset of [0, 1000]) await produce(client, "times", testBatch({ timestamp: base + offset }));
  const codecs = [ListOffsetsRequest, ListOffsetsResponse] as const;
  const list = async (...timestamps: number[]): Promise<readonly (readonly [number, number])[]> => {
    const partitions = timestamps.map((timestamp) => ({ partitionIndex: 0, timestamp }));
    const response = await client.request(codecs, 9, { replicaId: -1, topics: [{ name: "times", partitions }] });
    return (response.topics[0]?.partitions ?? []).map(({ errorCode, offset }) => [errorCode, offset]);
  };
  assert.deepEqual(await list(-1), [[0, 2]]);
  assert.deepEqual(await list(base + 1), [[0, 1]]);
  assert.deepEqual(await list(-6), [[ErrorCode.UNSUPPORTED_VERSION, -1]]);
  assert.deepEqual(await list(-1, -2), [[ErrorCode.INVALID_REQUEST, -1]]);
});

test("a second broker on the same directory is refused", async (context) => {
  const fixture = await start(context);
  await assert.rejects(
    Broker.start({ clock: fixture.clock, network: fixture.network, disk: fixture.disk, host: HOST, port: 1 }),
    { code: "LOG_DIR_LOCKED" },
  );
});

test("a port that is taken ends the start, and leaves the directory free", async (context) => {
  const fixture = await start(context);
  const disk = new MemoryDisk();
  const again = { clock: fixture.clock, network: fixture.network, disk, host: HOST };
  await assert.rejects(Broker.start({ ...again, port: PORT }), { code: "ADDRESS_IN_USE" });
  const other = await Broker.start({ ...again, port: PORT + 1 });
  await stop({ ...fixture, broker: other });
});
