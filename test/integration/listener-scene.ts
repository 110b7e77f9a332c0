// What tests of listeners have in common: topics with numbered records, options of a listener that reads them from the start, and what a group has committed.
import assert from "node:assert/strict";
import { Consumer, Producer } from "@ottla/client";
import type { RebalanceListener, TopicPartition } from "@ottla/client";
import { DefaultKafkaConsumerFactory, silentLogger } from "@ottla/listener";
import type {
  Acknowledgment,
  ConsumerFactory,
  ConsumerProperties,
  ContainerConsumer,
  ListenerOptions,
} from "@ottla/listener";
import { until } from "./client-target.ts";
import type { ClientTarget } from "./client-target.ts";

export interface Scene {
  readonly topic: string;
  readonly group: string;
  readonly options: Omit<ListenerOptions, "batch" | "properties"> & {
    readonly topics: string;
    readonly properties: ConsumerProperties;
  };
}

/** A topic with that many records in each partition, values numbered from 0, and the options of a listener that reads it from the start. */
export async function listenerScene(
  target: ClientTarget,
  counts: readonly number[] = [10],
  more: Omit<ListenerOptions, "batch" | "topics" | "properties"> = {},
): Promise<Scene> {
  const topic = await target.topic({ numPartitions: counts.length });
  const group = target.name("group");
  let next = 0;
  for (const [partition, count] of counts.entries()) {
    await produceTo(target, { topic, partition }, range(next, next + count));
    next += count;
  }
  const options = {
    bootstrapServers: target.bootstrapServers,
    groupId: group,
    topics: topic,
    properties: { "auto.offset.reset": "earliest", "heartbeat.interval.ms": 100, "metadata.max.age.ms": 300 },
    pollTimeout: 500,
    logger: silentLogger,
    ...more,
  };
  return { topic, group, options };
}

export async function produceTo(
  target: ClientTarget,
  to: { readonly topic: string; readonly partition?: number },
  values: readonly string[],
  keyOf?: (index: number) => string,
): Promise<void> {
  await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
  await producer.sendBatch(
    values.map((value, index) => ({ partition: 0, ...to, key: keyOf?.(index) ?? value, value })),
  );
}

/** Texts of the numbers from the first to before the last. */
export function range(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_unused, index) => String(from + index));
}

/** Committed offsets by partition. */
export async function committedBy(target: ClientTarget, group: string): Promise<Record<number, number>> {
  const listing = (await target.admin.listConsumerGroupOffsets([group])).value(group);
  const pairs = listing.map((one): [number, number] => [one.partition, one.committed?.offset ?? -1]);
  return Object.fromEntries(pairs.sort(([left], [right]) => left - right));
}

/** Waits until the group's committed offsets are these. */
export async function untilCommitted(
  target: ClientTarget,
  group: string,
  expected: Record<number, number>,
): Promise<void> {
  let seen: Record<number, number> = {};
  const isThere = async (): Promise<boolean> => {
    seen = await committedBy(target, group);
    return JSON.stringify(seen) === JSON.stringify(expected);
  };
  await until(isThere, `commits ${JSON.stringify(expected)}`).catch((error: unknown) => {
    throw new Error(`${String(error)}, but they are ${JSON.stringify(seen)}`, { cause: error });
  });
}

export function acknowledgmentOf(context: { readonly acknowledgment: Acknowledgment | undefined }): Acknowledgment {
  assert.ok(context.acknowledgment !== undefined);
  return context.acknowledgment;
}

/** A consumer factory whose consumers the test has changed. */
export function consumersWith(
  target: ClientTarget,
  change: (consumer: ContainerConsumer) => Partial<ContainerConsumer>,
): ConsumerFactory {
  const factory = new DefaultKafkaConsumerFactory({
    "bootstrap.servers": target.bootstrapServers,
    "key.deserializer": "StringDeserializer",
    "value.deserializer": "StringDeserializer",
  });
  return {
    configurationProperties: factory.configurationProperties,
    createConsumer(overrides) {
      const consumer = factory.createConsumer(overrides);
      return Object.assign(consumer, change(consumer));
    },
  };
}

/** Consumers that say when a revocation begins, before the container hears of it. */
export function tellingRevocations(target: ClientTarget, onRevoked: () => void): ConsumerFactory {
  return consumersWith(target, (consumer) => ({
    subscribe: (topics: string | readonly string[] | RegExp, listener: RebalanceListener = {}) => {
      const { onPartitionsRevoked, onPartitionsAssigned, onPartitionsLost } = listener;
      Consumer.prototype.subscribe.call(consumer, topics, {
        onPartitionsRevoked: (partitions: readonly TopicPartition[]) => {
          onRevoked();
          return onPartitionsRevoked?.call(listener, partitions);
        },
        ...(onPartitionsAssigned === undefined ? {} : { onPartitionsAssigned: onPartitionsAssigned.bind(listener) }),
        ...(onPartitionsLost === undefined ? {} : { onPartitionsLost: onPartitionsLost.bind(listener) }),
      });
    },
  }));
}
