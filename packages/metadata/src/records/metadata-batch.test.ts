import assert from "node:assert/strict";
import { test } from "node:test";
import { recordsOfImage } from "../image/image-records.ts";
import { contentOf, ControllerHarness } from "../testing/controller-harness.ts";
import { parseSnapshotFileName, readSnapshot, snapshotFileName, writeSnapshot } from "../snapshot/snapshot.ts";
import { MetadataReplayer } from "../controller/metadata-replayer.ts";
import { buildLeaderChangeBatch, buildMetadataBatch, readMetadataBatches } from "./metadata-batch.ts";
import { decodeMetadataRecord, encodeMetadataRecord } from "./metadata-record-serde.ts";
import { featureLevelRecord, noOpRecord, topicRecord } from "./new-records.ts";

const PLACE = { baseOffset: 7, epoch: 3, timestampMs: 1_700_000_000_000 };

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

test("a record is frame version, type, version and message, as Apache Kafka writes it", () => {
  assert.equal(
    hex(encodeMetadataRecord(featureLevelRecord("metadata.version", 30))),
    `010c0011${hex(Buffer.from("metadata.version"))}001e00`,
  );
  assert.equal(hex(encodeMetadataRecord(noOpRecord())), "01140000");
});

test("what cannot be a record is refused", () => {
  for (const text of [
    "",
    "00",
    "020c00",
    "017f00",
    "011900",
    "010c09",
    `${hex(encodeMetadataRecord(noOpRecord()))}00`,
  ]) {
    assert.throws(() => decodeMetadataRecord(Buffer.from(text, "hex")), text);
  }
});

test("the batch that opens an epoch has 91 bytes, as on Apache Kafka's disk", () => {
  const batch = buildLeaderChangeBatch({ leaderId: 1, voterIds: [1] }, { ...PLACE, baseOffset: 0 });
  assert.equal(batch.length, 91);
  const [read] = [...readMetadataBatches(batch)];
  assert.deepEqual([read?.baseOffset, read?.lastOffset, read?.epoch, read?.controlRecords[0]?.type], [0, 0, 3, 2]);
});

test("batches are read back with their place, and a broken one is an error", () => {
  const records = [topicRecord("orders", "incarnation0000000005A"), noOpRecord()];
  const bytes = buildMetadataBatch(records, PLACE);
  const [batch, ...rest] = [
    ...readMetadataBatches(Buffer.concat([bytes, buildMetadataBatch(records, { ...PLACE, baseOffset: 9 })])),
  ];
  assert.deepEqual(batch?.records, records);
  assert.deepEqual(
    [batch?.baseOffset, batch?.lastOffset, batch?.epoch, batch?.timestampMs, rest.length],
    [7, 8, 3, PLACE.timestampMs, 1],
  );
  const broken = Uint8Array.from(bytes);
  broken[broken.length - 2]! ^= 1;
  assert.throws(() => [...readMetadataBatches(broken)], /wrong checksum/);
  assert.throws(() => [...readMetadataBatches(bytes.subarray(0, bytes.length - 3))], /broken/);
});

test("a snapshot holds the whole image", () => {
  const harness = ControllerHarness.withBrokers(2);
  for (let index = 0; index < 60; index++) {
    harness.create(`topic-${index}`, { numPartitions: 20, configs: [{ name: "retention.ms", value: "5" }] });
  }
  harness.run((controller) =>
    controller.handleRegisterController({ controllerId: 1, incarnationId: "incarnation0000000005A", endpoints: [] }),
  );
  harness.run((controller) => controller.handleAllocateProducerIds({ brokerId: 1, brokerEpoch: 1 }));
  const stamps = { epoch: 4, lastContainedLogTimestampMs: 17, nowMs: 99 };
  const chunks = [...writeSnapshot(recordsOfImage(harness.image), stamps)];
  assert.ok(chunks.length > 3);
  const snapshot = readSnapshot(Buffer.concat(chunks));
  assert.equal(snapshot.lastContainedLogTimestampMs, 17);
  const replayer = new MetadataReplayer();
  replayer.replaySnapshot(snapshot.records, { endOffset: 50, epoch: 4, lastContainedLogTimestampMs: 17 });
  const { image } = replayer.publish();
  assert.deepEqual(contentOf(image), contentOf(harness.image));
  assert.deepEqual(image.provenance, { lastContainedOffset: 49, lastContainedEpoch: 4, lastContainedLogTimeMs: 17 });
  assert.throws(() => readSnapshot(Buffer.concat(chunks.slice(0, -1))), /not written to its end/);
  assert.throws(() => readSnapshot(Buffer.concat(chunks.slice(1))), /begins with its header/);
});

test("names of snapshots say where they end", () => {
  const id = { endOffset: 252, epoch: 1 };
  assert.equal(snapshotFileName(id), "00000000000000000252-0000000001.checkpoint");
  assert.deepEqual(parseSnapshotFileName(snapshotFileName(id)), id);
  for (const name of ["252-1.checkpoint", `${snapshotFileName(id)}.part`, "bootstrap.checkpoint"]) {
    assert.equal(parseSnapshotFileName(name), undefined);
  }
});
