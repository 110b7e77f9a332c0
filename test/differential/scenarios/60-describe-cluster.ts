// DescribeCluster: brokers, controllers, endpoint types (KIP-919, KIP-1073). UnregisterBroker of brokers that are not there.
import { DescribeCluster, UnregisterBroker } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenarioPerVersion } from "../scenario.ts";

scenarioPerVersion("DescribeCluster/of brokers", versionsOf(DescribeCluster), async (s, version) => {
  await s.send(DescribeCluster, version, {});
  await s.send(DescribeCluster, version, { includeClusterAuthorizedOperations: true });
  if (version >= 2) await s.send(DescribeCluster, version, { includeFencedBrokers: true });
});

scenarioPerVersion("DescribeCluster/other endpoint types", versionsOf(DescribeCluster, 1), async (s, version) => {
  for (const endpointType of [0, 1, 2, 3, -1])
    await s.attempt(DescribeCluster, version, { endpointType }, { on: endpointType });
});

scenarioPerVersion("UnregisterBroker/of nobody", versionsOf(UnregisterBroker), async (s, version) => {
  for (const brokerId of [99, -1]) await s.attempt(UnregisterBroker, version, { brokerId }, { on: brokerId });
});
