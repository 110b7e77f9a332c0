// What a record says: as text, as a number, or as the records of Kafka's internal topics.
import type { Record } from "@ottla/records";
import { InputError, UsageError } from "../../failure.ts";
import type { ToolOptions } from "../../tool.ts";

/** What is printed for key and value; undefined for nothing. */
export interface ParsedRecord {
  readonly key: string | undefined;
  readonly value: string | undefined;
}

/** @throws InputError when the dump cannot go on */
export type RecordParser = (record: Record) => ParsedRecord;

type Decoder = (bytes: Uint8Array) => string;

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["StringDecoder", (bytes) => Buffer.from(bytes).toString()],
  ["IntegerDecoder", (bytes) => String(sized(bytes, 4).readInt32BE())],
  ["LongDecoder", (bytes) => String(sized(bytes, 8).readBigInt64BE())],
]);

function sized(bytes: Uint8Array, size: number): Buffer {
  if (bytes.length < size)
    throw new InputError(`A number of ${size} bytes was to be decoded, and there are ${bytes.length}`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const PACKAGE = "org.apache.kafka.tools.api.";

function decoder(className: string): Decoder {
  const found = className.startsWith(PACKAGE) ? DECODERS.get(className.slice(PACKAGE.length)) : undefined;
  if (found !== undefined) return found;
  const own = [...DECODERS.keys()].map((name) => PACKAGE + name).join(", ");
  throw new UsageError(`The decoder ${className} is a Java class that this tool does not have. It has ${own}.`);
}

function textParser(values: ToolOptions): RecordParser {
  const key = decoder(values.text("key-decoder-class") ?? `${PACKAGE}StringDecoder`);
  const value = decoder(values.text("value-decoder-class") ?? `${PACKAGE}StringDecoder`);
  return (record) => ({
    key: record.key === null ? undefined : key(record.key),
    value: record.value === null ? undefined : value(record.value),
  });
}

/** The parser that the options ask for. @throws UsageError for a decoder that is not there */
export async function recordParser(values: ToolOptions): Promise<RecordParser> {
  if (values.has("offsets-decoder")) return (await import("./coordinator-parser.ts")).offsetsParser();
  if (values.has("transaction-log-decoder")) return (await import("./coordinator-parser.ts")).transactionLogParser();
  if (values.has("cluster-metadata-decoder")) return (await import("./metadata-parser.ts")).metadataParser;
  if (values.has("remote-log-metadata-decoder")) {
    throw new UsageError(
      "--remote-log-metadata-decoder is not served: there is no tiered storage, and so no such records.",
    );
  }
  if (values.has("share-group-state-decoder")) return (await import("./coordinator-parser.ts")).shareGroupStateParser();
  return textParser(values);
}
