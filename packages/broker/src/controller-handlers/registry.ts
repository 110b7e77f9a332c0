/**
 * The requests that a controller's listener serves: those of the quorum, those of brokers, and those that change the cluster, from brokers in
 * envelopes or from tools.
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import type { AnyRequestHandler, HandlerRegistration } from "../handlers/handler.ts";
import { serve } from "../handlers/registry.ts";

/**
 * Kafka's controllers name these among what they serve, and answer UNKNOWN_SERVER_ERROR: brokers answer them, out of the metadata that they have.
 */
function serveNothing(apiKey: number, load: HandlerRegistration["load"]): HandlerRegistration {
  return serve(apiKey, async () => {
    const { clusterOperation: _, ...handler } = (await load()).handler;
    const handle: AnyRequestHandler["handle"] = (request, context) =>
      handler.errorResponse(request, ErrorCode.UNKNOWN_SERVER_ERROR, context);
    return { handler: { ...handler, handle } };
  });
}

/** In the order of the keys. */
export const CONTROLLER_HANDLERS: readonly HandlerRegistration[] = [
  serve(ApiKey.Fetch, () => import("./01-fetch.ts")),
  serve(ApiKey.SaslHandshake, () => import("../handlers/17-sasl-handshake.ts")),
  serve(ApiKey.ApiVersions, () => import("../handlers/18-api-versions.ts")),
  serve(ApiKey.CreateTopics, () => import("../handlers/19-create-topics.ts")),
  serve(ApiKey.DeleteTopics, () => import("../handlers/20-delete-topics.ts")),
  serve(ApiKey.DescribeAcls, () => import("../handlers/29-describe-acls.ts")),
  serve(ApiKey.CreateAcls, () => import("../handlers/30-create-acls.ts")),
  serve(ApiKey.DeleteAcls, () => import("../handlers/31-delete-acls.ts")),
  serve(ApiKey.DescribeConfigs, () => import("../handlers/32-describe-configs.ts")),
  serve(ApiKey.AlterConfigs, () => import("../handlers/33-alter-configs.ts")),
  serve(ApiKey.SaslAuthenticate, () => import("../handlers/36-sasl-authenticate.ts")),
  serve(ApiKey.CreatePartitions, () => import("../handlers/37-create-partitions.ts")),
  serve(ApiKey.CreateDelegationToken, () => import("../handlers/38-create-delegation-token.ts")),
  serve(ApiKey.RenewDelegationToken, () => import("../handlers/39-renew-delegation-token.ts")),
  serve(ApiKey.ExpireDelegationToken, () => import("../handlers/40-expire-delegation-token.ts")),
  serveNothing(ApiKey.DescribeDelegationToken, () => import("../handlers/41-describe-delegation-token.ts")),
  serve(ApiKey.ElectLeaders, () => import("../handlers/43-elect-leaders.ts")),
  serve(ApiKey.IncrementalAlterConfigs, () => import("../handlers/44-incremental-alter-configs.ts")),
  serve(ApiKey.AlterPartitionReassignments, () => import("../handlers/45-alter-partition-reassignments.ts")),
  serve(ApiKey.ListPartitionReassignments, () => import("../handlers/46-list-partition-reassignments.ts")),
  serve(ApiKey.AlterClientQuotas, () => import("../handlers/49-alter-client-quotas.ts")),
  serveNothing(ApiKey.DescribeUserScramCredentials, () => import("../handlers/50-describe-user-scram-credentials.ts")),
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
  ApiKey.CreateDelegationToken,
  ApiKey.RenewDelegationToken,
  ApiKey.ExpireDelegationToken,
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
