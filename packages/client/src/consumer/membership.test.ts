import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { Membership } from "./membership.ts";
import type { JoinResult, MembershipAction, MembershipEvent, MembershipOptions } from "./membership-types.ts";

const OPTIONS: MembershipOptions = {
  groupInstanceId: null,
  sessionTimeoutMs: 10_000,
  heartbeatIntervalMs: 3_000,
  maxPollIntervalMs: 60_000,
  retryBackoffMs: 100,
};

/** A membership with a clock, that answers nothing by itself. */
class Script {
  readonly membership: Membership;
  nowMs = 1_000;

  constructor(options: Partial<MembershipOptions> = {}) {
    this.membership = new Membership({ ...OPTIONS, ...options });
  }

  /** The kinds of the actions. */
  step(event: MembershipEvent): string[] {
    return this.actions(event).map((one) => one.type);
  }

  actions(event: MembershipEvent): readonly MembershipAction[] {
    return this.membership.step(event, this.nowMs);
  }

  tickAfter(ms: number): string[] {
    this.nowMs += ms;
    return this.step({ type: "tick" });
  }

  joined(result: Partial<JoinResult>): readonly MembershipAction[] {
    return this.actions({
      type: "joined",
      result: {
        errorCode: 0,
        memberId: "me",
        generationId: 1,
        protocolName: "range",
        leader: "other",
        skipAssignment: false,
        members: [],
        ...result,
      },
    });
  }

  synced(errorCode = 0): string[] {
    return this.step({ type: "synced", result: { errorCode, assignment: new Uint8Array([1]) } });
  }

  /** To a stable member of generation 1. */
  toStable(): this {
    assert.deepEqual(this.step({ type: "polled" }), ["findCoordinator"]);
    assert.deepEqual(this.step({ type: "coordinatorFound" }), []);
    assert.deepEqual(this.step({ type: "polled" }), ["prepare"]);
    assert.deepEqual(this.step({ type: "prepared" }), ["sendJoin"]);
    assert.deepEqual(
      this.joined({}).map((one) => one.type),
      ["sendSync"],
    );
    assert.deepEqual(this.synced(), ["complete"]);
    assert.deepEqual(this.step({ type: "completed" }), []);
    assert.equal(this.membership.state, "stable");
    return this;
  }
}

describe("a membership", () => {
  it("goes from nothing to stable, and heartbeats at the interval", () => {
    const script = new Script().toStable();
    assert.equal(script.membership.wakeAtMs, script.nowMs + 3_000);
    assert.deepEqual(script.tickAfter(2_999), []);
    assert.deepEqual(script.tickAfter(1), ["sendHeartbeat"]);
    assert.deepEqual(script.tickAfter(5_000), [], "one heartbeat in flight at a time");
    script.step({ type: "heartbeatAnswered", errorCode: 0, generationId: 1 });
    assert.deepEqual(script.step({ type: "tick" }), ["sendHeartbeat"]);
  });

  it("takes the member id it is given and joins again at once", () => {
    const script = new Script();
    script.step({ type: "polled" });
    script.step({ type: "coordinatorFound" });
    script.step({ type: "polled" });
    script.step({ type: "prepared" });
    const actions = script.joined({ errorCode: ErrorCode.MEMBER_ID_REQUIRED, memberId: "given" });
    assert.deepEqual(
      actions.map((one) => one.type === "sendJoin" && one.memberId),
      ["given"],
    );
    assert.equal(script.membership.generationId, -1);
  });

  it("as the leader computes an assignment before it syncs", () => {
    const script = new Script().toStable();
    script.step({ type: "rejoin", reason: "test" });
    assert.deepEqual(script.step({ type: "polled" }), ["prepare"]);
    script.step({ type: "prepared" });
    const members = [{ memberId: "me", groupInstanceId: null, metadata: new Uint8Array() }];
    const actions = script.joined({ generationId: 2, leader: "me", members });
    assert.deepEqual(
      actions.map((one) => one.type),
      ["computeAssignment"],
    );
    const assignments = new Map([["me", new Uint8Array([7])]]);
    const [sync] = script.actions({ type: "assigned", assignments });
    assert.ok(sync?.type === "sendSync" && sync.assignments === assignments && sync.generationId === 2);
  });

  it("begins a rebalance only in a poll, and gives partitions up first", () => {
    const script = new Script().toStable();
    script.tickAfter(3_000);
    assert.deepEqual(
      script.step({ type: "heartbeatAnswered", errorCode: ErrorCode.REBALANCE_IN_PROGRESS, generationId: 1 }),
      [],
    );
    assert.deepEqual(script.tickAfter(3_000), ["sendHeartbeat"], "it stays alive until the application polls");
    const [prepare] = script.actions({ type: "polled" });
    assert.ok(prepare?.type === "prepare" && !prepare.isLost);
    assert.ok(script.membership.canCommit, "commits still succeed while partitions are given up");
    const [join] = script.actions({ type: "prepared" });
    assert.ok(join?.type === "sendJoin" && join.memberId === "me");
    assert.ok(!script.membership.canCommit);
  });

  it("loses its partitions when the group does not know it any more", () => {
    for (const errorCode of [ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.ILLEGAL_GENERATION]) {
      const script = new Script().toStable();
      script.tickAfter(3_000);
      script.step({ type: "heartbeatAnswered", errorCode, generationId: 1 });
      const [prepare] = script.actions({ type: "polled" });
      assert.ok(prepare?.type === "prepare" && prepare.isLost);
      const [join] = script.actions({ type: "prepared" });
      // An old generation does not make the member id invalid.
      const memberId = errorCode === ErrorCode.ILLEGAL_GENERATION ? "me" : "";
      assert.ok(join?.type === "sendJoin" && join.memberId === memberId);
    }
  });

  it("does not care about an answer to a heartbeat of an earlier generation", () => {
    const script = new Script().toStable();
    script.step({ type: "heartbeatAnswered", errorCode: ErrorCode.UNKNOWN_MEMBER_ID, generationId: 0 });
    assert.equal(script.membership.state, "stable");
    assert.equal(script.membership.memberId, "me");
  });

  it("tells the application when a static member was replaced by another one", () => {
    const script = new Script({ groupInstanceId: "instance" }).toStable();
    script.tickAfter(3_000);
    const actions = script.actions({
      type: "heartbeatAnswered",
      errorCode: ErrorCode.FENCED_INSTANCE_ID,
      generationId: 1,
    });
    assert.deepEqual(actions, [{ type: "fail", errorCode: ErrorCode.FENCED_INSTANCE_ID }]);
  });

  it("leaves the group when the application does not poll for max.poll.interval.ms", () => {
    const script = new Script().toStable();
    const kinds: string[] = [];
    for (let i = 0; i < 40 && !kinds.includes("sendLeave"); i++) {
      kinds.push(...script.tickAfter(Math.max(0, script.membership.wakeAtMs - script.nowMs)));
      script.step({ type: "heartbeatAnswered", errorCode: 0, generationId: 1 });
    }
    assert.equal(script.nowMs, 61_000);
    assert.ok(kinds.includes("sendLeave"));
    assert.equal(script.membership.wakeAtMs, Infinity, "it is silent until the next poll");
    const [prepare] = script.actions({ type: "polled" });
    assert.ok(prepare?.type === "prepare" && prepare.isLost);
  });

  it("a static member says no farewell, so that it may come back", () => {
    const script = new Script({ groupInstanceId: "instance" }).toStable();
    script.nowMs += 60_000;
    assert.deepEqual(script.step({ type: "tick" }), []);
    assert.equal(script.membership.generationId, -1);
  });

  it("looks for the coordinator again when heartbeats stay without an answer for the session timeout", () => {
    const script = new Script().toStable();
    assert.deepEqual(script.tickAfter(3_000), ["sendHeartbeat"]);
    assert.deepEqual(script.tickAfter(7_000), ["coordinatorUnknown"]);
    assert.equal(
      script.membership.wakeAtMs,
      script.nowMs + 100,
      "without a coordinator there is no heartbeat to wake for",
    );
    assert.deepEqual(script.tickAfter(100), ["findCoordinator"]);
    script.step({ type: "coordinatorFound" });
    assert.deepEqual(script.step({ type: "tick" }), ["sendHeartbeat"]);
    assert.equal(script.membership.generationId, 1, "it may still be a member");
  });

  it("joins again with another coordinator when the connection breaks during a join", () => {
    const script = new Script();
    script.step({ type: "polled" });
    script.step({ type: "coordinatorFound" });
    script.step({ type: "polled" });
    script.step({ type: "prepared" });
    assert.deepEqual(script.step({ type: "requestFailed", request: "join" }), ["coordinatorUnknown"]);
    assert.deepEqual(script.tickAfter(100), ["findCoordinator"]);
    assert.deepEqual(script.step({ type: "coordinatorFound" }), ["sendJoin"]);
  });

  it("backs off while the coordinator loads or cannot be found", () => {
    const script = new Script();
    assert.deepEqual(script.step({ type: "polled" }), ["findCoordinator"]);
    assert.deepEqual(script.step({ type: "polled" }), [], "it is being looked for already");
    assert.deepEqual(script.step({ type: "coordinatorLost" }), []);
    assert.deepEqual(script.step({ type: "polled" }), []);
    assert.deepEqual(script.tickAfter(100), ["findCoordinator"]);
    script.step({ type: "coordinatorFound" });
    script.step({ type: "polled" });
    script.step({ type: "prepared" });
    assert.deepEqual(script.joined({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS }), []);
    assert.deepEqual(script.tickAfter(99), []);
    assert.deepEqual(script.tickAfter(1), ["sendJoin"]);
  });

  it("backs off anew when a poll tries again before the tick does, and fails", () => {
    const script = new Script();
    assert.deepEqual(script.step({ type: "polled" }), ["findCoordinator"]);
    assert.deepEqual(script.step({ type: "coordinatorLost" }), []);
    script.nowMs += OPTIONS.retryBackoffMs;
    assert.deepEqual(script.step({ type: "polled" }), ["findCoordinator"]);
    assert.deepEqual(script.step({ type: "coordinatorLost" }), []);
    assert.deepEqual(script.step({ type: "polled" }), []);
    assert.deepEqual(script.tickAfter(OPTIONS.retryBackoffMs), ["findCoordinator"]);
  });

  it("reports an error nobody can repair, and tries again in a later poll", () => {
    const script = new Script();
    script.step({ type: "polled" });
    script.step({ type: "coordinatorFound" });
    script.step({ type: "polled" });
    script.step({ type: "prepared" });
    const actions = script.joined({ errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED });
    assert.deepEqual(actions, [{ type: "fail", errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED }]);
    assert.deepEqual(script.step({ type: "polled" }), []);
    script.nowMs += 100;
    assert.deepEqual(script.step({ type: "polled" }), ["prepare"]);
  });

  it("joins again when its generation ends during the sync", () => {
    const script = new Script().toStable();
    script.step({ type: "rejoin", reason: "test" });
    script.step({ type: "polled" });
    script.step({ type: "prepared" });
    script.joined({ generationId: 2 });
    assert.deepEqual(script.synced(ErrorCode.REBALANCE_IN_PROGRESS), []);
    const [prepare] = script.actions({ type: "polled" });
    assert.ok(prepare?.type === "prepare" && !prepare.isLost);
    const [join] = script.actions({ type: "prepared" });
    assert.ok(join?.type === "sendJoin" && join.memberId === "me");
  });

  it("after a refused commit joins again, as whom depends on why", () => {
    const script = new Script().toStable();
    script.step({ type: "commitRefused", errorCode: ErrorCode.UNKNOWN_MEMBER_ID, generationId: 1 });
    assert.equal(script.membership.memberId, "");
    const other = new Script().toStable();
    other.step({ type: "commitRefused", errorCode: ErrorCode.REBALANCE_IN_PROGRESS, generationId: 1 });
    assert.equal(other.membership.memberId, "me");
    assert.deepEqual(other.step({ type: "polled" }), ["prepare"]);
  });

  it("leaves once, and can be used again", () => {
    const script = new Script().toStable();
    assert.deepEqual(script.step({ type: "leave", reason: "close", sendLeave: true }), ["sendLeave"]);
    assert.deepEqual(script.step({ type: "leave", reason: "close", sendLeave: true }), []);
    assert.equal(script.membership.wakeAtMs, Infinity);
    assert.deepEqual(script.step({ type: "polled" }), ["prepare"]);
  });
});

/** What the world answers to an action, well or badly. */
function answerTo(script: Script, type: string, errorCode: number, random: Prng): readonly MembershipAction[] {
  const isWell = errorCode === 0;
  switch (type) {
    case "findCoordinator":
      return script.actions({ type: isWell ? "coordinatorFound" : "coordinatorLost" });
    case "prepare":
      return script.actions({ type: "prepared" });
    case "sendJoin": {
      const generationId = isWell ? randomBelow(random, 100) : -1;
      return script.joined({ errorCode, generationId, leader: random.float() < 0.5 ? "me" : "other" });
    }
    case "computeAssignment":
      return script.actions(isWell ? { type: "assigned", assignments: new Map() } : { type: "assignmentFailed" });
    case "sendSync":
      return script.actions({ type: "synced", result: { errorCode, assignment: new Uint8Array() } });
    case "complete":
      return script.actions({ type: "completed" });
    case "sendHeartbeat":
      return script.actions({ type: "heartbeatAnswered", errorCode, generationId: script.membership.generationId });
    default:
      return [];
  }
}

describe("a membership under random events", () => {
  it("keeps its invariants and always comes back to stable", () => {
    const seed = Number(process.env["SEED"] ?? 11);
    const random = new Prng(seed);
    const errors = [0, 0, 0, ...[14, 15, 16, 22, 25, 27, 79, 82, 24].map((code) => code)];
    for (let run = 0; run < 200; run++) {
      const script = new Script({ groupInstanceId: run % 2 === 0 ? null : "i" });
      const outstanding = new Map<string, number>();
      const perform = (actions: readonly MembershipAction[]): void => {
        for (const { type } of actions) {
          if (type === "coordinatorUnknown") {
            for (const lost of ["sendJoin", "sendSync", "sendHeartbeat"]) outstanding.delete(lost);
          } else outstanding.set(type, (outstanding.get(type) ?? 0) + 1);
          if (type === "sendHeartbeat" || type === "findCoordinator")
            assert.equal(outstanding.get(type), 1, `seed ${seed}`);
        }
        const { generationId, memberId } = script.membership;
        assert.ok(generationId < 0 || memberId !== "", `seed ${seed}: a generation without a member id`);
      };
      const assertNoSpin = (): void => {
        // A tick that is due must change when the next one is.
        perform(script.actions({ type: "tick" }));
        assert.ok(
          script.membership.wakeAtMs > script.nowMs,
          `seed ${seed}: due again at once in ${script.membership.state}`,
        );
      };
      const answer = (type: string, errorCode: number): void => {
        outstanding.delete(type);
        perform(answerTo(script, type, errorCode, random));
      };
      const randomStep = (isHealthy: boolean): void => {
        const [type] = [...outstanding.keys()].filter((one) => one !== "fail" && one !== "sendLeave");
        const dice = random.float();
        if (type !== undefined && dice < 0.5) {
          answer(type, isHealthy ? 0 : (errors[randomBelow(random, errors.length)] ?? 0));
        } else if (dice < 0.8) perform(script.actions({ type: "polled" }));
        else if (dice < 0.9 || isHealthy) {
          script.nowMs += randomBelow(random, 500);
          perform(script.actions({ type: "tick" }));
        } else if (dice < 0.93) perform(script.actions({ type: "rejoin", reason: "r" }));
        else if (dice < 0.96) {
          const request = (["join", "sync", "heartbeat"] as const)[randomBelow(random, 3)] ?? "join";
          if (outstanding.has(`send${request[0]?.toUpperCase()}${request.slice(1)}`)) {
            outstanding.delete(`send${request[0]?.toUpperCase()}${request.slice(1)}`);
            perform(script.actions({ type: "requestFailed", request }));
          }
        } else script.nowMs += 70_000;
        assertNoSpin();
      };
      for (let i = 0; i < 200; i++) randomStep(false);
      for (let i = 0; i < 2_000 && !(script.membership.state === "stable" && !script.membership.isRebalancing); i++)
        randomStep(true);
      assert.equal(script.membership.state, "stable", `seed ${seed}, run ${run}`);
    }
  });
});
