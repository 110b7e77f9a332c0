// Groups whose coordinator assigns (group.protocol=consumer, KIP-848).
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer, KafkaError, SubscriptionPattern } from "@ottla/client";
import { clientTargetWith, codeOf, pollRecords, until } from "./client-target.ts";
import { Member, numbered, produce, shared } from "./group-member.ts";

type Text = string | null;

const { target, skip } = await clientTargetWith("ConsumerGroupHeartbeat");

function newGroup(groupId = target.name("group")): { target: typeof target; groupId: string; protocol: "consumer" } {
  return { target, groupId, protocol: "consumer" };
}

describe("groups of the consumer protocol", { skip }, () => {
  for (const assignor of ["uniform", "range", null]) {
    it(`share partitions while members come and go, with ${assignor ?? "the broker's choice"}`, async () => {
      const topic = await target.topic({ numPartitions: 6 });
      const group = newGroup();
      const options = { groupRemoteAssignor: assignor };
      await produce(target, topic, numbered(0, 300));
      const a = new Member(group, topic, options);
      await shared([a], 6);
      const b = new Member(group, topic, options);
      const c = new Member(group, [topic], options);
      await shared([a, b, c], 6);
      await produce(target, topic, numbered(300, 600));
      await until(() => new Set([...a.values, ...b.values, ...c.values]).size === 600, "all records");
      await b.stop();
      await shared([a, c], 6);
      await produce(target, topic, numbered(600, 700));
      await until(() => new Set([...a.values, ...b.values, ...c.values]).size === 700, "the records behind the change");
      // What a member keeps is never taken from it: only differences are announced.
      assert.ok(!a.events.includes("- 0,1,2,3,4,5"), a.events.join(" | "));
      assert.equal(a.values.length + b.values.length + c.values.length, 700, "nothing was read twice");
      const description = (await target.admin.describeConsumerGroups([group.groupId])).value(group.groupId);
      assert.deepEqual([description.type, description.state, description.members.length], ["Consumer", "Stable", 2]);
      if (assignor !== null) assert.equal(description.partitionAssignor, assignor);
      await a.stop();
      await c.stop();
      const committed = (await target.admin.listConsumerGroupOffsets([group.groupId])).value(group.groupId);
      assert.equal(
        committed.reduce((sum, one) => sum + (one.committed?.offset ?? 0), 0),
        700,
      );
    });
  }

  it("deliver nothing twice and lose nothing over orderly handovers", async () => {
    const topic = await target.topic({ numPartitions: 4 });
    const group = newGroup();
    await produce(target, topic, numbered(0, 1_000));
    const seen: string[] = [];
    for (let round = 0; seen.length < 1_000; round++) {
      assert.ok(round < 50);
      const member = new Member(group, topic, { maxPollRecords: 150 });
      await until(() => member.values.length >= 200 || seen.length + member.values.length === 1_000, "a few records");
      await member.stop();
      seen.push(...member.values);
    }
    assert.deepEqual(
      seen.map(Number).sort((a, b) => a - b),
      numbered(0, 1_000).map(Number),
    );
  });

  it("a member that is taken away without a word is replaced after the session timeout", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const group = newGroup();
    const a = new Member(group, topic);
    const b = new Member(group, topic);
    await shared([a, b], 2);
    await b.stop({ groupMembershipOperation: "REMAIN_IN_GROUP" });
    assert.deepEqual(a.partitions.length, 1);
    await shared([a], 2);
    await a.stop();
  });

  it("a static member that comes back in time gets its partitions back without a rebalance", async () => {
    const topic = await target.topic({ numPartitions: 4 });
    const group = newGroup();
    const a = new Member(group, topic, { groupInstanceId: "a" });
    const b = new Member(group, topic, { groupInstanceId: "b" });
    await shared([a, b], 4);
    const before = { events: a.events.length, partitions: b.partitions };
    await b.stop();
    const again = new Member(group, topic, { groupInstanceId: "b" });
    await until(() => again.partitions.length === 2, "the partitions of before");
    assert.deepEqual([again.partitions, a.events.length], [before.partitions, before.events]);
    await again.stop({ groupMembershipOperation: "LEAVE_GROUP" });
    await shared([a], 4);
    await a.stop();
  });

  it("an instance id that is in use is refused to the younger member", async () => {
    const topic = await target.topic();
    const group = newGroup();
    const older = new Member(group, topic, { groupInstanceId: "same" });
    await shared([older], 1);
    const younger = new Consumer({
      bootstrapServers: target.bootstrapServers,
      groupId: group.groupId,
      groupProtocol: "consumer",
      groupInstanceId: "same",
    });
    younger.subscribe(topic);
    let refused: unknown;
    await until(async () => {
      await younger.poll({ timeoutMs: 50 }).catch((error: unknown) => (refused = error));
      return refused !== undefined;
    }, "the younger member to be refused");
    assert.ok(refused instanceof KafkaError && refused.code === "UNRELEASED_INSTANCE_ID", String(refused));
    assert.equal(await codeOf(younger.poll()), "UNRELEASED_INSTANCE_ID", "every poll says so");
    await younger.close();
    assert.equal(older.partitions.length, 1);
    await older.stop();
  });

  it("a member that does not poll in time loses its partitions, hears of it, and may come back", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const group = newGroup();
    const slow = new Member(group, topic, { maxPollIntervalMs: 1_500 });
    await shared([slow], 2);
    await slow.pause();
    const quick = new Member(group, topic);
    await shared([quick], 2);
    assert.equal(await codeOf(slow.consumer.commitSync([{ topic, partition: 0, offset: 0 }])), "COMMIT_FAILED");
    slow.resume();
    await shared([slow, quick], 2);
    assert.ok(slow.events.includes("lost 0,1"), slow.events.join(" | "));
    await slow.stop();
    await quick.stop();
  });

  it("a pattern follows topics that appear, matched by the broker or by the client", async () => {
    for (const toPattern of [(text: string) => new SubscriptionPattern(text), (text: string) => new RegExp(text)]) {
      const prefix = target.name("pattern");
      (await target.admin.createTopics([{ name: `${prefix}-1`, numPartitions: 1 }])).throwIfAnyFailed();
      const member = new Member(newGroup(), toPattern(`${prefix}-.*`));
      await until(() => member.consumer.assignment().length === 1, "the first topic");
      (
        await target.admin.createTopics([
          { name: `${prefix}-2`, numPartitions: 2 },
          { name: `other-${prefix}-3`, numPartitions: 1 },
        ])
      ).throwIfAnyFailed();
      await produce(target, `${prefix}-1`, ["one"]);
      await produce(target, `${prefix}-2`, ["two"]);
      await until(() => member.consumer.assignment().length === 3, "the second topic");
      await until(() => member.values.length === 2, "records of both");
      await member.stop();
    }
  });

  it("a pattern that is none is refused with the broker's reason", async () => {
    const consumer = new Consumer({
      bootstrapServers: target.bootstrapServers,
      groupId: target.name("group"),
      groupProtocol: "consumer",
    });
    consumer.subscribe(new SubscriptionPattern("(["));
    let refused: unknown;
    await until(async () => {
      await consumer.poll({ timeoutMs: 50 }).catch((error: unknown) => (refused = error));
      return refused !== undefined;
    }, "the pattern to be refused");
    assert.match(String(refused), /Invalid RE2J SubscriptionPattern provided in the call to subscribe/);
    await consumer.close();
  });

  it("members with different subscriptions get only what they want, and a change of mind is followed", async () => {
    const [x, y] = await Promise.all([target.topic({ numPartitions: 3 }), target.topic({ numPartitions: 3 })]);
    const group = newGroup();
    const both = new Member(group, [x, y]);
    const one = new Member(group, x);
    await until(() => both.partitions.length >= 3 && one.partitions.length >= 1, "some for both");
    await until(() => both.partitions.length + one.partitions.length === 6, "all");
    assert.ok(one.consumer.assignment().every((partition) => partition.topic === x));
    await one.pause();
    one.consumer.subscribe(y);
    one.resume();
    await until(() => {
      const topics = new Set(one.consumer.assignment().map((partition) => partition.topic));
      return topics.size === 1 && topics.has(y) && both.partitions.length + one.partitions.length === 6;
    }, "the other topic");
    await both.stop();
    await one.stop();
  });

  it("a listener can commit and seek, and is called again when it threw", async () => {
    const topic = await target.topic();
    await produce(target, topic, numbered(0, 10));
    await using consumer = new Consumer<Text, Text>({
      bootstrapServers: target.bootstrapServers,
      groupId: target.name("group"),
      groupProtocol: "consumer",
      enableAutoCommit: false,
      autoOffsetReset: "earliest",
      valueDeserializer: "StringDeserializer",
    });
    const calls: number[] = [];
    consumer.subscribe(topic, {
      async onPartitionsAssigned(partitions) {
        calls.push(partitions.length);
        if (calls.length > 1) return;
        for (const partition of partitions) consumer.seek(partition, 4);
        await consumer.commitSync(partitions.map((partition) => ({ ...partition, offset: 2, metadata: "listener" })));
        throw new Error("listener");
      },
    });
    let failure: unknown;
    await until(async () => {
      await consumer.poll({ timeoutMs: 50, maxRecords: 1 }).catch((error: unknown) => (failure ??= error));
      return failure !== undefined;
    }, "the listener's error");
    assert.match(String(failure), /User rebalance callback throws an error: listener/);
    const records = await pollRecords(consumer, 6);
    assert.deepEqual(
      records.map((one) => one.value),
      numbered(4, 10),
    );
    const committed = await consumer.committed([{ topic, partition: 0 }]);
    assert.equal(committed.get({ topic, partition: 0 })?.offset, 2);
    assert.deepEqual(calls.slice(0, 2), [1, 0]);
  });

  it("unsubscribing gives the partitions to others, and subscribing again joins again", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const group = newGroup();
    const a = new Member(group, topic);
    const b = new Member(group, topic);
    await shared([a, b], 2);
    await b.pause();
    await b.consumer.unsubscribe();
    assert.deepEqual(b.consumer.assignment(), []);
    await shared([a], 2);
    b.consumer.subscribe(topic);
    b.resume();
    await shared([a, b], 2);
    await a.stop();
    await b.stop();
  });

  it("a group goes from the classic protocol to this one and back while it reads", async () => {
    const topic = await target.topic({ numPartitions: 4 });
    const groupId = target.name("group");
    const options = { partitionAssignmentStrategy: "cooperative-sticky" };
    const classic = new Member({ target, groupId, protocol: "classic" }, topic, options);
    await shared([classic], 4);
    const young = new Member(newGroup(groupId), topic);
    await shared([classic, young], 4);
    await produce(target, topic, numbered(0, 200));
    await until(() => classic.values.length + young.values.length >= 200, "all records");
    await classic.stop();
    await shared([young], 4);
    const back = new Member({ target, groupId, protocol: "classic" }, topic, options);
    await shared([back, young], 4);
    await young.stop();
    await shared([back], 4);
    await back.stop();
    const values = [...classic.values, ...young.values, ...back.values];
    assert.deepEqual(new Set(values), new Set(numbered(0, 200)));
  });
});
