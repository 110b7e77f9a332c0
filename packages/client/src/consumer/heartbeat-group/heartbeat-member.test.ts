import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { HeartbeatMember } from "./heartbeat-member.ts";
import type { HeartbeatAction, HeartbeatEvent, HeartbeatResult } from "./heartbeat-member-types.ts";
import { fromEntries } from "./topic-id-partitions.ts";
import type { TopicIdPartitions } from "./topic-id-partitions.ts";

const OPTIONS = { maxPollIntervalMs: 60_000, retryBackoffMs: 100, retryBackoffMaxMs: 1_000, staleEpoch: -1 };
const T = (...partitions: number[]): TopicIdPartitions => fromEntries([{ topicId: "t", partitions }]);

/** A member with a clock and what it asked for last. */
class Scene {
  readonly member = new HeartbeatMember(OPTIONS);
  nowMs = 1_000;
  heartbeat = 0;

  step(event: HeartbeatEvent): string[] {
    const actions = this.member.step(event, this.nowMs);
    for (const action of actions) if (action.type === "sendHeartbeat") this.heartbeat = action.heartbeat;
    return actions.map(written);
  }

  answer(result: Partial<HeartbeatResult> = {}): string[] {
    return this.step({
      type: "answered",
      heartbeat: this.heartbeat,
      result: {
        errorCode: 0,
        errorMessage: null,
        memberEpoch: 1,
        heartbeatIntervalMs: 5_000,
        assignment: null,
        ...result,
      },
    });
  }

  after(ms: number): string[] {
    this.nowMs += ms;
    return this.step({ type: "tick" });
  }

  /** Joins and takes partitions 0 and 1. */
  settle(): this {
    this.step({ type: "polled" });
    this.step({ type: "coordinatorFound" });
    this.answer({ assignment: T(0, 1) });
    this.step({ type: "reconciled", localEpoch: this.member.target.localEpoch, partitions: T(0, 1) });
    this.answer();
    assert.equal(this.member.state, "stable");
    return this;
  }
}

function written(action: HeartbeatAction): string {
  switch (action.type) {
    case "sendHeartbeat": {
      const owned = action.owned.partitions.get("t")?.join("+") ?? "";
      return `heartbeat ${action.memberEpoch} [${owned}]${action.isJoining ? " joining" : ""}`;
    }
    case "sendLeave":
      return `leave ${action.memberEpoch}`;
    case "fail":
      return `fail ${action.errorCode}`;
    default:
      return action.type;
  }
}

describe("a member of a group with heartbeats", () => {
  it("joins at the first poll, takes what it is given, says so at once, and then at every interval", () => {
    const scene = new Scene();
    assert.deepEqual(scene.step({ type: "tick" }), []);
    assert.deepEqual(scene.step({ type: "polled" }), ["findCoordinator"]);
    assert.deepEqual(scene.step({ type: "coordinatorFound" }), ["heartbeat 0 [] joining"]);
    assert.deepEqual(scene.answer({ memberEpoch: 3, assignment: T(0, 1) }), ["reconcile"]);
    assert.equal(scene.member.memberEpoch, 3);
    const { localEpoch } = scene.member.target;
    assert.deepEqual(scene.step({ type: "reconciled", localEpoch, partitions: T(0, 1) }), ["heartbeat 3 [0+1]"]);
    assert.equal(scene.member.state, "stable");
    scene.answer({ memberEpoch: 3 });
    assert.equal(scene.member.wakeAtMs, scene.nowMs + 5_000);
    assert.deepEqual(scene.after(4_999), []);
    assert.deepEqual(scene.after(1), ["heartbeat 3 [0+1]"]);
    assert.deepEqual(scene.after(10_000), [], "one at a time");
  });

  it("wakes for the next heartbeat, and while one is unanswered only when the application has not polled for too long", () => {
    const scene = new Scene().settle();
    const pollUntilMs = 1_000 + OPTIONS.maxPollIntervalMs;
    assert.equal(scene.member.wakeAtMs, scene.nowMs + 5_000);
    assert.deepEqual(scene.after(5_000), ["heartbeat 1 [0+1]"]);
    assert.equal(scene.member.wakeAtMs, pollUntilMs);
    scene.answer();
    assert.equal(scene.member.wakeAtMs, scene.nowMs + 5_000);
  });

  it("that is given nothing is stable at once", () => {
    const scene = new Scene();
    scene.step({ type: "polled" });
    scene.step({ type: "coordinatorFound" });
    assert.deepEqual(scene.answer({ assignment: new Map() }), ["reconcile"]);
    const { localEpoch } = scene.member.target;
    scene.step({ type: "reconciled", localEpoch, partitions: new Map() });
    assert.equal(scene.member.state, "stable");
  });

  it("that gets another target while it takes the first one acknowledges both, one after the other", () => {
    const scene = new Scene().settle();
    scene.after(5_000);
    assert.deepEqual(scene.answer({ memberEpoch: 2, assignment: T(0) }), ["reconcile"]);
    const first = scene.member.target;
    scene.after(5_000);
    assert.deepEqual(scene.answer({ memberEpoch: 3, assignment: T(0, 2) }), ["reconcile"]);
    assert.deepEqual(scene.step({ type: "reconciled", localEpoch: first.localEpoch, partitions: T(0) }), [
      "heartbeat 3 [0]",
      "reconcile",
    ]);
    const { localEpoch } = scene.member.target;
    scene.answer({ memberEpoch: 3 });
    assert.deepEqual(scene.step({ type: "reconciled", localEpoch, partitions: T(0, 2) }), ["heartbeat 3 [0+2]"]);
    assert.equal(scene.member.state, "stable");
  });

  it("that is given the same partitions anew, after they were taken away, tells that it has them again", () => {
    const scene = new Scene().settle();
    const before = scene.member.owned.localEpoch;
    scene.after(5_000);
    scene.answer({ memberEpoch: 2, assignment: T(0) });
    scene.after(5_000);
    assert.deepEqual(scene.answer({ memberEpoch: 3, assignment: T(0, 1) }), ["reconcile"]);
    assert.ok(scene.member.target.localEpoch > before);
  });

  it("that is fenced gives up what it had and joins again with epoch 0", () => {
    for (const errorCode of [ErrorCode.FENCED_MEMBER_EPOCH, ErrorCode.UNKNOWN_MEMBER_ID]) {
      const scene = new Scene().settle();
      scene.after(5_000);
      assert.deepEqual(scene.answer({ errorCode }), ["forgetSent", "release"]);
      assert.deepEqual([scene.member.state, scene.member.isMember], ["fenced", false]);
      assert.equal(scene.member.wakeAtMs, Infinity);
      assert.deepEqual(scene.step({ type: "released" }), ["heartbeat 0 [] joining"]);
    }
  });

  it("does not count what was taken for a membership that is over", () => {
    const scene = new Scene().settle();
    scene.after(5_000);
    scene.answer({ memberEpoch: 2, assignment: T(2) });
    const old = scene.member.target;
    scene.after(5_000);
    scene.answer({ errorCode: ErrorCode.FENCED_MEMBER_EPOCH });
    scene.step({ type: "released" });
    scene.answer({ memberEpoch: 7, assignment: T(5) });
    assert.deepEqual(scene.step({ type: "reconciled", localEpoch: old.localEpoch, partitions: old.partitions }), []);
    assert.equal(scene.member.owned.partitions.size, 0);
    assert.equal(scene.member.state, "reconciling");
  });

  it("finds the coordinator again when it moved, and goes on at once", () => {
    for (const errorCode of [ErrorCode.NOT_COORDINATOR, ErrorCode.COORDINATOR_NOT_AVAILABLE]) {
      const scene = new Scene().settle();
      scene.after(5_000);
      assert.deepEqual(scene.answer({ errorCode }), ["forgetSent", "coordinatorUnknown", "findCoordinator"]);
      assert.deepEqual(scene.step({ type: "coordinatorFound" }), ["heartbeat 1 [0+1]"]);
      assert.ok(scene.member.isMember);
    }
  });

  it("waits longer after each answer that asks for patience, and not at all after a good one", () => {
    const scene = new Scene().settle();
    scene.after(5_000);
    for (const waitMs of [100, 200, 400, 800, 1_000, 1_000]) {
      assert.deepEqual(scene.answer({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS }), ["forgetSent"]);
      assert.equal(scene.member.wakeAtMs, scene.nowMs + waitMs);
      assert.deepEqual(scene.after(waitMs), ["heartbeat 1 [0+1]"]);
    }
    scene.answer();
    assert.equal(scene.member.wakeAtMs, scene.nowMs + 5_000);
  });

  it("repeats a heartbeat that was not answered, through a coordinator that is found again", () => {
    const scene = new Scene().settle();
    scene.after(5_000);
    assert.deepEqual(scene.step({ type: "unanswered", heartbeat: scene.heartbeat }), [
      "forgetSent",
      "coordinatorUnknown",
    ]);
    assert.deepEqual(scene.after(100), ["findCoordinator"]);
    assert.deepEqual(scene.step({ type: "coordinatorLost" }), []);
    assert.deepEqual(scene.after(200), ["findCoordinator"]);
    assert.deepEqual(scene.step({ type: "coordinatorFound" }), ["heartbeat 1 [0+1]"]);
  });

  it("leaves when the application does not poll, and comes back when it does", () => {
    const scene = new Scene().settle();
    for (let ms = 0; ms < 55_000; ms += 5_000) {
      assert.deepEqual(scene.after(5_000), ["heartbeat 1 [0+1]"]);
      scene.answer();
    }
    assert.deepEqual(scene.after(5_000), ["forgetSent", "leave -1", "release"]);
    assert.equal(scene.member.state, "stale");
    assert.deepEqual(scene.after(100_000), []);
    assert.deepEqual(scene.step({ type: "polled" }), []);
    assert.deepEqual(scene.step({ type: "released" }), ["heartbeat 0 [] joining"]);
    scene.answer();
    scene.after(60_000);
    assert.deepEqual(scene.step({ type: "released" }), [], "it does not poll yet");
    assert.deepEqual(scene.step({ type: "polled" }), ["heartbeat 0 [] joining"]);
  });

  it("that left ignores what is answered afterwards", () => {
    const scene = new Scene().settle();
    scene.after(5_000);
    assert.deepEqual(scene.step({ type: "leave", epoch: -2 }), ["forgetSent", "leave -2"]);
    assert.deepEqual(scene.answer({ memberEpoch: 9, assignment: T(3) }), []);
    assert.deepEqual([scene.member.state, scene.member.isMember], ["unsubscribed", false]);
    assert.deepEqual(scene.step({ type: "polled" }), ["heartbeat 0 [] joining"]);
    const silent = new Scene().settle();
    assert.deepEqual(silent.step({ type: "leave", epoch: null }), []);
  });

  it("that is refused for good asks no more", () => {
    for (const errorCode of [
      ErrorCode.GROUP_AUTHORIZATION_FAILED,
      ErrorCode.UNRELEASED_INSTANCE_ID,
      ErrorCode.FENCED_INSTANCE_ID,
      ErrorCode.UNSUPPORTED_ASSIGNOR,
      ErrorCode.INVALID_REGULAR_EXPRESSION,
      ErrorCode.GROUP_MAX_SIZE_REACHED,
      ErrorCode.INVALID_REQUEST,
      ErrorCode.UNKNOWN_SERVER_ERROR,
    ]) {
      const scene = new Scene().settle();
      scene.after(5_000);
      assert.deepEqual(scene.answer({ errorCode }), ["forgetSent", "release", `fail ${errorCode}`]);
      assert.deepEqual(scene.step({ type: "released" }), []);
      assert.deepEqual(scene.step({ type: "polled" }), []);
      assert.equal(scene.member.wakeAtMs, Infinity);
    }
  });

  it("keeps its rules whatever happens in whatever order", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = new Prng(seed);
      const scene = new Scene();
      let inFlight = 0;
      const check = (actions: readonly HeartbeatAction[]): void => {
        for (const action of actions) {
          if (action.type !== "sendHeartbeat") continue;
          assert.ok(action.heartbeat > inFlight, `seed ${seed}: a new number`);
          assert.equal(action.isJoining, action.memberEpoch === 0, `seed ${seed}: epoch 0 is for joining`);
          assert.ok(!action.isJoining || action.owned.partitions.size === 0, `seed ${seed}: joins with nothing`);
          inFlight = action.heartbeat;
        }
      };
      for (let round = 0; round < 200; round++) {
        scene.nowMs += Math.floor(random.float() * 3_000);
        const { member } = scene;
        const { target } = member;
        const choice = Math.floor(random.float() * 11);
        const result = { errorMessage: null, memberEpoch: 1 + round, heartbeatIntervalMs: 1_000 };
        const events: HeartbeatEvent[] = [
          { type: "polled" },
          { type: "tick" },
          { type: "tick" },
          { type: "coordinatorFound" },
          { type: "coordinatorLost" },
          { type: "answered", heartbeat: inFlight, result: { ...result, errorCode: 0, assignment: T(round % 5) } },
          { type: "answered", heartbeat: inFlight - 1, result: { ...result, errorCode: 0, assignment: T(9) } },
          { type: "answered", heartbeat: inFlight, result: { ...result, errorCode: 110, assignment: null } },
          { type: "unanswered", heartbeat: inFlight },
          { type: "reconciled", localEpoch: target.localEpoch, partitions: target.partitions },
          random.float() < 0.8 ? { type: "released" } : { type: "leave", epoch: -1 },
        ];
        check(member.step(events[choice] ?? { type: "tick" }, scene.nowMs));
        assert.ok(member.owned.localEpoch <= member.target.localEpoch, `seed ${seed}: owns no more than was given`);
        assert.ok(!member.owned.partitions.has("t") || member.owned.partitions.get("t")?.[0] !== 9, `seed ${seed}`);
      }
    }
  });
});
