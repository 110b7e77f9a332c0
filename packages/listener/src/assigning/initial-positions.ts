/** Puts the partitions that a listener was given by hand where it wants to begin. Done at every start, as in Spring. */
import type { Consumer, TopicPartition } from "@ottla/client";
import type { TopicPartitionOffset } from "./topic-partition-offset.ts";

export type PositionedConsumer = Pick<
  Consumer,
  "seek" | "seekToBeginning" | "seekToEnd" | "position" | "offsetsForTimes"
>;

export async function seekToInitialPositions(
  consumer: PositionedConsumer,
  partitions: readonly TopicPartitionOffset[],
): Promise<void> {
  for (const { topic, partition, offset, relativeToCurrent, seekPosition } of partitions) {
    const one = { topic, partition };
    if (seekPosition === "BEGINNING") consumer.seekToBeginning([one]);
    else if (seekPosition === "END") consumer.seekToEnd([one]);
    else if (seekPosition === "TIMESTAMP") await seekToTimestamp(consumer, one, offset ?? 0);
    else if (offset !== undefined) await seekToOffset(consumer, one, { offset, relativeToCurrent });
  }
}

/** The first record at or after the time; the end, when there is none. */
export async function seekToTimestamp(
  consumer: Pick<Consumer, "seek" | "seekToEnd" | "offsetsForTimes">,
  partition: TopicPartition,
  timestamp: number,
): Promise<void> {
  const found = (await consumer.offsetsForTimes([{ ...partition, timestamp }])).get(partition);
  if (found === undefined || found === null) consumer.seekToEnd([partition]);
  else consumer.seek(partition, found.offset);
}

async function seekToOffset(
  consumer: PositionedConsumer,
  partition: TopicPartition,
  { offset, relativeToCurrent }: { readonly offset: number; readonly relativeToCurrent: boolean },
): Promise<void> {
  if (offset >= 0 && !relativeToCurrent) {
    consumer.seek(partition, offset);
    return;
  }
  if (!relativeToCurrent) consumer.seekToEnd([partition]);
  consumer.seek(partition, Math.max(0, (await consumer.position(partition)) + offset));
}
