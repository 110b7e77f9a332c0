// Members of classic groups as scenarios play them. What they send is recorded; looking whether the group is where the
// scenario wants it is not.
import type { JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import type { SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import { DescribeGroups, Heartbeat, JoinGroup, LeaveGroup, OffsetCommit, SyncGroup } from "./apis.ts";
import type { SendOptions, Session } from "./session.ts";

export interface MemberOptions {
  /** Connection number; each member that waits needs its own. */
  readonly on?: number;
  readonly group?: string;
  readonly instanceId?: string;
  readonly protocolType?: string;
  readonly protocols?: readonly string[];
  /** User data of the subscription that each protocol carries; a change makes a member rebalance. */
  readonly metadata?: string;
  /** Topics of that subscription. */
  readonly topics?: readonly string[];
  readonly sessionTimeoutMs?: number;
  readonly rebalanceTimeoutMs?: number;
  readonly clientId?: string;
}

/** Versions of each request that go together: the n-th of the released ones, the last repeated. */
const VERSIONS_OF_JOIN = {
  sync: [0, 1, 2, 2, 2, 3, 3, 4, 5, 5],
  heartbeat: [0, 1, 1, 1, 2, 3, 4, 4, 4, 4],
  leave: [0, 1, 1, 2, 2, 3, 4, 4, 5, 5],
};

export class Member {
  readonly group: string;
  readonly options: MemberOptions;
  memberId = "";
  generationId = -1;
  protocolName: string | null = null;
  readonly #session: Session;
  readonly #version: number;

  /** @param version of JoinGroup; the other requests follow it. */
  constructor(session: Session, version: number, options: MemberOptions = {}) {
    this.#session = session;
    this.#version = version;
    this.options = options;
    this.group = options.group ?? session.id;
  }

  /** As `#join`; a scenario may start it and await it later. */
  join(change: JoinChange = {}, send: SendOptions = {}): Promise<JoinGroupResponse> {
    return startable(this.#join(change, send));
  }

  /** Joins, with the second request that versions from 4 on ask of a member without an id. */
  enter(change: Partial<MemberOptions> = {}): Promise<JoinGroupResponse> {
    return startable(this.#enter(change));
  }

  sync(assignments: Readonly<Record<string, string>> = {}, change: SyncChange = {}): Promise<SyncGroupResponse> {
    return startable(this.#sync(assignments, change));
  }

  /** One JoinGroup; remembers the id and generation it is given. */
  async #join(change: JoinChange, send: SendOptions = {}): Promise<JoinGroupResponse> {
    const options = { ...this.options, ...change };
    const answer = await this.#session.send(
      JoinGroup,
      this.#version,
      {
        groupId: this.group,
        sessionTimeoutMs: options.sessionTimeoutMs ?? 30_000,
        ...(this.#version >= 1 ? { rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 30_000 } : {}),
        memberId: change.memberId ?? this.memberId,
        ...(this.#version >= 5 ? { groupInstanceId: options.instanceId ?? null } : {}),
        protocolType: options.protocolType ?? "consumer",
        protocols: (options.protocols ?? ["range"]).map((name) => ({
          name,
          metadata: subscription(options.topics ?? [], options.metadata ?? "m"),
        })),
        ...(this.#version >= 8 ? { reason: "scenario" } : {}),
      },
      this.#send(send),
    );
    if (answer.memberId !== "") this.memberId = answer.memberId;
    const random = answer.memberId.slice(-36);
    if (/^[0-9a-f-]{36}$/.test(random)) this.#session.nameId(random, `<member on ${this.options.on ?? 0}>`);
    if (answer.errorCode === 0) {
      this.generationId = answer.generationId;
      this.protocolName = answer.protocolName;
    }
    return answer;
  }

  async #enter(change: Partial<MemberOptions>): Promise<JoinGroupResponse> {
    const answer = await this.#join(change);
    return answer.errorCode === 79 ? await this.#join(change) : answer;
  }

  async #sync(assignments: Readonly<Record<string, string>>, change: SyncChange): Promise<SyncGroupResponse> {
    const version = this.#with("sync");
    return await this.#session.send(
      SyncGroup,
      version,
      {
        groupId: this.group,
        generationId: change.generationId ?? this.generationId,
        memberId: change.memberId ?? this.memberId,
        ...(version >= 3 ? { groupInstanceId: change.instanceId ?? this.options.instanceId ?? null } : {}),
        ...(version >= 5
          ? {
              protocolType: change.protocolType ?? "consumer",
              protocolName: change.protocolName ?? this.protocolName ?? "range",
            }
          : {}),
        assignments: Object.entries(assignments).map(([memberId, text]) => ({
          memberId,
          assignment: Buffer.from(text),
        })),
      },
      this.#send({}),
    );
  }

  async heartbeat(change: { generationId?: number; memberId?: string; instanceId?: string } = {}): Promise<number> {
    const version = this.#with("heartbeat");
    const answer = await this.#session.send(
      Heartbeat,
      version,
      {
        groupId: this.group,
        generationId: change.generationId ?? this.generationId,
        memberId: change.memberId ?? this.memberId,
        ...(version >= 3 ? { groupInstanceId: change.instanceId ?? this.options.instanceId ?? null } : {}),
      },
      this.#send({}),
    );
    return answer.errorCode;
  }

  async leave(change: { memberId?: string; instanceId?: string } = {}): Promise<number> {
    const version = this.#with("leave");
    const memberId = change.memberId ?? this.memberId;
    const groupInstanceId = change.instanceId ?? this.options.instanceId ?? null;
    const body =
      version >= 3
        ? { groupId: this.group, members: [{ memberId, groupInstanceId }] }
        : { groupId: this.group, memberId };
    return (await this.#session.send(LeaveGroup, version, body, this.#send({}))).errorCode;
  }

  async commit(
    version: number,
    topic: { name: string; id: string },
    offset: number,
    change: CommitChange = {},
  ): Promise<void> {
    await this.#session.send(
      OffsetCommit,
      version,
      {
        groupId: this.group,
        generationIdOrMemberEpoch: change.generationId ?? this.generationId,
        memberId: change.memberId ?? this.memberId,
        ...(version >= 7 ? { groupInstanceId: change.instanceId ?? this.options.instanceId ?? null } : {}),
        topics: [
          {
            name: topic.name,
            topicId: topic.id,
            partitions: [{ partitionIndex: 0, committedOffset: offset, committedMetadata: "m" }],
          },
        ],
      },
      this.#send({}),
    );
  }

  #with(request: keyof typeof VERSIONS_OF_JOIN): number {
    return VERSIONS_OF_JOIN[request][this.#version] ?? 0;
  }

  #send(options: SendOptions): SendOptions {
    const { on, clientId } = this.options;
    return { ...(on === undefined ? {} : { on }), ...(clientId === undefined ? {} : { clientId }), ...options };
  }
}

type JoinChange = Partial<MemberOptions> & { readonly memberId?: string };

export interface SyncChange {
  readonly generationId?: number;
  readonly memberId?: string;
  readonly protocolName?: string;
  readonly protocolType?: string;
  readonly instanceId?: string;
}

/** A ConsumerProtocolSubscription, version 0: the coordinator reads it to know the topics of a group. */
export function subscription(topics: readonly string[], userData: string): Buffer {
  const text = (value: string): Buffer[] => {
    const length = Buffer.alloc(2);
    length.writeInt16BE(Buffer.byteLength(value));
    return [length, Buffer.from(value)];
  };
  const int32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  return Buffer.concat([
    Buffer.alloc(2),
    int32(topics.length),
    ...topics.flatMap(text),
    int32(Buffer.byteLength(userData)),
    Buffer.from(userData),
  ]);
}

/** A promise that may fail before anybody awaits it. */
function startable<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

export interface CommitChange {
  readonly generationId?: number;
  readonly memberId?: string;
  readonly instanceId?: string;
}

/** One group in each of the two partitions of the offsets topic: their names' hash codes differ by one. */
const NUDGED_GROUPS: readonly string[] = ["nudge-0", "nudge-1"];

/**
 * Descriptions show a group as of the last committed record of its coordinator; a change that wrote none shows with the next
 * record of any group. This writes one for each coordinator, so that what happened so far can be described.
 */
export async function nudge(session: Session): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: 1, committedMetadata: "" }];
  for (const groupId of NUDGED_GROUPS) {
    const topics = [{ name: "__consumer_offsets", partitions }];
    await session.quiet(OffsetCommit, 8, { groupId, generationIdOrMemberEpoch: -1, memberId: "", topics });
  }
}

/** DescribeGroups, recorded, of everything that has happened. */
export async function describeGroups(session: Session, version: number, groups: readonly string[]): Promise<void> {
  await nudge(session);
  await session.send(DescribeGroups, version, { groups: [...groups] });
}

/** Waits, unrecorded, until the group is in that state, with that many members if that is given. */
export async function untilGroup(session: Session, group: string, state: string, members?: number): Promise<void> {
  await session.until(`${group} ${state}`, async () => {
    await nudge(session);
    const described = (await session.quiet(DescribeGroups, 5, { groups: [group] })).groups[0];
    return described?.groupState === state && (members === undefined || described.members.length === members);
  });
}

/** A group of one, synced: Stable in generation 1. */
export async function stableMember(session: Session, version: number, options: MemberOptions = {}): Promise<Member> {
  const member = new Member(session, version, options);
  await member.enter();
  await member.sync({ [member.memberId]: "everything" });
  return member;
}

/** Two members, synced: Stable. The first is the leader. */
export async function stablePair(
  session: Session,
  version: number,
  options: MemberOptions = {},
): Promise<[Member, Member]> {
  const first = await stableMember(session, version, { on: 1, ...options });
  const second = new Member(session, version, { on: 2, ...options });
  const entering = second.enter();
  await untilGroup(session, first.group, "PreparingRebalance");
  await first.join();
  await entering;
  const syncing = second.sync();
  await first.sync({ [first.memberId]: "one half", [second.memberId]: "other half" });
  await syncing;
  return [first, second];
}
