/** The first pass of a cleaning: the last offset of every key in the dirty part, as far as the memory for keys reaches. */
import {
  baseOffsetAt,
  batchLengthAt,
  isControlAt,
  isTransactionalAt,
  lastOffsetAt,
  producerIdAt,
  recordCountAt,
  RecordWalker,
} from "@ottla/records";
import type { Disk } from "../../disk/disk.ts";
import { StorageError } from "../../storage-error.ts";
import { CleanedTransactions } from "../compaction/cleaned-transactions.ts";
import { OffsetMap } from "../compaction/offset-map.ts";
import { bodyOf, markerTypeAt } from "../compaction/record-filter.ts";
import { type CleanerIo, readPieces } from "./cleaner-io.ts";
import type { MapSource, OffsetMapJob, OffsetMapResult } from "./cleaning-job.ts";

export async function buildOffsetMap(
  job: OffsetMapJob,
  { disk, io }: { readonly disk: Disk; readonly io: CleanerIo },
): Promise<{ readonly map: OffsetMap; readonly result: OffsetMapResult }> {
  const builder = new MapBuilder(job);
  for (const source of job.sources) {
    io.check();
    if (await builder.addSegment(source, { disk, io })) break;
  }
  const { map, bytesRead, messagesRead } = builder;
  const result = { latestOffset: map.latestOffset, utilization: map.size / job.config.slots, bytesRead, messagesRead };
  return { map, result };
}

class MapBuilder {
  readonly map: OffsetMap;
  bytesRead = 0;
  messagesRead = 0;
  readonly #startOffset: number;
  readonly #ioBufferBytes: number;
  /** So many keys and no more. */
  readonly #sizeMax: number;
  readonly #transactions = new CleanedTransactions();
  readonly #walker = new RecordWalker();

  constructor({ config, startOffset, sources, abortedTxns }: OffsetMapJob) {
    this.#startOffset = startOffset;
    this.#ioBufferBytes = config.ioBufferBytes;
    this.#sizeMax = Math.floor(config.slots * config.loadFactor);
    // There are no more keys than offsets: a small stretch needs no large table.
    const keysMax = Math.min(this.#sizeMax, Math.max(0, (sources.at(-1)?.nextOffset ?? startOffset) - startOffset));
    const slots = Math.max(1, Math.min(config.slots, Math.ceil(keysMax / config.loadFactor) + 1));
    this.map = new OffsetMap(slots);
    this.#transactions.add(abortedTxns);
  }

  /** True if the map is full: what lies behind `map.latestOffset` waits for the next cleaning. */
  async addSegment(source: MapSource, { disk, io }: { disk: Disk; io: CleanerIo }): Promise<boolean> {
    const file = await disk.open(source.path, "read");
    try {
      const { from, sizeInBytes } = source;
      for await (const { bytes, end } of readPieces({ file, from, sizeInBytes }, this.#ioBufferBytes, io)) {
        for (let at = 0; at < end; at += batchLengthAt(bytes, at)) {
          if (this.#addBatch(bytes, at)) return true;
        }
        this.bytesRead += end;
      }
    } finally {
      await file.close();
    }
    // What compaction took from the end of the segment counts as looked at.
    this.map.latestOffset = source.nextOffset - 1;
    return false;
  }

  #addBatch(bytes: Uint8Array, at: number): boolean {
    const { map } = this;
    const lastOffset = lastOffsetAt(bytes, at);
    if (isControlAt(bytes, at)) {
      this.#transactions.onMarker({ producerId: producerIdAt(bytes, at), lastOffset, type: markerTypeAt(bytes, at) });
      this.messagesRead++;
    } else {
      const isTransactional = isTransactionalAt(bytes, at);
      const producerId = isTransactional ? producerIdAt(bytes, at) : -1n;
      const isAborted = this.#transactions.onBatch({ producerId, lastOffset, isTransactional });
      if (!isAborted && lastOffset >= this.#startOffset && this.#addRecords(bytes, at)) return true;
      this.messagesRead += recordCountAt(bytes, at);
    }
    if (lastOffset >= this.#startOffset) map.latestOffset = lastOffset;
    return false;
  }

  #addRecords(bytes: Uint8Array, at: number): boolean {
    const { map } = this;
    const body = bodyOf(bytes, at);
    const baseOffset = baseOffsetAt(bytes, at);
    const walker = this.#walker.start(body.bytes, body.start, body.end, body.count);
    while (walker.next()) {
      const offset = baseOffset + walker.offsetDelta;
      const { keyStart, keyLength } = walker;
      if (keyLength < 0 || offset < this.#startOffset) continue;
      if (map.size >= this.#sizeMax) return true;
      map.put(body.bytes, keyStart, keyStart + keyLength, offset);
    }
    if (walker.failure)
      throw new StorageError("CORRUPT_LOG", `The batch at offset ${baseOffset} is damaged: ${walker.failure.message}`);
    return false;
  }
}
