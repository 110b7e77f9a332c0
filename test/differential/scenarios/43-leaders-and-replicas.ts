// ElectLeaders, AlterPartitionReassignments and ListPartitionReassignments, as far as one node shows them.
import { AlterPartitionReassignments, ElectLeaders, ListPartitionReassignments } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { exclusiveScenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { append, createTopic } from "../topics.ts";

/** The only one. */
const BROKER = 1;
const TIMEOUT_MS = 10_000;
const ELECT = versionsOf(ElectLeaders);
const ALTER = versionsOf(AlterPartitionReassignments);

function elect(
  s: Session,
  version: number,
  topicPartitions: { topic: string; partitions: number[] }[] | null,
  electionType?: number,
): Promise<unknown> {
  const type = electionType === undefined ? {} : { electionType };
  return s.attempt(ElectLeaders, version, { ...type, topicPartitions, timeoutMs: TIMEOUT_MS });
}

scenarioPerVersion("ElectLeaders/where nothing is to be done", ELECT, async (s, version) => {
  const { name } = await createTopic(s, { partitions: 2 });
  for (const type of version === 0 ? [undefined] : [0, 1]) {
    await elect(s, version, [{ topic: name, partitions: [0, 1] }], type);
    await elect(s, version, [{ topic: name, partitions: [1, 1, 2, -1] }], type);
    await elect(s, version, [{ topic: name, partitions: [] }], type);
    await elect(s, version, [{ topic: `${name}-not`, partitions: [0] }], type);
    await elect(
      s,
      version,
      [
        { topic: "", partitions: [0] },
        { topic: "a b", partitions: [] },
      ],
      type,
    );
    await elect(s, version, [], type);
  }
});

scenarioPerVersion(
  "ElectLeaders/of no known kind",
  ELECT.filter((version) => version > 0),
  async (s, version) => {
    const { name } = await createTopic(s);
    for (const type of [2, 127, -1]) {
      await elect(s, version, [{ topic: name, partitions: [0, 5] }], type);
      await elect(s, version, [], type);
      await elect(s, version, null, type);
    }
  },
);

exclusiveScenario("ElectLeaders/of everything", async (s) => {
  await elect(s, 2, null, 0);
  await createTopic(s, { partitions: 2 });
  for (const type of [0, 1]) await elect(s, 2, null, type);
});

function reassign(
  s: Session,
  version: number,
  name: string,
  partitions: readonly (readonly [number, number[] | null])[],
  allowReplicationFactorChange?: boolean,
): Promise<unknown> {
  const change = allowReplicationFactorChange === undefined ? {} : { allowReplicationFactorChange };
  const topics = [{ name, partitions: partitions.map(([partitionIndex, replicas]) => ({ partitionIndex, replicas })) }];
  return s.attempt(AlterPartitionReassignments, version, { ...change, timeoutMs: TIMEOUT_MS, topics });
}

scenarioPerVersion("AlterPartitionReassignments/to where it is", ALTER, async (s, version) => {
  const { name } = await createTopic(s, { partitions: 2 });
  await append(s, name, 3);
  await reassign(s, version, name, [[0, [BROKER]]]);
  await reassign(s, version, name, [
    [0, [BROKER]],
    [1, [BROKER]],
    [0, [BROKER]],
  ]);
  await reassign(s, version, name, []);
  if (version >= 1) await reassign(s, version, name, [[1, [BROKER]]], false);
  await s.attempt(AlterPartitionReassignments, version, { timeoutMs: TIMEOUT_MS, topics: [] });
  await s.attempt(ListPartitionReassignments, 0, { timeoutMs: TIMEOUT_MS, topics: null });
  await append(s, name, 1);
});

scenarioPerVersion("AlterPartitionReassignments/refused", ALTER, async (s, version) => {
  const { name } = await createTopic(s, { partitions: 2 });
  await reassign(s, version, name, [[0, null]]);
  await reassign(s, version, name, [
    [0, []],
    [1, [99]],
    [2, [BROKER]],
    [-1, null],
  ]);
  await reassign(s, version, name, [[0, [BROKER, BROKER]]]);
  await reassign(s, version, name, [[0, [-1, BROKER]]]);
  await reassign(s, version, name, [[0, [BROKER, 99, 98]]]);
  if (version >= 1) {
    await reassign(s, version, name, [[0, [BROKER, 99]]], false);
    await reassign(s, version, name, [[0, null]], false);
  }
  await reassign(s, version, `${name}-not`, [
    [0, null],
    [0, [BROKER]],
  ]);
  await reassign(s, version, "", [[0, null]]);
});

scenarioPerVersion(
  "ListPartitionReassignments/of nothing",
  versionsOf(ListPartitionReassignments),
  async (s, version) => {
    const { name } = await createTopic(s, { partitions: 2 });
    const list = (topics: { name: string; partitionIndexes: number[] }[] | null): Promise<unknown> =>
      s.attempt(ListPartitionReassignments, version, { timeoutMs: TIMEOUT_MS, topics });
    await list(null);
    await list([]);
    await list([{ name, partitionIndexes: [0, 1, 2, -1] }]);
    await list([{ name, partitionIndexes: [] }]);
    await list([{ name: `${name}-not`, partitionIndexes: [0] }]);
  },
);
