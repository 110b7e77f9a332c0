/**
 * Membership in a group whose coordinator assigns (KIP-848; also share groups), as a pure state machine: `step(event, nowMs)` gives actions, and the shell
 * around it does what they say and reports back. Java's AbstractMembershipManager and AbstractHeartbeatRequestManager in one.
 *
 * States: unsubscribed → joining → reconciling ⇄ acknowledging → stable → reconciling …; fenced and stale lead back to joining; fatal is the end. One
 * heartbeat is in flight at most. Partitions are taken and given up within polls only; heartbeats go on by themselves until the application has not polled
 * for `max.poll.interval.ms`.
 *
 * Invariants: `owned` is what the application holds as far as the group may rely on it; it becomes `target` by a "reconciled" of the same local epoch only.
 */
import { ErrorCode } from "@ottla/protocol";
import type {
  HeartbeatAction,
  HeartbeatEvent,
  HeartbeatMemberOptions,
  HeartbeatResult,
  MemberState,
  Target,
} from "./heartbeat-member-types.ts";
import { NO_PARTITIONS, areEqual } from "./topic-id-partitions.ts";
import type { TopicIdPartitions } from "./topic-id-partitions.ts";

const JOIN_EPOCH = 0;
const NONE: Target = { localEpoch: -1, partitions: NO_PARTITIONS };
const BACKOFF_MULTIPLIER = 2;

/** One consumer's membership. */
export class HeartbeatMember {
  readonly #options: HeartbeatMemberOptions;
  #state: MemberState = "unsubscribed";
  #memberEpoch = JOIN_EPOCH;
  #target: Target = NONE;
  #owned: Target = NONE;
  #localEpoch = 0;
  /** The last local epoch of an earlier membership: what was taken for that one does not count. */
  #staleLocalEpoch = 0;
  #hasCoordinator = false;
  #isFindingCoordinator = false;
  /** The number of the heartbeat in flight; 0 for none. */
  #inFlight = 0;
  #heartbeats = 0;
  #intervalMs = 0;
  #nextHeartbeatMs = 0;
  #failures = 0;
  /** Nothing is asked before this. */
  #retryAtMs = 0;
  #pollUntilMs = Infinity;
  /** Whether a stale member has given up what it had. */
  #isReleased = false;
  #actions: HeartbeatAction[] = [];

  constructor(options: HeartbeatMemberOptions) {
    this.#options = options;
  }

  get state(): MemberState {
    return this.#state;
  }

  /** 0 while the member is in no generation of the group. */
  get memberEpoch(): number {
    return this.#memberEpoch;
  }

  /** What the application is to take. */
  get target(): Target {
    return this.#target;
  }

  /** What the application has taken. */
  get owned(): Target {
    return this.#owned;
  }

  /** Whether the group knows the member. */
  get isMember(): boolean {
    return this.#memberEpoch > 0 && this.#isActive;
  }

  /** When the next tick is due; Infinity for never. */
  get wakeAtMs(): number {
    if (!this.#isActive) return Infinity;
    const pollUntilMs = this.#pollUntilMs;
    if (!this.#hasCoordinator) return Math.min(pollUntilMs, this.#isFindingCoordinator ? Infinity : this.#retryAtMs);
    if (this.#inFlight !== 0) return pollUntilMs;
    const dueMs = this.#isUrgent ? 0 : this.#nextHeartbeatMs;
    return Math.min(pollUntilMs, Math.max(dueMs, this.#retryAtMs));
  }

  /** Takes in an event; returns what to do, in order. */
  step(event: HeartbeatEvent, nowMs: number): readonly HeartbeatAction[] {
    this.#actions = [];
    switch (event.type) {
      case "polled":
        this.#onPolled(nowMs);
        break;
      case "tick":
        break;
      case "coordinatorFound":
        this.#hasCoordinator = true;
        this.#isFindingCoordinator = false;
        this.#retryAtMs = 0;
        break;
      case "coordinatorLost":
        this.#isFindingCoordinator = false;
        this.#backOff(nowMs);
        break;
      case "answered":
        if (this.#isInFlight(event.heartbeat)) this.#onAnswered(event.result, nowMs);
        break;
      case "unanswered":
        if (this.#isInFlight(event.heartbeat)) this.#onUnanswered(nowMs);
        break;
      case "refused":
        this.#inFlight = 0;
        this.#failForGood();
        break;
      case "reconciled":
        this.#onReconciled(event.localEpoch, event.partitions);
        break;
      case "released":
        this.#onReleased(nowMs);
        break;
      case "changed":
        // The group hears of it with the next heartbeat.
        break;
      case "leave":
        this.#leave(event.epoch);
        break;
    }
    this.#beat(nowMs);
    return this.#actions;
  }

  /** Whether heartbeats are due at all. */
  get #isActive(): boolean {
    const { state } = this;
    return state === "joining" || state === "reconciling" || state === "acknowledging" || state === "stable";
  }

  /** Whether the group waits for a heartbeat, so that it goes at once. */
  get #isUrgent(): boolean {
    return this.#state === "joining" || this.#state === "acknowledging";
  }

  #isInFlight(heartbeat: number): boolean {
    return this.#inFlight !== 0 && heartbeat === this.#inFlight;
  }

  #onPolled(nowMs: number): void {
    this.#pollUntilMs = nowMs + this.#options.maxPollIntervalMs;
    if (this.#state === "unsubscribed" || (this.#state === "stale" && this.#isReleased)) this.#join();
  }

  /** A member that left for not polling joins again when it has given up what it had, and polls. */
  #onReleased(nowMs: number): void {
    if (this.#state === "fenced" || (this.#state === "stale" && nowMs < this.#pollUntilMs)) this.#join();
    else this.#isReleased = true;
  }

  /** Does what time asks for: leaves, looks for the coordinator, or sends a heartbeat. */
  #beat(nowMs: number): void {
    if (!this.#isActive) return;
    if (nowMs >= this.#pollUntilMs) {
      // Whoever does not poll does not make progress: others shall have the partitions.
      this.#sendLeave(this.#options.staleEpoch);
      this.#state = "stale";
      this.#isReleased = false;
      this.#actions.push({ type: "release" });
      return;
    }
    if (nowMs < this.#retryAtMs) return;
    if (!this.#hasCoordinator) {
      if (this.#isFindingCoordinator) return;
      this.#isFindingCoordinator = true;
      this.#actions.push({ type: "findCoordinator" });
    } else if (this.#inFlight === 0 && (this.#isUrgent || nowMs >= this.#nextHeartbeatMs)) this.#sendHeartbeat(nowMs);
  }

  #sendHeartbeat(nowMs: number): void {
    this.#inFlight = ++this.#heartbeats;
    this.#nextHeartbeatMs = nowMs + this.#intervalMs;
    this.#actions.push({
      type: "sendHeartbeat",
      heartbeat: this.#inFlight,
      memberEpoch: this.#memberEpoch,
      isJoining: this.#state === "joining",
      owned: this.#owned,
    });
    if (this.#state !== "acknowledging") return;
    if (this.#isReconciled) this.#state = "stable";
    else this.#reconcile();
  }

  #onAnswered(result: HeartbeatResult, nowMs: number): void {
    this.#inFlight = 0;
    if (result.errorCode !== ErrorCode.NONE) {
      this.#actions.push({ type: "forgetSent" });
      this.#onError(result, nowMs);
      return;
    }
    this.#failures = 0;
    if (result.heartbeatIntervalMs !== this.#intervalMs) {
      this.#intervalMs = result.heartbeatIntervalMs;
      this.#nextHeartbeatMs = nowMs + this.#intervalMs;
    }
    // An answer to the member that has left by now.
    if (!this.#isActive || result.memberEpoch < 0) return;
    this.#memberEpoch = result.memberEpoch;
    if (result.assignment !== null) this.#onAssignment(result.assignment);
  }

  #onAssignment(partitions: TopicIdPartitions): void {
    if (this.#target.localEpoch === -1 || !areEqual(partitions, this.#target.partitions)) {
      this.#target = { localEpoch: ++this.#localEpoch, partitions };
    }
    if (!this.#isReconciled) this.#reconcile();
    else if (this.#state === "reconciling" || this.#state === "joining") this.#state = "stable";
  }

  #reconcile(): void {
    this.#state = "reconciling";
    this.#actions.push({ type: "reconcile" });
  }

  get #isReconciled(): boolean {
    return (
      this.#owned.localEpoch === this.#target.localEpoch && areEqual(this.#owned.partitions, this.#target.partitions)
    );
  }

  #onReconciled(localEpoch: number, partitions: TopicIdPartitions): void {
    // What was taken for a membership that is over does not count.
    if (this.#state !== "reconciling" || localEpoch <= this.#staleLocalEpoch) return;
    this.#owned = { localEpoch, partitions };
    this.#state = "acknowledging";
  }

  #onError({ errorCode, errorMessage }: HeartbeatResult, nowMs: number): void {
    switch (errorCode) {
      case ErrorCode.NOT_COORDINATOR:
      case ErrorCode.COORDINATOR_NOT_AVAILABLE:
        this.#loseCoordinator();
        return;
      case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
        this.#backOff(nowMs);
        return;
      case ErrorCode.FENCED_MEMBER_EPOCH:
      case ErrorCode.UNKNOWN_MEMBER_ID:
        if (!this.#isActive) return;
        this.#forgetMembership();
        this.#state = "fenced";
        this.#actions.push({ type: "release" });
        return;
      default:
        this.#failForGood();
        this.#actions.push({ type: "fail", errorCode, errorMessage });
    }
  }

  #onUnanswered(nowMs: number): void {
    this.#inFlight = 0;
    this.#actions.push({ type: "forgetSent" });
    this.#loseCoordinator();
    this.#backOff(nowMs);
  }

  #loseCoordinator(): void {
    if (this.#hasCoordinator) this.#actions.push({ type: "coordinatorUnknown" });
    this.#hasCoordinator = false;
    // The next heartbeat goes as soon as there is one.
    this.#nextHeartbeatMs = 0;
  }

  #backOff(nowMs: number): void {
    const { retryBackoffMs, retryBackoffMaxMs } = this.#options;
    const waitMs = Math.min(retryBackoffMs * BACKOFF_MULTIPLIER ** Math.min(this.#failures, 16), retryBackoffMaxMs);
    this.#failures++;
    this.#retryAtMs = nowMs + waitMs;
    this.#nextHeartbeatMs = 0;
  }

  #join(): void {
    this.#forgetMembership();
    this.#state = "joining";
  }

  #failForGood(): void {
    if (this.#isActive) this.#actions.push({ type: "release" });
    this.#forgetMembership();
    this.#state = "fatal";
  }

  #leave(epoch: number | null): void {
    const wasActive = this.#isActive;
    if (this.#state === "fatal") return;
    if (wasActive && epoch !== null) this.#sendLeave(epoch);
    this.#forgetMembership();
    this.#state = "unsubscribed";
    this.#pollUntilMs = Infinity;
  }

  #sendLeave(memberEpoch: number): void {
    this.#actions.push({ type: "forgetSent" });
    if (this.#hasCoordinator) this.#actions.push({ type: "sendLeave", memberEpoch });
    this.#forgetMembership();
  }

  #forgetMembership(): void {
    this.#memberEpoch = JOIN_EPOCH;
    this.#target = NONE;
    this.#owned = NONE;
    this.#staleLocalEpoch = this.#localEpoch;
    this.#inFlight = 0;
    this.#failures = 0;
    this.#retryAtMs = 0;
  }
}
