// Servers that forbid what can be forbidden: no creation on demand, no deletion, small limits; and topics whose defaults come from
// the server's configuration.
import {
  CreatePartitions,
  CreateTopics,
  DeleteTopics,
  DescribeConfigs,
  DescribeTopicPartitions,
  Fetch,
  JoinGroup,
  Metadata,
  OffsetCommit,
  Produce,
} from "../apis.ts";
import { versionsOf } from "../api.ts";
import { batch, records } from "../batch.ts";
import { Member } from "../groups.ts";
import { fetchAll, fetchFrom, produce } from "../produce.ts";
import { strictScenario } from "../scenario.ts";
import { appendBytes, createTopic, untilServing } from "../topics.ts";

for (const version of versionsOf(DeleteTopics)) {
  strictScenario(`DeleteTopics/deletion is disabled v${version}`, async (s) => {
    const { name } = await createTopic(s);
    await s.attempt(
      DeleteTopics,
      version,
      version >= 6 ? { timeoutMs: 5000, topics: [{ name }] } : { timeoutMs: 5000, topicNames: [name] },
    );
    await s.attempt(
      DeleteTopics,
      version,
      version >= 6 ? { timeoutMs: 5000, topics: [] } : { timeoutMs: 5000, topicNames: [] },
    );
    await s.send(Metadata, 9, { topics: [{ name }], allowAutoTopicCreation: false });
  });
}

for (const version of versionsOf(Metadata)) {
  strictScenario(`Metadata/nothing is created on demand v${version}`, async (s) => {
    await s.send(Metadata, version, {
      topics: [{ name: s.id }],
      ...(version >= 4 ? { allowAutoTopicCreation: true } : {}),
    });
  });
}

strictScenario("CreateTopics/defaults of the server", async (s) => {
  await s.send(CreateTopics, 7, {
    timeoutMs: 5000,
    topics: [{ name: s.id, numPartitions: -1, replicationFactor: -1 }],
  });
  await untilServing(s, s.id, 3);
  await s.send(DescribeConfigs, 4, {
    resources: [{ resourceType: 2, resourceName: s.id, configurationKeys: null }],
    includeSynonyms: true,
  });
  await s.send(CreatePartitions, 3, { timeoutMs: 5000, topics: [{ name: s.id, count: 4, assignments: null }] });
});

for (const version of versionsOf(Produce)) {
  strictScenario(`Produce/the server's defaults v${version}`, async (s) => {
    const topic = await createTopic(s);
    await produce(s, version, topic, batch(records(3)));
    await produce(s, version, topic, batch([{ value: "no key" }]));
    await produce(s, version, topic, batch([{ key: "k", value: "x".repeat(600) }]));
    await fetchAll(s, topic);
  });
}

strictScenario("Fetch/the server's largest answer", async (s) => {
  const topic = await createTopic(s, {
    configs: { "compression.type": "producer", "message.timestamp.type": "CreateTime" },
  });
  for (let i = 0; i < 6; i++) await appendBytes(s, topic.name, batch([{ key: `${i}`, value: String(i).repeat(300) }]));
  for (const version of versionsOf(Fetch)) await fetchFrom(s, topic, 0, { version });
});

for (const version of versionsOf(JoinGroup)) {
  strictScenario(`JoinGroup/a group may have one member v${version}`, async (s) => {
    const member = new Member(s, version, { on: 1, sessionTimeoutMs: 15_000 });
    await member.join({ sessionTimeoutMs: 9999 });
    await member.join({ sessionTimeoutMs: 20_001 });
    await member.enter();
    await new Member(s, version, { on: 2, sessionTimeoutMs: 15_000 }).enter();
    await member.heartbeat();
  });
}

strictScenario("OffsetCommit/longer metadata than the server allows", async (s) => {
  const { name } = await createTopic(s);
  for (const committedMetadata of ["x".repeat(10), "x".repeat(11), "é".repeat(10)]) {
    const partitions = [{ partitionIndex: 0, committedOffset: 1, committedMetadata }];
    await s.send(OffsetCommit, 8, {
      groupId: s.id,
      generationIdOrMemberEpoch: -1,
      memberId: "",
      topics: [{ name, partitions }],
    });
  }
});

strictScenario("DescribeTopicPartitions/pages no longer than the server allows", async (s) => {
  const { name } = await createTopic(s, { partitions: 5 });
  for (const responsePartitionLimit of [1, 2, 3, 2000])
    await s.send(DescribeTopicPartitions, 0, { topics: [{ name }], responsePartitionLimit });
});

strictScenario("Malformed/frames larger than the server allows", async (s) => {
  const length = Buffer.alloc(4);
  for (const [index, bytes] of [99_999, 100_000, 100_001, 200_000].entries()) {
    length.writeInt32BE(bytes);
    await s.raw(Buffer.concat([length, Buffer.alloc(16)]), { on: index, silenceMs: 500 });
  }
});
