/**
 * The shell around {@link Membership}: sends its requests, keeps its timer, and lets the application's rebalance listener run inside of polls.
 *
 * The listener is called only while a poll (or close, or unsubscribe) is waiting, and is awaited. Positions are committed before partitions are given
 * up, if the consumer commits by itself.
 */
import type { Timer } from "@ottla/base";
import type { ClusterClient } from "../cluster-client.ts";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import type { Deadline } from "../deadline.ts";
import { settledBy } from "../deadline.ts";
import { KafkaError, protocolError, toKafkaError } from "../errors.ts";
import type { GroupMetrics } from "../metrics/consumer-metrics.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { compareTopicPartitions, topicPartitionName } from "../topic-partition.ts";
import type { PartitionAssignor, RebalanceProtocol } from "./assignors/assignor.ts";
import { decodeAssignment, encodeSubscription } from "./consumer-protocol.ts";
import { callbackError } from "./group-coordinator.ts";
import type { GroupCoordinator, GroupMembershipOperation } from "./group-coordinator.ts";
import type { CoordinatorLookup } from "./coordinator-lookup.ts";
import { GroupAssignment } from "./group-assignment.ts";
import { heartbeatCall, joinCall, leaveCall, syncCall } from "./group-requests.ts";
import { Membership } from "./membership.ts";
import type { MembershipAction, MembershipEvent } from "./membership-types.ts";
import { RebalanceCallbacks } from "./rebalance-callbacks.ts";
import { RevocationCommit } from "./revocation-commit.ts";
import { matchKnownTopics } from "./subscription-pattern.ts";
import type { SubscriptionState } from "./subscription-state.ts";

export interface ConsumerCoordinatorOptions {
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

type Action<T extends MembershipAction["type"]> = Extract<MembershipAction, { readonly type: T }>;

/** Membership of one consumer in a classic group. */
export class ConsumerCoordinator implements GroupCoordinator {
  readonly #options: ConsumerCoordinatorOptions;
  readonly #membership: Membership;
  readonly #assignment: GroupAssignment;
  readonly #callbacks: RebalanceCallbacks;
  readonly #commit: RevocationCommit;
  readonly #protocol: RebalanceProtocol;
  #pending: Action<"prepare"> | Action<"complete"> | undefined;
  #error: KafkaError | undefined;
  #timer: Timer | undefined;
  #joinedTopics: ReadonlySet<string> = new Set();
  /** Grows with every join and leave, so that an answer to an earlier join is recognised. */
  #joins = 0;
  #isClosed = false;

  constructor(options: ConsumerCoordinatorOptions) {
    this.#options = options;
    const { client, config } = options;
    this.#membership = new Membership({
      groupInstanceId: config["group.instance.id"],
      sessionTimeoutMs: config["session.timeout.ms"],
      heartbeatIntervalMs: config["heartbeat.interval.ms"],
      maxPollIntervalMs: config["max.poll.interval.ms"],
      retryBackoffMs: config["retry.backoff.ms"],
    });
    this.#assignment = new GroupAssignment(client);
    this.#callbacks = new RebalanceCallbacks(options);
    const { clock } = client.ports;
    const timeoutMs = config["max.poll.interval.ms"];
    this.#commit = new RevocationCommit({ ...options, clock, timeoutMs, commit: options.commitBeforeRevocation });
    this.#protocol = commonProtocol(config["partition.assignment.strategy"]);
    client.updater.onUpdate(() => this.#onMetadata());
  }

  get memberId(): string {
    return this.#membership.memberId;
  }

  get generationId(): number {
    return this.#membership.generationId;
  }

  get canCommit(): boolean {
    return this.#membership.canCommit;
  }

  get isRebalancing(): boolean {
    return this.#membership.isRebalancing;
  }

  /** Topics other members read, which the leader has to watch. */
  get watchedTopics(): ReadonlySet<string> {
    return this.#assignment.topics;
  }

  /** Moves the membership on, and runs the application's part of a rebalance if it is due. */
  async poll(): Promise<void> {
    const { subscriptions } = this.#options;
    if (this.#membership.state === "stable" && !haveSameMembers(this.#joinedTopics, subscriptions.topics)) {
      void this.#dispatch({ type: "rejoin", reason: "the subscription has changed since the group was joined" });
    }
    // With a pattern, the first join waits until it was matched against the cluster's topics once.
    if (subscriptions.isMatched) {
      void this.#dispatch({ type: "polled" });
    }
    // Each round ends one part of a rebalance; a join or a commit in between needs the coordinator's answer, so the rounds end.
    while (this.#pending !== undefined) {
      const pending = this.#pending;
      if (pending.type === "complete") await this.#complete(pending);
      else if (!(await this.#prepare(pending))) break;
    }
    const error = this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
  }

  /** Makes the next poll join again. */
  rejoin(reason: string): void {
    void this.#dispatch({ type: "rejoin", reason });
  }

  /** The next poll compares the topics. */
  onSubscribed(): void {}

  /** The group refused a commit because of who we are. */
  onCommitRefused(errorCode: number, generationId: number): void {
    void this.#dispatch({ type: "commitRefused", errorCode, generationId });
  }

  /** Gives all partitions up and leaves the group; a static member only stops, so that it may come back. */
  async leave(
    reason: string,
    options: { readonly operation: GroupMembershipOperation; readonly deadline: Deadline },
  ): Promise<void> {
    const { config, subscriptions, commitBeforeRevocation } = this.#options;
    const isDynamic = config["group.instance.id"] === null;
    const sendLeave = options.operation === "LEAVE_GROUP" || (options.operation === "DEFAULT" && isDynamic);
    const isLost = this.#membership.generationId < 0;
    let failure: unknown;
    if (subscriptions.size > 0) {
      if (!isLost) await commitBeforeRevocation(options.deadline);
      failure = await this.#callbacks.giveUp(subscriptions.assigned(), isLost);
    }
    this.#pending = undefined;
    this.#joins++;
    const leaving = this.#dispatch({ type: "leave", reason, sendLeave });
    this.#assignment.stop();
    await settledBy(this.#options.client.ports.clock, leaving, options.deadline);
    if (failure !== undefined) throw callbackError(failure);
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  /** Feeds an event to the state machine and does what it says. The result is what remains of a request to leave. */
  #dispatch(event: MembershipEvent): Promise<void> {
    let leaving: Promise<void> = Promise.resolve();
    if (this.#isClosed && event.type !== "leave") return leaving;
    for (const action of this.#membership.step(event, this.#nowMs())) {
      if (action.type === "sendLeave") leaving = this.#sendLeave(action);
      else this.#perform(action);
    }
    this.#setTimer();
    return leaving;
  }

  #perform(action: Exclude<MembershipAction, { readonly type: "sendLeave" }>): void {
    if (action.type === "prepare" || action.type === "sendJoin") this.#options.metrics.onRebalanceBegin();
    switch (action.type) {
      case "findCoordinator":
        void this.#findCoordinator();
        return;
      case "prepare":
      case "complete":
        this.#pending = action;
        this.#options.onNews();
        return;
      case "sendJoin":
        void this.#sendJoin(action);
        return;
      case "computeAssignment":
        void this.#computeAssignment(action);
        return;
      case "sendSync":
        void this.#sendSync(action);
        return;
      case "sendHeartbeat":
        void this.#sendHeartbeat(action);
        return;
      case "coordinatorUnknown":
        this.#options.lookup.lose();
        return;
      case "fail":
        this.#fail(groupError(action.errorCode, this.#options.groupId));
        return;
    }
  }

  #fail(error: KafkaError): void {
    this.#error = error;
    this.#options.onNews();
  }

  #setTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const { wakeAtMs } = this.#membership;
    if (wakeAtMs === Infinity || this.#isClosed) return;
    const { clock } = this.#options.client.ports;
    this.#timer = clock.setTimer(Math.max(0, wakeAtMs - this.#nowMs()), () => {
      void this.#dispatch({ type: "tick" });
      this.#options.onNews();
    });
  }

  async #findCoordinator(): Promise<void> {
    try {
      await this.#options.lookup.find();
      void this.#dispatch({ type: "coordinatorFound" });
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (!error.retriable && error.code !== "CLOSED") this.#fail(error);
      void this.#dispatch({ type: "coordinatorLost" });
    }
    this.#options.onNews();
  }

  async #sendJoin(action: Action<"sendJoin">): Promise<void> {
    const { config, lookup, subscriptions } = this.#options;
    const topics = [...subscriptions.topics];
    const protocols = config["partition.assignment.strategy"].map((assignor) => ({
      name: assignor.name,
      metadata: encodeSubscription({
        topics,
        userData: assignor.subscriptionUserData(topics),
        ownedPartitions: subscriptions.assigned(),
        generationId: this.#membership.generationId < 0 ? undefined : this.#membership.generationId,
        rackId: config["client.rack"] === "" ? undefined : config["client.rack"],
      }),
    }));
    this.#joinedTopics = new Set(topics);
    const join = ++this.#joins;
    const call = joinCall(this.#identity(), action, {
      sessionTimeoutMs: config["session.timeout.ms"],
      rebalanceTimeoutMs: config["max.poll.interval.ms"],
      requestTimeoutMs: config["request.timeout.ms"],
      protocols,
    });
    const begunMs = this.#nowMs();
    try {
      const result = await lookup.ask(call);
      this.#options.metrics.onJoin(this.#nowMs() - begunMs);
      if (join === this.#joins) void this.#dispatch({ type: "joined", result });
    } catch (error) {
      if (join === this.#joins) this.#onRequestFailed("join", error);
    }
  }

  async #computeAssignment(action: Action<"computeAssignment">): Promise<void> {
    const join = this.#joins;
    try {
      const assignor = this.#assignor(action.protocolName);
      const assignments = await this.#assignment.compute(assignor, action.members, action.skipAssignment);
      if (join === this.#joins) void this.#dispatch({ type: "assigned", assignments });
    } catch (thrown) {
      if (join !== this.#joins) return;
      const error = toKafkaError(thrown, "ILLEGAL_STATE");
      if (!error.retriable) this.#fail(error);
      void this.#dispatch({ type: "assignmentFailed" });
    }
  }

  async #sendSync(action: Action<"sendSync">): Promise<void> {
    const { config, lookup } = this.#options;
    const join = this.#joins;
    if (!this.#membership.isLeader) this.#assignment.stop();
    const timeoutMs = Math.max(config["request.timeout.ms"], config["max.poll.interval.ms"]);
    const begunMs = this.#nowMs();
    try {
      const result = await lookup.ask(syncCall(this.#identity(), action, timeoutMs));
      this.#options.metrics.onSync(this.#nowMs() - begunMs);
      if (join === this.#joins) void this.#dispatch({ type: "synced", result });
      // A member that has to join again does so in a poll: one that waits must look.
      if (result.errorCode !== 0) this.#options.onNews();
    } catch (error) {
      if (join === this.#joins) this.#onRequestFailed("sync", error);
    }
  }

  async #sendHeartbeat(action: Action<"sendHeartbeat">): Promise<void> {
    const { generationId } = action;
    const { metrics } = this.#options;
    const begunMs = this.#nowMs();
    metrics.onHeartbeatSent();
    try {
      const { errorCode } = await this.#options.lookup.ask(heartbeatCall(this.#identity(), action));
      metrics.onHeartbeat(this.#nowMs() - begunMs);
      void this.#dispatch({ type: "heartbeatAnswered", errorCode, generationId });
      if (errorCode !== 0) this.#options.onNews();
    } catch (error) {
      this.#onRequestFailed("heartbeat", error);
    }
  }

  async #sendLeave(action: Action<"sendLeave">): Promise<void> {
    // The group notices by the session timeout if this does not arrive.
    await this.#options.lookup.ask(leaveCall(this.#identity(), action)).catch(() => undefined);
  }

  #onRequestFailed(request: "join" | "sync" | "heartbeat", thrown: unknown): void {
    const error = toKafkaError(thrown);
    if (error.code === "CLOSED") return;
    if (request !== "heartbeat") this.#options.metrics.onRebalanceFailed();
    if (!error.retriable) this.#fail(error);
    void this.#dispatch({ type: "requestFailed", request });
  }

  /** Lets the application give partitions up when positions are committed. False when they are not yet. */
  async #prepare(action: Action<"prepare">): Promise<boolean> {
    const revoked = this.#partitionsToRevoke(action.isLost);
    if (!action.isLost && !this.#commit.isDone(action, revoked)) return false;
    const failure = revoked.length === 0 ? undefined : await this.#callbacks.giveUp(revoked, action.isLost);
    if (this.#pending === action) this.#pending = undefined;
    void this.#dispatch({ type: "prepared" });
    if (failure !== undefined) throw callbackError(failure);
    return true;
  }

  #partitionsToRevoke(isLost: boolean): readonly TopicPartition[] {
    const { subscriptions } = this.#options;
    const assigned = subscriptions.assigned();
    if (isLost || this.#protocol === "EAGER") return assigned;
    return assigned.filter((partition) => !subscriptions.topics.has(partition.topic));
  }

  /** Lets the application take what the group gave. */
  async #complete(action: Action<"complete">): Promise<void> {
    const { subscriptions } = this.#options;
    this.#pending = undefined;
    const assignment = decodeAssignment(action.assignment);
    if (!assignment.partitions.every((partition) => subscriptions.wants(partition))) {
      void this.#dispatch({ type: "rejoin", reason: "received assignment does not match the current subscription" });
      void this.#dispatch({ type: "completed" });
      return;
    }
    const owned = subscriptions.assigned();
    const assigned = [...assignment.partitions].sort(compareTopicPartitions);
    let failure: unknown;
    if (this.#protocol === "COOPERATIVE") {
      const revoked = without(owned, assigned);
      if (revoked.length > 0) {
        failure = await this.#callbacks.revoke(revoked);
        void this.#dispatch({ type: "rejoin", reason: "need to revoke partitions and re-join" });
      }
    }
    this.#assignor(action.protocolName).onAssignment?.(assignment, action.generationId);
    subscriptions.assignFromGroup(assigned);
    void this.#dispatch({ type: "completed" });
    this.#options.metrics.onRebalanceEnd();
    failure ??= await this.#callbacks.assign(without(assigned, owned));
    if (failure !== undefined) throw callbackError(failure);
  }

  #assignor(name: string): PartitionAssignor {
    const assignor = this.#options.config["partition.assignment.strategy"].find((one) => one.name === name);
    if (assignor === undefined) {
      throw new KafkaError("ILLEGAL_STATE", `Coordinator selected invalid assignment protocol: ${name}`);
    }
    return assignor;
  }

  /** Matches a pattern against the topics there are, and watches the topics of the group as its leader. */
  #onMetadata(): void {
    const { subscriptions } = this.#options;
    if (this.#isClosed || !subscriptions.isGroupManaged) return;
    this.#matchPattern();
    if (this.#membership.isLeader && this.#membership.state === "stable" && this.#assignment.hasChanged()) {
      void this.#dispatch({ type: "rejoin", reason: "cached metadata has changed since the last assignment" });
    }
    this.#options.onNews();
  }

  #matchPattern(): void {
    const { client, config, subscriptions } = this.#options;
    matchKnownTopics(client, subscriptions, { excludesInternal: config["exclude.internal.topics"] });
  }

  #identity(): { readonly groupId: string; readonly groupInstanceId: string | null } {
    return { groupId: this.#options.groupId, groupInstanceId: this.#options.config["group.instance.id"] };
  }

  #nowMs(): number {
    return this.#options.client.ports.clock.monotonicMs();
  }
}

/** The strongest protocol that all assignors can follow. */
export function commonProtocol(assignors: readonly PartitionAssignor[]): RebalanceProtocol {
  const isCooperative = assignors.every((one) => one.supportedProtocols.includes("COOPERATIVE"));
  if (isCooperative) return "COOPERATIVE";
  if (assignors.every((one) => one.supportedProtocols.includes("EAGER"))) return "EAGER";
  throw new KafkaError("INVALID_CONFIG", "Specified assignors do not have commonly supported rebalance protocol");
}

function groupError(errorCode: number, groupId: string): KafkaError {
  const error = protocolError(errorCode);
  return protocolError(errorCode, `${error.message} (group ${groupId})`);
}

function without(partitions: readonly TopicPartition[], others: readonly TopicPartition[]): TopicPartition[] {
  const names = new Set(others.map(topicPartitionName));
  return partitions.filter((partition) => !names.has(topicPartitionName(partition)));
}

function haveSameMembers(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((one) => right.has(one));
}
