// Records in kcat's format: text with tokens for the parts of a record.
//   %s value  %S its length (-1 for null)  %R its length as four bytes, big-endian  %k key  %K its length  %T timestamp in ms  %h headers as k=v,…
//   %t topic  %p partition  %o offset  %% a percent sign; \n \r \t \0 \\ and \xNN as in C.
import type { ConsumerRecord } from "@ottla/client";
import { UsageError } from "../../failure.ts";

export type RecordFormat = (record: ConsumerRecord) => Buffer;

type Part = (record: ConsumerRecord) => Buffer;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["0", "\0"],
  ["\\", "\\"],
]);

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const lengthOf = (bytes: Uint8Array | null): number => bytes?.byteLength ?? -1;

function packedLength(bytes: Uint8Array | null): Buffer {
  const packed = Buffer.alloc(4);
  packed.writeInt32BE(lengthOf(bytes));
  return packed;
}

function headers({ headers: all }: ConsumerRecord, nothing: Buffer): Buffer {
  const parts = all.flatMap(({ key, value }, index) => [
    Buffer.from(`${index === 0 ? "" : ","}${key}=`),
    value === null ? nothing : viewOf(value),
  ]);
  return Buffer.concat(parts);
}

function tokens(nothing: Buffer): ReadonlyMap<string, Part> {
  const text = (read: (record: ConsumerRecord) => string | number): Part => {
    return (record) => Buffer.from(String(read(record)));
  };
  return new Map<string, Part>([
    ["s", ({ rawValue }) => (rawValue === null ? nothing : viewOf(rawValue))],
    ["S", text(({ rawValue }) => lengthOf(rawValue))],
    ["R", ({ rawValue }) => packedLength(rawValue)],
    ["k", ({ rawKey }) => (rawKey === null ? nothing : viewOf(rawKey))],
    ["K", text(({ rawKey }) => lengthOf(rawKey))],
    ["T", text(({ timestamp }) => timestamp)],
    ["h", (record) => headers(record, nothing)],
    ["t", text(({ topic }) => topic)],
    ["p", text(({ partition }) => partition)],
    ["o", text(({ offset }) => offset)],
    ["%", text(() => "%")],
  ]);
}

/**
 * @param nothing what stands for a null key or value
 * @throws UsageError for a token or an escape that does not exist
 */
export function recordFormat(format: string, nothing: string): RecordFormat {
  const known = tokens(Buffer.from(nothing));
  const parts: Part[] = [];
  for (const [piece, token, hex, letter] of format.matchAll(/%(.?)|\\(?:x([0-9A-Fa-f]{2})|(.?))|[^%\\]+/gs)) {
    if (piece.startsWith("%")) {
      const part = known.get(token ?? "");
      if (part === undefined) throw new UsageError(`${piece} is not a token: %s %S %R %k %K %T %h %t %p %o %%`);
      parts.push(part);
      continue;
    }
    const literal = piece.startsWith("\\") ? escaped(piece, hex, letter) : Buffer.from(piece);
    parts.push(() => literal);
  }
  return (record) => Buffer.concat(parts.map((part) => part(record)));
}

function escaped(piece: string, hex: string | undefined, letter: string | undefined): Buffer {
  if (hex !== undefined) return Buffer.from([parseInt(hex, 16)]);
  const text = ESCAPES.get(letter ?? "");
  if (text === undefined) throw new UsageError(`${piece} is not an escape: \\n \\r \\t \\0 \\\\ \\xNN`);
  return Buffer.from(text);
}
