// A record as JSON: text where its bytes are text, base64 under another name where they are not.
import { isUtf8 } from "node:buffer";
import type { ConsumerRecord } from "@ottla/client";
import type { CommandIo, Row } from "../../command.ts";

/** Text under the name, or base64 under `${name}Base64`. */
export function bytesAs(name: string, bytes: Uint8Array | null): Row {
  if (bytes === null) return { [name]: null };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? { [name]: buffer.toString() } : { [`${name}Base64`]: buffer.toString("base64") };
}

export function recordRow(record: ConsumerRecord): Row {
  const { topic, partition, offset, timestamp, timestampType } = record;
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    headers: record.headers.map(({ key, value }) => ({ key, ...bytesAs("value", value) })),
    ...bytesAs("key", record.rawKey),
    ...bytesAs("value", record.rawValue),
  };
}

/** Prints a record as a row of its own; nothing is left to write. */
export function rowFormatter(row: NonNullable<CommandIo["row"]>): (record: ConsumerRecord) => Buffer {
  const nothing = Buffer.alloc(0);
  return (record) => {
    row(recordRow(record));
    return nothing;
  };
}
