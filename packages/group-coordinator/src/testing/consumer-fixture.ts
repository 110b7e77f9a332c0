/**
 * Members of consumer groups in a test's hands: each remembers what it was told and says it again, as a client does. What the
 * members own is checked against each other after every answer.
 */

import assert from "node:assert/strict";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import type { ConsumerGroup } from "../consumer/consumer-group.ts";
import type { GroupCoordinatorConfig } from "../group-coordinator-config.ts";
import { GROUP, GroupFixture } from "./group-fixture.ts";

export type HeartbeatAnswer = Input<ConsumerGroupHeartbeatResponse> & { readonly errorCode: number };

export class ConsumerFixture extends GroupFixture {
  readonly consumers: TestConsumer[] = [];

  /** Assignments follow each change at once, unless the test says otherwise. */
  constructor(config: Partial<GroupCoordinatorConfig> = {}) {
    super({ consumerGroupAssignmentIntervalMs: 0, ...config });
  }

  heartbeatConsumer(request: Partial<ConsumerGroupHeartbeatRequest>, apiVersion = 1): HeartbeatAnswer {
    const whole: ConsumerGroupHeartbeatRequest = {
      groupId: GROUP,
      memberId: "",
      memberEpoch: 0,
      instanceId: null,
      rackId: null,
      rebalanceTimeoutMs: -1,
      subscribedTopicNames: null,
      subscribedTopicRegex: null,
      serverAssignor: null,
      topicPartitions: null,
      ...request,
    };
    const context = { apiVersion, clientId: "client", clientHost: "/127.0.0.1" };
    const response = this.run(this.shard.consumerGroupHeartbeat(whole, context, this.time)) ?? {};
    return { ...response, errorCode: response.errorCode ?? ErrorCode.NONE };
  }

  /** A member that has not joined yet. */
  consumer(options: Partial<TestConsumerOptions> = {}): TestConsumer {
    const consumer = new TestConsumer(this, {
      memberId: `member-${this.consumers.length + 1}`,
      groupId: GROUP,
      topics: ["t"],
      ...options,
    });
    this.consumers.push(consumer);
    return consumer;
  }

  /** So many members that have joined and have what they are to have. */
  stableConsumers(size: number, options: Partial<TestConsumerOptions> = {}): TestConsumer[] {
    const joined = Array.from({ length: size }, () => {
      const consumer = this.consumer(options);
      consumer.join();
      return consumer;
    });
    this.settleConsumers();
    return joined;
  }

  /** Heartbeats until nobody has anything to do any more. */
  settleConsumers(): void {
    for (let round = 0; round < 10; round++) {
      // What is to be done in the next turn is done.
      this.advance(0);
      for (const consumer of this.consumers) if (consumer.isIn) consumer.heartbeat();
      if (this.consumerGroup().state.get() === "Stable") return;
    }
    assert.fail("the group does not become stable");
  }

  consumerGroup(groupId: string = GROUP): ConsumerGroup {
    const group = this.shard.context.groups.consumerGroup(groupId);
    assert(group !== undefined, "the consumer group exists");
    return group;
  }

  /** `topic-partition` by member id, of those who are in. */
  ownership(groupId: string = GROUP): Record<string, string[]> {
    const owned = this.consumers.filter(({ isIn, options }) => isIn && options.groupId === groupId);
    return Object.fromEntries(owned.map((consumer) => [consumer.memberId, consumer.ownedNames()]));
  }

  assertNobodySharesPartitions(): void {
    const owners = new Map<string, string>();
    for (const consumer of this.consumers.filter(({ isIn }) => isIn)) {
      for (const name of consumer.ownedNames()) {
        const key = `${consumer.options.groupId}/${name}`;
        assert.equal(owners.get(key), undefined, `${name} is with ${consumer.memberId} and ${owners.get(key)}`);
        owners.set(key, consumer.memberId);
      }
    }
  }
}

export interface TestConsumerOptions {
  readonly memberId: string;
  readonly groupId: string;
  /** Null: none by name. */
  readonly topics: readonly string[] | null;
  readonly regex?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly assignor?: string | undefined;
  readonly rackId?: string | undefined;
}

export class TestConsumer {
  readonly #fixture: ConsumerFixture;
  readonly options: TestConsumerOptions;
  readonly memberId: string;
  epoch = 0;
  isIn = false;
  /** Partitions by topic id, as last told. */
  owned: Map<string, readonly number[]> = new Map();
  /** Whether it gives up partitions as soon as it is told; otherwise when `revoke` is called. */
  revokesAtOnce = true;
  #told = new Map<string, readonly number[]>();

  constructor(fixture: ConsumerFixture, options: TestConsumerOptions) {
    this.#fixture = fixture;
    this.options = options;
    this.memberId = options.memberId;
  }

  join(request: Partial<ConsumerGroupHeartbeatRequest> = {}): HeartbeatAnswer {
    this.epoch = 0;
    this.owned = new Map();
    const { topics, regex, instanceId, assignor, rackId } = this.options;
    return this.send({
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: topics === null ? null : [...topics],
      subscribedTopicRegex: regex ?? null,
      instanceId: instanceId ?? null,
      serverAssignor: assignor ?? null,
      rackId: rackId ?? null,
      topicPartitions: [],
      ...request,
    });
  }

  /** Says what it owns, as a client does whenever that has changed. */
  heartbeat(request: Partial<ConsumerGroupHeartbeatRequest> = {}): HeartbeatAnswer {
    const topicPartitions = [...this.owned].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }));
    return this.send({ topicPartitions, instanceId: this.options.instanceId ?? null, ...request });
  }

  leave(epoch = -1): HeartbeatAnswer {
    const answer = this.send({ memberEpoch: epoch, instanceId: this.options.instanceId ?? null });
    if (answer.errorCode === ErrorCode.NONE) this.isIn = false;
    return answer;
  }

  send(request: Partial<ConsumerGroupHeartbeatRequest>): HeartbeatAnswer {
    const { groupId } = this.options;
    const whole = { groupId, memberId: this.memberId, memberEpoch: this.epoch, ...request };
    const answer = this.#fixture.heartbeatConsumer(whole);
    if (answer.errorCode === ErrorCode.NONE && answer.memberEpoch !== undefined) this.#take(answer);
    return answer;
  }

  /** Gives up what it has been told to. */
  revoke(): void {
    this.owned = new Map(this.#told);
  }

  ownedNames(): string[] {
    const { image } = this.#fixture;
    const names = [...this.owned].flatMap(([topicId, partitions]) =>
      partitions.map((partition) => `${image.topicById(topicId)?.name ?? topicId}-${partition}`),
    );
    return names.sort();
  }

  #take({ memberEpoch, assignment }: HeartbeatAnswer): void {
    if (memberEpoch! >= 0) this.isIn = true;
    this.epoch = memberEpoch!;
    if (assignment === undefined || assignment === null) return;
    this.#told = new Map(
      (assignment.topicPartitions ?? []).map(({ topicId, partitions }) => [topicId!, [...partitions!]]),
    );
    if (this.revokesAtOnce) this.revoke();
    else this.#keepWhatIsNotRevoked();
    this.#fixture.assertNobodySharesPartitions();
  }

  /** What is new is taken, what is gone is kept for now. */
  #keepWhatIsNotRevoked(): void {
    for (const [topicId, partitions] of this.#told) {
      this.owned.set(topicId, [...new Set([...(this.owned.get(topicId) ?? []), ...partitions])]);
    }
  }
}
