/**
 * A consumer's membership in a classic group, as a pure state machine: `step(event, nowMs)` gives actions, and the shell around it does what they say and
 * reports back what happened. No clock, timer or socket here.
 *
 * States:
 *   unjoined → preparing (old partitions are given up by the application) → joining → [assigning: only the leader] → syncing → completing (new
 *   partitions are taken by the application) → stable → preparing …
 *
 * Rebalances begin in a poll, because only then the application is done with what it got before. Heartbeats go on by themselves from joined to stable,
 * until the application has not polled for `max.poll.interval.ms`: then the member leaves, as it does not make progress.
 *
 * Invariants: `generationId >= 0` implies that `memberId` is not empty; one request of each kind is in flight at most.
 */
import { ErrorCode } from "@ottla/protocol";
import type {
  JoinResult,
  MembershipAction,
  MembershipEvent,
  MembershipOptions,
  MembershipState,
  SyncResult,
} from "./membership-types.ts";

const NO_GENERATION = -1;
const NO_ASSIGNMENTS: ReadonlyMap<string, Uint8Array> = new Map();

/** One consumer's membership. */
export class Membership {
  readonly #options: MembershipOptions;
  #state: MembershipState = "unjoined";
  #memberId = "";
  #generationId = NO_GENERATION;
  #protocolName = "";
  #isLeader = false;
  #rejoinReason = "initialized";
  #isRejoinNeeded = true;
  #hasCoordinator = false;
  #isFindingCoordinator = false;
  #isHeartbeatInFlight = false;
  /** Set while a failed request waits to be repeated. */
  #retryAtMs = 0;
  #nextHeartbeatMs = 0;
  #sessionUntilMs = Infinity;
  #pollUntilMs = Infinity;
  #actions: MembershipAction[] = [];

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  get state(): MembershipState {
    return this.#state;
  }

  get memberId(): string {
    return this.#memberId;
  }

  get generationId(): number {
    return this.#generationId;
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /** Whether a rebalance is going on or due. */
  get isRebalancing(): boolean {
    return this.#isRejoinNeeded || (this.#state !== "stable" && this.#state !== "unjoined" && this.#state !== "left");
  }

  /** Whether an offset commit can name this member: it belongs to a generation whose assignment it holds. */
  get canCommit(): boolean {
    return (
      this.#generationId !== NO_GENERATION &&
      (this.#state === "stable" || this.#state === "preparing" || this.#state === "completing")
    );
  }

  /** When the next tick is due; Infinity for never. */
  get wakeAtMs(): number {
    let wakeAtMs = this.#retryAtMs > 0 ? this.#retryAtMs : Infinity;
    if (this.#isHeartbeating) {
      if (this.#hasCoordinator && !this.#isHeartbeatInFlight) wakeAtMs = Math.min(wakeAtMs, this.#nextHeartbeatMs);
      wakeAtMs = Math.min(wakeAtMs, this.#sessionUntilMs, this.#pollUntilMs);
    }
    return wakeAtMs;
  }

  /** Takes in an event; returns what to do, in order. */
  step(event: MembershipEvent, nowMs: number): readonly MembershipAction[] {
    this.#actions = [];
    switch (event.type) {
      case "polled":
        this.#onPolled(nowMs);
        break;
      case "tick":
        this.#onTick(nowMs);
        break;
      case "coordinatorFound":
        this.#onCoordinatorFound(nowMs);
        break;
      case "coordinatorLost":
        this.#isFindingCoordinator = false;
        this.#loseCoordinator("it cannot be reached", nowMs);
        break;
      case "prepared":
        if (this.#state === "preparing") this.#join(nowMs);
        break;
      case "joined":
        if (this.#state === "joining") this.#onJoined(event.result, nowMs);
        break;
      case "assigned":
        if (this.#state === "assigning") this.#sync(event.assignments);
        break;
      case "assignmentFailed":
        // Without it the generation cannot be finished; joining again makes the group begin another one.
        if (this.#state === "assigning") this.#rejoinLater("the assignment could not be made", nowMs);
        break;
      case "synced":
        if (this.#state === "syncing") this.#onSynced(event.result, nowMs);
        break;
      case "completed":
        if (this.#state === "completing") this.#state = "stable";
        break;
      case "heartbeatAnswered":
        this.#onHeartbeatAnswered(event.errorCode, event.generationId, nowMs);
        break;
      case "requestFailed":
        this.#onRequestFailed(event.request, nowMs);
        break;
      case "rejoin":
        this.#requestRejoin(event.reason);
        break;
      case "commitRefused":
        this.#onCommitRefused(event.errorCode, event.generationId);
        break;
      case "leave":
        this.#leave(event.reason, event.sendLeave);
        this.#state = "left";
        break;
    }
    return this.#actions;
  }

  get #isHeartbeating(): boolean {
    const { state } = this;
    const isMember = state === "syncing" || state === "assigning" || state === "completing" || state === "stable";
    return (isMember || state === "preparing") && this.#generationId !== NO_GENERATION;
  }

  #onPolled(nowMs: number): void {
    if (this.#state === "left") {
      this.#state = "unjoined";
      this.#requestRejoin("initialized");
    }
    this.#pollUntilMs = nowMs + this.#options.maxPollIntervalMs;
    if (!this.#hasCoordinator) {
      this.#findCoordinator(nowMs);
      return;
    }
    const mayBegin = this.#state === "unjoined" || this.#state === "stable";
    if (!this.#isRejoinNeeded || !mayBegin || nowMs < this.#retryAtMs) return;
    this.#retryAtMs = 0;
    this.#state = "preparing";
    this.#actions.push({ type: "prepare", isLost: this.#generationId === NO_GENERATION });
  }

  #onTick(nowMs: number): void {
    if (this.#retryAtMs > 0 && nowMs >= this.#retryAtMs) {
      this.#retryAtMs = 0;
      if (this.#state === "joining") this.#join(nowMs);
      else if (!this.#hasCoordinator) this.#findCoordinator(nowMs);
    }
    if (!this.#isHeartbeating) return;
    if (nowMs >= this.#pollUntilMs) {
      // Whoever does not poll does not make progress: others shall have the partitions.
      this.#leave("consumer poll timeout has expired.", this.#options.groupInstanceId === null);
      this.#state = "unjoined";
      this.#requestRejoin("consumer poll timeout has expired.");
    } else if (nowMs >= this.#sessionUntilMs) {
      this.#sessionUntilMs = Infinity;
      this.#loseCoordinator("session timed out without receiving a heartbeat response", nowMs);
    } else if (this.#hasCoordinator && !this.#isHeartbeatInFlight && nowMs >= this.#nextHeartbeatMs) {
      this.#isHeartbeatInFlight = true;
      this.#nextHeartbeatMs = nowMs + this.#options.heartbeatIntervalMs;
      this.#actions.push({ type: "sendHeartbeat", memberId: this.#memberId, generationId: this.#generationId });
    }
  }

  #onCoordinatorFound(nowMs: number): void {
    this.#hasCoordinator = true;
    this.#isFindingCoordinator = false;
    this.#retryAtMs = 0;
    this.#sessionUntilMs = nowMs + this.#options.sessionTimeoutMs;
    if (this.#state === "joining") this.#join(nowMs);
  }

  #findCoordinator(nowMs: number): void {
    if (this.#isFindingCoordinator || nowMs < this.#retryAtMs) return;
    this.#isFindingCoordinator = true;
    this.#actions.push({ type: "findCoordinator" });
  }

  #loseCoordinator(reason: string, nowMs: number): void {
    if (this.#hasCoordinator) this.#actions.push({ type: "coordinatorUnknown", reason });
    this.#hasCoordinator = false;
    this.#isHeartbeatInFlight = false;
    // A time that has come, and whose tick has not, is no reason to try again at once.
    if (this.#retryAtMs <= nowMs) this.#retryAtMs = nowMs + this.#options.retryBackoffMs;
  }

  #join(nowMs: number): void {
    this.#state = "joining";
    if (!this.#hasCoordinator) {
      this.#findCoordinator(nowMs);
      return;
    }
    this.#isLeader = false;
    this.#actions.push({ type: "sendJoin", memberId: this.#memberId, reason: this.#rejoinReason });
  }

  #onJoined(result: JoinResult, nowMs: number): void {
    const { errorCode } = result;
    switch (errorCode) {
      case ErrorCode.NONE:
        this.#onGeneration(result, nowMs);
        return;
      case ErrorCode.MEMBER_ID_REQUIRED:
        this.#memberId = result.memberId;
        this.#generationId = NO_GENERATION;
        this.#rejoinReason = `need to re-join with the given member-id: ${result.memberId}`;
        this.#join(nowMs);
        return;
      case ErrorCode.UNKNOWN_MEMBER_ID:
        this.#forgetMember(true);
        this.#rejoinReason = "encountered UNKNOWN_MEMBER_ID from JOIN_GROUP response";
        this.#retryJoin(nowMs);
        return;
      case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
      case ErrorCode.REBALANCE_IN_PROGRESS:
        this.#retryJoin(nowMs);
        return;
      case ErrorCode.COORDINATOR_NOT_AVAILABLE:
      case ErrorCode.NOT_COORDINATOR:
        this.#loseCoordinator("it is not the coordinator", nowMs);
        return;
      default:
        // The application hears of it in its poll and may go on polling, which tries again.
        this.#state = "unjoined";
        this.#isRejoinNeeded = true;
        this.#retryAtMs = nowMs + this.#options.retryBackoffMs;
        this.#actions.push({ type: "fail", errorCode });
    }
  }

  #retryJoin(nowMs: number): void {
    this.#retryAtMs = nowMs + this.#options.retryBackoffMs;
  }

  #onGeneration(result: JoinResult, nowMs: number): void {
    this.#memberId = result.memberId;
    this.#generationId = result.generationId;
    this.#protocolName = result.protocolName ?? "";
    this.#isLeader = result.leader === result.memberId;
    this.#isRejoinNeeded = false;
    this.#isHeartbeatInFlight = false;
    this.#nextHeartbeatMs = nowMs + this.#options.heartbeatIntervalMs;
    this.#sessionUntilMs = nowMs + this.#options.sessionTimeoutMs;
    if (!this.#isLeader) {
      this.#sync(NO_ASSIGNMENTS);
      return;
    }
    this.#state = "assigning";
    const { members, skipAssignment } = result;
    this.#actions.push({ type: "computeAssignment", protocolName: this.#protocolName, members, skipAssignment });
  }

  #sync(assignments: ReadonlyMap<string, Uint8Array>): void {
    this.#state = "syncing";
    this.#actions.push({
      type: "sendSync",
      memberId: this.#memberId,
      generationId: this.#generationId,
      protocolName: this.#protocolName,
      assignments,
    });
  }

  #onSynced(result: SyncResult, nowMs: number): void {
    const { errorCode, assignment } = result;
    if (errorCode === ErrorCode.NONE) {
      this.#state = "completing";
      const { generationId } = this;
      this.#actions.push({ type: "complete", assignment, generationId, protocolName: this.#protocolName });
      return;
    }
    this.#state = "unjoined";
    this.#requestRejoin(`encountered error ${errorCode} from SYNC_GROUP response`);
    switch (errorCode) {
      case ErrorCode.REBALANCE_IN_PROGRESS:
        return;
      case ErrorCode.UNKNOWN_MEMBER_ID:
      case ErrorCode.ILLEGAL_GENERATION:
        this.#forgetMember(errorCode === ErrorCode.UNKNOWN_MEMBER_ID);
        return;
      case ErrorCode.COORDINATOR_NOT_AVAILABLE:
      case ErrorCode.NOT_COORDINATOR:
        this.#loseCoordinator("it is not the coordinator", nowMs);
        return;
      default:
        this.#retryAtMs = nowMs + this.#options.retryBackoffMs;
        this.#actions.push({ type: "fail", errorCode });
    }
  }

  #onHeartbeatAnswered(errorCode: number, generationId: number, nowMs: number): void {
    this.#isHeartbeatInFlight = false;
    if (!this.#isHeartbeating || generationId !== this.#generationId) return;
    switch (errorCode) {
      case ErrorCode.NONE:
        this.#sessionUntilMs = nowMs + this.#options.sessionTimeoutMs;
        return;
      case ErrorCode.REBALANCE_IN_PROGRESS:
        this.#sessionUntilMs = nowMs + this.#options.sessionTimeoutMs;
        if (this.#state === "stable") this.#requestRejoin("group is already rebalancing");
        return;
      case ErrorCode.COORDINATOR_NOT_AVAILABLE:
      case ErrorCode.NOT_COORDINATOR:
        this.#loseCoordinator("it is not the coordinator", nowMs);
        return;
      case ErrorCode.ILLEGAL_GENERATION:
      case ErrorCode.UNKNOWN_MEMBER_ID:
        this.#onFenced(errorCode, "HEARTBEAT");
        return;
      case ErrorCode.FENCED_INSTANCE_ID:
        this.#onFenced(errorCode, "HEARTBEAT");
        this.#actions.push({ type: "fail", errorCode });
        return;
      case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
        return;
      default:
        this.#actions.push({ type: "fail", errorCode });
    }
  }

  #onRequestFailed(request: "join" | "sync" | "heartbeat", nowMs: number): void {
    if (request === "heartbeat") {
      this.#isHeartbeatInFlight = false;
      this.#nextHeartbeatMs = nowMs + this.#options.retryBackoffMs;
    } else if (request === "sync" && this.#state === "syncing") {
      this.#state = "unjoined";
      this.#requestRejoin("the connection to the coordinator was lost while syncing");
    }
    this.#loseCoordinator("the connection to it was lost", nowMs);
  }

  #onCommitRefused(errorCode: number, generationId: number): void {
    if (generationId !== this.#generationId) return;
    if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
      this.#requestRejoin("offset commit failed since group is already rebalancing");
    } else this.#onFenced(errorCode, "OFFSET_COMMIT");
  }

  /** The group does not know this generation or member any more: its partitions are lost. */
  #onFenced(errorCode: number, api: string): void {
    this.#forgetMember(errorCode !== ErrorCode.ILLEGAL_GENERATION);
    if (this.#state !== "joining") this.#state = "unjoined";
    this.#requestRejoin(`encountered error ${errorCode} from ${api} response`);
  }

  #forgetMember(withId: boolean): void {
    this.#generationId = NO_GENERATION;
    this.#isLeader = false;
    if (withId) this.#memberId = "";
  }

  #rejoinLater(reason: string, nowMs: number): void {
    this.#state = "unjoined";
    this.#requestRejoin(reason);
    this.#retryAtMs = nowMs + this.#options.retryBackoffMs;
  }

  #requestRejoin(reason: string): void {
    this.#isRejoinNeeded = true;
    this.#rejoinReason = reason;
  }

  #leave(reason: string, sendLeave: boolean): void {
    if (sendLeave && this.#hasCoordinator && this.#memberId !== "") {
      this.#actions.push({ type: "sendLeave", memberId: this.#memberId, reason });
    }
    this.#forgetMember(true);
    this.#retryAtMs = 0;
    this.#isHeartbeatInFlight = false;
    this.#isRejoinNeeded = true;
  }
}
