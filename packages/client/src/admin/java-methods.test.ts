// The methods of org.apache.kafka.clients.admin.Admin 4.3.0, without those about the client itself (close, metrics and the like).
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Admin } from "./admin.ts";

const JAVA =
  `abortTransaction addRaftVoter alterClientQuotas alterConsumerGroupOffsets alterPartitionReassignments alterReplicaLogDirs
alterShareGroupOffsets alterStreamsGroupOffsets alterUserScramCredentials createAcls createDelegationToken createPartitions createTopics deleteAcls
deleteConsumerGroupOffsets deleteConsumerGroups deleteRecords deleteShareGroupOffsets deleteShareGroups deleteStreamsGroupOffsets deleteStreamsGroups
deleteTopics describeAcls describeClassicGroups describeClientQuotas describeCluster describeConfigs describeConsumerGroups describeDelegationToken
describeFeatures describeLogDirs describeMetadataQuorum describeProducers describeReplicaLogDirs describeShareGroups describeStreamsGroups describeTopics
describeTransactions describeUserScramCredentials electLeaders expireDelegationToken fenceProducers forceTerminateTransaction incrementalAlterConfigs
listClientMetricsResources listConfigResources listConsumerGroupOffsets listConsumerGroups listGroups listOffsets listPartitionReassignments
listShareGroupOffsets listStreamsGroupOffsets listTopics listTransactions removeMembersFromConsumerGroup removeRaftVoter renewDelegationToken
unregisterBroker updateFeatures`.split(/\s+/);

describe("the admin client", () => {
  it("has all 60 methods of Java's", () => {
    assert.equal(JAVA.length, 60);
    const own = new Set(Object.getOwnPropertyNames(Admin.prototype));
    assert.deepEqual(
      JAVA.filter((name) => !own.has(name)),
      [],
    );
  });
});
