/**
 * A series of committed records on the way from one image to the next. Publishers get the delta with the new image and
 * read from it what changed. Parts that no record touched are undefined.
 */

import { assert } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { ClusterDelta } from "./cluster-delta.ts";
import { ConfigsDelta } from "./configs-delta.ts";
import { ConfigResourceType } from "./configs-image.ts";
import { FeaturesDelta } from "./features-delta.ts";
import { keyedChange, type KeyedChange } from "./keyed-records-image.ts";
import type { MetadataImage, MetadataProvenance } from "./metadata-image.ts";
import { TopicsDelta } from "./topics-delta.ts";

/** See the file's head. */
export class MetadataDelta {
  readonly #image: MetadataImage;
  /** By domain and key. */
  readonly #keyed: Map<string, KeyedChange> = new Map();
  #features: FeaturesDelta | undefined;
  #cluster: ClusterDelta | undefined;
  #topics: TopicsDelta | undefined;
  #configs: ConfigsDelta | undefined;
  #nextProducerId: bigint | undefined;

  constructor(image: MetadataImage) {
    this.#image = image;
  }

  /** The image this starts from. */
  get before(): MetadataImage {
    return this.#image;
  }

  /** Whether no record has changed anything. */
  get isEmpty(): boolean {
    const parts = [this.#features, this.#cluster, this.#topics, this.#configs, this.#nextProducerId];
    return this.#keyed.size === 0 && parts.every((part) => part === undefined);
  }

  get featuresDelta(): FeaturesDelta | undefined {
    return this.#features;
  }

  get clusterDelta(): ClusterDelta | undefined {
    return this.#cluster;
  }

  get topicsDelta(): TopicsDelta | undefined {
    return this.#topics;
  }

  get configsDelta(): ConfigsDelta | undefined {
    return this.#configs;
  }

  /** What was set and removed of what is kept record by record. */
  get keyedChanges(): Iterable<KeyedChange> {
    return this.#keyed.values();
  }

  /** Replays one record. Transaction markers must have been taken out before. */
  replay(record: MetadataRecord): void {
    switch (record.name) {
      case "TopicRecord":
        this.#topicsDelta().replayTopic(record.value);
        return;
      case "PartitionRecord":
        this.#topicsDelta().replayPartition(record.value);
        return;
      case "PartitionChangeRecord":
        this.#topicsDelta().replayPartitionChange(record.value);
        return;
      case "RemoveTopicRecord":
        this.#replayRemoveTopic(record.value.topicId);
        return;
      case "ClearElrRecord":
        this.#topicsDelta().replayClearElr(record.value.topicName);
        return;
      case "ConfigRecord":
        this.#configsDelta().replay(record.value);
        return;
      case "FeatureLevelRecord":
        this.#features ??= new FeaturesDelta(this.#image.features);
        this.#features.replay(record.value);
        return;
      case "RegisterBrokerRecord":
      case "UnregisterBrokerRecord":
      case "FenceBrokerRecord":
      case "UnfenceBrokerRecord":
      case "BrokerRegistrationChangeRecord":
      case "RegisterControllerRecord":
        this.#cluster ??= new ClusterDelta(this.#image.cluster);
        this.#cluster.replay(record);
        return;
      case "ProducerIdsRecord":
        this.#nextProducerId = record.value.nextProducerId;
        return;
      default:
        this.#replayKeyed(record);
    }
  }

  /** The image with every record that was replayed. */
  apply(provenance: MetadataProvenance): MetadataImage {
    const image = this.#image;
    return {
      provenance,
      features: this.#features?.apply() ?? image.features,
      cluster: this.#cluster?.apply() ?? image.cluster,
      topics: this.#topics?.apply() ?? image.topics,
      configs: this.#configs?.apply() ?? image.configs,
      nextProducerId: this.#nextProducerId ?? image.nextProducerId,
      keyedRecords: this.#keyed.size === 0 ? image.keyedRecords : image.keyedRecords.with(this.#keyed.values()),
    };
  }

  #replayRemoveTopic(topicId: Uuid): void {
    const name = this.#topicsDelta().replayRemoveTopic(topicId);
    this.#configsDelta().removeResource({ type: ConfigResourceType.TOPIC, name });
  }

  #replayKeyed(record: MetadataRecord): void {
    assert(
      record.name !== "BeginTransactionRecord" &&
        record.name !== "EndTransactionRecord" &&
        record.name !== "AbortTransactionRecord",
      `a delta has no ${record.name}`,
    );
    const change = keyedChange(record);
    if (change !== undefined) this.#keyed.set(`${change.domain}:${change.key}`, change);
  }

  #topicsDelta(): TopicsDelta {
    this.#topics ??= new TopicsDelta(this.#image.topics);
    return this.#topics;
  }

  #configsDelta(): ConfigsDelta {
    this.#configs ??= new ConfigsDelta(this.#image.configs);
    return this.#configs;
  }
}
