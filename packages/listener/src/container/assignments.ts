/**
 * The partitions that are ours now. Each assignment of a partition, and each seek, begins a new epoch with a tracker of its own: what still comes from
 * handlers of an earlier one is ignored and counted.
 */
import { topicPartitionName } from "@ottla/client";
import type { TopicPartition } from "@ottla/client";
import type { AckDiscipline } from "../ack/ack-mode.ts";
import { OffsetTracker } from "../ack/offset-tracker.ts";
import type { AssignedPartition } from "../dispatch/task.ts";

export class Assignments {
  readonly #discipline: AckDiscipline;
  readonly #byName = new Map<string, AssignedPartition>();
  #epoch = 0;
  /** Acknowledgements and results that came for partitions we no longer held. */
  staleCount = 0;

  constructor(discipline: AckDiscipline) {
    this.#discipline = discipline;
  }

  get size(): number {
    return this.#byName.size;
  }

  begin(partition: TopicPartition): AssignedPartition {
    const { topic } = partition;
    const assigned: AssignedPartition = {
      topic,
      partition: partition.partition,
      epoch: ++this.#epoch,
      tracker: new OffsetTracker(this.#discipline),
      isFenced: false,
    };
    this.#byName.set(topicPartitionName(partition), assigned);
    return assigned;
  }

  /** Ends the epoch; undefined when the partition was not ours. */
  end(partition: TopicPartition): AssignedPartition | undefined {
    const name = topicPartitionName(partition);
    const assigned = this.#byName.get(name);
    if (assigned !== undefined) assigned.isFenced = true;
    this.#byName.delete(name);
    return assigned;
  }

  find(partition: TopicPartition): AssignedPartition | undefined {
    return this.#byName.get(topicPartitionName(partition));
  }

  all(): IterableIterator<AssignedPartition> {
    return this.#byName.values();
  }

  partitions(): TopicPartition[] {
    return [...this.#byName.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  /** Whether something from this epoch still counts; if not, it is counted as stale. */
  isCurrent(assigned: AssignedPartition): boolean {
    if (!assigned.isFenced) return true;
    this.staleCount++;
    return false;
  }
}
