/** An image as the records that make it: the contents of a snapshot, in the order in which Kafka writes them. */

import type { MetadataRecord } from "../records/metadata-record.ts";
import { configRecord, featureLevelRecord, partitionRecord, topicRecord } from "../records/new-records.ts";
import type { BrokerRegistration, ControllerRegistration } from "./cluster-image.ts";
import type { MetadataImage } from "./metadata-image.ts";

/** Every record of the image; only state, nothing is removed in it. */
export function* recordsOfImage(image: MetadataImage): Generator<MetadataRecord> {
  const { features, cluster, topics, configs } = image;
  if (features.metadataVersion > 0) yield featureLevelRecord("metadata.version", features.metadataVersion);
  for (const [name, level] of features.finalizedVersions) yield featureLevelRecord(name, level);
  for (const broker of cluster.brokers.values()) yield registerBrokerRecord(broker);
  for (const controller of cluster.controllers.values()) yield registerControllerRecord(controller);
  for (const topic of topics.values()) {
    yield topicRecord(topic.name, topic.id);
    for (const [index, partition] of topic.partitions.entries()) yield partitionRecord(topic.id, index, partition);
  }
  for (const resource of configs.resources()) {
    for (const [name, value] of configs.configs(resource)) yield configRecord(resource, name, value);
  }
  if (image.nextProducerId > 0n) {
    const value = { brokerId: -1, brokerEpoch: -1, nextProducerId: image.nextProducerId };
    yield { name: "ProducerIdsRecord", version: 0, value };
  }
  yield* image.keyedRecords.values();
}

function registerBrokerRecord(broker: BrokerRegistration): MetadataRecord {
  return {
    name: "RegisterBrokerRecord",
    version: 4,
    value: {
      brokerId: broker.id,
      isMigratingZkBroker: false,
      incarnationId: broker.incarnationId,
      brokerEpoch: broker.epoch,
      endPoints: broker.endpoints.map(({ listenerName, ...endpoint }) => ({ name: listenerName, ...endpoint })),
      features: [...broker.supportedFeatures].map(([name, { min, max }]) => ({
        name,
        minSupportedVersion: min,
        maxSupportedVersion: max,
      })),
      rack: broker.rack,
      fenced: broker.fenced,
      inControlledShutdown: broker.inControlledShutdown,
      logDirs: [...broker.directories],
      cordonedLogDirs: broker.cordonedDirectories === null ? null : [...broker.cordonedDirectories],
    },
  };
}

function registerControllerRecord(controller: ControllerRegistration): MetadataRecord {
  return {
    name: "RegisterControllerRecord",
    version: 0,
    value: {
      controllerId: controller.id,
      incarnationId: controller.incarnationId,
      zkMigrationReady: controller.zkMigrationReady,
      endPoints: controller.endpoints.map(({ listenerName, ...endpoint }) => ({ name: listenerName, ...endpoint })),
      features: [...controller.supportedFeatures].map(([name, { min, max }]) => ({
        name,
        minSupportedVersion: min,
        maxSupportedVersion: max,
      })),
    },
  };
}
