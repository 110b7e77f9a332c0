// ListOffsets: every special timestamp in every version, times, isolation, epochs (L1–L11).
import { DeleteRecords, ListOffsets } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { CODEC, RECORD_TIME, batch } from "../batch.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import type { ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { appendBytes, createTopic } from "../topics.ts";

const VERSIONS = versionsOf(ListOffsets);
const T = RECORD_TIME;

interface Ask {
  readonly timestamp: number;
  readonly partition?: number;
  readonly isolationLevel?: number;
  readonly currentLeaderEpoch?: number;
  readonly replicaId?: number;
}

function list(s: Session, version: number, name: string, ask: Ask): Promise<ListOffsetsResponse> {
  const partition = {
    partitionIndex: ask.partition ?? 0,
    timestamp: ask.timestamp,
    currentLeaderEpoch: ask.currentLeaderEpoch ?? -1,
  };
  return s.send(ListOffsets, version, {
    replicaId: ask.replicaId ?? -1,
    isolationLevel: version >= 2 ? (ask.isolationLevel ?? 0) : 0,
    topics: [{ name, partitions: [partition] }],
    timeoutMs: 5000,
  });
}

/** Times rise and fall: the largest is in the second batch. */
async function timed(s: Session): Promise<string> {
  const { name } = await createTopic(s);
  const at = (...deltas: number[]): { value: string; timestampDelta: number }[] =>
    deltas.map((timestampDelta) => ({ value: `${timestampDelta}`, timestampDelta }));
  await appendBytes(s, name, batch(at(0, 10, 20)));
  await appendBytes(s, name, batch(at(5, 500, 500, 30), { attributes: CODEC.gzip }));
  await appendBytes(s, name, batch(at(100, 40, 500)));
  await appendBytes(s, name, batch([{ value: "no time" }], { baseTimestamp: -1 }));
  return name;
}

scenarioPerVersion("ListOffsets/special timestamps", VERSIONS, async (s, version) => {
  const topic = await timed(s);
  const empty = await createTopic(s, { suffix: "empty" });
  for (const timestamp of [-1, -2, -3, -4, -5, -6, -7, -100]) {
    await list(s, version, topic, { timestamp });
    await list(s, version, topic, { timestamp, isolationLevel: 1 });
    await list(s, version, empty.name, { timestamp });
  }
});

scenarioPerVersion("ListOffsets/by time", VERSIONS, async (s, version) => {
  const topic = await timed(s);
  for (const delta of [-1, 0, 1, 10, 11, 20, 21, 30, 31, 100, 101, 499, 500, 501])
    await list(s, version, topic, { timestamp: T + delta });
  for (const timestamp of [0, 1, 4_000_000_000_000]) await list(s, version, topic, { timestamp });
  await list(s, version, topic, { timestamp: T + 30, isolationLevel: 1 });
});

scenarioPerVersion("ListOffsets/after records were deleted", VERSIONS, async (s, version) => {
  const topic = await timed(s);
  await s.send(DeleteRecords, 2, {
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 4 }] }],
    timeoutMs: 5000,
  });
  for (const timestamp of [-1, -2, -3, -4, T, T + 10, T + 500]) await list(s, version, topic, { timestamp });
  await s.send(DeleteRecords, 2, {
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: -1 }] }],
    timeoutMs: 5000,
  });
  for (const timestamp of [-1, -2, -3, -4, T]) await list(s, version, topic, { timestamp });
});

scenarioPerVersion("ListOffsets/unknown topics and partitions", VERSIONS, async (s, version) => {
  const topic = await timed(s);
  await list(s, version, topic, { timestamp: -1, partition: 1 });
  await list(s, version, topic, { timestamp: -1, partition: -1 });
  await list(s, version, `${topic}-not`, { timestamp: -1 });
  await list(s, version, "not a name", { timestamp: -2 });
  await list(s, version, "", { timestamp: -2 });
});

scenarioPerVersion(
  "ListOffsets/leader epochs",
  VERSIONS.filter((version) => version >= 4),
  async (s, version) => {
    const topic = await timed(s);
    for (const currentLeaderEpoch of [-1, 0, 1, 9]) {
      for (const timestamp of [-1, -2, T]) await list(s, version, topic, { timestamp, currentLeaderEpoch });
    }
  },
);

scenarioPerVersion("ListOffsets/many partitions, one of them twice", VERSIONS, async (s, version) => {
  const a = await createTopic(s, { suffix: "a", partitions: 3 });
  const b = await createTopic(s, { suffix: "b" });
  const ask = (...indexes: number[]): { partitionIndex: number; timestamp: number }[] =>
    indexes.map((partitionIndex) => ({ partitionIndex, timestamp: -1 }));
  await s.send(ListOffsets, version, {
    replicaId: -1,
    topics: [
      { name: b.name, partitions: ask(0) },
      { name: a.name, partitions: ask(2, 0, 1, 7) },
    ],
    timeoutMs: 5000,
  });
  await s.send(ListOffsets, version, {
    replicaId: -1,
    topics: [{ name: a.name, partitions: ask(0, 1, 0) }],
    timeoutMs: 5000,
  });
  await s.send(ListOffsets, version, {
    replicaId: -1,
    topics: [
      { name: a.name, partitions: ask(0) },
      { name: a.name, partitions: ask(0) },
    ],
    timeoutMs: 5000,
  });
  await s.send(ListOffsets, version, { replicaId: -1, topics: [], timeoutMs: 5000 });
  await s.send(ListOffsets, version, { replicaId: -1, topics: [{ name: a.name, partitions: [] }], timeoutMs: 5000 });
});

scenarioPerVersion("ListOffsets/as a replica", VERSIONS, async (s, version) => {
  const topic = await timed(s);
  for (const replicaId of [1, 5, -2]) {
    for (const timestamp of [-1, -2, T + 20]) await list(s, version, topic, { timestamp, replicaId });
  }
});

scenario("ListOffsets/append times", async (s) => {
  const { name } = await createTopic(s, { configs: { "message.timestamp.type": "LogAppendTime" } });
  await appendBytes(s, name, batch([{ value: "a" }, { value: "b" }]));
  for (const timestamp of [-1, -2, -3, T]) await list(s, 7, name, { timestamp });
});

scenario("ListOffsets/isolation levels that do not exist", async (s) => {
  const topic = await timed(s);
  await s.attempt(ListOffsets, 5, {
    replicaId: -1,
    isolationLevel: 7,
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
  });
});
