/**
 * A broker for unit tests whose every answer is scripted, on a network in memory and a virtual clock: no sockets, no waiting.
 *
 * A handler answers with a response, `DROP` (never answer), or `CLOSE` (end the connection); answers leave in the order of the requests.
 */
import { Prng, VirtualClock } from "@ottla/base";
import { FrameDecoder, InMemoryNetwork } from "@ottla/network";
import type { Channel, ChannelListener, Network } from "@ottla/network";
import { ErrorCode, WireReader, decodeRequestHeader, encodeResponse } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import type { ClientPorts } from "../client-ports.ts";
import type { Logger } from "../logger.ts";
import type { Api } from "../network/api-versions.ts";

export const DROP: unique symbol = Symbol("drop");
export const CLOSE: unique symbol = Symbol("close");

/** What a handler may give back. */
export type Answer<Response> = Input<Response> | typeof DROP | typeof CLOSE;

/** A request as it came in. */
export interface SeenRequest<Request> {
  readonly broker: number;
  readonly version: number;
  readonly clientId: string | null;
  readonly body: Request;
}

type Handler = (request: SeenRequest<never>) => unknown;

interface Registration {
  readonly request: MessageCodec<never>;
  readonly response: MessageCodec<unknown>;
  readonly handler: Handler;
  readonly versions: { readonly min: number; readonly max: number };
}

/** A topic of the scripted cluster. */
export interface ScriptedTopic {
  readonly name: string;
  readonly topicId: string;
  /** The leader of each partition; -1 for none. */
  leaders: number[];
  leaderEpoch: number;
  errorCode: number;
  isInternal: boolean;
  /** Of each partition; broker 0 alone where nothing is said. */
  replicas?: readonly (readonly number[])[];
}

/** Where scripted brokers listen: in memory at `localhost`, unless told otherwise. */
export interface ScriptedPlace {
  readonly network?: Network;
  readonly host?: string;
}

/** Some scripted brokers, with ids from 0, that share handlers and metadata. */
export class ScriptedCluster implements AsyncDisposable {
  readonly clock: VirtualClock = new VirtualClock();
  readonly network: Network;
  readonly #host: string;
  /** Told instead of what is scripted. */
  advertisedApis: readonly { readonly apiKey: number; readonly minVersion: number; readonly maxVersion: number }[] = [];
  readonly topics: Map<string, ScriptedTopic> = new Map();
  /** The newest version of ApiVersions that brokers know. */
  apiVersionsMax = 4;
  /** The finalized levels of features that brokers tell of, as of `featuresEpoch`. */
  readonly features: Map<string, number> = new Map();
  featuresEpoch = 1;
  /** Name, lowest and highest level. */
  supportedFeatures: readonly (readonly [name: string, min: number, max: number])[] = [];
  /** What brokers say their ids begin with. */
  nodeIdOffset = 0;
  /** Warnings and errors of the clients. */
  readonly warnings: string[] = [];
  readonly logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => void this.warnings.push(message),
    error: (message) => void this.warnings.push(message),
  };
  readonly #registrations: Map<number, Registration> = new Map();
  readonly #listeners: ChannelListener[] = [];
  readonly #channels: Map<number, Set<Channel>> = new Map();
  readonly #seen: Map<number, SeenRequest<unknown>[]> = new Map();
  readonly #ports: number[] = [];

  private constructor({ network = new InMemoryNetwork(), host = "localhost" }: ScriptedPlace) {
    this.network = network;
    this.#host = host;
  }

  static async start(brokerCount = 1, place: ScriptedPlace = {}): Promise<ScriptedCluster> {
    const cluster = new ScriptedCluster(place);
    cluster.on({ request: MetadataRequest, response: MetadataResponse }, ({ body }) => cluster.#metadata(body));
    cluster.on({ request: InitProducerIdRequest, response: InitProducerIdResponse }, () => ({
      producerId: 1000n,
      producerEpoch: 0,
    }));
    for (let id = 0; id < brokerCount; id++) await cluster.listen(id);
    return cluster;
  }

  /** Ports for a client in this cluster's world. */
  get ports(): ClientPorts {
    return { clock: this.clock, network: this.network, random: new Prng(7), logger: this.logger };
  }

  get bootstrapServers(): string[] {
    return this.#ports.map((port) => `${this.#host}:${port}`);
  }

  addTopic(name: string, leaders: readonly number[], errorCode = 0): ScriptedTopic {
    const topicId = Buffer.from(name.padEnd(16, "_").slice(0, 16)).toString("base64url");
    const topic = { name, topicId, leaders: [...leaders], leaderEpoch: 0, errorCode, isInternal: false };
    this.topics.set(name, topic);
    return topic;
  }

  /** Scripts an API for all brokers, in place of what it did before. */
  on<Request, Response>(
    api: Api<Request, Response>,
    handler: (request: SeenRequest<Request>) => Answer<Response> | Promise<Answer<Response>>,
    versions: { readonly min?: number; readonly max?: number } = {},
  ): void {
    const { lowestVersion, highestVersion, apiKey } = api.request;
    this.#registrations.set(apiKey, {
      request: api.request as unknown as MessageCodec<never>,
      response: api.response,
      handler: handler,
      versions: { min: versions.min ?? lowestVersion, max: versions.max ?? highestVersion },
    });
  }

  /** The requests of one API so far, oldest first. */
  seen<Request>(codec: MessageCodec<Request>): readonly SeenRequest<Request>[] {
    return (this.#seen.get(codec.apiKey) ?? []) as SeenRequest<Request>[];
  }

  /** Lets promises run, then moves the clock. */
  async advance(ms = 0): Promise<void> {
    await this.clock.advanceAsync(ms);
  }

  /** Ends the connections of a broker; it still listens. */
  disconnect(broker: number): void {
    for (const channel of this.#channels.get(broker) ?? []) channel.destroy();
  }

  /** Stops listening and ends the connections. */
  async stop(broker: number): Promise<void> {
    await this.#listeners[broker]?.close();
    this.disconnect(broker);
  }

  /** Listens (again). */
  async listen(broker: number): Promise<void> {
    const listener = await this.network.listen({
      host: this.#host,
      port: this.#ports[broker] ?? 0,
      onChannel: (channel) => this.#onChannel(broker, channel),
      onError: () => undefined,
    });
    this.#listeners[broker] = listener;
    this.#ports[broker] = listener.address.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#listeners.map((_listener, broker) => this.stop(broker)));
  }

  #onChannel(broker: number, channel: Channel): void {
    const channels = this.#channels.get(broker) ?? new Set<Channel>();
    this.#channels.set(broker, channels.add(channel));
    let answered: Promise<void> = Promise.resolve();
    const decoder = new FrameDecoder({
      frameBytesMax: 100_000_000,
      onFrame: (frame) => {
        const outcome = this.#handle(broker, frame);
        answered = answered.then(async () => {
          const chunks = await outcome;
          if (chunks === CLOSE) channel.destroy();
          else if (chunks !== DROP) channel.write(chunks);
        });
      },
    });
    channel.open({
      onData: (chunk) => decoder.push(chunk),
      onDrain: () => undefined,
      onClose: () => channels.delete(channel),
    });
  }

  async #handle(broker: number, frame: Uint8Array): Promise<Uint8Array[] | typeof DROP | typeof CLOSE> {
    const reader = new WireReader(frame);
    const header = decodeRequestHeader(reader);
    const { requestApiKey, requestApiVersion: version, correlationId, clientId } = header;
    if (requestApiKey === ApiVersionsRequest.apiKey) {
      // What is too new is answered in the oldest form.
      const isTooNew = version > this.apiVersionsMax;
      const response = { ...this.#apiVersions(), errorCode: isTooNew ? ErrorCode.UNSUPPORTED_VERSION : 0 };
      return encodeResponse(ApiVersionsResponse, response, { version: isTooNew ? 0 : version, correlationId });
    }
    const registration = this.#registrations.get(requestApiKey);
    if (registration === undefined) throw new Error(`nothing scripted for API key ${requestApiKey}`);
    const seen = { broker, version, clientId, body: registration.request.decode(reader, version) };
    const list = this.#seen.get(requestApiKey);
    if (list === undefined) this.#seen.set(requestApiKey, [seen]);
    else list.push(seen);
    const answer = await registration.handler(seen);
    if (answer === DROP || answer === CLOSE) return answer;
    return encodeResponse(registration.response, answer, { version, correlationId });
  }

  #apiVersions(): Input<ApiVersionsResponse> {
    const apiKeys = [...this.#registrations].map(([apiKey, { versions }]) => ({
      apiKey,
      minVersion: versions.min,
      maxVersion: versions.max,
    }));
    return {
      finalizedFeaturesEpoch: this.featuresEpoch,
      finalizedFeatures: [...this.features].map(([name, level]) => ({
        name,
        minVersionLevel: level,
        maxVersionLevel: level,
      })),
      supportedFeatures: this.supportedFeatures.map(([name, minVersion, maxVersion]) => ({
        name,
        minVersion,
        maxVersion,
      })),
      apiKeys:
        this.advertisedApis.length > 0
          ? [...this.advertisedApis]
          : [...apiKeys, { apiKey: ApiVersionsRequest.apiKey, minVersion: 0, maxVersion: this.apiVersionsMax }],
    };
  }

  #metadata(request: MetadataRequest): Input<MetadataResponse> {
    const wanted = request.topics?.map((one) => one.name ?? "") ?? [...this.topics.keys()];
    return {
      brokers: this.#ports.map((port, index) => ({
        nodeId: index + this.nodeIdOffset,
        host: this.#host,
        port,
        rack: null,
      })),
      clusterId: "scripted",
      controllerId: 0,
      topics: wanted.map((name) => {
        const topic = this.topics.get(name);
        if (topic === undefined) return { name, errorCode: 3, partitions: [] };
        return {
          name,
          topicId: topic.topicId,
          errorCode: topic.errorCode,
          isInternal: topic.isInternal,
          partitions: topic.leaders.map((leaderId, partitionIndex) => ({
            partitionIndex,
            leaderId,
            leaderEpoch: topic.leaderEpoch,
            replicaNodes: [...(topic.replicas?.[partitionIndex] ?? [0])],
            isrNodes: [...(topic.replicas?.[partitionIndex] ?? [0])],
            errorCode: leaderId < 0 ? 5 : 0,
          })),
        };
      }),
    };
  }
}
