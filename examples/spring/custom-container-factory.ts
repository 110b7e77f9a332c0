// A container factory of its own for some listeners: what happens at rebalances, and a commit after every record.
import { topicPartitionName } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";
import {
  AckMode,
  ConcurrentKafkaListenerContainerFactory,
  DefaultKafkaConsumerFactory,
  KafkaApplication,
  KafkaListener,
} from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

type Say = (line: string) => void;

export function customContainerFactory(bootstrapServers: string, say: Say): ConcurrentKafkaListenerContainerFactory {
  const tell = (what: string) => (_consumer: unknown, partitions: readonly TopicPartition[]) =>
    say(`${what} ${partitions.map(topicPartitionName).join(", ")}`);
  return new ConcurrentKafkaListenerContainerFactory({
    consumerFactory: new DefaultKafkaConsumerFactory({
      "bootstrap.servers": bootstrapServers,
      "key.deserializer": "StringDeserializer",
      "value.deserializer": "StringDeserializer",
      "auto.offset.reset": "earliest",
    }),
    batchListener: false,
    containerProperties: {
      ackMode: AckMode.RECORD,
      consumerRebalanceListener: {
        onPartitionsRevokedBeforeCommit: tell("revoked, before the commit:"),
        onPartitionsRevokedAfterCommit: tell("revoked, after the commit:"),
        onPartitionsLost: tell("lost:"),
        onPartitionsAssigned: tell("assigned:"),
      },
    },
  });
}

export async function customFactory(bootstrapServers: string, say: Say = () => undefined): Promise<void> {
  await createTopics(bootstrapServers, ["test-custom", 2]);
  const seen = countdown(10);

  class CustomConsumer {
    @KafkaListener({ topics: "test-custom", groupId: "test-group", containerFactory: "customContainerFactory" })
    customListener(data: string): void {
      say(data);
      seen.hit();
    }
  }

  await using app = new KafkaApplication({
    bootstrapServers,
    containerFactories: { customContainerFactory: customContainerFactory(bootstrapServers, say) },
  });
  for (let i = 0; i < 10; i++) await app.template.send("test-custom", `message ${i}`);
  await app.register(new CustomConsumer());
  await app.start();
  await seen.done;
}

await runIfMain(import.meta.url, customFactory);
