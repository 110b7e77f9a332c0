// Members of a group that poll by themselves, for tests of groups; and what a group of them comes to.
import { Consumer, Producer } from "@ottla/client";
import type { ConsumerOptions, RebalanceListener, SubscriptionPattern, TopicPartition } from "@ottla/client";
import { until } from "./client-target.ts";
import type { ClientTarget } from "./client-target.ts";

type Text = string | null;

/** What makes rebalances quick in a test, by the protocol of the group. */
const PROTOCOLS = {
  classic: { heartbeatIntervalMs: 100, sessionTimeoutMs: 10_000 },
  consumer: { groupProtocol: "consumer" },
} as const;

export interface MemberGroup {
  readonly target: ClientTarget;
  readonly groupId: string;
  readonly protocol?: keyof typeof PROTOCOLS;
}

/** A member that polls by itself until it is told to stop, and notes what happens to it. */
export class Member {
  readonly consumer: Consumer<Text, Text>;
  readonly values: string[] = [];
  readonly events: string[] = [];
  #running: Promise<void>;
  #isStopping = false;

  constructor(
    group: MemberGroup,
    topics: string | readonly string[] | RegExp | SubscriptionPattern,
    options: object = {},
  ) {
    const all = {
      bootstrapServers: group.target.bootstrapServers,
      groupId: group.groupId,
      autoOffsetReset: "earliest",
      keyDeserializer: "StringDeserializer",
      valueDeserializer: "StringDeserializer",
      autoCommitIntervalMs: 100,
      metadataMaxAgeMs: 300,
      ...PROTOCOLS[group.protocol ?? "classic"],
      ...options,
    } as ConsumerOptions<Text, Text>;
    this.consumer = new Consumer<Text, Text>(all);
    const note = (event: string) => (partitions: readonly TopicPartition[]) => {
      this.events.push(
        `${event} ${partitions
          .map((one) => one.partition)
          .sort((a, b) => a - b)
          .join(",")}`.trim(),
      );
    };
    const listener: RebalanceListener = {
      onPartitionsAssigned: note("+"),
      onPartitionsRevoked: note("-"),
      onPartitionsLost: note("lost"),
    };
    this.consumer.subscribe(topics, listener);
    this.#running = this.#run();
  }

  get partitions(): number[] {
    return this.consumer.assignment().map((one) => one.partition);
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      for (const record of await this.consumer.poll({ timeoutMs: 50 })) this.values.push(record.value ?? "");
    }
  }

  /** Stops polling; the membership stays. */
  async pause(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  resume(): void {
    this.#isStopping = false;
    this.#running = this.#run();
  }

  async stop(options: Parameters<Consumer["close"]>[0] = {}): Promise<void> {
    await this.pause();
    await this.consumer.close(options);
  }
}

/** Waits until the partitions from 0 on are shared evenly. */
export async function shared(members: readonly Member[], count: number): Promise<void> {
  const all = Array.from({ length: count }, (_unused, i) => i);
  await until(() => {
    const owned = members.flatMap((member) => member.partitions).sort((a, b) => a - b);
    const sizes = members.map((member) => member.partitions.length);
    const isEven = Math.max(...sizes) - Math.min(...sizes) <= 1;
    return isEven && JSON.stringify(owned) === JSON.stringify(all);
  }, `${count} partitions shared by ${members.length}`);
}

/** Sends each value with itself as key. */
export async function produce(target: ClientTarget, topic: string, values: readonly string[]): Promise<void> {
  await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
  await producer.sendBatch(values.map((value) => ({ topic, key: value, value })));
}

export function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_unused, i) => String(from + i));
}
