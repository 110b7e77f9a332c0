// Messages as the JSON of Kafka's generated converters: the fields of the message's version in the order of its schema, a tagged field only where
// it differs from its default; bytes in base64, 64-bit numbers with all their digits.
import type { JsonField } from "@ottla/protocol";
import { javaDoubleText } from "./java-number.ts";

/** Text as Jackson quotes it: it writes the digits of control characters large, and JSON.stringify small. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/\\u00[0-9a-f]{2}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`);
}

function isDefault(field: JsonField, value: unknown): boolean {
  if (!("unless" in field)) return false;
  const { unless } = field;
  if (Array.isArray(unless)) return Array.isArray(value) && value.length === 0;
  if (unless instanceof Uint8Array) return value instanceof Uint8Array && value.length === 0;
  return value === unless;
}

function valueJson(field: JsonField, value: unknown, version: number): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return `[${value.map((one) => valueJson(field, one, version)).join(",")}]`;
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString("base64")}"`;
  if (typeof value === "object") return messageJson(field.fields ?? [], value, version);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number" && field.isDouble === true) return javaDoubleText(value);
  return value === Infinity ? "9223372036854775807" : String(value);
}

/** How a field is written where the converters' own text is replaced; undefined to leave it. */
export type JsonOverride = (field: string, value: unknown) => string | undefined;

/** The JSON of a decoded message. */
export function messageJson(
  fields: readonly JsonField[],
  message: object,
  version: number,
  override?: JsonOverride,
): string {
  const values = new Map<string, unknown>(Object.entries(message));
  const parts: string[] = [];
  for (const field of fields) {
    const value = values.get(field.name);
    if (version < field.from || version > field.to || isDefault(field, value)) continue;
    parts.push(`"${field.name}":${override?.(field.name, value) ?? valueJson(field, value, version)}`);
  }
  return `{${parts.join(",")}}`;
}
