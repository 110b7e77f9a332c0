// JSON as Go's encoder writes it, since clients and golden answers know it so: & < > and two line separators escaped, the members of maps in the
// order of their names, and single-precision numbers with as few digits as tell them apart.

/** A value as an answer holds it: an object keeps its order, a map is sorted. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | Float32
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | { readonly [name: string]: JsonValue };

/** A number of single precision. */
export class Float32 {
  readonly value: number;

  constructor(value: number) {
    this.value = Math.fround(value);
  }

  toString(): string {
    for (let digits = 1; digits < 9; digits++) {
      const text = this.value.toPrecision(digits);
      if (Math.fround(Number(text)) === this.value) return String(Number(text));
    }
    return String(this.value);
  }
}

const ESCAPED = /[&<>\u2028\u2029]/g;

function stringJson(text: string): string {
  return JSON.stringify(text).replaceAll(ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The text of a value. */
export function goJson(value: JsonValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return stringJson(value);
  if (typeof value !== "object" || value instanceof Float32) return String(value);
  if (Array.isArray(value)) return `[${value.map(goJson).join(",")}]`;
  const pairs = value instanceof Map ? [...value].toSorted(([a], [b]) => (a < b ? -1 : 1)) : Object.entries(value);
  return `{${pairs.map(([name, one]) => `${stringJson(name)}:${goJson(one)}`).join(",")}}`;
}
