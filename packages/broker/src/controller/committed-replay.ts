/**
 * The committed metadata on a node that does not lead: batches are read from the log as they become committed, replayed and published, in
 * order and one stretch at a time. Where the log begins later than what is known, a snapshot comes first.
 */

import {
  type MetadataImage,
  MetadataReplayer,
  type MetadataUpdate,
  readMetadataBatches,
  readSnapshot,
} from "@ottla/metadata";
import { StorageError } from "@ottla/storage";
import type { MetadataLog } from "./metadata-log.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

export interface CommittedReplayOptions {
  readonly log: MetadataLog;
  readonly snapshots: SnapshotStore;
  readonly publish: (update: MetadataUpdate) => void | Promise<void>;
  readonly onReplayed: (sizeInBytes: number) => void;
  /** What was committed cannot be read or understood. */
  readonly onFailure: (error: Error) => void;
}

/** See the file's head. */
export class CommittedReplay {
  readonly #options: CommittedReplayOptions;
  #replayer: MetadataReplayer;
  #targetOffset = 0;
  #isRunning = false;
  /** Grows when somebody else takes over: a stretch that is being read then is dropped. */
  #life = 0;

  constructor(options: CommittedReplayOptions, replayer: MetadataReplayer) {
    this.#options = options;
    this.#replayer = replayer;
  }

  /** Has replayed everything below its `nextOffset`. */
  get replayer(): MetadataReplayer {
    return this.#replayer;
  }

  /** Everything below is committed. `onIdle` is called when it is replayed. */
  advanceTo(highWatermark: number, onIdle: () => void): void {
    this.#targetOffset = Math.max(this.#targetOffset, highWatermark);
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run(this.#life, onIdle);
  }

  /** Goes on from an image, after another has published. */
  continueFrom(image: MetadataImage): void {
    this.#life++;
    this.#replayer = new MetadataReplayer(image);
    this.#isRunning = false;
  }

  async #run(life: number, onIdle: () => void): Promise<void> {
    try {
      while (this.#life === life && this.#replayer.nextOffset < this.#targetOffset) await this.#replayStretch(life);
      if (this.#life !== life) return;
      this.#isRunning = false;
      onIdle();
    } catch (error) {
      if (this.#life !== life) return;
      this.#isRunning = false;
      this.#options.onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #replayStretch(life: number): Promise<void> {
    const { log } = this.#options;
    if (this.#replayer.nextOffset < log.startOffset) {
      await this.#replaySnapshot(life);
      return;
    }
    try {
      await this.#replayRecords(life);
    } catch (error) {
      // Meanwhile the log has begun again behind a snapshot of the leader's: that is the next stretch.
      if (!(error instanceof StorageError) || this.#replayer.nextOffset >= log.startOffset) throw error;
    }
  }

  async #replayRecords(life: number): Promise<void> {
    const { log, publish, onReplayed } = this.#options;
    for await (const bytes of log.read(this.#replayer.nextOffset, this.#targetOffset)) {
      if (this.#life !== life) return;
      for (const batch of readMetadataBatches(bytes)) {
        if (batch.lastOffset < this.#replayer.nextOffset) continue;
        this.#replayer.replay(batch);
        onReplayed(batch.sizeInBytes);
      }
      await publish(this.#replayer.publish());
      if (this.#life !== life) return;
    }
  }

  async #replaySnapshot(life: number): Promise<void> {
    const { snapshots, publish } = this.#options;
    const newest = (await snapshots.list()).at(-1);
    if (newest === undefined || newest.endOffset <= this.#replayer.nextOffset) {
      throw new Error("The metadata log begins later than what is known, and no snapshot reaches that far");
    }
    const { records, lastContainedLogTimestampMs } = readSnapshot(await snapshots.read(newest));
    if (this.#life !== life) return;
    this.#replayer.replaySnapshot(records, { ...newest, lastContainedLogTimestampMs });
    await publish(this.#replayer.publish());
  }
}
