/**
 * Bytes that are read when it is their turn to leave: a part of a file on its way to a socket (Kafka: TransferableRecords). Whoever sends them
 * asks for one piece after the other, so that a piece is still in the processor's cache when it is sent, and an answer of any size takes the
 * memory of a few pieces.
 */
export interface TransferableBytes {
  /** In bytes. */
  readonly length: number;
  /** Fills `target` with the bytes from `position` on. Rejects if they cannot be read. */
  read(target: Uint8Array, position: number): Promise<void>;
  /** Fills `target` at once, if the bytes are likely in memory; false if `read` is the better way, or must tell what is wrong. */
  readNow(target: Uint8Array, position: number): boolean;
  /** Called with the pieces in order, without gap, each when it was read and before it is sent. */
  pass(piece: Uint8Array): void;
}

/** One part of what is sent. */
export type ByteChunk = Uint8Array | TransferableBytes;
