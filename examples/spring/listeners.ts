// Record listeners: the value, options of one listener, the whole record, three consumers, partitions by hand with an offset to begin at.
import type { ConsumerRecord } from "@ottla/client";
import { KafkaApplication, KafkaListener, record } from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

export async function listeners(
  bootstrapServers: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await createTopics(bootstrapServers, ["test", 3], ["test01", 2]);
  // Four listeners of ten records; and of test01 partition 0 from offset 3 on, partition 1 whole.
  const seen = countdown(4 * 10 + 2 + 5);

  class SpringConsumer {
    @KafkaListener({ topics: "test", groupId: "test-group-01" })
    singleTopicListener(message: string): void {
      say(`01 ${message}`);
      seen.hit();
    }

    @KafkaListener({
      topics: "test",
      groupId: "test-group-02",
      properties: ["max.poll.interval.ms:60000", "auto.offset.reset:earliest"],
    })
    singleTopicWithPropertiesListener(message: string): void {
      say(`02 ${message}`);
      seen.hit();
    }

    @KafkaListener({ topics: "test", groupId: "test-group-03", args: [record()] })
    recordListener(one: ConsumerRecord<string, string>): void {
      say(`03 ${one.topic}-${one.partition}@${one.offset} ${one.value}`);
      seen.hit();
    }

    @KafkaListener({ topics: "test", groupId: "test-group-04", concurrency: "3" })
    concurrentTopicListener(message: string): void {
      say(`04 ${message}`);
      seen.hit();
    }

    @KafkaListener({
      groupId: "test-group-05",
      topicPartitions: [
        { topic: "test01", partitions: ["0", "1"] },
        { topic: "test01", partitionOffsets: [{ partition: "0", initialOffset: "3" }] },
      ],
    })
    specificPartitionListener(message: string): void {
      say(`05 ${message}`);
      seen.hit();
    }
  }

  await using app = new KafkaApplication({ bootstrapServers, consumer: { "auto.offset.reset": "earliest" } });
  for (let i = 0; i < 10; i++) await app.template.send("test", `message ${i}`);
  for (let i = 0; i < 5; i++) {
    await app.template.send("test01", 0, null, `zero ${i}`);
    await app.template.send("test01", 1, null, `one ${i}`);
  }
  await app.register(new SpringConsumer());
  await app.start();
  await seen.done;
}

await runIfMain(import.meta.url, listeners);
