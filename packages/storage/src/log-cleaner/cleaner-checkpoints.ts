/**
 * `cleaner-offset-checkpoint` of each log directory: where the next cleaning of a log begins. In memory the truth is kept, the file follows each
 * change. A missing or damaged file only costs work: its logs are cleaned from their start.
 */
import type { CheckpointedOffset } from "../checkpoint-file.ts";
import { topicPartitionName, type TopicPartition } from "../topic-partition.ts";

/** The file of one directory. */
export interface CheckpointFile {
  readonly path: string;
  read(): Promise<ReadonlyMap<string, CheckpointedOffset>>;
  write(offsets: readonly CheckpointedOffset[]): Promise<void>;
}

export class CleanerCheckpoints {
  readonly #files: readonly CheckpointFile[];
  readonly #offsets = new Map<string, Map<string, CheckpointedOffset>>();

  private constructor(files: readonly CheckpointFile[]) {
    this.#files = files;
  }

  static async open(files: readonly CheckpointFile[]): Promise<CleanerCheckpoints> {
    const checkpoints = new CleanerCheckpoints(files);
    for (const file of files) checkpoints.#offsets.set(file.path, new Map(await file.read()));
    return checkpoints;
  }

  offsetOf(directory: string, topicPartition: TopicPartition): number | undefined {
    return this.#offsets.get(directory)?.get(topicPartitionName(topicPartition))?.offset;
  }

  /** Logs that `isThere` does not know leave the file with it. */
  async set(
    directory: string,
    { topicPartition, offset }: CheckpointedOffset,
    isThere: (topicPartition: TopicPartition) => boolean,
  ): Promise<void> {
    const offsets = this.#offsets.get(directory);
    if (offsets === undefined) return;
    for (const [name, known] of offsets) if (!isThere(known.topicPartition)) offsets.delete(name);
    offsets.set(topicPartitionName(topicPartition), { topicPartition, offset });
    await this.#write(directory);
  }

  /** The log was deleted, or moved away. */
  async remove(directory: string, topicPartition: TopicPartition): Promise<void> {
    if (this.#offsets.get(directory)?.delete(topicPartitionName(topicPartition))) await this.#write(directory);
  }

  /** Nothing is written to a directory that has failed. */
  forgetDirectory(directory: string): void {
    this.#offsets.delete(directory);
  }

  async #write(directory: string): Promise<void> {
    const offsets = this.#offsets.get(directory);
    const file = this.#files.find(({ path }) => path === directory);
    if (offsets !== undefined && file !== undefined) await file.write([...offsets.values()]);
  }
}
