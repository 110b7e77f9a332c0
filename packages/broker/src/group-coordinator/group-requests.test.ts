import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ZERO_UUID } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { DeleteGroupsRequest, DeleteGroupsResponse } from "@ottla/protocol/messages/delete-groups";
import { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { DescribeGroupsRequest, DescribeGroupsResponse } from "@ottla/protocol/messages/describe-groups";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { OffsetDeleteRequest, OffsetDeleteResponse } from "@ottla/protocol/messages/offset-delete";
import { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import { CompressionType, compressionAt } from "@ottla/records";
import { GROUP, GroupBroker as Fixture } from "../testing/group-broker.ts";

const FETCH_OFFSETS = [OffsetFetchRequest, OffsetFetchResponse] as const;
const FIND = [FindCoordinatorRequest, FindCoordinatorResponse] as const;
const SYNC = [SyncGroupRequest, SyncGroupResponse] as const;
const LEAVE = [LeaveGroupRequest, LeaveGroupResponse] as const;
const HEARTBEAT = [HeartbeatRequest, HeartbeatResponse] as const;
const DESCRIBE = [DescribeGroupsRequest, DescribeGroupsResponse] as const;
const LIST = [ListGroupsRequest, ListGroupsResponse] as const;
const DELETE_GROUPS = [DeleteGroupsRequest, DeleteGroupsResponse] as const;
const DELETE_OFFSETS = [OffsetDeleteRequest, OffsetDeleteResponse] as const;
const METADATA = [MetadataRequest, MetadataResponse] as const;

describe("FindCoordinator", () => {
  it("names this node, at the address that was dialled, in every version", async (context) => {
    const fixture = await Fixture.start(context);
    for (let version = 0; version <= 6; version++) {
      const found = await fixture.ask(
        FIND,
        version,
        version < 4 ? { key: GROUP } : { coordinatorKeys: [GROUP, "other"] },
      );
      const one = version < 4 ? found : found.coordinators[0]!;
      assert.deepEqual(
        [one.errorCode, one.nodeId, one.host, one.port],
        [0, 1, "127.0.0.1", 9092],
        `version ${version}`,
      );
      if (version >= 4)
        assert.deepEqual(
          found.coordinators.map(({ key }) => key),
          [GROUP, "other"],
        );
      if (version >= 1 && version < 4) assert.equal(found.errorMessage, "NONE");
    }
  });

  it("creates __consumer_offsets as configured (config offsets.topic.num.partitions, config offsets.topic.segment.bytes)", async (context) => {
    const fixture = await Fixture.start(context, {
      "offsets.topic.num.partitions": "7",
      "offsets.topic.segment.bytes": "2000000",
    });
    await fixture.ask(FIND, 6, { coordinatorKeys: [GROUP] });
    const { topics } = await fixture.ask(METADATA, 12, { topics: [{ name: "__consumer_offsets" }] });
    assert.deepEqual([topics[0]!.partitions.length, topics[0]!.isInternal], [7, true]);
    const resources = [{ resourceType: 2, resourceName: "__consumer_offsets", configurationKeys: null }];
    const described = await fixture.ask([DescribeConfigsRequest, DescribeConfigsResponse], 4, { resources });
    const configs = new Map(described.results[0]!.configs.map(({ name, value }) => [name, value]));
    assert.deepEqual(
      ["cleanup.policy", "compression.type", "segment.bytes"].map((name) => configs.get(name)),
      ["compact", "producer", "2000000"],
    );
  });

  it("is COORDINATOR_NOT_AVAILABLE where the topic cannot be made (config offsets.topic.replication.factor)", async (context) => {
    const fixture = await Fixture.start(context, { "offsets.topic.replication.factor": "3" });
    const found = await fixture.ask(FIND, 3, { key: GROUP });
    assert.deepEqual(
      [found.errorCode, found.nodeId, found.host, found.port, found.errorMessage],
      [ErrorCode.COORDINATOR_NOT_AVAILABLE, -1, "", -1, "The coordinator is not available."],
    );
  });

  it("is refused for what is not served, and for what does not exist", async (context) => {
    const fixture = await Fixture.start(context);
    const transaction = await fixture.ask(FIND, 4, { keyType: 1, coordinatorKeys: ["tx"] });
    assert.equal(transaction.coordinators[0]!.errorCode, ErrorCode.NONE);
    const share = await fixture.ask(FIND, 5, { keyType: 2, coordinatorKeys: ["s"] });
    assert.equal(share.coordinators[0]!.errorCode, ErrorCode.INVALID_REQUEST);
    const unknown = await fixture.ask(FIND, 3, { keyType: 9, key: "x" });
    assert.deepEqual([unknown.errorCode, unknown.nodeId], [ErrorCode.INVALID_REQUEST, -1]);
  });
});

describe("OffsetCommit and OffsetFetch", () => {
  it("by name, in every version", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    for (let version = 2; version <= 9; version++) {
      const { topics } = await fixture.commit(version, { name: "t" }, [0, 1, 7]);
      assert.deepEqual(
        topics.map(({ name, partitions }) => [name, partitions.map((p) => [p.partitionIndex, p.errorCode])]),
        [
          [
            "t",
            [
              [7, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
              [0, 0],
              [1, 0],
            ],
          ],
        ],
      );
    }
    for (let version = 1; version <= 9; version++) {
      const topics = [{ name: "t", partitionIndexes: [0, 5] }];
      const body = version < 8 ? { groupId: GROUP, topics } : { groups: [{ groupId: GROUP, topics }] };
      const fetched = await fixture.ask(FETCH_OFFSETS, version, body);
      const [topic] = version < 8 ? fetched.topics : fetched.groups[0]!.topics;
      const rows = topic!.partitions.map((p) => [p.partitionIndex, p.committedOffset, p.metadata, p.errorCode]);
      assert.deepEqual(
        rows,
        [
          [0, 10, "m", 0],
          [5, -1, "", 0],
        ],
        `version ${version}`,
      );
    }
  });

  it("by id from version 10 on; an unknown id is UNKNOWN_TOPIC_ID", async (context) => {
    const fixture = await Fixture.start(context);
    const topicId = await fixture.prepare();
    const unknown = "P0QqXbEeRyaRtqXk1zMvfg";
    assert.equal((await fixture.commit(10, { topicId }, [0])).topics[0]!.partitions[0]!.errorCode, 0);
    const refused = await fixture.commit(10, { topicId: unknown }, [0]);
    assert.deepEqual(
      [refused.topics[0]!.topicId, refused.topics[0]!.partitions[0]!.errorCode],
      [unknown, ErrorCode.UNKNOWN_TOPIC_ID],
    );
    const groups = [
      {
        groupId: GROUP,
        topics: [
          { topicId, partitionIndexes: [0] },
          { topicId: unknown, partitionIndexes: [0] },
        ],
      },
      { groupId: GROUP, topics: null },
    ];
    const fetched = await fixture.ask(FETCH_OFFSETS, 10, { groups });
    const rows = fetched.groups.map(({ topics }) =>
      topics.map((topic) => [topic.topicId, topic.partitions[0]!.committedOffset, topic.partitions[0]!.errorCode]),
    );
    assert.deepEqual(rows, [
      [
        [topicId, 10, 0],
        [unknown, -1, ErrorCode.UNKNOWN_TOPIC_ID],
      ],
      [[topicId, 10, 0]],
    ]);
  });

  it("of topics that do not exist: UNKNOWN_TOPIC_OR_PARTITION", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    const { topics } = await fixture.commit(9, { name: "none" }, [0]);
    assert.deepEqual(
      [topics[0]!.name, topics[0]!.partitions[0]!.errorCode],
      ["none", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    );
  });

  it("of the empty group id are accepted, for old clients", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    const committed = await fixture.commit(9, { name: "t" }, [0], { groupId: "" });
    assert.equal(committed.topics[0]!.partitions[0]!.errorCode, 0);
    const groups = [{ groupId: "", topics: null }];
    assert.equal(
      (await fixture.ask(FETCH_OFFSETS, 8, { groups })).groups[0]!.topics[0]!.partitions[0]!.committedOffset,
      10,
    );
  });

  it("of a partition that is not coordinated here: NOT_COORDINATOR, in each version's place", async (context) => {
    const fixture = await Fixture.start(context);
    const topics = [{ name: "t", partitionIndexes: [0] }];
    const old = await fixture.ask(FETCH_OFFSETS, 1, { groupId: GROUP, topics });
    assert.equal(old.topics[0]!.partitions[0]!.errorCode, ErrorCode.NOT_COORDINATOR);
    assert.equal(
      (await fixture.ask(FETCH_OFFSETS, 7, { groupId: GROUP, topics })).errorCode,
      ErrorCode.NOT_COORDINATOR,
    );
    const groups = [{ groupId: GROUP, topics }];
    const fetched = await fixture.ask(FETCH_OFFSETS, 9, { groups, requireStable: true });
    assert.equal(fetched.groups[0]!.errorCode, ErrorCode.NOT_COORDINATOR);
    assert.equal(
      (await fixture.ask(HEARTBEAT, 4, { groupId: GROUP, memberId: "m" })).errorCode,
      ErrorCode.NOT_COORDINATOR,
    );
    assert.equal((await fixture.join(9)).errorCode, ErrorCode.NOT_COORDINATOR);
    assert.equal((await fixture.ask(DESCRIBE, 6, { groups: [GROUP] })).groups[0]!.errorCode, ErrorCode.NOT_COORDINATOR);
    assert.deepEqual((await fixture.ask(LIST, 5, {})).groups, []);
  });

  it("are there again after a restart (config offsets.load.buffer.size)", async (context) => {
    const fixture = await Fixture.start(context, { "offsets.load.buffer.size": "100" });
    await fixture.prepare();
    for (let i = 0; i < 20; i++) await fixture.commit(9, { name: "t" }, [0, 1]);
    await fixture.restart();
    await fixture.ask(FIND, 6, { coordinatorKeys: [GROUP] });
    const groups = [{ groupId: GROUP, topics: null }];
    const fetched = await fixture.ask(FETCH_OFFSETS, 9, { groups });
    assert.deepEqual(
      fetched.groups[0]!.topics[0]!.partitions.map((p) => p.committedOffset),
      [10, 11],
    );
  });

  it("go with their topic", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    await fixture.commit(9, { name: "t" }, [0]);
    await fixture.ask([DeleteTopicsRequest, DeleteTopicsResponse], 6, {
      topics: [{ name: "t", topicId: ZERO_UUID }],
      timeoutMs: 1000,
    });
    const groups = [{ groupId: GROUP, topics: null }];
    assert.deepEqual((await fixture.ask(FETCH_OFFSETS, 9, { groups, requireStable: true })).groups[0]!.topics, []);
  });

  it("are compressed in the log as asked for (config offsets.topic.compression.codec)", async (context) => {
    const fixture = await Fixture.start(context, {
      "offsets.topic.compression.codec": "4",
      "offsets.topic.num.partitions": "1",
    });
    await fixture.prepare();
    await fixture.commit(9, { name: "t" }, [0]);
    const topics = [
      { topic: "__consumer_offsets", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] },
    ];
    const fetched = await fixture.ask([FetchRequest, FetchResponse] as const, 12, {
      maxWaitMs: 0,
      minBytes: 1,
      topics,
    });
    const { records } = fetched.responses[0]!.partitions[0]!;
    assert.equal(compressionAt(records!, 0), CompressionType.ZSTD);
  });
});

describe("OffsetDelete", () => {
  it("tells what does not exist from what was deleted", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    await fixture.commit(9, { name: "t" }, [0, 1]);
    const indexes = (...partitions: number[]) => partitions.map((partitionIndex) => ({ partitionIndex }));
    const topics = [
      { name: "t", partitions: indexes(0, 9) },
      { name: "none", partitions: indexes(0) },
    ];
    const deleted = await fixture.ask(DELETE_OFFSETS, 0, { groupId: GROUP, topics });
    const { UNKNOWN_TOPIC_OR_PARTITION } = ErrorCode;
    assert.deepEqual(
      deleted.topics.map(({ name, partitions }) => [name, partitions.map((p) => [p.partitionIndex, p.errorCode])]),
      [
        [
          "t",
          [
            [9, UNKNOWN_TOPIC_OR_PARTITION],
            [0, 0],
          ],
        ],
        ["none", [[0, UNKNOWN_TOPIC_OR_PARTITION]]],
      ],
    );
    const absent = await fixture.ask(DELETE_OFFSETS, 0, { groupId: "absent", topics });
    assert.deepEqual([absent.errorCode, absent.topics], [ErrorCode.GROUP_ID_NOT_FOUND, []]);
    assert.equal((await fixture.ask(DELETE_OFFSETS, 0, { groupId: "", topics })).errorCode, ErrorCode.INVALID_GROUP_ID);
  });
});

describe("membership", () => {
  it("one member, from join to leave, in every version", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    for (let version = 0; version <= 9; version++) {
      const groupId = `v${version}`;
      let joined = await fixture.join(version, { groupId });
      if (version >= 4) {
        assert.equal(joined.errorCode, ErrorCode.MEMBER_ID_REQUIRED);
        assert.equal(joined.protocolName, version < 7 ? "" : null);
        joined = await fixture.join(version, { groupId, memberId: joined.memberId });
      }
      const { memberId, generationId } = joined;
      assert.deepEqual([joined.errorCode, generationId, joined.leader, joined.members.length], [0, 1, memberId, 1]);
      assert.match(memberId, /^raw-/);
      const member = { groupId, memberId, generationId };
      const assignments = [{ memberId, assignment: Uint8Array.of(7) }];
      const synced = await fixture.ask(SYNC, Math.min(version, 5), {
        ...member,
        protocolType: "consumer",
        protocolName: "range",
        assignments,
      });
      assert.deepEqual([synced.errorCode, ...synced.assignment], [0, 7]);
      assert.equal((await fixture.ask(HEARTBEAT, Math.min(version, 4), member)).errorCode, 0);
      const leaveVersion = Math.min(version, 5);
      const left = await fixture.ask(
        LEAVE,
        leaveVersion,
        leaveVersion < 3 ? { groupId, memberId } : { groupId, members: [{ memberId }] },
      );
      assert.equal(left.errorCode, 0);
      assert.equal(left.members.length, leaveVersion < 3 ? 0 : 1);
    }
  });

  it("version 0 has no rebalance timeout: the session timeout counts", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    const first = await fixture.join(0, { sessionTimeoutMs: 6_000 });
    const member = { groupId: GROUP, memberId: first.memberId, generationId: 1 };
    await fixture.ask(SYNC, 0, {
      ...member,
      assignments: [{ memberId: first.memberId, assignment: Uint8Array.of(1) }],
    });
    const before = fixture.clock.monotonicMs();
    const second = await fixture.join(0, { sessionTimeoutMs: 6_000 });
    assert.deepEqual([second.generationId, second.leader], [2, second.memberId]);
    assert.ok(fixture.clock.monotonicMs() - before < 7_000);
  });

  it("is refused without a group id, and with a session timeout out of bounds (config group.min.session.timeout.ms, config group.max.session.timeout.ms)", async (context) => {
    const fixture = await Fixture.start(context, {
      "group.min.session.timeout.ms": "5000",
      "group.max.session.timeout.ms": "9000",
    });
    await fixture.prepare();
    assert.equal((await fixture.join(9, { groupId: "" })).errorCode, ErrorCode.INVALID_GROUP_ID);
    for (const [sessionTimeoutMs, expected] of [
      [4_999, ErrorCode.INVALID_SESSION_TIMEOUT],
      [9_001, ErrorCode.INVALID_SESSION_TIMEOUT],
      [5_000, ErrorCode.MEMBER_ID_REQUIRED],
      [9_000, ErrorCode.MEMBER_ID_REQUIRED],
    ] as const) {
      assert.equal((await fixture.join(9, { sessionTimeoutMs })).errorCode, expected, `${sessionTimeoutMs}`);
    }
    for (const codecs of [SYNC, HEARTBEAT, LEAVE] as const) {
      const body = { groupId: "", protocolType: "consumer", protocolName: "range" };
      const { errorCode } = await fixture.ask(codecs as typeof HEARTBEAT, 4, body);
      assert.equal(errorCode, ErrorCode.INVALID_GROUP_ID);
    }
  });

  it("version 5 of SyncGroup names its protocol", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    const { errorCode } = await fixture.ask(SYNC, 5, { groupId: GROUP, memberId: "m", generationId: 1 });
    assert.equal(errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  });

  it("an old LeaveGroup of nobody: UNKNOWN_MEMBER_ID for all of it", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    assert.equal(
      (await fixture.ask(LEAVE, 2, { groupId: GROUP, memberId: "m" })).errorCode,
      ErrorCode.UNKNOWN_MEMBER_ID,
    );
    const newer = await fixture.ask(LEAVE, 5, { groupId: GROUP, members: [{ memberId: "m" }] });
    assert.deepEqual([newer.errorCode, newer.members[0]!.errorCode], [0, ErrorCode.UNKNOWN_MEMBER_ID]);
  });

  it("survives a restart: the group is stable and the session begins anew", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    const { memberId, generationId } = await fixture.join(3);
    const member = { groupId: GROUP, memberId, generationId };
    await fixture.ask(SYNC, 3, { ...member, assignments: [{ memberId, assignment: Uint8Array.of(1) }] });
    await fixture.restart();
    await fixture.ask(FIND, 6, { coordinatorKeys: [GROUP] });
    assert.equal((await fixture.ask(HEARTBEAT, 4, member)).errorCode, 0);
    const [described] = (await fixture.ask(DESCRIBE, 6, { groups: [GROUP] })).groups;
    assert.deepEqual([described!.groupState, described!.members[0]!.clientHost], ["Stable", "/127.0.0.1"]);
  });
});

describe("groups as administrators see them", () => {
  it("are described, with what may be done to them when asked", async (context) => {
    const fixture = await Fixture.start(context);
    await fixture.prepare();
    await fixture.commit(9, { name: "t" }, [0]);
    const asked = await fixture.ask(DESCRIBE, 6, { groups: [GROUP, "none"], includeAuthorizedOperations: true });
    assert.deepEqual(
      asked.groups.map((group) => [group.groupState, group.errorCode, group.authorizedOperations]),
      [
        ["Empty", 0, 3400],
        ["Dead", ErrorCode.GROUP_ID_NOT_FOUND, -2147483648],
      ],
    );
    const plain = await fixture.ask(DESCRIBE, 5, { groups: [GROUP, "none"] });
    assert.deepEqual(
      plain.groups.map((group) => [group.groupState, group.errorCode, group.authorizedOperations]),
      [
        ["Empty", 0, -2147483648],
        ["Dead", 0, -2147483648],
      ],
    );
  });

  it("are listed over all partitions, and deleted, each once", async (context) => {
    const fixture = await Fixture.start(context, { "offsets.topic.num.partitions": "3" });
    await fixture.prepare();
    const names = ["a", "b", "c", "d"];
    for (const groupId of names) await fixture.commit(9, { name: "t" }, [0], { groupId });
    const listed = await fixture.ask(LIST, 5, { statesFilter: ["Empty"], typesFilter: ["classic"] });
    assert.deepEqual(
      listed.groups.map(({ groupId, groupState, groupType }) => `${groupId} ${groupState} ${groupType}`).sort(),
      names.map((name) => `${name} Empty classic`),
    );
    assert.deepEqual((await fixture.ask(LIST, 5, { typesFilter: ["consumer"] })).groups, []);
    const deleted = await fixture.ask(DELETE_GROUPS, 2, { groupsNames: ["a", "b", "a", "none"] });
    assert.deepEqual(Object.fromEntries(deleted.results.map(({ groupId, errorCode }) => [groupId, errorCode])), {
      a: 0,
      b: 0,
      none: ErrorCode.GROUP_ID_NOT_FOUND,
    });
    assert.equal(deleted.results.length, 3);
    assert.deepEqual((await fixture.ask(LIST, 0, {})).groups.map(({ groupId }) => groupId).sort(), ["c", "d"]);
  });
});
