// Topics, configs and records that scenarios prepare before what they are about. None of it is recorded.
import { CreateTopics, DescribeConfigs, ListOffsets, Metadata, Produce } from "./apis.ts";
import { batch, records } from "./batch.ts";
import { ScenarioEnd } from "./session.ts";
import type { Session } from "./session.ts";

export interface TestTopic {
  readonly name: string;
  readonly id: string;
}

export interface TopicOptions {
  /** Appended to the scenario's id; needed for a second topic. */
  readonly suffix?: string;
  readonly partitions?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** Creates a topic named after the scenario and waits until every partition serves. */
export async function createTopic(session: Session, options: TopicOptions = {}): Promise<TestTopic> {
  const name = options.suffix === undefined ? session.id : `${session.id}-${options.suffix}`;
  const partitions = options.partitions ?? 1;
  const answer = await session.quiet(CreateTopics, 7, {
    topics: [
      {
        name,
        numPartitions: partitions,
        replicationFactor: 1,
        configs: Object.entries(options.configs ?? {}).map(([key, value]) => ({ name: key, value })),
      },
    ],
    timeoutMs: 10_000,
  });
  const created = answer.topics[0];
  if (created?.errorCode !== 0)
    throw new ScenarioEnd(`creating ${name}: ${created?.errorCode} ${created?.errorMessage}`);
  session.nameId(created.topicId, `<id of ${name}>`);
  await untilServing(session, name, partitions);
  return { name, id: created.topicId };
}

/** A topic exists for the controller first, then for metadata, then for the log: waits for the last. */
export async function untilServing(session: Session, name: string, partitions: number): Promise<void> {
  await session.until(`${name} serving`, async () => {
    const offsets = await session.quiet(ListOffsets, 5, {
      replicaId: -1,
      topics: [{ name, partitions: indexes(partitions).map((partitionIndex) => ({ partitionIndex, timestamp: -2 })) }],
    });
    return offsets.topics.every((topic) => topic.partitions.every((partition) => partition.errorCode === 0));
  });
  await session.until(`${name} in metadata`, async () => {
    const metadata = await session.quiet(Metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false });
    return metadata.topics.every((topic) => topic.errorCode === 0 && topic.partitions.length === partitions);
  });
}

/** Waits until a topic is known no more. */
export async function untilGone(session: Session, name: string): Promise<void> {
  await session.until(`${name} gone`, async () => {
    const metadata = await session.quiet(Metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false });
    const offsets = await session.quiet(ListOffsets, 5, {
      replicaId: -1,
      topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -2 }] }],
    });
    return metadata.topics.every((topic) => topic.errorCode === 3) && offsets.topics[0]?.partitions[0]?.errorCode === 3;
  });
}

/** Waits until DescribeConfigs shows a value; `type` 2 is a topic, 4 a broker, 32 a group. */
export async function untilConfig(
  session: Session,
  resource: { type: number; name: string },
  key: string,
  value: string,
): Promise<void> {
  await session.until(`${key}=${value}`, async () => {
    const described = await session.quiet(DescribeConfigs, 4, {
      resources: [{ resourceType: resource.type, resourceName: resource.name, configurationKeys: [key] }],
    });
    return described.results[0]?.configs.some((config) => config.name === key && config.value === value) === true;
  });
}

/** Appends a batch of `count` records, v0 to v<count−1> with the offset as number, and expects success. */
export async function append(session: Session, topic: string, count: number, partition = 0, from = 0): Promise<number> {
  return await appendBytes(session, topic, batch(records(count, from)), partition);
}

export async function appendBytes(session: Session, topic: string, bytes: Uint8Array, partition = 0): Promise<number> {
  const answer = await session.quiet(Produce, 9, {
    acks: -1,
    timeoutMs: 10_000,
    topicData: [{ name: topic, partitionData: [{ index: partition, records: bytes }] }],
  });
  const result = answer.responses[0]?.partitionResponses[0];
  if (result?.errorCode !== 0)
    throw new ScenarioEnd(`appending to ${topic}: ${result?.errorCode} ${result?.errorMessage}`);
  return result.baseOffset;
}

export function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
