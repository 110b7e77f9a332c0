// Who is in the groups of a cluster and has which partitions, put together from the records that tell it piece by piece: names of members and their
// partitions come in records of their own, topics by id, and a streams group's partitions by the part of its topology.
import type { AssignedPartitions, GroupRecord, MemberName } from "./group-record.ts";

interface Member {
  name: MemberName | undefined;
  assigned: readonly AssignedPartitions[];
}

interface Members {
  readonly byId: Map<string, Member>;
  topology: ReadonlyMap<string, readonly string[]>;
}

/** A partition and who has it. */
export interface OwnedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly owner: MemberName;
}

export class GroupMembers {
  readonly #groups: Map<string, Members> = new Map();

  /** Takes in a record; answers with the group whose owners may be others now. */
  onRecord(record: GroupRecord): string | undefined {
    switch (record.kind) {
      case "members":
        this.#groups.set(record.group, {
          byId: new Map(record.members.map((one) => [one.memberId, { name: one, assigned: one.assigned }])),
          topology: new Map(),
        });
        return record.group;
      case "member": {
        const members = this.#members(record.group).byId;
        if (record.name === null) members.delete(record.memberId);
        else this.#member(record.group, record.memberId).name = record.name;
        return record.group;
      }
      case "assignment":
        // The record of a member that has left comes behind the one that says so.
        if (record.assigned.length > 0 || this.#members(record.group).byId.has(record.memberId))
          this.#member(record.group, record.memberId).assigned = record.assigned;
        return record.group;
      case "topology":
        this.#members(record.group).topology = record.topics;
        return record.group;
      case "group removed":
        this.#groups.delete(record.group);
        return record.group;
      default:
        return undefined;
    }
  }

  /** What the members of a group have. @param topicName the name of a topic by its id */
  *owners(group: string, topicName: (id: string) => string | undefined): Generator<OwnedPartition> {
    const members = this.#groups.get(group);
    if (members === undefined) return;
    for (const { name: owner, assigned } of members.byId.values()) {
      if (owner === undefined) continue;
      for (const { by, topic: told, partitions } of assigned) {
        for (const topic of topicsOf(by, told, members, topicName)) {
          for (const partition of partitions) yield { topic, partition, owner };
        }
      }
    }
  }

  #members(group: string): Members {
    let members = this.#groups.get(group);
    if (members === undefined) {
      members = { byId: new Map(), topology: new Map() };
      this.#groups.set(group, members);
    }
    return members;
  }

  #member(group: string, memberId: string): Member {
    const { byId } = this.#members(group);
    let member = byId.get(memberId);
    if (member === undefined) {
      member = { name: undefined, assigned: [] };
      byId.set(memberId, member);
    }
    return member;
  }
}

function topicsOf(
  by: AssignedPartitions["by"],
  told: string,
  members: Members,
  topicName: (id: string) => string | undefined,
): readonly string[] {
  if (by === "name") return [told];
  if (by === "subtopology") return members.topology.get(told) ?? [];
  const name = topicName(told);
  return name === undefined ? [] : [name];
}
