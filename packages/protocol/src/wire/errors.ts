/**
 * The two operating errors of the wire codecs. Whatever the bytes are, decoding throws ProtocolDecodeError and nothing
 * else; whatever the value is, encoding throws ProtocolEncodeError and nothing else. Neither is worth a retry.
 */

/** Where in the protocol an error happened: the message, its API key (−1 for a message without one) and version. */
export interface MessageContext {
  readonly name: string;
  readonly apiKey: number;
}

/** Bytes that are not a valid message of the API key and version that they claim. */
export class ProtocolDecodeError extends Error {
  override readonly name = "ProtocolDecodeError";
  readonly code = "PROTOCOL_DECODE";
  readonly retriable = false;
  readonly reason: string;
  /** API key, or the record type of a log record; −1 while unknown. */
  apiKey: number;
  /** Version of the message; −1 while unknown. */
  version: number;
  /** Kafka's name of the message; empty while unknown. */
  messageName: string;
  /** Byte offset in the reader's input at which decoding stopped. */
  readonly offset: number;
  /** `Struct.field` that was being read. */
  readonly field: string;

  constructor(reason: string, at: { offset: number; field: string }) {
    super(`${reason} (${at.field === "" ? "" : `field ${at.field}, `}offset ${at.offset})`);
    this.reason = reason;
    this.apiKey = -1;
    this.version = -1;
    this.messageName = "";
    this.offset = at.offset;
    this.field = at.field;
  }

  /** Adds the message in which the error happened; the first caller wins. */
  inMessage(context: MessageContext, version: number): this {
    if (this.messageName === "") {
      this.messageName = context.name;
      this.apiKey = context.apiKey;
      this.version = version;
      this.message = `cannot decode ${context.name} v${version}: ${this.message}`;
    }
    return this;
  }
}

/** A value that the schema, or the version asked for, cannot represent. */
export class ProtocolEncodeError extends Error {
  override readonly name = "ProtocolEncodeError";
  readonly code = "PROTOCOL_ENCODE";
  readonly retriable = false;
  readonly reason: string;
  /** API key, or the record type of a log record; −1 while unknown. */
  apiKey: number;
  /** Version of the message; −1 while unknown. */
  version: number;
  /** Kafka's name of the message; empty while unknown. */
  messageName: string;
  /** `Struct.field` that was being written. */
  readonly field: string;

  constructor(reason: string, field: string, options?: ErrorOptions) {
    super(field === "" ? reason : `field ${field}: ${reason}`, options);
    this.reason = reason;
    this.apiKey = -1;
    this.version = -1;
    this.messageName = "";
    this.field = field;
  }

  /** Adds the message in which the error happened; the first caller wins. */
  inMessage(context: MessageContext, version: number): this {
    if (this.messageName === "") {
      this.messageName = context.name;
      this.apiKey = context.apiKey;
      this.version = version;
      this.message = `cannot encode ${context.name} v${version}: ${this.message}`;
    }
    return this;
  }
}
