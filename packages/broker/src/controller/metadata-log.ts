/**
 * The port to the log of `__cluster_metadata`, partition 0. Batches come with their offsets and epochs; what `append`
 * has finished is durable.
 */

/** See the file's head. One append at a time. */
export interface MetadataLog {
  /** The first offset that can be read. */
  readonly startOffset: number;
  /** One after the last record. */
  readonly endOffset: number;
  /** Epoch of the last record, 0 for an empty log. */
  readonly lastEpoch: number;
  readonly sizeInBytes: number;
  /** Where each epoch in the log begins, oldest first. */
  readonly epochs: readonly { readonly epoch: number; readonly startOffset: number }[];
  /** Stretches of whole batches from `offset` to `endOffset` (default: to the end of the log), in order. */
  read(offset: number, endOffset?: number): AsyncIterable<Uint8Array>;
  /** Whole batches from `offset` on that end before `endOffset`: about `maxBytes` of them, at least one. */
  readPiece(offset: number, endOffset: number, maxBytes: number): Promise<Uint8Array>;
  /** Writes batches back to back and makes them durable. Rejects if they are not. */
  append(batches: readonly Uint8Array[], epoch: number): Promise<void>;
  /** Writes what a leader of up to that epoch has sent, and makes it durable. Rejects if it is not. */
  appendFetched(records: readonly Uint8Array[], epoch: number): Promise<void>;
  /** Cuts the log off at `offset`, durably. */
  truncate(offset: number): Promise<void>;
  /** Everything below is committed. */
  onCommitted(highWatermark: number): void;
  /** Empties the log and lets it go on at `offset`: a snapshot stands for everything before. */
  startAt(offset: number): Promise<void>;
  /** Drops whole segments before `offset`. */
  deleteBefore(offset: number): Promise<void>;
  close(): Promise<void>;
}
