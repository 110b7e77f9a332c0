/**
 * The one way to the metadata log's disk: what is to be done to it is done in order, one thing at a time. Batches that were asked for in one
 * turn, or while another write was under way, are written and synced together.
 *
 * After a failure nothing more is done: whoever owns the lane begins again from what is on disk.
 */

import type { OffsetAndEpoch } from "@ottla/raft";
import type { MetadataLog } from "../controller/metadata-log.ts";
import type { SnapshotStore } from "../controller/snapshot-store.ts";

/** Where the log is when something is done, as raft wants to be told. */
export interface LogMark {
  readonly endOffset: number;
  readonly generation: number;
}

type Work =
  | { readonly type: "append"; readonly bytes: Uint8Array; readonly epoch: number; readonly mark: LogMark }
  | {
      readonly type: "append-fetched";
      readonly records: readonly Uint8Array[];
      readonly epoch: number;
      readonly mark: LogMark;
    }
  | { readonly type: "truncate"; readonly mark: LogMark }
  | {
      readonly type: "snapshot-piece";
      readonly id: OffsetAndEpoch;
      readonly position: number;
      readonly bytes: Uint8Array;
      /** Set with the last piece. */
      readonly mark: LogMark | undefined;
    };

export interface LogLaneOptions {
  readonly log: MetadataLog;
  readonly snapshots: SnapshotStore;
  /** Everything below the mark is durable. */
  readonly onFlushed: (mark: LogMark) => void;
  readonly onFailure: (error: Error) => void;
}

/** See the file's head. */
export class LogLane {
  readonly #options: LogLaneOptions;
  #waiting: Work[] = [];
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: LogLaneOptions) {
    this.#options = options;
  }

  add(work: Work): void {
    if (this.#isClosed) return;
    this.#waiting.push(work);
    this.#running ??= this.#run();
  }

  /** Drops what waits and resolves when what is under way is over. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting = [];
    await this.#running;
  }

  async #run(): Promise<void> {
    // One turn later, so that whatever is asked for in this turn is written together.
    await Promise.resolve();
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        const mark = await this.#do(next);
        if (mark !== undefined && !this.#isClosed) this.#options.onFlushed(mark);
      }
    } catch (error) {
      const isNews = !this.#isClosed;
      this.#isClosed = true;
      this.#waiting = [];
      if (isNews) this.#options.onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#running = undefined;
    }
  }

  async #do(work: Work): Promise<LogMark | undefined> {
    const { log, snapshots } = this.#options;
    switch (work.type) {
      case "append": {
        const batches = [work.bytes];
        let { mark } = work;
        for (
          let next = this.#waiting[0];
          next?.type === "append" && next.epoch === work.epoch;
          next = this.#waiting[0]
        ) {
          batches.push(next.bytes);
          ({ mark } = next);
          this.#waiting.shift();
        }
        await log.append(batches, work.epoch);
        return mark;
      }
      case "append-fetched":
        await log.appendFetched(work.records, work.epoch);
        return work.mark;
      case "truncate":
        await log.truncate(work.mark.endOffset);
        return work.mark;
      case "snapshot-piece": {
        const id = { endOffset: work.id.offset, epoch: work.id.epoch };
        await snapshots.writePiece(id, work.position, work.bytes);
        if (work.mark === undefined) return undefined;
        await snapshots.finish(id);
        await log.startAt(id.endOffset);
        return work.mark;
      }
    }
  }
}
