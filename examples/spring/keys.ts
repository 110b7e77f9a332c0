// The keys of an application.yml one by one, and what becomes of those that are written wrongly: each is refused with what is right.
import { readFile } from "node:fs/promises";
import { KafkaApplication } from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

/** As people write them, and as they are not. */
const WRONG = ["ack-mode: all", "ack-mod: MANUAL_IMMEDIATE", "ack-count: 0", "type: RECORDS"];

export async function keys(bootstrapServers: string, say: (line: string) => void = () => undefined): Promise<void> {
  await createTopics(bootstrapServers, ["test-keys", 2]);
  const environment = { ...process.env, KAFKA_BOOTSTRAP: bootstrapServers };
  for (const line of WRONG) {
    try {
      const app = KafkaApplication.fromYaml(`spring.kafka.listener.${line}`, { environment });
      await app.listener({ topics: "test-keys", groupId: "none" }, () => undefined);
    } catch (error) {
      say((error as Error).message);
    }
  }
  const yaml = await readFile(new URL("keys.yml", import.meta.url), "utf8");
  await using app = KafkaApplication.fromYaml(yaml, { environment });
  const seen = countdown(10);
  await app.listener<string>({ topics: "test-keys" }, (message) => {
    say(message);
    seen.hit();
  });
  for (let i = 0; i < 10; i++) await app.template.send("test-keys", `message ${i}`);
  await app.start();
  await seen.done;
}

await runIfMain(import.meta.url, keys);
