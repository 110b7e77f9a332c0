// OffsetForLeaderEpoch: the end of an epoch, as the consumer asks after a leader change (KIP-320).
import { OffsetForLeaderEpoch } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { append, createTopic } from "../topics.ts";

const VERSIONS = versionsOf(OffsetForLeaderEpoch);

interface Ask {
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly currentLeaderEpoch?: number;
}

function ask(
  s: Session,
  version: number,
  replicaId: number,
  topic: string,
  partitions: readonly Ask[],
): Promise<unknown> {
  return s.send(OffsetForLeaderEpoch, version, {
    ...(version >= 3 ? { replicaId } : {}),
    topics: [{ topic, partitions: partitions.map((entry) => ({ currentLeaderEpoch: -1, ...entry })) }],
  });
}

for (const replicaId of [-1, -2, 1, 5]) {
  scenarioPerVersion(
    `OffsetForLeaderEpoch/epochs for replica ${String(replicaId).replace("-", "minus ")}`,
    VERSIONS,
    async (s, version) => {
      const { name } = await createTopic(s);
      for (const leaderEpoch of [0, 1, -1]) await ask(s, version, replicaId, name, [{ partition: 0, leaderEpoch }]);
      await append(s, name, 4);
      for (const leaderEpoch of [0, 1, 5, -1, -2]) {
        for (const currentLeaderEpoch of [-1, 0, 1])
          await ask(s, version, replicaId, name, [{ partition: 0, leaderEpoch, currentLeaderEpoch }]);
      }
    },
  );
}

scenarioPerVersion("OffsetForLeaderEpoch/unknown topics and partitions", VERSIONS, async (s, version) => {
  const { name } = await createTopic(s);
  await ask(s, version, -1, name, [
    { partition: 3, leaderEpoch: 0 },
    { partition: 0, leaderEpoch: 0 },
    { partition: -1, leaderEpoch: 0 },
  ]);
  await ask(s, version, -1, `${name}-not`, [{ partition: 0, leaderEpoch: 0 }]);
  await ask(s, version, -1, "not a name", [{ partition: 0, leaderEpoch: 0 }]);
  await s.send(OffsetForLeaderEpoch, version, { topics: [] });
});
