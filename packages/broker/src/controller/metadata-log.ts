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
  /** Stretches of whole batches from `offset` to the end, in order. */
  read(offset: number): AsyncIterable<Uint8Array>;
  /** Writes batches back to back and makes them durable. Rejects if they are not. */
  append(batches: readonly Uint8Array[], epoch: number): Promise<void>;
  /** Empties the log and lets it go on at `offset`: a snapshot stands for everything before. */
  startAt(offset: number): Promise<void>;
  /** Drops whole segments before `offset`. */
  deleteBefore(offset: number): Promise<void>;
  close(): Promise<void>;
}
