/**
 * A shard in a test's hands: requests with defaults, time that moves when told, a log of real record bytes, and appends
 * that succeed at once unless the test holds them or makes them fail.
 *
 * After every operation a shadow, which is fed nothing but the bytes of the log, must hold the same state.
 */

import assert from "node:assert/strict";
import { EMPTY_BYTES, Prng, SnapshotRegistry, ZERO_UUID, utf8Bytes } from "@ottla/base";
import { CoordinatorTimers, ParkedResponse, type CoordinatorResult, type OperationTime } from "@ottla/coordinator";
import { ErrorCode, WireWriter, type Input } from "@ottla/protocol";
import { ConsumerProtocolSubscription } from "@ottla/protocol/messages/consumer-protocol";
import type { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import type { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import type { LeaveGroupResponse, MemberIdentity } from "@ottla/protocol/messages/leave-group";
import type { OffsetCommitRequest } from "@ottla/protocol/messages/offset-commit";
import type { OffsetFetchResponseGroup } from "@ottla/protocol/messages/offset-fetch";
import type { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import type { ClassicGroup } from "../classic/classic-group.ts";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import { restoreClassicGroup } from "../classic/restore.ts";
import {
  DEFAULT_GROUP_COORDINATOR_CONFIG,
  type GroupConfig,
  type GroupCoordinatorConfig,
} from "../group-coordinator-config.ts";
import { GroupCoordinatorShard } from "../group-coordinator-shard.ts";
import type { GroupTimer } from "../group-timer.ts";
import { EMPTY_TOPICS_IMAGE, type TopicsImage } from "../modern/topics-image.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { groupRecordSerde } from "../records/serde.ts";
import { topicsImage } from "./topics-image.ts";
import { durableState, liveGeneration } from "./durable-state.ts";

export const GROUP = "group";

/** An answer that may still be outstanding. */
export class Answer<T extends object> {
  response: Input<T> | undefined;

  readonly waiter: ParkedResponse<Input<T>> = new ParkedResponse((response) => {
    assert.equal(this.response, undefined, "a request is answered once");
    this.response = response;
  });

  get isOutstanding(): boolean {
    return this.response === undefined;
  }

  /** The answer, with the error code that was left out because it is NONE. */
  get value(): Input<T> & { readonly errorCode: number } {
    assert(this.response !== undefined, "the request has been answered");
    const errorCode: unknown = "errorCode" in this.response ? this.response["errorCode"] : ErrorCode.NONE;
    return Object.assign({}, this.response, { errorCode: Number(errorCode) });
  }
}

export interface LogEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
  readonly producerId: bigint;
}

type Held = CoordinatorResult<unknown, GroupRecord>;

export class GroupFixture {
  readonly config: GroupCoordinatorConfig;
  readonly log: LogEntry[] = [];
  readonly random: Prng = new Prng(7);
  snapshots!: SnapshotRegistry;
  timers!: CoordinatorTimers<GroupTimer>;
  shard!: GroupCoordinatorShard;
  shadow!: GroupCoordinatorShard;
  nowMs = 1_700_000_000_000;
  monotonicMs = 0;
  /** The topics of the cluster. */
  image: TopicsImage = EMPTY_TOPICS_IMAGE;
  /** The configs of single groups. */
  readonly groupConfigs: Map<string, GroupConfig> = new Map();
  /** What the next append with records comes to. */
  nextAppendError: number = ErrorCode.NONE;
  /** Whether appends wait for `settle`. */
  holdsAppends = false;
  readonly #held: Held[] = [];
  /** The records of each operation that had some, newest last. */
  readonly written: GroupRecord[][] = [];
  readonly metrics = { commits: 0, expirations: 0, deletions: 0, rebalances: 0 };

  constructor(config: Partial<GroupCoordinatorConfig> = {}) {
    this.config = { ...DEFAULT_GROUP_COORDINATOR_CONFIG, ...config };
    this.reload();
  }

  get time(): OperationTime {
    return { nowMs: this.nowMs, monotonicMs: this.monotonicMs };
  }

  /** The coordinator moves: a new shard is made from the log. */
  reload(config: Partial<GroupCoordinatorConfig> = {}): void {
    Object.assign(this.config, config);
    this.snapshots = new SnapshotRegistry();
    this.timers = new CoordinatorTimers();
    this.shard = this.#newShard(this.snapshots, this.timers);
    this.shadow = this.#newShard(new SnapshotRegistry(), new CoordinatorTimers());
    for (const [offset, entry] of this.log.entries()) {
      for (const shard of [this.shard, this.shadow]) replayEntry(shard, entry, offset);
    }
    this.snapshots.createSnapshot(this.log.length);
    this.shard.onLoaded(this.time);
    this.assertShadow();
  }

  /** Runs an operation as the runtime does. Returns its response, undefined when the append failed or is held. */
  run<T>(result: CoordinatorResult<T, GroupRecord>): T | undefined {
    const { records, response } = result;
    const base = this.log.length + this.#held.reduce((sum, held) => sum + held.records.length, 0);
    if (records.length > 0) this.written.push([...records]);
    records.forEach((record, i) => this.shard.replay(record, { offset: base + i, producerId: -1n }));
    this.#held.push(result);
    if (this.holdsAppends) return undefined;
    const errorCode = this.nextAppendError;
    if (records.length > 0) this.nextAppendError = ErrorCode.NONE;
    this.settle(records.length > 0 ? errorCode : ErrorCode.NONE);
    return records.length > 0 && errorCode !== ErrorCode.NONE ? undefined : response;
  }

  /** Ends all appends that are held, in the order they were made. */
  settle(errorCode: number = ErrorCode.NONE): void {
    const held = this.#held.splice(0);
    if (errorCode === ErrorCode.NONE) {
      for (const { records } of held) for (const record of records) this.append(record);
      this.snapshots.createSnapshot(this.log.length);
    } else {
      this.snapshots.revertTo(this.log.length);
    }
    for (const result of held) result.onCompletion?.(errorCode, this.time);
    this.assertShadow();
  }

  append(record: GroupRecord, producerId: bigint = -1n): void {
    const entry = {
      key: groupRecordSerde.serializeKey(record),
      value: groupRecordSerde.serializeValue(record),
      producerId,
    };
    replayEntry(this.shadow, entry, this.log.length);
    this.log.push(entry);
  }

  /** Live and shadow hold the same; a group at rest is what the log says it is. */
  assertShadow(): void {
    if (this.#held.length > 0) return;
    assert.deepEqual(durableState(this.shard), durableState(this.shadow));
  }

  /** Moves the time on; what falls due on the way expires. */
  advance(ms: number): void {
    const targetMs = this.monotonicMs + ms;
    for (;;) {
      const nextMs = this.timers.nextDeadlineMs;
      if (nextMs === undefined || nextMs > targetMs) break;
      this.#moveTo(Math.max(this.monotonicMs, nextMs));
      const due = this.timers.popDue(this.monotonicMs);
      if (due !== undefined) this.run(this.shard.onTimer(due.event, this.time));
    }
    this.#moveTo(targetMs);
  }

  // Requests

  joinRequest(request: Partial<JoinGroupRequest> & { readonly topics?: readonly string[] } = {}): JoinGroupRequest {
    const { topics = ["t"], ...rest } = request;
    return {
      groupId: GROUP,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 60_000,
      memberId: "",
      groupInstanceId: null,
      protocolType: "consumer",
      protocols: [{ name: "range", metadata: subscription(topics) }],
      reason: null,
      ...rest,
    };
  }

  join(
    request: Partial<JoinGroupRequest> & { readonly topics?: readonly string[] } = {},
    apiVersion = 9,
    clientId = "client",
  ): Answer<JoinGroupResponse> {
    const answer = new Answer<JoinGroupResponse>();
    const context = { apiVersion, clientId, clientHost: "/127.0.0.1" };
    this.run(this.shard.joinGroup(this.joinRequest(request), context, answer.waiter, this.time));
    return answer;
  }

  /** A dynamic member joins in the two steps of version 4 and above. */
  joinWithId(request: Parameters<GroupFixture["join"]>[0] = {}): Joined {
    const given = this.join(request).value;
    assert.equal(given.errorCode, ErrorCode.MEMBER_ID_REQUIRED);
    const memberId = given.memberId!;
    return { memberId, answer: this.join({ ...request, memberId }) };
  }

  sync(memberId: string, generationId: number, request: Partial<SyncGroupRequest> = {}): Answer<SyncGroupResponse> {
    const answer = new Answer<SyncGroupResponse>();
    const whole: SyncGroupRequest = {
      groupId: GROUP,
      generationId,
      memberId,
      groupInstanceId: null,
      protocolType: "consumer",
      protocolName: "range",
      assignments: [],
      ...request,
    };
    this.run(this.shard.syncGroup(whole, answer.waiter, this.time));
    return answer;
  }

  heartbeat(memberId: string, generationId: number, request: Partial<HeartbeatRequest> = {}): number {
    const whole = { groupId: GROUP, generationId, memberId, groupInstanceId: null, ...request };
    const response = this.run<Input<HeartbeatResponse>>(this.shard.heartbeat(whole, this.time));
    return response?.errorCode ?? ErrorCode.NONE;
  }

  leave(
    members: readonly (Partial<MemberIdentity> & { readonly memberId: string })[],
    groupId: string = GROUP,
  ): Input<LeaveGroupResponse> {
    const identities = members.map((member) => ({ groupInstanceId: null, reason: null, ...member }));
    const request = { groupId, memberId: "", members: identities };
    return this.run(this.shard.leaveGroup(request, this.time)) ?? {};
  }

  /** Commits one offset for partition 0 of topic `t`, unless told otherwise; the error of the first partition. */
  commit(request: Partial<OffsetCommitRequest> = {}, apiVersion = 9): number | undefined {
    const whole: OffsetCommitRequest = {
      groupId: GROUP,
      generationIdOrMemberEpoch: -1,
      memberId: "",
      groupInstanceId: null,
      retentionTimeMs: -1,
      topics: [commitTopic("t", [[0, 100]])],
      ...request,
    };
    const context = { apiVersion, clientId: "client", clientHost: "/127.0.0.1" };
    const response = this.run(this.shard.commitOffsets(whole, context, this.time));
    return response?.topics?.[0]?.partitions?.[0]?.errorCode;
  }

  /** All committed offsets as `topic-partition: offset`. */
  offsets(groupId: string = GROUP): Record<string, number> {
    const fetched: Input<OffsetFetchResponseGroup> = this.shard.fetchOffsets(
      { groupId, memberId: null, memberEpoch: -1, topics: null },
      undefined,
    );
    const offsets: Record<string, number> = {};
    for (const { name, partitions } of fetched.topics ?? []) {
      for (const { partitionIndex, committedOffset } of partitions ?? []) {
        offsets[`${name}-${partitionIndex}`] = committedOffset!;
      }
    }
    return offsets;
  }

  /** Creates the topics, or gives them other numbers of partitions. */
  setTopics(partitionCounts: Readonly<Record<string, number>>): void {
    const before = this.image;
    this.image = topicsImage(partitionCounts, before);
    const names = Object.keys(partitionCounts);
    const change = {
      changedTopics: names.filter((name) => before.topic(name)?.partitionCount !== partitionCounts[name]),
      deletedTopics: [...before.topicNames()].filter((name) => !names.includes(name)),
      hasNewTopics: names.some((name) => before.topic(name) === undefined),
    };
    for (const shard of [this.shard, this.shadow]) shard.onTopicsChanged(change);
  }

  group(groupId: string = GROUP): ClassicGroup {
    const group = this.shard.context.groups.classicGroup(groupId, this.nowMs);
    assert(group !== undefined, "the group exists");
    return group;
  }

  /** A stable group of so many dynamic members, leader first. */
  stableGroup(size: number, request: Parameters<GroupFixture["join"]>[0] = {}): StableGroup {
    const joined = Array.from({ length: size }, () => this.joinWithId(request));
    this.advance(this.config.groupInitialRebalanceDelayMs * 2);
    if (this.group().isInState(ClassicGroupState.PREPARING_REBALANCE)) this.advance(60_000);
    return this.syncAll(joined.map(({ memberId }) => memberId));
  }

  /** Everybody who has joined syncs; each is assigned a byte of its own. */
  syncAll(memberIds: readonly string[]): StableGroup {
    const group = this.group();
    const { generationId, leaderId } = group;
    const assignments = memberIds.map((memberId, i) => ({ memberId, assignment: Uint8Array.of(i + 1) }));
    const { protocolType, protocolName } = group;
    const followers = memberIds.filter((memberId) => memberId !== leaderId);
    for (const memberId of followers) this.sync(memberId, generationId, { protocolType, protocolName });
    this.sync(leaderId!, generationId, { assignments, protocolType, protocolName });
    assert.equal(group.state, ClassicGroupState.STABLE);
    this.assertAtRest();
    return { generationId, leaderId: leaderId!, memberIds };
  }

  /** The group is as the log has it: nothing that matters is in memory alone. */
  assertAtRest(groupId: string = GROUP): void {
    const entry = this.shadow.context.groups.entry(groupId);
    assert(entry?.type === "classic", "the log knows the group, and as a classic one");
    const restored = restoreClassicGroup(groupId, entry.metadata, this.nowMs);
    assert.deepEqual(liveGeneration(this.group(groupId)), liveGeneration(restored));
  }

  #moveTo(monotonicMs: number): void {
    this.nowMs += monotonicMs - this.monotonicMs;
    this.monotonicMs = monotonicMs;
  }

  #newShard(snapshots: SnapshotRegistry, timers: CoordinatorTimers<GroupTimer>): GroupCoordinatorShard {
    const { config, random, metrics } = this;
    return new GroupCoordinatorShard({
      config,
      snapshots,
      timers,
      random,
      image: () => this.image,
      groupConfig: (groupId) => this.groupConfigs.get(groupId),
      metrics: {
        onOffsetCommits: (count) => (metrics.commits += count),
        onOffsetExpirations: (count) => (metrics.expirations += count),
        onOffsetDeletions: (count) => (metrics.deletions += count),
        onCompletedRebalance: () => metrics.rebalances++,
      },
    });
  }
}

export interface Joined {
  readonly memberId: string;
  readonly answer: Answer<JoinGroupResponse>;
}

export interface StableGroup {
  readonly generationId: number;
  readonly leaderId: string;
  readonly memberIds: readonly string[];
}

/** A serialized consumer subscription. */
export function subscription(topics: readonly string[]): Uint8Array {
  const writer = new WireWriter();
  writer.int16(1, "version");
  ConsumerProtocolSubscription.encode(writer, { topics, userData: EMPTY_BYTES }, 1);
  return writer.finishBytes();
}

export function commitTopic(
  name: string,
  offsets: readonly (readonly [partition: number, offset: number])[],
  topicId: string = ZERO_UUID,
  metadata = "m",
): OffsetCommitRequest["topics"][number] {
  return {
    name,
    topicId,
    partitions: offsets.map(([partitionIndex, committedOffset]) => ({
      partitionIndex,
      committedOffset,
      committedLeaderEpoch: 5,
      committedMetadata: metadata,
    })),
  };
}

export function protocols(...names: readonly string[]): JoinGroupRequest["protocols"] {
  return names.map((name) => ({ name, metadata: utf8Bytes(`metadata of ${name}`) }));
}

function replayEntry(shard: GroupCoordinatorShard, { key, value, producerId }: LogEntry, offset: number): void {
  const record = groupRecordSerde.deserialize(key, value);
  assert(record !== undefined, "what was written is understood");
  shard.replay(record, { offset, producerId });
}
