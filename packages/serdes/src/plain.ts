/**
 * Serdes that need no schema, in the bytes of Kafka's own serializers: text, bytes, numbers, UUIDs; and JSON. Each is a pair of functions for
 * `key.serializer`, `value.deserializer` and their like. Null stays null, in both directions.
 */

/** Turns data into bytes and back. */
export interface Serde<T> {
  readonly serializer: (data: T | null | undefined, topic: string) => Uint8Array | null;
  readonly deserializer: (bytes: Uint8Array | null, topic: string) => T | null;
}

function serde<T>(write: (data: T) => Uint8Array, read: (bytes: Buffer) => T): Serde<T> {
  return {
    serializer: (data) => (data === null || data === undefined ? null : write(data)),
    deserializer: (bytes) => (bytes === null ? null : read(asBuffer(bytes))),
  };
}

/** A serde of a fixed number of bytes. */
function fixed<T>(size: number, write: (buffer: Buffer, data: T) => void, read: (buffer: Buffer) => T): Serde<T> {
  return serde(
    (data) => {
      const buffer = Buffer.alloc(size);
      write(buffer, data);
      return buffer;
    },
    (buffer) => {
      if (buffer.length !== size) throw new RangeError(`Size of data received is not ${size}`);
      return read(buffer);
    },
  );
}

/** Text as UTF-8. */
export const stringSerde: Serde<string> = serde(
  (data) => Buffer.from(data, "utf8"),
  (bytes) => bytes.toString("utf8"),
);

/** Bytes as they are. What is read shares memory with its batch. */
export const bytesSerde: Serde<Uint8Array> = serde<Uint8Array>(
  (data) => data,
  (bytes) => bytes,
);

/** JSON as UTF-8. What JSON cannot say (undefined, functions, bigint) is refused. */
export function jsonSerde<T = unknown>(): Serde<T> {
  return serde<T>(
    (data) => {
      const text: string | undefined = JSON.stringify(data);
      if (text === undefined) throw new TypeError(`JSON cannot say ${typeof data}`);
      return Buffer.from(text, "utf8");
    },
    (bytes) => JSON.parse(bytes.toString("utf8")) as T,
  );
}

/** A 16-bit integer, big-endian. */
export const shortSerde: Serde<number> = fixed(
  2,
  (buffer, data) => buffer.writeInt16BE(data),
  (buffer) => buffer.readInt16BE(),
);

/** A 32-bit integer, big-endian. */
export const integerSerde: Serde<number> = fixed(
  4,
  (buffer, data) => buffer.writeInt32BE(data),
  (buffer) => buffer.readInt32BE(),
);

/** A 64-bit integer, big-endian. */
export const longSerde: Serde<bigint> = fixed(
  8,
  (buffer, data) => buffer.writeBigInt64BE(data),
  (buffer) => buffer.readBigInt64BE(),
);

/** A 32-bit floating-point number, big-endian. */
export const floatSerde: Serde<number> = fixed(
  4,
  (buffer, data) => buffer.writeFloatBE(data),
  (buffer) => buffer.readFloatBE(),
);

/** A 64-bit floating-point number, big-endian. */
export const doubleSerde: Serde<number> = fixed(
  8,
  (buffer, data) => buffer.writeDoubleBE(data),
  (buffer) => buffer.readDoubleBE(),
);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A UUID as its text, as Kafka's UUIDSerializer writes it. */
export const uuidSerde: Serde<string> = serde(
  (data) => {
    if (!UUID.test(data)) throw new TypeError(`${data} is not a UUID`);
    return Buffer.from(data, "utf8");
  },
  (bytes) => {
    const text = bytes.toString("utf8");
    if (!UUID.test(text)) throw new TypeError("Error parsing data into UUID");
    return text;
  },
);

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
