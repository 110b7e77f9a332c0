// Produce: batches that are wrong, one rule after another, and what a topic's configuration refuses.
import { DeleteRecords, Produce } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { CODEC, RECORD_TIME, batch, records, varint } from "../batch.ts";
import type { BatchFields } from "../batch.ts";
import { fetchAll, produce } from "../produce.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import { createTopic } from "../topics.ts";

const VERSIONS = versionsOf(Produce);

/** Each is one header field out of order; Kafka checks them in its own order, so each stands alone. */
const WRONG: Readonly<Record<string, BatchFields>> = {
  "bad checksum": { isCorrupt: true },
  "magic 0": { magic: 0 },
  "magic 1": { magic: 1 },
  "magic 3": { magic: 3 },
  "negative magic": { magic: -1 },
  "base offset 1": { baseOffset: 1 },
  "negative base offset": { baseOffset: -1 },
  "count too small": { recordsCount: 1 },
  "count too large": { recordsCount: 3 },
  "count too large and the last offset with it": { recordsCount: 3, lastOffsetDelta: 2 },
  "count too small and the last offset with it": { recordsCount: 1, lastOffsetDelta: 0 },
  "count zero": { recordsCount: 0, lastOffsetDelta: -1 },
  "count negative": { recordsCount: -1 },
  "last offset delta negative": { lastOffsetDelta: -1 },
  "last offset delta too large": { lastOffsetDelta: 5 },
  "control batch": { attributes: 0x20 },
  "control and transactional": { attributes: 0x30 },
  transactional: { attributes: 0x10 },
  "transactional with a producer id": { attributes: 0x10, producerId: 123_456n, producerEpoch: 0, baseSequence: 0 },
  "producer id without sequence": { producerId: 7n, producerEpoch: 0 },
  "producer id without epoch": { producerId: 7n, baseSequence: 0 },
  "sequence without producer id": { baseSequence: 0 },
  "unknown codec 5": { attributes: 5, payload: Buffer.from("abc") },
  "unknown codec 7": { attributes: 7, payload: Buffer.from("abc") },
  "gzip that is none": { attributes: 1, payload: Buffer.from("not gzip at all") },
  "snappy that is none": { attributes: 2, payload: Buffer.from("\xff\xff\xff\xff\xff\xff", "latin1") },
  "lz4 that is none": { attributes: 3, payload: Buffer.from("not an lz4 frame") },
  "zstd that is none": { attributes: 4, payload: Buffer.from("not a zstd frame") },
  "records that are none": { payload: Buffer.from("ffffffffffffff", "hex") },
  "a record longer than the batch": { payload: Buffer.concat([varint(100), Buffer.alloc(20)]) },
  "bytes after the records": { payload: Buffer.concat([Buffer.from("0c000000027602760000", "hex"), Buffer.alloc(9)]) },
  "empty payload": { payload: Buffer.alloc(0) },
  "delete horizon bit": { attributes: 0x40 },
  "unknown attribute bits": { attributes: 0x0780 },
  "leader epoch set": { partitionLeaderEpoch: 99 },
  "length too small": { lengthError: -1 },
  "length too large": { lengthError: 1 },
  "length negative": { lengthError: -1000 },
  "length much too large": { lengthError: 1_000_000_000 },
};

/** Where the answer changes; the checksum stands for all others in every version. */
const TELLING_VERSIONS = [3, 7, 8, 9, 12, 13];

for (const [name, fields] of Object.entries(WRONG)) {
  scenarioPerVersion(
    `Produce/batch: ${name}`,
    name === "bad checksum" ? VERSIONS : TELLING_VERSIONS,
    async (s, version) => {
      const topic = await createTopic(s);
      await s.attempt(Produce, version, {
        acks: -1,
        timeoutMs: 5000,
        topicData: [
          { name: topic.name, topicId: topic.id, partitionData: [{ index: 0, records: batch(records(2), fields) }] },
        ],
      });
      await produce(s, version, topic, batch(records(1)), { on: 1 });
      await fetchAll(s, topic, 0, { on: 1 });
    },
  );
}

scenarioPerVersion("Produce/inner offsets that are not consecutive", VERSIONS, async (s, version) => {
  for (const codec of [CODEC.none, CODEC.gzip]) {
    const topic = await createTopic(s, { suffix: String(codec) });
    const gap = [
      { value: "a", offsetDelta: 0 },
      { value: "b", offsetDelta: 2 },
    ];
    await produce(s, version, topic, batch(gap, { attributes: codec, lastOffsetDelta: 1 }));
    await produce(s, version, topic, batch(gap, { attributes: codec, lastOffsetDelta: 2 }));
    await fetchAll(s, topic);
  }
});

scenarioPerVersion("Produce/compacted topics need keys", VERSIONS, async (s, version) => {
  const topic = await createTopic(s, { configs: { "cleanup.policy": "compact" } });
  await produce(s, version, topic, batch([{ key: "a" }, { value: "b" }, { key: null, value: "c" }]));
  await produce(s, version, topic, batch([{ value: "b" }], { attributes: CODEC.gzip }));
  await produce(s, version, topic, batch([{ key: "", value: null }]));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/too large for the topic", VERSIONS, async (s, version) => {
  const topic = await createTopic(s, { configs: { "max.message.bytes": "200" } });
  const sized = (bytes: number): Buffer => batch([{ value: "x".repeat(bytes) }]);
  for (const bytes of [130, 131, 132, 133, 300]) await produce(s, version, topic, sized(bytes));
  await produce(s, version, topic, batch([{ value: "x".repeat(300) }], { attributes: CODEC.gzip }));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/larger than a segment", VERSIONS, async (s, version) => {
  const configs = { "segment.bytes": "1048576", "max.message.bytes": "3000000" };
  const topic = await createTopic(s, { configs });
  await produce(s, version, topic, batch([{ value: "x".repeat(1_100_000) }]));
  await produce(s, version, topic, batch([{ value: "y".repeat(900_000) }]));
});

scenarioPerVersion("Produce/times outside the topic's limits", VERSIONS, async (s, version) => {
  const configs = { "message.timestamp.before.max.ms": "1000000", "message.timestamp.after.max.ms": "1000000" };
  const topic = await createTopic(s, { configs });
  const now = Date.now();
  const hour = 3_600_000;
  await produce(s, version, topic, batch([{ value: "old" }], { baseTimestamp: RECORD_TIME }));
  await produce(s, version, topic, batch([{ value: "future" }], { baseTimestamp: 4_000_000_000_000 }));
  await produce(s, version, topic, batch([{ value: "none" }], { baseTimestamp: -1 }));
  await produce(
    s,
    version,
    topic,
    batch([{ value: "ok" }, { value: "old" }, { value: "x", timestampDelta: 1 }], { baseTimestamp: RECORD_TIME }),
  );
  const ok = await produce(
    s,
    version,
    topic,
    batch([{ value: "now" }, { value: "future", timestampDelta: hour * 2 }], { baseTimestamp: now }),
  );
  await produce(s, version, topic, batch([{ value: "now" }], { baseTimestamp: now }));
  void ok;
});

for (const [name, value] of Object.entries({
  gzip: "gzip",
  snappy: "snappy",
  lz4: "lz4",
  zstd: "zstd",
  none: "uncompressed",
  producer: "producer",
})) {
  scenarioPerVersion(`Produce/topic compressed with ${name}`, [3, 9, 13], async (s, version) => {
    const topic = await createTopic(s, { configs: { "compression.type": value } });
    for (const codec of Object.values(CODEC)) {
      if (codec === CODEC.zstd && version < 7) continue;
      await produce(s, version, topic, batch(records(4), { attributes: codec }));
    }
    await fetchAll(s, topic);
  });
}

scenarioPerVersion("Produce/log start offset in the answer", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await produce(s, version, topic, batch(records(5)));
  await s.send(DeleteRecords, 2, {
    topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, offset: 3 }] }],
    timeoutMs: 5000,
  });
  await produce(s, version, topic, batch(records(1)));
});

scenario("Produce/a header with every kind of record", async (s) => {
  const topic = await createTopic(s);
  const all = [
    {
      key: "k",
      value: "v",
      headers: [
        ["h", "1"],
        ["h", null],
        ["", ""],
      ] as const,
    },
    { key: null, value: null },
    { key: "", value: "" },
    { key: "ключ", value: "值", headers: [["é", "ü"]] as const },
  ];
  await produce(s, 9, topic, batch(all));
  await produce(s, 9, topic, batch(all, { attributes: CODEC.zstd }));
  await fetchAll(s, topic);
});
