/** Which logs a node has: one for each partition, and a second one, the future log, where a partition moves to another directory. */
import { topicPartitionName, type TopicPartition } from "../topic-partition.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";

export class Logs {
  readonly #current = new Map<string, UnifiedLog>();
  readonly #future = new Map<string, UnifiedLog>();

  /** Without future ones. */
  get current(): Iterable<UnifiedLog> {
    return this.#current.values();
  }

  /** Future ones too. */
  all(): readonly UnifiedLog[] {
    return [...this.#current.values(), ...this.#future.values()];
  }

  /** In a log directory, future ones too. */
  in(directory: string): readonly UnifiedLog[] {
    return this.all().filter((log) => log.parentDirectory === directory);
  }

  /** Those of `in` without future ones: checkpoints do not know them. */
  currentIn(directory: string): readonly UnifiedLog[] {
    return [...this.#current.values()].filter((log) => log.parentDirectory === directory);
  }

  get(topicPartition: TopicPartition, isFuture: boolean): UnifiedLog | undefined {
    return this.#kind(isFuture).get(topicPartitionName(topicPartition));
  }

  add(log: UnifiedLog): void {
    this.#kind(log.isFuture).set(topicPartitionName(log.topicPartition), log);
  }

  remove(topicPartition: TopicPartition, isFuture: boolean): UnifiedLog | undefined {
    const logs = this.#kind(isFuture);
    const name = topicPartitionName(topicPartition);
    const log = logs.get(name);
    logs.delete(name);
    return log;
  }

  #kind(isFuture: boolean): Map<string, UnifiedLog> {
    return isFuture ? this.#future : this.#current;
  }
}
