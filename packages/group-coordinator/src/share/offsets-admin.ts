/**
 * What operators do to the offsets of share groups without members: set them, delete them, delete the group. Offsets are state
 * of the share coordinator, so each of these notes down what is going on, has the broker ask there, and writes the outcome.
 */

import type { Uuid } from "@ottla/base";
import type { CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponseTopic,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import type { DeleteShareGroupOffsetsResponseTopic } from "@ottla/protocol/messages/delete-share-group-offsets";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { TopicMetadata } from "../modern/topics-image.ts";
import { Refusal } from "../refusal.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { shareStatePartitionsRecord } from "../records/share-group-records.ts";
import { findOrCreateShareGroup, findShareGroup } from "./group-lookup.ts";
import type { ShareGroup } from "./share-group.ts";
import {
  mergedTopics,
  NO_STATE_TOPICS,
  setWithout,
  type PartitionsByTopic,
  type ShareStateTopics,
  type StateTopic,
} from "./share-state-topics.ts";
import { initializingRecord, type ShareStateInitialization } from "./state-initialization.ts";

const UNKNOWN_TOPIC = {
  errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  errorMessage: "This server does not host this topic-partition.",
} as const;

type Result<T> = CoordinatorResult<T, GroupRecord>;

// Set

export interface ShareOffsetAlteration {
  readonly topics: readonly Input<AlterShareGroupOffsetsResponseTopic>[];
  readonly initialization: ShareStateInitialization;
}

/** The group comes into being if it is not there. */
export function alterShareGroupOffsets(
  context: GroupCoordinatorContext,
  { groupId, topics }: AlterShareGroupOffsetsRequest,
): Result<ShareOffsetAlteration | Refusal> {
  const group = findOrCreateShareGroup(context, groupId);
  if (group instanceof Refusal) return { records: [], response: group };
  if (group.members.size > 0) return { records: [], response: nonEmpty() };
  const known = topics.flatMap(({ topicName, partitions }) => {
    const topic = context.image.topic(topicName);
    if (topic === undefined) return [];
    return [{ topic, partitions: partitions.filter(({ partitionIndex }) => partitionIndex < topic.partitionCount) }];
  });
  const initializing = new Map<Uuid, StateTopic>();
  for (const { topic, partitions } of known) {
    const indexes = new Set(partitions.map(({ partitionIndex }) => partitionIndex));
    initializing.set(topic.id, { name: topic.name, partitions: indexes, timestampMs: context.time.nowMs });
  }
  return {
    records: initializing.size === 0 ? [] : [initializingRecord(context, group, initializing)],
    response: {
      topics: topics.map((topic) => alteredTopic(topic, context.image.topic(topic.topicName))),
      initialization: {
        groupId,
        stateEpoch: group.groupEpoch.get(),
        topics: known.map(({ topic, partitions }) => ({
          topicId: topic.id,
          partitions: partitions.map(({ partitionIndex: partition, startOffset }) => ({ partition, startOffset })),
        })),
      },
    },
  };
}

function alteredTopic(
  { topicName, partitions }: AlterShareGroupOffsetsRequest["topics"][number],
  topic: TopicMetadata | undefined,
): Input<AlterShareGroupOffsetsResponseTopic> {
  return {
    topicName,
    ...(topic === undefined ? {} : { topicId: topic.id }),
    partitions: partitions.map(({ partitionIndex }) =>
      topic !== undefined && partitionIndex < topic.partitionCount
        ? { partitionIndex }
        : { partitionIndex, ...UNKNOWN_TOPIC },
    ),
  };
}

// Delete

export interface ShareOffsetDeletion {
  /** The topics of which there is nothing to delete. */
  readonly refused: readonly Input<DeleteShareGroupOffsetsResponseTopic>[];
  /** What the share coordinator is to delete. */
  readonly partitions: PartitionsByTopic;
}

export function startShareOffsetDeletion(
  context: GroupCoordinatorContext,
  groupId: string,
  topicNames: readonly string[],
): Result<ShareOffsetDeletion | Refusal> {
  const group = emptyShareGroup(context, groupId);
  if (group instanceof Refusal) return { records: [], response: group };
  const known = group.stateTopics.get();
  const partitions = new Map<Uuid, ReadonlySet<number>>();
  if (known === null) return { records: [], response: { refused: [], partitions } };
  const initialized = new Map(known.initialized);
  const deleting = new Set(known.deleting);
  const refused: Input<DeleteShareGroupOffsetsResponseTopic>[] = [];
  for (const topicName of topicNames) {
    const topic = context.image.topic(topicName);
    const state = topic === undefined ? undefined : initialized.get(topic.id);
    if (topic === undefined) {
      refused.push({ topicName, ...UNKNOWN_TOPIC });
    } else if (state !== undefined) {
      partitions.set(topic.id, state.partitions);
      initialized.delete(topic.id);
      deleting.add(topic.id);
    } else if (deleting.has(topic.id)) {
      partitions.set(topic.id, allPartitions(topic));
    } else {
      const errorMessage = "There is no offset information to delete.";
      refused.push({ topicName, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage });
    }
  }
  const stateTopics = { initializing: known.initializing, initialized, deleting };
  const records = [shareStatePartitionsRecord(groupId, stateTopics, context.image)];
  return { records, response: { refused, partitions } };
}

/** The share coordinator has deleted the state of these topics. */
export function completeShareOffsetDeletion(
  context: GroupCoordinatorContext,
  groupId: string,
  topicIds: ReadonlySet<Uuid>,
): Result<undefined> {
  const known = context.groups.shareGroup(groupId)?.stateTopics.get() ?? null;
  if (known === null) return { records: [], response: undefined };
  const stateTopics = { ...known, deleting: setWithout(known.deleting, topicIds) };
  return { records: [shareStatePartitionsRecord(groupId, stateTopics, context.image)], response: undefined };
}

// Delete the group

/** By group id: the state to delete before the group, or why the group must not be. Groups of other kinds are left out. */
export type ShareGroupDeletions = ReadonlyMap<string, PartitionsByTopic | Refusal>;

export function startShareGroupDeletion(
  context: GroupCoordinatorContext,
  groupIds: readonly string[],
): Result<ShareGroupDeletions> {
  const deletions = new Map<string, PartitionsByTopic | Refusal>();
  const records: GroupRecord[] = [];
  for (const groupId of groupIds) {
    if (context.groups.shareGroup(groupId) === undefined) continue;
    const group = emptyShareGroup(context, groupId);
    if (group instanceof Refusal) deletions.set(groupId, group);
    const known = group instanceof Refusal ? null : group.stateTopics.get();
    if (known === null) continue;
    const topics = mergedTopics(mergedTopics(known.initialized, known.initializing), beingDeleted(context, known));
    const stateTopics = { ...NO_STATE_TOPICS, deleting: new Set(topics.keys()) };
    records.push(shareStatePartitionsRecord(groupId, stateTopics, context.image));
    deletions.set(groupId, new Map([...topics].map(([topicId, { partitions }]) => [topicId, partitions])));
  }
  return { records, response: deletions };
}

/** What an earlier deletion may have left; topics that are gone have no state. */
function beingDeleted({ image }: GroupCoordinatorContext, { deleting }: ShareStateTopics): Map<Uuid, StateTopic> {
  const topics = new Map<Uuid, StateTopic>();
  for (const topicId of deleting) {
    const topic = image.topicById(topicId);
    if (topic === undefined) continue;
    topics.set(topicId, { name: topic.name, partitions: allPartitions(topic), timestampMs: -1 });
  }
  return topics;
}

function emptyShareGroup(context: GroupCoordinatorContext, groupId: string): ShareGroup | Refusal {
  const group = findShareGroup(context, groupId);
  return group instanceof Refusal || group.isEmpty ? group : nonEmpty();
}

function nonEmpty(): Refusal {
  return new Refusal(ErrorCode.NON_EMPTY_GROUP, "The group is not empty.");
}

function allPartitions({ partitionCount }: TopicMetadata): Set<number> {
  return new Set(Array.from({ length: partitionCount }, (_, partition) => partition));
}
