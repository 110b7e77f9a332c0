/**
 * A consumer on the scripted cluster, for unit tests: one topic `t`, and virtual time.
 */
import type { ConsumerOptions } from "../config/consumer-config.ts";
import { Consumer } from "../consumer/consumer.ts";
import { KafkaError } from "../errors.ts";
import { ScriptedCluster } from "./scripted-broker.ts";
import { ScriptedLog } from "./scripted-log.ts";

export interface World extends AsyncDisposable {
  readonly cluster: ScriptedCluster;
  readonly log: ScriptedLog;
  consumer(options?: object): Consumer<string | null, string | null>;
  /** The values of one poll that waits for up to `timeoutMs` of virtual time. */
  poll(consumer: Consumer<string | null, string | null>, timeoutMs?: number): Promise<(string | null)[]>;
}

/** Starts it; the topic has as many partitions as asked for. */
export async function world(partitions = 1, brokers = 1): Promise<World> {
  const cluster = await ScriptedCluster.start(brokers);
  cluster.addTopic(
    "t",
    Array.from({ length: partitions }, () => 0),
  );
  const log = new ScriptedLog(cluster);
  return {
    cluster,
    log,
    consumer(options = {}) {
      const all = {
        bootstrapServers: cluster.bootstrapServers,
        keyDeserializer: "StringDeserializer",
        valueDeserializer: "StringDeserializer",
        ...options,
      } as ConsumerOptions<string | null, string | null>;
      return new Consumer(all, cluster.ports);
    },
    async poll(consumer, timeoutMs = 0) {
      const polled = consumer.poll({ timeoutMs });
      await cluster.advance(timeoutMs + 1);
      return [...(await polled)].map((one) => one.value);
    },
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]();
    },
  };
}

/** The code of the error that a call ends with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    (value) => `fulfilled: ${String(value)}`,
    (error: unknown) => (error instanceof KafkaError ? error.code : String(error)),
  );
}

/** Closes the consumer, in virtual time. */
export async function closed(w: World, consumer: Consumer<string | null, string | null>): Promise<void> {
  const closing = consumer.close();
  await w.cluster.advance(100);
  await closing;
}
