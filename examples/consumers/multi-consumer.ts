// Several consumers of one group in one process: each has partitions of its own, so more of them than there are partitions would be idle.
import { Producer } from "@ottla/client";
import { listener } from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

const CONSUMER_COUNT = 3;

export async function multiConsumer(
  bootstrapServers: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await createTopics(bootstrapServers, ["test-consumers", CONSUMER_COUNT]);
  await using producer = new Producer({ bootstrapServers });
  await producer.sendBatch(
    Array.from({ length: 30 }, (_unused, i) => ({ topic: "test-consumers", value: `message ${i}` })),
  );
  const seen = countdown(30);
  await using container = listener<string>(
    {
      bootstrapServers,
      topics: "test-consumers",
      groupId: "test-group",
      properties: ["auto.offset.reset=earliest"],
      concurrency: CONSUMER_COUNT,
    },
    (message, { listenerId }) => {
      say(`${listenerId} ${message}`);
      seen.hit();
    },
  );
  await container.start();
  await seen.done;
}

await runIfMain(import.meta.url, multiConsumer);
