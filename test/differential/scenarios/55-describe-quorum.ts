// DescribeQuorum and UpdateFeatures: what tools ask about the controller.
import { DescribeQuorum, UpdateFeatures } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenarioPerVersion } from "../scenario.ts";

scenarioPerVersion("DescribeQuorum/of the metadata log", versionsOf(DescribeQuorum), async (s, version) => {
  const ask = (topicName: string, ...indexes: number[]): Promise<unknown> =>
    s.attempt(DescribeQuorum, version, {
      topics: [{ topicName, partitions: indexes.map((partitionIndex) => ({ partitionIndex })) }],
    });
  await ask("__cluster_metadata", 0);
  await ask("__cluster_metadata", 1);
  await ask("__cluster_metadata");
  await ask("__cluster_metadata", 0, 1);
  await ask("other", 0);
  await s.attempt(DescribeQuorum, version, { topics: [] });
});

scenarioPerVersion("UpdateFeatures/refused", versionsOf(UpdateFeatures), async (s, version) => {
  const update = (
    feature: string,
    maxVersionLevel: number,
    more: { upgradeType?: number; allowDowngrade?: boolean } = {},
  ): Promise<unknown> =>
    s.attempt(UpdateFeatures, version, {
      timeoutMs: 10_000,
      ...(version >= 1 ? { validateOnly: true } : {}),
      featureUpdates: [{ feature, maxVersionLevel, ...more }],
    });
  await update("no.such.feature", 1);
  await update("metadata.version", 31);
  await update("metadata.version", 1);
  await update("metadata.version", -1);
  await update("group.version", 2);
  await update("", 1);
  if (version === 0) {
    await s.attempt(UpdateFeatures, version, { timeoutMs: 10_000, featureUpdates: [] });
    return;
  }
  await update("metadata.version", 29);
  await update("metadata.version", 29, { upgradeType: 2 });
  await update("metadata.version", 30);
  await update("group.version", 0, { upgradeType: 9 });
});
