// Logs of several segments: a read ends with its segment (F7), offsets by time cross them.
import { DeleteRecords, ListOffsets } from "../apis.ts";
import { RECORD_TIME, batch } from "../batch.ts";
import { fetchFrom } from "../produce.ts";
import { scenario } from "../scenario.ts";
import type { Session } from "../session.ts";
import { appendBytes, createTopic } from "../topics.ts";
import type { TestTopic } from "../topics.ts";

const LARGE = 10_000_000;

/** Five batches of one record of 400 kB each, ten seconds apart: two fit into a segment. */
async function segmented(s: Session): Promise<TestTopic> {
  const topic = await createTopic(s, { configs: { "segment.bytes": "1048576" } });
  for (const n of [0, 1, 2, 3, 4]) {
    const value = String(n).repeat(400_000);
    await appendBytes(s, topic.name, batch([{ key: String(n), value }], { baseTimestamp: RECORD_TIME + n * 10_000 }));
  }
  return topic;
}

scenario("Fetch/segments: a read ends with its segment", async (s) => {
  const topic = await segmented(s);
  for (const offset of [0, 1, 2, 3, 4, 5])
    await fetchFrom(s, topic, offset, { maxBytes: LARGE, partitionMaxBytes: LARGE });
  await fetchFrom(s, topic, 0, {
    maxBytes: LARGE,
    partitionMaxBytes: LARGE,
    minBytes: 1_000_000,
    maxWaitMs: 6000,
    delayMs: 4000,
  });
  await fetchFrom(s, topic, 1, {
    maxBytes: LARGE,
    partitionMaxBytes: LARGE,
    minBytes: 1_000_000,
    maxWaitMs: 6000,
    delayMs: 4000,
  });
  await fetchFrom(s, topic, 0, { maxBytes: LARGE, partitionMaxBytes: LARGE, isolationLevel: 1 });
});

scenario("Fetch/segments: deleted records", async (s) => {
  const topic = await segmented(s);
  for (const offset of [1, 3]) {
    await s.send(DeleteRecords, 2, {
      topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, offset }] }],
      timeoutMs: 5000,
    });
    for (const from of [0, 1, 2, 3, 4]) await fetchFrom(s, topic, from, { maxBytes: 1000, partitionMaxBytes: 500_000 });
  }
});

scenario("ListOffsets/segments: by time", async (s) => {
  const topic = await segmented(s);
  for (const timestamp of [
    -1,
    -2,
    -3,
    -4,
    ...[0, 5000, 10_000, 15_000, 20_000, 39_999, 40_000, 40_001].map((delta) => RECORD_TIME + delta),
  ]) {
    await s.send(ListOffsets, 9, {
      replicaId: -1,
      topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, timestamp }] }],
    });
  }
});
