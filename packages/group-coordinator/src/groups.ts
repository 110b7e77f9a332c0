/**
 * The groups of one shard, twice: as the log has them (revertible, changed by `replay` alone) and, for classic groups, as
 * they live on this node. A live group exists only beside its entry; it is made from the entry when first needed, and goes
 * with it, so a group whose creation is reverted is gone.
 *
 * Other kinds of groups get their own entries; a group id has one entry, whatever its kind.
 */

import { TimelineMap, type SnapshotRegistry } from "@ottla/base";
import type { GroupMetadataValue } from "@ottla/protocol/messages/group-coordinator-records";
import { ClassicGroup } from "./classic/classic-group.ts";
import { ClassicGroupState } from "./classic/classic-group-state.ts";
import { restoreClassicGroup } from "./classic/restore.ts";

/** The kinds of groups; KIP-848's and share groups join here. Printed as ListGroups prints them. */
export const GroupType = { CLASSIC: "classic" } as const;
export type GroupType = (typeof GroupType)[keyof typeof GroupType];

/** A group as the log has it. */
export interface ClassicGroupEntry {
  readonly type: typeof GroupType.CLASSIC;
  /** The last GroupMetadata record; undefined for a group that has only committed offsets. */
  readonly metadata: GroupMetadataValue | undefined;
}

export type GroupEntry = ClassicGroupEntry;

export class Groups {
  readonly #entries: TimelineMap<string, GroupEntry>;
  readonly #live = new Map<string, ClassicGroup>();

  constructor(snapshots: SnapshotRegistry) {
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
    if (entry === undefined) {
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
    if (entry === undefined) return undefined;
    return this.classicGroup(groupId, nowMs) ?? restoreClassicGroup(groupId, entry.metadata, nowMs);
  }

  /** A new live group, whose creation record the present operation yields. */
  createClassicGroup(groupId: string, nowMs: number): ClassicGroup {
    const group = new ClassicGroup({ groupId, state: ClassicGroupState.EMPTY, currentStateTimestampMs: nowMs });
    this.#live.set(groupId, group);
    return group;
  }

  /** Forgets a live group whose creation failed, unless another one has taken its place. */
  discard(group: ClassicGroup): void {
    if (this.#live.get(group.groupId) === group) this.#live.delete(group.groupId);
  }

  liveGroups(): IterableIterator<ClassicGroup> {
    return this.#live.values();
  }

  /** A GroupMetadata record: null deletes the group. */
  replayMetadata(groupId: string, metadata: GroupMetadataValue | null): void {
    if (metadata === null) {
      this.#entries.delete(groupId);
      this.#live.delete(groupId);
    } else {
      this.#entries.set(groupId, { type: GroupType.CLASSIC, metadata });
    }
  }

  /** Offsets have been committed for the group: if there is none, it is one that does nothing else. */
  replayOffsetCommit(groupId: string): void {
    if (!this.#entries.has(groupId)) this.#entries.set(groupId, { type: GroupType.CLASSIC, metadata: undefined });
  }
}
