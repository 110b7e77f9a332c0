// A template with a producer factory of its own: options by Kafka's names, and what comes of each send.
import { DefaultKafkaProducerFactory, KafkaProducerException, KafkaTemplate } from "@ottla/listener";
import { createTopics, runIfMain } from "../run.ts";

const TOPIC = "TEST";

export function customKafkaTemplate(factory: DefaultKafkaProducerFactory): KafkaTemplate {
  return new KafkaTemplate(factory);
}

export async function customTemplate(
  bootstrapServers: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await createTopics(bootstrapServers, [TOPIC, 3]);
  await using factory = new DefaultKafkaProducerFactory({
    "bootstrap.servers": bootstrapServers,
    "key.serializer": "org.apache.kafka.common.serialization.StringSerializer",
    "value.serializer": "org.apache.kafka.common.serialization.StringSerializer",
    acks: "all",
  });
  const template = customKafkaTemplate(factory);
  const sends = Array.from({ length: 10 }, () =>
    template.send(TOPIC, "TEST").then(
      (result) => say(`onSuccess ${result.recordMetadata.offset}`),
      (error: unknown) => {
        if (!(error instanceof KafkaProducerException)) throw error;
        say(`onFailure ${String(error.failedProducerRecord.value)}: ${error.message}`);
      },
    ),
  );
  // Without this the process could end before they are acknowledged.
  await Promise.all(sends);
}

await runIfMain(import.meta.url, customTemplate);
