/**
 * The groups of one shard, twice: as the log has them (revertible, changed by `replay` alone) and, for classic groups, as
 * they live on this node. A live group exists only beside its entry; it is made from the entry when first needed, and goes
 * with it, so a group whose creation is reverted is gone.
 *
 * Other kinds of groups get their own entries; a group id has one entry, whatever its kind.
 */

import { assert, TimelineMap, type SnapshotRegistry } from "@ottla/base";
import type { GroupMetadataValue } from "@ottla/protocol/messages/group-coordinator-records";
import { ClassicGroup } from "./classic/classic-group.ts";
import { ClassicGroupState } from "./classic/classic-group-state.ts";
import { restoreClassicGroup } from "./classic/restore.ts";
import { ConsumerGroup } from "./consumer/consumer-group.ts";
import { ShareGroup } from "./share/share-group.ts";

/** The kinds of groups. Printed as ListGroups prints them. */
export const GroupType = { CLASSIC: "classic", CONSUMER: "consumer", SHARE: "share" } as const;
export type GroupType = (typeof GroupType)[keyof typeof GroupType];

/** A group as the log has it. */
export interface ClassicGroupEntry {
  readonly type: typeof GroupType.CLASSIC;
  /** The last GroupMetadata record; undefined for a group that has only committed offsets. */
  readonly metadata: GroupMetadataValue | undefined;
}

/** A consumer group, whose state is all in the log. */
export interface ConsumerGroupEntry {
  readonly type: typeof GroupType.CONSUMER;
  readonly group: ConsumerGroup;
}

/** A share group, whose state is all in the log. */
export interface ShareGroupEntry {
  readonly type: typeof GroupType.SHARE;
  readonly group: ShareGroup;
}

export type GroupEntry = ClassicGroupEntry | ConsumerGroupEntry | ShareGroupEntry;

export class Groups {
  readonly #snapshots: SnapshotRegistry;
  readonly #entries: TimelineMap<string, GroupEntry>;
  readonly #live = new Map<string, ClassicGroup>();
  /** The live group that outlives the deletion of the group it was made of, which comes next. */
  #adopted: string | undefined;

  constructor(snapshots: SnapshotRegistry) {
    this.#snapshots = snapshots;
    this.#entries = new TimelineMap(snapshots);
  }

  get size(): number {
    return this.#entries.size;
  }

  ids(): string[] {
    return [...this.#entries.keys()];
  }

  /** The entry now, or as it was at a snapshot. */
  entry(groupId: string, epoch?: number): GroupEntry | undefined {
    return this.#entries.get(groupId, epoch);
  }

  /** All entries now, or as they were at a snapshot. */
  entries(epoch?: number): Iterable<[string, GroupEntry]> {
    return epoch === undefined ? this.#entries : this.#entries.toMap(epoch);
  }

  /** The classic group of this id, live; undefined when there is none. */
  classicGroup(groupId: string, nowMs: number): ClassicGroup | undefined {
    const entry = this.#entries.get(groupId);
    if (entry?.type !== GroupType.CLASSIC) {
      this.#live.delete(groupId);
      return undefined;
    }
    const live = this.#live.get(groupId);
    if (live !== undefined) return live;
    const restored = restoreClassicGroup(groupId, entry.metadata, nowMs);
    this.#live.set(groupId, restored);
    return restored;
  }

  /** The group as a reader of that epoch may see it: existence is that of the epoch, the rest is as it lives now. */
  classicGroupAt(groupId: string, epoch: number, nowMs: number): ClassicGroup | undefined {
    const entry = this.#entries.get(groupId, epoch);
    if (entry?.type !== GroupType.CLASSIC) return undefined;
    return this.classicGroup(groupId, nowMs) ?? restoreClassicGroup(groupId, entry.metadata, nowMs);
  }

  /** A new live group, whose creation record the present operation yields. */
  createClassicGroup(groupId: string, nowMs: number): ClassicGroup {
    const group = new ClassicGroup({ groupId, state: ClassicGroupState.EMPTY, currentStateTimestampMs: nowMs });
    this.#live.set(groupId, group);
    return group;
  }

  /**
   * The classic group that the present operation makes of a group of another kind. Its record comes with the operation; it
   * goes on living when that is replayed.
   */
  adoptClassicGroup(group: ClassicGroup): void {
    this.#live.set(group.groupId, group);
    this.#adopted = group.groupId;
  }

  /** The consumer group of this id, now or as it was at a snapshot; undefined when there is none. */
  consumerGroup(groupId: string, epoch?: number): ConsumerGroup | undefined {
    const entry = this.#entries.get(groupId, epoch);
    return entry?.type === GroupType.CONSUMER ? entry.group : undefined;
  }

  /** A group that is not there yet: what is made of it comes with the records of the present operation. */
  newConsumerGroup(groupId: string): ConsumerGroup {
    return new ConsumerGroup(this.#snapshots, groupId);
  }

  /** The share group of this id, now or as it was at a snapshot; undefined when there is none. */
  shareGroup(groupId: string, epoch?: number): ShareGroup | undefined {
    const entry = this.#entries.get(groupId, epoch);
    return entry?.type === GroupType.SHARE ? entry.group : undefined;
  }

  /** A group that is not there yet, as `newConsumerGroup`. */
  newShareGroup(groupId: string): ShareGroup {
    return new ShareGroup(this.#snapshots, groupId);
  }

  /** Forgets a live group whose creation failed, unless another one has taken its place. */
  discard(group: ClassicGroup): void {
    if (this.#live.get(group.groupId) === group) this.#live.delete(group.groupId);
  }

  liveGroups(): IterableIterator<ClassicGroup> {
    return this.#live.values();
  }

  /** A GroupMetadata record: null deletes the group, of whatever kind. */
  replayMetadata(groupId: string, metadata: GroupMetadataValue | null): void {
    if (metadata === null) {
      this.delete(groupId);
    } else {
      this.#entries.set(groupId, { type: GroupType.CLASSIC, metadata });
    }
  }

  /** Offsets have been committed for the group: if there is none, it is one that does nothing else. */
  replayOffsetCommit(groupId: string): void {
    if (!this.#entries.has(groupId)) this.#entries.set(groupId, { type: GroupType.CLASSIC, metadata: undefined });
  }
  /** A record of a consumer group: the group it is about, made when there is none or one that only commits offsets. */
  replayConsumerGroup(groupId: string): ConsumerGroup {
    const entry = this.#entries.get(groupId);
    if (entry?.type === GroupType.CONSUMER) return entry.group;
    assert(
      entry === undefined || (entry.type === GroupType.CLASSIC && isSimple(entry)),
      `group ${groupId} is not a consumer group`,
    );
    const group = new ConsumerGroup(this.#snapshots, groupId);
    this.#entries.set(groupId, { type: GroupType.CONSUMER, group });
    this.#live.delete(groupId);
    return group;
  }

  /** A record of a share group: the group it is about, made when there is none. */
  replayShareGroup(groupId: string): ShareGroup {
    const entry = this.#entries.get(groupId);
    if (entry?.type === GroupType.SHARE) return entry.group;
    assert(entry === undefined, `group ${groupId} is not a share group`);
    const group = new ShareGroup(this.#snapshots, groupId);
    this.#entries.set(groupId, { type: GroupType.SHARE, group });
    return group;
  }

  /** The group is gone. A classic group that has just been made of it stays. */
  delete(groupId: string): void {
    this.#entries.delete(groupId);
    if (this.#adopted === groupId) this.#adopted = undefined;
    else this.#live.delete(groupId);
  }
}

/** A group without members or generation: there is nothing of it but its offsets. */
function isSimple({ metadata }: ClassicGroupEntry): boolean {
  return metadata === undefined || (metadata.members.length === 0 && metadata.protocolType === "");
}
