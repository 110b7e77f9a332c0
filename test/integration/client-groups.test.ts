import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer, KafkaError } from "@ottla/client";
import { clientTarget, pollRecords, until } from "./client-target.ts";
import { Member, numbered, produce, shared } from "./group-member.ts";

const target = clientTarget();

type Text = string | null;

describe("groups", () => {
  for (const assignor of ["range", "roundrobin", "sticky", "cooperative-sticky"]) {
    it(`share partitions while members come and go, with ${assignor}`, async () => {
      const topic = await target.topic({ numPartitions: 6 });
      const group = target.name("group");
      const options = { partitionAssignmentStrategy: assignor };
      await produce(target, topic, numbered(0, 300));
      const a = new Member({ target, groupId: group }, topic, options);
      await shared([a], 6);
      const b = new Member({ target, groupId: group }, topic, options);
      const c = new Member({ target, groupId: group }, [topic], options);
      await shared([a, b, c], 6);
      await produce(target, topic, numbered(300, 600));
      await until(() => new Set([...a.values, ...b.values, ...c.values]).size === 600, "all records");
      await b.stop();
      await shared([a, c], 6);
      await produce(target, topic, numbered(600, 700));
      await until(() => new Set([...a.values, ...b.values, ...c.values]).size === 700, "the records behind the change");
      if (assignor === "cooperative-sticky") {
        // What a member keeps is never taken from it: only differences are announced.
        assert.ok(!a.events.includes("- 0,1,2,3,4,5"), a.events.join(" | "));
      } else assert.ok(a.events.includes("- 0,1,2,3,4,5"), a.events.join(" | "));
      await a.stop();
      await c.stop();
      const committed = (await target.admin.listConsumerGroupOffsets([group])).value(group);
      assert.equal(
        committed.reduce((sum, one) => sum + (one.committed?.offset ?? 0), 0),
        700,
      );
      const description = (await target.admin.describeConsumerGroups([group])).value(group);
      assert.deepEqual([description.state, description.members.length], ["Empty", 0]);
    });
  }

  it("of members that come at once are shared out though nobody's poll ends", async () => {
    for (let round = 0; round < 3; round++) {
      const topic = await target.topic({ numPartitions: 3 });
      const groupId = target.name("group");
      const consumers = numbered(0, 3).map(() => new Consumer({ bootstrapServers: target.bootstrapServers, groupId }));
      const polls = consumers.map(async (consumer) => {
        consumer.subscribe(topic);
        await consumer.poll({ timeoutMs: 120_000 }).catch((error: unknown) => {
          if (!(error instanceof KafkaError) || error.code !== "WAKEUP") throw error;
        });
      });
      await until(() => consumers.every((one) => one.assignment().length === 1), "a partition for each");
      for (const consumer of consumers) consumer.wakeup();
      await Promise.all(polls);
      await Promise.all(consumers.map((one) => one.close()));
    }
  });

  it("deliver nothing twice and lose nothing over orderly handovers", async () => {
    const topic = await target.topic({ numPartitions: 4 });
    const group = target.name("group");
    await produce(target, topic, numbered(0, 2_000));
    const seen: string[] = [];
    for (let round = 0; seen.length < 2_000; round++) {
      assert.ok(round < 50);
      const member = new Member({ target, groupId: group }, topic, { maxPollRecords: 150 });
      await until(() => member.values.length >= 200 || seen.length + member.values.length === 2_000, "a few records");
      await member.stop();
      seen.push(...member.values);
    }
    assert.deepEqual(
      seen.map(Number).sort((a, b) => a - b),
      numbered(0, 2_000).map(Number),
    );
  });

  it("a member that is taken away without a word is replaced after the session timeout", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const group = target.name("group");
    const a = new Member({ target, groupId: group }, topic, { sessionTimeoutMs: 6_000 });
    const b = new Member({ target, groupId: group }, topic, { sessionTimeoutMs: 6_000 });
    await shared([a, b], 2);
    await b.stop({ groupMembershipOperation: "REMAIN_IN_GROUP" });
    await shared([a], 2);
    await a.stop();
  });

  it("a static member that comes back in time gets its partitions back without a rebalance", async () => {
    const topic = await target.topic({ numPartitions: 4 });
    const group = target.name("group");
    const a = new Member({ target, groupId: group }, topic, { groupInstanceId: "a" });
    const b = new Member({ target, groupId: group }, topic, { groupInstanceId: "b" });
    await shared([a, b], 4);
    const before = {
      events: a.events.length,
      generation: a.consumer.groupMetadata().generationId,
      partitions: b.partitions,
    };
    await b.stop();
    const again = new Member({ target, groupId: group }, topic, { groupInstanceId: "b" });
    await until(() => again.partitions.length === 2, "the partitions of before");
    assert.deepEqual(again.partitions, before.partitions);
    assert.deepEqual([a.events.length, a.consumer.groupMetadata().generationId], [before.events, before.generation]);
    const removed = await target.admin.removeMembersFromConsumerGroup(group, { members: [{ groupInstanceId: "b" }] });
    removed.throwIfAnyFailed();
    await a.pause();
    await again.stop();
    await a.stop();
  });

  it("an instance id that is used twice ends the older holder", async () => {
    const topic = await target.topic();
    const group = target.name("group");
    const options = {
      bootstrapServers: target.bootstrapServers,
      groupId: group,
      groupInstanceId: "same",
      heartbeatIntervalMs: 50,
    };
    const older = new Consumer(options);
    older.subscribe(topic);
    await until(async () => {
      await older.poll({ timeoutMs: 50 });
      return older.assignment().length === 1;
    }, "the older member");
    const newer = new Consumer(options);
    newer.subscribe(topic);
    let fenced: unknown;
    await until(async () => {
      await newer.poll({ timeoutMs: 50 });
      await older.poll({ timeoutMs: 50 }).catch((error: unknown) => (fenced ??= error));
      return fenced !== undefined;
    }, "the older member to be fenced");
    assert.ok(fenced instanceof KafkaError && fenced.code === "FENCED_INSTANCE_ID", String(fenced));
    await older.close();
    await newer.close();
  });

  it("a member that does not poll in time loses its partitions, hears of it, and may come back", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const group = target.name("group");
    const slow = new Member({ target, groupId: group }, topic, { maxPollIntervalMs: 1_500 });
    await shared([slow], 2);
    await slow.pause();
    const quick = new Member({ target, groupId: group }, topic);
    await shared([quick], 2);
    const commit = slow.consumer.commitSync().then(
      () => "committed",
      (error: unknown) => (error as KafkaError).code,
    );
    assert.match(await commit, /COMMIT_FAILED|REBALANCE_IN_PROGRESS/);
    slow.resume();
    await shared([slow, quick], 2);
    assert.ok(slow.events.includes("lost 0,1"), slow.events.join(" | "));
    await slow.stop();
    await quick.stop();
  });

  it("a pattern follows topics that appear, and added partitions are shared too", async () => {
    const prefix = target.name("pattern");
    (await target.admin.createTopics([{ name: `${prefix}-1`, numPartitions: 1 }])).throwIfAnyFailed();
    const member = new Member({ target, groupId: target.name("group") }, new RegExp(`${prefix}-.*`));
    await until(() => member.consumer.assignment().length === 1, "the first topic");
    (
      await target.admin.createTopics([
        { name: `${prefix}-2`, numPartitions: 1 },
        { name: `other-${prefix}-3`, numPartitions: 1 },
      ])
    ).throwIfAnyFailed();
    await until(() => member.consumer.assignment().length === 2, "the second topic");
    (await target.admin.createPartitions([{ topic: `${prefix}-2`, totalCount: 3 }])).throwIfAnyFailed();
    await until(() => member.consumer.assignment().length === 4, "the added partitions");
    assert.deepEqual([...member.consumer.subscription()].sort(), [`${prefix}-1`, `${prefix}-2`]);
    await member.stop();
  });

  it("members with different subscriptions get only what they want", async () => {
    const [x, y] = await Promise.all([target.topic({ numPartitions: 3 }), target.topic({ numPartitions: 3 })]);
    const group = target.name("group");
    const options = { partitionAssignmentStrategy: "cooperative-sticky" };
    const both = new Member({ target, groupId: group }, [x, y], options);
    const one = new Member({ target, groupId: group }, x, options);
    await until(() => both.partitions.length === 3 && one.partitions.length === 3, "three each");
    assert.ok(both.consumer.assignment().every((partition) => partition.topic === y));
    assert.ok(one.consumer.assignment().every((partition) => partition.topic === x));
    await both.stop();
    await one.stop();
  });

  it("a listener can commit and seek, and its error reaches the poll without harm to the group", async () => {
    const topic = await target.topic();
    await produce(target, topic, numbered(0, 10));
    await using consumer = new Consumer<Text, Text>({
      bootstrapServers: target.bootstrapServers,
      groupId: target.name("group"),
      enableAutoCommit: false,
      autoOffsetReset: "earliest",
      valueDeserializer: "StringDeserializer",
    });
    let calls = 0;
    consumer.subscribe(topic, {
      async onPartitionsAssigned(partitions) {
        calls++;
        for (const partition of partitions) consumer.seek(partition, 4);
        await consumer.commitSync(
          partitions.map((partition) => ({ ...partition, offset: 2, metadata: "from the listener" })),
        );
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
    assert.deepEqual(committed.get({ topic, partition: 0 }), {
      offset: 2,
      leaderEpoch: undefined,
      metadata: "from the listener",
    });
    assert.equal(calls, 1);
  });

  it("unsubscribing gives the partitions to others, and subscribing again joins again", async () => {
    const topic = await target.topic({ numPartitions: 2 });
    const group = target.name("group");
    const a = new Member({ target, groupId: group }, topic);
    const b = new Member({ target, groupId: group }, topic);
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
});
