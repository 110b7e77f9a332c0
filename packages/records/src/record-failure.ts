/**
 * Why bytes are not what they claim to be. Bytes come from peers and disks, so this is a value that functions return; a
 * caller tells it by `instanceof` and maps its kind to a protocol error or a truncation.
 */

/**
 * - `truncated`: the bytes end inside a batch, as after a crash or a fetch limited by size.
 * - `corrupt`: a length, magic or checksum that no writer produces (Kafka: CORRUPT_MESSAGE).
 * - `invalid-record`: a record, or the count or size of records, contradicts its batch (Kafka: INVALID_RECORD).
 * - `unsupported-magic`: a message set of magic 0 or 1, which Kafka 4 no longer writes.
 * - `unsupported-compression`: a codec number that is none (Kafka: UNSUPPORTED_COMPRESSION_TYPE).
 * - `corrupt-compression`: the compressed bytes are damaged.
 * - `too-large`: they decompress to more than the caller allows.
 */
export type RecordFailureKind =
  | "truncated"
  | "corrupt"
  | "invalid-record"
  | "unsupported-magic"
  | "unsupported-compression"
  | "corrupt-compression"
  | "too-large";

export class RecordFailure {
  readonly kind: RecordFailureKind;
  /** One sentence without a final stop, fit for a log line or an error message on the wire. */
  readonly message: string;
  /** The position in the examined bytes where it shows. */
  readonly position: number;

  constructor(kind: RecordFailureKind, message: string, position: number) {
    this.kind = kind;
    this.message = message;
    this.position = position;
  }

  toString(): string {
    return `${this.kind} at byte ${this.position}: ${this.message}`;
  }
}
