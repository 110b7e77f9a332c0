// What every example needs to run by itself: where Kafka is, and a word when it is over.
import { Admin } from "@ottla/client";

/** An example: does its work and ends. */
export type Example = (bootstrapServers: string, say?: (line: string) => void) => Promise<void>;

/** Makes topics that are not there yet. */
export async function createTopics(
  bootstrapServers: string,
  ...topics: readonly (readonly [string, number])[]
): Promise<void> {
  await using admin = new Admin({ bootstrapServers });
  const created = await admin.createTopics(topics.map(([name, numPartitions]) => ({ name, numPartitions })));
  for (const [, error] of created.errors()) if (error.code !== "TOPIC_ALREADY_EXISTS") throw error;
}

/** Runs the example if its file is the one that node was started with. */
export async function runIfMain(url: string, example: Example): Promise<void> {
  if (process.argv[1] === undefined || new URL(`file://${process.argv[1]}`).href !== url) return;
  await example(process.env["KAFKA_BOOTSTRAP"] ?? "localhost:9092", (line) => void process.stdout.write(`${line}\n`));
}

/** Resolves when `count` things have happened. */
export function countdown(count: number): { readonly done: Promise<void>; hit(): void } {
  let left = count;
  let resolve = (): void => undefined;
  const done = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return {
    done,
    hit() {
      left--;
      if (left === 0) resolve();
    },
  };
}
