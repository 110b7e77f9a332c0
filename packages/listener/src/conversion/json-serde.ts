/** JSON on the wire: a value as its text in UTF-8; null is Kafka's null. No type name is written, and none is looked at. */
import type { Deserializer } from "@ottla/client";

export const jsonDeserializer: Deserializer<unknown> = (data) =>
  data === null ? null : (JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString()) as unknown);

export function jsonSerializer(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
