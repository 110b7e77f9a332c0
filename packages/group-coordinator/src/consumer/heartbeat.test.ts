import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ConsumerFixture } from "../testing/consumer-fixture.ts";
import { topicId } from "../testing/topics-image.ts";

function withTopics(topics: Readonly<Record<string, number>> = { t: 4 }): ConsumerFixture {
  const fixture = new ConsumerFixture();
  fixture.setTopics(topics);
  return fixture;
}

describe("a member joins a consumer group", () => {
  it("the first gets everything, in epoch 2", () => {
    const fixture = withTopics();
    const answer = fixture.consumer().join();
    assert.deepEqual(answer, {
      errorCode: ErrorCode.NONE,
      memberId: "member-1",
      memberEpoch: 2,
      heartbeatIntervalMs: 5000,
      assignment: { topicPartitions: [{ topicId: topicId("t"), partitions: [0, 1, 2, 3] }] },
    });
    assert.equal(fixture.consumerGroup().state.get(), "Stable");
  });

  it("and is written: the member, the epoch, the target and what it has", () => {
    const fixture = withTopics();
    fixture.consumer().join();
    assert.deepEqual(
      fixture.written.at(-1)!.map(({ type }) => type),
      [
        "consumer-group-member-metadata",
        "consumer-group-metadata",
        "consumer-group-target-assignment-member",
        "consumer-group-target-assignment-metadata",
        "consumer-group-current-member-assignment",
      ],
    );
  });

  it("the second waits until the first has given up its half", () => {
    const fixture = withTopics();
    const [first] = fixture.stableConsumers(1);
    const second = fixture.consumer();
    assert.deepEqual(second.join().assignment, { topicPartitions: [] });
    assert.deepEqual(fixture.ownership(), { "member-1": ["t-0", "t-1", "t-2", "t-3"], "member-2": [] });
    first!.revokesAtOnce = false;
    assert.equal(first!.heartbeat().memberEpoch, 2);
    assert.equal(fixture.consumerGroup().members.get("member-1")!.state, 1);
    assert.equal(second.heartbeat().assignment, undefined);
    first!.revoke();
    assert.equal(first!.heartbeat().memberEpoch, 3);
    second.heartbeat();
    assert.equal(fixture.consumerGroup().state.get(), "Stable");
    assert.deepEqual(
      Object.values(fixture.ownership()).map(({ length }) => length),
      [2, 2],
    );
  });

  it("is given an id when it brings none, in version 0", () => {
    const fixture = withTopics();
    const request = { rebalanceTimeoutMs: 1000, subscribedTopicNames: ["t"], topicPartitions: [] };
    const answer = fixture.heartbeatConsumer(request, 0);
    assert.match(answer.memberId!, /^[\w-]{22}$/);
    assert.equal(fixture.consumerGroup().members.size, 1);
  });

  it("not when the group is full", () => {
    const fixture = new ConsumerFixture({ consumerGroupMaxSize: 1 });
    fixture.setTopics({ t: 1 });
    fixture.stableConsumers(1);
    const answer = fixture.consumer().join();
    assert.equal(answer.errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED);
    assert.equal(answer.errorMessage, "The consumer group has reached its maximum capacity of 1 members.");
    assert.equal(fixture.consumers[0]!.heartbeat().errorCode, ErrorCode.NONE);
  });

  it("and with a subscription of its own gets only what it subscribes to", () => {
    const fixture = withTopics({ t: 2, u: 2 });
    fixture.consumer({ topics: ["t"] }).join();
    fixture.consumer({ topics: ["u"] }).join();
    fixture.settleConsumers();
    assert.deepEqual(fixture.ownership(), { "member-1": ["t-0", "t-1"], "member-2": ["u-0", "u-1"] });
    assert.equal(fixture.consumerGroup().subscriptionType.get(), "heterogeneous");
  });
});

describe("a member keeps up", () => {
  it("an unknown one does not, nor one of a group that does not exist", () => {
    const fixture = withTopics();
    const stranger = fixture.consumer();
    stranger.epoch = 3;
    const missing = stranger.heartbeat();
    assert.deepEqual(
      [missing.errorCode, missing.errorMessage],
      [ErrorCode.GROUP_ID_NOT_FOUND, "Consumer group group not found."],
    );
    fixture.stableConsumers(1);
    assert.equal(stranger.heartbeat().errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("in its epoch; one that is ahead is fenced", () => {
    const fixture = withTopics();
    const [member] = fixture.stableConsumers(1);
    assert.equal(member!.heartbeat().errorCode, ErrorCode.NONE);
    const answer = member!.heartbeat({ memberEpoch: 9 });
    assert.equal(answer.errorCode, ErrorCode.FENCED_MEMBER_EPOCH);
    assert.match(answer.errorMessage!, /greater member epoch \(9\)/);
  });

  it("one epoch behind only if it owns no more than it was assigned: it has missed an answer", () => {
    const fixture = withTopics();
    const [first] = fixture.stableConsumers(1);
    fixture.consumer().join();
    const before = new Map(first!.owned);
    first!.heartbeat();
    first!.heartbeat();
    assert.equal(first!.epoch, 3);
    assert.equal(first!.heartbeat({ memberEpoch: 2 }).errorCode, ErrorCode.NONE);
    first!.owned = before;
    assert.equal(first!.heartbeat({ memberEpoch: 2 }).errorCode, ErrorCode.FENCED_MEMBER_EPOCH);
    assert.equal(first!.heartbeat({ memberEpoch: 2, topicPartitions: null }).errorCode, ErrorCode.FENCED_MEMBER_EPOCH);
    assert.equal(first!.heartbeat({ memberEpoch: 1 }).errorCode, ErrorCode.FENCED_MEMBER_EPOCH);
  });

  it("and is removed when it is silent for the session timeout", () => {
    const fixture = withTopics();
    const [first, second] = fixture.stableConsumers(2);
    fixture.advance(30_000);
    second!.heartbeat();
    fixture.advance(15_000);
    first!.isIn = false;
    assert.deepEqual([...fixture.consumerGroup().members.keys()], ["member-2"]);
    second!.heartbeat();
    assert.deepEqual(second!.ownedNames(), ["t-0", "t-1", "t-2", "t-3"]);
    assert.equal(first!.heartbeat().errorCode, ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it("and is removed when it does not give up partitions within the rebalance timeout", () => {
    const fixture = withTopics();
    const [first] = fixture.stableConsumers(1);
    const second = fixture.consumer();
    second.join();
    first!.revokesAtOnce = false;
    for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 10_000) {
      first!.heartbeat();
      second.heartbeat();
      fixture.advance(10_000);
    }
    assert.deepEqual([...fixture.consumerGroup().members.keys()], ["member-2"]);
    first!.isIn = false;
    second.heartbeat();
    assert.equal(second.ownedNames().length, 4);
  });

  it("the group's own timeouts and intervals count", () => {
    const fixture = withTopics();
    fixture.groupConfigs.set("group", {
      consumerSessionTimeoutMs: 50_000,
      consumerHeartbeatIntervalMs: 7_000,
      consumerAssignmentIntervalMs: 0,
      shareSessionTimeoutMs: 45_000,
      shareHeartbeatIntervalMs: 5_000,
      shareAssignmentIntervalMs: 1_000,
    });
    const [member] = fixture.stableConsumers(1);
    assert.equal(member!.heartbeat().heartbeatIntervalMs, 7_000);
    fixture.advance(49_999);
    assert.equal(fixture.consumerGroup().members.size, 1);
    fixture.advance(1);
    assert.equal(fixture.consumerGroup().members.size, 0);
  });
});

describe("a member changes its subscription", () => {
  it("and is assigned anew", () => {
    const fixture = withTopics({ t: 2, u: 1 });
    const [member] = fixture.stableConsumers(1);
    member!.heartbeat({ subscribedTopicNames: ["t", "u"] });
    fixture.settleConsumers();
    assert.deepEqual(member!.ownedNames(), ["t-0", "t-1", "u-0"]);
    assert.equal(member!.epoch, 3);
    member!.heartbeat({ subscribedTopicNames: ["u"] });
    fixture.settleConsumers();
    assert.deepEqual(member!.ownedNames(), ["u-0"]);
  });

  it("and gives up what it no longer wants even before the next assignment is due", () => {
    const fixture = new ConsumerFixture({ consumerGroupAssignmentIntervalMs: 1_000 });
    fixture.setTopics({ t: 2, u: 1 });
    const member = fixture.consumer({ topics: ["t", "u"] });
    member.join();
    member.heartbeat({ subscribedTopicNames: ["u"] });
    assert.deepEqual(member.ownedNames(), ["u-0"]);
    assert.equal(fixture.consumerGroup().assignmentEpoch, 2);
    fixture.advance(1_000);
    fixture.settleConsumers();
    assert.equal(fixture.consumerGroup().assignmentEpoch, 3);
  });
});

describe("topics change", () => {
  it("a topic that is created later is assigned with the next heartbeat", () => {
    const fixture = withTopics({ u: 1 });
    const member = fixture.consumer({ topics: ["t"] });
    assert.deepEqual(member.join().assignment, { topicPartitions: [] });
    fixture.setTopics({ u: 1, t: 2 });
    member.heartbeat();
    assert.deepEqual(member.ownedNames(), ["t-0", "t-1"]);
    assert.equal(member.epoch, 3);
  });

  it("partitions that are added are assigned, a topic that is deleted is taken away", () => {
    const fixture = withTopics({ t: 1 });
    const [member] = fixture.stableConsumers(1);
    fixture.setTopics({ t: 3 });
    member!.heartbeat();
    assert.deepEqual(member!.ownedNames(), ["t-0", "t-1", "t-2"]);
    fixture.setTopics({});
    fixture.settleConsumers();
    assert.deepEqual(member!.ownedNames(), []);
    fixture.setTopics({ t: 1 });
    fixture.settleConsumers();
    assert.deepEqual(member!.ownedNames(), ["t-0"]);
  });

  it("those nobody subscribes to make no difference", () => {
    const fixture = withTopics({ t: 1 });
    const [member] = fixture.stableConsumers(1);
    fixture.setTopics({ t: 1, u: 5 });
    member!.heartbeat();
    assert.equal(member!.epoch, 2);
  });

  it("and a coordinator that has just loaded finds out", () => {
    const fixture = withTopics({ t: 1 });
    const [member] = fixture.stableConsumers(1);
    fixture.setTopics({ t: 2 });
    fixture.reload();
    member!.heartbeat();
    assert.deepEqual(member!.ownedNames(), ["t-0", "t-1"]);
  });
});

describe("the coordinator moves", () => {
  it("in the middle of a reconciliation, which goes on", () => {
    const fixture = withTopics();
    const [first] = fixture.stableConsumers(1);
    const second = fixture.consumer();
    second.join();
    first!.revokesAtOnce = false;
    first!.heartbeat();
    fixture.reload();
    assert.equal(second.heartbeat().assignment, undefined);
    first!.revoke();
    fixture.settleConsumers();
    assert.equal(second.ownedNames().length, 2);
  });

  it("sessions begin anew", () => {
    const fixture = withTopics();
    fixture.stableConsumers(1);
    fixture.advance(44_000);
    fixture.reload();
    fixture.advance(44_000);
    assert.equal(fixture.consumerGroup().members.size, 1);
    fixture.advance(1_000);
    assert.equal(fixture.consumerGroup().members.size, 0);
  });

  it("what was not written has not happened", () => {
    const fixture = withTopics();
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    fixture.consumer().join();
    assert.equal(fixture.shard.context.groups.consumerGroup("group"), undefined);
    fixture.consumers[0]!.join();
    assert.equal(fixture.consumerGroup().members.size, 1);
  });
});
