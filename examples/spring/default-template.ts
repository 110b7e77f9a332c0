// The template of an application: text for text, without a word of configuration.
import { KafkaApplication } from "@ottla/listener";
import { createTopics, runIfMain } from "../run.ts";

const TOPIC = "TEST";

export async function defaultTemplate(
  bootstrapServers: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await createTopics(bootstrapServers, [TOPIC, 3]);
  await using app = new KafkaApplication({ bootstrapServers });
  const { template } = app;
  for (let i = 0; i < 10; i++) await template.send(TOPIC, `TEST ${i}`);

  // The other overloads.
  await template.send(TOPIC, "key", "TEST");
  await template.send(TOPIC, 1, "key", "TEST");
  await template.send(TOPIC, 1, Date.now(), "key", "TEST");
  const { recordMetadata } = await template.send({
    topic: TOPIC,
    key: "key",
    value: "TEST",
    headers: { from: "an example" },
  });
  say(`the last one is ${recordMetadata.topic}-${recordMetadata.partition}@${recordMetadata.offset}`);
}

await runIfMain(import.meta.url, defaultTemplate);
