// A live group changes its protocol, up and down (KIP-848), and what members of either protocol are told meanwhile.
import { DescribeGroups, Heartbeat, JoinGroup, LeaveGroup, ListGroups, OffsetFetch, SyncGroup } from "../apis.ts";
import { ConsumerMember, createSubscribedTopic, describeConsumerGroup } from "../consumer-groups.ts";
import { untilGroup } from "../groups.ts";
import { scenario } from "../scenario.ts";
import type { Session } from "../session.ts";

/** A classic consumer that owns what it was assigned, as the protocol of Kafka's consumers says it. */
class ClassicConsumer {
  memberId = "";
  generationId = -1;
  owned: readonly number[] = [];
  readonly #session: Session;
  readonly #on: number;
  readonly #instanceId: string | null;

  constructor(session: Session, on: number, instanceId: string | null = null) {
    this.#session = session;
    this.#on = on;
    this.#instanceId = instanceId;
  }

  async join(): Promise<number> {
    const answer = await this.#session.send(
      JoinGroup,
      9,
      {
        groupId: this.#session.id,
        sessionTimeoutMs: 30_000,
        rebalanceTimeoutMs: 30_000,
        memberId: this.memberId,
        groupInstanceId: this.#instanceId,
        protocolType: "consumer",
        protocols: [{ name: "range", metadata: subscription(this.#session.id, this.owned) }],
        reason: "scenario",
      },
      { on: this.#on },
    );
    if (answer.memberId !== "") {
      this.memberId = answer.memberId;
      this.#session.nameId(answer.memberId, `<member of connection ${this.#on}>`);
    }
    if (answer.errorCode === 79) return await this.join();
    if (answer.errorCode === 0) this.generationId = answer.generationId;
    return answer.errorCode;
  }

  async sync(partitions?: readonly number[]): Promise<void> {
    const assignments =
      partitions === undefined
        ? []
        : [{ memberId: this.memberId, assignment: assignment(this.#session.id, partitions) }];
    const answer = await this.#session.send(
      SyncGroup,
      5,
      {
        groupId: this.#session.id,
        generationId: this.generationId,
        memberId: this.memberId,
        groupInstanceId: this.#instanceId,
        protocolType: "consumer",
        protocolName: "range",
        assignments,
      },
      { on: this.#on },
    );
    if (answer.errorCode === 0) this.owned = partitionsOf(answer.assignment);
  }

  async heartbeat(generationId = this.generationId): Promise<void> {
    await this.#session.send(
      Heartbeat,
      4,
      {
        groupId: this.#session.id,
        generationId,
        memberId: this.memberId,
        groupInstanceId: this.#instanceId,
      },
      { on: this.#on },
    );
  }

  async leave(): Promise<void> {
    const members = [{ memberId: this.memberId, groupInstanceId: this.#instanceId, reason: "scenario" }];
    await this.#session.send(LeaveGroup, 5, { groupId: this.#session.id, members }, { on: this.#on });
  }
}

/** ConsumerProtocolSubscription, version 1. */
function subscription(topic: string, owned: readonly number[]): Uint8Array {
  return bytes((out) => {
    out.int16(1);
    out.int32(1);
    out.string(topic);
    out.int32(-1);
    out.int32(owned.length === 0 ? 0 : 1);
    if (owned.length > 0) {
      out.string(topic);
      out.int32(owned.length);
      for (const partition of owned) out.int32(partition);
    }
  });
}

/** ConsumerProtocolAssignment, version 1. */
function assignment(topic: string, partitions: readonly number[]): Uint8Array {
  return bytes((out) => {
    out.int16(1);
    out.int32(1);
    out.string(topic);
    out.int32(partitions.length);
    for (const partition of partitions) out.int32(partition);
    out.int32(-1);
  });
}

interface Out {
  int16(value: number): void;
  int32(value: number): void;
  string(text: string): void;
}

function bytes(write: (out: Out) => void): Uint8Array {
  const parts: Buffer[] = [];
  const out: Out = {
    int16(value) {
      const part = Buffer.alloc(2);
      part.writeInt16BE(value);
      parts.push(part);
    },
    int32(value) {
      const part = Buffer.alloc(4);
      part.writeInt32BE(value);
      parts.push(part);
    },
    string(text) {
      out.int16(text.length);
      parts.push(Buffer.from(text));
    },
  };
  write(out);
  return Buffer.concat(parts);
}

/** The partitions of the one topic there can be. */
function partitionsOf(assigned: Uint8Array): number[] {
  const view = new DataView(assigned.buffer, assigned.byteOffset, assigned.byteLength);
  if (view.byteLength < 6 || view.getInt32(2) === 0) return [];
  const at = 8 + view.getInt16(6);
  return Array.from({ length: view.getInt32(at) }, (_, i) => view.getInt32(at + 4 + 4 * i));
}

async function classicPair(s: Session): Promise<readonly [ClassicConsumer, ClassicConsumer]> {
  await createSubscribedTopic(s, { partitions: 4 });
  // Ids are random; the range assignor goes by instance ids.
  const first = new ClassicConsumer(s, 1, "one");
  await first.join();
  await first.sync([0, 1, 2, 3]);
  const second = new ClassicConsumer(s, 2, "two");
  return [first, second];
}

scenario("Migration/a classic group is upgraded by one member", async (s) => {
  const [first] = await classicPair(s);
  const consumer = new ConsumerMember(s, { memberId: "member-z", assignor: "range" });
  await consumer.join();
  await describeConsumerGroup(s, s.id);
  await s.send(DescribeGroups, 6, { groups: [s.id] });
  await s.send(ListGroups, 5, { typesFilter: ["nonsense"] });
  await first.heartbeat();
  await first.heartbeat(99);
  for (const version of [9, 10]) {
    for (const memberEpoch of [1, 99]) {
      const groups = [{ groupId: s.id, memberId: first.memberId, memberEpoch, topics: null }];
      await s.send(OffsetFetch, version, { groups });
    }
  }
  await first.sync();
  await first.join();
  await first.sync();
  await describeConsumerGroup(s, s.id);
  await first.heartbeat();
  await first.join();
  await first.sync();
  await consumer.heartbeat();
  await first.heartbeat();
  await describeConsumerGroup(s, s.id);
});

scenario("Migration/a consumer group takes a classic member and becomes classic again", async (s) => {
  const [first, second] = await classicPair(s);
  const consumer = new ConsumerMember(s, { memberId: "member-z", instanceId: "three", assignor: "range" });
  await consumer.join();
  await second.join();
  await second.sync();
  await first.heartbeat();
  await first.join();
  await first.sync();
  await first.join();
  await first.sync();
  await consumer.heartbeat();
  await second.heartbeat();
  await second.join();
  await second.sync();
  await describeConsumerGroup(s, s.id);
  await consumer.leave();
  await describeConsumerGroup(s, s.id);
  await s.send(DescribeGroups, 6, { groups: [s.id] });
  await first.heartbeat();
  await second.heartbeat();
});

scenario("Migration/a classic group is upgraded while a member waits for it", async (s) => {
  const [first, second] = await classicPair(s);
  const joining = second.join();
  await untilGroup(s, s.id, "PreparingRebalance");
  const consumer = new ConsumerMember(s, { memberId: "member-z", instanceId: "three", assignor: "range" });
  await consumer.join();
  await joining;
  await describeConsumerGroup(s, s.id);
  await second.join();
  await first.heartbeat();
});

scenario("Migration/static members change their protocol one by one", async (s) => {
  await createSubscribedTopic(s, { partitions: 3 });
  const classic = new ClassicConsumer(s, 1, "one");
  await classic.join();
  await classic.sync([0, 1, 2]);
  const consumer = new ConsumerMember(s, { memberId: "member-z", instanceId: "one" });
  await consumer.join();
  await describeConsumerGroup(s, s.id);
  await consumer.heartbeat();
  const back = new ClassicConsumer(s, 2, "one");
  await back.join();
  await back.sync();
  await describeConsumerGroup(s, s.id);
  await s.send(DescribeGroups, 6, { groups: [s.id] });
  await back.heartbeat();
});

scenario("Migration/members of the wrong protocol", async (s) => {
  await createSubscribedTopic(s, { partitions: 2 });
  const consumer = new ConsumerMember(s, { memberId: "member-z" });
  await consumer.join();
  await s.send(Heartbeat, 4, { groupId: s.id, generationId: 2, memberId: "member-z" });
  await s.send(SyncGroup, 5, { groupId: s.id, generationId: 2, memberId: "member-z", assignments: [] });
  await s.send(Heartbeat, 4, { groupId: s.id, generationId: 2, memberId: "nobody" });
  await s.send(Heartbeat, 4, { groupId: s.id, generationId: 2, memberId: "nobody", groupInstanceId: "nobody" });
  const protocols = [{ name: "range", metadata: subscription(s.id, []) }];
  const join = { groupId: s.id, sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 30_000, memberId: "" };
  await s.send(JoinGroup, 3, { ...join, protocolType: "connect", protocols });
  await s.send(JoinGroup, 3, { ...join, protocolType: "consumer", protocols: [] });
  await s.send(JoinGroup, 3, {
    ...join,
    protocolType: "consumer",
    protocols: [{ name: "range", metadata: Buffer.of(1) }],
  });
  await describeConsumerGroup(s, s.id);
});

for (const version of [2, 3, 4, 5]) {
  scenario(`Migration/an administrator removes members v${version}`, async (s) => {
    await createSubscribedTopic(s, { partitions: 2 });
    await new ConsumerMember(s, { memberId: "member-y" }).join();
    await new ConsumerMember(s, { memberId: "member-z", instanceId: "static" }).join();
    const leave = (members: readonly { memberId: string; groupInstanceId?: string | null }[]): Promise<unknown> =>
      version < 3
        ? s.send(LeaveGroup, version, { groupId: s.id, memberId: members[0]?.memberId ?? "" })
        : s.send(LeaveGroup, version, { groupId: s.id, members: [...members] });
    await leave([{ memberId: "nobody" }]);
    if (version >= 3) {
      await leave([
        { memberId: "", groupInstanceId: "nobody" },
        { memberId: "other", groupInstanceId: "static" },
      ]);
      await leave([{ memberId: "", groupInstanceId: "static" }]);
    }
    await leave([{ memberId: "member-y" }]);
    await describeConsumerGroup(s, s.id);
  });
}
