/**
 * From batches to images: the one place where records change the state. Records between BeginTransaction and
 * EndTransaction take effect together at the end; AbortTransaction drops them; whatever a crash left open stays
 * without effect until the controller aborts it.
 */

import { assert } from "@ottla/base";
import { MetadataDelta } from "../image/metadata-delta.ts";
import { EMPTY_IMAGE, type MetadataImage } from "../image/metadata-image.ts";
import { changesOfSnapshot } from "../image/snapshot-changes.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";

/** Records that took effect together, and the image they made. */
export interface MetadataUpdate {
  readonly delta: MetadataDelta;
  readonly image: MetadataImage;
}

/** One batch to replay. */
export interface ReplayBatch {
  readonly records: readonly MetadataRecord[];
  readonly lastOffset: number;
  readonly epoch: number;
  readonly timestampMs: number;
}

/** See the file's head. */
export class MetadataReplayer {
  #image: MetadataImage;
  /** Records that have taken effect since `#image`. */
  #delta: MetadataDelta;
  /** Records of an open transaction; undefined outside of one. */
  #transaction: MetadataRecord[] | undefined;
  #last: Pick<ReplayBatch, "lastOffset" | "epoch" | "timestampMs">;

  /** Goes on from an image that holds everything up to its provenance. */
  constructor(image: MetadataImage = EMPTY_IMAGE) {
    const { lastContainedOffset, lastContainedEpoch, lastContainedLogTimeMs } = image.provenance;
    this.#image = image;
    this.#delta = new MetadataDelta(image);
    this.#last = {
      lastOffset: lastContainedOffset,
      epoch: lastContainedEpoch,
      timestampMs: lastContainedLogTimeMs,
    };
  }

  /** As of the last `publish`. */
  get image(): MetadataImage {
    return this.#image;
  }

  /** Everything below was replayed. */
  get nextOffset(): number {
    return this.#last.lastOffset + 1;
  }

  get isTransactionOpen(): boolean {
    return this.#transaction !== undefined;
  }

  /** Takes in a batch; offsets only ever grow. A control batch has no records and only moves the offset. */
  replay(batch: ReplayBatch): void {
    assert(batch.lastOffset > this.#last.lastOffset, "offsets of the metadata log grow");
    for (const record of batch.records) this.#replayRecord(record);
    this.#last = batch;
  }

  /**
   * Takes in the records of a snapshot that ends before `endOffset`, which stands for everything so far: what it does not hold
   * is gone.
   */
  replaySnapshot(
    records: Iterable<MetadataRecord>,
    snapshot: { readonly endOffset: number; readonly epoch: number; readonly lastContainedLogTimestampMs: number },
  ): void {
    assert(snapshot.endOffset > this.#last.lastOffset, "a snapshot reaches further than what is known");
    const isFirst = this.#last.lastOffset < 0;
    assert(isFirst || this.#delta.isEmpty, "what was replayed before a snapshot is published");
    this.#transaction = undefined;
    for (const record of isFirst ? records : changesOfSnapshot(this.#image, [...records])) this.#replayRecord(record);
    const { endOffset, epoch, lastContainedLogTimestampMs: timestampMs } = snapshot;
    this.#last = { lastOffset: endOffset - 1, epoch, timestampMs };
  }

  /** Makes everything replayed so far the image. */
  publish(): MetadataUpdate {
    const delta = this.#delta;
    const { lastOffset, epoch, timestampMs } = this.#last;
    this.#image = delta.apply({
      lastContainedOffset: lastOffset,
      lastContainedEpoch: epoch,
      lastContainedLogTimeMs: timestampMs,
    });
    this.#delta = new MetadataDelta(this.#image);
    return { delta, image: this.#image };
  }

  #replayRecord(record: MetadataRecord): void {
    switch (record.name) {
      case "BeginTransactionRecord":
        assert(this.#transaction === undefined, "a metadata transaction begins outside of another");
        this.#transaction = [];
        return;
      case "AbortTransactionRecord":
        assert(this.#transaction !== undefined, "a metadata transaction that is aborted has begun");
        this.#transaction = undefined;
        return;
      case "EndTransactionRecord": {
        assert(this.#transaction !== undefined, "a metadata transaction that ends has begun");
        for (const buffered of this.#transaction) this.#delta.replay(buffered);
        this.#transaction = undefined;
        return;
      }
      default:
        if (this.#transaction === undefined) this.#delta.replay(record);
        else this.#transaction.push(record);
    }
  }
}
