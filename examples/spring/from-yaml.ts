// An application from Spring Boot's configuration: the file says MANUAL_IMMEDIATE, so listeners acknowledge.
import { readFile } from "node:fs/promises";
import { KafkaApplication } from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

export async function fromYaml(bootstrapServers: string, say: (line: string) => void = () => undefined): Promise<void> {
  await createTopics(bootstrapServers, ["test-yaml", 1]);
  const yaml = await readFile(new URL("application.yml", import.meta.url), "utf8");
  const environment = { ...process.env, KAFKA_BOOTSTRAP: bootstrapServers };
  await using app = KafkaApplication.fromYaml(yaml, { environment });
  const seen = countdown(10);
  await app.listener<string>({ topics: "test-yaml", groupId: "test-group-01" }, async (message, { acknowledgment }) => {
    say(message);
    await acknowledgment?.acknowledge();
    seen.hit();
  });
  for (let i = 0; i < 10; i++) await app.template.send("test-yaml", `message ${i}`);
  await app.start();
  await seen.done;
}

await runIfMain(import.meta.url, fromYaml);
