/**
 * The records section of one batch, decompressed where it is compressed, and what reads it: a `RecordWalker` for the
 * broker, a `RecordReader` for whoever wants records. Every way in takes unchecked bytes and yields a `RecordFailure`
 * instead of throwing. The header must lie inside the bytes, as a `BatchIterator` makes sure.
 */
import {
  baseOffsetAt,
  baseSequenceAt,
  baseTimestampAt,
  batchLengthAt,
  compressionAt,
  maxTimestampAt,
  readBatchHeader,
  recordCountAt,
  timestampTypeAt,
  type BatchHeader,
} from "./batch-header.ts";
import { CompressionType, NO_SEQUENCE, RECORDS_OFFSET, TimestampType, incrementSequence } from "./batch-layout.ts";
import { decompress, decompressAsync, type DecompressOptions } from "./compression/compression.ts";
import { Record } from "./record.ts";
import { RecordFailure } from "./record-failure.ts";
import { RecordWalker } from "./record-walker.ts";

/** Uncompressed records: `count` of them, as the header claims, in `bytes[start, end)`. */
export interface RecordsBody {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

export interface ElsewhereOptions extends DecompressOptions {
  /** Who decompresses; default `decompressAsync`. */
  readonly decompressElsewhere?: typeof decompressAsync;
}

/** The records section of the batch at `at`: a view when it is not compressed, else decompressed within the bound. */
export function readRecordsBody(
  bytes: Uint8Array,
  at = 0,
  options: DecompressOptions = {},
): RecordsBody | RecordFailure {
  const compression = compressionAt(bytes, at);
  if (compression === CompressionType.NONE) return plainBody(bytes, at);
  return bodyOf(decompress(compression, compressedSection(bytes, at), options), bytes, at);
}

/** As `readRecordsBody`, with gzip and zstd on Node's thread pool. The batch must not change until it is done. */
export async function readRecordsBodyAsync(
  bytes: Uint8Array,
  at = 0,
  options: ElsewhereOptions = {},
): Promise<RecordsBody | RecordFailure> {
  const compression = compressionAt(bytes, at);
  if (compression === CompressionType.NONE) return plainBody(bytes, at);
  const { decompressElsewhere = decompressAsync, ...bounds } = options;
  return bodyOf(await decompressElsewhere(compression, compressedSection(bytes, at), bounds), bytes, at);
}

function compressedSection(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.subarray(at + RECORDS_OFFSET, at + batchLengthAt(bytes, at));
}

function plainBody(bytes: Uint8Array, at: number): RecordsBody {
  return { bytes, start: at + RECORDS_OFFSET, end: at + batchLengthAt(bytes, at), count: recordCountAt(bytes, at) };
}

function bodyOf(content: Uint8Array | RecordFailure, bytes: Uint8Array, at: number): RecordsBody | RecordFailure {
  if (content instanceof RecordFailure) return content;
  return { bytes: content, start: 0, end: content.length, count: recordCountAt(bytes, at) };
}

/** Reads the records of one batch, one object each; stops with `failure` set at the first that is broken. */
export class RecordReader implements IterableIterator<Record, undefined> {
  readonly #walker = new RecordWalker();
  readonly #body: RecordsBody;
  readonly #baseOffset: number;
  readonly #baseTimestamp: number;
  readonly #baseSequence: number;
  /** The one timestamp of all records when the broker set it. */
  readonly #appendTimestamp: number | undefined;

  /**
   * @param bytes holds the batch's header at `at`.
   * @param body the batch's records section.
   */
  constructor(bytes: Uint8Array, at: number, body: RecordsBody) {
    this.#body = body;
    this.#baseOffset = baseOffsetAt(bytes, at);
    this.#baseTimestamp = baseTimestampAt(bytes, at);
    this.#baseSequence = baseSequenceAt(bytes, at);
    const isAppendTime = timestampTypeAt(bytes, at) === TimestampType.LOG_APPEND_TIME;
    this.#appendTimestamp = isAppendTime ? maxTimestampAt(bytes, at) : undefined;
    this.#walker.start(body.bytes, body.start, body.end, body.count);
  }

  /** Why the records ended early. */
  get failure(): RecordFailure | undefined {
    return this.#walker.failure;
  }

  /** The next record; undefined behind the last and at a failure. */
  read(): Record | undefined {
    const walker = this.#walker;
    if (!walker.next()) return undefined;
    const { offsetDelta } = walker;
    return new Record(
      this.#body.bytes,
      walker,
      this.#baseOffset + offsetDelta,
      this.#appendTimestamp ?? this.#baseTimestamp + walker.timestampDelta,
      this.#baseSequence < 0 ? NO_SEQUENCE : incrementSequence(this.#baseSequence, offsetDelta),
    );
  }

  next(): IteratorResult<Record, undefined> {
    const value = this.read();
    return value === undefined ? { done: true, value } : { done: false, value };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** One batch decoded whole. */
export interface DecodedBatch {
  readonly header: BatchHeader;
  readonly records: readonly Record[];
}

/** Decodes the batch at `at`, its records included. For tests, tools and state machines; not for the hot path. */
export function decodeBatch(bytes: Uint8Array, at = 0, options: DecompressOptions = {}): DecodedBatch | RecordFailure {
  const body = readRecordsBody(bytes, at, options);
  if (body instanceof RecordFailure) return body;
  const reader = new RecordReader(bytes, at, body);
  const records = [...reader];
  return reader.failure ?? { header: readBatchHeader(bytes, at), records };
}
