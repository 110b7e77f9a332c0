/**
 * The inside of a thread with a consumer of its own: reads, handles one record after the other, commits what is handled and nothing else.
 *
 * A handler that throws ends the thread, after what was handled before has been committed and the group left.
 */
import { parentPort, workerData } from "node:worker_threads";
import { assert } from "@ottla/base";
import { Consumer } from "../consumer/consumer.ts";
import type { PartitionOffset } from "../consumer/consumer-types.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { isConsumerData } from "./messages.ts";
import type { ConsumerWorkerMessage, RecordHandler, StopMessage } from "./messages.ts";
import { workerRecord } from "./worker-record.ts";

const data: unknown = workerData;
const port = parentPort;
assert(port !== null && isConsumerData(data), "a consumer's thread is started by ConsumerWorkers");
const { commitIntervalMs, module, options, topics } = data;
const say = (message: ConsumerWorkerMessage): void => port.postMessage(message);

const loaded: unknown = await import(module);
const handler: unknown = typeof loaded === "object" && loaded !== null ? Reflect.get(loaded, "default") : undefined;
if (typeof handler !== "function") throw new TypeError(`${module} has no function as its default export`);
const handle = handler as RecordHandler;

const consumer = new Consumer(options);
/** The offsets behind the last record of each partition that is handled, and not committed yet. */
let handled = new TopicPartitionMap<number>();
let isStopping = false;

async function commit(): Promise<void> {
  const offsets: PartitionOffset[] = [...handled].map(([{ topic, partition }, offset]) => ({
    topic,
    partition,
    offset,
  }));
  handled = new TopicPartitionMap();
  if (offsets.length > 0) await consumer.commitSync(offsets);
}

const tell = (): void => say({ type: "assigned", partitions: consumer.assignment() });

async function read(): Promise<void> {
  consumer.subscribe(topics, {
    onPartitionsAssigned: tell,
    onPartitionsRevoked: async () => {
      await commit().catch(() => undefined);
    },
    onPartitionsLost: (partitions: readonly TopicPartition[]) => {
      for (const partition of partitions) handled.delete(partition);
    },
  });
  let committedMs = performance.now();
  while (!isStopping) {
    const records = await consumer.poll({ timeoutMs: 200 });
    if (records.count === 0) tell();
    for (const record of records) {
      if (isStopping) break;
      say({ type: "begun" });
      await handle(workerRecord(record));
      say({ type: "handled" });
      handled.set({ topic: record.topic, partition: record.partition }, record.offset + 1);
    }
    if (performance.now() - committedMs < commitIntervalMs) continue;
    committedMs = performance.now();
    await commit().catch(() => undefined);
  }
}

port.on("message", (message: StopMessage) => {
  assert(message.type === "stop", "there is one message");
  isStopping = true;
});

try {
  await read();
} catch (thrown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  say({ type: "failed", name: error.name, message: error.message, stack: error.stack });
} finally {
  await commit().catch(() => undefined);
  await consumer.close();
  say({ type: "stopped" });
  port.close();
}
