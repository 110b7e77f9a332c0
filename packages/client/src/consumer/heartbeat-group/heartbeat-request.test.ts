import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConsumerGroupHeartbeatRequest } from "@ottla/protocol/messages/consumer-group-heartbeat";
import { HeartbeatRequests } from "./heartbeat-request.ts";
import { NO_PARTITIONS, fromEntries } from "./topic-id-partitions.ts";

const IDENTITY = {
  groupId: "g",
  memberId: "m",
  instanceId: "i",
  rackId: "r",
  serverAssignor: "uniform",
  rebalanceTimeoutMs: 5,
};
const NOTHING = { localEpoch: -1, partitions: NO_PARTITIONS };
const OWNED = { localEpoch: 1, partitions: fromEntries([{ topicId: "t", partitions: [2, 0] }]) };

type Body = Partial<ConsumerGroupHeartbeatRequest>;

describe("heartbeats", () => {
  it("tell everything when joining, and later what changed", () => {
    const requests = new HeartbeatRequests(IDENTITY);
    const send = (isJoining: boolean, owned: typeof NOTHING, topics: string[], regex: string | null = null): Body =>
      requests.heartbeat({ memberEpoch: isJoining ? 0 : 4, isJoining, owned }, { topics, regex }).body as Body;
    const same = { groupId: "g", memberId: "m", instanceId: "i" };
    const rest = { rackId: "r", serverAssignor: "uniform", rebalanceTimeoutMs: 5 };
    assert.deepEqual(send(true, NOTHING, ["b", "a"]), {
      ...same,
      ...rest,
      memberEpoch: 0,
      subscribedTopicNames: ["a", "b"],
      topicPartitions: [],
    });
    const unchanged = { ...same, memberEpoch: 4, subscribedTopicNames: null, topicPartitions: null };
    assert.deepEqual(send(false, NOTHING, ["a", "b"]), unchanged);
    assert.deepEqual(send(false, OWNED, ["a", "b"]), {
      ...unchanged,
      topicPartitions: [{ topicId: "t", partitions: [0, 2] }],
    });
    assert.deepEqual(send(false, OWNED, ["c"]), { ...unchanged, subscribedTopicNames: ["c"] });
    assert.deepEqual(send(false, OWNED, [], "x.*"), {
      ...unchanged,
      subscribedTopicNames: [],
      subscribedTopicRegex: "x.*",
    });
    assert.deepEqual(send(false, OWNED, ["a"]), {
      ...unchanged,
      subscribedTopicNames: ["a"],
      subscribedTopicRegex: "",
    });
    requests.forget();
    assert.deepEqual(send(false, OWNED, ["a"]), {
      ...same,
      ...rest,
      memberEpoch: 4,
      subscribedTopicNames: ["a"],
      topicPartitions: [{ topicId: "t", partitions: [0, 2] }],
    });
  });

  it("with an expression need a broker that can read it", () => {
    const requests = new HeartbeatRequests(IDENTITY);
    const given = { memberEpoch: 0, isJoining: true, owned: NOTHING };
    assert.deepEqual(requests.heartbeat(given, { topics: [], regex: "x" }).versions, { min: 1 });
    assert.deepEqual(requests.heartbeat(given, { topics: ["x"], regex: null }).versions, {});
  });

  it("that end a membership say who leaves, and how", () => {
    const requests = new HeartbeatRequests(IDENTITY);
    assert.deepEqual(requests.leave(-2).body, { groupId: "g", memberId: "m", memberEpoch: -2, instanceId: "i" });
  });
});
