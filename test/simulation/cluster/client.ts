/** A client on the simulated network: raw requests to any node, each answered, refused or given up in time. */
import type { VirtualClock } from "@ottla/base";
import { ClientConnection } from "@ottla/network";
import { decodeResponse, encodeRequest, WireWriter } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { BROKER_PORT } from "./layout.ts";
import type { SimulatedHost } from "./simulated-network.ts";

export type Codecs<Req, Res> = readonly [MessageCodec<Req>, MessageCodec<Res>];

const METADATA = [MetadataRequest, MetadataResponse] as const;
const METADATA_VERSION = 12;
const NO_TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAA";

export class Client {
  readonly #clock: VirtualClock;
  readonly #host: SimulatedHost;
  readonly #writer = new WireWriter();
  readonly #connections = new Map<string, Promise<ClientConnection>>();

  constructor(clock: VirtualClock, host: SimulatedHost) {
    this.#clock = clock;
    this.#host = host;
  }

  /** Undefined where there was no answer: whatever was asked for may have been done, or be done later. */
  async request<Req, Res>(
    to: { readonly nodeId: number; readonly port?: number; readonly timeoutMs: number },
    [request, response]: Codecs<Req, Res>,
    version: number,
    body: Input<Req>,
  ): Promise<Res | undefined> {
    const { nodeId, port = BROKER_PORT, timeoutMs } = to;
    try {
      const connection = await this.#connectionTo(`n${nodeId}`, port, timeoutMs);
      const correlationId = connection.takeCorrelationId();
      const identity = { version, correlationId, clientId: this.#host.name };
      const chunks = encodeRequest(request, body, identity, this.#writer);
      const frame = await connection.send(correlationId, chunks, { timeoutMs });
      return decodeResponse(response, frame, version).body;
    } catch {
      return undefined;
    }
  }

  /** The leaders of a topic's partitions as a node knows them; undefined where it does not say. */
  async leadersOf(topic: string, nodeId: number): Promise<readonly number[] | undefined> {
    const body = { topics: [{ topicId: NO_TOPIC_ID, name: topic }], allowAutoTopicCreation: false };
    const answer = await this.request({ nodeId, timeoutMs: 2000 }, METADATA, METADATA_VERSION, body);
    const partitions = answer?.topics[0]?.partitions;
    if (partitions === undefined || partitions.length === 0) return undefined;
    const leaders: number[] = [];
    for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = leaderId;
    return leaders;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimer(ms, resolve);
    });
  }

  #connectionTo(host: string, port: number, timeoutMs: number): Promise<ClientConnection> {
    const key = `${host}:${port}`;
    const known = this.#connections.get(key);
    if (known !== undefined) return known;
    const forget = (): void => {
      if (this.#connections.get(key) === dialled) this.#connections.delete(key);
    };
    const dialled = ClientConnection.dial(
      this.#host,
      { host, port, timeoutMs },
      { clock: this.#clock, onClose: forget },
    );
    this.#connections.set(key, dialled);
    dialled.catch(forget);
    return dialled;
  }
}
