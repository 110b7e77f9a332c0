import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { exposition } from "./exposition.ts";
import { groupStateMetrics } from "./group-state-metrics.ts";

describe("group states", () => {
  const text = [
    ...exposition(
      groupStateMetrics([
        { groupType: "classic", groupState: "Stable" },
        { groupType: "classic", groupState: "Empty" },
        { groupType: "classic", groupState: "Empty" },
        { groupType: "consumer", groupState: "Reconciling" },
        { groupType: "share", groupState: "Stable" },
      ]),
    ),
  ].join("");

  for (const line of [
    'kafka_server_group_coordinator_metrics_group_count{protocol="classic"} 3',
    'kafka_server_group_coordinator_metrics_group_count{protocol="streams"} 0',
    'kafka_server_group_coordinator_metrics_consumer_group_count{state="reconciling"} 1',
    'kafka_server_group_coordinator_metrics_consumer_group_count{state="stable"} 0',
    'kafka_server_group_coordinator_metrics_share_group_count{state="stable"} 1',
    "kafka_coordinator_group_groupmetadatamanager_numgroups 3",
    "kafka_coordinator_group_groupmetadatamanager_numgroupsempty 2",
    "kafka_coordinator_group_groupmetadatamanager_numgroupsstable 1",
    "kafka_coordinator_group_groupmetadatamanager_numgroupspreparingrebalance 0",
  ]) {
    it(line, () => assert(text.split("\n").includes(line), text));
  }
});
