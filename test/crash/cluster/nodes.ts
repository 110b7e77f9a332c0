// Three nodes, broker and controller each, of ours or of Apache's, for loads that go on while their processes are killed, stopped and restarted.
import { MixedCluster } from "../../apache/mixed-cluster.ts";
import type { MixedClusterOptions } from "../../apache/mixed-cluster.ts";

/** Nothing is started yet. */
export function clusterOf(
  side: "ours" | "theirs",
  options: Pick<MixedClusterOptions, "jvmArgs"> = {},
): Promise<MixedCluster> {
  return MixedCluster.create({
    nodes: [1, 2, 3].map((id) => ({ id, side, roles: "broker,controller" })),
    overrides: {
      "transaction.state.log.num.partitions": "3",
      "transaction.state.log.replication.factor": "3",
      "transaction.state.log.min.isr": "2",
    },
    ...options,
  });
}
