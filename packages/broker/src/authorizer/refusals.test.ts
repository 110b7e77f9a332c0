import assert from "node:assert/strict";
import { test } from "node:test";
import { AclOperation as O, ApiKey, apiName, ErrorCode as E } from "@ottla/protocol";
import { CONTROLLER_HANDLERS } from "../controller-handlers/registry.ts";
import { HANDLERS } from "../handlers/registry.ts";
import { GroupBroker } from "../testing/group-broker.ts";

/** Nobody is a super user, and there are no entries: nobody may do anything. */
const NOBODY_MAY = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };

const NAME = "t";
const ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";
const TOPIC_CONFIG = 2;
const GROUP_CONFIG = 32;
const BROKER_CONFIG = 4;

interface Refusal {
  readonly version: number;
  readonly body: object;
  /** All the errors of the answer; none where what may not be seen is left out. */
  readonly codes: readonly number[];
}

function refusal(version: number, body: object, ...codes: readonly number[]): Refusal {
  return { version, body, codes };
}

const PARTITION = { partitionIndex: 0, partition: 0, index: 0 };
const NAMED = [{ name: NAME, topicName: NAME, topic: NAME, partitions: [PARTITION] }];
const BY_ID = [{ topicId: ID, partitions: [PARTITION] }];
const STATE = { groupId: NAME, topics: BY_ID };

/** By API key: a request that is refused to everybody who has no entry. */
const REFUSALS = new Map<number, Refusal>([
  [
    ApiKey.Produce,
    refusal(12, { acks: 1, topicData: [{ name: NAME, partitionData: [{ index: 0 }] }] }, E.TOPIC_AUTHORIZATION_FAILED),
  ],
  [ApiKey.Fetch, refusal(12, { topics: NAMED }, E.TOPIC_AUTHORIZATION_FAILED)],
  [ApiKey.ListOffsets, refusal(7, { replicaId: -1, topics: NAMED }, E.TOPIC_AUTHORIZATION_FAILED)],
  [ApiKey.Metadata, refusal(12, { topics: [{ name: NAME }] }, E.TOPIC_AUTHORIZATION_FAILED)],
  [ApiKey.OffsetCommit, refusal(8, { groupId: NAME, topics: NAMED }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.OffsetFetch, refusal(8, { groups: [{ groupId: NAME, topics: null }] }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.FindCoordinator, refusal(4, { keyType: 0, coordinatorKeys: [NAME] }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.JoinGroup, refusal(9, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.Heartbeat, refusal(4, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.LeaveGroup, refusal(5, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.SyncGroup, refusal(4, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.DescribeGroups, refusal(6, { groups: [NAME] }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.ListGroups, refusal(5, {})],
  [
    ApiKey.CreateTopics,
    refusal(7, { topics: [{ name: NAME, numPartitions: 1, replicationFactor: 1 }] }, E.TOPIC_AUTHORIZATION_FAILED),
  ],
  [ApiKey.DeleteTopics, refusal(6, { topics: [{ name: NAME }] }, E.TOPIC_AUTHORIZATION_FAILED)],
  [ApiKey.DeleteRecords, refusal(2, { topics: NAMED }, E.TOPIC_AUTHORIZATION_FAILED)],
  [ApiKey.InitProducerId, refusal(4, { transactionalId: null }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.OffsetForLeaderEpoch, refusal(4, { topics: NAMED }, E.TOPIC_AUTHORIZATION_FAILED)],
  [ApiKey.AddPartitionsToTxn, refusal(5, { transactions: [] }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [
    ApiKey.AddOffsetsToTxn,
    refusal(4, { transactionalId: NAME, groupId: NAME }, E.TRANSACTIONAL_ID_AUTHORIZATION_FAILED),
  ],
  [ApiKey.EndTxn, refusal(5, { transactionalId: NAME }, E.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)],
  [
    ApiKey.WriteTxnMarkers,
    refusal(1, { markers: [{ topics: [{ name: NAME, partitionIndexes: [0] }] }] }, E.CLUSTER_AUTHORIZATION_FAILED),
  ],
  [
    ApiKey.TxnOffsetCommit,
    refusal(4, { transactionalId: NAME, groupId: NAME, topics: NAMED }, E.TRANSACTIONAL_ID_AUTHORIZATION_FAILED),
  ],
  [
    ApiKey.DescribeAcls,
    refusal(
      3,
      { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 },
      E.CLUSTER_AUTHORIZATION_FAILED,
    ),
  ],
  [
    ApiKey.CreateAcls,
    refusal(
      3,
      { creations: [{ resourceType: 2, resourceName: NAME, operation: 3, permissionType: 3 }] },
      E.CLUSTER_AUTHORIZATION_FAILED,
    ),
  ],
  [
    ApiKey.DeleteAcls,
    refusal(
      3,
      { filters: [{ resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 }] },
      E.CLUSTER_AUTHORIZATION_FAILED,
    ),
  ],
  [
    ApiKey.DescribeConfigs,
    refusal(
      4,
      {
        resources: [TOPIC_CONFIG, GROUP_CONFIG, BROKER_CONFIG].map((resourceType) => ({
          resourceType,
          resourceName: "1",
        })),
      },
      E.TOPIC_AUTHORIZATION_FAILED,
      E.GROUP_AUTHORIZATION_FAILED,
      E.CLUSTER_AUTHORIZATION_FAILED,
    ),
  ],
  [
    ApiKey.AlterConfigs,
    refusal(2, { resources: [{ resourceType: TOPIC_CONFIG, resourceName: NAME }] }, E.TOPIC_AUTHORIZATION_FAILED),
  ],
  [
    ApiKey.AlterReplicaLogDirs,
    refusal(2, { dirs: [{ path: "/d", topics: [{ name: NAME, partitions: [0] }] }] }, E.CLUSTER_AUTHORIZATION_FAILED),
  ],
  [ApiKey.DescribeLogDirs, refusal(5, { topics: null }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.CreatePartitions, refusal(3, { topics: [{ name: NAME, count: 3 }] }, E.TOPIC_AUTHORIZATION_FAILED)],
  [ApiKey.DeleteGroups, refusal(2, { groupsNames: [NAME] }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.ElectLeaders, refusal(2, { topicPartitions: null }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [
    ApiKey.IncrementalAlterConfigs,
    refusal(1, { resources: [{ resourceType: GROUP_CONFIG, resourceName: NAME }] }, E.GROUP_AUTHORIZATION_FAILED),
  ],
  [ApiKey.AlterPartitionReassignments, refusal(1, { topics: [] }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.ListPartitionReassignments, refusal(0, { topics: null }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.OffsetDelete, refusal(0, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.DescribeClientQuotas, refusal(1, {}, E.CLUSTER_AUTHORIZATION_FAILED)],
  [
    ApiKey.AlterClientQuotas,
    refusal(1, { entries: [{ entity: [{ entityType: "user", entityName: NAME }] }] }, E.CLUSTER_AUTHORIZATION_FAILED),
  ],
  [ApiKey.DescribeUserScramCredentials, refusal(0, { users: [] }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [
    ApiKey.AlterUserScramCredentials,
    refusal(0, { deletions: [{ name: NAME, mechanism: 1 }] }, E.CLUSTER_AUTHORIZATION_FAILED),
  ],
  [ApiKey.DescribeQuorum, refusal(2, { topics: [] }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.UpdateFeatures, refusal(2, {}, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.DescribeCluster, refusal(2, { endpointType: 1, includeClusterAuthorizedOperations: true })],
  [
    ApiKey.DescribeProducers,
    refusal(0, { topics: [{ name: NAME, partitionIndexes: [0] }] }, E.TOPIC_AUTHORIZATION_FAILED),
  ],
  [ApiKey.UnregisterBroker, refusal(0, { brokerId: 7 }, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.DescribeTransactions, refusal(0, { transactionalIds: [NAME] }, E.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)],
  [ApiKey.ListTransactions, refusal(2, {})],
  [ApiKey.ConsumerGroupHeartbeat, refusal(1, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.ConsumerGroupDescribe, refusal(1, { groupIds: [NAME] }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.ListConfigResources, refusal(1, {}, E.CLUSTER_AUTHORIZATION_FAILED)],
  [
    ApiKey.DescribeTopicPartitions,
    refusal(0, { topics: [{ name: NAME }], responsePartitionLimit: 9 }, E.TOPIC_AUTHORIZATION_FAILED),
  ],
  [ApiKey.ShareGroupHeartbeat, refusal(1, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.ShareGroupDescribe, refusal(1, { groupIds: [NAME] }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.ShareFetch, refusal(2, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.ShareAcknowledge, refusal(2, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.InitializeShareGroupState, refusal(0, STATE, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.ReadShareGroupState, refusal(0, STATE, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.WriteShareGroupState, refusal(0, STATE, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.DeleteShareGroupState, refusal(0, STATE, E.CLUSTER_AUTHORIZATION_FAILED)],
  [ApiKey.ReadShareGroupStateSummary, refusal(0, STATE, E.CLUSTER_AUTHORIZATION_FAILED)],
  [
    ApiKey.DescribeShareGroupOffsets,
    refusal(1, { groups: [{ groupId: NAME, topics: null }] }, E.GROUP_AUTHORIZATION_FAILED),
  ],
  [ApiKey.AlterShareGroupOffsets, refusal(0, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
  [ApiKey.DeleteShareGroupOffsets, refusal(0, { groupId: NAME }, E.GROUP_AUTHORIZATION_FAILED)],
]);

/** Requests that everybody may send: who serves what, who one is, and what a client measures itself; tokens are refused for another reason. */
const OPEN: ReadonlySet<number> = new Set<number>([
  ApiKey.ApiVersions,
  ApiKey.SaslHandshake,
  ApiKey.SaslAuthenticate,
  ApiKey.GetTelemetrySubscriptions,
  ApiKey.PushTelemetry,
  ApiKey.CreateDelegationToken,
  ApiKey.RenewDelegationToken,
  ApiKey.ExpireDelegationToken,
  ApiKey.DescribeDelegationToken,
]);

function errorsOf(answer: unknown): Set<number> {
  return new Set(codesOf(answer).filter((code) => code !== E.NONE));
}

/** Every error code in an answer. */
function codesOf(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(codesOf);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    /errorCode$/i.test(name) && typeof inner === "number" ? [inner] : codesOf(inner),
  );
}

test("who has no entry is refused, whatever he asks", async (context) => {
  const broker = await GroupBroker.start(context, NOBODY_MAY);
  for (const { apiKey, load } of HANDLERS) {
    if (OPEN.has(apiKey)) continue;
    await context.test(apiName(apiKey), async () => {
      const refused = REFUSALS.get(apiKey);
      assert(refused !== undefined, "a request that a broker serves stands in the table, or among those that are open");
      const { handler } = await load();
      const answer: unknown = await broker.ask([handler.request, handler.response], refused.version, refused.body);
      assert.deepEqual(errorsOf(answer), new Set(refused.codes));
    });
  }
});

/** What the requests of a controller's listener need; those that look at single resources ask themselves. */
const CONTROLLER_OPERATIONS = new Map<number, number>([
  ...[
    ApiKey.Fetch,
    ApiKey.Vote,
    ApiKey.BeginQuorumEpoch,
    ApiKey.EndQuorumEpoch,
    ApiKey.FetchSnapshot,
    ApiKey.AlterPartition,
    ApiKey.Envelope,
    ApiKey.BrokerRegistration,
    ApiKey.BrokerHeartbeat,
    ApiKey.AllocateProducerIds,
    ApiKey.ControllerRegistration,
    ApiKey.AssignReplicasToDirs,
  ].map((key): [number, number] => [key, O.CLUSTER_ACTION]),
  ...[
    ApiKey.ElectLeaders,
    ApiKey.AlterPartitionReassignments,
    ApiKey.AlterUserScramCredentials,
    ApiKey.UpdateFeatures,
    ApiKey.DescribeCluster,
    ApiKey.UnregisterBroker,
  ].map((key): [number, number] => [key, O.ALTER]),
  [ApiKey.AlterClientQuotas, O.ALTER_CONFIGS],
  [ApiKey.DescribeQuorum, O.DESCRIBE],
  [ApiKey.ListPartitionReassignments, O.DESCRIBE],
]);
const ASK_THEMSELVES: ReadonlySet<number> = new Set<number>([
  ApiKey.CreateTopics,
  ApiKey.DeleteTopics,
  ApiKey.DescribeAcls,
  ApiKey.CreateAcls,
  ApiKey.DeleteAcls,
  ApiKey.DescribeConfigs,
  ApiKey.AlterConfigs,
  ApiKey.CreatePartitions,
  ApiKey.IncrementalAlterConfigs,
]);

test("every request of a controller's listener needs what it needs in Kafka", async () => {
  for (const { apiKey, load } of CONTROLLER_HANDLERS) {
    if (OPEN.has(apiKey) || ASK_THEMSELVES.has(apiKey)) continue;
    const { handler } = await load();
    const isUnserved = apiKey === ApiKey.DescribeUserScramCredentials;
    assert.equal(CONTROLLER_OPERATIONS.has(apiKey), !isUnserved, `${apiName(apiKey)} stands in the table`);
    assert.equal(handler.clusterOperation, CONTROLLER_OPERATIONS.get(apiKey), apiName(apiKey));
  }
});
