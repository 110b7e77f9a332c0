/**
 * What is left of a batch when its log is cleaned: the batch as it was, a new one with fewer records, an empty one that only keeps a
 * producer's last sequence or the last offset of the round, or nothing. Kafka's rules (KIP-98, KIP-534):
 *
 * - A record stays if no later one with its key is known and it is no delete marker whose horizon has passed.
 * - Aborted records go at once. A marker goes when nothing of its transaction is left and its horizon has passed.
 * - The delete horizon is written into the batch, in place of the base timestamp, by the first cleaning that meets a delete marker or such
 *   a marker: now + delete.retention.ms.
 * - A batch from which nothing goes keeps its bytes. One that must be built anew has its checksum verified first: a damaged batch must not
 *   become a valid one. (Apache Kafka does not look.)
 */
import {
  type CompressionType,
  baseOffsetAt,
  baseSequenceAt,
  baseTimestampAt,
  compressionAt,
  type ControlRecordType,
  deleteHorizonMsAt,
  emptyBatch,
  hasProducerIdAt,
  isControlAt,
  isTransactionalAt,
  lastOffsetAt,
  maxTimestampAt,
  NO_TIMESTAMP,
  parseControlRecordType,
  partitionLeaderEpochAt,
  type ProducerState,
  producerEpochAt,
  producerIdAt,
  readRecordsBody,
  RecordBatchBuilder,
  RecordFailure,
  type RecordsBody,
  RecordWalker,
  timestampTypeAt,
  TimestampType,
  verifyCrc,
} from "@ottla/records";
import { StorageError } from "../../storage-error.ts";
import { emptyFilterStats, type FilterStats } from "../cleaner-stats.ts";
import type { CleanedTransactions } from "./cleaned-transactions.ts";
import type { OffsetMap } from "./offset-map.ts";

/** What is known of a producer whose state must survive the cleaning. */
export interface LastRecord {
  /** Undefined if its last batch is a marker. */
  readonly lastDataOffset: number | undefined;
  readonly producerEpoch: number;
}

export interface RecordFilterOptions {
  readonly map: Pick<OffsetMap, "get" | "latestOffset">;
  readonly transactions: CleanedTransactions;
  readonly lastRecords: ReadonlyMap<bigint, LastRecord>;
  /** When the cleaning began. */
  readonly nowMs: number;
  /** delete.retention.ms. */
  readonly deleteRetentionMs: number;
  /** Where this round of cleaning ends: the batch before it stays, if only to say so. */
  readonly upperBoundOffset: number;
}

type Retention = "delete" | "delete-empty" | "retain-empty";

export class RecordFilter {
  readonly stats: FilterStats = emptyFilterStats();
  readonly #options: RecordFilterOptions;
  readonly #walker = new RecordWalker();
  /** One byte for each record of the batch at hand: whether it stays. */
  #isKept = new Uint8Array(1024);

  constructor(options: RecordFilterOptions) {
    this.#options = options;
  }

  /** The bytes to write for the batch at `at`: a view of `bytes`, or new ones; undefined for nothing. Throws CORRUPT_LOG. */
  filter(bytes: Uint8Array, at: number, sizeInBytes: number): Uint8Array | undefined {
    const kept = this.#filter(bytes, at, sizeInBytes);
    this.stats.bytesRead += sizeInBytes;
    this.stats.bytesWritten += kept?.length ?? 0;
    return kept;
  }

  #filter(bytes: Uint8Array, at: number, sizeInBytes: number): Uint8Array | undefined {
    const { nowMs, deleteRetentionMs } = this.#options;
    const isControl = isControlAt(bytes, at);
    const horizonMs = deleteHorizonMsAt(bytes, at);
    const mayDiscard = isControl ? this.#mayDiscardMarker(bytes, at) : this.#mayDiscardBatch(bytes, at);
    const discards = mayDiscard && (!isControl || (horizonMs !== undefined && horizonMs <= nowMs));
    const retention = this.#retention(bytes, at, discards);
    if (retention === "delete") return undefined;

    const body = bodyOf(bytes, at);
    const { keptCount, hasTombstone } = this.#choose(bytes, at, body, { discards, isControl, horizonMs });
    this.stats.messagesRead += body.count;
    this.stats.messagesWritten += keptCount;
    if (keptCount === 0) return retention === "retain-empty" ? emptied(bytes, at) : undefined;
    const needsHorizon = horizonMs === undefined && (hasTombstone || (isControl && mayDiscard));
    if (keptCount === body.count && !needsHorizon) return bytes.subarray(at, at + sizeInBytes);
    if (!verifyCrc(bytes, at, sizeInBytes)) throw corrupt(bytes, at, "its checksum is wrong");
    return this.#rebuild(bytes, at, body, needsHorizon ? nowMs + deleteRetentionMs : horizonMs);
  }

  #mayDiscardBatch(bytes: Uint8Array, at: number): boolean {
    const isTransactional = isTransactionalAt(bytes, at);
    const producerId = isTransactional ? producerIdAt(bytes, at) : -1n;
    return this.#options.transactions.onBatch({ producerId, lastOffset: lastOffsetAt(bytes, at), isTransactional });
  }

  #mayDiscardMarker(bytes: Uint8Array, at: number): boolean {
    return this.#options.transactions.onMarker({
      producerId: producerIdAt(bytes, at),
      lastOffset: lastOffsetAt(bytes, at),
      type: markerTypeAt(bytes, at),
    });
  }

  #retention(bytes: Uint8Array, at: number, discards: boolean): Retention {
    const isLast = hasProducerIdAt(bytes, at) && this.#isLastOfProducer(bytes, at);
    if (isLast || lastOffsetAt(bytes, at) + 1 === this.#options.upperBoundOffset) return "retain-empty";
    return discards ? "delete" : "delete-empty";
  }

  #isLastOfProducer(bytes: Uint8Array, at: number): boolean {
    const last = this.#options.lastRecords.get(producerIdAt(bytes, at));
    if (last === undefined) return false;
    if (last.lastDataOffset !== undefined) return last.lastDataOffset === lastOffsetAt(bytes, at);
    return isControlAt(bytes, at) && producerEpochAt(bytes, at) === last.producerEpoch;
  }

  /** Marks the records that stay. */
  #choose(
    bytes: Uint8Array,
    at: number,
    body: RecordsBody,
    batch: { readonly discards: boolean; readonly isControl: boolean; readonly horizonMs: number | undefined },
  ): { readonly keptCount: number; readonly hasTombstone: boolean } {
    const { map, nowMs } = this.#options;
    const { discards, isControl, horizonMs } = batch;
    const keepsTombstones = horizonMs === undefined || nowMs < horizonMs;
    const baseOffset = baseOffsetAt(bytes, at);
    if (body.count > this.#isKept.length) this.#isKept = new Uint8Array(Math.max(body.count, 2 * this.#isKept.length));
    const isKept = this.#isKept;
    const walker = this.#walker.start(body.bytes, body.start, body.end, body.count);
    let keptCount = 0;
    let hasTombstone = false;
    while (walker.next()) {
      const offset = baseOffset + walker.offsetDelta;
      const { keyStart, keyLength } = walker;
      const isTombstone = walker.valueLength < 0;
      let keeps = !discards;
      if (keeps && !isControl && offset <= map.latestOffset) {
        if (keyLength < 0) {
          this.stats.invalidMessagesRead++;
          keeps = false;
        } else {
          keeps = (!isTombstone || keepsTombstones) && offset >= map.get(body.bytes, keyStart, keyStart + keyLength);
        }
      }
      isKept[walker.index] = keeps ? 1 : 0;
      if (!keeps) continue;
      keptCount++;
      hasTombstone ||= isTombstone;
    }
    if (walker.failure) throw corrupt(bytes, at, walker.failure.message);
    return { keptCount, hasTombstone };
  }

  /** The records that stay, at their offsets, between the batch's old ends: its last sequence must not change. */
  #rebuild(bytes: Uint8Array, at: number, body: RecordsBody, deleteHorizonMs: number | undefined): Uint8Array {
    const baseOffset = baseOffsetAt(bytes, at);
    const baseTimestamp = baseTimestampAt(bytes, at);
    const isAppendTime = timestampTypeAt(bytes, at) === TimestampType.LOG_APPEND_TIME;
    const appendTimeMs = isAppendTime ? maxTimestampAt(bytes, at) : undefined;
    const builder = new RecordBatchBuilder({
      compression: codecAt(bytes, at),
      baseOffset,
      partitionLeaderEpoch: partitionLeaderEpochAt(bytes, at),
      logAppendTimeMs: appendTimeMs,
      producer: producerAt(bytes, at),
      isControl: isControlAt(bytes, at),
      deleteHorizonMs,
      initialCapacity: body.end - body.start + 128,
    });
    const walker = this.#walker.start(body.bytes, body.start, body.end, body.count);
    while (walker.next()) {
      if (this.#isKept[walker.index] === 0) continue;
      const timestamp = appendTimeMs ?? baseTimestamp + walker.timestampDelta;
      builder.appendCopy(baseOffset + walker.offsetDelta, timestamp, body.bytes, walker);
    }
    builder.overrideLastOffset(lastOffsetAt(bytes, at));
    return builder.build();
  }
}

/** The type of a control batch's first record; undefined if it has none left. */
export function markerTypeAt(bytes: Uint8Array, at: number): ControlRecordType | undefined {
  const body = bodyOf(bytes, at);
  const walker = new RecordWalker().start(body.bytes, body.start, body.end, body.count);
  if (!walker.next()) {
    if (walker.failure) throw corrupt(bytes, at, walker.failure.message);
    return undefined;
  }
  const { keyStart, keyLength } = walker;
  const type = parseControlRecordType(keyLength < 0 ? null : body.bytes.subarray(keyStart, keyStart + keyLength));
  if (type instanceof RecordFailure) throw corrupt(bytes, at, type.message);
  return type;
}

/** The records of a batch that was accepted once: what cannot be read now is damage. */
export function bodyOf(bytes: Uint8Array, at: number): RecordsBody {
  const body = readRecordsBody(bytes, at, { maxBytes: DECOMPRESSED_BYTES_MAX });
  if (body instanceof RecordFailure) throw corrupt(bytes, at, body.message);
  return body;
}

/** A batch was let in with less; this only bounds what damaged bytes can claim. */
const DECOMPRESSED_BYTES_MAX = 1024 * 1024 * 1024;

function emptied(bytes: Uint8Array, at: number): Uint8Array {
  const baseOffset = baseOffsetAt(bytes, at);
  return emptyBatch({
    baseOffset,
    partitionLeaderEpoch: partitionLeaderEpochAt(bytes, at),
    timestampType: timestampTypeAt(bytes, at),
    isControl: isControlAt(bytes, at),
    lastOffsetDelta: lastOffsetAt(bytes, at) - baseOffset,
    baseTimestamp: NO_TIMESTAMP,
    maxTimestamp: maxTimestampAt(bytes, at),
    producer: producerAt(bytes, at),
  });
}

function producerAt(bytes: Uint8Array, at: number): ProducerState {
  return {
    producerId: producerIdAt(bytes, at),
    producerEpoch: producerEpochAt(bytes, at),
    baseSequence: baseSequenceAt(bytes, at),
    isTransactional: isTransactionalAt(bytes, at),
  };
}

function codecAt(bytes: Uint8Array, at: number): CompressionType {
  // Numbers that are no codec have failed to decompress before.
  return compressionAt(bytes, at) as CompressionType;
}

function corrupt(bytes: Uint8Array, at: number, why: string): StorageError {
  return new StorageError("CORRUPT_LOG", `The batch at offset ${baseOffsetAt(bytes, at)} is damaged: ${why}`);
}
