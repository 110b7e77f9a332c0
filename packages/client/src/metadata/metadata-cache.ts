/**
 * What a client knows about the cluster, as a value that only grows newer: brokers, topics by name and id, leaders with their epochs.
 *
 * Pure: it is fed responses and hints and answers questions. It never accepts a partition's state of an older leader epoch than the one it has
 * (KIP-320), because a lagging broker may answer any request.
 */
import type { KafkaNode } from "../node.ts";

/** One partition as last heard of. */
export interface PartitionMetadata {
  readonly topic: string;
  readonly partition: number;
  /** -1 when there is none. */
  readonly leaderId: number;
  /** -1 when unknown. */
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
  readonly errorCode: number;
}

/** One topic as last heard of; partitions stand at their own index. */
export interface TopicMetadata {
  readonly name: string;
  /** The zero id when the broker does not tell. */
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}

/** A metadata response, as far as it matters here. */
export interface MetadataUpdate {
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly brokers: readonly { nodeId: number; host: string; port: number; rack: string | null }[];
  readonly topics: readonly {
    readonly errorCode: number;
    readonly name: string | null;
    readonly topicId: string;
    readonly isInternal: boolean;
    readonly partitions: readonly {
      readonly errorCode: number;
      readonly partitionIndex: number;
      readonly leaderId: number;
      readonly leaderEpoch: number;
      readonly replicaNodes: readonly number[];
      readonly isrNodes: readonly number[];
      readonly offlineReplicas: readonly number[];
    }[];
  }[];
}

/** A newer leader that came with an error response (KIP-951). */
export interface LeaderHint {
  readonly topic: string;
  readonly partition: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

const ZERO_ID = "AAAAAAAAAAAAAAAAAAAAAA";

/** The cluster as one client knows it. */
export class MetadataCache {
  #nodes: ReadonlyMap<number, KafkaNode>;
  #topics: Map<string, TopicMetadata> = new Map();
  #names: Map<string, string> = new Map();
  #errors: Map<string, number> = new Map();
  #clusterId: string | null = null;
  #controllerId = -1;
  #version = 0;
  #isBootstrap = true;

  /** @param bootstrap the addresses to begin with; they get the ids -1, -2, … */
  constructor(bootstrap: readonly { readonly host: string; readonly port: number }[]) {
    this.#nodes = bootstrapNodes(bootstrap);
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get clusterId(): string | null {
    return this.#clusterId;
  }

  get controllerId(): number {
    return this.#controllerId;
  }

  /** Whether the nodes are still the bootstrap addresses. */
  get isBootstrap(): boolean {
    return this.#isBootstrap;
  }

  get nodes(): ReadonlyMap<number, KafkaNode> {
    return this.#nodes;
  }

  topic(name: string): TopicMetadata | undefined {
    return this.#topics.get(name);
  }

  topics(): IterableIterator<TopicMetadata> {
    return this.#topics.values();
  }

  topicName(topicId: string): string | undefined {
    return this.#names.get(topicId);
  }

  partition(topic: string, partition: number): PartitionMetadata | undefined {
    return this.#topics.get(topic)?.partitions[partition];
  }

  /** The error the last response gave for a topic; 0 when there was none. */
  topicError(name: string): number {
    return this.#errors.get(name) ?? 0;
  }

  /** Forgets everything but where to begin: the known brokers are out of reach. */
  rebootstrap(bootstrap: readonly { readonly host: string; readonly port: number }[]): void {
    this.#nodes = bootstrapNodes(bootstrap);
    this.#isBootstrap = true;
    this.#controllerId = -1;
    this.#version++;
  }

  /**
   * Takes in a response; one without brokers, as a broker gives that has not entered the cluster yet, says nothing.
   * @param retain whether a topic that the response does not mention is still of interest
   */
  update(update: MetadataUpdate, retain: (topic: string) => boolean): void {
    if (update.brokers.length === 0) return;
    this.#nodes = new Map(
      update.brokers.map((one) => [one.nodeId, { id: one.nodeId, host: one.host, port: one.port, rack: one.rack }]),
    );
    this.#isBootstrap = false;
    this.#clusterId = update.clusterId;
    this.#controllerId = update.controllerId;
    const topics = new Map<string, TopicMetadata>();
    this.#errors = new Map();
    for (const topic of update.topics) {
      const name = topic.name ?? this.#names.get(topic.topicId);
      if (name === undefined) continue;
      if (topic.errorCode !== 0) this.#errors.set(name, topic.errorCode);
      else topics.set(name, this.#merged(name, topic));
    }
    for (const [name, known] of this.#topics) {
      if (!topics.has(name) && !this.#errors.has(name) && retain(name)) topics.set(name, known);
    }
    this.#topics = topics;
    this.#names = new Map([...topics.values()].map((topic) => [topic.topicId, topic.name]));
    this.#version++;
  }

  /** Takes in newer leaders; returns the partitions that changed. Nodes given with the hints join the known ones. */
  applyHints(hints: readonly LeaderHint[], nodes: readonly KafkaNode[]): LeaderHint[] {
    const applied: LeaderHint[] = [];
    const known = new Map(this.#nodes);
    for (const node of nodes) known.set(node.id, node);
    for (const hint of hints) {
      const topic = this.#topics.get(hint.topic);
      const current = topic?.partitions[hint.partition];
      if (topic === undefined || current === undefined || !known.has(hint.leaderId)) continue;
      if (hint.leaderEpoch <= current.leaderEpoch) continue;
      const partitions = [...topic.partitions];
      partitions[hint.partition] = { ...current, leaderId: hint.leaderId, leaderEpoch: hint.leaderEpoch, errorCode: 0 };
      this.#topics.set(hint.topic, { ...topic, partitions });
      applied.push(hint);
    }
    if (applied.length > 0) {
      this.#nodes = known;
      this.#version++;
    }
    return applied;
  }

  #merged(name: string, heard: MetadataUpdate["topics"][number]): TopicMetadata {
    const known = this.#topics.get(name);
    const isSameTopic = known !== undefined && (known.topicId === heard.topicId || heard.topicId === ZERO_ID);
    const partitions: PartitionMetadata[] = [];
    for (const one of [...heard.partitions].sort((a, b) => a.partitionIndex - b.partitionIndex)) {
      if (one.partitionIndex !== partitions.length) break;
      const before = isSameTopic ? known.partitions[one.partitionIndex] : undefined;
      const isStale = before !== undefined && one.leaderEpoch !== -1 && one.leaderEpoch < before.leaderEpoch;
      partitions.push(isStale ? before : partitionMetadata(name, one));
    }
    return { name, topicId: heard.topicId, isInternal: heard.isInternal, partitions };
  }
}

function partitionMetadata(
  topic: string,
  heard: MetadataUpdate["topics"][number]["partitions"][number],
): PartitionMetadata {
  return {
    topic,
    partition: heard.partitionIndex,
    leaderId: heard.leaderId,
    leaderEpoch: heard.leaderEpoch,
    replicas: heard.replicaNodes,
    isr: heard.isrNodes,
    offlineReplicas: heard.offlineReplicas,
    errorCode: heard.errorCode,
  };
}

function bootstrapNodes(
  addresses: readonly { readonly host: string; readonly port: number }[],
): ReadonlyMap<number, KafkaNode> {
  return new Map(
    addresses.map(({ host, port }, index) => [-1 - index, { id: -1 - index, host, port, rack: null }] as const),
  );
}
