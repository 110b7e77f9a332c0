import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { SnapshotRegistry } from "@ottla/base";
import { newConsumerGroupMember } from "../consumer/consumer-group-member.ts";
import { ConsumerGroup, consumerSubscriptionTypeOf } from "../consumer/consumer-group.ts";
import { CONSUMER_GROUP_ASSIGNORS } from "../group-coordinator-config.ts";
import { targetAssignmentMetadataRecord, targetAssignmentRecord } from "../records/consumer-group-records.ts";
import { assignmentOf } from "./assignment.ts";
import { buildTargetAssignment } from "./target-assignment.ts";
import type { TopicMetadata, TopicsImage } from "./topics-image.ts";

/** One history of a group, made with Apache Kafka's own classes (test/fixtures/group-coordinator/TargetAssignments.java). */
interface History {
  readonly assignor: string;
  readonly topics: readonly (readonly [name: string, id: string, partitionCount: number])[];
  readonly steps: readonly {
    /** Who has gone since the step before. */
    readonly left: string | null;
    /** Who joins, changes or just asks. */
    readonly member: string;
    readonly instance: string | null;
    readonly topics: readonly string[];
    /** Partitions of all topics. */
    readonly counts: readonly number[];
    readonly type: string;
    /** In the order in which Kafka writes them. */
    readonly records: readonly (readonly [memberId: string, (readonly [topicId: string, partitions: number[]])[]])[];
  }[];
}

const fixture = new URL("../../../../test/fixtures/group-coordinator/target-assignments.jsonl", import.meta.url);
const histories = readFileSync(fixture, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as History);

function imageOf({ topics }: History, counts: readonly number[]): TopicsImage {
  const all = topics.map(([name, id], i): TopicMetadata => ({
    name,
    id,
    partitionCount: counts[i]!,
    partitionRacks: () => [],
  }));
  return {
    version: 1,
    topicCount: all.length,
    topic: (name) => all.find((topic) => topic.name === name),
    topicById: (id) => all.find((topic) => topic.id === id),
    topicNames: () => all.map(({ name }) => name),
  };
}

describe("the same history gives the same target assignments as Apache Kafka", () => {
  for (const [index, history] of histories.entries()) {
    it(`history ${index + 1}: ${history.assignor}, ${history.topics.length} topics, ${history.steps.length} steps`, () => {
      const group = new ConsumerGroup(new SnapshotRegistry(), "group");
      for (const [number, step] of history.steps.entries()) {
        if (step.left !== null) {
          group.replayTargetAssignment(step.left, null);
          group.replayMemberRemoval(step.left);
        }
        const old = group.members.get(step.member);
        const updatedMember = {
          ...(old ?? newConsumerGroupMember(step.member)),
          instanceId: step.instance,
          subscribedTopicNames: new Set(step.topics),
        };
        const topics = group.computeSubscribedTopics({ oldMember: old, newMember: updatedMember });
        const memberCount = group.members.size + (old === undefined ? 1 : 0);
        const subscriptionType = consumerSubscriptionTypeOf(new Map(), topics, memberCount);
        assert.equal(subscriptionType, step.type);
        const { records } = buildTargetAssignment({
          group,
          groupEpoch: number + 2,
          nowMs: 0,
          assignor: CONSUMER_GROUP_ASSIGNORS.get(history.assignor)!,
          subscriptionType,
          image: imageOf(history, step.counts),
          updatedMember,
          subscribedTopicNames: (member) => member.subscribedTopicNames,
          records: {
            targetAssignment: targetAssignmentRecord,
            targetAssignmentMetadata: targetAssignmentMetadataRecord,
          },
        });
        group.replayMember(updatedMember);
        const written = records.flatMap((record) => {
          if (record.type !== "consumer-group-target-assignment-member" || record.value === null) return [];
          const { topicPartitions } = record.value;
          group.replayTargetAssignment(record.key.memberId, assignmentOf(topicPartitions));
          return [[record.key.memberId, topicPartitions.map(({ topicId, partitions }) => [topicId, partitions])]];
        });
        assert.deepEqual(written, step.records, `step ${number + 1}`);
      }
    });
  }
});
