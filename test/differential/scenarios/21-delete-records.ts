// DeleteRecords: low watermarks and refusals (D1).
import { DeleteRecords } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { fetchAll } from "../produce.ts";
import { scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { append, createTopic } from "../topics.ts";

const VERSIONS = versionsOf(DeleteRecords);

function deleteUpTo(
  s: Session,
  version: number,
  name: string,
  offsets: readonly (readonly [number, number])[],
): Promise<unknown> {
  const partitions = offsets.map(([partitionIndex, offset]) => ({ partitionIndex, offset }));
  return s.send(DeleteRecords, version, { topics: [{ name, partitions }], timeoutMs: 5000 });
}

scenarioPerVersion("DeleteRecords/moves the log start", VERSIONS, async (s, version) => {
  const topic = await createTopic(s, { partitions: 2 });
  await append(s, topic.name, 5);
  for (const offset of [0, 2, 1, 5, 6, -2, 100]) await deleteUpTo(s, version, topic.name, [[0, offset]]);
  await append(s, topic.name, 3);
  await deleteUpTo(s, version, topic.name, [
    [0, -1],
    [1, -1],
  ]);
  await append(s, topic.name, 1);
  await fetchAll(s, topic);
});

scenarioPerVersion("DeleteRecords/unknown topics and partitions", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await deleteUpTo(s, version, topic.name, [
    [0, 0],
    [1, 0],
    [-1, 0],
  ]);
  await deleteUpTo(s, version, `${topic.name}-not`, [[0, 0]]);
  await deleteUpTo(s, version, "a b", [[0, 0]]);
  await deleteUpTo(s, version, "", [[0, 0]]);
  await s.send(DeleteRecords, version, { topics: [], timeoutMs: 5000 });
  await s.send(DeleteRecords, version, { topics: [{ name: topic.name, partitions: [] }], timeoutMs: 5000 });
  await deleteUpTo(s, version, topic.name, [
    [0, 0],
    [0, -1],
  ]);
});

scenarioPerVersion("DeleteRecords/topics that refuse", VERSIONS, async (s, version) => {
  const compact = await createTopic(s, { suffix: "compact", configs: { "cleanup.policy": "compact" } });
  const both = await createTopic(s, { suffix: "both", configs: { "cleanup.policy": "compact,delete" } });
  const none = await createTopic(s, { suffix: "none", configs: { "cleanup.policy": "" } });
  for (const { name } of [compact, both, none]) {
    await append(s, name, 2);
    await deleteUpTo(s, version, name, [[0, 1]]);
  }
  await deleteUpTo(s, version, "__consumer_offsets", [[0, 0]]);
});
