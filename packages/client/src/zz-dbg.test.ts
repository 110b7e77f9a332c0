import { it } from "node:test";
import { ScriptedCluster, DROP } from "./testing/scripted-broker.ts";
import { ScriptedLog } from "./testing/scripted-log.ts";
import { Consumer } from "./consumer/consumer.ts";
import { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import { FindCoordinatorRequest } from "@ottla/protocol/messages/find-coordinator";
import { OffsetCommitRequest } from "@ottla/protocol/messages/offset-commit";
import { encodeAssignment } from "./consumer/consumer-protocol.ts";
it("x", async () => {
const cluster = await ScriptedCluster.start(1);
cluster.addTopic("t", [0]);
new ScriptedLog(cluster);
cluster.on({ request: JoinGroupRequest, response: JoinGroupResponse }, ({ body }) => ({ generationId: 1, protocolType: "consumer", protocolName: body.protocols[0]?.name ?? "", leader: "l", memberId: "me" }));
cluster.on({ request: SyncGroupRequest, response: SyncGroupResponse }, () => ({ assignment: encodeAssignment({ partitions: [{ topic: "t", partition: 0 }], userData: null }) }));
cluster.on({ request: HeartbeatRequest, response: HeartbeatResponse }, () => DROP);
cluster.on({ request: LeaveGroupRequest, response: LeaveGroupResponse }, () => ({}));
const c = new Consumer({ bootstrapServers: cluster.bootstrapServers, groupId: "g", autoOffsetReset: "earliest", heartbeatIntervalMs: 500, sessionTimeoutMs: 2000 }, cluster.ports);
c.subscribe("t");
const p = c.poll({ timeoutMs: 100 }); await cluster.advance(101); await p;
const see = (m: string) => console.log(m, cluster.clock.monotonicMs(), "hb", cluster.seen(HeartbeatRequest).length, "find", cluster.seen(FindCoordinatorRequest).length, "commit", cluster.seen(OffsetCommitRequest).length, "leave", cluster.seen(LeaveGroupRequest).length);
see("a"); await cluster.advance(1900); see("b"); await cluster.advance(700); see("c");
let done = false; const cl = c.close().finally(() => { done = true; });
for (let i = 0; i < 60 && !done; i++) { await cluster.advance(1000); see("close " + i); }
await cl;
});
