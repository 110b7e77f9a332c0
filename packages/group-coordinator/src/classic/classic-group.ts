/**
 * A classic group while this node coordinates it: its members, its state, and who waits for what. It is volatile: the log
 * holds a generation only once its assignment is known (`records/group-metadata-record`), and a group that is loaded
 * starts from that as Stable or Empty.
 *
 * Only the files of this folder change a group, in the operations of its requests and timers.
 */

import { assert } from "@ottla/base";
import type { Input } from "@ottla/protocol";
import { ErrorCode } from "@ottla/protocol";
import type { JoinGroupResponse, JoinGroupResponseMember } from "@ottla/protocol/messages/join-group";
import type { SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import type { ClassicGroupMember, JoinWaiter, MemberProtocol } from "./classic-group-member.ts";
import { ClassicGroupState, VALID_PREVIOUS_STATES } from "./classic-group-state.ts";
import { CONSUMER_PROTOCOL_TYPE, subscribedTopicsOf } from "./consumer-subscription.ts";
import { mostVotedProtocol, SupportedProtocols } from "./protocol-selection.ts";

export interface ClassicGroupOptions {
  readonly groupId: string;
  readonly state: ClassicGroupState;
  readonly generationId?: number;
  readonly protocolType?: string | null;
  readonly protocolName?: string | null;
  readonly leaderId?: string | null;
  /** Wall clock; null when it is not known (records of old versions). */
  readonly currentStateTimestampMs: number | null;
}

export class ClassicGroup {
  readonly groupId: string;
  /** Grows by one with each completed rebalance; 0 before the first. */
  generationId: number;
  /** Null until a member has joined: a group that only commits offsets has none. */
  protocolType: string | null;
  /** What the members of this generation agreed on; null while there are none. */
  protocolName: string | null;
  leaderId: string | null;
  /** Whether a member has joined since the initial rebalance was last put off. */
  newMemberAdded = false;
  /** The topics the members subscribe to; undefined when this is not a consumer group or cannot be told. */
  subscribedTopics: ReadonlySet<string> | undefined = undefined;
  readonly #members = new Map<string, ClassicGroupMember>();
  /** Member id by group instance id; every value is a key of the members. */
  readonly #staticMembers = new Map<string, string>();
  /** Member ids that were handed out and have not joined yet; no key of the members is among them. */
  readonly #pendingJoinMembers = new Set<string>();
  /** Members of this generation whose SyncGroup has not come yet. */
  readonly #pendingSyncMembers = new Set<string>();
  readonly #supported = new SupportedProtocols();
  /** 0 <= awaitingJoinCount <= memberCount */
  #awaitingJoinCount = 0;
  #state: ClassicGroupState;
  #previousState: ClassicGroupState = ClassicGroupState.DEAD;
  #currentStateTimestampMs: number | null;

  constructor(options: ClassicGroupOptions) {
    this.groupId = options.groupId;
    this.#state = options.state;
    this.generationId = options.generationId ?? 0;
    this.protocolType = options.protocolType ?? null;
    this.protocolName = options.protocolName ?? null;
    this.leaderId = options.leaderId ?? null;
    this.#currentStateTimestampMs = options.currentStateTimestampMs;
  }

  get state(): ClassicGroupState {
    return this.#state;
  }

  get previousState(): ClassicGroupState {
    return this.#previousState;
  }

  /** When the group entered its state, wall clock; null when it is not known. */
  get currentStateTimestampMs(): number | null {
    return this.#currentStateTimestampMs;
  }

  isInState(...states: readonly ClassicGroupState[]): boolean {
    return states.includes(this.#state);
  }

  get isEmpty(): boolean {
    return this.#state === ClassicGroupState.EMPTY;
  }

  transitionTo(state: ClassicGroupState, nowMs: number): void {
    const valid = VALID_PREVIOUS_STATES[state];
    assert(valid.includes(this.#state), `group ${this.groupId} cannot go from ${this.#state} to ${state}`);
    this.#previousState = this.#state;
    this.#state = state;
    this.#currentStateTimestampMs = nowMs;
  }

  get canRebalance(): boolean {
    return VALID_PREVIOUS_STATES[ClassicGroupState.PREPARING_REBALANCE].includes(this.#state);
  }

  // Members

  get memberCount(): number {
    return this.#members.size;
  }

  /** In the order they joined. */
  members(): IterableIterator<ClassicGroupMember> {
    return this.#members.values();
  }

  member(memberId: string): ClassicGroupMember | undefined {
    return this.#members.get(memberId);
  }

  hasMember(memberId: string): boolean {
    return this.#members.has(memberId);
  }

  isLeader(memberId: string): boolean {
    return this.leaderId === memberId;
  }

  staticMemberId(groupInstanceId: string): string | undefined {
    return this.#staticMembers.get(groupInstanceId);
  }

  get staticMemberCount(): number {
    return this.#staticMembers.size;
  }

  /** Members whose JoinGroup waits. */
  get awaitingJoinCount(): number {
    return this.#awaitingJoinCount;
  }

  /** The longest rebalance timeout of the members; 0 without members. */
  get rebalanceTimeoutMs(): number {
    let longestMs = 0;
    for (const member of this.#members.values()) longestMs = Math.max(longestMs, member.rebalanceTimeoutMs);
    return longestMs;
  }

  /** Adds a member whose protocols the group supports; the first one becomes the leader. */
  add(member: ClassicGroupMember, waiter?: JoinWaiter): void {
    const { memberId, groupInstanceId } = member;
    if (groupInstanceId !== null) {
      assert(!this.#staticMembers.has(groupInstanceId), "a group instance id belongs to one member");
      this.#staticMembers.set(groupInstanceId, memberId);
    }
    if (this.#members.size === 0) this.protocolType = member.protocolType;
    assert(this.protocolType === member.protocolType, "the members of a group have one protocol type");
    this.leaderId ??= memberId;
    this.#members.set(memberId, member);
    this.#supported.add(member);
    this.#setAwaitingJoin(member, waiter);
    this.#pendingJoinMembers.delete(memberId);
  }

  /** Removes a member or a pending member. The leader's place goes to the member that joined first of those left. */
  remove(memberId: string): void {
    const member = this.#members.get(memberId);
    if (member !== undefined) {
      this.#members.delete(memberId);
      this.#supported.remove(member);
      this.#setAwaitingJoin(member, undefined);
      if (member.groupInstanceId !== null) this.#staticMembers.delete(member.groupInstanceId);
    }
    if (this.isLeader(memberId)) this.leaderId = this.#members.keys().next().value ?? null;
    this.#pendingJoinMembers.delete(memberId);
    this.#pendingSyncMembers.delete(memberId);
  }

  /** Gives the static member a new id. Whoever waits under the old one is fenced. */
  replaceStaticMember(groupInstanceId: string, oldMemberId: string, newMemberId: string): ClassicGroupMember {
    const old = this.#members.get(oldMemberId);
    assert(old !== undefined, "only a member is replaced");
    this.completeJoin(old, { memberId: oldMemberId, leader: "", errorCode: ErrorCode.FENCED_INSTANCE_ID });
    this.completeSync(old, { errorCode: ErrorCode.FENCED_INSTANCE_ID });
    const member = old.withMemberId(newMemberId);
    this.#members.delete(oldMemberId);
    this.#members.set(newMemberId, member);
    if (this.isLeader(oldMemberId)) this.leaderId = newMemberId;
    this.#staticMembers.set(groupInstanceId, newMemberId);
    return member;
  }

  /** A known member says something new, or waits anew; what it waited for before is answered. */
  updateMember(
    member: ClassicGroupMember,
    update: {
      readonly protocols: readonly MemberProtocol[];
      readonly rebalanceTimeoutMs: number;
      readonly sessionTimeoutMs: number;
      readonly waiter: JoinWaiter | undefined;
    },
  ): void {
    this.#supported.remove(member);
    member.supportedProtocols = update.protocols;
    this.#supported.add(member);
    member.rebalanceTimeoutMs = update.rebalanceTimeoutMs;
    member.sessionTimeoutMs = update.sessionTimeoutMs;
    this.completeJoin(member, { memberId: member.memberId, errorCode: ErrorCode.REBALANCE_IN_PROGRESS });
    this.#setAwaitingJoin(member, update.waiter);
  }

  // Members on their way in

  isPendingMember(memberId: string): boolean {
    return this.#pendingJoinMembers.has(memberId);
  }

  addPendingMember(memberId: string): void {
    assert(!this.#members.has(memberId), "a pending member is no member yet");
    this.#pendingJoinMembers.add(memberId);
  }

  get pendingMemberCount(): number {
    return this.#pendingJoinMembers.size;
  }

  get hasAllMembersJoined(): boolean {
    return this.#pendingJoinMembers.size === 0 && this.#members.size === this.#awaitingJoinCount;
  }

  notYetRejoinedMembers(): ClassicGroupMember[] {
    return [...this.#members.values()].filter((member) => !member.isAwaitingJoin);
  }

  // Members that have not fetched their assignment

  addPendingSyncMember(memberId: string): void {
    assert(this.#members.has(memberId), "only a member's SyncGroup is waited for");
    this.#pendingSyncMembers.add(memberId);
  }

  removePendingSyncMember(memberId: string): void {
    this.#pendingSyncMembers.delete(memberId);
  }

  clearPendingSyncMembers(): void {
    this.#pendingSyncMembers.clear();
  }

  get pendingSyncMembers(): ReadonlySet<string> {
    return this.#pendingSyncMembers;
  }

  get hasReceivedSyncFromAllMembers(): boolean {
    return this.#pendingSyncMembers.size === 0;
  }

  // Protocols

  get usesConsumerGroupProtocol(): boolean {
    return this.protocolType === CONSUMER_PROTOCOL_TYPE;
  }

  /** Whether a member with these protocols could be one of this group. */
  supportsProtocols(protocolType: string, protocols: readonly MemberProtocol[]): boolean {
    if (this.isEmpty) return protocolType !== "" && protocols.length > 0;
    const everybody = this.#members.size;
    return (
      this.protocolType === protocolType && protocols.some(({ name }) => this.#supported.countOf(name) === everybody)
    );
  }

  /** What the members agree on now; there must be some. */
  selectProtocol(): string {
    assert(this.#members.size > 0, "only members select a protocol");
    return mostVotedProtocol(this.#members.values(), this.#supported.namesWithCount(this.#members.size));
  }

  /** Whether the group reads the topic, as far as can be told: a consumer group that cannot be understood reads them all. */
  isSubscribedToTopic(topic: string): boolean {
    return this.subscribedTopics?.has(topic) ?? this.usesConsumerGroupProtocol;
  }

  computeSubscribedTopics(): ReadonlySet<string> | undefined {
    if (!this.usesConsumerGroupProtocol) return undefined;
    const topics = new Set<string>();
    if (this.#members.size === 0) return topics;
    const protocolName = this.protocolName;
    if (protocolName === null) return undefined;
    for (const member of this.#members.values()) {
      const subscribed = subscribedTopicsOf(member.metadataOf(protocolName));
      if (subscribed === undefined) return undefined;
      for (const topic of subscribed) topics.add(topic);
    }
    return topics;
  }

  // Generations

  /**
   * Makes sure that the leader is one of those who joined. False when nobody joined: the rebalance cannot complete.
   */
  maybeElectNewJoinedLeader(): boolean {
    if (this.leaderId === null) return false;
    if (this.#members.get(this.leaderId)?.isAwaitingJoin === true) return true;
    for (const member of this.#members.values()) {
      if (member.isAwaitingJoin) {
        this.leaderId = member.memberId;
        return true;
      }
    }
    return false;
  }

  initNextGeneration(nowMs: number): void {
    this.generationId++;
    this.protocolName = this.#members.size > 0 ? this.selectProtocol() : null;
    this.subscribedTopics = this.computeSubscribedTopics();
    this.transitionTo(this.#members.size > 0 ? ClassicGroupState.COMPLETING_REBALANCE : ClassicGroupState.EMPTY, nowMs);
    this.clearPendingSyncMembers();
  }

  /** What the leader of the present generation is told about the members. */
  joinResponseMembers(): Input<JoinGroupResponseMember>[] {
    const protocolName = this.protocolName;
    assert(protocolName !== null, "a generation with members has a protocol");
    return [...this.#members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      metadata: member.metadataOf(protocolName),
    }));
  }

  // Answers

  /** Answers the member's JoinGroup; false when none waits. */
  completeJoin(member: ClassicGroupMember, response: Input<JoinGroupResponse>): boolean {
    const waiter = member.awaitingJoin;
    this.#setAwaitingJoin(member, undefined);
    return waiter?.complete(response) ?? false;
  }

  /** Answers the member's SyncGroup; false when none waits. */
  completeSync(member: ClassicGroupMember, response: Input<SyncGroupResponse>): boolean {
    const waiter = member.awaitingSync;
    member.awaitingSync = undefined;
    return waiter?.complete(response) ?? false;
  }

  #setAwaitingJoin(member: ClassicGroupMember, waiter: JoinWaiter | undefined): void {
    if (member.isAwaitingJoin) this.#awaitingJoinCount--;
    member.awaitingJoin = waiter;
    if (member.isAwaitingJoin) this.#awaitingJoinCount++;
  }
}
