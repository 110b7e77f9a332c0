import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { SnapshotRegistry } from "@ottla/base";
import { simpleAssignor } from "../assignor/simple-assignor.ts";
import { assignmentOf } from "../modern/assignment.ts";
import { subscriptionTypeOf } from "../modern/modern-group.ts";
import { buildTargetAssignment } from "../modern/target-assignment.ts";
import type { TopicMetadata, TopicsImage } from "../modern/topics-image.ts";
import { shareTargetAssignmentMetadataRecord, shareTargetAssignmentRecord } from "../records/share-group-records.ts";
import { newShareGroupMember } from "./share-group-member.ts";
import { ShareGroup } from "./share-group.ts";

/** One history of a group, made with Apache Kafka's own classes (test/fixtures/group-coordinator/ShareTargetAssignments.java). */
interface History {
  readonly topics: readonly (readonly [name: string, id: string, partitionCount: number])[];
  readonly steps: readonly {
    /** Who has gone since the step before. */
    readonly left: string | null;
    /** Who joins, changes or just asks. */
    readonly member: string;
    readonly topics: readonly string[];
    /** Partitions of all topics, and which of them have state. */
    readonly counts: readonly number[];
    readonly initialized: readonly (readonly number[])[];
    readonly type: string;
    /** In the order in which Kafka writes them. */
    readonly records: readonly (readonly [memberId: string, (readonly [topicId: string, partitions: number[]])[]])[];
  }[];
}

const fixture = new URL("../../../../test/fixtures/group-coordinator/share-target-assignments.jsonl", import.meta.url);
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

describe("the same history of a share group gives the same target assignments as Apache Kafka", () => {
  for (const [index, history] of histories.entries()) {
    it(`history ${index + 1}: ${history.topics.length} topics, ${history.steps.length} steps`, () => {
      const group = new ShareGroup(new SnapshotRegistry(), "group");
      for (const [number, step] of history.steps.entries()) {
        if (step.left !== null) {
          group.replayTargetAssignment(step.left, null);
          group.replayMemberRemoval(step.left);
        }
        const old = group.members.get(step.member);
        const updatedMember = {
          ...(old ?? newShareGroupMember(step.member)),
          subscribedTopicNames: new Set(step.topics),
        };
        const topics = group.computeSubscribedTopicNames([{ oldMember: old, newMember: updatedMember }]);
        const subscriptionType = subscriptionTypeOf(topics, group.members.size + (old === undefined ? 1 : 0));
        assert.equal(subscriptionType, step.type);
        const initialized = new Map(history.topics.map(([, id], i) => [id, new Set(step.initialized[i])]));
        const { records } = buildTargetAssignment({
          group,
          groupEpoch: number + 2,
          nowMs: 0,
          assignor: simpleAssignor,
          subscriptionType,
          image: imageOf(history, step.counts),
          updatedMember,
          subscribedTopicNames: (member) => member.subscribedTopicNames,
          isPartitionAssignable: (topicId, partition) => initialized.get(topicId)?.has(partition) === true,
          records: {
            targetAssignment: shareTargetAssignmentRecord,
            targetAssignmentMetadata: shareTargetAssignmentMetadataRecord,
          },
        });
        group.replayMember(updatedMember);
        const written = records.flatMap((record) => {
          if (record.type !== "share-group-target-assignment-member" || record.value === null) return [];
          const { topicPartitions } = record.value;
          group.replayTargetAssignment(record.key.memberId, assignmentOf(topicPartitions));
          return [[record.key.memberId, topicPartitions.map(({ topicId, partitions }) => [topicId, partitions])]];
        });
        assert.deepEqual(written, step.records, `step ${number + 1}`);
      }
    });
  }
});
