// InfluxDB's line protocol.
import type { Measurement } from "./measurements.ts";

function key(text: string): string {
  return text.replaceAll(/[,= \\]/g, (char) => `\\${char}`).replaceAll("\n", "\\n");
}

function field(value: string | number): string {
  if (typeof value === "string") return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  return Number.isInteger(value) ? `${value}i` : String(value);
}

/** One line, without its end. Empty tags are left out, since the protocol has none; a number with a fraction stays one. */
export function influxLine({ name, tags, fields }: Measurement, timeMs: number): string {
  const head = [name, ...tags.flatMap(([tag, value]) => (value === "" ? [] : [`${key(tag)}=${key(value)}`]))].join(",");
  const values = fields.map(([one, value]) => `${key(one)}=${one === "lag_seconds" ? Number(value) : field(value)}`);
  return `${head} ${values.join(",")} ${timeMs}000000`;
}
