/**
 * What a handler gets as `@Ctx()`: Nest's own KafkaContext, so that existing handlers find what they look for, and the listener's context beside it. Of the
 * consumer and the producer there is what can be done without harm to the container that owns them.
 */
import { KafkaContext } from "@nestjs/microservices";
import type { KafkaTemplate, ListenerContext } from "@ottla/listener";

type Args = ConstructorParameters<typeof KafkaContext>[0];
export type KafkajsMessage = Args[0];
type NestConsumer = Args[3];
type NestProducer = Args[5];

interface Offset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

interface Outgoing {
  readonly topic: string;
  readonly messages: readonly {
    readonly key?: Buffer | string | null;
    readonly value: Buffer | string | null;
    readonly partition?: number;
    readonly headers?: Readonly<Record<string, Buffer | string | undefined>>;
    readonly timestamp?: string;
  }[];
}

export class KafkaListenerContext extends KafkaContext {
  readonly #listenerContext: ListenerContext;

  constructor(message: KafkajsMessage, context: ListenerContext, template: KafkaTemplate<unknown, unknown>) {
    const { partition, topic } = context.record;
    // The consumer polls whatever its handlers do: there is no heartbeat to wait for.
    super([message, partition, topic, consumerOf(context), async () => {}, producerOf(template)]);
    this.#listenerContext = context;
  }

  /** The record, its acknowledgement, the signal that its time is up, and what else a listener gets. */
  getListenerContext(): ListenerContext {
    return this.#listenerContext;
  }
}

function consumerOf({ consumer }: ListenerContext): NestConsumer {
  const served = {
    commitOffsets: async (offsets: readonly Offset[]): Promise<void> => {
      await consumer.commitSync(
        offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: Number(offset) })),
      );
    },
    seek: ({ topic, partition, offset }: Offset): void => consumer.seek({ topic, partition }, Number(offset)),
    pause: (topics: readonly { readonly topic: string; readonly partitions?: readonly number[] }[]): void =>
      consumer.pause(partitionsOf(topics, consumer.assignment())),
    resume: (topics: readonly { readonly topic: string; readonly partitions?: readonly number[] }[]): void =>
      consumer.resume(partitionsOf(topics, consumer.assignment())),
    paused: (): unknown => consumer.paused(),
  };
  return onlyThese(served, "consumer") as unknown as NestConsumer;
}

function partitionsOf(
  topics: readonly { readonly topic: string; readonly partitions?: readonly number[] }[],
  assigned: readonly { readonly topic: string; readonly partition: number }[],
): { readonly topic: string; readonly partition: number }[] {
  return topics.flatMap(({ topic, partitions }) =>
    partitions === undefined
      ? assigned.filter((one) => one.topic === topic)
      : partitions.map((partition) => ({ topic, partition })),
  );
}

function producerOf(template: KafkaTemplate<unknown, unknown>): NestProducer {
  const send = async ({ topic, messages }: Outgoing): Promise<unknown[]> =>
    await Promise.all(
      messages.map(async ({ key, value, partition, headers = {}, timestamp }) => {
        const present = Object.entries(headers).flatMap(([name, text]) =>
          text === undefined ? [] : [{ key: name, value: text }],
        );
        const { recordMetadata } = await template.send({
          topic,
          key: bytesOf(key ?? null),
          value: bytesOf(value),
          headers: present,
          ...(partition === undefined ? {} : { partition }),
          ...(timestamp === undefined ? {} : { timestamp: Number(timestamp) }),
        });
        const { topic: topicName, partition: at, offset } = recordMetadata;
        return { topicName, partition: at, errorCode: 0, baseOffset: String(offset) };
      }),
    );
  const sendBatch = async ({ topicMessages }: { readonly topicMessages: readonly Outgoing[] }): Promise<unknown[]> =>
    (await Promise.all(topicMessages.map(send))).flat();
  return onlyThese({ send, sendBatch }, "producer") as unknown as NestProducer;
}

export function bytesOf(data: Buffer | string | null): Buffer | null {
  return typeof data === "string" ? Buffer.from(data) : data;
}

/** kafkajs's interface is wide; whoever calls what is not here learns it by name and not by `undefined is not a function`. */
function onlyThese<T extends object>(served: T, what: string): T {
  return new Proxy(served, {
    get(target, name, receiver) {
      if (name in target || typeof name === "symbol" || name === "then")
        return Reflect.get(target, name, receiver) as unknown;
      throw new Error(`The ${what} of a KafkaStrategy has no ${name}: it has ${Object.keys(target).join(", ")}`);
    },
  });
}
