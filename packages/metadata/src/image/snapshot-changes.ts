/**
 * A snapshot as changes of an image that knows something already: a node that fell far behind gets the state as it is now, and whoever follows the
 * metadata wants to know what is gone. Kafka's `finishSnapshot`.
 */

import type { MetadataRecord } from "../records/metadata-record.ts";
import { configRecord, featureLevelRecord, removeTopicRecord } from "../records/new-records.ts";
import { keyedChange } from "./keyed-records-image.ts";
import type { MetadataImage } from "./metadata-image.ts";

/** The records that lead from `image` to exactly what `held` says. */
export function* changesOfSnapshot(image: MetadataImage, held: readonly MetadataRecord[]): Generator<MetadataRecord> {
  yield* removals(image, new Set(held.flatMap((record) => keyOf(record) ?? [])));
  for (const record of held) {
    // A topic that is known stays the same topic: what it has more or less of is in its partitions.
    const isKnown = record.name === "TopicRecord" && image.topics.getById(record.value.topicId) !== undefined;
    if (!isKnown) yield record;
  }
}

function* removals(image: MetadataImage, held: ReadonlySet<string>): Generator<MetadataRecord> {
  for (const { id } of image.topics.values()) {
    if (!held.has(`topic:${id}`)) yield removeTopicRecord(id);
  }
  for (const resource of image.configs.resources()) {
    for (const name of image.configs.configs(resource).keys()) {
      if (!held.has(`config:${resource.type}:${resource.name}:${name}`)) yield configRecord(resource, name, null);
    }
  }
  for (const { id: brokerId, epoch: brokerEpoch } of image.cluster.brokers.values()) {
    if (held.has(`broker:${brokerId}`)) continue;
    yield { name: "UnregisterBrokerRecord", version: 0, value: { brokerId, brokerEpoch } };
  }
  for (const name of image.features.finalizedVersions.keys()) {
    if (!held.has(`feature:${name}`)) yield featureLevelRecord(name, 0);
  }
  for (const record of image.keyedRecords.values()) {
    const removal = held.has(keyOf(record) ?? "") ? undefined : removalOf(record);
    if (removal !== undefined) yield removal;
  }
}

function keyOf(record: MetadataRecord): string | undefined {
  switch (record.name) {
    case "TopicRecord":
      return `topic:${record.value.topicId}`;
    case "ConfigRecord":
      return `config:${record.value.resourceType}:${record.value.resourceName}:${record.value.name}`;
    case "RegisterBrokerRecord":
      return `broker:${record.value.brokerId}`;
    case "FeatureLevelRecord":
      return `feature:${record.value.name}`;
    default: {
      const change = keyedChange(record);
      return change === undefined ? undefined : `${change.domain}:${change.key}`;
    }
  }
}

function removalOf(record: MetadataRecord): MetadataRecord | undefined {
  switch (record.name) {
    case "AccessControlEntryRecord":
      return { name: "RemoveAccessControlEntryRecord", version: 0, value: { id: record.value.id } };
    case "UserScramCredentialRecord": {
      const { name, mechanism } = record.value;
      return { name: "RemoveUserScramCredentialRecord", version: 0, value: { name, mechanism } };
    }
    case "DelegationTokenRecord":
      return { name: "RemoveDelegationTokenRecord", version: 0, value: { tokenId: record.value.tokenId } };
    case "ClientQuotaRecord":
      return { ...record, value: { ...record.value, remove: true } };
    default:
      return undefined;
  }
}
