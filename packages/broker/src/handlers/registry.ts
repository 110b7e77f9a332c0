/**
 * The router's table: every API key that is served and the file that serves it, imported when its first request arrives.
 * ApiVersions advertises exactly this, but for what only has a use with metrics. A key is served in all stable versions of Kafka 4.3, or not at all.
 */

import { assert } from "@ottla/base";
import { ApiKey, describeApi, PRODUCE_ADVERTISED_LOWEST_VERSION } from "@ottla/protocol";
import type { ServedApi } from "../services/broker-services.ts";
import type { HandlerRegistration } from "./handler.ts";

export function serve(apiKey: number, load: HandlerRegistration["load"]): HandlerRegistration {
  const api = describeApi(apiKey);
  assert(api !== undefined, `API key ${apiKey} is one of Kafka's`);
  return {
    apiKey,
    lowestVersion: api.lowestVersion,
    highestVersion: api.highestStableVersion,
    load,
  };
}

/** A request that changes the cluster, or that only the active controller can answer. */
function serveForwarded(apiKey: number, load: HandlerRegistration["load"]): HandlerRegistration {
  return { ...serve(apiKey, load), isForwarded: true };
}

function serveGroups(apiKey: number, load: HandlerRegistration["load"]): HandlerRegistration {
  return { ...serve(apiKey, load), needsGroupCoordinator: true };
}

function serveTelemetry(apiKey: number, load: HandlerRegistration["load"]): HandlerRegistration {
  return { ...serve(apiKey, load), needsMetrics: true };
}

/** In the order of the keys. */
export const HANDLERS: readonly HandlerRegistration[] = [
  {
    ...serve(ApiKey.Produce, () => import("./00-produce.ts")),
    advertisedLowestVersion: PRODUCE_ADVERTISED_LOWEST_VERSION,
  },
  serve(ApiKey.Fetch, () => import("./01-fetch.ts")),
  serve(ApiKey.ListOffsets, () => import("./02-list-offsets.ts")),
  serve(ApiKey.Metadata, () => import("./03-metadata.ts")),
  serveGroups(ApiKey.OffsetCommit, () => import("./08-offset-commit.ts")),
  serveGroups(ApiKey.OffsetFetch, () => import("./09-offset-fetch.ts")),
  serveGroups(ApiKey.FindCoordinator, () => import("./10-find-coordinator.ts")),
  serveGroups(ApiKey.JoinGroup, () => import("./11-join-group.ts")),
  serveGroups(ApiKey.Heartbeat, () => import("./12-heartbeat.ts")),
  serveGroups(ApiKey.LeaveGroup, () => import("./13-leave-group.ts")),
  serveGroups(ApiKey.SyncGroup, () => import("./14-sync-group.ts")),
  serveGroups(ApiKey.DescribeGroups, () => import("./15-describe-groups.ts")),
  serveGroups(ApiKey.ListGroups, () => import("./16-list-groups.ts")),
  serve(ApiKey.SaslHandshake, () => import("./17-sasl-handshake.ts")),
  serve(ApiKey.ApiVersions, () => import("./18-api-versions.ts")),
  serveForwarded(ApiKey.CreateTopics, () => import("./19-create-topics.ts")),
  serveForwarded(ApiKey.DeleteTopics, () => import("./20-delete-topics.ts")),
  serve(ApiKey.DeleteRecords, () => import("./21-delete-records.ts")),
  serve(ApiKey.InitProducerId, () => import("./22-init-producer-id.ts")),
  serve(ApiKey.OffsetForLeaderEpoch, () => import("./23-offset-for-leader-epoch.ts")),
  serve(ApiKey.AddPartitionsToTxn, () => import("./24-add-partitions-to-txn.ts")),
  serveGroups(ApiKey.AddOffsetsToTxn, () => import("./25-add-offsets-to-txn.ts")),
  serve(ApiKey.EndTxn, () => import("./26-end-txn.ts")),
  serve(ApiKey.WriteTxnMarkers, () => import("./27-write-txn-markers.ts")),
  serveGroups(ApiKey.TxnOffsetCommit, () => import("./28-txn-offset-commit.ts")),
  serve(ApiKey.DescribeAcls, () => import("./29-describe-acls.ts")),
  serveForwarded(ApiKey.CreateAcls, () => import("./30-create-acls.ts")),
  serveForwarded(ApiKey.DeleteAcls, () => import("./31-delete-acls.ts")),
  serve(ApiKey.DescribeConfigs, () => import("./32-describe-configs.ts")),
  { ...serveForwarded(ApiKey.AlterConfigs, () => import("./33-alter-configs.ts")), isCheckedFirst: true },
  serve(ApiKey.AlterReplicaLogDirs, () => import("./34-alter-replica-log-dirs.ts")),
  serve(ApiKey.DescribeLogDirs, () => import("./35-describe-log-dirs.ts")),
  serve(ApiKey.SaslAuthenticate, () => import("./36-sasl-authenticate.ts")),
  serveForwarded(ApiKey.CreatePartitions, () => import("./37-create-partitions.ts")),
  serve(ApiKey.CreateDelegationToken, () => import("./38-create-delegation-token.ts")),
  serve(ApiKey.RenewDelegationToken, () => import("./39-renew-delegation-token.ts")),
  serve(ApiKey.ExpireDelegationToken, () => import("./40-expire-delegation-token.ts")),
  serve(ApiKey.DescribeDelegationToken, () => import("./41-describe-delegation-token.ts")),
  serveGroups(ApiKey.DeleteGroups, () => import("./42-delete-groups.ts")),
  serveForwarded(ApiKey.ElectLeaders, () => import("./43-elect-leaders.ts")),
  {
    ...serveForwarded(ApiKey.IncrementalAlterConfigs, () => import("./44-incremental-alter-configs.ts")),
    isCheckedFirst: true,
  },
  serveForwarded(ApiKey.AlterPartitionReassignments, () => import("./45-alter-partition-reassignments.ts")),
  serveForwarded(ApiKey.ListPartitionReassignments, () => import("./46-list-partition-reassignments.ts")),
  serveGroups(ApiKey.OffsetDelete, () => import("./47-offset-delete.ts")),
  serve(ApiKey.DescribeClientQuotas, () => import("./48-describe-client-quotas.ts")),
  serveForwarded(ApiKey.AlterClientQuotas, () => import("./49-alter-client-quotas.ts")),
  serve(ApiKey.DescribeUserScramCredentials, () => import("./50-describe-user-scram-credentials.ts")),
  serveForwarded(ApiKey.AlterUserScramCredentials, () => import("./51-alter-user-scram-credentials.ts")),
  serveForwarded(ApiKey.DescribeQuorum, () => import("./55-describe-quorum.ts")),
  serveForwarded(ApiKey.UpdateFeatures, () => import("./57-update-features.ts")),
  serve(ApiKey.DescribeCluster, () => import("./60-describe-cluster.ts")),
  serve(ApiKey.DescribeProducers, () => import("./61-describe-producers.ts")),
  serveForwarded(ApiKey.UnregisterBroker, () => import("./64-unregister-broker.ts")),
  serve(ApiKey.DescribeTransactions, () => import("./65-describe-transactions.ts")),
  serve(ApiKey.ListTransactions, () => import("./66-list-transactions.ts")),
  serveGroups(ApiKey.ConsumerGroupHeartbeat, () => import("./68-consumer-group-heartbeat.ts")),
  serveGroups(ApiKey.ConsumerGroupDescribe, () => import("./69-consumer-group-describe.ts")),
  serveTelemetry(ApiKey.GetTelemetrySubscriptions, () => import("./71-get-telemetry-subscriptions.ts")),
  serveTelemetry(ApiKey.PushTelemetry, () => import("./72-push-telemetry.ts")),
  serve(ApiKey.ListConfigResources, () => import("./74-list-config-resources.ts")),
  serve(ApiKey.DescribeTopicPartitions, () => import("./75-describe-topic-partitions.ts")),
  serveGroups(ApiKey.ShareGroupHeartbeat, () => import("./76-share-group-heartbeat.ts")),
  serveGroups(ApiKey.ShareGroupDescribe, () => import("./77-share-group-describe.ts")),
  serve(ApiKey.ShareFetch, () => import("./78-share-fetch.ts")),
  serve(ApiKey.ShareAcknowledge, () => import("./79-share-acknowledge.ts")),
  serve(ApiKey.InitializeShareGroupState, () => import("./83-initialize-share-group-state.ts")),
  serve(ApiKey.ReadShareGroupState, () => import("./84-read-share-group-state.ts")),
  serve(ApiKey.WriteShareGroupState, () => import("./85-write-share-group-state.ts")),
  serve(ApiKey.DeleteShareGroupState, () => import("./86-delete-share-group-state.ts")),
  serve(ApiKey.ReadShareGroupStateSummary, () => import("./87-read-share-group-state-summary.ts")),
  serveGroups(ApiKey.DescribeShareGroupOffsets, () => import("./90-describe-share-group-offsets.ts")),
  serveGroups(ApiKey.AlterShareGroupOffsets, () => import("./91-alter-share-group-offsets.ts")),
  serveGroups(ApiKey.DeleteShareGroupOffsets, () => import("./92-delete-share-group-offsets.ts")),
];

/** What ApiVersions says about the table, of a node with metrics or one without. */
export function servedApis(registrations: readonly HandlerRegistration[], hasMetrics: boolean): readonly ServedApi[] {
  const served = registrations.filter(({ needsMetrics }) => hasMetrics || needsMetrics !== true);
  return served.map(({ apiKey, lowestVersion, highestVersion, advertisedLowestVersion }) => ({
    apiKey,
    minVersion: advertisedLowestVersion ?? lowestVersion,
    maxVersion: highestVersion,
  }));
}
