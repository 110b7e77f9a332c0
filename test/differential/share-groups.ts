// Members of share groups (KIP-932) as scenarios play them: each remembers its member epoch and the epoch of its share session.
import type { Input } from "@ottla/protocol";
import type { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from "@ottla/protocol/messages/share-acknowledge";
import type { ShareFetchRequest, ShareFetchResponse } from "@ottla/protocol/messages/share-fetch";
import type {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import { IncrementalAlterConfigs } from "./apis.ts";
import {
  DescribeShareGroupOffsets,
  ShareAcknowledge,
  ShareFetch,
  ShareGroupDescribe,
  ShareGroupHeartbeat,
} from "./share-apis.ts";
import type { SendOptions, Session } from "./session.ts";
import { untilConfig, type TestTopic } from "./topics.ts";

/** Acknowledge types: a gap in the log, done, to be delivered again, never to be delivered again, more time. */
export const GAP = 0;
export const ACCEPT = 1;
export const RELEASE = 2;
export const REJECT = 3;
export const RENEW = 4;

/** First and last offset, and a type for all or for each. */
export type Acknowledgement = readonly [first: number, last: number, ...types: number[]];

export interface ShareOptions {
  readonly memberId: string;
  readonly group?: string;
  readonly topics?: readonly string[];
  /** Of ShareFetch and ShareAcknowledge; default 2. */
  readonly version?: number;
  /** The connection; a share session ends with it. */
  readonly on?: number;
  /** What its heartbeats are answered is left to chance: only that they are. */
  readonly isContentOpen?: boolean;
}

export class ShareMember {
  readonly options: ShareOptions;
  readonly group: string;
  epoch = 0;
  sessionEpoch = 0;
  readonly #session: Session;

  constructor(session: Session, options: ShareOptions) {
    this.#session = session;
    this.options = options;
    this.group = options.group ?? session.id;
  }

  // Membership

  join(change: Input<ShareGroupHeartbeatRequest> = {}): Promise<ShareGroupHeartbeatResponse> {
    this.epoch = 0;
    const { topics = [this.#session.id] } = this.options;
    return this.heartbeat({ subscribedTopicNames: [...topics], ...change });
  }

  async heartbeat(change: Input<ShareGroupHeartbeatRequest> = {}): Promise<ShareGroupHeartbeatResponse> {
    const request = { groupId: this.group, memberId: this.options.memberId, memberEpoch: this.epoch, ...change };
    const { isContentOpen = false } = this.options;
    const answer = await this.#session.send(ShareGroupHeartbeat, 1, request, { ...this.#connection, isContentOpen });
    if (answer.errorCode === 0) this.epoch = answer.memberEpoch;
    return answer;
  }

  leave(): Promise<ShareGroupHeartbeatResponse> {
    return this.heartbeat({ memberEpoch: -1 });
  }

  // Records

  /** Partition 0 of the topic; what is acknowledged goes along with it. */
  async fetch(
    topic: TestTopic,
    change: Input<ShareFetchRequest> = {},
    acknowledgements: readonly Acknowledgement[] = [],
    send: SendOptions = {},
  ): Promise<ShareFetchResponse> {
    const { memberId, version = 2 } = this.options;
    const request = {
      groupId: this.group,
      memberId,
      shareSessionEpoch: this.sessionEpoch,
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1_000_000,
      maxRecords: 500,
      batchSize: 500,
      topics: topicsOf(topic, acknowledgements),
      ...change,
    };
    const answer = await this.#session.send(ShareFetch, version, request, { ...this.#connection, ...send });
    if (answer.errorCode === 0) this.sessionEpoch = (request.shareSessionEpoch ?? 0) + 1;
    return answer;
  }

  async acknowledge(
    topic: TestTopic,
    acknowledgements: readonly Acknowledgement[],
    change: Input<ShareAcknowledgeRequest> = {},
  ): Promise<ShareAcknowledgeResponse> {
    const { memberId, version = 2 } = this.options;
    const request = {
      groupId: this.group,
      memberId,
      shareSessionEpoch: this.sessionEpoch,
      topics: topicsOf(topic, acknowledgements),
      ...change,
    };
    const answer = await this.#session.send(ShareAcknowledge, version, request, this.#connection);
    if (answer.errorCode === 0) this.sessionEpoch = (request.shareSessionEpoch ?? 0) + 1;
    return answer;
  }

  get #connection(): SendOptions {
    return { on: this.options.on ?? 0 };
  }
}

/** What a request says of partition 0 of one topic. */
export function topicsOf(
  { id: topicId }: TestTopic,
  acknowledgements: readonly Acknowledgement[] = [],
): NonNullable<Input<ShareAcknowledgeRequest>["topics"]> {
  const acknowledgementBatches = acknowledgements.map(([firstOffset, lastOffset, ...acknowledgeTypes]) => {
    return { firstOffset, lastOffset, acknowledgeTypes };
  });
  return [{ topicId, partitions: [{ partitionIndex: 0, acknowledgementBatches }] }];
}

export async function describeShareGroup(session: Session, group: string = session.id): Promise<void> {
  await session.send(ShareGroupDescribe, 1, { groupIds: [group] });
}

/** Waits until the group's metadata say of so many partitions that the share coordinator has their state; not recorded. */
export async function untilInitialized(session: Session, count: number, groupId: string = session.id): Promise<void> {
  await session.until(`${count} initialized partitions`, async () => {
    const { groups } = await session.quiet(DescribeShareGroupOffsets, 1, { groups: [{ groupId, topics: null }] });
    return groups[0]?.topics.reduce((sum, { partitions }) => sum + partitions.length, 0) === count;
  });
}

/** Waits until the group is in the state; not recorded. */
export async function untilShareGroup(session: Session, state: string, group: string = session.id): Promise<void> {
  await session.until(`${group} ${state}`, async () => {
    const { groups } = await session.quiet(ShareGroupDescribe, 1, { groupIds: [group] });
    return groups[0]?.groupState === state;
  });
}

/** Sets configs of the group, and waits until they are known. */
export async function configureShareGroup(
  session: Session,
  configs: Readonly<Record<string, string>>,
  group: string = session.id,
): Promise<void> {
  const entries = Object.entries(configs);
  await session.quiet(IncrementalAlterConfigs, 1, {
    resources: [
      {
        resourceType: 32,
        resourceName: group,
        configs: entries.map(([name, value]) => ({ name, configOperation: 0, value })),
      },
    ],
  });
  for (const [name, value] of entries) await untilConfig(session, { type: 32, name: group }, name, value);
}

/** A member of a group that reads the topic from its beginning, with the state of `partitions` partitions made. */
export async function readingMember(
  session: Session,
  options: Partial<ShareOptions> & {
    readonly partitions?: number;
    readonly configs?: Readonly<Record<string, string>>;
  } = {},
): Promise<ShareMember> {
  const { partitions = 1, configs = {}, ...rest } = options;
  await configureShareGroup(session, { "share.auto.offset.reset": "earliest", ...configs }, rest.group);
  const member = new ShareMember(session, { memberId: "member-a", ...rest });
  await member.join();
  await untilInitialized(session, partitions, member.group);
  await member.heartbeat();
  return member;
}
