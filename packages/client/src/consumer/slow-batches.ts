/**
 * Batches that are worth another thread: large and compressed. What is wanted is decompressed there, and what comes next as well while it is waited for, so
 * that neither thread waits for the other.
 *
 * Bound: one batch ahead of the one that is opened, which is used by the same poll or the next.
 */
import {
  BatchIterator,
  CompressionType,
  compressionAt,
  lastOffsetAt,
  readRecordsBodyAsync,
  recordCountAt,
} from "@ottla/records";
import type { RecordFailure, RecordsBody } from "@ottla/records";
import { decompressionThread } from "../workers/decompression-thread.ts";

/** From here on batches are decompressed on another thread, in bytes. */
const SLOW_BATCH_BYTES = 65_536;

type Body = RecordsBody | RecordFailure;

/** Who does the work. */
export type Decompressor = (typeof decompressionThread)["decompress"];

const onThread: Decompressor = decompressionThread.decompress.bind(decompressionThread);

/** Where a batch lies, and how large it is. */
type Place = Pick<BatchIterator, "bytes" | "position" | "sizeInBytes">;

/** Whether a batch is worth another thread. */
export function isSlowBatch({ bytes, position, sizeInBytes }: Place): boolean {
  return sizeInBytes >= SLOW_BATCH_BYTES && compressionAt(bytes, position) !== CompressionType.NONE;
}

/** The bodies of one fetched section. */
export class SlowBatches {
  readonly #bytes: Uint8Array;
  /** Those that were begun and not opened, by position. */
  readonly #begun: Map<number, Promise<Body>> = new Map();

  readonly #decompressElsewhere: Decompressor;

  constructor(bytes: Uint8Array, decompressElsewhere: Decompressor = onThread) {
    this.#bytes = bytes;
    this.#decompressElsewhere = decompressElsewhere;
  }

  /** Whether nobody works on the bytes. */
  get isIdle(): boolean {
    return this.#begun.size === 0;
  }

  /** The records of the batch at a position. When `wanted` are more than it holds, the next batch is begun as well. */
  async open(at: number, wanted: number): Promise<Body> {
    const opening = this.#begin(at);
    if (recordCountAt(this.#bytes, at) < wanted) {
      const batches = new BatchIterator(this.#bytes, { start: at });
      if (batches.next() && batches.next() && isSlowBatch(batches)) void this.#begin(batches.position);
    }
    const body = await opening;
    this.#begun.delete(at);
    return body;
  }

  /** Begins with the first batch behind a position, if there are records from `offset` on in it. */
  prepare(behind: number, offset: number): void {
    const batches = new BatchIterator(this.#bytes, { start: behind });
    if (!batches.next() || !isSlowBatch(batches) || lastOffsetAt(this.#bytes, batches.position) < offset) return;
    void this.#begin(batches.position);
  }

  #begin(at: number): Promise<Body> {
    const begun = this.#begun.get(at);
    if (begun !== undefined) return begun;
    const body = readRecordsBodyAsync(this.#bytes, at, {
      decompressElsewhere: this.#decompressElsewhere,
    });
    // Whoever opens it is told; nobody else need be.
    body.catch(() => undefined);
    this.#begun.set(at, body);
    return body;
  }
}
