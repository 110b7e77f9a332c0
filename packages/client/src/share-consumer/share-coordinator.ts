/**
 * The shell around {@link HeartbeatMember} for share groups (KIP-932): sends heartbeats, keeps the timer, and follows what the group assigns. Partitions of a share group are
 * shared, so nothing has to be given up before others may have it, and the application is not asked.
 */
import { randomUuid } from "@ottla/base";
import type { Timer } from "@ottla/base";
import type { ClusterClient } from "../cluster-client.ts";
import type { ShareConsumerConfig } from "../config/share-consumer-config.ts";
import { CoordinatorLookup } from "../consumer/coordinator-lookup.ts";
import { HeartbeatMember } from "../consumer/heartbeat-group/heartbeat-member.ts";
import type { HeartbeatAction, HeartbeatEvent } from "../consumer/heartbeat-group/heartbeat-member-types.ts";
import { areEqual } from "../consumer/heartbeat-group/topic-id-partitions.ts";
import { TopicNames } from "../consumer/topic-names.ts";
import { settledBy } from "../deadline.ts";
import type { Deadline } from "../deadline.ts";
import type { ShareGroupMetrics } from "../metrics/share-metrics.ts";
import { KafkaError, UnsupportedVersionError, protocolError, toKafkaError } from "../errors.ts";
import { shareHeartbeatCall, shareHeartbeatResult } from "./share-requests.ts";
import type { ShareMember } from "./share-requests.ts";

const LEAVE_EPOCH = -1;

export interface ShareCoordinatorOptions {
  readonly client: ClusterClient;
  readonly config: ShareConsumerConfig;
  readonly subscription: () => readonly string[];
  readonly onNews: () => void;
  readonly metrics: ShareGroupMetrics;
}

/** A partition that is assigned, with its topic's name. */
export interface SharedPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
}

type Action<T extends HeartbeatAction["type"]> = Extract<HeartbeatAction, { readonly type: T }>;

/** Membership of one share consumer. */
export class ShareCoordinator {
  readonly memberId: string;
  readonly #options: ShareCoordinatorOptions;
  readonly #lookup: CoordinatorLookup;
  readonly #member: HeartbeatMember;
  readonly #names: TopicNames;
  readonly #identity: ShareMember;
  #sentTopics: string | undefined;
  #assigned: readonly SharedPartition[] = [];
  #error: KafkaError | undefined;
  #fatalError: KafkaError | undefined;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: ShareCoordinatorOptions) {
    this.#options = options;
    const { client, config } = options;
    this.memberId = randomUuid(client.ports.random);
    this.#identity = { groupId: config["group.id"], memberId: this.memberId };
    this.#lookup = new CoordinatorLookup(client, config["group.id"]);
    this.#member = new HeartbeatMember({
      maxPollIntervalMs: config["max.poll.interval.ms"],
      retryBackoffMs: config["retry.backoff.ms"],
      retryBackoffMaxMs: config["retry.backoff.max.ms"],
      staleEpoch: LEAVE_EPOCH,
    });
    this.#names = new TopicNames(client, options.onNews);
  }

  /** The partitions to fetch from. */
  get assigned(): readonly SharedPartition[] {
    return this.#assigned;
  }

  /** Whether the group has let it in and has not put it out since. */
  get isMember(): boolean {
    const { state } = this.#member;
    return state === "reconciling" || state === "acknowledging" || state === "stable";
  }

  /** Moves the membership on. Throws what the group refuses. */
  poll(): void {
    void this.#dispatch({ type: "polled" });
    this.#reconcile();
    const error = this.#fatalError ?? this.#error;
    this.#error = undefined;
    if (error !== undefined) throw error;
  }

  async leave(deadline: Deadline): Promise<void> {
    this.#assigned = [];
    const left = this.#dispatch({ type: "leave", epoch: LEAVE_EPOCH });
    await settledBy(this.#options.client.ports.clock, left, deadline);
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

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
        this.#lookup.lose();
        return;
      case "sendHeartbeat":
        void this.#sendHeartbeat(action);
        return;
      case "forgetSent":
        this.#sentTopics = undefined;
        return;
      case "reconcile":
        this.#options.onNews();
        return;
      case "release":
        this.#assigned = [];
        // Joining again waits for a poll in the case of a member that did not poll; the machine knows.
        queueMicrotask(() => void this.#dispatch({ type: "released" }));
        return;
      case "fail":
        this.#failForGood(this.#errorOf(action.errorCode, action.errorMessage));
        return;
    }
  }

  #errorOf(errorCode: number, errorMessage: string | null): KafkaError {
    const error = protocolError(errorCode, errorMessage);
    if (error.code !== "GROUP_AUTHORIZATION_FAILED") return error;
    return protocolError(errorCode, `Not authorized to access group: ${this.#identity.groupId}`);
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
    this.#timer = clock.setTimer(Math.max(0, wakeAtMs - this.#nowMs()), () => void this.#dispatch({ type: "tick" }));
  }

  async #findCoordinator(): Promise<void> {
    try {
      await this.#lookup.find();
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
    const { config, metrics, subscription } = this.#options;
    const { heartbeat, isJoining, memberEpoch } = action;
    const topics = [...subscription()].sort();
    const written = JSON.stringify(topics);
    const isNew = isJoining || written !== this.#sentTopics;
    this.#sentTopics = written;
    const rack = config["client.rack"];
    try {
      const call = shareHeartbeatCall(this.#identity, {
        memberEpoch,
        rackId: isJoining && rack !== "" ? rack : null,
        subscribedTopicNames: isNew ? topics : null,
      });
      metrics.onHeartbeatSent();
      const result = shareHeartbeatResult(await this.#lookup.ask(call));
      metrics.onHeartbeat();
      void this.#dispatch({ type: "answered", heartbeat, result });
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (error.code === "CLOSED") return;
      if (error.retriable) void this.#dispatch({ type: "unanswered", heartbeat });
      else {
        this.#failForGood(error instanceof UnsupportedVersionError ? unsupportedError() : error);
        void this.#dispatch({ type: "refused" });
      }
    }
  }

  async #sendLeave(action: Action<"sendLeave">): Promise<void> {
    const given = { memberEpoch: action.memberEpoch, rackId: null, subscribedTopicNames: null };
    await this.#lookup.ask(shareHeartbeatCall(this.#identity, given)).catch(() => undefined);
  }

  /** Follows the target as far as the names of the topics are known. */
  #reconcile(): void {
    const { owned, state, target } = this.#member;
    if (state !== "reconciling") return;
    this.#names.use(new Set([...target.partitions.keys(), ...owned.partitions.keys()]));
    const known = new Map<string, readonly number[]>();
    const assigned: SharedPartition[] = [];
    for (const [topicId, numbers] of target.partitions) {
      const topic = this.#names.get(topicId);
      if (topic === undefined) continue;
      known.set(topicId, numbers);
      for (const partition of numbers) assigned.push({ topic, topicId, partition });
    }
    if (target.localEpoch === owned.localEpoch && areEqual(known, owned.partitions)) return;
    this.#assigned = assigned;
    this.#options.metrics.onRebalance();
    void this.#dispatch({ type: "reconciled", localEpoch: target.localEpoch, partitions: known });
  }

  #nowMs(): number {
    return this.#options.client.ports.clock.monotonicMs();
  }
}

function unsupportedError(): KafkaError {
  return new UnsupportedVersionError(
    "The cluster does not support the share group protocol. To use share groups, the cluster must have the share group protocol enabled.",
  );
}
