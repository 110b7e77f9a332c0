// Every kind of key and every version of a value, as a coordinator writes them, and bytes that are no record.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ProtocolDecodeError, WireWriter } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import { ConsumerProtocolAssignment } from "@ottla/protocol/messages/consumer-protocol";
import * as R from "@ottla/protocol/messages/group-coordinator-records";
import { GroupMembers } from "./group-members.ts";
import { readGroupRecord } from "./group-record.ts";
import type { GroupRecord } from "./group-record.ts";

function bytes<T>(codec: MessageCodec<T>, type: number, message: Input<T>, version: number): Uint8Array {
  const writer = new WireWriter();
  writer.int16(type, "type");
  codec.encode(writer, message, version);
  return writer.finishBytes();
}

const key = <T>(codec: MessageCodec<T>, type: number, message: Input<T>): Uint8Array => bytes(codec, type, message, 0);
const value = <T>(codec: MessageCodec<T>, message: Input<T>, version: number): Uint8Array =>
  bytes(codec, version, message, version);

const TOPIC_ID = "VVVVVVVVTVVVVVVVVVVVVQ";
const COMMIT_KEY = { group: "g", topic: "t", partition: 3 };
const MEMBER_KEY = { groupId: "g", memberId: "m" };

function assignment(topic: string, partitions: number[]): Uint8Array {
  return bytes(ConsumerProtocolAssignment, 3, { assignedPartitions: [{ topic, partitions }] }, 3);
}

describe("records of the offsets topic", () => {
  for (const type of [0, 1]) {
    for (const version of [0, 1, 2, 3, 4]) {
      it(`a commit: key ${type}, value version ${version}`, () => {
        const metadata = "x".repeat(200);
        const message = { offset: 42, metadata, commitTimestamp: 1_700_000_000_000, topicId: TOPIC_ID };
        const written = value(R.OffsetCommitValue, message, version);
        const read = readGroupRecord(key(R.OffsetCommitKey, type, COMMIT_KEY), written);
        const topicId = version >= 4 ? TOPIC_ID : undefined;
        const rest = { offset: 42, timestampMs: 1_700_000_000_000, topicId };
        assert.deepEqual(read, { kind: "commit", ...COMMIT_KEY, ...rest });
      });
    }
  }

  it("a commit that is taken back, and one of a version to come, say nothing", () => {
    const commitKey = key(R.OffsetCommitKey, 1, COMMIT_KEY);
    assert.deepEqual(readGroupRecord(commitKey, null), { kind: "other" });
    assert.deepEqual(readGroupRecord(commitKey, new Uint8Array([0, 5, 1, 2, 3])), { kind: "other" });
  });

  for (const version of [0, 1, 2, 3, 4]) {
    it(`a classic group, value version ${version}`, () => {
      const member = {
        memberId: "m",
        clientId: "c",
        clientHost: "/h",
        sessionTimeout: 1,
        subscription: new Uint8Array(0),
        assignment: assignment("t", [0, 2]),
      };
      const message = { protocolType: "consumer", generation: 1, protocol: "range", leader: "m", members: [member] };
      const read = readGroupRecord(
        key(R.GroupMetadataKey, 2, { group: "g" }),
        value(R.GroupMetadataValue, message, version),
      );
      const members = new GroupMembers();
      assert.equal(members.onRecord(read ?? { kind: "other" }), "g");
      const owner = { host: "/h", clientId: "c" };
      const owners = [...members.owners("g", () => undefined)].map(({ topic, partition, owner: who }) => ({
        topic,
        partition,
        owner: { host: who.host, clientId: who.clientId },
      }));
      assert.deepEqual(owners, [
        { topic: "t", partition: 0, owner },
        { topic: "t", partition: 2, owner },
      ]);
    });
  }

  it("an assignment that is none leaves the group without owners", () => {
    const member = {
      memberId: "m",
      clientId: "c",
      clientHost: "/h",
      sessionTimeout: 1,
      subscription: new Uint8Array(0),
      assignment: new Uint8Array([0, 3, 255, 255]),
    };
    const message = { protocolType: "consumer", generation: 1, protocol: "range", leader: "m", members: [member] };
    const read = readGroupRecord(key(R.GroupMetadataKey, 2, { group: "g" }), value(R.GroupMetadataValue, message, 4));
    assert(read?.kind === "members");
    assert.deepEqual(read.members[0]?.assigned, []);
  });

  it("members of a group of the consumer protocol come piece by piece", () => {
    const members = new GroupMembers();
    const tell = (
      type: number,
      codec: MessageCodec<{ groupId: string; memberId: string }>,
      written: Uint8Array | null,
    ): void => {
      members.onRecord(readGroupRecord(key(codec, type, MEMBER_KEY), written) ?? { kind: "other" });
    };
    const owners = (): string[] =>
      [...members.owners("g", (id) => (id === TOPIC_ID ? "t" : undefined))].map(
        ({ topic, partition, owner }) => `${topic}-${partition} ${owner.host} ${owner.clientId}`,
      );
    const name = {
      instanceId: null,
      rackId: null,
      clientId: "c",
      clientHost: "/h",
      subscribedTopicNames: ["t"],
      subscribedTopicRegex: null,
      serverAssignor: null,
      classicMemberMetadata: null,
    };
    tell(5, R.ConsumerGroupMemberMetadataKey, value(R.ConsumerGroupMemberMetadataValue, name, 0));
    assert.deepEqual(owners(), []);
    const current = {
      memberEpoch: 1,
      previousMemberEpoch: 0,
      state: 0,
      assignedPartitions: [{ topicId: TOPIC_ID, partitions: [1], assignmentEpochs: null }],
      partitionsPendingRevocation: [],
    };
    tell(8, R.ConsumerGroupCurrentMemberAssignmentKey, value(R.ConsumerGroupCurrentMemberAssignmentValue, current, 0));
    assert.deepEqual(owners(), ["t-1 /h c"]);
    tell(8, R.ConsumerGroupCurrentMemberAssignmentKey, null);
    assert.deepEqual(owners(), []);
    tell(5, R.ConsumerGroupMemberMetadataKey, null);
    tell(8, R.ConsumerGroupCurrentMemberAssignmentKey, null);
    assert.deepEqual(owners(), []);
  });

  it("a streams group's tasks are partitions of the topics its topology reads", () => {
    const members = new GroupMembers();
    const tell = (record: GroupRecord | undefined): void => void members.onRecord(record ?? { kind: "other" });
    const topology = {
      epoch: 1,
      subtopologies: [
        {
          subtopologyId: "0",
          sourceTopics: ["in"],
          sourceTopicRegex: [],
          stateChangelogTopics: [],
          repartitionSinkTopics: [],
          repartitionSourceTopics: [{ name: "again", partitions: 2, replicationFactor: 1, topicConfigs: [] }],
          copartitionGroups: [],
        },
      ],
    };
    tell(
      readGroupRecord(
        key(R.StreamsGroupTopologyKey, 23, { groupId: "g" }),
        value(R.StreamsGroupTopologyValue, topology, 0),
      ),
    );
    const name = {
      instanceId: null,
      rackId: null,
      clientId: "s",
      clientHost: "/h",
      topologyEpoch: 1,
      processId: "p",
      clientTags: [],
    };
    tell(
      readGroupRecord(
        key(R.StreamsGroupMemberMetadataKey, 19, MEMBER_KEY),
        value(R.StreamsGroupMemberMetadataValue, name, 0),
      ),
    );
    const tasks = (partitions: number[]) => [{ subtopologyId: "0", partitions, assignmentEpochs: null }];
    const current = {
      memberEpoch: 1,
      previousMemberEpoch: 0,
      state: 0,
      activeTasks: tasks([1]),
      standbyTasks: tasks([0]),
      warmupTasks: [],
      activeTasksPendingRevocation: [],
      standbyTasksPendingRevocation: [],
      warmupTasksPendingRevocation: [],
    };
    tell(
      readGroupRecord(
        key(R.StreamsGroupCurrentMemberAssignmentKey, 22, MEMBER_KEY),
        value(R.StreamsGroupCurrentMemberAssignmentValue, current, 0),
      ),
    );
    const owned = [...members.owners("g", () => undefined)].map(({ topic, partition }) => `${topic}-${partition}`);
    assert.deepEqual(owned, ["in-1", "again-1"]);
  });

  for (const [type, codec] of [
    [2, R.GroupMetadataKey],
    [3, R.ConsumerGroupMetadataKey],
    [11, R.ShareGroupMetadataKey],
    [17, R.StreamsGroupMetadataKey],
  ] as const) {
    it(`a tombstone of key ${type} removes the group`, () => {
      const message = { group: "g", groupId: "g" };
      const written = key(codec as MessageCodec<typeof message>, type, message);
      assert.deepEqual(readGroupRecord(written, null), { kind: "group removed", group: "g" });
    });
  }

  it("every other kind that Kafka 4.3 writes is known and says nothing", () => {
    for (const type of [4, 6, 7, 10, 12, 13, 14, 15, 16, 20, 21]) {
      assert.deepEqual(readGroupRecord(new Uint8Array([0, type, 0, 0]), null), { kind: "other" }, String(type));
    }
    assert.equal(readGroupRecord(new Uint8Array([0, 99]), null), undefined);
  });

  it("bytes that are no record are refused", () => {
    assert.throws(() => readGroupRecord(new Uint8Array([0]), null), ProtocolDecodeError);
    assert.throws(() => readGroupRecord(new Uint8Array([0, 1, 0, 9, 65]), new Uint8Array(0)), ProtocolDecodeError);
  });
});
