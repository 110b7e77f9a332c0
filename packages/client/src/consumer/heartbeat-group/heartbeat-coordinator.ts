/**
 * The shell around {@link HeartbeatMember} for consumer groups (KIP-848): sends heartbeats, keeps the timer, and lets the application's rebalance listener run
 * inside of polls.
 *
 * Partitions are given up in this order: positions are committed (if the consumer does so by itself), the listener runs, the assignment changes. What the
 * listener throws is thrown by the poll, and the same step is tried again by the next one, as in Java.
 */
import { randomUuid } from "@ottla/base";
import type { Timer } from "@ottla/base";
import type { ClusterClient } from "../../cluster-client.ts";
import type { ConsumerConfig } from "../../config/consumer-config.ts";
import type { Deadline } from "../../deadline.ts";
import { settledBy } from "../../deadline.ts";
import { KafkaError, UnsupportedVersionError, protocolError, toKafkaError } from "../../errors.ts";
import type { GroupMetrics } from "../../metrics/consumer-metrics.ts";
import { compareTopicPartitions, topicPartitionName } from "../../topic-partition.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import type { CoordinatorLookup } from "../coordinator-lookup.ts";
import { callbackError } from "../group-coordinator.ts";
import type { GroupCoordinator, GroupMembershipOperation } from "../group-coordinator.ts";
import { RebalanceCallbacks } from "../rebalance-callbacks.ts";
import { RevocationCommit } from "../revocation-commit.ts";
import { matchKnownTopics } from "../subscription-pattern.ts";
import type { SubscriptionState } from "../subscription-state.ts";
import { TopicNames } from "../topic-names.ts";
import { HeartbeatMember } from "./heartbeat-member.ts";
import type { HeartbeatAction, HeartbeatEvent, Target } from "./heartbeat-member-types.ts";
import { HeartbeatRequests, heartbeatResult } from "./heartbeat-request.ts";
import { areEqual } from "./topic-id-partitions.ts";
import type { TopicIdPartitions } from "./topic-id-partitions.ts";

/** The epoch with which a member leaves for good. */
const LEAVE_EPOCH = -1;
/** The epoch with which a static member says that it will be back. */
const LEAVE_STATIC_EPOCH = -2;

export interface HeartbeatCoordinatorOptions {
  readonly client: ClusterClient;
  readonly config: ConsumerConfig;
  readonly groupId: string;
  readonly subscriptions: SubscriptionState;
  readonly lookup: CoordinatorLookup;
  readonly metrics: GroupMetrics;
  /** Called when a poll has something to do or to hear. */
  readonly onNews: () => void;
  /** Commits the positions; undefined if the consumer does not do so by itself. Resolves in any case. */
  readonly commitBeforeRevocation: (deadline: Deadline) => Promise<void> | undefined;
}

type Action<T extends HeartbeatAction["type"]> = Extract<HeartbeatAction, { readonly type: T }>;

/** Membership of one consumer. */
export class HeartbeatCoordinator implements GroupCoordinator {
  readonly memberId: string;
  readonly watchedTopics: ReadonlySet<string> = new Set();
  readonly #options: HeartbeatCoordinatorOptions;
  readonly #member: HeartbeatMember;
  readonly #requests: HeartbeatRequests;
  readonly #callbacks: RebalanceCallbacks;
  readonly #names: TopicNames;
  readonly #commit: RevocationCommit;
  #mustRelease = false;
  #mustReconcile = false;
  #error: KafkaError | undefined;
  /** Why the group will never take this member; every poll says so. */
  #fatalError: KafkaError | undefined;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: HeartbeatCoordinatorOptions) {
    this.#options = options;
    const { client, config, groupId } = options;
    this.memberId = randomUuid(client.ports.random);
    this.#member = new HeartbeatMember({
      maxPollIntervalMs: config["max.poll.interval.ms"],
      retryBackoffMs: config["retry.backoff.ms"],
      retryBackoffMaxMs: config["retry.backoff.max.ms"],
      staleEpoch: config["group.instance.id"] === null ? LEAVE_EPOCH : LEAVE_STATIC_EPOCH,
    });
    this.#requests = new HeartbeatRequests({
      groupId,
      memberId: this.memberId,
      instanceId: config["group.instance.id"],
      rackId: config["client.rack"] === "" ? null : config["client.rack"],
      serverAssignor: config["group.remote.assignor"],
      rebalanceTimeoutMs: config["max.poll.interval.ms"],
    });
    this.#callbacks = new RebalanceCallbacks(options);
    this.#names = new TopicNames(client, options.onNews);
    const { clock } = client.ports;
    const timeoutMs = config["max.poll.interval.ms"];
    this.#commit = new RevocationCommit({ ...options, clock, timeoutMs, commit: options.commitBeforeRevocation });
    client.updater.onUpdate(() => this.#onMetadata());
  }

  get generationId(): number {
    return this.#member.isMember ? this.#member.memberEpoch : -1;
  }

  get canCommit(): boolean {
    return this.#member.isMember;
  }

  /** A commit that names an epoch succeeds in every state, so nothing has to be waited for. */
  get isRebalancing(): boolean {
    return false;
  }

  async poll(): Promise<void> {
    // With a pattern of ours, joining waits until it was matched against the cluster's topics once.
    if (this.#options.subscriptions.isMatched) void this.#dispatch({ type: "polled" });
    if (this.#mustRelease) await this.#release();
    if (this.#mustReconcile) await this.#reconcile();
    const error = this.#fatalError ?? this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
  }

  rejoin(_reason: string): void {
    throw new KafkaError("ILLEGAL_STATE", "Operation not supported in new consumer group protocol");
  }

  onSubscribed(): void {
    this.#matchPattern();
    void this.#dispatch({ type: "changed" });
  }

  /** The next heartbeat tells what became of the member. */
  onCommitRefused(): void {}

  async leave(
    _reason: string,
    options: { readonly operation: GroupMembershipOperation; readonly deadline: Deadline },
  ): Promise<void> {
    const { subscriptions, commitBeforeRevocation } = this.#options;
    const isLost = !this.#member.isMember;
    let failure: unknown;
    if (subscriptions.size > 0) {
      if (!isLost) await commitBeforeRevocation(options.deadline);
      failure = await this.#callbacks.giveUp(subscriptions.assigned(), isLost);
    }
    this.#mustReconcile = false;
    this.#mustRelease = false;
    const left = this.#dispatch({ type: "leave", epoch: this.#leaveEpoch(options.operation) });
    await settledBy(this.#options.client.ports.clock, left, options.deadline);
    if (failure !== undefined) throw callbackError(failure);
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #leaveEpoch(operation: GroupMembershipOperation): number | null {
    const isStatic = this.#options.config["group.instance.id"] !== null;
    if (operation === "REMAIN_IN_GROUP" && !isStatic) return null;
    return isStatic && operation !== "LEAVE_GROUP" ? LEAVE_STATIC_EPOCH : LEAVE_EPOCH;
  }

  /** Feeds an event to the state machine and does what it says. The result is what remains of a request to leave. */
  #dispatch(event: HeartbeatEvent): Promise<void> {
    let leaving: Promise<void> = Promise.resolve();
    if (this.#isClosed && event.type !== "leave") return leaving;
    for (const action of this.#member.step(event, this.#nowMs())) {
      if (action.type === "sendLeave") leaving = this.#sendLeave(action);
      else this.#perform(action);
    }
    this.#setTimer();
    return leaving;
  }

  #perform(action: Exclude<HeartbeatAction, { readonly type: "sendLeave" }>): void {
    switch (action.type) {
      case "findCoordinator":
        void this.#findCoordinator();
        return;
      case "coordinatorUnknown":
        this.#options.lookup.lose();
        return;
      case "sendHeartbeat":
        void this.#sendHeartbeat(action);
        return;
      case "forgetSent":
        this.#requests.forget();
        return;
      case "reconcile":
        this.#mustReconcile = true;
        this.#options.onNews();
        return;
      case "release":
        this.#mustRelease = true;
        this.#options.onNews();
        return;
      case "fail":
        this.#failForGood(this.#errorOf(action.errorCode, action.errorMessage));
        return;
    }
  }

  #errorOf(errorCode: number, errorMessage: string | null): KafkaError {
    const error = protocolError(errorCode, errorMessage);
    const { groupId } = this.#options;
    if (error.code === "GROUP_AUTHORIZATION_FAILED") {
      return protocolError(errorCode, `Not authorized to access group: ${groupId}`);
    }
    if (error.code === "INVALID_REGULAR_EXPRESSION") {
      const sentence = `Invalid RE2J SubscriptionPattern provided in the call to subscribe. ${error.message}`;
      return protocolError(errorCode, sentence);
    }
    return error;
  }

  #failForGood(error: KafkaError): void {
    this.#fatalError = error;
    this.#options.onNews();
  }

  #setTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const { wakeAtMs } = this.#member;
    if (wakeAtMs === Infinity || this.#isClosed) return;
    const { clock } = this.#options.client.ports;
    this.#timer = clock.setTimer(Math.max(0, wakeAtMs - this.#nowMs()), () => {
      void this.#dispatch({ type: "tick" });
    });
  }

  async #findCoordinator(): Promise<void> {
    try {
      await this.#options.lookup.find();
      void this.#dispatch({ type: "coordinatorFound" });
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (!error.retriable && error.code !== "CLOSED") {
        this.#error = error;
        this.#options.onNews();
      }
      void this.#dispatch({ type: "coordinatorLost" });
    }
  }

  async #sendHeartbeat(action: Action<"sendHeartbeat">): Promise<void> {
    const { lookup, subscriptions } = this.#options;
    const { heartbeat } = action;
    const regex = subscriptions.regex ?? null;
    const call = this.#requests.heartbeat(action, { topics: [...subscriptions.topics], regex });
    const { metrics } = this.#options;
    const begunMs = this.#nowMs();
    metrics.onHeartbeatSent();
    try {
      const result = heartbeatResult(await lookup.ask(call));
      metrics.onHeartbeat(this.#nowMs() - begunMs);
      void this.#dispatch({ type: "answered", heartbeat, result });
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (error.code === "CLOSED") return;
      if (error.retriable) void this.#dispatch({ type: "unanswered", heartbeat });
      else {
        this.#failForGood(error instanceof UnsupportedVersionError ? unsupportedError(regex, error) : error);
        void this.#dispatch({ type: "refused" });
      }
    }
  }

  async #sendLeave(action: Action<"sendLeave">): Promise<void> {
    // The group notices by the session timeout if this does not arrive.
    await this.#options.lookup.ask(this.#requests.leave(action.memberEpoch)).catch(() => undefined);
  }

  /** Lets the application know that all it had is lost. */
  async #release(): Promise<void> {
    const { subscriptions } = this.#options;
    this.#mustRelease = false;
    this.#mustReconcile = false;
    const lost = subscriptions.assigned();
    const failure = lost.length === 0 ? undefined : await this.#callbacks.giveUp(lost, true);
    void this.#dispatch({ type: "released" });
    if (failure !== undefined) throw callbackError(failure);
  }

  /** Lets the application give up and take what the group wants, as far as the names of the topics are known. */
  async #reconcile(): Promise<void> {
    const { subscriptions } = this.#options;
    const { target, owned } = this.#member;
    this.#names.use(new Set([...target.partitions.keys(), ...owned.partitions.keys()]));
    const { known, partitions } = this.#resolve(target);
    if (target.localEpoch === owned.localEpoch && areEqual(known, owned.partitions)) return;
    this.#options.metrics.onRebalanceBegin();
    const before = subscriptions.assigned();
    const revoked = without(before, partitions);
    if (!this.#commit.isDone(target, revoked)) return;
    if (revoked.length > 0) {
      const failure = await this.#callbacks.revoke(revoked);
      if (failure !== undefined) throw callbackError(failure);
    }
    // While the listener ran the member may have been fenced: then what it had is lost, not reassigned.
    if (this.#mustRelease) return;
    subscriptions.assignFromGroup(partitions);
    const failure = await this.#callbacks.assign(without(partitions, before));
    if (failure !== undefined) throw callbackError(failure);
    if (this.#mustRelease) return;
    if (this.#member.target === target) this.#mustReconcile = known.size < target.partitions.size;
    this.#options.metrics.onRebalanceEnd();
    void this.#dispatch({ type: "reconciled", localEpoch: target.localEpoch, partitions: known });
  }

  #resolve(target: Target): { readonly known: TopicIdPartitions; readonly partitions: TopicPartition[] } {
    const known = new Map<string, readonly number[]>();
    const partitions: TopicPartition[] = [];
    for (const [topicId, numbers] of target.partitions) {
      const topic = this.#names.get(topicId);
      if (topic === undefined) continue;
      known.set(topicId, numbers);
      for (const partition of numbers) partitions.push({ topic, partition });
    }
    return { known, partitions: partitions.sort(compareTopicPartitions) };
  }

  #onMetadata(): void {
    if (this.#isClosed || !this.#options.subscriptions.isGroupManaged) return;
    this.#matchPattern();
    this.#options.onNews();
  }

  #matchPattern(): void {
    const { client, config, subscriptions } = this.#options;
    matchKnownTopics(client, subscriptions, { excludesInternal: config["exclude.internal.topics"] });
  }

  #nowMs(): number {
    return this.#options.client.ports.clock.monotonicMs();
  }
}

function unsupportedError(regex: string | null, cause: KafkaError): KafkaError {
  const sentence =
    regex === null || !cause.message.includes("version in range")
      ? "The cluster does not support the new CONSUMER group protocol. Set group.protocol=classic on the consumer configs to revert to the CLASSIC protocol until the cluster is upgraded."
      : "The cluster does not support regular expressions resolution on ConsumerGroupHeartbeat API version 0. It must be upgraded to use ConsumerGroupHeartbeat API version >= 1 to allow to subscribe to a SubscriptionPattern.";
  return new UnsupportedVersionError(sentence);
}

function without(partitions: readonly TopicPartition[], others: readonly TopicPartition[]): TopicPartition[] {
  const names = new Set(others.map(topicPartitionName));
  return partitions.filter((partition) => !names.has(topicPartitionName(partition)));
}
