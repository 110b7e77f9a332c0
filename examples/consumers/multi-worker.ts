// One consumer and many workers: records are handled beside each other. A plain poll loop that hands records to a pool loses those that are not done when it
// commits, and has no order; here nothing is committed before everything in front of it is done, and with ordering "key" the records of a key stay in order.
import { setTimeout as delay } from "node:timers/promises";
import { Producer } from "@ottla/client";
import { listener } from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

export async function multiWorker(
  bootstrapServers: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await createTopics(bootstrapServers, ["test-workers", 1]);
  await using producer = new Producer({ bootstrapServers });
  await producer.sendBatch(
    Array.from({ length: 30 }, (_unused, i) => ({ topic: "test-workers", key: `key-${i % 5}`, value: `message ${i}` })),
  );
  const seen = countdown(30);
  let running = 0;
  let most = 0;
  await using container = listener<string>(
    {
      bootstrapServers,
      topics: "test-workers",
      groupId: "test-group",
      properties: ["auto.offset.reset=earliest"],
      ordering: "key",
      maxConcurrency: 10,
    },
    async (message, { record }) => {
      most = Math.max(most, ++running);
      // The work.
      await delay(5);
      running--;
      say(`${String(record.key)} ${message}`);
      seen.hit();
    },
  );
  await container.start();
  await seen.done;
  say(`up to ${most} at once`);
}

await runIfMain(import.meta.url, multiWorker);
