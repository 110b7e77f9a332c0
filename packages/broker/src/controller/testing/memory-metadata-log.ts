/** A metadata log in memory, for tests. */

import { baseOffsetAt, lastOffsetAt, partitionLeaderEpochAt } from "@ottla/records";
import { readMetadataBatches } from "@ottla/metadata";
import type { MetadataLog } from "../metadata-log.ts";

export class MemoryMetadataLog implements MetadataLog {
  startOffset = 0;
  endOffset = 0;
  lastEpoch = 0;
  /** Set to make the next append fail. */
  failure: Error | undefined;
  readonly #batches: Uint8Array[] = [];

  get sizeInBytes(): number {
    return this.#batches.reduce((sum, batch) => sum + batch.length, 0);
  }

  get epochs(): { epoch: number; startOffset: number }[] {
    const epochs: { epoch: number; startOffset: number }[] = [];
    for (const batch of this.#batches) {
      const epoch = partitionLeaderEpochAt(batch, 0);
      if (epochs.at(-1)?.epoch !== epoch) epochs.push({ epoch, startOffset: baseOffsetAt(batch, 0) });
    }
    return epochs;
  }

  async *read(offset: number, endOffset: number = this.endOffset): AsyncGenerator<Uint8Array> {
    for (const batch of this.#batches) {
      if (lastOffsetAt(batch, 0) >= offset && lastOffsetAt(batch, 0) < endOffset) yield batch;
    }
  }

  async readPiece(offset: number, endOffset: number): Promise<Uint8Array> {
    const found: Uint8Array[] = [];
    for await (const batch of this.read(offset, endOffset)) found.push(batch);
    return Buffer.concat(found);
  }

  async appendFetched(records: readonly Uint8Array[], epoch: number): Promise<void> {
    await this.append(records, epoch);
  }

  async truncate(offset: number): Promise<void> {
    while (this.#batches.length > 0 && lastOffsetAt(this.#batches.at(-1)!, 0) >= offset) this.#batches.pop();
    this.endOffset = offset;
    this.lastEpoch = this.epochs.at(-1)?.epoch ?? 0;
  }

  onCommitted(): void {}

  async append(batches: readonly Uint8Array[], epoch: number): Promise<void> {
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
    for (const batch of batches) {
      this.#batches.push(batch);
      this.endOffset = lastOffsetAt(batch, 0) + 1;
    }
    this.lastEpoch = epoch;
  }

  async startAt(offset: number): Promise<void> {
    this.#batches.length = 0;
    this.startOffset = offset;
    this.endOffset = offset;
  }

  async deleteBefore(offset: number): Promise<void> {
    while (this.#batches[0] !== undefined && lastOffsetAt(this.#batches[0], 0) < offset) this.#batches.shift();
    this.startOffset = Math.max(this.startOffset, offset);
  }

  async close(): Promise<void> {}

  /** Names of all records, in order; control batches as "control". */
  recordNames(): string[] {
    return this.#batches.flatMap((bytes) =>
      [...readMetadataBatches(bytes)].flatMap((batch) =>
        batch.controlRecords.length > 0 ? ["control"] : batch.records.map((record) => record.name),
      ),
    );
  }
}
