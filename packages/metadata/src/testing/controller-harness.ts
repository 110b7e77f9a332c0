/**
 * A controller for tests, with a shadow that is fed only the records: after each operation the two must be equal, and
 * so must an image that is rebuilt from the records a snapshot would hold.
 */

import assert from "node:assert/strict";
import { Prng, type Random } from "@ottla/base";
import { KafkaConfig } from "@ottla/config";
import type { CreatableTopic, CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { bootstrapFeatureRecords } from "../controller/bootstrap.ts";
import type { ControllerContext, ControllerResult } from "../controller/controller-result.ts";
import { Controller } from "../controller/controller.ts";
import type { ControllerOptions } from "../controller/controller-state.ts";
import { SUPPORTED_FEATURES } from "../controller/features.ts";
import type { ScramHash, ScramKeys } from "../controller/scram-credentials.ts";
import { MetadataReplayer } from "../controller/metadata-replayer.ts";
import type { BrokerRegistration } from "../image/cluster-image.ts";
import { recordsOfImage } from "../image/image-records.ts";
import type { MetadataImage } from "../image/metadata-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { decodeMetadataRecord, encodeMetadataRecord } from "../records/metadata-record-serde.ts";

export const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";

/** Comparable form of an image: everything but where it stands in the log. */
export function contentOf(image: MetadataImage): unknown {
  const bySize = (one: unknown, other: unknown): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
  return {
    features: image.features,
    brokers: [...image.cluster.brokers.values()].toSorted(bySize),
    controllers: [...image.cluster.controllers.values()].toSorted(bySize),
    topics: [...image.topics.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    configs: [...image.configs.resources()]
      .map((resource) => [resource, [...image.configs.configs(resource)].toSorted(bySize)])
      .toSorted(bySize),
    nextProducerId: image.nextProducerId,
    keyed: [...image.keyedRecords.values()].map(withBytesAsText).toSorted(bySize),
  };
}

/** Bytes are the same whatever kind of array holds them. */
function withBytesAsText({ name, value }: MetadataRecord): unknown {
  const fields = Object.entries<unknown>({ ...value });
  const text = fields.map(([key, field]) => [
    key,
    field instanceof Uint8Array ? Buffer.from(field).toString("hex") : field,
  ]);
  return { name, value: Object.fromEntries(text) };
}

/** The counts that the image keeps are those of its partitions. */
function checkReplicaCounts(image: MetadataImage): void {
  const counts = new Map<number, number>();
  for (const { partitions } of image.topics.values()) {
    for (const broker of partitions.flatMap(({ replicas }) => replicas))
      counts.set(broker, (counts.get(broker) ?? 0) + 1);
  }
  for (const broker of image.cluster.brokers.keys()) {
    assert.equal(image.topics.replicaCount(broker), counts.get(broker) ?? 0, `replicas of broker ${broker}`);
  }
}

/** Tells which password and which hash went in. */
function deriveScramKeys(hash: ScramHash, saltedPassword: Uint8Array): ScramKeys {
  const keyOf = (label: string): Uint8Array =>
    Buffer.from(`${label} ${hash} ${Buffer.from(saltedPassword).toString()}`);
  return { storedKey: keyOf("stored"), serverKey: keyOf("server") };
}

/** See the file's head. */
export class ControllerHarness {
  readonly controller: Controller;
  readonly #shadow = new MetadataReplayer();
  nextOffset = 0;

  constructor(props: Record<string, string> = {}, options: Partial<ControllerOptions> & { random?: Random } = {}) {
    const config = KafkaConfig.standalone(new Map(Object.entries(props)));
    this.controller = new Controller(
      { nodeId: 1, clusterId: CLUSTER_ID, config, random: new Prng(1), deriveScramKeys, ...options },
      new MetadataReplayer(),
      0,
    );
    this.append(this.controller.activationRecords(bootstrapFeatureRecords()));
  }

  /** With brokers 1 to `count`, all able to lead. */
  static withBrokers(
    count: number,
    props: Record<string, string> = {},
    options: Partial<ControllerOptions> = {},
  ): ControllerHarness {
    const harness = new ControllerHarness(props, options);
    for (let id = 1; id <= count; id++) harness.addBroker(id);
    return harness;
  }

  get image(): MetadataImage {
    return this.controller.image;
  }

  broker(id: number): BrokerRegistration {
    const broker = this.image.cluster.brokers.get(id);
    assert.ok(broker !== undefined);
    return broker;
  }

  addBroker(id: number, options: { isFenced?: boolean; rack?: string; incarnation?: string } = {}): void {
    const request = {
      brokerId: id,
      clusterId: CLUSTER_ID,
      incarnationId: options.incarnation ?? `incarnation000000000${String(id).padStart(2, "0")}`.slice(0, 21) + "A",
      endpoints: [{ listenerName: "PLAINTEXT", host: `host${id}`, port: 9092, securityProtocol: 0 }],
      features: SUPPORTED_FEATURES,
      rack: options.rack ?? null,
      logDirectories: [`directory000000000${String(id).padStart(3, "0")}A`],
    };
    this.run((controller, context) => controller.handleRegisterBroker(request, context));
    if (options.isFenced !== true) this.run((controller) => controller.handleUnfenceBroker(this.broker(id)));
  }

  /** Handles, checks that handling changed nothing, appends the records, and compares with the shadow. */
  run<Response>(handle: (controller: Controller, context: ControllerContext) => ControllerResult<Response>): Response {
    const before = this.image;
    const { records, response } = handle(this.controller, { monotonicMs: 1000, nextOffset: this.nextOffset });
    assert.equal(this.image, before, "a handler changes nothing");
    this.append(records);
    return response;
  }

  append(records: readonly MetadataRecord[]): void {
    if (records.length === 0) return;
    const lastOffset = this.nextOffset + records.length - 1;
    const batch = { lastOffset, epoch: 1, timestampMs: 1000 };
    this.nextOffset = lastOffset + 1;
    this.controller.replay({ ...batch, records });
    const read = records.map((record) => decodeMetadataRecord(encodeMetadataRecord(record)));
    this.#shadow.replay({ ...batch, records: read });
    this.#shadow.publish();
    assert.deepEqual(contentOf(this.#shadow.image), contentOf(this.image));
    checkReplicaCounts(this.image);
  }

  /** The image that a snapshot of the present one makes. */
  reloaded(): MetadataImage {
    const replayer = new MetadataReplayer();
    const snapshot = { endOffset: this.nextOffset, epoch: 1, lastContainedLogTimestampMs: 1000 };
    replayer.replaySnapshot(recordsOfImage(this.image), snapshot);
    return replayer.publish().image;
  }

  create(name: string, options: Partial<CreatableTopic> = {}): [number, string | null] {
    const topic: CreatableTopic = {
      name,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
      ...options,
    };
    const [result] = this.createAll([topic]).topics;
    return [result?.errorCode ?? -1, result?.errorMessage ?? null];
  }

  createAll(topics: CreatableTopic[], options: Partial<CreateTopicsRequest> = {}): CreateTopicsResponse {
    return this.run((controller) =>
      controller.handleCreateTopics({ topics, timeoutMs: 1000, validateOnly: false, ...options }),
    );
  }
}
