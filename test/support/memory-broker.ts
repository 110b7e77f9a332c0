// A whole broker in memory, on a virtual clock, disk and network, spoken to with raw requests: for tests that see what a
// configuration does. Nothing here waits for real time; `advance` is the only way on.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { Broker } from "@ottla/broker";
import { ClientConnection, InMemoryNetwork } from "@ottla/network";
import { decodeResponse, encodeRequest } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import type { CreatableTopicResult } from "@ottla/protocol/messages/create-topics";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import type { AlterConfigsResourceResponse } from "@ottla/protocol/messages/incremental-alter-configs";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import type { PartitionProduceResponse } from "@ottla/protocol/messages/produce";
import { CompressionType, RecordBatchBuilder } from "@ottla/records";
import { MemoryDisk } from "@ottla/storage";
import type { DiskOperation } from "@ottla/storage";

export type Configs = Readonly<Record<string, string>>;
export type Codecs<Req, Res> = readonly [MessageCodec<Req>, MessageCodec<Res>];

/** Kafka's numbers of resource types. */
export const RESOURCE = { TOPIC: 2, BROKER: 4, CLIENT_METRICS: 16, GROUP: 32 } as const;

export const HOST = "127.0.0.1";
export const PORT = 9092;
const REQUEST_TIMEOUT_MS = 600_000;

export interface TestRecords {
  readonly count?: number;
  /** Null: none. */
  readonly key?: string | null;
  readonly value?: Uint8Array;
  readonly timestamp?: number;
  readonly compression?: CompressionType;
  readonly producerId?: bigint;
  readonly baseSequence?: number;
}

/** A connection that sends raw requests. */
export class RawConnection {
  readonly connection: ClientConnection;

  constructor(connection: ClientConnection) {
    this.connection = connection;
  }

  async request<Req, Res>([request, response]: Codecs<Req, Res>, version: number, body: Input<Req>): Promise<Res> {
    const correlationId = this.connection.takeCorrelationId();
    const chunks = encodeRequest(request, body, { version, correlationId, clientId: "raw" });
    const frame = await this.connection.send(correlationId, chunks, { timeoutMs: REQUEST_TIMEOUT_MS });
    return decodeResponse(response, frame, version).body;
  }
}

export class MemoryBroker {
  readonly clock: VirtualClock = new VirtualClock();
  network: InMemoryNetwork = new InMemoryNetwork();
  readonly disk: MemoryDisk;
  /** What the broker warned of, with the fields. */
  readonly warnings: string[] = [];
  /** Operations on the disk, while `recordsOperations`. */
  readonly operations: DiskOperation[] = [];
  recordsOperations = false;
  /** Awaited before an operation of the disk takes effect. */
  delay: ((operation: DiskOperation) => Promise<void> | undefined) | undefined;
  #broker: Broker | undefined;
  #client: RawConnection | undefined;
  #config: Configs = {};
  #startCount = 0;

  constructor() {
    this.disk = new MemoryDisk({
      nowMs: () => this.clock.nowMs(),
      onOperation: (operation) => {
        if (this.recordsOperations) this.operations.push(operation);
        return undefined;
      },
      delay: (operation) => this.delay?.(operation),
    });
  }

  /** Starts a broker that is stopped at the end of the test. */
  static async start(context: TestContext, config: Configs = {}): Promise<MemoryBroker> {
    const fixture = new MemoryBroker();
    context.after(() => fixture.stop());
    await fixture.open(config);
    return fixture;
  }

  get broker(): Broker {
    assert(this.#broker, "the broker is started");
    return this.#broker;
  }

  async open(config: Configs): Promise<void> {
    this.#config = config;
    this.#startCount += 1;
    const warn = (fields: object, message: string): void => {
      this.warnings.push(`${message} ${JSON.stringify(fields)}`);
    };
    this.#broker = await Broker.start({
      clock: this.clock,
      network: this.network,
      disk: this.disk,
      random: new Prng(this.#startCount),
      config: { listeners: `PLAINTEXT://${HOST}:${PORT}`, "connections.max.idle.ms": "-1", ...config },
      logger: { debug: () => {}, info: () => {}, warn, error: warn },
    });
    this.#client = undefined;
  }

  /** Stops in order; stopping waits on the clock for what is in flight. */
  async stop(): Promise<void> {
    if (this.#broker === undefined) return;
    const state = { isStopped: false };
    const stopped = this.#broker.stop().finally(() => {
      state.isStopped = true;
    });
    while (!state.isStopped) await this.clock.advanceAsync(10);
    await stopped;
    this.#broker = undefined;
  }

  async restart(config: Configs = this.#config): Promise<void> {
    await this.stop();
    await this.open(config);
  }

  /** The process ends at once; what was written stays. */
  async killAndReopen(config: Configs = this.#config): Promise<void> {
    this.disk.crash({ random: new Prng(1), kind: "process" });
    this.#broker = undefined;
    // Ports end with their process.
    this.network = new InMemoryNetwork();
    await this.open(config);
  }

  advance(ms: number): Promise<void> {
    return this.clock.advanceAsync(ms);
  }

  async dial(port: number = PORT): Promise<RawConnection> {
    return new RawConnection(await ClientConnection.dial(this.network, { host: HOST, port }, { clock: this.clock }));
  }

  /** A connection that is dialled when first needed. */
  async client(): Promise<RawConnection> {
    this.#client ??= await this.dial();
    return this.#client;
  }

  async request<Req, Res>(codecs: Codecs<Req, Res>, version: number, body: Input<Req>): Promise<Res> {
    return (await this.client()).request(codecs, version, body);
  }

  // Requests that many tests send

  async tryCreateTopic(name: string, configs: Configs = {}, partitions = 1): Promise<CreatableTopicResult> {
    const topic = { name, numPartitions: partitions, replicationFactor: -1, configs: pairsOf(configs) };
    const response = await this.request([CreateTopicsRequest, CreateTopicsResponse], 7, { topics: [topic] });
    assert(response.topics[0]);
    return response.topics[0];
  }

  async createTopic(name: string, configs: Configs = {}, partitions = 1): Promise<CreatableTopicResult> {
    const created = await this.tryCreateTopic(name, configs, partitions);
    assert.equal(created.errorCode, 0, created.errorMessage ?? "");
    return created;
  }

  async tryAlterConfigs(
    resourceType: number,
    resourceName: string,
    configs: Configs,
  ): Promise<AlterConfigsResourceResponse> {
    const changes = pairsOf(configs).map((pair) => ({ ...pair, configOperation: 0 }));
    const response = await this.request([IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse], 1, {
      resources: [{ resourceType, resourceName, configs: changes }],
    });
    assert(response.responses[0]);
    return response.responses[0];
  }

  async alterConfigs(resourceType: number, resourceName: string, configs: Configs): Promise<void> {
    const altered = await this.tryAlterConfigs(resourceType, resourceName, configs);
    assert.equal(altered.errorCode, 0, altered.errorMessage ?? "");
  }

  /** Values by key. */
  async describeConfigs(resourceType: number, resourceName: string): Promise<ReadonlyMap<string, string | null>> {
    const response = await this.request([DescribeConfigsRequest, DescribeConfigsResponse], 4, {
      resources: [{ resourceType, resourceName, configurationKeys: null }],
    });
    const [result] = response.results;
    assert.equal(result?.errorCode, 0, result?.errorMessage ?? "");
    return new Map(result.configs.map(({ name, value }) => [name, value]));
  }

  async produce(
    topic: string,
    records: TestRecords | Uint8Array = {},
    partition = 0,
  ): Promise<PartitionProduceResponse> {
    const bytes = records instanceof Uint8Array ? records : this.batch(records);
    const response = await this.request([ProduceRequest, ProduceResponse], 12, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: topic, partitionData: [{ index: partition, records: bytes }] }],
    });
    const answer = response.responses[0]?.partitionResponses[0];
    assert(answer);
    return answer;
  }

  /** Produces and expects success; returns the offset. */
  async append(topic: string, records: TestRecords | Uint8Array = {}, partition = 0): Promise<number> {
    const { errorCode, errorMessage, baseOffset } = await this.produce(topic, records, partition);
    assert.equal(errorCode, 0, errorMessage ?? "");
    return baseOffset;
  }

  /** The bytes from an offset on. */
  async fetch(topic: string, offset = 0, maxBytes: number = 1 << 22): Promise<Uint8Array> {
    const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: maxBytes }];
    const response = await this.request([FetchRequest, FetchResponse], 12, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes,
      topics: [{ topic, partitions }],
    });
    const data = response.responses[0]?.partitions[0];
    assert.equal(data?.errorCode, 0);
    return data.records ?? new Uint8Array(0);
  }

  /** The offset of ListOffsets for a timestamp: −2 for the first record, −1 for the end. */
  async offsetAt(topic: string, timestamp: number): Promise<number> {
    const partitions = [{ partitionIndex: 0, timestamp }];
    const response = await this.request([ListOffsetsRequest, ListOffsetsResponse], 9, {
      replicaId: -1,
      topics: [{ name: topic, partitions }],
    });
    const answer = response.topics[0]?.partitions[0];
    assert.equal(answer?.errorCode, 0);
    return answer.offset;
  }

  /** A batch as a producer sends it, of the clock's time unless it says otherwise. */
  batch(options: TestRecords = {}): Uint8Array {
    const { producerId = -1n, key = "k" } = options;
    const builder = new RecordBatchBuilder({
      compression: options.compression ?? CompressionType.NONE,
      partitionLeaderEpoch: -1,
      producer: {
        producerId,
        producerEpoch: producerId < 0n ? -1 : 0,
        baseSequence: options.baseSequence ?? (producerId < 0n ? -1 : 0),
        isTransactional: false,
      },
    });
    const value = options.value ?? new Uint8Array(100).fill(120);
    for (let index = 0; index < (options.count ?? 1); index += 1) {
      builder.append(options.timestamp ?? this.clock.nowMs(), key === null ? null : Buffer.from(key), value);
    }
    return builder.build();
  }

  // The disk

  /** Names in a directory that end so. */
  async files(directory: string, suffix = ""): Promise<string[]> {
    const entries = await this.disk.list(directory);
    return entries.map(({ name }) => name).filter((name) => name.endsWith(suffix));
  }

  /** How many segments a partition has. */
  async segmentCount(topic: string): Promise<number> {
    return (await this.files(`/ottla/${topic}-0`, ".log")).length;
  }

  async sizeOf(path: string): Promise<number> {
    return (await this.disk.stat(path))?.sizeBytes ?? -1;
  }

  /** What was done to files whose path ends so, since this was last asked. */
  takeOperations(kind: DiskOperation["kind"], pathEnd: string): number {
    const count = this.operations.filter(
      (operation) => operation.kind === kind && operation.path.endsWith(pathEnd),
    ).length;
    this.operations.length = 0;
    return count;
  }
}

function pairsOf(configs: Configs): { name: string; value: string }[] {
  return Object.entries(configs).map(([name, value]) => ({ name, value }));
}
