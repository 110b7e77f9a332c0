// Several brokers of one cluster in memory, on a virtual clock and a network that can be cut, spoken to with raw requests. Nothing here waits
// for real time: `until` moves the clock on.
import assert from "node:assert/strict";
import { Prng, VirtualClock } from "@ottla/base";
import { Broker, ControllerNode, type InspectedParts, silentLogger } from "@ottla/broker";
import { KafkaConfig } from "@ottla/config";
import { ClientConnection, InMemoryNetwork } from "@ottla/network";
import type { Channel, ChannelListener, ConnectOptions, ListenOptions, Network } from "@ottla/network";
import { ErrorCode } from "@ottla/protocol";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import type { MetadataResponsePartition } from "@ottla/protocol/messages/metadata";
import { MemoryDisk } from "@ottla/storage";
import { CONTROLLER_HANDLERS } from "../../packages/broker/src/controller-handlers/registry.ts";
import { HANDLERS } from "../../packages/broker/src/handlers/registry.ts";
import { RawConnection } from "./memory-broker.ts";

const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
const STEP_MS = 10;
const UNTIL_MS = 120_000;
const BROKER_PORT = 9000;
const CONTROLLER_PORT = 9500;

/** Sees every request a node sends to another, size and all; it is lost where this says false. */
type RequestFilter = (nodeId: number, frame: Buffer) => boolean;

/** What a node has of the network; cut, it neither hears nor is heard. */
class NodeNetwork implements Network {
  isCut = false;
  readonly #network: InMemoryNetwork;
  readonly #passes: (frame: Buffer) => boolean;
  readonly #channels = new Set<Channel>();

  constructor(network: InMemoryNetwork, passes: (frame: Buffer) => boolean) {
    this.#network = network;
    this.#passes = passes;
  }

  cut(): void {
    this.isCut = true;
    for (const channel of this.#channels) channel.destroy();
    this.#channels.clear();
  }

  heal(): void {
    this.isCut = false;
  }

  listen(options: ListenOptions): Promise<ChannelListener> {
    return this.#network.listen({
      ...options,
      onChannel: (channel) => {
        if (this.isCut) channel.destroy();
        else {
          this.#channels.add(channel);
          options.onChannel(channel);
        }
      },
    });
  }

  async connect(options: ConnectOptions): Promise<Channel> {
    if (this.isCut) return this.#network.connect({ ...options, port: 1 });
    const channel = await this.#network.connect(options);
    this.#channels.add(channel);
    const write = channel.write.bind(channel);
    channel.write = (chunks, onTaken): void => {
      if (this.#passes(Buffer.concat(chunks))) write(chunks, onTaken);
    };
    return channel;
  }
}

interface Node {
  readonly network: NodeNetwork;
  readonly disk: MemoryDisk;
  broker: Broker | ControllerNode | undefined;
  parts: InspectedParts | undefined;
}

export class MemoryCluster {
  readonly clock: VirtualClock = new VirtualClock();
  readonly #network = new InMemoryNetwork();
  readonly #nodes = new Map<number, Node>();
  readonly #voterIds: readonly number[];
  readonly #config: Readonly<Record<string, string>>;
  readonly #votersAreBrokers: boolean;
  /** Lets everything pass unless a test wants to look. */
  requestFilter: RequestFilter = () => true;

  constructor(
    voterIds: readonly number[],
    config: Readonly<Record<string, string>> = {},
    /** Whether the nodes that vote have partitions, too. Default true. */
    { votersAreBrokers = true }: { readonly votersAreBrokers?: boolean } = {},
  ) {
    this.#voterIds = voterIds;
    this.#config = config;
    this.#votersAreBrokers = votersAreBrokers;
  }

  /** Starts nodes together and waits until they serve. */
  async start(...ids: number[]): Promise<void> {
    // What is imported takes real time, in which the virtual one would run away.
    await Promise.all([...HANDLERS, ...CONTROLLER_HANDLERS].map(({ load }) => load()));
    await this.run(Promise.all(ids.map((id) => this.#start(id))));
  }

  async stop(...ids: number[]): Promise<void> {
    await this.run(Promise.all(ids.map(async (id) => await this.#node(id).broker?.stop())));
    for (const id of ids) this.#node(id).broker = undefined;
  }

  /** Stops everything; nodes that are cut get the network back first. */
  async close(): Promise<void> {
    for (const { network } of this.#nodes.values()) network.heal();
    await this.stop(...[...this.#nodes.keys()].filter((id) => this.#node(id).broker !== undefined));
  }

  cut(id: number): void {
    this.#node(id).network.cut();
  }

  heal(id: number): void {
    this.#node(id).network.heal();
  }

  /** A client's connection to a broker, or to a controller. */
  async dial(id: number, to: "broker" | "controller" = "broker"): Promise<RawConnection> {
    const target = { host: `n${id}`, port: (to === "broker" ? BROKER_PORT : CONTROLLER_PORT) + id };
    return new RawConnection(await ClientConnection.dial(this.#network, target, { clock: this.clock }));
  }

  /** Moves the clock on until the promise is settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => {});
    for (let ms = 0; !isSettled && ms < UNTIL_MS; ms += STEP_MS) await this.clock.advanceAsync(STEP_MS);
    assert.ok(isSettled, `done within ${UNTIL_MS} ms`);
    return settled;
  }

  /** Moves the clock on until something is so. */
  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let ms = 0; ms < UNTIL_MS; ms += STEP_MS * 5) {
      if (await isSo()) return;
      await this.clock.advanceAsync(STEP_MS * 5);
    }
    assert.fail(`not within ${UNTIL_MS} ms: ${what}`);
  }

  async createTopic(
    at: number,
    topic: {
      readonly name: string;
      readonly partitions: number;
      /** How many, or, for one partition, which. */
      readonly replicas: number | readonly number[];
      readonly configs?: Readonly<Record<string, string>>;
    },
  ): Promise<void> {
    const client = await this.dial(at);
    const { name, partitions, replicas } = topic;
    const configs = Object.entries(topic.configs ?? {}).map(([key, value]) => ({ name: key, value }));
    const wanted =
      typeof replicas === "number"
        ? { name, numPartitions: partitions, replicationFactor: replicas, assignments: [], configs }
        : {
            name,
            numPartitions: -1,
            replicationFactor: -1,
            assignments: [{ partitionIndex: 0, brokerIds: [...replicas] }],
            configs,
          };
    const request = client.request([CreateTopicsRequest, CreateTopicsResponse], 7, {
      topics: [wanted],
      timeoutMs: 5000,
    });
    const [created] = (await this.run(request)).topics;
    assert.equal(created?.errorCode, ErrorCode.NONE, created?.errorMessage ?? "");
  }

  async deleteTopic(at: number, name: string): Promise<void> {
    const client = await this.dial(at);
    const body = { topicNames: [name], topics: [], timeoutMs: 5000 };
    const [deleted] = (await this.run(client.request([DeleteTopicsRequest, DeleteTopicsResponse], 5, body))).responses;
    client.connection.close();
    assert.equal(deleted?.errorCode, ErrorCode.NONE, deleted?.errorMessage ?? "");
  }

  /** The partitions of a topic as a broker tells them. */
  async partitions(at: number, name: string): Promise<readonly MetadataResponsePartition[]> {
    const client = await this.dial(at);
    const body = { topics: [{ topicId: "AAAAAAAAAAAAAAAAAAAAAA", name }], allowAutoTopicCreation: false };
    const { topics } = await this.run(client.request([MetadataRequest, MetadataResponse], 12, body));
    client.connection.close();
    return topics[0]?.partitions ?? [];
  }

  /** The active controller as a node knows it; undefined if it knows none. */
  async controllerId(at: number): Promise<number | undefined> {
    const { broker } = this.#node(at);
    await this.clock.advanceAsync(0);
    const id = broker?.activeControllerId ?? -1;
    return id < 0 ? undefined : id;
  }

  /** What a broker shows of itself, also before it serves. */
  partsOf(id: number): InspectedParts | undefined {
    return this.#node(id).parts;
  }

  async #start(id: number): Promise<void> {
    const known = this.#nodes.get(id);
    const network = known?.network ?? new NodeNetwork(this.#network, (frame) => this.requestFilter(id, frame));
    const disk = known?.disk ?? new MemoryDisk({ nowMs: () => this.clock.nowMs() });
    const node: Node = { network, disk, broker: undefined, parts: undefined };
    this.#nodes.set(id, node);
    const isVoter = this.#voterIds.includes(id);
    const voters = this.#voterIds.map((voter) => `${voter}@n${voter}:${CONTROLLER_PORT + voter}`).join(",");
    const address = `PLAINTEXT://n${id}:${BROKER_PORT + id}`;
    const controllerAddress = `CONTROLLER://n${id}:${CONTROLLER_PORT + id}`;
    const isBroker = this.#votersAreBrokers || !isVoter;
    const listeners = [...(isBroker ? [address] : []), ...(isVoter ? [controllerAddress] : [])].join(",");
    const config = KafkaConfig.fromMap(
      new Map([
        ["node.id", String(id)],
        ["process.roles", [...(isBroker ? ["broker"] : []), ...(isVoter ? ["controller"] : [])].join(",")],
        ["controller.quorum.voters", voters],
        ["controller.listener.names", "CONTROLLER"],
        ["listeners", listeners],
        ...(isBroker ? [["advertised.listeners", address] as const] : []),
        ["log.dirs", "/data"],
        ...Object.entries(this.#config),
      ]),
    );
    const { clock } = this;
    const random = new Prng(id);
    const inspect = (parts: InspectedParts): void => void (node.parts = parts);
    const options = { config, clock, random, network, disk, clusterId: CLUSTER_ID, logger: silentLogger, inspect };
    node.broker = await (isBroker ? Broker : ControllerNode).start(options);
  }

  #node(id: number): Node {
    const node = this.#nodes.get(id);
    assert.ok(node !== undefined, `node ${id} was started`);
    return node;
  }
}
