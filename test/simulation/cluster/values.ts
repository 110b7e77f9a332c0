/** The values of the records that simulated producers write, in and out of batches. */
import {
  BatchIterator,
  baseOffsetAt,
  RECORDS_OFFSET,
  recordCountAt,
  RecordBatchBuilder,
  RecordWalker,
} from "@ottla/records";

const walker = new RecordWalker();
const decoder = new TextDecoder();

/** Who writes a batch; undefined for a producer without an id. */
export interface BatchProducer {
  readonly producerId: bigint;
  readonly baseSequence: number;
}

/** `padding` is the key of each record. */
export function batchOf(
  values: readonly string[],
  timestampMs: number,
  producer: BatchProducer | undefined,
  padding: Uint8Array | null,
): Uint8Array {
  const builder = new RecordBatchBuilder({
    ...(producer && { producer: { ...producer, producerEpoch: 0, isTransactional: false } }),
  });
  for (const value of values) builder.append(timestampMs, padding, Buffer.from(value));
  return builder.build();
}

/** Offset and value of each record of whole batches; an incomplete one at the end does not count. */
export function* recordsOf(bytes: Uint8Array): Generator<readonly [number, string]> {
  const batches = new BatchIterator(bytes);
  while (batches.next()) {
    const { position, sizeInBytes } = batches;
    const baseOffset = baseOffsetAt(bytes, position);
    walker.start(bytes, position + RECORDS_OFFSET, position + sizeInBytes, recordCountAt(bytes, position));
    while (walker.next()) {
      const { valueStart, valueLength } = walker;
      yield [baseOffset + walker.offsetDelta, decoder.decode(bytes.subarray(valueStart, valueStart + valueLength))];
    }
  }
}
