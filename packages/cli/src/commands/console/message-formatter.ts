// How a record is printed: Kafka's DefaultMessageFormatter with its properties, and the one that prints nothing.
import type { ConsumerRecord } from "@ottla/client";
import { InputError, UsageError } from "../../failure.ts";
import { javaDoubleText, javaFloatText } from "../../java-number.ts";

/** Writes one record as bytes; empty for nothing. */
export type MessageFormatter = (record: ConsumerRecord) => Buffer;

type Raw = Uint8Array | null;
type Decode = (bytes: Raw) => Buffer;

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ["print.timestamp", false],
  ["print.partition", false],
  ["print.offset", false],
  ["print.delivery", false],
  ["print.epoch", false],
  ["print.headers", false],
  ["print.key", false],
  ["print.value", true],
]);

const TEXTS: ReadonlyMap<string, string> = new Map([
  ["key.separator", "\t"],
  ["line.separator", "\n"],
  ["headers.separator", ","],
  ["null.literal", "null"],
]);

const DESERIALIZER_NAMES = ["key.deserializer", "value.deserializer", "headers.deserializer", "header.deserializer"];

/** Numbers as Java's deserializers of these names print them. */
interface NumberFormat {
  readonly size: number;
  readonly read: (bytes: Buffer) => string;
}

const NUMBERS: ReadonlyMap<string, NumberFormat> = new Map<string, NumberFormat>([
  ["ShortDeserializer", { size: 2, read: (bytes) => String(bytes.readInt16BE()) }],
  ["IntegerDeserializer", { size: 4, read: (bytes) => String(bytes.readInt32BE()) }],
  ["LongDeserializer", { size: 8, read: (bytes) => String(bytes.readBigInt64BE()) }],
  ["FloatDeserializer", { size: 4, read: (bytes) => javaFloatText(bytes.readFloatBE()) }],
  ["DoubleDeserializer", { size: 8, read: (bytes) => javaDoubleText(bytes.readDoubleBE()) }],
]);

function decoder(name: string | undefined, nullLiteral: Buffer): Decode {
  const simple = name?.split(".").pop();
  const plain: Decode = (bytes) =>
    bytes === null ? nullLiteral : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (simple === undefined || simple === "StringDeserializer" || simple === "ByteArrayDeserializer") return plain;
  const format = NUMBERS.get(simple);
  if (format === undefined)
    throw new UsageError(`The deserializer ${name ?? ""} is a Java class, which this tool cannot load.`);
  return (bytes) => {
    if (bytes === null) return nullLiteral;
    if (bytes.length !== format.size) throw new InputError(`Size of data received by ${simple} is not ${format.size}`);
    return Buffer.from(format.read(plain(bytes)));
  };
}

function checkNames(properties: ReadonlyMap<string, string>): void {
  for (const name of properties.keys()) {
    const isKnown =
      SWITCHES.has(name) ||
      TEXTS.has(name) ||
      DESERIALIZER_NAMES.some((one) => name === one || name.startsWith(`${one}.`));
    if (!isKnown) {
      throw new UsageError(
        `${name} is not a property of the formatter: ${[...SWITCHES.keys(), ...TEXTS.keys(), ...DESERIALIZER_NAMES].join(", ")}`,
      );
    }
  }
}

function defaultFormatter(properties: ReadonlyMap<string, string>): MessageFormatter {
  checkNames(properties);
  const isOn = (name: string): boolean => {
    const given = properties.get(name);
    return given === undefined ? (SWITCHES.get(name) ?? false) : given.trim().toLowerCase() === "true";
  };
  const text = (name: string): Buffer => Buffer.from(properties.get(name) ?? TEXTS.get(name) ?? "");
  const nullLiteral = text("null.literal");
  const separator = text("key.separator");
  const lineSeparator = text("line.separator");
  const headersSeparator = text("headers.separator");
  const key = decoder(properties.get("key.deserializer"), nullLiteral);
  const value = decoder(properties.get("value.deserializer"), nullLiteral);
  const header = decoder(properties.get("headers.deserializer") ?? properties.get("header.deserializer"), nullLiteral);
  const headersOf = (record: ConsumerRecord): Buffer => {
    if (record.headers.length === 0) return Buffer.from("NO_HEADERS");
    const parts = record.headers.map((one) => Buffer.concat([Buffer.from(`${one.key}:`), header(one.value)]));
    return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [headersSeparator, part])));
  };
  const columns: readonly (readonly [string, (record: ConsumerRecord) => Buffer])[] = [
    ["print.timestamp", (record) => Buffer.from(timestampText(record))],
    ["print.partition", (record) => Buffer.from(`Partition:${record.partition}`)],
    ["print.offset", (record) => Buffer.from(`Offset:${record.offset}`)],
    ["print.delivery", () => Buffer.from("Delivery:NOT_PRESENT")],
    ["print.epoch", () => Buffer.from("Epoch:NOT_PRESENT")],
    ["print.headers", headersOf],
    ["print.key", (record) => key(record.rawKey)],
    ["print.value", (record) => value(record.rawValue)],
  ];
  const printed = columns.filter(([name]) => isOn(name)).map(([, print]) => print);
  return (record) => {
    const parts = printed.map((print) => print(record));
    const joined = parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
    return Buffer.concat([...joined, lineSeparator]);
  };
}

function timestampText(record: ConsumerRecord): string {
  return record.timestampType === "NoTimestampType" ? "NO_TIMESTAMP" : `${record.timestampType}:${record.timestamp}`;
}

/** The formatter of a class name. @throws UsageError for classes this tool does not have */
export async function messageFormatter(
  className: string | undefined,
  properties: ReadonlyMap<string, string>,
): Promise<MessageFormatter> {
  const simple = className?.split(".").pop() ?? "DefaultMessageFormatter";
  switch (simple) {
    // The logging formatter prints the same, and tells Java's log of it at a level that Kafka's tools do not show.
    case "DefaultMessageFormatter":
    case "LoggingMessageFormatter":
      return defaultFormatter(properties);
    case "NoOpMessageFormatter":
      return () => Buffer.alloc(0);
    case "OffsetsMessageFormatter":
    case "GroupMetadataMessageFormatter":
    case "TransactionLogMessageFormatter":
      return await (await import("./coordinator-formatter.ts")).coordinatorFormatter(simple);
    default:
      throw new UsageError(`The formatter ${className ?? ""} is a Java class that this tool does not have.`);
  }
}
