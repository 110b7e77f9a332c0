// Batch listeners: one gets the values alone, one acknowledges by itself, one commits through the consumer.
import type { ConsumerRecord } from "@ottla/client";
import { KafkaApplication, KafkaListener, acknowledgment, consumer, record } from "@ottla/listener";
import type { Acknowledgment, ListenerConsumer } from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

type Records = readonly ConsumerRecord<string, string>[];

export async function batchListeners(
  bootstrapServers: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await createTopics(bootstrapServers, ["test-batch", 1]);
  const seen = countdown(3 * 10);

  class BatchConsumer {
    @KafkaListener({ topics: "test-batch", groupId: "test-group-00", batch: true })
    listListener(messages: readonly string[]): void {
      for (const message of messages) say(`00 ${message}`);
      for (const _one of messages) seen.hit();
    }

    @KafkaListener({
      topics: "test-batch",
      groupId: "test-group-01",
      batch: true,
      ackMode: "MANUAL",
      args: [record(), acknowledgment()],
    })
    async acknowledgingListener(records: Records, ack: Acknowledgment): Promise<void> {
      for (const one of records) say(`01 ${one.value}`);
      await ack.acknowledge();
      for (const _one of records) seen.hit();
    }

    @KafkaListener({
      topics: "test-batch",
      groupId: "test-group-02",
      batch: true,
      ackMode: "MANUAL",
      args: [record(), consumer()],
    })
    async committingListener(records: Records, kafka: ListenerConsumer): Promise<void> {
      for (const one of records) say(`02 ${one.value}`);
      await kafka.commitAsync();
      for (const _one of records) seen.hit();
    }
  }

  await using app = new KafkaApplication({ bootstrapServers, consumer: { "auto.offset.reset": "earliest" } });
  for (let i = 0; i < 10; i++) await app.template.send("test-batch", `message ${i}`);
  await app.register(new BatchConsumer());
  await app.start();
  await seen.done;
}

await runIfMain(import.meta.url, batchListeners);
