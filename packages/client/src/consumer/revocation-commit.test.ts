// A rebalance of the classic protocol, seen by a scripted broker that takes its time with the commit before it. The same with KIP-848 stands in
// heartbeat-group/heartbeat-coordinator.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import { ScriptedCluster } from "../testing/scripted-broker.ts";
import { ScriptedLog } from "../testing/scripted-log.ts";
import { encodeAssignment } from "./consumer-protocol.ts";
import { Consumer } from "./consumer.ts";

const T0 = { topic: "t", partition: 0 };

/** What is given while the commit before a rebalance is out, and whether the member has joined again meanwhile. */
async function givenDuringCommit(
  strategy: string,
): Promise<{ given: string[]; joinsBefore: number; joinsAfter: number }> {
  await using cluster = await ScriptedCluster.start(1);
  cluster.addTopic("t", [0]);
  const log = new ScriptedLog(cluster);
  let heartbeat = 0;
  cluster.on({ request: JoinGroupRequest, response: JoinGroupResponse }, ({ body }) => ({
    ...{ generationId: 1, protocolType: "consumer", leader: "leader", memberId: "me" },
    protocolName: body.protocols[0]?.name ?? "",
  }));
  cluster.on({ request: SyncGroupRequest, response: SyncGroupResponse }, () => ({
    assignment: encodeAssignment({ partitions: [T0], userData: null }),
  }));
  cluster.on({ request: HeartbeatRequest, response: HeartbeatResponse }, () => ({ errorCode: heartbeat }));
  cluster.on({ request: LeaveGroupRequest, response: LeaveGroupResponse }, () => ({}));
  const held = Promise.withResolvers<void>();
  cluster.on({ request: OffsetCommitRequest, response: OffsetCommitResponse }, async ({ body }) => {
    await held.promise;
    const partitions = [{ partitionIndex: 0 }];
    return { topics: body.topics.map(({ name, topicId }) => ({ name, topicId, partitions })) };
  });
  const consumer = new Consumer(
    {
      ...{ bootstrapServers: cluster.bootstrapServers, groupId: "g", autoOffsetReset: "earliest" },
      ...{ partitionAssignmentStrategy: strategy, heartbeatIntervalMs: 100 },
    },
    cluster.ports,
  );
  consumer.subscribe("t");
  const poll = async (timeoutMs: number): Promise<string[]> => {
    const polled = consumer.poll({ timeoutMs });
    await cluster.advance(timeoutMs + 1);
    return [...(await polled)].map(({ value }) => String(value));
  };
  const joins = (): number => cluster.seen(JoinGroupRequest).length;
  log.append("t", 0, "before");
  assert.deepEqual(await poll(300), ["before"]);
  heartbeat = ErrorCode.REBALANCE_IN_PROGRESS;
  for (let i = 0; i < 5 && cluster.seen(OffsetCommitRequest).length === 0; i++) await poll(100);
  log.append("t", 0, "meanwhile");
  const given = await poll(300);
  const joinsBefore = joins();
  heartbeat = 0;
  held.resolve();
  for (let i = 0; i < 5 && joins() === joinsBefore; i++) await poll(100);
  const joinsAfter = joins();
  const closing = consumer.close({ timeoutMs: 1_000 });
  await cluster.advance(1_000);
  await closing;
  return { given, joinsBefore, joinsAfter };
}

describe("a commit before a rebalance", () => {
  it("does not keep a cooperative member from reading what it keeps", async () => {
    const during = await givenDuringCommit("cooperative-sticky");
    assert.deepEqual(during, { given: ["meanwhile"], joinsBefore: 1, joinsAfter: 2 });
  });

  it("keeps an eager member from reading, which gives everything up", async () => {
    const during = await givenDuringCommit("range");
    assert.deepEqual(during, { given: [], joinsBefore: 1, joinsAfter: 2 });
  });
});
