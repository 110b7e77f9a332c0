/**
 * The requests that a controller's listener serves: those of the quorum, those of brokers, and those that change the cluster, from brokers in
 * envelopes or from tools.
 */

import { ApiKey } from "@ottla/protocol";
import type { HandlerRegistration } from "../handlers/handler.ts";
import { serve } from "../handlers/registry.ts";

/** The metadata log is fetched with epochs: older versions have no place for them. */
const FETCH_LOWEST_VERSION = 12;

/** In the order of the keys. */
export const CONTROLLER_HANDLERS: readonly HandlerRegistration[] = [
  { ...serve(ApiKey.Fetch, () => import("./01-fetch.ts")), lowestVersion: FETCH_LOWEST_VERSION },
  serve(ApiKey.ApiVersions, () => import("../handlers/18-api-versions.ts")),
  serve(ApiKey.CreateTopics, () => import("../handlers/19-create-topics.ts")),
  serve(ApiKey.DeleteTopics, () => import("../handlers/20-delete-topics.ts")),
  serve(ApiKey.DescribeAcls, () => import("../handlers/29-describe-acls.ts")),
  serve(ApiKey.CreateAcls, () => import("../handlers/30-create-acls.ts")),
  serve(ApiKey.DeleteAcls, () => import("../handlers/31-delete-acls.ts")),
  serve(ApiKey.DescribeConfigs, () => import("../handlers/32-describe-configs.ts")),
  serve(ApiKey.AlterConfigs, () => import("../handlers/33-alter-configs.ts")),
  serve(ApiKey.CreatePartitions, () => import("../handlers/37-create-partitions.ts")),
  serve(ApiKey.ElectLeaders, () => import("../handlers/43-elect-leaders.ts")),
  serve(ApiKey.IncrementalAlterConfigs, () => import("../handlers/44-incremental-alter-configs.ts")),
  serve(ApiKey.AlterPartitionReassignments, () => import("../handlers/45-alter-partition-reassignments.ts")),
  serve(ApiKey.ListPartitionReassignments, () => import("../handlers/46-list-partition-reassignments.ts")),
  serve(ApiKey.AlterClientQuotas, () => import("../handlers/49-alter-client-quotas.ts")),
  serve(ApiKey.AlterUserScramCredentials, () => import("../handlers/51-alter-user-scram-credentials.ts")),
  serve(ApiKey.Vote, () => import("./52-vote.ts")),
  serve(ApiKey.BeginQuorumEpoch, () => import("./53-begin-quorum-epoch.ts")),
  serve(ApiKey.EndQuorumEpoch, () => import("./54-end-quorum-epoch.ts")),
  serve(ApiKey.DescribeQuorum, () => import("../handlers/55-describe-quorum.ts")),
  serve(ApiKey.AlterPartition, () => import("./56-alter-partition.ts")),
  serve(ApiKey.UpdateFeatures, () => import("../handlers/57-update-features.ts")),
  serve(ApiKey.Envelope, () => import("./58-envelope.ts")),
  serve(ApiKey.FetchSnapshot, () => import("./59-fetch-snapshot.ts")),
  serve(ApiKey.DescribeCluster, () => import("./60-describe-cluster.ts")),
  serve(ApiKey.BrokerRegistration, () => import("./62-broker-registration.ts")),
  serve(ApiKey.BrokerHeartbeat, () => import("./63-broker-heartbeat.ts")),
  serve(ApiKey.UnregisterBroker, () => import("../handlers/64-unregister-broker.ts")),
  serve(ApiKey.AllocateProducerIds, () => import("./67-allocate-producer-ids.ts")),
  serve(ApiKey.ControllerRegistration, () => import("./70-controller-registration.ts")),
  serve(ApiKey.AssignReplicasToDirs, () => import("./73-assign-replicas-to-dirs.ts")),
];

/** The keys that may come in an Envelope: every request of a client that a broker does not answer itself. */
export const FORWARDABLE: ReadonlySet<number> = new Set<number>([
  ApiKey.CreateTopics,
  ApiKey.DeleteTopics,
  ApiKey.CreateAcls,
  ApiKey.DeleteAcls,
  ApiKey.AlterConfigs,
  ApiKey.CreatePartitions,
  ApiKey.ElectLeaders,
  ApiKey.IncrementalAlterConfigs,
  ApiKey.AlterPartitionReassignments,
  ApiKey.ListPartitionReassignments,
  ApiKey.AlterClientQuotas,
  ApiKey.AlterUserScramCredentials,
  ApiKey.DescribeQuorum,
  ApiKey.UpdateFeatures,
  ApiKey.UnregisterBroker,
]);
