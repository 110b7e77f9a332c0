// A consumer for each of three threads. There are two partitions, so two threads work, each on a partition of its own, and the third is idle, and said to be.
import { Producer } from "@ottla/client";
import { silentLogger, workerListener } from "@ottla/listener";
import { countdown, createTopics, runIfMain } from "../run.ts";

const CONSUMER_COUNT = 3;
const PARTITIONS = 2;
// What runs in the threads, as it is or compiled.
const HANDLER = import.meta.url.endsWith(".ts") ? "../worker-handler.ts" : "../worker-handler.js";

export async function multiThread(
  bootstrapServers: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await createTopics(bootstrapServers, ["test-threads", PARTITIONS]);
  await using producer = new Producer({ bootstrapServers });
  await producer.sendBatch(
    Array.from({ length: 10 }, (_unused, i) => ({
      topic: "test-threads",
      partition: i % PARTITIONS,
      value: `message ${i}`,
    })),
  );
  const seen = countdown(10);
  const idle = countdown(1);
  await using container = workerListener({
    bootstrapServers,
    topics: "test-threads",
    groupId: "test-group",
    properties: ["auto.offset.reset=earliest"],
    ackMode: "RECORD",
    workers: { module: new URL(HANDLER, import.meta.url), threads: CONSUMER_COUNT, strategy: "consumers" },
    recordInterceptor: {
      success: ({ partition, offset }) => {
        say(`handled ${partition}@${offset}`);
        seen.hit();
      },
    },
    logger: {
      ...silentLogger,
      warn: (message) => {
        say(message);
        idle.hit();
      },
    },
  });
  await container.start();
  await Promise.all([seen.done, idle.done]);
}

await runIfMain(import.meta.url, multiThread);
