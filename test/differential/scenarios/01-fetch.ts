// Fetch without sessions: offsets, limits, waiting, errors (F1–F14), in every version.
import { DeleteRecords, Fetch } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { batch, records } from "../batch.ts";
import { fetchFrom, produce } from "../produce.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { append, appendBytes, createTopic } from "../topics.ts";
import type { TestTopic } from "../topics.ts";

const VERSIONS = versionsOf(Fetch);

/** Three batches: offsets 0–2, 3, 4–8. */
async function filled(s: Session, partitions = 1): Promise<TestTopic> {
  const topic = await createTopic(s, { partitions });
  await append(s, topic.name, 3);
  await append(s, topic.name, 1, 0, 3);
  await append(s, topic.name, 5, 0, 4);
  return topic;
}

scenarioPerVersion("Fetch/from every offset", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  for (const offset of [0, 1, 2, 3, 4, 6, 8, 9, 10, -1, -2, 1_000_000]) await fetchFrom(s, topic, offset, { version });
});

scenarioPerVersion("Fetch/read committed", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  for (const offset of [0, 5, 9, 10]) await fetchFrom(s, topic, offset, { version, isolationLevel: 1 });
});

scenarioPerVersion("Fetch/byte limits", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  for (const limit of [0, 1, 60, 61, 100, 104, 105, 150, 200, 300, 1000, -1]) {
    await fetchFrom(s, topic, 0, { version, partitionMaxBytes: limit });
    await fetchFrom(s, topic, 1, { version, maxBytes: limit });
    await fetchFrom(s, topic, 9, { version, maxBytes: limit });
  }
});

scenarioPerVersion("Fetch/limits over several partitions", VERSIONS, async (s, version) => {
  const topic = await createTopic(s, { partitions: 4 });
  for (const partition of [0, 2, 3]) await append(s, topic.name, 3, partition);
  await append(s, topic.name, 3, 2);
  for (const [maxBytes, partitionMaxBytes] of [
    [1000, 1000],
    [100, 1000],
    [1000, 1],
    [200, 110],
    [10, 10],
    [250, 1000],
  ] as const) {
    await s.send(Fetch, version, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes,
      topics: [
        {
          topic: topic.name,
          topicId: topic.id,
          partitions: [1, 0, 2, 3].map((partition) => ({ partition, fetchOffset: 0, partitionMaxBytes })),
        },
      ],
    });
  }
});

scenarioPerVersion("Fetch/unknown topics and partitions", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  await fetchFrom(s, topic, 0, { version, partition: 1 });
  await fetchFrom(s, topic, 0, { version, partition: -1 });
  await fetchFrom(s, { name: `${topic.name}-not`, id: "tMQ6NQ2rQkiSGq1MQmG5TQ" }, 0, { version });
  await fetchFrom(s, { name: "", id: "AAAAAAAAAAAAAAAAAAAAAA" }, 0, { version });
  await fetchFrom(s, { name: "not a name", id: "AAAAAAAAAAAAAAAAAAAAAQ" }, 0, { version });
});

scenarioPerVersion(
  "Fetch/leader epochs",
  VERSIONS.filter((version) => version >= 9),
  async (s, version) => {
    const topic = await filled(s);
    for (const currentLeaderEpoch of [-1, 0, 1, 7, -2]) await fetchFrom(s, topic, 0, { version, currentLeaderEpoch });
  },
);

scenarioPerVersion(
  "Fetch/last fetched epochs",
  VERSIONS.filter((version) => version >= 12),
  async (s, version) => {
    const topic = await filled(s);
    for (const lastFetchedEpoch of [-1, 0, 1]) {
      for (const offset of [0, 5, 9, 10])
        await fetchFrom(s, topic, offset, { version, lastFetchedEpoch, currentLeaderEpoch: 0 });
    }
  },
);

scenarioPerVersion("Fetch/waits for bytes or time", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  await fetchFrom(s, topic, 9, { version, maxWaitMs: 200, minBytes: 1, delayMs: 190 });
  await fetchFrom(s, topic, 9, { version, maxWaitMs: 6000, minBytes: 0, delayMs: 4000 });
  await fetchFrom(s, topic, 0, { version, maxWaitMs: 6000, minBytes: 1, delayMs: 4000 });
  await fetchFrom(s, topic, 0, { version, maxWaitMs: 200, minBytes: 100_000, delayMs: 190 });
  await fetchFrom(s, topic, 10, { version, maxWaitMs: 6000, minBytes: 1, delayMs: 4000 });
  await fetchFrom(s, topic, 0, { version, maxWaitMs: 0, minBytes: 1000 });
  await fetchFrom(s, topic, 0, { version, maxWaitMs: 6000, minBytes: 1000, maxBytes: 50, delayMs: 4000 });
});

scenarioPerVersion("Fetch/is woken by an append", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  // Kafka reads the high watermark first and the data a moment later: the answer may carry an older one than its data has.
  const options = { on: 1, delayMs: 5000, isContentOpen: true };
  const waiting = fetchFrom(s, topic, 9, { version, maxWaitMs: 10_000, minBytes: 1, ...options });
  await produce(s, 9, topic, batch(records(2)));
  await waiting;
  await fetchFrom(s, topic, 9, { version });
});

scenarioPerVersion("Fetch/after records were deleted", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  await s.send(DeleteRecords, 2, {
    topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, offset: 5 }] }],
    timeoutMs: 5000,
  });
  for (const offset of [0, 4, 5, 6, 9]) await fetchFrom(s, topic, offset, { version });
});

scenarioPerVersion("Fetch/nothing asked", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  await s.send(Fetch, version, { maxWaitMs: 0, minBytes: 0, maxBytes: 1000, topics: [] });
  await s.send(
    Fetch,
    version,
    {
      maxWaitMs: 6000,
      minBytes: 1,
      maxBytes: 1000,
      topics: [{ topic: topic.name, topicId: topic.id, partitions: [] }],
    },
    { delayMs: 4000 },
  );
});

scenarioPerVersion("Fetch/as a replica that is none", VERSIONS, async (s, version) => {
  const topic = await filled(s);
  const body = {
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 1000,
    ...(version >= 15 ? { replicaState: { replicaId: 77, replicaEpoch: 1 } } : { replicaId: 77 }),
    topics: [
      { topic: topic.name, topicId: topic.id, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] },
    ],
  };
  await s.send(Fetch, version, body);
});

scenarioPerVersion(
  "Fetch/in a rack",
  VERSIONS.filter((version) => version >= 11),
  async (s, version) => {
    const topic = await filled(s);
    await s.send(Fetch, version, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: 1000,
      rackId: "r1",
      topics: [
        {
          topic: topic.name,
          topicId: topic.id,
          partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }],
        },
      ],
    });
  },
);

scenarioPerVersion("Fetch/isolation levels that do not exist", [4, 11, 12, 18], async (s, version) => {
  const topic = await filled(s);
  await s.attempt(Fetch, version, {
    maxWaitMs: 0,
    isolationLevel: 2,
    topics: [
      { topic: topic.name, topicId: topic.id, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] },
    ],
  });
});

scenarioPerVersion("Fetch/the same partition twice", [4, 7, 12, 13, 18], async (s, version) => {
  const topic = await filled(s, 2);
  const partition = { partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 };
  const asked = { topic: topic.name, topicId: topic.id, partitions: [partition, { ...partition, fetchOffset: 4 }] };
  await s.send(Fetch, version, { maxWaitMs: 0, maxBytes: 10_000, topics: [asked] });
  await s.send(Fetch, version, { maxWaitMs: 0, maxBytes: 10_000, topics: [asked, asked] });
});

scenario("Fetch/a batch larger than the limit comes whole, first only", async (s) => {
  const topic = await createTopic(s, { partitions: 2 });
  const large = batch([{ value: "x".repeat(5000) }]);
  await appendBytes(s, topic.name, large, 0);
  await appendBytes(s, topic.name, large, 1);
  for (const version of [4, 11, 12, 17]) {
    await s.send(Fetch, version, {
      maxWaitMs: 0,
      maxBytes: 100,
      topics: [
        {
          topic: topic.name,
          topicId: topic.id,
          partitions: [0, 1].map((partition) => ({ partition, fetchOffset: 0, partitionMaxBytes: 100 })),
        },
      ],
    });
  }
});

scenario("Fetch/the internal topic of offsets", async (s) => {
  await fetchFrom(s, { name: "__consumer_offsets", id: "" }, 1_000_000_000, { version: 12 });
});
