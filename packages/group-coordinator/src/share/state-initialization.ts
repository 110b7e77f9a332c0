/**
 * Before a share group hands out a partition, the share coordinator has to have state for it. The heartbeat that finds
 * partitions without it notes them down as being initialized and has the broker ask for it; the outcome comes back as an
 * operation of its own. What is never heard of again is asked for again after `group.share.initialize.retry.interval.ms`.
 */

import { javaStringOrder, type Uuid } from "@ottla/base";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import { NOTHING, type GroupResult } from "../group-result.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { shareStatePartitionsRecord } from "../records/share-group-records.ts";
import type { ShareGroup } from "./share-group.ts";
import {
  mergedTopics,
  NO_STATE_TOPICS,
  setWithout,
  topicNameOf,
  withoutPartitions,
  type PartitionsByTopic,
  type StateTopic,
  type StateTopics,
} from "./share-state-topics.ts";

/** What the share coordinator is to be asked for once the records are committed. */
export interface ShareStateInitialization {
  readonly groupId: string;
  readonly stateEpoch: number;
  readonly topics: readonly {
    readonly topicId: Uuid;
    readonly partitions: readonly { readonly partition: number; readonly startOffset: number }[];
  }[];
}

/** The start offset of a partition is found out when it is first read. */
const UNINITIALIZED_START_OFFSET = -1;

/** Notes down the partitions of these topics that have no state and are not getting any; undefined when there are none. */
export function initializeSubscribed(
  context: GroupCoordinatorContext,
  group: ShareGroup,
  change: { readonly groupEpoch: number; readonly topicNames: Iterable<string>; readonly records: GroupRecord[] },
): ShareStateInitialization | undefined {
  const topics = topicsWithoutState(context, group, change.topicNames);
  if (topics.size === 0) return undefined;
  change.records.push(initializingRecord(context, group, topics));
  return {
    groupId: group.groupId,
    stateEpoch: change.groupEpoch,
    topics: [...topics].map(([topicId, { partitions }]) => ({
      topicId,
      partitions: [...partitions].map((partition) => ({ partition, startOffset: UNINITIALIZED_START_OFFSET })),
    })),
  };
}

/** The topics are being initialized from now on, and are not being deleted any more. */
export function initializingRecord(
  { image }: GroupCoordinatorContext,
  group: ShareGroup,
  topics: StateTopics,
): GroupRecord {
  const known = group.stateTopics.get() ?? NO_STATE_TOPICS;
  const initializing = mergedTopics(known.initializing, topics);
  const deleting = new Set([...known.deleting].filter((topicId) => !initializing.has(topicId)));
  return shareStatePartitionsRecord(group.groupId, { initializing, initialized: known.initialized, deleting }, image);
}

/** The share coordinator has state for these partitions. */
export function onStateInitialized(
  context: GroupCoordinatorContext,
  groupId: string,
  partitions: PartitionsByTopic,
): GroupResult {
  const group = context.groups.shareGroup(groupId);
  if (group === undefined || partitions.size === 0) return NOTHING;
  const { image, time } = context;
  const known = group.stateTopics.get() ?? NO_STATE_TOPICS;
  const topics = new Map<Uuid, StateTopic>();
  for (const [topicId, ofTopic] of partitions) {
    topics.set(topicId, { name: topicNameOf(topicId, image), partitions: ofTopic, timestampMs: time.nowMs });
  }
  const stateTopics = {
    initializing: withoutPartitions(known.initializing, partitions),
    initialized: mergedTopics(known.initialized, topics),
    deleting: known.deleting,
  };
  return { records: [shareStatePartitionsRecord(groupId, stateTopics, image)], response: undefined };
}

/** The share coordinator could not make state for these partitions: the next heartbeat asks again. */
export function onStateInitializationFailed(
  context: GroupCoordinatorContext,
  groupId: string,
  partitions: PartitionsByTopic,
): GroupResult {
  const known = context.groups.shareGroup(groupId)?.stateTopics.get() ?? null;
  if (known === null || known.initializing.size === 0 || partitions.size === 0) return NOTHING;
  const stateTopics = { ...known, initializing: withoutPartitions(known.initializing, partitions) };
  return { records: [shareStatePartitionsRecord(groupId, stateTopics, context.image)], response: undefined };
}

/** Topics are gone: so is their state, which the share coordinator deletes by itself. */
export function forgetDeletedTopics(context: GroupCoordinatorContext, topicIds: ReadonlySet<Uuid>): GroupRecord[] {
  const records: GroupRecord[] = [];
  for (const [groupId] of context.groups.entries()) {
    const known = context.groups.shareGroup(groupId)?.stateTopics.get() ?? null;
    if (known === null) continue;
    const { initializing, initialized, deleting } = known;
    const all = [...initializing.keys(), ...initialized.keys(), ...deleting];
    if (!all.some((topicId) => topicIds.has(topicId))) continue;
    const left = (topics: StateTopics): StateTopics => new Map([...topics].filter(([id]) => !topicIds.has(id)));
    const stateTopics = {
      initializing: left(initializing),
      initialized: left(initialized),
      deleting: setWithout(deleting, topicIds),
    };
    records.push(shareStatePartitionsRecord(groupId, stateTopics, context.image));
  }
  return records;
}

function topicsWithoutState(
  { config, image, time }: GroupCoordinatorContext,
  group: ShareGroup,
  topicNames: Iterable<string>,
): Map<Uuid, StateTopic> {
  const { initialized, initializing } = group.stateTopics.get() ?? NO_STATE_TOPICS;
  const underway = [...initializing].filter(
    ([, { timestampMs }]) => time.nowMs - timestampMs < config.shareGroupInitializeRetryIntervalMs,
  );
  const taken = mergedTopics(initialized, new Map(underway));
  const missing = new Map<Uuid, StateTopic>();
  for (const name of javaStringOrder(topicNames)) {
    const topic = image.topic(name);
    if (topic === undefined) continue;
    const has = taken.get(topic.id)?.partitions ?? NOBODY;
    if (has.size > 0 && has.size >= topic.partitionCount) continue;
    const all = Array.from({ length: topic.partitionCount }, (_, partition) => partition);
    const partitions = new Set(all.filter((partition) => !has.has(partition)));
    missing.set(topic.id, { name, partitions, timestampMs: time.nowMs });
  }
  return missing;
}

const NOBODY: ReadonlySet<number> = new Set();
