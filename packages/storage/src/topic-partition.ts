/** A partition by name, and its directory name as Kafka writes it. */

export interface TopicPartition {
  readonly topic: string;
  /** 0 ≤ partition < 2^31. */
  readonly partition: number;
}

/** The map key and directory name of a partition: `<topic>-<partition>`. */
export function topicPartitionName(topicPartition: TopicPartition): string {
  return `${topicPartition.topic}-${topicPartition.partition}`;
}
