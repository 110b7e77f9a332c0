import assert from "node:assert/strict";
import { test } from "node:test";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { featureLevelRecord, topicRecord } from "../records/new-records.ts";
import { activationRecords, bootstrapFeatureRecords } from "./bootstrap.ts";
import { unservedFeature } from "./features.ts";
import { MetadataReplayer } from "./metadata-replayer.ts";

const BEGIN: MetadataRecord = { name: "BeginTransactionRecord", version: 0, value: { name: null } };
const END: MetadataRecord = { name: "EndTransactionRecord", version: 0, value: {} };
const ABORT: MetadataRecord = { name: "AbortTransactionRecord", version: 0, value: { reason: null } };

function names(replayer: MetadataReplayer, ...batches: MetadataRecord[][]): string[] {
  for (const records of batches) {
    const { lastContainedOffset } = replayer.image.provenance;
    const lastOffset = lastContainedOffset + records.length;
    replayer.replay({ records, lastOffset, epoch: 1, timestampMs: 5 });
    replayer.publish();
  }
  return [...replayer.image.topics.names()].toSorted();
}

test("a transaction takes effect at its end, over several batches, and an aborted one never", () => {
  const replayer = new MetadataReplayer();
  assert.deepEqual(names(replayer, [topicRecord("a", "idA"), BEGIN, topicRecord("b", "idB")]), ["a"]);
  assert.equal(replayer.isTransactionOpen, true);
  assert.deepEqual(names(replayer, [topicRecord("c", "idC")]), ["a"]);
  assert.deepEqual(names(replayer, [END, topicRecord("d", "idD")]), ["a", "b", "c", "d"]);
  assert.deepEqual(names(replayer, [BEGIN, topicRecord("e", "idE")], [ABORT]), ["a", "b", "c", "d"]);
  assert.throws(() => names(replayer, [END]), /has begun/);
});

test("an empty log gets the bootstrap records, a log that a crash cut off gets them again", () => {
  const options = { isTransactionOpen: false, bootstrapRecords: bootstrapFeatureRecords() };
  const replayer = new MetadataReplayer();
  const first = activationRecords(replayer.image, options);
  assert.deepEqual(
    first.map(({ name }) => name),
    [
      "BeginTransactionRecord",
      "FeatureLevelRecord",
      "FeatureLevelRecord",
      "FeatureLevelRecord",
      "FeatureLevelRecord",
      "EndTransactionRecord",
    ],
  );
  names(replayer, first.slice(0, 2));
  const second = activationRecords(replayer.image, { ...options, isTransactionOpen: replayer.isTransactionOpen });
  assert.deepEqual(second.map(({ name }) => name).slice(0, 2), ["AbortTransactionRecord", "BeginTransactionRecord"]);
  names(replayer, second);
  assert.equal(replayer.image.features.metadataVersion, 30);
  assert.deepEqual(activationRecords(replayer.image, options), []);
});

test("a cluster with a feature we lack is refused with the feature named", () => {
  const replayer = new MetadataReplayer();
  names(replayer, [...bootstrapFeatureRecords()]);
  assert.equal(unservedFeature(replayer.image.features), undefined);
  names(replayer, [featureLevelRecord("streams.version", 1)]);
  assert.equal(
    unservedFeature(replayer.image.features),
    "streams.version is finalized at level 1; this node serves 0 to 0",
  );
  names(replayer, [featureLevelRecord("streams.version", 0), featureLevelRecord("metadata.version", 31)]);
  assert.match(String(unservedFeature(replayer.image.features)), /^metadata.version is finalized at level 31/);
});
