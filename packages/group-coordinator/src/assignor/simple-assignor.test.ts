import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng } from "@ottla/base";
import type { Assignment } from "../modern/assignment.ts";
import { topicId } from "../testing/topics-image.ts";
import type { GroupAssignment, GroupSpec, MemberSpec } from "./partition-assignor.ts";
import { simpleAssignor } from "./simple-assignor.ts";

const TOPICS = ["t", "u", "v"].map(topicId);

/** All members subscribe to all topics, of so many partitions each. */
function groupOf(memberIds: readonly string[], partitionCount: number, before: GroupAssignment): GroupSpec {
  const members = memberIds.map((memberId): [string, MemberSpec] => [
    memberId,
    {
      memberId,
      instanceId: null,
      rackId: null,
      subscribedTopicIds: TOPICS,
      subscriptionSize: TOPICS.length,
      isSubscribedTo: (id) => TOPICS.includes(id),
      assignment: before.get(memberId) ?? new Map(),
    },
  ]);
  return {
    members: new Map(members),
    subscriptionType: "homogeneous",
    isPartitionAssigned: () => false,
    isPartitionAssignable: () => true,
    partitionCount: () => partitionCount,
  };
}

function names(assignment: Assignment): string[] {
  return [...assignment].flatMap(([id, partitions]) => [...partitions].map((partition) => `${id}-${partition}`)).sort();
}

describe("the simple assignor", () => {
  it("shares out everything evenly, whatever was before, and changes nothing when nothing has changed", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = new Prng(seed);
      let before: GroupAssignment = new Map();
      let partitionCount = 1;
      for (let step = 0; step < 8; step++) {
        const memberIds = Array.from({ length: 1 + (random.uint32() % 12) }, (_, i) => `m${i + (random.uint32() % 2)}`);
        const unique = [...new Set(memberIds)];
        partitionCount += random.uint32() % 2;
        const group = groupOf(unique, partitionCount, before);
        const after = simpleAssignor.assign(group);
        const held = unique.map((memberId) => names(after.get(memberId)!));
        const counts = new Map<string, number>();
        for (const name of held.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
        const total = partitionCount * TOPICS.length;
        const sharing = Math.ceil(unique.length / total);
        const at = `seed ${seed}, step ${step}`;
        assert.equal(counts.size, total, `${at}: everything is assigned`);
        assert(Math.max(...counts.values()) <= sharing, `${at}: nothing is shared by more than it has to be`);
        const sizes = held.map(({ length }) => length);
        assert(
          Math.max(...sizes) <= Math.ceil((sharing * total) / unique.length),
          `${at}: nobody has more than others`,
        );
        const again = simpleAssignor.assign(groupOf(unique, partitionCount, after));
        for (const [i, memberId] of unique.entries()) assert.deepEqual(names(again.get(memberId)!), held[i], at);
        before = after;
      }
    }
  });
});
