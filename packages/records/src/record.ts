/**
 * A record as a client sees it: offset, timestamp and views of key, value and headers, decoded when they are asked for.
 */
import { utf8String } from "@ottla/base";

/** A header of a record; Kafka allows the same key more than once. */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

const NO_HEADERS: readonly RecordHeader[] = [];

/** Where a record's parts lie in its bytes. */
export interface RecordLayout {
  /** Bytes of the record in its batch before compression, its length field included. */
  readonly sizeInBytes: number;
  readonly keyStart: number;
  readonly keyLength: number;
  readonly valueStart: number;
  readonly valueLength: number;
  readonly headersStart: number;
  readonly headerCount: number;
}

export class Record {
  readonly offset: number;
  /** The producer's time, or that of the append when the batch says so; -1 for none. */
  readonly timestamp: number;
  /** The sequence of an idempotent producer; -1 for none. */
  readonly sequence: number;
  readonly sizeInBytes: number;
  readonly headerCount: number;
  /** -1 for a null key. */
  readonly keyLength: number;
  /** -1 for a null value. */
  readonly valueLength: number;
  readonly #bytes: Uint8Array;
  readonly #keyStart: number;
  readonly #valueStart: number;
  readonly #headersStart: number;

  /** @param layout a record that a walker has found to be sound. */
  constructor(bytes: Uint8Array, layout: RecordLayout, offset: number, timestamp: number, sequence: number) {
    this.offset = offset;
    this.timestamp = timestamp;
    this.sequence = sequence;
    this.sizeInBytes = layout.sizeInBytes;
    this.headerCount = layout.headerCount;
    this.keyLength = layout.keyLength;
    this.valueLength = layout.valueLength;
    this.#bytes = bytes;
    this.#keyStart = layout.keyStart;
    this.#valueStart = layout.valueStart;
    this.#headersStart = layout.headersStart;
  }

  get hasKey(): boolean {
    return this.keyLength >= 0;
  }

  get hasValue(): boolean {
    return this.valueLength >= 0;
  }

  /** A view of the batch's bytes, new at each read: keep it, not the record, or copy it to pin less. */
  get key(): Uint8Array | null {
    if (this.keyLength < 0) return null;
    return this.#bytes.subarray(this.#keyStart, this.#keyStart + this.keyLength);
  }

  /** A view of the batch's bytes, new at each read. */
  get value(): Uint8Array | null {
    if (this.valueLength < 0) return null;
    return this.#bytes.subarray(this.#valueStart, this.#valueStart + this.valueLength);
  }

  /** Decoded at each read. */
  get headers(): readonly RecordHeader[] {
    if (this.headerCount === 0) return NO_HEADERS;
    return readHeaders(this.#bytes, this.#headersStart, this.headerCount);
  }
}

/** Decodes headers that a walker has found to be sound. */
export function readHeaders(bytes: Uint8Array, start: number, count: number): RecordHeader[] {
  const headers: RecordHeader[] = [];
  let at = start;
  const length = (): number => {
    let byte = bytes[at++]!;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
    }
    return (value >>> 1) ^ -(value & 1);
  };
  for (let i = 0; i < count; i++) {
    const keyLength = length();
    const key = utf8String(bytes, at, at + keyLength);
    at += keyLength;
    const valueLength = length();
    const value = valueLength < 0 ? null : bytes.subarray(at, at + valueLength);
    if (valueLength > 0) at += valueLength;
    headers.push({ key, value });
  }
  return headers;
}
