// Members of consumer groups (KIP-848) as scenarios play them: each remembers its epoch and what it was given.
import type { Input } from "@ottla/protocol";
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import { ConsumerGroupDescribe, ConsumerGroupHeartbeat } from "./apis.ts";
import type { Session } from "./session.ts";
import { createTopic } from "./topics.ts";
import type { TestTopic, TopicOptions } from "./topics.ts";

export interface ConsumerOptions {
  readonly memberId: string;
  readonly group?: string;
  readonly topics?: readonly string[] | null;
  readonly regex?: string | null;
  readonly instanceId?: string | null;
  readonly assignor?: string | null;
  readonly version?: number;
}

type Partitions = { topicId: string; partitions: number[] }[];

export class ConsumerMember {
  readonly options: ConsumerOptions;
  readonly group: string;
  epoch = 0;
  owned: Partitions = [];
  readonly #session: Session;

  constructor(session: Session, options: ConsumerOptions) {
    this.#session = session;
    this.options = options;
    this.group = options.group ?? session.id;
  }

  join(change: Input<ConsumerGroupHeartbeatRequest> = {}): Promise<ConsumerGroupHeartbeatResponse> {
    this.epoch = 0;
    this.owned = [];
    const { topics = [this.#session.id], regex = null, assignor = null } = this.options;
    return this.send({
      rebalanceTimeoutMs: 30_000,
      subscribedTopicNames: topics === null ? null : [...topics],
      subscribedTopicRegex: regex,
      serverAssignor: assignor,
      topicPartitions: [],
      ...change,
    });
  }

  /** Says what it owns. */
  heartbeat(change: Input<ConsumerGroupHeartbeatRequest> = {}): Promise<ConsumerGroupHeartbeatResponse> {
    return this.send({ topicPartitions: this.owned, ...change });
  }

  leave(epoch = -1): Promise<ConsumerGroupHeartbeatResponse> {
    return this.send({ memberEpoch: epoch });
  }

  async send(change: Input<ConsumerGroupHeartbeatRequest>): Promise<ConsumerGroupHeartbeatResponse> {
    const { memberId, instanceId = null, version = 1 } = this.options;
    const { subscribedTopicRegex, ...rest } = change;
    const answer = await this.#session.send(ConsumerGroupHeartbeat, version, {
      groupId: this.group,
      memberId,
      memberEpoch: this.epoch,
      instanceId,
      ...rest,
      ...(version >= 1 && subscribedTopicRegex !== undefined ? { subscribedTopicRegex } : {}),
    });
    if (answer.errorCode === 0) {
      this.epoch = answer.memberEpoch;
      if (answer.assignment !== null) this.owned = answer.assignment.topicPartitions;
    }
    return answer;
  }
}

/**
 * As `createTopic`, and waits until every group coordinator knows the topic, which it learns after those who serve the topic itself: members of two groups are
 * given its partitions, one group for each partition of `__consumer_offsets` (an odd multiplier makes names that end in `a` and `b` differ in the hash's last bit).
 */
export async function createSubscribedTopic(session: Session, options: TopicOptions = {}): Promise<TestTopic> {
  const topic = await createTopic(session, options);
  for (const end of ["a", "b"]) {
    const request = { groupId: `${topic.name}-known-${end}`, memberId: "member-of-the-wait", memberEpoch: 0 };
    await session.until(`the coordinators know ${topic.name}`, async () => {
      const { assignment } = await session.quiet(ConsumerGroupHeartbeat, 1, {
        ...request,
        rebalanceTimeoutMs: 30_000,
        subscribedTopicNames: [topic.name],
        topicPartitions: [],
      });
      return (assignment?.topicPartitions.length ?? 0) > 0;
    });
    await session.quiet(ConsumerGroupHeartbeat, 1, { ...request, memberEpoch: -1 });
  }
  return topic;
}

export async function describeConsumerGroup(session: Session, group: string, version = 1): Promise<void> {
  await session.send(ConsumerGroupDescribe, version, { groupIds: [group] });
}

/** Waits until the group is in the state; not recorded. */
export async function untilConsumerGroup(session: Session, group: string, state: string): Promise<void> {
  await session.until(`${group} ${state}`, async () => {
    const { groups } = await session.quiet(ConsumerGroupDescribe, 1, { groupIds: [group] });
    return groups[0]?.groupState === state;
  });
}
