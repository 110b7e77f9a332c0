// Topics that an application declares.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigResourceType } from "@ottla/client";
import { KafkaApplication, silentLogger } from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";

const target = clientTarget();

async function retentionOf(topic: string): Promise<string | null | undefined> {
  const described = await target.admin.describeConfigs([{ type: ConfigResourceType.TOPIC, name: topic }]);
  return described.values()[0]?.find(({ name }) => name === "retention.ms")?.value;
}

describe("the topics of an application", () => {
  it("are made at its start, with the partitions and configs that it says", async () => {
    const [made, grown, kept] = [target.name("made"), await target.topic(), await target.topic({ numPartitions: 3 })];
    const kafkaAdmin = {
      newTopics: [
        { name: made, numPartitions: 2, configs: { "retention.ms": "600000" } },
        { name: grown, numPartitions: 4, configs: { "retention.ms": "700000" } },
        { name: kept, numPartitions: 1 },
      ],
    };
    const before = await retentionOf(grown);
    const options = {
      bootstrapServers: target.bootstrapServers,
      consumer: { "auto.offset.reset": "earliest" },
      logger: silentLogger,
    };
    const heard: string[] = [];
    {
      await using app = new KafkaApplication({ ...options, kafkaAdmin });
      await app.listener({ topics: made, groupId: target.name("group") }, (value) => {
        heard.push(String(value));
      });
      await app.start();
      await app.template.send(made, 1, null, "second partition");
      await until(() => heard.length === 1, "the record");
      // What a controller has done, brokers hear of a little later.
      await until(async () => {
        const described = await app.kafkaAdmin.describeTopics(made, grown, kept);
        return [made, grown, kept].map((name) => described.get(name)?.partitions.length).join() === "2,4,3";
      }, "2, 4 and 3 partitions");
    }
    assert.deepEqual([await retentionOf(made), await retentionOf(grown)], ["600000", before]);
    await using app = new KafkaApplication({ ...options, kafkaAdmin: { ...kafkaAdmin, modifyTopicConfigs: true } });
    assert.equal(await app.kafkaAdmin.initialize(), true);
    await until(async () => (await retentionOf(grown)) === "700000", "the config that is declared");
    assert.equal(await retentionOf(made), "600000");
    await app.kafkaAdmin.deleteTopics(kept);
    await until(async () => !(await target.admin.listTopics()).some(({ name }) => name === kept), "the topic's end");
  });
});
