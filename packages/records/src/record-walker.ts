/**
 * Walks the records of one batch's uncompressed records section without making an object: after `next()` the walker's own
 * fields describe the current record. It checks all that a broker has to: that lengths stay inside the record and the
 * record inside the batch, that header counts are true, that the declared count of records fills the section exactly.
 * What it takes is what Apache Kafka's `DefaultRecord` takes, which reads any negative length as null.
 *
 * Hot path: a broker runs it over every record it accepts. Varints of one byte, which most are, are read in place.
 */
import { RecordFailure } from "./record-failure.ts";

/** A read position behind any batch, and still a small integer to the engine. */
const OVERRUN = 0x3fff_ffff;

export class RecordWalker {
  /** The current record's place in the batch, from 0; -1 before the first. */
  index = -1;
  /** Where the record's length field begins. */
  position = 0;
  /** First byte behind the record. */
  recordEnd = 0;
  attributes = 0;
  /** Beyond ±2^53 the value is approximate. */
  timestampDelta = 0;
  offsetDelta = 0;
  keyStart = 0;
  /** -1 for a null key. */
  keyLength = -1;
  valueStart = 0;
  /** -1 for a null value. */
  valueLength = -1;
  headersStart = 0;
  headerCount = 0;
  /** Why the walk ended early. */
  failure: RecordFailure | undefined;

  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  #count = 0;
  /** The read position; behind the record after an overrun, which the next check notices. */
  #at = 0;

  /** Begins a walk over `count` records in `bytes[start, end)`. A walker may be used again and again. */
  start(bytes: Uint8Array, start: number, end: number, count: number): this {
    this.#bytes = bytes;
    this.#end = end;
    this.#count = count;
    this.#at = start;
    this.index = -1;
    this.recordEnd = start;
    this.failure = undefined;
    if (count < 0) this.#fail("invalid-record", `Found invalid record count ${count} in magic v2 batch`, start);
    return this;
  }

  /** Bytes of the current record, its length field included. */
  get sizeInBytes(): number {
    return this.recordEnd - this.position;
  }

  /** Forgets the bytes, so that an idle walker pins none. */
  release(): void {
    this.#bytes = new Uint8Array(0);
    this.#count = 0;
  }

  /** Steps to the next record; false behind the last and at the first failure. */
  next(): boolean {
    if (this.failure !== undefined) return false;
    const bytes = this.#bytes;
    if (this.index + 1 >= this.#count) return this.#onEnd();
    this.index++;
    const position = this.recordEnd;
    this.position = position;
    this.#at = position;

    const bodySize = this.#varint();
    const bodyStart = this.#at;
    const recordEnd = bodyStart + bodySize;
    if (bodyStart > this.#end || bodySize < 0 || recordEnd > this.#end) return this.#failSize(bodySize, bodyStart);
    this.recordEnd = recordEnd;
    this.attributes = bytes[bodyStart]!;
    this.#at = bodyStart + 1;
    this.timestampDelta = this.#varlong();
    this.offsetDelta = this.#varint();

    const keyLength = this.#varint();
    const keyStart = this.#at;
    this.keyStart = keyStart;
    this.keyLength = keyLength < 0 ? -1 : keyLength;
    if (keyLength > 0) this.#at = keyStart + keyLength;
    if (this.#at > recordEnd) return this.#failStructure(position);

    const valueLength = this.#varint();
    const valueStart = this.#at;
    this.valueStart = valueStart;
    this.valueLength = valueLength < 0 ? -1 : valueLength;
    if (valueLength > 0) this.#at = valueStart + valueLength;
    if (this.#at > recordEnd) return this.#failStructure(position);

    const headerCount = this.#varint();
    this.headersStart = this.#at;
    this.headerCount = headerCount;
    if (headerCount !== 0 && !this.#skipHeaders(headerCount)) return false;
    if (this.#at !== recordEnd) return this.#failBodySize(bodySize, bodyStart);
    return true;
  }

  #onEnd(): boolean {
    if (this.#count > 0 && this.recordEnd !== this.#end) {
      const message = "Incorrect declared batch size, records still remaining in file";
      return this.#fail("invalid-record", message, this.recordEnd);
    }
    return false;
  }

  #skipHeaders(count: number): boolean {
    const end = this.recordEnd;
    if (count < 0) {
      return this.#fail("invalid-record", `Found invalid number of record headers ${count}`, this.position);
    }
    if (count > end - this.#at) {
      const message = `Found invalid number of record headers. ${count} is larger than the remaining size of the buffer`;
      return this.#fail("invalid-record", message, this.position);
    }
    for (let i = 0; i < count; i++) {
      const keyLength = this.#varint();
      if (keyLength < 0) {
        return this.#fail("invalid-record", `Invalid negative header key size ${keyLength}`, this.position);
      }
      this.#at += keyLength;
      if (this.#at > end) return this.#failStructure(this.position);
      const valueLength = this.#varint();
      if (valueLength > 0) this.#at += valueLength;
      if (this.#at > end) return this.#failStructure(this.position);
    }
    return true;
  }

  /** A zig-zag varint of at most five bytes. A longer one moves the position behind the end, where a check finds it. */
  #varint(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let byte = bytes[at++]!;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 28) {
        this.#at = OVERRUN;
        return 0;
      }
      byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
    }
    this.#at = at;
    return (value >>> 1) ^ -(value & 1);
  }

  /** A zig-zag varint of at most ten bytes; exact within ±2^53. */
  #varlong(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    const first = bytes[start]!;
    if (first < 0x80) {
      this.#at = start + 1;
      return (first >>> 1) ^ -(first & 1);
    }
    return this.#longVarlong(start);
  }

  #longVarlong(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    let low = 0;
    let high = 0;
    let byte = 0x80;
    // 28 bits in the low half, the other 36 in the high half, which a double holds exactly.
    for (let shift = 0; byte >= 0x80; shift += 7) {
      if (shift > 63) {
        this.#at = OVERRUN;
        return 0;
      }
      byte = bytes[at++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift < 63) high += bits * 2 ** (shift - 28);
      else high += (bits & 1) * 2 ** 35;
    }
    this.#at = at;
    const half = Math.floor(high / 2) * 0x1000_0000 + ((low >>> 1) | ((high % 2) * 0x800_0000));
    return (low & 1) === 0 ? half : -half - 1;
  }

  #failSize(bodySize: number, bodyStart: number): false {
    if (bodyStart > this.#end) {
      const message = "Incorrect declared batch size, premature EOF reached";
      return this.#fail("invalid-record", message, this.position);
    }
    const left = this.#end - bodyStart;
    const message =
      bodySize < 0
        ? `Invalid record size: ${bodySize}`
        : `Invalid record size: expected ${bodySize} bytes in record payload, ` +
          `but instead the buffer has only ${left} remaining bytes`;
    return this.#fail("invalid-record", message, this.position);
  }

  #failBodySize(bodySize: number, bodyStart: number): false {
    if (this.#at > this.recordEnd) return this.#failStructure(this.position);
    const read = this.#at - bodyStart;
    const message = `Invalid record size: expected to read ${bodySize} bytes in record payload, but instead read ${read}`;
    return this.#fail("invalid-record", message, this.position);
  }

  #failStructure(position: number): false {
    return this.#fail("invalid-record", "Found invalid record structure", position);
  }

  #fail(kind: RecordFailure["kind"], message: string, position: number): false {
    this.failure = new RecordFailure(kind, message, position);
    return false;
  }
}
